//! `listobject.h`. Lists that C makes stay in C until the VM must see them: an array of counted items of their own.
//! From then on the VM's list is the list, and the array shows it.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyListObject, PyObject, PyVarObject};

use crate::body::{self, decref, incref, prefix, xdecref};
use crate::builtin as b;
use crate::convert::{from_c, give, status, steal, steal_opt, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::protocol::{bad_call, bad_call_int, bad_call_size, fail_int, has_flag, is_exact};
use crate::tupleobject::{bounds, from_array};
use crate::{list_store, mirror, python};

unsafe fn is_list(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { has_flag(p, tp::LIST_SUBCLASS) }
}

/// Only C knows it: its items are in its own array.
#[inline]
unsafe fn is_private(p: *mut PyObject) -> bool {
    // SAFETY: the body of a list; those of the VM and of C have a prefix.
    unsafe { is_exact(p, &raw mut b::PyList_Type) && (*prefix(p)).vm.is_null() }
}

/// The items of a list that only C knows.
unsafe fn items<'a>(p: *mut PyObject) -> &'a mut [*mut PyObject] {
    // SAFETY: as many as the size says; without an array there are none.
    unsafe {
        let first = (*p.cast::<PyListObject>()).ob_item;
        if first.is_null() {
            return &mut [];
        }
        core::slice::from_raw_parts_mut(first, (*p.cast::<PyVarObject>()).ob_size.unsigned_abs())
    }
}

/// Room for more items in a list that only C knows. False, with MemoryError, where there is none.
unsafe fn reserve(p: *mut PyObject, len: usize) -> bool {
    // SAFETY: the array belongs to the list.
    unsafe {
        let list: *mut PyListObject = p.cast();
        (*prefix(p)).counted = true;
        if (*list).allocated.unsigned_abs() >= len && !(*list).ob_item.is_null() {
            return true;
        }
        let capacity = (len + len / 8 + 6) & !3;
        let moved =
            body::raw_realloc((*list).ob_item.cast(), capacity.saturating_mul(size_of::<*mut PyObject>()));
        if moved.is_null() {
            errors::raise_new(Exc::MemoryError, "");
            return false;
        }
        (*list).ob_item = moved.cast();
        (*list).allocated = capacity.cast_signed();
        true
    }
}

unsafe fn set_len(p: *mut PyObject, len: usize) {
    // SAFETY: the body of a list.
    unsafe { (*p.cast::<PyVarObject>()).ob_size = len.cast_signed() };
}

/// Before C reads the array of a list, it is brought up to date.
///
/// # Safety
/// `p` is the body of a list.
pub(crate) unsafe fn up_to_date(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if !is_private(p) {
            mirror::refreshed(p, from_c(p));
        }
    }
}

/// The VM's list. What C wrote into the array is not looked for: `from_c` does that.
#[inline]
unsafe fn quick(p: *mut PyObject) -> Obj {
    // SAFETY: the body of a list.
    unsafe { body::vm_of(p).unwrap_or_else(|| from_c(p)) }
}

/// Calls a method of `list` itself, and shows C the result.
unsafe fn method(p: *mut PyObject, name: &str, args: &[Obj]) -> Result {
    // SAFETY: the body of a list.
    unsafe {
        let vm = from_c(p);
        let method = python::attr(b::class(&raw mut b::PyList_Type), name)?;
        let mut all = vec![vm];
        all.extend_from_slice(args);
        let result = python::call(method.obj(), &all);
        mirror::refreshed(p, vm);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_New(size: isize) -> *mut PyObject {
    let Ok(len) = usize::try_from(size) else { return bad_call() };
    // SAFETY: a fresh body and its array.
    unsafe {
        let p = body::new_body(size_of::<PyListObject>(), &raw mut b::PyList_Type);
        (*prefix(p)).counted = true;
        (*p).ob_refcnt = 1;
        if len == 0 {
            return p;
        }
        let array = if len > isize::MAX as usize / 16 { null_mut() } else { body::raw_alloc(len * 8, true) };
        if array.is_null() {
            decref(p);
            return errors::fail(Exc::MemoryError, "");
        }
        (*p.cast::<PyListObject>()).ob_item = array.cast();
        (*p.cast::<PyListObject>()).allocated = size;
        set_len(p, len);
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Size(p: *mut PyObject) -> isize {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call_size();
        }
        if is_private(p) {
            return (*p.cast::<PyVarObject>()).ob_size;
        }
        model().list_items(quick(p)).len().cast_signed()
    }
}

/// The item at an index, without a reference.
unsafe fn item(p: *mut PyObject, index: isize) -> Option<*mut PyObject> {
    // SAFETY: the body of a list.
    unsafe {
        let index = usize::try_from(index).ok()?;
        if is_private(p) {
            return items(p).get(index).copied();
        }
        list_store::item(p, quick(p), index)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_GetItem(p: *mut PyObject, index: isize) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call();
        }
        item(p, index).unwrap_or_else(|| errors::fail(Exc::IndexError, "list index out of range"))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_GetItemRef(p: *mut PyObject, index: isize) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return crate::protocol::type_error("expected a list");
        }
        match item(p, index) {
            Some(item) if !item.is_null() => {
                incref(item);
                item
            }
            _ => errors::fail(Exc::IndexError, "list index out of range"),
        }
    }
}

