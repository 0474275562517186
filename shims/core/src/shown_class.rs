//! `__class__` of functions and descriptors of C: the VM's own type of that kind.
//! Their real types are types of C, which `types.BuiltinFunctionType` and its like do not name; `isinstance` asks
//! for `__class__` too, and so `inspect` knows them.

use core::ffi::c_void;

use pilotage_abi::{PyObject, PyTypeObject};

use crate::body::World;
use crate::convert::{give, new_c};
use crate::descrobject as d;
use crate::methodobject as m;
use crate::model::{Obj, Result, model};
use crate::python;

/// The classes that were asked for, by their place in the list of kinds.
static KNOWN: World<[Option<Obj>; 7]> = World::new([None; 7]);

/// Where the kind of an object stands, and its name in `types`.
unsafe fn kind(p: *mut PyObject) -> Option<(usize, &'static str)> {
    let kinds: [(*mut PyTypeObject, &str); 7] = [
        (&raw mut m::PyCFunction_Type, "BuiltinFunctionType"),
        (&raw mut m::PyCMethod_Type, "BuiltinFunctionType"),
        (&raw mut d::PyMethodDescr_Type, "MethodDescriptorType"),
        (&raw mut d::PyGetSetDescr_Type, "GetSetDescriptorType"),
        (&raw mut d::PyMemberDescr_Type, "MemberDescriptorType"),
        (&raw mut d::PyClassMethodDescr_Type, "ClassMethodDescriptorType"),
        (&raw mut crate::types::PyWrapperDescr_Type, "WrapperDescriptorType"),
    ];
    // SAFETY: a body has a type.
    let class = unsafe { (*p).ob_type };
    kinds.iter().position(|(known, _)| *known == class).map(|at| (at, kinds[at].1))
}

fn shown(at: usize, name: &str) -> Result<Obj> {
    if let Some(class) = KNOWN.with(|known| known[at]) {
        return Ok(class);
    }
    let module = model().import("types")?;
    let class = python::attr(module.obj(), name)?.into_owned();
    KNOWN.with(|known| known[at] = Some(class));
    Ok(class)
}

/// The getter.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe extern "C" fn get(p: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        match kind(p) {
            Some((at, name)) => give(shown(at, name).map(Obj::to_ref)),
            None => new_c(model().class(crate::convert::from_c(p))),
        }
    }
}

/// The getter for method wrappers.
///
/// # Safety
/// As for any getter.
pub(crate) unsafe extern "C" fn get_method_wrapper(_: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    let class = model().import("types").and_then(|module| python::attr(module.obj(), "MethodWrapperType"));
    give(class)
}
