//! heap-type-not-visited: traverse functions of heap types that keep quiet about the instance's type.

use crate::source::calls::{Callee, Frame, Trail, each_call};
use crate::source::context::{Context, Sink};
use crate::source::model::{TypeDef, TypeSource};
use crate::source::tree::{NodeId, NodeKind, Origin, Tree, TypeKind};
use crate::source::types::{fills_heap_slot, is_builtin, slot_functions, targets_of_function, with_collector};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let is_collected =
        |ty: &&TypeDef| ty.source == TypeSource::Spec && ty.has_flag("Py_TPFLAGS_HAVE_GC") == Some(true);
    for slot in slot_functions(cx, "tp_traverse") {
        let loc = cx.tree[slot.function.decl].loc;
        let targets =
            with_collector(targets_of_function(cx, slot.function, &["Py_TYPE", "ob_type", "tp_traverse"]));
        if targets.is_empty()
            || !slot.types.iter().any(is_collected)
            || may_visit(cx, &Frame::new(cx.tree, slot.function))
        {
            continue;
        }
        let message =
            format!("`{}` does not visit the type of the instance", cx.tree[slot.function.decl].name);
        sink.add(
            cx.finding(loc, message).help("add `Py_VISIT(Py_TYPE(self));`").targets(targets).item("Py_VISIT"),
        );
    }
}

/// The function visits the type, or something in it does that we cannot see.
fn may_visit(cx: &Context<'_>, frame: &Frame<'_>) -> bool {
    let mut visits = false;
    let mut trail = Trail::default();
    each_call(frame, &mut trail, &mut |frame, call, callee| {
        let is_handed = frame.hands_object(call);
        match callee {
            Callee::Api(name) => visits |= *name == "Py_VISIT" && visits_type(frame, call),
            Callee::Library(_) => {}
            Callee::Field(field, object) if cx.tree[*field].name == "tp_traverse" => {
                visits |= is_handed && !is_builtin(cx.tree, *object);
            }
            Callee::Pointer(_) | Callee::Field(..) => visits |= visits_type(frame, call) || is_handed,
            Callee::Outside(_) => {
                visits |= is_handed && (hands_visit(cx.tree, call) || is_guessed(cx.tree, call))
            }
            Callee::Own(inside) => {
                let is_other = inside.function.decl != frame.function.decl
                    && fills_heap_slot(cx, inside.function.decl, "tp_traverse");
                visits |= is_handed && is_other;
                return !inside.holds_nothing();
            }
        }
        false
    });
    visits || trail.is_partial
}

/// The first argument is the type.
fn visits_type(frame: &Frame<'_>, call: NodeId) -> bool {
    frame.tree.args(call).first().is_some_and(|arg| frame.is_type(*arg))
}

/// One of the arguments is a function.
fn hands_visit(tree: &Tree, call: NodeId) -> bool {
    tree.args(call).iter().any(|arg| match &tree[tree[*arg].ty].kind {
        TypeKind::Pointer(to) => matches!(tree[*to].kind, TypeKind::Function { .. }),
        TypeKind::Function { .. } | TypeKind::Unknown => true,
        _ => false,
    })
}

fn is_guessed(tree: &Tree, call: NodeId) -> bool {
    matches!(tree[call].kind, NodeKind::Call(Some(decl)) if tree[decl].origin == Origin::Guessed)
}
