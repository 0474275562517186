//! clear-order: see its page.

use super::member_not_visited::is_cython;
use super::path;
use crate::ownership::Mistake;
use crate::source::context::{Context, Sink};
use crate::source::members::Members;
use crate::source::tree::{DeclId, DeclKind};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let members = Members::new(cx.tree, cx.model);
    for found in path::found(cx, Mistake::ClearOrder) {
        // Cython releases so, and its users cannot help it.
        if is_cython(cx.tree, found.function) {
            continue;
        }
        // No code runs when such an object goes.
        let is_plain = |decl: DeclId| match cx.tree[decl].kind {
            DeclKind::Field => members.holds_only_plain(decl),
            _ => members.static_holds_only_plain(decl),
        };
        if found.field.is_some_and(is_plain) {
            continue;
        }
        let name = path::subject(found);
        let message = format!("`{name}` still points to the object while it is released");
        let help = format!("use `Py_CLEAR` or `Py_XSETREF`, or release the object after `{name}` is set");
        sink.add(path::draft(cx, found, message).help(help));
    }
}
