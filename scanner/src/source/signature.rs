//! Compares a function of the package with what a slot or a method table calls it as.
//! Knows the kinds of parameters that matter when a call goes through the wrong type; says nothing about names.

use pilotage_finding::{Confidence, Severity};

use super::slots::{Part, Signature};
use super::tree::{DeclId, DeclKind, NodeId, NodeKind, Origin, Tree, TypeId, TypeKind, UnaryOp};
use super::widths;

/// How a function differs from what it is called as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch {
    /// In words, to follow `` `f` ``.
    pub(crate) text: String,
    /// How bad it is.
    pub(crate) severity: Severity,
    /// How sure it is.
    pub(crate) confidence: Confidence,
    /// It is wrong on 64-bit Windows alone.
    pub(crate) only_windows: bool,
}

/// The function that an expression names, through casts and `&`, with its node.
pub(crate) fn named(tree: &Tree, value: NodeId) -> Option<(NodeId, DeclId)> {
    let mut node = tree.strip_casts(value);
    while let NodeKind::Unary(UnaryOp::AddrOf) = tree[node].kind {
        node = tree.strip_casts(tree.kid(node, 0)?);
    }
    match tree[node].kind {
        NodeKind::Name(decl) if tree[decl].kind == DeclKind::Function => Some((node, decl)),
        _ => None,
    }
}

/// The function may be compared: a function of the package with a fixed, known list of parameters.
pub(crate) fn is_judged(tree: &Tree, function: DeclId) -> bool {
    !matches!(tree[function].origin, Origin::Api | Origin::Guessed)
        && matches!(
            tree[tree[function].ty].kind,
            TypeKind::Function { variadic: false, prototyped: true, .. }
        )
}

/// What is worst about a function that is called with `wanted`.
pub(crate) fn compare(tree: &Tree, function: DeclId, wanted: &Signature) -> Option<Mismatch> {
    if !is_judged(tree, function) {
        return None;
    }
    let TypeKind::Function { result, params, .. } = &tree[tree[function].ty].kind else { return None };
    let mut found = Vec::new();
    if params.len() > wanted.params.len() {
        found.push(error(count(params.len(), wanted)));
    }
    for (at, (param, wanted)) in params.iter().zip(&wanted.params).enumerate() {
        found.extend(parameter(tree, *param, *wanted, at + 1));
    }
    found.extend(outcome(tree, *result, wanted.result));
    if params.len() < wanted.params.len() {
        found.push(warning(count(params.len(), wanted), false));
    }
    let worst = found.iter().map(|mismatch| mismatch.severity).max()?;
    found.into_iter().find(|mismatch| mismatch.severity == worst)
}

fn count(has: usize, wanted: &Signature) -> String {
    let plural = if has == 1 { "" } else { "s" };
    format!("takes {has} parameter{plural} and is called with {}", wanted.params.len())
}

fn error(text: String) -> Mismatch {
    Mismatch { text, severity: Severity::Error, confidence: Confidence::High, only_windows: false }
}

fn warning(text: String, only_windows: bool) -> Mismatch {
    Mismatch { text, severity: Severity::Warning, confidence: Confidence::Medium, only_windows }
}

fn parameter(tree: &Tree, ty: TypeId, wanted: Part, number: usize) -> Option<Mismatch> {
    let spelling = &tree[ty].spelling;
    match differs(tree, ty, wanted)? {
        Differs::Everywhere => Some(error(format!(
            "takes `{spelling}` as parameter {number} and is called with {}",
            called(wanted)
        ))),
        Differs::OnWindows => Some(warning(
            format!("takes `{spelling}` as parameter {number}, which is too small on 64-bit Windows"),
            true,
        )),
    }
}

fn outcome(tree: &Tree, ty: TypeId, wanted: Part) -> Option<Mismatch> {
    let spelling = &tree[ty].spelling;
    if wanted == Part::Void {
        let is_value = !matches!(tree[ty].kind, TypeKind::Void | TypeKind::Unknown);
        return is_value.then(|| warning(format!("returns `{spelling}` where nothing is expected"), false));
    }
    match differs(tree, ty, wanted)? {
        Differs::Everywhere => {
            Some(error(format!("returns `{spelling}` where {} is expected", called(wanted))))
        }
        Differs::OnWindows => {
            Some(warning(format!("returns `{spelling}`, which is too small on 64-bit Windows"), true))
        }
    }
}

fn called(part: Part) -> &'static str {
    match part {
        Part::Void => "nothing",
        Part::Object => "an object",
        Part::Text => "a `char *`",
        Part::Pointer => "a pointer",
        Part::Objects => "a `PyObject **`",
        Part::Function => "a function",
        Part::Int(width) if width.windows == 64 => "a 64-bit integer",
        Part::Int(_) => "an `int`",
    }
}

enum Differs {
    Everywhere,
    OnWindows,
}

fn differs(tree: &Tree, ty: TypeId, wanted: Part) -> Option<Differs> {
    let fits = match &tree[ty].kind {
        TypeKind::Unknown => true,
        TypeKind::Pointer(to) | TypeKind::Array(to, _) => pointer_fits(tree, *to, wanted),
        TypeKind::Function { .. } => matches!(wanted, Part::Function | Part::Pointer),
        TypeKind::Int { bits, .. } => match wanted {
            Part::Int(width) if *bits == width.linux => {
                let on_windows = widths::on_windows(tree, ty);
                return on_windows.is_some_and(|bits| bits != width.windows).then_some(Differs::OnWindows);
            }
            _ => false,
        },
        TypeKind::Void | TypeKind::Bool | TypeKind::Float { .. } | TypeKind::Record(_) => false,
    };
    (!fits).then_some(Differs::Everywhere)
}

fn pointer_fits(tree: &Tree, to: TypeId, wanted: Part) -> bool {
    let to = &tree[to].kind;
    if matches!(to, TypeKind::Void | TypeKind::Unknown) {
        return !matches!(wanted, Part::Int(_) | Part::Void);
    }
    match wanted {
        Part::Void | Part::Int(_) => false,
        Part::Pointer => true,
        Part::Object => matches!(to, TypeKind::Record(_)),
        Part::Text => matches!(to, TypeKind::Int { bits: 8, .. }),
        Part::Objects => matches!(to, TypeKind::Pointer(_) | TypeKind::Array(..)),
        Part::Function => matches!(to, TypeKind::Function { .. }),
    }
}
