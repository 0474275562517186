//! What the rules on paths have in common: which mistakes there are, and how a finding tells its story.

use pilotage_finding::{Confidence, StepKind};

use super::repair;
use crate::ownership::{Found, Mistake, Told};
use crate::source::context::{COMPAT, Context, Draft};

/// The mistakes of one kind, in places that some target compiles.
pub(super) fn found<'a>(cx: &'a Context<'_>, mistake: Mistake) -> impl Iterator<Item = &'a Found> {
    cx.ownership().found.iter().filter(move |found| found.mistake == mistake && cx.is_own(found.loc)).filter(
        |found| !cx.tree[found.loc.file].path.ends_with(COMPAT) && !cx.targets_at(found.loc).is_empty(),
    )
}

/// What a reader would call the value.
pub(super) fn subject(found: &Found) -> &str {
    match (found.subject.as_str(), found.call.as_str()) {
        ("", "") => "the value",
        ("", call) => call,
        (subject, _) => subject,
    }
}

/// A finding with its story.
pub(super) fn draft(cx: &Context<'_>, found: &Found, message: String) -> Draft {
    let mut draft =
        cx.finding(found.loc, message).in_function(&cx.tree[found.function].name).item(&found.call);
    if found.is_doubtful {
        draft = draft.confidence(Confidence::Low);
    }
    let name = subject(found);
    for step in &found.story {
        if !cx.is_own(step.loc) {
            continue;
        }
        let (kind, text) = match &step.told {
            Told::Created => (StepKind::Created, format!("`{name}` is made here")),
            Told::Borrowed => (StepKind::Borrowed, format!("`{name}` is borrowed here")),
            Told::Incremented => (StepKind::Callee, format!("one more reference to `{name}`")),
            Told::Released => (StepKind::Lost, format!("`{name}` is released")),
            Told::Stolen => (StepKind::Callee, format!("the reference to `{name}` is taken over")),
            Told::Stored => (StepKind::Callee, format!("`{name}` is stored")),
            Told::Branch(text, holds) if text.is_empty() => {
                (StepKind::Branch, format!("the condition is {}", if *holds { "true" } else { "false" }))
            }
            Told::Branch(text, holds) => {
                (StepKind::Branch, format!("`{text}` is {}", if *holds { "true" } else { "false" }))
            }
            Told::Failed(call) => (StepKind::Branch, format!("`{call}` fails")),
            Told::Raised(call) => (StepKind::Callee, format!("`{call}` sets an exception")),
            Told::Reentered(call) => (StepKind::Callee, format!("`{call}` may run any code")),
            Told::Detached => (StepKind::Callee, "the GIL is released".to_owned()),
            Told::Other(name) if name.is_empty() => {
                (StepKind::Again, "the same happens to what is made here".to_owned())
            }
            Told::Other(name) => (StepKind::Again, format!("the same happens to `{name}`")),
            Told::Again => (StepKind::Again, "the same happens here".to_owned()),
        };
        draft = draft.step(cx.step(kind, step.loc, text));
    }
    draft.edits(repair::edits(cx, found))
}
