//! mutable-static-state: plain data with static storage that is written after the import.

use pilotage_capi::Target;
use pilotage_finding::StepKind;

use super::static_state::{by_variable, holds_objects, is_exempt, is_object, steps};
use crate::source::context::{Context, Sink};

const TARGET: Target = Target::SubInterpreters;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    if !cx.settings.targets.contains(&TARGET) {
        return;
    }
    let tree = cx.tree;
    let mut found = cx.static_writes().to_vec();
    found.retain(|write| {
        let ty = tree[write.variable].ty;
        !is_exempt(tree, write.variable) && !holds_objects(tree, ty) && !is_object(tree, ty)
    });
    if found.is_empty() {
        return;
    }
    let importing = cx.importing();
    found.retain(|write| !importing.contains(&write.function) && cx.is_for(tree[write.node].loc, TARGET));
    for (variable, writes) in by_variable(tree, found) {
        let decl = &tree[variable];
        if !cx.is_for(decl.loc, TARGET) || !tree.statics.contains(&variable) {
            continue;
        }
        let message =
            format!("static variable `{}` is written at run time and shared by all interpreters", decl.name);
        let help = "keep it in the module state (`PyModule_GetState`), or in the object that it belongs to";
        let mut draft = cx.finding(decl.loc, message).help(help).targets([TARGET]);
        draft = draft.step(cx.step(StepKind::Declared, decl.loc, "one for the whole process"));
        for step in steps(cx, &writes, "written") {
            draft = draft.step(step);
        }
        sink.add(draft);
    }
}
