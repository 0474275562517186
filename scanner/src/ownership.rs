//! Path-sensitive analysis of references, exceptions and the GIL in the functions of a unit.
//! From the owned tree to facts about mistakes; the rules in `rules/` make findings of them.

mod call;
mod cfg;
mod contract;
mod eval;
mod facts;
mod finish;
mod format;
mod live;
pub(crate) mod mistake;
mod own;
mod program;
mod refs;
mod role;
mod state;
mod summary;
mod trace;
mod value;
mod verdict;
mod walk;

use std::collections::HashMap;

pub(crate) use mistake::{Found, Mistake, Told};
pub(crate) use program::Analysis;

use crate::source::model::Model;
use crate::source::signature;
use crate::source::tree::{DeclId, Tree};

/// Analyses a unit.
pub(crate) fn analyse(tree: &Tree, model: &Model, is_cpp: bool) -> Analysis {
    program::analyse(tree, roles(tree, model), is_cpp)
}

/// The prototype of a function that the manifest describes beside the C-API of today: of Python 2, of other projects.
pub(crate) fn prototype(name: &str) -> Option<&'static str> {
    facts::facts().extra.get(name).map(|extra| extra.c.as_str())
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

/// The functions of the unit that Python calls, and what it expects of them.
fn roles(tree: &Tree, model: &Model) -> HashMap<DeclId, &'static role::Role> {
    let mut roles = HashMap::new();
    for filled in crate::source::filled::slots(tree) {
        if let (Some((_, function)), Some(role)) =
            (signature::named(tree, filled.value), role::of_slot(&filled.slot))
        {
            roles.entry(function).or_insert(role);
        }
    }
    for method in &model.methods {
        if let (Some(function), Some(role)) = (method.function, role::of_slot("method")) {
            roles.entry(function).or_insert(role);
        }
    }
    roles
}
