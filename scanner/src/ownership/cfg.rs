//! Control-flow graph of a function: what is evaluated in which order, and where it branches.
//! Nodes of the tree stay as they are; only what decides about control (`&&`, `?:`, statements) is taken apart.

mod scopes;

use std::collections::HashMap;

use scopes::{Exit, Scopes};

use super::repair::{Does, Repair, Spot};

use crate::source::tree::{BinaryOp, Decl, DeclId, Function, Loc, NodeId, NodeKind, Origin, Tree, UnaryOp};

/// Index of a [`Block`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct BlockId(pub(crate) u32);

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item {
    /// An expression or the initialiser of a variable (`VarDecl`) is evaluated.
    Eval(NodeId),
    /// An expression is evaluated for its effects; what it gives is ignored.
    Drop(NodeId),
    /// The value of `of` is that of `from`, or a constant.
    Value { of: NodeId, from: Source },
    /// The value of a node is wanted again later.
    Keep(NodeId),
    /// A variable goes out of scope: this call is made with its address.
    Cleanup(NodeId),
    /// A repair is tried, by its number.
    Repair(usize),
}

/// Where the value of a conditional expression comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Source {
    /// An expression.
    Node(NodeId),
    /// A number.
    Number(i64),
}

/// How a block ends.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// Goes on there.
    Jump(BlockId),
    /// Two ways.
    Branch { condition: NodeId, yes: BlockId, no: BlockId },
    /// Many ways: the values from - to, and what else.
    Switch { value: NodeId, cases: Vec<(i64, i64, BlockId)>, other: BlockId },
    /// Leaves the function; the place is that of the statement, or of the closing brace.
    Return { value: Option<NodeId>, loc: Loc },
    /// Never goes on: a throw, an infinite wait.
    Stop,
}

/// Items without a branch between them.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) items: Vec<Item>,
    pub(crate) end: End,
}

/// The graph of a function. It begins with block 0.
#[derive(Clone, Debug)]
pub(crate) struct Cfg {
    pub(crate) blocks: Vec<Block>,
    /// There are jumps that could not be followed.
    pub(crate) is_partial: bool,
    /// What is changed about the function.
    pub(crate) repairs: Vec<Repair>,
}

impl Cfg {
    /// Builds the graph of a function as it would be with these repairs.
    pub(crate) fn new(tree: &Tree, function: &Function, repairs: &[Repair]) -> Self {
        let mut builder = Builder {
            tree,
            blocks: Vec::new(),
            current: BlockId(0),
            labels: HashMap::new(),
            breaks: Vec::new(),
            continues: Vec::new(),
            switches: Vec::new(),
            divided: HashMap::new(),
            scopes: Scopes::new(tree, function.body),
            repairs,
            is_partial: false,
        };
        builder.current = builder.block();
        builder.statement(function.body);
        builder.repair(Spot::End);
        let loc = Loc { offset: function.end.saturating_sub(1), ..end_of(tree, function) };
        builder.end(End::Return { value: None, loc });
        Cfg { blocks: builder.blocks, is_partial: builder.is_partial, repairs: repairs.to_vec() }
    }

