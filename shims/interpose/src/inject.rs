//! Makes a chosen call of the API fail, in the way in which that function tells of failure.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use pilotage_capi::Fails;
use pilotage_ledger::Place;

use crate::python::Python;
use crate::slot::Call;
use crate::special::Special;
use crate::thunk::Frame;
use crate::{calls, formats, record, settings, slot};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// The number that asks for a list of all places, and for no failure.
pub(crate) const LIST: u64 = u64::MAX;

/// The number of the call that shall fail; `UNKNOWN`: the settings have not been asked.
static WANTED: AtomicU64 = AtomicU64::new(UNKNOWN);
static MEMORY_ONLY: AtomicBool = AtomicBool::new(false);
const UNKNOWN: u64 = u64::MAX - 1;

/// From now on calls are counted from 1 again, and the one with this number fails; 0: none, `LIST`: all are told.
pub(crate) fn begin(number: u64, memory_only: bool) {
    MEMORY_ONLY.store(memory_only, Ordering::Relaxed);
    COUNT.store(0, Ordering::Relaxed);
    WANTED.store(number, Ordering::Relaxed);
}

/// This call is the one that shall fail.
pub(crate) fn wants(frame: &Frame, call: &Call) -> bool {
    match WANTED.load(Ordering::Relaxed) {
        0 => return false,
        UNKNOWN => {
            let settings = settings::get();
            let asked = settings.map_or((0, false), |it| (it.fail, it.fail_memory));
            begin(asked.0, asked.1);
        }
        _ => {}
    }
    if !call.named || !can_fail(call, MEMORY_ONLY.load(Ordering::Relaxed)) {
        return false;
    }
    let wanted = WANTED.load(Ordering::Relaxed);
    let number = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    if wanted == LIST {
        record::site(number, Place { pc: frame.pc, item: call.number });
    }
    number == wanted
}

/// Functions that fail only when they are called with something else than they want. Making them fail would say nothing.
const ALWAYS_RIGHT: [&str; 34] = [
    "PyByteArray_AsString",
    "PyByteArray_Size",
    "PyBytes_AsString",
    "PyBytes_AsStringAndSize",
    "PyBytes_Size",
    "PyCFunction_GetFlags",
    "PyCFunction_GetFunction",
    "PyCFunction_GetSelf",
    "PyCapsule_GetName",
    "PyCapsule_GetPointer",
    "PyCapsule_IsValid",
    "PyDict_Size",
    "PyFloat_Pack2",
    "PyFloat_Pack4",
    "PyFloat_Pack8",
    "PyFloat_Unpack2",
    "PyFloat_Unpack4",
    "PyFloat_Unpack8",
    "PyFrozenSet_CheckExact",
    "PyList_GetItem",
    "PyList_SetItem",
    "PyList_Size",
    "PyModule_GetDef",
    "PyModule_GetDict",
    "PyModule_GetState",
    "PySet_Size",
    "PyState_FindModule",
    "PyTuple_GetItem",
    "PyTuple_SetItem",
    "PyTuple_Size",
    "PyType_GetModule",
    "PyType_GetModuleState",
    "PyUnicode_GetLength",
    "PyUnicode_ReadChar",
];

/// Calls of which callers must expect failure. Releasing, asking and making types never fail in good programs.
fn can_fail(call: &Call, memory_only: bool) -> bool {
    let allocates = matches!(call.special, Special::Malloc(_) | Special::Calloc(_) | Special::Realloc(_));
    if allocates || memory_only {
        return allocates;
    }
    let tells = matches!(
        call.item.fails,
        Fails::Null | Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::Zero | Fails::NullOrAbsent
    );
    let is_checked = !call.item.name.starts_with("PyErr_") && !call.item.name.starts_with("PyGILState_");
    let is_honest = ALWAYS_RIGHT.binary_search(&call.item.name).is_err();
    tells && is_checked && is_honest && call.special != Special::ReleaseBuffer
}

/// Answers the call in place of the function.
pub(crate) fn fail(frame: &mut Frame, call: &Call, python: &Python) {
    calls::fail(frame, call);
    let mut taken: Vec<usize> = call
        .effects
        .iter()
        .filter(|(_, effect)| slot::steals(*effect, true))
        .map(|(at, _)| frame.arguments[usize::from(*at)])
        .collect();
    if let Special::Build(at) = call.special {
        taken.extend(formats::given_away(frame, at).unwrap_or_default());
    }
    // What the function takes over also when it fails.
    for object in taken.into_iter().filter(|object| *object != 0) {
        // SAFETY: the caller gave the reference away with this call; the GIL is held.
        unsafe { (python.functions.decref)(object) };
    }
    // Raw allocators set nothing; all others tell the reason.
    if call.item.fails != Fails::NullWithoutException && !python.has_exception() {
        python.set_memory_error();
    }
    record::injected(COUNT.load(Ordering::Relaxed));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_known() {
        assert!(ALWAYS_RIGHT.is_sorted());
        let unknown: Vec<_> = ALWAYS_RIGHT.iter().filter(|name| pilotage_capi::get(name).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
