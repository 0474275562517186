//! The end of a path: what is returned, what is still owed, and in which state the caller is left.
//! What can only be judged over all paths of a function is in `verdict.rs`.

use pilotage_capi::Fails;

use super::contract::Result;
use super::facts::Exception;
use super::mistake::{Mistake, StoryStep, Told};
use super::role::Role;
use super::state::{Gil, Indicator, Place};
use super::summary::{After, Argument, Back, Inner, Out, Outcome};
use super::trace::Event;
use super::value::{Kind, Lender, Life, Null, Origin, Value, ValueId};
use super::walk::{Ending, Walker};
use crate::source::tree::{DeclId, DeclKind, Loc, NodeId, NodeKind};

impl Walker<'_> {
    /// The function returns.
    pub(super) fn finish(&mut self, value: Option<NodeId>, loc: Loc) {
        self.here = loc;
        let id = value.map(|value| self.eval(value));
        if !self.is_dead {
            self.finish_with(id, value, loc);
        }
    }

    /// The function returns this.
    pub(super) fn finish_with(&mut self, id: Option<ValueId>, value: Option<NodeId>, loc: Loc) {
        self.here = loc;
        if let Some(id) = id {
            self.looked_at(id);
            // What is returned is looked at by the caller.
            if self.state.value(id).null != Null::Yes
                && matches!(self.state.value(id).kind, Kind::Object | Kind::Pointer | Kind::Memory(_))
            {
                self.returned_gone(id, value, loc);
            }
        }
        let back = self.give_back(id, loc);
        self.balance(loc);
        self.thread(loc);
        if self.is_dead {
            return;
        }
        self.keep_fields();
        let outcome = self.outcome(id, back);
        self.against_role(&outcome, id, loc);
        let ending = Ending {
            loc,
            trace: self.state.trace.clone(),
            subject: id.map_or(String::new(), |id| self.called(self.state.value(id))),
        };
        if !self.walked.outcomes.iter().any(|(known, _)| *known == outcome) {
            self.walked.outcomes.push((outcome, ending));
        }
    }

    fn returned_gone(&mut self, id: ValueId, value: Option<NodeId>, loc: Loc) {
        let Some(gone) = self.state.gone(id) else { return };
        if matches!(self.state.value(gone).life, Life::Stale(_)) {
            return;
        }
        let mistake = match self.state.value(gone).life {
            Life::Stolen(_) => Mistake::StolenThenUsed,
            _ => Mistake::UseAfterRelease,
        };
        let at = value.map_or(loc, |value| self.tree[value].loc);
        self.tell(mistake, if at.line > 0 { at } else { loc }, Some(id), Some(gone));
        self.state.value_mut(id).escaped = true;
        self.state.value_mut(gone).escaped = true;
    }

    /// Hands the result to the caller; what kind of reference it is.
    fn give_back(&mut self, id: Option<ValueId>, loc: Loc) -> Back {
        let Some(id) = id else { return Back::Plain };
        let role = self.program.role(self.function.decl);
        let value = self.state.value(id).clone();
        if value.null == Null::Yes {
            return Back::Plain;
        }
        if value.kind == Kind::Number {
            return if self.program.result_kind(self.function) == Kind::Number {
                Back::Plain
            } else {
                Back::Unknown
            };
        }
        if !matches!(value.kind, Kind::Object) && !matches!(value.kind, Kind::Memory(_)) {
            if let Origin::Param(at) = value.origin {
                return Back::Argument(at);
            }
            // A struct that is returned takes along what is in it.
            if value.kind == Kind::Address {
                self.escape(id);
            }
            self.moved_away(id);
            return Back::Unknown;
        }
        if value.escaped {
            return Back::Unknown;
        }
        if value.surplus() > 0 {
            if role.is_some_and(|role| role.promise.lends) {
                self.tell(Mistake::LeakedReference, loc, Some(id), None);
            }
            self.state.value_mut(id).own -= 1;
            let uid = value.uid;
            self.state.trace.push(Event::Stolen, loc, uid);
            return Back::New(value.fresh);
        }
        if let Some(role) = role
            && role.returns_new
            && value.kind == Kind::Object
            && self.is_surely_borrowed(id)
        {
            self.tell(Mistake::MissingIncrefOnReturn, loc, Some(id), None);
        }
        match value.origin {
            Origin::Param(at) => Back::Argument(at),
            Origin::Loaded if let Some(field) = self.field_of_param(id) => field,
            Origin::Constant(_) => Back::Constant,
            // What a struct of the package's own holds may be handed over with its reference.
            Origin::Loaded if value.owner.is_none() => Back::Unknown,
            Origin::Lent(..) | Origin::Loaded | Origin::Made(_) => Back::Lent(self.owner_param(id)),
            Origin::Unknown => Back::Unknown,
        }
    }

    /// The field that it was read from holds it still.
    fn lies_in_field(&self, id: ValueId) -> bool {
        self.state.places_of(id).any(|place| matches!(place, Place::Field(..)))
    }

    /// The field of a parameter that the value was read from, and lies in still.
    fn field_of_param(&self, id: ValueId) -> Option<Back> {
        let value = self.state.value(id);
        if value.own != 0 || value.stored != 0 {
            return None;
        }
        self.state.places_of(id).find_map(|place| match place {
            Place::Field(base, field) => match self.state.value(base).origin {
                Origin::Param(at) => Some(Back::Field(at, field)),
                _ => None,
            },
            _ => None,
        })
    }

    /// The value belongs to somebody else, as far as this function did anything about it.
    fn is_surely_borrowed(&self, id: ValueId) -> bool {
        let value = self.state.value(id);
        let is_plain = self.program.role(self.function.decl).is_some_and(Role::is_plain);
        match value.origin {
            // It may pass on what lasts as long as the interpreter.
            Origin::Lent(_, Lender::Other) if is_plain => false,
            Origin::Param(_) | Origin::Lent(..) | Origin::Constant(Some(_)) => value.own <= 0,
            Origin::Loaded => value.own <= 0 && value.stored >= 0,
            // What was put into an object, a global or a caller's variable, or was taken over, is no longer ours to give.
            Origin::Made(_) => {
                let went = |event| self.was(event, value.uid);
                value.surplus() <= 0
                    && (went(Event::Stored) || went(Event::Stolen) || self.is_in_callers_variable(id))
            }
            _ => false,
        }
    }

    /// The global variable that the value was read from.
    fn global_of(&self, id: ValueId) -> Option<DeclId> {
        let value = self.state.value(id);
        value.named.filter(|named| value.origin == Origin::Loaded && self.program.is_global(*named))
    }

    fn is_in_callers_variable(&self, id: ValueId) -> bool {
        self.state.places_of(id).any(|place| self.is_callers_variable(place))
    }

    fn owner_param(&self, id: ValueId) -> Option<u16> {
        let mut at = id;
        for _ in 0..8 {
            let value = self.state.value(at);
            if let Origin::Param(param) = value.origin {
                return Some(param);
            }
            at = value.owner?;
        }
        None
    }

    /// What is still owed, or was given away without being owned.
    fn balance(&mut self, loc: Loc) {
        let is_root = self.program.role(self.function.decl).is_some();
        for at in 0..self.state.values.len() as u32 {
            let id = ValueId(at);
            let value = self.state.value(id).clone();
            if value.escaped || value.null == Null::Yes || value.kind == Kind::Number {
                continue;
            }
            if value.surplus() > 0 {
                let is_callers = matches!(value.origin, Origin::Param(_)) && !is_root;
                if !is_callers && !self.is_behind_param(id) {
                    self.lost(id, loc);
                }
            } else if value.surplus() < 0 && value.kind == Kind::Object {
                self.in_debt(id, is_root);
            }
        }
    }

    fn is_behind_param(&self, id: ValueId) -> bool {
        // What a call said of an object lies in no field.
        let is_place = |place: Place| match place {
            Place::Field(_, field) => self.tree[field].kind == DeclKind::Field,
            Place::Variable(_) => false,
            Place::Element(..) | Place::Entry(_) | Place::Inner(_) => true,
        };
        self.state.places_of(id).any(|place| is_place(place) && !self.is_local(place))
    }

    /// More references were given away than were there.
    fn in_debt(&mut self, id: ValueId, is_root: bool) {
        let value = self.state.value(id).clone();
        let stored = self.last(Event::Stored, value.uid);
        let stolen = self.last(Event::Stolen, value.uid);
        if value.origin == Origin::Loaded && self.was(Event::Borrowed, value.uid) && self.lies_in_field(id) {
            let released = self.last(Event::Released, value.uid);
            released.into_iter().for_each(|loc| self.tell(Mistake::OverRelease, loc, Some(id), None));
            return;
        }
        let place = match value.origin {
            Origin::Lent(..) | Origin::Made(_) => stolen.or(stored),
            Origin::Param(_) if is_root => stolen.or(stored),
            Origin::Constant(Some(_)) => stolen,
            // A global that keeps what it gave away.
            Origin::Loaded if self.global_of(id).is_some() => stolen,
            _ => None,
        };
        if let Some(loc) = place {
            self.tell(Mistake::MissingIncrefOnStore, loc, Some(id), None);
            if let (Some(global), Some(found)) = (self.global_of(id), self.pending.last_mut()) {
                found.subject = self.tree[global].name.clone();
                found.is_doubtful = self.state.is_coarse;
            }
        }
    }

    /// The thread must be left as it was found.
    fn thread(&mut self, loc: Loc) {
        let is_root = self.program.role(self.function.decl).is_some();
        if let Gil::Released(_) = self.state.gil
            && (is_root || self.habits.restores)
        {
            self.tell(Mistake::MissingAllowThreadsPair, loc, None, None);
        }
        if self.state.ensured > 0 && self.habits.undoes {
            self.tell(Mistake::MissingAllowThreadsPair, loc, None, None);
        }
    }

    /// What the caller sees.
    fn outcome(&self, id: Option<ValueId>, back: Back) -> Outcome {
        let value = id.map(|id| self.state.value(id));
        let is_number = self.program.result_kind(self.function) == Kind::Number;
        let far = |number: i64, end: i64| if number.unsigned_abs() <= 4 { number } else { end };
        let after = match self.state.indicator {
            Indicator::Entry => After::Unchanged,
            Indicator::Clear => After::Clear,
            Indicator::Set => After::Set,
            Indicator::Unknown => After::Unknown,
        };
        // A number of either sign that goes with an exception is the one that says so.
        let says_failure = after == After::Set && self.habits.returns_minus_one;
        let end = if says_failure && value.is_some_and(|value| value.low < 0) { -1 } else { i64::MAX };
        Outcome {
            back,
            kind: value.map_or(Kind::Number, |value| match value.kind {
                Kind::Number if !is_number => self.program.result_kind(self.function),
                // An object that was put together by hand.
                Kind::Memory(_) if self.program.result_kind(self.function) == Kind::Object => Kind::Object,
                kind => kind,
            }),
            null: value.map_or(Null::Maybe, Value::expected),
            low: value.map_or(i64::MIN, |value| {
                if value.kind == Kind::Number {
                    far(value.low, if value.low > 0 { 1 } else { i64::MIN })
                } else {
                    0
                }
            }),
            high: value.map_or(i64::MAX, |value| {
                if value.kind == Kind::Number {
                    far(value.high, if value.high < 0 { -1 } else { i64::MAX }).min(end)
                } else {
                    0
                }
            }),
            after,
            before: self.state.before,
            arguments: (0..self.function.params.len() as u16).map(|at| self.argument(at)).collect(),
        }
    }

    fn argument(&self, at: u16) -> Argument {
        let found = self.state.values.iter().position(|value| value.origin == Origin::Param(at));
        let Some(found) = found else {
            return Argument {
                null: Null::Maybe,
                low: i64::MIN,
                high: i64::MAX,
                own: 0,
                loose: false,
                held: false,
                escaped: false,
                out: None,
                inner: Inner::UNSEEN,
            };
        };
        let id = ValueId(found as u32);
        let value = &self.state.values[found];
        let is_number = value.kind == Kind::Number;
        let small = |number: i64| number.unsigned_abs() <= 2;
        let exact = is_number && small(value.low) && value.low == value.high;
        let inner = self.inner(at);
        // What was given back and left where it was is still the same.
        let inside = self.state.get(Place::Element(id, 0));
        let inside =
            inside.filter(|held| inner.released == 0 || self.state.get(Place::Inner(at)) != Some(*held));
        let out = inside.map(|inside| self.out(inside));
        Argument {
            null: value.null,
            low: if exact { value.low } else { i64::MIN },
            high: if exact { value.high } else { i64::MAX },
            own: if value.kind == Kind::Number { 0 } else { value.surplus() - i16::from(self.steals(at)) },
            loose: value.loose > 0,
            held: value.held || value.stored > 0 || matches!(value.life, Life::Released(_)),
            // What a local struct holds at the end, whoever was shown the struct has given back or kept.
            escaped: value.escaped || value.own > 0 && self.lies_in_local(id),
            out: out.filter(|_| matches!(value.kind, Kind::Pointer)),
            inner,
        }
    }

    fn lies_in_local(&self, id: ValueId) -> bool {
        self.state.places_of(id).any(|place| place.base().is_some() && self.is_local(place))
    }

    /// What became of the object in the variable that a parameter points to.
    fn inner(&self, at: u16) -> Inner {
        let Some(id) = self.state.get(Place::Inner(at)) else { return Inner::UNSEEN };
        let value = self.state.value(id);
        let is_kept = value.escaped || value.held || value.stored != 0 || value.loose > 0;
        Inner { null: value.null, released: if is_kept { 0 } else { -value.own.min(0) } }
    }

    fn out(&self, id: ValueId) -> Out {
        let value = self.state.value(id);
        let back = match value.origin {
            _ if value.kind == Kind::Number => Back::Plain,
            // Something else holds it, too: whose it is, is not seen.
            _ if value.stored >= value.own && self.count_of_parts(id) > 1 => Back::Unknown,
            _ if value.stored > 0 || value.own > 0 => Back::New(value.fresh),
            Origin::Param(at) => Back::Argument(at),
            Origin::Constant(_) => Back::Constant,
            Origin::Lent(..) => Back::Lent(self.owner_param(id)),
            _ => Back::Unknown,
        };
        let exact = value.kind == Kind::Number && value.low == value.high && value.low.unsigned_abs() <= 2;
        let (low, high) = if exact { (value.low, value.high) } else { (i64::MIN, i64::MAX) };
        Out { back, kind: value.kind, null: value.expected(), low, high }
    }

    /// How many fields and elements hold the value.
    fn count_of_parts(&self, id: ValueId) -> usize {
        self.state.places_of(id).filter(|place| place.base().is_some()).count()
    }

    /// What Python, or a caller, expects of the function, against this ending.
    fn against_role(&mut self, outcome: &Outcome, id: Option<ValueId>, loc: Loc) {
        let Some(role) = self.program.role(self.function.decl) else {
            self.against_convention(outcome, id, loc);
            return;
        };
        let raised = match self.state.indicator {
            Indicator::Set => Some(true),
            Indicator::Clear | Indicator::Entry => Some(false),
            Indicator::Unknown => None,
        };
        if role.promise.raises && raised == Some(false) {
            self.tell(Mistake::NullWithoutException, loc, id, None);
        }
        let is_object = role.returns_new || self.program.result_kind(self.function) == Kind::Object;
        let failed = match (is_object, role.fails) {
            (_, Fails::Never) => return,
            (true, _) => match outcome.null {
                Null::Yes => Some(true),
                Null::No => Some(false),
                Null::Maybe => None,
            },
            (false, _) => {
                if outcome.high < 0 {
                    Some(true)
                } else if outcome.low >= 0 {
                    Some(false)
                } else {
                    None
                }
            }
        };
        let is_known_cause = id.is_none_or(|id| {
            !matches!(self.state.value(id).origin, Origin::Unknown | Origin::Loaded | Origin::Param(_))
        });
        if let (Some(false), Some(false), Some(cleared)) = (failed, raised, self.state.swallowed) {
            self.tell(Mistake::ExceptionSwallowed, self.tree[cleared].loc, None, None);
        }
        match (failed, raised) {
            (Some(true), Some(false)) if role.fails != Fails::NullOrAbsent && is_known_cause => {
                self.tell(Mistake::NullWithoutException, loc, id, None);
            }
            (Some(false), Some(true)) if !self.is_unknown(id) => {
                self.tell_pending(Mistake::ResultWithExceptionSet, loc, id);
            }
            _ => {}
        }
        if let (Some((low, high)), Some(_)) = (role.success, id)
            && !is_object
            && failed == Some(false)
            && (outcome.low > high || outcome.high < low)
        {
            self.tell(Mistake::WrongSuccessCode, loc, id, None);
        }
    }

    /// Nobody knows what the value is, only that it is not null on this path.
    fn is_unknown(&self, id: Option<ValueId>) -> bool {
        id.is_some_and(|id| matches!(self.state.value(id).origin, Origin::Unknown))
    }

    /// A helper that returns a result although it raised an exception itself.
    fn against_convention(&mut self, outcome: &Outcome, id: Option<ValueId>, loc: Loc) {
        if self.state.indicator != Indicator::Set || self.state.raised.is_none() || id.is_none() {
            return;
        }
        let is_result = match self.program.result_kind(self.function) {
            Kind::Object => outcome.null == Null::No,
            Kind::Number => outcome.low >= 0 && self.habits.returns_minus_one,
            _ => false,
        };
        if is_result {
            self.tell_pending(Mistake::ResultWithExceptionSet, loc, id);
        }
    }

    /// An exception is set where none may be: what led there decides what the mistake is, and where.
    pub(super) fn tell_pending(&mut self, mistake: Mistake, loc: Loc, id: Option<ValueId>) {
        let Some(raised) = self.state.raised else { return };
        let at = self.tree[raised].loc;
        let contract = self.tree.callee(raised).and_then(|_| self.contract_of_call(raised));
        let fails = contract.as_ref().map(|contract| (contract.fails, contract.result, contract.exception));
        let (mistake, loc) = match fails {
            Some((_, _, Some(Exception::Sets))) if self.program.is_left_behind(self.function, raised) => {
                (Mistake::MissingReturnAfterError, at)
            }
            Some((Fails::MinusOneAndOccurred, ..)) => (Mistake::AmbiguousMinusOneUnchecked, at),
            Some((Fails::NullOrAbsent, Result::New, _)) => (Mistake::IterationEndConfusedWithError, at),
            _ if !self.state.looked => (Mistake::ExceptionSwallowed, at),
            _ => (mistake, loc),
        };
        let call = self.callee_name(raised);
        let told = Told::Failed(call.clone());
        let count = self.pending.len();
        self.tell(mistake, loc, id, None);
        if let Some(found) = self.pending.get_mut(count) {
            found.call = call;
            found.created = at;
            found.story = if at == loc { Vec::new() } else { vec![StoryStep { loc: at, told }] };
        }
        self.state.indicator = Indicator::Unknown;
        self.state.raised = None;
    }

    pub(super) fn contract_of_call(&self, node: NodeId) -> Option<std::rc::Rc<super::contract::Contract>> {
        match self.tree[node].kind {
            NodeKind::Call(Some(decl)) => self.program.contract(decl),
            _ => None,
        }
    }
}
