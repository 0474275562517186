//! The command line as people meet it: what is typed and what comes out, in tests/cli/*.md and *.toml.

#[test]
fn command_line() {
    trycmd::TestCases::new().case("tests/cli/*.md").case("tests/cli/*.toml");
}
