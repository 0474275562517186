fn main() -> std::process::ExitCode {
    use rustpython::InterpreterBuilderExt;
    rustpython::run(rustpython::InterpreterBuilder::new().init_stdlib())
}
