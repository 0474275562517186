//! Prints capi/src/generated.rs: one line per item, everything that equals the blank item left out.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Item, Kind, Replacement};
use crate::targets::Targets;

/// The mark that every made file carries in its first lines.
pub(crate) const MARK: &str = "made by capi/codegen: do not edit";

/// The whole of generated.rs.
pub(crate) fn table(items: &[Item], third_party: &[Item], targets: &Targets) -> String {
    let mut out = String::with_capacity(items.len() * 300);
    out.push_str("//! The table of items and the facts of targets, {MARK}; `cargo codegen` remakes it.\n");
    out = out.replace("{MARK}", MARK);
    out.push_str("//! Sorted by name, by byte.\n\n");
    out.push_str("#![cfg_attr(rustfmt, rustfmt::skip)]\n");
    out.push_str("#![allow(unused_imports, clippy::all, clippy::pedantic)]\n\n");
    out.push_str("use crate::item::{Abi3t as A, Effect::*, Fails as E, Hazard, Item, Kind as K, Param, ReplacementKind as W, Returns as R, Support as S, Thief, Tier as T};\n");
    out.push_str("use crate::item::{BLANK as B, FUNCTION as F, MEMBER as M, effect as q, member as at, param as p, sizes as sz, swap as w, v};\n");
    out.push_str("use crate::target::Fact;\n\n");
    for (name, items) in [("ITEMS", items), ("THIRD_PARTY", third_party)] {
        let _ = writeln!(out, "pub(crate) static {name}: [Item; {}] = [", items.len());
        for item in items {
            line(&mut out, item);
        }
        out.push_str("];\n\n");
    }
    tags(&mut out, items);
    targets.emit(&mut out);
    out
}

/// Struct tags that differ from the name of their type, sorted. A tag that owns members is a name of its own:
/// `PyStructSequence` is an alias of `PyTupleObject`, not the other way round.
fn tags(out: &mut String, items: &[Item]) {
    let owners: BTreeSet<&str> = items.iter().filter_map(|i| Some(i.name.split_once('.')?.0)).collect();
    let mut tags: Vec<(&str, &str)> = items
        .iter()
        .filter(|i| matches!(i.kind, Kind::Struct | Kind::Union) && !i.tag.is_empty() && i.tag != i.name)
        .filter(|i| !owners.contains(i.tag.as_str()))
        .map(|i| (i.tag.as_str(), i.name.as_str()))
        .collect();
    tags.sort_unstable();
    let _ = writeln!(out, "pub(crate) static TAGS: [(&str, &str); {}] = [", tags.len());
    for (tag, name) in tags {
        let _ = writeln!(out, "({tag:?}, {name:?}),");
    }
    out.push_str("];\n\n");
}

fn line(out: &mut String, item: &Item) {
    let base = match item.kind {
        Kind::Function => "F",
        Kind::Member => "M",
        _ => "B",
    };
    let _ = write!(out, "Item {{ name: {:?}, header: {:?}", item.name, item.header);
    let mut put = |key: &str, value: String, default: &str| {
        if value != default {
            let _ = write!(out, ", {key}: {value}");
        }
    };
    if base == "B" {
        put("kind", format!("K::{}", kind(item.kind)), "K::Struct");
    }
    put("tier", format!("T::{}", item.tier), "T::Public");
    put("also_macro", item.also_macro.to_string(), "false");
    put("c", quoted(&item.c), "\"\"");
    put("tag", quoted(&item.tag), "\"\"");
    put("value", quoted(newest_value(item)), "\"\"");
    put("values_by", values_by(item), "&[]");
    put("c_returns", quoted(&item.c_returns), "\"\"");
    put("params", params(item), "&[]");
    put("variadic", item.variadic.to_string(), "false");
    put("returns", format!("R::{}", item.returns), "R::Nothing");
    put("fails", format!("E::{}", item.fails), "E::Unknown");
    put("reenters", item.reenters.to_string(), "false");
    put("needs_gil", item.needs_gil.to_string(), "true");
    if item.since != 9 {
        put("since", format!("v({})", item.since), "");
    }
    for (key, version) in [
        ("removed", item.removed),
        ("deprecated", item.deprecated),
        ("soft_deprecated", item.soft_deprecated),
        ("removal_planned", item.removal_planned),
        ("limited", item.limited),
        ("limited_until", item.limited_until),
        ("moved_internal", item.moved_internal),
        ("pypy_since", item.pypy_since),
    ] {
        if let Some(minor) = version {
            put(key, format!("Some(v({minor}))"), "");
        }
    }
    put("abi_only", item.abi_only.to_string(), "false");
    put("abi3t", format!("A::{}", item.abi3t), "A::NotLimited");
    put("exported", exported(item), if base == "F" { "0x7f" } else { "0" });
    put("free_threaded_only", item.ft_only.to_string(), "false");
    put("only", quoted(&item.only), "\"\"");
    put("pypy", format!("S::{}", item.pypy), "S::Unknown");
    put("graalpy", format!("S::{}", item.graalpy), "S::Unknown");
    put("rustpython", format!("S::{}", item.rustpython), "S::Unknown");
    put("hpy", quoted(&item.hpy), "\"\"");
    put("free_threading_hazard", item.hazard.to_owned(), "None");
    put("replacements", replacements(&item.replacements), "&[]");
    put("member", member(item), "None");
    put("sizes", sizes(item), "None");
    put("note", quoted(&item.note), "\"\"");
    let _ = writeln!(out, ", ..{base} }},");
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Union => "Struct".to_owned(),
        other => format!("{other:?}"),
    }
}

fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// The value in the newest version that has one.
pub(crate) fn newest_value(item: &Item) -> &str {
    match (&item.value, item.value_by.last_key_value()) {
        (Some(value), _) => value,
        (None, Some((_, value))) => value,
        (None, None) => "",
    }
}

fn values_by(item: &Item) -> String {
    let parts: Vec<String> =
        item.value_by.iter().map(|(minor, value)| format!("(v({minor}), {value:?})")).collect();
    format!("&[{}]", parts.join(", "))
}

fn params(item: &Item) -> String {
    let parts = item.params.iter().map(|param| match param.effect.as_str() {
        "Borrows" => format!("p({:?}, {:?})", param.name, param.c_type),
        effect => format!("q({:?}, {:?}, {effect})", param.name, param.c_type),
    });
    format!("&[{}]", parts.collect::<Vec<_>>().join(", "))
}

fn exported(item: &Item) -> String {
    let bits = item.exported.iter().enumerate().fold(0_u8, |bits, (i, yes)| bits | u8::from(*yes) << i);
    if bits == 0 { "0".to_owned() } else { format!("{bits:#x}") }
}

fn replacements(list: &[Replacement]) -> String {
    let parts = list.iter().map(|r| {
        let since = r.since.map_or("None".to_owned(), |m| format!("Some(v({m}))"));
        format!("w(W::{}, &{:?}, {}, {since}, {}, {:?})", r.kind, r.names, r.mechanical, r.compat, r.note)
    });
    format!("&[{}]", parts.collect::<Vec<_>>().join(", "))
}

/// Absent columns are written as -1.
fn column(value: Option<u16>) -> String {
    value.map_or("-1".to_owned(), |v| v.to_string())
}

fn member(item: &Item) -> String {
    let (Some(offsets), Some(declared)) = (&item.offsets, &item.declared) else { return "None".to_owned() };
    let columns: Vec<String> = offsets.iter().map(|o| column(o.map(|o| o.byte))).collect();
    format!("at({:?}, [{}])", declared.ty.text(), columns.join(", "))
}

fn sizes(item: &Item) -> String {
    let Some(sizes) = &item.sizes else { return "None".to_owned() };
    let columns: Vec<String> = sizes.iter().map(|s| column(*s)).collect();
    format!("sz([{}])", columns.join(", "))
}

/// The whole of capi/checks/src/allowed.rs: differences to reality that the manifest explains.
pub(crate) fn allowed(items: &[Item]) -> String {
    let all: Vec<(&str, &str, &str)> = items
        .iter()
        .flat_map(|i| i.allow.iter().map(|(key, reason)| (i.name.as_str(), key.as_str(), reason.as_str())))
        .collect();
    let mut out = format!(
        "//! Differences that the manifest explains (`allow:`), {MARK}.\n//! Item, check, reason.\n\n"
    );
    out.push_str("#![cfg_attr(rustfmt, rustfmt::skip)]\n\n");
    let _ = writeln!(out, "pub(crate) static ALLOWED: [(&str, &str, &str); {}] = [", all.len());
    for (name, key, reason) in all {
        let _ = writeln!(out, "    ({name:?}, {key:?}, {reason:?}),");
    }
    out.push_str("];\n");
    out
}
