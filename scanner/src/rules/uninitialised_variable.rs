//! uninitialised-variable: a local variable that is read before anything was stored in it, also when it was left to an
//! optional argument to store it.

use super::{format_call, path, warned};
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};
use crate::source::formats::Grammar;
use crate::source::shape::Parents;
use crate::source::tree::{BinaryOp, DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Tree, UnaryOp};
use pilotage_finding::{Confidence, Severity};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for warned in warned::all(cx) {
        let Some(name) = warned.message.split('\'').nth(1) else { continue };
        let is_always = warned.message.ends_with("is uninitialized when used here");
        let is_sometimes = warned.message.contains("is used uninitialized whenever");
        if !warned.message.starts_with("variable '") || !(is_always || is_sometimes) {
            continue;
        }
        if is_sometimes && warned::calls_undeclared(cx, warned.function) {
            continue;
        }
        if is_always && is_macro_argument(cx.tree, warned.function, warned.loc) {
            continue;
        }
        let message = if is_always {
            format!("`{name}` is read before anything is stored in it")
        } else {
            format!("`{name}` is read later although nothing is stored in it on this way")
        };
        let function = &cx.tree[warned.function.decl].name;
        sink.add(
            cx.finding(warned.loc, message)
                .in_function(function)
                .help(format!("give `{name}` a value where it is declared")),
        );
    }
    optional_outputs(cx, sink);
    blank_parts(cx, sink);
}

/// Members of local structs and items of local arrays.
fn blank_parts(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for found in path::found(cx, Mistake::UninitialisedPart) {
        let has_asm = |function: &Function| {
            tree.below(function.body).iter().any(|node| tree[*node].kind == NodeKind::Asm)
        };
        let Some(function) = tree.definition(found.function) else { continue };
        if !warned::is_whole(cx, function) || has_asm(function) {
            continue;
        }
        let name = &found.subject;
        let message = format!("a part of `{name}` is read before anything is stored in it");
        sink.add(path::draft(cx, found, message).help(format!("give `{name}` a value where it is declared")));
    }
}

/// The name at this place is given to a guessed function whose name is that of a macro: it may be set there.
fn is_macro_argument(tree: &Tree, function: &Function, loc: Loc) -> bool {
    tree.below(function.body).iter().any(|node| {
        matches!(tree[*node].kind, NodeKind::Call(Some(decl)) if tree.looks_like_macro(decl))
            && tree.args(*node).iter().any(|arg| tree[*arg].loc == loc)
    })
}

/// Variables that only an optional argument of the call sets.
fn optional_outputs(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for (call, name) in format_call::api_calls(tree) {
        let optional = optional(cx, call, name);
        if optional.is_empty() {
            continue;
        }
        let Some(function) =
            tree.function_at(tree[call].loc).filter(|function| warned::is_whole(cx, function))
        else {
            continue;
        };
        for &out in optional {
            let Some(variable) = output(tree, out) else { continue };
            if let Some(read) = unset_read(tree, cx.parents(), function, call, variable) {
                let shown = &tree[variable].name;
                let message = format!("`{shown}` has no value here when the caller leaves the argument out");
                let help = format!("give `{shown}` a value where it is declared");
                let draft = cx.finding(tree[read].loc, message).help(help).item(name);
                sink.add(draft.severity(Severity::Error).confidence(Confidence::Medium));
            }
        }
    }
}

/// The arguments of a call that a shorter argument list leaves alone.
fn optional<'a>(cx: &Context<'a>, call: NodeId, name: &str) -> &'a [NodeId] {
    const FIRST_OUTPUT: usize = 4;
    let tree = cx.tree;
    let args = tree.args(call);
    if name == "PyArg_UnpackTuple" {
        let least =
            args.get(2).and_then(|arg| tree.constant(*arg)).and_then(|least| usize::try_from(least).ok());
        return least.and_then(|least| args.get(FIRST_OUTPUT + least..)).unwrap_or_default();
    }
    let Some(function) = crate::source::formats::function(name) else { return &[] };
    if function.language.grammar != Grammar::Arguments {
        return &[];
    }
    let text = args.get(function.format).and_then(|format| format_call::known_text(cx, *format));
    let Some((required, _)) = text.and_then(|text| text.split_once('|')) else { return &[] };
    let parsed = function.language.parse(required);
    let taken: usize = parsed.pieces.iter().map(|piece| piece.unit.takes.len()).sum();
    function.first.and_then(|first| args.get(first + taken..)).unwrap_or_default()
}

/// `&name` of a local variable that is declared without a value.
fn output(tree: &Tree, argument: NodeId) -> Option<DeclId> {
    let node = tree.strip_casts(argument);
    let (NodeKind::Unary(UnaryOp::AddrOf), Some(kid)) = (&tree[node].kind, tree.kid(node, 0)) else {
        return None;
    };
    let NodeKind::Name(decl) = tree[kid].kind else { return None };
    let variable = &tree[decl];
    (variable.kind == DeclKind::Var && !variable.static_storage && variable.init.is_none()).then_some(decl)
}

/// The first mention behind the call, when it reads what nothing before the call has set, on every way.
fn unset_read(
    tree: &Tree,
    parents: &Parents,
    function: &Function,
    call: NodeId,
    variable: DeclId,
) -> Option<NodeId> {
    let is_mention = |node: &&NodeId| tree[**node].kind == NodeKind::Name(variable);
    let mentions = tree.below(function.body).iter().filter(is_mention);
    let inside = tree.below(call);
    let call_at = tree[call].loc.offset;
    let mut later: Vec<NodeId> = Vec::new();
    for &mention in mentions.filter(|mention| !inside.contains(mention)) {
        if tree[mention].loc.offset < call_at {
            return None;
        }
        later.push(mention);
    }
    let first = later.into_iter().min_by_key(|mention| tree[*mention].loc.offset)?;
    let (above, child) = parents.past_casts(tree, first)?;
    let is_write = matches!(tree[above].kind, NodeKind::Assign(None)) && tree.kid(above, 0) == Some(child);
    let is_address = tree[above].kind == NodeKind::Unary(UnaryOp::AddrOf);
    (!is_write && !is_address && !is_guarded(tree, parents, first, call)).then_some(first)
}

/// Something else is asked before the node is reached, beside what is also asked before the call.
fn is_guarded(tree: &Tree, parents: &Parents, node: NodeId, call: NodeId) -> bool {
    let mut child = node;
    for above in parents.ancestors(node) {
        let holds_call = tree.below(above).contains(&call);
        let at = tree.kids(above).iter().position(|kid| *kid == child);
        let is_behind = match tree[above].kind {
            NodeKind::If | NodeKind::Conditional | NodeKind::Switch | NodeKind::While => at != Some(0),
            NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => at != Some(0),
            NodeKind::For | NodeKind::Case | NodeKind::Default | NodeKind::RangeFor | NodeKind::Lambda => {
                true
            }
            _ => false,
        };
        if is_behind && !holds_call {
            return true;
        }
        child = above;
    }
    false
}
