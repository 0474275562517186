//! The payload of objects whose value is a body in C.
//! It holds the body's address and passes on what the VM does with the object; what that means is core's.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, Ordering};

use pilotage_abi::PyObject as Body;
use pilotage_shim::lifetime;
use pilotage_shim::model::{Obj, Ref, Result};
use rustpython_vm::builtins::PyType;
use rustpython_vm::object::{MaybeTraverse, TraverseFn, payload_offset};
use rustpython_vm::{Context, Py, PyObject, PyObjectRef, PyPayload, PyRef};

use crate::objects::{give, object, payload};
use crate::{gil, pairs};

/// The body of an object, or null before it has one.
#[derive(Debug)]
pub(crate) struct Foreign {
    body: AtomicPtr<Body>,
}

impl PyPayload for Foreign {
    fn class(ctx: &Context) -> &'static Py<PyType> {
        ctx.types.object_type
    }
}

impl MaybeTraverse for Foreign {
    const HAS_TRAVERSE: bool = true;
    const HAS_CLEAR: bool = true;

    fn try_traverse(&self, visit: &mut TraverseFn<'_>) {
        let body = self.body.load(Ordering::Acquire);
        if !body.is_null() {
            // No GIL: a collection has stopped the world.
            lifetime::traverse(body, &mut |edge| visit(object(edge)));
        }
    }

    fn try_clear(&mut self, _: &mut Vec<PyObjectRef>) {
        let body = self.body.load(Ordering::Acquire);
        // An object that dies of its count needs no `tp_clear`: its `tp_dealloc` follows.
        if !body.is_null() && self.holder().strong_count() > 0 {
            let _gil = gil::enter();
            lifetime::clear(body);
        }
    }
}

impl Foreign {
    /// The object around this payload.
    fn holder(&self) -> &PyObject {
        let start = core::ptr::from_ref(self).cast::<u8>().wrapping_sub(payload_offset::<Foreign>());
        // SAFETY: a `Foreign` exists only as the payload of an object.
        unsafe { &*start.cast::<PyObject>() }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let body = *self.body.get_mut();
        if !body.is_null() {
            let _gil = gil::enter();
            lifetime::dropped(body);
        }
    }
}

/// An instance of a class that C defined, without its body yet.
pub(crate) fn instance(class: Obj) -> Result {
    let class = payload::<PyType>(class).to_owned();
    // The dictionary is made when somebody wants it.
    let object: PyObjectRef =
        PyRef::new_ref(Foreign { body: AtomicPtr::new(null_mut()) }, class, None).into();
    pairs::adopt(&object);
    let instance: Ref = give(object);
    Ok(instance)
}

fn of<'a>(obj: Obj) -> &'a Foreign {
    // SAFETY: callers have asked `pairs::is_foreign`.
    unsafe { object(obj).downcast_unchecked_ref::<Foreign>() }
}

/// The body of a foreign object.
#[inline]
pub(crate) fn body(obj: Obj) -> *mut Body {
    of(obj).body.load(Ordering::Acquire)
}

/// Gives a foreign object its body, or takes it away.
pub(crate) fn set_body(obj: Obj, body: *mut Body) {
    of(obj).body.store(body, Ordering::Release);
}
