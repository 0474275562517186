//! What extensions ask of a type that is ready: its module, names and attributes, and where data of its own lies.
//! Types are made from specifications in `spec.rs`.

use core::ffi::{c_char, c_int, c_uint, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyHeapTypeObject, PyModuleDef, PyObject, PyTypeObject};

use super::spec::check_immutable;
use super::{info, inherit};
use crate::body::{incref, xincref};
use crate::convert::{borrow_c, from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::{Raised, Shape, model};
use crate::{moduleobject, python};

/// The heap types among a type and its bases, in the order of the MRO.
unsafe fn heap_types(t: *mut PyTypeObject) -> impl Iterator<Item = *mut PyHeapTypeObject> {
    // SAFETY: the MRO of a ready type.
    let bases = unsafe { inherit::types_of((*t).tp_mro) };
    // SAFETY: types; the flag says which of them have the longer layout.
    bases.into_iter().filter(|&base| unsafe { (*base).tp_flags & tp::HEAPTYPE != 0 }).map(|base| base.cast())
}

/// Where what a type adds to instances of its base begins.
///
/// # Safety
/// `base` is a type.
pub(super) unsafe fn data_offset(base: *mut PyTypeObject) -> isize {
    // SAFETY: the caller's promise.
    unsafe { ((*base).tp_basicsize + 15) & !15 }
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetModule(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let is_heap = (*t).tp_flags & tp::HEAPTYPE != 0;
        let module = if is_heap { (*t.cast::<PyHeapTypeObject>()).ht_module } else { null_mut() };
        if module.is_null() {
            let name = python::c_text((*t).tp_name);
            return errors::fail(
                Exc::TypeError,
                &format!("PyType_GetModule: Type '{name}' has no associated module"),
            );
        }
        module
    }
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetModuleState(t: *mut PyTypeObject) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe {
        let module = PyType_GetModule(t);
        if module.is_null() { null_mut() } else { moduleobject::PyModule_GetState(module) }
    }
}

/// # Safety
/// `t` is a type, `def` the definition of a module.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetModuleByDef(t: *mut PyTypeObject, def: *mut PyModuleDef) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        for base in heap_types(t) {
            let module = (*base).ht_module;
            if !module.is_null() && moduleobject::PyModule_GetDef(module) == def {
                return module;
            }
        }
        let name = python::c_text((*t).tp_name);
        errors::fail(
            Exc::TypeError,
            &format!("PyType_GetModuleByDef: No superclass of '{name}' has the given module"),
        )
    }
}

/// # Safety
/// `t` is a type; `result` is null or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetBaseByToken(
    t: *mut PyTypeObject,
    token: *mut c_void,
    result: *mut *mut PyTypeObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if !result.is_null() {
            *result = null_mut();
        }
        if token.is_null() {
            errors::raise_new(Exc::SystemError, "PyType_GetBaseByToken called with token=NULL");
            return -1;
        }
        for base in heap_types(t) {
            if (*base).ht_token == token {
                if !result.is_null() {
                    incref(base.cast());
                    *result = base.cast();
                }
                return 1;
            }
        }
        0
    }
}

macro_rules! type_names {
    ($($name:ident $attribute:literal;)*) => {
        $(/// # Safety
        /// `t` is a type.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(t: *mut PyTypeObject) -> *mut PyObject {
            // SAFETY: the caller's promise.
            unsafe { give(python::attr((*info(t)).class, $attribute)) }
        })*
    };
}

type_names! {
    PyType_GetName "__name__"; PyType_GetQualName "__qualname__"; PyType_GetModuleName "__module__";
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetFullyQualifiedName(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let class = unsafe { (*info(t)).class };
    let part = |name| {
        let found = python::attr(class, name)?;
        let is_text = model().shape(found.obj()) == Shape::Str;
        // A module of another kind counts for nothing.
        Ok::<_, Raised>(if is_text { python::to_string(found.obj()) } else { String::from("__main__") })
    };
    match (part("__module__"), part("__qualname__")) {
        (Ok(module), Ok(name)) if module != "builtins" && module != "__main__" => {
            to_c(python::text(&format!("{module}.{name}")))
        }
        (_, Ok(name)) => to_c(python::text(&name)),
        (_, Err(raised)) => {
            errors::raise(raised);
            null_mut()
        }
    }
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetDict(t: *mut PyTypeObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        info(t);
        xincref((*t).tp_dict);
        (*t).tp_dict
    }
}

/// # Safety
/// `t` is a type, `name` a str. A borrowed reference without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyType_Lookup(t: *mut PyTypeObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        match model().type_lookup((*info(t)).class, from_c(name)) {
            Some(found) => borrow_c(found.obj()),
            None => null_mut(),
        }
    }
}

/// # Safety
/// As for [`_PyType_Lookup`]; a new reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyType_LookupRef(t: *mut PyTypeObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { model().type_lookup((*info(t)).class, from_c(name)).map_or(null_mut(), to_c) }
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyType_Name(t: *mut PyTypeObject) -> *const c_char {
    // SAFETY: the name ends with a null; what stands behind the last dot is part of it.
    unsafe {
        let full = python::c_str((*t).tp_name);
        let start = full.iter().rposition(|&byte| byte == b'.').map_or(0, |dot| dot + 1);
        (*t).tp_name.add(start)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyType_ClearCache() -> c_uint {
    0
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_Freeze(t: *mut PyTypeObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let bases: Vec<*mut PyObject> = inherit::types_of((*t).tp_mro)
            .into_iter()
            .map(|base| base.cast())
            .filter(|&base| base != t.cast())
            .collect();
        if let Err(raised) = check_immutable(&python::c_text((*t).tp_name), &bases) {
            errors::raise(raised);
            return -1;
        }
        (*t).tp_flags |= tp::IMMUTABLETYPE;
        model().type_freeze((*info(t)).class);
    }
    0
}

/// # Safety
/// `t` is a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyType_GetTypeDataSize(t: *mut PyTypeObject) -> isize {
    // SAFETY: the caller's promise.
    unsafe { (*t).tp_basicsize - data_offset((*t).tp_base) }
}

/// # Safety
/// `p` is an instance of `t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetTypeData(p: *mut PyObject, t: *mut PyTypeObject) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { p.byte_offset(data_offset((*t).tp_base)).cast() }
}
