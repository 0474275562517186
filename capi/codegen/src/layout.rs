//! Struct bodies from members and their offsets, for each version the layout it has.
//! Members that a version no longer has stand last, so that their use is still seen; `PIL_EXACT_LAYOUT` leaves
//! them out, which is how the tests prove sizes and offsets.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cdecl::Type;
use crate::model::{Item, Kind, MINORS, Offset};

/// A struct or union that has members.
pub(crate) struct Record<'a> {
    pub(crate) item: &'a Item,
    /// Direct members; nested ones hang below.
    members: Vec<Member<'a>>,
}

struct Member<'a> {
    item: &'a Item,
    name: &'a str,
    children: Vec<Member<'a>>,
}

/// The records that own members, by name.
pub(crate) fn records(items: &[Item]) -> BTreeMap<&str, Record<'_>> {
    let mut out: BTreeMap<&str, Record<'_>> = BTreeMap::new();
    for item in items.iter().filter(|i| matches!(i.kind, Kind::Struct | Kind::Union)) {
        let members = members_below(items, &item.name);
        if !members.is_empty() {
            out.insert(&item.name, Record { item, members });
        }
    }
    out
}

fn members_below<'a>(items: &'a [Item], owner: &str) -> Vec<Member<'a>> {
    let is_direct = |item: &'a Item| {
        let name = item.name.strip_prefix(owner)?.strip_prefix('.')?;
        (item.kind == Kind::Member && !name.contains('.')).then_some((item, name))
    };
    let direct = items.iter().filter_map(is_direct);
    direct.map(|(item, name)| Member { item, name, children: members_below(items, &item.name) }).collect()
}

impl Record<'_> {
    /// `struct _typeobject`.
    pub(crate) fn tagged(&self) -> String {
        format!("{} {}", keyword(self.item), tag(self.item))
    }

    /// Types that the body holds by value: they must be complete before it.
    pub(crate) fn needs(&self) -> Vec<String> {
        let mut out = Vec::new();
        needs(&self.members, &mut out);
        out
    }

    /// The whole definition, `#if` by version.
    pub(crate) fn body(&self) -> String {
        let mut variants: Vec<(u8, String)> = Vec::new();
        for (column, minor) in MINORS.into_iter().enumerate() {
            let text = self.variant(column, minor);
            if variants.last().is_none_or(|(_, last)| *last != text) {
                variants.push((minor, text));
            }
        }
        let mut out = String::new();
        if let [(_, only)] = variants.as_slice() {
            let _ = writeln!(out, "{} {{\n{only}}};", self.tagged());
            return out;
        }
        let _ = writeln!(out, "{} {{", self.tagged());
        for (place, (minor, text)) in variants.iter().enumerate().rev() {
            match (place + 1 == variants.len(), place) {
                (true, _) => { let _ = writeln!(out, "#if {}", since(*minor)); }
                (_, 0) => out.push_str("#else\n"),
                _ => { let _ = writeln!(out, "#elif {}", since(*minor)); }
            }
            out.push_str(text);
        }
        out.push_str("#endif\n};\n");
        out
    }

    fn variant(&self, column: usize, minor: u8) -> String {
        let mut out = String::new();
        let is_union = self.item.kind == Kind::Union;
        write_members(&mut out, &self.members, column, 1, is_union);
        let gone: Vec<&Member<'_>> = self.members.iter().filter(|m| is_gone(m, column, minor)).collect();
        if !gone.is_empty() {
            out.push_str("#ifndef PIL_EXACT_LAYOUT\n");
            for member in gone {
                let _ = writeln!(out, "    {};", declaration(member, column));
            }
            out.push_str("#endif\n");
        }
        out
    }
}

/// Known from an older version, or from another platform, and not part of this layout.
fn is_gone(member: &Member<'_>, column: usize, minor: u8) -> bool {
    match &member.item.offsets {
        None => member.item.since <= minor,
        Some(offsets) => {
            let older = offsets.iter().take(column).any(Option::is_some);
            older && offsets.get(column).copied().flatten().is_none()
        }
    }
}

