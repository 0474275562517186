//! Extensions: found by the VM's import system, loaded and initialised here, in one phase or in several.

use core::ffi::{CStr, c_char, c_int, c_void};
use std::ffi::CString;

use pilotage_abi::{PyModuleDef, PyModuleObject, PyObject};

use crate::body::World;
use crate::convert::{borrow_c, from_c, give, status};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::moduleobject::{self, PyModuleDef_Type};
use crate::{python, types};

unsafe extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
    fn dlerror() -> *const c_char;
}

const RTLD_NOW: c_int = 2;
const MOD_CREATE: c_int = 1;
const MOD_EXEC: c_int = 2;

type Init = unsafe extern "C" fn() -> *mut PyObject;
type Create = unsafe extern "C" fn(*mut PyObject, *mut PyModuleDef) -> *mut PyObject;
type Exec = unsafe extern "C" fn(*mut PyObject) -> c_int;

/// Single-phase modules that were loaded: a second import gives the same one.
static LOADED: World<Vec<((String, String), Ref)>> = World::new(Vec::new());

/// `_imp.create_dynamic`: the module of a library, before its `exec` slots.
pub fn load(path: &str, name: &str, spec: Obj) -> Result {
    let key = (path.to_owned(), name.to_owned());
    let known =
        LOADED.with(|loaded| loaded.iter().find(|(known, _)| *known == key).map(|(_, module)| module.obj()));
    if let Some(known) = known {
        return Ok(known.to_ref());
    }
    let init = entry(path, name)?;
    let begin = types::count();
    let before = moduleobject::swap_context(Some(name.to_owned()));
    // SAFETY: the entry point of an extension for this ABI.
    let p = unsafe { init() };
    moduleobject::swap_context(before);
    if p.is_null() {
        return Err(errors::pending(&format!(
            "initialization of {name} failed without raising an exception"
        )));
    }
    if let Some(raised) = errors::take_raised() {
        let failed = errors::new_raised(
            Exc::SystemError,
            &format!("initialization of {name} raised unreported exception"),
        );
        let _ = python::set_attr(failed.0.obj(), "__cause__", raised.0.obj());
        return Err(failed);
    }
    // SAFETY: a living object, or a definition with the header of one.
    unsafe {
        if (*p).ob_type == &raw mut PyModuleDef_Type {
            return create(p.cast(), name, spec);
        }
        types::refresh_since(begin);
        crate::ledger::settle();
        let module = crate::convert::steal(p);
        finish_single(module, key)
    }
}

/// What the import system expects of a module that initialised itself in one phase.
fn finish_single(module: Ref, key: (String, String)) -> Result {
    if model().shape(module.obj()) == Shape::Module {
        let p = borrow_c(module.obj());
        // SAFETY: the body of a module.
        unsafe {
            let def = (*p.cast::<PyModuleObject>()).md_def;
            if !def.is_null() {
                moduleobject::remember(p, def);
            }
        }
        let _ = python::set_attr(module.obj(), "__file__", python::text(&key.0).obj());
    }
    crate::refused::after_load(module.obj());
    LOADED.with(|loaded| loaded.push((key, module.clone())));
    Ok(module)
}

/// The address of `PyInit_<name>`.
fn entry(path: &str, name: &str) -> Result<Init> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let symbol = entry_name(last);
    let (Ok(c_path), Ok(c_symbol)) = (CString::new(path), CString::new(symbol.as_str())) else {
        return Err(import_error("embedded null byte", name, path));
    };
    // SAFETY: C strings; running a library's constructors is what an import asks for.
    unsafe {
        let library = dlopen(c_path.as_ptr(), RTLD_NOW);
        if library.is_null() {
            return Err(import_error(&reason(), name, path));
        }
        let found = dlsym(library, c_symbol.as_ptr());
        if found.is_null() {
            let message = format!("dynamic module does not define module export function ({symbol})");
            return Err(import_error(&message, name, path));
        }
        Ok(core::mem::transmute::<*mut c_void, Init>(found))
    }
}

/// `PyInit_name`, or `PyInitU_` and punycode for names beyond ASCII.
fn entry_name(name: &str) -> String {
    if name.is_ascii() {
        return format!("PyInit_{name}");
    }
    let encoded = python::call_method(python::text(name).obj(), "encode", &[python::text("punycode").obj()]);
    let bytes = encoded.map(|bytes| String::from_utf8_lossy(model().bytes_value(bytes.obj())).into_owned());
    format!("PyInitU_{}", bytes.unwrap_or_default().replace('-', "_"))
}

