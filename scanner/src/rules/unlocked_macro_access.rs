//! unlocked-macro-access: calls that reach into a list or byte array without its lock.

use pilotage_capi::ReplacementKind;

use super::container::{Containers, Site, sites};
use super::site;
use crate::source::context::{Context, Sink};
use crate::source::fresh;
use crate::source::shape::{Parents, key, values_of};
use crate::source::tree::{NodeId, NodeKind, Tree, UnaryOp};

/// They read the items of what `PySequence_Fast` gave.
const SEQUENCE: [&str; 2] = ["PySequence_Fast_GET_ITEM", "PySequence_Fast_ITEMS"];
/// It overwrites an item.
const SET_ITEM: &str = "PyList_SET_ITEM";
/// They hand out the memory.
const BYTES: [&str; 2] = ["PyByteArray_AsString", "PyByteArray_AS_STRING"];
/// Calls that give a tuple.
const TUPLE_MAKERS: [&str; 5] =
    ["PySequence_Tuple", "PyTuple_New", "PyTuple_Pack", "PyList_AsTuple", "PyTuple_GetSlice"];
const TUPLE_CHECKS: [&str; 2] = ["PyTuple_Check", "PyTuple_CheckExact"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let sites = sites(cx, &|name| SEQUENCE.contains(&name) || BYTES.contains(&name) || name == SET_ITEM);
    if sites.is_empty() {
        return;
    }
    let containers = Containers::new(cx);
    for found in &sites {
        let Some(&object) = cx.tree.args(found.call).first() else { continue };
        if is_safe(cx, &containers, found, object) {
            continue;
        }
        let name = found.name;
        let what = match name {
            SET_ITEM => "writes into a list that other threads may see",
            _ if BYTES.contains(&name) => "hands out memory that another thread can move",
            _ => "reads a list that another thread can change",
        };
        let help = pilotage_capi::get(name).map(|item| site::help(item, &[ReplacementKind::FreeThreading]));
        let help = help.filter(|help| !help.is_empty()).unwrap_or_else(|| {
            "put `Py_BEGIN_CRITICAL_SECTION` on the object and its end around the access (from 3.13 on)"
                .to_owned()
        });
        let draft =
            cx.finding(cx.tree[found.call].loc, format!("`{name}` {what}, without a lock")).help(help);
        sink.add(draft.targets(found.targets.iter().copied()).item(name));
    }
}

fn is_safe(cx: &Context<'_>, containers: &Containers<'_>, found: &Site<'_>, object: NodeId) -> bool {
    let tree = cx.tree;
    let mut objects = vec![object];
    let mut is_tuple = false;
    if SEQUENCE.contains(&found.name) {
        let sources = fast_sources(tree, found, object);
        is_tuple =
            [&objects[..], &sources].concat().iter().any(|seq| is_known_tuple(cx, containers, found, *seq))
                || sources.iter().any(|source| containers.is_private(found, *source));
        objects.extend(sources);
    }
    is_tuple
        || containers.is_private(found, object)
        || containers.is_locked(found)
        || containers.section(found, &objects).is_some()
        || containers.is_guarded_by_callers(found, &objects)
}

/// What `PySequence_Fast` was given where the variable got its value.
fn fast_sources(tree: &Tree, found: &Site<'_>, object: NodeId) -> Vec<NodeId> {
    let Some(variable) = fresh::local(tree, object) else { return Vec::new() };
    let values = values_of(tree, found.function.body, variable).unwrap_or_default();
    let calls = values.into_iter().map(|value| tree.strip_casts(value));
    calls
        .filter(|call| tree.api_callee(*call) == Some("PySequence_Fast"))
        .filter_map(|call| tree.args(call).first().copied())
        .collect()
}

fn is_known_tuple(cx: &Context<'_>, containers: &Containers<'_>, found: &Site<'_>, object: NodeId) -> bool {
    let tree = cx.tree;
    let is_maker = |node: NodeId| tree.api_callee(node).is_some_and(|name| TUPLE_MAKERS.contains(&name));
    if is_maker(tree.strip_casts(object)) || fresh::is_made_by(tree, found.function, object, &is_maker) {
        return true;
    }
    let wanted = key(tree, object);
    tree.calls_below(found.function.body).iter().any(|&check| {
        tree.api_callee(check).is_some_and(|name| TUPLE_CHECKS.contains(&name))
            && tree.args(check).first().is_some_and(|arg| key(tree, *arg) == wanted)
            && guards(tree, containers, check, found.call)
    })
}

/// The call happens only when the check holds.
fn guards(tree: &Tree, containers: &Containers<'_>, check: NodeId, call: NodeId) -> bool {
    let parents = containers.parents();
    let mut is_negated = false;
    let mut child = check;
    for above in parents.ancestors(check) {
        match tree[above].kind {
            NodeKind::Unary(UnaryOp::Not) => is_negated = !is_negated,
            NodeKind::Binary(_) | NodeKind::Cast => {}
            NodeKind::If | NodeKind::Conditional if tree.kids(above).first() == Some(&child) => {
                let is_in = |n| tree.kid(above, n).is_some_and(|part| is_below(parents, call, part));
                return match is_negated {
                    false => is_in(1),
                    true => {
                        is_in(2)
                            || (leaves(tree, above)
                                && tree[call].loc.offset > tree[above].loc.offset
                                && !is_in(1))
                    }
                };
            }
            _ => return false,
        }
        child = above;
    }
    false
}

fn is_below(parents: &Parents, node: NodeId, part: NodeId) -> bool {
    node == part || parents.ancestors(node).any(|above| above == part)
}

/// The first branch of an `if` ends with leaving.
fn leaves(tree: &Tree, node: NodeId) -> bool {
    let is_leaving = |node: NodeId| {
        matches!(
            tree[node].kind,
            NodeKind::Return | NodeKind::Goto(_) | NodeKind::Break | NodeKind::Continue | NodeKind::Throw
        )
    };
    tree.kid(node, 1).is_some_and(|branch| match tree[branch].kind {
        NodeKind::Compound => tree.kids(branch).last().is_some_and(|last| is_leaving(*last)),
        _ => is_leaving(branch),
    })
}
