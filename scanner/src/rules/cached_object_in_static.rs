//! cached-object-in-static: Python objects that a variable with static storage keeps for all interpreters.

use std::collections::BTreeMap;

use pilotage_capi::{Effect, Target};
use pilotage_finding::StepKind;

use super::static_state::{by_variable, holds_objects, steps};
use crate::source::context::{Context, Sink};
use crate::source::reach::called_function;
use crate::source::tree::{BinaryOp, DeclId, DeclKind, NodeId, NodeKind, Origin, Tree, UnaryOp};
use crate::source::writes::{How, Write};

const TARGET: Target = Target::SubInterpreters;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    if !cx.settings.targets.contains(&TARGET) {
        return;
    }
    let tree = cx.tree;
    let mut found = cx.static_writes().to_vec();
    found.retain(|write| {
        let ty = tree[tree.strip_casts(write.target)].ty;
        holds_objects(tree, ty) && stores_object(tree, write) && cx.is_for(tree[write.node].loc, TARGET)
    });
    let mut all: BTreeMap<DeclId, Vec<Write>> = by_variable(tree, found);
    for &variable in &tree.statics {
        let decl = &tree[variable];
        let writes = all.remove(&variable).unwrap_or_default();
        let made = decl.init.filter(|init| holds_objects(tree, decl.ty) && is_made_at_run_time(tree, *init));
        let is_own = tree[decl.loc.file].origin == Origin::Own && cx.is_for(decl.loc, TARGET);
        if (writes.is_empty() && made.is_none()) || !is_own || decl.is_const || decl.thread_local {
            continue;
        }
        let message = format!("static variable `{}` keeps a Python object for all interpreters", decl.name);
        let help = "keep it in the module state (`PyModule_GetState`, `PyType_GetModuleState`)";
        let mut draft = cx.finding(decl.loc, message).help(help).targets([TARGET]);
        if let Some(init) = made {
            draft = draft.step(cx.step(StepKind::Created, tree[init].loc, "the object is made at run time"));
        }
        for step in steps(cx, writes.get(..1).unwrap_or_default(), "the object is stored") {
            draft = draft.step(step);
        }
        sink.add(draft);
    }
}

/// The write may put an object there that belongs to one interpreter.
fn stores_object(tree: &Tree, write: &Write) -> bool {
    match write.how {
        How::Assigned(value) => !is_shared_by_nature(tree, value),
        How::Changed => false,
        How::Handed(call, at) => {
            let Some(callee) = called_function(tree, call) else { return false };
            let effect = tree
                .api_callee(call)
                .and_then(pilotage_capi::get)
                .and_then(|item| item.params.get(at))
                .map(|param| param.effect);
            match effect {
                Some(Effect::Clears) => false,
                Some(Effect::Replaces) => {
                    tree.args(call).get(at + 1).is_none_or(|value| !is_shared_by_nature(tree, *value))
                }
                _ => tree[callee].origin != Origin::Library,
            }
        }
    }
}

/// NULL, an immortal singleton, a built-in exception, or a static type: the same for every interpreter.
pub(super) fn is_shared_by_nature(tree: &Tree, node: NodeId) -> bool {
    let node = tree.strip_casts(node);
    let kid = |n| tree.kid(node, n).is_some_and(|kid| is_shared_by_nature(tree, kid));
    match tree[node].kind {
        NodeKind::Int(0) => true,
        NodeKind::Name(decl) => {
            let decl = &tree[decl];
            decl.origin == Origin::Api && decl.kind == DeclKind::Var && decl.name.starts_with("PyExc_")
        }
        NodeKind::Unary(UnaryOp::AddrOf) => tree.named_variable(node).is_some_and(|variable| {
            let is_type = tree.record_name(tree[variable].ty) == Some("PyTypeObject");
            tree[variable].origin == Origin::Api || is_type
        }),
        NodeKind::Conditional => kid(1) && kid(2),
        NodeKind::Assign(None) | NodeKind::Binary(BinaryOp::Comma) => kid(1),
        NodeKind::Call(_) => {
            let is_passing = matches!(tree.api_callee(node), Some("Py_NewRef" | "Py_XNewRef"));
            is_passing && tree.args(node).first().is_some_and(|arg| is_shared_by_nature(tree, *arg))
        }
        _ => false,
    }
}

/// An initialiser that calls something: C++ runs it at import or at first use.
fn is_made_at_run_time(tree: &Tree, init: NodeId) -> bool {
    !is_shared_by_nature(tree, init)
        && tree.calls_below(init).iter().any(|node| tree.api_callee(*node).is_some())
}
