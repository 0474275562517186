//! gilstate-in-subinterpreter: calls that know the main interpreter only.

use pilotage_capi::{Target, Version};

use crate::source::context::{Context, Sink};
use crate::source::guards::Setting;
use crate::source::tree::Origin;

/// They attach to, or ask for, the main interpreter's thread state.
const CALLS: [&str; 2] = ["PyGILState_Ensure", "PyGILState_GetThisThreadState"];
/// The first version that offers something better.
const BETTER_SINCE: Version = Version::new(3, 15);

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let target = Target::SubInterpreters;
    let tree = cx.tree;
    for function in &tree.functions {
        for &call in tree.calls_below(function.body) {
            let Some(name) = tree.api_callee(call).filter(|name| CALLS.contains(name)) else { continue };
            let loc = tree[call].loc;
            if tree[loc.file].origin != Origin::Own || !cx.targets_at(loc).contains(&target) {
                continue;
            }
            let newer = Setting::release(BETTER_SINCE);
            if cx.guards(loc).is_active(loc.offset as usize, &newer) == Some(false) {
                continue;
            }
            let message = format!("`{name}` knows the main interpreter only");
            let help = "remember the interpreter and attach with `PyThreadState_New` and `PyEval_RestoreThread`; from 3.15 on `PyThreadState_Ensure`";
            sink.add(cx.finding(loc, message).help(help).targets([target]).item(name));
        }
    }
}
