//! leaked-on-failed-steal: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::LeakedOnFailedSteal) {
        let message = format!("`{}` is lost when the call fails: it takes the reference over only when it succeeds", path::subject(found));
        sink.add(path::draft(cx, found, message).help("release it on failure, or call the variant that does not steal"));
    }
}
