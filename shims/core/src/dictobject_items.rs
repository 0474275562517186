//! `dictobject.h`: the entries of a dict, one after the other or all of them.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::convert::{borrow_c, from_c, to_c};
use crate::dict_entries;
use crate::dict_walk::{self, Entry};
use crate::dictobject::is_dict;
use crate::errors;
use crate::model::{Obj, Ref, model};
use crate::protocol::bad_call;

/// The next entry, borrowed. `*pos` starts at 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Next(
    p: *mut PyObject,
    pos: *mut isize,
    key: *mut *mut PyObject,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or a living body, a place for the position, and places or NULL for the entry.
    unsafe {
        if !is_dict(p) {
            return 0;
        }
        let Ok(mut at) = usize::try_from(*pos) else { return 0 };
        if dict_entries::is_private(p) {
            let Some([found_key, found_value]) = dict_entries::nth(p, at) else { return 0 };
            *pos += 1;
            if !key.is_null() {
                *key = found_key;
            }
            if !value.is_null() {
                *value = found_value;
            }
            return 1;
        }
        let vm = from_c(p);
        match dict_walk::entry(p, vm, at) {
            Entry::Is(found_key, found_value) => {
                *pos += 1;
                if !key.is_null() {
                    *key = found_key;
                }
                if !value.is_null() {
                    *value = found_value;
                }
                return 1;
            }
            Entry::End => return 0,
            Entry::Unknown => {}
        }
        let Some((found_key, found_value)) = model().dict_next(vm, &mut at) else { return 0 };
        *pos = at.cast_signed();
        if !key.is_null() {
            *key = borrow_c(found_key.obj());
        }
        if !value.is_null() {
            *value = borrow_c(found_value.obj());
        }
        1
    }
}

/// As before 3.13: the hash as well.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_Next(
    p: *mut PyObject,
    pos: *mut isize,
    key: *mut *mut PyObject,
    value: *mut *mut PyObject,
    hash: *mut isize,
) -> c_int {
    let mut found = null_mut();
    // SAFETY: as for PyDict_Next.
    unsafe {
        if PyDict_Next(p, pos, &raw mut found, value) == 0 {
            return 0;
        }
        if !key.is_null() {
            *key = found;
        }
        if !hash.is_null() {
            *hash = crate::object_protocol::PyObject_Hash(found);
        }
        1
    }
}

/// All entries.
pub(crate) fn entries(dict: Obj) -> impl Iterator<Item = (Ref, Ref)> {
    let mut pos = 0;
    core::iter::from_fn(move || model().dict_next(dict, &mut pos))
}

unsafe fn listed(p: *mut PyObject, pick: impl Fn((Ref, Ref)) -> Ref) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_dict(p) {
            return bad_call();
        }
        to_c(model().list(entries(from_c(p)).map(pick).collect()))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Keys(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { listed(p, |(key, _)| key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Values(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { listed(p, |(_, value)| value) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Items(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { listed(p, |(key, value)| model().tuple(vec![key, value])) }
}

/// A plain dict with the same entries.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Copy(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_dict(p) {
            return bad_call();
        }
        let copy = model().dict();
        for (key, value) in entries(from_c(p)) {
            if let Err(raised) = model().dict_set(copy.obj(), key.obj(), value.obj()) {
                errors::raise(raised);
                return null_mut();
            }
        }
        to_c(copy)
    }
}
