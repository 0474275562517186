//! The module `sys` for C: its attributes, its streams, audit events.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;
use std::io::Write;

use pilotage_abi::flags::meth;
use pilotage_abi::{PyMethodDef, PyObject};

use crate::body::{decref, xdecref};
use crate::buildvalue;
use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c, give_borrowed, new_c, status, steal};
use crate::errors;
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::pycapsule::{PyCapsule_GetPointer, PyCapsule_New};
use crate::python;
use crate::va::{VaList, VaListTag, formatted};

fn sys() -> Result {
    model().import("sys")
}

fn get(name: Obj) -> Result<Option<Ref>> {
    let dict = model().module_dict(sys()?.obj());
    match model().dict_get(dict.obj(), name)? {
        Some(found) => Ok(Some(found)),
        None => model().getattr_opt(sys()?.obj(), name),
    }
}

/// Borrowed, or null without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_GetObject(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    match unsafe { python::c_name(name) }.and_then(|name| get(name.obj())) {
        Ok(found) => found.map_or(null_mut(), |found| borrow_c(found.obj())),
        Err(raised) => {
            errors::unraisable(raised, "PySys_GetObject()");
            null_mut()
        }
    }
}

/// 1 and a new reference, 0, or -1 with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetOptionalAttrString(
    name: *const c_char,
    value: *mut *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let (result, found) = match python::c_name(name).and_then(|name| get(name.obj())) {
            Ok(Some(found)) => (1, crate::convert::to_c(found)),
            Ok(None) => (0, null_mut()),
            Err(raised) => {
                errors::raise(raised);
                (-1, null_mut())
            }
        };
        *value = found;
        result
    }
}

/// As `_PySys_GetOptionalAttrString`, with the name as an object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetOptionalAttr(name: *mut PyObject, value: *mut *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let name = std::ffi::CString::new(python::to_string(from_c(name))).unwrap_or_default();
        _PySys_GetOptionalAttrString(name.as_ptr(), value)
    }
}

