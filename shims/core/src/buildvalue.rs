//! The format language of `Py_BuildValue`: from C values to objects.

use core::ffi::{c_char, c_void};
use core::ptr::null_mut;

use pilotage_abi::{Py_complex, PyObject};

use crate::body::xdecref;
use crate::builtin::Exc;
use crate::convert::{from_c, new_c, to_c};
use crate::errors;
use crate::model::model;
use crate::python;
use crate::va::{VaList, VaListTag};

unsafe extern "C" {
    fn PyTuple_New(len: isize) -> *mut PyObject;
    fn PyTuple_SetItem(tuple: *mut PyObject, at: isize, item: *mut PyObject) -> core::ffi::c_int;
    fn PyList_New(len: isize) -> *mut PyObject;
    fn PyList_SetItem(list: *mut PyObject, at: isize, item: *mut PyObject) -> core::ffi::c_int;
    fn PyLong_FromLong(value: i64) -> *mut PyObject;
    fn PyLong_FromUnsignedLong(value: u64) -> *mut PyObject;
    fn PyFloat_FromDouble(value: f64) -> *mut PyObject;
    fn PyComplex_FromCComplex(value: Py_complex) -> *mut PyObject;
    fn PyUnicode_FromStringAndSize(text: *const c_char, len: isize) -> *mut PyObject;
    fn PyUnicode_FromOrdinal(ordinal: core::ffi::c_int) -> *mut PyObject;
    fn PyUnicode_FromWideChar(text: *const c_void, len: isize) -> *mut PyObject;
    fn PyBytes_FromStringAndSize(text: *const c_char, len: isize) -> *mut PyObject;
}

/// A format and the values for it. Everything made is a new reference; null says that an exception is set.
struct Builder<'a> {
    format: &'a [u8],
    at: usize,
    va: VaList,
}

