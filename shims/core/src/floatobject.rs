//! `floatobject.h`: floats, and numbers from what has `__float__` or `__index__`. Bytes are in `floatobject_pack.rs`.

use core::ffi::c_double;

use pilotage_abi::{PyFloatObject, PyObject};

use crate::body::decref;
use crate::builtin::{PyBool_Type, PyByteArray_Type, PyFloat_Type, PyLong_Type};
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::longobject::Int;
use crate::python;
use crate::values::{self, is_bytes, is_instance, is_str, new_counted, type_name};

/// A new reference to a float that only C knows.
#[inline]
pub(crate) fn new_float(value: f64) -> *mut PyObject {
    // SAFETY: the body has the layout of a float.
    unsafe {
        let p = new_counted(size_of::<PyFloatObject>(), &raw mut PyFloat_Type);
        if !p.is_null() {
            (*p.cast::<PyFloatObject>()).ob_fval = value;
        }
        p
    }
}

/// # Safety
/// `p` is null or a body.
pub(crate) unsafe fn is_float(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { is_instance(p, &raw mut PyFloat_Type) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_FromDouble(value: c_double) -> *mut PyObject {
    new_float(value)
}

/// -1.0 with an exception where there is no number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_AsDouble(p: *mut PyObject) -> c_double {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            values::bad_argument();
            return -1.0;
        }
        if (*p).ob_type == &raw mut PyFloat_Type {
            return (*p.cast::<PyFloatObject>()).ob_fval;
        }
        let class = (*p).ob_type;
        if class == &raw mut PyLong_Type || class == &raw mut PyBool_Type {
            return crate::longobject_as::PyLong_AsDouble(p);
        }
        if is_float(p) {
            return (*p.cast::<PyFloatObject>()).ob_fval;
        }
        as_double_slow(p).unwrap_or(-1.0)
    }
}

/// Through `__float__`, else `__index__`; `None` with an exception.
unsafe fn as_double_slow(p: *mut PyObject) -> Option<f64> {
    // SAFETY: the caller's promise; slots of a type take its instances.
    unsafe {
        let number = (*(*p).ob_type).tp_as_number;
        let slots = number.as_ref();
        if let Some(nb_float) = slots.and_then(|slots| slots.nb_float) {
            let result = nb_float(p);
            if result.is_null() {
                return None;
            }
            return from_float(p, result);
        }
        if slots.is_some_and(|slots| slots.nb_index.is_some()) {
            let int = crate::longobject_as::index(p);
            if int.is_null() {
                return None;
            }
            let value = crate::longobject_as::double(Int::read(int));
            decref(int);
            if value.is_none() {
                errors::raise_new(Exc::OverflowError, "int too large to convert to float");
            }
            return value;
        }
        errors::raise_new(Exc::TypeError, &format!("must be real number, not {}", type_name(p)));
        None
    }
}

/// Checks what `__float__` gave, and takes it over.
unsafe fn from_float(p: *mut PyObject, result: *mut PyObject) -> Option<f64> {
    // SAFETY: a new reference of ours.
    unsafe {
        let is_exact = (*result).ob_type == &raw mut PyFloat_Type;
        if !is_float(result) {
            let message =
                format!("{}.__float__ returned non-float (type {})", type_name(p), type_name(result));
            errors::raise_new(Exc::TypeError, &message);
            decref(result);
            return None;
        }
        if !is_exact {
            let message = format!(
                "{}.__float__ returned non-float (type {}).  The ability to return an instance of a strict subclass \
                 of float is deprecated, and may be removed in a future version of Python.",
                type_name(p),
                type_name(result)
            );
            if !values::deprecated(&message) {
                decref(result);
                return None;
            }
        }
        let value = (*result.cast::<PyFloatObject>()).ob_fval;
        decref(result);
        Some(value)
    }
}

/// Of str, bytes and other memory.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_FromString(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        let buffer = (*(*p).ob_type).tp_as_buffer;
        let has_buffer = buffer.as_ref().is_some_and(|procs| procs.bf_getbuffer.is_some());
        if !is_str(p) && !is_bytes(p) && !is_instance(p, &raw mut PyByteArray_Type) && !has_buffer {
            let message =
                format!("float() argument must be a string or a real number, not '{}'", type_name(p));
            return errors::fail(Exc::TypeError, &message);
        }
        give(python::call(crate::builtin::class(&raw mut PyFloat_Type), &[from_c(p)]))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_GetMax() -> c_double {
    f64::MAX
}

/// The smallest positive float of full precision.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_GetMin() -> c_double {
    f64::MIN_POSITIVE
}

/// `sys.float_info`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFloat_GetInfo() -> *mut PyObject {
    give(values::module_attr("sys", "float_info"))
}

/// What the destructor of exact floats does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyFloat_ExactDealloc(p: *mut PyObject) {
    // SAFETY: called for a float whose count has reached 0.
    unsafe { crate::lifetime::_Py_Dealloc(p) }
}
