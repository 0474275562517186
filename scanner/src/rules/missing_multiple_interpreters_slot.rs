//! missing-multiple-interpreters-slot: modules that do not say whether they are fit for sub-interpreters.

use pilotage_capi::Target;

use crate::source::context::{Context, Sink};
use crate::source::module_slots::{self, SlotArray};

const SLOT: &str = "Py_mod_multiple_interpreters";

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let target = Target::SubInterpreters;
    for array in module_slots::of_modules(cx.tree, cx.model) {
        let decl = &cx.tree[array.decl];
        if !lacks(cx, &array, SLOT) || !cx.targets_at(decl.loc).contains(&target) {
            continue;
        }
        let message = format!("module slots `{}` have no `{SLOT}` entry", decl.name);
        let help = "add `{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}`, or `Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED` (from 3.12 on)";
        sink.add(cx.finding(decl.loc, message).help(help).targets([target]).item(SLOT));
    }
}

/// The array is known as a whole and has no such slot, in no branch of its text either.
pub(super) fn lacks(cx: &Context<'_>, array: &SlotArray, slot: &str) -> bool {
    array.is_complete && array.slot(slot).is_none() && !array.mentions(cx.tree, slot)
}
