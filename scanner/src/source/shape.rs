//! Questions about single expressions: what stands around them, whether two name the same thing, who is tested only.
//! Knows the shape of the tree, nothing of the C-API.

use super::tree::{BinaryOp, DeclId, NodeId, NodeKind, Tree, UnaryOp};

/// The parent of each node.
pub(crate) struct Parents(Vec<u32>);

const NO_PARENT: u32 = u32::MAX;

impl Parents {
    /// Parents of all nodes of a unit.
    pub(crate) fn of(tree: &Tree) -> Self {
        let mut above = vec![NO_PARENT; tree.nodes.len()];
        for at in 0..tree.nodes.len() as u32 {
            for kid in tree.kids(NodeId(at)) {
                if let Some(slot) = above.get_mut(kid.0 as usize) {
                    *slot = at;
                }
            }
        }
        Parents(above)
    }

    /// The parent of a node.
    pub(crate) fn get(&self, node: NodeId) -> Option<NodeId> {
        self.0.get(node.0 as usize).copied().filter(|above| *above != NO_PARENT).map(NodeId)
    }

    /// The parent behind casts, and the child of it that the node is in.
    pub(crate) fn past_casts(&self, tree: &Tree, mut node: NodeId) -> Option<(NodeId, NodeId)> {
        let mut above = self.get(node)?;
        while tree[above].kind == NodeKind::Cast {
            node = above;
            above = self.get(node)?;
        }
        Some((above, node))
    }

    /// The ancestors of a node, nearest first.
    pub(crate) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.get(node), |above| self.get(*above))
    }

    /// The value is only asked whether it is null, or dropped.
    pub(crate) fn is_only_tested(&self, tree: &Tree, node: NodeId) -> bool {
        let Some((above, child)) = self.past_casts(tree, node) else { return false };
        // A block can have many statements: its children are not gone through.
        let at = || tree.kids(above).iter().position(|kid| *kid == child);
        match tree[above].kind {
            NodeKind::Unary(UnaryOp::Not) | NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => true,
            NodeKind::Binary(BinaryOp::Eq | BinaryOp::Ne) => {
                tree.kids(above).iter().any(|other| *other != child && tree.is_null(*other))
            }
            NodeKind::Binary(BinaryOp::Comma) => at() == Some(0),
            NodeKind::Conditional => at() == Some(0) && tree.kid(above, 1) != Some(child),
            // A condition, or a statement that drops the value.
            NodeKind::If | NodeKind::While | NodeKind::Do | NodeKind::For => true,
            NodeKind::Compound | NodeKind::Default | NodeKind::Label(_) => true,
            _ => false,
        }
    }
}

/// A text that is the same for expressions that name the same thing; `->` and `.` alike, casts looked through.
pub(crate) fn key(tree: &Tree, node: NodeId) -> String {
    let node = tree.strip_casts(node);
    let inner = |n| tree.kid(node, n).map_or_else(String::new, |kid| key(tree, kid));
    match &tree[node].kind {
        NodeKind::Name(decl) => tree[*decl].name.clone(),
        NodeKind::Member { field, .. } => {
            let name = &tree[*field].name;
            match tree.kid(node, 0).filter(|object| tree[*object].kind != NodeKind::This) {
                Some(object) => format!("{}.{name}", key(tree, object)),
                None => name.clone(),
            }
        }
        NodeKind::Subscript => format!("{}[{}]", inner(0), inner(1)),
        NodeKind::Unary(UnaryOp::AddrOf) => format!("&{}", inner(0)),
        NodeKind::Unary(UnaryOp::Deref) => format!("*{}", inner(0)),
        NodeKind::Int(value) => value.to_string(),
        NodeKind::This => "this".to_owned(),
        NodeKind::Call(Some(callee)) => {
            let args: Vec<String> = tree.args(node).iter().map(|arg| key(tree, *arg)).collect();
            format!("{}({})", tree[*callee].name, args.join(","))
        }
        // Equal to nothing else.
        _ => format!("?{}", node.0),
    }
}

