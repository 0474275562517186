//! iteration-end-confused-with-error: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::IterationEndConfusedWithError) {
        let message = format!("`{}` gives NULL at the end and on failure, and nobody asks which", found.call);
        sink.add(path::draft(cx, found, message).help("ask `PyErr_Occurred()` after the loop"));
    }
}
