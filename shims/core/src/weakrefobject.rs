//! `weakrefobject.h`. Weak references are the VM's.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::builtin as b;
use crate::convert::{borrow_c, from_c, from_c_opt, give, to_c};
use crate::errors::Exc;
use crate::model::{Ref, model};
use crate::protocol::{bad_call, fail_int, in_c, is_instance, none};

unsafe fn is_ref(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_instance(p, &raw mut b::_PyWeakref_RefType) }
}

unsafe fn is_proxy(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null()
        && unsafe {
            is_instance(p, &raw mut b::_PyWeakref_ProxyType)
                || is_instance(p, &raw mut b::_PyWeakref_CallableProxyType)
        }
}

/// The callback is NULL, None or a callable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWeakref_NewRef(o: *mut PyObject, callback: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let callback = from_c_opt(callback).filter(|&callback| callback != model().none());
        show(o, give(model().weakref(from_c(o), callback)))
    }
}

/// The field in which a type keeps the list of its weak references says that there are some. Destructors that see
/// one there ask for them to be cleared, which the VM has done before; nobody looks into the list.
unsafe fn show(o: *mut PyObject, weakref: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body; the offset lies inside it.
    unsafe {
        let offset = (*(*o).ob_type).tp_weaklistoffset;
        if !weakref.is_null() && offset > 0 && in_c(o) {
            *o.byte_offset(offset).cast::<*mut PyObject>() = none();
        }
    }
    weakref
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWeakref_NewProxy(o: *mut PyObject, callback: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe {
        let callback = from_c_opt(callback).unwrap_or_else(|| model().none());
        let proxy = crate::python::call_function("_weakref", "proxy", &[from_c(o), callback]);
        show(o, give(proxy))
    }
}

/// What it refers to; of a proxy the VM may not tell.
unsafe fn target(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the body of a weak reference.
    unsafe { model().weakref_target(from_c(p)) }
}

/// 1 with a new reference, 0 with NULL where it is gone, -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWeakref_GetRef(p: *mut PyObject, object: *mut *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body, and a place for the object.
    unsafe {
        *object = null_mut();
        if p.is_null() {
            crate::errors::bad_internal_call();
            return -1;
        }
        if !is_ref(p) && !is_proxy(p) {
            return fail_int(Exc::TypeError, "expected a weakref");
        }
        match target(p) {
            Some(found) => {
                *object = to_c(found);
                1
            }
            None => 0,
        }
    }
}

/// Borrowed; None where it is gone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWeakref_GetObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_ref(p) && !is_proxy(p) {
            return bad_call();
        }
        target(p).map_or_else(none, |found| borrow_c(found.obj()))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyWeakref_IsDead(p: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        if p.is_null() {
            crate::errors::bad_internal_call();
            return -1;
        }
        if !is_ref(p) && !is_proxy(p) {
            let message = format!("expected a weakref, got {}", crate::protocol::type_name(p));
            return fail_int(Exc::TypeError, &message);
        }
        c_int::from(target(p).is_none())
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyWeakref_IsDead(p: *mut PyObject) -> c_int {
    // SAFETY: the body of a weak reference.
    c_int::from(unsafe { target(p) }.is_none())
}

/// Do instances of the type have a place for weak references?
///
/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_SUPPORTS_WEAKREFS(t: *mut pilotage_abi::PyTypeObject) -> c_int {
    // SAFETY: the caller's promise.
    c_int::from(unsafe {
        (*t).tp_weaklistoffset != 0 || (*t).tp_flags & pilotage_abi::flags::tp::MANAGED_WEAKREF != 0
    })
}

/// The field of an instance that holds its weak references.
///
/// # Safety
/// `p` is an object whose type supports weak references.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GET_WEAKREFS_LISTPTR(p: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { p.byte_offset((*(*p).ob_type).tp_weaklistoffset).cast() }
}
