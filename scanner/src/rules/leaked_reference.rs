//! leaked-reference: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::LeakedReference) {
        let message = match found.subject.is_empty() {
            true => format!("the new reference from `{}` is lost", found.call),
            false => format!("the reference in `{}` is lost", found.subject),
        };
        sink.add(path::draft(cx, found, message).help("give it back with `Py_DECREF` on this path"));
    }
}
