//! `object.__sizeof__`: of instances of C types what their types say, as in CPython; of others what the VM says.

use pilotage_abi::flags::meth;
use pilotage_abi::{PyMethodDef, PyObject, PyVarObject};

use crate::body::World;
use crate::builtin::{PyBaseObject_Type, class};
use crate::convert::{from_c, give};
use crate::descrobject::PyDescr_NewMethod;
use crate::errors;
use crate::longobject::new_signed;
use crate::model::{Ref, Result, Shape, model};
use crate::python;

/// The VM's own method.
static OF_THE_VM: World<Option<Ref>> = World::new(None);

static mut METHOD: PyMethodDef = PyMethodDef {
    ml_name: c"__sizeof__".as_ptr(),
    ml_meth: size_of_object as *const () as *mut core::ffi::c_void,
    ml_flags: meth::NOARGS,
    ml_doc: c"__sizeof__($self, /)\n--\n\nMemory of the object, in bytes.".as_ptr(),
};

unsafe extern "C" fn size_of_object(p: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        let vm = from_c(p);
        if model().shape(vm) != Shape::Foreign {
            let method = OF_THE_VM.with(|method| method.clone());
            return give(method.map_or_else(
                || errors::error(errors::Exc::TypeError, "the VM does not tell the size of objects"),
                |method| python::call(method.obj(), &[vm]),
            ));
        }
        let class = (*p).ob_type;
        let items = if (*class).tp_itemsize > 0 { (*p.cast::<PyVarObject>()).ob_size.abs() } else { 0 };
        new_signed(((*class).tp_basicsize + items * (*class).tp_itemsize) as i64)
    }
}

/// From now on `object` has the method.
///
/// # Safety
/// The builtin types are ready.
pub(crate) unsafe fn start() -> Result<()> {
    let object = class(&raw mut PyBaseObject_Type);
    let name = python::name("__sizeof__");
    let own = model().type_own(object, name.obj());
    OF_THE_VM.with(|method| *method = own);
    // SAFETY: the definition lives for ever.
    let method = unsafe { errors::result(PyDescr_NewMethod(&raw mut PyBaseObject_Type, &raw mut METHOD))? };
    model().type_set(object, name.obj(), method.obj());
    Ok(())
}
