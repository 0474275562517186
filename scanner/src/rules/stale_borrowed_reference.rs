//! stale-borrowed-reference: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::StaleBorrowedReference) {
        let message = format!("`{}` is borrowed, and is used after code ran that may have released it", path::subject(found));
        sink.add(path::draft(cx, found, message).help("hold a reference of your own with `Py_NewRef`"));
    }
}
