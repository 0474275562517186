//! unchecked-null: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::UncheckedNull) {
        let message = match found.call.is_empty() {
            true => format!("`{}` is NULL here", path::subject(found)),
            false => format!("`{}` is NULL here when `{}` failed", path::subject(found), found.call),
        };
        sink.add(path::draft(cx, found, message).help("test it for NULL first"));
    }
}
