//! `context.h`: contexts and their variables, which are the VM's.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::builtin as b;
use crate::convert::{from_c, give, status, to_c};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::{fail_int, is_exact, is_kind, make};
use crate::python;

#[unsafe(no_mangle)]
pub extern "C" fn PyContext_New() -> *mut PyObject {
    give(make(&raw mut b::PyContext_Type, &[]))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContext_Copy(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        if !is_context(p) {
            return null_mut();
        }
        give(python::call_method(from_c(p), "copy", &[]))
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyContext_CopyCurrent() -> *mut PyObject {
    give(python::call_function("_contextvars", "copy_context", &[]))
}

unsafe fn is_context(p: *mut PyObject) -> bool {
    // SAFETY: a living body.
    if unsafe { is_exact(p, &raw mut b::PyContext_Type) } {
        return true;
    }
    fail_int(Exc::TypeError, "an instance of Context was expected");
    false
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContext_Enter(p: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe { if is_context(p) { status(model().enter_context(from_c(p))) } else { -1 } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContext_Exit(p: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe { if is_context(p) { status(model().exit_context(from_c(p))) } else { -1 } }
}

/// The default is NULL or an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContextVar_New(name: *const c_char, default: *mut PyObject) -> *mut PyObject {
    // SAFETY: a C string; NULL or a living body.
    unsafe {
        let Some(name) = crate::protocol::interned(name) else { return null_mut() };
        if default.is_null() {
            return give(make(&raw mut b::PyContextVar_Type, &[name.obj()]));
        }
        let class = b::class(&raw mut b::PyContextVar_Type);
        give(model().call(class, &[name.obj(), from_c(default)], &[python::name("default").obj()]))
    }
}

unsafe fn is_variable(p: *mut PyObject) -> bool {
    // SAFETY: a living body.
    if unsafe { is_exact(p, &raw mut b::PyContextVar_Type) } {
        return true;
    }
    fail_int(Exc::TypeError, "an instance of ContextVar was expected");
    false
}

/// 0 with a new reference, or with NULL where there is neither a value nor a default; -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContextVar_Get(
    p: *mut PyObject,
    default: *mut PyObject,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: a living body, NULL or a living body, and a place for the value.
    unsafe {
        *value = null_mut();
        if !is_variable(p) {
            return -1;
        }
        if default.is_null() {
            return match python::call_method(from_c(p), "get", &[]) {
                Ok(found) => {
                    *value = to_c(found);
                    0
                }
                Err(raised) if is_kind(&raised, Exc::LookupError) => 0,
                Err(raised) => {
                    errors::raise(raised);
                    -1
                }
            };
        }
        *value = give(python::call_method(from_c(p), "get", &[from_c(default)]));
        if (*value).is_null() { -1 } else { 0 }
    }
}

/// A token for `PyContextVar_Reset`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContextVar_Set(p: *mut PyObject, value: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        if !is_variable(p) {
            return null_mut();
        }
        give(python::call_method(from_c(p), "set", &[from_c(value)]))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyContextVar_Reset(p: *mut PyObject, token: *mut PyObject) -> c_int {
    // SAFETY: living bodies.
    unsafe {
        if !is_variable(p) {
            return -1;
        }
        status(python::call_method(from_c(p), "reset", &[from_c(token)]).map(drop))
    }
}
