//! exception-swallowed: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::ExceptionSwallowed) {
        let message = "every exception is cleared, whatever it says".to_owned();
        sink.add(path::draft(cx, found, message).help("ask `PyErr_ExceptionMatches` for the one that is meant"));
    }
}
