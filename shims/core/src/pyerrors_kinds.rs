//! Exceptions of ready-made kinds: out of memory, bad arguments, `errno`, imports, syntax; and new classes of them.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{PyObject, PyThreadState};

use crate::body::decref;
use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, give, give_opt, steal, to_c};
use crate::errors;
use crate::model::{Obj, Raised, Ref, Result, Shape, model};
use crate::pyerrors::{PyErr_CheckSignals, PyErr_SetNone, PyErr_SetObject};
use crate::python;
use crate::va::{VaList, VaListTag, formatted};

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
    fn strerror(code: c_int) -> *const c_char;
    fn abort() -> !;
}

/// A name of a file, as `os.fsdecode` reads it.
pub fn fs_text(name: &[u8]) -> Ref {
    if core::str::from_utf8(name).is_ok() {
        return model().str_from_wtf8(name);
    }
    let bytes = model().bytes(name);
    python::call_method(
        bytes.obj(),
        "decode",
        &[python::text("utf-8").obj(), python::text("surrogateescape").obj()],
    )
    .unwrap_or_else(|_| python::text(&String::from_utf8_lossy(name)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_NoMemory() -> *mut PyObject {
    // SAFETY: a class of the VM.
    unsafe { PyErr_SetNone(Exc::MemoryError.class()) };
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_NoMemory(_state: *mut PyThreadState) -> *mut PyObject {
    // SAFETY: no arguments.
    unsafe { PyErr_NoMemory() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_BadArgument() -> c_int {
    errors::raise_new(Exc::TypeError, "bad argument type for built-in operation");
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_BadInternalCall() {
    errors::bad_internal_call();
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_BadInternalCall(filename: *const c_char, line: c_int) {
    // SAFETY: the caller's promise.
    let filename = unsafe { python::c_text(filename) };
    errors::raise_new(Exc::SystemError, &format!("{filename}:{line}: bad argument to internal function"));
}

/// Ends the process.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_FatalErrorFunc(function: *const c_char, message: *const c_char) -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        let (function, message) = (python::c_text(function), python::c_text(message));
        let place = if function.is_empty() { String::new() } else { format!("{function}: ") };
        eprintln!("Fatal Python error: {place}{message}");
        if errors::is_set() {
            crate::unraisable::PyErr_PrintEx(0);
        }
        abort()
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_FatalError(message: *const c_char) -> ! {
    // SAFETY: the caller's promise.
    unsafe { _Py_FatalErrorFunc(core::ptr::null(), message) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetFromErrno(class: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetFromErrnoWithFilenameObjects(class, null_mut(), null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetFromErrnoWithFilename(
    class: *mut PyObject,
    filename: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise; `errno` is read before anything can change it.
    unsafe {
        let code = *__errno_location();
        let name = (!filename.is_null()).then(|| fs_text(python::c_str(filename)));
        set_from_errno(code, class, name.as_ref().map(Ref::obj), None)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetFromErrnoWithFilenameObject(
    class: *mut PyObject,
    filename: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetFromErrnoWithFilenameObjects(class, filename, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetFromErrnoWithFilenameObjects(
    class: *mut PyObject,
    first: *mut PyObject,
    second: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise; `errno` is read before anything can change it.
    unsafe {
        let code = *__errno_location();
        set_from_errno(code, class, from_c_opt(first), from_c_opt(second))
    }
}

unsafe fn set_from_errno(
    code: c_int,
    class: *mut PyObject,
    first: Option<Obj>,
    second: Option<Obj>,
) -> *mut PyObject {
    const EINTR: c_int = 4;
    // SAFETY: the caller's promise.
    unsafe {
        if code == EINTR && PyErr_CheckSignals() != 0 {
            return null_mut();
        }
        let message = if code == 0 {
            String::from("Error")
        } else {
            String::from_utf8_lossy(CStr::from_ptr(strerror(code)).to_bytes()).into_owned()
        };
        let mut args = vec![model().int_from_i64(i64::from(code)), python::text(&message)];
        if let Some(first) = first {
            args.push(first.to_ref());
            if let Some(second) = second {
                args.push(model().int_from_i64(0));
                args.push(second.to_ref());
            }
        }
        let args = to_c(model().tuple(args));
        PyErr_SetObject(class, args);
        decref(args);
    }
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetImportError(
    message: *mut PyObject,
    name: *mut PyObject,
    path: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetImportErrorSubclass(Exc::ImportError.class(), message, name, path) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetImportErrorSubclass(
    class: *mut PyObject,
    message: *mut PyObject,
    name: *mut PyObject,
    path: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let is_import_error = crate::pyerrors::is_class(class)
            && crate::types::is_subtype(class.cast(), Exc::ImportError.class().cast());
        if !is_import_error {
            return errors::fail(Exc::TypeError, "expected a subclass of ImportError");
        }
        if message.is_null() {
            return errors::fail(Exc::TypeError, "expected a message argument");
        }
        let none = model().none();
        let args = [from_c(message), from_c_opt(name).unwrap_or(none), from_c_opt(path).unwrap_or(none)];
        let names = [python::name("name"), python::name("path")];
        let made = model().call(from_c(class), &args, &[names[0].obj(), names[1].obj()]);
        errors::raise(made.map_or_else(|raised| raised, Raised));
    }
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_NewException(
    name: *const c_char,
    base: *mut PyObject,
    dict: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_NewExceptionWithDoc(name, core::ptr::null(), base, dict) }
}

/// `name` is `module.class`; `base` a class, a tuple of classes, or null for `Exception`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_NewExceptionWithDoc(
    name: *const c_char,
    doc: *const c_char,
    base: *mut PyObject,
    dict: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let full = python::c_text(name);
        let Some((module, class)) = full.rsplit_once('.') else {
            return errors::fail(Exc::SystemError, "PyErr_NewException: name must be module.class");
        };
        let doc = (!doc.is_null()).then(|| python::c_text(doc));
        give(new_class(module, class, doc.as_deref(), from_c_opt(base), from_c_opt(dict)))
    }
}

fn new_class(module: &str, name: &str, doc: Option<&str>, base: Option<Obj>, dict: Option<Obj>) -> Result {
    let namespace = model().dict();
    if let Some(dict) = dict {
        python::call_method(namespace.obj(), "update", &[dict])?;
    }
    let module_key = python::name("__module__");
    if model().dict_get(namespace.obj(), module_key.obj())?.is_none() {
        model().dict_set(namespace.obj(), module_key.obj(), python::text(module).obj())?;
    }
    if let Some(doc) = doc {
        model().dict_set(namespace.obj(), python::name("__doc__").obj(), python::text(doc).obj())?;
    }
    // SAFETY: a class of the VM.
    let base = base.unwrap_or_else(|| unsafe { from_c(Exc::Exception.class()) });
    let bases =
        if model().shape(base) == Shape::Tuple { base.to_ref() } else { model().tuple(vec![base.to_ref()]) };
    let first = model().tuple_items(bases.obj()).first().copied().unwrap_or(base);
    let metaclass = model().class(first);
    python::call(metaclass, &[python::text(name).obj(), bases.obj(), namespace.obj()])
}

/// Restores `old`; an exception that came meanwhile stays and gets `old` as its context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_ChainExceptions1(old: *mut PyObject) {
    if old.is_null() {
        return;
    }
    // SAFETY: the caller gives its reference.
    unsafe {
        match errors::take_raised() {
            Some(new) => {
                let old = steal(old);
                let _ = python::set_attr(new.0.obj(), "__context__", old.obj());
                errors::raise(new);
            }
            None => errors::restore(old),
        }
    }
}

/// `_PyErr_FormatFromCause` with its arguments as a list: what was set becomes cause and context.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_format_from_cause(
    class: *mut PyObject,
    format: *const c_char,
    args: *mut VaListTag,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let cause = errors::take_raised();
        match formatted(format, &mut VaList::new(args)) {
            Ok(message) => {
                let message = to_c(message);
                PyErr_SetObject(class, message);
                decref(message);
            }
            Err(raised) => errors::raise(raised),
        }
        if let Some(cause) = cause
            && let Some(new) = errors::take_raised()
        {
            let _ = python::set_attr(new.0.obj(), "__cause__", cause.0.obj());
            let _ = python::set_attr(new.0.obj(), "__context__", cause.0.obj());
            errors::raise(new);
        }
    }
    null_mut()
}

/// Tells the SyntaxError in the indicator where it happened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_RangedSyntaxLocationObject(
    filename: *mut PyObject,
    line: c_int,
    column: c_int,
    end_line: c_int,
    end_column: c_int,
) {
    let Some(raised) = errors::take_raised() else { return };
    // SAFETY: the caller's promise.
    let filename = unsafe { from_c_opt(filename) };
    let none = model().none();
    let number = |value: c_int| model().int_from_i64(i64::from(value));
    let optional = |value: c_int| if value < 0 { none.to_ref() } else { number(value) };
    let text = filename.and_then(|name| program_text(name, line).ok().flatten());
    let parts = [
        ("lineno", number(line)),
        ("offset", optional(column)),
        ("end_lineno", optional(end_line)),
        ("end_offset", optional(end_column)),
        ("filename", filename.unwrap_or(none).to_ref()),
        ("text", text.unwrap_or_else(|| none.to_ref())),
    ];
    for (name, value) in &parts {
        let _ = python::set_attr(raised.0.obj(), name, value.obj());
    }
    errors::raise(raised);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SyntaxLocationObject(filename: *mut PyObject, line: c_int, column: c_int) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_RangedSyntaxLocationObject(filename, line, column, line, -1) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SyntaxLocationEx(filename: *const c_char, line: c_int, column: c_int) {
    // SAFETY: the caller's promise; the name is a reference of ours.
    unsafe {
        let name = if filename.is_null() { null_mut() } else { to_c(fs_text(python::c_str(filename))) };
        PyErr_SyntaxLocationObject(name, line, column);
        crate::body::xdecref(name);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SyntaxLocation(filename: *const c_char, line: c_int) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SyntaxLocationEx(filename, line, -1) }
}

/// A line of a source file, `None` where there is none.
fn program_text(filename: Obj, line: c_int) -> Result<Option<Ref>> {
    let line = model().int_from_i64(i64::from(line));
    let text = python::call_function("linecache", "getline", &[filename, line.obj()])?;
    Ok(model().truth(text.obj())?.then_some(text))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_ProgramTextObject(filename: *mut PyObject, line: c_int) -> *mut PyObject {
    if filename.is_null() || line <= 0 {
        return null_mut();
    }
    // SAFETY: the caller's promise. No exception comes out of this.
    give_opt(Ok(program_text(unsafe { from_c(filename) }, line).ok().flatten()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_ProgramText(filename: *const c_char, line: c_int) -> *mut PyObject {
    if filename.is_null() || line <= 0 {
        return null_mut();
    }
    // SAFETY: the caller's promise. No exception comes out of this.
    let name = fs_text(unsafe { python::c_str(filename) });
    give_opt(Ok(program_text(name.obj(), line).ok().flatten()))
}

/// The encoding is found out by the reader of files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_ProgramDecodedTextObject(
    filename: *mut PyObject,
    line: c_int,
    _encoding: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_ProgramTextObject(filename, line) }
}
