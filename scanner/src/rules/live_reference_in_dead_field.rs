//! live-reference-in-dead-field: see its page.

mod structures;

use std::collections::{BTreeMap, BTreeSet};

use pilotage_finding::StepKind;

use super::given_back::GivenBack;
use super::member_not_visited::{is_cython, is_direct, weak_lists};
use crate::source::context::{Context, Sink};
use crate::source::lexical;
use crate::source::model::{TableKind, TypeDef};
use crate::source::tables;
use crate::source::tree::{DeclId, Function, Loc, NodeKind, Origin, Tree, TypeKind};
use crate::source::types::{function_in, targets_of_function};

/// Structs in structs are looked into this deep.
const MAX_DEPTH: u32 = 4;
/// Types of members that are objects, and flags of those that Python must not assign.
const OBJECT_TYPES: [&str; 4] = ["T_OBJECT", "T_OBJECT_EX", "Py_T_OBJECT_EX", "_Py_T_OBJECT"];
const READONLY: [&str; 2] = ["READONLY", "Py_READONLY"];

/// A field that has a reference of its own, and where it gets it.
struct Owned {
    name: String,
    loc: Loc,
    is_in_table: bool,
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let mut told = BTreeSet::new();
    for ty in cx.model.types.iter().filter(|ty| !ty.opaque) {
        let Some(dealloc) = function_in(cx.tree, ty, "tp_dealloc") else { continue };
        let Some(function) = cx.tree.definition(dealloc) else { continue };
        let is_readable = function.unseen.is_empty() && !is_cython(cx.tree, dealloc);
        if is_readable && told.insert(dealloc) {
            let missed = missed(cx, ty, function);
            report(cx, sink, function, &missed);
        }
    }
    // In C++ a destructor may do it.
    if !cx.is_cpp() {
        for (function, missed) in structures::missed(cx) {
            report(cx, sink, function, &missed);
        }
    }
}

/// Owned fields that the deallocator does not give back, in the order of their names.
fn missed(cx: &Context<'_>, ty: &TypeDef, function: &Function) -> Vec<Owned> {
    let tree = cx.tree;
    let given = GivenBack::by(cx, ty, function);
    if given.unknown {
        return Vec::new();
    }
    let weak = weak_lists(tree);
    // Structs that begin alike: the same fields may be given back by other names.
    let shape = Shape::of(tree, ty, function);
    if !given.paths.iter().all(|path| shape.has(tree, path)) {
        return Vec::new();
    }
    let mut missed: BTreeMap<String, Owned> = BTreeMap::new();
    for path in shape.fields {
        let Some(&field) = path.last() else { continue };
        if given.base && path.len() == 1 && !is_direct(tree, ty, function, field) {
            continue;
        }
        let name = tree[field].name.clone();
        if let Some(&loc) = cx.ownership().kept.get(&field).filter(|_| !given.has(&path)) {
            missed.entry(name.clone()).or_insert(Owned { name, loc, is_in_table: false });
        }
    }
    let given_names: Vec<&str> =
        given.paths.iter().flatten().map(|field| tree[*field].name.as_str()).collect();
    for (name, loc) in writable_members(cx, ty) {
        if !given_names.contains(&name) && !mentions(tree, function, name) {
            let owned = Owned { name: name.to_owned(), loc, is_in_table: true };
            missed.entry(name.to_owned()).or_insert(owned);
        }
    }
    missed.into_values().filter(|owned| !weak.contains(&owned.name.as_str())).collect()
}

fn report(cx: &Context<'_>, sink: &mut Sink, function: &Function, missed: &[Owned]) {
    let tree = cx.tree;
    let loc = tree[function.decl].loc;
    let names: Vec<&str> = missed.iter().map(|owned| owned.name.as_str()).collect();
    let targets = targets_of_function(cx, function, &names);
    let Some(first) = missed.first().filter(|_| !targets.is_empty() && tree[loc.file].origin == Origin::Own)
    else {
        return;
    };
    let listed: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let verb = if missed.len() == 1 { "holds a reference" } else { "hold references" };
    let message =
        format!("{} {verb} that `{}` does not release", listed.join(", "), tree[function.decl].name);
    let help = format!("add a `Py_XDECREF` of `{}` before the memory is freed", first.name);
    let mut draft = cx.finding(loc, message).help(help).targets(targets).item("Py_XDECREF");
    for owned in missed {
        let text = match owned.is_in_table {
            true => format!("Python can assign `{}`", owned.name),
            false => format!("`{}` is given a reference of its own", owned.name),
        };
        draft = draft.step(cx.step(StepKind::Declared, owned.loc, text));
    }
    sink.add(draft);
}

