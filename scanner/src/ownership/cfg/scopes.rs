//! Variables with a cleanup function (GNU C): where control leaves their scope, the function is called with their address.
//! The calls themselves are in the tree, below the declarations; here is where they happen.

use std::collections::HashMap;

use super::{BlockId, Builder, End, Item};
use crate::source::tree::{DeclId, NodeId, NodeKind, Tree};

/// A block that `break` or `continue` goes to, and how many variables are still to be cleaned up there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exit {
    to: BlockId,
    depth: usize,
}

/// The variables in scope that are to be cleaned up, by their calls, and those in scope at each label.
#[derive(Default)]
pub(super) struct Scopes {
    open: Vec<NodeId>,
    at_labels: HashMap<DeclId, Vec<NodeId>>,
}

impl Scopes {
    pub(super) fn new(tree: &Tree, body: NodeId) -> Self {
        let mut scopes = Scopes::default();
        if tree.below(body).iter().any(|node| cleanup(tree, *node).is_some()) {
            scopes.labels(tree, body);
            scopes.open.clear();
        }
        scopes
    }

    /// Follows the scopes of a function without its control, to know those of its labels.
    fn labels(&mut self, tree: &Tree, node: NodeId) {
        let depth = self.open.len();
        if let NodeKind::Label(label) = tree[node].kind {
            self.at_labels.insert(label, self.open.clone());
        }
        for &kid in tree.kids(node) {
            self.labels(tree, kid);
        }
        match tree[node].kind {
            NodeKind::VarDecl(_) => self.enter(tree, node),
            NodeKind::Compound | NodeKind::For => self.open.truncate(depth),
            _ => {}
        }
    }

    /// A variable is declared.
    pub(super) fn enter(&mut self, tree: &Tree, declaration: NodeId) {
        self.open.extend(cleanup(tree, declaration));
    }

    /// How many of the variables in scope are so at the label, too.
    pub(super) fn common(&self, label: DeclId) -> usize {
        let there = self.at_labels.get(&label).map_or(&[][..], Vec::as_slice);
        self.open.iter().zip(there).take_while(|(here, there)| here == there).count()
    }
}

impl Builder<'_> {
    /// What is built inside is a scope: at its end its variables are cleaned up.
    pub(super) fn scope(&mut self, inside: impl FnOnce(&mut Self)) {
        let depth = self.scopes.open.len();
        inside(self);
        self.clean_up(depth);
        self.scopes.open.truncate(depth);
    }

    pub(super) fn statements(&mut self, nodes: &[NodeId]) {
        for &node in nodes {
            self.statement(node);
        }
    }

    /// Where a jump to this block leads from inside.
    pub(super) fn exit(&self, to: BlockId) -> Exit {
        Exit { to, depth: self.scopes.open.len() }
    }

    /// Goes where `break` or `continue` leads.
    pub(super) fn leave(&mut self, exit: Option<Exit>) {
        match exit {
            Some(exit) => {
                self.clean_up(exit.depth);
                self.end(End::Jump(exit.to));
            }
            None => self.end(End::Stop),
        }
    }

    /// The value of a `return` is what it was before the variables are cleaned up.
    pub(super) fn keep_over_cleanups(&mut self, value: NodeId) {
        if !self.scopes.open.is_empty() {
            self.item(Item::Keep(value));
        }
    }

    /// Cleans the variables up that are in scope here and not where `depth` of them are, the last one first.
    pub(super) fn clean_up(&mut self, depth: usize) {
        for call in self.scopes.open.get(depth..).unwrap_or(&[]).to_vec().into_iter().rev() {
            self.item(Item::Cleanup(call));
        }
    }
}

/// The call that cleans a variable up, below its declaration.
fn cleanup(tree: &Tree, node: NodeId) -> Option<NodeId> {
    match tree[node].kind {
        NodeKind::VarDecl(_) => tree.kid(node, 1),
        _ => None,
    }
}