    /// Where a block can go.
    pub(crate) fn successors(&self, id: BlockId) -> Vec<BlockId> {
        match self.blocks.get(id.0 as usize).map(|block| &block.end) {
            Some(End::Jump(to)) => vec![*to],
            Some(End::Branch { yes, no, .. }) => vec![*yes, *no],
            Some(End::Switch { cases, other, .. }) => {
                cases.iter().map(|(_, _, to)| *to).chain([*other]).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The closing brace of a function.
fn end_of(tree: &Tree, function: &Function) -> Loc {
    let loc = tree[function.body].loc;
    let text = tree.files.get(usize::from(loc.file.0)).map_or(&[][..], |file| &file.text);
    let part = text.get(loc.offset as usize..function.end as usize).unwrap_or(&[]);
    let lines = part.iter().filter(|byte| **byte == b'\n').count() as u32;
    Loc { line: loc.line + lines, column: 1, ..loc }
}

struct Builder<'t> {
    tree: &'t Tree,
    blocks: Vec<Block>,
    current: BlockId,
    labels: HashMap<DeclId, BlockId>,
    breaks: Vec<Exit>,
    continues: Vec<Exit>,
    switches: Vec<Cases>,
    divided: HashMap<NodeId, bool>,
    scopes: Scopes,
    repairs: &'t [Repair],
    is_partial: bool,
}

#[derive(Default)]
struct Cases {
    cases: Vec<(i64, i64, BlockId)>,
    other: Option<BlockId>,
}

impl Builder<'_> {
    fn block(&mut self) -> BlockId {
        self.blocks.push(Block { items: Vec::new(), end: End::Stop });
        BlockId(self.blocks.len() as u32 - 1)
    }

    fn item(&mut self, item: Item) {
        if let Some(block) = self.blocks.get_mut(self.current.0 as usize) {
            block.items.push(item);
        }
    }

    /// Ends the current block; what follows stands in a block that nothing leads to yet.
    fn end(&mut self, end: End) {
        if let Some(block) = self.blocks.get_mut(self.current.0 as usize) {
            block.end = end;
        }
        self.current = self.block();
    }

    /// Ends the current block by going to `to`, and goes on there.
    fn go_on(&mut self, to: BlockId) {
        if let Some(block) = self.blocks.get_mut(self.current.0 as usize) {
            block.end = End::Jump(to);
        }
        self.current = to;
    }

    fn label(&mut self, decl: DeclId) -> BlockId {
        if let Some(&block) = self.labels.get(&decl) {
            return block;
        }
        let block = self.block();
        self.labels.insert(decl, block);
        block
    }

    fn statement(&mut self, node: NodeId) {
        self.repair(Spot::Before(node));
        if !self.is_left_out(node) {
            self.plain_statement(node);
        }
        self.repair(Spot::Behind(node));
    }

    fn plain_statement(&mut self, node: NodeId) {
        let tree = self.tree;
        let kid = |n| tree.kid(node, n);
        match tree[node].kind {
            NodeKind::Compound => self.scope(|builder| builder.statements(tree.kids(node))),
            NodeKind::DeclStmt => self.statements(tree.kids(node)),
            NodeKind::If => self.if_statement(node),
            NodeKind::While | NodeKind::Do | NodeKind::For | NodeKind::RangeFor => {
                self.scope(|builder| builder.loop_statement(node));
            }
            NodeKind::Switch => self.switch_statement(node),
            NodeKind::Case | NodeKind::Default => self.case_statement(node),
            NodeKind::Break => self.leave(self.breaks.last().copied()),
            NodeKind::Continue => self.leave(self.continues.last().copied()),
            NodeKind::Return => {
                let value = kid(0);
                if let Some(value) = value {
                    self.take_apart(value);
                    self.keep_over_cleanups(value);
                }
                self.clean_up(0);
                self.end(End::Return { value, loc: tree[node].loc });
            }
            NodeKind::Goto(label) => {
                let to = self.label(label);
                self.clean_up(self.scopes.common(label));
                self.end(End::Jump(to));
            }
            NodeKind::IndirectGoto => {
                self.is_partial = true;
                self.end(End::Stop);
            }
            NodeKind::Label(label) => {
                let block = self.label(label);
                self.go_on(block);
                if let Some(kid) = kid(0) {
                    self.statement(kid);
                }
            }
            NodeKind::VarDecl(_) => {
                if let Some(value) = kid(0) {
                    self.take_apart(value);
                }
                self.item(Item::Eval(node));
                self.scopes.enter(tree, node);
            }
            // What a handler catches is not followed: C++ exceptions leave the function as far as we see.
            NodeKind::Try => {
                if let Some(body) = kid(0) {
                    self.statement(body);
                }
            }
            NodeKind::Catch | NodeKind::Null | NodeKind::Absent | NodeKind::Asm => {}
            NodeKind::Throw => self.end(End::Stop),
            _ => self.dropped(node),
        }
    }

    fn dropped(&mut self, node: NodeId) {
        self.take_apart(node);
        self.item(Item::Drop(node));
    }

    /// What is repaired here.
    fn repair(&mut self, spot: Spot) {
        for at in 0..self.repairs.len() {
            if self.repairs[at].spot == spot {
                self.item(Item::Repair(at));
            }
        }
    }

    /// A repair takes the place of the statement.
    fn is_left_out(&mut self, node: NodeId) -> bool {
        let is_it = |repair: &Repair| repair.spot == Spot::Instead(node);
        let Some(at) = self.repairs.iter().position(is_it) else { return false };
        if self.repairs[at].does != Does::Nothing {
            self.take_apart(node);
            self.item(Item::Repair(at));
        }
        true
    }

    fn if_statement(&mut self, node: NodeId) {
        let tree = self.tree;
        let (yes, no, after) = (self.block(), self.block(), self.block());
        if let Some(condition) = tree.kid(node, 0) {
            self.condition(condition, yes, no);
        }
        self.current = yes;
        if let Some(then) = tree.kid(node, 1) {
            self.statement(then);
        }
        self.go_on(after);
        self.current = no;
        if let Some(other) = tree.kid(node, 2) {
            self.statement(other);
        }
        self.go_on(after);
    }

    fn loop_statement(&mut self, node: NodeId) {
        let tree = self.tree;
        let kid = |n| tree.kid(node, n);
        let (head, body, next, after) = (self.block(), self.block(), self.block(), self.block());
        let (condition, inside) = match tree[node].kind {
            NodeKind::While => (kid(0), kid(1)),
            NodeKind::Do => (kid(1), kid(0)),
            NodeKind::For => (kid(1), kid(3)),
            _ => (None, kid(2)),
        };
        match tree[node].kind {
            NodeKind::For => {
                if let Some(init) = kid(0) {
                    self.statement(init);
                }
            }
            NodeKind::RangeFor => {
                if let Some(range) = kid(1) {
                    self.dropped(range);
                }
            }
            _ => {}
        }
        let is_do = tree[node].kind == NodeKind::Do;
        self.go_on(if is_do { body } else { head });
        self.current = head;
        match (condition, &tree[node].kind) {
            (Some(condition), _) => self.condition(condition, body, after),
            // How often a range is walked is not known: the range itself stands for the question.
            (None, NodeKind::RangeFor) => match kid(1) {
                Some(range) => self.end(End::Branch { condition: range, yes: body, no: after }),
                None => self.end(End::Jump(body)),
            },
            (None, _) => self.end(End::Jump(body)),
        }
        self.breaks.push(self.exit(after));
        self.continues.push(self.exit(if is_do { head } else { next }));
        self.current = body;
        if let Some(inside) = inside {
            self.statement(inside);
        }
        self.breaks.pop();
        self.continues.pop();
        self.go_on(next);
        if tree[node].kind == NodeKind::For
            && let Some(increment) = kid(2)
        {
            self.dropped(increment);
        }
        self.end(End::Jump(head));
        self.current = after;
    }

    fn switch_statement(&mut self, node: NodeId) {
        let tree = self.tree;
        let Some(value) = tree.kid(node, 0) else { return };
        self.take_apart(value);
        let (before, after) = (self.current, self.block());
        self.current = self.block();
        self.switches.push(Cases::default());
        self.breaks.push(self.exit(after));
        if let Some(body) = tree.kid(node, 1) {
            self.statement(body);
        }
        self.breaks.pop();
        let found = self.switches.pop().unwrap_or_default();
        self.go_on(after);
        if let Some(block) = self.blocks.get_mut(before.0 as usize) {
            block.end = End::Switch { value, cases: found.cases, other: found.other.unwrap_or(after) };
        }
    }

    fn case_statement(&mut self, node: NodeId) {
        let tree = self.tree;
        let block = self.block();
        self.go_on(block);
        let kids = tree.kids(node);
        if let Some((statement, values)) = kids.split_last() {
            let number = |n: usize| values.get(n).and_then(|value| tree.constant(*value));
            if let Some(cases) = self.switches.last_mut() {
                match (tree[node].kind == NodeKind::Default, number(0)) {
                    (true, _) => cases.other = Some(block),
                    (false, Some(from)) => cases.cases.push((from, number(1).unwrap_or(from), block)),
                    (false, None) => cases.cases.push((i64::MIN, i64::MAX, block)),
                }
            }
            self.statement(*statement);
        }
    }

    /// Branches on a condition; afterwards the current block is one that nothing leads to.
    fn condition(&mut self, node: NodeId, yes: BlockId, no: BlockId) {
        let tree = self.tree;
        let kid = |n| tree.kid(node, n);
        match tree[node].kind {
            NodeKind::Unary(UnaryOp::Not) => {
                if let Some(operand) = kid(0) {
                    return self.condition(operand, no, yes);
                }
            }
            NodeKind::Binary(op @ (BinaryOp::And | BinaryOp::Or)) => {
                let (Some(left), Some(right)) = (kid(0), kid(1)) else { return };
                let second = self.block();
                match op {
                    BinaryOp::And => self.condition(left, second, no),
                    _ => self.condition(left, yes, second),
                }
                self.current = second;
                return self.condition(right, yes, no);
            }
            NodeKind::Binary(BinaryOp::Comma) => {
                if let (Some(left), Some(right)) = (kid(0), kid(1)) {
                    self.dropped(left);
                    return self.condition(right, yes, no);
                }
            }
            NodeKind::Cast => {
                if let Some(inside) = kid(0)
                    && self.is_divided(inside)
                {
                    return self.condition(inside, yes, no);
                }
            }
            NodeKind::Call(_) if tree.callee(node).is_some_and(is_hint) => {
                if let Some(&asked) = tree.args(node).first() {
                    return self.condition(asked, yes, no);
                }
            }
            // `if (Type *x = f())`
            NodeKind::DeclStmt | NodeKind::VarDecl(_) => {
                self.statement(node);
                return self.end(End::Branch { condition: node, yes, no });
            }
            _ => {}
        }
        if let Some(value) = tree.constant(node) {
            return self.end(End::Jump(if value != 0 { yes } else { no }));
        }
        self.take_apart(node);
        self.end(End::Branch { condition: node, yes, no });
    }

    /// Something below needs a branch of its own.
    fn is_divided(&mut self, node: NodeId) -> bool {
        if let Some(&known) = self.divided.get(&node) {
            return known;
        }
        let tree = self.tree;
        let divided = match tree[node].kind {
            NodeKind::Conditional | NodeKind::StmtExpr | NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => {
                tree.constant(node).is_none()
            }
            NodeKind::Lambda => false,
            _ => tree.kids(node).iter().any(|kid| self.is_divided(*kid)),
        };
        self.divided.insert(node, divided);
        divided
    }

    /// Evaluates the parts of an expression that branch, ahead of the rest of it.
    fn take_apart(&mut self, node: NodeId) {
        if !self.is_divided(node) {
            return;
        }
        let tree = self.tree;
        let kid = |n| tree.kid(node, n);
        match tree[node].kind {
            NodeKind::Conditional => {
                let (Some(condition), Some(then), Some(other)) = (kid(0), kid(1), kid(2)) else { return };
                let (yes, no, after) = (self.block(), self.block(), self.block());
                if condition == then {
                    self.take_apart(condition);
                    self.item(Item::Keep(condition));
                    self.end(End::Branch { condition, yes, no });
                } else {
                    self.condition(condition, yes, no);
                }
                for (block, part) in [(yes, then), (no, other)] {
                    self.current = block;
                    if part != condition {
                        self.take_apart(part);
                    }
                    self.item(Item::Value { of: node, from: Source::Node(part) });
                    self.go_on(after);
                }
            }
            NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => {
                let (yes, no, after) = (self.block(), self.block(), self.block());
                self.condition(node, yes, no);
                for (block, number) in [(yes, 1), (no, 0)] {
                    self.current = block;
                    self.item(Item::Value { of: node, from: Source::Number(number) });
                    self.go_on(after);
                }
            }
            NodeKind::Binary(BinaryOp::Comma) => {
                let (Some(left), Some(right)) = (kid(0), kid(1)) else { return };
                self.dropped(left);
                self.take_apart(right);
                self.item(Item::Value { of: node, from: Source::Node(right) });
            }
            NodeKind::StmtExpr => self.statement_expression(node),
            _ => {
                for &kid in tree.kids(node) {
                    self.take_apart(kid);
                }
            }
        }
    }

    fn statement_expression(&mut self, node: NodeId) {
        let tree = self.tree;
        let statements = tree.kid(node, 0).map_or(&[][..], |body| tree.kids(body));
        let Some((last, before)) = statements.split_last() else { return };
        self.scope(|builder| {
            builder.statements(before);
            if is_expression(&tree[*last].kind) {
                builder.take_apart(*last);
                builder.item(Item::Value { of: node, from: Source::Node(*last) });
            } else {
                builder.statement(*last);
            }
        });
    }
}

/// A hint for the optimiser, as the compiler or a header that is not there defines it: the argument is the condition.
fn is_hint(decl: &Decl) -> bool {
    decl.name == "__builtin_expect"
        || (matches!(decl.origin, Origin::Guessed | Origin::Own)
            && decl.name.to_ascii_lowercase().ends_with("likely"))
}

fn is_expression(kind: &NodeKind) -> bool {
    matches!(
        kind,
        NodeKind::Int(_)
            | NodeKind::Float
            | NodeKind::Str(_)
            | NodeKind::Name(_)
            | NodeKind::Member { .. }
            | NodeKind::Call(_)
            | NodeKind::Subscript
            | NodeKind::Unary(_)
            | NodeKind::Binary(_)
            | NodeKind::Assign(_)
            | NodeKind::Conditional
            | NodeKind::Cast
            | NodeKind::CompoundLiteral
            | NodeKind::StmtExpr
            | NodeKind::OtherExpr
    )
}
