//! `tupleobject.h`. Tuples that C makes stay in C until the VM must see them; their items are counted till then.

use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTupleObject, PyTypeObject, PyVarObject};

use crate::body::{self, Origin, decref, incref, prefix, xdecref};
use crate::builtin as b;
use crate::errors::{self, Exc};
use crate::model::{Ref, model};
use crate::protocol::{bad_call, bad_call_int, bad_call_size, has_flag};

/// Bytes in front of the items.
const HEAD: usize = size_of::<PyTupleObject>() - size_of::<*mut PyObject>();

/// The items of a tuple.
///
/// # Safety
/// `p` is null or the body of a tuple.
pub(crate) unsafe fn tuple_slice<'a>(p: *mut PyObject) -> &'a [*mut PyObject] {
    if p.is_null() {
        return &[];
    }
    // SAFETY: as many items as the size says.
    unsafe { core::slice::from_raw_parts(first_item(p), (*p.cast::<PyVarObject>()).ob_size.unsigned_abs()) }
}

/// Where the items begin.
///
/// # Safety
/// `p` is the body of a tuple.
pub(crate) unsafe fn first_item(p: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: the body of a tuple.
    unsafe { (&raw mut (*p.cast::<PyTupleObject>()).ob_item).cast() }
}

/// Only C knows it: its items can still change.
unsafe fn is_private(p: *mut PyObject) -> bool {
    // SAFETY: a body.
    unsafe { !body::is_static(p) && (*prefix(p)).vm.is_null() && (*prefix(p)).counted }
}

/// A tuple that the VM saw, but that nobody has except for the one C reference, belongs to C alone again.
unsafe fn reclaim(p: *mut PyObject) -> bool {
    // SAFETY: the body of a tuple. Its items are counted before the VM's tuple, which kept them, goes.
    unsafe {
        if is_private(p) {
            return true;
        }
        let Some(vm) = body::vm_of(p).filter(|_| !body::is_static(p) && (*p).ob_refcnt == 1) else {
            return false;
        };
        let is_plain = (*p).ob_type == &raw mut b::PyTuple_Type;
        let is_alias = (*prefix(p)).origin == Origin::Alias;
        if !is_plain || is_alias || !(*prefix(p)).held || model().strong_count(vm) != 1 {
            return false;
        }
        tuple_slice(p).iter().for_each(|&item| incref(item));
        crate::list_store::parted(p);
        model().unpair(vm);
        let prefix = prefix(p);
        (*prefix).vm = null_mut();
        (*prefix).held = false;
        (*prefix).counted = true;
        (*prefix).origin = Origin::Born;
        (*p.cast::<PyTupleObject>()).ob_hash = -1;
        drop(Ref::from_owned(vm));
        true
    }
}

/// A tuple of `len` NULLs, with one reference. Room for more items than it shows is allowed.
///
/// # Safety
/// `class` is `tuple` or inherits from it.
pub(crate) unsafe fn new_of(class: *mut PyTypeObject, len: usize, room: usize) -> *mut PyObject {
    // SAFETY: the body has room for its items.
    unsafe {
        let size =
            (*class).tp_basicsize.unsigned_abs().max(HEAD) + room.max(len) * size_of::<*mut PyObject>();
        let p = body::new_body(size, class);
        (*prefix(p)).counted = true;
        (*p.cast::<PyVarObject>()).ob_size = len.cast_signed();
        (*p.cast::<PyTupleObject>()).ob_hash = -1;
        (*p).ob_refcnt = 1;
        p
    }
}

fn empty() -> *mut PyObject {
    const EMPTY_TUPLE: u32 = 9;
    crate::object_misc::Py_GetConstant(EMPTY_TUPLE)
}

/// A tuple with new references to the items.
///
/// # Safety
/// `items` points to `len` bodies.
pub(crate) unsafe fn from_array(items: *const *mut PyObject, len: usize) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if len == 0 {
            return empty();
        }
        let p = new_of(&raw mut b::PyTuple_Type, len, len);
        for at in 0..len {
            let item = *items.add(at);
            body::xincref(item);
            first_item(p).add(at).write(item);
        }
        p
    }
}

/// A tuple that takes the references over.
///
/// # Safety
/// All are new references.
pub(crate) unsafe fn from_array_steal(items: &[*mut PyObject]) -> *mut PyObject {
    // SAFETY: room for the items.
    unsafe {
        if items.is_empty() {
            return empty();
        }
        let p = new_of(&raw mut b::PyTuple_Type, items.len(), items.len());
        core::ptr::copy_nonoverlapping(items.as_ptr(), first_item(p), items.len());
        p
    }
}

