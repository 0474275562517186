//! What the analysis found, as facts: which mistake, where, about which value, and the way there.
//! The rules make sentences of it.

use super::repair::Repair;
use super::value::Kind;
use crate::source::tree::{DeclId, Loc};

/// A mistake, by the rule that reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the name of a rule, and its page says what it is")]
pub(crate) enum Mistake {
    LeakedReference,
    ExtraIncref,
    OverRelease,
    MissingIncrefOnReturn,
    MissingIncrefOnStore,
    UseAfterRelease,
    StaleBorrowedReference,
    StolenThenUsed,
    StolenThenReleased,
    LeakedOnFailedSteal,
    OverwrittenBySetItemMacro,
    ClearOrder,
    BufferNotReleased,
    MemoryNotFreed,
    MismatchedAllocator,
    UncheckedNull,
    NullWithoutException,
    ResultWithExceptionSet,
    AmbiguousMinusOneUnchecked,
    CallWithExceptionPending,
    ExceptionSwallowed,
    MissingReturnAfterError,
    IterationEndConfusedWithError,
    WrongSuccessCode,
    ApiWithoutGil,
    GilReleasedTwice,
    BlockingWhileAttached,
    MissingAllowThreadsPair,
    UninitialisedPart,
}

/// What a step of the story says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// A new reference or block came from a call.
    Created,
    /// A borrowed reference came from a call.
    Borrowed,
    /// One more reference was taken.
    Incremented,
    /// A reference was given back.
    Released,
    /// A call took the reference over.
    Stolen,
    /// It was stored.
    Stored,
    /// A condition held, or not: its text.
    Branch(String, bool),
    /// This call failed.
    Failed(String),
    /// This call set an exception.
    Raised(String),
    /// This call may have run Python code.
    Reentered(String),
    /// The GIL was released.
    Detached,
    /// The same mistake, once more.
    Again,
    /// The same mistake in the same place, with another value, by its name.
    Other(String),
}

/// A step of the story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StoryStep {
    pub(crate) loc: Loc,
    pub(crate) told: Told,
}

/// One mistake.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) mistake: Mistake,
    /// Where it is reported.
    pub(crate) loc: Loc,
    /// The function in which it happens.
    pub(crate) function: DeclId,
    /// The variable or expression concerned, as a reader would call it.
    pub(crate) subject: String,
    /// The function that made, lent or took the value, or that failed; may be empty.
    pub(crate) call: String,
    /// The field or the global variable concerned, where the rule asks about it.
    pub(crate) field: Option<DeclId>,
    /// Where the value came into being.
    pub(crate) created: Loc,
    /// The way there, first step first.
    pub(crate) story: Vec<StoryStep>,
    /// Weaker than usual: something on the way is a guess.
    pub(crate) is_doubtful: bool,
    /// The local variable that holds the value there, and what kind of value it is.
    pub(crate) holder: Option<(DeclId, Kind)>,
    /// Mistakes that this one stands for, too.
    pub(crate) also: Vec<Found>,
    /// What would repair all of them; empty where that is not certain.
    pub(crate) repairs: Vec<Repair>,
}

impl Found {
    /// This one and those that it stands for.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Found> {
        std::iter::once(self).chain(&self.also)
    }
}
