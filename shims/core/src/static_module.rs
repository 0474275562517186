//! `__module__` of static types: classes have one, their instances do not.
//! The VM looks for it in the dictionary of the class, where it would be an attribute of the instances, too.

use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTypeObject};

use crate::builtin::{EMPTY_TYPE, PyUnicode_Type};
use crate::convert::{from_c, to_c};
use crate::errors::{self, Exc};
use crate::model::{Ref, Result, Shape, model};
use crate::types::info;
use crate::{descrobject, python};

/// A str that refuses to be the attribute of an instance.
static mut NAME: PyTypeObject = EMPTY_TYPE;

pub(crate) unsafe fn start() -> Result<()> {
    // SAFETY: a static of core, filled once.
    unsafe {
        let t = &raw mut NAME;
        (*t).tp_base = &raw mut PyUnicode_Type;
        (*t).tp_flags = tp::BASETYPE;
        (*t).tp_descr_get = Some(get);
        (*t).tp_getset = descrobject::NO_GETSETS.0.as_ptr().cast_mut();
        (*t).tp_dealloc = PyUnicode_Type.tp_dealloc;
        descrobject::finish_type(t, c"static_module_name")
    }
}

unsafe extern "C" fn get(name: *mut PyObject, instance: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: operands of a slot.
    unsafe {
        if !instance.is_null() {
            errors::raise_new(Exc::AttributeError, "'__module__' is an attribute of the type only");
            return null_mut();
        }
        to_c(python::text(&python::to_string(from_c(name))))
    }
}

/// The value for the class of a static type.
pub(crate) fn name(module: &str) -> Ref {
    let text = python::text(module);
    // SAFETY: a static of core.
    let made = unsafe {
        let t = &raw mut NAME;
        if (*t).tp_cache.is_null() {
            return text;
        }
        debug_assert_eq!((*info(t)).shape, Shape::Str);
        model().construct((*info(t)).builtin_base, (*info(t)).class, &[text.obj()], &[])
    };
    made.unwrap_or(text)
}
