//! Values of arguments: numbers within bounds, text without nulls, memory that stays.

use core::ffi::c_char;

use pilotage_abi::flags::{buf, tp};
use pilotage_abi::{Py_buffer, Py_ssize_t, PyBytesObject, PyObject, PyVarObject};

use crate::builtin::{Exc, PyByteArray_Type};
use crate::convert::{borrow_c, from_c};
use crate::getargs_units::{Fail, Outcome, checked, has_flag, mismatch, raised};
use crate::memoryobject::{PyBuffer_Release, PyObject_GetBuffer};
use crate::model::model;
use crate::types;

unsafe extern "C" {
    fn PyLong_AsLong(p: *mut PyObject) -> i64;
    fn PyLong_AsSsize_t(p: *mut PyObject) -> Py_ssize_t;
    fn PyLong_AsUnsignedLongMask(p: *mut PyObject) -> u64;
    fn PyUnicode_AsUTF8AndSize(p: *mut PyObject, size: *mut Py_ssize_t) -> *const c_char;
    fn PyUnicode_AsEncodedString(
        p: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
}

/// Units at the level of a nested format, which begins behind its parenthesis.
pub(crate) fn count_nested(format: &[u8]) -> usize {
    let (mut level, mut count, mut at) = (0, 0, 0);
    while let Some(&unit) = format.get(at) {
        match unit {
            b'(' => {
                count += usize::from(level == 0);
                level += 1;
            }
            b')' if level == 0 => break,
            b')' => level -= 1,
            b':' | b';' => break,
            _ if unit.is_ascii_alphabetic() => {
                count += usize::from(level == 0);
                at += usize::from(unit == b'e');
            }
            _ => {}
        }
        at += 1;
    }
    count
}

/// Has the nested format units that lend what the item owns?
pub(crate) fn borrows(format: &[u8]) -> bool {
    let (mut level, mut at) = (0, 0);
    while let Some(&unit) = format.get(at) {
        let next = format.get(at + 1).copied().unwrap_or(0);
        match unit {
            b'(' => level += 1,
            b')' if level == 0 => break,
            b')' => level -= 1,
            b':' | b';' => break,
            b'e' => at += 1,
            b'O' if next != b'&' => return true,
            b's' | b'z' | b'y' if next != b'*' => return true,
            b'S' | b'U' | b'Y' => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// A sequence whose items may be arguments: no dict, no text, no bytes.
pub(crate) unsafe fn is_sequence(arg: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let is_array = types::is_subtype((*arg).ob_type, &raw mut PyByteArray_Type);
        !is_array
            && !has_flag(arg, tp::UNICODE_SUBCLASS | tp::BYTES_SUBCLASS)
            && crate::abstract_sequence::PySequence_Check(arg) != 0
    }
}

/// The items of a list or another sequence.
pub(crate) unsafe fn sequence_items(arg: *mut PyObject) -> Outcome<Vec<*mut PyObject>> {
    let set = |raised| {
        crate::errors::raise(raised);
        Fail::Set
    };
    // SAFETY: the caller's promise.
    let vm = unsafe { from_c(arg) };
    let len = model().len(vm).map_err(set)?;
    let mut items = Vec::with_capacity(len);
    for at in 0..len {
        let item = model().getitem(vm, model().int_from_i64(at as i64).obj()).map_err(set)?;
        items.push(borrow_c(item.obj()));
    }
    Ok(items)
}

/// Has it `__index__`?
pub(crate) fn is_index(p: *mut PyObject) -> bool {
    // SAFETY: a living body.
    unsafe {
        let numbers = (*(*p).ob_type).tp_as_number;
        has_flag(p, tp::LONG_SUBCLASS) || (!numbers.is_null() && (*numbers).nb_index.is_some())
    }
}

pub(crate) fn bounded(arg: *mut PyObject, min: i64, max: i64, what: &str) -> Outcome<i64> {
    // SAFETY: a living body.
    let value = checked(unsafe { PyLong_AsLong(arg) }, -1)?;
    if value < min {
        return raised(Exc::OverflowError, &format!("{what} is less than minimum"));
    }
    if value > max {
        return raised(Exc::OverflowError, &format!("{what} is greater than maximum"));
    }
    Ok(value)
}

pub(crate) fn mask(arg: *mut PyObject) -> Outcome<u64> {
    // SAFETY: a living body.
    checked(unsafe { PyLong_AsUnsignedLongMask(arg) }, u64::MAX)
}

/// Through `__index__`, which an int is by itself.
pub(crate) fn ssize(arg: *mut PyObject) -> Outcome<Py_ssize_t> {
    // SAFETY: a living body; the index is a reference of ours.
    unsafe {
        if has_flag(arg, tp::LONG_SUBCLASS) {
            return checked(PyLong_AsSsize_t(arg), -1);
        }
        let index = crate::convert::give(model().index(from_c(arg)));
        if index.is_null() {
            return Err(Fail::Set);
        }
        let value = PyLong_AsSsize_t(index);
        crate::body::decref(index);
        checked(value, -1)
    }
}

pub(crate) fn utf8(arg: *mut PyObject) -> Outcome<(*const c_char, Py_ssize_t)> {
    let mut len = 0;
    // SAFETY: the body of a str.
    let data = unsafe { PyUnicode_AsUTF8AndSize(arg, &raw mut len) };
    if data.is_null() { Err(Fail::Set) } else { Ok((data, len)) }
}

pub(crate) fn no_null(data: *const c_char, len: Py_ssize_t, message: &str) -> Outcome {
    // SAFETY: that many bytes.
    let data = unsafe { core::slice::from_raw_parts(data.cast::<u8>(), len.unsigned_abs()) };
    if data.contains(&0) { raised(Exc::ValueError, message) } else { Ok(()) }
}

/// Memory that cannot change or move: bytes, and what C types export without wanting it back.
pub(crate) unsafe fn read_only(arg: *mut PyObject) -> Outcome<(*const c_char, Py_ssize_t)> {
    // SAFETY: the caller's promise.
    unsafe {
        if has_flag(arg, tp::BYTES_SUBCLASS) {
            let data: *const c_char = (&raw const (*arg.cast::<PyBytesObject>()).ob_sval).cast();
            return Ok((data, (*arg.cast::<PyVarObject>()).ob_size));
        }
        let procs = (*(*arg).ob_type).tp_as_buffer;
        let wants_back =
            !procs.is_null() && (*procs).bf_getbuffer.is_some() && (*procs).bf_releasebuffer.is_some();
        if wants_back {
            return mismatch("read-only bytes-like object", arg);
        }
        let mut view: Py_buffer = core::mem::zeroed();
        if PyObject_GetBuffer(arg, &raw mut view, buf::SIMPLE) != 0 {
            return Err(Fail::Set);
        }
        let (data, len) = (view.buf.cast_const().cast(), view.len);
        PyBuffer_Release(&raw mut view);
        Ok((data, len))
    }
}

/// The bytes that `es` and `et` deliver.
pub(crate) unsafe fn encode(
    arg: *mut PyObject,
    encoding: *const c_char,
    takes_bytes: bool,
) -> Outcome<Vec<u8>> {
    // SAFETY: the caller's promise; the encoded object is a reference of ours.
    unsafe {
        if takes_bytes && has_flag(arg, tp::BYTES_SUBCLASS) {
            return Ok(model().bytes_value(from_c(arg)).to_vec());
        }
        if takes_bytes && types::is_subtype((*arg).ob_type, &raw mut PyByteArray_Type) {
            return Ok(model().bytearray_value(from_c(arg)).to_vec());
        }
        if !has_flag(arg, tp::UNICODE_SUBCLASS) {
            return mismatch(if takes_bytes { "str, bytes or bytearray" } else { "str" }, arg);
        }
        let encoding = if encoding.is_null() { c"utf-8".as_ptr() } else { encoding };
        let encoded = PyUnicode_AsEncodedString(arg, encoding, core::ptr::null());
        if encoded.is_null() {
            return Err(Fail::Set);
        }
        let data = model().bytes_value(from_c(encoded)).to_vec();
        crate::body::decref(encoded);
        Ok(data)
    }
}
