//! Which repair a mistake suggests: by its kind, and by the statement where it shows. Whether it is right is not decided here.

use super::{Does, Repair, Spot, failure};
use crate::ownership::mistake::{Found, Mistake, StoryStep, Told};
use crate::ownership::program::Program;
use crate::ownership::role::Role;
use crate::ownership::value::Kind;
use crate::source::tree::{DeclId, DeclKind, Function, Loc, NodeId, NodeKind, Tree, TypeKind};

/// Some mistakes can be repaired in more than one way.
pub(super) const ATTEMPTS: usize = 2;

/// What one mistake suggests, at the first attempt or a later one.
pub(super) fn of(
    program: &Program<'_>,
    function: &Function,
    found: &Found,
    attempt: usize,
) -> Option<Repair> {
    let finder = Finder { program, tree: program.tree, function };
    // What asks whether there is something left expects that the variable says so.
    let (spot, does) = match (attempt == 0) ^ finder.asks(found) {
        true => finder.first(found)?,
        false => finder.second(found)?,
    };
    Some(Repair { spot, does, may_be_null: false })
}

struct Finder<'a> {
    program: &'a Program<'a>,
    tree: &'a Tree,
    function: &'a Function,
}

impl Finder<'_> {
    fn first(&self, found: &Found) -> Option<(Spot, Does)> {
        Some(match found.mistake {
            Mistake::LeakedReference if found.holder.is_none() => {
                let call = self.call_at(found.loc)?;
                (Spot::Instead(self.is_statement(call).then_some(call)?), Does::ReleaseResult)
            }
            Mistake::LeakedReference | Mistake::BufferNotReleased | Mistake::MemoryNotFreed => {
                (self.way_out(found.loc)?, self.give_back(found)?)
            }
            Mistake::ExtraIncref => (Spot::Instead(self.counting(found.loc)?.0), Does::Nothing),
            Mistake::OverRelease | Mistake::StolenThenReleased => {
                let (call, variable) = self.counting(found.loc)?;
                (Spot::Instead(call), Does::Keep(variable))
            }
            Mistake::MissingIncrefOnReturn => {
                let statement = self.return_at(found.loc)?;
                let value = self.tree.kid(statement, 0).filter(|value| self.is_plain(*value))?;
                (Spot::Before(statement), Does::TakeResult(value))
            }
            Mistake::MissingIncrefOnStore => {
                let (variable, _) = found.holder?;
                (Spot::Before(self.statement_of(self.call_with(found.loc, variable)?)?), Does::Take(variable))
            }
            Mistake::LeakedOnFailedSteal => {
                let (variable, _) = found.holder.filter(|(_, kind)| *kind == Kind::Object)?;
                (Spot::Before(self.failing_branch(self.call_at(found.loc)?)?), Does::Release(variable))
            }
            Mistake::UncheckedNull | Mistake::AmbiguousMinusOneUnchecked => self.test(found)?,
            _ => return None,
        })
    }

    /// The mistake is a `Py_XDECREF`.
    fn asks(&self, found: &Found) -> bool {
        let name = self.counting(found.loc).and_then(|(call, _)| self.tree.callee(call));
        name.is_some_and(|decl| decl.name == "Py_XDECREF")
    }

    /// What is released twice was not to stay in its variable the first time.
    fn second(&self, found: &Found) -> Option<(Spot, Does)> {
        let earlier = |told: Told| {
            let is_it = |step: &&StoryStep| step.told == told && step.loc != found.loc;
            found.story.iter().rev().find(is_it).map(|step| step.loc)
        };
        let (_, variable) = self.counting(found.loc)?;
        match found.mistake {
            Mistake::OverRelease => {
                let (call, earlier) = self.counting(earlier(Told::Released)?)?;
                (earlier == variable).then_some((Spot::Instead(call), Does::Clear(variable)))
            }
            Mistake::StolenThenReleased => {
                let thief = self.call_with(earlier(Told::Stolen)?, variable)?;
                Some((Spot::Behind(self.statement_of(thief)?), Does::Forget(variable)))
            }
            _ => None,
        }
    }

    /// A statement that counts what a local variable holds, and the variable. What a helper is given may be its caller's
    /// to count.
    fn counting(&self, loc: Loc) -> Option<(NodeId, DeclId)> {
        let tree = self.tree;
        let call = self.call_at(loc).filter(|call| self.is_statement(*call))?;
        let name = tree.callee(call)?.name.as_str();
        let [argument] = tree.args(call) else { return None };
        let NodeKind::Name(variable) = tree[tree.strip_casts(*argument)].kind else { return None };
        let is_helper = self.program.role(self.function.decl).is_none_or(Role::is_plain);
        let is_known = tree[variable].kind == DeclKind::Var || !is_helper;
        let is_counting = matches!(name, "Py_INCREF" | "Py_XINCREF" | "Py_DECREF" | "Py_XDECREF");
        (is_counting && is_known && !self.program.is_global(variable)).then_some((call, variable))
    }

    /// The call in this place that is given the variable.
    fn call_with(&self, loc: Loc, variable: DeclId) -> Option<NodeId> {
        self.node_at(loc, |tree, node| {
            let is_it = |arg: &NodeId| tree[tree.strip_casts(*arg)].kind == NodeKind::Name(variable);
            matches!(tree[node].kind, NodeKind::Call(_)) && tree.args(node).iter().any(is_it)
        })
    }

    /// The one node in this place that is as wanted; none when there are several, as in a macro.
    fn node_at(&self, loc: Loc, is_wanted: impl Fn(&Tree, NodeId) -> bool) -> Option<NodeId> {
        let tree = self.tree;
        let mut all = tree
            .below(self.function.body)
            .iter()
            .copied()
            .filter(|node| tree[*node].loc == loc && is_wanted(tree, *node));
        let first = all.next()?;
        all.next().is_none().then_some(first)
    }

    fn call_at(&self, loc: Loc) -> Option<NodeId> {
        self.node_at(loc, |tree, node| matches!(tree[node].kind, NodeKind::Call(_)))
    }

    fn return_at(&self, loc: Loc) -> Option<NodeId> {
        self.node_at(loc, |tree, node| tree[node].kind == NodeKind::Return)
    }

    fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.program.parents.get(node)
    }

    /// It is a statement in braces.
    fn is_statement(&self, node: NodeId) -> bool {
        self.parent(node).is_some_and(|above| self.tree[above].kind == NodeKind::Compound)
    }

    /// The statement in braces that an expression is a part of.
    fn statement_of(&self, mut node: NodeId) -> Option<NodeId> {
        loop {
            let above = self.parent(node)?;
            match self.tree[above].kind {
                NodeKind::Compound => return Some(node),
                NodeKind::While | NodeKind::Do | NodeKind::For | NodeKind::RangeFor => return None,
                _ => node = above,
            }
        }
    }

    /// In front of the `return`, or of the closing brace of the function.
    fn way_out(&self, loc: Loc) -> Option<Spot> {
        match self.return_at(loc) {
            Some(statement) => Some(Spot::Before(statement)),
            None => (loc.offset + 1 == self.function.end).then_some(Spot::End),
        }
    }

    /// What gives the thing back that is lost.
    fn give_back(&self, found: &Found) -> Option<Does> {
        let (variable, kind) = found.holder.filter(|(variable, _)| self.is_unique(*variable))?;
        match kind {
            Kind::Object | Kind::Pointer if found.mistake == Mistake::LeakedReference => {
                self.tree.is_object_pointer(self.tree[variable].ty).then_some(Does::Release(variable))
            }
            Kind::Buffer => Some(Does::ReleaseBuffer(variable)),
            Kind::Memory(family) => Some(Does::Free(variable, family)),
            _ => None,
        }
    }

    /// No other variable of the function hides it.
    fn is_unique(&self, variable: DeclId) -> bool {
        let tree = self.tree;
        let declared = &tree[variable];
        let is_same = |decl: &&crate::source::tree::Decl| {
            matches!(decl.kind, DeclKind::Var | DeclKind::Param)
                && decl.parent == declared.parent
                && decl.name == declared.name
        };
        tree.decls.iter().filter(is_same).count() == 1
    }

    /// A name, or a member of one: evaluating it does nothing.
    fn is_plain(&self, node: NodeId) -> bool {
        let tree = self.tree;
        match tree[node].kind {
            NodeKind::Name(decl) => tree[decl].kind != DeclKind::Function,
            NodeKind::Member { .. } | NodeKind::Cast => {
                tree.kid(node, 0).is_some_and(|kid| self.is_plain(kid))
            }
            NodeKind::Unary(crate::source::tree::UnaryOp::AddrOf) => {
                tree.kid(node, 0).is_some_and(|kid| matches!(tree[kid].kind, NodeKind::Name(_)))
            }
            _ => false,
        }
    }

    /// `if (call(...) < 0) ...`: the first statement of the branch.
    fn failing_branch(&self, call: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        let above = self.parent(call)?;
        let test = if matches!(tree[above].kind, NodeKind::Binary(_)) { self.parent(above)? } else { above };
        let is_condition = tree.kid(test, 0) == Some(call) || tree.kid(test, 0) == Some(above);
        if tree[test].kind != NodeKind::If || !is_condition {
            return None;
        }
        let branch = tree.kid(test, 1)?;
        match tree[branch].kind {
            NodeKind::Compound => tree.kid(branch, 0),
            _ => Some(branch),
        }
    }

    /// Behind the assignment of what was not tested.
    fn test(&self, found: &Found) -> Option<(Spot, Does)> {
        let tree = self.tree;
        let has_label = |node: &NodeId| matches!(tree[*node].kind, NodeKind::Label(_));
        if tree.below(self.function.body).iter().any(has_label) {
            return None;
        }
        let is_null = found.mistake == Mistake::UncheckedNull;
        let call = self.call_at(if is_null { found.created } else { found.loc })?;
        let (above, value) = self.program.parents.past_casts(tree, call)?;
        let (variable, statement) = match tree[above].kind {
            NodeKind::VarDecl(variable) => (variable, self.parent(above)?),
            NodeKind::Assign(None) if tree.kid(above, 1) == Some(value) => {
                let target = tree.kid(above, 0).map(|target| tree.strip_casts(target))?;
                let NodeKind::Name(variable) = tree[target].kind else { return None };
                (variable, above)
            }
            _ => return None,
        };
        let is_plain =
            !self.program.is_global(variable) && self.is_unique(variable) && self.is_statement(statement);
        let decl = tree.callee(call).filter(|_| is_plain)?;
        let is_silent =
            crate::ownership::contract::of(&decl.name).is_some_and(|contract| contract.memory.is_some());
        let failure = failure(self.program, self.function, is_silent)?;
        let does = match is_null {
            true => Does::FailOnNull(variable, failure),
            false if self.is_comparable(variable) => Does::FailOnError(variable, failure),
            false => return None,
        };
        Some((Spot::Behind(statement), does))
    }

    /// -1 stays -1 in it.
    fn is_comparable(&self, variable: DeclId) -> bool {
        let ty = self.tree[variable].ty;
        matches!(self.tree[ty].kind, TypeKind::Int { signed: true, .. } | TypeKind::Float { .. })
    }
}
