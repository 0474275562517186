//! Numbers, strings and bytes.

use core::ffi::{c_char, c_double, c_int, c_void};

use crate::{Py_complex, Py_hash_t, Py_ssize_t, PyObject, PyVarObject};

/// Tag: sign in the low two bits (0 positive, 1 zero, 2 negative), bit 2 a small int, digits above bit 3.
#[repr(C)]
#[derive(Debug)]
pub struct _PyLongValue {
    pub lv_tag: usize,
    /// As many as the tag says.
    pub ob_digit: [u32; 1],
}

#[repr(C)]
#[derive(Debug)]
pub struct PyLongObject {
    pub ob_base: PyObject,
    pub long_value: _PyLongValue,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyFloatObject {
    pub ob_base: PyObject,
    pub ob_fval: c_double,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyComplexObject {
    pub ob_base: PyObject,
    pub cval: Py_complex,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyBytesObject {
    pub ob_base: PyVarObject,
    pub ob_shash: Py_hash_t,
    /// As many as `ob_size`, and a null.
    pub ob_sval: [c_char; 1],
}

#[repr(C)]
#[derive(Debug)]
pub struct PyByteArrayObject {
    pub ob_base: PyVarObject,
    pub ob_alloc: Py_ssize_t,
    pub ob_bytes: *mut c_char,
    pub ob_start: *mut c_char,
    pub ob_exports: Py_ssize_t,
}

/// Text, all of it below 128: the characters follow.
#[repr(C)]
#[derive(Debug)]
pub struct PyASCIIObject {
    pub ob_base: PyObject,
    pub length: Py_ssize_t,
    pub hash: Py_hash_t,
    /// From bit 0: `interned:2, kind:3, compact:1, ascii:1, statically_allocated:1`.
    pub state: u32,
}

/// Text whose characters follow.
#[repr(C)]
#[derive(Debug)]
pub struct PyCompactUnicodeObject {
    pub _base: PyASCIIObject,
    pub utf8_length: Py_ssize_t,
    pub utf8: *mut c_char,
}

/// Text whose characters are elsewhere: instances of subclasses.
#[repr(C)]
#[derive(Debug)]
pub struct PyUnicodeObject {
    pub _base: PyCompactUnicodeObject,
    pub data: *mut c_void,
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyLongLayout {
    pub bits_per_digit: u8,
    pub digit_size: u8,
    pub digits_order: i8,
    pub digit_endianness: i8,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyLongExport {
    pub value: i64,
    pub negative: u8,
    pub ndigits: Py_ssize_t,
    pub digits: *const c_void,
    pub _reserved: usize,
}

#[repr(C)]
#[derive(Debug)]
pub struct _PyUnicodeWriter {
    pub buffer: *mut PyObject,
    pub data: *mut c_void,
    pub kind: c_int,
    pub maxchar: u32,
    pub size: Py_ssize_t,
    pub pos: Py_ssize_t,
    pub min_length: Py_ssize_t,
    pub min_char: u32,
    /// `overallocate` in the lowest byte, `readonly` in the next.
    pub overallocate: u8,
    pub readonly: u8,
}
