//! `_PyBytesWriter`: bytes that are put together without their length being known. C has the struct, and writes between calls.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::body::xdecref;
use crate::bytearrayobject::PyByteArray_FromStringAndSize;
use crate::bytesobject::{_PyBytes_Resize, PyBytes_AsString, PyBytes_FromStringAndSize};
use crate::values::out_of_memory;

const SMALL: usize = 512;

#[repr(C)]
pub struct BytesWriter {
    /// Bytes, or null while the small buffer is enough.
    buffer: *mut PyObject,
    allocated: isize,
    /// What was asked for so far.
    min_size: isize,
    use_bytearray: c_int,
    overallocate: c_int,
    use_small_buffer: c_int,
    small_buffer: [u8; SMALL],
}

unsafe fn start(writer: *mut BytesWriter) -> *mut u8 {
    // SAFETY: the caller's promise: a writer.
    unsafe {
        if (*writer).use_small_buffer != 0 {
            (&raw mut (*writer).small_buffer).cast()
        } else {
            PyBytes_AsString((*writer).buffer).cast()
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Init(writer: *mut BytesWriter) {
    // SAFETY: the caller's promise: room for a writer. The small buffer is filled by C.
    unsafe {
        (*writer).buffer = null_mut();
        (*writer).allocated = 0;
        (*writer).min_size = 0;
        (*writer).use_bytearray = 0;
        (*writer).overallocate = 0;
        (*writer).use_small_buffer = 0;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Alloc(writer: *mut BytesWriter, size: isize) -> *mut c_void {
    // SAFETY: the caller's promise: a writer that holds nothing.
    unsafe {
        (*writer).use_small_buffer = 1;
        (*writer).allocated = SMALL.cast_signed();
        _PyBytesWriter_Prepare(writer, start(writer).cast(), size)
    }
}

/// Room for so many more bytes behind those that were asked for; where `at` is now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Prepare(
    writer: *mut BytesWriter,
    at: *mut c_void,
    size: isize,
) -> *mut c_void {
    // SAFETY: the caller's promise: a writer, and a place in it.
    unsafe {
        let Some(wanted) = (*writer).min_size.checked_add(size) else {
            _PyBytesWriter_Dealloc(writer);
            return out_of_memory();
        };
        let mut at = at;
        if wanted > (*writer).allocated {
            at = _PyBytesWriter_Resize(writer, at, wanted);
            if at.is_null() {
                return null_mut();
            }
        }
        (*writer).min_size = wanted;
        at
    }
}

/// Room for so many bytes, and a quarter more where there will be others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Resize(
    writer: *mut BytesWriter,
    at: *mut c_void,
    size: isize,
) -> *mut c_void {
    // SAFETY: the caller's promise: a writer, and a place in it.
    unsafe {
        let more = if (*writer).overallocate != 0 { size / 4 } else { 0 };
        let allocated = size.saturating_add(more);
        let position = at.addr() - start(writer).addr();
        if (*writer).use_small_buffer != 0 {
            let buffer = PyBytes_FromStringAndSize(core::ptr::null(), allocated);
            if buffer.is_null() {
                return null_mut();
            }
            core::ptr::copy_nonoverlapping(start(writer), PyBytes_AsString(buffer).cast(), position);
            (*writer).buffer = buffer;
            (*writer).use_small_buffer = 0;
        } else if _PyBytes_Resize(&raw mut (*writer).buffer, allocated) != 0 {
            return null_mut();
        }
        (*writer).allocated = allocated;
        start(writer).add(position).cast()
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_WriteBytes(
    writer: *mut BytesWriter,
    at: *mut c_void,
    bytes: *const c_void,
    size: isize,
) -> *mut c_void {
    // SAFETY: the caller's promise: a place in the writer, and that many bytes.
    unsafe {
        let at = _PyBytesWriter_Prepare(writer, at, size);
        if at.is_null() {
            return null_mut();
        }
        core::ptr::copy_nonoverlapping(bytes.cast::<u8>(), at.cast(), size.unsigned_abs());
        at.byte_add(size.unsigned_abs())
    }
}

/// What stands before `at`. The writer holds nothing afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Finish(writer: *mut BytesWriter, at: *mut c_void) -> *mut PyObject {
    // SAFETY: the caller's promise: a writer, and a place in it.
    unsafe {
        let first = start(writer);
        let size = (at.addr() - first.addr()).cast_signed();
        if (*writer).use_bytearray != 0 {
            let result = PyByteArray_FromStringAndSize(first.cast::<c_char>(), size);
            _PyBytesWriter_Dealloc(writer);
            return result;
        }
        if (*writer).use_small_buffer != 0 || size == 0 {
            let result = PyBytes_FromStringAndSize(first.cast::<c_char>(), size);
            _PyBytesWriter_Dealloc(writer);
            return result;
        }
        let mut result = core::mem::replace(&mut (*writer).buffer, null_mut());
        if size != (*writer).allocated && _PyBytes_Resize(&raw mut result, size) != 0 {
            return null_mut();
        }
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytesWriter_Dealloc(writer: *mut BytesWriter) {
    // SAFETY: the caller's promise: a writer.
    unsafe { xdecref(core::mem::replace(&mut (*writer).buffer, null_mut())) }
}
