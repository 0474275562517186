//! `pydebug.h` and other flags and data that extensions read by symbol. The VM's command line does not change them.

use core::ffi::{c_char, c_int};
use core::ptr::null;

macro_rules! flags {
    ($($name:ident)*) => { $(#[unsafe(no_mangle)] pub static mut $name: c_int = 0;)* };
}

flags! {
    Py_BytesWarningFlag Py_DebugFlag Py_DontWriteBytecodeFlag Py_FrozenFlag Py_HashRandomizationFlag
    Py_IgnoreEnvironmentFlag Py_InspectFlag Py_InteractiveFlag Py_IsolatedFlag Py_NoSiteFlag Py_NoUserSiteDirectory
    Py_OptimizeFlag Py_QuietFlag Py_UnbufferedStdioFlag Py_VerboseFlag
}

#[unsafe(no_mangle)]
pub static mut Py_UTF8Mode: c_int = 1;
#[unsafe(no_mangle)]
pub static mut Py_HasFileSystemDefaultEncoding: c_int = 1;

/// A pointer to text that C code reads, and may write.
#[repr(transparent)]
pub struct Text(pub *const c_char);

// SAFETY: the texts last for ever.
unsafe impl Sync for Text {}

#[unsafe(no_mangle)]
pub static mut Py_FileSystemDefaultEncoding: Text = Text(c"utf-8".as_ptr());
#[unsafe(no_mangle)]
pub static mut Py_FileSystemDefaultEncodeErrors: Text = Text(c"surrogateescape".as_ptr());
/// No line editor is set.
#[unsafe(no_mangle)]
pub static mut PyOS_InputHook: Text = Text(null());
#[unsafe(no_mangle)]
pub static mut PyOS_ReadlineFunctionPointer: Text = Text(null());
#[unsafe(no_mangle)]
pub static mut _PyOS_ReadlineTState: Text = Text(null());
#[unsafe(no_mangle)]
pub static mut PyImport_FrozenModules: Text = Text(null());

unsafe extern "C" {
    fn getenv(name: *const c_char) -> *mut c_char;
}

/// A variable of the environment, unless the interpreter was told to leave the environment alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GETENV(name: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise: a C string.
    unsafe { if Py_IgnoreEnvironmentFlag != 0 { core::ptr::null_mut() } else { getenv(name) } }
}
