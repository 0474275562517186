//! Prints the mechanical part of the analysis headers, capi/headers/gen; hand/NOTES.md is the contract.
//! What needs thought (expanding macros, lvalues, statements) is hand-made and not here.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::cdecl::Type;
use crate::ctypes::{Hand, mentioned};
use crate::emit_rust::MARK;
use crate::header_lines::{Gated, changed_in, define, prototype, strip, wrapper};
use crate::layout::{self, since};
use crate::model::{Item, Kind};
use crate::output::Files;

/// Adds every file below capi/headers/gen.
pub(crate) fn headers(items: &[Item], hand: &Hand, files: &mut Files) -> Result<()> {
    let view = View::new(items, hand);
    let mut add = |name: &str, body: String| {
        let guard = format!("PIL_GEN_{}", name.to_uppercase().replace(['.', '/'], "_"));
        let text = format!("/* {MARK} */\n#ifndef {guard}\n#define {guard}\n{body}#endif\n");
        files.add(format!("capi/headers/gen/{name}"), text);
    };
    add("pil_types.h", linkage(view.types()));
    add("pil_structs.h", linkage(view.structs()?));
    add("pil_functions.h", linkage(view.functions()));
    add("pil_macros.h", view.macros());
    add("pil_constants.h", view.constants());
    add("pil_internal.h", linkage(view.internal()));
    add("pil_rare.h", linkage(view.rare()));
    for (name, body) in view.doors() {
        add(&name, body);
    }
    Ok(())
}

fn linkage(body: String) -> String {
    format!("#ifdef __cplusplus\nextern \"C\" {{\n#endif\n{body}#ifdef __cplusplus\n}}\n#endif\n")
}

/// Parameters of a function of which nothing is known but its name.
const ANY_ARGUMENTS: &str = "\
#ifdef __cplusplus
#define PIL_ANY_ARGUMENTS ...
#else
#define PIL_ANY_ARGUMENTS
#endif
";

struct View<'a> {
    items: &'a [Item],
    hand: &'a Hand,
    by_name: BTreeMap<&'a str, &'a Item>,
    /// Names that are only the tag of another struct.
    tags: BTreeSet<&'a str>,
    /// Type names that the generated part defines.
    types: BTreeSet<&'a str>,
}

fn is_internal(item: &Item) -> bool {
    item.tier == "Internal" || item.header.starts_with("internal/") || item.header.is_empty()
}

/// A type name in the C-API's own manner.
fn is_ours(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("Py")
}

fn opaque(name: &str) -> String {
    format!("typedef struct pil_opaque_{name} {name};")
}

fn is_record(item: &Item) -> bool {
    matches!(item.kind, Kind::Struct | Kind::Union)
}

impl<'a> View<'a> {
    fn new(items: &'a [Item], hand: &'a Hand) -> Self {
        let by_name: BTreeMap<&str, &Item> = items.iter().map(|i| (i.name.as_str(), i)).collect();
        let tags = items.iter().filter(|i| is_record(i) && i.tag != i.name && !i.tag.is_empty());
        let tags: BTreeSet<&str> = tags.map(|i| i.tag.as_str()).collect();
        let mut view = View { items, hand, by_name, tags, types: BTreeSet::new() };
        let mut types: BTreeSet<&str> = view.forward().map(|i| i.name.as_str()).collect();
        types.extend(view.own(Kind::Typedef).map(|i| i.name.as_str()));
        view.types = types;
        view
    }

