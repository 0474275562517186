//! Prints shims/core/c/missing.c: a weak definition of every name that an extension may import, which raises an error
//! with its own name. Functions that core defines take its place when the program is linked.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::emit_rust::MARK;
use crate::model::{Item, Kind, MINORS};
use crate::output::Files;

/// The version whose ABI the shim offers.
const MINOR: u8 = 14;

/// Adds the file.
pub(crate) fn missing(root: &Path, items: &[Item], files: &mut Files) -> Result<()> {
    let census = root.join("capi/census/symbols.csv");
    let census = std::fs::read_to_string(&census).with_context(|| census.display().to_string())?;
    let imported: BTreeMap<&str, &str> = census
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next().zip(line.split(',').nth(1)))
        .collect();
    let by_name: BTreeMap<&str, &Item> = items.iter().map(|item| (item.name.as_str(), item)).collect();
    let names: BTreeSet<&str> = items
        .iter()
        .filter(|item| is_offered(item))
        .map(|item| item.name.as_str())
        .chain(imported.keys().copied())
        .collect();
    let mut out = format!(
        "// {MARK}\n\
         #include <stddef.h>\n\n\
         // Raises SystemError and names the function.\n\
         void pilotage_missing(const char *name);\n\n\
         #define FUNCTION(name, failure) __attribute__((weak)) long name(void) {{ pilotage_missing(#name); return failure; }}\n\
         #define NUMBER(name) __attribute__((weak)) double name(void) {{ pilotage_missing(#name); return -1.0; }}\n\
         #define DATA(name, size) __attribute__((weak)) _Alignas(16) char name[size];\n\n"
    );
    for name in names {
        let item = by_name.get(name).copied();
        if item.is_some_and(is_data) || (item.is_none() && imported.get(name) == Some(&"data")) {
            let _ = writeln!(out, "DATA({name}, {})", if name.ends_with("_Type") { 416 } else { 256 });
        } else if item.is_some_and(|item| item.c_returns == "double") {
            let _ = writeln!(out, "NUMBER({name})");
        } else {
            let _ = writeln!(out, "FUNCTION({name}, {})", failure(item));
        }
    }
    files.add("shims/core/c/missing.c", out);
    Ok(())
}

/// CPython of that version exports it, and some header for users declares it.
fn is_offered(item: &Item) -> bool {
    let column = MINORS.iter().position(|&minor| minor == MINOR);
    let is_exported = column.is_some_and(|column| item.exported.get(column) == Some(&true));
    is_exported && (item.kind == Kind::Function || is_data(item)) && item.tier != "Internal"
}

fn is_data(item: &Item) -> bool {
    matches!(item.kind, Kind::Data | Kind::TypeObject)
}

/// What tells a caller that the call failed.
fn failure(item: Option<&Item>) -> &'static str {
    match item.map(|item| item.fails) {
        Some(fails) if fails.contains("Minus") => "-1",
        _ => "0",
    }
}
