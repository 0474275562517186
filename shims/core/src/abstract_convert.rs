//! `abstract.h`: what is a number, and numbers as int, float, index and C size.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::body::{decref, incref};
use crate::builtin as b;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::model::{Ref, Result, model};
use crate::protocol::{
    compact_int, fail_size, has_flag, in_c, is_exact, make, null_argument, null_argument_size, number,
    type_error, type_name,
};
use crate::{python, types};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyIndex_Check(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    c_int::from(unsafe { number(o) }.is_some_and(|table| table.nb_index.is_some()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Check(o: *mut PyObject) -> c_int {
    if o.is_null() {
        return 0;
    }
    // SAFETY: a living body.
    unsafe {
        let has_slot = number(o).is_some_and(|table| {
            table.nb_index.is_some() || table.nb_int.is_some() || table.nb_float.is_some()
        });
        c_int::from(has_slot || types::is_subtype((*o).ob_type, &raw mut b::PyComplex_Type))
    }
}

/// `operator.index`; an instance of a subclass of int stays what it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyNumber_Index(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if has_flag(o, tp::LONG_SUBCLASS) {
            incref(o);
            return o;
        }
        if !in_c(o) {
            return give(model().index(from_c(o)));
        }
        let Some(index) = number(o).and_then(|table| table.nb_index) else {
            return type_error(&format!("'{}' object cannot be interpreted as an integer", type_name(o)));
        };
        an_int(index(o), "__index__")
    }
}

/// What a slot that must give an int gave.
unsafe fn an_int(result: *mut PyObject, name: &str) -> *mut PyObject {
    // SAFETY: null or a new reference.
    unsafe {
        if result.is_null() || has_flag(result, tp::LONG_SUBCLASS) {
            return result;
        }
        let message = format!("{name} returned non-int (type {})", type_name(result));
        decref(result);
        type_error(&message)
    }
}

/// An int itself for an instance of a subclass. Steals.
unsafe fn exact_int(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: null or a new reference to an int.
    unsafe {
        if o.is_null() || is_exact(o, &raw mut b::PyLong_Type) {
            return o;
        }
        let (negative, limbs) = model().int_to_limbs(from_c(o));
        decref(o);
        crate::convert::to_c(model().int_from_limbs(negative, &limbs))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Index(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { exact_int(_PyNumber_Index(o)) }
}

/// `int(o)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Long(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyLong_Type) {
            incref(o);
            return o;
        }
        if in_c(o)
            && let Some(table) = number(o)
        {
            if let Some(int) = table.nb_int {
                return exact_int(an_int(int(o), "__int__"));
            }
            if table.nb_index.is_some() {
                return PyNumber_Index(o);
            }
        }
        give(make(&raw mut b::PyLong_Type, &[from_c(o)]))
    }
}

/// `float(o)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_Float(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyFloat_Type) {
            incref(o);
            return o;
        }
        if in_c(o)
            && let Some(float) = number(o).and_then(|table| table.nb_float)
        {
            return exact_float(o, float(o));
        }
        give(make(&raw mut b::PyFloat_Type, &[from_c(o)]))
    }
}

/// What `__float__` gave, as a float itself.
unsafe fn exact_float(o: *mut PyObject, result: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body; null or a new reference.
    unsafe {
        if result.is_null() || is_exact(result, &raw mut b::PyFloat_Type) {
            return result;
        }
        if !types::is_subtype((*result).ob_type, &raw mut b::PyFloat_Type) {
            let message =
                format!("{}.__float__ returned non-float (type {})", type_name(o), type_name(result));
            decref(result);
            return type_error(&message);
        }
        let value = model().float_value(from_c(result));
        decref(result);
        crate::convert::to_c(model().float(value))
    }
}

/// An index as a C size; `exception` NULL cuts what does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_AsSsize_t(o: *mut PyObject, exception: *mut PyObject) -> isize {
    if o.is_null() {
        return null_argument_size();
    }
    // SAFETY: a living body.
    unsafe {
        if has_flag(o, tp::LONG_SUBCLASS)
            && let Some(value) = compact_int(o)
        {
            return value as isize;
        }
        let index = _PyNumber_Index(o);
        if index.is_null() {
            return -1;
        }
        let vm = from_c(index).to_ref();
        decref(index);
        if let Some(value) = model().int_to_i64(vm.obj()) {
            return value as isize;
        }
        if exception.is_null() {
            return if model().int_to_limbs(vm.obj()).0 { isize::MIN } else { isize::MAX };
        }
        let message = format!("cannot fit '{}' into an index-sized integer", type_name(o));
        match python::call(from_c(exception), &[python::text(&message).obj()]) {
            Ok(exception) => errors::raise(crate::model::Raised(exception)),
            Err(raised) => errors::raise(raised),
        }
        -1
    }
}

/// The digits of an index to base 2, 8, 10 or 16, with their prefix.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyNumber_ToBase(o: *mut PyObject, base: c_int) -> *mut PyObject {
    let function = match base {
        2 => "bin",
        8 => "oct",
        10 => "str",
        16 => "hex",
        _ => {
            fail_size(Exc::SystemError, "PyNumber_ToBase: base must be 2, 8, 10 or 16");
            return null_mut();
        }
    };
    // SAFETY: NULL or a living body.
    unsafe {
        let index = PyNumber_Index(o);
        if index.is_null() {
            return null_mut();
        }
        let text: Result<Ref> =
            python::builtin(function).and_then(|function| python::call(function.obj(), &[from_c(index)]));
        decref(index);
        give(text)
    }
}
