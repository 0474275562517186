//! Imports for C: all through the VM's own machinery and its `sys.modules`.

use core::ffi::{c_char, c_int, c_long, c_void};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, give, give_borrowed, give_opt, status};
use crate::errors;
use crate::flags::Text;
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::pyerrors_kinds::fs_text;
use crate::python;

/// No module of C is linked into the process.
#[unsafe(no_mangle)]
pub static mut PyImport_Inittab: Text = Text(core::ptr::null());

fn modules() -> Result {
    python::attr(model().import("sys")?.obj(), "modules")
}

/// What `sys.modules` has under the name.
fn loaded(name: Obj) -> Result<Option<Ref>> {
    let modules = modules()?;
    if model().shape(modules.obj()) == Shape::Dict {
        return model().dict_get(modules.obj(), name);
    }
    if model().contains(modules.obj(), name)? {
        model().getitem(modules.obj(), name).map(Some)
    } else {
        Ok(None)
    }
}

/// The module itself, also for dotted names.
pub(crate) fn import(name: Obj) -> Result {
    if let Some(module) = loaded(name)?
        && module.obj() != model().none()
        && !is_initializing(module.obj())
    {
        return Ok(module);
    }
    let globals = model().frame_globals().unwrap_or_else(|| model().dict());
    let wanted = model().list(vec![python::name("__doc__")]);
    let level = model().int_from_i64(0);
    let import = python::builtin("__import__")?;
    python::call(import.obj(), &[name, globals.obj(), globals.obj(), wanted.obj(), level.obj()])?;
    match loaded(name)? {
        Some(module) => Ok(module),
        None => {
            let text = model().repr(name)?;
            errors::error(Exc::KeyError, &python::to_string(text.obj()))
        }
    }
}

