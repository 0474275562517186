//! Who writes which variable with static storage: assignments, increments, and addresses that are handed to writers.
//! A pointer that was stored elsewhere is not followed.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::reach::called_function;
use super::shape::is_step;
use super::tree::{
    BinaryOp, Decl, DeclId, DeclKind, Function, NodeId, NodeKind, Origin, Tree, TypeId, TypeKind, UnaryOp,
};

/// How a variable is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// `x = value`.
    Assigned(NodeId),
    /// `x += 1`, `x++`, `x.change()`.
    Changed,
    /// `f(&x)`: the call, and which argument.
    Handed(NodeId, usize),
}

/// A write of a variable with static storage, or of a part of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Write {
    /// The variable.
    pub(crate) variable: DeclId,
    /// The function that writes.
    pub(crate) function: DeclId,
    /// What is written: the variable, a member or an element of it.
    pub(crate) target: NodeId,
    /// The assignment or call.
    pub(crate) node: NodeId,
    /// How.
    pub(crate) how: How,
}

/// Calls into the package are followed this deep.
const MAX_DEPTH: u32 = 4;

/// Heads of objects.
const OBJECTS: [&str; 3] = ["PyObject", "PyVarObject", "PyTypeObject"];
/// Functions that fill an object which lies somewhere already.
const OBJECT_WRITERS: [&str; 5] =
    ["PyType_Ready", "PyObject_Init", "PyObject_InitVar", "PyObject_INIT", "PyObject_INIT_VAR"];

/// Functions that access memory atomically.
const ATOMIC_PREFIXES: [&str; 5] = ["__atomic_", "__sync_", "atomic_", "Interlocked", "_Py_atomic_"];

/// Member functions of the C++ library that are not `const` for the sake of what they return only.
const ACCESSORS: [&str; 15] = [
    "begin",
    "end",
    "rbegin",
    "rend",
    "find",
    "at",
    "data",
    "front",
    "back",
    "get",
    "lower_bound",
    "upper_bound",
    "equal_range",
    "top",
    "operator[]",
];

/// Every write of a variable with static storage, by function and in the order of the text.
pub(crate) fn of_statics(tree: &Tree) -> Vec<Write> {
    let mut writes = Vec::new();
    let writers = Writers::new(tree);
    for function in &tree.functions {
        for &node in tree.below(function.body) {
            writers.writes_at(node, &mut |target, how| {
                let Some(variable) = base(tree, target).filter(|variable| tree[*variable].static_storage)
                else {
                    return;
                };
                writes.push(Write { variable, function: function.decl, target, node, how });
            });
        }
    }
    writes
}

/// Tells `found` what a node writes that is no call.
fn plain_write(tree: &Tree, node: NodeId, found: &mut dyn FnMut(NodeId, How)) {
    match tree[node].kind {
        NodeKind::Assign(op) => {
            let (Some(target), Some(value)) = (tree.kid(node, 0), tree.kid(node, 1)) else { return };
            found(target, if op.is_none() { How::Assigned(value) } else { How::Changed });
        }
        NodeKind::Unary(op) if is_step(op) => {
            if let Some(target) = tree.kid(node, 0) {
                found(target, How::Changed);
            }
        }
        _ => {}
    }
}

impl Writers<'_> {
    /// Tells `found` what a node writes.
    fn writes_at(&self, node: NodeId, found: &mut dyn FnMut(NodeId, How)) {
        match self.tree[node].kind {
            NodeKind::Call(_) => self.written_by_call(node, found),
            _ => plain_write(self.tree, node, found),
        }
    }

    fn written_by_call(&self, call: NodeId, found: &mut dyn FnMut(NodeId, How)) {
        let tree = self.tree;
        let name = called_function(tree, call).map_or("", |decl| tree[decl].name.as_str());
        let args = tree.args(call);
        if let (Some(operator), Some(&target)) = (name.strip_prefix("operator"), args.first()) {
            match operator {
                "=" => found(target, args.get(1).map_or(How::Changed, |value| How::Assigned(*value))),
                "+=" | "-=" | "*=" | "/=" | "|=" | "&=" | "^=" | "<<=" | ">>=" | "++" | "--" => {
                    found(target, How::Changed)
                }
                _ => {}
            }
            return;
        }
        if let Some(object) = changed_object(tree, call) {
            found(object, How::Changed);
        }
        for (at, &arg) in args.iter().enumerate() {
            // Only what has static storage is asked for: most arguments are other things.
            if let Some(target) = handed(tree, call, at, arg)
                && base(tree, target).is_some_and(|variable| tree[variable].static_storage)
                && self.call_writes(call, at, 0)
            {
                found(target, How::Handed(call, at));
            }
        }
    }
}

