//! Arguments in C: tuples and dicts of bodies, and vectorcall's arrays, turned into each other without the VM.

use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyTupleObject, PyVarObject, vectorcallfunc};

use crate::body::{self, decref, incref, prefix};
use crate::builtin::PyTuple_Type;
use crate::convert::{self, to_c};
use crate::dictobject::{PyDict_SetItem, PyDict_Size};
use crate::dictobject_items::PyDict_Next;
use crate::model::{Obj, Result};
use crate::{dict_entries, errors};

/// The caller of a vectorcall lends the word before the first argument.
pub const ARGUMENTS_OFFSET: usize = 1 << 63;

/// # Safety
/// `tuple` is a tuple.
pub unsafe fn tuple_len(tuple: *mut PyObject) -> usize {
    // SAFETY: the caller's promise.
    unsafe { (*tuple.cast::<PyVarObject>()).ob_size.unsigned_abs() }
}

/// The items of a tuple; empty for null.
///
/// # Safety
/// `tuple` is null or a tuple that outlives the slice.
pub unsafe fn items<'a>(tuple: *mut PyObject) -> &'a [*mut PyObject] {
    // SAFETY: the caller's promise.
    unsafe {
        if tuple.is_null() {
            return &[];
        }
        let first = (&raw const (*tuple.cast::<PyTupleObject>()).ob_item).cast();
        core::slice::from_raw_parts(first, tuple_len(tuple))
    }
}

/// A tuple that only C knows, with empty places. Count 1; places are counted.
pub fn blank_tuple(len: usize) -> *mut PyObject {
    let size = size_of::<PyTupleObject>() + len * size_of::<usize>();
    let p = body::new_body(size, &raw mut PyTuple_Type);
    // SAFETY: a fresh body with room for the items.
    unsafe {
        (*p).ob_refcnt = 1;
        (*prefix(p)).counted = true;
        (*p.cast::<PyVarObject>()).ob_size = len.cast_signed();
        (*p.cast::<PyTupleObject>()).ob_hash = -1;
    }
    p
}

/// A tuple of these objects; a new reference.
///
/// # Safety
/// `first` points to `len` living bodies.
pub unsafe fn new_tuple(first: *const *mut PyObject, len: usize) -> *mut PyObject {
    let p = blank_tuple(len);
    // SAFETY: the caller's promise.
    unsafe {
        let place: *mut *mut PyObject = (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast();
        for at in 0..len {
            let item = *first.add(at);
            incref(item);
            place.add(at).write(item);
        }
    }
    p
}

/// A tuple of these objects of the VM; a new reference.
pub fn tuple_of(items: &[Obj]) -> *mut PyObject {
    if items.is_empty() {
        const EMPTY: u32 = 9;
        return crate::object_misc::Py_GetConstant(EMPTY);
    }
    let p = blank_tuple(items.len());
    // SAFETY: a fresh tuple of that length.
    unsafe {
        let place: *mut *mut PyObject = (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast();
        for (at, &item) in items.iter().enumerate() {
            place.add(at).write(to_c(item.to_ref()));
        }
    }
    p
}

/// A dict of keyword arguments; a new reference.
///
/// # Safety
/// `names` is a tuple of str, `values` points to as many bodies.
pub unsafe fn new_kwargs(values: *const *mut PyObject, names: *mut PyObject) -> *mut PyObject {
    let dict = dict_entries::new();
    // SAFETY: the caller's promise.
    unsafe {
        for (at, &name) in items(names).iter().enumerate() {
            let _ = PyDict_SetItem(dict, name, *values.add(at));
        }
    }
    dict
}

/// Calls `f` with the tuple without its first item.
///
/// # Safety
/// `args` is a tuple that is not empty.
pub unsafe fn with_rest<R>(args: *mut PyObject, f: impl FnOnce(*mut PyObject) -> R) -> R {
    // SAFETY: the caller's promise.
    unsafe {
        let items = items(args);
        let rest = new_tuple(items.as_ptr().add(1), items.len() - 1);
        let result = f(rest);
        decref(rest);
        result
    }
}

/// A call with tuple and dict, of something that takes vectorcall's arguments.
///
/// # Safety
/// `args` is a tuple, `kwargs` null or a dict.
pub unsafe fn call_with(
    callable: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
    f: vectorcallfunc,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let positional = items(args);
        if kwargs.is_null() || PyDict_Size(kwargs) == 0 {
            return f(callable, positional.as_ptr(), positional.len(), null_mut());
        }
        let mut all = positional.to_vec();
        let (mut names, mut owned) = (Vec::new(), Vec::new());
        let (mut at, mut name, mut value) = (0, null_mut(), null_mut());
        while PyDict_Next(kwargs, &raw mut at, &raw mut name, &raw mut value) != 0 {
            incref(value);
            owned.push(value);
            all.push(value);
            names.push(name);
        }
        let names = new_tuple(names.as_ptr(), names.len());
        let result = f(callable, all.as_ptr(), positional.len(), names);
        decref(names);
        for value in owned {
            decref(value);
        }
        result
    }
}

/// Tuple and dict (or null) for a call that the VM makes; both are new references.
pub fn tuple_and_dict(args: &[Obj], names: &[Obj]) -> Result<(*mut PyObject, *mut PyObject)> {
    let positional = args.len().saturating_sub(names.len());
    let kwargs = if names.is_empty() {
        null_mut()
    } else {
        let dict = dict_entries::new();
        for (name, value) in names.iter().zip(args.get(positional..).unwrap_or_default()) {
            // SAFETY: the dict of this function, and objects that the caller keeps.
            unsafe {
                let (name, value) = (convert::lend(*name), convert::lend(*value));
                let status = PyDict_SetItem(dict, name, value);
                convert::unlend(name);
                convert::unlend(value);
                if status < 0 {
                    decref(dict);
                    return Err(errors::pending(""));
                }
            }
        }
        dict
    };
    Ok((tuple_of(args.get(..positional).unwrap_or_default()), kwargs))
}
