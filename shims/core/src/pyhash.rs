//! `pyhash.h`: hashes. Those of values are the VM's, so that equal things have the same hash on both sides.

use core::ffi::{c_char, c_double, c_int, c_void};

use pilotage_abi::PyObject;

use crate::model::model;
use crate::values;

/// -1 says that there is an exception, so no hash is -1.
fn not_error(hash: isize) -> isize {
    if hash == -1 { -2 } else { hash }
}

/// The hash of bytes with this value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_HashBuffer(data: *const c_void, len: isize) -> isize {
    // SAFETY: arguments of the C-API.
    let value = model().bytes(unsafe { values::slice(data.cast(), len) });
    not_error(model().hash(value.obj()).map_or(0, |hash| hash as isize))
}

/// The low bits of addresses are zero: they go to the top.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_HashPointer(pointer: *const c_void) -> isize {
    not_error((pointer as usize).rotate_right(4).cast_signed())
}

/// By identity.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GenericHash(p: *mut PyObject) -> isize {
    // SAFETY: a living body.
    let vm = unsafe { crate::convert::from_c(p) };
    let object = &raw mut crate::builtin::PyBaseObject_Type;
    match crate::values::type_method(object, "__hash__", &[vm]) {
        Ok(hash) => not_error(model().int_to_i64(hash.obj()).unwrap_or(0) as isize),
        Err(raised) => {
            crate::errors::raise(raised);
            -1
        }
    }
}

/// What is no number hashes by the identity of its object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_HashDouble(p: *mut PyObject, value: c_double) -> isize {
    if value.is_nan() {
        // SAFETY: only the address is looked at.
        return unsafe { PyObject_GenericHash(p) };
    }
    not_error(model().hash(model().float(value).obj()).map_or(0, |hash| hash as isize))
}

/// `PyHash_FuncDef`.
#[repr(C)]
#[derive(Debug)]
pub struct HashFunction {
    hash: unsafe extern "C" fn(*const c_void, isize) -> isize,
    name: *const c_char,
    hash_bits: c_int,
    seed_bits: c_int,
}

// SAFETY: it points to constant text.
unsafe impl Sync for HashFunction {}

static FUNCTION: HashFunction =
    HashFunction { hash: Py_HashBuffer, name: c"siphash13".as_ptr(), hash_bits: 64, seed_bits: 128 };

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyHash_GetFuncDef() -> *const HashFunction {
    &raw const FUNCTION
}

/// Read by extensions that hash on their own: expat, and XML readers.
#[unsafe(no_mangle)]
pub static mut _Py_HashSecret: [u64; 3] = [0; 3];
