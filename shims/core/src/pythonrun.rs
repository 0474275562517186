//! Compiling and running source text and files. The interactive loop is in `pythonrun_interactive`.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, give};
use crate::errors;
use crate::model::{Obj, Ref, Result, model};
use crate::pyerrors_kinds::fs_text;
use crate::{ceval, python};

unsafe extern "C" {
    fn fread(data: *mut c_void, size: usize, count: usize, file: *mut c_void) -> usize;
    fn fclose(file: *mut c_void) -> c_int;
}

/// `PyCompilerFlags`.
#[repr(C)]
pub struct CompilerFlags {
    cf_flags: c_int,
    cf_feature_version: c_int,
}

/// Those that `compile` of Python takes: the tree only, type comments, await outside functions, and `__future__`.
const PYTHON_FLAGS: c_int = 0x0400 | 0x1000 | 0x2000 | 0x1fe_0000;

/// `PyCF_IGNORE_COOKIE`: the source is UTF-8 whatever it says.
const IGNORE_COOKIE: c_int = 0x0800;

fn mode(start: c_int) -> Result<&'static str> {
    match start {
        256 => Ok("single"),
        257 => Ok("exec"),
        258 => Ok("eval"),
        345 => Ok("func_type"),
        _ => errors::error(Exc::ValueError, "a start that is none of those of a compilation"),
    }
}

