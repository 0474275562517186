//! null-without-exception: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::NullWithoutException) {
        let message = "failure is returned without an exception".to_owned();
        sink.add(path::draft(cx, found, message).help("set an exception before, `PyErr_NoMemory()` after a failed allocation"));
    }
}
