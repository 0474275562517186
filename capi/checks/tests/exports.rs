//! Which symbols libpython exports, against the table: `nm -D` of the libraries that belong to the headers found.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use pilotage_capi::{Item, Kind, Tier, all, get};
use pilotage_capi_checks::{Differences, Python, pythons};

/// The library next to the headers: `PREFIX/lib/libpython3.12.so`, or below the name of the machine.
fn library(python: &Python) -> Option<PathBuf> {
    let prefix = python.include.parent()?.parent()?;
    let name = format!("libpython{}.so.1.0", python.version);
    let folders = ["lib", "lib/x86_64-linux-gnu", "lib64"];
    folders.iter().map(|folder| prefix.join(folder).join(&name)).find(|path| path.exists())
}

fn exports(library: &PathBuf) -> BTreeSet<String> {
    let output = Command::new("nm").args(["-D", "--defined-only"]).arg(library).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let names = text.lines().filter_map(|line| line.split_whitespace().nth(2));
    names.map(|name| name.split('@').next().unwrap_or(name).to_owned()).collect()
}

#[test]
fn symbols_are_those_of_libpython() {
    let mut differences = Differences::new("exports");
    for python in pythons() {
        let Some(library) = library(&python) else { continue };
        let exported = exports(&library);
        let version = python.version;
        for item in all().iter().filter(|i| i.exported_by(version)) {
            differences.compared();
            if !exported.contains(item.name) {
                differences.note(
                    item.name,
                    &version.to_string(),
                    &format!("not exported by {}", python.full),
                );
            }
        }
        for name in exported.iter().filter(|name| name.trim_start_matches('_').starts_with("Py")) {
            differences.compared();
            match get(name) {
                Some(item) if item.exported_by(version) => {}
                Some(_) => {
                    differences.note(name, &version.to_string(), &format!("exported by {}", python.full))
                }
                // The modules inside libpython.
                None if name.starts_with("PyInit_") => {}
                None => differences.note(
                    name,
                    &version.to_string(),
                    &format!("not in the table, exported by {}", python.full),
                ),
            }
        }
    }
    differences.finish(1500);
}

#[test]
fn the_stable_abi_is_exported() {
    let mut differences = Differences::new("exports");
    for python in pythons() {
        let Some(library) = library(&python) else { continue };
        let exported = exports(&library);
        let stable = all().iter().filter(|i| i.tier == Tier::Limited || i.abi_only);
        let is_symbol = |i: &Item| matches!(i.kind, Kind::Function | Kind::Data | Kind::TypeObject);
        let stable = stable.filter(|i| is_symbol(i) && i.only.is_empty() && i.exported != 0);
        for item in stable.filter(|i| i.stable_symbol_since().is_some_and(|since| since <= python.version)) {
            differences.compared();
            if !exported.contains(item.name) {
                let text = format!("in the stable ABI, not exported by {}", python.full);
                differences.note(item.name, &python.version.to_string(), &text);
            }
        }
    }
    differences.finish(700);
}
