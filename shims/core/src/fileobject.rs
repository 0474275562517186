//! Files: those of Python by their methods, those of C by their stream, and names of files between both.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::{from_c, give, status};
use crate::errors;
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::pymem::{PyMem_Malloc, PyMem_RawMalloc};
use crate::python;
use crate::text;

unsafe extern "C" {
    fn fopen(path: *const c_char, mode: *const c_char) -> *mut c_void;
    fn fclose(file: *mut c_void) -> c_int;
    fn getc(file: *mut c_void) -> c_int;
    fn ungetc(byte: c_int, file: *mut c_void) -> c_int;
    fn fcntl(descriptor: c_int, command: c_int) -> c_int;
}

/// `fcntl`'s `F_GETFD`.
const F_GETFD: c_int = 1;

/// The descriptor of an int, or of an object with `fileno()`.
fn descriptor(object: Obj) -> Result<c_int> {
    let number = if matches!(model().shape(object), Shape::Int | Shape::Bool) {
        if model().shape(object) == Shape::Bool {
            // SAFETY: a class and a C string.
            let told = unsafe {
                let text = c"bool is used as a file descriptor";
                crate::warnings::PyErr_WarnEx(Exc::RuntimeWarning.class(), text.as_ptr(), 1)
            };
            errors::result_status(told)?;
        }
        object.to_ref()
    } else {
        let Some(method) = python::attr_opt(object, "fileno")? else {
            return errors::error(Exc::TypeError, "argument must be an int, or have a fileno() method.");
        };
        let number = python::call(method.obj(), &[])?;
        if model().shape(number.obj()) != Shape::Int {
            return errors::error(Exc::TypeError, "fileno() returned a non-integer");
        }
        number
    };
    match model().int_to_i64(number.obj()).map(c_int::try_from) {
        Some(Ok(descriptor)) if descriptor >= 0 => Ok(descriptor),
        Some(Ok(descriptor)) => {
            let text = format!("file descriptor cannot be a negative integer ({descriptor})");
            errors::error(Exc::ValueError, &text)
        }
        _ => errors::error(Exc::OverflowError, "Python int too large to convert to C int"),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_AsFileDescriptor(object: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    descriptor(unsafe { from_c(object) }).unwrap_or_else(|raised| {
        errors::raise(raised);
        -1
    })
}

/// For the unit `O&`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_FileDescriptor_Converter(object: *mut PyObject, place: *mut c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let found = PyObject_AsFileDescriptor(object);
        if found < 0 {
            return 0;
        }
        *place = found;
    }
    1
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_FromFd(
    descriptor: c_int,
    _name: *const c_char,
    mode: *const c_char,
    buffering: c_int,
    encoding: *const c_char,
    errors: *const c_char,
    newline: *const c_char,
    close: c_int,
) -> *mut PyObject {
    // SAFETY: the caller's promise: null or C strings.
    let text = |text: *const c_char| unsafe {
        if text.is_null() { model().none().to_ref() } else { python::text(&python::c_text(text)) }
    };
    let mode = if mode.is_null() { python::text("r") } else { text(mode) };
    let args = [
        model().int_from_i64(i64::from(descriptor)),
        mode,
        model().int_from_i64(i64::from(buffering)),
        text(encoding),
        text(errors),
        text(newline),
        model().boolean(close != 0).to_ref(),
    ];
    give(python::call_function("io", "open", &args.each_ref().map(Ref::obj)))
}

const PRINT_RAW: c_int = 1;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_WriteObject(
    object: *mut PyObject,
    file: *mut PyObject,
    flags: c_int,
) -> c_int {
    if file.is_null() {
        errors::raise_new(Exc::TypeError, "writeobject with NULL file");
        return -1;
    }
    let is_null = object.is_null();
    // SAFETY: the caller's promise.
    let (object, file) = unsafe {
        (if object.is_null() { python::text("<NULL>") } else { from_c(object).to_ref() }, from_c(file))
    };
    let write = || -> Result<()> {
        let text = if flags & PRINT_RAW != 0 || is_null {
            model().str(object.obj())?
        } else {
            model().repr(object.obj())?
        };
        python::call_method(file, "write", &[text.obj()])?;
        Ok(())
    };
    status(write())
}

/// Nothing is written while an exception is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_WriteString(text: *const c_char, file: *mut PyObject) -> c_int {
    if file.is_null() {
        if !errors::is_set() {
            errors::raise_new(Exc::SystemError, "null file for PyFile_WriteString");
        }
        return -1;
    }
    if errors::is_set() {
        return -1;
    }
    // SAFETY: the caller's promise.
    let (text, file) = unsafe { (python::c_decoded(text), from_c(file)) };
    status(text.and_then(|text| python::call_method(file, "write", &[text.obj()])).map(drop))
}

/// A line: at most `size` characters where that is positive, without its end where it is negative.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_GetLine(file: *mut PyObject, size: c_int) -> *mut PyObject {
    if file.is_null() {
        errors::bad_internal_call();
        return null_mut();
    }
    // SAFETY: the caller's promise.
    give(line(unsafe { from_c(file) }, size))
}

