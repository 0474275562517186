//! `marshal` for C: the VM's module does the work.

use core::ffi::{c_char, c_int, c_long, c_void};

use pilotage_abi::{Py_ssize_t, PyObject};

use crate::builtin::Exc;
use crate::convert::{from_c, give};
use crate::errors;
use crate::model::{Obj, Result, model};
use crate::python;
use crate::pythonrun::read_all;

unsafe extern "C" {
    fn getc(file: *mut c_void) -> c_int;
    fn ftell(file: *mut c_void) -> c_long;
    fn fseek(file: *mut c_void, offset: c_long, whence: c_int) -> c_int;
    fn fwrite(data: *const c_void, size: usize, count: usize, file: *mut c_void) -> usize;
}

fn dumps(object: Obj, version: c_int) -> Result {
    let version = model().int_from_i64(i64::from(version));
    python::call_function("marshal", "dumps", &[object, version.obj()])
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_WriteObjectToString(
    object: *mut PyObject,
    version: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(dumps(unsafe { from_c(object) }, version))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_ReadObjectFromString(
    data: *const c_char,
    len: Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let data = unsafe { core::slice::from_raw_parts(data.cast::<u8>(), len.max(0) as usize) };
    give(python::call_function("marshal", "loads", &[model().bytes(data).obj()]))
}

/// The file is read to its end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_ReadLastObjectFromFile(file: *mut c_void) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let data = unsafe { read_all(file) };
    give(python::call_function("marshal", "loads", &[model().bytes(&data).obj()]))
}

/// The file stands behind the object afterwards, if it can be moved.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_ReadObjectFromFile(file: *mut c_void) -> *mut PyObject {
    const FROM_BEGIN: c_int = 0;
    // SAFETY: the caller's promise: an open file.
    unsafe {
        let begin = ftell(file);
        let data = read_all(file);
        let read = || -> Result {
            let stream = python::call_function("io", "BytesIO", &[model().bytes(&data).obj()])?;
            let found = python::call_function("marshal", "load", &[stream.obj()])?;
            let end = python::call_method(stream.obj(), "tell", &[])?;
            if begin >= 0
                && let Some(end) = model().int_to_i64(end.obj())
            {
                fseek(file, begin + end as c_long, FROM_BEGIN);
            }
            Ok(found)
        };
        give(read())
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_WriteObjectToFile(
    object: *mut PyObject,
    file: *mut c_void,
    version: c_int,
) {
    // SAFETY: the caller's promise.
    match dumps(unsafe { from_c(object) }, version) {
        Ok(data) => {
            let data = model().bytes_value(data.obj());
            // SAFETY: the caller's promise.
            unsafe { fwrite(data.as_ptr().cast(), 1, data.len(), file) };
        }
        Err(raised) => errors::raise(raised),
    }
}

/// Four bytes, lowest first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_WriteLongToFile(value: c_long, file: *mut c_void, _version: c_int) {
    let data = (value as i32).to_le_bytes();
    // SAFETY: the caller's promise.
    unsafe { fwrite(data.as_ptr().cast(), 1, data.len(), file) };
}

unsafe fn bytes<const N: usize>(file: *mut c_void) -> Option<[u8; N]> {
    let mut found = [0; N];
    for byte in &mut found {
        // SAFETY: the caller's promise.
        match u8::try_from(unsafe { getc(file) }) {
            Ok(next) => *byte = next,
            Err(_) => {
                errors::raise_new(Exc::EOFError, "EOF read where data expected");
                return None;
            }
        }
    }
    Some(found)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_ReadLongFromFile(file: *mut c_void) -> c_long {
    // SAFETY: the caller's promise.
    unsafe { bytes(file) }.map_or(-1, |bytes| c_long::from(i32::from_le_bytes(bytes)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMarshal_ReadShortFromFile(file: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { bytes(file) }.map_or(-1, |bytes| c_int::from(i16::from_le_bytes(bytes)))
}
