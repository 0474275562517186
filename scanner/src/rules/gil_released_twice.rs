//! gil-released-twice: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::GilReleasedTwice) {
        let message = "the GIL is released or taken back twice".to_owned();
        sink.add(path::draft(cx, found, message).help("pair each release with one restore"));
    }
}
