//! exception-swallowed: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::ExceptionSwallowed) {
        let message = match found.call.is_empty() {
            true => "every exception is cleared, whatever it says".to_owned(),
            false => format!("nobody looks whether `{}` failed", found.call),
        };
        let help = match found.call.is_empty() {
            true => "ask `PyErr_ExceptionMatches` for the one that is meant",
            false => "test its result, and return failure",
        };
        sink.add(path::draft(cx, found, message).help(help));
    }
}
