//! `dictobject.h`. Dicts are always the VM's; what C borrows from them they keep alive.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyDictObject, PyObject};

use crate::builtin as b;
use crate::convert::{borrow_c, from_c, from_c_opt, give, new_c, status, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Raised, Ref, Result, model};
use crate::protocol::{
    bad_call, bad_call_int, bad_call_size, has_flag, in_c, interned, raised_with, type_error, type_name,
    with_error_aside,
};
use crate::python;

#[inline]
pub(crate) unsafe fn is_dict(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { has_flag(p, tp::DICT_SUBCLASS) }
}

/// C reads the number of entries from the body.
unsafe fn changed(p: *mut PyObject, vm: Obj) {
    // SAFETY: the body of a dict.
    unsafe { (*p.cast::<PyDictObject>()).ma_used = model().dict_len(vm).cast_signed() };
}

/// KeyError of a key.
fn missing(key: Obj) -> Raised {
    raised_with(Exc::KeyError, key)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_New() -> *mut PyObject {
    to_c(model().dict())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_NewPresized(_size: isize) -> *mut PyObject {
    to_c(model().dict())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Size(p: *mut PyObject) -> isize {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_dict(p) {
            return bad_call_size();
        }
        model().dict_len(from_c(p)).cast_signed()
    }
}

/// The value of a key, without a reference and without an exception.
unsafe fn quiet(p: *mut PyObject, key: Obj) -> *mut PyObject {
    // SAFETY: the body of a dict.
    let dict = unsafe { from_c(p) };
    let found = if errors::is_set() { with_error_aside(|| model().dict_get(dict, key)) } else { model().dict_get(dict, key) };
    match found {
        Ok(Some(value)) => borrow_c(value.obj()),
        Ok(None) | Err(_) => null_mut(),
    }
}

/// Borrowed; every exception is lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItem(p: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return null_mut();
        }
        quiet(p, from_c(key))
    }
}

