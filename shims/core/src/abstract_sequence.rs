//! `abstract.h`: sequences.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;
use pilotage_abi::flags::tp;

use crate::abstract_iter::PyIter_Next;
use crate::abstract_object::{PyObject_DelItem, PyObject_GetItem, PyObject_GetIter, PyObject_SetItem};
use crate::body::{decref, incref};
use crate::builtin as b;
use crate::convert::{from_c, give, size, to_c, truth};
use crate::errors::{self, Exc};
use crate::listobject::{self, PyList_Append, PyList_New};
use crate::model::model;
use crate::object_protocol::PyObject_RichCompareBool;
use crate::protocol::{
    clear_if, fail_int, fail_size, has_flag, in_c, is_exact, is_raised, make, mapping, null_argument,
    null_argument_int, null_argument_size, sequence, type_error, type_name,
};
use crate::python;
use crate::tupleobject::tuple_slice;

/// `Py_EQ`.
const EQ: c_int = 2;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Check(o: *mut PyObject) -> c_int {
    // SAFETY: a living body.
    unsafe {
        if has_flag(o, tp::DICT_SUBCLASS) {
            return 0;
        }
        if sequence(o).is_some_and(|table| table.sq_item.is_some()) {
            return 1;
        }
        // Classes of Python code with `__getitem__` have it both ways.
        let is_python = has_flag(o, tp::HEAPTYPE) && !in_c(o);
        c_int::from(is_python && mapping(o).is_some_and(|table| table.mp_subscript.is_some()))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Size(o: *mut PyObject) -> isize {
    if o.is_null() {
        return null_argument_size();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            if has_flag(o, tp::DICT_SUBCLASS) {
                return fail_size(Exc::TypeError, &format!("{} is not a sequence", type_name(o)));
            }
            return size(model().len(from_c(o)));
        }
        match sequence(o).and_then(|table| table.sq_length) {
            Some(length) => length(o),
            None if mapping(o).is_some_and(|table| table.mp_length.is_some()) => {
                fail_size(Exc::TypeError, &format!("{} is not a sequence", type_name(o)))
            }
            None => fail_size(Exc::TypeError, &format!("object of type '{}' has no len()", type_name(o))),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Length(o: *mut PyObject) -> isize {
    // SAFETY: as for PySequence_Size.
    unsafe { PySequence_Size(o) }
}

/// `sq_*` slots get no negative indices of sequences with a length.
unsafe fn from_the_end(o: *mut PyObject, index: isize) -> Option<isize> {
    if index >= 0 {
        return Some(index);
    }
    // SAFETY: a living body.
    unsafe {
        let Some(length) = sequence(o).and_then(|table| table.sq_length) else { return Some(index) };
        let len = length(o);
        if len < 0 { None } else { Some(index + len) }
    }
}

/// Classes of Python code get negative indices as they are counted from the start; the VM's own types know better.
unsafe fn python_index(o: *mut PyObject, index: isize) -> Option<isize> {
    // SAFETY: a living body.
    unsafe {
        let has_length = mapping(o).is_some_and(|table| table.mp_length.is_some());
        if index >= 0 || !has_length || !has_flag(o, tp::HEAPTYPE) {
            return Some(index);
        }
        let len = crate::abstract_object::PyObject_Size(o);
        if len < 0 { None } else { Some(index + len) }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_GetItem(o: *mut PyObject, index: isize) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyTuple_Type) {
            let items = tuple_slice(o);
            let at = if index < 0 { index + items.len().cast_signed() } else { index };
            return match usize::try_from(at).ok().and_then(|at| items.get(at)) {
                Some(&item) if !item.is_null() => {
                    incref(item);
                    item
                }
                _ => errors::fail(Exc::IndexError, "tuple index out of range"),
            };
        }
        if is_exact(o, &raw mut b::PyList_Type) {
            let at = if index < 0 { index + listobject::PyList_Size(o) } else { index };
            return listobject::PyList_GetItemRef(o, at);
        }
        if in_c(o) {
            return item_by_slot(o, index);
        }
        if has_flag(o, tp::DICT_SUBCLASS) {
            return type_error(&format!("{} is not a sequence", type_name(o)));
        }
        if mapping(o).is_none_or(|table| table.mp_subscript.is_none()) {
            return type_error(&format!("'{}' object does not support indexing", type_name(o)));
        }
        match python_index(o, index) {
            Some(index) => {
                let item = give(model().getitem(from_c(o), model().int_from_i64(index as i64).obj()));
                after_python(o);
                item
            }
            None => null_mut(),
        }
    }
}

/// A method of Python code may have changed the lists that C is reading by macros.
pub(crate) unsafe fn after_python(o: *mut PyObject) {
    // SAFETY: a living body.
    if unsafe { has_flag(o, tp::HEAPTYPE) } {
        crate::list_store::after_any_call();
    }
}

unsafe fn item_by_slot(o: *mut PyObject, index: isize) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        if let Some(item) = sequence(o).and_then(|table| table.sq_item) {
            return match from_the_end(o, index) {
                Some(index) => item(o, index),
                None => null_mut(),
            };
        }
        if mapping(o).is_some_and(|table| table.mp_subscript.is_some()) {
            return type_error(&format!("{} is not a sequence", type_name(o)));
        }
        type_error(&format!("'{}' object does not support indexing", type_name(o)))
    }
}

/// Sets or, with NULL, deletes an item.
///
/// # Safety
/// `o` is a body, `value` null or a body.
pub(crate) unsafe fn assign_item(o: *mut PyObject, index: isize, value: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if in_c(o) {
            if let Some(assign) = sequence(o).and_then(|table| table.sq_ass_item) {
                return match from_the_end(o, index) {
                    Some(index) => assign(o, index, value),
                    None => -1,
                };
            }
            if mapping(o).is_some_and(|table| table.mp_ass_subscript.is_some()) {
                return fail_int(Exc::TypeError, &format!("{} is not a sequence", type_name(o)));
            }
            let what = if value.is_null() {
                "doesn't support item deletion"
            } else {
                "does not support item assignment"
            };
            return fail_int(Exc::TypeError, &format!("'{}' object {what}", type_name(o)));
        }
        if has_flag(o, tp::DICT_SUBCLASS) {
            return fail_int(Exc::TypeError, &format!("{} is not a sequence", type_name(o)));
        }
        let Some(index) = python_index(o, index) else { return -1 };
        let key = to_c(model().int_from_i64(index as i64));
        let result = if value.is_null() { PyObject_DelItem(o, key) } else { PyObject_SetItem(o, key, value) };
        decref(key);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_SetItem(o: *mut PyObject, index: isize, value: *mut PyObject) -> c_int {
    if o.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe { assign_item(o, index, value) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_DelItem(o: *mut PyObject, index: isize) -> c_int {
    if o.is_null() {
        return null_argument_int();
    }
    // SAFETY: a living body.
    unsafe { assign_item(o, index, null_mut()) }
}

/// A slice of two C sizes, as a new reference.
fn slice(low: isize, high: isize) -> *mut PyObject {
    let (low, high) = (model().int_from_i64(low as i64), model().int_from_i64(high as i64));
    to_c(model().slice(low.obj(), high.obj(), model().none()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_GetSlice(o: *mut PyObject, low: isize, high: isize) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if mapping(o).is_none_or(|table| table.mp_subscript.is_none()) {
            return type_error(&format!("'{}' object is unsliceable", type_name(o)));
        }
        let slice = slice(low, high);
        let result = PyObject_GetItem(o, slice);
        decref(slice);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_SetSlice(
    o: *mut PyObject,
    low: isize,
    high: isize,
    value: *mut PyObject,
) -> c_int {
    if o.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if mapping(o).is_none_or(|table| table.mp_ass_subscript.is_none()) {
            let what = if value.is_null() { "deletion" } else { "assignment" };
            return fail_int(
                Exc::TypeError,
                &format!("'{}' object doesn't support slice {what}", type_name(o)),
            );
        }
        let slice = slice(low, high);
        let result =
            if value.is_null() { PyObject_DelItem(o, slice) } else { PyObject_SetItem(o, slice, value) };
        decref(slice);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_DelSlice(o: *mut PyObject, low: isize, high: isize) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe { PySequence_SetSlice(o, low, high, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Concat(a: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    if a.is_null() || other.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if let Some(concat) = sequence(a).and_then(|table| table.sq_concat) {
            return concat(a, other);
        }
        if PySequence_Check(a) != 0 && PySequence_Check(other) != 0 {
            return crate::abstract_number::PyNumber_Add(a, other);
        }
        type_error(&format!("'{}' object can't be concatenated", type_name(a)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_InPlaceConcat(a: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    if a.is_null() || other.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if let Some(concat) = sequence(a).and_then(|table| table.sq_inplace_concat.or(table.sq_concat)) {
            return concat(a, other);
        }
        if PySequence_Check(a) != 0 && PySequence_Check(other) != 0 {
            return crate::abstract_number::PyNumber_InPlaceAdd(a, other);
        }
        type_error(&format!("'{}' object can't be concatenated", type_name(a)))
    }
}

unsafe fn multiplied(o: *mut PyObject, count: isize, in_place: bool) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        if PySequence_Check(o) == 0 {
            return type_error(&format!("'{}' object can't be repeated", type_name(o)));
        }
        let count = to_c(model().int_from_i64(count as i64));
        let result = if in_place {
            crate::abstract_number::PyNumber_InPlaceMultiply(o, count)
        } else {
            crate::abstract_number::PyNumber_Multiply(o, count)
        };
        decref(count);
        result
    }
}

/// Where there can be no room for the items, C gets a MemoryError.
unsafe fn too_long(o: *mut PyObject, product: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    let holds_items = unsafe { has_flag(o, tp::LIST_SUBCLASS | tp::TUPLE_SUBCLASS) };
    if product.is_null() && holds_items && clear_if(Exc::OverflowError) {
        errors::raise_new_empty(Exc::MemoryError);
    }
    product
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Repeat(o: *mut PyObject, count: isize) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        match sequence(o).and_then(|table| table.sq_repeat) {
            Some(repeat) if in_c(o) => repeat(o, count),
            _ => too_long(o, multiplied(o, count, false)),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_InPlaceRepeat(o: *mut PyObject, count: isize) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        match sequence(o).and_then(|table| table.sq_inplace_repeat.or(table.sq_repeat)) {
            Some(repeat) if in_c(o) => repeat(o, count),
            _ => too_long(o, multiplied(o, count, true)),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Contains(o: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    if o.is_null() || (item.is_null() && unsafe { PySequence_Size(o) } != 0) {
        return null_argument_int();
    }
    if item.is_null() {
        // Nothing is asked of an empty sequence.
        return 0;
    }
    // SAFETY: living bodies.
    unsafe {
        if !in_c(o) {
            return truth(model().contains(from_c(o), from_c(item)));
        }
        match sequence(o).and_then(|table| table.sq_contains) {
            Some(contains) => contains(o, item),
            None => search(o, item, true, "a container or iterable")
                .map_or(-1, |(count, _)| c_int::from(count > 0)),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_In(o: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe { PySequence_Contains(o, item) }
}

/// Goes through the items: how many are equal, and where the first one is. `None` with an exception.
unsafe fn search(
    o: *mut PyObject,
    item: *mut PyObject,
    only_first: bool,
    otherwise: &str,
) -> Option<(isize, isize)> {
    // SAFETY: living bodies.
    unsafe {
        let iterator = PyObject_GetIter(o);
        if iterator.is_null() {
            if is_raised(Exc::TypeError) {
                fail_int(Exc::TypeError, &format!("argument of type '{}' is not {otherwise}", type_name(o)));
            }
            return None;
        }
        let (mut count, mut first, mut at) = (0, -1, 0);
        loop {
            let next = PyIter_Next(iterator);
            if next.is_null() {
                break;
            }
            let equal = PyObject_RichCompareBool(next, item, EQ);
            decref(next);
            if equal < 0 {
                break;
            }
            if equal > 0 {
                count += 1;
                if first < 0 {
                    first = at;
                }
                if only_first {
                    break;
                }
            }
            at += 1;
        }
        decref(iterator);
        (!errors::is_set()).then_some((count, first))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Count(o: *mut PyObject, item: *mut PyObject) -> isize {
    if o.is_null() || item.is_null() {
        return null_argument_size();
    }
    // SAFETY: living bodies.
    unsafe { search(o, item, false, "iterable").map_or(-1, |(count, _)| count) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Index(o: *mut PyObject, item: *mut PyObject) -> isize {
    if o.is_null() || item.is_null() {
        return null_argument_size();
    }
    // SAFETY: living bodies.
    match unsafe { search(o, item, true, "iterable") } {
        Some((1.., first)) => first,
        Some(_) => fail_size(Exc::ValueError, "sequence.index(x): x not in sequence"),
        None => -1,
    }
}

/// `list(o)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_List(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return give(make(&raw mut b::PyList_Type, &[from_c(o)]));
        }
        let iterator = PyObject_GetIter(o);
        if iterator.is_null() {
            return null_mut();
        }
        let list = PyList_New(0);
        loop {
            let item = PyIter_Next(iterator);
            if item.is_null() {
                break;
            }
            PyList_Append(list, item);
            decref(item);
        }
        decref(iterator);
        if errors::is_set() {
            decref(list);
            return null_mut();
        }
        list
    }
}

/// `tuple(o)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Tuple(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyTuple_Type) {
            incref(o);
            return o;
        }
        if is_exact(o, &raw mut b::PyList_Type) {
            return listobject::PyList_AsTuple(o);
        }
        if !in_c(o) {
            return give(make(&raw mut b::PyTuple_Type, &[from_c(o)]));
        }
        let list = PySequence_List(o);
        if list.is_null() {
            return null_mut();
        }
        let tuple = listobject::PyList_AsTuple(list);
        decref(list);
        tuple
    }
}

/// A list or tuple itself, or a list of what it iterates over; `message` is for what does not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySequence_Fast(o: *mut PyObject, message: *const c_char) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body and a C string.
    unsafe {
        if is_exact(o, &raw mut b::PyList_Type) {
            // C reads the items next.
            listobject::up_to_date(o);
            incref(o);
            return o;
        }
        if is_exact(o, &raw mut b::PyTuple_Type) {
            incref(o);
            return o;
        }
        let iterator = PyObject_GetIter(o);
        if iterator.is_null() {
            if is_raised(Exc::TypeError) && !message.is_null() {
                return type_error(&python::c_text(message));
            }
            return null_mut();
        }
        let list = PySequence_List(iterator);
        decref(iterator);
        list
    }
}
