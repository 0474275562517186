//! BIN009: a module for free-threaded builds does not say that it can do without the GIL, so importing it turns the GIL on.
//! Says nothing where the module definition is made at run time and cannot be read.

use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::BinaryContext;
use crate::binary::tags::Abi;
use crate::binary::{InitStyle, ModuleDef, SlotKind};

pub(crate) const RULE: (&str, &str) = ("BIN009", "gil-slot-missing");

/// What single-phase modules call instead of having a slot.
const SETTER: &str = "PyUnstable_Module_SetGIL";

/// Reports module definitions without the slot; asking for the GIL is an answer too.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let concerned = match cx.abi {
        Abi::CPython { version, free_threaded: true } => {
            vec![format!("cp{}{}t", version.major, version.minor)]
        }
        Abi::Abi3t(_) => vec!["cp315t".to_owned(), "abi3t-3.15".to_owned()],
        _ => return,
    };
    if cx.binary.imports_name(SETTER) {
        return;
    }
    for init in &cx.binary.init_functions {
        let Some(what) = cx.binary.module_def(&init.module).and_then(complaint) else { continue };
        let what = format!("module `{}` {what}, so importing it turns the GIL on", init.module);
        let mut finding = cx.finding(RULE, Severity::Warning, Confidence::Medium, what);
        finding.help =
            "add the slot `{Py_mod_gil, Py_MOD_GIL_NOT_USED}` once the module is safe without the GIL"
                .to_owned();
        finding.targets.clone_from(&concerned);
        out.push(finding);
        // Both entry points of a module share its slots.
        return;
    }
}

/// What is wrong with the definition; `None` when nothing is, or when it could not be read.
fn complaint(def: &ModuleDef) -> Option<&'static str> {
    if def.style == InitStyle::SinglePhase {
        return Some("is initialised in a single phase and never calls `PyUnstable_Module_SetGIL`");
    }
    def.slots.as_ref()?;
    match def.slot(SlotKind::Gil) {
        None => Some("has no `Py_mod_gil` slot"),
        Some(_) => None,
    }
}
