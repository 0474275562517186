//! slot-signature-mismatch: a function in a slot has another signature than the slot is called with.

use std::collections::HashSet;

use super::platforms;
use crate::source::context::{Context, Sink};
use crate::source::filled;
use crate::source::signature;
use crate::source::slots::Signature;
use crate::source::tree::NodeId;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let mut seen = HashSet::new();
    for filled in filled::slots(cx.tree) {
        if seen.insert(filled.value) {
            report(cx, sink, &filled.slot, filled.value, filled.signature);
        }
    }
}

fn report(cx: &Context<'_>, sink: &mut Sink, slot: &str, value: NodeId, wanted: &Signature) {
    let tree = cx.tree;
    let Some((node, function)) = signature::named(tree, value) else { return };
    let Some(mismatch) = signature::compare(tree, function, wanted) else { return };
    let loc = tree[node].loc;
    let targets = cx.targets_at(loc);
    let is_told = !mismatch.only_windows || platforms::is_for_windows(cx, loc);
    if targets.is_empty() || !cx.is_own(loc) || !is_told {
        return;
    }
    let draft = cx
        .finding(loc, format!("`{}` {} in slot `{slot}`", tree[function].name, mismatch.text))
        .severity(mismatch.severity)
        .confidence(mismatch.confidence)
        .help(format!("give the function the signature of `{slot}`, and cast its parameters inside"));
    sink.add(draft.targets(targets));
}
