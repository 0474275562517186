//! Begin and end of the process, and what it says about itself.

use core::ffi::{CStr, c_char, c_int, c_ulong, c_void};
use core::ptr::null_mut;
use std::sync::{Mutex, Once};

use crate::model::model;
use crate::{errors, python};

unsafe extern "C" {
    #[link_name = "exit"]
    fn c_exit(status: c_int) -> !;
    fn atexit(function: unsafe extern "C" fn()) -> c_int;
    fn fileno(file: *mut c_void) -> c_int;
    fn isatty(descriptor: c_int) -> c_int;
    fn signal(number: c_int, handler: usize) -> usize;
    fn setlocale(category: c_int, name: *const c_char) -> *mut c_char;
    fn sigaction(number: c_int, new: *const c_void, old: *mut c_void) -> c_int;
}

/// 3.14.0 final.
const VERSION: c_ulong = 0x030E_00F0;

#[unsafe(no_mangle)]
pub static Py_Version: c_ulong = VERSION;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_IsInitialized() -> c_int {
    c_int::from(!crate::pylifecycle_end::has_ended())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_IsFinalizing() -> c_int {
    c_int::from(model().is_finalizing())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_IsFinalizing() -> c_int {
    c_int::from(model().is_finalizing())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_IsInterpreterFinalizing(_interpreter: *mut c_void) -> c_int {
    c_int::from(model().is_finalizing())
}

/// The interpreter runs already: as CPython, nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_Initialize() {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_InitializeEx(_signals: c_int) {}

static AT_EXIT: Mutex<Vec<unsafe extern "C" fn()>> = Mutex::new(Vec::new());
static AT_EXIT_ONCE: Once = Once::new();

pub(crate) unsafe extern "C" fn run_at_exit() {
    let functions = AT_EXIT.lock().map(|mut functions| core::mem::take(&mut *functions)).unwrap_or_default();
    for function in functions.into_iter().rev() {
        // SAFETY: the promise of whoever registered it.
        unsafe { function() };
    }
}

/// The function runs when the process ends, without Python.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_AtExit(function: unsafe extern "C" fn()) -> c_int {
    AT_EXIT_ONCE.call_once(|| {
        // SAFETY: a function that lives for ever.
        unsafe { atexit(run_at_exit) };
    });
    match AT_EXIT.lock() {
        Ok(mut functions) => {
            functions.push(function);
            0
        }
        Err(_) => -1,
    }
}

/// Ends the process as Python does: functions of `atexit`, then the streams, then C's own.
pub fn exit(status: c_int) -> ! {
    drop(errors::take_raised());
    crate::pylifecycle_end::run_down();
    // SAFETY: the end.
    unsafe { c_exit(status) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_Exit(status: c_int) -> ! {
    exit(status)
}

/// Too late: the interpreter has begun, and these were for before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_SetProgramName(_name: *const i32) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_SetPythonHome(_home: *const i32) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_SetPath(_path: *const i32) {}

/// A version as `PY_VERSION_HEX` has it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_PACK_FULL_VERSION(
    major: c_int,
    minor: c_int,
    micro: c_int,
    level: c_int,
    serial: c_int,
) -> u32 {
    let part = |value: c_int, mask: u32, shift: u32| (value as u32 & mask) << shift;
    part(major, 0xff, 24)
        | part(minor, 0xff, 16)
        | part(micro, 0xff, 8)
        | part(level, 0xf, 4)
        | part(serial, 0xf, 0)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_PACK_VERSION(major: c_int, minor: c_int) -> u32 {
    // SAFETY: numbers only.
    unsafe { Py_PACK_FULL_VERSION(major, minor, 0, 0, 0) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PySignal_SetWakeupFd(descriptor: c_int) -> c_int {
    let descriptor = model().int_from_i64(i64::from(descriptor));
    let old = python::call_function("signal", "set_wakeup_fd", &[descriptor.obj()]);
    match old {
        Ok(old) => model().int_to_i64(old.obj()).unwrap_or(-1) as c_int,
        Err(raised) => {
            errors::unraisable(raised, "PySignal_SetWakeupFd");
            -1
        }
    }
}

/// What C gets from the functions about versions: texts that last for ever.
fn fixed(text: &'static CStr) -> *const c_char {
    text.as_ptr()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetVersion() -> *const c_char {
    fixed(c"3.14.0 (pilotage) [Rust]")
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetPlatform() -> *const c_char {
    fixed(if cfg!(target_os = "macos") { c"darwin" } else { c"linux" })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetCompiler() -> *const c_char {
    fixed(c"[Rust]")
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetBuildInfo() -> *const c_char {
    fixed(c"pilotage")
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetCopyright() -> *const c_char {
    fixed(c"The Pilotage developers, and the developers of the virtual machine that runs this")
}

/// An interactive stream is a terminal, or one that is told to be.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_FdIsInteractive(file: *mut c_void, name: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if isatty(fileno(file)) != 0 {
            return 1;
        }
        if crate::flags::Py_InteractiveFlag == 0 {
            return 0;
        }
        c_int::from(name.is_null() || matches!(python::c_str(name), b"<stdin>" | b"???"))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_getsig(number: c_int) -> usize {
    // `struct sigaction` begins with the handler; no system's is larger than this.
    let mut old = [0usize; 64];
    // SAFETY: room for the answer.
    let failed = unsafe { sigaction(number, core::ptr::null(), old.as_mut_ptr().cast()) } != 0;
    if failed { usize::MAX } else { old[0] }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_setsig(number: c_int, handler: usize) -> usize {
    // SAFETY: the caller's promise.
    unsafe { signal(number, handler) }
}

/// A text of `sys` as C's wide characters, kept for ever; null where there is none.
fn wide_of_sys(name: &str) -> *mut i32 {
    let Ok(text) = model().import("sys").and_then(|sys| python::attr(sys.obj(), name)) else {
        return null_mut();
    };
    if model().shape(text.obj()) != crate::model::Shape::Str {
        return null_mut();
    }
    wide(&python::to_string(text.obj()))
}

/// Wide characters that last for ever.
pub(crate) fn wide(text: &str) -> *mut i32 {
    let mut wide: Vec<i32> = text.chars().map(|character| character as i32).collect();
    wide.push(0);
    Box::leak(wide.into_boxed_slice()).as_mut_ptr()
}

macro_rules! wide_texts {
    ($($function:ident $name:literal;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $function() -> *mut i32 {
            static TEXT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
            *TEXT.get_or_init(|| wide_of_sys($name) as usize) as *mut i32
        }
    )* };
}

wide_texts! {
    Py_GetProgramName "executable"; Py_GetProgramFullPath "executable"; Py_GetPrefix "prefix";
    Py_GetExecPrefix "exec_prefix";
}

/// The module search path as it was at the first call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetPath() -> *mut i32 {
    static TEXT: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *TEXT.get_or_init(|| {
        let Ok(path) = model().import("sys").and_then(|sys| python::attr(sys.obj(), "path")) else {
            return 0;
        };
        let joined = python::call_method(python::text(":").obj(), "join", &[path.obj()]);
        joined.map_or(0, |joined| wide(&python::to_string(joined.obj())) as usize)
    }) as *mut i32
}

/// No home is ever set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetPythonHome() -> *mut i32 {
    null_mut()
}

/// The arguments of the process.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetArgcArgv(count: *mut c_int, args: *mut *mut *mut i32) {
    static ARGS: std::sync::OnceLock<(usize, usize)> = std::sync::OnceLock::new();
    let (len, first) = *ARGS.get_or_init(|| {
        let args: Vec<*mut i32> = std::env::args_os().map(|arg| wide(&arg.to_string_lossy())).collect();
        (args.len(), Box::leak(args.into_boxed_slice()).as_mut_ptr() as usize)
    });
    // SAFETY: the caller's promise.
    unsafe {
        *count = len as c_int;
        *args = first as *mut *mut i32;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyOS_URandomNonblock(data: *mut c_void, size: isize) -> c_int {
    let size_object = model().int_from_i64(size as i64);
    match python::call_function("os", "urandom", &[size_object.obj()]) {
        Ok(bytes) => {
            let value = model().bytes_value(bytes.obj());
            // SAFETY: the caller's promise: room for that many.
            unsafe { core::ptr::copy_nonoverlapping(value.as_ptr(), data.cast(), value.len()) };
            0
        }
        Err(raised) => {
            errors::raise(raised);
            -1
        }
    }
}

/// Signals that Python ignores are as they were before it, for a program that is to be started.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_RestoreSignals() {
    const BROKEN_PIPE: c_int = 13;
    const FILE_TOO_LARGE: c_int = 25;
    for number in [BROKEN_PIPE, FILE_TOO_LARGE] {
        // SAFETY: 0 is the usual action.
        unsafe { signal(number, 0) };
    }
}

/// The locale that the environment asks for; null where there is no such.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_SetLocaleFromEnv(category: c_int) -> *mut c_char {
    // SAFETY: a C string.
    unsafe { setlocale(category, c"".as_ptr()) }
}

/// Release builds have no asserts.
#[unsafe(no_mangle)]
pub extern "C" fn _Py_GetBuiltWithAssert() -> c_int {
    0
}
