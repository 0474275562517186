//! `cellobject.h`.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::{PyCellObject, PyObject};

use crate::builtin as b;
use crate::convert::{from_c, from_c_opt, give, status};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::{bad_call, bad_call_int, is_exact, is_kind, make};
use crate::python;

unsafe fn is_cell(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_exact(p, &raw mut b::PyCell_Type) }
}

/// NULL makes an empty one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCell_New(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body; the VM's cell keeps what it has.
    unsafe {
        let cell = give(make(&raw mut b::PyCell_Type, from_c_opt(o).as_slice()));
        if !cell.is_null() {
            (*cell.cast::<PyCellObject>()).ob_ref = o;
        }
        cell
    }
}

/// A new reference; NULL without an exception where the cell is empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCell_Get(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_cell(p) {
            return bad_call();
        }
        match python::attr(from_c(p), "cell_contents") {
            Ok(value) => crate::convert::to_c(value),
            Err(raised) if is_kind(&raised, Exc::ValueError) => null_mut(),
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }
}

/// NULL empties the cell.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCell_Set(p: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_cell(p) {
            return bad_call_int();
        }
        let done = model().setattr(from_c(p), python::name("cell_contents").obj(), from_c_opt(value));
        if done.is_ok() {
            (*p.cast::<PyCellObject>()).ob_ref = value;
        }
        status(done)
    }
}
