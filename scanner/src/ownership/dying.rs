//! What is on its way out: variables whose block the unit frees, and functions that run only when an object dies.
//! Told by the text of the functions, whatever their paths.

use std::collections::HashSet;

use pilotage_capi::Effect;

use super::program::Program;
use crate::source::filled;
use crate::source::reach::{Reach, called_function};
use crate::source::tree::{DeclId, NodeId, NodeKind};

/// Slots of functions that run when nobody can reach the object any more.
const LAST: [&str; 4] = ["tp_dealloc", "Py_tp_dealloc", "m_free", "tp_free"];
/// A function that frees what it is given is followed through so many callers.
const ROUNDS: usize = 3;

/// What dies.
#[derive(Default)]
pub(crate) struct Dying {
    /// Variables and parameters that point to what is freed.
    pub(crate) freed: HashSet<DeclId>,
    /// Functions that nobody calls but deallocators.
    pub(crate) functions: HashSet<DeclId>,
}

impl Dying {
    /// Looks through the functions of a unit.
    pub(crate) fn new(program: &Program<'_>, reach: &Reach) -> Self {
        let tree = program.tree;
        let mut freed = HashSet::new();
        for _ in 0..ROUNDS {
            let known = freed.len();
            for call in tree.calls() {
                freed.extend(freed_by(program, *call, &freed));
            }
            if freed.len() == known {
                break;
            }
        }
        let mut roots: Vec<DeclId> = filled::slots(tree)
            .iter()
            .filter(|filled| LAST.contains(&filled.slot.as_str()))
            .filter_map(|filled| tree.named_function(filled.value))
            .collect();
        let frees = tree.functions.iter().filter(|function| {
            let is_first = function.params.first().is_some_and(|first| freed.contains(first));
            (is_first && program.gives_nothing(function)) || tree[function.decl].name.starts_with('~')
        });
        roots.extend(frees.map(|function| function.decl));
        Dying { functions: reach.only_from(&roots), freed }
    }
}

/// The variables whose block a call frees.
fn freed_by(program: &Program<'_>, call: NodeId, freed: &HashSet<DeclId>) -> Vec<DeclId> {
    let tree = program.tree;
    let args = tree.args(call);
    let named = |at: usize| args.get(at).and_then(|arg| tree.named_variable(*arg));
    if let Some(function) = called_function(tree, call).and_then(|decl| tree.definition(decl)) {
        let params = function.params.iter().enumerate();
        return params.filter(|(_, param)| freed.contains(param)).filter_map(|(at, _)| named(at)).collect();
    }
    let Some(contract) = (match tree[call].kind {
        NodeKind::Call(Some(decl)) => program.contract(decl),
        _ => match tree.kid(call, 0).map(|callee| &tree[tree.strip_casts(callee)].kind) {
            Some(NodeKind::Member { field, .. }) => program.slot_contract(*field),
            _ => None,
        },
    }) else {
        return Vec::new();
    };
    let effects = contract.params.iter().enumerate();
    let mut found: Vec<DeclId> =
        effects.filter(|(_, effect)| **effect == Effect::Consumes).filter_map(|(at, _)| named(at)).collect();
    if let Some(memory) = contract.memory.filter(|memory| memory.frees.is_some()) {
        found.extend(named(memory.parameter));
    }
    found
}
