//! wrong-variable-checked: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::WrongVariableChecked) {
        let message = format!("`{}` is tested again, and what was just assigned is not", path::subject(found));
        sink.add(path::draft(cx, found, message).help("test the variable that was assigned"));
    }
}
