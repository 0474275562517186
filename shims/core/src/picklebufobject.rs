//! `picklebufobject.h`: memory that is pickled out of band. The object is the VM's.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::buf;
use pilotage_abi::{Py_buffer, PyObject};

use crate::body::{AddressMap, World};
use crate::builtin::PyPickleBuffer_Type;
use crate::convert::{from_c, give, status};
use crate::memoryobject::{PyBuffer_Release, PyObject_GetBuffer};
use crate::protocol::{is_exact, make, type_error, type_name};
use crate::python;

/// What C reads of a buffer, for as long as the object lives; another object at its address takes the place.
struct Shown {
    view: Py_buffer,
    arrays: [Vec<isize>; 3],
    format: Vec<u8>,
}

impl Shown {
    fn is_like(&self, other: &Shown) -> bool {
        (self.view.buf, self.view.len, self.view.readonly)
            == (other.view.buf, other.view.len, other.view.readonly)
            && (self.view.itemsize, &self.arrays) == (other.view.itemsize, &other.arrays)
            && self.format == other.format
    }
}

static SHOWN: World<Option<AddressMap<Box<Shown>>>> = World::new(None);

unsafe fn is_pickle_buffer(p: *mut PyObject) -> bool {
    // SAFETY: a living body.
    unsafe {
        let is_one = is_exact(p, &raw mut PyPickleBuffer_Type);
        if !is_one {
            type_error::<PyObject>(&format!("expected PickleBuffer, {} found", type_name(p)));
        }
        is_one
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyPickleBuffer_FromObject(base: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise: a living body.
    give(make(&raw mut PyPickleBuffer_Type, &[unsafe { from_c(base) }]))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyPickleBuffer_GetBuffer(p: *mut PyObject) -> *const Py_buffer {
    // SAFETY: the caller's promise: a living body. The object itself keeps the memory where it is.
    unsafe {
        if !is_pickle_buffer(p) {
            return core::ptr::null();
        }
        let mut view: Py_buffer = core::mem::zeroed();
        if PyObject_GetBuffer(p, &raw mut view, buf::FULL_RO) != 0 {
            return core::ptr::null();
        }
        let mut shown = Box::new(Shown {
            view: core::ptr::read(&raw const view),
            arrays: [view.shape, view.strides, view.suboffsets].map(|array| copied(array, view.ndim)),
            format: python::c_str(view.format).iter().copied().chain([0]).collect(),
        });
        PyBuffer_Release(&raw mut view);
        let first = |array: &mut Vec<isize>| if array.is_empty() { null_mut() } else { array.as_mut_ptr() };
        let [shape, strides, suboffsets] = &mut shown.arrays;
        shown.view.shape = first(shape);
        shown.view.strides = first(strides);
        shown.view.suboffsets = first(suboffsets);
        shown.view.format = shown.format.as_mut_ptr().cast();
        shown.view.internal = null_mut();
        SHOWN.with(|all| {
            let all = all.get_or_insert_default();
            // C may still read what it was given before, if it was of the same object.
            if all.get(&p.addr()).is_none_or(|known| !known.is_like(&shown)) {
                all.insert(p.addr(), shown);
            }
            all.get(&p.addr()).map_or(core::ptr::null(), |known| &raw const known.view)
        })
    }
}

unsafe fn copied(array: *const isize, dimensions: c_int) -> Vec<isize> {
    if array.is_null() {
        return Vec::new();
    }
    // SAFETY: the caller's promise: one for each dimension.
    unsafe { core::slice::from_raw_parts(array, dimensions.max(0) as usize).to_vec() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyPickleBuffer_Release(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise: a living body.
    unsafe {
        if !is_pickle_buffer(p) {
            return -1;
        }
        status(python::call_method(from_c(p), "release", &[]).map(drop))
    }
}
