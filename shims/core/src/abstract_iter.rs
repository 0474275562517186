//! `abstract.h`: iterators.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::convert::{from_c, give, give_opt, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::protocol::{clear_if, fail_int, in_c, is_kind, null_argument_int, type_error, type_name};
use crate::python;

/// The `tp_iternext` of types that say they have none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_NextNotImplemented(o: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe { type_error(&format!("'{}' object is not iterable", type_name(o))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyIter_Check(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    let next = unsafe { (*(*o).ob_type).tp_iternext };
    c_int::from(next.is_some_and(|next| next as usize != _PyObject_NextNotImplemented as *const () as usize))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyAIter_Check(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    c_int::from(unsafe { (*(*o).ob_type).tp_as_async.as_ref() }.is_some_and(|table| table.am_anext.is_some()))
}

/// The next item, or NULL: at the end, or with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyIter_Next(iterator: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        if !in_c(iterator) {
            return give_opt(model().next(from_c(iterator)));
        }
        let Some(next) = (*(*iterator).ob_type).tp_iternext else {
            return type_error(&format!("'{}' object is not an iterator", type_name(iterator)));
        };
        let item = next(iterator);
        if item.is_null() {
            clear_if(Exc::StopIteration);
        }
        item
    }
}

/// 1 with an item, 0 at the end, -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyIter_NextItem(iterator: *mut PyObject, item: *mut *mut PyObject) -> c_int {
    // SAFETY: a living body, and a place for the item.
    unsafe {
        *item = null_mut();
        if PyIter_Check(iterator) == 0 {
            return fail_int(Exc::TypeError, &format!("expected an iterator, got '{}'", type_name(iterator)));
        }
        *item = PyIter_Next(iterator);
        if !(*item).is_null() {
            return 1;
        }
        if errors::is_set() { -1 } else { 0 }
    }
}

/// `PySendResult`.
const RETURN: c_int = 0;
const ERROR: c_int = -1;
const NEXT: c_int = 1;

/// Sends into a generator, or steps an iterator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyIter_Send(
    iterator: *mut PyObject,
    arg: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    if iterator.is_null() || arg.is_null() || result.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies, and a place for the result.
    unsafe {
        *result = null_mut();
        if in_c(iterator) {
            let table = (*(*iterator).ob_type).tp_as_async.as_ref();
            if let Some(send) = table.and_then(|table| table.am_send) {
                return send(iterator, arg, result);
            }
            if arg == crate::protocol::none() && PyIter_Check(iterator) != 0 {
                return stepped(iterator, result);
            }
        }
        match send(from_c(iterator), from_c(arg)) {
            Ok(value) => {
                *result = to_c(value);
                NEXT
            }
            Err(raised) if is_kind(&raised, Exc::StopIteration) => {
                *result = give(python::attr(raised.0.obj(), "value"));
                if (*result).is_null() { ERROR } else { RETURN }
            }
            Err(raised) => {
                errors::raise(raised);
                ERROR
            }
        }
    }
}

/// Without a value to send an iterator only steps.
fn send(iterator: Obj, arg: Obj) -> Result<Ref> {
    if let Some(method) = python::attr_opt(iterator, "send")? {
        return python::call(method.obj(), &[arg]);
    }
    if arg == model().none() {
        python::call_method(iterator, "__next__", &[])
    } else {
        python::attr(iterator, "send")
    }
}

unsafe fn stepped(iterator: *mut PyObject, result: *mut *mut PyObject) -> c_int {
    // SAFETY: an iterator of C.
    unsafe {
        let Some(next) = (*(*iterator).ob_type).tp_iternext else { return ERROR };
        *result = next(iterator);
        if !(*result).is_null() {
            return NEXT;
        }
        if crate::exceptions::_PyGen_FetchStopIterationValue(result) == 0 { RETURN } else { ERROR }
    }
}