/// The object that a member function which is not `const` is called on.
fn changed_object(tree: &Tree, call: NodeId) -> Option<NodeId> {
    let &callee = tree.kids(call).first()?;
    let NodeKind::Member { field, arrow: false } = tree[callee].kind else { return None };
    let method = &tree[field];
    let signature = &tree[method.ty].spelling;
    if method.kind != DeclKind::Function || signature.is_empty() || signature.contains(") const") {
        return None;
    }
    if method.origin != Origin::Own && ACCESSORS.contains(&method.name.as_str()) {
        return None;
    }
    tree.kid(callee, 0).filter(|object| !is_empty_record(tree, tree[*object].ty))
}

/// A class without members has nothing to change.
fn is_empty_record(tree: &Tree, ty: TypeId) -> bool {
    let TypeKind::Record(name) = &tree[ty].kind else { return false };
    let mut known = tree.records.iter().filter(|record| tree[record.decl].name == *name).peekable();
    tree[ty].size == Some(1) && known.peek().is_some() && known.all(|record| record.fields.is_empty())
}

/// What an argument hands over for writing: `&x`, an array, or what a reference is bound to.
fn handed(tree: &Tree, call: NodeId, at: usize, arg: NodeId) -> Option<NodeId> {
    let arg = tree.strip_casts(arg);
    match tree[arg].kind {
        NodeKind::Unary(UnaryOp::AddrOf) => tree.kid(arg, 0),
        _ if is_array(tree, arg) => Some(arg),
        _ if param_type(tree, call, at).is_some_and(|ty| is_reference(tree, ty)) => Some(arg),
        _ => None,
    }
}

/// The same for a function that is not defined here.
fn foreign_call_writes(tree: &Tree, call: NodeId, at: usize, decl: &Decl) -> bool {
    let Some(ty) = param_type(tree, call, at) else { return variadic_writes(tree, call, at, &decl.name) };
    let TypeKind::Pointer(to) = tree[ty].kind else { return false };
    if tree[to].is_const || matches!(tree[to].kind, TypeKind::Function { .. }) {
        return false;
    }
    let is_out = matches!(tree[to].kind, TypeKind::Pointer(_)) && tree.is_object_pointer(to);
    match decl.origin {
        // Defined in another file: only a place for an object says what happens to it.
        Origin::Own => is_out,
        Origin::Guessed => false,
        // `void *` is a context that is kept; keyword lists are only read.
        Origin::Api => {
            let is_keywords = decl.name.contains("AndKeywords") && at == 3;
            // References are counted, types give instances: the object that a variable is stays as it is, unless
            // that is made of it just now.
            let is_object =
                matches!(&tree[to].kind, TypeKind::Record(name) if OBJECTS.contains(&name.as_str()));
            let is_read = is_keywords || (is_object && !OBJECT_WRITERS.contains(&decl.name.as_str()));
            !matches!(tree[to].kind, TypeKind::Void) && !is_read
        }
        Origin::Library | Origin::Other => true,
    }
}

/// `PyArg_ParseTuple(args, "i", &x)`, `sscanf(text, "%d", &x)`.
fn variadic_writes(tree: &Tree, call: NodeId, at: usize, name: &str) -> bool {
    let is_address = tree
        .args(call)
        .get(at)
        .is_some_and(|arg| matches!(tree[tree.strip_casts(*arg)].kind, NodeKind::Unary(UnaryOp::AddrOf)));
    name.contains("scanf") || (is_address && name.contains("PyArg_"))
}

/// The type of the parameter that an argument is for; `None` for `...` and where it is not known.
fn param_type(tree: &Tree, call: NodeId, at: usize) -> Option<TypeId> {
    let callee = called_function(tree, call)?;
    match &tree[tree[callee].ty].kind {
        TypeKind::Function { params, .. } => params.get(at).copied(),
        _ => None,
    }
}

fn is_reference(tree: &Tree, ty: TypeId) -> bool {
    let spelling = tree[ty].spelling.as_str();
    spelling.ends_with('&') && !spelling.ends_with("&&")
}

/// What a function does with what its parameters point to.
#[derive(Default)]
struct Through {
    /// Parameters through which it writes.
    written: HashSet<DeclId>,
    /// Parameters that it hands on: the call, and which argument.
    handed: HashMap<DeclId, Vec<(NodeId, usize)>>,
}

