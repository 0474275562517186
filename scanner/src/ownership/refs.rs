//! References: taking one, giving one back, handing one over, losing one. And blocks of memory and buffers likewise.
//! Each of them checks what the value is on this path, and tells when that is a mistake.

use super::mistake::{Found, Mistake, StoryStep, Told};
use super::role::Role;
use super::state::{Indicator, Place, State};
use super::trace::{Event, Trace};
use super::value::{Family, Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, Loc, NodeId, NodeKind};

/// More steps than these nobody reads.
const MAX_STEPS: usize = 24;

impl Walker<'_> {
    /// `Py_INCREF`.
    pub(super) fn take(&mut self, id: ValueId, node: NodeId, may_be_null: bool) {
        let loc = self.tree[node].loc;
        if !self.is_there(id, node, may_be_null) {
            return;
        }
        self.used(id, node);
        let value = self.state.value_mut(id);
        if matches!(value.kind, Kind::Pointer) {
            value.kind = Kind::Object;
        }
        // Of a constant there are always enough.
        if !matches!(value.origin, Origin::Constant(_)) || value.own < 1 {
            value.own += 1;
        }
        // A reference that was put somewhere without having been counted: this is its count.
        if value.loose > 0 {
            value.loose -= 1;
            value.stored += 1;
        }
        let uid = value.uid;
        self.state.trace.push(Event::Incremented, loc, uid);
    }

    /// A call is given something that must not be null; false when the path ends here or there is nothing to do.
    pub(super) fn is_there(&mut self, id: ValueId, node: NodeId, may_be_null: bool) -> bool {
        match self.state.value(id).null {
            Null::Yes if may_be_null => false,
            Null::Yes => {
                if self.is_worth_telling(id) {
                    self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
                }
                self.is_dead_after_telling();
                false
            }
            Null::Maybe if may_be_null => {
                // Both are possible, and what follows may depend on it.
                let is_null = self.choose(2) == 1;
                self.state.value_mut(id).set_null(is_null);
                !is_null
            }
            Null::Maybe => self.state.value_mut(id).set_null(false),
            Null::No => true,
        }
    }

    /// `Py_DECREF`.
    pub(super) fn release(&mut self, id: ValueId, node: NodeId, may_be_null: bool) {
        let loc = self.tree[node].loc;
        if !self.is_there(id, node, may_be_null) || self.state.value(id).escaped {
            return;
        }
        let value = self.state.value(id).clone();
        let mistake = match value.life {
            Life::Released(_) => Some(Mistake::OverRelease),
            Life::Stolen(_) => Some(Mistake::StolenThenReleased),
            _ if value.own > 0 => None,
            _ => self.release_of_borrowed(&value),
        };
        if let Some(mistake) = mistake {
            self.tell(mistake, loc, Some(id), Some(id));
            self.state.value_mut(id).escaped = true;
            return;
        }
        let value = self.state.value_mut(id);
        value.own -= 1;
        value.fresh = false;
        let uid = value.uid;
        let is_last = value.own == 0 && value.stored <= 0 && !value.held && value.owner.is_none();
        if is_last && matches!(value.origin, Origin::Made(_)) {
            value.life = Life::Released(loc);
        }
        self.state.trace.push(Event::Released, loc, uid);
    }

    /// Giving back what is not ours: a mistake, unless the function does it for its caller or for a field.
    fn release_of_borrowed(&self, value: &Value) -> Option<Mistake> {
        match value.origin {
            Origin::Made(_) if self.was(Event::Stolen, value.uid) => Some(Mistake::StolenThenReleased),
            Origin::Made(_) if value.stored > 0 => None,
            // The old item, which a macro overwrites next.
            Origin::Lent(node, _) if self.is_exchanged(node) => None,
            // A deallocator of a heap type gives the type back.
            Origin::Lent(_, Lender::Type) => None,
            Origin::Made(_) | Origin::Lent(..) => Some(Mistake::OverRelease),
            Origin::Param(_) if value.own < 0 => Some(Mistake::OverRelease),
            Origin::Param(_)
                if self.program.role(self.function.decl).is_some_and(|role| role.slot != "tp_dealloc") =>
            {
                Some(Mistake::OverRelease)
            }
            // It may have been ours to give away, but only once.
            Origin::Unknown if value.own <= -1 && self.was(Event::Stolen, value.uid) => {
                Some(Mistake::StolenThenReleased)
            }
            Origin::Unknown if value.own <= -1 => Some(Mistake::OverRelease),
            Origin::Loaded if value.own <= -1 && value.stored == 0 && value.own + 1 < 0 => {
                Some(Mistake::OverRelease)
            }
            _ => None,
        }
    }

    /// `PyList_GET_ITEM(list, i)`, and later in the function `PyList_SET_ITEM(list, i, other)`.
    fn is_exchanged(&self, node: NodeId) -> bool {
        let tree = self.tree;
        let is_same = |a: NodeId, b: NodeId| {
            let named = |node| tree.named_variable(node);
            named(a).is_some() && named(a) == named(b)
        };
        let Some(getter) = tree.callee(node).filter(|callee| callee.name.ends_with("_GET_ITEM")) else {
            return false;
        };
        let setter = getter.name.replace("_GET_ITEM", "_SET_ITEM");
        let [list, index] = tree.args(node) else { return false };
        tree.calls_below(self.function.body).iter().any(|call| {
            tree.callee(*call).is_some_and(|callee| callee.name == setter)
                && tree[*call].loc.offset > tree[node].loc.offset
                && matches!(tree.args(*call), [to, at, _] if is_same(*list, *to) && is_same(*index, *at))
        })
    }

    pub(super) fn was(&self, event: Event, uid: u32) -> bool {
        self.state.trace.backwards().any(|step| step.uid == uid && step.event == event)
    }

    /// A call takes the reference over; what comes of it depends on whether it succeeded.
    pub(super) fn hand_over(&mut self, id: ValueId, node: NodeId, to: Option<ValueId>, succeeded: bool) {
        let loc = self.tree[node].loc;
        let value = self.state.value_mut(id);
        if value.null == Null::Yes || value.escaped {
            return;
        }
        value.own -= 1;
        value.fresh = false;
        let uid = value.uid;
        if value.own == 0 && value.stored <= 0 && !value.held && matches!(value.origin, Origin::Made(_)) {
            match (succeeded, to) {
                (false, _) => value.life = Life::Stolen(loc),
                (true, Some(owner)) if owner != id => value.owner = Some(owner),
                (true, _) => value.held = true,
            }
        }
        self.state.trace.push(Event::Stolen, loc, uid);
    }

    /// A call gave a new reference.
    pub(super) fn made(&mut self, node: NodeId, is_fresh: bool, is_shared: bool) -> ValueId {
        let loc = self.tree[node].loc;
        let id = self.state.add(Value {
            null: Null::No,
            own: 1,
            held: is_shared,
            origin: Origin::Made(node),
            fresh: is_fresh,
            ..Value::unknown(Kind::Object, loc)
        });
        let uid = self.state.value(id).uid;
        self.state.trace.push(Event::Created, loc, uid);
        id
    }

    /// A call gave a block.
    pub(super) fn allocated(&mut self, node: NodeId, family: Family) -> ValueId {
        let loc = self.tree[node].loc;
        let id = self.state.add(Value {
            null: Null::No,
            own: 1,
            origin: Origin::Made(node),
            fresh: true,
            ..Value::unknown(Kind::Memory(family), loc)
        });
        let uid = self.state.value(id).uid;
        self.state.trace.push(Event::Created, loc, uid);
        id
    }

    /// A block is freed, by a function of this family.
    pub(super) fn free(&mut self, id: ValueId, node: NodeId, family: Family) {
        let loc = self.tree[node].loc;
        let value = self.state.value(id).clone();
        if value.null == Null::Yes || value.escaped {
            return;
        }
        if let Kind::Memory(made) = value.kind
            && made != family
        {
            self.tell(Mistake::MismatchedAllocator, loc, Some(id), None);
        }
        if matches!(value.life, Life::Released(_)) {
            self.tell(Mistake::OverRelease, loc, Some(id), Some(id));
            self.state.value_mut(id).escaped = true;
            return;
        }
        let value = self.state.value_mut(id);
        // A block of the caller is gone for the caller, too.
        value.own = if matches!(value.origin, Origin::Param(_)) { -1 } else { 0 };
        value.stored = 0;
        if matches!(value.kind, Kind::Memory(_)) || matches!(value.origin, Origin::Param(_)) {
            value.life = Life::Released(loc);
        }
        let uid = value.uid;
        self.state.trace.push(Event::Released, loc, uid);
    }

    /// A value of which something is owed is lost here.
    pub(super) fn lost(&mut self, id: ValueId, loc: Loc) {
        let value = self.state.value(id).clone();
        let mistake = match value.kind {
            Kind::Memory(Family::New) => return,
            Kind::Memory(_) => Mistake::MemoryNotFreed,
            Kind::Buffer => Mistake::BufferNotReleased,
            Kind::Object | Kind::Pointer => match value.origin {
                Origin::Made(_)
                    if self.state.indicator != Indicator::Set && self.is_given_and_kept(&value) =>
                {
                    Mistake::ExtraIncref
                }
                Origin::Made(_) => Mistake::LeakedReference,
                Origin::Param(at) if self.steals(at) => Mistake::LeakedReference,
                Origin::Param(_) if self.program.role(self.function.decl).is_some() => Mistake::ExtraIncref,
                Origin::Lent(..) => Mistake::LeakedReference,
                // What is counted in its field is the field's.
                Origin::Loaded if value.stored < 0 || value.named.is_some() => Mistake::LeakedReference,
                _ => return,
            },
            _ => return,
        };
        let loc = if mistake == Mistake::ExtraIncref {
            self.last(Event::Incremented, value.uid).unwrap_or(loc)
        } else {
            loc
        };
        if let Some(call) = self.failed_thief(&value) {
            self.tell(Mistake::LeakedOnFailedSteal, self.tree[call].loc, Some(id), None);
            return;
        }
        self.tell(mistake, loc, Some(id), None);
    }

    /// It was handed on as often as it was made, and counted once more.
    fn is_given_and_kept(&self, value: &Value) -> bool {
        let count = |event| {
            self.state.trace.backwards().filter(|step| step.uid == value.uid && step.event == event).count()
        };
        count(Event::Incremented) > 0
            && count(Event::Stolen) + count(Event::Stored) + count(Event::Released) > 0
    }

    pub(super) fn last(&self, event: Event, uid: u32) -> Option<Loc> {
        self.state.trace.backwards().find(|step| step.uid == uid && step.event == event).map(|step| step.loc)
    }

    /// The call that would have taken the reference, had it not failed.
    fn failed_thief(&self, value: &Value) -> Option<NodeId> {
        self.state.trace.backwards().find_map(|step| match step.event {
            Event::Failed(call) if step.uid == value.uid => Some(call),
            _ => None,
        })
    }

    /// A mistake: about `id`, explained by what happened to `because`.
    pub(super) fn tell(&mut self, mistake: Mistake, loc: Loc, id: Option<ValueId>, because: Option<ValueId>) {
        let (subject, call, created) = match id {
            Some(id) => {
                let value = self.state.value(id);
                (self.called(value), self.maker(value), value.created)
            }
            None => (String::new(), String::new(), loc),
        };
        let uids: Vec<u32> = id.into_iter().chain(because).map(|id| self.state.value(id).uid).collect();
        let with_code = matches!(mistake, Mistake::StaleBorrowedReference);
        // What failed to give a value is where its story begins.
        let failed = id.and_then(|id| match self.state.value(id).origin {
            Origin::Made(node) if mistake == Mistake::UncheckedNull => Some(Event::Failed(node)),
            _ => None,
        });
        let story = self.story(&self.state.trace, &uids, with_code, failed);
        let is_unread = |id| {
            let named = self.state.value(id).named;
            mistake == Mistake::LeakedReference && named.is_some_and(|named| self.is_never_read(named))
        };
        let is_doubtful = (self.state.is_coarse && !id.is_some_and(is_unread))
            || id.is_some_and(|id| {
                let value = self.state.value(id);
                // A NULL that was assigned may be excluded by flags that were lost on the way.
                let is_assigned =
                    mistake == Mistake::UncheckedNull && matches!(value.origin, Origin::Constant(_));
                // What was handed on was somebody's to give once, and surely not twice.
                let is_once = mistake == Mistake::StolenThenReleased && value.named.is_some();
                // What lies in an object is as gone as the object.
                let origin = because.map_or(value.origin, |gone| self.state.value(gone).origin);
                let is_unsure = matches!(origin, Origin::Loaded | Origin::Unknown)
                    && !(is_once && origin == Origin::Unknown);
                is_unsure || value.lent_out || is_assigned || self.may_be_agreed(mistake, value)
            });
        self.pending.push(Found {
            mistake,
            loc,
            function: self.function.decl,
            subject,
            call,
            field: None,
            created,
            story,
            is_doubtful,
            holder: id.and_then(|id| self.holder(id)),
            also: Vec::new(),
            repairs: Vec::new(),
        });
    }

    /// The local variable that holds a value, and what it is.
    fn holder(&self, id: ValueId) -> Option<(DeclId, Kind)> {
        let value = self.state.value(id);
        let held: Vec<DeclId> = self
            .state
            .places_of(id)
            .filter_map(|place| match place {
                Place::Variable(decl) if !self.program.is_global(decl) => Some(decl),
                _ => None,
            })
            .collect();
        let named = value.named.filter(|named| value.kind == Kind::Buffer || held.contains(named));
        named.or(held.first().copied()).map(|decl| (decl, value.kind))
    }

    /// Nothing is ever done with the variable: what is put there is lost, whatever the path.
    fn is_never_read(&self, variable: DeclId) -> bool {
        let tree = self.tree;
        let count = |is_wanted: &dyn Fn(NodeId) -> bool| {
            tree.below(self.function.body).iter().filter(|node| is_wanted(**node)).count()
        };
        let is_named = |node: NodeId| tree[node].kind == NodeKind::Name(variable);
        let is_written = |node: NodeId| {
            tree[node].kind == NodeKind::Assign(None) && tree.kid(node, 0).is_some_and(is_named)
        };
        count(&is_named) == count(&is_written)
    }

    /// Callers that are not seen may have agreed that a function takes its parameter over, or counts it for them.
    fn may_be_agreed(&self, mistake: Mistake, value: &Value) -> bool {
        let is_plain = self.program.role(self.function.decl).is_some_and(Role::is_plain);
        let is_convention = match mistake {
            Mistake::OverRelease | Mistake::UseAfterRelease | Mistake::MissingIncrefOnStore => true,
            Mistake::ExtraIncref => value.surplus() <= 1 && self.program.gives_nothing(self.function),
            _ => false,
        };
        is_plain && is_convention && matches!(value.origin, Origin::Param(_))
    }

    /// What a reader would call a value.
    pub(super) fn called(&self, value: &Value) -> String {
        match (value.named, value.origin) {
            (Some(decl), _) => self.tree[decl].name.clone(),
            (None, Origin::Constant(Some(decl))) => self.tree[decl].name.clone(),
            _ => String::new(),
        }
    }

    /// The function that a value comes from.
    pub(super) fn maker(&self, value: &Value) -> String {
        match value.origin {
            Origin::Made(node) | Origin::Lent(node, _) => self.callee_name(node),
            _ => String::new(),
        }
    }

    pub(super) fn callee_name(&self, node: NodeId) -> String {
        if let Some(decl) = self.tree.callee(node) {
            return decl.name.clone();
        }
        match self.tree.kid(node, 0).map(|kid| &self.tree[kid].kind) {
            Some(NodeKind::Member { field, .. }) => self.tree[*field].name.clone(),
            _ => String::new(),
        }
    }

    /// The steps that concern these values, and the branches after the first of them.
    fn story(&self, trace: &Trace, uids: &[u32], with_code: bool, first: Option<Event>) -> Vec<StoryStep> {
        let mut steps = Vec::new();
        for step in trace.backwards() {
            let concerns = uids.contains(&step.uid);
            if (step.uid != 0 && !concerns) || (!with_code && matches!(step.event, Event::Reentered(_))) {
                continue;
            }
            steps.push(StoryStep { loc: step.loc, told: self.told_of(step.event) });
            let is_first = Some(step.event) == first;
            if is_first || concerns && matches!(step.event, Event::Created | Event::Borrowed) {
                break;
            }
            if steps.len() >= MAX_STEPS {
                break;
            }
        }
        steps.reverse();
        steps
    }

    fn told_of(&self, event: Event) -> Told {
        match event {
            Event::Created => Told::Created,
            Event::Borrowed => Told::Borrowed,
            Event::Incremented => Told::Incremented,
            Event::Released => Told::Released,
            Event::Stolen => Told::Stolen,
            Event::Stored => Told::Stored,
            Event::Branch(node, holds) => Told::Branch(self.program.text_of(node), holds),
            Event::Failed(node) => Told::Failed(self.callee_name(node)),
            Event::Raised(node) => Told::Raised(self.callee_name(node)),
            Event::Reentered(node) => Told::Reentered(self.callee_name(node)),
            Event::Detached => Told::Detached,
        }
    }

    /// The buffer that a `Py_buffer` variable holds.
    pub(super) fn buffer_place(address: ValueId) -> Place {
        Place::Element(address, i64::MIN)
    }

    /// A call filled a `Py_buffer`.
    pub(super) fn filled(&mut self, address: ValueId, node: NodeId) {
        let Some(place) = self.state.pointee(address) else { return };
        if !self.is_local(place) {
            return;
        }
        let loc = self.tree[node].loc;
        let named = match place {
            Place::Variable(decl) => Some(decl),
            _ => None,
        };
        let id = self.state.add(Value {
            null: Null::No,
            own: 1,
            origin: Origin::Made(node),
            named,
            ..Value::unknown(Kind::Buffer, loc)
        });
        self.state.places.retain(|(place, _)| place.base() != Some(address));
        self.state.set(Self::buffer_place(address), id);
        let uid = self.state.value(id).uid;
        self.state.trace.push(Event::Created, loc, uid);
    }

    /// What lies in a field of a filled buffer: it has an object, a block and a length.
    pub(super) fn buffer_field(&self, address: ValueId, field: DeclId) -> Option<Value> {
        let buffer = self.state.get(Self::buffer_place(address))?;
        if self.state.value(buffer).life != Life::Alive {
            return None;
        }
        match self.tree[field].name.as_str() {
            "buf" => Some(Value { null: Null::No, ..Value::unknown(Kind::Pointer, self.here) }),
            "obj" => Some(Value {
                null: Null::No,
                escaped: true,
                owner: Some(buffer),
                ..Value::unknown(Kind::Object, self.here)
            }),
            "len" => Some(Value::number(0, i64::MAX, self.here)),
            _ => None,
        }
    }

    /// A `Py_buffer` is released.
    pub(super) fn emptied(&mut self, address: ValueId, node: NodeId) {
        let Some(id) = self.state.get(Self::buffer_place(address)) else { return };
        let loc = self.tree[node].loc;
        if matches!(self.state.value(id).life, Life::Released(_)) {
            // Releasing twice does nothing: `obj` is NULL then.
            return;
        }
        let value = self.state.value_mut(id);
        value.own = 0;
        value.life = Life::Released(loc);
        let uid = value.uid;
        self.state.trace.push(Event::Released, loc, uid);
    }
}

/// Objects that were borrowed from what can let go of them are stale after code ran.
pub(super) fn make_stale(state: &mut State, loc: Loc) {
    for at in 0..state.values.len() {
        let value = &state.values[at];
        let is_lent = matches!(value.origin, Origin::Lent(_, super::value::Lender::Mutable));
        if !is_lent || value.own > 0 || value.held || value.escaped || value.life != Life::Alive {
            continue;
        }
        // A container that nobody else knows is changed by nobody else.
        let is_private = value.owner.is_some_and(|owner| {
            let owner = &state.values[owner.0 as usize];
            owner.fresh && owner.own > 0 && !owner.escaped
        });
        if !is_private {
            state.values[at].life = Life::Stale(loc);
        }
    }
}
