//! clear-order: see its page.

use pilotage_finding::StepKind;

use super::member_not_visited::is_cython;
use super::path;
use crate::ownership::{Found, Mistake};
use crate::source::context::{Context, Sink};
use crate::source::members::Members;
use crate::source::tree::{DeclId, DeclKind};

/// Further places that a finding names at most.
const MOST_PLACES: usize = 12;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let members = Members::new(cx.tree, cx.model);
    // No code runs when such an object goes.
    let is_plain = |decl: DeclId| match cx.tree[decl].kind {
        DeclKind::Field => members.holds_only_plain(decl),
        _ => members.static_holds_only_plain(decl),
    };
    let mut found: Vec<&Found> = path::found(cx, Mistake::ClearOrder)
        // Cython releases so, and its users cannot help it.
        .filter(|found| !is_cython(cx.tree, found.function) && !found.field.is_some_and(is_plain))
        .collect();
    found.sort_by_key(|found| found.loc);
    for group in habits(&found) {
        report(cx, sink, &group);
    }
}

/// One function that does it to several fields, or one field that it is done to in several functions: a habit.
fn habits<'a>(found: &[&'a Found]) -> Vec<Vec<&'a Found>> {
    let mut groups: Vec<Vec<&Found>> = Vec::new();
    for found in found {
        let is_same = |known: &&Found| {
            known.is_doubtful == found.is_doubtful
                && (known.function == found.function || known.field == found.field)
        };
        match groups.iter_mut().find(|group| group.iter().any(is_same)) {
            Some(group) => group.push(found),
            None => groups.push(vec![found]),
        }
    }
    groups
}

fn report(cx: &Context<'_>, sink: &mut Sink, group: &[&Found]) {
    let Some((first, others)) = group.split_first() else { return };
    let name = path::subject(first);
    let message = format!("`{name}` still points to the object while it is released");
    let help = format!("use `Py_CLEAR` or `Py_XSETREF`, or release the object after `{name}` is set");
    let mut draft = path::draft(cx, first, message).help(help);
    for other in others.iter().take(MOST_PLACES) {
        let text = format!("the same happens to `{}`", path::subject(other));
        draft = draft.step(cx.step(StepKind::Again, other.loc, text));
    }
    sink.add(draft);
}
