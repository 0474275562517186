//! The error indicator: the exception that is set in the thread, where C reads and writes it.

use core::ptr::null_mut;

use pilotage_abi::{PyBaseExceptionObject, PyObject};

use crate::body::{decref, xdecref};
pub use crate::builtin::Exc;
use crate::convert::{from_c, to_c};
use crate::model::{Raised, Ref, Result};
use crate::{pystate, python};

/// Sets the indicator; what was set before is gone.
pub fn raise(raised: Raised) {
    let p = to_c(raised.0);
    crate::pyerrors::refresh_traceback(p);
    // SAFETY: the state of this thread; the old exception was owned by it.
    unsafe {
        let state = pystate::current();
        let old = core::mem::replace(&mut (*state).current_exception, p);
        xdecref(old);
    }
}

/// Takes the exception out of the indicator.
pub fn take_raised() -> Option<Raised> {
    // SAFETY: the state of this thread owns the exception.
    unsafe {
        let state = pystate::current();
        let p = core::mem::replace(&mut (*state).current_exception, null_mut());
        if p.is_null() {
            return None;
        }
        let raised = Raised(from_c(p).to_ref());
        crate::pyerrors::push_traceback(p, raised.0.obj());
        decref(p);
        Some(raised)
    }
}

/// Is an exception set?
pub fn is_set() -> bool {
    // SAFETY: the state of this thread.
    unsafe { !(*pystate::current()).current_exception.is_null() }
}

/// An exception of `builtins` with a message.
pub fn new_raised(kind: Exc, message: &str) -> Raised {
    // SAFETY: exception classes are ready from the start.
    let class = unsafe { from_c(kind.class()) };
    match python::call(class, &[python::text(message).obj()]) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

/// Sets the indicator to an exception of `builtins`.
pub fn raise_new(kind: Exc, message: &str) {
    raise(new_raised(kind, message));
}

/// For functions that return NULL.
pub fn fail<T>(kind: Exc, message: &str) -> *mut T {
    raise_new(kind, message);
    null_mut()
}

/// For functions that return `Result`.
pub fn error<T>(kind: Exc, message: &str) -> Result<T> {
    Err(new_raised(kind, message))
}

/// An argument that a caller in C must not pass.
pub fn bad_internal_call() {
    raise_new(Exc::SystemError, "bad argument to internal function");
}

/// What a call into C gave: a new reference, or the exception that it set.
///
/// # Safety
/// `p` is null or a new reference of ours.
pub unsafe fn result(p: *mut PyObject) -> Result<Ref> {
    if p.is_null() {
        return Err(pending("error return without exception set"));
    }
    if is_set() {
        let raised = pending("");
        // SAFETY: the caller's promise.
        unsafe { decref(p) };
        let cause = new_raised(
            Exc::SystemError,
            "a function of an extension returned a result with an exception set",
        );
        let _ = python::set_attr(cause.0.obj(), "__cause__", raised.0.obj());
        return Err(cause);
    }
    // SAFETY: the caller's promise.
    Ok(unsafe { crate::handover::value(p) })
}

/// The exception that C set, or a SystemError where it set none.
pub fn pending(otherwise: &str) -> Raised {
    take_raised().unwrap_or_else(|| new_raised(Exc::SystemError, otherwise))
}

/// 0 or -1.
pub fn result_status(value: i32) -> Result<()> {
    if value < 0 { Err(pending("error return without exception set")) } else { Ok(()) }
}

/// An exception that nobody can get: told through `sys.unraisablehook`.
pub fn unraisable(raised: Raised, place: &str) {
    let p = to_c(raised.0);
    // SAFETY: a new reference of ours.
    unsafe {
        crate::pyerrors::write_unraisable(p, place);
        decref(p);
    }
}

/// The exception in the indicator, borrowed.
pub fn peek() -> *mut PyObject {
    // SAFETY: the state of this thread.
    unsafe { (*pystate::current()).current_exception }
}

/// Sets the indicator to an instance that C owns.
///
/// # Safety
/// `p` is null or a new reference of ours.
pub unsafe fn restore(p: *mut PyObject) {
    // SAFETY: the state of this thread.
    unsafe {
        let old = core::mem::replace(&mut (*pystate::current()).current_exception, p);
        xdecref(old);
    }
}

/// Sets the traceback field of an exception's body.
///
/// # Safety
/// `p` is the body of an exception.
pub unsafe fn set_traceback(p: *mut PyObject, traceback: Option<Ref>) {
    let exception: *mut PyBaseExceptionObject = p.cast();
    let new = traceback.map_or(null_mut(), to_c);
    // SAFETY: the field is counted.
    unsafe {
        let old = core::mem::replace(&mut (*exception).traceback, new);
        xdecref(old);
    }
}

/// An exception of `builtins` without arguments.
pub fn raise_new_empty(kind: Exc) {
    // SAFETY: exception classes are ready from the start.
    match python::call(unsafe { from_c(kind.class()) }, &[]) {
        Ok(exception) => raise(Raised(exception)),
        Err(raised) => raise(raised),
    }
}