unsafe fn compile(
    source: &[u8],
    filename: Obj,
    start: c_int,
    flags: *const CompilerFlags,
    optimize: c_int,
) -> Result {
    // SAFETY: the caller's promise: null or flags.
    let flags = unsafe { flags.as_ref() }.map_or(0, |flags| flags.cf_flags);
    // Bytes may say in which codec they are.
    let is_text = source.is_ascii() || flags & IGNORE_COOKIE != 0;
    let flags = flags & PYTHON_FLAGS;
    let source = if is_text && core::str::from_utf8(source).is_ok() {
        model().str_from_wtf8(source)
    } else {
        model().bytes(source)
    };
    let mode = python::text(mode(start)?);
    let flags = model().int_from_i64(i64::from(flags));
    let optimize = model().int_from_i64(i64::from(optimize));
    let args = [source.obj(), filename, mode.obj(), flags.obj(), model().boolean(true), optimize.obj()];
    python::call_function("builtins", "compile", &args)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_CompileStringObject(
    source: *const c_char,
    filename: *mut PyObject,
    start: c_int,
    flags: *const CompilerFlags,
    optimize: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(compile(python::c_str(source), from_c(filename), start, flags, optimize)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_CompileStringExFlags(
    source: *const c_char,
    filename: *const c_char,
    start: c_int,
    flags: *const CompilerFlags,
    optimize: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let filename = fs_text(python::c_str(filename));
        give(compile(python::c_str(source), filename.obj(), start, flags, optimize))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_CompileStringFlags(
    source: *const c_char,
    filename: *const c_char,
    start: c_int,
    flags: *const CompilerFlags,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { Py_CompileStringExFlags(source, filename, start, flags, -1) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_CompileString(
    source: *const c_char,
    filename: *const c_char,
    start: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { Py_CompileStringExFlags(source, filename, start, core::ptr::null(), -1) }
}

unsafe fn run(
    source: &[u8],
    filename: Obj,
    start: c_int,
    namespaces: (*mut PyObject, *mut PyObject),
    flags: *const CompilerFlags,
) -> Result {
    // SAFETY: the caller's promise.
    unsafe {
        let code = compile(source, filename, start, flags, -1)?;
        if !crate::dictobject::is_dict(namespaces.0) {
            return errors::error(
                Exc::SystemError,
                "globals must be a real dict; try eval(code, {}, mapping)",
            );
        }
        ceval::run(code.obj(), from_c(namespaces.0), from_c_opt(namespaces.1))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_StringFlags(
    source: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
    flags: *const CompilerFlags,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        give(run(python::c_str(source), python::text("<string>").obj(), start, (globals, locals), flags))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_String(
    source: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyRun_StringFlags(source, start, globals, locals, core::ptr::null()) }
}

/// The namespace of `__main__`.
pub(crate) fn main_namespace() -> Result {
    let name = python::text("__main__");
    let modules = python::attr(model().import("sys")?.obj(), "modules")?;
    if !model().contains(modules.obj(), name.obj())? {
        model().setitem(modules.obj(), name.obj(), model().module("__main__").obj())?;
    }
    Ok(model().module_dict(model().getitem(modules.obj(), name.obj())?.obj()))
}

/// 0, or -1 after the exception was printed.
fn printed(result: Result) -> c_int {
    match result {
        Ok(_) => 0,
        Err(raised) => {
            errors::raise(raised);
            // SAFETY: no arguments.
            unsafe { crate::unraisable::PyErr_Print() };
            -1
        }
    }
}

unsafe fn run_in_main(source: &[u8], filename: Obj, flags: *const CompilerFlags) -> Result {
    // SAFETY: the caller's promise.
    let code = unsafe { compile(source, filename, 257, flags, -1)? };
    ceval::run(code.obj(), main_namespace()?.obj(), None)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_SimpleStringFlags(
    source: *const c_char,
    flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise.
    printed(unsafe { run_in_main(python::c_str(source), python::text("<string>").obj(), flags) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_SimpleString(source: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_SimpleStringFlags(source, core::ptr::null()) }
}

/// All that is left of a file of C.
pub(crate) unsafe fn read_all(file: *mut c_void) -> Vec<u8> {
    let mut all = Vec::new();
    let mut block = [0u8; 8192];
    loop {
        // SAFETY: the caller's promise; room for the block.
        let read = unsafe { fread(block.as_mut_ptr().cast(), 1, block.len(), file) };
        if read == 0 {
            return all;
        }
        all.extend_from_slice(&block[..read]);
    }
}

unsafe fn read_and_close(file: *mut c_void, close: c_int) -> Vec<u8> {
    // SAFETY: the caller's promise.
    unsafe {
        let source = read_all(file);
        if close != 0 {
            fclose(file);
        }
        source
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_FileExFlags(
    file: *mut c_void,
    filename: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
    close: c_int,
    flags: *const CompilerFlags,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let filename: Ref = fs_text(python::c_str(filename));
        give(run(&read_and_close(file, close), filename.obj(), start, (globals, locals), flags))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_File(
    file: *mut c_void,
    filename: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyRun_FileExFlags(file, filename, start, globals, locals, 0, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_FileEx(
    file: *mut c_void,
    filename: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
    close: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyRun_FileExFlags(file, filename, start, globals, locals, close, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_FileFlags(
    file: *mut c_void,
    filename: *const c_char,
    start: c_int,
    globals: *mut PyObject,
    locals: *mut PyObject,
    flags: *const CompilerFlags,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyRun_FileExFlags(file, filename, start, globals, locals, 0, flags) }
}

/// `__main__` knows who loads its source.
fn set_loader(namespace: Obj, filename: Obj) -> Result<()> {
    let name = python::text("__main__");
    let args = [name.obj(), filename];
    let loader = python::call_function("_frozen_importlib_external", "SourceFileLoader", &args)?;
    model().dict_set(namespace, python::name("__loader__").obj(), loader.obj())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_SimpleFileExFlags(
    file: *mut c_void,
    filename: *const c_char,
    close: c_int,
    flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let filename = fs_text(python::c_str(filename));
        let source = read_and_close(file, close);
        let file_name = python::name("__file__");
        let namespace = match main_namespace() {
            Ok(namespace) => namespace,
            Err(raised) => return printed(Err(raised)),
        };
        let had_one = model().dict_get(namespace.obj(), file_name.obj()).ok().flatten().is_some();
        if !had_one {
            let _ = model().dict_set(namespace.obj(), file_name.obj(), filename.obj());
        }
        if python::to_string(filename.obj()) != "<stdin>"
            && let Err(raised) = set_loader(namespace.obj(), filename.obj())
        {
            return printed(Err(raised));
        }
        let result = printed(run_in_main(&source, filename.obj(), flags));
        if !had_one {
            let _ = model().dict_del(namespace.obj(), file_name.obj());
        }
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_SimpleFileEx(
    file: *mut c_void,
    filename: *const c_char,
    close: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_SimpleFileExFlags(file, filename, close, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_SimpleFile(file: *mut c_void, filename: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_SimpleFileExFlags(file, filename, 0, core::ptr::null()) }
}

/// A file that is no terminal is run as a whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_AnyFileExFlags(
    file: *mut c_void,
    filename: *const c_char,
    close: c_int,
    flags: *const CompilerFlags,
) -> c_int {
    let filename = if filename.is_null() { c"???".as_ptr() } else { filename };
    // SAFETY: the caller's promise.
    unsafe {
        if crate::pylifecycle::Py_FdIsInteractive(file, filename) == 0 {
            return PyRun_SimpleFileExFlags(file, filename, close, flags);
        }
        let result = crate::pythonrun_interactive::PyRun_InteractiveLoopFlags(file, filename, flags);
        if close != 0 {
            fclose(file);
        }
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_AnyFileEx(file: *mut c_void, filename: *const c_char, close: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_AnyFileExFlags(file, filename, close, core::ptr::null()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_AnyFileFlags(
    file: *mut c_void,
    filename: *const c_char,
    flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_AnyFileExFlags(file, filename, 0, flags) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_AnyFile(file: *mut c_void, filename: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_AnyFileExFlags(file, filename, 0, core::ptr::null()) }
}

/// The stack is not measured: there is always enough.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_CheckStack() -> c_int {
    0
}
