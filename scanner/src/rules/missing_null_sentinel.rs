//! missing-null-sentinel: variadic calls of objects without a format, whose end or count is not right.

use pilotage_finding::Severity;

use super::format_call::{api_calls, is_broken, name_loc, passes_pack};
use crate::source::context::{Context, Sink};
use crate::source::tree::{DeclId, DeclKind, NodeId, NodeKind, Tree, TypeKind};

/// How a function knows where its arguments end.
#[derive(Clone, Copy)]
enum End {
    /// At a null pointer, behind so many fixed arguments.
    Null(usize),
    /// After as many as the argument at this place says; the fixed arguments.
    Counted(usize, usize),
}

const FUNCTIONS: [(&str, End); 6] = [
    ("PyObject_CallFunctionObjArgs", End::Null(1)),
    ("PyObject_CallMethodObjArgs", End::Null(2)),
    ("_PyObject_CallMethodIdObjArgs", End::Null(2)),
    ("PyTuple_Pack", End::Counted(0, 1)),
    ("PyArg_UnpackTuple", End::Counted(3, 4)),
    ("_PyArg_UnpackStack", End::Counted(4, 5)),
];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for (call, name) in api_calls(tree) {
        let Some((_, end)) = FUNCTIONS.iter().find(|(function, _)| *function == name) else { continue };
        let loc = name_loc(tree, call);
        let args = tree.args(call);
        let found = match *end {
            End::Null(fixed) => args.get(fixed..).and_then(|rest| ended_by_null(cx, rest)),
            End::Counted(at, fixed) => counted(tree, args, at, fixed),
        };
        let Some((message, help, severity)) = found else { continue };
        let targets = cx.targets_at(loc);
        let is_whole = !passes_pack(tree, loc, name) && !is_broken(tree, loc, name, args.len());
        if !targets.is_empty() && is_whole {
            let draft = cx.finding(loc, format!("{message} in the call of `{name}`"));
            sink.add(draft.severity(severity).help(help).targets(targets).item(name));
        }
    }
}

type Found = (String, &'static str, Severity);

fn ended_by_null(cx: &Context<'_>, args: &[NodeId]) -> Option<Found> {
    let tree = cx.tree;
    let Some((&last, before)) = args.split_last() else {
        return Some((
            "no null pointer ends the arguments".to_owned(),
            "add `NULL` as the last argument",
            Severity::Error,
        ));
    };
    if before.iter().any(|arg| is_null_pointer(tree, *arg)) {
        let help = "drop the early `NULL`, or what stands behind it";
        return Some((
            "arguments behind a null pointer are never passed on".to_owned(),
            help,
            Severity::Error,
        ));
    }
    if is_null_pointer(tree, last) || may_be_null(cx, last) {
        return None;
    }
    if tree.is_null(last) {
        let help = "write `NULL` instead of `0`";
        return Some(("a plain `0` ends the arguments, an `int`".to_owned(), help, Severity::Warning));
    }
    Some((
        "no null pointer ends the arguments".to_owned(),
        "add `NULL` as the last argument",
        Severity::Error,
    ))
}

/// `NULL`, `nullptr` or a zero that is as wide as a pointer.
fn is_null_pointer(tree: &Tree, node: NodeId) -> bool {
    let is_wide = |node: NodeId| match tree[tree[node].ty].kind {
        TypeKind::Int { bits, .. } => bits >= 64,
        TypeKind::Bool | TypeKind::Float { .. } => false,
        _ => true,
    };
    tree.is_null(node) && is_wide(node)
}

/// The expression can be a null pointer at run time, as far as the function shows, or nothing is known about it.
fn may_be_null(cx: &Context<'_>, node: NodeId) -> bool {
    let tree = cx.tree;
    let node = tree.strip_casts(node);
    if tree[tree[node].ty].kind == TypeKind::Unknown {
        return true;
    }
    match tree[node].kind {
        NodeKind::Conditional => {
            tree.kids(node).iter().skip(1).any(|kid| tree.is_null(*kid) || may_be_null(cx, *kid))
        }
        NodeKind::Name(decl) => is_local(tree, decl) && is_given_null(cx, decl, node),
        NodeKind::OtherExpr | NodeKind::StmtExpr => true,
        _ => false,
    }
}

fn is_local(tree: &Tree, decl: DeclId) -> bool {
    tree[decl].kind == DeclKind::Var && !tree[decl].static_storage
}

/// The function initialises or assigns the variable with a null pointer.
fn is_given_null(cx: &Context<'_>, decl: DeclId, used: NodeId) -> bool {
    let tree = cx.tree;
    if tree[decl].init.is_some_and(|init| tree.is_null(init)) {
        return true;
    }
    let Some(function) = cx.function_at(tree[used].loc) else { return true };
    tree.below(function.body).iter().any(|&node| {
        tree[node].kind == NodeKind::Assign(None)
            && tree.kid(node, 0).is_some_and(|target| tree[target].kind == NodeKind::Name(decl))
            && tree.kid(node, 1).is_some_and(|value| tree.is_null(value))
    })
}

fn counted(tree: &Tree, args: &[NodeId], at: usize, fixed: usize) -> Option<Found> {
    let wanted = usize::try_from(tree.constant(*args.get(at)?)?).ok()?;
    let passed = args.len().checked_sub(fixed)?;
    if wanted == passed {
        return None;
    }
    let plural = if wanted == 1 { "" } else { "s" };
    let message = format!("{wanted} argument{plural} promised and {passed} given");
    Some((message, "make the count and the arguments agree", Severity::Error))
}
