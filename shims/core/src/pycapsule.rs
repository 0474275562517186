//! Capsules: a pointer of C as an object, with a name that says what it is.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyTypeObject, destructor};

use crate::builtin::Exc;
use crate::convert::{borrow_c, to_c};
use crate::errors;
use crate::lifetime::free_body;
use crate::model::{Ref, Result, model};
use crate::own_type::{new_instance, own_type};
use crate::{datetime, python};

#[repr(C)]
struct Capsule {
    ob_base: PyObject,
    pointer: *mut c_void,
    name: *const c_char,
    context: *mut c_void,
    destructor: Option<destructor>,
}

/// `tp_basicsize` of 3.14, which has two functions for the collector besides.
const SIZE: usize = size_of::<Capsule>() + 2 * size_of::<usize>();

#[unsafe(no_mangle)]
pub static mut PyCapsule_Type: PyTypeObject =
    PyTypeObject { tp_repr: Some(repr), ..own_type(c"PyCapsule", SIZE, dealloc) };

unsafe extern "C" fn dealloc(p: *mut PyObject) {
    // SAFETY: nobody refers to the capsule any more.
    unsafe {
        if let Some(destructor) = (*p.cast::<Capsule>()).destructor {
            destructor(p);
        }
        free_body(p);
    }
}

unsafe extern "C" fn repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance of the type.
    unsafe {
        let name = (*p.cast::<Capsule>()).name;
        let name =
            if name.is_null() { String::from("NULL") } else { format!("\"{}\"", python::c_text(name)) };
        to_c(python::text(&format!("<capsule object {name} at {p:p}>")))
    }
}

/// A capsule that was not emptied.
unsafe fn valid<'a>(p: *mut PyObject) -> Option<&'a mut Capsule> {
    // SAFETY: the caller's promise: null or a body.
    unsafe {
        if p.is_null() || (*p).ob_type != &raw mut PyCapsule_Type {
            return None;
        }
        Some(&mut *p.cast::<Capsule>()).filter(|capsule| !capsule.pointer.is_null())
    }
}

/// The capsule, or a ValueError that names the function.
unsafe fn checked<'a>(p: *mut PyObject, function: &str) -> Option<&'a mut Capsule> {
    // SAFETY: the caller's promise.
    let capsule = unsafe { valid(p) };
    if capsule.is_none() {
        errors::raise_new(Exc::ValueError, &format!("{function} called with invalid PyCapsule object"));
    }
    capsule
}

unsafe fn same_name(a: *const c_char, b: *const c_char) -> bool {
    // SAFETY: the caller's promise: null or C strings.
    a == b || (!a.is_null() && !b.is_null() && unsafe { CStr::from_ptr(a) == CStr::from_ptr(b) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_New(
    pointer: *mut c_void,
    name: *const c_char,
    destructor: Option<destructor>,
) -> *mut PyObject {
    if pointer.is_null() {
        return errors::fail(Exc::ValueError, "PyCapsule_New called with null pointer");
    }
    // SAFETY: a new instance.
    unsafe {
        let p = new_instance(&raw mut PyCapsule_Type);
        let capsule: *mut Capsule = p.cast();
        (*capsule).pointer = pointer;
        (*capsule).name = name;
        (*capsule).destructor = destructor;
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_IsValid(p: *mut PyObject, name: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { c_int::from(valid(p).is_some_and(|capsule| same_name(capsule.name, name))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_GetPointer(p: *mut PyObject, name: *const c_char) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(capsule) = checked(p, "PyCapsule_GetPointer") else { return null_mut() };
        if !same_name(capsule.name, name) {
            return errors::fail(Exc::ValueError, "PyCapsule_GetPointer called with incorrect name");
        }
        capsule.pointer
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_GetName(p: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { checked(p, "PyCapsule_GetName").map_or(core::ptr::null(), |capsule| capsule.name) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_GetDestructor(p: *mut PyObject) -> Option<destructor> {
    // SAFETY: the caller's promise.
    unsafe { checked(p, "PyCapsule_GetDestructor").and_then(|capsule| capsule.destructor) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_GetContext(p: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { checked(p, "PyCapsule_GetContext").map_or(null_mut(), |capsule| capsule.context) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_SetPointer(p: *mut PyObject, pointer: *mut c_void) -> c_int {
    if pointer.is_null() {
        errors::raise_new(Exc::ValueError, "PyCapsule_SetPointer called with null pointer");
        return -1;
    }
    // SAFETY: the caller's promise.
    unsafe {
        let Some(capsule) = checked(p, "PyCapsule_SetPointer") else { return -1 };
        capsule.pointer = pointer;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_SetName(p: *mut PyObject, name: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(capsule) = checked(p, "PyCapsule_SetName") else { return -1 };
        capsule.name = name;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_SetDestructor(p: *mut PyObject, destructor: Option<destructor>) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(capsule) = checked(p, "PyCapsule_SetDestructor") else { return -1 };
        capsule.destructor = destructor;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_SetContext(p: *mut PyObject, context: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(capsule) = checked(p, "PyCapsule_SetContext") else { return -1 };
        capsule.context = context;
    }
    0
}

/// The object at a dotted name: a module, then attributes.
fn walk(name: &[u8]) -> Result {
    let mut parts = name.split(|&byte| byte == b'.');
    let module = parts.next().unwrap_or_default();
    let imported = python::decoded(module).and_then(|name| crate::import::import(name.obj()));
    let Ok(mut found) = imported else {
        let module = String::from_utf8_lossy(module);
        let text = format!("PyCapsule_Import could not import module \"{module}\"");
        return errors::error(Exc::ImportError, &text);
    };
    for part in parts {
        found = model().getattr(found.obj(), python::decoded(part)?.obj())?;
    }
    Ok(found)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCapsule_Import(name: *const c_char, _no_block: c_int) -> *mut c_void {
    // SAFETY: the caller's promise.
    let text = unsafe { python::c_text(name) };
    if text == datetime::CAPI_NAME
        && let Err(raised) = datetime::publish()
    {
        errors::raise(raised);
        return null_mut();
    }
    // SAFETY: the caller's promise.
    let found: Result<Ref> = walk(unsafe { python::c_str(name) });
    match found {
        // SAFETY: the module keeps the capsule.
        Ok(found) => unsafe {
            let p = borrow_c(found.obj());
            if PyCapsule_IsValid(p, name) != 0 {
                return (*p.cast::<Capsule>()).pointer;
            }
            errors::fail(Exc::AttributeError, &format!("PyCapsule_Import \"{text}\" is not valid"))
        },
        Err(raised) => {
            errors::raise(raised);
            null_mut()
        }
    }
}
