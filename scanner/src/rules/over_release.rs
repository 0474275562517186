//! over-release: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::OverRelease) {
        let message = format!("`{}` is released, and no reference of it is left to this function", path::subject(found));
        sink.add(path::draft(cx, found, message).help("release only what was made or counted here"));
    }
}
