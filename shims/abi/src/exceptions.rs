//! Instances of exceptions. All begin like `PyBaseExceptionObject`.

use core::ffi::c_char;

use crate::{Py_ssize_t, PyObject};

#[repr(C)]
#[derive(Debug)]
pub struct PyBaseExceptionObject {
    pub ob_base: PyObject,
    pub dict: *mut PyObject,
    pub args: *mut PyObject,
    pub notes: *mut PyObject,
    pub traceback: *mut PyObject,
    pub context: *mut PyObject,
    pub cause: *mut PyObject,
    pub suppress_context: c_char,
}

#[repr(C)]
#[derive(Debug)]
pub struct PySyntaxErrorObject {
    pub base: PyBaseExceptionObject,
    pub msg: *mut PyObject,
    pub filename: *mut PyObject,
    pub lineno: *mut PyObject,
    pub offset: *mut PyObject,
    pub end_lineno: *mut PyObject,
    pub end_offset: *mut PyObject,
    pub text: *mut PyObject,
    pub print_file_and_line: *mut PyObject,
    pub metadata: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyImportErrorObject {
    pub base: PyBaseExceptionObject,
    pub msg: *mut PyObject,
    pub name: *mut PyObject,
    pub path: *mut PyObject,
    pub name_from: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyUnicodeErrorObject {
    pub base: PyBaseExceptionObject,
    pub encoding: *mut PyObject,
    pub object: *mut PyObject,
    pub start: Py_ssize_t,
    pub end: Py_ssize_t,
    pub reason: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PySystemExitObject {
    pub base: PyBaseExceptionObject,
    pub code: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyOSErrorObject {
    pub base: PyBaseExceptionObject,
    pub myerrno: *mut PyObject,
    pub strerror: *mut PyObject,
    pub filename: *mut PyObject,
    pub filename2: *mut PyObject,
    pub written: Py_ssize_t,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyStopIterationObject {
    pub base: PyBaseExceptionObject,
    pub value: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyNameErrorObject {
    pub base: PyBaseExceptionObject,
    pub name: *mut PyObject,
}

#[repr(C)]
#[derive(Debug)]
pub struct PyAttributeErrorObject {
    pub base: PyBaseExceptionObject,
    pub obj: *mut PyObject,
    pub name: *mut PyObject,
}
