//! Modules: objects of the VM whose body carries the definition and the state that C keeps.

use core::ffi::{c_char, c_int, c_long, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::meth;
use pilotage_abi::{PyMethodDef, PyModuleDef, PyModuleObject, PyObject, PyTypeObject};

use crate::body::{self, World, xdecref};
use crate::builtin::{EMPTY_TYPE, PyModule_Type};
use crate::convert::{borrow_c, from_c, give, status, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::{descrobject, methodobject, python, types};

#[unsafe(no_mangle)]
pub static mut PyModuleDef_Type: PyTypeObject = EMPTY_TYPE;

/// The full name of the module that is being loaded: single-phase initialisation knows only its last part.
static CONTEXT: World<Option<String>> = World::new(None);

/// Sets the name for the time of a load; gives the one before.
pub(crate) fn swap_context(name: Option<String>) -> Option<String> {
    CONTEXT.with(|context| core::mem::replace(context, name))
}

/// # Safety
/// `p` is an object.
unsafe fn is_module(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { !p.is_null() && types::is_subtype((*p).ob_type, &raw mut PyModule_Type) }
}

unsafe fn checked(p: *mut PyObject) -> Option<*mut PyModuleObject> {
    // SAFETY: null or an object.
    unsafe {
        if is_module(p) {
            return Some(p.cast());
        }
        errors::bad_internal_call();
        None
    }
}

/// As [`checked`], with the exception of functions that blame their argument.
unsafe fn argument(p: *mut PyObject) -> Option<*mut PyModuleObject> {
    // SAFETY: null or an object.
    unsafe {
        if is_module(p) {
            return Some(p.cast());
        }
        errors::raise_new(Exc::TypeError, "bad argument type for built-in operation");
        None
    }
}

/// # Safety
/// `def` is a definition that lives for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModuleDef_Init(def: *mut PyModuleDef) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let head = &raw mut (*def).m_base.ob_base;
        (*head).ob_refcnt = pilotage_abi::flags::IMMORTAL_REFCNT;
        (*head).ob_flags |= pilotage_abi::flags::STATIC_FLAGS;
        (*head).ob_type = &raw mut PyModuleDef_Type;
        head
    }
}

/// # Safety
/// As for [`PyModuleDef_Init`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_Create2(def: *mut PyModuleDef, _api_version: c_int) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        PyModuleDef_Init(def);
        if !(*def).m_slots.is_null() {
            let name = python::c_text((*def).m_name);
            let message = format!("module {name}: PyModule_Create is incompatible with m_slots");
            return errors::fail(Exc::SystemError, &message);
        }
        let short = python::c_text((*def).m_name);
        let full = CONTEXT.with(|context| {
            let matches =
                context.as_ref().is_some_and(|full| full.rsplit('.').next() == Some(short.as_str()));
            if matches { context.take() } else { None }
        });
        let module = model().module(&full.unwrap_or(short));
        match define(module.obj(), def).and_then(|()| allocate(module.obj(), def)) {
            Ok(()) => to_c(module),
            Err(raised) => {
                errors::raise(raised);
                null_mut()
            }
        }
    }
}

/// Gives a module its definition: functions and documentation.
pub(crate) unsafe fn define(module: Obj, def: *mut PyModuleDef) -> Result<()> {
    // SAFETY: a definition that lives for ever.
    unsafe {
        let p = borrow_c(module);
        (*p.cast::<PyModuleObject>()).md_def = def;
        if !(*def).m_methods.is_null() {
            add_functions(p, module, (*def).m_methods)?;
        }
        if !(*def).m_doc.is_null() {
            let doc = python::text(&python::c_text((*def).m_doc));
            python::set_attr(module, "__doc__", doc.obj())?;
        }
        Ok(())
    }
}

/// The state of a module: zeroed memory of the size that its definition says.
pub(crate) unsafe fn allocate(module: Obj, def: *mut PyModuleDef) -> Result<()> {
    // SAFETY: the body of a module.
    unsafe {
        let p: *mut PyModuleObject = borrow_c(module).cast();
        if (*def).m_size < 0 || !(*p).md_state.is_null() {
            return Ok(());
        }
        let size = (*def).m_size.unsigned_abs().max(1);
        (*p).md_state = body::raw_alloc(size, true);
        if (*p).md_state.is_null() {
            return errors::error(Exc::MemoryError, "");
        }
        Ok(())
    }
}

