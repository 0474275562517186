//! `unicodeobject.h`, names of files and text of the locale: UTF-8 with `surrogateescape`, as CPython's UTF-8 mode has it.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::body::{decref, xdecref};
use crate::bytesobject::value;
use crate::chars::View;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::python;
use crate::text;
use crate::unicodeobject_codecs::{name, utf8};
use crate::unicodeobject_encode::encode;
use crate::values::{self, is_bytes, is_str, type_name};

/// What a converter returns that wants to be called again with NULL to clean up.
const CLEANUP_SUPPORTED: c_int = 0x2_0000;
const HANDLER: &str = "surrogateescape";

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_EncodeFSDefault(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_argument_null();
        }
        encode(p, "utf-8", HANDLER)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeFSDefaultAndSize(data: *const c_char, len: isize) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    utf8(unsafe { values::slice(data, len) }, HANDLER)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeFSDefault(data: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    utf8(unsafe { python::c_str(data) }, HANDLER)
}

/// Text of the locale knows two handlers.
unsafe fn locale_handler(errors: *const c_char) -> Option<String> {
    // SAFETY: the caller's promise.
    let handler = unsafe { name(errors, "strict") };
    if handler == "strict" || handler == HANDLER {
        return Some(handler.into_owned());
    }
    errors::raise_new(Exc::ValueError, "unsupported error handler");
    None
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeLocaleAndSize(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let Some(handler) = locale_handler(errors) else { return null_mut() };
        let bytes = values::slice(data, len);
        if bytes.contains(&0) {
            return errors::fail(Exc::ValueError, "embedded null byte");
        }
        utf8(bytes, &handler)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeLocale(data: *const c_char, errors: *const c_char) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let Some(handler) = locale_handler(errors) else { return null_mut() };
        utf8(python::c_str(data), &handler)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_EncodeLocale(p: *mut PyObject, errors: *const c_char) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_argument_null();
        }
        let Some(handler) = locale_handler(errors) else { return null_mut() };
        if has_null(p) {
            return errors::fail(Exc::ValueError, "embedded null character");
        }
        encode(p, "utf-8", &handler)
    }
}

unsafe fn has_null(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise: a str.
    unsafe { View::of(p) }.iter().any(|character| character == 0)
}

/// What `os.fspath` says of an argument: str or bytes, a new reference.
unsafe fn path(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if is_str(p) || is_bytes(p) {
            return values::new_ref(p);
        }
        let path = give(python::call_function("os", "fspath", &[from_c(p)]));
        if !path.is_null() && !is_str(path) && !is_bytes(path) {
            let message = format!("path should be string, bytes, or os.PathLike, not {}", type_name(path));
            errors::raise_new(Exc::TypeError, &message);
            decref(path);
            return null_mut();
        }
        path
    }
}

/// Drops what an earlier call stored.
unsafe fn clean_up(target: *mut c_void) -> c_int {
    // SAFETY: the place that an earlier call filled.
    unsafe {
        let place: *mut *mut PyObject = target.cast();
        xdecref(core::mem::replace(&mut *place, null_mut()));
        1
    }
}

/// For `PyArg_Parse*` with `O&`: a path as bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FSConverter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe {
        if p.is_null() {
            return clean_up(target);
        }
        let path = path(p);
        if path.is_null() {
            return 0;
        }
        let bytes = if is_bytes(path) {
            path
        } else {
            let bytes = PyUnicode_EncodeFSDefault(path);
            decref(path);
            bytes
        };
        if bytes.is_null() {
            return 0;
        }
        if value(bytes).contains(&0) {
            errors::raise_new(Exc::ValueError, "embedded null byte");
            decref(bytes);
            return 0;
        }
        target.cast::<*mut PyObject>().write(bytes);
        CLEANUP_SUPPORTED
    }
}

/// For `PyArg_Parse*` with `O&`: a path as str.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FSDecoder(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe {
        if p.is_null() {
            return clean_up(target);
        }
        let path = path(p);
        if path.is_null() {
            return 0;
        }
        let decoded = if is_str(path) {
            path
        } else {
            let decoded = utf8(value(path), HANDLER);
            decref(path);
            decoded
        };
        if decoded.is_null() {
            return 0;
        }
        if text::len(decoded) > 0 && has_null(decoded) {
            errors::raise_new(Exc::ValueError, "embedded null character");
            decref(decoded);
            return 0;
        }
        target.cast::<*mut PyObject>().write(decoded);
        CLEANUP_SUPPORTED
    }
}