impl Through {
    fn of(tree: &Tree, function: &Function) -> Self {
        let mut through = Through::default();
        for &node in tree.below(function.body) {
            let written = &mut through.written;
            let mut note = |target: NodeId| {
                written.extend(behind(tree, target));
                written.extend(base(tree, target).filter(|bound| is_reference(tree, tree[*bound].ty)));
            };
            if !matches!(tree[node].kind, NodeKind::Call(_)) {
                plain_write(tree, node, &mut |target, _| note(target));
                continue;
            }
            if let Some(object) = changed_object(tree, node) {
                note(object);
            }
            for (at, arg) in tree.args(node).iter().enumerate() {
                if let Some(param) = pointed_by(tree, *arg).filter(|param| function.params.contains(param)) {
                    through.handed.entry(param).or_default().push((node, at));
                }
            }
        }
        through
    }
}

/// What the functions of a unit write; each is read once.
struct Writers<'t> {
    tree: &'t Tree,
    functions: RefCell<HashMap<DeclId, Rc<Through>>>,
    /// Answers, by parameter and how deep the question was.
    known: RefCell<HashMap<(DeclId, u32), bool>>,
}

impl<'t> Writers<'t> {
    fn new(tree: &'t Tree) -> Self {
        Writers { tree, functions: RefCell::default(), known: RefCell::default() }
    }

    /// The function writes what its parameter points to.
    fn writes_through(&self, function: &Function, param: DeclId, depth: u32) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        if let Some(known) = self.known.borrow().get(&(param, depth)) {
            return *known;
        }
        let through = self.through(function);
        let answer = through.written.contains(&param)
            || through
                .handed
                .get(&param)
                .is_some_and(|handed| handed.iter().any(|(call, at)| self.call_writes(*call, *at, depth)));
        self.known.borrow_mut().insert((param, depth), answer);
        answer
    }

    fn through(&self, function: &Function) -> Rc<Through> {
        if let Some(known) = self.functions.borrow().get(&function.decl) {
            return Rc::clone(known);
        }
        let through = Rc::new(Through::of(self.tree, function));
        self.functions.borrow_mut().insert(function.decl, Rc::clone(&through));
        through
    }

    /// The call writes through its argument, as far as is known.
    fn call_writes(&self, call: NodeId, at: usize, depth: u32) -> bool {
        let tree = self.tree;
        let Some(callee) = called_function(tree, call) else { return false };
        let decl = &tree[callee];
        if ATOMIC_PREFIXES.iter().any(|prefix| decl.name.starts_with(prefix)) {
            return false;
        }
        match tree.definition(callee) {
            Some(function) => {
                let param = function.params.get(at);
                param.is_some_and(|param| self.writes_through(function, *param, depth + 1))
            }
            None => foreign_call_writes(tree, call, at, decl),
        }
    }
}

/// The variable that an lvalue is, or is a part of; `None` when a pointer lies between.
pub(crate) fn base(tree: &Tree, node: NodeId) -> Option<DeclId> {
    match tree[node].kind {
        NodeKind::Name(decl) => {
            (tree[decl].kind == DeclKind::Var || tree[decl].kind == DeclKind::Param).then_some(decl)
        }
        // A static member of a class.
        NodeKind::Member { field, .. } if tree[field].kind == DeclKind::Var => Some(field),
        NodeKind::Member { arrow, .. } => {
            let object = tree.kid(node, 0)?;
            if arrow { addressed(tree, object) } else { base(tree, object) }
        }
        NodeKind::Subscript => {
            tree.kid(node, 0).filter(|array| is_array(tree, *array)).and_then(|array| base(tree, array))
        }
        NodeKind::Cast | NodeKind::Assign(_) => tree.kid(node, 0).and_then(|kid| base(tree, kid)),
        NodeKind::Unary(UnaryOp::Deref) => addressed(tree, tree.kid(node, 0)?),
        NodeKind::Call(Some(callee)) if tree[callee].name == "operator[]" => {
            tree.args(node).first().and_then(|object| base(tree, *object))
        }
        _ => None,
    }
}

/// The variable whose address an expression is: `&x`, `x` of an array.
fn addressed(tree: &Tree, node: NodeId) -> Option<DeclId> {
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Unary(UnaryOp::AddrOf) => tree.kid(node, 0).and_then(|kid| base(tree, kid)),
        _ if is_array(tree, node) => base(tree, node),
        _ => None,
    }
}

