//! `_PyRuntime`: the state of the process, for extensions that are compiled with CPython's internal headers.
//! It tells that Python runs and which interpreter there is, and has the small objects that those headers address directly.

use core::ffi::c_ulong;
use core::sync::atomic::{AtomicU64, Ordering};

use pilotage_abi::flags::{IMMORTAL_REFCNT, STATIC_FLAGS};
use pilotage_abi::{
    _PyRuntimeState, PyASCIIObject, PyBytesObject, PyObject, PyThreadState, PyTupleObject, PyTypeObject,
    PyVarObject,
};

use crate::builtin::{PyBytes_Type, PyLong_Type, PyTuple_Type, PyUnicode_Type};
use crate::text::{ASCII_BIT, COMPACT_BIT, KIND_SHIFT};
use crate::{interpreter, mirror, pystate};

unsafe extern "C" {
    fn pthread_self() -> c_ulong;
}

#[unsafe(no_mangle)]
pub static mut _PyRuntime: _PyRuntimeState = {
    // SAFETY: all fields are integers and null pointers, which zero bytes are.
    unsafe { core::mem::zeroed() }
};

/// The thread in which the program began.
static MAIN_THREAD: AtomicU64 = AtomicU64::new(0);

/// This thread is the main one. The rest of the C-API may begin later, and in another thread.
pub(crate) fn begin() {
    // SAFETY: no arguments.
    MAIN_THREAD.store(unsafe { pthread_self() }, Ordering::Relaxed);
}

/// This thread has its state now.
///
/// # Safety
/// `state` is that of this thread.
pub(crate) unsafe fn thread_began(state: *mut PyThreadState) {
    // SAFETY: the caller's promise; only the main thread writes.
    unsafe {
        if MAIN_THREAD.load(Ordering::Relaxed) == pthread_self() {
            _PyRuntime.main_tstate = state;
            interpreter::set_main_thread(state);
        }
    }
}

/// The first small int.
const SMALL_FROM: i64 = -5;
/// `statically_allocated` of a str's state.
const STATIC_BIT: u32 = 1 << 7;

/// Fills it.
///
/// # Safety
/// The builtin types are ready; nobody has used it yet.
pub(crate) unsafe fn start() {
    let runtime = &raw mut _PyRuntime;
    // SAFETY: the caller's promise.
    unsafe {
        for done in [
            &raw mut (*runtime)._initialized,
            &raw mut (*runtime).preinitialized,
            &raw mut (*runtime).core_initialized,
            &raw mut (*runtime).initialized,
        ] {
            *done = 1;
        }
        let interpreter = interpreter::start(runtime);
        (*runtime).interpreters_head = interpreter;
        (*runtime).interpreters_main = interpreter;
        (*runtime).interpreters_next_id = 1;
        (*runtime).main_thread = MAIN_THREAD.load(Ordering::Relaxed);
        thread_began(pystate::current());
        numbers(runtime);
        bytes(runtime);
        characters(runtime);
        head((&raw mut (*runtime).tuple_empty).cast(), &raw mut PyTuple_Type);
        (*(&raw mut (*runtime).tuple_empty).cast::<PyTupleObject>()).ob_hash = -1;
    }
}

unsafe fn head(p: *mut PyObject, class: *mut PyTypeObject) {
    // SAFETY: the caller's promise: memory for an object.
    unsafe {
        p.write(PyObject {
            ob_refcnt: IMMORTAL_REFCNT,
            ob_overflow: 0,
            ob_flags: STATIC_FLAGS,
            ob_type: class,
        });
    }
}

unsafe fn numbers(runtime: *mut _PyRuntimeState) {
    // SAFETY: as for `start`.
    unsafe {
        for (at, value) in (SMALL_FROM..).take((*runtime).small_ints.len()).enumerate() {
            let p: *mut PyObject = (&raw mut (*runtime).small_ints[at]).cast();
            head(p, &raw mut PyLong_Type);
            let digit = value.unsigned_abs() as u32;
            mirror::write_digits(p, value < 0, if digit == 0 { &[] } else { core::slice::from_ref(&digit) });
        }
    }
}

unsafe fn bytes(runtime: *mut _PyRuntimeState) {
    // SAFETY: as for `start`; each has room for one byte and a null.
    unsafe {
        let fill = |p: *mut PyObject, value: &[u8]| {
            head(p, &raw mut PyBytes_Type);
            (*p.cast::<PyVarObject>()).ob_size = value.len().cast_signed();
            let bytes: *mut PyBytesObject = p.cast();
            (*bytes).ob_shash = -1;
            core::ptr::copy_nonoverlapping(value.as_ptr(), (&raw mut (*bytes).ob_sval).cast(), value.len());
        };
        fill((&raw mut (*runtime).bytes_empty).cast(), b"");
        for byte in 0..=255_u8 {
            fill((&raw mut (*runtime).bytes_characters[usize::from(byte)]).cast(), &[byte]);
        }
    }
}

unsafe fn characters(runtime: *mut _PyRuntimeState) {
    // SAFETY: as for `start`; each has room for a character and a null.
    unsafe {
        for character in 0..=255_u8 {
            let at = usize::from(character & 0x7f);
            let is_ascii = character < 0x80;
            let (p, begin): (*mut PyObject, usize) = if is_ascii {
                ((&raw mut (*runtime).ascii[at]).cast(), mirror::ASCII)
            } else {
                ((&raw mut (*runtime).latin1[at]).cast(), mirror::COMPACT)
            };
            head(p, &raw mut PyUnicode_Type);
            let text: *mut PyASCIIObject = p.cast();
            (*text).length = 1;
            (*text).hash = -1;
            (*text).state = 1 << KIND_SHIFT | COMPACT_BIT | STATIC_BIT | if is_ascii { ASCII_BIT } else { 0 };
            p.cast::<u8>().add(begin).write(character);
        }
    }
}