impl Builder<'_> {
    /// Separators mean nothing.
    fn peek(&mut self) -> u8 {
        while let Some(b',' | b':' | b' ' | b'\t') = self.format.get(self.at) {
            self.at += 1;
        }
        self.format.get(self.at).copied().unwrap_or(0)
    }

    fn next_if(&mut self, wanted: u8) -> bool {
        let found = self.format.get(self.at) == Some(&wanted);
        self.at += usize::from(found);
        found
    }

    /// Values up to `end`. After the first failure the rest is still read: what `N` gives must not leak.
    unsafe fn items(&mut self, end: u8) -> Option<Vec<*mut PyObject>> {
        let (mut items, mut failed) = (Vec::new(), None);
        loop {
            let next = self.peek();
            if next == end {
                self.at += usize::from(end != 0);
                break;
            }
            if next == 0 {
                failed.get_or_insert_with(errors::take_raised);
                errors::raise_new(Exc::SystemError, "unmatched paren in format");
                break;
            }
            // SAFETY: the caller's promise.
            let item = unsafe { self.value() };
            if item.is_null() {
                failed.get_or_insert_with(|| Some(errors::pending("NULL object passed to Py_BuildValue")));
            }
            items.push(item);
        }
        match failed {
            None => Some(items),
            Some(raised) => {
                // SAFETY: references of ours.
                items.into_iter().for_each(|item| unsafe { xdecref(item) });
                if let Some(raised) = raised {
                    errors::raise(raised);
                }
                None
            }
        }
    }

    unsafe fn tuple(&mut self, end: u8) -> *mut PyObject {
        // SAFETY: the caller's promise; the tuple takes the items over.
        unsafe {
            let Some(items) = self.items(end) else { return null_mut() };
            let tuple = PyTuple_New(items.len().cast_signed());
            for (at, item) in items.into_iter().enumerate() {
                PyTuple_SetItem(tuple, at.cast_signed(), item);
            }
            tuple
        }
    }

    unsafe fn list(&mut self) -> *mut PyObject {
        // SAFETY: the caller's promise; the list takes the items over.
        unsafe {
            let Some(items) = self.items(b']') else { return null_mut() };
            let list = PyList_New(items.len().cast_signed());
            for (at, item) in items.into_iter().enumerate() {
                PyList_SetItem(list, at.cast_signed(), item);
            }
            list
        }
    }

    unsafe fn dict(&mut self) -> *mut PyObject {
        // SAFETY: the caller's promise.
        let Some(items) = (unsafe { self.items(b'}') }) else { return null_mut() };
        let dict = model().dict();
        let mut result =
            if items.len() % 2 == 1 { errors::error(Exc::SystemError, "Bad dict format") } else { Ok(()) };
        for pair in items.chunks_exact(2) {
            // SAFETY: references of ours.
            let (key, value) = unsafe { (from_c(pair[0]), from_c(pair[1])) };
            result = result.and_then(|()| model().dict_set(dict.obj(), key, value));
        }
        // SAFETY: references of ours.
        items.into_iter().for_each(|item| unsafe { xdecref(item) });
        match result {
            Ok(()) => to_c(dict),
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }

    /// One value.
    unsafe fn value(&mut self) -> *mut PyObject {
        let unit = self.peek();
        self.at += 1;
        // SAFETY: the caller's promise: the values are there.
        unsafe {
            match unit {
                b'(' => self.tuple(b')'),
                b'[' => self.list(),
                b'{' => self.dict(),
                b'b' | b'h' | b'i' => PyLong_FromLong(i64::from(self.va.next_i32())),
                b'B' | b'H' => PyLong_FromLong(i64::from(self.va.next_i32())),
                b'I' => PyLong_FromUnsignedLong(u64::from(self.va.next_u32())),
                b'l' | b'L' | b'n' => PyLong_FromLong(self.va.next_i64()),
                b'k' | b'K' => PyLong_FromUnsignedLong(self.va.next_u64()),
                b'p' => new_c(model().boolean(self.va.next_i32() != 0)),
                b'f' | b'd' => PyFloat_FromDouble(self.va.next_f64()),
                b'D' => PyComplex_FromCComplex(*self.va.next_ptr::<Py_complex>()),
                b'c' => {
                    let byte = self.va.next_i32() as u8;
                    PyBytes_FromStringAndSize((&raw const byte).cast(), 1)
                }
                b'C' => PyUnicode_FromOrdinal(self.va.next_i32()),
                b's' | b'z' | b'U' | b'y' => self.text(unit == b'y'),
                b'u' => self.wide(),
                b'O' | b'N' | b'S' => self.object(unit),
                _ => errors::fail(Exc::SystemError, "bad format char passed to Py_BuildValue"),
            }
        }
    }

    unsafe fn text(&mut self, bytes: bool) -> *mut PyObject {
        let text = self.va.next_ptr::<c_char>();
        let len = if self.next_if(b'#') { Some(self.va.next_isize()) } else { None };
        if text.is_null() {
            return new_c(model().none());
        }
        // SAFETY: the caller's promise.
        unsafe {
            let len = match len {
                Some(len) if len >= 0 => len,
                _ => python::c_str(text).len().cast_signed(),
            };
            if bytes { PyBytes_FromStringAndSize(text, len) } else { PyUnicode_FromStringAndSize(text, len) }
        }
    }

    unsafe fn wide(&mut self) -> *mut PyObject {
        let text = self.va.next_ptr::<c_void>();
        let len = if self.next_if(b'#') { self.va.next_isize() } else { -1 };
        if text.is_null() {
            return new_c(model().none());
        }
        // SAFETY: the caller's promise.
        unsafe { PyUnicode_FromWideChar(text, len) }
    }

    unsafe fn object(&mut self, unit: u8) -> *mut PyObject {
        // SAFETY: the caller's promise.
        unsafe {
            if self.next_if(b'&') {
                type Converter = unsafe extern "C" fn(*mut c_void) -> *mut PyObject;
                let converter = core::mem::transmute::<u64, Option<Converter>>(self.va.next_u64());
                let arg = self.va.next_ptr::<c_void>();
                return match converter {
                    Some(converter) => converter(arg),
                    None => errors::fail(Exc::SystemError, "NULL converter passed to Py_BuildValue"),
                };
            }
            let object = self.va.next_ptr::<PyObject>();
            if object.is_null() {
                if !errors::is_set() {
                    errors::raise_new(Exc::SystemError, "NULL object passed to Py_BuildValue");
                }
            } else if unit != b'N' {
                crate::body::incref(object);
            }
            object
        }
    }
}

/// How many values the format has, at most 2: nothing is None, one is itself, more are a tuple.
fn count(format: &[u8]) -> usize {
    let (mut level, mut count) = (0, 0);
    for &unit in format {
        match unit {
            b'(' | b'[' | b'{' => {
                count += usize::from(level == 0);
                level += 1;
            }
            b')' | b']' | b'}' => level -= 1,
            b'#' | b'&' | b',' | b':' | b' ' | b'\t' => {}
            _ => count += usize::from(level == 0),
        }
    }
    count
}

/// What `Py_BuildValue` would give.
///
/// # Safety
/// The values are those that the format asks for.
pub unsafe fn build(format: &[u8], va: VaList) -> *mut PyObject {
    let mut builder = Builder { format, at: 0, va };
    // SAFETY: the caller's promise.
    unsafe {
        match count(format) {
            0 => new_c(model().none()),
            1 => builder.value(),
            _ => builder.tuple(0),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_VaBuildValue(format: *const c_char, va: *mut VaListTag) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { build(python::c_str(format), VaList::new(va)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_VaBuildValue_SizeT(format: *const c_char, va: *mut VaListTag) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { Py_VaBuildValue(format, va) }
}

/// A tuple of what the format gives, whatever it is: for audit events.
///
/// # Safety
/// As for [`build`].
pub(crate) unsafe fn build_tuple(format: &[u8], va: VaList) -> *mut PyObject {
    let mut builder = Builder { format, at: 0, va };
    // SAFETY: the caller's promise.
    unsafe { builder.tuple(0) }
}
