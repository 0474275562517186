//! Warnings: all through the VM's `warnings` module, so that its filters and registries decide.

use core::ffi::{c_char, c_int};

use pilotage_abi::{Py_ssize_t, PyObject};

use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, status};
use crate::model::{Obj, Ref, Result, model};
use crate::pyerrors_kinds::fs_text;
use crate::python;
use crate::va::{VaList, VaListTag, formatted};

/// Level 1 is the Python function that runs now: the function in C has no frame.
unsafe fn warn(category: *mut PyObject, message: Obj, level: Py_ssize_t, source: Option<Obj>) -> Result<()> {
    let level = model().int_from_i64(level.max(1) as i64);
    // SAFETY: the caller's promise: null or a class.
    let category = unsafe { from_c(if category.is_null() { Exc::RuntimeWarning.class() } else { category }) };
    let mut args = vec![message, category, level.obj()];
    args.extend(source);
    python::call_function("warnings", "warn", &args)?;
    Ok(())
}

/// A DeprecationWarning for the code that runs.
pub(crate) fn deprecated(message: &str) -> Result<()> {
    // SAFETY: a class of the VM.
    unsafe { warn(Exc::DeprecationWarning.class(), python::text(message).obj(), 1, None) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_WarnEx(
    category: *mut PyObject,
    message: *const c_char,
    level: Py_ssize_t,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        status(python::c_decoded(message).and_then(|message| warn(category, message.obj(), level, None)))
    }
}

/// The form before levels; CPython still exports it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Warn(category: *mut PyObject, message: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyErr_WarnEx(category, message, 1) }
}

/// `PyErr_WarnFormat` with its arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_warn_format(
    category: *mut PyObject,
    level: Py_ssize_t,
    format: *const c_char,
    args: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let message = formatted(format, &mut VaList::new(args));
        status(message.and_then(|message| warn(category, message.obj(), level, None)))
    }
}

/// `PyErr_ResourceWarning` with its arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_resource_warning(
    source: *mut PyObject,
    level: Py_ssize_t,
    format: *const c_char,
    args: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let message = formatted(format, &mut VaList::new(args));
        let category = Exc::ResourceWarning.class();
        status(message.and_then(|message| warn(category, message.obj(), level, from_c_opt(source))))
    }
}

fn explicit(
    category: Option<Obj>,
    message: Obj,
    filename: Obj,
    line: c_int,
    module: Option<Obj>,
    registry: Option<Obj>,
) -> Result<()> {
    let none = model().none();
    // SAFETY: a class of the VM.
    let category = category.unwrap_or_else(|| unsafe { from_c(Exc::RuntimeWarning.class()) });
    let line = model().int_from_i64(i64::from(line));
    let args = [message, category, filename, line.obj(), module.unwrap_or(none), registry.unwrap_or(none)];
    python::call_function("warnings", "warn_explicit", &args)?;
    Ok(())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_WarnExplicitObject(
    category: *mut PyObject,
    message: *mut PyObject,
    filename: *mut PyObject,
    line: c_int,
    module: *mut PyObject,
    registry: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let (message, filename) = (from_c(message), from_c(filename));
        status(explicit(
            from_c_opt(category),
            message,
            filename,
            line,
            from_c_opt(module),
            from_c_opt(registry),
        ))
    }
}

unsafe fn explicit_c(
    category: *mut PyObject,
    message: Obj,
    filename: *const c_char,
    line: c_int,
    module: *const c_char,
    registry: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let filename = fs_text(python::c_str(filename));
        let module = match (!module.is_null()).then(|| python::c_decoded(module)).transpose() {
            Ok(module) => module,
            Err(raised) => return status(Err(raised)),
        };
        let module = module.as_ref().map(Ref::obj);
        status(explicit(from_c_opt(category), message, filename.obj(), line, module, from_c_opt(registry)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_WarnExplicit(
    category: *mut PyObject,
    message: *const c_char,
    filename: *const c_char,
    line: c_int,
    module: *const c_char,
    registry: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        match python::c_decoded(message) {
            Ok(message) => explicit_c(category, message.obj(), filename, line, module, registry),
            Err(raised) => status(Err(raised)),
        }
    }
}

/// `PyErr_WarnExplicitFormat` with its arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_warn_explicit_format(
    category: *mut PyObject,
    filename: *const c_char,
    line: c_int,
    module: *const c_char,
    registry: *mut PyObject,
    format: *const c_char,
    args: *mut VaListTag,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        match formatted(format, &mut VaList::new(args)) {
            Ok(message) => explicit_c(category, message.obj(), filename, line, module, registry),
            Err(raised) => status(Err(raised)),
        }
    }
}
