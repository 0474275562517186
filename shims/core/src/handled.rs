//! The exceptions that are being handled: `exc_info` of the thread, which C code writes without calling us, and what the
//! VM's own `except` blocks handle.

use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyThreadState};

use crate::body::{incref, xdecref};
use crate::convert::{from_c, to_c};
use crate::model::{Ref, model};
use crate::pystate;

/// While it lives, the VM knows what C code handles: `sys.exc_info()` and a bare `raise` in Python code that C calls
/// from an `except` block of its own. C writes `exc_info` without calling us, so this is asked at each such call.
#[derive(Debug)]
pub struct Handling {
    /// What the VM handled before; nothing was changed without it.
    before: Option<Option<Ref>>,
}

impl Handling {
    /// Costs a look at the thread's state where C handles nothing.
    #[inline]
    pub fn enter() -> Handling {
        // SAFETY: the state of this thread always has an item.
        let value = unsafe { (*(*pystate::current()).exc_info).exc_value };
        if value.is_null() { Handling { before: None } } else { Handling::tell(value) }
    }

    #[cold]
    fn tell(value: *mut PyObject) -> Handling {
        if value == &raw mut crate::builtin::_Py_NoneStruct {
            return Handling { before: None };
        }
        // SAFETY: the exception that C handles.
        let value = unsafe { from_c(value) };
        let before = model().handled();
        if before.as_ref().is_some_and(|before| before.obj() == value) {
            return Handling { before: None };
        }
        model().set_handled(Some(value.to_ref()));
        Handling { before: Some(before) }
    }
}

impl Drop for Handling {
    fn drop(&mut self) {
        if let Some(before) = self.before.take() {
            model().set_handled(before);
        }
    }
}

/// The exception that C code handles now, as `exc_info` of the thread says; null without one.
pub fn handled_in_c() -> *mut PyObject {
    // SAFETY: the chain of this thread's state; each item points to the one before.
    unsafe {
        let mut item = (*pystate::current()).exc_info;
        while !item.is_null() {
            let value = (*item).exc_value;
            if !value.is_null() && value != &raw mut crate::builtin::_Py_NoneStruct {
                return value;
            }
            item = (*item).previous_item;
        }
        null_mut()
    }
}

/// What is being handled: by C code, or else by the VM. A new reference, or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_GetHandledException() -> *mut PyObject {
    let in_c = handled_in_c();
    if in_c.is_null() {
        return model().handled().map_or(null_mut(), to_c);
    }
    // SAFETY: a living exception.
    unsafe { incref(in_c) };
    in_c
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_GetHandledException(_state: *mut PyThreadState) -> *mut PyObject {
    // SAFETY: as above.
    unsafe { PyErr_GetHandledException() }
}

/// What the VM handles itself is not said twice: the state then says nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetHandledException(exception: *mut PyObject) {
    // SAFETY: the state of this thread; the caller's promise.
    unsafe {
        let is_none = exception.is_null() || exception == &raw mut crate::builtin::_Py_NoneStruct;
        let known = !is_none && model().handled().is_some_and(|handled| handled.obj() == from_c(exception));
        let value = if is_none || known { null_mut() } else { exception };
        crate::body::xincref(value);
        let item = (*pystate::current()).exc_info;
        xdecref(core::mem::replace(&mut (*item).exc_value, value));
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetHandledException(_state: *mut PyThreadState, exception: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetHandledException(exception) }
}

/// Class, exception and traceback of what is being handled; None where nothing is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_GetExcInfo(
    class: *mut *mut PyObject,
    value: *mut *mut PyObject,
    traceback: *mut *mut PyObject,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let handled = PyErr_GetHandledException();
        *value = handled;
        *class = null_mut();
        *traceback = null_mut();
        if handled.is_null() {
            return;
        }
        *class = (*handled).ob_type.cast();
        incref(*class);
        *traceback = crate::exceptions::PyException_GetTraceback(handled);
    }
}

/// Takes three references over; only the exception counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetExcInfo(
    class: *mut PyObject,
    value: *mut PyObject,
    traceback: *mut PyObject,
) {
    // SAFETY: the caller's promise: it owns what it gives.
    unsafe {
        PyErr_SetHandledException(value);
        xdecref(value);
        xdecref(class);
        xdecref(traceback);
    }
}
