//! memory-not-freed: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MemoryNotFreed) {
        let message = format!("the memory in `{}` is not freed", path::subject(found));
        sink.add(path::draft(cx, found, message).help("free it on this path"));
    }
}
