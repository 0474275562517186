//! What is known of one value on one path: is it null, who owns it, how many references are ours.
//! Values are plain data; how they change is in `state.rs` and `effects/`.

use crate::source::tree::{DeclId, Loc, NodeId};

/// Index of a [`Value`] in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ValueId(pub(crate) u32);

/// A pointer is null, a number is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Null {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It may be.
    Maybe,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A number.
    Number,
    /// A Python object.
    Object,
    /// A block of memory from this family of allocators.
    Memory(Family),
    /// The address of a place.
    Address,
    /// A buffer that an object exports: the `Py_buffer` that was filled.
    Buffer,
    /// Any other pointer.
    Pointer,
}

/// A family of allocators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Family {
    /// `PyMem_RawMalloc`.
    Raw,
    /// `PyMem_Malloc`.
    Mem,
    /// `PyObject_Malloc`.
    Object,
    /// `malloc`.
    Libc,
    /// `new`.
    New,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    /// A call made it: a reference or a block that is ours when the call succeeds.
    Made(NodeId),
    /// A call lent it.
    Lent(NodeId, Lender),
    /// The caller gave it.
    Param(u16),
    /// Read out of a field, a global or an array.
    Loaded,
    /// A constant: a literal, a static object, an exception type.
    Constant(Option<DeclId>),
    /// Not known.
    Unknown,
}

/// What a borrowed reference belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Lender {
    /// A list, a dict: it can drop the object at any time.
    Mutable,
    /// A tuple, a type: it keeps what it has.
    Lasting,
    /// The error indicator.
    Indicator,
    /// An object that lends its type.
    Type,
    /// The interpreter, or somebody else.
    Other,
}

/// Is a value still there?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Life {
    /// As far as we know.
    Alive,
    /// Its last reference that we know of was released.
    Released(Loc),
    /// It was borrowed, and what it was borrowed from may have let go of it.
    Stale(Loc),
    /// A call took the reference over.
    Stolen(Loc),
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Value {
    pub(crate) kind: Kind,
    pub(crate) null: Null,
    /// Of a number: not smaller.
    pub(crate) low: i64,
    /// Of a number: not greater.
    pub(crate) high: i64,
    /// References that this function holds and owes somebody.
    pub(crate) own: i16,
    /// References that were put where they outlive the function's hold: fields, globals, arrays.
    pub(crate) stored: i16,
    /// Times that it was put into a field or the like without being counted: the next count is for that.
    pub(crate) loose: i16,
    /// Somebody else is known to hold a reference, or may.
    pub(crate) held: bool,
    /// A function that is not seen was given it, and may have taken the reference over.
    pub(crate) lent_out: bool,
    /// It is no longer ours to judge: an unknown function or place got hold of it.
    pub(crate) escaped: bool,
    /// It lives as long as this one.
    pub(crate) owner: Option<ValueId>,
    pub(crate) origin: Origin,
    pub(crate) life: Life,
    /// Nobody else can know it yet.
    pub(crate) fresh: bool,
    /// It may be the result of a failure; whether, is decided when somebody asks.
    pub(crate) lazy: bool,
    /// It was in a variable.
    pub(crate) named: Option<DeclId>,
    /// Where it came into being.
    pub(crate) created: Loc,
    /// Known from birth to death along a path, also when the numbers of values change.
    pub(crate) uid: u32,
}

impl Value {
    /// A value of which nothing is known.
    pub(crate) fn unknown(kind: Kind, created: Loc) -> Self {
        Value {
            kind,
            null: Null::Maybe,
            low: i64::MIN,
            high: i64::MAX,
            own: 0,
            stored: 0,
            loose: 0,
            held: false,
            lent_out: false,
            escaped: false,
            owner: None,
            origin: Origin::Unknown,
            life: Life::Alive,
            fresh: false,
            lazy: false,
            named: None,
            created,
            uid: 0,
        }
    }

    /// A number.
    pub(crate) fn number(low: i64, high: i64, created: Loc) -> Self {
        let mut value = Value::unknown(Kind::Number, created);
        value.between(low, high);
        value
    }

    /// A null pointer.
    pub(crate) fn null(created: Loc) -> Self {
        Value {
            null: Null::Yes,
            low: 0,
            high: 0,
            origin: Origin::Constant(None),
            ..Value::unknown(Kind::Pointer, created)
        }
    }

    /// Narrows a number; false when nothing is left.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> bool {
        self.low = self.low.max(low);
        self.high = self.high.min(high);
        // Zero is cut off at the edges only.
        if self.null == Null::No && self.low == 0 {
            self.low = 1;
        }
        if self.null == Null::No && self.high == 0 {
            self.high = -1;
        }
        if self.low == 0 && self.high == 0 {
            self.null = Null::Yes;
        } else if self.low > 0 || self.high < 0 {
            self.null = Null::No;
        }
        self.low <= self.high
    }

    /// Says whether it is null; false when that contradicts what is known.
    pub(crate) fn set_null(&mut self, is_null: bool) -> bool {
        match (self.null, is_null) {
            (Null::Yes, false) | (Null::No, true) => return false,
            (_, true) => {
                self.null = Null::Yes;
                self.low = 0;
                self.high = 0;
            }
            (_, false) => {
                self.null = Null::No;
                return self.between(i64::MIN, i64::MAX);
            }
        }
        true
    }

    /// The number, when there is only one.
    pub(crate) fn constant(&self) -> Option<i64> {
        (self.low == self.high).then_some(self.low)
    }

    /// Is it null, as far as anybody else must expect? What cannot fail with the arguments it was given is there.
    pub(crate) fn expected(&self) -> Null {
        if self.lazy && self.kind == Kind::Object && self.null == Null::Maybe { Null::No } else { self.null }
    }

    /// References that are ours and went nowhere.
    pub(crate) fn surplus(&self) -> i16 {
        self.own - self.stored
    }

    /// Somebody must still do something about it.
    pub(crate) fn is_owed(&self) -> bool {
        !self.escaped && self.null != Null::Yes && self.surplus() > 0
    }
}
