//! result-with-exception-set: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::ResultWithExceptionSet) {
        let message = "a result is returned while an exception is set".to_owned();
        sink.add(path::draft(cx, found, message).help("return NULL or -1, or clear the exception"));
    }
}
