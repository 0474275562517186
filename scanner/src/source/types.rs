//! Which functions fill the slots of which types of a unit.

use pilotage_capi::Target;

use super::context::Context;
use super::lexical;
use super::model::{TypeDef, TypeSource};
use super::tree::{DeclId, Function, Loc, NodeId, NodeKind, Origin, Tree};

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

/// The chosen targets at the head of a function for which none of the words stands in text of it that this parse
/// skipped: another branch of an `#if` may do for them what is missing here.
pub(crate) fn targets_of_function(cx: &Context<'_>, function: &Function, words: &[&str]) -> Vec<Target> {
    let loc = cx.tree[function.decl].loc;
    let mut targets = cx.targets_at(loc);
    without_words(cx, &mut targets, Loc { offset: function.start, ..loc }, function.end, words);
    targets
}

/// The targets whose collector looks into the objects of extensions: PyPy's does not, and its objects have no header for
/// one.
pub(crate) fn with_collector(mut targets: Vec<Target>) -> Vec<Target> {
    targets.retain(|target| !matches!(target, Target::PyPy(_)));
    targets
}

/// The same for the definition of a type.
pub(crate) fn targets_of_type(cx: &Context<'_>, ty: &TypeDef, words: &[&str]) -> Vec<Target> {
    let mut targets = cx.targets_at(ty.loc);
    let Some(init) = cx.tree[ty.decl].init else { return targets };
    without_words(cx, &mut targets, ty.loc, end_of(cx.tree, init), words);
    let tables = cx.tree.descendants(init).into_iter().filter_map(|node| match cx.tree[node].kind {
        NodeKind::Name(decl) => cx.tree[decl].init.map(|init| (cx.tree[decl].loc, init)),
        _ => None,
    });
    for (loc, init) in tables {
        without_words(cx, &mut targets, loc, end_of(cx.tree, init), words);
    }
    targets
}

/// The last place in an initialiser.
fn end_of(tree: &Tree, init: NodeId) -> u32 {
    tree.descendants(init).into_iter().map(|node| tree[node].loc.offset).max().unwrap_or_default()
}

fn without_words(cx: &Context<'_>, targets: &mut Vec<Target>, start: Loc, end: u32, words: &[&str]) {
    let skipped =
        cx.tree.skipped.iter().filter(|skipped| {
            skipped.file == start.file && skipped.start < end && skipped.end > start.offset
        });
    for skipped in skipped {
        let text = &cx.tree[skipped.file].text;
        for word in lexical::words(text, skipped.start as usize, skipped.end as usize) {
            if words.contains(&word.name) {
                let loc = Loc { offset: word.offset as u32, ..start };
                targets.retain(|target| !cx.is_for(loc, *target));
            }
        }
    }
}
