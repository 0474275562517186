//! wrong-variable-checked: what was just assigned is not tested, and something is tested a second time instead.

use crate::source::context::{Context, Sink};
use crate::source::shape::key;
use crate::source::tree::{BinaryOp, Function, NodeId, NodeKind, Tree, UnaryOp};

/// A test for null, and where it stands.
struct Test {
    /// What is tested.
    tested: String,
    /// Its name, as a reader would call it.
    named: String,
    at: NodeId,
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for function in tree.functions.iter().filter(|function| function.unseen.is_empty()) {
        let tests = tests(tree, function);
        let mut found = Vec::new();
        tree.walk(function.body, &mut |node| {
            if tree[node].kind == NodeKind::Compound {
                found.extend(tree.kids(node).windows(2).filter_map(|pair| wrong(tree, &tests, pair[0], pair[1])));
            }
        });
        for (test, assigned) in found {
            let loc = tree[test.at].loc;
            let targets = cx.targets_at(loc);
            if !cx.is_own(loc) || targets.is_empty() {
                continue;
            }
            let message = format!("`{}` is tested again, and `{assigned}`, which was just assigned, is not", test.named);
            sink.add(cx.finding(loc, message).help(format!("test `{assigned}`")));
        }
    }
}

/// Every test for null in a function.
fn tests(tree: &Tree, function: &Function) -> Vec<Test> {
    let mut tests = Vec::new();
    tree.walk(function.body, &mut |node| {
        if tree[node].kind == NodeKind::If {
            tests.extend(test_of(tree, node));
        }
    });
    tests
}

/// The `if` that tests one thing for null and leaves.
fn test_of(tree: &Tree, node: NodeId) -> Option<Test> {
    let condition = tree.kid(node, 0)?;
    let tested = match tree[condition].kind {
        NodeKind::Unary(UnaryOp::Not) => tree.kid(condition, 0)?,
        NodeKind::Binary(BinaryOp::Eq) => {
            let (left, right) = (tree.kid(condition, 0)?, tree.kid(condition, 1)?);
            if tree.is_null(right) { left } else { tree.is_null(left).then_some(right)? }
        }
        _ => return None,
    };
    let tested = tree.strip_casts(tested);
    let named = name_of(tree, tested)?;
    let leaves = tree.kid(node, 1).is_some_and(|then| {
        let last = match tree[then].kind {
            NodeKind::Compound => tree.kids(then).last().copied(),
            _ => Some(then),
        };
        last.is_some_and(|last| matches!(tree[last].kind, NodeKind::Return | NodeKind::Goto(_)))
    });
    leaves.then(|| Test { tested: key(tree, tested), named, at: node })
}

fn name_of(tree: &Tree, node: NodeId) -> Option<String> {
    match tree[node].kind {
        NodeKind::Name(decl) => Some(tree[decl].name.clone()),
        NodeKind::Member { field, .. } => Some(tree[field].name.clone()),
        _ => None,
    }
}

/// `x = f(); if (y == NULL) return ...;` where `y` was tested before.
fn wrong<'t>(tree: &Tree, tests: &'t [Test], assignment: NodeId, test: NodeId) -> Option<(&'t Test, String)> {
    if tree[test].kind != NodeKind::If {
        return None;
    }
    let (assigned, named) = assigned(tree, assignment)?;
    let test = tests.iter().find(|found| found.at == test)?;
    if test.tested == assigned {
        return None;
    }
    let is_before = |other: &&Test| tree[other.at].loc.offset < tree[assignment].loc.offset;
    let was_tested = tests.iter().filter(is_before).any(|other| other.tested == test.tested);
    // Somewhere behind the test it may still be looked at: then the order is odd, and no more.
    let is_tested_later = tests
        .iter()
        .any(|other| tree[other.at].loc.offset > tree[test.at].loc.offset && other.tested == assigned);
    (was_tested && !is_tested_later).then_some((test, named))
}

/// What a statement assigns, when a call that may give NULL gives it.
fn assigned(tree: &Tree, statement: NodeId) -> Option<(String, String)> {
    let (target, named, value) = match tree[statement].kind {
        NodeKind::Assign(None) => {
            let target = tree.strip_casts(tree.kid(statement, 0)?);
            (key(tree, target), name_of(tree, target)?, tree.kid(statement, 1)?)
        }
        NodeKind::DeclStmt => {
            let [only] = tree.kids(statement) else { return None };
            let NodeKind::VarDecl(decl) = tree[*only].kind else { return None };
            (tree[decl].name.clone(), tree[decl].name.clone(), tree.kid(*only, 0)?)
        }
        _ => return None,
    };
    crate::ownership::may_give_null(tree, tree.strip_casts(value)).then_some((target, named))
}
