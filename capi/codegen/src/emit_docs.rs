//! Prints docs/api/<stem>.md: for each manifest file a page, for each item a section or a line of a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::emit_rust::{MARK, newest_value};
use crate::model::{Item, Kind, MINORS, Replacement};
use crate::output::Files;

/// Adds every page and the index.
pub(crate) fn pages(items: &[Item], third_party: &[Item], files: &mut Files) {
    let mut by_stem: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in items.iter().chain(third_party) {
        by_stem.entry(&item.stem).or_default().push(item);
    }
    let mut index = format!("<!-- {MARK} -->\n# The C-API, item by item\n\n");
    index.push_str("Each page is made from the manifest file of the same name in capi/manifest. `pilotage api NAME` prints the same.\n\n");
    index.push_str("| page | items | headers |\n| --- | --- | --- |\n");
    for (stem, items) in by_stem {
        let mut headers: Vec<&str> =
            items.iter().map(|i| i.header.as_str()).filter(|h| !h.is_empty()).collect();
        headers.sort_unstable();
        headers.dedup();
        let _ = writeln!(index, "| [{stem}]({stem}.md) | {} | {} |", items.len(), headers.join(", "));
        files.add(format!("docs/api/{stem}.md"), page(stem, &items));
    }
    files.add("docs/api/README.md", index);
}

fn page(stem: &str, items: &[&Item]) -> String {
    let mut out = format!("<!-- {MARK} -->\n# {stem}\n");
    table(
        &mut out,
        items,
        "Constants and plain macros",
        |i| matches!(i.kind, Kind::Macro | Kind::EnumConst),
        |i| format!("`{}`", code(newest_value(i))),
    );
    let own = |i: &&&Item| !matches!(i.kind, Kind::Macro | Kind::EnumConst | Kind::Member);
    for item in items.iter().filter(own) {
        section(&mut out, item);
        let prefix = format!("{}.", item.name);
        if matches!(item.kind, Kind::Struct | Kind::Union) {
            table(
                &mut out,
                items,
                "",
                |i| i.kind == Kind::Member && i.name.starts_with(&prefix),
                |i| format!("`{}`, at {}", code(&i.c), offsets(i)),
            );
        }
    }
    out
}

fn table(
    out: &mut String,
    items: &[&Item],
    title: &str,
    of: impl Fn(&Item) -> bool,
    what: impl Fn(&Item) -> String,
) {
    let chosen: Vec<&&Item> = items.iter().filter(|i| of(i)).collect();
    if chosen.is_empty() {
        return;
    }
    if !title.is_empty() {
        let _ = writeln!(out, "\n## {title}");
    }
    out.push_str("\n| name | is | where |\n| --- | --- | --- |\n");
    for item in chosen {
        let mut notes = vec![availability(item)];
        notes.extend(item.replacements.iter().map(instead));
        let _ = writeln!(out, "| `{}` | {} | {} |", item.name, what(item), notes.join("; "));
    }
}

fn code(text: &str) -> String {
    text.replace('|', "\\|").replace('`', "'")
}

