//! Views of dicts that C makes itself: mypyc allocates one and writes its dict into it.
//! Views that the VM made show C no dict.

use pilotage_abi::{PyObject, PyTypeObject};

use crate::builtin::{PyDictItems_Type, PyDictKeys_Type, PyDictValues_Type};
use crate::convert::from_c;
use crate::model::Ref;
use crate::{body, python};

/// `_PyDictViewObject`.
#[repr(C)]
struct View {
    ob_base: PyObject,
    dict: *mut PyObject,
}

fn method(class: *mut PyTypeObject) -> Option<&'static str> {
    match class {
        _ if class == &raw mut PyDictItems_Type => Some("items"),
        _ if class == &raw mut PyDictKeys_Type => Some("keys"),
        _ if class == &raw mut PyDictValues_Type => Some("values"),
        _ => None,
    }
}

/// The VM's view of the same dict, for a body that is one.
///
/// # Safety
/// `p` is a body that C made.
pub(crate) unsafe fn value(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the caller's promise; a view is as large as its type says.
    unsafe {
        let method = method((*p).ob_type)?;
        let dict = (*p.cast::<View>()).dict;
        if dict.is_null() {
            return None;
        }
        python::call_method(from_c(dict), method, &[]).ok()
    }
}

/// Gives back what the body of a view owns.
///
/// # Safety
/// `p` is a body that is about to be freed.
pub(crate) unsafe fn free(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        if method((*p).ob_type).is_some() {
            body::xdecref(core::mem::replace(&mut (*p.cast::<View>()).dict, core::ptr::null_mut()));
        }
    }
}
