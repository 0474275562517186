//! Which functions fill the slots of which types of a unit.

use super::context::Context;
use super::model::{TypeDef, TypeSource};
use super::tree::{DeclId, Function, NodeId, NodeKind, Origin, Tree};

/// A function of the unit and the types that have it in the slot asked for.
pub(crate) struct SlotFunction<'a> {
    /// The function.
    pub(crate) function: &'a Function,
    /// Types, at least one.
    pub(crate) types: Vec<&'a TypeDef>,
}

/// The functions that the unit's types have in a slot, in the order of the types.
pub(crate) fn slot_functions<'a>(cx: &Context<'a>, slot: &str) -> Vec<SlotFunction<'a>> {
    let mut found: Vec<SlotFunction<'a>> = Vec::new();
    for ty in cx.model.types.iter().filter(|ty| !ty.opaque) {
        let Some(decl) = function_in(cx.tree, ty, slot) else { continue };
        if let Some(known) = found.iter_mut().find(|known| known.function.decl == decl) {
            known.types.push(ty);
        } else if let Some(function) = cx.tree.definition(decl) {
            found.push(SlotFunction { function, types: vec![ty] });
        }
    }
    found
}

/// The function that a type has in a slot.
pub(crate) fn function_in(tree: &Tree, ty: &TypeDef, slot: &str) -> Option<DeclId> {
    ty.slots.get(slot).and_then(|value| tree.named_function(*value))
}

/// The function fills the slot of one of the unit's heap types.
pub(crate) fn fills_heap_slot(cx: &Context<'_>, function: DeclId, slot: &str) -> bool {
    let mut heap = cx.model.types.iter().filter(|ty| ty.source == TypeSource::Spec);
    heap.any(|ty| function_in(cx.tree, ty, slot) == Some(function))
}

/// A call of `type->slot(...)`: the type is one of Python's own, named (`PyList_Type`, `PyExc_Exception`).
pub(crate) fn is_builtin(tree: &Tree, object: Option<NodeId>) -> bool {
    object
        .and_then(|object| tree.named_variable(object))
        .is_some_and(|variable| tree[variable].origin == Origin::Api)
}

/// The slot is assigned through a pointer somewhere in the unit: any type may have got it.
pub(crate) fn is_set_through_pointer(cx: &Context<'_>, members: &[&str]) -> bool {
    let tree = cx.tree;
    tree.nodes.iter().enumerate().any(|(at, node)| {
        let target = match node.kind {
            NodeKind::Assign(_) => tree.kid(NodeId(at as u32), 0),
            _ => None,
        };
        let Some(target) = target else { return false };
        let NodeKind::Member { field, .. } = tree[target].kind else { return false };
        let variable = tree.kid(target, 0).and_then(|object| tree.named_variable(object));
        members.contains(&tree[field].name.as_str())
            && !cx.model.types.iter().any(|ty| Some(ty.decl) == variable)
    })
}
