//! `pycore_fileutils.h`: file descriptors that children do not inherit, and calls that are made again when a signal came in.

use core::ffi::{CStr, c_char, c_int, c_ulong, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyObject, wchar_t};

use crate::builtin::Exc;
use crate::errors;
use crate::model::model;
use crate::pyerrors_kinds::{PyErr_SetFromErrno, PyErr_SetFromErrnoWithFilename};
use crate::pystate::without_vm;
use crate::{body, python, unicodeobject_fs};

unsafe extern "C" {
    #[link_name = "open"]
    fn c_open(path: *const c_char, flags: c_int, ...) -> c_int;
    fn fcntl(descriptor: c_int, command: c_int, ...) -> c_int;
    fn ioctl(descriptor: c_int, request: c_ulong, ...) -> c_int;
    fn fstat(descriptor: c_int, place: *mut c_void) -> c_int;
    fn stat(path: *const c_char, place: *mut c_void) -> c_int;
    #[link_name = "write"]
    fn c_write(descriptor: c_int, data: *const c_void, size: usize) -> isize;
    fn __errno_location() -> *mut c_int;
}

const INTERRUPTED: c_int = 4;
const CLOSE_ON_EXEC: c_int = if cfg!(target_os = "macos") { 0x0100_0000 } else { 0o2_000_000 };
const DUP_CLOSE_ON_EXEC: c_int = if cfg!(target_os = "macos") { 67 } else { 1030 };
const SET_CLOSE_ON_EXEC: c_ulong = if cfg!(target_os = "macos") { 0x2000_6601 } else { 0x5451 };
const CLEAR_CLOSE_ON_EXEC: c_ulong = if cfg!(target_os = "macos") { 0x2000_6602 } else { 0x5450 };
/// More than one call writes at most.
const MOST_AT_ONCE: usize = isize::MAX as usize;

fn errno() -> c_int {
    // SAFETY: a place of this thread.
    unsafe { *__errno_location() }
}

fn os_error() -> c_int {
    // SAFETY: exception classes are ready.
    unsafe { PyErr_SetFromErrno(Exc::OSError.class()) };
    -1
}