fn offset_in(member: &Member<'_>, column: usize) -> Option<Offset> {
    let own = member.item.offsets.as_ref().and_then(|o| o.get(column).copied().flatten());
    own.or_else(|| member.children.iter().filter_map(|c| offset_in(c, column)).min())
}

fn write_members(out: &mut String, members: &[Member<'_>], column: usize, depth: usize, is_union: bool) {
    let indent = "    ".repeat(depth);
    let mut present: Vec<(Offset, &Member<'_>)> =
        members.iter().filter_map(|m| Some((offset_in(m, column)?, m))).collect();
    present.sort_by_key(|(offset, member)| (*offset, member.name));
    let mut at = 0;
    while let Some((first, _)) = present.get(at) {
        // Members at one place, bit-fields apart, can only be an anonymous union.
        let same = present.iter().skip(at).take_while(|(o, _)| o == first && o.bits.is_none()).count().max(1);
        let group = present.get(at..at + same).unwrap_or_default();
        let shared = same > 1 && !is_union;
        if shared {
            let _ = writeln!(out, "{indent}union {{");
        }
        for (offset, member) in group {
            let pad = if shared { "    " } else { "" };
            write_member(out, member, column, *offset, &format!("{indent}{pad}"), depth);
        }
        if shared {
            let _ = writeln!(out, "{indent}}};");
        }
        at += same;
    }
}

fn write_member(out: &mut String, member: &Member<'_>, column: usize, offset: Offset, indent: &str, depth: usize) {
    if let Some(inner) = inline_record(member) {
        let _ = writeln!(out, "{indent}{inner} {{");
        write_members(out, &member.children, column, depth + 1, inner == "union");
        let _ = writeln!(out, "{indent}}} {};", member.name);
        return;
    }
    let bits = offset.bits.map_or(String::new(), |(_, width)| format!(" : {width}"));
    let _ = writeln!(out, "{indent}{}{bits};", declaration(member, column));
}

/// `struct _status` that no item describes: its members are written in place.
fn inline_record(member: &Member<'_>) -> Option<&'static str> {
    if member.children.is_empty() {
        return None;
    }
    match &member.item.declared.as_ref()?.ty {
        Type::Base(base) if base.starts_with("struct") => Some("struct"),
        Type::Base(base) if base.starts_with("union") => Some("union"),
        _ => None,
    }
}

fn declaration(member: &Member<'_>, column: usize) -> String {
    match &member.item.declared {
        Some(declared) if inline_record(member).is_none() => declared.ty.declare(member.name),
        _ => {
            let mut out = "struct {\n".to_owned();
            write_members(&mut out, &member.children, column.saturating_sub(1), 2, false);
            format!("{out}    }} {}", member.name)
        }
    }
}

fn needs(members: &[Member<'_>], out: &mut Vec<String>) {
    for member in members {
        if inline_record(member).is_none()
            && let Some(declared) = &member.item.declared
        {
            by_value(&declared.ty, out);
        }
        needs(&member.children, out);
    }
}

fn by_value(ty: &Type, out: &mut Vec<String>) {
    match ty {
        Type::Base(base) => {
            let base = base.trim_start_matches("const ");
            let base = base.trim_start_matches("struct ").trim_start_matches("union ");
            out.push(base.to_owned());
        }
        Type::Array(of, _) => by_value(of, out),
        Type::Pointer(..) | Type::Function(..) => {}
    }
}

/// `struct` or `union`.
pub(crate) fn keyword(item: &Item) -> &'static str {
    if item.kind == Kind::Union { "union" } else { "struct" }
}

/// The tag; the name where there is no other.
pub(crate) fn tag(item: &Item) -> &str {
    if item.tag.is_empty() { &item.name } else { &item.tag }
}

/// `PIL_PYTHON >= 0x030E0000`.
pub(crate) fn since(minor: u8) -> String {
    format!("PIL_PYTHON >= 0x03{minor:02X}0000")
}
