//! blocking-while-attached: see its page.

use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for found in path::found(cx, Mistake::BlockingWhileAttached) {
        let message = "a call that waits is made while the GIL is held".to_owned();
        sink.add(path::draft(cx, found, message).help("put it between `Py_BEGIN_ALLOW_THREADS` and `Py_END_ALLOW_THREADS`"));
    }
}
