//! static-type: types that exist once per process, with a layout that the limited API hides.

use pilotage_capi::Target;

use super::static_state::element;
use crate::source::context::{Context, Sink};
use crate::source::tree::{Origin, TypeKind};

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let tree = cx.tree;
    for decl in tree.statics.iter().map(|variable| &tree[*variable]) {
        let is_type =
            matches!(&tree[element(tree, decl.ty)].kind, TypeKind::Record(name) if name == "PyTypeObject");
        if !is_type || tree[decl.loc.file].origin != Origin::Own {
            continue;
        }
        let targets: Vec<Target> = cx.targets_at(decl.loc).into_iter().filter(is_concerned).collect();
        if targets.is_empty() {
            continue;
        }
        let message = format!("static type `{}` is one object for the whole process", decl.name);
        let help = "make a heap type with `PyType_FromModuleAndSpec` and keep it in the module state";
        sink.add(cx.finding(decl.loc, message).help(help).targets(targets));
    }
}

fn is_concerned(target: &Target) -> bool {
    matches!(target, Target::SubInterpreters | Target::Abi3(_) | Target::Abi3t(_))
}
