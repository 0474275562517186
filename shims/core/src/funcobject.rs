//! `funcobject.h`: functions of Python code, static and class methods.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::builtin as b;
use crate::convert::{borrow_c, from_c, give, status};
use crate::errors::{self, Exc};
use crate::model::{Ref, Result, model};
use crate::protocol::{bad_call, bad_call_int, fail_int, has_flag, is_exact, make, none};
use crate::python;

unsafe fn is_function(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_exact(p, &raw mut b::PyFunction_Type) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_New(code: *mut PyObject, globals: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { give(make(&raw mut b::PyFunction_Type, &[from_c(code), from_c(globals)])) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_NewWithQualName(
    code: *mut PyObject,
    globals: *mut PyObject,
    qualname: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: living bodies, the last one may be NULL.
    unsafe {
        let function = make(&raw mut b::PyFunction_Type, &[from_c(code), from_c(globals)]);
        give(function.and_then(|function: Ref| {
            if !qualname.is_null() {
                python::set_attr(function.obj(), "__qualname__", from_c(qualname))?;
            }
            Ok(function)
        }))
    }
}

/// An attribute that the function keeps alive, borrowed; NULL for None.
unsafe fn part(p: *mut PyObject, name: &str) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_function(p) {
            return bad_call();
        }
        match python::attr(from_c(p), name) {
            Ok(found) if found.obj() == model().none() => null_mut(),
            Ok(found) => borrow_c(found.obj()),
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetCode(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__code__") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetGlobals(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__globals__") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetModule(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__module__") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetDefaults(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__defaults__") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetKwDefaults(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__kwdefaults__") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetClosure(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { part(p, "__closure__") }
}

/// None where there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_GetAnnotations(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        let annotations = part(p, "__annotations__");
        let is_empty = !annotations.is_null() && crate::dictobject::PyDict_Size(annotations) == 0;
        if is_empty { crate::protocol::none() } else { annotations }
    }
}

/// None, or an object of one kind.
unsafe fn set_part(p: *mut PyObject, name: &str, value: *mut PyObject, flag: u64, otherwise: &str) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_function(p) || value.is_null() {
            return bad_call_int();
        }
        if value != none() && !has_flag(value, flag) {
            return fail_int(Exc::SystemError, otherwise);
        }
        status(python::set_attr(from_c(p), name, from_c(value)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_SetDefaults(p: *mut PyObject, defaults: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { set_part(p, "__defaults__", defaults, tp::TUPLE_SUBCLASS, "non-tuple default args") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_SetKwDefaults(p: *mut PyObject, defaults: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        set_part(p, "__kwdefaults__", defaults, tp::DICT_SUBCLASS, "non-dict keyword only default args")
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFunction_SetAnnotations(p: *mut PyObject, annotations: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { set_part(p, "__annotations__", annotations, tp::DICT_SUBCLASS, "non-dict annotations") }
}

unsafe fn wrapped(class: *mut pilotage_abi::PyTypeObject, callable: *mut PyObject) -> Result {
    // SAFETY: a living body.
    unsafe { make(class, &[from_c(callable)]) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStaticMethod_New(callable: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { give(wrapped(&raw mut b::PyStaticMethod_Type, callable)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyClassMethod_New(callable: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { give(wrapped(&raw mut b::PyClassMethod_Type, callable)) }
}
