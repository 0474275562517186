//! The story of a path: what happened to which value, and which way the branches went.
//! A list that grows at its head and shares its tail between paths.

use std::rc::Rc;

use crate::source::tree::{Loc, NodeId};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A reference or a block came into being.
    Created,
    /// A reference was borrowed.
    Borrowed,
    /// One more reference.
    Incremented,
    /// One reference less.
    Released,
    /// A call took a reference over.
    Stolen,
    /// A reference was put into a field, a global or an array.
    Stored,
    /// A condition held or did not.
    Branch(NodeId, bool),
    /// A call failed.
    Failed(NodeId),
    /// An exception was set by this call.
    Raised(NodeId),
    /// A call may have run Python code.
    Reentered(NodeId),
    /// The GIL was released.
    Detached,
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) event: Event,
    pub(crate) loc: Loc,
    /// The value concerned; 0: the path.
    pub(crate) uid: u32,
    before: Option<Rc<Step>>,
}

/// A path can be long: its steps are freed one after the other, not one inside the other.
impl Drop for Step {
    fn drop(&mut self) {
        let mut at = self.before.take();
        while let Some(step) = at {
            at = Rc::try_unwrap(step).ok().and_then(|mut step| step.before.take());
        }
    }
}

/// All steps so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    last: Option<Rc<Step>>,
}

impl Trace {
    pub(crate) fn push(&mut self, event: Event, loc: Loc, uid: u32) {
        let before = self.last.take();
        self.last = Some(Rc::new(Step { event, loc, uid, before }));
    }

    /// From the last to the first.
    pub(crate) fn backwards(&self) -> impl Iterator<Item = &Step> {
        let mut at = self.last.as_deref();
        std::iter::from_fn(move || {
            let step = at?;
            at = step.before.as_deref();
            Some(step)
        })
    }
}
