//! call-with-exception-pending: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::CallWithExceptionPending) {
        let message = "a call that may run Python code is made while an exception is set".to_owned();
        sink.add(path::draft(cx, found, message).help("return first, or save the exception with `PyErr_Fetch`"));
    }
}
