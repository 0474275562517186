//! wrong-success-code: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::WrongSuccessCode) {
        let message = "this result is none that Python expects from this slot".to_owned();
        sink.add(path::draft(cx, found, message).help("return 0 for success and -1 for failure"));
    }
}
