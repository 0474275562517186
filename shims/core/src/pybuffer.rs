//! Arithmetic on buffers: contiguity, pointers to items, copies between layouts.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::flags::buf;
use pilotage_abi::{Py_buffer, Py_ssize_t, PyObject};

use crate::builtin::Exc;
use crate::errors;
use crate::memoryobject::{PyBuffer_Release, PyObject_GetBuffer};
use crate::model::model;
use crate::python;

/// The layout of items.
pub(crate) struct Dimensions<'a> {
    pub(crate) itemsize: isize,
    pub(crate) shape: &'a [isize],
    /// Empty: contiguous as in C.
    pub(crate) strides: &'a [isize],
}

impl Dimensions<'_> {
    fn follows(&self, order: impl Iterator<Item = usize>) -> bool {
        if self.shape.contains(&0) {
            return true;
        }
        let mut expected = self.itemsize;
        for at in order {
            if self.shape[at] > 1 && self.strides.get(at) != Some(&expected) {
                return false;
            }
            expected *= self.shape[at];
        }
        true
    }

    pub(crate) fn is_c(&self) -> bool {
        self.strides.is_empty() || self.follows((0..self.shape.len()).rev())
    }

    pub(crate) fn is_fortran(&self) -> bool {
        if self.strides.is_empty() {
            return self.shape.len() <= 1 || self.shape.iter().filter(|&&len| len > 1).count() <= 1;
        }
        self.follows(0..self.shape.len())
    }
}

unsafe fn slice<'a>(array: *const isize, len: usize) -> &'a [isize] {
    // SAFETY: the caller's promise: null or that many.
    if array.is_null() { &[] } else { unsafe { core::slice::from_raw_parts(array, len) } }
}

