//! Functions that 3.14 exports but does not document: a few binaries use them.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::convert::{from_c, give_opt};
use crate::errors::{self, Exc};
use crate::model::{Obj, model};
use crate::object_attributes::{PyObject_GetAttr, PyObject_GetAttrString};
use crate::protocol::{fail_int, none, null_argument};
use crate::{dictobject, python};

/// A name that C made once.
#[repr(C)]
#[derive(Debug)]
pub struct Identifier {
    index: isize,
    string: *const c_char,
    mutex: u8,
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GetAttrId(o: *mut PyObject, name: *mut Identifier) -> *mut PyObject {
    if name.is_null() {
        return null_argument();
    }
    // SAFETY: NULL or a living body, and an identifier.
    unsafe { PyObject_GetAttrString(o, (*name).string) }
}

/// A bound method, always: 0 says that it is bound.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GetMethod(
    o: *mut PyObject,
    name: *mut PyObject,
    method: *mut *mut PyObject,
) -> c_int {
    // SAFETY: living bodies, and a place for the method.
    unsafe { *method = PyObject_GetAttr(o, name) };
    0
}

/// Calls a method that the class has; NULL without an exception where it has none.
unsafe fn special(o: *mut PyObject, name: *mut PyObject, args: &[Obj]) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let vm = from_c(o);
        let Some(method) = model().type_lookup(model().class(vm), from_c(name)) else { return null_mut() };
        let mut all = vec![vm];
        all.extend_from_slice(args);
        give_opt(python::call(method.obj(), &all).map(Some))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_MaybeCallSpecialNoArgs(
    o: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { special(o, name, &[]) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_MaybeCallSpecialOneArg(
    o: *mut PyObject,
    name: *mut PyObject,
    arg: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { special(o, name, &[from_c(arg)]) }
}

/// As `PyObject_GenericGetAttr`, with a dictionary of the caller for instances, which the class comes before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GenericGetAttrWithDict(
    o: *mut PyObject,
    name: *mut PyObject,
    dict: *mut PyObject,
    suppress: c_int,
) -> *mut PyObject {
    // SAFETY: living bodies; the dictionary may be NULL.
    unsafe {
        if !dict.is_null() {
            let mut value = null_mut();
            if dictobject::PyDict_GetItemRef(dict, name, &raw mut value) != 0 {
                return value;
            }
        }
        let value = crate::object::PyObject_GenericGetAttr(o, name);
        if value.is_null() && suppress != 0 {
            crate::protocol::clear_if(Exc::AttributeError);
        }
        value
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GenericSetAttrWithDict(
    o: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
    dict: *mut PyObject,
) -> c_int {
    // SAFETY: living bodies; value and dictionary may be NULL.
    unsafe {
        if dict.is_null() {
            return crate::object::PyObject_GenericSetAttr(o, name, value);
        }
        if value.is_null() {
            dictobject::PyDict_DelItem(dict, name)
        } else {
            dictobject::PyDict_SetItem(dict, name, value)
        }
    }
}

/// Memory that a debug build would have marked as free: never here.
#[unsafe(no_mangle)]
pub extern "C" fn _PyObject_IsFreed(_o: *mut PyObject) -> c_int {
    0
}

/// The process cannot go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_AssertFailed(
    o: *mut PyObject,
    expression: *const c_char,
    message: *const c_char,
    file: *const c_char,
    line: c_int,
    function: *const c_char,
) {
    // SAFETY: NULL or C strings.
    unsafe {
        let [expression, message, file, function] =
            [expression, message, file, function].map(|text| python::c_text(text));
        eprintln!(
            "{file}:{line}: {function}: assertion `{expression}` failed for the object at {o:p}: {message}"
        );
    }
    std::process::abort();
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_FatalRefcountErrorFunc(function: *const c_char, message: *const c_char) {
    // SAFETY: NULL or C strings.
    unsafe {
        let [function, message] = [function, message].map(|text| python::c_text(text));
        eprintln!("{function}: {message}");
    }
    std::process::abort();
}

/// For `Py_TRACE_REFS` builds only.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_ForgetReference(_o: *mut PyObject) {}

#[unsafe(no_mangle)]
pub extern "C" fn _Py_BreakPoint() {}

/// A converter for argument parsing: an index, or None, which leaves the place as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_convert_optional_to_ssize_t(o: *mut PyObject, place: *mut isize) -> c_int {
    // SAFETY: a living body, and a place.
    unsafe {
        if o == none() {
            return 1;
        }
        if crate::abstract_convert::PyIndex_Check(o) == 0 {
            let message =
                format!("argument should be integer or None, not {}", crate::protocol::type_name(o));
            fail_int(Exc::TypeError, &message);
            return 0;
        }
        let value = crate::abstract_convert::PyNumber_AsSsize_t(o, Exc::OverflowError.class());
        if value == -1 && errors::is_set() {
            return 0;
        }
        *place = value;
        1
    }
}

/// A name in globals, then builtins: a new reference, or NULL without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_LoadGlobal(
    globals: *mut PyObject,
    builtins: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    let mut value = null_mut();
    // SAFETY: living bodies.
    unsafe {
        if dictobject::PyDict_GetItemRef(globals, key, &raw mut value) == 0 {
            dictobject::PyDict_GetItemRef(builtins, key, &raw mut value);
        }
    }
    value
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_GetItemRef_KnownHash_LockHeld(
    dict: *mut PyObject,
    key: *mut PyObject,
    _hash: isize,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: living bodies, and a place for the result.
    unsafe { dictobject::PyDict_GetItemRef(dict, key, result) }
}

/// `list[slice]`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyList_SliceSubscript(list: *mut PyObject, slice: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { crate::abstract_object::PyObject_GetItem(list, slice) }
}

/// Looks a method up in the class and binds it: before 3.14.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_LookupSpecial(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let vm = from_c(o);
        if model().type_lookup(model().class(vm), from_c(name)).is_some() {
            return PyObject_GetAttr(o, name);
        }
        null_mut()
    }
}
