//! missing-return-after-error: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MissingReturnAfterError) {
        let message = "an exception is set, and the function goes on as if it were not".to_owned();
        sink.add(path::draft(cx, found, message).help("return failure here"));
    }
}
