//! `dictobject.h`: values that are put in or taken out while they are asked for.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::convert::{from_c, from_c_opt, give, new_c, to_c};
use crate::dict_entries;
use crate::dictobject::{changed, is_dict, missing, put};
use crate::errors;
use crate::model::{Obj, Ref, Result, model};
use crate::protocol::{bad_call, bad_call_int};

/// In a dict that only C knows: what the key has now, borrowed, and whether it had it before. `None` when the VM has to say.
unsafe fn private_default(
    p: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
) -> Option<(*mut PyObject, bool)> {
    // SAFETY: living bodies.
    unsafe {
        if default.is_null() || !dict_entries::is_private(p) {
            return None;
        }
        let value = dict_entries::get(p, key)?;
        if !value.is_null() {
            return Some((value, true));
        }
        dict_entries::set(p, key, default).then_some((default, false))
    }
}

/// What the key has now, and whether it had it before.
unsafe fn set_default(p: *mut PyObject, key: *mut PyObject, default: *mut PyObject) -> Result<(Ref, bool)> {
    // SAFETY: living bodies.
    unsafe {
        let (dict, key) = (from_c(p), from_c(key));
        if let Some(value) = model().dict_get(dict, key)? {
            return Ok((value, true));
        }
        let value = from_c_opt(default).unwrap_or_else(|| model().none());
        model().dict_set(dict, key, value)?;
        changed(p, dict);
        Ok((value.to_ref(), false))
    }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetDefault(
    p: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call();
        }
        if let Some((value, _)) = private_default(p, key, default) {
            return value;
        }
        crate::convert::give_borrowed(set_default(p, key, default).map(|(value, _)| value))
    }
}

/// 1 where the key was there, 0 where it was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetDefaultRef(
    p: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() || default.is_null() {
            return bad_call_int();
        }
        if let Some((value, was_there)) = private_default(p, key, default) {
            if !result.is_null() {
                crate::body::incref(value);
                *result = value;
            }
            return c_int::from(was_there);
        }
        match set_default(p, key, default) {
            Ok((value, was_there)) => {
                if !result.is_null() {
                    *result = to_c(value);
                }
                c_int::from(was_there)
            }
            Err(raised) => {
                errors::raise(raised);
                -1
            }
        }
    }
}

unsafe fn pop(p: *mut PyObject, key: Obj) -> Result<Option<Ref>> {
    // SAFETY: the body of a dict.
    unsafe {
        let dict = from_c(p);
        if model().dict_len(dict) == 0 {
            // The key is not even hashed.
            return Ok(None);
        }
        let value = model().dict_get(dict, key)?;
        if value.is_some() {
            model().dict_del(dict, key)?;
            changed(p, dict);
        }
        Ok(value)
    }
}

/// 1 with the value, 0 without, -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Pop(
    p: *mut PyObject,
    key: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(pop(p, from_c(key)), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_PopString(
    p: *mut PyObject,
    key: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(crate::python::c_name(key).and_then(|key| pop(p, key.obj())), result)
    }
}

/// The value, or the default, or KeyError.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_Pop(
    p: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call();
        }
        let key = from_c(key);
        match pop(p, key) {
            Ok(None) if default.is_null() => give(Err(missing(key))),
            Ok(None) => new_c(from_c(default)),
            Ok(Some(value)) => to_c(value),
            Err(raised) => give(Err(raised)),
        }
    }
}
