//! What a call does to its arguments: takes over, counts, releases, replaces, fills.
//! The effects are the manifest's; references themselves are kept in `refs.rs`.

use pilotage_capi::{Effect, Fails, Thief};

use super::api::Ended;
use super::contract::{self, Contract};
use super::facts::facts;
use super::mistake::Mistake;
use super::state::Place;
use super::trace::Event;
use super::value::{Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::NodeId;

impl Walker<'_> {
    /// What happens to the arguments.
    pub(super) fn effects(
        &mut self,
        node: NodeId,
        name: &str,
        contract: &Contract,
        args: &[ValueId],
        ended: Ended,
    ) {
        let well = ended == Ended::Well;
        let container = args.first().copied().filter(|id| self.state.value(*id).kind == Kind::Object);
        if contract.overwrites {
            self.overwritten(node, contract, args);
        }
        let stolen = contract.params.iter().position(|effect| matches!(effect, Effect::Steals(_)));
        for (at, &id) in args.iter().enumerate() {
            let effect = contract.params.get(at).copied().unwrap_or(Effect::Borrows);
            match effect {
                Effect::Borrows => self.borrowed(contract, at, id),
                Effect::Keeps => {
                    if well {
                        self.state.value_mut(id).held = true;
                        self.state.value_mut(id).fresh = false;
                    }
                }
                Effect::Steals(_)
                    if contract.empties.is_none() && contract.params.contains(&Effect::Replaces) => {}
                Effect::Steals(Thief::Always) => self.hand_over(id, node, container, well),
                Effect::Steals(Thief::OnSuccess) if well => self.hand_over(id, node, container, true),
                Effect::Steals(Thief::OnSuccess) => {
                    let uid = self.state.value(id).uid;
                    self.state.trace.push(Event::Failed(node), self.tree[node].loc, uid);
                }
                Effect::StealsItems | Effect::Unknown => self.escape(id),
                Effect::Increments => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.take(id, node, may_be_null);
                }
                Effect::Decrements => {
                    let may_be_null = contract.nullable.get(at).copied().unwrap_or(false);
                    self.release(id, node, may_be_null);
                }
                Effect::Consumes => self.consumed(id, node),
                Effect::OutNew(only) => self.out_new(node, id, only, ended),
                Effect::OutBorrowed => self.out_lent(node, contract, args, id, ended),
                Effect::Replaces if contract.empties.is_some_and(|(place, _)| place == at) => {
                    let given = contract.empties.and_then(|(_, given)| args.get(given)).copied();
                    self.joined(node, id, given);
                }
                Effect::Replaces => {
                    let new = stolen.and_then(|at| args.get(at)).copied();
                    self.replaced(node, contract, id, new, well);
                }
                Effect::Clears => self.cleared_place(node, id),
            }
            if self.is_dead {
                return;
            }
        }
        self.memory(node, contract, args, well);
        self.buffers(node, name, args, well);
    }

    /// An argument that a call looks at; what its address points to may be written.
    pub(super) fn borrowed(&mut self, contract: &Contract, at: usize, id: ValueId) {
        // A capsule keeps what it is given, and its destructor frees it.
        let is_kept = contract.opaque.get(at) == Some(&true) && !contract.is_memory_freed(at);
        let is_capsule = at > 0 || contract.result == contract::Result::New;
        let kind = self.state.value(id).kind;
        if is_kept && (matches!(kind, Kind::Memory(_)) || kind == Kind::Object && is_capsule) {
            self.escape(id);
        }
        if self.state.value(id).kind != Kind::Address
            || contract.interior_out.is_some_and(|(out, _)| out == at)
        {
            return;
        }
        let Some(place) = self.state.pointee(id) else { return };
        // A buffer or a struct that is read; a number that is written.
        if let Some(inside) = self.state.get(place)
            && matches!(self.state.value(inside).kind, Kind::Number | Kind::Pointer)
        {
            self.state.forget(place);
        }
    }

    pub(super) fn consumed(&mut self, id: ValueId, node: NodeId) {
        let loc = self.tree[node].loc;
        let value = self.state.value_mut(id);
        if value.null == Null::Yes || value.escaped {
            return;
        }
        value.own = 0;
        value.stored = 0;
        if matches!(value.origin, Origin::Made(_) | Origin::Param(_)) && !matches!(value.kind, Kind::Number) {
            value.life = Life::Released(loc);
        }
        let uid = value.uid;
        self.state.trace.push(Event::Released, loc, uid);
    }

    /// Puts what a call hands out behind an address.
    pub(super) fn put_out(&mut self, address: ValueId, value: ValueId, node: NodeId) {
        if self.state.value(address).null == Null::Yes {
            // Nobody wants it: the call does not hand it out.
            self.state.value_mut(value).escaped = true;
            return;
        }
        match self.state.pointee(address) {
            Some(place) => {
                if let Place::Variable(decl) = place {
                    self.state.value_mut(value).named = Some(decl);
                }
                self.state.forget(place);
                self.store(Some(place), value, node);
            }
            None => {
                let place = Place::Element(address, 0);
                self.state.forget(place);
                self.store(Some(place), value, node);
            }
        }
    }

    pub(super) fn out_new(&mut self, node: NodeId, address: ValueId, only: Option<i8>, ended: Ended) {
        if ended != Ended::Well {
            // After a failure some write NULL and some nothing: what was there counts.
            if only.is_some() {
                let nothing = self.nothing(node);
                self.put_out(address, nothing, node);
            }
            return;
        }
        let is_there = only.is_none() || self.choose(2) == 0;
        self.state.condition = only.map(|number| (i64::from(number), is_there));
        let value = if is_there { self.made(node, false, false) } else { self.nothing(node) };
        self.put_out(address, value, node);
    }

    pub(super) fn out_lent(
        &mut self,
        node: NodeId,
        contract: &Contract,
        args: &[ValueId],
        address: ValueId,
        ended: Ended,
    ) {
        if self.state.value(address).null == Null::Yes {
            return;
        }
        if ended == Ended::Failed {
            return;
        }
        let lender = contract::lender(&self.callee_name(node));
        let owner =
            contract.objects.iter().position(|is_object| *is_object).and_then(|at| args.get(at)).copied();
        let value = self.lent(node, lender, owner);
        self.put_out(address, value, node);
    }

    /// A call gave a borrowed reference.
    pub(super) fn lent(&mut self, node: NodeId, lender: Lender, owner: Option<ValueId>) -> ValueId {
        let loc = self.tree[node].loc;
        let id = self.state.add(Value {
            null: Null::No,
            origin: Origin::Lent(node, lender),
            owner,
            ..Value::unknown(Kind::Object, loc)
        });
        let uid = self.state.value(id).uid;
        self.state.trace.push(Event::Borrowed, loc, uid);
        id
    }

    /// `Py_SETREF(place, new)`, `PyUnicode_Append(&place, x)`.
    pub(super) fn replaced(
        &mut self,
        node: NodeId,
        contract: &Contract,
        address: ValueId,
        new: Option<ValueId>,
        well: bool,
    ) {
        if contract.fails == Fails::Never && new.is_none() {
            return;
        }
        let Some(place) = self.place_behind(address) else { return };
        let new = match new {
            Some(new) => new,
            None if well => self.made(node, false, false),
            None => self.nothing(node),
        };
        self.exchange(node, place, new);
    }

    /// `PyBytes_Concat(&place, x)`: it has no result, the place tells whether it failed.
    fn joined(&mut self, node: NodeId, address: ValueId, given: Option<ValueId>) {
        let Some(place) = self.place_behind(address) else { return };
        // What failed before stays failed.
        if self.state.get(place).is_some_and(|old| self.state.value(old).null == Null::Yes) {
            return;
        }
        let is_given = given.is_none_or(|given| self.state.value(given).null != Null::Yes);
        let new = if is_given && self.choose(2) == 0 {
            self.made(node, false, false)
        } else {
            if is_given {
                self.failed(node);
            }
            self.nothing(node)
        };
        if is_given {
            self.state.value_mut(new).origin = Origin::Made(node);
        }
        self.exchange(node, place, new);
    }

    /// A place gets another object, and gives back what it had.
    fn exchange(&mut self, node: NodeId, place: Place, new: ValueId) {
        let old = match self.state.get(place) {
            Some(old) => old,
            None => {
                let loc = self.tree[node].loc;
                let value = Value { origin: Origin::Loaded, ..Value::unknown(Kind::Object, loc) };
                self.state.add(value)
            }
        };
        self.is_counted_twice(place);
        self.state.set(place, old);
        self.store(Some(place), new, node);
        let value = self.state.value(old);
        if value.null != Null::Yes && value.own > 0 || value.origin == Origin::Loaded {
            self.release(old, node, true);
        }
    }

    pub(super) fn place_behind(&mut self, address: ValueId) -> Option<Place> {
        match self.state.pointee(address) {
            Some(place) => Some(place),
            None if self.state.value(address).kind == Kind::Number => None,
            None => Some(Place::Element(address, 0)),
        }
    }

    /// `Py_CLEAR(place)`.
    pub(super) fn cleared_place(&mut self, node: NodeId, address: ValueId) {
        let Some(place) = self.place_behind(address) else { return };
        let old = self.state.get(place);
        let nothing = self.nothing(node);
        self.is_counted_twice(place);
        self.store(Some(place), nothing, node);
        if let Some(old) = old
            && self.state.value(old).null != Null::Yes
        {
            self.release(old, node, true);
        }
        self.state.set(place, nothing);
    }

    /// A macro that sets an item of what may have one already.
    pub(super) fn overwritten(&mut self, node: NodeId, contract: &Contract, args: &[ValueId]) {
        let Some(&container) = args.first() else { return };
        let index = args.get(1).and_then(|id| self.state.value(*id).constant());
        let value = self.state.value(container).clone();
        // What was borrowed from it may be the item that is replaced: then its reference is ours now.
        let is_lent = |item: &Value| item.owner == Some(container) && matches!(item.origin, Origin::Lent(..));
        let is_at_hand = self.state.values.iter().any(is_lent);
        for item in self.state.values.iter_mut().filter(|item| is_lent(item)) {
            item.escaped = true;
        }
        let is_full = !is_at_hand && self.is_full(value.origin);
        let place = index.map(|index| Place::Element(container, index));
        let is_taken = place
            .and_then(|place| self.state.get(place))
            .is_some_and(|old| self.state.value(old).null == Null::No && value.fresh);
        if is_full || is_taken {
            self.tell(Mistake::OverwrittenBySetItemMacro, self.tree[node].loc, Some(container), None);
        }
        let item = contract.params.iter().position(|effect| matches!(effect, Effect::Steals(_)));
        if let (Some(place), Some(item)) = (place, item.and_then(|at| args.get(at))) {
            self.state.set(place, *item);
        }
    }

    /// A list or tuple that came with items.
    fn is_full(&self, origin: Origin) -> bool {
        match origin {
            Origin::Made(call) => {
                !self.program.gives_empty(&self.callee_name(call)) && self.tree.api_callee(call).is_some()
            }
            _ => false,
        }
    }

    pub(super) fn memory(&mut self, node: NodeId, contract: &Contract, args: &[ValueId], well: bool) {
        let Some(memory) = contract.memory else { return };
        let block = args.get(memory.parameter).copied();
        if let (Some(family), Some(block)) = (memory.frees, block) {
            self.free(block, node, family);
        }
        if let (Some(family), Some(block)) = (memory.reallocates, block)
            && well
        {
            self.free(block, node, family);
        }
        if let (Some(family), Some(out)) = (memory.allocates, memory.out.and_then(|at| args.get(at)))
            && well
        {
            let made = self.allocated(node, family);
            self.put_out(*out, made, node);
        }
    }

    /// Buffers that are filled and released.
    pub(super) fn buffers(&mut self, node: NodeId, name: &str, args: &[ValueId], well: bool) {
        if let Some(at) = facts().fills_buffer.get(name)
            && let Some(&address) = args.get(*at)
            && well
        {
            self.filled(address, node);
        }
        if let Some(at) = facts().releases_buffer.get(name)
            && let Some(&address) = args.get(*at)
        {
            self.emptied(address, node);
        }
    }
}
