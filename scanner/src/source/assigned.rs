//! Which variables a unit assigns to after their declaration: what is never assigned keeps what it began with.
//! Says that, not where or by whom (that is `writes.rs`).

use std::collections::HashSet;

use super::tree::{DeclId, NodeId, NodeKind, Tree, UnaryOp};

/// Variables that are assigned.
#[derive(Clone, Debug, Default)]
pub(crate) struct Assigned {
    /// The variable itself is assigned, counted up or down, or its address is taken.
    pub(crate) whole: HashSet<DeclId>,
    /// A part of it is assigned: an element, a member, what it points to.
    pub(crate) parts: HashSet<DeclId>,
}

impl Assigned {
    pub(crate) fn collect(tree: &Tree) -> Self {
        let mut assigned = Assigned::default();
        for at in 0..tree.nodes.len() {
            let node = NodeId(at as u32);
            let is_address = match tree[node].kind {
                NodeKind::Assign(_) => false,
                NodeKind::Unary(UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec) => {
                    false
                }
                NodeKind::Unary(UnaryOp::AddrOf) => true,
                _ => continue,
            };
            let Some(target) = tree.kid(node, 0) else { continue };
            match root(tree, target) {
                Some((variable, false)) => assigned.whole.insert(variable),
                // The address of an element is how tables are handed on.
                Some((variable, true)) if !is_address => assigned.parts.insert(variable),
                _ => continue,
            };
        }
        assigned
    }
}

/// The variable that an lvalue is or belongs to, and whether it is a part of it.
fn root(tree: &Tree, mut node: NodeId) -> Option<(DeclId, bool)> {
    let mut is_part = false;
    loop {
        match tree[node].kind {
            NodeKind::Name(decl) => return Some((decl, is_part)),
            NodeKind::Cast => {}
            NodeKind::Member { .. } | NodeKind::Subscript | NodeKind::Unary(UnaryOp::Deref) => is_part = true,
            NodeKind::Binary(_) if is_part => {}
            _ => return None,
        }
        node = tree.kid(node, 0)?;
    }
}