fn required(name: Obj) -> *mut PyObject {
    crate::convert::give(get(name).and_then(|found| match found {
        Some(found) => Ok(found),
        None => errors::error(Exc::RuntimeError, &format!("lost sys.{}", python::to_string(name))),
    }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetRequiredAttr(name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    required(unsafe { from_c(name) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetRequiredAttrString(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { crate::protocol::interned(name) }.map_or(null_mut(), |name| required(name.obj()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetAttr(_state: *mut c_void, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    get(unsafe { from_c(name) }).ok().flatten().map_or(null_mut(), |found| borrow_c(found.obj()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_SetObject(name: *const c_char, value: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(name) = crate::protocol::interned(name) else { return -1 };
        let value = crate::convert::from_c_opt(value);
        status(sys().and_then(|sys| match value {
            None if model().getattr_opt(sys.obj(), name.obj())?.is_none() => Ok(()),
            value => model().setattr(sys.obj(), name.obj(), value),
        }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PySys_GetSizeOf(object: *mut PyObject) -> usize {
    // SAFETY: the caller's promise.
    match python::call_function("sys", "getsizeof", &[unsafe { from_c(object) }]) {
        Ok(size) => model().int_to_i64(size.obj()).unwrap_or(-1) as usize,
        Err(raised) => {
            errors::raise(raised);
            usize::MAX
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_GetXOptions() -> *mut PyObject {
    give_borrowed(sys().and_then(|sys| {
        let name = python::name("_xoptions");
        let found = model().getattr_opt(sys.obj(), name.obj())?;
        if let Some(options) = found.filter(|options| model().shape(options.obj()) == Shape::Dict) {
            return Ok(options);
        }
        let options = model().dict();
        model().setattr(sys.obj(), name.obj(), Some(options.obj()))?;
        Ok(options)
    }))
}

unsafe fn wide_text(text: *const i32) -> String {
    let mut found = String::new();
    // SAFETY: the caller's promise: null or text that ends with a null.
    unsafe {
        let mut next = text;
        while !next.is_null() && *next != 0 {
            found.push(char::from_u32(*next as u32).unwrap_or(char::REPLACEMENT_CHARACTER));
            next = next.add(1);
        }
    }
    found
}

fn add_warn_option(option: Obj) -> Result<()> {
    let options = python::attr(sys()?.obj(), "warnoptions")?;
    python::call_method(options.obj(), "append", &[option])?;
    Ok(())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_AddWarnOption(option: *const i32) {
    // SAFETY: the caller's promise.
    let _ = add_warn_option(python::text(&unsafe { wide_text(option) }).obj());
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_AddWarnOptionUnicode(option: *mut PyObject) {
    // SAFETY: the caller's promise.
    let _ = add_warn_option(unsafe { from_c(option) });
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_ResetWarnOptions() {
    let options = sys().and_then(|sys| python::attr(sys.obj(), "warnoptions"));
    let _ = options.and_then(|options| python::call_method(options.obj(), "clear", &[]));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_HasWarnOptions() -> c_int {
    let options = sys().and_then(|sys| python::attr(sys.obj(), "warnoptions"));
    c_int::from(options.and_then(|options| model().truth(options.obj())).unwrap_or(false))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_AddXOption(option: *const i32) {
    // SAFETY: the caller's promise.
    let option = unsafe { wide_text(option) };
    let (name, value) = option.split_once('=').unwrap_or((&option, ""));
    let value = if option.contains('=') { python::text(value) } else { model().boolean(true).to_ref() };
    let options = sys().and_then(|sys| python::attr(sys.obj(), "_xoptions"));
    let _ = options.and_then(|options| model().setitem(options.obj(), python::text(name).obj(), value.obj()));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_SetPath(path: *const i32) {
    // SAFETY: the caller's promise.
    let path = unsafe { wide_text(path) };
    let list = model().list(path.split(':').map(python::text).collect());
    let _ = sys().and_then(|sys| python::set_attr(sys.obj(), "path", list.obj()));
}

/// `sys.argv`, and with `update_path` the folder of the script in front of `sys.path`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_SetArgvEx(count: c_int, args: *mut *mut i32, update_path: c_int) {
    // SAFETY: the caller's promise.
    let mut texts: Vec<String> =
        unsafe { (0..count.max(0) as usize).map(|at| wide_text(*args.add(at))).collect() };
    if texts.is_empty() {
        texts.push(String::new());
    }
    let list = model().list(texts.iter().map(|text| python::text(text)).collect());
    let _ = sys().and_then(|sys| python::set_attr(sys.obj(), "argv", list.obj()));
    if update_path != 0 {
        let folder = std::path::Path::new(&texts[0])
            .parent()
            .map_or_else(String::new, |folder| folder.display().to_string());
        let path = sys().and_then(|sys| python::attr(sys.obj(), "path"));
        let at = model().int_from_i64(0);
        let _ = path.and_then(|path| {
            python::call_method(path.obj(), "insert", &[at.obj(), python::text(&folder).obj()])
        });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_SetArgv(count: c_int, args: *mut *mut i32) {
    // SAFETY: the caller's promise.
    unsafe { PySys_SetArgvEx(count, args, 1) }
}

const STDOUT: c_int = 1;

/// Through the stream of `sys`, or straight to the process's where that fails. What is set stays set.
fn write(stream: c_int, text: Obj) {
    let saved = errors::take_raised();
    let name = if stream == STDOUT { "stdout" } else { "stderr" };
    let written = sys()
        .and_then(|sys| python::attr(sys.obj(), name))
        .and_then(|stream| python::call_method(stream.obj(), "write", &[text]));
    if written.is_err() {
        let text = python::to_string(text);
        // Nobody is left to tell of a failure.
        let _ = if stream == STDOUT {
            std::io::stdout().write_all(text.as_bytes())
        } else {
            std::io::stderr().write_all(text.as_bytes())
        };
    }
    if let Some(saved) = saved {
        errors::raise(saved);
    }
}

/// Text that `va.c` has formatted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_sys_write(stream: c_int, text: *const c_char) {
    // SAFETY: the caller's promise.
    write(stream, python::text(&unsafe { python::c_text(text) }).obj());
}

/// `PySys_FormatStdout` and `PySys_FormatStderr` with their arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_sys_format(stream: c_int, format: *const c_char, va: *mut VaListTag) {
    let saved = errors::take_raised();
    // SAFETY: the caller's promise.
    if let Ok(text) = unsafe { formatted(format, &mut VaList::new(va)) } {
        write(stream, text.obj());
    }
    if let Some(saved) = saved {
        errors::raise(saved);
    }
}

/// `PySys_Audit` with its arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_audit(
    event: *const c_char,
    format: *const c_char,
    va: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let args = if format.is_null() || *format == 0 {
            null_mut()
        } else {
            let built = buildvalue::build_tuple(python::c_str(format), VaList::new(va));
            if built.is_null() {
                return -1;
            }
            built
        };
        let result = PySys_AuditTuple(event, args);
        xdecref(args);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_AuditTuple(event: *const c_char, args: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let event = python::text(&python::c_text(event));
        let mut all = vec![event.obj()];
        if !args.is_null() {
            let is_tuple = (*(*args).ob_type).tp_flags & pilotage_abi::flags::tp::TUPLE_SUBCLASS != 0;
            if !is_tuple {
                errors::raise_new(Exc::TypeError, "expected tuple");
                return -1;
            }
            all.extend(model().tuple_items(from_c(args)));
        }
        status(python::call_function("sys", "audit", &all).map(drop))
    }
}

type AuditHook = unsafe extern "C" fn(*const c_char, *mut PyObject, *mut c_void) -> c_int;

struct Hook {
    function: AuditHook,
    data: *mut c_void,
}

const HOOK_NAME: &CStr = c"pilotage.audit_hook";

struct HookDef(PyMethodDef);

// SAFETY: it is only read.
unsafe impl Sync for HookDef {}

static HOOK_DEF: HookDef = HookDef(PyMethodDef {
    ml_name: c"audit_hook".as_ptr(),
    ml_meth: call_hook as *mut c_void,
    ml_flags: meth::VARARGS,
    ml_doc: core::ptr::null(),
});

/// Called by the VM with an event and its arguments.
unsafe extern "C" fn call_hook(capsule: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: the capsule holds a hook for ever.
    unsafe {
        let hook: *mut Hook = PyCapsule_GetPointer(capsule, HOOK_NAME.as_ptr()).cast();
        let args = model().tuple_items(from_c(args));
        let (Some(&event), Some(&event_args)) = (args.first(), args.get(1)) else {
            return new_c(model().none());
        };
        let event = std::ffi::CString::new(python::to_string(event)).unwrap_or_default();
        if ((*hook).function)(event.as_ptr(), borrow_c(event_args), (*hook).data) != 0 {
            return null_mut();
        }
    }
    new_c(model().none())
}

unsafe extern "C" {
    fn PyCFunction_NewEx(def: *const PyMethodDef, own: *mut PyObject, module: *mut PyObject)
    -> *mut PyObject;
}

/// The hook is called for all events from now on, those of the VM too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySys_AddAuditHook(function: AuditHook, data: *mut c_void) -> c_int {
    let hook = Box::into_raw(Box::new(Hook { function, data }));
    // SAFETY: the capsule and the function are references of ours.
    unsafe {
        let capsule = PyCapsule_New(hook.cast(), HOOK_NAME.as_ptr(), None);
        let callable = PyCFunction_NewEx(&raw const HOOK_DEF.0, capsule, null_mut());
        decref(capsule);
        if callable.is_null() {
            return -1;
        }
        let callable = steal(callable);
        status(python::call_function("sys", "addaudithook", &[callable.obj()]).map(drop))
    }
}
