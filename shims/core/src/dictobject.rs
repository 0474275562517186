//! `dictobject.h`. What C borrows from dicts they keep alive. A dict that C makes is the VM's once the VM must see it;
//! until then it is in `dict_entries`.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyDictObject, PyObject};

use crate::convert::{borrow_c, from_c, status, to_c};
use crate::dict_entries;
use crate::errors::{self, Exc};
use crate::model::{Obj, Raised, Ref, Result, model};
use crate::protocol::{
    bad_call, bad_call_int, bad_call_size, has_flag, interned, is_kind, raised_with, with_error_aside,
};
use crate::python;

#[inline]
pub(crate) unsafe fn is_dict(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { has_flag(p, tp::DICT_SUBCLASS) }
}

/// C reads the number of entries from the body.
///
/// # Safety
/// `p` is the body of the dict `vm`.
pub(crate) unsafe fn changed(p: *mut PyObject, vm: Obj) {
    // SAFETY: the body of a dict.
    unsafe { (*p.cast::<PyDictObject>()).ma_used = model().dict_len(vm).cast_signed() };
}

/// KeyError of a key.
pub(crate) fn missing(key: Obj) -> Raised {
    raised_with(Exc::KeyError, key)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_New() -> *mut PyObject {
    dict_entries::new()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_NewPresized(_size: isize) -> *mut PyObject {
    dict_entries::new()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Size(p: *mut PyObject) -> isize {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_dict(p) {
            return bad_call_size();
        }
        if dict_entries::is_private(p) {
            return dict_entries::len(p).cast_signed();
        }
        model().dict_len(from_c(p)).cast_signed()
    }
}

/// What a dict that only C knows has under a key; `None` when the VM must be asked.
#[inline]
unsafe fn in_private(p: *mut PyObject, key: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: a dict and a key.
    unsafe { if dict_entries::is_private(p) { dict_entries::get(p, key) } else { None } }
}

/// The value of a key, without a reference and without an exception: that goes to `sys.unraisablehook`.
unsafe fn quiet(p: *mut PyObject, key: Obj, place: &str) -> *mut PyObject {
    // SAFETY: the body of a dict.
    let dict = unsafe { from_c(p) };
    let found = if errors::is_set() {
        with_error_aside(|| model().dict_get(dict, key))
    } else {
        model().dict_get(dict, key)
    };
    match found {
        Ok(Some(value)) => borrow_c(value.obj()),
        Ok(None) => null_mut(),
        Err(raised) => {
            if !is_kind(&raised, Exc::KeyError) {
                errors::unraisable(raised, place);
            }
            null_mut()
        }
    }
}

/// Borrowed; exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItem(p: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return null_mut();
        }
        if let Some(value) = in_private(p, key) {
            return value;
        }
        quiet(p, from_c(key), "PyDict_GetItem()")
    }
}

/// Borrowed; exceptions go to `sys.unraisablehook`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemString(p: *mut PyObject, key: *const c_char) -> *mut PyObject {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return null_mut();
        }
        match python::c_name(key) {
            Ok(key) => quiet(p, key.obj(), "PyDict_GetItemString()"),
            Err(raised) => {
                errors::unraisable(raised, "PyDict_GetItemString()");
                null_mut()
            }
        }
    }
}

/// Borrowed; NULL without an exception where there is no such key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemWithError(p: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call();
        }
        if let Some(value) = in_private(p, key) {
            return value;
        }
        match model().dict_get(from_c(p), from_c(key)) {
            Ok(Some(value)) => borrow_c(value.obj()),
            Ok(None) => null_mut(),
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }
}

/// The VM hashes for itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_GetItem_KnownHash(
    p: *mut PyObject,
    key: *mut PyObject,
    _hash: isize,
) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_GetItemWithError(p, key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_GetItemStringWithError(
    p: *mut PyObject,
    key: *const c_char,
) -> *mut PyObject {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        let Some(key) = interned(key) else { return null_mut() };
        PyDict_GetItemWithError(p, borrow_c(key.obj()))
    }
}