fn line(file: Obj, size: c_int) -> Result {
    let limit = model().int_from_i64(i64::from(size));
    let args = [limit.obj()];
    let line = python::call_method(file, "readline", if size > 0 { &args } else { &[] })?;
    let shape = model().shape(line.obj());
    if shape != Shape::Str && shape != Shape::Bytes {
        return errors::error(Exc::TypeError, "object.readline() returned non-string");
    }
    if size >= 0 {
        return Ok(line);
    }
    if model().len(line.obj())? == 0 {
        return errors::error(Exc::EOFError, "EOF when reading a line");
    }
    let end = if shape == Shape::Str { python::text("\n") } else { model().bytes(b"\n") };
    python::call_method(line.obj(), "removesuffix", &[end.obj()])
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_OpenCodeObject(path: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(python::call_function("io", "open_code", &[unsafe { from_c(path) }]))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyFile_OpenCode(path: *const c_char) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let path = unsafe { python::c_decoded(path) };
    give(path.and_then(|path| python::call_function("io", "open_code", &[path.obj()])))
}

/// `os.fspath`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_FSPath(path: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let path = unsafe { from_c(path) };
    if matches!(model().shape(path), Shape::Str | Shape::Bytes) {
        return give(Ok(path.to_ref()));
    }
    give(python::call_function("os", "fspath", &[path]))
}

/// Opens a file that any path names; errors are exceptions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_fopen(path: *mut PyObject, mode: *const c_char) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe {
        let encoded = python::call_function("os", "fsencode", &[from_c(path)]);
        let encoded = match encoded {
            Ok(encoded) => encoded,
            Err(raised) => {
                errors::raise(raised);
                return null_mut();
            }
        };
        let Ok(name) = std::ffi::CString::new(model().bytes_value(encoded.obj())) else {
            return errors::fail(Exc::ValueError, "embedded null byte");
        };
        let file = fopen(name.as_ptr(), mode);
        if file.is_null() {
            crate::pyerrors_kinds::PyErr_SetFromErrnoWithFilenameObject(Exc::OSError.class(), path);
        }
        file
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_fclose(file: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { fclose(file) }
}

/// Bytes that are no UTF-8 become the surrogates that `surrogateescape` makes of them.
fn escaped(bytes: &[u8]) -> Vec<i32> {
    let mut wide = Vec::with_capacity(bytes.len() + 1);
    for chunk in bytes.utf8_chunks() {
        wide.extend(chunk.valid().chars().map(|character| character as i32));
        wide.extend(chunk.invalid().iter().map(|&byte| 0xDC00 + i32::from(byte)));
    }
    wide
}

/// A block of `PyMem_RawMalloc`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_DecodeLocale(text: *const c_char, size: *mut usize) -> *mut i32 {
    // SAFETY: the caller's promise; room for all and a null.
    unsafe {
        let wide = escaped(CStr::from_ptr(text).to_bytes());
        let block: *mut i32 = PyMem_RawMalloc((wide.len() + 1) * 4).cast();
        if block.is_null() {
            if !size.is_null() {
                *size = usize::MAX;
            }
            return null_mut();
        }
        core::ptr::copy_nonoverlapping(wide.as_ptr(), block, wide.len());
        *block.add(wide.len()) = 0;
        if !size.is_null() {
            *size = wide.len();
        }
        block
    }
}

/// A block of `PyMem_Malloc`. Surrogates that no byte stands behind are an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_EncodeLocale(wide: *const i32, error: *mut usize) -> *mut c_char {
    let mut bytes = Vec::new();
    // SAFETY: the caller's promise: wide characters that end with a null.
    unsafe {
        let mut at = 0;
        while *wide.add(at) != 0 {
            match *wide.add(at) as u32 {
                escaped @ 0xDC80..=0xDCFF => bytes.push(escaped as u8),
                character @ (0..0xD800 | 0xE000..0x11_0000) => text::push_character(&mut bytes, character),
                _ => {
                    if !error.is_null() {
                        *error = at;
                    }
                    return null_mut();
                }
            }
            at += 1;
        }
        if !error.is_null() {
            *error = usize::MAX;
        }
        let block: *mut c_char = PyMem_Malloc(bytes.len() + 1).cast();
        if !block.is_null() {
            core::ptr::copy_nonoverlapping(bytes.as_ptr().cast(), block, bytes.len());
            *block.add(bytes.len()) = 0;
        }
        block
    }
}

/// `fgets` to which all kinds of line ends are `\n`. Null at the end of the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_UniversalNewlineFgets(
    line: *mut c_char,
    size: c_int,
    file: *mut c_void,
    object: *mut PyObject,
) -> *mut c_char {
    // SAFETY: the caller's promise.
    unsafe { _Py_UniversalNewlineFgetsWithSize(line, size, file, object, null_mut()) }
}

/// As above; says how long the line is, which may have zeros in it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_UniversalNewlineFgetsWithSize(
    line: *mut c_char,
    size: c_int,
    file: *mut c_void,
    object: *mut PyObject,
    length: *mut usize,
) -> *mut c_char {
    const EOF: c_int = -1;
    if !object.is_null() {
        return null_mut();
    }
    // SAFETY: the caller's promise: room for `size`.
    unsafe {
        let mut len = 0;
        while len + 1 < size.max(0) as usize {
            let mut byte = getc(file);
            if byte == EOF {
                break;
            }
            if byte == c_int::from(b'\r') {
                let next = getc(file);
                if next != EOF && next != c_int::from(b'\n') {
                    ungetc(next, file);
                }
                byte = c_int::from(b'\n');
            }
            *line.add(len) = byte as c_char;
            len += 1;
            if byte == c_int::from(b'\n') {
                break;
            }
        }
        if len == 0 {
            return null_mut();
        }
        *line.add(len) = 0;
        if !length.is_null() {
            *length = len;
        }
    }
    line
}

/// Is it an open descriptor?
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_IsValidFD(descriptor: c_int) -> c_int {
    // SAFETY: asks the system about a number.
    c_int::from(descriptor >= 0 && unsafe { fcntl(descriptor, F_GETFD) } >= 0)
}
