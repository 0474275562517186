//! What is known at one point of one path: values, where they lie, the exception, the GIL.
//! Knows nothing of functions and rules.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::quality::FixedState;

use super::trace::Trace;
use super::value::{Kind, Life, Null, Origin, Value, ValueId};
use crate::source::tree::{BinaryOp, DeclId, Loc, NodeId};

/// Something that holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// A variable.
    Variable(DeclId),
    /// What a parameter was when the function was entered: callers want to know what became of it.
    Entry(DeclId),
    /// What the variable of the caller held, to which this parameter points.
    Inner(u16),
    /// A field of what a value points to.
    Field(ValueId, DeclId),
    /// An element of what a value points to; `*p` is element 0.
    Element(ValueId, i64),
}

impl Place {
    /// The value that the place is a part of.
    pub(crate) fn base(self) -> Option<ValueId> {
        match self {
            Place::Variable(_) | Place::Entry(_) | Place::Inner(_) => None,
            Place::Field(base, _) | Place::Element(base, _) => Some(base),
        }
    }
}

/// The error indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Indicator {
    /// As it was when the function was entered.
    Entry,
    /// No exception.
    Clear,
    /// An exception.
    Set,
    /// Nobody knows.
    Unknown,
}

/// The thread and the interpreter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Gil {
    /// As it was when the function was entered.
    Entry,
    /// Held, by what this function did.
    Held,
    /// Released here.
    Released(Loc),
    /// Nobody knows.
    Unknown,
}

/// Something known about a value besides its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Question {
    /// A check such as `PyList_Check`, by the declaration of the function.
    Check(DeclId),
    /// It is this static object.
    Is(DeclId),
    /// It is this number.
    Equals(i64),
}

/// A number in a computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Operand {
    /// What is known of it is in the value.
    Value(ValueId),
    /// A constant.
    Number(i64),
}

/// `a % b`, `a & b`: its operands.
pub(crate) type Computation = (BinaryOp, Operand, Operand);

/// An object that was put into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) field: DeclId,
    /// The object.
    pub(crate) uid: u32,
    pub(crate) loc: Loc,
}

/// One point of one path.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) values: Vec<Value>,
    pub(crate) places: Vec<(Place, ValueId)>,
    /// Addresses of places.
    pub(crate) addresses: Vec<(Place, ValueId)>,
    /// What parts of the expression at hand gave.
    pub(crate) parts: Vec<(NodeId, ValueId)>,
    pub(crate) answers: Vec<(Question, ValueId, bool)>,
    /// Numbers that were computed: computed again, they are the same.
    pub(crate) computed: Vec<(Computation, ValueId)>,
    /// Local structs and arrays without a value, but for the parts that are in `places`.
    pub(crate) blank: Vec<DeclId>,
    pub(crate) indicator: Indicator,
    /// Where the exception was set, or the call failed that set it.
    pub(crate) raised: Option<NodeId>,
    /// The path looked at the result of that call, or at the indicator.
    pub(crate) looked: bool,
    /// The path asked which exception it is.
    pub(crate) matched: bool,
    /// The call that cleared an exception that nobody had asked about.
    pub(crate) swallowed: Option<NodeId>,
    pub(crate) gil: Gil,
    /// `PyGILState_Ensure` calls without their release.
    pub(crate) ensured: i8,
    /// Was an exception set when the function was entered? Known where the path asked.
    pub(crate) before: Option<bool>,
    /// Places whose object was given back while they pointed to it, and where that was.
    pub(crate) dangling: Vec<(Place, Loc)>,
    /// What was put into fields and is still there.
    pub(crate) kept: Vec<Kept>,
    /// The result that goes with what the call at hand hands out.
    pub(crate) condition: Option<(i64, bool)>,
    /// Something that told paths apart was forgotten: what is found here may come from ways that do not exist.
    pub(crate) is_coarse: bool,
    pub(crate) trace: Trace,
    next_uid: u32,
}

