//! Makes the executable export the C-API: extensions find its symbols in the program that loads them.

use std::path::PathBuf;

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let list = out.join("exports.list");
    std::fs::write(&list, "{ Py*; _Py*; PY_TIMEOUT_MAX; };\n").expect("OUT_DIR can be written to");
    println!("cargo::rustc-link-arg-bins=-Wl,--dynamic-list={}", list.display());
    println!("cargo::rerun-if-changed=build.rs");
}