    /// Items of a kind that the generated public headers hold.
    fn own(&self, kind: Kind) -> impl Iterator<Item = &'a Item> {
        self.items
            .iter()
            .filter(move |i| i.kind == kind && !is_internal(i) && !self.hand.items.contains(&i.name))
    }

    /// Structs whose typedef is written in pil_types.h.
    fn forward(&self) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(|i| {
            let theirs = self.hand.items.contains(&i.name);
            let alias =
                self.by_name.get(layout::tag(i)).is_some_and(|t| t.name != i.name && !self.tags_only(t));
            is_record(i)
                && !is_internal(i)
                && !self.tags_only(i)
                && !alias
                && (!theirs || self.hand.has_body(layout::keyword(i), layout::tag(i)))
        })
    }

    /// `_typeobject`: described, but no type name of its own.
    fn tags_only(&self, item: &Item) -> bool {
        self.tags.contains(item.name.as_str()) && item.name.starts_with('_')
    }

    fn is_known(&self, name: &str) -> bool {
        self.types.contains(name) || self.hand.defines(name)
    }

    /// A member of a struct whose body is hand-made.
    fn is_member_of_theirs(&self, item: &Item) -> bool {
        let owner = item.name.split('.').next().unwrap_or_default();
        item.kind == Kind::Member && self.hand.items.contains(owner)
    }

    fn types(&self) -> String {
        let mut out = Gated::default();
        let (mut names, mut tags) = (BTreeSet::new(), BTreeSet::new());
        let declares = |item: &&Item| {
            !is_internal(item)
                && (item.kind == Kind::Function || !self.hand.owns(&item.name))
                && !self.is_member_of_theirs(item)
        };
        for item in self.items.iter().filter(declares) {
            if let Some(declared) = &item.declared {
                mentioned(&declared.ty, &mut names, &mut tags);
            }
        }
        for tag in tags.iter().filter(|t| t.starts_with("struct ") && !t.contains('{')) {
            out.push(9, format!("{tag};"));
        }
        for item in self.forward() {
            out.push(9, format!("typedef {} {} {};", layout::keyword(item), layout::tag(item), item.name));
        }
        // What no header of ours describes stays opaque.
        for name in names.iter().filter(|n| !self.is_known(n) && is_ours(n)) {
            out.push(
                9,
                match self.by_name.get(name.as_str()) {
                    Some(item) if is_record(item) => {
                        format!("typedef {} {} {name};", layout::keyword(item), layout::tag(item))
                    }
                    _ => opaque(name),
                },
            );
        }
        let gates = self.first_users();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut wait: Vec<&Item> = self.own(Kind::Typedef).collect();
        let all: BTreeSet<&str> = wait.iter().map(|i| i.name.as_str()).collect();
        while !wait.is_empty() {
            let (ready, rest): (Vec<&Item>, Vec<&Item>) = wait.into_iter().partition(|item| {
                let mut names = BTreeSet::new();
                if let Some(declared) = &item.declared {
                    mentioned(&declared.ty, &mut names, &mut BTreeSet::new());
                }
                names
                    .iter()
                    .all(|n| !all.contains(n.as_str()) || done.contains(n.as_str()) || *n == item.name)
            });
            if ready.is_empty() {
                break;
            }
            for item in ready {
                done.insert(&item.name);
                if let Some(declared) = &item.declared {
                    let ty = self.behind(&declared.ty, item.since);
                    let gate = gates.get(item.name.as_str()).map_or(item.since, |user| item.since.min(*user));
                    out.push(gate, format!("typedef {};", strip(ty).declare(&item.name)));
                }
            }
            wait = rest;
        }
        format!("{ANY_ARGUMENTS}{}", out.print())
    }

    /// The type that an alias stands for, when the name behind it is younger than the alias.
    fn behind<'t>(&'t self, ty: &'t Type, minor: u8) -> &'t Type {
        let Type::Base(name) = ty else { return ty };
        match self.by_name.get(name.as_str()) {
            Some(target) if target.kind == Kind::Typedef && target.since > minor => {
                target.declared.as_ref().map_or(ty, |d| &d.ty)
            }
            _ => ty,
        }
    }

    /// For each typedef the version of the oldest struct with a member of that type: a name may be younger
    /// than the member that now has it.
    fn first_users(&self) -> BTreeMap<String, u8> {
        let mut out: BTreeMap<String, u8> = BTreeMap::new();
        for item in self.own(Kind::Member) {
            let owner = item.name.split('.').next().and_then(|o| self.by_name.get(o));
            let (Some(owner), Some(declared)) = (owner, &item.declared) else { continue };
            let mut names = BTreeSet::new();
            mentioned(&declared.ty, &mut names, &mut BTreeSet::new());
            let since = owner.since.max(item.since);
            for name in names {
                out.entry(name).and_modify(|minor| *minor = since.min(*minor)).or_insert(since);
            }
        }
        out
    }

    fn structs(&self) -> Result<String> {
        let records = layout::records(self.items);
        let mut wait: Vec<&layout::Record<'_>> = records
            .values()
            .filter(|r| !is_internal(r.item) && !self.hand.items.contains(&r.item.name))
            .collect();
        let names: BTreeSet<&str> = wait.iter().map(|r| r.item.name.as_str()).collect();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut out = String::new();
        while !wait.is_empty() {
            let before = wait.len();
            wait.retain(|record| {
                let name = record.item.name.as_str();
                let needs = record.needs();
                let ready = needs
                    .iter()
                    .all(|n| !names.contains(n.as_str()) || done.contains(n.as_str()) || n == name);
                if ready {
                    done.insert(name);
                    let gate = record.item.since;
                    if gate > 9 {
                        let _ = writeln!(out, "#if {}", since(gate));
                    }
                    out.push_str(&record.body());
                    if gate > 9 {
                        out.push_str("#endif\n");
                    }
                }
                !ready
            });
            if wait.len() == before {
                let names: Vec<&str> = wait.iter().map(|r| r.item.name.as_str()).collect();
                bail!("structs hold one another by value: {}", names.join(", "))
            }
        }
        Ok(out)
    }

    fn functions(&self) -> String {
        let mut out = Gated::default();
        for item in self.items.iter().filter(|i| !is_internal(i) && !self.is_rare(i)) {
            match item.kind {
                Kind::Function => out.extend(prototype(item, &item.name)),
                Kind::StaticInline if !self.hand.items.contains(&item.name) => {
                    out.extend(prototype(item, &item.name))
                }
                Kind::Data | Kind::TypeObject if !self.hand.owns(&item.name) => {
                    if let Some(declared) = &item.declared {
                        out.push(item.since, format!("extern {};", declared.ty.declare(&item.name)));
                    }
                }
                Kind::FunctionMacro if !self.hand.items.contains(&item.name) => match check(item) {
                    Some(_) => out.push(item.since, format!("int pil_{}(PyObject *);", item.name)),
                    // What the macro gives is not known; that it is used is.
                    None => out.push(item.since, format!("long pil_{}(PIL_ANY_ARGUMENTS);", item.name)),
                },
                Kind::Macro if !self.hand.items.contains(&item.name) => {
                    if let Some(target) = self.alias(item) {
                        out.extend(
                            prototype(target, &format!("pil_{}", item.name)).map(|(_, l)| (item.since, l)),
                        );
                    } else if is_unknown_value(item) {
                        out.push(item.since, format!("extern const long pil_{};", item.name));
                    }
                }
                _ => {}
            }
        }
        out.print()
    }

    /// It needs a type whose name is not the C-API's (`asdl_seq`, `string`): such names must not be taken in
    /// every file that includes Python.h.
    fn is_rare(&self, item: &Item) -> bool {
        let mut names = BTreeSet::new();
        if let Some(declared) = &item.declared {
            mentioned(&declared.ty, &mut names, &mut BTreeSet::new());
        }
        names.iter().any(|n| !self.is_known(n) && !is_ours(n))
    }

    /// What `is_rare`, with its types.
    fn rare(&self) -> String {
        let mut out = Gated::default();
        let (mut types, mut lines) = (BTreeSet::new(), Vec::new());
        let callable = |i: &&Item| matches!(i.kind, Kind::Function | Kind::StaticInline) && !is_internal(i);
        for item in self.items.iter().filter(callable).filter(|i| self.is_rare(i)) {
            if let Some(declared) = &item.declared {
                mentioned(&declared.ty, &mut types, &mut BTreeSet::new());
            }
            lines.extend(prototype(item, &item.name));
        }
        for name in types.iter().filter(|n| !self.is_known(n) && !is_ours(n)) {
            out.push(9, opaque(name));
        }
        out.extend(lines);
        out.print()
    }

    /// The function that an object-like macro stands for.
    fn alias(&self, item: &Item) -> Option<&'a Item> {
        let target = self.by_name.get(item.value.as_deref()?)?;
        matches!(target.kind, Kind::Function | Kind::StaticInline).then_some(*target)
    }

    fn macros(&self) -> String {
        let mut out = Gated::default();
        for item in self.items.iter().filter(|i| !is_internal(i) && !self.hand.items.contains(&i.name)) {
            let name = &item.name;
            if item.kind == Kind::FunctionMacro && check(item).is_some() {
                // CPython's are in parentheses, too: `if PyX_Check(op)` is legal there.
                out.push(item.since, format!("#define {name}(op) (pil_{name}(_PyObject_CAST(op)))"));
            } else if item.kind == Kind::FunctionMacro {
                out.push(item.since, format!("#define {name}(...) pil_{name}(__VA_ARGS__)"));
            } else if item.kind == Kind::Macro && (self.alias(item).is_some() || is_unknown_value(item)) {
                out.push(item.since, format!("#define {name} pil_{name}"));
            } else if item.also_macro
                && changed_in(item).is_none()
                && matches!(item.kind, Kind::Function | Kind::StaticInline)
            {
                out.push(item.since, wrapper(item));
            }
        }
        out.print()
    }

    fn constants(&self) -> String {
        let mut out = Gated::default();
        let kinds = [Kind::Macro, Kind::EnumConst];
        for item in kinds.into_iter().flat_map(|k| self.own(k)).filter(|i| self.alias(i).is_none()) {
            if item.value_by.is_empty() {
                if let Some(value) = &item.value {
                    out.push(item.since, define(&item.name, value));
                }
                continue;
            }
            let mut text = String::new();
            for (place, (minor, value)) in item.value_by.iter().rev().enumerate() {
                let word = if place == 0 { "#if" } else { "#elif" };
                let _ = writeln!(text, "{word} {}\n{}", since(*minor), define(&item.name, value));
            }
            text.push_str("#endif");
            out.push(9, text);
        }
        out.print()
    }

    /// Internal functions whose types are known; the others would need half of CPython.
    fn internal(&self) -> String {
        let mut out = Gated::default();
        let internal = self.items.iter().filter(|i| is_internal(i));
        for item in internal.filter(|i| matches!(i.kind, Kind::Function | Kind::StaticInline)) {
            let (mut names, mut tags) = (BTreeSet::new(), BTreeSet::new());
            if let Some(declared) = &item.declared {
                mentioned(&declared.ty, &mut names, &mut tags);
            }
            let complete =
                tags.iter().all(|t| t.starts_with("struct ")) && names.iter().all(|n| self.is_known(n));
            if complete {
                out.extend(prototype(item, &item.name));
            }
        }
        out.print()
    }

    /// Headers that people include by name and that only lead to Python.h.
    fn doors(&self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        let mut rare = BTreeSet::new();
        for item in self.items {
            let name = &item.header;
            if !name.ends_with(".h") || self.hand.files.contains(name) {
                continue;
            }
            let mut body = "#include \"Python.h\"\n".to_owned();
            if name.starts_with("internal/") {
                body.push_str("#include \"pil_internal.h\"\n");
            } else if self.is_rare(item) {
                rare.insert(name.clone());
            }
            out.insert(name.clone(), body);
        }
        for name in rare {
            out.entry(name).and_modify(|body| body.push_str("#include \"pil_rare.h\"\n"));
        }
        out
    }
}

/// A macro that has a value which nobody recorded: its uses are to be seen all the same. Macros of certain builds
/// only (`Py_REF_DEBUG`) stay undefined, as people ask for them with `#ifdef`.
fn is_unknown_value(item: &Item) -> bool {
    item.value.is_none() && item.value_by.is_empty() && item.only.is_empty()
}

/// `PyList_Check(op)` and its kin: a question about one object.
fn check(item: &Item) -> Option<()> {
    (item.params.len() == 1 && item.name.contains("_Check")).then_some(())
}
