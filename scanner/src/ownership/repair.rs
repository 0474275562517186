//! What would repair a mistake: a statement more, or one less. Each repair is proved by walking the function with it:
//! the mistake must be gone on every path, and no other may come. How it is written is in `rules/repair.rs`.

mod candidate;
mod trial;

use std::collections::HashSet;

use pilotage_capi::Fails;

use super::mistake::{Found, Mistake};
use super::program::Program;
use super::value::{Family, Kind};
use super::verdict;
use super::walk::walk;
use crate::source::tree::{DeclId, Function, Loc, NodeId};

pub(crate) use trial::Tried;

/// A function that took more than this to be walked is not walked again.
const MOST_ITEMS: u32 = 10_000;
/// Mistakes that one finding stands for, at most, to be repaired.
const MOST_MISTAKES: usize = 16;

/// Where something is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    /// In front of a statement.
    Before(NodeId),
    /// Behind a statement.
    Behind(NodeId),
    /// In the place of a statement.
    Instead(NodeId),
    /// In front of the closing brace of the function.
    End,
}

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// The reference in a variable is given back.
    Release(DeclId),
    /// The buffer in a variable is given back.
    ReleaseBuffer(DeclId),
    /// The block that a variable points to is freed.
    Free(DeclId, Family),
    /// The object in a variable is counted once more.
    Take(DeclId),
    /// The object that is returned is counted once more.
    TakeResult(NodeId),
    /// The result of the call that is the statement is given back.
    ReleaseResult,
    /// The statement goes.
    Nothing,
    /// The statement goes, which gives back what is in a variable.
    Keep(DeclId),
    /// The statement that gives the reference in a variable back empties the variable, too.
    Clear(DeclId),
    /// The variable no longer holds what was taken over.
    Forget(DeclId),
    /// The function fails when the variable is NULL.
    FailOnNull(DeclId, Failure),
    /// The function fails when the variable is -1 and an exception is set.
    FailOnError(DeclId, Failure),
}

/// How a function says that it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// It returns NULL, else -1.
    pub(crate) gives_null: bool,
    /// What failed sets no exception: memory.
    pub(crate) is_silent: bool,
}

/// A change that repairs a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repair {
    pub(crate) spot: Spot,
    pub(crate) does: Does,
    /// What it is done to is NULL on some paths.
    pub(crate) may_be_null: bool,
}

impl Does {
    /// The variable that is looked at.
    pub(crate) fn variable(self) -> Option<DeclId> {
        match self {
            Does::Release(decl)
            | Does::ReleaseBuffer(decl)
            | Does::Free(decl, _)
            | Does::Take(decl)
            | Does::Keep(decl)
            | Does::Clear(decl)
            | Does::Forget(decl)
            | Does::FailOnNull(decl, _)
            | Does::FailOnError(decl, _) => Some(decl),
            Does::TakeResult(_) | Does::ReleaseResult | Does::Nothing => None,
        }
    }
}

/// Says of each finding what repairs it, where that is certain.
pub(super) fn find(program: &Program<'_>, function: &Function, items: u32, found: &mut [Found]) {
    if items > MOST_ITEMS {
        return;
    }
    let mut places: Option<HashSet<Key>> = None;
    for at in 0..found.len() {
        if found[at].is_doubtful || found[at].also.len() >= MOST_MISTAKES {
            continue;
        }
        for attempt in 0..candidate::ATTEMPTS {
            let candidates = found[at].all().map(|one| candidate::of(program, function, one, attempt));
            let Some(repairs) = candidates.collect::<Option<Vec<Repair>>>() else { continue };
            let known = places.get_or_insert_with(|| keys(found));
            if let Some(repairs) = proved(program, function, without_repetition(repairs), &found[at], known) {
                found[at].repairs = repairs;
                break;
            }
        }
    }
}

/// A mistake, told apart from others.
type Key = (Mistake, Loc, Loc);

fn keys(found: &[Found]) -> HashSet<Key> {
    found.iter().flat_map(Found::all).map(key).collect()
}

fn key(found: &Found) -> Key {
    (found.mistake, found.loc, found.created)
}

fn without_repetition(repairs: Vec<Repair>) -> Vec<Repair> {
    let mut kept: Vec<Repair> = Vec::new();
    for repair in repairs {
        if !kept.contains(&repair) {
            kept.push(repair);
        }
    }
    kept
}

/// The repairs, when the function has the mistake no more with them, and no new one.
fn proved(
    program: &Program<'_>,
    function: &Function,
    mut repairs: Vec<Repair>,
    found: &Found,
    known: &HashSet<Key>,
) -> Option<Vec<Repair>> {
    let walked = walk(program, function, &repairs);
    if walked.is_partial || !walked.tried.iter().zip(&repairs).all(|(tried, repair)| tried.is_right(repair)) {
        return None;
    }
    for (repair, tried) in repairs.iter_mut().zip(&walked.tried) {
        repair.may_be_null = tried.is_null;
    }
    let left = keys(&verdict::judge(program, function, walked));
    let is_gone = found.all().all(|one| !left.contains(&key(one)));
    (is_gone && left.is_subset(known)).then_some(repairs)
}

/// How a function fails, as far as that is certain.
fn failure(program: &Program<'_>, function: &Function, is_silent: bool) -> Option<Failure> {
    let role = program.role(function.decl);
    match program.result_kind(function) {
        Kind::Object if role.is_none_or(|role| role.fails == Fails::Null) => {
            Some(Failure { gives_null: true, is_silent })
        }
        Kind::Number if role.is_some_and(|role| role.fails == Fails::MinusOne) => {
            Some(Failure { gives_null: false, is_silent })
        }
        _ => None,
    }
}
