//! Help lines that several binary rules share: what to write instead of an item, as the manifest says.
//! No rule of its own.

use pilotage_capi::{Item, Replacement, ReplacementKind};

/// `use A or B instead (from 3.13 on)`; empty when the manifest offers nothing for `kind` or any other reason.
pub(crate) fn replacement(item: &Item, kind: ReplacementKind) -> String {
    let usable = |r: &&Replacement| r.names.iter().any(|n| !n.starts_with('('));
    let found = item.replacement(kind).filter(usable).or_else(|| item.replacements.iter().find(usable));
    let Some(found) = found else { return String::new() };
    let names: Vec<_> =
        found.names.iter().filter(|n| !n.starts_with('(')).map(|n| format!("`{n}`")).collect();
    let since = found.since.map(|v| format!(" (from {v} on)")).unwrap_or_default();
    format!("use {} instead{since}", names.join(" or "))
}