unsafe fn dimensions(view: &Py_buffer) -> Dimensions<'_> {
    let count = view.ndim.max(0) as usize;
    // SAFETY: the caller's promise: a filled view.
    unsafe {
        Dimensions {
            itemsize: view.itemsize,
            shape: slice(view.shape, count),
            strides: slice(view.strides, count),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_IsContiguous(view: *const Py_buffer, order: c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let view = &*view;
        if !view.suboffsets.is_null() {
            return 0;
        }
        if view.shape.is_null() {
            return 1;
        }
        let dimensions = dimensions(view);
        c_int::from(match order as u8 {
            b'C' => dimensions.is_c(),
            b'F' => dimensions.is_fortran(),
            b'A' => dimensions.is_c() || dimensions.is_fortran(),
            _ => false,
        })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_GetPointer(
    view: *const Py_buffer,
    indices: *const Py_ssize_t,
) -> *mut c_void {
    // SAFETY: the caller's promise: an index for each dimension.
    unsafe {
        let view = &*view;
        let mut strides = dimensions(view).strides.to_vec();
        if strides.is_empty() && !view.shape.is_null() {
            strides = contiguous_strides(slice(view.shape, view.ndim.max(0) as usize), view.itemsize, false);
        }
        let mut at: *mut u8 = view.buf.cast();
        for dimension in 0..view.ndim.max(0) as usize {
            let stride = strides.get(dimension).copied().unwrap_or(view.itemsize);
            at = at.offset(stride * *indices.add(dimension));
            if !view.suboffsets.is_null() && *view.suboffsets.add(dimension) >= 0 {
                at = at.cast::<*mut u8>().read().offset(*view.suboffsets.add(dimension));
            }
        }
        at.cast()
    }
}

fn contiguous_strides(shape: &[isize], itemsize: isize, fortran: bool) -> Vec<isize> {
    let mut strides = vec![0; shape.len()];
    let mut step = itemsize;
    let mut fill = |at: usize| {
        strides[at] = step;
        step *= shape[at];
    };
    if fortran {
        (0..shape.len()).for_each(&mut fill)
    } else {
        (0..shape.len()).rev().for_each(&mut fill)
    }
    strides
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_FillContiguousStrides(
    count: c_int,
    shape: *const Py_ssize_t,
    strides: *mut Py_ssize_t,
    itemsize: c_int,
    order: c_char,
) {
    // SAFETY: the caller's promise: arrays of that many.
    unsafe {
        let shape = slice(shape, count.max(0) as usize);
        let found = contiguous_strides(shape, itemsize as isize, order as u8 == b'F');
        core::ptr::copy_nonoverlapping(found.as_ptr(), strides, found.len());
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_SizeFromFormat(format: *const c_char) -> Py_ssize_t {
    // SAFETY: the caller's promise.
    let format = python::text(&unsafe { python::c_text(format) });
    match python::call_function("struct", "calcsize", &[format.obj()]) {
        Ok(size) => model().int_to_i64(size.obj()).unwrap_or(-1) as Py_ssize_t,
        Err(raised) => {
            errors::raise(raised);
            -1
        }
    }
}

/// Calls with the address of each item, in the order of C or of Fortran.
unsafe fn each(view: &Py_buffer, fortran: bool, mut visit: impl FnMut(*mut u8)) {
    let count = view.ndim.max(0) as usize;
    // SAFETY: the caller's promise: a filled view.
    unsafe {
        let flat = [view.len / view.itemsize.max(1)];
        let shape = if view.shape.is_null() { &flat[..] } else { slice(view.shape, count) };
        if shape.contains(&0) {
            return;
        }
        let mut indices = vec![0isize; count.max(shape.len())];
        loop {
            visit(PyBuffer_GetPointer(view, indices.as_ptr()).cast());
            let mut step = |at: usize| {
                indices[at] += 1;
                let wraps = indices[at] == shape[at];
                if wraps {
                    indices[at] = 0;
                }
                !wraps
            };
            let moved =
                if fortran { (0..shape.len()).any(&mut step) } else { (0..shape.len()).rev().any(&mut step) };
            if !moved {
                return;
            }
        }
    }
}

/// `A` means the order that the memory already has, or else C's.
unsafe fn in_fortran(view: &Py_buffer, order: c_char) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        order as u8 == b'F'
            || (order as u8 == b'A'
                && PyBuffer_IsContiguous(view, b'C' as c_char) == 0
                && PyBuffer_IsContiguous(view, b'F' as c_char) != 0)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_ToContiguous(
    to: *mut c_void,
    view: *const Py_buffer,
    len: Py_ssize_t,
    order: c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let view = &*view;
        if len != view.len {
            errors::raise_new(Exc::ValueError, "PyBuffer_ToContiguous: len != view->len");
            return -1;
        }
        if PyBuffer_IsContiguous(view, order) != 0 {
            core::ptr::copy_nonoverlapping(view.buf.cast::<u8>(), to.cast(), len.unsigned_abs());
            return 0;
        }
        let (mut to, size) = (to.cast::<u8>(), view.itemsize.unsigned_abs());
        each(view, in_fortran(view, order), |item| {
            core::ptr::copy_nonoverlapping(item, to, size);
            to = to.add(size);
        });
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBuffer_FromContiguous(
    view: *const Py_buffer,
    from: *const c_void,
    len: Py_ssize_t,
    order: c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let view = &*view;
        let mut left = len.min(view.len).max(0).unsigned_abs();
        if PyBuffer_IsContiguous(view, order) != 0 {
            core::ptr::copy_nonoverlapping(from.cast::<u8>(), view.buf.cast(), left);
            return 0;
        }
        let (mut from, size) = (from.cast::<u8>(), view.itemsize.unsigned_abs());
        each(view, in_fortran(view, order), |item| {
            if left >= size {
                core::ptr::copy_nonoverlapping(from, item, size);
                from = from.add(size);
                left -= size;
            }
        });
    }
    0
}

/// Copies the bytes of one object into another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CopyData(to: *mut PyObject, from: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let (mut target, mut source): (Py_buffer, Py_buffer) = (core::mem::zeroed(), core::mem::zeroed());
        if PyObject_GetBuffer(to, &raw mut target, buf::FULL_RO | buf::WRITABLE) != 0 {
            return -1;
        }
        if PyObject_GetBuffer(from, &raw mut source, buf::FULL_RO) != 0 {
            PyBuffer_Release(&raw mut target);
            return -1;
        }
        let result = if target.len < source.len {
            errors::raise_new(Exc::BufferError, "destination is too small to receive data from source");
            -1
        } else {
            let mut data = vec![0u8; source.len.max(0) as usize];
            PyBuffer_ToContiguous(data.as_mut_ptr().cast(), &raw const source, source.len, b'C' as c_char);
            PyBuffer_FromContiguous(&raw const target, data.as_ptr().cast(), source.len, b'C' as c_char)
        };
        PyBuffer_Release(&raw mut source);
        PyBuffer_Release(&raw mut target);
        result
    }
}
