//! What all paths of a function say together: its summary for callers, and mistakes that one path alone does not show.

use std::collections::HashSet;

use super::mistake::{Found, Mistake};
use super::program::Program;
use super::summary::{After, Back, Inner, Outcome, Summary};
use super::trace::Event;
use super::value::{Kind, Null};
use super::walk::{Ending, Walked};
use super::{blank, cause};
use crate::source::tree::{Function, NodeKind};

/// The summary of a function that was walked.
pub(crate) fn summary(walked: &Walked) -> Summary {
    let mut summary = Summary {
        outcomes: walked.outcomes.iter().map(|(outcome, _)| outcome.clone()).collect(),
        reenters: walked.reenters,
        is_final: walked.outcomes.is_empty() && !walked.is_partial,
        is_partial: walked.is_partial,
    };
    if summary.is_partial {
        summary.outcomes.clear();
    }
    // A number of either sign that goes with an exception: the negative ones are those that say so, where there are any.
    let says =
        |outcome: &Outcome| outcome.kind == Kind::Number && outcome.high < 0 && outcome.after == After::Set;
    let has_negative = summary.outcomes.iter().any(says);
    let may_be_either = |it: &&mut Outcome| it.kind == Kind::Number && it.low < 0 && it.high >= 0;
    for outcome in summary.outcomes.iter_mut().filter(may_be_either) {
        match (outcome.after, has_negative) {
            (After::Set, true) => outcome.high = -1,
            (After::Set, false) => outcome.after = After::Unknown,
            (After::Unchanged | After::Clear, true) => outcome.low = 0,
            _ => {}
        }
    }
    untold(&mut summary);
    sometimes_sentinel(&mut summary);
    summary.shorten();
    sometimes_taken(&mut summary);
    sometimes_released(&mut summary);
    summary
}

/// An exception that the result does not tell of: callers cannot know, so nothing is held against them.
fn untold(summary: &mut Summary) {
    let overlap = |a: &Outcome, b: &Outcome| match a.kind {
        Kind::Number => a.low <= b.high && b.low <= a.high,
        _ => !matches!((a.null, b.null), (Null::Yes, Null::No) | (Null::No, Null::Yes)),
    };
    let outcomes = summary.outcomes.clone();
    for outcome in
        summary.outcomes.iter_mut().filter(|outcome| outcome.after == After::Set && outcome.before.is_none())
    {
        let is_told = outcome.is_failure()
            || !outcomes.iter().any(|other| other.after != After::Set && overlap(outcome, other));
        if !is_told {
            outcome.after = After::Unknown;
        }
    }
    // And what looks the same without an exception: a struct whose fields say which it is.
    let unknown: Vec<_> = summary.outcomes.iter().filter(|it| it.after == After::Unknown).cloned().collect();
    let looks_well =
        |it: &Outcome| it.kind != Kind::Number && !it.is_failure() && it.after == After::Unchanged;
    for outcome in summary.outcomes.iter_mut().filter(|it| looks_well(it)) {
        if unknown.iter().any(|other| overlap(outcome, other)) {
            outcome.after = After::Unknown;
        }
    }
}

/// An object on some ways, and on others a pointer that is a number, such as `(PyObject *)1`: which, the caller knows by
/// what is not seen. So nobody says who owns it.
fn sometimes_sentinel(summary: &mut Summary) {
    let is_sentinel = |outcome: &Outcome| {
        outcome.back == Back::Unknown && outcome.null == Null::No && outcome.kind == Kind::Object
    };
    if !summary.outcomes.iter().any(is_sentinel) {
        return;
    }
    for outcome in summary.outcomes.iter_mut().filter(|outcome| matches!(outcome.back, Back::New(_))) {
        outcome.back = Back::Unknown;
    }
}

/// An argument that is taken over (or counted) on some ways and not on others, with the same result: which, depends on
/// what is not seen. So nothing is known about it.
fn sometimes_taken(summary: &mut Summary) {
    let class = |outcome: &Outcome| (outcome.null, outcome.low.signum());
    let taken: Vec<_> = summary
        .outcomes
        .iter()
        .flat_map(|outcome| {
            let taken = outcome.arguments.iter().enumerate().filter(|(_, argument)| argument.own != 0);
            taken.map(|(at, _)| (class(outcome), at)).collect::<Vec<_>>()
        })
        .collect();
    let left: Vec<_> = summary
        .outcomes
        .iter()
        .flat_map(|outcome| {
            let left = outcome.arguments.iter().enumerate();
            let left = left.filter(|(_, argument)| argument.own == 0 && argument.null != Null::Yes);
            left.map(|(at, _)| (class(outcome), at)).collect::<Vec<_>>()
        })
        .collect();
    for outcome in &mut summary.outcomes {
        let this = class(outcome);
        for (at, argument) in outcome.arguments.iter_mut().enumerate() {
            if taken.contains(&(this, at)) && left.contains(&(this, at)) && argument.null != Null::Yes {
                argument.escaped = true;
            }
        }
    }
}

