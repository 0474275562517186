//! overwritten-by-set-item-macro: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::OverwrittenBySetItemMacro) {
        let message = format!("the item of `{}` that is there is overwritten, and never released", path::subject(found));
        sink.add(path::draft(cx, found, message).help("call the function instead of the macro: it releases the old item"));
    }
}
