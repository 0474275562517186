//! What the members of instances hold, as far as the unit tells: objects that can be part of a cycle, or plain ones
//! such as `str` and `int`. Read from the assignments, from checks of what is assigned, and from how members are used.

use std::cell::{Cell, OnceCell};
use std::collections::{HashMap, HashSet};

use super::model::Model;
use super::reach::called_function;
use super::shape::values_of;
use super::tree::{BinaryOp, DeclId, DeclKind, Function, NodeId, NodeKind, Tree, TypeId, TypeKind, UnaryOp};

/// Structs of objects that hold no others.
const PLAIN_OBJECTS: [&str; 8] = [
    "PyUnicodeObject",
    "PyASCIIObject",
    "PyCompactUnicodeObject",
    "PyBytesObject",
    "PyByteArrayObject",
    "PyLongObject",
    "PyFloatObject",
    "PyComplexObject",
];
/// Functions that return such an object, by how their names begin.
const PLAIN_MAKERS: [&str; 16] = [
    "PyUnicode_From",
    "PyUnicode_Intern",
    "PyUnicode_Decode",
    "PyUnicode_Encode",
    "PyUnicode_As",
    "PyUnicode_New",
    "PyUnicode_Concat",
    "PyUnicode_Join",
    "PyUnicode_Substring",
    "PyUnicode_Format",
    "PyBytes_From",
    "PyByteArray_From",
    "PyLong_From",
    "PyFloat_From",
    "PyBool_From",
    "PyComplex_From",
];
/// Functions that replace a plain object in a variable by another.
const CHANGERS: [&str; 6] = [
    "_PyBytes_Resize",
    "PyBytes_Concat",
    "PyBytes_ConcatAndDel",
    "PyUnicode_Append",
    "PyUnicode_AppendAndDel",
    "PyUnicode_InternInPlace",
];
/// Tests for such objects.
const CHECKS: [&str; 14] = [
    "PyUnicode_Check",
    "PyUnicode_CheckExact",
    "PyBytes_Check",
    "PyBytes_CheckExact",
    "PyByteArray_Check",
    "PyByteArray_CheckExact",
    "PyLong_Check",
    "PyLong_CheckExact",
    "PyFloat_Check",
    "PyFloat_CheckExact",
    "PyComplex_Check",
    "PyComplex_CheckExact",
    "PyBool_Check",
    "PyIndex_Check",
];
/// Functions that take nothing but such objects, by how their names begin.
const PLAIN_USERS: [&str; 14] = [
    "PyUnicode_As",
    "PyUnicode_Compare",
    "PyUnicode_GET_LENGTH",
    "PyUnicode_GetLength",
    "PyUnicode_READ",
    "PyUnicode_DATA",
    "PyUnicode_KIND",
    "PyUnicode_1BYTE_DATA",
    "PyBytes_AS_STRING",
    "PyBytes_AsString",
    "PyBytes_GET_SIZE",
    "PyLong_As",
    "PyFloat_As",
    "PyFloat_AS_DOUBLE",
];
/// Functions that return their argument.
const PASSING: [&str; 2] = ["Py_NewRef", "Py_XNewRef"];
/// Macros that give a member a new value: the member's address, the value.
const REPLACING: [&str; 2] = ["Py_SETREF", "Py_XSETREF"];
/// Values are looked for this many variables, members, callers and results deep, and at most so many of them.
const MAX_DEPTH: u32 = 8;
const MAX_STEPS: u32 = 2000;

/// The members of a unit's structs.
pub(crate) struct Members<'a> {
    tree: &'a Tree,
    model: &'a Model,
    facts: OnceCell<Facts<'a>>,
    steps: Cell<u32>,
}

