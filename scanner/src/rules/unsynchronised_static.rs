//! unsynchronised-static: writes of static variables that two threads can do at the same time.

use std::collections::HashSet;

use pilotage_capi::Target;

use super::static_state::{by_variable, is_exempt, is_object, steps};
use crate::source::context::{Context, Sink};
use crate::source::held::is_held;
use crate::source::reach::{called_function, import_functions};
use crate::source::tree::{DeclId, Function, NodeId, NodeKind, Tree};

/// Functions that run another one once; in C++ a member of `std`.
const ONCE: [&str; 3] = ["pthread_once", "call_once", "InitOnceExecuteOnce"];

/// Functions that take one to run at the end of the process.
const AT_END: [&str; 2] = ["Py_AtExit", "atexit"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let is_concerned = |target: &Target| matches!(target, Target::FreeThreaded(_) | Target::Abi3t(_));
    if !cx.settings.targets.iter().any(is_concerned) {
        return;
    }
    let tree = cx.tree;
    let mut found = cx.static_writes().to_vec();
    found.retain(|write| {
        let variable = write.variable;
        let decl = &tree[variable];
        // What a free-threaded build does not even declare is its own business.
        let is_declared = || !cx.free_threaded_at(decl.loc).is_empty();
        !is_exempt(tree, variable)
            && !is_object(tree, decl.ty)
            && tree.statics.contains(&variable)
            && is_declared()
    });
    if found.is_empty() {
        return;
    }
    let once = once(tree);
    let reach = cx.reach();
    let mut roots = import_functions(tree, cx.model, reach);
    roots.extend(&once.functions);
    roots.extend(last_functions(cx));
    let calm = reach.only_from(&roots);
    found.retain(|write| !calm.contains(&write.function) && !once.nodes.contains(&write.node));
    found.retain(|write| {
        let loc = tree[write.node].loc;
        let Some(function) = tree.definition(write.function) else { return false };
        !cx.free_threaded_at(loc).is_empty()
            && !is_held(cx.held(function), loc.offset)
            && !is_locked_by_callers(cx, write.function, 0)
    });
    for (variable, writes) in by_variable(tree, found) {
        let Some((first, further)) = writes.split_first() else { continue };
        let loc = tree[tree.strip_casts(first.target)].loc;
        let message = format!("static variable `{}` is written without a lock", tree[variable].name);
        let help = "guard every use with a `PyMutex`, make it atomic, or keep it in the module state";
        let mut draft = cx.finding(loc, message).help(help).targets(cx.free_threaded_at(loc));
        for step in steps(cx, further, "written again") {
            draft = draft.step(step);
        }
        sink.add(draft);
    }
}

/// Callers of callers are asked this deep.
const MAX_DEPTH: u32 = 4;

/// Every call of a function that nobody else can call lies where a lock is held.
fn is_locked_by_callers(cx: &Context<'_>, function: DeclId, depth: u32) -> bool {
    let calls = cx.reach().all_calls(cx.tree, function);
    let is_locked = |(caller, call): &(&Function, NodeId)| {
        is_held(cx.held(caller), cx.tree[*call].loc.offset)
            || is_locked_by_callers(cx, caller.decl, depth + 1)
    };
    depth < MAX_DEPTH && !calls.is_empty() && calls.iter().all(is_locked)
}

/// What runs when nobody uses the module any more.
fn last_functions(cx: &Context<'_>) -> Vec<DeclId> {
    let tree = cx.tree;
    let fields =
        cx.model.modules.iter().flat_map(|module| ["m_clear", "m_free"].map(|name| module.fields.get(name)));
    let mut values: Vec<NodeId> = fields.flatten().copied().collect();
    values.extend(
        tree.calls()
            .iter()
            .filter(|call| {
                called_function(tree, **call).is_some_and(|decl| AT_END.contains(&tree[decl].name.as_str()))
            })
            .filter_map(|call| tree.args(*call).first().copied()),
    );
    values.into_iter().filter_map(|value| tree.named_function(value)).collect()
}

/// What runs under a once-guard.
struct Once {
    functions: Vec<DeclId>,
    /// Nodes of lambdas.
    nodes: HashSet<NodeId>,
}

fn once(tree: &Tree) -> Once {
    let mut once = Once { functions: Vec::new(), nodes: HashSet::new() };
    for &call in tree.calls() {
        let is_once =
            called_function(tree, call).is_some_and(|decl| ONCE.contains(&tree[decl].name.as_str()));
        for &arg in tree.args(call).iter().filter(|_| is_once) {
            once.functions.extend(tree.named_function(arg));
            if tree.below(arg).iter().any(|node| tree[*node].kind == NodeKind::Lambda) {
                once.nodes.extend(tree.descendants(arg));
            }
        }
    }
    once
}
