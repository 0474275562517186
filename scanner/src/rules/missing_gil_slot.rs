//! missing-gil-slot: modules that do not say whether they need the GIL.

use super::missing_multiple_interpreters_slot::lacks;
use super::single_phase_init::single_phase_calls;
use crate::source::context::{Context, Sink};
use crate::source::lexical;
use crate::source::module_slots;
use crate::source::tree::Origin;

const SLOT: &str = "Py_mod_gil";
/// What single-phase modules call instead.
const SETTER: &str = "PyUnstable_Module_SetGIL";

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for array in module_slots::of_modules(cx.tree, cx.model) {
        let decl = &cx.tree[array.decl];
        let targets = cx.free_threaded_at(decl.loc);
        if targets.is_empty() || !lacks(cx, &array, SLOT) {
            continue;
        }
        let message = format!(
            "module slots `{}` have no `{SLOT}` entry, so importing the module turns the GIL on",
            decl.name
        );
        let help = "add `{Py_mod_gil, Py_MOD_GIL_NOT_USED}` once the module is safe without the GIL, or `Py_MOD_GIL_USED` (from 3.13 on)";
        sink.add(cx.finding(decl.loc, message).help(help).targets(targets).item(SLOT));
    }
    let calls = single_phase_calls(cx);
    if calls.is_empty() || names_setter(cx) {
        return;
    }
    for (init, call) in calls {
        let loc = cx.tree[call].loc;
        let targets = cx.free_threaded_at(loc);
        if targets.is_empty() {
            continue;
        }
        let name = &cx.tree[init].name;
        let message = format!("`{name}` never calls `{SETTER}`, so importing the module turns the GIL on");
        let help =
            "call `PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED)` in free-threaded builds (from 3.13 on)";
        sink.add(cx.finding(loc, message).help(help).targets(targets).item(SETTER));
    }
}

/// Some own file of the unit names the setter, also in a branch that is not compiled here.
fn names_setter(cx: &Context<'_>) -> bool {
    let own = cx.tree.files.iter().filter(|file| file.origin == Origin::Own);
    own.into_iter().any(|file| lexical::words(&file.text, 0, file.text.len()).any(|word| word.name == SETTER))
}