fn reason() -> String {
    // SAFETY: the text lasts until the next call of the loader.
    unsafe {
        let text = dlerror();
        if text.is_null() {
            "the library cannot be loaded".to_owned()
        } else {
            CStr::from_ptr(text).to_string_lossy().into_owned()
        }
    }
}

fn import_error(message: &str, name: &str, path: &str) -> crate::model::Raised {
    let raised = errors::new_raised(Exc::ImportError, message);
    let _ = python::set_attr(raised.0.obj(), "name", python::text(name).obj());
    let _ = python::set_attr(raised.0.obj(), "path", python::text(path).obj());
    raised
}

unsafe fn slots(def: *mut PyModuleDef) -> Vec<(c_int, *mut c_void)> {
    let mut all = Vec::new();
    // SAFETY: the table ends with slot 0.
    unsafe {
        let mut slot = (*def).m_slots;
        while !slot.is_null() && (*slot).slot != 0 {
            all.push(((*slot).slot, (*slot).value));
            slot = slot.add(1);
        }
    }
    all
}

/// The first phase: `Py_mod_create`, or a plain module.
unsafe fn create(def: *mut PyModuleDef, name: &str, spec: Obj) -> Result {
    // SAFETY: a definition that lives for ever.
    unsafe {
        let found = slots(def).into_iter().find(|(slot, _)| *slot == MOD_CREATE);
        let module = match found {
            Some((_, function)) => {
                let create = core::mem::transmute::<*mut c_void, Create>(function);
                errors::result(create(borrow_c(spec), def))?
            }
            None => model().module(name),
        };
        if model().shape(module.obj()) == Shape::Module {
            moduleobject::define(module.obj(), def)?;
        }
        Ok(module)
    }
}

/// `_imp.exec_dynamic`: the second phase.
pub fn exec(module: Obj) -> Result<()> {
    if model().shape(module) != Shape::Module {
        return Ok(());
    }
    let p = borrow_c(module);
    // SAFETY: the body of a module.
    unsafe {
        let def = (*p.cast::<PyModuleObject>()).md_def;
        // A module without a definition, or one that has run, has nothing to do.
        if def.is_null() || !(*p.cast::<PyModuleObject>()).md_state.is_null() {
            return Ok(());
        }
        run(p, module, def)
    }
}

unsafe fn run(p: *mut PyObject, module: Obj, def: *mut PyModuleDef) -> Result<()> {
    // SAFETY: a module and its definition.
    unsafe {
        if (*def).m_slots.is_null() {
            return Ok(());
        }
        moduleobject::allocate(module, def)?;
        let begin = types::count();
        for (_, function) in slots(def).into_iter().filter(|(slot, _)| *slot == MOD_EXEC) {
            let exec = core::mem::transmute::<*mut c_void, Exec>(function);
            let outcome = exec(p);
            let name = python::attr(module, "__name__")
                .map(|name| python::to_string(name.obj()))
                .unwrap_or_default();
            if outcome != 0 {
                return Err(errors::pending(&format!(
                    "execution of module {name} failed without setting an exception"
                )));
            }
            if let Some(raised) = errors::take_raised() {
                let failed = errors::new_raised(
                    Exc::SystemError,
                    &format!("execution of module {name} raised unreported exception"),
                );
                let _ = python::set_attr(failed.0.obj(), "__cause__", raised.0.obj());
                return Err(failed);
            }
        }
        types::refresh_since(begin);
        crate::ledger::settle();
        crate::refused::after_load(module);
        Ok(())
    }
}

/// # Safety
/// A definition and a spec.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_FromDefAndSpec2(
    def: *mut PyModuleDef,
    spec: *mut PyObject,
    _api_version: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        moduleobject::PyModuleDef_Init(def);
        let spec = from_c(spec);
        let name = python::attr(spec, "name").map(|name| python::to_string(name.obj()));
        give(name.and_then(|name| create(def, &name, spec)))
    }
}

/// # Safety
/// A module and its definition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyModule_ExecDef(p: *mut PyObject, def: *mut PyModuleDef) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { status(run(p, from_c(p), def)) }
}
