//! api-without-gil: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::ApiWithoutGil) {
        let message = "the C-API is called while the GIL is released".to_owned();
        sink.add(path::draft(cx, found, message).help("take the GIL back first"));
    }
}
