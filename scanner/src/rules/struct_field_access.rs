//! struct-field-access: members of CPython's object and interpreter structures, read or written directly.

use pilotage_capi::{Kind, ReplacementKind, Target};

use super::missing_on_target::lacks;
use super::site;
use crate::source::context::{Context, Sink};

/// Structures that are made to be filled or read.
const OPEN_RECORDS: [&str; 37] = [
    "PyTypeObject",
    "PyNumberMethods",
    "PySequenceMethods",
    "PyMappingMethods",
    "PyAsyncMethods",
    "PyBufferProcs",
    "PyModuleDef",
    "PyModuleDef_Base",
    "PyMethodDef",
    "PyMemberDef",
    "PyGetSetDef",
    "PyType_Spec",
    "PyType_Slot",
    "PyModuleDef_Slot",
    "PySlot",
    "Py_buffer",
    "Py_complex",
    "PyStructSequence_Desc",
    "PyStructSequence_Field",
    "PyConfig",
    "PyPreConfig",
    "PyStatus",
    "PyCompilerFlags",
    "PyMemAllocatorEx",
    "PyObjectArenaAllocator",
    "PyDateTime_CAPI",
    "PyWideStringList",
    "PyLongExport",
    "PyLongLayout",
    "PyInterpreterConfig",
    "PyABIInfo",
    "_inittab",
    "_frozen",
    "Py_tss_t",
    "PyMutex",
    "PyExpat_CAPI",
    "wrapperbase",
];
/// Heads of objects have a rule of their own.
const HEAD: [&str; 2] = ["ob_type", "ob_size"];
const REFCOUNT: &str = "ob_refcnt";
/// The head as a member of a structure.
const BASE: &str = "ob_base";

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for used in cx.uses.items.iter().filter(|used| used.item.kind == Kind::Member) {
        let item = used.item;
        let Some((record, field)) = item.name.split_once('.') else { continue };
        let is_open = OPEN_RECORDS.contains(&record)
            || item.name == "PyThreadState.interp"
            || record.starts_with("PyArray");
        if is_open || HEAD.contains(&field) || field == BASE || !site::removed_on(cx, used).is_empty() {
            continue;
        }
        let is_concerned = |target: &Target| match target {
            Target::FreeThreaded(_) => true,
            Target::CPython(_) | Target::PyPy(_) | Target::GraalPy => field != REFCOUNT,
            _ => false,
        };
        if field == REFCOUNT && used.written || used.within.is_some() {
            continue;
        }
        let targets: Vec<_> = cx.targets_of(used).into_iter().filter(is_concerned).collect();
        // Those that lack the member are missing-on-target's matter.
        let targets: Vec<_> = targets.into_iter().filter(|target| lacks(*target, item).is_none()).collect();
        if targets.is_empty() {
            continue;
        }
        let message = format!("`{field}` is a private matter of `{record}`");
        let help = site::help(
            item,
            &[ReplacementKind::NonLimited, ReplacementKind::Private, ReplacementKind::Alternative],
        );
        let help = site::or_else(
            help,
            "call functions of the C-API or get the attribute by name: layouts change between versions",
        );
        sink.add(cx.finding(used.loc, message).help(help).targets(targets).item(item.name));
    }
}
