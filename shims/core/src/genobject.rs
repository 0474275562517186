//! `genobject.h`: what C asks of generators. Making them from frames is the VM's business alone.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::convert::{from_c, give, new_c};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::raised_with;
use crate::python;

/// The code of a generator, as a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyGen_GetCode(generator: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { give(python::attr(from_c(generator), "gi_code")) }
}

/// Sets a StopIteration with a value, also one that is a tuple or an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyGen_SetStopIterationValue(value: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        let value = if value.is_null() { model().none() } else { from_c(value) };
        errors::raise(raised_with(Exc::StopIteration, value));
    }
    -1
}

/// What a generator delegates to with `yield from`, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyGen_yf(generator: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    match unsafe { python::attr_opt(from_c(generator), "gi_yieldfrom") } {
        Ok(Some(inner)) if inner.obj() != model().none() => new_c(inner.obj()),
        _ => null_mut(),
    }
}

/// The iterator of something that `await` takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyCoro_GetAwaitableIter(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        if (*o).ob_type == &raw mut crate::builtin::PyCoro_Type {
            crate::body::incref(o);
            return o;
        }
        let slot = (*(*o).ob_type).tp_as_async.as_ref().and_then(|table| table.am_await);
        match slot {
            Some(own) => own(o),
            None => crate::protocol::type_error(&format!(
                "object {} can't be used in 'await' expression",
                crate::protocol::type_name(o)
            )),
        }
    }
}
