//! What extensions do to the inside of CPython's interpreter and no C-API can offer: it is refused when it is used,
//! with the reason, instead of a crash. Only greenlet's switching is here.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::flags::meth;
use pilotage_abi::{PyMethodDef, PyObject, PyTypeObject};

use crate::convert::{borrow_c, from_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Shape, model};
use crate::{descrobject, python, types};

/// greenlet copies parts of the machine's stack and puts CPython's own frames and counters (`tstate->current_frame`,
/// the data stack) in order afterwards. The frames of this VM lie on the machine's stack itself, and lists in them
/// lead from one to the next: they cannot be moved.
const REASON: &str = "greenlets cannot be switched on this interpreter: it keeps the frames of Python code on the \
    machine's stack, which greenlet would move; use threads or asyncio";

static mut METHODS: [PyMethodDef; 2] = [refusing(c"switch"), refusing(c"throw")];

const fn refusing(name: &'static core::ffi::CStr) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: refuse as *const () as *mut c_void,
        ml_flags: meth::VARARGS | meth::KEYWORDS,
        ml_doc: core::ptr::null(),
    }
}

unsafe extern "C" fn refuse(
    _me: *mut PyObject,
    _args: *mut PyObject,
    _kwargs: *mut PyObject,
) -> *mut PyObject {
    errors::raise_new(Exc::NotImplementedError, REASON);
    null_mut()
}

/// A module of an extension is complete.
pub(crate) fn after_load(module: Obj) {
    let name = python::attr(module, "__name__").map(|name| python::to_string(name.obj()));
    if name.is_ok_and(|name| name == "greenlet._greenlet")
        && let Ok(class) = python::attr(module, "greenlet")
        && model().shape(class.obj()) == Shape::Type
    {
        // SAFETY: the body of a class.
        unsafe { refuse_switching(borrow_c(class.obj()).cast(), class.obj()) };
    }
}

unsafe fn refuse_switching(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a ready type; the definitions live for ever.
    unsafe {
        types::ensure_ready(t);
        for at in 0..2 {
            let def = (&raw mut METHODS).cast::<PyMethodDef>().add(at);
            let Ok(method) = errors::result(descrobject::PyDescr_NewMethod(t, def)) else { continue };
            let name = python::name(&python::c_text((*def).ml_name));
            model().type_set(class, name.obj(), method.obj());
            if !(*t).tp_dict.is_null() {
                let _ = model().dict_set(from_c((*t).tp_dict), name.obj(), method.obj());
            }
        }
    }
}