/// `24`, or `24 (3.9-3.11), 32 (3.12-3.15)` where it moved.
fn offsets(item: &Item) -> String {
    let Some(offsets) = &item.offsets else { return "an unrecorded place".to_owned() };
    let mut runs: Vec<(u16, u8, u8)> = Vec::new();
    for (offset, minor) in offsets.iter().zip(MINORS) {
        match (offset, runs.last_mut()) {
            (Some(o), Some((byte, _, last))) if *byte == o.byte && *last + 1 == minor => *last = minor,
            (Some(o), _) => runs.push((o.byte, minor, minor)),
            (None, _) => {}
        }
    }
    match runs.as_slice() {
        [(byte, 9, 15)] => byte.to_string(),
        runs => {
            let parts = runs.iter().map(|(byte, from, to)| match from == to {
                true => format!("{byte} (3.{from})"),
                false => format!("{byte} (3.{from}-3.{to})"),
            });
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

fn section(out: &mut String, item: &Item) {
    let _ = writeln!(out, "\n## {}\n", item.name);
    if !item.c.is_empty() && item.c != item.name {
        let _ = writeln!(out, "```c\n{}\n```\n", item.c);
    }
    let _ = writeln!(out, "- {}: {}", kind(item), availability(item));
    if item.is_callable() {
        calls(out, item);
    }
    for replacement in &item.replacements {
        let _ = writeln!(out, "- {}", instead(replacement));
    }
    let elsewhere = [item.pypy, item.graalpy, item.rustpython];
    if elsewhere.iter().any(|support| *support != "Unknown") {
        let [pypy, graalpy, rustpython] = elsewhere.map(word);
        let _ = writeln!(
            out,
            "- elsewhere: PyPy {pypy}{}, GraalPy {graalpy}, RustPython {rustpython}{}",
            item.pypy_since.map_or(String::new(), |minor| format!(" from 3.{minor} on")),
            hpy(item)
        );
    }
    if !item.note.is_empty() {
        let _ = writeln!(out, "- note: {}", item.note);
    }
}

fn kind(item: &Item) -> &'static str {
    match item.kind {
        Kind::Function if item.also_macro => "function and macro",
        Kind::Function => "function",
        Kind::StaticInline if item.also_macro => "inline function and macro",
        Kind::StaticInline => "inline function",
        Kind::FunctionMacro | Kind::Macro => "macro",
        Kind::Data => "data",
        Kind::TypeObject => "type object",
        Kind::Struct => "struct",
        Kind::Union => "union",
        Kind::Typedef => "typedef",
        Kind::Enum => "enum",
        Kind::EnumConst => "constant",
        Kind::Member => "member",
    }
}

fn availability(item: &Item) -> String {
    let mut parts = vec![item.tier.to_lowercase()];
    if let Some(minor) = item.limited {
        parts.push(format!("limited API 3.{minor}"));
    }
    if let Some(minor) = item.limited_until {
        parts.push(format!("hidden from it in 3.{minor}"));
    }
    if item.abi_only {
        parts.push("symbol only".to_owned());
    }
    match item.abi3t {
        "Yes" => parts.push("abi3t".to_owned()),
        "Opaque" => parts.push("opaque in abi3t".to_owned()),
        "Impractical" => parts.push("of no use in abi3t".to_owned()),
        _ => {}
    }
    match (item.since, item.removed) {
        (9, None) => {}
        (since, None) => parts.push(format!("since 3.{since}")),
        (9, Some(removed)) => parts.push(format!("removed in 3.{removed}")),
        (since, Some(removed)) => parts.push(format!("3.{since} to 3.{}", removed.saturating_sub(1))),
    }
    for (text, minor) in [
        ("internal since", item.moved_internal),
        ("deprecated in", item.deprecated),
        ("advised against since", item.soft_deprecated),
        ("removal planned for", item.removal_planned),
    ] {
        if let Some(minor) = minor {
            parts.push(format!("{text} 3.{minor}"));
        }
    }
    if !item.only.is_empty() {
        parts.push(format!("only {}", item.only));
    }
    if item.ft_only {
        parts.push("free-threaded builds only".to_owned());
    }
    if !item.header.is_empty() {
        parts.push(format!("`{}`", item.header));
    }
    parts.join(", ")
}

fn calls(out: &mut String, item: &Item) {
    let returns = match item.returns.split_once('(') {
        None => match item.returns.as_str() {
            "Nothing" => "no object",
            "New" => "a new reference",
            "AlwaysNull" => "always NULL",
            _ => "unknown",
        }
        .to_owned(),
        Some((word, name)) => {
            let name = name.trim_matches(['"', ')']);
            match (word, name) {
                ("Borrowed", "") => "a borrowed reference that belongs to the interpreter".to_owned(),
                ("Borrowed", name) => format!("a borrowed reference that belongs to `{name}`"),
                (_, name) => format!("`{name}` itself, no new reference"),
            }
        }
    };
    let fails = match item.fails {
        "Never" => "cannot fail",
        "Null" => "NULL on failure",
        "NullOrAbsent" => "NULL on failure or where there is nothing: ask `PyErr_Occurred()`",
        "NullWithoutException" => "NULL without an exception",
        "MinusOne" => "-1 on failure",
        "MinusOneAndOccurred" => "-1 on failure or as a value: ask `PyErr_Occurred()`",
        "MinusOneWithoutException" => "-1 without an exception",
        "Zero" => "0 on failure",
        "NonZero" => "not 0 on failure",
        "Always" => "always reports failure, with an exception set",
        "Status" => "a `PyStatus` tells",
        _ => "failure not recorded",
    };
    let _ = writeln!(out, "- gives {returns}; {fails}");
    for param in item.params.iter().filter(|p| p.effect != "Borrows") {
        let _ = writeln!(out, "- `{}`: {}", param.name, effect(&param.effect));
    }
    if item.reenters {
        out.push_str("- may run Python code\n");
    }
    if !item.needs_gil {
        out.push_str("- needs no attached thread state\n");
    }
    if item.hazard != "None" {
        out.push_str("- without a GIL another thread may drop what the result points to\n");
    }
}

fn effect(effect: &str) -> String {
    match effect {
        "Keeps" => "a reference of its own is kept".to_owned(),
        "Steals(Thief::Always)" => "the reference is stolen, on failure too".to_owned(),
        "Steals(Thief::OnSuccess)" => "the reference is stolen on success".to_owned(),
        "StealsItems" => "the references of its items are stolen".to_owned(),
        "Increments" => "gains a reference".to_owned(),
        "Decrements" => "loses a reference".to_owned(),
        "Consumes" => "is dead afterwards".to_owned(),
        "OutNew(None)" => "receives a new reference".to_owned(),
        "OutBorrowed" => "receives a borrowed reference".to_owned(),
        "Replaces" => "the reference in it is replaced".to_owned(),
        "Clears" => "the reference in it is released, NULL is stored".to_owned(),
        other => match other.strip_prefix("OutNew(Some(").and_then(|o| o.strip_suffix("))")) {
            Some(number) => format!("receives a new reference when {number} is returned"),
            None => "not recorded".to_owned(),
        },
    }
}

fn instead(replacement: &Replacement) -> String {
    let why = match replacement.kind {
        "Removed" => "now that it is gone",
        "Private" => "as it is private",
        "Deprecated" => "as it is deprecated",
        "SoftDeprecated" => "as it is advised against",
        "NonLimited" => "for the limited API",
        "Abi3t" => "for abi3t",
        "FreeThreading" => "without a GIL",
        _ => "better",
    };
    let names: Vec<String> = replacement.names.iter().map(|n| format!("`{n}`")).collect();
    let mut out = format!("write {why}: {}", names.join(", "));
    if let Some(minor) = replacement.since {
        let _ = write!(
            out,
            " (from 3.{minor}{})",
            if replacement.compat { ", before with pythoncapi_compat.h" } else { "" }
        );
    }
    if replacement.mechanical {
        out.push_str(", a plain rename");
    }
    if !replacement.note.is_empty() {
        let _ = write!(out, "; {}", replacement.note);
    }
    out
}

fn word(support: &str) -> &'static str {
    match support {
        "Yes" => "yes",
        "No" => "no",
        "NotImplemented" => "not implemented",
        "HeaderOnly" => "in its headers",
        _ => "not recorded",
    }
}

fn hpy(item: &Item) -> String {
    if item.hpy.is_empty() { String::new() } else { format!(", HPy `{}`", item.hpy) }
}
