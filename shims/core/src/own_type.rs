//! Types that only C has, defined here the way an extension defines its own: static, readied when first used.

use core::ffi::CStr;

use pilotage_abi::flags::{IMMORTAL_REFCNT, STATIC_FLAGS, tp};
use pilotage_abi::{PyObject, PyTypeObject, PyVarObject, destructor};

use crate::body;
use crate::builtin::{EMPTY_TYPE, PyType_Type};
use crate::types;

/// A static type before it is ready.
pub(crate) const fn own_type(name: &'static CStr, basicsize: usize, dealloc: destructor) -> PyTypeObject {
    PyTypeObject {
        ob_base: PyVarObject {
            ob_base: PyObject {
                ob_refcnt: IMMORTAL_REFCNT,
                ob_overflow: 0,
                ob_flags: STATIC_FLAGS,
                ob_type: &raw mut PyType_Type,
            },
            ob_size: 0,
        },
        tp_name: name.as_ptr(),
        tp_basicsize: basicsize.cast_signed(),
        tp_dealloc: Some(dealloc),
        tp_flags: tp::DISALLOW_INSTANTIATION,
        ..EMPTY_TYPE
    }
}

/// A new zeroed instance with a count of 1.
///
/// # Safety
/// `class` is one of the static types that [`own_type`] made.
pub(crate) unsafe fn new_instance(class: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        types::ensure_ready(class);
        let p = body::new_body((*class).tp_basicsize.unsigned_abs(), class);
        (*p).ob_refcnt = 1;
        p
    }
}
