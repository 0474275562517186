//! missing-incref-on-return: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::MissingIncrefOnReturn) {
        let message = format!("`{}` is borrowed, and is returned as a new reference", path::subject(found));
        sink.add(path::draft(cx, found, message).help("return `Py_NewRef(...)` of it"));
    }
}
