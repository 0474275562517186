//! The interactive loop over a file: a prompt, a statement, its value shown, until the file ends.

use core::ffi::{c_char, c_int, c_void};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::from_c;
use crate::errors;
use crate::model::{Obj, Raised, Ref, Result, model};
use crate::protocol::is_kind;
use crate::pyerrors_kinds::fs_text;
use crate::pythonrun::{CompilerFlags, main_namespace};
use crate::{ceval, python};

unsafe extern "C" {
    fn getc(file: *mut c_void) -> c_int;
}

/// The file ended: what CPython's loop gives then.
const END: c_int = 11;
/// As many times in a row memory may be out.
const MOST_OUT_OF_MEMORY: u32 = 16;

/// One line with its end, or nothing at the end of the file. Other threads may run meanwhile.
unsafe fn line(file: *mut c_void) -> Vec<u8> {
    let mut line = Vec::new();
    let file = file.expose_provenance();
    crate::pystate::without_vm(|| {
        while !line.ends_with(b"\n") {
            // SAFETY: the caller's promise: an open file.
            match unsafe { getc(core::ptr::with_exposed_provenance_mut(file)) } {
                -1 => break,
                byte => line.push(byte as u8),
            }
        }
    });
    line
}

/// `sys.ps1` or `sys.ps2`, written to the error stream, where CPython writes it.
fn prompt(name: &str) -> Result<()> {
    let sys = model().import("sys")?;
    if let Some(prompt) = python::attr_opt(sys.obj(), name)? {
        let text = model().str(prompt.obj())?;
        let stream = python::attr(sys.obj(), "stderr")?;
        if stream.obj() != model().none() {
            python::call_method(stream.obj(), "write", &[text.obj()])?;
            python::call_method(stream.obj(), "flush", &[])?;
        }
    }
    Ok(())
}

fn set_prompts() {
    let Ok(sys) = model().import("sys") else { return };
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if let Ok(None) = python::attr_opt(sys.obj(), name) {
            let _ = python::set_attr(sys.obj(), name, python::text(text).obj());
        }
    }
}

/// The code of the next statement; nothing at the end of the file.
unsafe fn statement(file: *mut c_void, filename: Obj) -> Result<Option<Ref>> {
    let mut source = Vec::new();
    let mut next = "ps1";
    loop {
        prompt(next)?;
        // SAFETY: the caller's promise.
        let line = unsafe { line(file) };
        let is_end = line.is_empty();
        if is_end && source.is_empty() {
            return Ok(None);
        }
        source.extend_from_slice(&line);
        if source.iter().all(u8::is_ascii_whitespace) {
            source.clear();
            continue;
        }
        next = "ps2";
        let text = model().str_from_wtf8(String::from_utf8_lossy(&source).trim_end_matches('\n').as_bytes());
        let mode = python::text("single");
        // A block is complete when an empty line ends it, or the file.
        let text = if is_end || line.iter().all(u8::is_ascii_whitespace) {
            python::call_method(text.obj(), "__add__", &[python::text("\n").obj()])?
        } else {
            text
        };
        let code = python::call_function("codeop", "compile_command", &[text.obj(), filename, mode.obj()])?;
        if code.obj() != model().none() {
            return Ok(Some(code));
        }
        if is_end {
            // Incomplete: the compiler says in what.
            let args = [text.obj(), filename, mode.obj()];
            return python::call_function("builtins", "compile", &args).map(Some);
        }
    }
}

/// Reads and runs one statement: whether there was one.
unsafe fn one(file: *mut c_void, filename: Obj) -> Result<bool> {
    // SAFETY: the caller's promise.
    let Some(code) = (unsafe { statement(file, filename)? }) else { return Ok(false) };
    ceval::run(code.obj(), main_namespace()?.obj(), None)?;
    flush();
    Ok(true)
}

fn flush() {
    let Ok(sys) = model().import("sys") else { return };
    for stream in ["stderr", "stdout"] {
        if let Ok(stream) = python::attr(sys.obj(), stream) {
            let _ = python::call_method(stream.obj(), "flush", &[]);
        }
    }
}

fn print(raised: Raised) {
    errors::raise(raised);
    // SAFETY: no arguments.
    unsafe { crate::unraisable::PyErr_Print() };
    flush();
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_InteractiveOneObject(
    file: *mut c_void,
    filename: *mut PyObject,
    _flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise: an open file, a str.
    match unsafe { one(file, from_c(filename)) } {
        Ok(true) => 0,
        Ok(false) => END,
        Err(raised) => {
            print(raised);
            -1
        }
    }
}

/// The name of a file that C gave none for.
unsafe fn name_of(filename: *const c_char) -> Ref {
    // SAFETY: the caller's promise: NULL or a C string.
    unsafe { if filename.is_null() { python::text("???") } else { fs_text(python::c_str(filename)) } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_InteractiveOneFlags(
    file: *mut c_void,
    filename: *const c_char,
    flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let filename = name_of(filename);
        PyRun_InteractiveOneObject(file, crate::convert::borrow_c(filename.obj()), flags)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_InteractiveOne(file: *mut c_void, filename: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_InteractiveOneFlags(file, filename, core::ptr::null()) }
}

/// Until the end of the file. Exceptions are printed and the loop goes on, unless memory is out again and again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_InteractiveLoopFlags(
    file: *mut c_void,
    filename: *const c_char,
    _flags: *const CompilerFlags,
) -> c_int {
    // SAFETY: the caller's promise.
    let filename = unsafe { name_of(filename) };
    set_prompts();
    let mut out_of_memory = 0;
    loop {
        // SAFETY: the caller's promise.
        match unsafe { one(file, filename.obj()) } {
            Ok(true) => out_of_memory = 0,
            Ok(false) => return 0,
            Err(raised) => {
                out_of_memory = if is_kind(&raised, Exc::MemoryError) { out_of_memory + 1 } else { 0 };
                if out_of_memory > MOST_OUT_OF_MEMORY {
                    return -1;
                }
                print(raised);
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyRun_InteractiveLoop(file: *mut c_void, filename: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyRun_InteractiveLoopFlags(file, filename, core::ptr::null()) }
}

/// One line of a file, with its end, in a block of `PyMem_Malloc`; empty at the end of the file. NULL with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_Readline(
    file: *mut c_void,
    _output: *mut c_void,
    prompt: *const c_char,
) -> *mut c_char {
    // SAFETY: the caller's promise: an open file, and a prompt or null.
    unsafe {
        let prompt = python::c_str(prompt);
        crate::fileutils::_Py_write_noraise(2, prompt.as_ptr().cast(), prompt.len());
        let line = line(file);
        if let Err(raised) = model().check_signals() {
            errors::raise(raised);
            return core::ptr::null_mut();
        }
        let block: *mut c_char = crate::values::mem_alloc(line.len() + 1).cast();
        if !block.is_null() {
            core::ptr::copy_nonoverlapping(line.as_ptr().cast(), block, line.len());
            *block.add(line.len()) = 0;
        }
        block
    }
}