/// Borrowed; every exception is lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemString(p: *mut PyObject, key: *const c_char) -> *mut PyObject {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return null_mut();
        }
        quiet(p, interned(key).obj())
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
pub unsafe extern "C" fn _PyDict_GetItem_KnownHash(p: *mut PyObject, key: *mut PyObject, _hash: isize) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe { PyDict_GetItemWithError(p, key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_GetItemStringWithError(p: *mut PyObject, key: *const c_char) -> *mut PyObject {
    // SAFETY: NULL or a living body, and a C string.
    unsafe {
        let key = interned(key);
        PyDict_GetItemWithError(p, borrow_c(key.obj()))
    }
}

/// 1 with a new reference, 0 with NULL, -1 with an exception.
unsafe fn put(found: Result<Option<Ref>>, place: *mut *mut PyObject) -> c_int {
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
pub unsafe extern "C" fn PyDict_GetItemRef(p: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies, and a place for the result.
    unsafe {
        *result = null_mut();
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(model().dict_get(from_c(p), from_c(key)), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_GetItemStringRef(p: *mut PyObject, key: *const c_char, result: *mut *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place for the result.
    unsafe {
        *result = null_mut();
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(model().dict_get(from_c(p), interned(key).obj()), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetItem(p: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() || value.is_null() {
            return bad_call_int();
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
pub unsafe extern "C" fn _PyDict_SetItem_Take2(p: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: a dict, and references that C gives up.
    unsafe {
        let result = PyDict_SetItem(p, key, value);
        crate::body::xdecref(key);
        crate::body::xdecref(value);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetItemString(p: *mut PyObject, key: *const c_char, value: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies, and a C string.
    unsafe {
        if !is_dict(p) || key.is_null() || value.is_null() {
            return bad_call_int();
        }
        let vm = from_c(p);
        let done = model().dict_set(vm, interned(key).obj(), from_c(value));
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
pub unsafe extern "C" fn _PyDict_DelItem_KnownHash(p: *mut PyObject, key: *mut PyObject, _hash: isize) -> c_int {
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
        delete(p, interned(key).obj())
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
        contains(p, from_c(key))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_Contains_KnownHash(p: *mut PyObject, key: *mut PyObject, _hash: isize) -> c_int {
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
        contains(p, interned(key).obj())
    }
}

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
        let Some((found_key, found_value)) = model().dict_next(from_c(p), &mut at) else { return 0 };
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

/// What happens to a key that is there already.
#[derive(Clone, Copy, PartialEq)]
enum Override {
    Keep,
    Replace,
    Refuse,
}

impl Override {
    fn from_c(number: c_int) -> Override {
        match number {
            0 => Override::Keep,
            1 => Override::Replace,
            _ => Override::Refuse,
        }
    }
}

fn merge_one(dict: Obj, key: Obj, value: Obj, mode: Override) -> Result<()> {
    if mode != Override::Replace && model().dict_get(dict, key)?.is_some() {
        return if mode == Override::Keep { Ok(()) } else { Err(missing(key)) };
    }
    model().dict_set(dict, key, value)
}

unsafe fn merge(p: *mut PyObject, other: *mut PyObject, mode: Override) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || other.is_null() {
            return bad_call_int();
        }
        let (dict, source) = (from_c(p), from_c(other));
        let is_plain = is_dict(other) && !in_c(other) && keeps_iter(other);
        let done = if is_plain { merge_dict(dict, source, mode) } else { merge_mapping(dict, source, mode) };
        changed(p, dict);
        status(done)
    }
}

/// A dict whose class did not change how it is gone through.
unsafe fn keeps_iter(p: *mut PyObject) -> bool {
    // SAFETY: a living body.
    unsafe {
        if (*p).ob_type == &raw mut b::PyDict_Type {
            return true;
        }
        let name = python::name("__iter__");
        let find = |class: Obj| model().type_lookup(class, name.obj()).map(|found| found.obj());
        find(model().class(from_c(p))) == find(b::class(&raw mut b::PyDict_Type))
    }
}

fn merge_dict(dict: Obj, source: Obj, mode: Override) -> Result<()> {
    if dict == source {
        return Ok(());
    }
    let len = model().dict_len(source);
    for (key, value) in entries(source) {
        merge_one(dict, key.obj(), value.obj(), mode)?;
        if model().dict_len(source) != len {
            return errors::error(Exc::RuntimeError, "dict mutated during update");
        }
    }
    Ok(())
}

fn merge_mapping(dict: Obj, source: Obj, mode: Override) -> Result<()> {
    let keys = python::call_method(source, "keys", &[])?;
    let keys = model().iter(keys.obj())?;
    while let Some(key) = model().next(keys.obj())? {
        if mode != Override::Replace && model().dict_get(dict, key.obj())?.is_some() {
            if mode == Override::Refuse {
                return Err(missing(key.obj()));
            }
            continue;
        }
        let value = model().getitem(source, key.obj())?;
        model().dict_set(dict, key.obj(), value.obj())?;
    }
    Ok(())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Merge(p: *mut PyObject, other: *mut PyObject, replace: c_int) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { merge(p, other, if replace == 0 { Override::Keep } else { Override::Replace }) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_MergeEx(p: *mut PyObject, other: *mut PyObject, mode: c_int) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { merge(p, other, Override::from_c(mode)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Update(p: *mut PyObject, other: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { merge(p, other, Override::Replace) }
}

/// Merges an iterable of pairs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_MergeFromSeq2(p: *mut PyObject, pairs: *mut PyObject, replace: c_int) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || pairs.is_null() {
            return bad_call_int();
        }
        let dict = from_c(p);
        let done = merge_pairs(dict, from_c(pairs), if replace == 0 { Override::Keep } else { Override::Replace });
        changed(p, dict);
        status(done)
    }
}

fn merge_pairs(dict: Obj, pairs: Obj, mode: Override) -> Result<()> {
    let pairs = model().iter(pairs)?;
    let mut at = 0;
    while let Some(pair) = model().next(pairs.obj())? {
        let items = match model().iter(pair.obj()) {
            Ok(items) => items,
            Err(raised) if crate::protocol::is_kind(&raised, Exc::TypeError) => {
                let message = format!("cannot convert dictionary update sequence element #{at} to a sequence");
                return errors::error(Exc::TypeError, &message);
            }
            Err(raised) => return Err(raised),
        };
        let mut found = Vec::new();
        while let Some(item) = model().next(items.obj())? {
            found.push(item);
        }
        let [key, value] = found.as_slice() else {
            let len = found.len();
            let message = format!("dictionary update sequence element #{at} has length {len}; 2 is required");
            return errors::error(Exc::ValueError, &message);
        };
        merge_one(dict, key.obj(), value.obj(), mode)?;
        at += 1;
    }
    Ok(())
}

/// What the key has now, and whether it had it before.
unsafe fn set_default(p: *mut PyObject, key: *mut PyObject, default: *mut PyObject) -> Result<(Ref, bool)> {
    // SAFETY: living bodies.
    unsafe {
        let (dict, key) = (from_c(p), from_c(key));
        if let Some(value) = model().dict_get(dict, key)? {
            return Ok((value, true));
        }
        let value = from_c_opt(default).unwrap_or_else(|| model().none());
        model().dict_set(dict, key, value)?;
        changed(p, dict);
        Ok((value.to_ref(), false))
    }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetDefault(p: *mut PyObject, key: *mut PyObject, default: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call();
        }
        crate::convert::give_borrowed(set_default(p, key, default).map(|(value, _)| value))
    }
}

/// 1 where the key was there, 0 where it was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_SetDefaultRef(
    p: *mut PyObject,
    key: *mut PyObject,
    default: *mut PyObject,
    result: *mut *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() || default.is_null() {
            return bad_call_int();
        }
        match set_default(p, key, default) {
            Ok((value, was_there)) => {
                if !result.is_null() {
                    *result = to_c(value);
                }
                c_int::from(was_there)
            }
            Err(raised) => {
                errors::raise(raised);
                -1
            }
        }
    }
}

unsafe fn pop(p: *mut PyObject, key: Obj) -> Result<Option<Ref>> {
    // SAFETY: the body of a dict.
    unsafe {
        let dict = from_c(p);
        let value = model().dict_get(dict, key)?;
        if value.is_some() {
            model().dict_del(dict, key)?;
            changed(p, dict);
        }
        Ok(value)
    }
}

/// 1 with the value, 0 without, -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_Pop(p: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(pop(p, from_c(key)), result)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDict_PopString(p: *mut PyObject, key: *const c_char, result: *mut *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body, a C string, and a place or NULL for the result.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if !is_dict(p) || key.is_null() {
            return bad_call_int();
        }
        put(pop(p, interned(key).obj()), result)
    }
}

/// The value, or the default, or KeyError.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_Pop(p: *mut PyObject, key: *mut PyObject, default: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || key.is_null() {
            return bad_call();
        }
        let key = from_c(key);
        match pop(p, key) {
            Ok(None) if default.is_null() => give(Err(missing(key))),
            Ok(None) => new_c(from_c(default)),
            Ok(Some(value)) => to_c(value),
            Err(raised) => give(Err(raised)),
        }
    }
}

/// A dict of keys and values that lie `*_offset` apart.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyDict_FromItems(
    keys: *const *mut PyObject,
    keys_offset: isize,
    values: *const *mut PyObject,
    values_offset: isize,
    length: isize,
) -> *mut PyObject {
    let dict = model().dict();
    for at in 0..length {
        // SAFETY: as many living bodies as it says.
        let (key, value) = unsafe { (from_c(*keys.offset(at * keys_offset)), from_c(*values.offset(at * values_offset))) };
        if let Err(raised) = model().dict_set(dict.obj(), key, value) {
            errors::raise(raised);
            return null_mut();
        }
    }
    to_c(dict)
}

/// Bytes a dict takes: that of the body, the rest is the VM's.
#[unsafe(no_mangle)]
pub extern "C" fn _PyDict_SizeOf(_p: *mut PyObject) -> isize {
    size_of::<PyDictObject>().cast_signed()
}

/// A read-only view of a mapping.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyDictProxy_New(mapping: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        let is_mapping = crate::abstract_mapping::PyMapping_Check(mapping) != 0
            && !has_flag(mapping, tp::LIST_SUBCLASS)
            && !has_flag(mapping, tp::TUPLE_SUBCLASS);
        if !is_mapping {
            return type_error(&format!("mappingproxy() argument must be a mapping, not {}", type_name(mapping)));
        }
        give(crate::protocol::make(&raw mut b::PyDictProxy_Type, &[from_c(mapping)]))
    }
}