/// What the functions of the unit do to members and with each other.
#[derive(Default)]
struct Facts<'a> {
    given: HashMap<DeclId, Vec<Value<'a>>>,
    /// Members that change in ways that are not followed.
    lost: HashSet<DeclId>,
    /// Members that are used as a plain object without a test, and those that are tested, and where.
    used: HashSet<DeclId>,
    tested: HashMap<DeclId, Vec<Value<'a>>>,
    calls: HashMap<DeclId, Vec<Value<'a>>>,
}

/// A value or call and the function that it stands in.
#[derive(Clone, Copy)]
struct Value<'a> {
    function: &'a Function,
    node: NodeId,
}

impl<'a> Members<'a> {
    /// Nothing is read before it is asked for.
    pub(crate) fn new(tree: &'a Tree, model: &'a Model) -> Self {
        Members { tree, model, facts: OnceCell::new(), steps: Cell::new(0) }
    }

    /// Nothing that the member ever holds can be part of a cycle of references.
    pub(crate) fn holds_only_plain(&self, member: DeclId) -> bool {
        let facts = self.facts();
        self.steps.set(0);
        self.is_plain_type(self.tree[member].ty)
            || (facts.used.contains(&member) && !facts.tested.contains_key(&member))
            || self.is_given_plain(member, 0)
    }

    /// The same for what a variable with static storage, or an item of such an array, is assigned.
    pub(crate) fn static_holds_only_plain(&self, variable: DeclId) -> bool {
        let tree = self.tree;
        self.steps.set(0);
        let mut values = Vec::new();
        for function in &tree.functions {
            for &node in tree.below(function.body) {
                let target = match tree[node].kind {
                    NodeKind::Assign(_) => tree.kid(node, 0),
                    _ => None,
                };
                if target.and_then(|target| static_of(tree, target)) == Some(variable) {
                    values.extend(tree.kid(node, 1).map(|node| Value { function, node }));
                }
            }
        }
        values.iter().any(|value| !tree.is_null(value.node))
            && values.iter().all(|value| self.is_plain(*value, 0))
    }

    /// Whatever the member is given, null apart; `None` when not all of that is known.
    pub(crate) fn values(&self, member: DeclId) -> Option<Vec<NodeId>> {
        let facts = self.facts();
        let given = facts.given.get(&member).filter(|_| !facts.lost.contains(&member))?;
        Some(given.iter().map(|value| value.node).filter(|node| !self.tree.is_null(*node)).collect())
    }

