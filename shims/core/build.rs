//! Compiles `c/*.c`: functions with `...`, which Rust cannot define, and what is missing. The whole archive goes into the
//! crate: nothing in Rust refers to these functions, extensions do.

fn main() {
    println!("cargo:rerun-if-changed=c");
    let mut build = cc::Build::new();
    build.opt_level(2).warnings(true).flag_if_supported("-Wno-unused-parameter").cargo_metadata(false);
    let mut files: Vec<_> =
        std::fs::read_dir("c").into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    build.files(files.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "c")));
    build.compile("pilotage_va");
    let out = std::env::var("OUT_DIR").unwrap_or_default();
    println!("cargo:rustc-link-search=native={out}");
    println!("cargo:rustc-link-lib=static:+whole-archive=pilotage_va");
}
