//! missing-allow-threads-pair: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MissingAllowThreadsPair) {
        let message = "the function ends while the GIL is not as it was found".to_owned();
        sink.add(path::draft(cx, found, message).help("take it back (or release it) on this path, too"));
    }
}