/// An object in a variable of the caller that is given back on some ways and not on others: which, is not seen.
fn sometimes_released(summary: &mut Summary) {
    let count = summary.outcomes.iter().map(|outcome| outcome.arguments.len()).max().unwrap_or(0);
    for at in 0..count {
        let inner = |outcome: &Outcome| outcome.arguments.get(at).map_or(Inner::UNSEEN, |found| found.inner);
        let there = summary.outcomes.iter().map(inner).filter(|inner| inner.null != Null::Yes);
        let released: HashSet<i16> = there.map(|inner| inner.released).collect();
        if released.len() > 1 {
            let found = summary.outcomes.iter_mut().filter_map(|outcome| outcome.arguments.get_mut(at));
            found.for_each(|argument| argument.inner = Inner::UNSEEN);
        }
    }
}

/// The mistakes of a function that was walked.
pub(crate) fn judge(program: &Program<'_>, function: &Function, walked: Walked) -> Vec<Found> {
    let mut found = walked.found.clone();
    blank::always_blank(&walked, &mut found);
    // Where the GIL is released on some ways only, what decides may decide about the call, too.
    for found in &mut found {
        found.is_doubtful |= found.mistake == Mistake::ApiWithoutGil && walked.attached.contains(&found.loc);
    }
    if program.role(function.decl).is_none() {
        found.extend(silent_failures(program, function, &walked.outcomes));
        // Callers that are seen, and a header, may tell which it is.
        let is_declared = program.tree.declared.contains(&function.decl) && !program.is_cpp;
        if !is_declared && !program.called.contains(&function.decl) {
            found.extend(lent_now_and_then(function, &walked.outcomes));
        }
    }
    cause::one_each(one_a_return(found))
}

/// A `return` that lends is one mistake, whatever it returns on which way: what is sure of it is told.
fn one_a_return(mut found: Vec<Found>) -> Vec<Found> {
    let mut told = HashSet::new();
    found.sort_by_key(|found| (found.is_doubtful, found.created));
    found.retain(|found| found.mistake != Mistake::MissingIncrefOnReturn || told.insert(found.loc));
    found
}

/// A helper that fails with an exception on some paths and without one on others.
fn silent_failures(program: &Program<'_>, function: &Function, outcomes: &[(Outcome, Ending)]) -> Vec<Found> {
    let with =
        outcomes.iter().filter(|(outcome, _)| outcome.is_failure() && outcome.after == After::Set).count();
    if with == 0 {
        return Vec::new();
    }
    outcomes
        .iter()
        .filter(|(outcome, _)| {
            outcome.is_failure()
                && matches!(outcome.after, After::Unchanged | After::Clear)
                && outcome.before.is_none()
        })
        // What was given NULL passes on the failure of whoever gave it.
        .filter(|(outcome, _)| outcome.arguments.iter().all(|argument| argument.null != Null::Yes))
        .filter(|(_, ending)| is_out_of_memory(program, ending))
        .map(|(_, ending)| at_the_end(Mistake::NullWithoutException, function, ending))
        .collect()
}

/// A helper that returns a new reference on some paths and lends on others: no caller can do it right.
fn lent_now_and_then(function: &Function, outcomes: &[(Outcome, Ending)]) -> Vec<Found> {
    let gives_object = |outcome: &Outcome| outcome.kind == Kind::Object && outcome.null != Null::Yes;
    if !outcomes.iter().any(|(outcome, _)| gives_object(outcome) && matches!(outcome.back, Back::New(_))) {
        return Vec::new();
    }
    outcomes
        .iter()
        .filter(|(outcome, _)| {
            gives_object(outcome) && matches!(outcome.back, Back::Constant | Back::Field(..) | Back::Lent(_))
        })
        .map(|(_, ending)| at_the_end(Mistake::MissingIncrefOnReturn, function, ending))
        .collect()
}

/// A mistake that shows at the end of a path.
fn at_the_end(mistake: Mistake, function: &Function, ending: &Ending) -> Found {
    Found {
        mistake,
        loc: ending.loc,
        function: function.decl,
        subject: ending.subject.clone(),
        call: String::new(),
        field: None,
        created: ending.loc,
        story: Vec::new(),
        is_doubtful: false,
        holder: None,
        also: Vec::new(),
        repairs: Vec::new(),
    }
}

/// The last thing that failed on the way was an allocation, which sets no exception.
fn is_out_of_memory(program: &Program<'_>, ending: &Ending) -> bool {
    let last = ending.trace.backwards().find_map(|step| match step.event {
        Event::Failed(node) => Some(node),
        _ => None,
    });
    let decl = last.and_then(|node| match program.tree[node].kind {
        NodeKind::Call(decl) => decl,
        _ => None,
    });
    decl.and_then(|decl| program.contract(decl)).is_some_and(|contract| contract.memory.is_some())
}
