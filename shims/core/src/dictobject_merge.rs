//! `dictobject.h`: dicts filled from dicts, mappings and pairs; and read-only views of mappings.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyDictObject, PyObject};

use crate::builtin as b;
use crate::convert::{from_c, give, status, to_c};
use crate::dictobject::{changed, is_dict, missing};
use crate::dictobject_items::entries;
use crate::errors::{self, Exc};
use crate::model::{Obj, Result, model};
use crate::protocol::{bad_call_int, has_flag, in_c, type_error, type_name};
use crate::python;

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
pub unsafe extern "C" fn PyDict_MergeFromSeq2(
    p: *mut PyObject,
    pairs: *mut PyObject,
    replace: c_int,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_dict(p) || pairs.is_null() {
            return bad_call_int();
        }
        let dict = from_c(p);
        let done =
            merge_pairs(dict, from_c(pairs), if replace == 0 { Override::Keep } else { Override::Replace });
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
                let message =
                    format!("cannot convert dictionary update sequence element #{at} to a sequence");
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
        let (key, value) =
            unsafe { (from_c(*keys.offset(at * keys_offset)), from_c(*values.offset(at * values_offset))) };
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
            return type_error(&format!(
                "mappingproxy() argument must be a mapping, not {}",
                type_name(mapping)
            ));
        }
        give(crate::protocol::make(&raw mut b::PyDictProxy_Type, &[from_c(mapping)]))
    }
}
