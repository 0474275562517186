//! Any bytes as a wheel and as a source archive: opening and auditing must neither panic nor leave the archive.
#![no_main]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use pilotage_scanner::binary::audit::audit_packages;
use pilotage_scanner::input::{IndexOptions, InputSpec, open};
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses what the rest claims to be.
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let name = match choice % 4 {
        0 | 1 => "x-1.0-cp39-abi3-manylinux_2_17_x86_64.whl",
        2 => "x-1.0.tar",
        _ => "x-1.0.zip",
    };
    let path: PathBuf = FOLDER.path().join(name);
    if fs::write(&path, bytes).is_err() {
        return;
    }
    let mut problems = Vec::new();
    let index = IndexOptions { offline: true, ..IndexOptions::default() };
    let packages = open(&InputSpec::Path(path), &mut problems, &index);
    let outcomes = audit_packages(&packages, &[]);
    assert_eq!(outcomes.len(), packages.len());
});
