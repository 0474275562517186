//! `PyStatus`: how the start of an interpreter went. `PyConfig_Get*`: how it runs. Starting one with a
//! configuration is not offered.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::give;
use crate::errors;
use crate::model::{Ref, Result, Shape, model};
use crate::python;

const OK: c_int = 0;
const ERROR: c_int = 1;
const EXIT: c_int = 2;

/// `PyStatus`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Status {
    kind: c_int,
    function: *const c_char,
    message: *const c_char,
    code: c_int,
}

fn status(kind: c_int, message: *const c_char, code: c_int) -> Status {
    Status { kind, function: core::ptr::null(), message, code }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Ok() -> Status {
    status(OK, core::ptr::null(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Error(message: *const c_char) -> Status {
    status(ERROR, message, 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_NoMemory() -> Status {
    status(ERROR, c"memory allocation failed".as_ptr(), 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exit(code: c_int) -> Status {
    status(EXIT, core::ptr::null(), code)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsError(status: Status) -> c_int {
    c_int::from(status.kind == ERROR)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_IsExit(status: Status) -> c_int {
    c_int::from(status.kind == EXIT)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyStatus_Exception(status: Status) -> c_int {
    c_int::from(status.kind != OK)
}

/// Ends the process as the status says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_ExitStatusException(status: Status) -> ! {
    if status.kind == EXIT {
        crate::pylifecycle::exit(status.code);
    }
    // SAFETY: the caller's promise: null or C strings.
    unsafe { crate::pyerrors_kinds::_Py_FatalErrorFunc(status.function, status.message) }
}

/// The status as an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetFromPyStatus(status: Status) -> *mut PyObject {
    if status.kind != ERROR {
        return errors::fail(Exc::SystemError, "_PyErr_SetFromPyStatus() expects an error PyStatus");
    }
    // SAFETY: the caller's promise: null or C strings.
    let (function, message) = unsafe { (python::c_text(status.function), python::c_text(status.message)) };
    let text = if function.is_empty() { message } else { format!("{function}: {message}") };
    errors::fail(Exc::ValueError, &text)
}

/// Options, and where `sys` has what they say. A `!` says: the opposite.
const OPTIONS: &[(&str, &str)] = &[
    ("argv", "argv"),
    ("base_exec_prefix", "base_exec_prefix"),
    ("base_executable", "_base_executable"),
    ("base_prefix", "base_prefix"),
    ("bytes_warning", "flags.bytes_warning"),
    ("dev_mode", "flags.dev_mode"),
    ("exec_prefix", "exec_prefix"),
    ("executable", "executable"),
    ("inspect", "flags.inspect"),
    ("interactive", "flags.interactive"),
    ("isolated", "flags.isolated"),
    ("int_max_str_digits", "flags.int_max_str_digits"),
    ("module_search_paths", "path"),
    ("optimization_level", "flags.optimize"),
    ("orig_argv", "orig_argv"),
    ("parser_debug", "flags.debug"),
    ("platlibdir", "platlibdir"),
    ("prefix", "prefix"),
    ("pycache_prefix", "pycache_prefix"),
    ("quiet", "flags.quiet"),
    ("safe_path", "flags.safe_path"),
    ("site_import", "!flags.no_site"),
    ("stdlib_dir", "_stdlib_dir"),
    ("use_environment", "!flags.ignore_environment"),
    ("user_site_directory", "!flags.no_user_site"),
    ("utf8_mode", "flags.utf8_mode"),
    ("verbose", "flags.verbose"),
    ("warnoptions", "warnoptions"),
    ("write_bytecode", "!dont_write_bytecode"),
    ("xoptions", "_xoptions"),
];

/// What nobody set, and `sys` does not show: no seed of hashes, the usual allocator.
const ZEROS: [&str; 2] = ["allocator", "hash_seed"];

fn option(name: &str) -> Result {
    if ZEROS.contains(&name) {
        return Ok(model().int_from_i64(0));
    }
    let Some((_, place)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
        return errors::error(Exc::ValueError, &format!("unknown config option name: {name}"));
    };
    let mut found = model().import("sys")?;
    for part in place.trim_start_matches('!').split('.') {
        found = python::attr(found.obj(), part)?;
    }
    if place.starts_with('!') {
        return Ok(model().boolean(!model().truth(found.obj())?).to_ref());
    }
    Ok(found)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Get(name: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(option(&unsafe { python::c_text(name) }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_GetInt(name: *const c_char, place: *mut c_int) -> c_int {
    // SAFETY: the caller's promise.
    let name = unsafe { python::c_text(name) };
    let found = option(&name).and_then(|found| {
        if !matches!(model().shape(found.obj()), Shape::Int | Shape::Bool) {
            return errors::error(Exc::TypeError, &format!("config option {name} is not an int"));
        }
        let value = model().int_to_i64(found.obj()).map(c_int::try_from);
        match value {
            Some(Ok(value)) => Ok(value),
            _ => errors::error(
                Exc::OverflowError,
                &format!("config option {name} value does not fit into a C int"),
            ),
        }
    });
    // SAFETY: the caller's promise.
    crate::convert::status(found.map(|value| unsafe { *place = value }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyConfig_Names() -> *mut PyObject {
    let known = OPTIONS.iter().map(|(name, _)| *name);
    let names: Vec<Ref> = known.chain(ZEROS).map(python::text).collect();
    let list = model().list(names);
    give(model().set(true, Some(list.obj())))
}
