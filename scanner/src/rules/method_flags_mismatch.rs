//! method-flags-mismatch: a method table calls a function with other parameters than it has.

use pilotage_finding::Severity;

use super::platforms;
use crate::source::context::{Context, Sink};
use crate::source::model::constant_of;
use crate::source::tables::{self, Entry};
use crate::source::{signature, slots};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let fields = tables::fields("PyMethodDef");
    for (decl, list) in tables::initialised(cx.tree) {
        match tables::record_of(cx.tree, decl) {
            Some(("PyMethodDef", None)) => entry(cx, sink, &tables::entry(cx.tree, list, &fields)),
            Some(("PyMethodDef", Some(_))) => {
                for found in tables::entries(cx.tree, list, &fields) {
                    entry(cx, sink, &found);
                }
            }
            _ => {}
        }
    }
}

fn entry(cx: &Context<'_>, sink: &mut Sink, entry: &Entry<'_>) {
    let tree = cx.tree;
    let Some((node, function)) = entry.field("ml_meth").and_then(|value| signature::named(tree, value))
    else {
        return;
    };
    let Some(flags) = entry.field("ml_flags").map_or(Some(0), |value| tree.constant(value)) else { return };
    let loc = tree[node].loc;
    let targets = cx.targets_at(loc);
    if targets.is_empty() || !cx.is_own(loc) || !signature::is_judged(tree, function) {
        return;
    }
    let name = &tree[function].name;
    let draft = match slots::method(flags) {
        None => cx
            .finding(loc, format!("Python refuses the flags of `{name}`: {}", written(flags)))
            .help("give one of the combinations of `METH_` flags that say how a function is called"),
        Some(wanted) => {
            let Some(mismatch) = signature::compare(tree, function, wanted) else { return };
            if mismatch.only_windows && !platforms::is_for_windows(cx, loc) {
                return;
            }
            cx.finding(loc, format!("`{name}` {} by {}", mismatch.text, written(flags)))
                .severity(mismatch.severity)
                .confidence(mismatch.confidence)
                .help(help(mismatch.severity))
        }
    };
    sink.add(draft.targets(targets));
}

fn help(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "give the function the parameters that its flags promise, or it other flags",
        _ => "add the missing parameters, even unused, so that the call has the function's own type",
    }
}

/// Flags by their names.
fn written(flags: i64) -> String {
    const NAMES: [&str; 8] = [
        "METH_VARARGS",
        "METH_KEYWORDS",
        "METH_NOARGS",
        "METH_O",
        "METH_CLASS",
        "METH_STATIC",
        "METH_FASTCALL",
        "METH_METHOD",
    ];
    let names: Vec<&str> =
        NAMES.into_iter().filter(|name| constant_of(name).is_some_and(|value| flags & value != 0)).collect();
    if names.is_empty() { format!("`{flags}`") } else { format!("`{}`", names.join(" | ")) }
}
