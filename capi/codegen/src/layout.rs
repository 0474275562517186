//! Struct bodies from members and their offsets, for each version the layout it has.
//! Members that a version no longer has stand last, so that their use is still seen; `PIL_EXACT_LAYOUT` leaves
//! them out, which is how the tests prove sizes and offsets.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use crate::cdecl::Type;
use crate::model::{Item, Kind, MINORS, Offset};

/// Sizes of named types by column, for types that changed between versions.
pub(crate) type Sizes<'a> = BTreeMap<&'a str, [Option<u16>; 7]>;

/// A struct or union that has members.
pub(crate) struct Record<'a> {
    pub(crate) item: &'a Item,
    sizes: Rc<Sizes<'a>>,
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
    let sizes = Rc::new(sizes(items));
    for item in items.iter().filter(|i| matches!(i.kind, Kind::Struct | Kind::Union)) {
        let members = members_below(items, &item.name);
        if !members.is_empty() {
            out.insert(&item.name, Record { item, sizes: Rc::clone(&sizes), members });
        }
    }
    out
}

fn sizes(items: &[Item]) -> Sizes<'_> {
    let mut out = Sizes::new();
    for item in items {
        if let Some(columns) = item.sizes {
            out.insert(&item.name, columns);
            if !item.tag.is_empty() {
                out.insert(&item.tag, columns);
            }
        } else if item.kind == Kind::Typedef {
            // Callbacks are pointers; of the other typedefs only enums stand in structs.
            let pointer = item.declared.as_ref().is_some_and(|d| matches!(d.ty, Type::Pointer(..)));
            out.insert(&item.name, [Some(if pointer { 8 } else { 4 }); 7]);
        }
    }
    for (names, bytes) in SCALARS {
        out.extend(names.iter().map(|name| (*name, [Some(*bytes); 7])));
    }
    out
}

/// Sizes of C's own types on x86-64 Linux.
const SCALARS: &[(&[&str], u16)] = &[
    (&["char", "signed char", "unsigned char", "int8_t", "uint8_t", "PyFrameState", "_Bool"], 1),
    (&["short", "unsigned short", "int16_t", "uint16_t"], 2),
    (&["int", "unsigned int", "unsigned", "float", "int32_t", "uint32_t", "wchar_t", "digit", "Py_UCS4"], 4),
    (
        &[
            "long",
            "unsigned long",
            "long long",
            "unsigned long long",
            "double",
            "int64_t",
            "uint64_t",
            "size_t",
        ],
        8,
    ),
    (&["Py_ssize_t", "Py_hash_t", "Py_uhash_t", "uintptr_t", "intptr_t", "PyTime_t", "_PyTime_t"], 8),
    (&["PyThread_type_lock", "Py_intptr_t", "Py_uintptr_t"], 8),
];