/// 1 with a new reference, 0 with NULL, -1 with an exception.
///
/// # Safety
/// `place` is NULL or a place for the value.
pub(crate) unsafe fn put(found: Result<Option<Ref>>, place: *mut *mut PyObject) -> c_int {
    let (value, answer) = match found {
        Ok(Some(value)) => (to_c(value), 1),
        Ok(None) => (null_mut(), 0),
        Err(raised) => {
            errors::raise(raised);
            (null_mut(), -1)
        }
    };
    // SAFETY: NULL or a place for the value.
    unsafe {
        if place.is_null() {
            crate::body::xdecref(value);
        } else {
            *place = value;
        }
    }
    answer
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemRef(
    p: *mut PyObject,
    key: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place for the result.
    unsafe {
        *result = null_mut();
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        if let Some(value) = in_private(p, key) {
            crate::body::xincref(value);
            *result = value;
            return c_int::from(!value.is_null());
        }
        put(model().dict_get(from_c(p), from_c(key)), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemStringRef(
    p: *mut PyObject,
    key: *const c_char,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place for the result.
    unsafe {
        *result = null_mut();
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(python::c_name(key).and_then(|key| model().dict_get(from_c(p), key.obj())), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetItem(p: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() || value.is_null() {
            return bad_call_int();
        }
        if dict_entries::is_private(p) && dict_entries::set(p, key, value) {
            return 0;
        }
        let vm = from_c(p);
        let done = model().dict_set(vm, from_c(key), from_c(value));
        changed(p, vm);
        status(done)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_SetItem_KnownHash(
    p: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
    _hash: isize,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_SetItem(p, key, value) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_SetItem_KnownHash_LockHeld(
    p: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
    _hash: isize,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_SetItem(p, key, value) }
}

/// Steals key and value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_SetItem_Take2(
    p: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: a dict, and references that C gives up.
    unsafe {
        let result = PyDict_SetItem(p, key, value);
        crate::body::xdecref(key);
        crate::body::xdecref(value);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetItemString(
    p: *mut PyObject,
    key: *const c_char,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() || value.is_null() {
            return bad_call_int();
        }
        let Some(name) = interned(key) else { return -1 };
        if dict_entries::is_private(p) && dict_entries::set(p, borrow_c(name.obj()), value) {
            return 0;
        }
        let vm = from_c(p);
        let done = model().dict_set(vm, name.obj(), from_c(value));
        changed(p, vm);
        status(done)
    }
}

unsafe fn delete(p: *mut PyObject, key: Obj) -> c_int {
    // SAFETY: the body of a dict.
    unsafe {
        let vm = from_c(p);
        let done = model().dict_del(vm, key);
        changed(p, vm);
        status(done.and_then(|was_there| if was_there { Ok(()) } else { Err(missing(key)) }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_DelItem(p: *mut PyObject, key: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        delete(p, from_c(key))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_DelItem_KnownHash(
    p: *mut PyObject,
    key: *mut PyObject,
    _hash: isize,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_DelItem(p, key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_DelItemString(p: *mut PyObject, key: *const c_char) -> c_int {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        interned(key).map_or(-1, |key| delete(p, key.obj()))
    }
}

/// Deletes where the value is as the predicate wants. 1 when it did.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_DelItemIf(
    p: *mut PyObject,
    key: *mut PyObject,
    predicate: unsafe extern "C" fn(*mut PyObject) -> c_int,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        let mut value = null_mut();
        let found = PyDict_GetItemRef(p, key, &raw mut value);
        if found <= 0 {
            if found == 0 {
                errors::raise(missing(from_c(key)));
            }
            return -1;
        }
        let wanted = predicate(value);
        crate::body::decref(value);
        if wanted <= 0 {
            return wanted;
        }
        if delete(p, from_c(key)) < 0 { -1 } else { 1 }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Clear(p: *mut PyObject) {
    // SAFETY: NULL or a living body.
    unsafe {
        if is_dict(p) {
            if dict_entries::is_private(p) {
                return dict_entries::clear(p);
            }
            let vm = from_c(p);
            model().dict_clear(vm);
            changed(p, vm);
        }
    }
}

unsafe fn contains(p: *mut PyObject, key: Obj) -> c_int {
    // SAFETY: the body of a dict.
    crate::convert::truth(unsafe { model().dict_get(from_c(p), key) }.map(|found| found.is_some()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Contains(p: *mut PyObject, key: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        if let Some(value) = in_private(p, key) {
            return c_int::from(!value.is_null());
        }
        contains(p, from_c(key))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_Contains_KnownHash(
    p: *mut PyObject,
    key: *mut PyObject,
    _hash: isize,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_Contains(p, key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_ContainsString(p: *mut PyObject, key: *const c_char) -> c_int {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        interned(key).map_or(-1, |key| contains(p, key.obj()))
    }
}
