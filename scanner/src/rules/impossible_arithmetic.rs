//! impossible-arithmetic: a division by zero, or a shift by a negative count.

use super::warned;
use crate::source::context::{Context, Sink};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for warned in warned::all(cx) {
        let (message, help) = match warned.message {
            "division by zero is undefined" => ("this divides by zero", "test the divisor first"),
            "remainder by zero is undefined" => ("this is a remainder by zero", "test the divisor first"),
            "shift count is negative" => ("this shifts by a negative count", "shift in the other direction"),
            _ => continue,
        };
        let name = &cx.tree[warned.function.decl].name;
        sink.add(cx.finding(warned.loc, message).in_function(name).help(help));
    }
}
