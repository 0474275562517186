//! Conditions: what holds on a path, and what is known afterwards.
//! Where both answers are possible, both ways are gone.

use super::state::Question;
use super::trace::Event;
use super::value::{Kind, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{BinaryOp, NodeId, NodeKind, TypeKind};

impl Walker<'_> {
    /// Does a condition hold on this way? Where it may or may not, both ways are gone.
    pub(super) fn decide(&mut self, node: NodeId) -> bool {
        let tree = self.tree;
        if let NodeKind::Binary(
            op @ (BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Gt | BinaryOp::Le | BinaryOp::Ge),
        ) = tree[node].kind
            && let (Some(left), Some(right)) = (tree.kid(node, 0), tree.kid(node, 1))
        {
            let (a, b) = (self.eval(left), self.eval(right));
            self.looked_at(a);
            self.looked_at(b);
            if let Some(holds) = self.compare(a, op, b).or_else(|| self.compare_failure(node, op, a, b)) {
                return holds;
            }
            let holds = self.choose(2) == 0;
            self.state.trace.push(Event::Branch(node, holds), tree[node].loc, 0);
            if !self.narrow(a, if holds { op } else { opposite(op) }, b) {
                self.is_dead = true;
            }
            self.settle(a);
            self.settle(b);
            return holds;
        }
        let id = self.eval(node);
        self.looked_at(id);
        match self.state.value(id).null {
            Null::Yes => false,
            Null::No => true,
            Null::Maybe => {
                let holds = self.choose(2) == 0;
                self.state.trace.push(Event::Branch(node, holds), tree[node].loc, 0);
                if !self.state.value_mut(id).set_null(!holds) {
                    self.is_dead = true;
                }
                self.settle(id);
                holds
            }
        }
    }

    /// `x == -1.0` for the -1 of a call that failed: floating numbers have no values here, nor has an element whose index is not known.
    pub(super) fn compare_failure(&self, node: NodeId, op: BinaryOp, a: ValueId, b: ValueId) -> Option<bool> {
        let is_float = |n| {
            let ty = self.tree.kid(node, n).map(|kid| self.tree[kid].ty);
            ty.is_some_and(|ty| matches!(self.tree[ty].kind, TypeKind::Float { .. }))
        };
        let is_failure = |id: ValueId| {
            let value = self.state.value(id);
            value.constant() == Some(-1)
                && matches!(value.origin, Origin::Made(node) if self.state.raised == Some(node))
        };
        let is_about = is_float(0) && is_float(1) && (is_failure(a) || is_failure(b))
            || self.state.value(b).constant() == Some(-1) && self.may_be_failure_of_now(a);
        match op {
            BinaryOp::Eq if is_about => Some(true),
            BinaryOp::Ne if is_about => Some(false),
            _ => None,
        }
    }

    /// A number of which nothing is known, such as `a[i]`, is asked for -1 while the -1 of a call was not looked at yet: it is that one.
    fn may_be_failure_of_now(&self, id: ValueId) -> bool {
        let value = self.state.value(id);
        let is_open = value.kind == Kind::Number && value.origin == Origin::Unknown && value.low == i64::MIN;
        is_open && self.is_unasked()
    }

    /// A condition looks at a value; when a failed call gave it, the failure is noticed.
    pub(super) fn looked_at(&mut self, id: ValueId) {
        if let Origin::Made(node) = self.state.value(id).origin
            && self.state.raised == Some(node)
        {
            self.state.looked = true;
        }
    }

    /// The comparison, when it is known.
    pub(super) fn compare(&self, a: ValueId, op: BinaryOp, b: ValueId) -> Option<bool> {
        if a == b {
            return Some(matches!(op, BinaryOp::Eq | BinaryOp::Le | BinaryOp::Ge));
        }
        let (x, y) = (self.state.value(a), self.state.value(b));
        let equal = |known: bool| match op {
            BinaryOp::Eq => Some(known),
            BinaryOp::Ne => Some(!known),
            _ => None,
        };
        if x.kind != Kind::Number || y.kind != Kind::Number {
            match (x.null, y.null) {
                (Null::Yes, Null::Yes) => return equal(true),
                (Null::Yes, Null::No) | (Null::No, Null::Yes) => return equal(false),
                _ => {}
            }
            if let (Origin::Constant(Some(p)), Origin::Constant(Some(q))) = (x.origin, y.origin) {
                return equal(p == q);
            }
            for (asked, other) in [(a, y), (b, x)] {
                if let Origin::Constant(Some(decl)) = other.origin {
                    if let Some(answer) = self.state.answer(Question::Is(decl), asked) {
                        return equal(answer);
                    }
                    // What was just made is no constant object.
                    if self.state.value(asked).fresh {
                        return equal(false);
                    }
                }
            }
            return None;
        }
        // Constants of headers that are not there.
        if let (Origin::Constant(Some(p)), Origin::Constant(Some(q))) = (x.origin, y.origin) {
            return equal(p == q);
        }
        match op {
            BinaryOp::Eq | BinaryOp::Ne => match (x.constant(), y.constant()) {
                (Some(p), Some(q)) => equal(p == q),
                (None, Some(n)) if self.state.answer(Question::Equals(n), a) == Some(false) => equal(false),
                (Some(n), None) if self.state.answer(Question::Equals(n), b) == Some(false) => equal(false),
                _ if x.high < y.low || y.high < x.low => equal(false),
                _ if (x.null == Null::No && y.null == Null::Yes)
                    || (x.null == Null::Yes && y.null == Null::No) =>
                {
                    equal(false)
                }
                _ => None,
            },
            BinaryOp::Lt => order(x.high < y.low, x.low >= y.high),
            BinaryOp::Le => order(x.high <= y.low, x.low > y.high),
            BinaryOp::Gt => order(x.low > y.high, x.high <= y.low),
            BinaryOp::Ge => order(x.low >= y.high, x.high < y.low),
            _ => None,
        }
    }

    /// Takes a comparison as given; false when it cannot be.
    pub(super) fn narrow(&mut self, a: ValueId, op: BinaryOp, b: ValueId) -> bool {
        let (x, y) = (self.state.value(a).clone(), self.state.value(b).clone());
        let (low, high) = (i64::MIN, i64::MAX);
        match op {
            BinaryOp::Eq if x.kind == Kind::Number && y.kind == Kind::Number => {
                self.state.value_mut(a).between(y.low, y.high)
                    && self.state.value_mut(b).between(x.low, x.high)
            }
            BinaryOp::Ne if x.kind == Kind::Number && y.kind == Kind::Number => {
                self.without(a, y.constant()) && self.without(b, x.constant())
            }
            BinaryOp::Eq | BinaryOp::Ne => self.same_pointer(a, b, op == BinaryOp::Eq),
            BinaryOp::Lt => {
                self.state.value_mut(a).between(low, y.high.saturating_sub(1))
                    && self.state.value_mut(b).between(x.low.saturating_add(1), high)
            }
            BinaryOp::Le => {
                self.state.value_mut(a).between(low, y.high) && self.state.value_mut(b).between(x.low, high)
            }
            BinaryOp::Gt => {
                self.state.value_mut(a).between(y.low.saturating_add(1), high)
                    && self.state.value_mut(b).between(low, x.high.saturating_sub(1))
            }
            BinaryOp::Ge => {
                self.state.value_mut(a).between(y.low, high) && self.state.value_mut(b).between(low, x.high)
            }
            _ => true,
        }
    }

    /// A number that is not this one.
    pub(super) fn without(&mut self, id: ValueId, number: Option<i64>) -> bool {
        let Some(number) = number else { return true };
        if self.state.value(id).constant().is_none() {
            self.state.answers.push((Question::Equals(number), id, false));
        }
        let value = self.state.value_mut(id);
        if number == 0 {
            return value.set_null(false);
        }
        let (mut low, mut high) = (value.low, value.high);
        if low == number {
            low += 1;
        }
        if high == number {
            high -= 1;
        }
        low <= high && value.between(low, high)
    }

    pub(super) fn same_pointer(&mut self, a: ValueId, b: ValueId, is_same: bool) -> bool {
        let (x, y) = (self.state.value(a).clone(), self.state.value(b).clone());
        match (x.null, y.null) {
            (_, Null::Yes) => return self.state.value_mut(a).set_null(is_same),
            (Null::Yes, _) => return self.state.value_mut(b).set_null(is_same),
            _ => {}
        }
        for (asked, other) in [(a, &y), (b, &x)] {
            if let Origin::Constant(Some(decl)) = other.origin {
                self.state.answers.push((Question::Is(decl), asked, is_same));
                // A reference to a constant object is nothing that can leak.
                if is_same && !matches!(self.state.value(asked).origin, Origin::Constant(_)) {
                    self.state.value_mut(asked).escaped = true;
                }
                return !is_same || self.state.value_mut(asked).set_null(false);
            }
        }
        if is_same {
            let null = if x.null == Null::No || y.null == Null::No { Null::No } else { x.null };
            // What somebody else brought here, somebody else holds.
            let is_ours = |value: &Value| matches!(value.origin, Origin::Made(_));
            for (one, other) in [(a, &y), (b, &x)] {
                self.state.value_mut(one).held |= !is_ours(other);
            }
            if x.origin == Origin::Loaded || y.origin == Origin::Loaded {
                // One of them counts the reference of a field.
                self.escape(a);
                self.escape(b);
            } else if !x.is_owed() && x.own == 0 {
                self.state.value_mut(b).null = null;
                self.state.unify(b, a);
            } else if !y.is_owed() && y.own == 0 {
                self.state.value_mut(a).null = null;
                self.state.unify(a, b);
            } else {
                // Two references to one object: which is which can no longer be told.
                self.escape(a);
                self.escape(b);
            }
        }
        true
    }
}

fn order(surely: bool, never: bool) -> Option<bool> {
    if surely {
        Some(true)
    } else if never {
        Some(false)
    } else {
        None
    }
}

fn opposite(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Gt,
        other => other,
    }
}
