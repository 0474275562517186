//! What a call through a pointer means: which slot, method or function of the interpreter it reaches, and the call of the API with
//! the same effect on references.

use std::collections::HashMap;
use std::ffi::CString;
use std::sync::{Mutex, OnceLock};

use pilotage_capi::{Item, Kind};

use crate::python::{self, Python, int, word};
use crate::slot::Slot;
use crate::{extension, hooks};

/// What is reached.
pub(crate) enum Meaning {
    /// Something with the effect of this function.
    Call(&'static Item),
    /// Code of the interpreter, or of an extension that is not watched, that is none of those.
    Unknown,
    /// A library that knows nothing of references.
    Elsewhere,
}

/// Slots of types with functions of the API that have their signature and effect.
const SLOTS: &[(&str, &str)] = &[
    ("tp_iternext", "PyIter_Next"),
    ("tp_call", "PyObject_Call"),
    ("tp_getattro", "PyObject_GetAttr"),
    ("tp_setattro", "PyObject_SetAttr"),
    ("tp_richcompare", "PyObject_RichCompare"),
    ("tp_iter", "PyObject_GetIter"),
    ("tp_repr", "PyObject_Repr"),
    ("tp_str", "PyObject_Str"),
    ("tp_hash", "PyObject_Hash"),
    ("tp_descr_get", "PyObject_Call"),
    ("tp_descr_set", "PyObject_SetItem"),
    ("tp_init", "PyObject_SetItem"),
    ("tp_dealloc", "PyObject_ClearWeakRefs"),
    ("tp_clear", "PyObject_ClearWeakRefs"),
    ("tp_finalize", "PyObject_ClearWeakRefs"),
];

/// Slots of the suites, likewise; those of numbers are told by how many objects they take.
const SUITE_SLOTS: &[(&str, &str, &str)] = &[
    ("tp_as_sequence", "PySequenceMethods.sq_length", "PyObject_Size"),
    ("tp_as_sequence", "PySequenceMethods.sq_concat", "PyNumber_Add"),
    ("tp_as_sequence", "PySequenceMethods.sq_repeat", "PySequence_Repeat"),
    ("tp_as_sequence", "PySequenceMethods.sq_item", "PySequence_GetItem"),
    ("tp_as_sequence", "PySequenceMethods.sq_ass_item", "PySequence_SetItem"),
    ("tp_as_sequence", "PySequenceMethods.sq_contains", "PySequence_Contains"),
    ("tp_as_mapping", "PyMappingMethods.mp_length", "PyObject_Size"),
    ("tp_as_mapping", "PyMappingMethods.mp_subscript", "PyObject_GetItem"),
    ("tp_as_mapping", "PyMappingMethods.mp_ass_subscript", "PyObject_SetItem"),
    ("tp_as_async", "PyAsyncMethods.am_await", "PyObject_GetIter"),
    ("tp_as_async", "PyAsyncMethods.am_aiter", "PyObject_GetIter"),
    ("tp_as_async", "PyAsyncMethods.am_anext", "PyObject_GetIter"),
    ("tp_as_async", "PyAsyncMethods.am_send", "PyIter_Send"),
    ("tp_as_number", "PyNumberMethods.nb_bool", "PyObject_IsTrue"),
    ("tp_as_number", "PyNumberMethods.nb_int", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_float", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_index", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_negative", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_positive", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_absolute", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_invert", "PyNumber_Negative"),
    ("tp_as_number", "PyNumberMethods.nb_power", "PyObject_Call"),
    ("tp_as_number", "PyNumberMethods.nb_inplace_power", "PyObject_Call"),
];

/// Slots of a type that are called with the type itself.
const TYPE_SLOTS: &[(&str, &str)] = &[("tp_new", "PyObject_Call"), ("tp_alloc", "PyType_GenericAlloc")];

/// What a call of `target` means whose first argument is `first`.
pub(crate) fn meaning(target: usize, first: usize) -> Meaning {
    let Some(python) = python::get() else { return Meaning::Elsewhere };
    if let Some(item) = exported(target) {
        return Meaning::Call(item);
    }
    if !is_interpreter(target) && !extension::uses_python(target) {
        // The C library, libraries that know nothing of Python, thunks of ours.
        return Meaning::Elsewhere;
    }
    let name = by_object(python, target, first);
    name.and_then(pilotage_capi::get).map_or(Meaning::Unknown, Meaning::Call)
}

/// The slot for an item that a target stands for, one for each pair and extension.
pub(crate) fn slot(item: &'static Item, target: usize, extension: u32) -> &'static Slot {
    type Made = HashMap<(usize, u32, &'static str), &'static Slot>;
    static MADE: Mutex<Option<Made>> = Mutex::new(None);
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    made.get_or_insert_default()
        .entry((target, extension, item.name))
        .or_insert_with(|| Slot::direct(item, extension::number_of(item), target, extension, false, 0))
}

/// Functions that the interpreter exports, by address.
fn exported(target: usize) -> Option<&'static Item> {
    static EXPORTED: OnceLock<HashMap<usize, &'static Item>> = OnceLock::new();
    let exported = EXPORTED.get_or_init(|| {
        let functions = pilotage_capi::all().iter().filter(|item| item.kind == Kind::Function);
        functions
            .filter_map(|item| Some((hooks::python_symbol(&CString::new(item.name).ok()?)?, item)))
            // One address may have several names: those that are public say more.
            .fold(HashMap::new(), |mut all, (address, item)| {
                let known: &mut &Item = all.entry(address).or_insert(item);
                if known.name.starts_with('_') {
                    *known = item;
                }
                all
            })
    });
    exported.get(&target).copied()
}

/// It is code of the interpreter.
pub(crate) fn is_interpreter(address: usize) -> bool {
    static CODE: OnceLock<Vec<(usize, usize)>> = OnceLock::new();
    lies_in(CODE.get_or_init(|| segments(libc::PF_X)), address)
}

/// It is code or data of the interpreter.
pub(crate) fn is_of_interpreter(address: usize) -> bool {
    static ALL: OnceLock<Vec<(usize, usize)>> = OnceLock::new();
    lies_in(ALL.get_or_init(|| segments(0)), address)
}

fn segments(flag: u32) -> Vec<(usize, usize)> {
    let version = hooks::python_symbol(c"Py_GetVersion");
    version.map_or_else(Vec::new, |address| extension::segments_around(address, flag))
}

fn lies_in(segments: &[(usize, usize)], address: usize) -> bool {
    segments.iter().any(|(from, to)| (*from..*to).contains(&address))
}

/// The stand-in for a slot, method or property of the object.
fn by_object(python: &Python, target: usize, first: usize) -> Option<&'static str> {
    if first < 0x1_0000 || !first.is_multiple_of(8) {
        return None;
    }
    let field = |kind: usize, name: &str| python.field("PyTypeObject", name).map_or(0, |at| word(kind + at));
    let kind = python.type_of(first);
    if kind == 0 {
        return None;
    }
    if python.vectorcall_field(first).is_some_and(|place| word(place) == target) {
        return Some("PyObject_Vectorcall");
    }
    if python.is_type(first)
        && let Some((_, name)) = TYPE_SLOTS.iter().find(|(slot, _)| field(first, slot) == target)
    {
        return Some(name);
    }
    if let Some((_, name)) = SLOTS.iter().find(|(slot, _)| field(kind, slot) == target) {
        return Some(name);
    }
    by_suite(python, kind, target)
        .or_else(|| by_tables(python, kind, target))
        .or_else(|| by_module(first, target))
}

fn by_suite(python: &Python, kind: usize, target: usize) -> Option<&'static str> {
    let table = |suite: &str| python.field("PyTypeObject", suite).map_or(0, |at| word(kind + at));
    let reaches = |suite: &str, slot: &str| {
        let (owner, name) = slot.split_once('.').unwrap_or_default();
        let table = table(suite);
        table != 0 && python.field(owner, name).is_some_and(|at| word(table + at) == target)
    };
    if let Some((_, _, name)) = SUITE_SLOTS.iter().find(|(suite, slot, _)| reaches(suite, slot)) {
        return Some(name);
    }
    // All others of numbers take two objects.
    let numbers = pilotage_capi::members("PyNumberMethods").iter();
    numbers.map(|item| item.name).any(|slot| reaches("tp_as_number", slot)).then_some("PyNumber_Add")
}

/// Methods and properties of the type and its bases.
fn by_tables(python: &Python, kind: usize, target: usize) -> Option<&'static str> {
    let mut kind = kind;
    for _ in 0..16 {
        if kind == 0 {
            return None;
        }
        let field = |name: &str| python.field("PyTypeObject", name).map_or(0, |at| word(kind + at));
        if has_method(field("tp_methods"), target) {
            return Some("PyObject_GetIter");
        }
        let mut at = field("tp_getset");
        while at != 0 && word(at) != 0 {
            if word(at + 8) == target {
                return Some("PyObject_GetIter");
            }
            if word(at + 16) == target {
                return Some("PyObject_SetAttr");
            }
            at += 40;
        }
        kind = python.base(kind);
    }
    None
}

/// Functions of the module that is their first argument.
fn by_module(module: usize, target: usize) -> Option<&'static str> {
    let definition = crate::types::definition(module)?;
    has_method(word(definition + 64), target).then_some("PyObject_GetIter")
}

fn has_method(table: usize, target: usize) -> bool {
    let mut at = table;
    while at != 0 && word(at) != 0 {
        if word(at + 8) == target && int(at + 16) != 0 {
            return true;
        }
        at += 32;
    }
    false
}
