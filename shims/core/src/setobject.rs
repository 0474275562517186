//! `setobject.h`. Sets are always the VM's.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PySetObject, PyTypeObject};

use crate::builtin as b;
use crate::convert::{borrow_c, from_c, from_c_opt, give, new_c, status};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::protocol::{bad_call, bad_call_int, bad_call_size, is_exact, is_instance};
use crate::{body, mirror, python};

unsafe fn is_set(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_instance(p, &raw mut b::PySet_Type) }
}

unsafe fn is_frozen(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    !p.is_null() && unsafe { is_instance(p, &raw mut b::PyFrozenSet_Type) }
}

unsafe fn is_any(p: *mut PyObject) -> bool {
    // SAFETY: NULL or a living body.
    unsafe { is_set(p) || is_frozen(p) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_New(iterable: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    give(model().set(false, unsafe { from_c_opt(iterable) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFrozenSet_New(iterable: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe { new_frozen(from_c_opt(iterable)) }
}

/// A frozenset that C may fill: a set of the VM stands behind it until the VM must see it.
unsafe fn new_frozen(items: Option<Obj>) -> *mut PyObject {
    let items = match model().set(false, items) {
        Ok(items) => items,
        Err(raised) => return give(Err(raised)),
    };
    let p = body::new_body(size_of::<PySetObject>(), &raw mut b::PyFrozenSet_Type);
    // SAFETY: a fresh body; its table belongs to nobody.
    unsafe {
        (*p).ob_refcnt = 1;
        let set: *mut PySetObject = p.cast();
        (*set).used = model().set_len(items.obj()).cast_signed();
        (*set).fill = (*set).used;
        (*set).table = items.into_owned().as_ptr().cast();
    }
    p
}

/// The items of a frozenset that only C knows.
unsafe fn unseen(p: *mut PyObject) -> Option<Obj> {
    // SAFETY: the body of a set; bodies of the VM's sets have no table.
    unsafe {
        if body::is_static(p)
            || !(*body::prefix(p)).vm.is_null()
            || !is_exact(p, &raw mut b::PyFrozenSet_Type)
        {
            return None;
        }
        core::ptr::NonNull::new((*p.cast::<PySetObject>()).table.cast()).map(Obj::new)
    }
}

/// Takes the items out of a frozenset that only C knew.
///
/// # Safety
/// `p` is the body of a frozenset.
pub(crate) unsafe fn take_unseen(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the caller's promise; the table was a reference of ours.
    unsafe {
        let items = unseen(p)?;
        (*p.cast::<PySetObject>()).table = null_mut();
        Some(Ref::from_owned(items))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Size(p: *mut PyObject) -> isize {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_any(p) {
            return bad_call_size();
        }
        model().set_len(unseen(p).unwrap_or_else(|| from_c(p))).cast_signed()
    }
}

/// A new frozenset that only C has may be filled.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Add(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_set(p) && !(is_frozen(p) && (*p).ob_refcnt == 1) {
            return bad_call_int();
        }
        let items = unseen(p);
        let vm = items.unwrap_or_else(|| from_c(p));
        let done = model().set_add(vm, from_c(item));
        let set: *mut PySetObject = p.cast();
        (*set).used = model().set_len(vm).cast_signed();
        (*set).fill = (*set).used;
        status(done)
    }
}

/// Steals the item.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySet_AddTakeRef(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: living bodies; the item is a reference that C gives up.
    unsafe {
        let result = PySet_Add(p, item);
        crate::body::decref(item);
        result
    }
}

/// Calls a method of `set` or `frozenset` itself.
unsafe fn method(p: *mut PyObject, class: *mut PyTypeObject, name: &str, args: &[Obj]) -> Result {
    // SAFETY: the body of a set.
    unsafe {
        let vm = from_c(p);
        let method = python::attr(b::class(class), name)?;
        let mut all = vec![vm];
        all.extend_from_slice(args);
        let result = python::call(method.obj(), &all);
        mirror::refreshed(p, vm);
        result
    }
}

/// An item that cannot be hashed is an error here, also a set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Contains(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_any(p) {
            return bad_call_int();
        }
        let item = from_c(item);
        if let Err(raised) = model().hash(item) {
            errors::raise(raised);
            return -1;
        }
        let t = (*p).ob_type;
        if t == &raw mut b::PySet_Type || t == &raw mut b::PyFrozenSet_Type {
            return crate::convert::truth(model().contains(unseen(p).unwrap_or_else(|| from_c(p)), item));
        }
        let class = if is_set(p) { &raw mut b::PySet_Type } else { &raw mut b::PyFrozenSet_Type };
        crate::convert::truth(
            method(p, class, "__contains__", &[item]).and_then(|found| model().truth(found.obj())),
        )
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySet_Contains(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: living bodies.
    unsafe { PySet_Contains(p, item) }
}

/// 1 where the item was there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Discard(p: *mut PyObject, item: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_set(p) {
            return bad_call_int();
        }
        if let Err(raised) = model().hash(from_c(item)) {
            errors::raise(raised);
            return -1;
        }
        let before = model().set_len(from_c(p));
        match method(p, &raw mut b::PySet_Type, "discard", &[from_c(item)]) {
            Ok(_) => c_int::from(model().set_len(from_c(p)) < before),
            Err(raised) => {
                errors::raise(raised);
                -1
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Pop(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_set(p) {
            return bad_call();
        }
        if model().set_len(from_c(p)) == 0 {
            return errors::fail(Exc::KeyError, "pop from an empty set");
        }
        give(method(p, &raw mut b::PySet_Type, "pop", &[]))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySet_Clear(p: *mut PyObject) -> c_int {
    // SAFETY: NULL or a living body.
    unsafe {
        if !is_set(p) {
            return bad_call_int();
        }
        status(method(p, &raw mut b::PySet_Type, "clear", &[]).map(drop))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySet_Update(p: *mut PyObject, iterable: *mut PyObject) -> c_int {
    // SAFETY: NULL or living bodies.
    unsafe {
        if !is_set(p) {
            return bad_call_int();
        }
        status(method(p, &raw mut b::PySet_Type, "update", &[from_c(iterable)]).map(drop))
    }
}

thread_local! {
    /// Where `_PySet_NextEntry` is: the set, how many items it has given, and its iterator.
    static WALKS: core::cell::RefCell<Vec<Walk>> = const { core::cell::RefCell::new(Vec::new()) };
}

struct Walk {
    set: Obj,
    given: isize,
    iterator: Ref,
}

/// The next item. The VM's iterators are kept between calls; a walk that C broke off ends with a later one.
fn next_entry(set: Obj, pos: isize) -> Option<Ref> {
    const OPEN: usize = 16;
    let known = WALKS.with_borrow_mut(|walks| {
        let at = walks.iter().position(|walk| walk.set == set && walk.given == pos && pos != 0)?;
        Some(walks.swap_remove(at))
    });
    let mut walk = match known {
        Some(walk) => walk,
        None => {
            let mut walk = Walk { set, given: 0, iterator: model().iter(set).ok()? };
            while walk.given < pos {
                model().next(walk.iterator.obj()).ok()??;
                walk.given += 1;
            }
            walk
        }
    };
    let item = model().next(walk.iterator.obj()).ok()??;
    walk.given += 1;
    let old = WALKS.with_borrow_mut(|walks| {
        walks.push(walk);
        (walks.len() > OPEN).then(|| walks.remove(0))
    });
    drop(old);
    Some(item)
}

/// Goes through a set; item borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySet_NextEntry(
    p: *mut PyObject,
    pos: *mut isize,
    item: *mut *mut PyObject,
    hash: *mut isize,
) -> c_int {
    // SAFETY: NULL or a living body, and places for the answers.
    unsafe {
        if !is_any(p) {
            return bad_call_int();
        }
        let Some(found) = next_entry(from_c(p), *pos) else { return 0 };
        *pos += 1;
        *item = borrow_c(found.obj());
        *hash = crate::object_protocol::PyObject_Hash(*item);
        1
    }
}

/// Goes through a set; item as a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySet_NextEntryRef(
    p: *mut PyObject,
    pos: *mut isize,
    item: *mut *mut PyObject,
    hash: *mut isize,
) -> c_int {
    // SAFETY: as for _PySet_NextEntry; the set keeps the item.
    unsafe {
        *item = null_mut();
        let found = _PySet_NextEntry(p, pos, item, hash);
        if found == 1 {
            *item = new_c(from_c(*item));
        }
        found
    }
}

/// What stands in the table of a set where something was removed. No table of ours has it.
static mut DUMMY: PyObject = PyObject {
    ob_refcnt: pilotage_abi::flags::IMMORTAL_REFCNT,
    ob_overflow: 0,
    ob_flags: pilotage_abi::flags::STATIC_FLAGS,
    ob_type: &raw mut b::PyBaseObject_Type,
};

#[unsafe(no_mangle)]
pub static mut _PySet_Dummy: *mut PyObject = &raw mut DUMMY;
