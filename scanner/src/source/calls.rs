//! Who gets hold of an object: which expressions are it, its type or a part of it, in a function and in the functions
//! of the unit that it is handed to. The order of statements is not looked at: a variable is all that it was ever given.

use std::collections::{HashMap, HashSet};

use super::reach::called_function;
use super::tree::{BinaryOp, DeclId, DeclKind, Function, NodeId, NodeKind, Origin, Tree, TypeKind, UnaryOp};

/// What an expression is, seen from the object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Part {
    /// The member at the end of these; no members: the object itself. A base struct at its beginning is the object.
    Member(Vec<DeclId>),
    /// The object's type.
    Type,
}

/// A function that holds an object.
#[derive(Clone)]
pub(crate) struct Frame<'t> {
    /// The unit.
    pub(crate) tree: &'t Tree,
    /// The function.
    pub(crate) function: &'t Function,
    parts: HashMap<DeclId, Vec<Part>>,
    /// Variables that are given other things too.
    mixed: HashSet<DeclId>,
    this: Vec<Part>,
    depth: u32,
}

/// What a call calls.
pub(crate) enum Callee<'t> {
    /// A function of the unit, with what it is handed.
    Own(Frame<'t>),
    /// A function or macro of the C-API.
    Api(&'t str),
    /// A function of libc.
    Library(&'t str),
    /// A function pointer in a struct: its field and the struct.
    Field(DeclId, Option<NodeId>),
    /// Another function pointer, by the variable that holds it.
    Pointer(Option<DeclId>),
    /// A function or constructor that the unit does not define.
    Outside(&'t str),
}

/// Calls are followed this deep, and so many in all.
const MAX_DEPTH: u32 = 6;
/// Parts that one variable may be; more is a walk over a structure.
const MAX_PARTS: usize = 32;
/// Members on the way from the object to a part.
const MAX_PATH: usize = 5;
const MAX_FRAMES: usize = 200;
/// Functions that do nothing but convert their argument are looked into this deep.
const MAX_ACCESSORS: u32 = 2;
/// Rounds until variables that are assigned to each other have settled.
const ROUNDS: usize = 4;

impl<'t> Frame<'t> {
    /// A function whose first parameter is the object; a method that is the object's own.
    pub(crate) fn new(tree: &'t Tree, function: &'t Function) -> Self {
        let mut parts = HashMap::new();
        if let Some(first) = function.params.first() {
            parts.insert(*first, vec![Part::Member(Vec::new())]);
        }
        Frame::with(tree, function, parts, HashSet::new(), Vec::new(), 0)
    }

    fn with(
        tree: &'t Tree,
        function: &'t Function,
        parts: HashMap<DeclId, Vec<Part>>,
        mixed: HashSet<DeclId>,
        this: Vec<Part>,
        depth: u32,
    ) -> Self {
        let mut frame = Frame { tree, function, parts, mixed, this, depth };
        // What is handed nothing of the object has nothing to spread.
        if frame.parts.is_empty() && frame.mixed.is_empty() && frame.this.is_empty() {
            return frame;
        }
        let given = frame.given();
        for _ in 0..ROUNDS {
            if !frame.spread(&given) {
                break;
            }
        }
        frame
    }

    /// Variables and the values that they are given; `None` for a value that is not to be seen.
    fn given(&self) -> Vec<(DeclId, Option<NodeId>)> {
        let tree = self.tree;
        let variable = |node: NodeId| match tree[node].kind {
            NodeKind::Name(decl) if matches!(tree[decl].kind, DeclKind::Var | DeclKind::Param) => Some(decl),
            _ => None,
        };
        let mut given = Vec::new();
        tree.walk(self.function.body, &mut |node| match tree[node].kind {
            NodeKind::VarDecl(decl) => given.extend(tree.kid(node, 0).map(|value| (decl, Some(value)))),
            NodeKind::Assign(op) => {
                if let (Some(target), Some(value)) = (tree.kid(node, 0).and_then(variable), tree.kid(node, 1))
                {
                    given.push((target, op.is_none().then_some(value)));
                }
            }
            NodeKind::Unary(UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec) => {
                given.extend(tree.kid(node, 0).and_then(variable).map(|target| (target, None)));
            }
            NodeKind::Call(_) if !tree.api_callee(node).is_some_and(|name| REPLACING.contains(&name)) => {
                for arg in tree.args(node) {
                    let arg = tree.strip_casts(*arg);
                    if tree[arg].kind == NodeKind::Unary(UnaryOp::AddrOf) {
                        given.extend(tree.kid(arg, 0).and_then(variable).map(|target| (target, None)));
                    }
                }
            }
            _ => {}
        });
        given
    }

    /// Hands parts from values to variables; true when something changed.
    fn spread(&mut self, given: &[(DeclId, Option<NodeId>)]) -> bool {
        let mut changed = false;
        for (variable, value) in given {
            let parts = value.map(|value| self.parts(value)).unwrap_or_default();
            let is_pure = value
                .is_some_and(|value| self.tree.is_null(value) || (!parts.is_empty() && self.is_pure(value)));
            if !is_pure {
                changed |= self.mixed.insert(*variable);
            }
            let known = self.parts.entry(*variable).or_default();
            for part in parts {
                // A list that is walked (`p = p->next`) has no end: what comes after so many is anything.
                if known.len() >= MAX_PARTS {
                    changed |= self.mixed.insert(*variable);
                    break;
                }
                if !known.contains(&part) {
                    known.push(part);
                    changed = true;
                }
            }
        }
        changed
    }

    /// What an expression may be.
    pub(crate) fn parts(&self, node: NodeId) -> Vec<Part> {
        let tree = self.tree;
        let of_kid = |n| tree.kid(node, n).map(|kid| self.parts(kid)).unwrap_or_default();
        match tree[node].kind {
            NodeKind::Name(decl) => self.parts.get(&decl).cloned().unwrap_or_default(),
            NodeKind::This => self.this.clone(),
            NodeKind::Cast | NodeKind::Subscript | NodeKind::Unary(UnaryOp::AddrOf | UnaryOp::Deref) => {
                of_kid(0)
            }
            NodeKind::Unary(UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec) => {
                of_kid(0)
            }
            // Also a pointer with a flag in its last bit.
            NodeKind::Binary(BinaryOp::Add | BinaryOp::Sub | BinaryOp::BitAnd | BinaryOp::BitOr) => of_kid(0),
            NodeKind::Binary(BinaryOp::Comma) | NodeKind::Assign(None) => of_kid(1),
            NodeKind::Conditional => {
                let mut parts = of_kid(1);
                parts.extend(of_kid(2));
                parts
            }
            NodeKind::Member { field, .. } => {
                let of = if tree.kids(node).is_empty() { self.this.clone() } else { of_kid(0) };
                of.into_iter().filter_map(|part| self.member(part, field)).collect()
            }
            NodeKind::Call(_) if tree.api_callee(node) == Some("Py_TYPE") => {
                let arg = tree.args(node).first();
                arg.filter(|arg| self.is_object(**arg)).map(|_| Part::Type).into_iter().collect()
            }
            NodeKind::Call(_) => self.converted(node),
            _ => Vec::new(),
        }
    }

    fn member(&self, of: Part, field: DeclId) -> Option<Part> {
        let Part::Member(mut path) = of else { return None };
        let decl = &self.tree[field];
        if path.is_empty() && decl.name == "ob_type" {
            return Some(Part::Type);
        }
        if decl.kind != DeclKind::Field || (path.is_empty() && self.is_base(field)) {
            return (decl.kind == DeclKind::Field).then_some(Part::Member(path));
        }
        if path.len() >= MAX_PATH {
            return None;
        }
        if !is_nameless(&decl.name) {
            path.push(field);
        }
        Some(Part::Member(path))
    }

    /// A struct at the beginning of the struct that it is a member of.
    fn is_base(&self, field: DeclId) -> bool {
        let decl = &self.tree[field];
        let is_record = matches!(self.tree[decl.ty].kind, TypeKind::Record(_));
        let record =
            decl.parent.and_then(|parent| self.tree.records.iter().find(|record| record.decl == parent));
        let is_first = match record {
            Some(record) => record.fields.first() == Some(&field),
            None => decl.name == "ob_base",
        };
        is_record && is_first && !is_nameless(&decl.name)
    }

    /// What a function of the unit returns that consists of a `return` of its argument.
    fn converted(&self, call: NodeId) -> Vec<Part> {
        let tree = self.tree;
        if self.depth >= MAX_ACCESSORS || tree.args(call).len() != 1 {
            return Vec::new();
        }
        let Some(function) = called_function(tree, call).and_then(|decl| tree.definition(decl)) else {
            return Vec::new();
        };
        let statements = tree.kids(function.body);
        let last =
            statements.last().filter(|last| statements.len() <= 2 && tree[**last].kind == NodeKind::Return);
        match (last.and_then(|last| tree.kid(*last, 0)), self.callee(call)) {
            (Some(value), Callee::Own(inside)) => inside.parts(value),
            _ => Vec::new(),
        }
    }

    /// The variable that the expression goes back to is nothing but what [`Frame::parts`] says.
    pub(crate) fn is_pure(&self, node: NodeId) -> bool {
        match self.tree[node].kind {
            NodeKind::Name(decl) => !self.mixed.contains(&decl),
            NodeKind::Binary(BinaryOp::Comma) | NodeKind::Assign(None) => {
                self.tree.kid(node, 1).is_some_and(|kid| self.is_pure(kid))
            }
            NodeKind::Conditional => false,
            NodeKind::Call(_) => self.tree.args(node).iter().all(|arg| self.is_pure(*arg)),
            NodeKind::This => true,
            _ => self.tree.kid(node, 0).is_none_or(|kid| self.is_pure(kid)),
        }
    }

    /// The expression is a pointer that moves, or an address that is reckoned.
    pub(crate) fn is_stepped(&self, node: NodeId) -> bool {
        let node = self.tree.strip_casts(node);
        match self.tree[node].kind {
            NodeKind::Name(decl) => self.mixed.contains(&decl),
            NodeKind::Unary(UnaryOp::PostInc | UnaryOp::PostDec | UnaryOp::PreInc | UnaryOp::PreDec)
            | NodeKind::Binary(_) => true,
            NodeKind::Unary(_) | NodeKind::Subscript => {
                self.tree.kid(node, 0).is_some_and(|kid| self.is_stepped(kid))
            }
            _ => false,
        }
    }

    /// The expression is, or may be, the object.
    pub(crate) fn is_object(&self, node: NodeId) -> bool {
        self.parts(node).iter().any(|part| matches!(part, Part::Member(path) if path.is_empty()))
    }

    /// The expression is, or may be, the object's type.
    pub(crate) fn is_type(&self, node: NodeId) -> bool {
        self.parts(node).contains(&Part::Type)
    }

    /// The call is given the object.
    pub(crate) fn hands_object(&self, call: NodeId) -> bool {
        self.tree.args(call).iter().any(|arg| self.is_object(*arg))
            || self.method_object(call).is_some_and(|o| o.is_empty())
    }

    /// The part of the object that a method is called on.
    fn method_object(&self, call: NodeId) -> Option<Vec<DeclId>> {
        let callee = *self.tree.kids(call).first()?;
        let NodeKind::Member { field, .. } = self.tree[callee].kind else { return None };
        if self.tree[field].kind != DeclKind::Function {
            return None;
        }
        self.method_this(callee).into_iter().find_map(|part| match part {
            Part::Member(path) => Some(path),
            Part::Type => None,
        })
    }

    fn method_this(&self, member: NodeId) -> Vec<Part> {
        match self.tree.kid(member, 0) {
            Some(object) => self.parts(object),
            None => self.this.clone(),
        }
    }

    /// What the call calls.
    pub(crate) fn callee(&self, call: NodeId) -> Callee<'t> {
        let tree = self.tree;
        let first = tree.kids(call).first().map(|first| tree.strip_casts(*first));
        if let Some(callee) = tree.callee(call).filter(|callee| callee.kind == DeclKind::Function) {
            let NodeKind::Call(Some(decl)) = tree[call].kind else { return Callee::Outside(&callee.name) };
            let is_plain = first.is_some_and(|first| tree[first].kind != NodeKind::Absent);
            return self.function(call, decl, is_plain, Vec::new());
        }
        let Some(first) = first else { return Callee::Pointer(None) };
        match tree[first].kind {
            NodeKind::Member { field, .. } if tree[field].kind == DeclKind::Function => {
                self.function(call, field, true, self.method_this(first))
            }
            NodeKind::Member { field, .. } => Callee::Field(field, tree.kid(first, 0)),
            NodeKind::Name(decl) if tree[decl].kind == DeclKind::Function => {
                self.function(call, decl, true, Vec::new())
            }
            NodeKind::Name(decl) => Callee::Pointer(Some(decl)),
            NodeKind::Unary(UnaryOp::Deref) => {
                Callee::Pointer(tree.kid(first, 0).and_then(|kid| tree.named_variable(kid)))
            }
            _ => Callee::Pointer(None),
        }
    }

    fn function(&self, call: NodeId, decl: DeclId, is_plain: bool, this: Vec<Part>) -> Callee<'t> {
        let tree = self.tree;
        let callee = &tree[decl];
        match tree.definition(decl).filter(|_| is_plain) {
            Some(function) => Callee::Own(self.inside(call, function, this)),
            None => match callee.origin {
                Origin::Api => Callee::Api(&callee.name),
                Origin::Library => Callee::Library(&callee.name),
                _ => Callee::Outside(&callee.name),
            },
        }
    }

    /// The called function with what it is handed.
    fn inside(&self, call: NodeId, function: &'t Function, this: Vec<Part>) -> Frame<'t> {
        let mut parts = HashMap::new();
        let mut mixed = HashSet::new();
        for (param, arg) in function.params.iter().zip(self.tree.args(call)) {
            let handed = self.parts(*arg);
            if !handed.is_empty() {
                if !self.is_pure(*arg) {
                    mixed.insert(*param);
                }
                parts.insert(*param, handed);
            }
        }
        Frame::with(self.tree, function, parts, mixed, this, self.depth + 1)
    }

    /// It is given no part of the object.
    pub(crate) fn holds_nothing(&self) -> bool {
        self.this.is_empty()
            && self.function.params.iter().all(|param| self.parts.get(param).is_none_or(Vec::is_empty))
    }
}

/// Macros that take a variable's address without handing it on.
const REPLACING: [&str; 3] = ["Py_CLEAR", "Py_SETREF", "Py_XSETREF"];

fn is_nameless(name: &str) -> bool {
    name.is_empty() || name.contains("(anonymous") || name.contains("(unnamed")
}

/// The functions that were entered, so that recursion ends.
#[derive(Default)]
pub(crate) struct Trail {
    seen: HashSet<(DeclId, Vec<Vec<Part>>)>,
    /// Something was left out: too deep, too many, or calls that the tree has lost.
    pub(crate) is_partial: bool,
}

impl Trail {
    /// True when the function with what it holds is new and shall be looked into.
    pub(crate) fn enter(&mut self, frame: &Frame<'_>) -> bool {
        self.is_partial |= !frame.function.unseen.is_empty();
        let mut held: Vec<Vec<Part>> = vec![frame.this.clone()];
        held.extend(
            frame.function.params.iter().map(|param| frame.parts.get(param).cloned().unwrap_or_default()),
        );
        let key = (frame.function.decl, held);
        if self.seen.contains(&key) {
            return false;
        }
        if frame.depth > MAX_DEPTH || self.seen.len() >= MAX_FRAMES {
            self.is_partial = true;
            return false;
        }
        self.seen.insert(key)
    }
}

/// Shows every call of the function, and of the functions of the unit that `see` says shall be entered.
pub(crate) fn each_call<'t>(
    frame: &Frame<'t>,
    trail: &mut Trail,
    see: &mut dyn FnMut(&Frame<'t>, NodeId, &Callee<'t>) -> bool,
) {
    if !trail.enter(frame) {
        return;
    }
    for node in frame.tree.descendants(frame.function.body) {
        if !matches!(frame.tree[node].kind, NodeKind::Call(_)) {
            continue;
        }
        let callee = frame.callee(node);
        if see(frame, node, &callee)
            && let Callee::Own(inside) = &callee
        {
            each_call(inside, trail, see);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::made::Made;
    use super::super::tree::Record;
    use super::*;

    #[test]
    fn variables_are_what_they_were_given() {
        let mut made = Made::new();
        let record = made.decl(DeclKind::Record, "Derived", 0, None);
        let base = made.decl(DeclKind::Field, "base", 1, Some(record));
        let key = made.decl(DeclKind::Field, "key", 0, None);
        made.0.records.push(Record { decl: record, fields: vec![base] });
        let [this, x, y] = ["self", "x", "y"].map(|name| made.decl(DeclKind::Param, name, 0, None));
        let other = made.decl(DeclKind::Function, "other", 0, None);
        // x = self->base.key; y = x; y = other();
        let object = made.name(this);
        let inner = made.member(object, base);
        let value = made.member(inner, key);
        let first = made.assign(x, value);
        let again = made.name(x);
        let second = made.assign(y, again);
        let made_elsewhere = made.call(other, &[]);
        let third = made.assign(y, made_elsewhere);
        made.function("f", this, &[first, second, third]);
        let frame = Frame::new(&made.0, &made.0.functions[0]);
        // The base struct is the object itself.
        assert!(frame.is_object(inner) && frame.is_object(object) && !frame.is_object(value));
        assert_eq!(frame.parts(again), [Part::Member(vec![key])]);
        assert!(frame.is_pure(again));
        assert_eq!(frame.parts[&y], [Part::Member(vec![key])]);
        assert!(frame.mixed.contains(&y) && !frame.mixed.contains(&x));
    }

    #[test]
    fn recursion_ends() {
        let mut made = Made::new();
        let this = made.decl(DeclKind::Param, "self", 0, None);
        let object = made.name(this);
        let f = made.function("f", this, &[]);
        let call = made.call(f, &[object]);
        let body = made.node(NodeKind::Compound, &[call]);
        made.0.functions[0].body = body;
        let mut calls = 0;
        let mut trail = Trail::default();
        each_call(&Frame::new(&made.0, &made.0.functions[0]), &mut trail, &mut |frame, call, _| {
            calls += 1;
            frame.hands_object(call)
        });
        assert_eq!((calls, trail.is_partial), (1, false));
    }
}