impl State {
    pub(crate) fn new() -> Self {
        State {
            values: Vec::new(),
            places: Vec::new(),
            addresses: Vec::new(),
            parts: Vec::new(),
            answers: Vec::new(),
            computed: Vec::new(),
            blank: Vec::new(),
            indicator: Indicator::Entry,
            raised: None,
            looked: false,
            matched: false,
            swallowed: None,
            gil: Gil::Entry,
            ensured: 0,
            before: None,
            dangling: Vec::new(),
            kept: Vec::new(),
            condition: None,
            is_coarse: false,
            trace: Trace::default(),
            next_uid: 1,
        }
    }

    /// Takes a value in.
    pub(crate) fn add(&mut self, mut value: Value) -> ValueId {
        value.uid = self.next_uid;
        self.next_uid += 1;
        self.values.push(value);
        ValueId(self.values.len() as u32 - 1)
    }

    pub(crate) fn value(&self, id: ValueId) -> &Value {
        &self.values[id.0 as usize]
    }

    pub(crate) fn value_mut(&mut self, id: ValueId) -> &mut Value {
        &mut self.values[id.0 as usize]
    }

    /// What lies in a place, when that is known.
    pub(crate) fn get(&self, place: Place) -> Option<ValueId> {
        self.places.iter().find(|(known, _)| *known == place).map(|(_, value)| *value)
    }

