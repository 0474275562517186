//! traverse-without-gc-flag: types with a traverse function that the collector never calls.

use super::gc_flag_without_traverse::is_readable;
use crate::source::context::{Context, Sink};
use crate::source::types::{is_set_through_pointer, targets_of_type, with_collector};

/// What the flags are assigned through when the type is not named.
const FLAG_MEMBERS: [&str; 2] = ["tp_flags", "flags"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for ty in &cx.model.types {
        if ty.has_flag("Py_TPFLAGS_HAVE_GC") != Some(false) || !ty.slots.contains_key("tp_traverse") {
            continue;
        }
        let targets = with_collector(targets_of_type(cx, ty, &["Py_TPFLAGS_HAVE_GC"]));
        if targets.is_empty() || !is_readable(cx.tree, ty) || is_set_through_pointer(cx, &FLAG_MEMBERS) {
            continue;
        }
        let message = format!("`{}` has a `tp_traverse` and no `Py_TPFLAGS_HAVE_GC`", cx.tree[ty.decl].name);
        let help =
            "add `Py_TPFLAGS_HAVE_GC` to the flags, or drop `tp_traverse` when the instances hold no objects";
        sink.add(cx.finding(ty.loc, message).help(help).targets(targets).item("Py_TPFLAGS_HAVE_GC"));
    }
}
