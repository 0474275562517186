//! assigned-refcount-type-or-size: writes to the head of an object that go around the setters.

use pilotage_capi::{Target, Version};

use crate::source::context::{Context, Sink};
use crate::source::tree::{NodeId, NodeKind, Origin, Tree};

/// Macro, member, setter.
const HEAD: [(&str, &str, &str); 3] = [
    ("Py_TYPE", "ob_type", "Py_SET_TYPE"),
    ("Py_SIZE", "ob_size", "Py_SET_SIZE"),
    ("Py_REFCNT", "ob_refcnt", "Py_SET_REFCNT"),
];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for at in 0..tree.nodes.len() {
        let node = NodeId(at as u32);
        let is_write = match tree[node].kind {
            NodeKind::Assign(_) => true,
            NodeKind::Unary(op) => op.may_write(),
            _ => false,
        };
        let Some(target) = tree.kid(node, 0).filter(|_| is_write).map(|target| tree.strip_casts(target)) else { continue };
        let Some((name, setter)) = head(tree, target) else { continue };
        let loc = tree[target].loc;
        if tree[loc.file].origin != Origin::Own {
            continue;
        }
        let targets: Vec<_> = cx.targets_at(loc).into_iter().filter(|target| is_concerned(*target)).collect();
        if targets.is_empty() {
            continue;
        }
        let message = format!("`{name}` is written directly");
        let help = format!("call `{setter}()` (from 3.9 on)");
        sink.add(cx.finding(loc, message).help(help).targets(targets).item(name));
    }
}

fn is_concerned(target: Target) -> bool {
    match target {
        Target::CPython(version) | Target::FreeThreaded(version) => version >= Version::new(3, 9),
        _ => true,
    }
}

/// The written name and its setter, when the node is part of an object's head.
fn head(tree: &Tree, node: NodeId) -> Option<(&'static str, &'static str)> {
    match tree[node].kind {
        NodeKind::Call(_) => {
            let name = tree.api_callee(node)?;
            HEAD.iter().find(|(macro_name, ..)| *macro_name == name).map(|(name, _, setter)| (*name, *setter))
        }
        NodeKind::Member { field, .. } if tree[field].origin == Origin::Api => {
            let name = tree[field].name.as_str();
            HEAD.iter().find(|(_, member, _)| *member == name).map(|(_, name, setter)| (*name, *setter))
        }
        _ => None,
    }
}
