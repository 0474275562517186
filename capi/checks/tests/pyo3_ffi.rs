//! The table against the declarations of pyo3-ffi, whose sources cargo has fetched; they are read, not built.

use std::path::{Path, PathBuf};
use std::process::Command;

use pilotage_capi::{Version, get};
use pilotage_capi_checks::{Differences, Signature, differ, from_source};

/// The folder of its sources, as cargo knows it.
fn sources() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package =
        packages.iter().find(|p| p["name"] == "pyo3-ffi").expect("pyo3-ffi is a dependency of this crate");
    Path::new(package["manifest_path"].as_str().unwrap()).with_file_name("src")
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The version in `(Py_3_13)`, when nothing else is asked.
fn since(cfg: &str) -> Option<Version> {
    let minor = cfg.strip_prefix("(Py_3_")?.strip_suffix(')')?.parse().ok()?;
    Some(Version::new(3, minor))
}

/// Declared for another interpreter, for internal use of pyo3, or for a version that the table does not describe.
fn is_elsewhere(signature: &Signature) -> bool {
    let cfg = signature.cfg.replace(' ', "");
    let plain = cfg.replace("not(PyPy)", "").replace("not(GraalPy)", "").replace("not(RustPython)", "");
    let plain = plain.replace("not(any(PyPy,GraalPy))", "").replace("not(any(PyPy,RustPython))", "");
    ["PyPy", "GraalPy", "RustPython"].iter().any(|vm| plain.contains(vm)) || cfg.contains("not(Py_3_")
}

#[test]
fn declarations_of_pyo3_ffi_agree() {
    let mut differences = Differences::new("pyo3-ffi");
    let mut paths = Vec::new();
    let root = sources();
    files(&root, &mut paths);
    for path in paths
        .iter()
        .filter(|p| !p.strip_prefix(&root).is_ok_and(|p| p.starts_with("compat") || p.starts_with("impl_")))
    {
        let file = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let declared = from_source(&std::fs::read_to_string(path).unwrap()).unwrap();
        for (name, signatures) in declared.functions.iter().filter(|(name, _)| is_api(name)) {
            for signature in signatures.iter().filter(|s| !is_elsewhere(s)) {
                differences.compared();
                let Some(item) = get(name) else {
                    differences.note(name, &file, "not in the table");
                    continue;
                };
                if let Some(version) = since(&signature.cfg)
                    && item.since > version
                {
                    differences.note(
                        name,
                        &file,
                        &format!("the table says since {}, pyo3-ffi {version}", item.since),
                    );
                }
                // Macros have no types in the table.
                if !item.c_returns.is_empty()
                    && let Some(what) = differ(item, signature)
                {
                    differences.note(name, &file, &what.replace("the headers", "pyo3-ffi"));
                }
            }
        }
    }
    differences.finish(800);
}

fn is_api(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("Py")
}
