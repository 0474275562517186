//! `PyStatus`: how the start of an interpreter went. Starting one with a configuration is not offered.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::errors;
use crate::python;

const OK: c_int = 0;
const ERROR: c_int = 1;
const EXIT: c_int = 2;

/// `PyStatus`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Status {
    kind: c_int,
    function: *const c_char,
    message: *const c_char,
    code: c_int,
}

fn status(kind: c_int, message: *const c_char, code: c_int) -> Status {
    Status { kind, function: core::ptr::null(), message, code }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Ok() -> Status {
    status(OK, core::ptr::null(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Error(message: *const c_char) -> Status {
    status(ERROR, message, 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_NoMemory() -> Status {
    status(ERROR, c"memory allocation failed".as_ptr(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exit(code: c_int) -> Status {
    status(EXIT, core::ptr::null(), code)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsError(status: Status) -> c_int {
    c_int::from(status.kind == ERROR)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsExit(status: Status) -> c_int {
    c_int::from(status.kind == EXIT)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exception(status: Status) -> c_int {
    c_int::from(status.kind != OK)
}

/// Ends the process as the status says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_ExitStatusException(status: Status) -> ! {
    if status.kind == EXIT {
        crate::pylifecycle::exit(status.code);
    }
    // SAFETY: the caller's promise: null or C strings.
    unsafe { crate::pyerrors_kinds::_Py_FatalErrorFunc(status.function, status.message) }
}

/// The status as an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetFromPyStatus(status: Status) -> *mut PyObject {
    if status.kind != ERROR {
        return errors::fail(Exc::SystemError, "_PyErr_SetFromPyStatus() expects an error PyStatus");
    }
    // SAFETY: the caller's promise: null or C strings.
    let (function, message) = unsafe { (python::c_text(status.function), python::c_text(status.message)) };
    let text = if function.is_empty() { message } else { format!("{function}: {message}") };
    errors::fail(Exc::ValueError, &text)
}
