//! stolen-then-used: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::StolenThenUsed) {
        let message = format!("`{}` is used after a call took it over, and may have destroyed it", path::subject(found));
        sink.add(path::draft(cx, found, message).help("use it before the call, or hold a reference of your own"));
    }
}
