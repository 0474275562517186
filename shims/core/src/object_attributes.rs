//! `object.h`: attributes of any object. The default rules for attributes are in `object.rs`.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::body::decref;
use crate::convert::{from_c, from_c_opt, give, status, to_c};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::{
    clear_if, fail_int, has_flag, in_c, interned, null_argument, null_argument_int, type_error, type_name,
    with_error_told,
};
use crate::text;

unsafe fn not_a_name(name: *mut PyObject) -> String {
    // SAFETY: a living body.
    format!("attribute name must be string, not '{}'", unsafe { type_name(name) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetAttr(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    if o.is_null() || name.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if !has_flag(name, tp::UNICODE_SUBCLASS) {
            return type_error(&not_a_name(name));
        }
        if !in_c(o) {
            return give(model().getattr(from_c(o), from_c(name)));
        }
        let t = (*o).ob_type;
        if let Some(getattro) = (*t).tp_getattro {
            return getattro(o, name);
        }
        if let Some(getattr) = (*t).tp_getattr
            && let Some((name, _)) = text::utf8(name)
        {
            return getattr(o, name.cast_mut().cast());
        }
        no_attribute(o, name)
    }
}

unsafe fn no_attribute(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let name = String::from_utf8_lossy(&text::wtf8(name)).into_owned();
        errors::fail(Exc::AttributeError, &format!("'{}' object has no attribute '{name}'", type_name(o)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetAttrString(o: *mut PyObject, name: *const c_char) -> *mut PyObject {
    if o.is_null() || name.is_null() {
        return null_argument();
    }
    // SAFETY: a living body and a C string.
    unsafe {
        if !in_c(o) {
            return give(crate::python::c_name(name).and_then(|name| model().getattr(from_c(o), name.obj())));
        }
        let Some(name) = interned(name).map(to_c) else { return null_mut() };
        let value = PyObject_GetAttr(o, name);
        decref(name);
        value
    }
}

/// Attributes by the default rules: where there is none, no exception need be made first.
///
/// # Safety
/// `o` is a body.
pub(crate) unsafe fn is_generic(o: *mut PyObject) -> bool {
    let generic = crate::object::PyObject_GenericGetAttr as *const () as usize;
    // SAFETY: a living body.
    unsafe { (*(*o).ob_type).tp_getattro.is_some_and(|getattro| getattro as usize == generic) }
}

/// 1 with a value, 0 with NULL instead of an AttributeError, -1 with another exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetOptionalAttr(
    o: *mut PyObject,
    name: *mut PyObject,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place for the value.
    unsafe {
        *value = null_mut();
        if o.is_null() || name.is_null() {
            return null_argument_int();
        }
        if in_c(o) && !is_generic(o) {
            *value = PyObject_GetAttr(o, name);
            if !(*value).is_null() {
                return 1;
            }
            return if clear_if(Exc::AttributeError) { 0 } else { -1 };
        }
        if !has_flag(name, tp::UNICODE_SUBCLASS) {
            return fail_int(Exc::TypeError, &not_a_name(name));
        }
        let found = if in_c(o) {
            model().generic_getattr(from_c(o), from_c(name))
        } else {
            model().getattr_opt(from_c(o), from_c(name))
        };
        match found {
            Ok(None) if in_c(o) && crate::object_dict::adopt_dict(o) => {
                PyObject_GetOptionalAttr(o, name, value)
            }
            Ok(Some(found)) => {
                *value = to_c(found);
                1
            }
            Ok(None) => 0,
            Err(raised) => {
                errors::raise(raised);
                -1
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetOptionalAttrString(
    o: *mut PyObject,
    name: *const c_char,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place for the value.
    unsafe {
        *value = null_mut();
        if name.is_null() {
            return null_argument_int();
        }
        let Some(name) = interned(name).map(to_c) else { return -1 };
        let result = PyObject_GetOptionalAttr(o, name, value);
        decref(name);
        result
    }
}

/// The name before 3.13, still in binaries.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_LookupAttr(
    o: *mut PyObject,
    name: *mut PyObject,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: as for PyObject_GetOptionalAttr.
    unsafe { PyObject_GetOptionalAttr(o, name, value) }
}

/// Deletes with NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_SetAttr(
    o: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    if o.is_null() || name.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if !has_flag(name, tp::UNICODE_SUBCLASS) {
            return fail_int(Exc::TypeError, &not_a_name(name));
        }
        if !in_c(o) {
            let done = model().setattr(from_c(o), from_c(name), from_c_opt(value));
            if done.is_ok() {
                crate::types::attribute_set(o, name, from_c_opt(value));
            }
            return status(done);
        }
        let t = (*o).ob_type;
        if let Some(setattro) = (*t).tp_setattro {
            return setattro(o, name, value);
        }
        if let Some(setattr) = (*t).tp_setattr
            && let Some((name, _)) = text::utf8(name)
        {
            return setattr(o, name.cast_mut().cast(), value);
        }
        let has = if (*t).tp_getattr.is_none() && (*t).tp_getattro.is_none() {
            "has no"
        } else {
            "has only read-only"
        };
        let what = if value.is_null() { "del" } else { "assign to" };
        let name = String::from_utf8_lossy(&text::wtf8(name)).into_owned();
        fail_int(Exc::TypeError, &format!("'{}' object {has} attributes ({what} .{name})", type_name(o)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_SetAttrString(
    o: *mut PyObject,
    name: *const c_char,
    value: *mut PyObject,
) -> c_int {
    if o.is_null() || name.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies and a C string.
    unsafe {
        let Some(name) = interned(name).map(to_c) else { return -1 };
        let result = PyObject_SetAttr(o, name, value);
        decref(name);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_DelAttr(o: *mut PyObject, name: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PyObject_SetAttr(o, name, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_DelAttrString(o: *mut PyObject, name: *const c_char) -> c_int {
    // SAFETY: NULL or a living body, and a C string.
    unsafe { PyObject_SetAttrString(o, name, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_HasAttrWithError(o: *mut PyObject, name: *mut PyObject) -> c_int {
    let mut value = null_mut();
    // SAFETY: NULL or living bodies.
    unsafe {
        let found = PyObject_GetOptionalAttr(o, name, &raw mut value);
        crate::body::xdecref(value);
        found
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_HasAttrStringWithError(o: *mut PyObject, name: *const c_char) -> c_int {
    let mut value = null_mut();
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        let found = PyObject_GetOptionalAttrString(o, name, &raw mut value);
        crate::body::xdecref(value);
        found
    }
}

/// Exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_HasAttr(o: *mut PyObject, name: *mut PyObject) -> c_int {
    if o.is_null() || name.is_null() {
        return 0;
    }
    // SAFETY: living bodies.
    with_error_told("PyObject_HasAttr()", || c_int::from(unsafe { PyObject_HasAttrWithError(o, name) } > 0))
}

/// Exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_HasAttrString(o: *mut PyObject, name: *const c_char) -> c_int {
    if o.is_null() || name.is_null() {
        return 0;
    }
    // SAFETY: a living body and a C string.
    with_error_told("PyObject_HasAttrString()", || {
        c_int::from(unsafe { PyObject_HasAttrStringWithError(o, name) } > 0)
    })
}
