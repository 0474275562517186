//! extra-incref: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::ExtraIncref) {
        let message = format!("`{}` is counted once more than it is given back", path::subject(found));
        sink.add(path::draft(cx, found, message).help("remove this `Py_INCREF`: the reference is owned already"));
    }
}