    fn facts(&self) -> &Facts<'a> {
        self.facts.get_or_init(|| {
            let mut facts = Facts::default();
            for function in &self.tree.functions {
                self.tree.walk(function.body, &mut |node| facts.read(self.tree, Value { function, node }));
            }
            facts
        })
    }

    fn is_given_plain(&self, member: DeclId, depth: u32) -> bool {
        let facts = self.facts();
        let Some(values) = facts.given.get(&member).filter(|_| !facts.lost.contains(&member)) else {
            return false;
        };
        // What was just stored is often tested in its new place.
        let tests = facts.tested.get(&member).map_or(&[][..], Vec::as_slice);
        let is_tested = |value: &Value<'a>| {
            let offset = |node: NodeId| self.tree[node].loc.offset;
            tests.iter().any(|test| {
                test.function.decl == value.function.decl && offset(test.node) > offset(value.node)
            })
        };
        values.iter().any(|value| !self.tree.is_null(value.node))
            && values.iter().all(|value| is_tested(value) || self.is_plain(*value, depth))
    }

    /// A pointer to objects that hold no others, or to instances of a type of the unit that is not collected.
    fn is_plain_type(&self, ty: TypeId) -> bool {
        let tree = self.tree;
        let TypeKind::Pointer(to) = &tree[ty].kind else { return false };
        let TypeKind::Record(name) = &tree[*to].kind else { return false };
        let mut types = self.model.types.iter().filter(|ty| ty.record.as_deref() == Some(name)).peekable();
        let is_uncollected = types.peek().is_some()
            && types.all(|ty| {
                ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(false) && !ty.slots.contains_key("tp_base")
            });
        PLAIN_OBJECTS.contains(&name.as_str()) || (is_uncollected && name != "PyObject")
    }

    /// The value is `NULL`, `None`, or an object that holds no others.
    fn is_plain(&self, value: Value<'a>, depth: u32) -> bool {
        let tree = self.tree;
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > MAX_STEPS {
            return false;
        }
        let node = tree.strip_casts(value.node);
        let at = |node: NodeId| Value { function: value.function, node };
        let inside = |n| tree.kid(node, n).is_some_and(|kid| self.is_plain(at(kid), depth));
        if tree.is_null(node) || self.is_plain_type(tree[node].ty) {
            return true;
        }
        match tree[node].kind {
            NodeKind::Call(_) => match tree.api_callee(node) {
                Some(name) if PASSING.contains(&name) => {
                    tree.args(node).first().is_some_and(|arg| self.is_plain(at(*arg), depth))
                }
                Some(name) => PLAIN_MAKERS.iter().any(|prefix| name.starts_with(prefix)),
                None => depth < MAX_DEPTH && self.gives_plain(node, depth + 1),
            },
            NodeKind::Assign(None) => inside(1),
            NodeKind::Conditional => inside(1) && inside(2),
            NodeKind::Unary(UnaryOp::AddrOf) => {
                tree.kid(node, 0).is_some_and(|kid| is_constant_object(tree, kid))
            }
            NodeKind::Member { field, .. } => {
                let is_same = |test: &Value<'a>| test.function.decl == value.function.decl;
                self.facts().tested.get(&field).is_some_and(|tests| tests.iter().any(is_same))
                    || (depth < MAX_DEPTH && self.is_given_plain(field, depth + 1))
            }
            NodeKind::Name(decl) => {
                depth < MAX_DEPTH && self.is_plain_variable(value.function, decl, depth + 1)
            }
            _ => false,
        }
    }

    /// A function of the unit that returns nothing else.
    fn gives_plain(&self, call: NodeId, depth: u32) -> bool {
        let tree = self.tree;
        let Some(function) = called_function(tree, call).and_then(|decl| tree.definition(decl)) else {
            return false;
        };
        let mut returned = tree
            .below(function.body)
            .iter()
            .filter(|node| matches!(tree[**node].kind, NodeKind::Return))
            .filter_map(|node| tree.kid(*node, 0))
            .peekable();
        returned.peek().is_some() && returned.all(|node| self.is_plain(Value { function, node }, depth))
    }

    fn is_plain_variable(&self, function: &'a Function, variable: DeclId, depth: u32) -> bool {
        let tree = self.tree;
        if !matches!(tree[variable].kind, DeclKind::Var | DeclKind::Param) || tree[variable].static_storage {
            return false;
        }
        if self.is_checked(function, variable, depth) {
            return true;
        }
        let Some(values) =
            values_of(tree, function.body, variable).filter(|_| !is_shown(tree, function, variable))
        else {
            return false;
        };
        let is_param = tree[variable].kind == DeclKind::Param;
        (is_param || !values.is_empty())
            && (!is_param || self.is_handed_plain(function, variable, depth))
            && values.iter().all(|node| self.is_plain(Value { function, node: *node }, depth))
    }

    /// A test of what the variable holds stands in the function, or in a function of the unit that it is handed to.
    fn is_checked(&self, function: &'a Function, variable: DeclId, depth: u32) -> bool {
        let tree = self.tree;
        let names = |arg: &NodeId| tree[tree.strip_casts(*arg)].kind == NodeKind::Name(variable);
        let nodes = tree.below(function.body);
        let is_compared = |truth: &str| {
            nodes.iter().any(|node| {
                matches!(tree[*node].kind, NodeKind::Binary(BinaryOp::Eq | BinaryOp::Ne))
                    && tree.kids(*node).iter().any(names)
                    && tree.kids(*node).iter().any(|kid| names_constant(tree, *kid, truth))
            })
        };
        if is_compared("Py_True") && is_compared("Py_False") {
            return true;
        }
        tree.calls_below(function.body).iter().any(|&call| {
            let Some(at) = tree.args(call).iter().position(names) else { return false };
            if let Some(name) = tree.api_callee(call) {
                return CHECKS.contains(&name);
            }
            let callee = called_function(tree, call).and_then(|decl| tree.definition(decl));
            let param = callee.and_then(|callee| callee.params.get(at));
            match (callee, param) {
                (Some(callee), Some(param)) if depth < MAX_DEPTH && is_test(tree, callee) => {
                    self.is_checked(callee, *param, depth + 1)
                }
                _ => false,
            }
        })
    }

    /// Every call in the unit of a function that nobody else can call gives a plain object for the parameter.
    fn is_handed_plain(&self, function: &'a Function, param: DeclId, depth: u32) -> bool {
        let Some(at) = function.params.iter().position(|other| *other == param) else { return false };
        let Some(calls) =
            self.facts().calls.get(&function.decl).filter(|_| self.tree[function.decl].is_static)
        else {
            return false;
        };
        calls.iter().all(|call| match self.tree.args(call.node).get(at) {
            Some(arg) => self.is_plain(Value { function: call.function, node: *arg }, depth),
            None => false,
        })
    }
}

