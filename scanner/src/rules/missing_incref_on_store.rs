//! missing-incref-on-store: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MissingIncrefOnStore) {
        let message = format!("`{}` is borrowed, and is stored as if it were owned", path::subject(found));
        sink.add(path::draft(cx, found, message).help("store `Py_NewRef(...)` of it"));
    }
}
