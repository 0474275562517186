//! What the members of instances hold, as far as the assignments of a unit tell.

use super::model::Model;
use super::shape::values_of;
use super::tree::{DeclId, DeclKind, Function, NodeId, NodeKind, Tree, TypeId, TypeKind, UnaryOp};

/// Structs of objects that hold no others.
const PLAIN_OBJECTS: [&str; 10] = [
    "PyUnicodeObject",
    "PyASCIIObject",
    "PyCompactUnicodeObject",
    "PyBytesObject",
    "PyByteArrayObject",
    "PyLongObject",
    "PyFloatObject",
    "PyComplexObject",
    "_longobject",
    "PyCapsule",
];
/// Functions that return such an object.
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
/// Functions that return their argument.
const PASSING: [&str; 2] = ["Py_NewRef", "Py_XNewRef"];
/// Macros that give a member a new value: the member's address, the value.
const REPLACING: [&str; 2] = ["Py_SETREF", "Py_XSETREF"];
/// Values are looked for this many variables deep.
const MAX_DEPTH: u32 = 4;

/// Nothing that the member ever holds can be part of a cycle of references.
pub(crate) fn holds_only_plain(tree: &Tree, model: &Model, member: DeclId) -> bool {
    if is_plain_type(tree, model, tree[member].ty) {
        return true;
    }
    match given(tree, member) {
        Some(values) => {
            let is_given = values.iter().any(|(_, value)| !tree.is_null(*value));
            is_given && values.iter().all(|(function, value)| is_plain(tree, model, *function, *value, 0))
        }
        None => false,
    }
}

/// A pointer to objects that hold no others, or to instances of a type of the unit that is not collected.
fn is_plain_type(tree: &Tree, model: &Model, ty: TypeId) -> bool {
    let TypeKind::Pointer(to) = &tree[ty].kind else { return false };
    let TypeKind::Record(name) = &tree[*to].kind else { return false };
    let mut types = model.types.iter().filter(|ty| ty.record.as_deref() == Some(name)).peekable();
    let is_uncollected = types.peek().is_some()
        && types
            .all(|ty| ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(false) && !ty.slots.contains_key("tp_base"));
    PLAIN_OBJECTS.contains(&name.as_str()) || (is_uncollected && name != "PyObject")
}

/// The values that the unit gives the member, with the functions that do; `None` when its address is handed on.
fn given(tree: &Tree, member: DeclId) -> Option<Vec<(&Function, NodeId)>> {
    let mut values = Vec::new();
    let mut is_followed = true;
    let names = |node: NodeId| is_member(tree, node, member);
    for function in &tree.functions {
        tree.walk(function.body, &mut |node| match tree[node].kind {
            NodeKind::Assign(op) if tree.kid(node, 0).is_some_and(names) => {
                is_followed &= op.is_none();
                values.extend(tree.kid(node, 1).map(|value| (function, value)));
            }
            NodeKind::Call(_) => match tree.api_callee(node) {
                Some("Py_CLEAR") => {}
                Some(name) if REPLACING.contains(&name) => {
                    if let [target, value] = *tree.args(node)
                        && names_address(tree, target, member)
                    {
                        values.push((function, value));
                    }
                }
                _ => is_followed &= !tree.args(node).iter().any(|arg| names_address(tree, *arg, member)),
            },
            _ => {}
        });
    }
    is_followed.then_some(values)
}

/// `x->member`, `x->member[i]`.
fn is_member(tree: &Tree, node: NodeId, member: DeclId) -> bool {
    let node = tree.strip_casts(node);
    match tree[node].kind {
        NodeKind::Member { field, .. } => field == member,
        NodeKind::Subscript => tree.kid(node, 0).is_some_and(|kid| is_member(tree, kid, member)),
        _ => false,
    }
}

/// `&x->member`.
fn names_address(tree: &Tree, node: NodeId, member: DeclId) -> bool {
    let node = tree.strip_casts(node);
    tree[node].kind == NodeKind::Unary(UnaryOp::AddrOf)
        && tree.kid(node, 0).is_some_and(|kid| is_member(tree, kid, member))
}

/// The value is `NULL`, `None`, or an object that holds no others.
fn is_plain(tree: &Tree, model: &Model, function: &Function, value: NodeId, depth: u32) -> bool {
    let value = tree.strip_casts(value);
    let inside = |n| tree.kid(value, n).is_some_and(|kid| is_plain(tree, model, function, kid, depth));
    if tree.is_null(value) || is_plain_type(tree, model, tree[value].ty) {
        return true;
    }
    match tree[value].kind {
        NodeKind::Call(_) => match tree.api_callee(value) {
            Some(name) if PASSING.contains(&name) => {
                tree.args(value).first().is_some_and(|arg| is_plain(tree, model, function, *arg, depth))
            }
            Some(name) => PLAIN_MAKERS.iter().any(|prefix| name.starts_with(prefix)),
            None => false,
        },
        NodeKind::Assign(None) => inside(1),
        NodeKind::Conditional => inside(1) && inside(2),
        NodeKind::Unary(UnaryOp::AddrOf) => {
            tree.kid(value, 0).is_some_and(|kid| is_constant_object(tree, kid))
        }
        NodeKind::Name(decl) if tree[decl].kind == DeclKind::Var && !tree[decl].static_storage => {
            depth < MAX_DEPTH && is_plain_variable(tree, model, function, decl, depth + 1)
        }
        _ => false,
    }
}

fn is_plain_variable(tree: &Tree, model: &Model, function: &Function, variable: DeclId, depth: u32) -> bool {
    let Some(values) = values_of(tree, function.body, variable) else { return false };
    let is_shown = tree.descendants(function.body).into_iter().any(|node| {
        tree[node].kind == NodeKind::Unary(UnaryOp::AddrOf)
            && tree.kid(node, 0).is_some_and(|kid| tree[kid].kind == NodeKind::Name(variable))
    });
    !is_shown
        && !values.is_empty()
        && values.iter().all(|value| is_plain(tree, model, function, *value, depth))
}

/// `None`, `True`, `False`.
fn is_constant_object(tree: &Tree, node: NodeId) -> bool {
    let name = match tree[node].kind {
        NodeKind::Name(decl) => tree[decl].name.as_str(),
        _ => return false,
    };
    matches!(name, "Py_None" | "_Py_NoneStruct" | "Py_True" | "Py_False")
}