/// The module is gone: its own destructor and its state.
///
/// # Safety
/// `p` is the body of a module that is freed.
pub(crate) unsafe fn free(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let module: *mut PyModuleObject = p.cast();
        let def = (*module).md_def;
        if !def.is_null()
            && let Some(free) = (*def).m_free
        {
            free(p.cast());
        }
        body::raw_free((*module).md_state);
        (*module).md_state = null_mut();
    }
}

unsafe fn add_functions(p: *mut PyObject, module: Obj, methods: *mut PyMethodDef) -> Result<()> {
    // SAFETY: the table ends with an empty name.
    unsafe {
        let name = python::attr(module, "__name__").map(to_c)?;
        let mut def = methods;
        while !(*def).ml_name.is_null() {
            if (*def).ml_flags & (meth::CLASS | meth::STATIC) != 0 {
                xdecref(name);
                return errors::error(
                    Exc::ValueError,
                    "module functions cannot set METH_CLASS or METH_STATIC",
                );
            }
            let function = methodobject::PyCFunction_NewEx(def, p, name);
            let function = errors::result(function)?;
            python::set_attr(module, &python::c_text((*def).ml_name), function.obj())?;
            def = def.add(1);
        }
        xdecref(name);
        Ok(())
    }
}

/// # Safety
/// `p` is a module, `methods` a table that lives for ever.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddFunctions(p: *mut PyObject, methods: *mut PyMethodDef) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { status(add_functions(p, from_c(p), methods)) }
}

/// # Safety
/// `name` is a str.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_NewObject(name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(crate::import::new_module(from_c(name))) }
}

/// # Safety
/// `name` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_New(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        crate::convert::give(
            python::c_decoded(name).map(|name| model().module(&python::to_string(name.obj()))),
        )
    }
}

/// # Safety
/// `p` is an object. A borrowed reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetDict(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the module keeps its dict.
    unsafe { checked(p).map_or(null_mut(), |_| borrow_c(model().module_dict(from_c(p)).obj())) }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetState(p: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { argument(p).map_or(null_mut(), |module| (*module).md_state) }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetDef(p: *mut PyObject) -> *mut PyModuleDef {
    // SAFETY: the caller's promise.
    unsafe { argument(p).map_or(null_mut(), |module| (*module).md_def) }
}

/// A str of the module's dict, or SystemError.
unsafe fn text_of(p: *mut PyObject, name: &str, missing: &str) -> Result {
    // SAFETY: null or an object.
    unsafe {
        if !is_module(p) {
            return errors::error(Exc::TypeError, "module expected");
        }
        match model().dict_get(model().module_dict(from_c(p)).obj(), python::name(name).obj())? {
            Some(text) if model().shape(text.obj()) == crate::model::Shape::Str => Ok(text),
            _ => errors::error(Exc::SystemError, missing),
        }
    }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetNameObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { text_of(p, "__name__", "nameless module") })
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetFilenameObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { text_of(p, "__file__", "module filename missing") })
}

/// The text is kept by the str that the module's dict holds.
unsafe fn c_text_of(result: Result) -> *const c_char {
    match result {
        // SAFETY: the body of a str.
        Ok(text) => unsafe { crate::text::utf8(borrow_c(text.obj())) }
            .map_or(core::ptr::null(), |(text, _)| text.cast()),
        Err(raised) => {
            errors::raise(raised);
            core::ptr::null()
        }
    }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetName(p: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { c_text_of(text_of(p, "__name__", "nameless module")) }
}

/// # Safety
/// `p` is an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_GetFilename(p: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { c_text_of(text_of(p, "__file__", "module filename missing")) }
}

/// # Safety
/// `p` is a module, `doc` a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_SetDocString(p: *mut PyObject, doc: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        status(python::c_decoded(doc).and_then(|doc| python::set_attr(from_c(p), "__doc__", doc.obj())))
    }
}

unsafe fn add(p: *mut PyObject, name: *const c_char, value: Result) -> c_int {
    // SAFETY: a module and a C string.
    unsafe {
        if !is_module(p) {
            errors::raise_new(Exc::TypeError, "PyModule_AddObjectRef() first argument must be a module");
            return -1;
        }
        let dict = model().module_dict(from_c(p));
        status(value.and_then(|value| model().dict_set(dict.obj(), python::c_name(name)?.obj(), value.obj())))
    }
}

