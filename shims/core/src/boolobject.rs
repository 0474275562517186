//! `boolobject.h`: the two bools. The structs themselves are in `builtin.rs`.

use core::ffi::{c_int, c_long};

use pilotage_abi::PyObject;

use crate::builtin::{_Py_FalseStruct, _Py_TrueStruct};

/// The body of a bool.
#[inline]
pub(crate) fn boolean(value: bool) -> *mut PyObject {
    if value { (&raw mut _Py_TrueStruct).cast() } else { (&raw mut _Py_FalseStruct).cast() }
}

/// Bools are immortal: the reference need not be counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBool_FromLong(value: c_long) -> *mut PyObject {
    boolean(value != 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_IsTrue(p: *mut PyObject) -> c_int {
    c_int::from(p == boolean(true))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_IsFalse(p: *mut PyObject) -> c_int {
    c_int::from(p == boolean(false))
}
