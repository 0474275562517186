//! Which values stand in which slots of types and modules: in brace initialisers, slot arrays and assignments.
//! Says what a slot is called with; whether the function fits is for the rules.

use super::slots::{self, Signature, SlotFamily};
use super::tables::{self, Entry};
use super::tree::{NodeId, NodeKind, Origin, Tree};

/// A slot that is filled.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// `tp_init`, `Py_tp_init`.
    pub(crate) slot: String,
    /// What is put into it.
    pub(crate) value: NodeId,
    /// What it is called with.
    pub(crate) signature: &'static Signature,
}

/// The slots of a unit that hold functions.
pub(crate) fn slots(tree: &Tree) -> Vec<Filled> {
    let mut filled = Vec::new();
    initialisers(tree, &mut filled);
    assignments(tree, &mut filled);
    filled
}

/// Slots that are filled by brace initialisers.
fn initialisers(tree: &Tree, filled: &mut Vec<Filled>) {
    for (decl, list) in tables::initialised(tree) {
        let Some((record, length)) = tables::record_of(tree, decl) else { continue };
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
        if family(record).is_none() && !is_struct {
            continue;
        }
        let fields = tables::fields(record);
        let entries = match length {
            None => vec![tables::entry(tree, list, &fields)],
            Some(_) => tables::entries(tree, list, &fields),
        };
        for entry in &entries {
            match family(record) {
                Some(family) => filled.extend(slot(tree, entry, family)),
                None => filled.extend(entry.fields.iter().filter_map(|(member, value)| {
                    let signature = slots::member(record, member)?;
                    Some(Filled { slot: (*member).to_owned(), value: *value, signature })
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

fn slot(tree: &Tree, entry: &Entry<'_>, family: SlotFamily) -> Option<Filled> {
    let (id, values): (_, &[&str]) = match family {
        SlotFamily::Type => ("slot", &["pfunc"]),
        SlotFamily::Module => ("slot", &["value"]),
        SlotFamily::Any => ("sl_id", &["sl_func", "sl_ptr"]),
    };
    let number = tree.constant(entry.field(id)?)?;
    let (name, wanted) = slots::slot(family, number)?;
    let value = values.iter().find_map(|field| entry.field(field))?;
    Some(Filled { slot: name.to_owned(), value, signature: wanted? })
}

/// `Type.tp_init = f;`, `type->tp_as_number->nb_add = f;`
fn assignments(tree: &Tree, filled: &mut Vec<Filled>) {
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
        if let Some(signature) = slots::member(record, &member.name) {
            filled.push(Filled { slot: member.name.clone(), value, signature });
        }
    }
}
