//! Fields of what outlives the function: objects that are given back while the field still points to them, and
//! references that the field has when the function returns.

use pilotage_capi::Effect;

use super::contract::Contract;
use super::mistake::Mistake;
use super::state::{Kept, Place};
use super::trace::Event;
use super::value::{Kind, Null, Origin, ValueId};
use super::walk::Walker;
use crate::source::tree::{DeclId, Loc, NodeId, TypeKind};

impl Walker<'_> {
    /// Places that others can reach and that hold what the call gives back.
    pub(super) fn places_released(&self, contract: &Contract, args: &[ValueId]) -> Vec<(Place, ValueId)> {
        if self.program.is_dying(self.function.decl) {
            return Vec::new();
        }
        let is_released = |effect: &Effect| matches!(effect, Effect::Decrements);
        self.places_given(contract, args, is_released)
            .filter(|(place, _)| self.is_reachable(*place))
            .collect()
    }

    /// The places that hold what is given to parameters with such an effect.
    pub(super) fn places_given<'s>(
        &'s self,
        contract: &'s Contract,
        args: &'s [ValueId],
        is_wanted: impl Fn(&Effect) -> bool + 's,
    ) -> impl Iterator<Item = (Place, ValueId)> + 's {
        let given = contract.params.iter().zip(args).filter(move |(effect, _)| is_wanted(effect));
        given.flat_map(|(_, id)| self.state.places_of(*id).map(|place| (place, *id)))
    }

    /// Other code can come to the place: it is a part of an object or of a structure that somebody else knows, or a global.
    fn is_reachable(&self, place: Place) -> bool {
        let mut place = place;
        for _ in 0..6 {
            let base = match place {
                Place::Variable(decl) => return self.program.is_global(decl),
                Place::Entry(_) | Place::Inner(_) => return false,
                Place::Field(base, _) | Place::Element(base, _) => base,
            };
            let value = self.state.value(base);
            match self.state.pointee(base) {
                Some(outer) => place = outer,
                // What is freed afterwards is nobody else's either.
                None if value.named.is_some_and(|named| self.program.is_freed(named)) => return false,
                // A function of another file gave it: nobody has seen it yet.
                None if matches!(value.origin, Origin::Made(_)) && value.surplus() > 0 && !value.held => {
                    return false;
                }
                None => {
                    let is_out = self.is_callers_variable(place) && value.kind != Kind::Object;
                    return !(value.fresh || is_out);
                }
            }
        }
        false
    }

    /// The call gave back what these places hold, and nobody else is known to have a reference.
    pub(super) fn dangle(&mut self, node: NodeId, released: Vec<(Place, ValueId)>) {
        let loc = self.tree[node].loc;
        for (place, id) in released {
            let value = self.state.value(id);
            let is_last = value.own < 0 && value.origin == Origin::Loaded && !value.held && !value.escaped;
            if is_last && value.null != Null::Yes {
                self.state.dangling.retain(|(known, _)| *known != place);
                self.state.dangling.push((place, loc));
            }
        }
    }

    /// A function of the unit was called: what it writes may have been reset there.
    pub(super) fn written_by(&mut self, function: DeclId) {
        let program = self.program;
        self.state.dangling.retain(
            |(place, _)| matches!(place, Place::Field(_, field) if !program.writes(function, *field)),
        );
    }

    /// `Py_CLEAR`, `Py_SETREF`: what gives back once more had a second reference.
    pub(super) fn forget_dangling(&mut self, place: Place) {
        self.state.dangling.retain(|(known, _)| *known != place);
    }

    /// A place gets another value: it was too late when the old one was given back before.
    pub(super) fn reset(&mut self, place: Place) {
        if let Some(field) = self.field_of(place) {
            self.state.kept.retain(|kept| kept.field != field);
        }
        let Some(at) = self.state.dangling.iter().position(|(known, _)| *known == place) else { return };
        let (_, loc) = self.state.dangling.swap_remove(at);
        let Some(decl) = self.field_of(place) else { return };
        self.tell(Mistake::ClearOrder, loc, None, None);
        let is_sure = self.is_in_object(place) && self.holds_any_object(decl);
        if let Some(found) = self.pending.last_mut() {
            found.subject.clone_from(&self.tree[decl].name);
            found.field = Some(decl);
            found.is_doubtful |= !is_sure;
        }
    }

    /// The place is a part of an object, or a global: of a structure nobody knows who can come to it.
    fn is_in_object(&self, place: Place) -> bool {
        let mut place = place;
        for _ in 0..6 {
            let Some(base) = place.base() else { break };
            match self.state.pointee(base) {
                Some(outer) => place = outer,
                None => {
                    let value = self.state.value(base);
                    let is_called =
                        self.program.role(self.function.decl).is_some_and(|role| !role.is_plain());
                    return value.kind == Kind::Object
                        || is_called && matches!(value.origin, Origin::Param(_));
                }
            }
        }
        true
    }

    /// Declared as `PyObject *`. Instances of one type of the package mostly run no code when they go.
    fn holds_any_object(&self, field: DeclId) -> bool {
        let tree = self.tree;
        let ty = match tree[tree[field].ty].kind {
            TypeKind::Array(element, _) => element,
            _ => tree[field].ty,
        };
        tree.is_plain_object_pointer(ty)
    }

    /// The field, or the variable, that a place is, or is an element of.
    fn field_of(&self, place: Place) -> Option<DeclId> {
        match place {
            Place::Field(_, field) => Some(field),
            Place::Variable(variable) => Some(variable),
            Place::Element(base, _) => match self.state.pointee(base)? {
                Place::Field(_, field) => Some(field),
                Place::Variable(variable) => Some(variable),
                _ => None,
            },
            Place::Entry(_) | Place::Inner(_) => None,
        }
    }

    /// An object is put into a place that outlives the function.
    pub(super) fn kept_in(&mut self, place: Place, id: ValueId, loc: Loc) {
        let value = self.state.value(id);
        let is_object = value.kind == Kind::Object && value.null != Null::Yes && !value.escaped;
        let (uid, is_constant) = (value.uid, matches!(value.origin, Origin::Constant(_)));
        if is_object
            && !is_constant
            && place.base().is_some()
            && let Some(field) = self.field_of(place)
        {
            self.state.kept.push(Kept { field, uid, loc });
        }
    }

    /// The function returns: fields that hold references which were made or counted for them.
    pub(super) fn keep_fields(&mut self) {
        for at in 0..self.state.kept.len() {
            let Kept { field, uid, loc } = self.state.kept[at];
            let is_elsewhere = self.state.values.iter().any(|value| value.uid == uid && value.escaped);
            let count = |wanted: &[Event]| {
                let steps = self.state.trace.backwards().filter(|step| step.uid == uid);
                steps.filter(|step| wanted.contains(&step.event)).count()
            };
            let places = self.state.kept.iter().filter(|kept| kept.uid == uid).count();
            let got = count(&[Event::Created, Event::Incremented]);
            if !is_elsewhere && got >= places + count(&[Event::Released, Event::Stolen]) {
                let known = self.walked.kept.entry(field).or_insert(loc);
                *known = loc.min(*known);
            }
        }
    }
}
