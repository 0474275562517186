//! Instances that C made and the VM has not seen yet: its collector cannot know them. They are remembered here until
//! somebody collects; then they get their objects, and the VM's collector does the rest. Who collects is not known here.

use pilotage_abi::PyObject;

use crate::body::{self, AddressMap, World, prefix};
use crate::model::Shape;
use crate::{realize, types};

static TRACKED: World<Option<AddressMap<()>>> = World::new(None);

/// From now on its type's `tp_traverse` may be called.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn track(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if body::is_static(p) {
            return;
        }
        // Tuples and lists may still be filled by macros: a collection must not publish them. Their items are found
        // through whoever owns them.
        if types::info_if_ready((*p).ob_type).is_none_or(|info| info.shape != Shape::Foreign) {
            return;
        }
        if (*p).ob_refcnt != 0 {
            // mypyc keeps the memory of one instance and begins the next one by setting its count.
            body::reborn(p);
        }
        let prefix = prefix(p);
        if (*prefix).vm.is_null() && !(*prefix).tracked && !(*prefix).dying {
            (*prefix).tracked = true;
            TRACKED.with(|tracked| tracked.get_or_insert_default().insert(p as usize, ()));
        }
    }
}

/// It is about to go, or the VM has seen it.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn untrack(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if !body::is_static(p) && (*prefix(p)).tracked {
            (*prefix(p)).tracked = false;
            TRACKED.with(|tracked| tracked.as_mut().map(|tracked| tracked.remove(&(p as usize))));
        }
    }
}

/// A collection is about to begin: the VM gets an object for each instance that only C knows.
pub fn before_collection() {
    let tracked = TRACKED.with(Option::take).unwrap_or_default();
    let mut alive: Vec<*mut PyObject> = Vec::with_capacity(tracked.len());
    for address in tracked.into_keys() {
        let p = address as *mut PyObject;
        // SAFETY: bodies leave the table before they are freed. What is made here may end others: they are held.
        unsafe {
            (*prefix(p)).tracked = false;
            if (*p).ob_refcnt != 0 {
                body::incref(p);
                alive.push(p);
            }
        }
    }
    for &p in &alive {
        // SAFETY: held above.
        unsafe {
            if (*prefix(p)).vm.is_null() {
                realize::realize(p);
            }
        }
    }
    for p in alive {
        // SAFETY: held above.
        unsafe { body::decref(p) }
    }
}
