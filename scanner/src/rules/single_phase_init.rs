//! single-phase-init: init functions that make their module in one step.

use pilotage_capi::Target;
use pilotage_finding::StepKind;

use crate::source::context::{Context, Sink};
use crate::source::tree::{DeclId, NodeId, Origin};

/// The calls that make a module in one step.
const MAKERS: [&str; 2] = ["PyModule_Create", "PyModule_Create2"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let is_concerned = |target: &Target| matches!(target, Target::SubInterpreters | Target::Abi3t(_));
    for (init, call) in single_phase_calls(cx) {
        let loc = cx.tree[call].loc;
        let targets: Vec<Target> = cx.targets_at(loc).into_iter().filter(is_concerned).collect();
        if targets.is_empty() {
            continue;
        }
        let name = &cx.tree[init].name;
        let message = format!("`{name}` makes its module in a single phase");
        let help = "return `PyModuleDef_Init(&def)` and do the rest in a `Py_mod_exec` function";
        let step = cx.step(StepKind::Declared, cx.tree[init].loc, format!("the init function is `{name}`"));
        sink.add(cx.finding(loc, message).help(help).targets(targets).step(step));
    }
}

/// Calls that make a module, each with an init function that reaches it by direct calls.
pub(super) fn single_phase_calls(cx: &Context<'_>) -> Vec<(DeclId, NodeId)> {
    let tree = cx.tree;
    let inits = cx.model.inits.iter().filter(|init| !tree[**init].name.starts_with("PyModExport_"));
    let mut found: Vec<(DeclId, NodeId)> = Vec::new();
    let reach = cx.reach();
    for &init in inits {
        let reached = reach.from(&[init]);
        for function in tree.functions.iter().filter(|function| reached.contains(&function.decl)) {
            for &node in tree.calls_below(function.body) {
                let is_maker = tree.api_callee(node).is_some_and(|name| MAKERS.contains(&name));
                let is_new = !found.iter().any(|(_, known)| *known == node);
                if is_maker && is_new && tree[tree[node].loc.file].origin == Origin::Own {
                    found.push((init, node));
                }
            }
        }
    }
    found
}