/// Another thread is still running its body.
fn is_initializing(module: Obj) -> bool {
    let spec = python::attr_opt(module, "__spec__").ok().flatten();
    let state = spec.and_then(|spec| python::attr_opt(spec.obj(), "_initializing").ok().flatten());
    state.is_some_and(|state| model().truth(state.obj()).unwrap_or(false))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModule(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { python::c_decoded(name) }.and_then(|name| import(name.obj())))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModuleNoBlock(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyImport_ImportModule(name) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_Import(name: *mut PyObject) -> *mut PyObject {
    if name.is_null() {
        return crate::protocol::bad_call();
    }
    // SAFETY: the caller's promise.
    give(import(unsafe { from_c(name) }))
}

fn import_level(
    name: Obj,
    globals: Option<Obj>,
    locals: Option<Obj>,
    wanted: Option<Obj>,
    level: c_int,
) -> Result {
    if level < 0 {
        return errors::error(Exc::ValueError, "level must be >= 0");
    }
    let import = python::builtin("__import__")?;
    let empty = model().dict();
    let none = model().none();
    let level = model().int_from_i64(i64::from(level));
    let globals = globals.unwrap_or_else(|| empty.obj());
    let nothing = model().tuple(Vec::new());
    let wanted = wanted.unwrap_or_else(|| nothing.obj());
    python::call(import.obj(), &[name, globals, locals.unwrap_or(none), wanted, level.obj()])
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModuleLevelObject(
    name: *mut PyObject,
    globals: *mut PyObject,
    locals: *mut PyObject,
    wanted: *mut PyObject,
    level: c_int,
) -> *mut PyObject {
    if name.is_null() {
        return errors::fail(Exc::ValueError, "Empty module name");
    }
    // SAFETY: the caller's promise.
    unsafe {
        give(import_level(from_c(name), from_c_opt(globals), from_c_opt(locals), from_c_opt(wanted), level))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModuleLevel(
    name: *const c_char,
    globals: *mut PyObject,
    locals: *mut PyObject,
    wanted: *mut PyObject,
    level: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(name) = crate::protocol::interned(name) else { return core::ptr::null_mut() };
        give(import_level(name.obj(), from_c_opt(globals), from_c_opt(locals), from_c_opt(wanted), level))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModuleAttr(
    name: *mut PyObject,
    attribute: *mut PyObject,
) -> *mut PyObject {
    if name.is_null() || attribute.is_null() {
        return crate::protocol::bad_call();
    }
    // SAFETY: the caller's promise.
    let (name, attribute) = unsafe { (from_c(name), from_c(attribute)) };
    give(import(name).and_then(|module| model().getattr(module.obj(), attribute)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportModuleAttrString(
    name: *const c_char,
    attribute: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let (name, attribute) = unsafe { (python::c_decoded(name), python::c_name(attribute)) };
    give(name.and_then(|name| {
        let attribute = attribute?;
        model().getattr(import(name.obj())?.obj(), attribute.obj())
    }))
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_GetModuleDict() -> *mut PyObject {
    give_borrowed(modules())
}

/// A new reference, or null without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_GetModule(name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give_opt(loaded(unsafe { from_c(name) }))
}

/// A new empty module. Its name may be anything.
pub(crate) fn new_module(name: Obj) -> Result {
    if model().shape(name) == Shape::Str {
        return Ok(model().module(&python::to_string(name)));
    }
    let module = model().module("");
    model().dict_set(model().module_dict(module.obj()).obj(), python::name("__name__").obj(), name)?;
    Ok(module)
}

/// The module that is loaded under the name, or a new empty one.
fn add(name: Obj) -> Result {
    if let Some(module) = loaded(name)?
        && model().shape(module.obj()) == Shape::Module
    {
        return Ok(module);
    }
    let module = new_module(name)?;
    model().setitem(modules()?.obj(), name, module.obj())?;
    Ok(module)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_AddModuleRef(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { python::c_decoded(name) }.and_then(|name| add(name.obj())))
}

/// Borrowed: `sys.modules` keeps it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_AddModule(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give_borrowed(unsafe { python::c_decoded(name) }.and_then(|name| add(name.obj())))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_AddModuleObject(name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give_borrowed(add(unsafe { from_c(name) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyImport_SetModule(name: *mut PyObject, module: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    let (name, module) = unsafe { (from_c(name), from_c(module)) };
    status(modules().and_then(|modules| model().setitem(modules.obj(), name, module)))
}

/// Runs code as the body of a module. A module that fails is forgotten.
fn exec_code(name: Obj, code: Obj, path: Option<Obj>, cached: Option<Obj>) -> Result {
    let module = add(name)?;
    let dict = model().module_dict(module.obj());
    let run = || -> Result<()> {
        let builtins = model().import("builtins")?;
        let key = python::name("__builtins__");
        if model().dict_get(dict.obj(), key.obj())?.is_none() {
            model().dict_set(dict.obj(), key.obj(), builtins.obj())?;
        }
        let own_path = python::attr(code, "co_filename")?;
        let path = path.unwrap_or_else(|| own_path.obj());
        let cached = cached.unwrap_or_else(|| model().none());
        // Gives the module its loader, its specification and its places.
        let args = [dict.obj(), name, path, cached];
        python::call_function("_frozen_importlib_external", "_fix_up_module", &args)?;
        python::call_function("builtins", "exec", &[code, dict.obj()])?;
        Ok(())
    };
    if let Err(raised) = run() {
        let _ = modules().and_then(|modules| model().delitem(modules.obj(), name));
        return Err(raised);
    }
    match loaded(name)? {
        Some(module) => Ok(module),
        None => errors::error(
            Exc::ImportError,
            &format!("Loaded module {} not found in sys.modules", python::to_string(name)),
        ),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ExecCodeModuleObject(
    name: *mut PyObject,
    code: *mut PyObject,
    path: *mut PyObject,
    cached: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(exec_code(from_c(name), from_c(code), from_c_opt(path), from_c_opt(cached))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ExecCodeModuleWithPathnames(
    name: *const c_char,
    code: *mut PyObject,
    path: *const c_char,
    cached: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let text = |name: *const c_char| (!name.is_null()).then(|| fs_text(python::c_str(name)));
        let (mut path, cached) = (text(path), text(cached));
        if path.is_none()
            && let Some(cached) = &cached
        {
            path =
                python::call_function("_frozen_importlib_external", "_get_sourcefile", &[cached.obj()]).ok();
        }
        let Some(name) = crate::protocol::interned(name) else { return core::ptr::null_mut() };
        give(exec_code(name.obj(), from_c(code), path.as_ref().map(Ref::obj), cached.as_ref().map(Ref::obj)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ExecCodeModuleEx(
    name: *const c_char,
    code: *mut PyObject,
    path: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyImport_ExecCodeModuleWithPathnames(name, code, path, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ExecCodeModule(name: *const c_char, code: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyImport_ExecCodeModuleEx(name, code, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ReloadModule(module: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(python::call_function("importlib", "reload", &[unsafe { from_c(module) }]))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_GetImporter(path: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(python::call_function("pkgutil", "get_importer", &[unsafe { from_c(path) }]))
}

fn magic_number() -> Result<c_long> {
    let util = import(python::text("importlib.util").obj())?;
    let number = python::attr(util.obj(), "MAGIC_NUMBER")?;
    let bytes = model().bytes_value(number.obj());
    Ok(bytes.iter().take(4).rev().fold(0, |number, &byte| number << 8 | c_long::from(byte)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_GetMagicNumber() -> c_long {
    magic_number().unwrap_or_else(|raised| {
        errors::raise(raised);
        -1
    })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_GetMagicTag() -> *const c_char {
    static TAG: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *TAG.get_or_init(|| {
        let implementation = model().import("sys").and_then(|sys| python::attr(sys.obj(), "implementation"));
        let tag = implementation.and_then(|implementation| python::attr(implementation.obj(), "cache_tag"));
        let tag = tag.map_or_else(|_| String::from("cpython-314"), |tag| python::to_string(tag.obj()));
        crate::body::c_string(&tag) as usize
    }) as *const c_char
}

/// There are no frozen modules: 0, not found.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportFrozenModule(_name: *const c_char) -> c_int {
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ImportFrozenModuleObject(_name: *mut PyObject) -> c_int {
    0
}

/// Too late: the VM has begun. As in CPython after its start, nothing is added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_AppendInittab(_name: *const c_char, _init: *mut c_void) -> c_int {
    -1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyImport_ExtendInittab(_table: *mut c_void) -> c_int {
    -1
}