/// More items than any address space has room for.
const MOST: usize = 1 << 44;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTuple_New(size: isize) -> *mut PyObject {
    match usize::try_from(size) {
        Ok(0) => empty(),
        Ok(len) if len > MOST => errors::fail(Exc::MemoryError, ""),
        // SAFETY: a type that is ready.
        Ok(len) => unsafe { new_of(&raw mut b::PyTuple_Type, len, len) },
        Err(_) => bad_call(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTuple_Size(p: *mut PyObject) -> isize {
    // SAFETY: NULL or a living body.
    unsafe {
        if p.is_null() || !has_flag(p, tp::TUPLE_SUBCLASS) {
            return bad_call_size();
        }
        (*p.cast::<PyVarObject>()).ob_size
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTuple_GetItem(p: *mut PyObject, index: isize) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if p.is_null() || !has_flag(p, tp::TUPLE_SUBCLASS) {
            return bad_call();
        }
        match usize::try_from(index).ok().and_then(|index| tuple_slice(p).get(index)) {
            Some(&item) => item,
            None => errors::fail(Exc::IndexError, "tuple index out of range"),
        }
    }
}

/// Steals the item, whatever happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTuple_SetItem(p: *mut PyObject, index: isize, item: *mut PyObject) -> i32 {
    // SAFETY: NULL or a living body; the item is a reference that C gives up.
    unsafe {
        if p.is_null() || !has_flag(p, tp::TUPLE_SUBCLASS) || (*p).ob_refcnt != 1 || !reclaim(p) {
            xdecref(item);
            return bad_call_int();
        }
        let Some(index) = usize::try_from(index).ok().filter(|&index| index < tuple_slice(p).len()) else {
            xdecref(item);
            errors::raise_new(Exc::IndexError, "tuple assignment index out of range");
            return -1;
        };
        let old = first_item(p).add(index).replace(item);
        xdecref(old);
        0
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTuple_GetSlice(p: *mut PyObject, low: isize, high: isize) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if p.is_null() || !has_flag(p, tp::TUPLE_SUBCLASS) {
            return bad_call();
        }
        let items = tuple_slice(p);
        let (low, high) = bounds(low, high, items.len());
        if low == 0 && high == items.len() && (*p).ob_type == &raw mut b::PyTuple_Type {
            incref(p);
            return p;
        }
        from_array(items.as_ptr().add(low), high - low)
    }
}

/// Bounds of a slice, cut to what is there.
pub(crate) fn bounds(low: isize, high: isize, len: usize) -> (usize, usize) {
    let cut = |at: isize| usize::try_from(at).unwrap_or(0).min(len);
    let low = cut(low);
    (low, cut(high).max(low))
}

/// Changes the length of a tuple that nobody else has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTuple_Resize(place: *mut *mut PyObject, size: isize) -> i32 {
    // SAFETY: a place with a reference to a tuple, which is C's own.
    unsafe {
        let p = *place;
        let is_tuple = !p.is_null() && (*p).ob_type == &raw mut b::PyTuple_Type;
        let old = if is_tuple { tuple_slice(p).len() } else { 0 };
        let Some(len) = usize::try_from(size).ok().filter(|_| is_tuple && (old == 0 || (*p).ob_refcnt == 1))
        else {
            *place = null_mut();
            xdecref(p);
            return bad_call_int();
        };
        if len == old {
            return 0;
        }
        if len == 0 || old == 0 || !reclaim(p) {
            return replace(place, len);
        }
        for at in len..old {
            xdecref(first_item(p).add(at).replace(null_mut()));
        }
        let moved: *mut PyObject =
            body::raw_realloc(p.cast(), HEAD + len * size_of::<*mut PyObject>()).cast();
        if moved.is_null() {
            *place = null_mut();
            errors::raise_new(Exc::MemoryError, "");
            return -1;
        }
        for at in old..len {
            first_item(moved).add(at).write(null_mut());
        }
        (*moved.cast::<PyVarObject>()).ob_size = size;
        *place = moved;
        0
    }
}

/// A new tuple takes the place of one that cannot change.
unsafe fn replace(place: *mut *mut PyObject, len: usize) -> i32 {
    // SAFETY: a place with a reference to a tuple.
    unsafe {
        let old = *place;
        let new = PyTuple_New(len.cast_signed());
        for (at, &item) in tuple_slice(old).iter().enumerate().take(len) {
            body::xincref(item);
            first_item(new).add(at).write(item);
        }
        *place = new;
        decref(old);
        0
    }
}

/// Exported by 3.14 without a header of its own.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTuple_FromArray(items: *const *mut PyObject, size: isize) -> *mut PyObject {
    // SAFETY: as many bodies as it says.
    unsafe { from_array(items, usize::try_from(size).unwrap_or(0)) }
}

/// Takes the references over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTuple_FromArraySteal(items: *const *mut PyObject, size: isize) -> *mut PyObject {
    let len = usize::try_from(size).unwrap_or(0);
    if len == 0 {
        return empty();
    }
    // SAFETY: as many new references as it says.
    unsafe { from_array_steal(core::slice::from_raw_parts(items, len)) }
}
