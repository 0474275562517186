//! `unicodeobject.h`, arrays of `wchar_t` (four bytes here) and of UCS-4.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::chars::{View, from_view};
use crate::errors::{self, Exc};
use crate::text;
use crate::values::{self, c_len, is_str};

/// `wchar_t`.
type Wide = c_int;

/// Length of an array that ends with a null.
unsafe fn wide_len(data: *const Wide) -> usize {
    let mut len = 0;
    // SAFETY: the caller's promise: there is a null.
    unsafe {
        while *data.add(len) != 0 {
            len += 1;
        }
    }
    len
}

/// A length of -1: up to the null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromWideChar(data: *const Wide, len: isize) -> *mut PyObject {
    if len < -1 || (data.is_null() && len != 0) {
        return values::bad_call_null();
    }
    // SAFETY: arguments of the C-API.
    unsafe {
        let len = if len < 0 { wide_len(data) } else { len.unsigned_abs() };
        let view = View::at(4, data.cast(), len);
        if let Some(character) = view.iter().find(|&character| character > crate::chars::MAX_CHARACTER) {
            let message = format!("character U+{character:x} is not in range [U+0000; U+10ffff]");
            return errors::fail(Exc::ValueError, &message);
        }
        from_view(view)
    }
}

/// How many characters were written, without the null; with no array, how many it needs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsWideChar(p: *mut PyObject, data: *mut Wide, len: isize) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        if !is_str(p) {
            values::bad_argument();
            return -1;
        }
        let view = View::of(p);
        if data.is_null() {
            return c_len(view.len() + 1);
        }
        let room = len.max(0).unsigned_abs();
        let count = view.len().min(room);
        view.part(0, count).copy_to(4, data.cast(), 0);
        if count < room {
            data.add(count).write(0);
        }
        c_len(count)
    }
}

/// Memory for `PyMem_Free`. Without a place for the length, null characters are refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsWideCharString(p: *mut PyObject, len: *mut isize) -> *mut Wide {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        if !is_str(p) {
            return values::bad_argument_null();
        }
        if len.is_null() && View::of(p).iter().any(|character| character == 0) {
            return errors::fail(Exc::ValueError, "embedded null character");
        }
        let data = PyUnicode_AsUCS4Copy(p);
        if !data.is_null() && !len.is_null() {
            len.write(c_len(text::len(p)));
        }
        data.cast()
    }
}

/// The array of the caller, or NULL with an exception when it is too short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUCS4(
    p: *mut PyObject,
    data: *mut u32,
    len: isize,
    copy_null: c_int,
) -> *mut u32 {
    // SAFETY: arguments of the C-API.
    unsafe {
        if data.is_null() || len < 0 || !is_str(p) {
            return values::bad_call_null();
        }
        let view = View::of(p);
        let needed = view.len() + usize::from(copy_null != 0);
        if needed > len.unsigned_abs() {
            if copy_null != 0 && len > 0 {
                data.write(0);
            }
            return errors::fail(Exc::SystemError, "string is longer than the buffer");
        }
        view.copy_to(4, data.cast(), 0);
        if copy_null != 0 {
            data.add(view.len()).write(0);
        }
        data
    }
}

/// Memory for `PyMem_Free`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUCS4Copy(p: *mut PyObject) -> *mut u32 {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_call_null();
        }
        let view = View::of(p);
        let data: *mut u32 = values::mem_alloc((view.len() + 1) * 4).cast();
        if data.is_null() {
            return null_mut();
        }
        view.copy_to(4, data.cast(), 0);
        data.add(view.len()).write(0);
        data
    }
}
