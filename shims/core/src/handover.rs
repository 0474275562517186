//! What C gives away for good, the result of a function: bodies that nobody else refers to become values of the VM,
//! whole trees at once, and go. Bodies that C may still know keep their object (`convert::steal`).

use pilotage_abi::{PyListObject, PyObject, PyVarObject};

use crate::body::{self, World, decref, prefix};
use crate::builtin::{PyList_Type, PyTuple_Type};
use crate::convert::from_c;
use crate::model::{Ref, model};
use crate::{dict_entries, lifetime, realize, tupleobject};

/// Trees that are deeper than this go the long way.
const DEEPEST: usize = 200;

static DEPTH: World<usize> = World::new(0);

/// The object of a body whose reference is given up.
///
/// # Safety
/// The caller owns a reference to the body `p`, and nobody uses what hangs on it without a reference of his own.
pub(crate) unsafe fn value(p: *mut PyObject) -> Ref {
    // SAFETY: the caller's promise.
    unsafe {
        if (*p).ob_refcnt == 1 && !body::is_static(p) && (*prefix(p)).vm.is_null() {
            if let Some(value) = realize::into_value(p) {
                return value;
            }
            if let Some(value) = container(p) {
                return value;
            }
        }
        let vm = from_c(p).to_ref();
        decref(p);
        vm
    }
}

/// A list, a tuple or a dict that only C knows.
unsafe fn container(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the only reference to a body without an object.
    unsafe {
        if !(*prefix(p)).counted || (*prefix(p)).dying || DEPTH.with(|depth| *depth) >= DEEPEST {
            return None;
        }
        let class = (*p).ob_type;
        let make = if class == &raw mut PyList_Type {
            list
        } else if class == &raw mut PyTuple_Type {
            tuple
        } else if dict_entries::is_private(p) {
            dict
        } else {
            return None;
        };
        DEPTH.with(|depth| *depth += 1);
        let value = make(p);
        DEPTH.with(|depth| *depth -= 1);
        lifetime::free_body(p);
        Some(value)
    }
}

unsafe fn all(items: &[*mut PyObject]) -> Vec<Ref> {
    let one = |&item: &*mut PyObject| {
        // SAFETY: null, or a reference of the container.
        if item.is_null() { model().none().to_ref() } else { unsafe { value(item) } }
    };
    items.iter().map(one).collect()
}

unsafe fn list(p: *mut PyObject) -> Ref {
    // SAFETY: the array of a list that only C knows belongs to it.
    unsafe {
        let list: *mut PyListObject = p.cast();
        let len = (*p.cast::<PyVarObject>()).ob_size.unsigned_abs();
        let array = core::mem::replace(&mut (*list).ob_item, core::ptr::null_mut());
        (*p.cast::<PyVarObject>()).ob_size = 0;
        (*list).allocated = 0;
        if array.is_null() {
            return model().list(Vec::new());
        }
        let made = model().list(all(core::slice::from_raw_parts(array, len)));
        body::raw_free(array.cast());
        made
    }
}

unsafe fn tuple(p: *mut PyObject) -> Ref {
    // SAFETY: the items are in the body, which has none afterwards.
    unsafe {
        let items = tupleobject::tuple_slice(p);
        (*p.cast::<PyVarObject>()).ob_size = 0;
        (*prefix(p)).counted = false;
        model().tuple(all(items))
    }
}

unsafe fn dict(p: *mut PyObject) -> Ref {
    // SAFETY: all keys are strs, and different ones.
    unsafe {
        let entries = dict_entries::take(p);
        let made = model().dict();
        for [key, item] in entries {
            model().dict_fill(made.obj(), dict_entries::key(key), value(item));
        }
        made
    }
}
