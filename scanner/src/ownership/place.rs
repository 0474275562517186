//! Reading and writing places, and values that leave the function's sight.
//! Places that cannot be told from others are nowhere: what goes there is gone.

use super::mistake::Mistake;
use super::state::Place;
use super::trace::Event;
use super::value::{Kind, Life, Null, Origin, Value, ValueId};
use super::walk::Walker;
use crate::source::tree::{NodeId, TypeKind};

impl Walker<'_> {
    /// What lies in a place.
    pub(super) fn load(&mut self, place: Place, node: NodeId) -> ValueId {
        if let Some(known) = self.state.get(place) {
            self.part_is_read(place, node, true);
            return known;
        }
        let ty = self.tree[node].ty;
        let kind = self.program.kind_of(ty);
        let here = self.here;
        // A struct or array inside is where it is.
        if matches!(self.tree[ty].kind, TypeKind::Array(..) | TypeKind::Record(_)) {
            return self.address(place);
        }
        self.part_is_read(place, node, false);
        // What a struct of our own was filled with elsewhere may be ours or not.
        let origin =
            if place.base().is_some() && self.is_local(place) { Origin::Unknown } else { Origin::Loaded };
        let mut value = Value { origin, ..Value::unknown(kind, here) };
        if kind == Kind::Object
            && let Some(base) = place.base()
            && self.state.value(base).kind == Kind::Object
        {
            value.owner = Some(base);
        }
        if let Place::Field(address, field) = place
            && let Some(known) = self.buffer_field(address, field)
        {
            value = known;
        }
        if let Place::Variable(variable) = place {
            value.named = Some(variable);
        }
        let base = self.base_of(place);
        if self.state.value(base).escaped {
            value.escaped = kind != Kind::Object;
        }
        let id = self.state.add(value);
        self.state.set(place, id);
        if let Place::Element(base, 0) = place
            && kind == Kind::Object
            && let Origin::Param(at) = self.state.value(base).origin
            && self.state.get(Place::Inner(at)).is_none()
        {
            self.state.set(Place::Inner(at), id);
        }
        id
    }

    pub(super) fn base_of(&mut self, place: Place) -> ValueId {
        match place.base() {
            Some(base) => base,
            None => self.number(1),
        }
    }

    /// Something reads or writes through a pointer.
    pub(super) fn dereferenced(&mut self, id: ValueId, node: NodeId) {
        if self.state.value(id).kind == Kind::Number {
            return;
        }
        match self.state.value(id).null {
            Null::Yes => {
                if self.is_worth_telling(id) {
                    self.tell(Mistake::UncheckedNull, self.tree[node].loc, Some(id), None);
                }
                self.is_dead_after_telling();
            }
            Null::Maybe => {
                self.state.value_mut(id).set_null(false);
            }
            Null::No => {}
        }
        self.used(id, node);
    }

    /// A path that cannot go on: what was told stays told, the path ends.
    pub(super) fn is_dead_after_telling(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        for found in pending {
            let key = (found.mistake, found.loc.offset, found.created.offset);
            if self.told.insert(key) {
                self.walked.found.push(found);
            }
        }
        self.is_dead = true;
    }

    /// A null that a call gave or that was assigned. What was given or read somewhere may be null for reasons that
    /// other conditions exclude.
    pub(super) fn is_worth_telling(&self, id: ValueId) -> bool {
        !matches!(self.state.value(id).origin, Origin::Loaded | Origin::Unknown | Origin::Param(_))
    }

    /// A value is looked at: it must still be there.
    pub(super) fn used(&mut self, id: ValueId, node: NodeId) {
        let Some(gone) = self.state.gone(id) else { return };
        let mistake = match self.state.value(gone).life {
            Life::Released(_) => Mistake::UseAfterRelease,
            Life::Stolen(_) => Mistake::StolenThenUsed,
            Life::Stale(_) => Mistake::StaleBorrowedReference,
            Life::Alive => return,
        };
        let loc = self.tree[node].loc;
        self.tell(mistake, if loc.line > 0 { loc } else { self.here }, Some(id), Some(gone));
        self.state.value_mut(gone).life = Life::Alive;
        self.state.value_mut(gone).escaped = true;
    }

    /// Puts a value into a place; `node` is what does it.
    pub(super) fn store(&mut self, place: Option<Place>, id: ValueId, node: NodeId) {
        let Some(place) = place else {
            self.moved_away(id);
            return;
        };
        // NULL is a number only as it is written.
        if self.state.value(id).constant() == Some(0) && self.state.value(id).kind == Kind::Number {
            let ty = match place {
                Place::Variable(decl) | Place::Field(_, decl) => Some(self.tree[decl].ty),
                _ => None,
            };
            if ty.is_some_and(|ty| self.program.kind_of(ty) != Kind::Number) {
                self.state.value_mut(id).kind = Kind::Pointer;
            }
        }
        if !matches!(place, Place::Variable(_)) {
            self.shown(id);
        }
        if let Place::Variable(decl) = place
            && !self.program.is_global(decl)
        {
            self.state.set(place, id);
            let value = self.state.value_mut(id);
            if !matches!(value.kind, Kind::Number | Kind::Address) || value.named.is_none() {
                value.named = Some(decl);
            }
            return;
        }
        if self.is_local(place) {
            self.state.set(place, id);
            return;
        }
        self.reset(place);
        // Whoever takes the object of a buffer takes the buffer over.
        if let Some(buffer) = self.state.value(id).owner
            && self.state.value(buffer).kind == Kind::Buffer
        {
            self.state.value_mut(buffer).escaped = true;
        }
        let is_owned = self.program.owns(place);
        if let Some(old) = self.state.get(place)
            && old != id
        {
            let old = self.state.value_mut(old);
            // What the field owned is the function's from now on, unless it was given back before.
            let was_owned = is_owned && old.kind == Kind::Object && old.origin == Origin::Loaded;
            if old.stored > 0 || (was_owned && (old.own < 0 || old.null == Null::No)) {
                old.stored -= 1;
            }
        }
        self.state.set(place, id);
        let loc = self.tree[node].loc;
        let is_variable = matches!(place, Place::Variable(_)) || self.is_callers_variable(place);
        let value = self.state.value_mut(id);
        let is_counted = value.kind != Kind::Number && value.null != Null::Yes;
        if is_counted && (value.surplus() > 0 || (is_owned && value.kind == Kind::Object)) {
            value.stored += 1;
            // Where nobody gives the field back, it may be a pointer to whoever holds this object.
            value.lent_out |= !is_owned && !is_variable;
            let uid = value.uid;
            // Structs of the package's own may well hold what they do not own.
            let is_object = place.base().is_none_or(|base| self.state.value(base).kind == Kind::Object);
            if is_object {
                self.state.trace.push(Event::Stored, loc, uid);
            }
        } else if is_counted && self.state.value(id).kind == Kind::Object {
            self.state.value_mut(id).loose += 1;
        } else if is_counted && matches!(self.state.value(id).origin, Origin::Param(_)) {
            // A block that is kept is no longer the caller's to free.
            self.state.value_mut(id).escaped = true;
        }
        self.state.value_mut(id).fresh = false;
        self.kept_in(place, id, loc);
    }

    /// `*out`, for a parameter that points to a variable of the caller.
    pub(super) fn is_callers_variable(&self, place: Place) -> bool {
        matches!(place, Place::Element(base, 0) if matches!(self.state.value(base).origin, Origin::Param(_)))
    }

    /// A value goes somewhere that is not seen.
    pub(super) fn escape(&mut self, id: ValueId) {
        self.shown(id);
        let value = self.state.value_mut(id);
        if value.kind == Kind::Number {
            return;
        }
        value.escaped = true;
        value.fresh = false;
        if let Some(place) = self.state.pointee(id)
            && let Some(inside) = self.state.get(place)
        {
            let value = self.state.value_mut(inside);
            value.escaped = true;
            self.state.forget(place);
        }
        // And what lies in it, and in its parts.
        let mut wholes = vec![id];
        while let Some(whole) = wholes.pop() {
            let is_part = |(place, _): &&(Place, ValueId)| place.base() == Some(whole);
            let inside: Vec<_> = self.state.places.iter().filter(is_part).copied().collect();
            wholes.extend(self.state.addresses.iter().filter(is_part).map(|(_, address)| *address));
            for (place, value) in inside {
                self.state.value_mut(value).escaped = true;
                self.state.forget(place);
            }
        }
    }

    /// A value is stored where we cannot follow: its surplus is somebody else's.
    pub(super) fn moved_away(&mut self, id: ValueId) {
        self.shown(id);
        let value = self.state.value_mut(id);
        value.fresh = false;
        if matches!(value.origin, Origin::Param(_)) && value.surplus() <= 0 {
            // Whether the caller's reference went along is not seen.
            value.escaped = value.kind != Kind::Number;
        } else if value.surplus() > 0 {
            value.stored += 1;
        } else if value.kind != Kind::Number {
            value.held = true;
        }
    }
}
