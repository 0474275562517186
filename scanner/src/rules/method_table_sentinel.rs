//! method-table-sentinel: a table that Python reads up to a zero entry has none.

use crate::source::context::{Context, Sink};
use crate::source::slots;
use crate::source::tables::{self, Entry};
use crate::source::tree::{DeclId, DeclKind, NodeId, NodeKind, Origin, Tree, TypeKind, UnaryOp};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    let open: Vec<(DeclId, &str)> = tables::initialised(tree)
        .filter_map(|(decl, list)| {
            let (record, length) = tables::record_of(tree, decl)?;
            let end = &slots::table(record)?.end;
            let entries = tables::entries(tree, list, &tables::fields(record));
            let is_open = !entries.is_empty()
                && length.is_some_and(|length| length <= entries.len() as u64)
                && entries.iter().all(|entry| is_surely_no_end(tree, entry, end));
            let is_judged =
                is_open && !cx.assigned().parts.contains(&decl) && cx.is_own(tree[decl].loc);
            is_judged.then_some((decl, record))
        })
        .collect();
    if open.is_empty() {
        return;
    }
    let usage = Usage::read(tree);
    for (decl, record) in open {
        let loc = tree[decl].loc;
        let targets = cx.targets_at(loc);
        if !targets.is_empty() && usage.is_read_to_its_end(tree, decl) {
            let message = format!("`{record}` table `{}` has no zero entry at its end", tree[decl].name);
            let help = match record {
                "PyType_Slot" | "PyModuleDef_Slot" => "end the table with `{0, NULL}`",
                "PySlot" => "end the table with `PySlot_END`",
                _ => "end the table with `{NULL}`",
            };
            sink.add(cx.finding(loc, message).help(help).targets(targets));
        }
    }
}

/// Its first member is given and is not zero.
fn is_surely_no_end(tree: &Tree, entry: &Entry<'_>, end: &str) -> bool {
    let Some(value) = entry.field(end) else { return false };
    if let Some(number) = tree.constant(value) {
        return number != 0;
    }
    let is_array = |decl: DeclId| matches!(tree[tree[decl].ty].kind, TypeKind::Array(..));
    match tree[tree.strip_casts(value)].kind {
        NodeKind::Str(_) => true,
        NodeKind::Name(decl) => tree[decl].kind == DeclKind::Var && is_array(decl),
        _ => false,
    }
}

/// Functions that read one entry, not the table.
const TAKES_ONE: [&str; 7] = [
    "PyCFunction_New",
    "PyCFunction_NewEx",
    "PyCMethod_New",
    "PyDescr_NewMethod",
    "PyDescr_NewClassMethod",
    "PyDescr_NewGetSet",
    "PyDescr_NewMember",
];

/// How arrays are used: the parent of every node.
struct Usage {
    parents: Vec<Option<NodeId>>,
}

impl Usage {
    fn read(tree: &Tree) -> Self {
        let mut parents = vec![None; tree.nodes.len()];
        for at in 0..tree.nodes.len() as u32 {
            for kid in tree.kids(NodeId(at)) {
                parents[kid.0 as usize] = Some(NodeId(at));
            }
        }
        Usage { parents }
    }

    /// Somebody is given the whole array, or nobody here uses what others may.
    fn is_read_to_its_end(&self, tree: &Tree, decl: DeclId) -> bool {
        let mut is_used = false;
        for at in 0..tree.nodes.len() as u32 {
            let node = NodeId(at);
            if tree[node].kind == NodeKind::Name(decl) {
                is_used = true;
                if self.hands_on(tree, node) {
                    return true;
                }
            }
        }
        !is_used && !tree[decl].is_static && tree[decl].static_storage
    }

    /// The array as a whole goes somewhere at this use.
    fn hands_on(&self, tree: &Tree, mut node: NodeId) -> bool {
        loop {
            let Some(parent) = self.parents[node.0 as usize] else {
                return tree.decls.iter().any(|decl| decl.init == Some(node) && decl.static_storage);
            };
            let is_last = tree.kids(parent).last() == Some(&node);
            match tree[parent].kind {
                NodeKind::Cast | NodeKind::Unary(UnaryOp::AddrOf) | NodeKind::CompoundLiteral => {
                    node = parent
                }
                NodeKind::Conditional if tree.kid(parent, 0) != Some(node) => node = parent,
                NodeKind::Call(callee) => {
                    let takes_one = callee.is_some_and(|callee| {
                        let callee = &tree[callee];
                        callee.origin == Origin::Library || TAKES_ONE.contains(&callee.name.as_str())
                    });
                    return !takes_one && tree.kid(parent, 0) != Some(node);
                }
                NodeKind::Assign(None) => return is_last && !self.is_cursor(tree, parent),
                NodeKind::InitList | NodeKind::Designated(_) | NodeKind::Return | NodeKind::New => {
                    return true;
                }
                NodeKind::VarDecl(variable) => return tree[variable].static_storage,
                _ => return false,
            }
        }
    }

    /// The assignment sets a local pointer: a loop over the elements, as a rule.
    fn is_cursor(&self, tree: &Tree, assign: NodeId) -> bool {
        tree.kid(assign, 0).is_some_and(|target| match tree[target].kind {
            NodeKind::Name(decl) => !tree[decl].static_storage,
            _ => false,
        })
    }
}
