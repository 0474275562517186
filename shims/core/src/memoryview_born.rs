//! Memoryviews that C makes: the VM sees them only when C hands them on, with the place that they show then.
//! Extensions fill the bytes below such a view after it is made, and narrow the view itself by macro. How any
//! memoryview looks in C is in `memoryobject`.

use core::ptr::null_mut;

use pilotage_abi::flags::buf;
use pilotage_abi::{Py_buffer, PyMemoryViewObject, PyObject};

use crate::body;
use crate::builtin::{PyMemoryView_Type, class};
use crate::convert::from_c;
use crate::errors;
use crate::memoryobject::{PyBuffer_Release, PyObject_GetBuffer, show, vm_getbuffer};
use crate::model::{Export, Ref, model};
use crate::python;

/// The view of the whole object, which keeps it from moving until the VM has a view of its own.
unsafe fn whole(p: *mut PyObject) -> *mut *mut Py_buffer {
    // SAFETY: the body of a memoryview; only a body made here has something in the field.
    unsafe { (&raw mut (*p.cast::<PyMemoryViewObject>()).mbuf).cast() }
}

/// A memoryview over an object of the VM whose memory is plain bytes, without a word to the VM. `None` for others,
/// without an exception.
///
/// # Safety
/// `base` is a body.
pub(crate) unsafe fn over(base: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: the caller's promise; the view lives in a box until `release`.
    unsafe {
        let procs = (*(*base).ob_type).tp_as_buffer.as_ref()?;
        if procs.bf_getbuffer? as usize != vm_getbuffer as *const () as usize {
            return None;
        }
        let mut view: Py_buffer = core::mem::zeroed();
        if PyObject_GetBuffer(base, &raw mut view, buf::FULL_RO) != 0 {
            drop(errors::take_raised());
            return None;
        }
        if view.ndim != 1 || view.itemsize != 1 || !view.suboffsets.is_null() || *view.strides != 1 {
            PyBuffer_Release(&raw mut view);
            return None;
        }
        let p = body::new_body(size_of::<PyMemoryViewObject>(), &raw mut PyMemoryView_Type);
        (*p).ob_refcnt = 1;
        let export = Export {
            ptr: view.buf.cast(),
            len: view.len.unsigned_abs(),
            readonly: view.readonly != 0,
            itemsize: 1,
            format: python::c_text(view.format),
            shape: vec![view.len],
            strides: vec![1],
            suboffsets: Vec::new(),
            export: 0,
        };
        let owner = shown_owner(base, &view);
        body::incref(owner);
        show(p, &export, owner);
        *whole(p) = Box::into_raw(Box::new(view));
        Some(p)
    }
}

/// A memoryview of a memoryview names the object that both show.
unsafe fn shown_owner(base: *mut PyObject, view: &Py_buffer) -> *mut PyObject {
    // SAFETY: a body, whose memory `view` is.
    unsafe {
        if (*base).ob_type != &raw mut PyMemoryView_Type {
            return view.obj;
        }
        let owner = (*base.cast::<PyMemoryViewObject>()).view.obj;
        if owner.is_null() { base } else { owner }
    }
}

/// The VM's memoryview of the place that the body shows.
///
/// # Safety
/// `p` is the body of a memoryview that the VM has not seen.
pub(crate) unsafe fn value(p: *mut PyObject) -> Option<Ref> {
    // SAFETY: the caller's promise.
    unsafe {
        let master = (*whole(p)).as_ref()?;
        let shown = &(*p.cast::<PyMemoryViewObject>()).view;
        let view = python::call(class(&raw mut PyMemoryView_Type), &[from_c(master.obj)]);
        let begin = shown.buf.addr().wrapping_sub(master.buf.addr());
        let view = view.and_then(|view| {
            if (begin, shown.len) == (0, master.len) {
                return Ok(view);
            }
            let bound = |value: usize| model().int_from_i64(value as i64);
            let (from, to) = (bound(begin), bound(begin.wrapping_add(shown.len.unsigned_abs())));
            let part = python::call(class(&raw mut crate::builtin::PySlice_Type), &[from.obj(), to.obj()])?;
            python::call_method(view.obj(), "__getitem__", &[part.obj()])
        });
        release(p);
        view.map_err(|raised| errors::unraisable(raised, "a memoryview that C made")).ok()
    }
}

/// Lets go of the object.
///
/// # Safety
/// `p` is the body of a memoryview.
pub(crate) unsafe fn release(p: *mut PyObject) {
    // SAFETY: the caller's promise; the box was made by `over`.
    unsafe {
        let master = core::mem::replace(&mut *whole(p), null_mut());
        if !master.is_null() {
            PyBuffer_Release(master);
            drop(Box::from_raw(master));
        }
    }
}
