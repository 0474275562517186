//! The interpreter state: one.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::{_PyRuntimeState, PyConfig, PyInterpreterState, PyObject, PyThreadState};

use crate::body::World;
use crate::convert::borrow_c;
use crate::model::{Ref, model};

/// The one interpreter. Extensions compare its address; those that know CPython's internals find its threads in it.
static mut INTERPRETER: PyInterpreterState = {
    // SAFETY: all fields are integers and null pointers, which zero bytes are.
    unsafe { core::mem::zeroed() }
};
static INTERPRETER_DICT: World<Option<Ref>> = World::new(None);

/// For the field of thread states.
pub(crate) fn address() -> *mut c_void {
    (&raw mut INTERPRETER).cast()
}

/// What it knows from the beginning.
///
/// # Safety
/// Nobody else uses it yet.
pub(crate) unsafe fn start(runtime: *mut _PyRuntimeState) -> *mut PyInterpreterState {
    let interpreter = &raw mut INTERPRETER;
    // SAFETY: the caller's promise.
    unsafe { (*interpreter).runtime = runtime };
    interpreter
}

/// The state of the main thread. Those of other threads are not told.
pub(crate) fn set_main_thread(state: *mut PyThreadState) {
    let interpreter = &raw mut INTERPRETER;
    // SAFETY: two words that only the main thread writes.
    unsafe {
        (*interpreter).threads_head = state;
        (*interpreter).threads_main = state;
    }
}

/// Where its configuration is.
pub(crate) fn config() -> *mut PyConfig {
    // SAFETY: only the address is taken.
    unsafe { &raw mut INTERPRETER.config }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Get() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Main() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Head() -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_Next(
    _interpreter: *mut PyInterpreterState,
) -> *mut PyInterpreterState {
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_GetID(_interpreter: *mut PyInterpreterState) -> i64 {
    0
}

/// A borrowed dict for things that a module keeps for the interpreter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_GetDict(_interpreter: *mut PyInterpreterState) -> *mut PyObject {
    let known = INTERPRETER_DICT.with(|dict| dict.as_ref().map(Ref::obj));
    let dict = known.unwrap_or_else(|| {
        let dict = model().dict();
        let obj = dict.obj();
        INTERPRETER_DICT.with(|place| *place = Some(dict));
        obj
    });
    borrow_c(dict)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetInterpreter(_state: *mut PyThreadState) -> *mut PyInterpreterState {
    &raw mut INTERPRETER
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyInterpreterState_GetIDObject(interpreter: *mut PyInterpreterState) -> *mut PyObject {
    // SAFETY: the one interpreter.
    crate::longobject::new_signed(unsafe { (*interpreter).id })
}

/// Is the interpreter to end with the last reference to its number? The main one is not, whatever is asked for.
static REQUIRED: std::sync::atomic::AtomicI32 = std::sync::atomic::AtomicI32::new(0);

#[unsafe(no_mangle)]
pub extern "C" fn _PyInterpreterState_RequiresIDRef(_interpreter: *mut PyInterpreterState) -> i32 {
    REQUIRED.load(std::sync::atomic::Ordering::Relaxed)
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyInterpreterState_RequireIDRef(_interpreter: *mut PyInterpreterState, required: i32) {
    REQUIRED.store(i32::from(required != 0), std::sync::atomic::Ordering::Relaxed);
}