/// The same for an expression that is known as text only.
pub(crate) fn text_key(text: &str) -> String {
    let mut rest: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace("->", ".");
    while let Some(simpler) = without_group(&rest) {
        rest = simpler;
    }
    rest.strip_prefix("this.").map_or(rest.clone(), str::to_owned)
}

/// Without one cast, or one pair of parentheses around a name.
fn without_group(text: &str) -> Option<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '&');
    for (open, _) in text.match_indices('(') {
        // What follows a name is a call.
        if text[..open].ends_with(is_word) {
            continue;
        }
        let inside = &text[open + 1..];
        let Some(close) = inside.find(['(', ')']).filter(|at| inside[*at..].starts_with(')')) else {
            continue;
        };
        let group = &inside[..close];
        let after = &inside[close + 1..];
        if group.ends_with('*') && group.chars().all(|c| is_word(c) || c == '*') {
            return Some(format!("{}{after}", &text[..open]));
        }
        if group.chars().all(is_word) {
            return Some(format!("{}{group}{after}", &text[..open]));
        }
    }
    None
}

/// The values that a local variable or parameter gets in a function: initialiser and plain assignments.
/// `None` when it also changes in a way that cannot be followed.
pub(crate) fn values_of(tree: &Tree, body: NodeId, variable: DeclId) -> Option<Vec<NodeId>> {
    let mut values = Vec::new();
    let mut is_followed = true;
    let is_it = |node: NodeId| tree[tree.strip_casts(node)].kind == NodeKind::Name(variable);
    tree.walk(body, &mut |node| match tree[node].kind {
        NodeKind::VarDecl(decl) if decl == variable => values.extend(tree.kid(node, 0)),
        NodeKind::Assign(op) if tree.kid(node, 0).is_some_and(is_it) => {
            is_followed &= op.is_none();
            values.extend(tree.kid(node, 1));
        }
        NodeKind::Unary(op) if is_step(op) && tree.kid(node, 0).is_some_and(is_it) => is_followed = false,
        _ => {}
    });
    is_followed.then_some(values)
}

/// `++` and `--`.
pub(crate) fn is_step(op: UnaryOp) -> bool {
    matches!(op, UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec)
}

/// Where a node of an own function names the declaration.
pub(crate) fn names_of(tree: &Tree, body: NodeId, decl: DeclId) -> Vec<NodeId> {
    let names = |node: &NodeId| matches!(tree[*node].kind, NodeKind::Name(named) if named == decl);
    tree.below(body).iter().copied().filter(names).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::super::tree::DeclKind;
    use super::*;

    #[test]
    fn a_value_that_is_only_tested() {
        let mut tree = sample::tree();
        let callee = sample::decl(&mut tree, "f", DeclKind::Function, sample::INT);
        let mut calls: Vec<NodeId> = (0..4).map(|_| sample::call(&mut tree, callee, &[])).collect();
        let null = sample::node(&mut tree, NodeKind::Int(0), sample::INT, &[]);
        let one = sample::node(&mut tree, NodeKind::Int(1), sample::INT, &[]);
        let is_null = sample::node(&mut tree, NodeKind::Binary(BinaryOp::Eq), sample::INT, &[calls[0], null]);
        let is_one = sample::node(&mut tree, NodeKind::Binary(BinaryOp::Eq), sample::INT, &[calls[1], one]);
        let returned = sample::node(&mut tree, NodeKind::Return, sample::INT, &[calls[2]]);
        sample::function(&mut tree, "g", &[], &[is_null, is_one, calls[3], returned]);
        let parents = Parents::of(&tree);
        calls.retain(|call| parents.is_only_tested(&tree, *call));
        assert_eq!(calls.len(), 2);
        assert_eq!(key(&tree, calls[0]), "f()");
    }

    #[test]
    fn texts_of_the_same_thing_are_equal() {
        assert_eq!(text_key("(PyObject *) self"), "self");
        assert_eq!(text_key("((struct_t *)self)->items"), "self.items");
        assert_eq!(text_key(" (this->d) "), "d");
        assert_eq!(text_key("self->table"), "self.table");
        assert_eq!(text_key("(a).b"), "a.b");
        assert_eq!(text_key("f((x))"), "f(x)");
        assert_eq!(text_key("("), "(");
        assert_eq!(text_key(""), "");
    }
}
