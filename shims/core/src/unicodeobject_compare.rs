//! `unicodeobject.h`, comparing: on the characters of the bodies, without the VM.

use core::cmp::Ordering;
use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::boolobject::boolean;
use crate::builtin::_Py_NotImplementedStruct;
use crate::chars::{View, same_kind};
use crate::errors::{self, Exc};
use crate::model::Compare;
use crate::python;
use crate::text;
use crate::values::{self, is_str, type_name};

fn order(a: View<'_>, b: View<'_>) -> Ordering {
    if let (View::One(a), View::One(b)) = (a, b) {
        return a.cmp(b);
    }
    a.iter().cmp(b.iter())
}

/// # Safety
/// Both are strs.
#[inline]
pub(crate) unsafe fn equal(a: *mut PyObject, b: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        if a == b {
            return true;
        }
        if text::len(a) != text::len(b) {
            return false;
        }
        // The narrower one may be the second or the first.
        same_kind!(View::of(a), View::of(b), order(View::of(a), View::of(b)).is_eq(), |a, b| a == b)
    }
}

/// -1, 0, 1; -1 with an exception for other types.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Compare(a: *mut PyObject, b: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if is_str(a) && is_str(b) {
            return if a == b { 0 } else { order(View::of(a), View::of(b)) as c_int };
        }
        if a.is_null() || b.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        errors::raise_new(Exc::TypeError, &format!("Can't compare {} and {}", type_name(a), type_name(b)));
        -1
    }
}

/// With Latin-1 text, which ends at its null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_CompareWithASCIIString(p: *mut PyObject, other: *const c_char) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe { order(View::of(p), View::One(python::c_str(other))) as c_int }
}

/// NotImplemented for other types.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_RichCompare(
    a: *mut PyObject,
    b: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(a) || !is_str(b) {
            return &raw mut _Py_NotImplementedStruct;
        }
        let Some(op) = Compare::from_c(op) else { return values::bad_argument_null() };
        boolean(match op {
            Compare::Eq => equal(a, b),
            Compare::Ne => !equal(a, b),
            Compare::Lt => order(View::of(a), View::of(b)).is_lt(),
            Compare::Le => order(View::of(a), View::of(b)).is_le(),
            Compare::Gt => order(View::of(a), View::of(b)).is_gt(),
            Compare::Ge => order(View::of(a), View::of(b)).is_ge(),
        })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Equal(a: *mut PyObject, b: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        for (p, which) in [(a, "first"), (b, "second")] {
            if p.is_null() {
                errors::bad_internal_call();
                return -1;
            }
            if !is_str(p) {
                errors::raise_new(
                    Exc::TypeError,
                    &format!("{which} argument must be str, not {}", type_name(p)),
                );
                return -1;
            }
        }
        c_int::from(equal(a, b))
    }
}

/// Both are strs, by contract.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_Equal(a: *mut PyObject, b: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    c_int::from(unsafe { equal(a, b) })
}

unsafe fn equals_utf8(p: *mut PyObject, bytes: &[u8]) -> bool {
    // SAFETY: the caller's promise: a str.
    unsafe {
        if !is_str(p) {
            return false;
        }
        match View::of(p) {
            View::One(text) if text::is_ascii(p) => text == bytes,
            view => {
                // No shorter and no longer than characters can be.
                let fits = bytes.len() >= view.len() && bytes.len() <= view.len() * 4;
                fits && core::str::from_utf8(bytes)
                    .is_ok_and(|text| text.chars().map(u32::from).eq(view.iter()))
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_EqualToUTF8(p: *mut PyObject, data: *const c_char) -> c_int {
    // SAFETY: arguments of the C-API.
    c_int::from(unsafe { equals_utf8(p, python::c_str(data)) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_EqualToUTF8AndSize(
    p: *mut PyObject,
    data: *const c_char,
    len: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    c_int::from(unsafe { equals_utf8(p, values::slice(data, len)) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_EqualToASCIIString(p: *mut PyObject, data: *const c_char) -> c_int {
    // SAFETY: arguments of the C-API.
    c_int::from(unsafe { equals_utf8(p, python::c_str(data)) })
}
