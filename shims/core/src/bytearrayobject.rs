//! `bytearrayobject.h`: bytearrays live in the VM; the body points to their bytes and is refreshed when they move.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{PyByteArrayObject, PyObject, PyVarObject};

use crate::builtin::PyByteArray_Type;
use crate::convert::{from_c, give, status, to_c};
use crate::errors::{self, Exc};
use crate::mirror::refreshed;
use crate::model::{Obj, Ref, model};
use crate::python;
use crate::values::{self, c_len, is_instance};

/// What `PyByteArray_AS_STRING` gives for an empty one.
#[unsafe(no_mangle)]
pub static mut _PyByteArray_empty_string: [c_char; 1] = [0];

/// The VM's object, or `None` for another type.
unsafe fn object(p: *mut PyObject) -> Option<Obj> {
    // SAFETY: the caller's promise: null or a body.
    unsafe { is_instance(p, &raw mut PyByteArray_Type).then(|| from_c(p)) }
}

/// A null behind the bytes, as C code expects it: the block has room for one more, and that one is zero.
/// While memory is exported the block cannot grow, and stays as it is.
fn terminate(vm: Obj) {
    let len = model().bytearray_value(vm).len();
    if model().bytearray_resize(vm, len + 1).is_ok() {
        let _ = model().bytearray_resize(vm, len);
    }
}

/// C may have made a bytearray shorter by macro: the VM hears of it. `ob_alloc` is the size that C was shown.
///
/// # Safety
/// `p` is the mirror of the bytearray `vm`.
pub(crate) unsafe fn adopt_size(p: *mut PyObject, vm: Obj) {
    // SAFETY: the caller's promise.
    unsafe {
        let shown = (*p.cast::<PyByteArrayObject>()).ob_alloc;
        let len = (*p.cast::<PyVarObject>()).ob_size;
        if len < shown && c_len(model().bytearray_value(vm).len()) == shown {
            // While memory is exported the size stays, as in a call of `PyByteArray_Resize`.
            let _ = model().bytearray_resize(vm, len.unsigned_abs());
            (*p.cast::<PyByteArrayObject>()).ob_alloc = len;
        }
    }
}

/// A new reference to a bytearray with a null behind it.
fn terminated(vm: Ref) -> *mut PyObject {
    terminate(vm.obj());
    to_c(vm)
}

/// Without `data` the bytes are zero until the caller fills them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_FromStringAndSize(data: *const c_char, len: isize) -> *mut PyObject {
    let Ok(count) = usize::try_from(len) else {
        return errors::fail(Exc::SystemError, "Negative size passed to PyByteArray_FromStringAndSize");
    };
    if data.is_null() && count > 0 {
        let mut value = Vec::new();
        if value.try_reserve_exact(count).is_err() {
            return values::out_of_memory();
        }
        value.resize(count, 0);
        return terminated(model().bytearray(&value));
    }
    // SAFETY: arguments of the C-API.
    terminated(model().bytearray(unsafe { values::slice(data, len) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_FromObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        let copy = python::call(crate::builtin::class(&raw mut PyByteArray_Type), &[from_c(p)]);
        copy.map_or_else(|raised| give(Err(raised)), terminated)
    }
}

/// Valid until the bytearray is resized.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_AsString(p: *mut PyObject) -> *mut c_char {
    // SAFETY: an argument of the C-API.
    unsafe {
        let Some(vm) = object(p) else { return values::bad_call_null() };
        terminate(vm);
        refreshed(p, vm);
        if model().bytearray_value(vm).is_empty() {
            return (&raw mut _PyByteArray_empty_string).cast();
        }
        (*p.cast::<PyByteArrayObject>()).ob_start
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_Size(p: *mut PyObject) -> isize {
    // SAFETY: an argument of the C-API.
    let Some(vm) = (unsafe { object(p) }) else {
        errors::bad_internal_call();
        return -1;
    };
    c_len(model().bytearray_value(vm).len())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_Resize(p: *mut PyObject, len: isize) -> c_int {
    // SAFETY: an argument of the C-API.
    let Some(vm) = (unsafe { object(p) }) else {
        errors::bad_internal_call();
        return -1;
    };
    let Ok(count) = usize::try_from(len) else {
        let message = format!("Can only resize to positive sizes, got {len}");
        errors::raise_new(Exc::ValueError, &message);
        return -1;
    };
    let result = model().bytearray_resize(vm, count);
    if result.is_ok() {
        terminate(vm);
    }
    refreshed(p, vm);
    status(result)
}

/// Of two objects with memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyByteArray_Concat(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if left.is_null() || right.is_null() {
            return values::bad_call_null();
        }
        let items = model().list(vec![from_c(left).to_ref(), from_c(right).to_ref()]);
        let joined = values::type_method(
            &raw mut PyByteArray_Type,
            "join",
            &[model().bytearray(b"").obj(), items.obj()],
        );
        match joined {
            Ok(joined) => terminated(joined),
            Err(_) => {
                let message =
                    format!("can't concat {} to {}", values::type_name(right), values::type_name(left));
                errors::raise_new(Exc::TypeError, &message);
                null_mut()
            }
        }
    }
}