impl<'a> Facts<'a> {
    fn read(&mut self, tree: &Tree, at: Value<'a>) {
        let node = at.node;
        match tree[node].kind {
            NodeKind::Assign(op) => {
                let Some(member) = tree.kid(node, 0).and_then(|target| member_of(tree, target)) else {
                    return;
                };
                match tree.kid(node, 1).filter(|_| op.is_none()) {
                    Some(value) => self.give(member, Value { node: value, ..at }),
                    None => {
                        self.lost.insert(member);
                    }
                }
            }
            NodeKind::Call(_) => self.call(tree, at),
            NodeKind::Designated(Some(member)) => match tree.kid(node, 0) {
                Some(value) => self.give(member, Value { node: value, ..at }),
                None => {
                    self.lost.insert(member);
                }
            },
            _ => {}
        }
    }

    fn give(&mut self, member: DeclId, value: Value<'a>) {
        self.given.entry(member).or_default().push(value);
    }

    fn call(&mut self, tree: &Tree, at: Value<'a>) {
        let args = tree.args(at.node);
        let first = args.first().copied();
        match tree.api_callee(at.node) {
            Some("Py_CLEAR") => return,
            Some(name) if REPLACING.contains(&name) => {
                if let [target, value] = *args
                    && let Some(member) = member_at(tree, target)
                {
                    self.give(member, Value { node: value, ..at });
                }
                return;
            }
            Some(name) if CHECKS.contains(&name) => {
                if let Some(member) = first.and_then(|arg| member_of(tree, arg)) {
                    self.tested.entry(member).or_default().push(at);
                }
            }
            Some(name) if PLAIN_USERS.iter().any(|prefix| name.starts_with(prefix)) => {
                self.used.extend(first.and_then(|arg| member_of(tree, arg)));
            }
            Some(_) => {}
            None => {
                if let Some(callee) = called_function(tree, at.node) {
                    self.calls.entry(callee).or_default().push(at);
                }
            }
        }
        self.lost.extend(args.iter().filter_map(|arg| member_at(tree, *arg)));
    }
}

/// The member that `x->member` or `x->member[i]` names.
fn member_of(tree: &Tree, node: NodeId) -> Option<DeclId> {
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Member { field, .. } => Some(field),
        NodeKind::Subscript => tree.kid(node, 0).and_then(|kid| member_of(tree, kid)),
        _ => None,
    }
}

