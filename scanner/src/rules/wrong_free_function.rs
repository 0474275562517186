//! wrong-free-function: instances that are given back to another allocator than the one they came from.

use std::collections::HashSet;

use pilotage_finding::StepKind;

use crate::source::calls::{Callee, Frame, Trail, each_call};
use crate::source::context::{Context, Sink};
use crate::source::model::{TypeDef, TypeSource};
use crate::source::shape::{Parents, values_of};
use crate::source::tree::{DeclId, DeclKind, Function, NodeId, NodeKind, Tree, UnaryOp};
use crate::source::types::{slot_functions, with_collector};

/// Where a free function gives memory back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Free {
    /// The object allocator.
    Object,
    /// Another allocator.
    Memory,
    /// The object allocator, with the collector's header.
    Collected,
}

const OBJECT: [&str; 4] = ["PyObject_Free", "PyObject_FREE", "PyObject_Del", "PyObject_DEL"];
const MEMORY: [&str; 6] = ["PyMem_Free", "PyMem_FREE", "PyMem_Del", "PyMem_DEL", "PyMem_RawFree", "free"];
const COLLECTED: [&str; 1] = ["PyObject_GC_Del"];

/// Tests whether an instance or its type is collected.
pub(super) const GC_TESTS: [&str; 6] = [
    "PyType_IS_GC",
    "PyObject_IS_GC",
    "PyType_HasFeature",
    "PyType_FastSubclass",
    "PyObject_GC_IsTracked",
    "_PyObject_GC_IS_TRACKED",
];
/// Allocations with the collector's header, and without.
const GC_NEW: [&str; 4] =
    ["PyObject_GC_New", "PyObject_GC_NewVar", "_PyObject_GC_New", "_PyObject_GC_NewVar"];
const NEW: [&str; 6] = [
    "PyObject_New",
    "PyObject_NewVar",
    "PyObject_NEW",
    "PyObject_NEW_VAR",
    "_PyObject_New",
    "_PyObject_NewVar",
];
/// Functions that make an object out of memory from anywhere.
const PLACING: [&str; 4] = ["PyObject_Init", "PyObject_InitVar", "PyObject_INIT", "PyObject_INIT_VAR"];
/// Functions that make a type of a spec; the place of the bases among the arguments.
const MAKERS: [(&str, Option<usize>); 4] = [
    ("PyType_FromSpec", None),
    ("PyType_FromSpecWithBases", Some(1)),
    ("PyType_FromModuleAndSpec", Some(2)),
    ("PyType_FromMetaclass", Some(3)),
];

/// The function frees what it is given.
pub(super) fn is_free_function(name: &str) -> bool {
    free_function(name).is_some()
}

fn free_function(name: &str) -> Option<Free> {
    if OBJECT.contains(&name) {
        Some(Free::Object)
    } else if MEMORY.contains(&name) {
        Some(Free::Memory)
    } else {
        COLLECTED.contains(&name).then_some(Free::Collected)
    }
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let parents = cx.parents();
    let mut told = HashSet::new();
    deallocs(cx, sink, parents, &mut told);
    slots(cx, sink);
    for function in &cx.tree.functions {
        allocations(cx, sink, function, parents, &mut told);
    }
}

/// A call that frees the object.
struct Freed {
    call: NodeId,
    name: String,
    free: Free,
}

fn deallocs(cx: &Context<'_>, sink: &mut Sink, parents: &Parents, told: &mut HashSet<NodeId>) {
    for slot in slot_functions(cx, "tp_dealloc") {
        for freed in freed(cx.tree, slot.function) {
            let wrong =
                slot.types.iter().find_map(|ty| why_wrong(cx, ty, &freed, parents).map(|why| (ty, why)));
            let Some((ty, why)) = wrong else { continue };
            let loc = cx.tree[freed.call].loc;
            let targets = with_collector(cx.targets_at(loc));
            if targets.is_empty() || !told.insert(freed.call) {
                continue;
            }
            let type_name = &cx.tree[ty.decl].name;
            let message = format!("`{}` frees an instance of `{type_name}`, {why}", freed.name);
            let step = cx.step(StepKind::Declared, ty.loc, format!("`{type_name}` is defined here"));
            let help = "call `Py_TYPE(self)->tp_free(self)`";
            sink.add(cx.finding(loc, message).help(help).targets(targets).item(&freed.name).step(step));
        }
    }
}

