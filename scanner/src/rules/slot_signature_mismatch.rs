//! slot-signature-mismatch: a function in a slot has another signature than the slot is called with.

use std::collections::HashSet;

use super::platforms;
use crate::source::context::{Context, Sink};
use crate::source::signature;
use crate::source::slots::{self, Signature, SlotFamily};
use crate::source::tables::{self, Entry};
use crate::source::tree::{NodeId, NodeKind, Origin};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let mut slots = Vec::new();
    initialisers(cx, &mut slots);
    assignments(cx, &mut slots);
    let mut seen = HashSet::new();
    for (name, value, wanted) in slots {
        if seen.insert(value) {
            report(cx, sink, &name, value, wanted);
        }
    }
}

/// A slot's name, what is put into it, and what it is called with.
type Filled = (String, NodeId, &'static Signature);

/// Slots that are filled by brace initialisers.
fn initialisers(cx: &Context<'_>, filled: &mut Vec<Filled>) {
    let tree = cx.tree;
    for (decl, list) in tables::initialised(tree) {
        let Some((record, length)) = tables::record_of(tree, decl) else { continue };
        let is_slots = family(record).is_some();
        let is_struct = matches!(
            record,
            "PyTypeObject"
                | "PyNumberMethods"
                | "PySequenceMethods"
                | "PyMappingMethods"
                | "PyAsyncMethods"
                | "PyBufferProcs"
                | "PyGetSetDef"
                | "PyModuleDef"
        );
        if !is_slots && !is_struct {
            continue;
        }
        let fields = tables::fields(record);
        let entries = match length {
            None => vec![tables::entry(tree, list, &fields)],
            Some(_) => tables::entries(tree, list, &fields),
        };
        for entry in &entries {
            match family(record) {
                Some(family) => filled.extend(slot(cx, entry, family)),
                None => filled.extend(entry.fields.iter().filter_map(|(member, value)| {
                    slots::member(record, member).map(|wanted| ((*member).to_owned(), *value, wanted))
                })),
            }
        }
    }
}

fn family(record: &str) -> Option<SlotFamily> {
    Some(match record {
        "PyType_Slot" => SlotFamily::Type,
        "PyModuleDef_Slot" => SlotFamily::Module,
        "PySlot" => SlotFamily::Any,
        _ => return None,
    })
}

fn slot(cx: &Context<'_>, entry: &Entry<'_>, family: SlotFamily) -> Option<Filled> {
    let (id, values): (_, &[&str]) = match family {
        SlotFamily::Type => ("slot", &["pfunc"]),
        SlotFamily::Module => ("slot", &["value"]),
        SlotFamily::Any => ("sl_id", &["sl_func", "sl_ptr"]),
    };
    let number = cx.tree.constant(entry.field(id)?)?;
    let (name, wanted) = slots::slot(family, number)?;
    let value = values.iter().find_map(|field| entry.field(field))?;
    Some((name.to_owned(), value, wanted?))
}

/// `Type.tp_init = f;`, `type->tp_as_number->nb_add = f;`
fn assignments(cx: &Context<'_>, filled: &mut Vec<Filled>) {
    let tree = cx.tree;
    for at in 0..tree.nodes.len() as u32 {
        let node = NodeId(at);
        if tree[node].kind != NodeKind::Assign(None) {
            continue;
        }
        let (Some(target), Some(value)) = (tree.kid(node, 0), tree.kid(node, 1)) else { continue };
        let NodeKind::Member { field, .. } = tree[target].kind else { continue };
        let (member, Some(record)) = (&tree[field], tree[field].parent) else { continue };
        if member.origin != Origin::Api {
            continue;
        }
        let record =
            pilotage_capi::record(&tree[record].name).map_or(tree[record].name.as_str(), |item| item.name);
        if let Some(wanted) = slots::member(record, &member.name) {
            filled.push((member.name.clone(), value, wanted));
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