/// The variable that `x` or `x[i]` names.
fn static_of(tree: &Tree, node: NodeId) -> Option<DeclId> {
    match tree[node].kind {
        NodeKind::Name(decl) => Some(decl),
        NodeKind::Subscript => tree.kid(node, 0).and_then(|kid| static_of(tree, kid)),
        _ => None,
    }
}

/// The member that `&x->member` names.
fn member_at(tree: &Tree, node: NodeId) -> Option<DeclId> {
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Unary(UnaryOp::AddrOf) => tree.kid(node, 0).and_then(|kid| member_of(tree, kid)),
        _ => None,
    }
}

/// The variable's address is handed to something that may put any object into it.
fn is_shown(tree: &Tree, function: &Function, variable: DeclId) -> bool {
    tree.calls_below(function.body).iter().any(|&call| {
        let is_harmless =
            || tree.api_callee(call).is_some_and(|name| CHANGERS.contains(&name) || name == "Py_CLEAR");
        tree.args(call).iter().any(|arg| {
            let arg = tree.strip_casts(*arg);
            tree[arg].kind == NodeKind::Unary(UnaryOp::AddrOf) && tree.named_variable(arg) == Some(variable)
        }) && !is_harmless()
    })
}

/// The function answers a question: `int` or `bool`.
fn is_test(tree: &Tree, function: &Function) -> bool {
    match &tree[tree[function.decl].ty].kind {
        TypeKind::Function { result, .. } => {
            matches!(tree[*result].kind, TypeKind::Int { .. } | TypeKind::Bool)
        }
        _ => false,
    }
}

/// `&Py_True` of our headers.
fn names_constant(tree: &Tree, node: NodeId, name: &str) -> bool {
    let node = tree.strip_casts(node);
    tree[node].kind == NodeKind::Unary(UnaryOp::AddrOf)
        && tree
            .kid(node, 0)
            .is_some_and(|kid| matches!(tree[kid].kind, NodeKind::Name(decl) if tree[decl].name == name))
}

/// `None`, `True`, `False`, and types that are variables: nothing frees them.
fn is_constant_object(tree: &Tree, node: NodeId) -> bool {
    let NodeKind::Name(decl) = tree[node].kind else { return false };
    let decl = &tree[decl];
    matches!(decl.name.as_str(), "Py_None" | "_Py_NoneStruct" | "Py_True" | "Py_False")
        || (decl.static_storage
            && matches!(&tree[decl.ty].kind, TypeKind::Record(name) if name == "PyTypeObject"))
}

#[cfg(test)]
mod tests {
    use super::super::made::Made;
    use super::*;

    /// `f(self, value) { self->name = value; }`, and `f` is called by `g` with what `argument` makes.
    fn is_plain(argument: &dyn Fn(&mut Made) -> NodeId) -> bool {
        let mut made = Made::new();
        let name = made.decl(DeclKind::Field, "name", 0, None);
        let [this, value, other] =
            ["self", "value", "o"].map(|name| made.decl(DeclKind::Param, name, 0, None));
        let object = made.name(this);
        let target = made.member(object, name);
        let from = made.name(value);
        let assignment = made.node(NodeKind::Assign(None), &[target, from]);
        let f = made.function("f", value, &[assignment]);
        made.0.decls[f.0 as usize].is_static = true;
        let argument = argument(&mut made);
        let call = made.call(f, &[argument]);
        made.function("g", other, &[call]);
        let model = Model::default();
        Members::new(&made.0, &model).holds_only_plain(name)
    }

    #[test]
    fn values_come_from_callers() {
        assert!(is_plain(&|made| {
            let maker = made.api("PyUnicode_FromString");
            made.call(maker, &[])
        }));
        assert!(!is_plain(&|made| {
            let maker = made.api("PyList_New");
            made.call(maker, &[])
        }));
        // A variable that nobody gives a value may hold anything.
        assert!(!is_plain(&|made| {
            let any = made.decl(DeclKind::Var, "any", 0, None);
            made.name(any)
        }));
    }
}
