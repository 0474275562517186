//! member-not-visited: members that instances own and that the collector is not shown.

use std::collections::BTreeMap;

use pilotage_finding::StepKind;

use super::wrong_free_function::first_argument;
use crate::source::calls::{Callee, Frame, Part, Trail, each_call};
use crate::source::context::{Context, Sink};
use crate::source::lexical;
use crate::source::members::Members;
use crate::source::model::TypeDef;
use crate::source::tree::{DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Origin, Tree, TypeKind};
use crate::source::types::{function_in, with_collector};

/// What gives a reference back.
pub(super) const RELEASES: [&str; 6] =
    ["Py_DECREF", "Py_XDECREF", "Py_CLEAR", "Py_SETREF", "Py_XSETREF", "Py_DecRef"];

/// What a traverse function shows the collector.
#[derive(Default)]
pub(super) struct Visits {
    /// Members that are visited, or handed to a function that may visit what is in them.
    pub(super) paths: Vec<Vec<DeclId>>,
    /// A base struct is visited by the base's function.
    base: bool,
    /// The whole object may be visited somewhere.
    unknown: bool,
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let weak = weak_lists(cx.tree);
    let mut missing: BTreeMap<(u16, u32), (DeclId, &TypeDef, DeclId)> = BTreeMap::new();
    for ty in cx.model.types.iter().filter(|ty| !ty.opaque && ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(true))
    {
        let Some(traverse) =
            function_in(cx.tree, ty, "tp_traverse").and_then(|decl| cx.tree.definition(decl))
        else {
            continue;
        };
        if is_cython(cx.tree, traverse.decl) {
            continue;
        }
        let visits = visits(cx, traverse);
        if visits.unknown {
            continue;
        }
        for path in owned(cx, ty) {
            let Some(&member) = path.last() else { continue };
            let is_visited = visits.paths.iter().any(|visited| path.starts_with(visited));
            let is_of_base = visits.base && path.len() == 1 && !is_direct(cx.tree, ty, traverse, member);
            if is_visited || is_of_base || weak.contains(&cx.tree[member].name.as_str()) {
                continue;
            }
            let loc = cx.tree[member].loc;
            missing.entry((loc.file.0, loc.offset)).or_insert((member, ty, traverse.decl));
        }
    }
    let members = Members::new(cx.tree, cx.model);
    for (member, ty, traverse) in missing.into_values() {
        if !members.holds_only_plain(member) {
            report(cx, sink, member, ty, traverse);
        }
    }
}

/// Cython knows what its members are declared to hold, which the code that it writes does not show.
pub(super) fn is_cython(tree: &Tree, function: DeclId) -> bool {
    tree[function].name.to_ascii_lowercase().starts_with("__pyx_")
}

fn report(cx: &Context<'_>, sink: &mut Sink, member: DeclId, ty: &TypeDef, traverse: DeclId) {
    let tree = cx.tree;
    let loc = tree[member].loc;
    let targets = with_collector(cx.targets_at(loc));
    if targets.is_empty() || tree[loc.file].origin != Origin::Own {
        return;
    }
    let (name, function) = (&tree[member].name, &tree[traverse].name);
    let message =
        format!("`{name}` is owned by instances of `{}` and not visited by `{function}`", tree[ty.decl].name);
    let step = cx.step(StepKind::Declared, tree[traverse].loc, format!("`{function}` does not visit it"));
    let help = format!("add `Py_VISIT(self->{name});` to `{function}`");
    sink.add(cx.finding(loc, message).help(help).targets(targets).item("Py_VISIT").step(step));
}

/// What the traverse function and its helpers visit.
pub(super) fn visits(cx: &Context<'_>, traverse: &Function) -> Visits {
    let tree = cx.tree;
    let mut visits = Visits::default();
    let mut trail = Trail::default();
    each_call(&Frame::new(tree, traverse), &mut trail, &mut |frame, call, callee| {
        let is_handed = frame.hands_object(call);
        match callee {
            Callee::Api(name) => {
                if *name == "Py_VISIT" {
                    visits.see(frame, call);
                }
            }
            Callee::Library(_) => {}
            Callee::Field(field, _) if tree[*field].name == "tp_traverse" => visits.base |= is_handed,
            Callee::Pointer(_) | Callee::Field(..) | Callee::Outside(_) => {
                visits.unknown |= is_handed;
                visits.see(frame, call);
            }
            Callee::Own(inside) => {
                visits.base |= is_handed && is_traverse(cx, inside.function.decl);
                return !inside.holds_nothing();
            }
        }
        false
    });
    visits.unknown |= trail.is_partial;
    visits
}

