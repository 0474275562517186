//! The interpreters that are installed, and extensions built for them. Tests of `pilotage check` share it.
// Each test program uses a part of it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// An interpreter and where its headers lie.
pub(crate) struct Python {
    pub(crate) program: PathBuf,
    pub(crate) name: String,
    include: String,
    suffix: String,
}

/// One interpreter for each version: pyenv's and the system's own, which is a static one on Debian. `PILOTAGE_TEST_PYTHON` names another
/// one in their place, `PILOTAGE_TEST_INCLUDE` its headers.
pub(crate) fn pythons() -> Vec<Python> {
    if let Some(program) = std::env::var_os("PILOTAGE_TEST_PYTHON") {
        return python(program.into()).into_iter().collect();
    }
    let mut programs = vec![PathBuf::from("/usr/bin/python3")];
    let versions = std::env::var("HOME").map(|home| Path::new(&home).join(".pyenv/versions"));
    let mut folders: Vec<PathBuf> =
        versions.iter().flat_map(std::fs::read_dir).flatten().flatten().map(|entry| entry.path()).collect();
    folders.sort();
    programs.extend(folders.into_iter().map(|folder| folder.join("bin/python3")));
    programs.into_iter().filter_map(python).collect()
}

fn python(program: PathBuf) -> Option<Python> {
    let script = "import sys, sysconfig, os\n\
        include = os.environ.get('PILOTAGE_TEST_INCLUDE') or sysconfig.get_path('include')\n\
        good = (3, 9) <= sys.version_info < (3, 15) and os.path.exists(include + '/Python.h')\n\
        print(good, sys.version.split()[0], include, sysconfig.get_config_var('EXT_SUFFIX'), sep='\\n')";
    let output = Command::new(&program).args(["-c", script]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let mut lines = text.lines();
    if lines.next()? != "True" {
        return None;
    }
    let version = lines.next()?;
    let name = format!("{version} ({})", program.display());
    Some(Python { name, include: lines.next()?.to_owned(), suffix: lines.next()?.to_owned(), program })
}

impl Python {
    /// 12 of 3.12.1.
    pub(crate) fn minor(&self) -> u32 {
        self.name.split('.').nth(1).and_then(|minor| minor.parse().ok()).expect("a version")
    }
}

/// A source of this folder, in the folder of that module.
pub(crate) fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check").join(name)
}

/// Builds `NAME.c` of this folder, with the stable ABI where that is `limited`.
pub(crate) fn build(python: &Python, folder: &Path, name: &str, limited: bool) {
    let suffix = if limited { ".abi3.so" } else { &python.suffix };
    let compiled = Command::new("cc")
        .args(limited.then_some("-DPy_LIMITED_API=0x030B0000"))
        .args(["-O2", "-g", "-shared", "-fPIC", "-w", "-I", &python.include, "-o"])
        .arg(folder.join(format!("{name}{suffix}")))
        .arg(source(&format!("{name}.c")))
        .output()
        .expect("cc runs");
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
}
