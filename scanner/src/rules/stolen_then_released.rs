//! stolen-then-released: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::StolenThenReleased) {
        let message = format!("`{}` is released after a call took it over", path::subject(found));
        sink.add(path::draft(cx, found, message).help("leave it: the call owns the reference, also when it fails"));
    }
}
