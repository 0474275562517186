//! The call protocol, less used: private functions, old ones, and what `c/calls.c` needs.

use core::ptr::null_mut;

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::body::{decref, xdecref};
use crate::calls::{
    ARGUMENTS_OFFSET, PyObject_Call, PyObject_Vectorcall, PyObject_VectorcallDict, PyObject_VectorcallMethod,
    call_packed, is_c_type,
};
use crate::protocol::{checked, has_flag, in_c, null_argument, type_error};
use crate::tupleobject::tuple_slice;

/// Until 3.12; some binaries still ask for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_CallObjectWithKeywords(
    callable: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies.
    unsafe {
        if !args.is_null() && !has_flag(args, tp::TUPLE_SUBCLASS) {
            return type_error("argument list must be a tuple");
        }
        if !kwargs.is_null() && !has_flag(kwargs, tp::DICT_SUBCLASS) {
            return type_error("keyword list must be a dictionary");
        }
        if !args.is_null() {
            return PyObject_Call(callable, args, kwargs);
        }
        PyObject_VectorcallDict(callable, core::ptr::null(), 0, kwargs)
    }
}

/// Calls through `tp_call` with an array; `keywords` is NULL, a tuple of names or a dict.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_MakeTpCall(
    _state: *mut core::ffi::c_void,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargs: isize,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies, as many as it says.
    unsafe {
        let len = nargs.unsigned_abs();
        if keywords.is_null() || has_flag(keywords, tp::TUPLE_SUBCLASS) {
            if in_c(callable) || is_c_type(callable) {
                return call_packed(callable, args, len, keywords);
            }
            return PyObject_Vectorcall(callable, args, len, keywords);
        }
        PyObject_VectorcallDict(callable, args, len, keywords)
    }
}

/// A result with an exception, or none without one, becomes SystemError.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_CheckFunctionResult(
    _state: *mut core::ffi::c_void,
    callable: *mut PyObject,
    result: *mut PyObject,
    _place: *const core::ffi::c_char,
) -> *mut PyObject {
    // SAFETY: null or a new reference.
    unsafe { checked(callable, result) }
}

/// The arguments that a format built: the items of a tuple, or one object.
unsafe fn built_arguments(built: &*mut PyObject) -> &[*mut PyObject] {
    // SAFETY: a living body.
    unsafe {
        if has_flag(*built, tp::TUPLE_SUBCLASS) { tuple_slice(*built) } else { core::slice::from_ref(built) }
    }
}

/// `PyObject_CallFunction` after its format. Steals `built`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_call_built(callable: *mut PyObject, built: *mut PyObject) -> *mut PyObject {
    if built.is_null() {
        return null_mut();
    }
    // SAFETY: a reference that the caller gives up.
    unsafe {
        let args = built_arguments(&built);
        let result = PyObject_Vectorcall(callable, args.as_ptr(), args.len(), null_mut());
        decref(built);
        result
    }
}

/// `PyObject_CallMethod` after its format. Steals `name` and `built`; both may be NULL after an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_call_method_built(
    object: *mut PyObject,
    name: *mut PyObject,
    built: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: references that the caller gives up.
    unsafe {
        let mut result = null_mut();
        if !name.is_null() && !built.is_null() {
            let mut all = vec![object];
            all.extend_from_slice(built_arguments(&built));
            result = PyObject_VectorcallMethod(name, all.as_ptr(), all.len(), null_mut());
        }
        xdecref(name);
        xdecref(built);
        result
    }
}

/// A name of a C string, or NULL with UnicodeDecodeError; for `c/calls.c`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_name(text: *const core::ffi::c_char) -> *mut PyObject {
    // SAFETY: a C string.
    unsafe { crate::protocol::interned(text).map_or(null_mut(), crate::convert::to_c) }
}

/// As `PyObject_Call` with an object in front of the arguments.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_Call_Prepend(
    _state: *mut core::ffi::c_void,
    callable: *mut PyObject,
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies.
    unsafe {
        let mut all = vec![null_mut(), object];
        all.extend_from_slice(tuple_slice(args));
        PyObject_VectorcallDict(callable, all.as_ptr().add(1), (all.len() - 1) | ARGUMENTS_OFFSET, kwargs)
    }
}

/// SystemError for a NULL that must not be one; for `c/calls.c`.
#[unsafe(no_mangle)]
pub extern "C" fn pilotage_null_argument() -> *mut PyObject {
    null_argument()
}

/// Calls with more arguments than `c/calls.c` keeps on its stack.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_call_many(
    callable: *mut PyObject,
    count: usize,
    next: unsafe extern "C" fn(*mut core::ffi::c_void) -> *mut PyObject,
    state: *mut core::ffi::c_void,
) -> *mut PyObject {
    // SAFETY: `next` gives that many living bodies.
    unsafe {
        let args: Vec<*mut PyObject> = (0..count).map(|_| next(state)).collect();
        PyObject_Vectorcall(callable, args.as_ptr(), count, null_mut())
    }
}
