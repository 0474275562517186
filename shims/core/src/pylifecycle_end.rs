//! The end of the interpreter as C asks for it, and interpreters beside the one that runs, which there are none of.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering};

use pilotage_abi::PyThreadState;

use crate::errors::{self, Exc};
use crate::initconfig::{PyStatus_Error, Status};
use crate::model::model;
use crate::pylifecycle::run_at_exit;
use crate::python;

/// `Py_Finalize` was called: nothing of it is done twice.
static ENDED: AtomicBool = AtomicBool::new(false);

pub(crate) fn has_ended() -> bool {
    ENDED.load(Ordering::Relaxed)
}

/// What runs at the end of Python code: other threads end, functions of `atexit` run, streams are written out.
/// 0, or -1 where a stream could not be.
pub(crate) fn run_down() -> c_int {
    if let Ok(modules) = model().import("sys").and_then(|sys| python::attr(sys.obj(), "modules"))
        && let Ok(threading) = model().getitem(modules.obj(), python::name("threading").obj())
        && let Err(raised) = python::call_method(threading.obj(), "_shutdown", &[])
    {
        errors::unraisable(raised, "the end of the threads");
    }
    let _ = python::call_function("atexit", "_run_exitfuncs", &[]);
    let mut result = 0;
    if let Ok(sys) = model().import("sys") {
        for stream in ["stdout", "stderr"] {
            let Ok(stream) = python::attr(sys.obj(), stream) else { continue };
            if stream.obj() != model().none() && python::call_method(stream.obj(), "flush", &[]).is_err() {
                result = -1;
            }
        }
    }
    result
}

/// Python code has its end; the objects stay until the process ends, since the program that loaded the caller goes on.
#[unsafe(no_mangle)]
pub extern "C" fn Py_FinalizeEx() -> c_int {
    if has_ended() {
        return 0;
    }
    drop(errors::take_raised());
    let result = run_down();
    ENDED.store(true, Ordering::Relaxed);
    // SAFETY: the promise of whoever registered them.
    unsafe { run_at_exit() };
    result
}

#[unsafe(no_mangle)]
pub extern "C" fn Py_Finalize() {
    Py_FinalizeEx();
}

/// Refused by design: the VM has one interpreter, and so has each process.
#[unsafe(no_mangle)]
pub extern "C" fn Py_NewInterpreter() -> *mut PyThreadState {
    null_mut()
}

/// As above, with the reason in words.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_NewInterpreterFromConfig(
    state: *mut *mut PyThreadState,
    _config: *const c_void,
) -> Status {
    // SAFETY: the caller's promise: a place for the state; a C string.
    unsafe {
        *state = null_mut();
        PyStatus_Error(c"sub-interpreters are not supported by this interpreter".as_ptr())
    }
}

/// There is none that could be ended: a state that comes here is that of the interpreter that runs.
#[unsafe(no_mangle)]
pub extern "C" fn Py_EndInterpreter(_state: *mut PyThreadState) {
    errors::raise_new(Exc::SystemError, "Py_EndInterpreter: there are no sub-interpreters to end");
}

#[unsafe(no_mangle)]
pub extern "C" fn PyInterpreterState_New() -> *mut c_void {
    null_mut()
}

#[unsafe(no_mangle)]
pub extern "C" fn PyInterpreterState_Clear(_interpreter: *mut c_void) {
    errors::raise_new(Exc::SystemError, "PyInterpreterState_Clear: there are no sub-interpreters to clear");
}

#[unsafe(no_mangle)]
pub extern "C" fn PyInterpreterState_Delete(_interpreter: *mut c_void) {
    errors::raise_new(Exc::SystemError, "PyInterpreterState_Delete: there are no sub-interpreters to delete");
}

/// A program of its own begins with its own interpreter: here one runs already.
fn refuse_main() -> c_int {
    let text = python::text("this interpreter runs already: it takes no other command line\n");
    if let Ok(stream) = model().import("sys").and_then(|sys| python::attr(sys.obj(), "stderr")) {
        let _ = python::call_method(stream.obj(), "write", &[text.obj()]);
    }
    1
}

#[unsafe(no_mangle)]
pub extern "C" fn Py_Main(_count: c_int, _args: *mut *mut i32) -> c_int {
    refuse_main()
}

#[unsafe(no_mangle)]
pub extern "C" fn Py_BytesMain(_count: c_int, _args: *mut *mut c_char) -> c_int {
    refuse_main()
}

#[unsafe(no_mangle)]
pub extern "C" fn Py_FrozenMain(_count: c_int, _args: *mut *mut c_char) -> c_int {
    refuse_main()
}

/// What a configuration says would be run; there is none, so only the end remains.
#[unsafe(no_mangle)]
pub extern "C" fn Py_RunMain() -> c_int {
    if Py_FinalizeEx() < 0 { 120 } else { 0 }
}