impl Visits {
    /// Notes the members that a call is given; a pointer that walks over members may visit any.
    fn see(&mut self, frame: &Frame<'_>, call: NodeId) {
        for arg in frame.tree.args(call) {
            let is_walking = frame.is_stepped(*arg);
            for part in frame.parts(*arg) {
                match part {
                    Part::Member(path) if path.is_empty() || is_walking => self.unknown = true,
                    Part::Member(path) => self.paths.push(path),
                    Part::Type => {}
                }
            }
        }
    }
}

fn is_traverse(cx: &Context<'_>, function: DeclId) -> bool {
    cx.model.types.iter().any(|ty| function_in(cx.tree, ty, "tp_traverse") == Some(function))
}

/// The members that the type's dealloc and clear functions release.
pub(super) fn owned(cx: &Context<'_>, ty: &TypeDef) -> Vec<Vec<DeclId>> {
    let tree = cx.tree;
    let mut found: Vec<Vec<DeclId>> = Vec::new();
    for slot in ["tp_dealloc", "tp_clear"] {
        let Some(function) = function_in(tree, ty, slot).and_then(|decl| tree.definition(decl)) else {
            continue;
        };
        let mut trail = Trail::default();
        each_call(&Frame::new(tree, function), &mut trail, &mut |frame, call, callee| {
            if let Callee::Api(name) = callee
                && RELEASES.contains(name)
                && let Some(arg) = first_argument(tree, call)
                && frame.is_pure(arg)
            {
                found.extend(frame.parts(arg).into_iter().filter_map(|part| owned_member(tree, part)));
            }
            matches!(callee, Callee::Own(inside) if !inside.holds_nothing())
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A member of the instance itself: embedded structs only on the way, an object pointer or an array of them at the end.
fn owned_member(tree: &Tree, part: Part) -> Option<Vec<DeclId>> {
    let Part::Member(path) = part else { return None };
    let (last, way) = path.split_last()?;
    let is_embedded = way.iter().all(|field| matches!(tree[tree[*field].ty].kind, TypeKind::Record(_)));
    let is_object = match &tree[tree[*last].ty].kind {
        TypeKind::Pointer(_) => tree.is_object_pointer(tree[*last].ty),
        TypeKind::Array(element, _) => tree.is_object_pointer(*element),
        _ => false,
    };
    (is_embedded && is_object && tree[*last].kind == DeclKind::Field).then_some(path)
}

/// The member is in the instance's own struct, not in a base struct at its beginning.
pub(super) fn is_direct(tree: &Tree, ty: &TypeDef, traverse: &Function, member: DeclId) -> bool {
    let own = ty.record.clone().or_else(|| {
        let first = traverse.params.first()?;
        tree.record_name(tree[*first].ty).filter(|name| *name != "PyObject").map(str::to_owned)
    });
    let parent = tree[member].parent.map(|parent| tree[parent].name.as_str());
    match own {
        Some(own) => parent.is_none_or(|parent| parent == own || parent.is_empty()),
        None => parent.is_some_and(|parent| starts_with_head(tree, parent)),
    }
}

/// The struct begins with the head of objects itself, or with one of Python's own structs.
fn starts_with_head(tree: &Tree, record: &str) -> bool {
    let Some(record) = tree.record_named(record) else {
        return false;
    };
    let Some(first) = record.fields.first().map(|field| tree[*field].ty) else { return false };
    tree.record_name(first).is_some_and(|name| name.starts_with("Py"))
}

/// Names of members that hold lists of weak references.
pub(super) fn weak_lists(tree: &Tree) -> Vec<&str> {
    let mut found = Vec::new();
    for at in 0..tree.nodes.len() as u32 {
        let node = NodeId(at);
        match tree[node].kind {
            NodeKind::Designated(Some(field)) if tree[field].name == "tp_weaklistoffset" => {
                found.extend(tree.kid(node, 0).and_then(|value| member_of_offset(tree, tree[value].loc)));
            }
            NodeKind::InitList if tree.kids(node).iter().any(|kid| is_weak_entry(tree, *kid)) => {
                found.extend(tree.kids(node).iter().filter_map(|kid| member_of_offset(tree, tree[*kid].loc)));
            }
            _ => {}
        }
    }
    found
}

fn is_weak_entry(tree: &Tree, item: NodeId) -> bool {
    let value = match tree[item].kind {
        NodeKind::Designated(_) => tree.kid(item, 0),
        _ => Some(item),
    };
    value.and_then(|value| tree.string(value)) == Some("__weaklistoffset__")
}

/// `member` of `offsetof(type, member)` at a place.
fn member_of_offset(tree: &Tree, loc: Loc) -> Option<&str> {
    let text = &tree[loc.file].text;
    let start = loc.offset as usize;
    let line = lexical::line_at(text, start);
    let mut words = lexical::words(text, start, (start + line.len() + 80).min(text.len()));
    let mut skip = words.by_ref().skip_while(|word| word.name != "offsetof");
    skip.next()?;
    words.find(|word| word.name != "struct").and_then(|_| words.next()).map(|word| word.name)
}
