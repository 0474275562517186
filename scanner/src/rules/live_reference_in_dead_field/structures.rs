//! Structures of C that the unit frees while a field of theirs has a reference: one that no code of the unit could give back.
//! The instances of types are judged next door.

use std::collections::BTreeMap;

use super::Owned;
use crate::ownership;
use crate::source::context::Context;
use crate::source::shape::Parents;
use crate::source::tree::{
    BinaryOp, DeclId, DeclKind, Function, NodeId, NodeKind, Origin, Tree, TypeKind, UnaryOp,
};

/// Functions that free a structure, each with the fields that are forgotten.
pub(super) fn missed<'a>(cx: &Context<'a>) -> Vec<(&'a Function, Vec<Owned>)> {
    let tree = cx.tree;
    let frees = frees(tree);
    let record = |field: &DeclId| tree[*field].parent.map(|parent| tree[parent].name.as_str());
    let mut missed: BTreeMap<DeclId, Vec<Owned>> = BTreeMap::new();
    for (&field, &loc) in &cx.ownership().kept {
        let Some(function) = record(&field).and_then(|name| frees.get(name)) else { continue };
        if is_never_given_back(tree, field, cx.parents()) {
            let owned = Owned { name: tree[field].name.clone(), loc, is_in_table: false };
            missed.entry(*function).or_default().push(owned);
        }
    }
    missed.into_iter().filter_map(|(decl, owned)| Some((tree.definition(decl)?, owned))).collect()
}

/// The functions that free structures which they have not made, by the name of the structure.
fn frees(tree: &Tree) -> BTreeMap<&str, DeclId> {
    let mut found = BTreeMap::new();
    for &call in tree.calls() {
        let freed = tree.callee(call).and_then(|callee| ownership::freed_argument(&callee.name));
        let argument = freed.and_then(|at| tree.args(call).get(at));
        let (Some(variable), Some(function)) = (
            argument.and_then(|argument| tree.named_variable(*argument)),
            tree.function_at(tree[call].loc),
        ) else {
            continue;
        };
        let ty = tree[variable].ty;
        let is_structure =
            matches!(tree[ty].kind, TypeKind::Pointer(_)) && !tree.is_object_pointer(ty) && function.unseen.is_empty();
        let is_own = tree[tree[function.decl].loc.file].origin == Origin::Own;
        if let Some(name) = tree.record_name(ty)
            && is_structure
            && is_own
            && tree[variable].kind == DeclKind::Param
        {
            found.entry(name).or_insert(function.decl);
        }
    }
    found
}

/// Wherever the unit reads the field, it lends what is in it, and nothing more.
fn is_never_given_back(tree: &Tree, field: DeclId, parents: &Parents) -> bool {
    let is_named = |node: &NodeId| matches!(tree[*node].kind, NodeKind::Member { field: named, .. } if named == field);
    (0..tree.nodes.len() as u32).map(NodeId).filter(is_named).all(|node| is_lent(tree, node, parents))
}

fn is_lent(tree: &Tree, node: NodeId, parents: &Parents) -> bool {
    let Some((outer, inside)) = parents.past_casts(tree, node) else { return false };
    match tree[outer].kind {
        NodeKind::Assign(None) => tree.kid(outer, 0) == Some(inside),
        NodeKind::Binary(BinaryOp::Eq | BinaryOp::Ne | BinaryOp::And | BinaryOp::Or) | NodeKind::If => true,
        NodeKind::Unary(UnaryOp::Not) => true,
        NodeKind::Call(_) => {
            let at = tree.args(outer).iter().position(|arg| *arg == inside);
            let name = tree.api_callee(outer);
            matches!((at, name), (Some(at), Some(name)) if !ownership::takes_reference(name, at))
        }
        _ => false,
    }
}