/// Null says that making the value failed.
unsafe fn given(value: *mut PyObject) -> Result {
    if value.is_null() {
        return Err(errors::pending(
            "PyModule_AddObjectRef() must be called with an exception raised if value is NULL",
        ));
    }
    // SAFETY: a living object.
    Ok(unsafe { from_c(value).to_ref() })
}

/// # Safety
/// `p` is a module, `name` a C string, `value` null or an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddObjectRef(
    p: *mut PyObject,
    name: *const c_char,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { add(p, name, given(value)) }
}

/// Takes the reference, whatever happens.
///
/// # Safety
/// As for [`PyModule_AddObjectRef`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_Add(p: *mut PyObject, name: *const c_char, value: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let outcome = PyModule_AddObjectRef(p, name, value);
        xdecref(value);
        outcome
    }
}

/// Takes the reference only when it succeeds.
///
/// # Safety
/// As for [`PyModule_AddObjectRef`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddObject(
    p: *mut PyObject,
    name: *const c_char,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let outcome = PyModule_AddObjectRef(p, name, value);
        if outcome == 0 {
            xdecref(value);
        }
        outcome
    }
}

/// # Safety
/// As for [`PyModule_AddObjectRef`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddIntConstant(
    p: *mut PyObject,
    name: *const c_char,
    value: c_long,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { add(p, name, Ok(model().int_from_i64(value))) }
}

/// # Safety
/// As for [`PyModule_AddObjectRef`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddStringConstant(
    p: *mut PyObject,
    name: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { add(p, name, python::c_decoded(value)) }
}

/// # Safety
/// `p` is a module, `t` a type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_AddType(p: *mut PyObject, t: *mut PyTypeObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if types::PyType_Ready(t) < 0 {
            return -1;
        }
        let name = types::short_name(t);
        add(p, name, Ok(from_c(t.cast()).to_ref()))
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyUnstable_Module_SetGIL(_p: *mut PyObject, _gil: *mut c_void) -> c_int {
    0
}

/// Modules by their definition, for `PyState_FindModule`.
static BY_DEF: World<Vec<(usize, Ref)>> = World::new(Vec::new());

/// # Safety
/// `p` is a module, `def` its definition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyState_AddModule(p: *mut PyObject, def: *mut PyModuleDef) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if def.is_null() {
            errors::raise_new(Exc::SystemError, "PyState_AddModule: the definition is NULL");
            return -1;
        }
        if !(*def).m_slots.is_null() {
            errors::raise_new(Exc::SystemError, "PyState_AddModule called on module with slots");
            return -1;
        }
        remember(p, def);
        0
    }
}

/// Keeps a module for `PyState_FindModule`.
pub(crate) unsafe fn remember(p: *mut PyObject, def: *mut PyModuleDef) {
    // SAFETY: a module.
    let module = unsafe { from_c(p) }.to_ref();
    let old = BY_DEF.with(|known| match known.iter_mut().find(|(known, _)| *known == def as usize) {
        Some(entry) => Some(core::mem::replace(&mut entry.1, module)),
        None => {
            known.push((def as usize, module));
            None
        }
    });
    drop(old);
}

/// # Safety
/// `def` is a definition. A borrowed reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyState_FindModule(def: *mut PyModuleDef) -> *mut PyObject {
    let found = BY_DEF
        .with(|known| known.iter().find(|(known, _)| *known == def as usize).map(|(_, module)| module.obj()));
    found.map_or(null_mut(), borrow_c)
}

/// # Safety
/// `def` is a definition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyState_RemoveModule(def: *mut PyModuleDef) -> c_int {
    let old = BY_DEF.with(|known| {
        let at = known.iter().position(|(known, _)| *known == def as usize)?;
        Some(known.remove(at))
    });
    drop(old);
    0
}

pub(crate) unsafe fn start() -> Result<()> {
    // SAFETY: a static of core, filled once.
    unsafe {
        let t = &raw mut PyModuleDef_Type;
        (*t).tp_basicsize = size_of::<PyModuleDef>().cast_signed();
        (*t).tp_getset = descrobject::NO_GETSETS.0.as_ptr().cast_mut();
        descrobject::finish_type(t, c"moduledef")?;
        Ok(())
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyState_AddModule(
    _state: *mut pilotage_abi::PyThreadState,
    p: *mut PyObject,
    def: *mut PyModuleDef,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyState_AddModule(p, def) }
}
