//! Which local variables are still wanted at the beginning of each block.
//! A variable whose address is taken is wanted everywhere.

use std::collections::HashSet;

use super::cfg::{BlockId, Cfg, End, Item, Source};
use super::repair::{Does, Spot};
use super::{Map, Set};
use crate::source::tree::{DeclId, DeclKind, NodeId, NodeKind, Tree, TypeKind, UnaryOp};

/// Wanted variables by block.
pub(crate) struct Live {
    index: Map<DeclId, usize>,
    at: Vec<Vec<u64>>,
    always: Set<DeclId>,
}

impl Live {
    pub(crate) fn new(tree: &Tree, cfg: &Cfg) -> Self {
        let mut reader = Reader { tree, index: Map::default(), always: Set::default() };
        let blocks: Vec<Uses> = (0..cfg.blocks.len()).map(|at| reader.block(cfg, at)).collect();
        let words = reader.index.len().div_ceil(64);
        let bits = |set: &HashSet<usize>| {
            let mut bits = vec![0_u64; words];
            set.iter().for_each(|at| bits[at / 64] |= 1 << (at % 64));
            bits
        };
        let read: Vec<_> = blocks.iter().map(|uses| bits(&uses.read)).collect();
        let written: Vec<_> = blocks.iter().map(|uses| bits(&uses.written)).collect();
        let mut at = read.clone();
        let mut changed = true;
        while changed {
            changed = false;
            for block in (0..cfg.blocks.len()).rev() {
                let mut out = vec![0_u64; words];
                for next in cfg.successors(BlockId(block as u32)) {
                    out.iter_mut().zip(&at[next.0 as usize]).for_each(|(all, one)| *all |= one);
                }
                for word in 0..words {
                    let wanted = at[block][word] | read[block][word] | (out[word] & !written[block][word]);
                    changed |= wanted != at[block][word];
                    at[block][word] = wanted;
                }
            }
        }
        Live { index: reader.index, at, always: reader.always }
    }

    /// The variable is wanted at the beginning of the block.
    pub(crate) fn is_wanted(&self, block: BlockId, variable: DeclId) -> bool {
        let Some(&bit) = self.index.get(&variable) else { return false };
        self.always.contains(&variable)
            || self.at.get(block.0 as usize).is_some_and(|bits| bits[bit / 64] & (1 << (bit % 64)) != 0)
    }
}

#[derive(Default)]
struct Uses {
    /// Read before they are written here.
    read: HashSet<usize>,
    /// Written before they are read here, or at all.
    written: HashSet<usize>,
}

struct Reader<'t> {
    tree: &'t Tree,
    index: Map<DeclId, usize>,
    always: Set<DeclId>,
}

impl Reader<'_> {
    fn block(&mut self, cfg: &Cfg, at: usize) -> Uses {
        let mut uses = Uses::default();
        let Some(block) = cfg.blocks.get(at) else { return uses };
        for item in &block.items {
            match item {
                Item::Eval(node) | Item::Drop(node) | Item::Keep(node) | Item::Cleanup(node) => {
                    self.node(*node, &mut uses)
                }
                Item::Value { from: Source::Node(node), .. } => self.node(*node, &mut uses),
                Item::Repair(at) => match cfg.repairs.get(*at).map(|repair| (repair.does, repair.spot)) {
                    Some((Does::TakeResult(node), _) | (Does::ReleaseResult, Spot::Instead(node))) => {
                        self.node(node, &mut uses);
                    }
                    Some((does, _)) => {
                        does.variable().into_iter().for_each(|decl| self.read(decl, &mut uses))
                    }
                    None => {}
                },
                Item::Value { .. } => {}
            }
        }
        match &block.end {
            End::Branch { condition, .. } => self.node(*condition, &mut uses),
            End::Switch { value, .. } => self.node(*value, &mut uses),
            End::Return { value: Some(value), .. } => self.node(*value, &mut uses),
            _ => {}
        }
        uses
    }

    fn read(&mut self, variable: DeclId, uses: &mut Uses) {
        let number = self.number(variable);
        if !uses.written.contains(&number) {
            uses.read.insert(number);
        }
    }

    fn number(&mut self, variable: DeclId) -> usize {
        let next = self.index.len();
        *self.index.entry(variable).or_insert(next)
    }

    fn node(&mut self, node: NodeId, uses: &mut Uses) {
        let tree = self.tree;
        match tree[node].kind {
            NodeKind::Name(decl) if matches!(tree[decl].kind, DeclKind::Var | DeclKind::Param) => {
                self.read(decl, uses);
                // An array is its own address.
                if matches!(tree[tree[decl].ty].kind, TypeKind::Array(..) | TypeKind::Record(_)) {
                    self.always.insert(decl);
                }
                return;
            }
            NodeKind::Unary(UnaryOp::AddrOf) => {
                if let Some(decl) = tree.kid(node, 0).and_then(|kid| tree.named_variable(kid)) {
                    self.always.insert(decl);
                }
            }
            NodeKind::Assign(None) => {
                let target = tree.kid(node, 0).map(|kid| tree.strip_casts(kid));
                if let Some(target) = target
                    && let NodeKind::Name(decl) = tree[target].kind
                {
                    if let Some(value) = tree.kid(node, 1) {
                        self.node(value, uses);
                    }
                    let number = self.number(decl);
                    uses.written.insert(number);
                    return;
                }
            }
            NodeKind::VarDecl(decl) => {
                if let Some(value) = tree.kid(node, 0) {
                    self.node(value, uses);
                }
                let number = self.number(decl);
                uses.written.insert(number);
                return;
            }
            _ => {}
        }
        for &kid in tree.kids(node) {
            self.node(kid, uses);
        }
    }
}
