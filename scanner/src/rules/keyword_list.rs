//! What the rules on keyword lists share: from the argument of a call to the array that it is.

use crate::source::context::Context;
use crate::source::tree::{DeclId, DeclKind, NodeId, NodeKind, TypeKind, UnaryOp};

/// A keyword list that is visible whole.
pub(super) struct KeywordList {
    /// The array; `None` for a compound literal.
    pub(super) decl: Option<DeclId>,
    /// Its elements in the order written.
    pub(super) items: Vec<NodeId>,
    /// It is longer than what is written: the rest is null.
    pub(super) is_padded: bool,
    /// Elements are placed by index: their order is not known here.
    pub(super) is_placed: bool,
}

/// The list that an expression is, followed through casts and variables that are never written.
pub(super) fn find(cx: &Context<'_>, node: NodeId) -> Option<KeywordList> {
    find_within(cx, node, 0)
}

fn find_within(cx: &Context<'_>, node: NodeId, depth: u32) -> Option<KeywordList> {
    const DEEPEST: u32 = 4;
    let tree = cx.tree;
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::CompoundLiteral => list(cx, tree.kid(node, 0)?, None, length(cx, node)),
        // `&names[0]`.
        NodeKind::Unary(UnaryOp::AddrOf) => {
            let element = tree.kid(node, 0).filter(|kid| tree[*kid].kind == NodeKind::Subscript)?;
            let is_first = tree.kid(element, 1).and_then(|index| tree.constant(index)) == Some(0);
            tree.kid(element, 0).filter(|_| is_first).and_then(|array| find_within(cx, array, depth + 1))
        }
        NodeKind::Name(decl) if tree[decl].kind == DeclKind::Var && depth < DEEPEST => {
            let init = tree[decl].init?;
            if cx.assigned().parts.contains(&decl) {
                return None;
            }
            match tree[tree[decl].ty].kind {
                TypeKind::Array(_, length) => list(cx, init, Some(decl), length),
                _ if cx.assigned().whole.contains(&decl) => None,
                _ => find_within(cx, init, depth + 1),
            }
        }
        _ => None,
    }
}

fn length(cx: &Context<'_>, node: NodeId) -> Option<u64> {
    match cx.tree[cx.tree[node].ty].kind {
        TypeKind::Array(_, length) => length,
        _ => None,
    }
}

fn list(cx: &Context<'_>, init: NodeId, decl: Option<DeclId>, length: Option<u64>) -> Option<KeywordList> {
    let tree = cx.tree;
    if tree[init].kind != NodeKind::InitList {
        return None;
    }
    let is_placed = tree.kids(init).iter().any(|item| matches!(tree[*item].kind, NodeKind::Designated(_)));
    let value = |item: &NodeId| match tree[*item].kind {
        NodeKind::Designated(_) => tree.kid(*item, 0).unwrap_or(*item),
        _ => *item,
    };
    let items: Vec<NodeId> = tree.kids(init).iter().map(value).collect();
    let is_padded = length.is_some_and(|length| length > items.len() as u64);
    Some(KeywordList { decl, items, is_padded, is_placed })
}

/// The call's keyword list argument, for calls of functions that take one.
pub(super) fn of_call(cx: &Context<'_>, call: NodeId, name: &str) -> Option<NodeId> {
    let at = crate::source::formats::function(name)?.keywords?;
    cx.tree.args(call).get(at).copied()
}