fn size_of(ty: &Type, sizes: &Sizes<'_>, column: usize) -> Option<u16> {
    match ty {
        Type::Base(base) => {
            let name =
                base.trim_start_matches("const ").trim_start_matches("struct ").trim_start_matches("union ");
            sizes.get(name).and_then(|s| s.get(column).copied().flatten())
        }
        Type::Pointer(..) | Type::Function(..) => Some(8),
        Type::Array(of, count) => Some(size_of(of, sizes, column)?.saturating_mul(count.parse().ok()?)),
    }
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
                (true, _) => {
                    let _ = writeln!(out, "#if {}", since(*minor));
                }
                (_, 0) => out.push_str("#else\n"),
                _ => {
                    let _ = writeln!(out, "#elif {}", since(*minor));
                }
            }
            out.push_str(text);
        }
        out.push_str("#endif\n};\n");
        out
    }

    fn variant(&self, column: usize, minor: u8) -> String {
        let mut out = String::new();
        let is_union = self.item.kind == Kind::Union;
        let end = self.item.sizes.and_then(|s| s.get(column).copied().flatten());
        let writer = Writer { sizes: &self.sizes, column };
        writer.members(&mut out, &self.members, end, 1, is_union);
        let gone: Vec<&Member<'_>> = self.members.iter().filter(|m| is_gone(m, column, minor)).collect();
        if !gone.is_empty() {
            out.push_str("#ifndef PIL_EXACT_LAYOUT\n");
            for member in gone {
                let _ = writeln!(out, "    {};", writer.gone(member));
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

struct Writer<'a> {
    sizes: &'a Sizes<'a>,
    column: usize,
}

impl Writer<'_> {
    fn members(
        &self,
        out: &mut String,
        members: &[Member<'_>],
        end: Option<u16>,
        depth: usize,
        is_union: bool,
    ) {
        let indent = "    ".repeat(depth);
        let mut present: Vec<(Offset, &Member<'_>)> =
            members.iter().filter_map(|m| Some((offset_in(m, self.column)?, m))).collect();
        present.sort_by_key(|(offset, member)| (*offset, member.name));
        let mut at = 0;
        while let Some((first, _)) = present.get(at) {
            // Members at one place, bit-fields apart, can only be an anonymous union.
            let same =
                present.iter().skip(at).take_while(|(o, _)| o == first && o.bits.is_none()).count().max(1);
            let group = present.get(at..at + same).unwrap_or_default();
            let next = present.get(at + same).map(|(o, _)| o.byte).or(end);
            let shared = same > 1 && !is_union;
            let pad = if shared { "    " } else { "" };
            if shared {
                let _ = writeln!(out, "{indent}union {{");
            }
            for (offset, member) in group {
                let room = next.filter(|_| !is_union).map(|n| n.saturating_sub(offset.byte));
                if let (Type::Array(of, _), Some(room), [_]) = (type_of(member), room, present.as_slice()) {
                    // A struct that is nothing but an array: its size tells the count that this version had.
                    let each = size_of(&of, self.sizes, self.column).unwrap_or(room).max(1);
                    let ty = Type::Array(of, (room / each).to_string());
                    let _ = writeln!(out, "{indent}{};", ty.declare(member.name));
                    continue;
                }
                self.member(out, member, *offset, room, &format!("{indent}{pad}"), depth);
            }
            if shared {
                let _ = writeln!(out, "{indent}}};");
            }
            at += same;
        }
    }

    fn member(
        &self,
        out: &mut String,
        member: &Member<'_>,
        offset: Offset,
        room: Option<u16>,
        indent: &str,
        depth: usize,
    ) {
        if let Some(inner) = inline_record(member) {
            let _ = writeln!(out, "{indent}{inner} {{");
            self.members(out, &member.children, None, depth + 1, inner == "union");
            let _ = writeln!(out, "{indent}}} {};", member.name);
            return;
        }
        let bits = offset.bits.map_or(String::new(), |(_, width)| format!(" : {width}"));
        let ty = type_of(member);
        let size = size_of(&ty, self.sizes, self.column);
        match (size, room) {
            (Some(size), Some(room)) if offset.bits.is_none() && room > 0 && size > room => {
                let ty = match &ty {
                    Type::Array(of, _) => {
                        let each = size_of(of, self.sizes, self.column).unwrap_or(1).max(1);
                        Type::Array(of.clone(), (room / each).to_string())
                    }
                    _ => narrowed(&ty, room),
                };
                let _ = writeln!(out, "{indent}{};", ty.declare(member.name));
            }
            (Some(size), Some(room)) if offset.bits.is_none() && room >= size + 8 => {
                // Something that no item describes lies in between.
                let _ = writeln!(out, "{indent}{};", ty.declare(member.name));
                let _ = writeln!(out, "{indent}char pil_pad_{}[{}];", offset.byte, room - size);
            }
            _ => {
                let _ = writeln!(out, "{indent}{}{bits};", ty.declare(member.name));
            }
        }
    }

    /// The declaration of a member that this version lacks.
    fn gone(&self, member: &Member<'_>) -> String {
        if inline_record(member).is_none() {
            return type_of(member).declare(member.name);
        }
        let mut out = "struct {\n".to_owned();
        let last = Writer { sizes: self.sizes, column: self.column.saturating_sub(1) };
        last.members(&mut out, &member.children, None, 2, false);
        format!("{out}    }} {}", member.name)
    }
}

fn type_of(member: &Member<'_>) -> Type {
    match &member.item.declared {
        // An enum without a name has the size of an int; its constants are items of their own.
        Some(declared) if declared.ty != Type::Base("enum {...}".to_owned()) => declared.ty.clone(),
        _ => Type::Base("int".to_owned()),
    }
}

/// The type that the member had when it was smaller: its newest type is all that the manifest says.
fn narrowed(ty: &Type, room: u16) -> Type {
    let name = match (ty, room) {
        (Type::Base(name), 16..) if name == "PyVarObject" => "PyObject",
        (_, 8..) => "Py_ssize_t",
        (_, 4..) => "int",
        (_, 2..) => "short",
        _ => "char",
    };
    Type::Base(name.to_owned())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::read_one;
    use crate::model::resolve_all;

    fn body(text: &str) -> String {
        let entries = read_one("x.yaml", text).unwrap().into_iter().collect();
        let items = resolve_all(&entries).unwrap();
        let records = records(&items);
        records.get("S").unwrap().body()
    }

    fn member(name: &str, c: &str, offsets: &str) -> String {
        format!("S.{name}:\n  c: {c}\n  kind: member\n  header: x.h\n  offsets: \"{offsets}\"\n")
    }

    const STRUCT: &str = "S:\n  c: struct S\n  kind: struct\n  header: x.h\n";

    #[test]
    fn members_stand_by_offset_and_the_gone_ones_last() {
        let a = member("a", "int a", "0 0 0 - - - -");
        let b = member("b", "PyObject *b", "8 8 8 0 0 0 0");
        let body = body(&format!("{STRUCT}{a}{b}"));
        let expected = "struct S {\n#if PIL_PYTHON >= 0x030C0000\n    PyObject *b;\n#ifndef PIL_EXACT_LAYOUT\n    int a;\n#endif\n\
                        #else\n    int a;\n    PyObject *b;\n#endif\n};\n";
        assert_eq!(body, expected);
    }

    #[test]
    fn members_at_one_place_are_a_union_and_bit_fields_are_not() {
        let every = |offset: &str| [offset; 7].join(" ");
        let a = member("a", "int a", &every("0"));
        let b = member("b", "float b", &every("0"));
        let c = member("c", "unsigned int c", &every("4:0+2"));
        let d = member("d", "unsigned int d", &every("4:2+3"));
        let body = body(&format!("{STRUCT}{a}{b}{c}{d}"));
        let expected = "struct S {\n    union {\n        int a;\n        float b;\n    };\n    unsigned int c : 2;\n    unsigned int d : 3;\n};\n";
        assert_eq!(body, expected);
    }

    #[test]
    fn a_member_that_was_smaller_is_narrowed() {
        let a = member("a", "int64_t a", "0 0 0 0 0 0 0");
        let b = member("b", "int b", "4 4 4 4 4 4 8");
        let body = body(&format!("{STRUCT}{a}{b}"));
        assert!(
            body.contains(
                "#if PIL_PYTHON >= 0x030F0000\n    int64_t a;\n    int b;\n#else\n    int a;\n    int b;\n"
            ),
            "{body}"
        );
    }
}
