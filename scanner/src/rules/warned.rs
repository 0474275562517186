//! What the rules on compiler warnings share: a warning of the parser in a function that is seen whole.
//! Reads the tree only; the parser says where, the rules say what.

use crate::source::context::Context;
use crate::source::tree::{Function, Loc, NodeKind, Origin};

/// A warning in a function that was seen as it is.
pub(super) struct Warned<'a> {
    /// Where.
    pub(super) loc: Loc,
    /// What clang says.
    pub(super) message: &'a str,
    /// Where it stands.
    pub(super) function: &'a Function,
}

/// The warnings in functions of which nothing was lost or guessed.
pub(super) fn all<'a>(cx: &Context<'a>) -> impl Iterator<Item = Warned<'a>> {
    let tree = cx.tree;
    tree.warnings.iter().filter_map(move |warning| {
        let loc = warning.loc?;
        let function = tree.function_at(loc).filter(|function| is_whole(cx, function))?;
        Some(Warned { loc, message: &warning.message, function })
    })
}

/// No error lies in the function, nothing of it is missing, and nothing that it names was guessed.
pub(super) fn is_whole(cx: &Context<'_>, function: &Function) -> bool {
    let tree = cx.tree;
    let file = tree[function.decl].loc.file;
    let is_inside = |loc: Loc| loc.file == file && (function.start..function.end).contains(&loc.offset);
    let has_error = tree.diagnostics.iter().filter_map(|found| found.loc).any(is_inside);
    let guessed = |name: &str| tree.guessed_macros.iter().any(|guessed| guessed == name);
    let has_macro = tree.macro_uses.iter().any(|used| is_inside(used.loc) && guessed(&used.name));
    let is_guess = |node: &crate::source::tree::NodeId| match tree[*node].kind {
        NodeKind::Name(decl) => tree[decl].origin == Origin::Guessed,
        NodeKind::Member { field, .. } => tree[field].origin == Origin::Guessed,
        _ => false,
    };
    function.unseen.is_empty() && !has_error && !has_macro && !tree.below(function.body).iter().any(is_guess)
}

/// A call of what nobody declared: it may never come back, or be a macro that stores something.
pub(super) fn calls_undeclared(cx: &Context<'_>, function: &Function) -> bool {
    let tree = cx.tree;
    tree.calls_below(function.body)
        .iter()
        .any(|call| matches!(tree[*call].kind, NodeKind::Call(Some(decl)) if tree.is_undeclared(decl)))
}
