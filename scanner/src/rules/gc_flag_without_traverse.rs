//! gc-flag-without-traverse: types that are collected and that the collector cannot look into.

use crate::source::context::{Context, Sink};
use crate::source::model::{TypeDef, TypeSource};
use crate::source::tree::{NodeKind, Origin, Tree};
use crate::source::types::{is_set_through_pointer, targets_of_type, with_collector};

/// What a slot is assigned through when its type is not named.
const TRAVERSE_MEMBERS: [&str; 1] = ["tp_traverse"];
/// Members of a slot table's entry.
const ENTRY_MEMBERS: [&str; 2] = ["slot", "pfunc"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let lacks = |ty: &&TypeDef| {
        ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(true) && !ty.slots.contains_key("tp_traverse")
    };
    let found: Vec<_> = cx.model.types.iter().filter(lacks).filter(|ty| is_readable(cx.tree, ty)).collect();
    if found.is_empty() || is_set_through_pointer(cx, &TRAVERSE_MEMBERS) {
        return;
    }
    for ty in found {
        let is_known =
            ty.source == TypeSource::Static || (ty.complete && !is_set_through_pointer(cx, &ENTRY_MEMBERS));
        let targets = with_collector(targets_of_type(cx, ty, &["tp_traverse", "Py_tp_traverse"]));
        if !is_known || targets.is_empty() {
            continue;
        }
        let message = format!("`{}` has `Py_TPFLAGS_HAVE_GC` and no `tp_traverse`", cx.tree[ty.decl].name);
        let help = "add a `tp_traverse` that visits what the instances hold, or drop the flag when they hold no objects";
        sink.add(cx.finding(ty.loc, message).help(help).targets(targets).item("Py_TPFLAGS_HAVE_GC"));
    }
}

/// The initialiser says what it seems to say: nothing in it is guessed, and its members are where they should be.
pub(super) fn is_readable(tree: &Tree, ty: &TypeDef) -> bool {
    if ty.opaque {
        return false;
    }
    let Some(init) = tree[ty.decl].init else { return ty.source == TypeSource::Static };
    let mut end = tree[init].loc.offset;
    let mut is_guessed = false;
    tree.walk(init, &mut |node| {
        end = end.max(tree[node].loc.offset);
        is_guessed |= matches!(tree[node].kind, NodeKind::Name(decl) if tree[decl].origin == Origin::Guessed);
    });
    let start = tree[ty.decl].loc;
    let is_broken = tree
        .diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.loc)
        .any(|loc| loc.file == start.file && (start.offset..=end).contains(&loc.offset));
    // A name that is no string comes with members that are shifted by an unknown head.
    let is_shifted = ty.source == TypeSource::Static && ty.name.is_none() && !is_designated(tree, ty);
    !is_guessed && !is_broken && !is_shifted
}

fn is_designated(tree: &Tree, ty: &TypeDef) -> bool {
    let list = tree[ty.decl].init.map(|init| tree.kids(init)).unwrap_or_default();
    list.iter().any(|item| matches!(tree[*item].kind, NodeKind::Designated(_)))
}
