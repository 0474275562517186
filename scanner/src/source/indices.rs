//! What is looked up often in a tree, each made once and when it is first asked for.
//! Knows the shape of a tree only; the questions are those of `tree.rs`.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::tree::{DeclId, FileId, Function, Loc, NodeId, NodeKind, Record, Tree};

/// The indices of a tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Indices {
    order: OnceCell<Order>,
    /// Where each definition stands in `functions`.
    definitions: OnceCell<HashMap<DeclId, usize>>,
    records: OnceCell<HashMap<String, usize>>,
    places: OnceCell<Vec<Place>>,
}

/// All nodes, parents first: what is below a node follows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    nodes: Vec<NodeId>,
    /// By node: where it stands in `nodes`, and where that which is below it ends.
    ranges: Vec<(u32, u32)>,
    /// The calls, in the same order, and where each stands in `nodes`.
    calls: Vec<NodeId>,
    call_places: Vec<u32>,
}

/// Where the text of a function lies.
#[derive(Clone, Copy, Debug)]
struct Place {
    file: FileId,
    start: u32,
    end: u32,
    /// The largest end of this and all earlier places of the file.
    reach: u32,
    function: usize,
}

impl Indices {
    /// A node was added.
    pub(super) fn forget_nodes(&mut self) {
        self.order.take();
    }

    /// The nodes in order.
    pub(super) fn order(&self, tree: &Tree) -> &Order {
        self.order.get_or_init(|| Order::of(tree))
    }

    /// Big units have thousands of functions, and every call asks.
    pub(super) fn definition<'t>(&self, tree: &'t Tree, decl: DeclId) -> Option<&'t Function> {
        let index = self.definitions.get_or_init(|| {
            tree.functions.iter().enumerate().rev().map(|(at, function)| (function.decl, at)).collect()
        });
        index.get(&decl).and_then(|at| tree.functions.get(*at))
    }

    /// The first record of that name.
    pub(super) fn record<'t>(&self, tree: &'t Tree, name: &str) -> Option<&'t Record> {
        let index = self.records.get_or_init(|| {
            let named = |(at, record): (usize, &Record)| (tree[record.decl].name.clone(), at);
            tree.records.iter().enumerate().rev().map(named).collect()
        });
        index.get(name).and_then(|at| tree.records.get(*at))
    }

    /// The first function whose text holds the place.
    pub(super) fn function_at<'t>(&self, tree: &'t Tree, loc: Loc) -> Option<&'t Function> {
        let places = self.places.get_or_init(|| places(tree));
        let behind = places.partition_point(|place| (place.file, place.start) <= (loc.file, loc.offset));
        let is_near = |place: &&Place| place.file == loc.file && place.reach > loc.offset;
        let before = places.get(..behind).unwrap_or_default().iter().rev().take_while(is_near);
        let first = before.filter(|place| place.end > loc.offset).map(|place| place.function).min();
        first.and_then(|at| tree.functions.get(at))
    }
}

fn places(tree: &Tree) -> Vec<Place> {
    let mut places: Vec<Place> = tree
        .functions
        .iter()
        .enumerate()
        .map(|(at, f)| Place {
            file: tree[f.decl].loc.file,
            start: f.start,
            end: f.end,
            reach: f.end,
            function: at,
        })
        .collect();
    places.sort_unstable_by_key(|place| (place.file, place.start, place.function));
    for at in 1..places.len() {
        let earlier = places[at - 1];
        if earlier.file == places[at].file {
            places[at].reach = places[at].reach.max(earlier.reach);
        }
    }
    places
}

impl Order {
    fn of(tree: &Tree) -> Self {
        let count = tree.nodes.len();
        let mut is_root = vec![true; count];
        for at in 0..count as u32 {
            for kid in tree.kids(NodeId(at)) {
                if let Some(is_root) = is_root.get_mut(kid.0 as usize) {
                    *is_root = false;
                }
            }
        }
        let mut order =
            Order { nodes: Vec::with_capacity(count), ranges: vec![(0, 0); count], ..Order::default() };
        for (at, _) in is_root.into_iter().enumerate().filter(|(_, is_root)| *is_root) {
            order.descend(tree, NodeId(at as u32));
        }
        order
    }

    /// Adds what is below a root.
    fn descend(&mut self, tree: &Tree, root: NodeId) {
        // An end of the stack is a node whose kids are all done.
        let mut open = vec![(root, false)];
        while let Some((node, is_done)) = open.pop() {
            let Some(range) = self.ranges.get_mut(node.0 as usize) else { continue };
            if is_done {
                range.1 = self.nodes.len() as u32;
                continue;
            }
            let place = self.nodes.len() as u32;
            range.0 = place;
            self.nodes.push(node);
            if matches!(tree[node].kind, NodeKind::Call(_)) {
                self.calls.push(node);
                self.call_places.push(place);
            }
            let kids = tree.kids(node);
            if kids.is_empty() {
                range.1 = place + 1;
                continue;
            }
            open.push((node, true));
            // `a ?: b` has `a` twice.
            let is_new = |at: &usize| *at == 0 || kids[*at] != kids[at - 1];
            open.extend((0..kids.len()).rev().filter(is_new).map(|at| (kids[at], false)));
        }
    }

    fn range(&self, node: NodeId) -> (u32, u32) {
        self.ranges.get(node.0 as usize).copied().unwrap_or_default()
    }

    pub(super) fn below(&self, node: NodeId) -> &[NodeId] {
        let (start, end) = self.range(node);
        self.nodes.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn calls(&self) -> &[NodeId] {
        &self.calls
    }

    pub(super) fn calls_below(&self, node: NodeId) -> &[NodeId] {
        let (start, end) = self.range(node);
        let at = |place: u32| self.call_places.partition_point(|other| *other < place);
        self.calls.get(at(start)..at(end)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::tree::{DeclKind, NodeKind};
    use super::*;

    #[test]
    fn what_is_below_a_node_follows_it() {
        let mut tree = sample::tree();
        let f = sample::decl(&mut tree, "f", DeclKind::Function, sample::INT);
        let one = sample::node(&mut tree, NodeKind::Int(1), sample::INT, &[]);
        let inner = sample::call(&mut tree, f, &[one]);
        let outer = sample::call(&mut tree, f, &[inner]);
        assert_eq!(tree.below(inner).len(), 3);
        assert_eq!(tree.calls_below(outer), [outer, inner]);
        // A node that is added later is known too.
        let last = sample::node(&mut tree, NodeKind::Conditional, sample::INT, &[outer, outer, one]);
        assert_eq!(tree.below(last).first(), Some(&last));
        assert_eq!(tree.calls_below(last), [outer, inner]);
    }

    #[test]
    fn the_function_around_a_place() {
        let mut tree = sample::tree();
        // `inner` lies in `g` and was met later.
        for (name, start, end) in [("f", 0, 10), ("g", 20, 50), ("inner", 30, 40), ("h", 60, 70)] {
            sample::function(&mut tree, name, &[], &[]);
            if let Some(function) = tree.functions.last_mut() {
                (function.start, function.end) = (start, end);
            }
        }
        let name =
            |offset| tree.function_at(Loc { offset, ..Loc::NOWHERE }).map(|f| tree[f.decl].name.as_str());
        assert_eq!(
            [0, 9, 20, 35, 45, 49, 60].map(name).map(Option::unwrap),
            ["f", "f", "g", "g", "g", "g", "h"]
        );
        assert_eq!([10, 15, 50, 70].map(name), [None; 4]);
    }
}
