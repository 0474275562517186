//! What comes back from a call, and what its result says when somebody tests it later.
//! Which way the call went was decided in `api.rs`.

use std::rc::Rc;

use pilotage_capi::Fails;

use super::api::Ended;
use super::contract::{Contract, Result};
use super::state::{Indicator, Place};
use super::trace::Event;
use super::value::{Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{NodeId, NodeKind, TypeKind};

impl Walker<'_> {
    /// What comes back.
    pub(super) fn result(
        &mut self,
        node: NodeId,
        contract: &Contract,
        args: &[ValueId],
        ended: Ended,
    ) -> ValueId {
        let well = ended == Ended::Well;
        let loc = self.tree[node].loc;
        if let Some(memory) = contract.memory
            && memory.out.is_none()
            && let Some(family) = memory.allocates.or(memory.reallocates)
        {
            return if well { self.allocated(node, family) } else { self.failed_pointer(node) };
        }
        let mut kind = self.program.kind_of(self.tree[node].ty);
        let is_number =
            matches!(contract.fails, Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::NonZero);
        // In a template, or beside what does not compile, a call has no type.
        if is_number && !contract.gives_pointer && self.tree[self.tree[node].ty].kind == TypeKind::Unknown {
            kind = Kind::Number;
        }
        if kind == Kind::Number && contract.gives_pointer {
            kind = Kind::Pointer;
        }
        if kind == Kind::Number && contract.is_measure && args.len() == 1 {
            return self.same_again(node, args[0], |walker| walker.number_of(node, contract, Ended::Well));
        }
        if kind == Kind::Number {
            return self.number_of(node, contract, ended);
        }
        if !well || contract.result == Result::Null {
            return self.failed_pointer(node);
        }
        if let Some((out, from)) = contract.interior_out
            && let (Some(&out), Some(&from)) = (args.get(out), args.get(from))
        {
            let inside = self.interior(from, loc);
            self.put_out(out, inside, node);
        }
        match contract.result {
            Result::New => self.made(node, contract.is_fresh, contract.is_shared),
            // The same accessor of the same object gives the same object.
            Result::Lent(..) if args.len() == 1 && (contract.fails == Fails::Never || contract.is_misuse) => {
                self.lent_part(node, contract, args)
            }
            Result::Lent(lender, owner) => {
                let owner = owner.and_then(|at| args.get(at)).copied();
                let id = self.lent(node, lender, owner);
                if contract.fails == Fails::NullWithoutException && !contract.is_often_absent() {
                    self.state.value_mut(id).null = Null::Maybe;
                }
                id
            }
            Result::Argument(at) => args.get(at).copied().unwrap_or_else(|| self.unknown(kind)),
            Result::SameNew(at) => match args.get(at).copied() {
                Some(id) => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.take(id, node, may_be_null);
                    id
                }
                None => self.unknown(kind),
            },
            Result::Interior(at) => match args.get(at).copied() {
                Some(from) => self.interior(from, loc),
                None => self.unknown(kind),
            },
            Result::Null => self.failed_pointer(node),
            Result::Plain | Result::Unknown => {
                let id = self.unknown(kind);
                if matches!(contract.fails, Fails::Null | Fails::Never) {
                    self.state.value_mut(id).set_null(false);
                }
                id
            }
        }
    }

    /// What a call says of an object: the same when it is asked again.
    fn same_again(&mut self, node: NodeId, of: ValueId, make: impl FnOnce(&mut Self) -> ValueId) -> ValueId {
        let NodeKind::Call(Some(decl)) = self.tree[node].kind else { return make(self) };
        let place = Place::Field(of, decl);
        if let Some(known) = self.state.get(place) {
            return known;
        }
        let id = make(self);
        self.state.set(place, id);
        id
    }

    pub(super) fn lent_part(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) -> ValueId {
        let (Result::Lent(lender, owner), Some(&of)) = (contract.result, args.first()) else {
            return self.unknown_of(node);
        };
        if let NodeKind::Call(Some(decl)) = self.tree[node].kind
            && let Some(field) = self.program.accessed(decl)
        {
            return self.accessed(Place::Field(of, field), node);
        }
        self.same_again(node, of, |walker| walker.lent(node, lender, owner.map(|_| of)))
    }

    /// What an accessor gives: it lies in its field, which owns it.
    pub(super) fn accessed(&mut self, place: Place, node: NodeId) -> ValueId {
        let is_known = self.state.get(place).is_some();
        let id = self.load(place, node);
        if !is_known {
            let uid = self.state.value(id).uid;
            self.state.trace.push(Event::Borrowed, self.tree[node].loc, uid);
        }
        id
    }

    /// The null pointer that a failed call gives, remembered as its result.
    pub(super) fn failed_pointer(&mut self, node: NodeId) -> ValueId {
        let loc = self.tree[node].loc;
        let kind = match self.program.kind_of(self.tree[node].ty) {
            Kind::Number => Kind::Pointer,
            kind => kind,
        };
        self.state.add(Value { origin: Origin::Made(node), kind, ..Value::null(loc) })
    }

    pub(super) fn interior(&mut self, from: ValueId, loc: crate::source::tree::Loc) -> ValueId {
        self.state.add(Value { null: Null::No, owner: Some(from), ..Value::unknown(Kind::Pointer, loc) })
    }

    /// The call may have failed after all: that is decided when its result is tested.
    pub(super) fn may_be_failure(&mut self, id: ValueId, node: NodeId, contract: &Contract) {
        if matches!(contract.result, Result::Argument(_) | Result::SameNew(_)) {
            return;
        }
        let value = self.state.value_mut(id);
        value.lazy = true;
        if value.kind == Kind::Number {
            value.low = -1;
            value.null = Null::Maybe;
            value.origin = Origin::Made(node);
        } else {
            value.null = Null::Maybe;
        }
    }

    /// A result that was tested turns out to be that of a failure.
    pub(super) fn settle(&mut self, id: ValueId) {
        self.may_have_raised(id);
        let value = self.state.value(id);
        let (Origin::Made(node) | Origin::Lent(node, _), true) = (value.origin, value.lazy) else { return };
        let has_failed = match value.kind {
            Kind::Number => value.high < 0,
            _ => value.null == Null::Yes,
        };
        if has_failed {
            self.state.value_mut(id).lazy = false;
            let decl = match self.tree[node].kind {
                NodeKind::Call(decl) => decl,
                _ => None,
            };
            let contract = decl.and_then(|decl| self.program.contract(decl));
            let is_silent = |contract: Rc<Contract>| {
                matches!(contract.fails, Fails::NullWithoutException | Fails::MinusOneWithoutException)
            };
            if contract.is_some_and(is_silent) {
                // Who tests what cannot fail when it is called rightly need not set an exception for it.
                self.state.indicator = Indicator::Unknown;
            } else {
                self.failed(node);
                self.state.looked = true;
            }
            self.stolen_after_all(node);
        }
    }

    /// A result of which nothing was known looks like a failure: whoever gave it may have set an exception.
    pub(super) fn may_have_raised(&mut self, id: ValueId) {
        let value = self.state.value(id);
        let looks_failed = match value.kind {
            Kind::Number => value.high < 0 || value.constant().is_some(),
            _ => value.null == Null::Yes,
        };
        let is_own = |node: NodeId| match self.tree[node].kind {
            NodeKind::Call(Some(decl)) => self.program.contract(decl).is_none(),
            _ => true,
        };
        let is_unknown = match value.origin {
            Origin::Unknown => true,
            Origin::Made(node) => is_own(node) && value.own == 0,
            _ => false,
        };
        if looks_failed && is_unknown && matches!(self.state.indicator, Indicator::Entry | Indicator::Clear) {
            self.state.indicator = Indicator::Unknown;
        }
    }

    /// A thief that turns out to have failed has destroyed what it took.
    pub(super) fn stolen_after_all(&mut self, node: NodeId) {
        let loc = self.tree[node].loc;
        let uids: Vec<u32> = self
            .state
            .trace
            .backwards()
            .filter(|step| step.event == Event::Stolen && step.loc == loc)
            .map(|step| step.uid)
            .collect();
        for value in self.state.values.iter_mut().filter(|value| uids.contains(&value.uid)) {
            if value.own <= 0 && value.life == Life::Alive && matches!(value.origin, Origin::Made(_)) {
                value.life = Life::Stolen(loc);
                value.owner = None;
                value.held = false;
            }
        }
    }

    pub(super) fn number_of(&mut self, node: NodeId, contract: &Contract, ended: Ended) -> ValueId {
        let loc = self.tree[node].loc;
        let max = i64::MAX;
        let condition = self.state.condition.take();
        let (low, high) = match (contract.fails, ended) {
            (Fails::MinusOne | Fails::MinusOneWithoutException, Ended::Well) => match condition {
                Some((number, true)) => (number, number),
                Some((1, false)) => (0, 0),
                _ if contract.is_status && contract.fails == Fails::MinusOne => (0, 0),
                _ => (0, max),
            },
            (Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::MinusOneWithoutException, _)
                if ended != Ended::Well =>
            {
                (-1, -1)
            }
            (Fails::Zero, Ended::Well) => (1, if contract.is_status { 1 } else { max }),
            (Fails::Zero, _) => (0, 0),
            (Fails::NonZero, Ended::Well) => (0, 0),
            (Fails::NonZero, _) => (-1, -1),
            (Fails::Always, _) => (-1, -1),
            _ if contract.is_count => (0, max),
            _ => (i64::MIN, max),
        };
        let value = Value { origin: Origin::Made(node), ..Value::number(low, high, loc) };
        self.state.add(value)
    }
}

impl Contract {
    /// NULL is a usual answer: an allocation, a look-up.
    pub(super) fn is_often_absent(&self) -> bool {
        self.memory.is_some() || matches!(self.result, Result::Lent(Lender::Mutable | Lender::Lasting, _))
    }

    pub(super) fn is_memory_freed(&self, at: usize) -> bool {
        self.memory
            .is_some_and(|memory| memory.parameter == at && memory.frees.or(memory.reallocates).is_some())
    }
}
