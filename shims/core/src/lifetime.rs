//! Who keeps whom alive: the end of C's references, and the end of objects of the VM that have a body.

use core::ffi::{c_int, c_void};

use pilotage_abi::{PyObject, PyTypeObject};

use crate::body::{self, Origin, prefix};
use crate::model::{Obj, Ref, Shape, model};
use crate::{list_store, mirror, slot_places, tracking, types};

/// What happens to an object whose count reached 0 in the VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The VM may free it.
    Dies,
    /// C has taken a reference unseen; core has counted one for it.
    Stays,
}

/// The last C reference is gone.
///
/// # Safety
/// `p` is a body whose count is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_Dealloc(p: *mut PyObject) {
    // SAFETY: the caller's promise. A static object never gets here.
    unsafe {
        let prefix = prefix(p);
        match core::ptr::NonNull::new((*prefix).vm) {
            // The object has another body, which is the one that its end is told to.
            Some(vm) if (*prefix).origin == Origin::Alias => {
                (*prefix).vm = core::ptr::null_mut();
                (*prefix).held = false;
                destroy(p);
                drop(Ref::from_owned(Obj::new(vm)));
            }
            Some(vm) => {
                if (*prefix).held {
                    (*prefix).held = false;
                    drop(Ref::from_owned(Obj::new(vm)));
                }
            }
            None => destroy(p),
        }
    }
}

/// Runs the type's destructor of a body that no object of the VM belongs to.
unsafe fn destroy(p: *mut PyObject) {
    // SAFETY: the body is alive, and nobody refers to it.
    unsafe {
        tracking::untrack(p);
        slot_places::clear(p);
        let prefix = prefix(p);
        (*prefix).dying = true;
        // Whoever keeps the memory for the next instance makes a new one of it.
        (*prefix).origin = Origin::Born;
        let class = (*p).ob_type;
        match (*class).tp_dealloc {
            Some(dealloc) => dealloc(p),
            None => free_body(p),
        }
        body::destroyed(p);
    }
}

/// The VM wants to free an object that has a body.
pub fn dies(obj: Obj, p: *mut PyObject) -> Fate {
    // SAFETY: the body of a living pair.
    unsafe {
        if body::is_static(p) {
            return Fate::Dies;
        }
        if (*p).ob_refcnt != 0 {
            model().retain(obj);
            (*prefix(p)).held = true;
            return Fate::Stays;
        }
        if model().shape(obj) == Shape::Foreign {
            return Fate::Dies;
        }
        list_store::parted(p);
        model().unpair(obj);
        (*prefix(p)).vm = core::ptr::null_mut();
        (*prefix(p)).held = false;
        if types::is_defined_in_c((*p).ob_type) {
            destroy(p);
        } else {
            free_body(p);
        }
    }
    Fate::Dies
}

/// The VM's side of an instance of a C type is gone: the type's destructor runs.
pub fn dropped(p: *mut PyObject) {
    // SAFETY: the body of the payload that is being dropped.
    unsafe {
        if body::is_static(p) {
            return;
        }
        list_store::parted(p);
        (*prefix(p)).vm = core::ptr::null_mut();
        (*prefix(p)).held = false;
        if (*p).ob_refcnt == 0 {
            destroy(p);
        }
    }
}

/// C's references beyond the one that the VM counts for them.
pub fn uncounted(obj: Obj) -> isize {
    let p = model().body(obj);
    // SAFETY: the body of a living object.
    unsafe {
        if p.is_null() || body::is_static(p) || body::is_immortal(p) {
            return 0;
        }
        (*p).ob_refcnt as isize - isize::from((*prefix(p)).held)
    }
}

/// Frees the memory of a body, and what its layout refers to.
///
/// # Safety
/// Nobody refers to the body.
pub unsafe fn free_body(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        mirror::clear(p);
        body::raw_free(p.cast());
    }
}

/// Edges of a C body that are provably the only C reference to their target: the collector may count them.
pub fn traverse(p: *mut PyObject, visit: &mut dyn FnMut(Obj)) {
    // SAFETY: the body of a living pair; its type's traverse visits living bodies.
    unsafe {
        if !body::is_static(p) && (*prefix(p)).dying {
            return;
        }
        let mut visitor: Visitor<'_> = Visitor { visit };
        slot_places::traverse(p, visit_edge, (&raw mut visitor).cast());
        if let Some(traverse) = types::c_class(p).and_then(|class| (*class).tp_traverse) {
            traverse(p, visit_edge, (&raw mut visitor).cast());
        }
    }
}

/// Everything that a C body refers to, as its type's traverse says.
pub fn referents(p: *mut PyObject, visit: &mut dyn FnMut(Obj)) {
    // SAFETY: the body of a living pair; its type's traverse visits living bodies.
    unsafe {
        if body::is_static(p) || (*prefix(p)).dying {
            return;
        }
        let mut visitor: Visitor<'_> = Visitor { visit };
        slot_places::traverse(p, visit_any, (&raw mut visitor).cast());
        if let Some(traverse) = types::c_class(p).and_then(|class| (*class).tp_traverse) {
            traverse(p, visit_any, (&raw mut visitor).cast());
        }
    }
}

unsafe extern "C" fn visit_any(target: *mut PyObject, visitor: *mut c_void) -> c_int {
    // SAFETY: `visitor` is the one that `referents` passed; the target is a living body.
    unsafe {
        if !target.is_null() {
            ((*visitor.cast::<Visitor<'_>>()).visit)(crate::convert::from_c(target));
        }
    }
    0
}

struct Visitor<'a> {
    visit: &'a mut dyn FnMut(Obj),
}

unsafe extern "C" fn visit_edge(target: *mut PyObject, visitor: *mut c_void) -> c_int {
    // SAFETY: `visitor` is the one that `traverse` passed; the target is a living body.
    unsafe {
        if target.is_null() || body::is_static(target) || (*target).ob_refcnt != 1 {
            return 0;
        }
        let prefix = prefix(target);
        if (*prefix).held
            && let Some(vm) = core::ptr::NonNull::new((*prefix).vm)
        {
            ((*visitor.cast::<Visitor<'_>>()).visit)(Obj::new(vm));
        } else if (*prefix).vm.is_null() && (*prefix).origin == Origin::Born && !(*prefix).dying {
            through_born(target, visitor);
        }
    }
    0
}

/// A body that only C knows: its own edges belong to whoever owns it alone.
unsafe fn through_born(p: *mut PyObject, visitor: *mut c_void) {
    // SAFETY: a living body; the caller owns the only reference.
    unsafe {
        let class: *mut PyTypeObject = (*p).ob_type;
        if let Some(traverse) = (*class).tp_traverse {
            traverse(p, visit_edge, visitor);
        }
    }
}

/// Breaks cycles through a C body.
pub fn clear(p: *mut PyObject) {
    // SAFETY: the body of a living pair.
    unsafe {
        if let Some(clear) = types::c_class(p).and_then(|class| (*class).tp_clear) {
            clear(p);
        }
        slot_places::clear(p);
    }
}
