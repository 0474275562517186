//! mismatched-allocator: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MismatchedAllocator) {
        let message = format!("`{}` comes from `{}` and is freed by a function of another family", path::subject(found), found.call);
        sink.add(path::draft(cx, found, message).help("free it with the function of the family that allocated it"));
    }
}
