//! A call of a function of the extension, by its summary.

use std::rc::Rc;

use super::mistake::Mistake;
use super::state::{Indicator, Place};
use super::summary::{After, Argument, Back, Inner, Out, Outcome, Summary};
use super::trace::Event;
use super::value::{Kind, Lender, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, NodeId, TypeKind};

impl Walker<'_> {
    pub(super) fn call_own(
        &mut self,
        node: NodeId,
        decl: DeclId,
        summary: &Rc<Summary>,
        args: &[ValueId],
    ) -> ValueId {
        if summary.is_final {
            self.is_dead = true;
            return self.unknown_of(node);
        }
        if summary.outcomes.is_empty() {
            return self.call_unknown(node, Some(decl), args);
        }
        let nodes = self.tree.args(node).to_vec();
        for (at, &id) in args.iter().enumerate() {
            self.used(id, nodes.get(at).copied().unwrap_or(node));
            let value = self.state.value_mut(id);
            value.null = value.expected();
        }
        let possible: Vec<&Outcome> =
            summary.outcomes.iter().filter(|outcome| self.is_possible(outcome, args)).collect();
        if possible.is_empty() {
            // Every way needs an argument that is not null, and this one is.
            self.null_argument(node, summary, args);
            return self.unknown_of(node);
        }
        let outcome = possible[self.choose(possible.len())].clone();
        // A failure that is handed on is looked at there.
        let is_handed_on = args.iter().any(|id| {
            let value = self.state.value(*id);
            matches!(value.origin, Origin::Made(node) if self.state.raised == Some(node))
                && (value.null == Null::Yes || value.high < 0)
        });
        if is_handed_on {
            self.state.indicator = Indicator::Unknown;
            self.state.raised = None;
        }
        if summary.reenters {
            self.walked.reenters = true;
            super::refs::make_stale(&mut self.state, self.tree[node].loc);
            self.state.trace.push(Event::Reentered(node), self.tree[node].loc, 0);
        }
        let is_changed = |variable| {
            self.program.writes(decl, variable) && self.program.is_global(variable)
                || summary.reenters && self.program.is_changed_elsewhere(self.function.decl, variable)
        };
        self.forget_shared(&is_changed, &|field| self.program.writes(decl, field));
        self.written_by(decl);
        for (at, (&id, argument)) in args.iter().zip(&outcome.arguments).enumerate() {
            let is_seen =
                summary.outcomes.iter().any(|o| o.arguments.get(at).is_some_and(|a| a.out.is_some()));
            self.apply(node, id, argument, args, is_seen);
            if self.is_dead {
                return self.unknown_of(node);
            }
        }
        // Extra arguments of a variadic function.
        for &id in args.iter().skip(outcome.arguments.len()) {
            match self.state.value(id).kind {
                Kind::Address => self.written(id),
                Kind::Object => self.state.value_mut(id).held = true,
                _ => {}
            }
        }
        let is_unsure =
            self.fails_both_ways(summary, &outcome) || self.clears_now_and_then(summary, &outcome);
        self.indicator_after(node, &outcome);
        if is_unsure {
            self.state.indicator = Indicator::Unknown;
        }
        self.back(node, &outcome, args)
    }

    /// It fails without an exception here, and with one elsewhere: that is its mistake and not its callers'.
    fn fails_both_ways(&self, summary: &Summary, outcome: &Outcome) -> bool {
        outcome.is_failure()
            && matches!(outcome.after, After::Unchanged | After::Clear)
            && summary.outcomes.iter().any(|other| other.is_failure() && other.after == After::Set)
    }

    /// It clears what was set here on some ways only, and which way it goes is not seen.
    fn clears_now_and_then(&self, summary: &Summary, outcome: &Outcome) -> bool {
        self.state.indicator == Indicator::Set
            && outcome.after == After::Clear
            && summary.outcomes.iter().any(|other| other.after != After::Clear)
    }

    /// What the call leaves the error indicator in.
    fn indicator_after(&mut self, node: NodeId, outcome: &Outcome) {
        if self.state.indicator == Indicator::Entry && outcome.before.is_some() {
            self.state.before = outcome.before;
        }
        match outcome.after {
            After::Unchanged => {
                if let Some(was_set) = outcome.before {
                    self.state.indicator = if was_set { Indicator::Set } else { Indicator::Clear };
                }
            }
            After::Clear => {
                self.state.indicator = Indicator::Clear;
                self.state.raised = None;
            }
            // It was set before: nobody raised it here.
            After::Set if outcome.before == Some(true) => self.state.indicator = Indicator::Set,
            After::Set => {
                self.failed(node);
                // What has no result cannot be looked at.
                self.state.looked = matches!(self.tree[self.tree[node].ty].kind, TypeKind::Void);
            }
            After::Unknown => self.state.indicator = Indicator::Unknown,
        }
    }

    fn is_possible(&self, outcome: &Outcome, args: &[ValueId]) -> bool {
        let fits = args.iter().zip(&outcome.arguments).all(|(id, argument)| {
            let value = self.state.value(*id);
            let nulls = !matches!((value.null, argument.null), (Null::Yes, Null::No) | (Null::No, Null::Yes));
            nulls
                && self.may_hold(*id, argument.inner.null)
                && (value.kind != Kind::Number || (value.low <= argument.high && value.high >= argument.low))
        });
        let before = match (outcome.before, self.state.indicator) {
            (Some(true), Indicator::Clear) | (Some(false), Indicator::Set) => false,
            (Some(true), Indicator::Entry) => self.program.role(self.function.decl).is_none(),
            _ => true,
        };
        fits && before
    }

    fn null_argument(&mut self, node: NodeId, summary: &Summary, args: &[ValueId]) {
        let refused = args.iter().enumerate().find(|(at, id)| {
            self.state.value(**id).null == Null::Yes
                && matches!(self.state.value(**id).origin, Origin::Made(_))
                && summary.outcomes.iter().all(|o| o.arguments.get(*at).is_some_and(|a| a.null == Null::No))
        });
        // C++ may have thrown.
        if let Some((_, &id)) = refused.filter(|_| !self.program.is_cpp) {
            self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
        }
        self.is_dead_after_telling();
    }

    /// `is_seen`: where the function writes through the argument, that is seen.
    fn apply(&mut self, node: NodeId, id: ValueId, argument: &Argument, args: &[ValueId], is_seen: bool) {
        match argument.null {
            Null::Maybe => {}
            known => {
                if !self.state.value_mut(id).set_null(known == Null::Yes) {
                    self.is_dead = true;
                    return;
                }
            }
        }
        if self.state.value(id).kind == Kind::Number {
            if !self.state.value_mut(id).between(argument.low, argument.high) {
                self.is_dead = true;
            }
            return;
        }
        if self.state.value(id).null == Null::Yes {
            return;
        }
        if argument.escaped
            || (self.program.is_cpp && argument.own == 0 && self.state.value(id).kind == Kind::Object)
        {
            self.escape(id);
        }
        if argument.held {
            self.state.value_mut(id).held = true;
            self.state.value_mut(id).fresh = false;
        }
        for _ in 0..argument.own {
            self.take(id, node, true);
        }
        for _ in argument.own..0 {
            // Whether it is given back or kept, it is no longer ours.
            if !matches!(self.state.value(id).kind, Kind::Object) {
                self.state.value_mut(id).escaped = true;
            } else {
                self.hand_over(id, node, None, true);
            }
        }
        if argument.loose {
            // What is put somewhere uncounted takes the reference that its caller has.
            let value = self.state.value_mut(id);
            if value.surplus() > 0 {
                value.stored += 1;
            } else {
                value.loose += 1;
            }
        }
        self.release_inside(node, id, argument.inner);
        let is_left = is_seen && argument.out.is_none() && !argument.escaped;
        if (self.state.value(id).kind == Kind::Address && !is_left) || argument.out.is_some() {
            self.out_of_own(node, id, argument.out, args);
        }
    }

    /// What lies in the variable that an argument points to may be null, or not, as is asked.
    fn may_hold(&self, pointer: ValueId, wanted: Null) -> bool {
        let is_other = |inside| {
            let null = self.state.value(inside).null;
            null != Null::Maybe && null != wanted
        };
        wanted == Null::Maybe || !self.inside_of(pointer).is_some_and(is_other)
    }

    /// What lies in the variable that an argument points to.
    fn inside_of(&self, pointer: ValueId) -> Option<ValueId> {
        self.state.get(self.state.pointee(pointer).unwrap_or(Place::Element(pointer, 0)))
    }

    /// The function gave back what lies in the variable whose address it was given.
    fn release_inside(&mut self, node: NodeId, pointer: ValueId, inner: Inner) {
        let Some(inside) = self.inside_of(pointer) else { return };
        for _ in 0..inner.released {
            if self.state.value(inside).kind == Kind::Object && !self.is_dead {
                self.release(inside, node, true);
            }
        }
    }

    fn out_of_own(&mut self, node: NodeId, address: ValueId, out: Option<Out>, args: &[ValueId]) {
        let Some(out) = out else {
            // A struct or a number that it may have filled.
            if self.state.value(address).kind == Kind::Address {
                self.maybe_filled(address);
            }
            return;
        };
        let loc = self.tree[node].loc;
        // It may have looked at what is there, and left it.
        let old = self.state.pointee(address).and_then(|place| self.state.get(place));
        if let Some(old) = old.filter(|old| self.state.value(*old).is_owed()) {
            if matches!(out.back, Back::New(_)) {
                return;
            }
            // What it puts something else in the place of, it has given back.
            self.state.value_mut(old).escaped = true;
        }
        let value = match (out.null, out.back) {
            _ if out.kind == Kind::Number => self.state.add(Value::number(out.low, out.high, loc)),
            (Null::Yes, _) => {
                let nothing = Value { origin: Origin::Unknown, ..Value::null(loc) };
                self.state.add(nothing)
            }
            (_, Back::New(fresh)) => match out.kind {
                Kind::Memory(family) => self.allocated(node, family),
                _ => self.made(node, fresh, false),
            },
            (_, Back::Lent(from)) => {
                let owner = from.and_then(|at| args.get(usize::from(at))).copied();
                self.lent(node, Lender::Other, owner)
            }
            (_, Back::Argument(at)) if args.get(usize::from(at)).is_some() => args[usize::from(at)],
            _ => {
                let value = Value { null: out.null, ..Value::unknown(out.kind, loc) };
                self.state.add(value)
            }
        };
        if out.null == Null::Maybe && matches!(out.back, Back::New(_) | Back::Lent(_)) {
            let is_null = self.choose(2) == 1;
            if is_null {
                self.state.value_mut(value).escaped = true;
                let nothing = self.nothing(node);
                self.put_out(address, nothing, node);
                return;
            }
        }
        self.put_out(address, value, node);
    }

    /// A variable whose address went to a function that may have set it.
    fn maybe_filled(&mut self, address: ValueId) {
        let Some(place) = self.state.pointee(address) else { return };
        let Place::Variable(decl) = place else { return };
        let kind = self.program.kind_of(self.tree[decl].ty);
        if let Some(old) = self.state.get(place) {
            // An object pointer that the function leaves alone stays what it was.
            if kind == Kind::Object {
                return;
            }
            if self.state.value(old).is_owed() {
                self.escape(old);
            }
            self.state.forget(place);
        } else {
            self.written(address);
        }
    }

    fn back(&mut self, node: NodeId, outcome: &Outcome, args: &[ValueId]) -> ValueId {
        let loc = self.tree[node].loc;
        let kind = self.program.kind_of(self.tree[node].ty);
        if kind == Kind::Number {
            let value = Value { origin: Origin::Made(node), ..Value::number(outcome.low, outcome.high, loc) };
            let id = self.state.add(value);
            if outcome.null == Null::No {
                self.state.value_mut(id).set_null(false);
            }
            return id;
        }
        if outcome.null == Null::Yes {
            // Without an exception it may be an answer, for reasons that other conditions exclude.
            let origin = match outcome.after {
                After::Set => Origin::Made(node),
                _ => Origin::Unknown,
            };
            return self.state.add(Value { origin, kind, ..Value::null(loc) });
        }
        let id = match outcome.back {
            Back::New(fresh) => match outcome.kind {
                Kind::Memory(family) => self.allocated(node, family),
                _ => self.made(node, fresh, false),
            },
            Back::Argument(at) => match args.get(usize::from(at)) {
                Some(&id) => return id,
                None => self.unknown(kind),
            },
            Back::Field(at, field) => match args.get(usize::from(at)) {
                Some(&base) => self.accessed(Place::Field(base, field), node),
                None => self.unknown(kind),
            },
            Back::Lent(from) => {
                let owner = from.and_then(|at| args.get(usize::from(at))).copied();
                self.lent(node, Lender::Other, owner)
            }
            Back::Constant | Back::Plain | Back::Unknown => {
                let value = Value::unknown(kind, loc);
                self.state.add(value)
            }
        };
        // A field that is read and handed on may be empty, but that is no failure.
        let is_read = matches!(outcome.back, Back::Lent(_) | Back::Field(..)) && outcome.after != After::Set;
        if outcome.null == Null::Maybe && !is_read && self.state.value(id).origin != Origin::Unknown {
            let is_null = self.choose(2) == 1;
            if is_null {
                self.state.value_mut(id).escaped = true;
                return self.state.add(Value { origin: Origin::Made(node), kind, ..Value::null(loc) });
            }
        } else if outcome.null == Null::No {
            self.state.value_mut(id).set_null(false);
        }
        id
    }
}