    /// The places that hold a value.
    pub(crate) fn places_of(&self, id: ValueId) -> impl Iterator<Item = Place> + '_ {
        self.places.iter().filter(move |(_, held)| *held == id).map(|(place, _)| *place)
    }

    /// Puts a value into a place; what was there before.
    pub(crate) fn set(&mut self, place: Place, value: ValueId) -> Option<ValueId> {
        match self.places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.places.push((place, value));
                None
            }
        }
    }

    /// Forgets what lies in a place.
    pub(crate) fn forget(&mut self, place: Place) {
        self.places.retain(|(known, _)| *known != place);
    }

    /// The place that an address points to.
    pub(crate) fn pointee(&self, address: ValueId) -> Option<Place> {
        self.addresses.iter().find(|(_, value)| *value == address).map(|(place, _)| *place)
    }

    /// The answer to a question, when it was asked before.
    pub(crate) fn answer(&self, question: Question, value: ValueId) -> Option<bool> {
        self.answers.iter().find(|(q, v, _)| *q == question && *v == value).map(|(_, _, answer)| *answer)
    }

    /// The released or stale value that `id` is or depends on.
    pub(crate) fn gone(&self, id: ValueId) -> Option<ValueId> {
        let mut at = id;
        for _ in 0..8 {
            let value = self.value(at);
            if value.escaped {
                return None;
            }
            if value.life != Life::Alive {
                return Some(at);
            }
            if value.own > 0 || value.held {
                return None;
            }
            at = value.owner?;
        }
        None
    }

    /// Two values turn out to be the same: what lies in places of `b` is `a` from now on.
    pub(crate) fn unify(&mut self, a: ValueId, b: ValueId) {
        for (_, value) in &mut self.places {
            if *value == b {
                *value = a;
            }
        }
    }

    /// Forgets what other code can change: objects in what others can reach, and globals. Other fields stay unless
    /// `is_written` says that the code writes them, and so do objects in fields that `is_settled` says are filled once.
    pub(crate) fn forget_shared(
        &mut self,
        is_global: &dyn Fn(DeclId) -> bool,
        is_written: &dyn Fn(DeclId) -> bool,
        is_settled: &dyn Fn(DeclId) -> bool,
    ) {
        let filled = self.filled_fields(is_written);
        let values = &self.values;
        let addresses = &self.addresses;
        self.places.retain(|(place, held)| match place {
            Place::Variable(decl) => !is_global(*decl) || values[held.0 as usize].surplus() < 0,
            Place::Entry(_) | Place::Inner(_) => true,
            // What lies in a local struct or array, or in an object that nobody has seen, stays.
            Place::Field(base, _) | Place::Element(base, _) => {
                let base_value = &values[base.0 as usize];
                let is_local = addresses.iter().any(|(_, address)| address == base) && !base_value.escaped;
                let is_private = base_value.fresh && base_value.own > 0 && !base_value.escaped;
                let held = &values[held.0 as usize];
                let is_quiet = match place {
                    Place::Field(_, field) => {
                        (held.kind != Kind::Object || is_settled(*field)) && !is_written(*field)
                    }
                    _ => false,
                };
                is_local || is_private || is_quiet || held.surplus() != 0
            }
        });
        for (place, created) in filled {
            if self.get(place).is_none() {
                let value =
                    Value { null: Null::No, origin: Origin::Loaded, ..Value::unknown(Kind::Object, created) };
                let value = self.add(value);
                self.set(place, value);
            }
        }
    }

    /// Fields that were given an object here: another one may lie there once other code ran, but hardly none.
    fn filled_fields(&self, is_written: &dyn Fn(DeclId) -> bool) -> Vec<(Place, Loc)> {
        let is_filled = |place: Place, held: &Value| {
            let is_object = held.kind == Kind::Object && held.null == Null::No && held.stored > 0;
            is_object && matches!(place, Place::Field(_, field) if !is_written(field))
        };
        let held = |id: ValueId| self.value(id);
        let places = self.places.iter().filter(|(place, id)| is_filled(*place, held(*id)));
        places.map(|(place, id)| (*place, held(*id).created)).collect()
    }

    /// Drops what nothing refers to, and numbers the rest in an order that depends on the places only.
    /// Two states that mean the same become equal. `keeps` says which local variables are still wanted.
    pub(crate) fn tidy(&mut self, keeps: &dyn Fn(DeclId) -> bool) {
        let values = &self.values;
        self.places.retain(|(place, value)| match place {
            Place::Variable(decl) => {
                let value = &values[value.0 as usize];
                match value.origin {
                    Origin::Constant(Some(named)) if named == *decl => value.own != 0,
                    _ => keeps(*decl) || value.is_owed(),
                }
            }
            _ => true,
        });
        self.places.sort_unstable();
        let order = self.reachable();
        let mut renamed: Vec<Option<ValueId>> = vec![None; self.values.len()];
        let mut kept = Vec::with_capacity(order.len());
        for id in order {
            renamed[id.0 as usize] = Some(ValueId(kept.len() as u32));
            kept.push(self.values[id.0 as usize].clone());
        }
        let rename = |id: ValueId| renamed.get(id.0 as usize).copied().flatten();
        for value in &mut kept {
            value.owner = value.owner.and_then(rename);
        }
        let in_place = |place: Place| {
            Some(match place {
                Place::Variable(_) | Place::Entry(_) | Place::Inner(_) => place,
                Place::Field(base, field) => Place::Field(rename(base)?, field),
                Place::Element(base, index) => Place::Element(rename(base)?, index),
            })
        };
        self.values = kept;
        let both = |list: &[(Place, ValueId)]| -> Vec<(Place, ValueId)> {
            let mut list: Vec<_> =
                list.iter().filter_map(|(place, value)| Some((in_place(*place)?, rename(*value)?))).collect();
            list.sort_unstable();
            list
        };
        self.places = both(&self.places);
        self.addresses = both(&self.addresses);
        self.dangling =
            self.dangling.iter().filter_map(|(place, loc)| Some((in_place(*place)?, *loc))).collect();
        self.parts = self.parts.iter().filter_map(|(node, id)| Some((*node, rename(*id)?))).collect();
        self.answers =
            self.answers.iter().filter_map(|(q, id, answer)| Some((*q, rename(*id)?, *answer))).collect();
        self.answers.sort_unstable();
        let operand = |operand| match operand {
            Operand::Value(id) => rename(id).map(Operand::Value),
            number => Some(number),
        };
        let computed = self.computed.iter();
        self.computed = computed
            .filter_map(|((op, a, b), id)| Some(((*op, operand(*a)?, operand(*b)?), rename(*id)?)))
            .collect();
        self.computed.sort_unstable();
    }

    /// Values that places and parts lead to, in a fixed order.
    pub(crate) fn reachable(&self) -> Vec<ValueId> {
        let mut order: Vec<ValueId> = Vec::with_capacity(self.values.len());
        let mut seen = vec![false; self.values.len()];
        let mut visit = |id: ValueId, order: &mut Vec<ValueId>| {
            if !std::mem::replace(&mut seen[id.0 as usize], true) {
                order.push(id);
            }
        };
        // What lies in what: by the value that it is a part of.
        let mut parts: Vec<(ValueId, ValueId)> =
            self.places.iter().filter_map(|(place, value)| Some((place.base()?, *value))).collect();
        parts.sort_by_key(|(base, _)| *base);
        let parts_of = |id: ValueId| {
            let from = parts.partition_point(|(base, _)| *base < id);
            parts[from..].iter().take_while(move |(base, _)| *base == id).map(|(_, value)| *value)
        };
        for (place, value) in &self.places {
            if matches!(place, Place::Variable(_) | Place::Entry(_) | Place::Inner(_)) {
                visit(*value, &mut order);
            }
        }
        for (_, value) in &self.parts {
            visit(*value, &mut order);
        }
        for (place, address) in &self.addresses {
            if matches!(place, Place::Variable(_))
                && (self.get(*place).is_some() || parts_of(*address).next().is_some())
            {
                visit(*address, &mut order);
            }
        }
        let mut at = 0;
        while at < order.len() {
            let id = order[at];
            at += 1;
            if let Some(owner) = self.values[id.0 as usize].owner {
                visit(owner, &mut order);
            }
            for ((_, left, _), value) in &self.computed {
                if *left == Operand::Value(id) {
                    visit(*value, &mut order);
                }
            }
            for value in parts_of(id) {
                visit(value, &mut order);
            }
            if self.values[id.0 as usize].kind == Kind::Address
                && let Some((place, _)) = self.addresses.iter().find(|(_, address)| *address == id)
                && let Some(base) = place.base()
            {
                visit(base, &mut order);
            }
        }
        order
    }

    /// Forgets what tells paths apart that mean nearly the same: answers, and numbers besides flags.
    pub(crate) fn coarsen(&mut self, with_flags: bool) {
        self.is_coarse = true;
        self.blank.clear();
        let values = &self.values;
        self.places.retain(|(place, held)| match place {
            Place::Element(..) => values[held.0 as usize].kind != Kind::Number,
            _ => true,
        });
        self.computed.clear();
        self.answers.retain(|(question, _, _)| matches!(question, Question::Is(_)) && !with_flags);
        for value in self.values.iter_mut().filter(|value| value.kind == Kind::Number) {
            if with_flags || value.constant().is_none() {
                value.low = i64::MIN;
                value.high = i64::MAX;
                value.null = Null::Maybe;
            }
            value.origin = Origin::Unknown;
        }
    }

    /// Equal for states that mean the same, after [`State::tidy`].
    pub(crate) fn fingerprint(&self) -> u64 {
        // Nobody chooses what is hashed here, and the same input gives the same paths.
        let mut hasher = FixedState::with_seed(0).build_hasher();
        for value in &self.values {
            let meaning =
                (value.kind, value.null, value.low, value.high, value.own, value.stored, value.owner);
            meaning.hash(&mut hasher);
            (value.loose, value.held, value.lent_out, value.escaped, value.fresh, value.lazy, value.origin)
                .hash(&mut hasher);
            std::mem::discriminant(&value.life).hash(&mut hasher);
        }
        (&self.places, &self.addresses, &self.parts, &self.answers, &self.computed, &self.blank)
            .hash(&mut hasher);
        (
            self.indicator,
            self.raised,
            self.looked,
            self.matched,
            self.swallowed,
            self.before,
            std::mem::discriminant(&self.gil),
            self.ensured,
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}
