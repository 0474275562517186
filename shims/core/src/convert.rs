//! The way of values between C and the VM: from a body to the object and back, with or without a reference.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::body::{self, Refresh, decref, prefix};
use crate::errors::raise;
use crate::model::{Obj, Ref, Result, model};
use crate::{bytearrayobject, list_store, mirror, realize};

/// The object of a body, borrowed as the C reference is. A body that C made gets its object now.
///
/// # Safety
/// `p` is a body that somebody keeps alive.
#[inline]
pub unsafe fn from_c(p: *mut PyObject) -> Obj {
    // SAFETY: the caller's promise.
    unsafe {
        match body::vm_of(p) {
            Some(vm) => {
                if !body::is_static(p) {
                    // C may have written into its array, or have made it shorter.
                    match (*prefix(p)).refresh {
                        Refresh::List => list_store::flush(p, vm),
                        Refresh::ByteArray => bytearrayobject::adopt_size(p, vm),
                        _ => {}
                    }
                }
                vm
            }
            None => realize::realize(p),
        }
    }
}

/// `None` for a null pointer.
///
/// # Safety
/// `p` is null or as for [`from_c`].
pub unsafe fn from_c_opt(p: *mut PyObject) -> Option<Obj> {
    // SAFETY: the caller's promise.
    (!p.is_null()).then(|| unsafe { from_c(p) })
}

/// Takes a C reference over.
///
/// # Safety
/// The caller owns a reference to the body `p` and gives it up.
pub unsafe fn steal(p: *mut PyObject) -> Ref {
    // SAFETY: the caller's promise; the reference lives until decref.
    unsafe {
        if let Some(value) = realize::into_value(p) {
            return value;
        }
        let vm = from_c(p).to_ref();
        decref(p);
        vm
    }
}

/// `None` for a null pointer.
///
/// # Safety
/// `p` is null or as for [`steal`].
pub unsafe fn steal_opt(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the caller's promise.
    (!p.is_null()).then(|| unsafe { steal(p) })
}

/// A new C reference.
#[inline]
pub fn to_c(vm: Ref) -> *mut PyObject {
    let p = borrow_c(vm.obj());
    // SAFETY: `p` is the body of `vm`, which lives.
    unsafe {
        if body::is_immortal(p) {
            return p;
        }
        (*p).ob_refcnt += 1;
        let prefix = prefix(p);
        if !(*prefix).held {
            (*prefix).held = true;
            let _ = vm.into_owned();
        }
    }
    p
}

/// A body that C counts once more, for the time of a call: whoever calls keeps the object.
#[inline]
pub(crate) fn lend(vm: Obj) -> *mut PyObject {
    let p = borrow_c(vm);
    // SAFETY: the body of an object that lives.
    unsafe { body::incref(p) };
    p
}

/// The end of [`lend`]. Where C counts references of its own by now, it holds the object.
///
/// # Safety
/// `p` was lent, and its object lives.
#[inline]
pub(crate) unsafe fn unlend(p: *mut PyObject) {
    // SAFETY: the caller's promise; a body that is not immortal has a prefix.
    unsafe {
        if body::is_immortal(p) {
            return;
        }
        (*p).ob_refcnt -= 1;
        let prefix = prefix(p);
        if (*p).ob_refcnt == 0 {
            if (*prefix).held {
                crate::lifetime::_Py_Dealloc(p);
            }
        } else if !(*prefix).held
            && let Some(vm) = core::ptr::NonNull::new((*prefix).vm)
        {
            (*prefix).held = true;
            model().retain(Obj::new(vm));
        }
    }
}

/// A pointer without a reference: good as long as the VM's object lives.
#[inline]
pub fn borrow_c(vm: Obj) -> *mut PyObject {
    let p = model().body(vm);
    if p.is_null() { mirror::mirror(vm) } else { mirror::refreshed(p, vm) }
}

/// A new C reference to an object that others keep alive.
pub fn new_c(vm: Obj) -> *mut PyObject {
    to_c(vm.to_ref())
}

/// A new reference, or NULL with the exception set.
pub fn give(result: Result<Ref>) -> *mut PyObject {
    match result {
        Ok(vm) => to_c(vm),
        Err(raised) => {
            raise(raised);
            null_mut()
        }
    }
}

/// A new reference or NULL without an exception, or NULL with one.
pub fn give_opt(result: Result<Option<Ref>>) -> *mut PyObject {
    match result {
        Ok(Some(vm)) => to_c(vm),
        Ok(None) => null_mut(),
        Err(raised) => {
            raise(raised);
            null_mut()
        }
    }
}

/// A pointer without a reference, to something that a container keeps alive; or NULL with the exception set.
pub fn give_borrowed(result: Result<Ref>) -> *mut PyObject {
    match result {
        Ok(vm) => borrow_c(vm.obj()),
        Err(raised) => {
            raise(raised);
            null_mut()
        }
    }
}

/// 0, or -1 with the exception set.
pub fn status(result: Result<()>) -> c_int {
    match result {
        Ok(()) => 0,
        Err(raised) => {
            raise(raised);
            -1
        }
    }
}

/// 1 or 0, or -1 with the exception set.
pub fn truth(result: Result<bool>) -> c_int {
    match result {
        Ok(holds) => c_int::from(holds),
        Err(raised) => {
            raise(raised);
            -1
        }
    }
}

/// A size, or -1 with the exception set.
pub fn size(result: Result<usize>) -> isize {
    match result {
        Ok(len) => isize::try_from(len).unwrap_or(isize::MAX),
        Err(raised) => {
            raise(raised);
            -1
        }
    }
}

/// The arguments of a C array.
///
/// # Safety
/// `args` points to `len` bodies.
pub unsafe fn array(args: *const *mut PyObject, len: usize) -> Vec<Obj> {
    // SAFETY: the caller's promise.
    (0..len).map(|at| unsafe { from_c(*args.add(at)) }).collect()
}
