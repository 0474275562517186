//! `abstract.h`: mappings.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::abstract_object::{PyObject_GetItem, PyObject_SetItem, PyObject_Size};
use crate::body::decref;
use crate::builtin as b;
use crate::convert::{from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Result, model};
use crate::protocol::{
    clear_if, fail_size, in_c, interned, is_exact, is_raised, mapping, null_argument, null_argument_int,
    null_argument_size, sequence, type_error, type_name, with_error_told,
};
use crate::{dictobject, python};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Check(o: *mut PyObject) -> c_int {
    if o.is_null() {
        return 0;
    }
    // SAFETY: a living body.
    c_int::from(unsafe { mapping(o) }.is_some_and(|table| table.mp_subscript.is_some()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Size(o: *mut PyObject) -> isize {
    if o.is_null() {
        return null_argument_size();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return PyObject_Size(o);
        }
        match mapping(o).and_then(|table| table.mp_length) {
            Some(length) => length(o),
            None if sequence(o).is_some_and(|table| table.sq_length.is_some()) => {
                fail_size(Exc::TypeError, &format!("{} is not a mapping", type_name(o)))
            }
            None => fail_size(Exc::TypeError, &format!("object of type '{}' has no len()", type_name(o))),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Length(o: *mut PyObject) -> isize {
    // SAFETY: as for PyMapping_Size.
    unsafe { PyMapping_Size(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_GetItemString(o: *mut PyObject, key: *const c_char) -> *mut PyObject {
    if o.is_null() || key.is_null() {
        return null_argument();
    }
    // SAFETY: a living body and a C string.
    unsafe {
        let Some(key) = interned(key).map(to_c) else { return null_mut() };
        let value = PyObject_GetItem(o, key);
        decref(key);
        value
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_SetItemString(
    o: *mut PyObject,
    key: *const c_char,
    value: *mut PyObject,
) -> c_int {
    if o.is_null() || key.is_null() || value.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies and a C string.
    unsafe {
        let Some(key) = interned(key).map(to_c) else { return -1 };
        let result = PyObject_SetItem(o, key, value);
        decref(key);
        result
    }
}

/// 1 with a value, 0 with NULL where there is no such key, -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_GetOptionalItem(
    o: *mut PyObject,
    key: *mut PyObject,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place for the value.
    unsafe {
        *value = null_mut();
        if !o.is_null() && !key.is_null() && is_exact(o, &raw mut b::PyDict_Type) {
            return dictobject::PyDict_GetItemRef(o, key, value);
        }
        *value = PyObject_GetItem(o, key);
        if !(*value).is_null() {
            return 1;
        }
        if clear_if(Exc::KeyError) { 0 } else { -1 }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_GetOptionalItemString(
    o: *mut PyObject,
    key: *const c_char,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place for the value.
    unsafe {
        *value = null_mut();
        if key.is_null() {
            return null_argument_int();
        }
        let Some(key) = interned(key).map(to_c) else { return -1 };
        let result = PyMapping_GetOptionalItem(o, key, value);
        decref(key);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_HasKeyWithError(o: *mut PyObject, key: *mut PyObject) -> c_int {
    let mut value = null_mut();
    // SAFETY: NULL or living bodies.
    unsafe {
        let found = PyMapping_GetOptionalItem(o, key, &raw mut value);
        crate::body::xdecref(value);
        found
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_HasKeyStringWithError(o: *mut PyObject, key: *const c_char) -> c_int {
    let mut value = null_mut();
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        let found = PyMapping_GetOptionalItemString(o, key, &raw mut value);
        crate::body::xdecref(value);
        found
    }
}

/// Exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_HasKey(o: *mut PyObject, key: *mut PyObject) -> c_int {
    with_error_told("PyMapping_HasKey()", || {
        if o.is_null() || key.is_null() {
            return c_int::from(null_argument_int() > 0);
        }
        // SAFETY: living bodies.
        c_int::from(unsafe { PyMapping_HasKeyWithError(o, key) } > 0)
    })
}

/// Exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_HasKeyString(o: *mut PyObject, key: *const c_char) -> c_int {
    with_error_told("PyMapping_HasKeyString()", || {
        if o.is_null() || key.is_null() {
            return c_int::from(null_argument_int() > 0);
        }
        // SAFETY: a living body and a C string.
        c_int::from(unsafe { PyMapping_HasKeyStringWithError(o, key) } > 0)
    })
}

/// What a method such as `keys` gives, as a list.
fn listed(o: Obj, method: &str) -> Result {
    let found = python::call_method(o, method, &[])?;
    // SAFETY: a body that lives while `found` does.
    let p = unsafe {
        let p = to_c(found);
        let iterator = crate::abstract_object::PyObject_GetIter(p);
        if iterator.is_null() {
            if is_raised(Exc::TypeError) {
                let message = format!(
                    "{}.{method}() returned a non-iterable (type {})",
                    model().type_name(model().class(o)),
                    type_name(p)
                );
                type_error::<PyObject>(&message);
            }
            decref(p);
            return Err(errors::pending(""));
        }
        decref(p);
        let list = crate::abstract_sequence::PySequence_List(iterator);
        decref(iterator);
        list
    };
    // SAFETY: NULL or a new reference.
    unsafe { errors::result(p) }
}

unsafe fn view(o: *mut PyObject, method: &str) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyDict_Type) {
            return match method {
                "keys" => crate::dictobject_items::PyDict_Keys(o),
                "values" => crate::dictobject_items::PyDict_Values(o),
                _ => crate::dictobject_items::PyDict_Items(o),
            };
        }
        give(listed(from_c(o), method))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Keys(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { view(o, "keys") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Values(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { view(o, "values") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMapping_Items(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { view(o, "items") }
}
