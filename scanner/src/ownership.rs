//! Path-sensitive analysis of references, exceptions and the GIL in the functions of a unit.
//! From the owned tree to facts about mistakes; the rules in `rules/` make findings of them.

mod api;
mod blank;
mod call;
mod cause;
mod cfg;
mod compare;
mod contract;
mod dying;
mod effects;
mod eval;
mod facts;
mod fields;
mod finish;
mod format;
mod live;
pub(crate) mod mistake;
mod own;
mod owned;
mod place;
mod program;
mod refs;
pub(crate) mod repair;
mod result;
mod role;
mod state;
mod summary;
mod trace;
mod value;
mod verdict;
mod walk;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use foldhash::fast::FixedState;

pub(crate) use mistake::{Found, Mistake, Told};
pub(crate) use program::Analysis;
use role::Role;
pub(crate) use value::Family;

use crate::source::model::Model;
use crate::source::reach::Reach;
use crate::source::shape::Parents;
use crate::source::signature;
use crate::source::tree::{DeclId, Function, NodeId, Tree, TypeKind};

/// A map for what is looked up at every step of a path: nobody chooses its keys.
pub(crate) type Map<K, V> = HashMap<K, V, FixedState>;

/// See [`Map`].
pub(crate) type Set<K> = HashSet<K, FixedState>;

/// Of `ml_flags`.
const METH_VARARGS: i64 = 1;

/// Analyses a unit.
pub(crate) fn analyse(
    tree: &Tree,
    model: &Model,
    parents: &Parents,
    reach: &Reach,
    is_cpp: bool,
) -> Analysis {
    program::analyse(tree, parents, reach, roles(tree, model, reach, is_cpp), is_cpp)
}

/// The prototype of a function that the manifest describes beside the C-API of today: of Python 2, of other projects.
pub(crate) fn prototype(name: &str) -> Option<&'static str> {
    facts::facts().extra.get(name).map(|extra| extra.c.as_str())
}

/// The node is a call of a function that gives NULL when it fails.
pub(crate) fn may_give_null(tree: &Tree, node: NodeId) -> bool {
    use pilotage_capi::Fails;
    tree.callee(node).and_then(|decl| contract::of(&decl.name)).is_some_and(|contract| {
        contract.gives_pointer
            && (matches!(contract.fails, Fails::Null | Fails::NullOrAbsent) || contract.memory.is_some())
    })
}

/// The call of this function of the API gives the argument back, or takes its reference over.
pub(crate) fn takes_reference(name: &str, argument: usize) -> bool {
    use pilotage_capi::Effect;
    contract::of(name).is_some_and(|contract| {
        let effect = contract.params.get(argument);
        effect.is_some_and(|effect| {
            matches!(
                effect,
                Effect::Decrements
                    | Effect::Clears
                    | Effect::Replaces
                    | Effect::Steals(_)
                    | Effect::StealsItems
            )
        })
    })
}

/// The argument whose block a function frees.
pub(crate) fn freed_argument(name: &str) -> Option<usize> {
    let memory = facts::facts().memory.get(name)?;
    memory.frees.map(|_| memory.parameter)
}

/// Attributes that tell of ownership and exceptions, each with the mark that stands for it: `returns=borrowed`, or
/// `steals=` for one that gives the number of a parameter.
pub(crate) fn attributes() -> impl Iterator<Item = (&'static str, String)> {
    facts::facts().attributes.iter().filter_map(|(name, says)| {
        let (what, how) = says.iter().next()?;
        let how = if how == "argument" { "" } else { how.as_str() };
        Some((name.as_str(), format!("{what}={how}")))
    })
}

/// The functions of the unit of which somebody expects something: Python, or whoever reads their attributes.
fn roles(tree: &Tree, model: &Model, reach: &Reach, is_cpp: bool) -> HashMap<DeclId, Rc<Role>> {
    let mut roles = HashMap::new();
    for filled in crate::source::filled::slots(tree) {
        if let (Some((_, function)), Some(role)) =
            (signature::named(tree, filled.value), role::of_slot(&filled.slot))
        {
            roles.entry(function).or_insert_with(|| Rc::new(role.clone()));
        }
    }
    for method in &model.methods {
        let takes_tuple = method.flags.is_some_and(|flags| flags & METH_VARARGS != 0);
        let slot = if takes_tuple { "varargs" } else { "method" };
        if let (Some(function), Some(role)) = (method.function, role::of_slot(slot)) {
            roles.entry(function).or_insert_with(|| Rc::new(role.clone()));
        }
    }
    let Some(method) = role::of_slot("method").map(|role| Rc::new(role.clone())) else { return roles };
    let is_whole = tree.includes.iter().all(|include| include.found.is_some());
    for function in &tree.functions {
        let gives_object = gives_object(tree, function.decl);
        if let Some(marks) = tree.marks.get(&function.decl) {
            roles.insert(function.decl, Rc::new(Role::of_marks(marks, gives_object)));
        } else if looks_like_method(tree, function) && reach.is_unused(function.decl) {
            roles.entry(function.decl).or_insert_with(|| method.clone());
        } else if is_whole && !is_cpp && is_orphan(tree, model, reach, function) {
            roles.entry(function.decl).or_insert_with(|| Rc::new(Role::plain(gives_object)));
        }
    }
    roles
}

fn gives_object(tree: &Tree, function: DeclId) -> bool {
    match &tree[tree[function].ty].kind {
        TypeKind::Function { result, .. } => tree.is_object_pointer(*result),
        _ => false,
    }
}

/// Other files can call it, and no header tells them what it does with objects: it does what functions do.
fn is_orphan(tree: &Tree, model: &Model, reach: &Reach, function: &Function) -> bool {
    let decl = function.decl;
    !tree[decl].is_static
        && reach.is_unused(decl)
        && !model.inits.contains(&decl)
        && !tree.declared.contains(&decl)
        // The facts know it better.
        && contract::of(&tree[decl].name).is_none()
        && (gives_object(tree, decl)
            || function.params.iter().any(|param| tree.is_object_pointer(tree[*param].ty)))
}

/// A function with the parameters and the result of a method, whose table is in a file that is not seen.
fn looks_like_method(tree: &Tree, function: &Function) -> bool {
    let TypeKind::Function { result, params, variadic: false, .. } = &tree[tree[function.decl].ty].kind
    else {
        return false;
    };
    (2..=3).contains(&params.len())
        && tree.is_object_pointer(*result)
        && params.iter().all(|param| tree.is_object_pointer(*param))
        && params.iter().skip(1).all(|param| tree.is_plain_object_pointer(*param))
}