/// Makes a call while other threads run, again when only a signal came in whose handler raised nothing. `errno` is its own.
fn again(call: impl Fn() -> isize) -> isize {
    loop {
        let mut code = 0;
        let result = without_vm(|| {
            let result = call();
            code = errno();
            result
        });
        // SAFETY: a place of this thread: taking the VM again may have changed it.
        unsafe { *__errno_location() = code };
        if result >= 0 || code != INTERRUPTED {
            return result;
        }
        if let Err(raised) = model().check_signals() {
            errors::raise(raised);
            return -1;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_open(path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller's promise: a C string.
    unsafe {
        let result = again(|| c_open(path, flags | CLOSE_ON_EXEC) as isize) as c_int;
        if result < 0 && !errors::is_set() {
            PyErr_SetFromErrnoWithFilename(Exc::OSError.class(), path);
        }
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_open_noraise(path: *const c_char, flags: c_int) -> c_int {
    // SAFETY: the caller's promise: a C string.
    unsafe { c_open(path, flags | CLOSE_ON_EXEC) }
}

#[unsafe(no_mangle)]
pub extern "C" fn _Py_dup(descriptor: c_int) -> c_int {
    // SAFETY: a number.
    let result = without_vm(|| unsafe { fcntl(descriptor, DUP_CLOSE_ON_EXEC, 0) });
    if result < 0 { os_error() } else { result }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_fstat(descriptor: c_int, place: *mut c_void) -> c_int {
    // SAFETY: the caller's promise: room for the answer.
    if unsafe { fstat(descriptor, place) } == 0 { 0 } else { os_error() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_fstat_noraise(descriptor: c_int, place: *mut c_void) -> c_int {
    // SAFETY: the caller's promise: room for the answer.
    unsafe { fstat(descriptor, place) }
}

/// -1 with `errno`, -2 with an exception: the path is no text that a file can have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_stat(path: *mut PyObject, place: *mut c_void) -> c_int {
    // SAFETY: the caller's promise: a str, and room for the answer.
    unsafe {
        let bytes = unicodeobject_fs::PyUnicode_EncodeFSDefault(path);
        if bytes.is_null() {
            return -2;
        }
        let text = crate::bytesobject::PyBytes_AsString(bytes);
        let result = stat(text, place);
        let code = errno();
        body::decref(bytes);
        *__errno_location() = code;
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_write(descriptor: c_int, data: *const c_void, size: usize) -> isize {
    // SAFETY: the caller's promise: that many bytes.
    let result = again(|| unsafe { c_write(descriptor, data, size.min(MOST_AT_ONCE)) });
    if result < 0 && !errors::is_set() {
        os_error();
    }
    result
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_write_noraise(descriptor: c_int, data: *const c_void, size: usize) -> isize {
    loop {
        // SAFETY: the caller's promise: that many bytes.
        let result = unsafe { c_write(descriptor, data, size.min(MOST_AT_ONCE)) };
        if result >= 0 || errno() != INTERRUPTED {
            return result;
        }
    }
}

/// 1: the flag of `open` worked. Where it is known to, nothing is to be done for a descriptor that is not inherited.
unsafe fn set_inheritable(descriptor: c_int, inheritable: c_int, works: *mut c_int) -> c_int {
    const GET_FLAGS: c_int = 1;
    // SAFETY: the caller's promise: null or a place for the answer.
    unsafe {
        if !works.is_null() && inheritable == 0 {
            if *works == -1 {
                let flags = fcntl(descriptor, GET_FLAGS);
                if flags < 0 {
                    return -1;
                }
                *works = flags & 1;
            }
            if *works != 0 {
                return 0;
            }
        }
        ioctl(descriptor, if inheritable != 0 { CLEAR_CLOSE_ON_EXEC } else { SET_CLOSE_ON_EXEC })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_set_inheritable(
    descriptor: c_int,
    inheritable: c_int,
    works: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    if unsafe { set_inheritable(descriptor, inheritable, works) } == 0 { 0 } else { os_error() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_set_inheritable_async_safe(
    descriptor: c_int,
    inheritable: c_int,
    works: *mut c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { set_inheritable(descriptor, inheritable, works) }
}

/// `_Py_error_handler`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_GetErrorHandler(name: *const c_char) -> c_int {
    // SAFETY: the caller's promise: null or a C string.
    match unsafe { python::c_str(name) } {
        b"" | b"strict" => 1,
        b"surrogateescape" => 2,
        b"replace" => 3,
        b"ignore" => 4,
        b"backslashreplace" => 5,
        b"surrogatepass" => 6,
        b"xmlcharrefreplace" => 7,
        _ => 8,
    }
}

const STRICT: c_int = 1;
const SURROGATE_ESCAPE: c_int = 2;
const NO_MEMORY: c_int = -1;
const NOT_DECODED: c_int = -2;
const NOT_SUPPORTED: c_int = -3;

fn is_supported(handler: c_int) -> bool {
    matches!(handler, STRICT | SURROGATE_ESCAPE)
}

/// Tells where a text is wrong, and how, to those who ask.
unsafe fn refuse(at: usize, why: &'static CStr, place: *mut usize, reason: *mut *const c_char) -> c_int {
    // SAFETY: null, or places of the caller.
    unsafe {
        if !place.is_null() {
            *place = at;
        }
        if !reason.is_null() {
            *reason = why.as_ptr();
        }
    }
    NOT_DECODED
}

/// The locale is UTF-8 here, whichever is asked for. 0, or what went wrong: -1 memory, -2 the text (where, and why), -3 the handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_DecodeLocaleEx(
    text: *const c_char,
    wide: *mut *mut wchar_t,
    length: *mut usize,
    reason: *mut *const c_char,
    _current_locale: c_int,
    handler: c_int,
) -> c_int {
    // SAFETY: the caller's promise: a C string, and places for the answers, of which the last two may be null.
    unsafe {
        if !is_supported(handler) {
            return NOT_SUPPORTED;
        }
        if handler == STRICT
            && let Err(wrong) = core::str::from_utf8(python::c_str(text))
        {
            return refuse(wrong.valid_up_to(), c"decoding error", length, reason);
        }
        let decoded = crate::fileobject::Py_DecodeLocale(text, length);
        if decoded.is_null() {
            return NO_MEMORY;
        }
        *wide = decoded;
    }
    0
}

/// As above, the other way. The block is one of `PyMem_Malloc`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_EncodeLocaleEx(
    wide: *const wchar_t,
    text: *mut *mut c_char,
    position: *mut usize,
    reason: *mut *const c_char,
    _current_locale: c_int,
    handler: c_int,
) -> c_int {
    // SAFETY: the caller's promise: characters that end with a zero, and places for the answers.
    unsafe {
        if !is_supported(handler) {
            return NOT_SUPPORTED;
        }
        let lone = (0..)
            .take_while(|&at| *wide.add(at) != 0)
            .find(|&at| handler == STRICT && (0xD800..0xE000).contains(&*wide.add(at)));
        let mut wrong = lone.unwrap_or(usize::MAX);
        let encoded = if lone.is_none() {
            crate::fileobject::Py_EncodeLocale(wide, &raw mut wrong)
        } else {
            null_mut()
        };
        if !encoded.is_null() {
            *text = encoded;
            return 0;
        }
        if wrong == usize::MAX {
            return NO_MEMORY;
        }
        refuse(wrong, c"encoding error", position, reason)
    }
}
