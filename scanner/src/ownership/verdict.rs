//! What all paths of a function say together: its summary for callers, and mistakes that one path alone does not show.

use super::mistake::{Found, Mistake};
use super::program::Program;
use super::summary::{After, Outcome, Summary};
use super::value::{Kind, Null};
use super::walk::{Ending, Walked};
use crate::source::tree::Function;

/// The summary of a function that was walked.
pub(crate) fn summary(_program: &Program<'_>, _function: &Function, walked: &Walked) -> Summary {
    let mut summary = Summary {
        outcomes: walked.outcomes.iter().map(|(outcome, _)| outcome.clone()).collect(),
        reenters: walked.reenters,
        is_final: walked.outcomes.is_empty() && !walked.is_partial,
        is_partial: walked.is_partial,
        needs_no_gil: false,
    };
    if summary.is_partial {
        summary.outcomes.clear();
    }
    summary.shorten();
    summary
}

/// The mistakes of a function that was walked.
pub(crate) fn judge(program: &Program<'_>, function: &Function, walked: Walked) -> Vec<Found> {
    let mut found = walked.found;
    if program.role(function.decl).is_none() {
        found.extend(silent_failures(program, function, &walked.outcomes));
    }
    found
}

/// A helper that fails with an exception on some paths and without one on others.
fn silent_failures(program: &Program<'_>, function: &Function, outcomes: &[(Outcome, Ending)]) -> Vec<Found> {
    let _ = program;
    let is_failure = |outcome: &Outcome| match outcome.kind {
        Kind::Number => outcome.high < 0,
        _ => outcome.null == Null::Yes,
    };
    let with = outcomes.iter().filter(|(outcome, _)| is_failure(outcome) && outcome.after == After::Set).count();
    if with == 0 {
        return Vec::new();
    }
    outcomes
        .iter()
        .filter(|(outcome, _)| {
            is_failure(outcome) && matches!(outcome.after, After::Unchanged | After::Clear) && outcome.before.is_none()
        })
        // What was given NULL passes on the failure of whoever gave it.
        .filter(|(outcome, _)| outcome.arguments.iter().all(|argument| argument.null != Null::Yes))
        .filter(|(_, ending)| ending.is_literal || ending.cause.is_some())
        .map(|(_, ending)| Found {
            mistake: Mistake::NullWithoutException,
            loc: ending.loc,
            function: function.decl,
            subject: ending.subject.clone(),
            call: String::new(),
            created: ending.loc,
            story: Vec::new(),
            is_doubtful: true,
        })
        .collect()
}
