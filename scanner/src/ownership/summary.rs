//! What a function of the extension does, seen from its callers: one outcome for each way that it can end.

use super::value::{Kind, Null};
use crate::source::tree::DeclId;

/// What comes back, in one outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Back {
    /// Nothing, a number, or something of which nothing is known.
    Plain,
    /// A reference that the caller owns from now on; true when nobody else can know the object.
    New(bool),
    /// A borrowed reference to something that lives as long as this parameter.
    Lent(Option<u16>),
    /// What lies in this field of a parameter: an accessor.
    Field(u16, DeclId),
    /// This argument.
    Argument(u16),
    /// A constant object.
    Constant,
    /// Unknown.
    Unknown,
}

/// What happens to one argument, in one outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Argument {
    /// The outcome is possible only when the argument is null, or not.
    pub(crate) null: Null,
    /// The outcome is possible only with these numbers.
    pub(crate) low: i64,
    /// See `low`.
    pub(crate) high: i64,
    /// References that are added (or taken away when negative).
    pub(crate) own: i16,
    /// It was put somewhere without being counted.
    pub(crate) loose: bool,
    /// It is stored, or handed to somebody who may keep it.
    pub(crate) held: bool,
    /// It went somewhere that is not seen.
    pub(crate) escaped: bool,
    /// What lies at `*argument` afterwards.
    pub(crate) out: Option<Out>,
    /// What becomes of the object that lay at `*argument` before.
    pub(crate) inner: Inner,
}

/// What a function does to the object in a variable of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Inner {
    /// The outcome is possible only when there is none, or one.
    pub(crate) null: Null,
    /// References that are given back.
    pub(crate) released: i16,
}

impl Inner {
    /// Nothing is known about it.
    pub(crate) const UNSEEN: Inner = Inner { null: Null::Maybe, released: 0 };
}

/// What lies in an out parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Out {
    /// What kind of reference.
    pub(crate) back: Back,
    /// Kind of value.
    pub(crate) kind: Kind,
    /// Is it null?
    pub(crate) null: Null,
    /// Of a number: not smaller.
    pub(crate) low: i64,
    /// Of a number: not greater.
    pub(crate) high: i64,
}

/// The error indicator at the end, against the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum After {
    /// Left as it was.
    Unchanged,
    /// No exception.
    Clear,
    /// An exception.
    Set,
    /// Unknown.
    Unknown,
}

/// One way to end.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Outcome {
    pub(crate) back: Back,
    pub(crate) kind: Kind,
    pub(crate) null: Null,
    pub(crate) low: i64,
    pub(crate) high: i64,
    pub(crate) after: After,
    /// Possible only when an exception was set (or not) before the call.
    pub(crate) before: Option<bool>,
    pub(crate) arguments: Vec<Argument>,
}

impl Outcome {
    /// The result is one that tells of a failure: NULL, a negative number.
    pub(crate) fn is_failure(&self) -> bool {
        match self.kind {
            Kind::Number => self.high < 0,
            _ => self.null == Null::Yes,
        }
    }
}

/// A function, seen from its callers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    /// Its outcomes. Empty with `is_final`: it never comes back.
    pub(crate) outcomes: Vec<Outcome>,
    /// May run Python code.
    pub(crate) reenters: bool,
    /// Never returns.
    pub(crate) is_final: bool,
    /// It was too large to be followed: the outcomes are not all.
    pub(crate) is_partial: bool,
}

/// More outcomes than these are put together.
pub(crate) const MAX_OUTCOMES: usize = 12;

impl Summary {
    /// Makes the list short: first by forgetting numbers, then by giving up.
    pub(crate) fn shorten(&mut self) {
        self.unique();
        if self.outcomes.len() > MAX_OUTCOMES {
            for outcome in &mut self.outcomes {
                for argument in &mut outcome.arguments {
                    argument.low = i64::MIN;
                    argument.high = i64::MAX;
                }
                if outcome.kind == Kind::Number && (outcome.low, outcome.high) != (-1, -1) {
                    let sign = outcome.low.signum();
                    if sign == outcome.high.signum() {
                        (outcome.low, outcome.high) = match sign {
                            1 => (1, i64::MAX),
                            -1 => (i64::MIN, -1),
                            _ => (0, 0),
                        };
                    }
                }
            }
            self.unique();
        }
        if self.outcomes.len() > MAX_OUTCOMES {
            for outcome in &mut self.outcomes {
                for argument in &mut outcome.arguments {
                    if argument.own == 0 && argument.out.is_none() {
                        argument.null = Null::Maybe;
                    }
                }
                outcome.before = None;
            }
            self.unique();
        }
        if self.outcomes.len() > 2 * MAX_OUTCOMES {
            self.outcomes.clear();
            self.is_partial = true;
        }
    }

    fn unique(&mut self) {
        let mut seen = std::collections::HashSet::new();
        self.outcomes.retain(|outcome| seen.insert(outcome.clone()));
    }
}
