//! dealloc-without-untrack: dealloc functions that release members while the collector still sees the object.

use std::collections::{HashMap, HashSet};

use pilotage_finding::StepKind;

use super::member_not_visited::RELEASES;
use super::wrong_free_function::{GC_TESTS, first_argument, mentions};
use crate::source::calls::{Callee, Frame, Part, Trail};
use crate::source::context::{Context, Sink};
use crate::source::members::Members;
use crate::source::tree::{BinaryOp, DeclId, Loc, NodeId, NodeKind, Tree, TypeKind};
use crate::source::types::{slot_functions, targets_of_function, with_collector};

/// What takes an object off the collector's list.
const UNTRACKS: [&str; 3] = ["PyObject_GC_UnTrack", "_PyObject_GC_UNTRACK", "PyObject_GC_Del"];

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let slots = slot_functions(cx, "tp_dealloc");
    let members = Members::new(cx.tree, cx.model);
    for slot in &slots {
        let function = &cx.tree[slot.function.decl];
        let targets = with_collector(targets_of_function(cx, slot.function, &UNTRACKS));
        if targets.is_empty() || !slot.types.iter().any(|ty| ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(true))
        {
            continue;
        }
        let others =
            slots.iter().map(|other| other.function.decl).filter(|other| *other != slot.function.decl);
        let mut order =
            Order { members: &members, deallocs: others.collect(), trail: Trail::default(), released: None };
        order.run(&Frame::new(cx.tree, slot.function), true);
        let Some(released) = order.released.filter(|_| !order.trail.is_partial) else { continue };
        let targets: Vec<_> = targets.into_iter().filter(|target| cx.is_for(released, *target)).collect();
        if targets.is_empty() {
            continue;
        }
        let message = format!("`{}` releases a member before `PyObject_GC_UnTrack`", function.name);
        let help = "call `PyObject_GC_UnTrack(self)` before anything is released";
        let step = cx.step(
            StepKind::Lost,
            released,
            "released here while the collector may still traverse the object",
        );
        let draft = cx.finding(function.loc, message).help(help).targets(targets).item("PyObject_GC_UnTrack");
        sink.add(draft.step(step));
    }
}

/// Follows the statements in order: is the object still tracked on some path?
struct Order<'a> {
    members: &'a Members<'a>,
    /// The dealloc functions of other types: they untrack for themselves.
    deallocs: HashSet<DeclId>,
    trail: Trail,
    /// The first release of a member of the tracked object.
    released: Option<Loc>,
}

/// Where paths come together again; each holds whether the object is tracked on one of them.
#[derive(Default)]
struct Joins {
    breaks: Vec<bool>,
    switches: Vec<bool>,
    labels: HashMap<DeclId, bool>,
    returns: bool,
}