/// What the instances of a type consist of.
#[derive(Default)]
struct Shape {
    /// The struct, and those that it embeds.
    records: Vec<String>,
    /// The ways to object fields.
    fields: Vec<Vec<DeclId>>,
}

impl Shape {
    fn of(tree: &Tree, ty: &TypeDef, function: &Function) -> Self {
        let mut shape = Shape::default();
        if let Some(record) = instance(tree, ty, function) {
            shape.collect(tree, &record, &mut Vec::new());
        }
        shape
    }

    fn collect(&mut self, tree: &Tree, record: &str, way: &mut Vec<DeclId>) {
        let Some(known) = tree.record_named(record) else { return };
        if way.len() as u32 > MAX_DEPTH {
            return;
        }
        self.records.push(record.to_owned());
        for (at, &field) in known.fields.iter().enumerate() {
            let ty = tree[field].ty;
            match &tree[ty].kind {
                TypeKind::Record(inner) => {
                    // A base struct at the beginning is the object itself.
                    let is_base = at == 0 && way.is_empty();
                    way.extend((!is_base).then_some(field));
                    self.collect(tree, inner, way);
                    way.truncate(way.len() - usize::from(!is_base));
                }
                TypeKind::Array(element, _) if tree.is_object_pointer(*element) => self.add(way, field),
                TypeKind::Pointer(_) if tree.is_object_pointer(ty) => self.add(way, field),
                _ => {}
            }
        }
    }

    fn add(&mut self, way: &[DeclId], field: DeclId) {
        self.fields.push(way.iter().copied().chain([field]).collect());
    }

    /// The first member on the way is one of the instance's.
    fn has(&self, tree: &Tree, path: &[DeclId]) -> bool {
        let parent = path.first().and_then(|first| tree[*first].parent).map(|parent| &tree[parent].name);
        self.records.is_empty() || parent.is_none_or(|parent| parent.is_empty() || self.records.contains(parent))
    }
}

/// The struct of the type's instances: what the type says, or what the deallocator takes its argument for.
fn instance(tree: &Tree, ty: &TypeDef, function: &Function) -> Option<String> {
    if ty.record.is_some() {
        return ty.record.clone();
    }
    let of_type = |ty| tree.record_name(ty).filter(|name| *name != "PyObject").map(str::to_owned);
    let first = *function.params.first()?;
    of_type(tree[first].ty).or_else(|| {
        let casts = tree.below(function.body).iter().filter(|node| {
            tree[**node].kind == NodeKind::Cast && tree.kid(**node, 0).map(|kid| &tree[kid].kind) == Some(&NodeKind::Name(first))
        });
        casts.filter_map(|node| of_type(tree[*node].ty)).next()
    })
}

/// Object members that the type's table lets Python assign: by name, since the struct may not be seen.
fn writable_members<'a>(cx: &Context<'a>, ty: &TypeDef) -> Vec<(&'a str, Loc)> {
    let tree = cx.tree;
    let Some(table) = ty.slots.get("tp_members").and_then(|value| tree.named_variable(*value)) else {
        return Vec::new();
    };
    let names = tables::fields("PyMemberDef");
    let lists = cx.model.tables.iter().filter(|known| known.kind == TableKind::Members && known.decl == table);
    lists
        .flat_map(|known| &known.entries)
        .filter_map(|entry| {
            let name = tables::entry(tree, *entry, &names).field("name")?;
            Some((writable_member(tree, tree[name].loc)?, tree[name].loc))
        })
        .collect()
}

/// `member` of `T_OBJECT, offsetof(type, member), 0` at a place.
fn writable_member(tree: &Tree, loc: Loc) -> Option<&str> {
    const FAR: usize = 200;
    let text = &tree[loc.file].text;
    let start = loc.offset as usize;
    let mut words = lexical::words(text, start, (start + FAR).min(text.len())).map(|word| word.name);
    words.next().filter(|ty| OBJECT_TYPES.contains(ty))?;
    words.next().filter(|word| *word == "offsetof")?;
    words.find(|word| *word != "struct")?;
    let member = words.next()?;
    let is_fixed = words.next().is_some_and(|flag| READONLY.contains(&flag));
    (!is_fixed).then_some(member)
}

/// The text of the function has the word.
fn mentions(tree: &Tree, function: &Function, word: &str) -> bool {
    let file = tree[function.decl].loc.file;
    let mut words = lexical::words(&tree[file].text, function.start as usize, function.end as usize);
    words.any(|found| found.name == word)
}
