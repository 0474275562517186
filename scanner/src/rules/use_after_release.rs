//! use-after-release: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::UseAfterRelease) {
        let message = format!("`{}` is used after it was released", path::subject(found));
        sink.add(path::draft(cx, found, message).help("release it after its last use"));
    }
}
