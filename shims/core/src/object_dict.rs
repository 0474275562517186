//! `object.h`: dictionaries of instances. The VM has them; fields in which types of C keep theirs show the same ones.

use core::ffi::{c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyVarObject, visitproc};

use crate::body::{self, decref};
use crate::convert::{from_c, to_c};
use crate::dictobject;
use crate::errors::{self, Exc};
use crate::model::model;
use crate::protocol::{fail_int, has_flag, in_c, type_name};

/// Where an instance of a type of C keeps its dictionary.
unsafe fn dict_place(o: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: a living body; the offset lies inside it.
    unsafe {
        let t = (*o).ob_type;
        let offset = (*t).tp_dictoffset;
        if offset == 0 || has_flag(o, tp::MANAGED_DICT) || !in_c(o) {
            return null_mut();
        }
        if offset > 0 {
            return o.byte_offset(offset).cast();
        }
        let items = (*o.cast::<PyVarObject>()).ob_size.unsigned_abs().cast_signed();
        let size = ((*t).tp_basicsize + items * (*t).tp_itemsize + 7) & !7;
        o.byte_offset(size + offset).cast()
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_GetDictPtr(o: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: a living body.
    unsafe { dict_place(o) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_ComputedDictPointer(o: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: a living body.
    unsafe { dict_place(o) }
}

/// A dictionary that C made and put into an instance becomes the VM's: its entries move there, and the instance's
/// field gets the VM's dictionary. Says whether anything moved.
///
/// # Safety
/// `o` is a body.
pub(crate) unsafe fn adopt_dict(o: *mut PyObject) -> bool {
    // SAFETY: the caller's promise; the field is counted.
    unsafe {
        if (*(*o).ob_type).tp_dictoffset == 0 {
            return false;
        }
        let place = dict_place(o);
        if place.is_null() || (*place).is_null() || !dictobject::is_dict(*place) {
            return false;
        }
        let Some(dict) = model().instance_dict(from_c(o)) else { return false };
        let own = from_c(*place);
        if own == dict.obj() {
            return false;
        }
        for (key, value) in crate::dictobject_items::entries(own) {
            if let Err(raised) = model().dict_set(dict.obj(), key.obj(), value.obj()) {
                errors::unraisable(raised, "the dictionary of an instance");
            }
        }
        let old = core::mem::replace(&mut *place, to_c(dict));
        decref(old);
        true
    }
}

/// The field of an instance shows the VM's dictionary, once there is one.
///
/// # Safety
/// `o` is a body.
pub(crate) unsafe fn show_dict(o: *mut PyObject) {
    // SAFETY: the caller's promise; the field is counted.
    unsafe {
        if (*(*o).ob_type).tp_dictoffset == 0 {
            return;
        }
        let place = dict_place(o);
        if !place.is_null()
            && (*place).is_null()
            && let Some(dict) = model().instance_dict(from_c(o))
        {
            *place = to_c(dict);
        }
    }
}

/// The field of a dying instance gives its dictionary back.
///
/// # Safety
/// `o` is a body whose destructor runs.
pub(crate) unsafe fn forget_dict(o: *mut PyObject) {
    // SAFETY: the caller's promise; the field is counted.
    unsafe {
        if (*(*o).ob_type).tp_dictoffset == 0 {
            return;
        }
        let place = dict_place(o);
        if !place.is_null() {
            body::xdecref(core::mem::replace(&mut *place, null_mut()));
        }
    }
}

/// The getter of `__dict__`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GenericGetDict(o: *mut PyObject, _context: *mut c_void) -> *mut PyObject {
    // SAFETY: a living body.
    unsafe {
        adopt_dict(o);
        let Some(dict) = model().instance_dict(from_c(o)) else {
            return errors::fail(Exc::AttributeError, "This object has no __dict__");
        };
        show_dict(o);
        to_c(dict)
    }
}

/// The setter of `__dict__`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GenericSetDict(
    o: *mut PyObject,
    value: *mut PyObject,
    _context: *mut c_void,
) -> c_int {
    // SAFETY: a living body; NULL or a living body.
    unsafe {
        if value.is_null() {
            return fail_int(Exc::TypeError, "cannot delete __dict__");
        }
        if !dictobject::is_dict(value) {
            let message = format!("__dict__ must be set to a dictionary, not a '{}'", type_name(value));
            return fail_int(Exc::TypeError, &message);
        }
        set_vm_dict(o, value)
    }
}

/// The VM's dictionary of an instance gets the contents of another one.
unsafe fn set_vm_dict(o: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: living bodies.
    unsafe {
        let Some(dict) = model().instance_dict(from_c(o)) else {
            return fail_int(Exc::AttributeError, "This object has no __dict__");
        };
        let source = from_c(value);
        if dict.obj() == source {
            return 0;
        }
        let entries: Vec<_> = crate::dictobject_items::entries(source).collect();
        model().dict_clear(dict.obj());
        for (key, item) in entries {
            if let Err(raised) = model().dict_set(dict.obj(), key.obj(), item.obj()) {
                errors::raise(raised);
                return -1;
            }
        }
        0
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_SetManagedDict(o: *mut PyObject, value: *mut PyObject) -> c_int {
    // SAFETY: a living body; NULL or a living body.
    unsafe {
        if value.is_null() {
            PyObject_ClearManagedDict(o);
            return 0;
        }
        PyObject_GenericSetDict(o, value, null_mut())
    }
}

/// Managed dictionaries are the VM's: its collector knows them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_VisitManagedDict(
    _o: *mut PyObject,
    _visit: visitproc,
    _arg: *mut c_void,
) -> c_int {
    0
}

/// Empties it while the object lives; a dying one has none any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_ClearManagedDict(o: *mut PyObject) {
    // SAFETY: a living body.
    unsafe {
        if !has_flag(o, tp::MANAGED_DICT) && crate::protocol::in_c(o) {
            return;
        }
        if let Some(vm) = body::vm_of(o)
            && let Some(dict) = model().instance_dict(vm)
        {
            model().dict_clear(dict.obj());
        }
    }
}

/// Names before 3.13, still in binaries.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_VisitManagedDict(
    o: *mut PyObject,
    visit: visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: as for the public one.
    unsafe { PyObject_VisitManagedDict(o, visit, arg) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyObject_ClearManagedDict(o: *mut PyObject) {
    // SAFETY: as for the public one.
    unsafe { PyObject_ClearManagedDict(o) }
}
