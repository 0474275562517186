//! unknown-api-name: calls of names that look like the C-API's and are in no version of it.

use crate::source::context::{Context, Sink};

/// Families of Python 2.
const OLD: [&str; 7] =
    ["PyString_", "PyInt_", "PyFile_", "PyCObject_", "PyClass_", "PyInstance_", "Py_InitModule"];
/// Families of other projects.
const FOREIGN: [&str; 8] = [
    "PyArray_",
    "PyUFunc_",
    "PyGreenlet_",
    "PyGObject_",
    "PyInit_",
    "PyInitU_",
    "PyModExport_",
    "PyDataType_",
];
/// A name this near to a known one is a slip of the pen.
const NEAR: usize = 2;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    if cx.uses.is_part {
        return;
    }
    let misses_header = cx.tree.includes.iter().any(|include| {
        include.found.is_none() || include.found == Some(crate::source::tree::Origin::Guessed)
    });
    for unknown in cx.uses.unknown.iter().filter(|unknown| !unknown.is_internal) {
        let name = unknown.name.as_str();
        let is_old = OLD.iter().any(|prefix| name.starts_with(prefix));
        if FOREIGN.iter().any(|prefix| name.starts_with(prefix)) || !(is_old || has_family(name)) {
            continue;
        }
        let nearest = pilotage_capi::suggest(name).first().map(|item| item.name);
        let is_near = nearest.is_some_and(|near| strsim::levenshtein(near, name) <= NEAR);
        if misses_header && !is_old && !is_near {
            continue;
        }
        let targets = cx.targets_at(unknown.loc);
        if targets.is_empty() {
            continue;
        }
        let message = if is_old {
            format!("`{name}` is of Python 2 and in no version from 3.9 on")
        } else {
            format!("no version of the C-API knows `{name}`")
        };
        let help = match successor(name) {
            Some(help) => help,
            None => nearest
                .map(|near| format!("write `{near}` if that is what was meant"))
                .unwrap_or_else(|| "include the header that declares it, or define it".to_owned()),
        };
        sink.add(cx.finding(unknown.loc, message).help(help).targets(targets).item(name));
    }
}

/// What Python 3 has for a name of Python 2.
fn successor(name: &str) -> Option<String> {
    let renamed = |old: &str, new: &str| {
        let name = format!("{new}{}", name.strip_prefix(old)?);
        pilotage_capi::get(&name).is_some().then(|| format!("`{name}`"))
    };
    let names: Vec<String> = [("PyString_", "PyBytes_"), ("PyString_", "PyUnicode_"), ("PyInt_", "PyLong_")]
        .iter()
        .filter_map(|(old, new)| renamed(old, new))
        .collect();
    if !names.is_empty() {
        return Some(format!("use {}", names.join(" or ")));
    }
    let families = [
        ("PyString_", "use the functions of `PyBytes_` or `PyUnicode_`"),
        ("PyInt_", "use the functions of `PyLong_`"),
        ("Py_InitModule", "define a `PyModuleDef` and return `PyModuleDef_Init` of it from `PyInit_`"),
        ("PyCObject_", "use a capsule: `PyCapsule_New`"),
        ("PyFile_", "call the methods of the file object"),
        ("PyClass_", "use types: old-style classes are gone"),
        ("PyInstance_", "use types: old-style classes are gone"),
    ];
    families.iter().find(|(prefix, _)| name.starts_with(prefix)).map(|(_, help)| (*help).to_owned())
}

/// Some known name has the same part before the underscore.
fn has_family(name: &str) -> bool {
    if name.starts_with("Py_") || name.starts_with("_Py_") {
        return true;
    }
    let Some(end) = name.trim_start_matches('_').find('_') else { return false };
    let family = &name[..name.len() - name.trim_start_matches('_').len() + end + 1];
    let items = pilotage_capi::all();
    let at = items.partition_point(|item| item.name < family);
    items.get(at).is_some_and(|item| item.name.starts_with(family))
}
