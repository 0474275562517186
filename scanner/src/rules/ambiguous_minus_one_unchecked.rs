//! ambiguous-minus-one-unchecked: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::AmbiguousMinusOneUnchecked) {
        let message = format!("`{}` may have failed: -1 is also its error", found.call);
        sink.add(path::draft(cx, found, message).help("ask `PyErr_Occurred()` when the result is -1"));
    }
}
