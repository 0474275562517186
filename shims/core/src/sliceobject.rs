//! `sliceobject.h`.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PySliceObject};

use crate::abstract_convert::{PyIndex_Check, PyNumber_AsSsize_t};
use crate::builtin as b;
use crate::convert::{from_c, from_c_opt, to_c};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::{bad_call_int, fail_int, is_exact, none};

/// NULL is None.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySlice_New(
    start: *mut PyObject,
    stop: *mut PyObject,
    step: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    let part = |p| unsafe { from_c_opt(p) }.unwrap_or_else(|| model().none());
    to_c(model().slice(part(start), part(stop), part(step)))
}

#[unsafe(no_mangle)]
pub extern "C" fn _PySlice_FromIndices(start: isize, stop: isize) -> *mut PyObject {
    let (start, stop) = (model().int_from_i64(start as i64), model().int_from_i64(stop as i64));
    to_c(model().slice(start.obj(), stop.obj(), model().none()))
}

/// An index or None, which leaves the place as it is. Sizes are cut. 0 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_SliceIndex(p: *mut PyObject, place: *mut isize) -> c_int {
    // SAFETY: NULL or a living body, and a place.
    unsafe { if p == none() { 1 } else { _PyEval_SliceIndexNotNone(p, place) } }
}

/// As [`_PyEval_SliceIndex`], without None.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_SliceIndexNotNone(p: *mut PyObject, place: *mut isize) -> c_int {
    // SAFETY: NULL or a living body, and a place.
    unsafe {
        if p.is_null() {
            return 1;
        }
        if PyIndex_Check(p) == 0 {
            fail_int(Exc::TypeError, "slice indices must be integers or None or have an __index__ method");
            return 0;
        }
        let value = PyNumber_AsSsize_t(p, null_mut());
        if value == -1 && errors::is_set() {
            return 0;
        }
        *place = value;
        1
    }
}

/// Start, stop and step as C sizes, not yet fitted to a length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySlice_Unpack(
    p: *mut PyObject,
    start: *mut isize,
    stop: *mut isize,
    step: *mut isize,
) -> c_int {
    // SAFETY: the body of a slice, whose parts are filled; places for the answers.
    unsafe {
        let slice: *mut PySliceObject = p.cast();
        *step = 1;
        if _PyEval_SliceIndex((*slice).step, step) == 0 {
            return -1;
        }
        if *step == 0 {
            return fail_int(Exc::ValueError, "slice step cannot be zero");
        }
        // Its negative must exist too.
        *step = (*step).max(-isize::MAX);
        let (first, last) = if *step < 0 { (isize::MAX, isize::MIN) } else { (0, isize::MAX) };
        *start = first;
        if _PyEval_SliceIndex((*slice).start, start) == 0 {
            return -1;
        }
        *stop = last;
        if _PyEval_SliceIndex((*slice).stop, stop) == 0 {
            return -1;
        }
        0
    }
}

/// Fits a bound to a length.
fn fit(at: isize, length: isize, step: isize) -> isize {
    let (low, high) = if step < 0 { (-1, length - 1) } else { (0, length) };
    if at >= 0 { at.min(high) } else { (at + length).max(low) }
}

/// Fits start and stop to a length; how many items the slice has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySlice_AdjustIndices(
    length: isize,
    start: *mut isize,
    stop: *mut isize,
    step: isize,
) -> isize {
    // SAFETY: two places.
    unsafe {
        *start = fit(*start, length, step);
        *stop = fit(*stop, length, step);
        let (first, last, width) = if step < 0 { (*stop, *start, -step) } else { (*start, *stop, step) };
        if first < last { (last - first - 1) / width + 1 } else { 0 }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySlice_GetIndicesEx(
    p: *mut PyObject,
    length: isize,
    start: *mut isize,
    stop: *mut isize,
    step: *mut isize,
    slice_length: *mut isize,
) -> c_int {
    // SAFETY: the body of a slice and places for the answers.
    unsafe {
        if PySlice_Unpack(p, start, stop, step) < 0 {
            return -1;
        }
        *slice_length = PySlice_AdjustIndices(length, start, stop, *step);
        0
    }
}

/// The old one: ints only, and no exception for what lies outside.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySlice_GetIndices(
    p: *mut PyObject,
    length: isize,
    start: *mut isize,
    stop: *mut isize,
    step: *mut isize,
) -> c_int {
    // SAFETY: the body of a slice and places for the answers.
    unsafe {
        if !is_exact(p, &raw mut b::PySlice_Type) {
            return bad_call_int();
        }
        let slice: *mut PySliceObject = p.cast();
        let read = |part: *mut PyObject, default: isize, negative: isize| -> Option<isize> {
            if part == none() {
                return Some(default);
            }
            let value = model().int_to_i64(int_of(part)?)? as isize;
            Some(if value < 0 { value + negative } else { value })
        };
        let Some(width) = read((*slice).step, 1, 0) else { return -1 };
        let (first, last) = if width < 0 { (length - 1, -1) } else { (0, length) };
        let (Some(low), Some(high)) =
            (read((*slice).start, first, length), read((*slice).stop, last, length))
        else {
            return -1;
        };
        (*start, *stop, *step) = (low, high, width);
        if high > length || low >= length || width == 0 { -1 } else { 0 }
    }
}

unsafe fn int_of(p: *mut PyObject) -> Option<crate::model::Obj> {
    // SAFETY: a living body.
    unsafe { crate::protocol::has_flag(p, pilotage_abi::flags::tp::LONG_SUBCLASS).then(|| from_c(p)) }
}

/// Start, stop and step as ints of any size, fitted to a length that is an int.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySlice_GetLongIndices(
    p: *mut PyObject,
    length: *mut PyObject,
    start: *mut *mut PyObject,
    stop: *mut *mut PyObject,
    step: *mut *mut PyObject,
) -> c_int {
    // SAFETY: living bodies and places for the answers.
    unsafe {
        let found = crate::python::call_method(from_c(p), "indices", &[from_c(length)]);
        let places = [start, stop, step];
        let answer = found.map(|found| {
            for (place, &part) in places.iter().zip(model().tuple_items(found.obj())) {
                **place = crate::convert::new_c(part);
            }
        });
        if answer.is_err() {
            for place in places {
                *place = core::ptr::null_mut();
            }
        }
        crate::convert::status(answer)
    }
}
