//! Instances of types: how they are made, and attributes by the default rules.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTypeObject, PyVarObject};

use crate::body::{self, prefix};
use crate::convert::{from_c, from_c_opt, give, status, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Shape, model};
use crate::{python, types};

/// `_PyObject_VAR_SIZE`: a multiple of the word.
unsafe fn instance_size(t: *mut PyTypeObject, count: isize) -> usize {
    // SAFETY: a type.
    unsafe {
        let size = (*t).tp_basicsize.unsigned_abs() + count.unsigned_abs() * (*t).tp_itemsize.unsigned_abs();
        (size + 7) & !7
    }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GenericAlloc(t: *mut PyTypeObject, count: isize) -> *mut PyObject {
    // SAFETY: the caller's promise; one item more, as CPython gives.
    unsafe {
        let p: *mut PyObject = body::raw_alloc(instance_size(t, count + 1), true).cast();
        if p.is_null() {
            return errors::fail(Exc::MemoryError, "");
        }
        if (*t).tp_itemsize != 0 {
            (*p.cast::<PyVarObject>()).ob_size = count;
        }
        init(p, t);
        if (*t).tp_flags & tp::HAVE_GC != 0 {
            crate::tracking::track(p);
        }
        p
    }
}

/// Header of a new instance that only C knows.
unsafe fn init(p: *mut PyObject, t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: memory of an instance.
    unsafe {
        (*p).ob_refcnt = 1;
        (*p).ob_overflow = 0;
        (*p).ob_flags = 0;
        (*p).ob_type = t;
        body::adopt_memory(p);
        body::incref(t.cast());
        // A list of free objects may have kept the memory of one that died.
        body::reborn(p);
        crate::ledger::born(p);
        if let Some(info) = types::info_if_ready(t) {
            (*prefix(p)).counted = matches!(info.shape, Shape::Tuple | Shape::List);
        }
        p
    }
}

/// # Safety
/// `p` is memory of `PyObject_Malloc` for an instance of `t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Init(p: *mut PyObject, t: *mut PyTypeObject) -> *mut PyObject {
    if p.is_null() {
        return errors::fail(Exc::MemoryError, "");
    }
    // SAFETY: the caller's promise.
    unsafe { init(p, t) }
}

/// # Safety
/// As for [`PyObject_Init`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_InitVar(
    p: *mut PyVarObject,
    t: *mut PyTypeObject,
    size: isize,
) -> *mut PyVarObject {
    if p.is_null() {
        return errors::fail(Exc::MemoryError, "");
    }
    // SAFETY: the caller's promise.
    unsafe {
        (*p).ob_size = size;
        init(p.cast(), t).cast()
    }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_New(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyObject_Init(body::raw_alloc(instance_size(t, 0), false).cast(), t) }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_NewVar(t: *mut PyTypeObject, count: isize) -> *mut PyVarObject {
    // SAFETY: the caller's promise.
    unsafe { PyObject_InitVar(body::raw_alloc(instance_size(t, count), false).cast(), t, count) }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GC_New(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { _PyObject_New(t) }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GC_NewVar(t: *mut PyTypeObject, count: isize) -> *mut PyVarObject {
    // SAFETY: the caller's promise.
    unsafe { _PyObject_NewVar(t, count) }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Object_GC_NewWithExtraData(
    t: *mut PyTypeObject,
    extra: usize,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyObject_Init(body::raw_alloc(instance_size(t, 0) + extra, true).cast(), t) }
}

/// # Safety
/// `t` is a ready type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GenericNew(
    t: *mut PyTypeObject,
    _args: *mut PyObject,
    _kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let base = (*types::info(t)).shape;
        if base != Shape::Foreign {
            // The VM makes the value; C's part hangs on it.
            let class = (*types::info(t)).class;
            return give(model().construct((*types::info(t)).builtin_base, class, &[], &[]));
        }
        match (*t).tp_alloc {
            Some(alloc) => alloc(t, 0),
            None => PyType_GenericAlloc(t, 0),
        }
    }
}

/// # Safety
/// `p` is an object, `name` a str.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GenericGetAttr(p: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let (object, key) = (from_c(p), from_c(name));
        match model().generic_getattr(object, key).map(|found| found.or_else(|| own_of_class(object, key))) {
            Ok(Some(found)) => to_c(found),
            Ok(None) if crate::object_dict::adopt_dict(p) => PyObject_GenericGetAttr(p, name),
            Ok(None) => {
                no_attribute(p, name);
                null_mut()
            }
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }
}

/// A class is an object, too: its dictionary is its own one, without those of its bases.
fn own_of_class(object: Obj, key: Obj) -> Option<Ref> {
    (model().shape(object) == Shape::Type).then(|| model().type_own(object, key)).flatten()
}

/// `AttributeError` with `name` and `obj`.
unsafe fn no_attribute(p: *mut PyObject, name: *mut PyObject) {
    // SAFETY: living objects.
    unsafe {
        let class = model().type_name(model().class(from_c(p)));
        let message = format!("'{class}' object has no attribute '{}'", python::to_string(from_c(name)));
        let raised = errors::new_raised(Exc::AttributeError, &message);
        let _ = python::set_attr(raised.0.obj(), "name", from_c(name));
        let _ = python::set_attr(raised.0.obj(), "obj", from_c(p));
        errors::raise(raised);
    }
}

/// # Safety
/// `p` is an object, `name` a str, `value` null or an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GenericSetAttr(
    p: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        crate::object_dict::adopt_dict(p);
        let done = status(model().generic_setattr(from_c(p), from_c(name), from_c_opt(value)));
        crate::object_dict::show_dict(p);
        done
    }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_HashNotImplemented(p: *mut PyObject) -> isize {
    // SAFETY: the caller's promise.
    let class = unsafe { python::c_text((*(*p).ob_type).tp_name) };
    errors::raise_new(Exc::TypeError, &format!("unhashable type: '{class}'"));
    -1
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetFlags(t: *mut PyTypeObject) -> core::ffi::c_ulong {
    // SAFETY: the caller's promise.
    unsafe { (*t).tp_flags }
}

/// # Safety
/// Both are types.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_IsSubtype(t: *mut PyTypeObject, base: *mut PyTypeObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { c_int::from(types::is_subtype(t, base)) }
}

/// Does the type take part in cyclic collection?
///
/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_IS_GC(p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { c_int::from((*(*p).ob_type).tp_flags & tp::HAVE_GC != 0) }
}