/// Steals the item, whatever happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_SetItem(p: *mut PyObject, index: isize, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body; the item is a reference that C gives up.
    unsafe {
        if !is_list(p) {
            xdecref(item);
            return bad_call_int();
        }
        let Some(index) = usize::try_from(index).ok().filter(|&index| index < PyList_Size(p).unsigned_abs())
        else {
            xdecref(item);
            return fail_int(Exc::IndexError, "list assignment index out of range");
        };
        if is_private(p) {
            let old = core::mem::replace(&mut items(p)[index], item);
            xdecref(old);
            return 0;
        }
        let vm = quick(p);
        let item = steal_opt(item).unwrap_or_else(|| model().none().to_ref());
        list_store::replace(p, vm, index, item);
        0
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Append(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_list(p) || item.is_null() {
            return bad_call_int();
        }
        incref(item);
        _PyList_AppendTakeRefListResize(p, item)
    }
}

/// Steals the item.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyList_AppendTakeRefListResize(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: a list, and a reference that C gives up.
    unsafe {
        if is_private(p) {
            let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
            if !reserve(p, len + 1) {
                decref(item);
                return -1;
            }
            (*p.cast::<PyListObject>()).ob_item.add(len).write(item);
            set_len(p, len + 1);
            return 0;
        }
        // What C wrote into other places of the array stays to be seen.
        let vm = quick(p);
        model().list_append(vm, steal(item));
        list_store::appended(p, vm);
        0
    }
}

/// Negative indices count from the end; others are cut to the length.
fn insert_place(index: isize, len: usize) -> usize {
    let at = if index < 0 { index.saturating_add_unsigned(len) } else { index };
    usize::try_from(at).unwrap_or(0).min(len)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Insert(p: *mut PyObject, index: isize, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_list(p) || item.is_null() {
            return bad_call_int();
        }
        if is_private(p) {
            let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
            if !reserve(p, len + 1) {
                return -1;
            }
            let at = insert_place(index, len);
            let place = (*p.cast::<PyListObject>()).ob_item.add(at);
            core::ptr::copy(place, place.add(1), len - at);
            incref(item);
            place.write(item);
            set_len(p, len + 1);
            return 0;
        }
        let vm = from_c(p);
        let at = insert_place(index, model().list_items(vm).len());
        model().list_insert(vm, at, from_c(item).to_ref());
        mirror::refreshed(p, vm);
        0
    }
}

/// References to some items of any list.
unsafe fn copied(p: *mut PyObject, low: isize, high: isize) -> Vec<Ref> {
    // SAFETY: the body of a list.
    unsafe {
        let vm = from_c(p);
        let all = model().list_items(vm);
        let (low, high) = bounds(low, high, all.len());
        all[low..high].iter().map(|item| item.to_ref()).collect()
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_GetSlice(p: *mut PyObject, low: isize, high: isize) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call();
        }
        if !is_private(p) {
            return to_c(model().list(copied(p, low, high)));
        }
        let (low, high) = bounds(low, high, items(p).len());
        let slice = PyList_New((high - low).cast_signed());
        if !slice.is_null() {
            for (at, &item) in items(p)[low..high].iter().enumerate() {
                body::xincref(item);
                items(slice)[at] = item;
            }
        }
        slice
    }
}

/// Deletes with NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_SetSlice(
    p: *mut PyObject,
    low: isize,
    high: isize,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_list(p) {
            return bad_call_int();
        }
        if is_private(p) && value.is_null() {
            delete_slice(p, low, high);
            return 0;
        }
        let vm = from_c(p);
        let (low, high) = bounds(low, high, model().list_items(vm).len());
        let (low, high) = (model().int_from_i64(low as i64), model().int_from_i64(high as i64));
        let slice = model().slice(low.obj(), high.obj(), model().none());
        let done = match crate::convert::from_c_opt(value) {
            Some(value) => method(p, "__setitem__", &[slice.obj(), value]),
            None => method(p, "__delitem__", &[slice.obj()]),
        };
        status(done.map(drop))
    }
}

/// Takes items out of a list that only C knows.
unsafe fn delete_slice(p: *mut PyObject, low: isize, high: isize) {
    // SAFETY: the list is consistent before an item is released.
    unsafe {
        let all = items(p);
        let len = all.len();
        let (low, high) = bounds(low, high, len);
        let gone = all[low..high].to_vec();
        all.copy_within(high.., low);
        set_len(p, len - gone.len());
        gone.into_iter().for_each(|item| xdecref(item));
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Extend(p: *mut PyObject, iterable: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_list(p) || iterable.is_null() {
            return bad_call_int();
        }
        status(method(p, "extend", &[from_c(iterable)]).map(drop))
    }
}

/// `list.extend`: None, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyList_Extend(p: *mut PyObject, iterable: *mut PyObject) -> *mut PyObject {
    // SAFETY: living bodies.
    unsafe { give(method(p, "extend", &[from_c(iterable)])) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Clear(p: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call_int();
        }
        PyList_SetSlice(p, 0, isize::MAX, null_mut())
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Sort(p: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call_int();
        }
        status(method(p, "sort", &[]).map(drop))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_Reverse(p: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call_int();
        }
        if is_private(p) {
            items(p).reverse();
            return 0;
        }
        status(method(p, "reverse", &[]).map(drop))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyList_AsTuple(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_list(p) {
            return bad_call();
        }
        if is_private(p) {
            let all = items(p);
            return from_array(all.as_ptr(), all.len());
        }
        to_c(model().tuple(copied(p, 0, isize::MAX)))
    }
}

/// The items as a tuple; the list is empty afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyList_AsTupleAndClear(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        let tuple = PyList_AsTuple(p);
        if !tuple.is_null() && PyList_Clear(p) < 0 {
            decref(tuple);
            return null_mut();
        }
        tuple
    }
}
