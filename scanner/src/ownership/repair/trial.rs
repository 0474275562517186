//! A repair on a path: what it does to the state, and whether it may be done there.
//! What a repair is, and what comes of the trial, is in `repair.rs`.

use super::{Does, Failure, Repair, Spot};
use crate::ownership::facts::facts;
use crate::ownership::state::{Indicator, Place};
use crate::ownership::value::{Kind, Life, Null, Origin, Value, ValueId};
use crate::ownership::walk::Walker;
use crate::source::tree::{DeclId, NodeId};

/// What came of a repair, over all paths that get there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tried {
    has_arrived: bool,
    /// Something was there to be done.
    has_worked: bool,
    pub(crate) is_null: bool,
    /// On some path it may not be done.
    is_wrong: bool,
}

impl Tried {
    pub(in crate::ownership) fn is_wrong(&self) -> bool {
        self.is_wrong
    }

    pub(crate) fn is_right(&self, repair: &Repair) -> bool {
        let is_done = match repair.does {
            Does::Nothing => true,
            Does::FailOnNull(..) => self.is_null,
            _ => self.has_worked,
        };
        is_done && !self.is_wrong && (self.has_arrived || repair.does == Does::Nothing)
    }
}

impl Walker<'_> {
    /// Does what a repair does.
    pub(in crate::ownership) fn try_repair(&mut self, at: usize, repair: &Repair) {
        let node = match repair.spot {
            Spot::Before(node) | Spot::Behind(node) | Spot::Instead(node) => node,
            Spot::End => self.function.body,
        };
        self.tried(at, |tried| tried.has_arrived = true);
        match repair.does {
            Does::Release(variable) => self.try_release(at, variable, node),
            Does::ReleaseBuffer(variable) => self.try_release_buffer(at, variable, node),
            Does::Free(..) => self.try_free(at, repair, node),
            Does::Take(variable) => match self.state.get(Place::Variable(variable)) {
                Some(id) => self.try_take(at, id, node),
                None => self.tried(at, |tried| tried.is_wrong = true),
            },
            Does::TakeResult(value) => {
                let id = self.eval(value);
                self.try_take(at, id, node);
            }
            Does::ReleaseResult => {
                let id = self.eval(node);
                self.tried(at, |tried| tried.has_worked = true);
                self.release(id, node, true);
            }
            Does::Nothing => {}
            Does::Keep(variable) => {
                let id = self.state.get(Place::Variable(variable));
                self.looks_right(at, id, Self::is_surely_not_ours);
            }
            Does::Clear(variable) => {
                if let Some(id) = self.state.get(Place::Variable(variable)) {
                    self.release(id, node, true);
                }
                self.empty(at, variable, node);
            }
            Does::Forget(variable) => self.empty(at, variable, node),
            Does::FailOnNull(variable, failure) => self.try_null_test(at, variable, failure, node),
            Does::FailOnError(_, failure) => {
                if self.state.indicator == Indicator::Set {
                    self.tried(at, |tried| tried.has_worked = true);
                    self.state.looked = true;
                    self.fail(failure, node);
                }
            }
        }
    }

    fn tried(&mut self, at: usize, set: impl FnOnce(&mut Tried)) {
        if let Some(tried) = self.walked.tried.get_mut(at) {
            set(tried);
        }
    }

    /// Notes what is there: nothing, something that is ours as `is_ours` says, or something else. True when it is ours.
    fn looks_right(
        &mut self,
        at: usize,
        id: Option<ValueId>,
        is_ours: impl Fn(&Self, ValueId) -> bool,
    ) -> Option<ValueId> {
        let Some(id) = id else {
            self.tried(at, |tried| tried.is_wrong = true);
            return None;
        };
        let null = self.state.value(id).null;
        if null == Null::Yes {
            self.tried(at, |tried| tried.is_null = true);
            return None;
        }
        let is_right = is_ours(self, id);
        self.tried(at, |tried| {
            tried.is_null |= null == Null::Maybe;
            tried.is_wrong |= !is_right;
            tried.has_worked |= is_right;
        });
        is_right.then_some(id)
    }

    /// It is this function's to give back.
    fn is_ours(&self, id: ValueId) -> bool {
        let value = self.state.value(id);
        value.surplus() > 0 && !value.escaped && value.life == Life::Alive
    }

    /// There is nothing of it to give back, and that is known.
    fn is_surely_not_ours(&self, id: ValueId) -> bool {
        let value = self.state.value(id);
        let is_known = value.life != Life::Alive || !matches!(value.origin, Origin::Unknown | Origin::Loaded);
        value.surplus() <= 0 && !value.escaped && is_known
    }

    fn empty(&mut self, at: usize, variable: DeclId, node: NodeId) {
        let nothing = self.state.add(Value::null(self.tree[node].loc));
        self.state.set(Place::Variable(variable), nothing);
        self.tried(at, |tried| tried.has_worked = true);
    }

    /// The object can be deallocated: its fields were set, and what lies in them was counted.
    fn is_filled(&self, id: ValueId) -> bool {
        let is_counted = |held: ValueId| {
            let value = self.state.value(held);
            value.kind != Kind::Object
                || value.null == Null::Yes
                || (value.loose == 0 && value.surplus() >= 0)
        };
        let is_blank =
            facts().fresh.get(&self.maker(self.state.value(id))).is_some_and(|what| what == "blank");
        let mut fields = self.state.places.iter().filter(|(place, _)| place.base() == Some(id));
        !is_blank && fields.all(|(_, held)| is_counted(*held))
    }

    fn try_release(&mut self, at: usize, variable: DeclId, node: NodeId) {
        let id = self.state.get(Place::Variable(variable));
        let is_object = |walker: &Self, id| {
            walker.is_ours(id) && walker.state.value(id).kind == Kind::Object && walker.is_filled(id)
        };
        if let Some(id) = self.looks_right(at, id, is_object) {
            self.release(id, node, true);
        }
    }

    fn try_release_buffer(&mut self, at: usize, variable: DeclId, node: NodeId) {
        let address = self.address(Place::Variable(variable));
        let id = self.state.get(Self::buffer_place(address));
        if self.looks_right(at, id, Self::is_ours).is_some() {
            self.emptied(address, node);
        }
    }

    fn try_free(&mut self, at: usize, repair: &Repair, node: NodeId) {
        let Does::Free(variable, family) = repair.does else { return };
        let id = self.state.get(Place::Variable(variable));
        let is_block =
            |walker: &Self, id| walker.is_ours(id) && walker.state.value(id).kind == Kind::Memory(family);
        if let Some(id) = self.looks_right(at, id, is_block) {
            self.free(id, node, family);
        }
    }

    /// Counts an object that is somebody else's on every path.
    fn try_take(&mut self, at: usize, id: ValueId, node: NodeId) {
        let is_lent = |walker: &Self, id: ValueId| {
            let value = walker.state.value(id);
            value.surplus() <= 0 && !value.escaped && value.life == Life::Alive && value.kind == Kind::Object
        };
        if let Some(id) = self.looks_right(at, Some(id), is_lent) {
            self.take(id, node, true);
        }
    }

    fn try_null_test(&mut self, at: usize, variable: DeclId, failure: Failure, node: NodeId) {
        let Some(id) = self.state.get(Place::Variable(variable)) else {
            return self.tried(at, |tried| tried.is_wrong = true);
        };
        let is_null = match self.state.value(id).null {
            Null::Yes => true,
            Null::No => false,
            Null::Maybe => self.choose(2) == 1,
        };
        self.state.value_mut(id).set_null(is_null);
        if is_null {
            self.tried(at, |tried| tried.is_null = true);
            if failure.is_silent {
                self.state.indicator = Indicator::Set;
            }
            self.fail(failure, node);
        }
    }

    /// The function fails here.
    fn fail(&mut self, failure: Failure, node: NodeId) {
        let loc = self.tree[node].loc;
        let id = self.number(if failure.gives_null { 0 } else { -1 });
        self.finish_with(Some(id), None, loc);
        self.is_dead_after_telling();
    }
}
