//! PEP 523: functions that run a frame in place of the interpreter's own. The frames of this VM are not CPython's, so
//! the only function that can be set is the one that says so.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyInterpreterState, PyObject, PyThreadState, PyTypeObject};

use crate::builtin::{_PyNone_Type, PyCode_Type, PyMethod_Type};
use crate::descrobject::PyMethodDescr_Type;
use crate::errors::{self, Exc};

/// `_PyFrameEvalFunction`; the second argument is a `_PyInterpreterFrame`.
type Evaluate = unsafe extern "C" fn(*mut PyThreadState, *mut c_void, c_int) -> *mut PyObject;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_EvalFrameDefault(
    _state: *mut PyThreadState,
    _frame: *mut c_void,
    _throws: c_int,
) -> *mut PyObject {
    errors::fail(
        Exc::SystemError,
        "_PyEval_EvalFrameDefault: the frames of this interpreter are not CPython's and cannot be run by C",
    )
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyInterpreterState_GetEvalFrameFunc(_interpreter: *mut PyInterpreterState) -> Evaluate {
    _PyEval_EvalFrameDefault
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyInterpreterState_SetEvalFrameFunc(
    _interpreter: *mut PyInterpreterState,
    evaluate: Option<Evaluate>,
) {
    if evaluate.is_some_and(|evaluate| evaluate as usize != _PyEval_EvalFrameDefault as *const () as usize) {
        errors::raise_new(
            Exc::SystemError,
            "_PyInterpreterState_SetEvalFrameFunc: this interpreter runs its frames by itself",
        );
    }
}

/// No frame of CPython's kind is ever given out: there is nothing to clear.
#[unsafe(no_mangle)]
pub extern "C" fn _PyEval_FrameClearAndPop(_state: *mut PyThreadState, _frame: *mut c_void) {
    errors::raise_new(
        Exc::SystemError,
        "_PyEval_FrameClearAndPop: the frames of this interpreter are not CPython's",
    );
}

unsafe fn evaluate(frame: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    if frame.is_null() || !unsafe { crate::protocol::is_exact(frame, &raw mut crate::builtin::PyFrame_Type) }
    {
        errors::bad_internal_call();
        return null_mut();
    }
    errors::fail(Exc::SystemError, "a frame of this interpreter runs once, when it is called")
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_EvalFrame(frame: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { evaluate(frame) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_EvalFrameEx(frame: *mut PyObject, _throws: c_int) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { evaluate(frame) }
}

/// What kinds of code a frame can run: a type for each number of `pyframe.h`, null behind the last.
#[repr(transparent)]
pub struct Kinds([*const PyTypeObject; 6]);

// SAFETY: addresses of statics.
unsafe impl Sync for Kinds {}

#[unsafe(no_mangle)]
pub static PyUnstable_ExecutableKinds: Kinds = Kinds([
    &raw const _PyNone_Type,
    &raw const PyCode_Type,
    core::ptr::null(),
    &raw const PyMethod_Type,
    &raw const PyMethodDescr_Type,
    core::ptr::null(),
]);

/// Was the frame entered from C? Which frames the VM runs in the loop of their caller it does not tell, and any call
/// may be one of its own: all are told as entered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyFrame_IsEntryFrame(_frame: *mut PyObject) -> c_int {
    1
}