impl Order<'_> {
    /// Runs through a function; true when the object may be tracked afterwards.
    fn run(&mut self, frame: &Frame<'_>, tracked: bool) -> bool {
        if !self.trail.enter(frame) {
            return false;
        }
        let mut joins = Joins::default();
        let end = self.statement(frame, frame.function.body, tracked, &mut joins);
        end | joins.returns
    }

    fn statement(&mut self, frame: &Frame<'_>, node: NodeId, tracked: bool, joins: &mut Joins) -> bool {
        let tree = frame.tree;
        let kid = |n| tree.kid(node, n);
        match tree[node].kind {
            NodeKind::Compound | NodeKind::DeclStmt | NodeKind::RangeFor => tree
                .kids(node)
                .iter()
                .fold(tracked, |tracked, kid| self.statement(frame, *kid, tracked, joins)),
            NodeKind::If => self.branch(frame, node, tracked, joins),
            NodeKind::While | NodeKind::Do | NodeKind::For => self.repeat(frame, node, tracked, joins),
            NodeKind::Switch => self.switch(frame, node, tracked, joins),
            NodeKind::Case | NodeKind::Default => {
                let from_switch = joins.switches.last().copied().unwrap_or(false);
                let body = tree.kids(node).last().copied();
                body.map_or(tracked | from_switch, |body| {
                    self.statement(frame, body, tracked | from_switch, joins)
                })
            }
            NodeKind::Label(label) => {
                let tracked = tracked | joins.labels.get(&label).copied().unwrap_or(false);
                kid(0).map_or(tracked, |kid| self.statement(frame, kid, tracked, joins))
            }
            NodeKind::Goto(label) => {
                *joins.labels.entry(label).or_default() |= tracked;
                false
            }
            NodeKind::Break => {
                if let Some(last) = joins.breaks.last_mut() {
                    *last |= tracked;
                }
                false
            }
            NodeKind::Continue => false,
            NodeKind::Return => {
                joins.returns |=
                    kid(0).map_or(tracked, |value| self.expression(frame, value, tracked, joins));
                false
            }
            NodeKind::Try => {
                let mut parts = tree.kids(node).iter();
                let after = parts.next().map_or(tracked, |body| self.statement(frame, *body, tracked, joins));
                parts.fold(after, |after, part| after | self.statement(frame, *part, tracked, joins))
            }
            _ => self.expression(frame, node, tracked, joins),
        }
    }

    /// `if`: what a test of the collector's flag leaves alone is not tracked.
    fn branch(&mut self, frame: &Frame<'_>, node: NodeId, tracked: bool, joins: &mut Joins) -> bool {
        let tree = frame.tree;
        let Some(condition) = tree.kid(node, 0) else { return tracked };
        let tracked = self.expression(frame, condition, tracked, joins);
        let then = tree.kid(node, 1).map_or(tracked, |then| self.statement(frame, then, tracked, joins));
        let other = tree.kid(node, 2).map_or(tracked, |other| self.statement(frame, other, tracked, joins));
        if mentions(tree, condition, &GC_TESTS) { then & other } else { then | other }
    }

    fn repeat(&mut self, frame: &Frame<'_>, node: NodeId, tracked: bool, joins: &mut Joins) -> bool {
        joins.breaks.push(false);
        let after =
            frame.tree.kids(node).iter().fold(tracked, |t, kid| self.statement(frame, *kid, t, joins));
        let broken = joins.breaks.pop().unwrap_or(false);
        // Only the body of `do` is run for certain.
        let skipped = frame.tree[node].kind != NodeKind::Do && tracked;
        after | broken | skipped
    }

    fn switch(&mut self, frame: &Frame<'_>, node: NodeId, tracked: bool, joins: &mut Joins) -> bool {
        let tree = frame.tree;
        let tracked =
            tree.kid(node, 0).map_or(tracked, |value| self.expression(frame, value, tracked, joins));
        let Some(body) = tree.kid(node, 1) else { return tracked };
        let has_default = tree.descendants(body).iter().any(|node| tree[*node].kind == NodeKind::Default);
        joins.breaks.push(false);
        joins.switches.push(tracked);
        let after = self.statement(frame, body, false, joins);
        joins.switches.pop();
        after | joins.breaks.pop().unwrap_or(false) | (tracked && !has_default)
    }

    fn expression(&mut self, frame: &Frame<'_>, node: NodeId, tracked: bool, joins: &mut Joins) -> bool {
        let tree = frame.tree;
        match tree[node].kind {
            NodeKind::Absent | NodeKind::Lambda => tracked,
            NodeKind::StmtExpr => {
                tree.kids(node).iter().fold(tracked, |t, kid| self.statement(frame, *kid, t, joins))
            }
            NodeKind::Conditional => self.branch(frame, node, tracked, joins),
            NodeKind::Binary(BinaryOp::And | BinaryOp::Or) => {
                let left =
                    tree.kid(node, 0).map_or(tracked, |left| self.expression(frame, left, tracked, joins));
                left | tree.kid(node, 1).map_or(left, |right| self.expression(frame, right, left, joins))
            }
            NodeKind::Call(_) => {
                let tracked =
                    tree.args(node).iter().fold(tracked, |t, arg| self.expression(frame, *arg, t, joins));
                self.call(frame, node, tracked)
            }
            _ => tree.kids(node).iter().fold(tracked, |t, kid| self.statement(frame, *kid, t, joins)),
        }
    }

    /// What a call does to the object.
    fn call(&mut self, frame: &Frame<'_>, call: NodeId, tracked: bool) -> bool {
        let is_handed = frame.hands_object(call);
        match frame.callee(call) {
            Callee::Api(name) | Callee::Outside(name) if UNTRACKS.contains(&name) => tracked && !is_handed,
            Callee::Api(name) => {
                if tracked
                    && self.released.is_none()
                    && RELEASES.contains(&name)
                    && self.is_release(frame, call)
                {
                    self.released = Some(frame.tree[call].loc);
                }
                tracked
            }
            Callee::Library(_) => tracked,
            // Whatever it is: it may untrack.
            Callee::Field(field, _) if frame.tree[field].name != "tp_free" => tracked && !is_handed,
            Callee::Field(..) => tracked,
            Callee::Pointer(_) | Callee::Outside(_) => tracked && !is_handed,
            Callee::Own(inside) if is_handed && self.deallocs.contains(&inside.function.decl) => false,
            Callee::Own(inside) if inside.holds_nothing() => tracked,
            Callee::Own(inside) => {
                let after = self.run(&inside, tracked);
                if is_handed { after } else { tracked }
            }
        }
    }

    /// A member of the object is released that may have to do with the collector.
    fn is_release(&self, frame: &Frame<'_>, call: NodeId) -> bool {
        let tree: &Tree = frame.tree;
        let Some(arg) = first_argument(tree, call).filter(|arg| frame.is_pure(*arg)) else { return false };
        let parts = frame.parts(arg);
        !parts.is_empty()
            && parts.iter().all(|part| match part {
                Part::Member(path) => path.last().is_some_and(|member| self.matters(tree, *member)),
                Part::Type => false,
            })
    }

    fn matters(&self, tree: &Tree, member: DeclId) -> bool {
        let ty = tree[member].ty;
        let is_object = match &tree[ty].kind {
            TypeKind::Pointer(to) => tree.is_object_pointer(ty) || tree.is_object_pointer(*to),
            TypeKind::Array(element, _) => tree.is_object_pointer(*element),
            _ => false,
        };
        is_object && !self.members.holds_only_plain(member)
    }
}
