//! buffer-not-released: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::BufferNotReleased) {
        let message = format!("the buffer in `{}` is not released", path::subject(found));
        sink.add(path::draft(cx, found, message).help("call `PyBuffer_Release` on this path"));
    }
}