/// Where the function, or one that it hands the object to, frees it; nothing when it cannot be seen as a whole.
fn freed(tree: &Tree, function: &Function) -> Vec<Freed> {
    let mut found = Vec::new();
    let mut trail = Trail::default();
    each_call(&Frame::new(tree, function), &mut trail, &mut |frame, call, callee| match callee {
        Callee::Api(name) | Callee::Library(name) => {
            let first = tree.args(call).first().filter(|arg| frame.is_object(**arg) && frame.is_pure(**arg));
            if let (Some(free), Some(arg)) = (free_function(name), first)
                && !reaches_into(tree, *arg)
            {
                found.push(Freed { call, name: (*name).to_owned(), free });
            }
            false
        }
        Callee::Own(inside) => frame.hands_object(call) && !inside.holds_nothing(),
        _ => false,
    });
    found
}

/// The expression is not the object as a whole: an address that is reckoned, or a member.
fn reaches_into(tree: &Tree, arg: NodeId) -> bool {
    !matches!(tree[tree.strip_casts(arg)].kind, NodeKind::Name(_) | NodeKind::This | NodeKind::Call(_))
}

fn why_wrong(cx: &Context<'_>, ty: &TypeDef, freed: &Freed, parents: &Parents) -> Option<&'static str> {
    let is_collected = ty.has_flag("Py_TPFLAGS_HAVE_GC")?;
    if has_allocator(cx.tree, ty) || is_under_test(cx.tree, parents, freed.call, &GC_TESTS) {
        return None;
    }
    match freed.free {
        Free::Collected if is_collected || has_base(cx, ty) => None,
        Free::Collected => Some("which is not collected"),
        _ if is_collected => Some("which is collected"),
        Free::Memory if calls_one_of(cx.tree, &PLACING) => None,
        Free::Memory => Some("which came from the object allocator"),
        Free::Object
            if ty.has_flag("Py_TPFLAGS_BASETYPE")? && !is_for_exact_type(cx.tree, parents, freed.call) =>
        {
            Some("whose subclasses are collected")
        }
        Free::Object => None,
    }
}

/// The type allocates its instances in its own way.
fn has_allocator(tree: &Tree, ty: &TypeDef) -> bool {
    let Some(value) = ty.slots.get("tp_alloc") else { return false };
    tree.named_function(*value).is_none_or(|function| tree[function].name != "PyType_GenericAlloc")
}

/// A base is named, or may be given where we do not see it.
fn has_base(cx: &Context<'_>, ty: &TypeDef) -> bool {
    let tree = cx.tree;
    if ["tp_base", "tp_bases"].iter().any(|slot| ty.slots.contains_key(*slot)) {
        return true;
    }
    if ty.source == TypeSource::Static {
        return false;
    }
    if !ty.complete {
        return true;
    }
    tree.calls().iter().any(|&call| {
        let is_given = tree.args(call).iter().any(|arg| tree.named_variable(*arg) == Some(ty.decl));
        let maker = MAKERS.iter().find(|(name, _)| tree.api_callee(call) == Some(name));
        is_given
            && match maker {
                Some((_, None)) => false,
                Some((_, Some(at))) => tree.args(call).get(*at).is_none_or(|bases| !tree.is_null(*bases)),
                None => true,
            }
    })
}

fn calls_one_of(tree: &Tree, names: &[&str]) -> bool {
    tree.calls().iter().any(|call| tree.api_callee(*call).is_some_and(|name| names.contains(&name)))
}

/// The call stands under a condition that calls one of these.
fn is_under_test(tree: &Tree, parents: &Parents, call: NodeId, tests: &[&str]) -> bool {
    conditions(tree, parents, call).into_iter().any(|condition| mentions(tree, condition, tests))
}

/// The call stands under a condition on the instance's type.
fn is_for_exact_type(tree: &Tree, parents: &Parents, call: NodeId) -> bool {
    conditions(tree, parents, call).into_iter().any(|condition| {
        tree.below(condition).iter().any(|&node| match tree[node].kind {
            NodeKind::Call(Some(callee)) => {
                let name = &tree[callee].name;
                name == "Py_TYPE" || name.starts_with("Py_IS_TYPE") || name.contains("Check")
            }
            NodeKind::Member { field, .. } => tree[field].name == "ob_type",
            _ => false,
        })
    })
}

/// The conditions of the `if`s and conditionals around a node.
fn conditions(tree: &Tree, parents: &Parents, node: NodeId) -> Vec<NodeId> {
    parents
        .ancestors(node)
        .filter(|above| matches!(tree[*above].kind, NodeKind::If | NodeKind::Conditional))
        .filter_map(|above| tree.kid(above, 0))
        .collect()
}

/// The expression calls one of these functions of the C-API.
pub(super) fn mentions(tree: &Tree, condition: NodeId, names: &[&str]) -> bool {
    let mut all = tree.calls_below(condition).iter();
    all.any(|node| tree.callee(*node).is_some_and(|callee| names.contains(&callee.name.as_str())))
}

/// What a macro or function of the C-API is given first, without the address that our headers take of it.
pub(super) fn first_argument(tree: &Tree, call: NodeId) -> Option<NodeId> {
    let arg = tree.strip_casts(*tree.args(call).first()?);
    match tree[arg].kind {
        NodeKind::Unary(UnaryOp::AddrOf) => tree.kid(arg, 0).map(|inside| tree.strip_casts(inside)),
        _ => Some(arg),
    }
}

/// `tp_free` slots.
fn slots(cx: &Context<'_>, sink: &mut Sink) {
    for ty in cx.model.types.iter().filter(|ty| !ty.opaque) {
        let Some(value) = ty.slots.get("tp_free") else { continue };
        let Some(function) = cx.tree.named_function(*value).map(|function| &cx.tree[function]) else {
            continue;
        };
        let (Some(free), Some(is_collected)) =
            (free_function(&function.name), ty.has_flag("Py_TPFLAGS_HAVE_GC"))
        else {
            continue;
        };
        let why = match free {
            Free::Object | Free::Memory if is_collected && !has_allocator(cx.tree, ty) => {
                "which is collected"
            }
            Free::Collected if !is_collected && !has_base(cx, ty) => "which is not collected",
            _ => continue,
        };
        let loc = cx.tree[cx.tree.strip_casts(*value)].loc;
        let targets = with_collector(cx.targets_at(loc));
        if targets.is_empty() {
            continue;
        }
        let message = format!("`{}` is the `tp_free` of `{}`, {why}", function.name, cx.tree[ty.decl].name);
        let help = "leave the slot out: Python fills it with the function that fits";
        sink.add(cx.finding(loc, message).help(help).targets(targets).item(&function.name));
    }
}

/// Variables that are given one allocation and freed in the same function.
fn allocations(
    cx: &Context<'_>,
    sink: &mut Sink,
    function: &Function,
    parents: &Parents,
    told: &mut HashSet<NodeId>,
) {
    let tree = cx.tree;
    for &call in tree.calls_below(function.body) {
        let Some(callee) = tree.callee(call).filter(|callee| callee.kind == DeclKind::Function) else {
            continue;
        };
        let Some(free) = free_function(&callee.name) else { continue };
        let Some(variable) = tree.args(call).first().and_then(|arg| freed_variable(tree, *arg)) else {
            continue;
        };
        let Some(allocation) = allocation(tree, function, variable) else { continue };
        let Some(maker) = tree.api_callee(allocation) else { continue };
        let why = match free {
            Free::Object | Free::Memory if GC_NEW.contains(&maker) => "with the collector's header",
            Free::Memory if NEW.contains(&maker) => "in the object allocator",
            Free::Collected if NEW.contains(&maker) => "without the collector's header",
            _ => continue,
        };
        let loc = tree[call].loc;
        let targets = with_collector(cx.targets_at(loc));
        if targets.is_empty() || is_under_test(tree, parents, call, &GC_TESTS) || !told.insert(call) {
            continue;
        }
        let name = &tree[variable].name;
        let message = format!("`{}` frees `{name}`, which `{maker}` allocated {why}", callee.name);
        let help =
            if GC_NEW.contains(&maker) { "call `PyObject_GC_Del()`" } else { "call `PyObject_Free()`" };
        let step = cx.step(StepKind::Created, tree[allocation].loc, format!("`{name}` is allocated here"));
        sink.add(cx.finding(loc, message).help(help).targets(targets).item(&callee.name).step(step));
    }
}

fn freed_variable(tree: &Tree, arg: NodeId) -> Option<DeclId> {
    match tree[tree.strip_casts(arg)].kind {
        NodeKind::Name(decl) if tree[decl].kind == DeclKind::Var && !tree[decl].static_storage => Some(decl),
        _ => None,
    }
}

/// The one call whose result the variable is given, besides `NULL`.
fn allocation(tree: &Tree, function: &Function, variable: DeclId) -> Option<NodeId> {
    let values = values_of(tree, function.body, variable)?;
    let mut values =
        values.into_iter().filter(|value| !tree.is_null(*value)).map(|value| tree.strip_casts(value));
    let (value, None) = (values.next()?, values.next()) else { return None };
    let is_shown = tree.below(function.body).iter().any(|&node| {
        matches!(tree[node].kind, NodeKind::Unary(UnaryOp::AddrOf))
            && tree
                .kid(node, 0)
                .is_some_and(|kid| tree[tree.strip_casts(kid)].kind == NodeKind::Name(variable))
    });
    (!is_shown && matches!(tree[value].kind, NodeKind::Call(_))).then_some(value)
}