/// The pointer variable that an lvalue lies behind.
fn behind(tree: &Tree, node: NodeId) -> Option<DeclId> {
    let object = tree.kid(node, 0);
    match tree[node].kind {
        NodeKind::Member { arrow: true, .. } | NodeKind::Unary(UnaryOp::Deref) => pointed_by(tree, object?),
        NodeKind::Subscript if is_array(tree, object?) => behind(tree, object?),
        NodeKind::Subscript => pointed_by(tree, object?),
        NodeKind::Member { .. } | NodeKind::Cast => behind(tree, object?),
        _ => None,
    }
}

/// The variable that a pointer expression is made from.
fn pointed_by(tree: &Tree, node: NodeId) -> Option<DeclId> {
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Name(decl) => matches!(tree[decl].kind, DeclKind::Var | DeclKind::Param).then_some(decl),
        NodeKind::Binary(BinaryOp::Add | BinaryOp::Sub) => {
            tree.kid(node, 0).and_then(|left| pointed_by(tree, left))
        }
        NodeKind::Unary(UnaryOp::AddrOf) => tree.kid(node, 0).and_then(|kid| behind(tree, kid)),
        NodeKind::Unary(op) if is_step(op) => tree.kid(node, 0).and_then(|kid| pointed_by(tree, kid)),
        _ if is_array(tree, node) => behind(tree, node),
        _ => None,
    }
}

/// The expression is an array that has not become a pointer.
pub(crate) fn is_array(tree: &Tree, node: NodeId) -> bool {
    matches!(tree[tree[node].ty].kind, TypeKind::Array(..))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn subscript(tree: &mut Tree, of: DeclId) -> NodeId {
        let array = sample::name(tree, of);
        let index = sample::node(tree, NodeKind::Int(1), sample::INT, &[]);
        sample::node(tree, NodeKind::Subscript, sample::INT, &[array, index])
    }

    #[test]
    fn elements_of_arrays_are_parts_and_what_pointers_show_is_not() {
        let mut tree = sample::tree();
        let array = sample::decl(&mut tree, "a", DeclKind::Var, sample::ARRAY);
        let pointer = sample::decl(&mut tree, "p", DeclKind::Var, sample::POINTER);
        let of_array = subscript(&mut tree, array);
        let of_pointer = subscript(&mut tree, pointer);
        assert_eq!((base(&tree, of_array), behind(&tree, of_array)), (Some(array), None));
        assert_eq!((base(&tree, of_pointer), behind(&tree, of_pointer)), (None, Some(pointer)));
        // `*&a[1]` is `a[1]`.
        let address = sample::node(&mut tree, NodeKind::Unary(UnaryOp::AddrOf), sample::POINTER, &[of_array]);
        let deref = sample::node(&mut tree, NodeKind::Unary(UnaryOp::Deref), sample::INT, &[address]);
        assert_eq!(base(&tree, deref), Some(array));
    }

    #[test]
    fn addresses_count_where_the_callee_writes() {
        let mut tree = sample::tree();
        let variable = sample::decl(&mut tree, "v", DeclKind::Var, sample::INT);
        tree.decls[variable.0 as usize].static_storage = true;
        // One function writes through its parameter, one only reads.
        let param = sample::decl(&mut tree, "p", DeclKind::Param, sample::POINTER);
        let element = subscript(&mut tree, param);
        let one = sample::node(&mut tree, NodeKind::Int(1), sample::INT, &[]);
        let assign = sample::node(&mut tree, NodeKind::Assign(None), sample::INT, &[element, one]);
        let writer = sample::function(&mut tree, "writer", &[param], &[assign]);
        let read = sample::decl(&mut tree, "r", DeclKind::Param, sample::POINTER);
        let element = subscript(&mut tree, read);
        let reader = sample::function(&mut tree, "reader", &[read], &[element]);
        let mut calls = Vec::new();
        for callee in [writer, reader] {
            let named = sample::name(&mut tree, variable);
            let address =
                sample::node(&mut tree, NodeKind::Unary(UnaryOp::AddrOf), sample::POINTER, &[named]);
            calls.push(sample::call(&mut tree, callee, &[address]));
        }
        let user = sample::function(&mut tree, "user", &[], &calls);
        let found = of_statics(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].variable, found[0].function), (variable, user));
        assert_eq!(found[0].how, How::Handed(calls[0], 0));
    }
}
