//! Mistakes with one cause are one finding: the first place stands for all, and names the others.
//! Which mistakes there are is decided in `walk.rs` and `verdict.rs`.

use super::mistake::{Found, Mistake, StoryStep, Told};
use crate::source::tree::Loc;

/// Further places that a finding names at most.
const MOST_PLACES: usize = 12;

/// What mistakes have in common: one change, or one habit that is changed, repairs them all.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cause {
    /// A value, by the place where it came into being.
    Value(Mistake, Loc),
    /// Failures of this function of the API that nobody asks about, wherever that shows.
    Unasked(String),
    /// A function of the API that is called in the same way again and again.
    Habit(Mistake, String),
}

fn cause(found: &Found) -> Cause {
    match found.mistake {
        Mistake::AmbiguousMinusOneUnchecked | Mistake::UncheckedNull if !found.call.is_empty() => {
            Cause::Habit(found.mistake, found.call.clone())
        }
        Mistake::LeakedOnFailedSteal => Cause::Habit(found.mistake, String::new()),
        Mistake::ResultWithExceptionSet | Mistake::CallWithExceptionPending | Mistake::ExceptionSwallowed
            if !found.call.is_empty() =>
        {
            Cause::Unasked(found.call.clone())
        }
        // Each item that is written over is another one.
        Mistake::OverwrittenBySetItemMacro => Cause::Value(found.mistake, found.loc),
        mistake => Cause::Value(mistake, found.created),
    }
}

/// One finding for each cause, of those of one function.
pub(super) fn one_each(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.is_doubtful, found.loc, found.mistake));
    let mut kept: Vec<(Cause, Found)> = Vec::new();
    for found in found {
        let cause = cause(&found);
        match kept.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, first)) => {
                also(first, &found);
                stands_for(first, found);
            }
            None => kept.push((cause, found)),
        }
    }
    one_for_each_line(kept.into_iter().map(|(_, found)| found).collect())
}

/// What goes wrong with several values in one place is one finding: `return NULL` that forgets three of them.
fn one_for_each_line(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::new();
    for found in found {
        let is_here = |first: &&mut Found| {
            let place = |found: &Found| (found.mistake, found.loc.file, found.loc.line, found.is_doubtful);
            place(first) == place(&found)
        };
        match kept.iter_mut().find(is_here) {
            Some(first) => {
                let told = Told::Other(found.subject.clone());
                first.story.push(StoryStep { loc: found.created, told });
                let again = |step: &&StoryStep| step.told == Told::Again;
                first.story.extend(found.story.iter().filter(again).cloned());
                stands_for(first, found);
            }
            None => kept.push(found),
        }
    }
    kept
}

/// The first finding names the place of another one.
fn also(first: &mut Found, other: &Found) {
    let step = StoryStep { loc: other.loc, told: Told::Again };
    let named = first.story.iter().filter(|step| step.told == Told::Again).count();
    if other.loc != first.loc && named < MOST_PLACES && !first.story.contains(&step) {
        first.story.push(step);
    }
}

fn stands_for(first: &mut Found, mut other: Found) {
    first.also.append(&mut other.also);
    first.also.push(other);
}
