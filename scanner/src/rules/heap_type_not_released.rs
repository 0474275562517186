//! heap-type-not-released: dealloc functions of heap types that keep the instance's reference to its type.

use super::wrong_free_function::is_free_function;
use crate::source::calls::{Callee, Frame, Trail, each_call};
use crate::source::context::{Context, Sink};
use crate::source::model::{TypeSource, constant_of};
use crate::source::shape::values_of;
use crate::source::tree::{DeclId, NodeId, Tree};
use crate::source::types::{fills_heap_slot, is_builtin, slot_functions, targets_of_function};

/// What gives a reference back.
const RELEASES: [&str; 4] = ["Py_DECREF", "Py_XDECREF", "Py_CLEAR", "Py_DecRef"];

/// Words in text that was skipped that may stand for it.
const CURES: [&str; 5] = ["Py_DECREF", "Py_XDECREF", "Py_CLEAR", "Py_DecRef", "tp_dealloc"];

/// What a dealloc function does.
#[derive(Default)]
struct Ending {
    /// Frees the instance.
    frees: bool,
    /// Releases the type, or does something that we cannot see.
    may_release: bool,
}

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for slot in slot_functions(cx, "tp_dealloc") {
        let loc = cx.tree[slot.function.decl].loc;
        let targets = targets_of_function(cx, slot.function, &CURES);
        if targets.is_empty() || !slot.types.iter().any(|ty| ty.source == TypeSource::Spec) {
            continue;
        }
        let ending = ending(cx, &Frame::new(cx.tree, slot.function));
        if !ending.frees || ending.may_release {
            continue;
        }
        let name = &cx.tree[slot.function.decl].name;
        let message = format!("`{name}` does not release the instance's reference to its type");
        let help = "keep `Py_TYPE(self)` in a variable, free the instance, then `Py_DECREF` the type";
        sink.add(cx.finding(loc, message).help(help).targets(targets).item("Py_DECREF"));
    }
}

fn ending(cx: &Context<'_>, frame: &Frame<'_>) -> Ending {
    let tree = cx.tree;
    let mut ending = Ending::default();
    let mut trail = Trail::default();
    each_call(frame, &mut trail, &mut |frame, call, callee| {
        let is_handed = frame.hands_object(call);
        match callee {
            Callee::Api(name) if RELEASES.contains(name) => ending.may_release |= releases_type(frame, call),
            Callee::Api(name) | Callee::Library(name) => ending.frees |= is_handed && is_free_function(name),
            Callee::Field(field, object) => match tree[*field].name.as_str() {
                "tp_free" => ending.frees |= is_handed,
                "tp_dealloc" if is_builtin(tree, *object) => ending.frees |= is_handed,
                _ => ending.may_release |= hands_type(frame, call),
            },
            Callee::Pointer(variable) => match slot_of(frame, call, *variable) {
                Some(slot) if Some(slot) == constant_of("Py_tp_free") => ending.frees |= is_handed,
                _ => ending.may_release |= hands_type(frame, call),
            },
            Callee::Outside(_) => ending.may_release |= hands_type(frame, call),
            Callee::Own(inside) => {
                let decl = inside.function.decl;
                let is_other = decl != frame.function.decl && fills_heap_slot(cx, decl, "tp_dealloc");
                ending.may_release |= is_handed && is_other;
                return true;
            }
        }
        false
    });
    ending.may_release |= trail.is_partial;
    ending
}

/// What is released is the type, or some type.
fn releases_type(frame: &Frame<'_>, call: NodeId) -> bool {
    let tree = frame.tree;
    let Some(arg) = tree.args(call).first() else { return false };
    let mut written = tree.strip_casts(*arg);
    if let Some(inside) = tree.kid(written, 0).filter(|_| tree.api_callee(call) == Some("Py_CLEAR")) {
        written = tree.strip_casts(inside);
    }
    frame.is_type(written) || tree.record_name(tree[written].ty) == Some("PyTypeObject")
}

/// The call is given the object or its type.
fn hands_type(frame: &Frame<'_>, call: NodeId) -> bool {
    frame.hands_object(call) || frame.tree.args(call).iter().any(|arg| frame.is_type(*arg))
}

/// The slot that `PyType_GetSlot` was asked for, when what is called came from there.
fn slot_of(frame: &Frame<'_>, call: NodeId, variable: Option<DeclId>) -> Option<i64> {
    let tree: &Tree = frame.tree;
    let called = match variable {
        Some(variable) => match values_of(tree, frame.function.body, variable)?[..] {
            [value] => value,
            _ => return None,
        },
        None => *tree.kids(call).first()?,
    };
    let called = tree.strip_casts(called);
    let slot = *tree.args(called).get(1).filter(|_| tree.api_callee(called) == Some("PyType_GetSlot"))?;
    tree.constant(slot)
}
