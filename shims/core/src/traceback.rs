//! Tracebacks: adding places in C to them, printing them, and their fields for C.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyTracebackObject};

use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c, status};
use crate::errors;
use crate::exception_bodies::{push_traceback, refresh_traceback};
use crate::model::{CodePlace, Obj, Result, Shape, model};
use crate::python;

/// Adds a place to the traceback of the exception in the indicator.
pub(crate) fn add(place: CodePlace<'_>) {
    let set = errors::peek();
    if set.is_null() {
        return;
    }
    // SAFETY: the exception of this thread.
    let vm = unsafe { from_c(set) };
    push_traceback(set, vm);
    model().add_traceback(vm, place);
    refresh_traceback(set);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTraceback_Add(function: *const c_char, filename: *const c_char, line: c_int) {
    // SAFETY: the caller's promise.
    let (function, filename) = unsafe { (python::c_text(function), python::c_text(filename)) };
    add(CodePlace { filename: &filename, function: &function, line });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTraceBack_Print(traceback: *mut PyObject, file: *mut PyObject) -> c_int {
    if traceback.is_null() {
        return 0;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if (*traceback).ob_type != &raw mut crate::builtin::PyTraceBack_Type {
            errors::raise_new(Exc::SystemError, "bad argument to internal function");
            return -1;
        }
        status(print(from_c(traceback), from_c(file)))
    }
}

fn print(traceback: Obj, file: Obj) -> Result<()> {
    let head = python::text("Traceback (most recent call last):\n");
    python::call_method(file, "write", &[head.obj()])?;
    python::call_function("traceback", "print_tb", &[traceback, model().none(), file])?;
    Ok(())
}

/// The fields of a mirror.
pub(crate) unsafe fn fill(p: *mut PyObject, vm: Obj) {
    let traceback: *mut PyTracebackObject = p.cast();
    let part = |name| match python::attr(vm, name) {
        Ok(part) if part.obj() != model().none() && model().strong_count(part.obj()) > 1 => {
            borrow_c(part.obj())
        }
        _ => null_mut(),
    };
    let number = |name| {
        let value = python::attr(vm, name).ok().filter(|value| model().shape(value.obj()) == Shape::Int);
        value.and_then(|value| model().int_to_i64(value.obj())).unwrap_or(-1) as c_int
    };
    // SAFETY: a body with the layout of a traceback.
    unsafe {
        (*traceback).tb_next = part("tb_next").cast();
        (*traceback).tb_frame = part("tb_frame");
        (*traceback).tb_lasti = number("tb_lasti");
        (*traceback).tb_lineno = number("tb_lineno");
    }
}
