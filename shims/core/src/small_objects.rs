//! Headers with one or two functions: `genericaliasobject.h`, `unionobject.h`, `odictobject.h`, `namespaceobject.h`,
//! and the two of `descrobject.h` that make no descriptor.

use core::ffi::c_int;

use pilotage_abi::PyObject;

use crate::builtin as b;
use crate::convert::{from_c, from_c_opt, give, status};
use crate::errors::Exc;
use crate::model::{Binary, model};
use crate::protocol::{bad_call_int, is_instance, is_kind, make, not_implemented};
use crate::{calls, python};

/// `origin[args]`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GenericAlias(origin: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { give(make(&raw mut b::Py_GenericAliasType, &[from_c(origin), from_c(args)])) }
}

/// `X | Y` of types; NotImplemented for anything else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_union_type_or(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        match model().binary(Binary::Or, from_c(left), from_c(right)) {
            Err(raised) if is_kind(&raised, Exc::TypeError) => not_implemented(),
            result => give(result),
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyODict_New() -> *mut PyObject {
    give(make(&raw mut b::PyODict_Type, &[]))
}

unsafe fn is_ordered(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_instance(p, &raw mut b::PyODict_Type) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyODict_SetItem(
    p: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_ordered(p) {
            return bad_call_int();
        }
        let vm = from_c(p);
        let done = model().setitem(vm, from_c(key), from_c(value));
        crate::mirror::refreshed(p, vm);
        status(done)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyODict_DelItem(p: *mut PyObject, key: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_ordered(p) {
            return bad_call_int();
        }
        let vm = from_c(p);
        let done = model().delitem(vm, from_c(key));
        crate::mirror::refreshed(p, vm);
        status(done)
    }
}

/// `types.SimpleNamespace(**kwds)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyNamespace_New(kwds: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a dict.
    unsafe {
        let class = model().import("types").and_then(|types| python::attr(types.obj(), "SimpleNamespace"));
        give(class.and_then(|class| calls::call_tuple(class.obj(), None, core::ptr::null_mut(), kwds)))
    }
}

/// A wrapper of a slot, bound to an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWrapper_New(descriptor: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let object = from_c_opt(object).unwrap_or_else(|| model().none());
        give(python::call_method(from_c(descriptor), "__get__", &[object, model().class(object)]))
    }
}
