//! What the callers of a function do for a container that they hand it: hold a critical section around the call, or have
//! it for themselves. Asked only of functions that nobody else can call.

use super::container::{Containers, Site};
use crate::source::shape::{Parents, key, values_of};
use crate::source::tree::{DeclId, Function, NodeId, NodeKind, Tree, UnaryOp};

/// Callers of callers are asked this deep.
const MAX_DEPTH: u32 = 4;

/// What a caller does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Guard {
    /// Nothing.
    Open,
    /// It holds a section on something else.
    Section,
    /// It holds a section on the container, or nobody else has the container.
    Held,
}

impl Containers<'_> {
    /// Every caller guards one of the containers of the site: it holds a section, one caller at least on the container
    /// itself. What is locked by way of another object is for the callers to know.
    pub(super) fn is_guarded_by_callers(&self, site: &Site<'_>, containers: &[NodeId]) -> bool {
        let tree = self.cx().tree;
        containers.iter().any(|container| {
            param_of(tree, site.function, *container)
                .is_some_and(|at| self.guard(site.function, at, site.name, 0) == Guard::Held)
        })
    }

    /// What is sure of all calls of the function, for its parameter.
    fn guard(&self, function: &Function, at: usize, name: &str, depth: u32) -> Guard {
        let tree = self.cx().tree;
        let mut best = Guard::Open;
        if depth > MAX_DEPTH {
            return best;
        }
        for (caller, call) in self.cx().reach().all_calls(tree, function.decl) {
            let Some(&arg) = tree.args(call).get(at) else { return Guard::Open };
            if is_refuted(tree, self.parents(), call, arg, name) {
                continue;
            }
            let mut guard = self.at_call(caller, call, arg);
            if let Some(outer) = param_of(tree, caller, arg).filter(|_| guard == Guard::Open) {
                guard = self.guard(caller, outer, name, depth + 1);
            }
            if guard == Guard::Open {
                return guard;
            }
            best = best.max(guard);
        }
        best
    }

    fn at_call(&self, caller: &Function, call: NodeId, arg: NodeId) -> Guard {
        let offset = self.cx().tree[call].loc.offset;
        if self.is_private_in(caller, arg, offset) || self.section_in(caller, offset, &[arg]).is_some() {
            return Guard::Held;
        }
        let sections = self.held(caller).iter().filter(|held| held.is_section);
        let mut around = sections.filter(|held| (held.start..held.end).contains(&offset));
        if around.next().is_some() { Guard::Section } else { Guard::Open }
    }
}

/// Which parameter the expression is, when the function never gives it another value.
fn param_of(tree: &Tree, function: &Function, node: NodeId) -> Option<usize> {
    let NodeKind::Name(named) = tree[tree.strip_casts(node)].kind else { return None };
    let is_unchanged = |param: DeclId| values_of(tree, function.body, param).is_some_and(|v| v.is_empty());
    function.params.iter().position(|param| *param == named).filter(|_| is_unchanged(named))
}

/// The call stands where a test has told that the argument is nothing that `PyDict_Next` and its like take.
fn is_refuted(tree: &Tree, parents: &Parents, call: NodeId, arg: NodeId, name: &str) -> bool {
    let Some((family, _)) = name.split_once('_') else { return false };
    let wanted = key(tree, arg);
    let mut child = call;
    for above in parents.ancestors(call) {
        if matches!(tree[above].kind, NodeKind::If)
            && let Some((check, is_negated)) = tree.kid(above, 0).map(|test| without_not(tree, test))
        {
            let is_check = tree
                .api_callee(check)
                .and_then(|check| check.split_once('_'))
                .is_some_and(|(other, rest)| other == family && matches!(rest, "Check" | "CheckExact"));
            let is_same = tree.args(check).first().is_some_and(|of| key(tree, *of) == wanted);
            let failing = if is_negated { 1 } else { 2 };
            if is_check && is_same && tree.kid(above, failing) == Some(child) {
                return true;
            }
        }
        child = above;
    }
    false
}

/// The operand of `!` and `!!`, and whether it is negated.
fn without_not(tree: &Tree, test: NodeId) -> (NodeId, bool) {
    let (mut node, mut is_negated) = (tree.strip_casts(test), false);
    while matches!(tree[node].kind, NodeKind::Unary(UnaryOp::Not)) {
        let Some(inner) = tree.kid(node, 0) else { break };
        (node, is_negated) = (tree.strip_casts(inner), !is_negated);
    }
    (node, is_negated)
}
