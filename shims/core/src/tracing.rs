//! Functions of C that the VM calls for it: profilers, tracers, what runs at the end. Each is a C function object
//! bound to a capsule with the pointers.

use core::ffi::{CStr, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::flags::meth;
use pilotage_abi::{PyMethodDef, PyObject, PyThreadState};

use crate::body::{decref, xincref};
use crate::convert::{borrow_c, from_c, new_c, status, steal};
use crate::errors;
use crate::model::{Ref, Result, model};
use crate::pycapsule::{PyCapsule_GetPointer, PyCapsule_New};
use crate::python;

unsafe extern "C" {
    fn PyCFunction_NewEx(def: *const PyMethodDef, own: *mut PyObject, module: *mut PyObject)
    -> *mut PyObject;
}

/// A definition that is only read.
struct Def(PyMethodDef);

// SAFETY: as it says.
unsafe impl Sync for Def {}

const fn def(name: &'static CStr, function: *mut c_void) -> Def {
    Def(PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: function,
        ml_flags: meth::VARARGS,
        ml_doc: core::ptr::null(),
    })
}

const CAPSULE: &CStr = c"pilotage.callback";

/// A callable bound to a pointer that lasts for ever.
fn bound(def: &'static Def, data: *mut c_void) -> Result {
    // SAFETY: the capsule and the function are references of ours.
    unsafe {
        let capsule = PyCapsule_New(data, CAPSULE.as_ptr(), None);
        let callable = PyCFunction_NewEx(&raw const def.0, capsule, null_mut());
        decref(capsule);
        if callable.is_null() {
            Err(errors::pending("a function that could not be made"))
        } else {
            Ok(steal(callable))
        }
    }
}

type TraceFunction = unsafe extern "C" fn(*mut PyObject, *mut PyObject, c_int, *mut PyObject) -> c_int;

struct Tracer {
    function: TraceFunction,
    object: *mut PyObject,
    /// Itself, as the VM calls it: what a tracer returns for the lines of a function.
    callable: *mut PyObject,
}

/// `PyTrace_*`, in the order of their numbers.
const EVENTS: [&str; 8] =
    ["call", "exception", "line", "return", "c_call", "c_exception", "c_return", "opcode"];

static TRACE_DEF: Def = def(c"trace", call_tracer as *mut c_void);

/// Called with frame, event, argument.
unsafe extern "C" fn call_tracer(capsule: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: the capsule holds a tracer for ever; the tuple keeps its items.
    unsafe {
        let tracer: *mut Tracer = PyCapsule_GetPointer(capsule, CAPSULE.as_ptr()).cast();
        let &[frame, event, arg] = model().tuple_items(from_c(args)) else { return new_c(model().none()) };
        let event = python::to_string(event);
        let Some(what) = EVENTS.iter().position(|&known| known == event) else {
            return new_c(model().none());
        };
        let arg = if arg == model().none() && what != 3 { null_mut() } else { borrow_c(arg) };
        if ((*tracer).function)((*tracer).object, borrow_c(frame), what as c_int, arg) != 0 {
            return null_mut();
        }
        xincref((*tracer).callable);
        (*tracer).callable
    }
}

/// The VM calls the function from now on, or no longer any where it is null.
unsafe fn install(
    module: &str,
    setter: &str,
    function: Option<TraceFunction>,
    object: *mut PyObject,
) -> Result<()> {
    let callable = match function {
        None => model().none().to_ref(),
        Some(function) => {
            // SAFETY: the tracer owns its object for ever.
            unsafe {
                xincref(object);
                let tracer = Box::into_raw(Box::new(Tracer { function, object, callable: null_mut() }));
                let callable = bound(&TRACE_DEF, tracer.cast())?;
                (*tracer).callable = new_c(callable.obj());
                callable
            }
        }
    };
    python::call_function(module, setter, &[callable.obj()])?;
    Ok(())
}

/// For functions that cannot fail.
fn told(result: Result<()>, place: &str) {
    if let Err(raised) = result {
        errors::unraisable(raised, place);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_SetProfile(function: Option<TraceFunction>, object: *mut PyObject) {
    // SAFETY: the caller's promise.
    told(unsafe { install("sys", "setprofile", function, object) }, "PyEval_SetProfile");
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_SetTrace(function: Option<TraceFunction>, object: *mut PyObject) {
    // SAFETY: the caller's promise.
    told(unsafe { install("sys", "settrace", function, object) }, "PyEval_SetTrace");
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_SetProfileAllThreads(function: Option<TraceFunction>, object: *mut PyObject) {
    // SAFETY: the caller's promise.
    let result = unsafe { install("threading", "setprofile_all_threads", function, object) };
    told(result, "PyEval_SetProfileAllThreads");
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_SetTraceAllThreads(function: Option<TraceFunction>, object: *mut PyObject) {
    // SAFETY: the caller's promise.
    let result = unsafe { install("threading", "settrace_all_threads", function, object) };
    told(result, "PyEval_SetTraceAllThreads");
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_SetProfile(
    _state: *mut PyThreadState,
    function: Option<TraceFunction>,
    object: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    status(unsafe { install("sys", "setprofile", function, object) })
}

struct AtExit {
    function: unsafe extern "C" fn(*mut c_void),
    data: *mut c_void,
}

static AT_EXIT_DEF: Def = def(c"at_exit", call_at_exit as *mut c_void);

unsafe extern "C" fn call_at_exit(capsule: *mut PyObject, _args: *mut PyObject) -> *mut PyObject {
    // SAFETY: the capsule holds it for ever.
    unsafe {
        let at_exit: *mut AtExit = PyCapsule_GetPointer(capsule, CAPSULE.as_ptr()).cast();
        ((*at_exit).function)((*at_exit).data);
    }
    new_c(model().none())
}

/// The function runs at the end, while Python still works.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_AtExit(
    _interpreter: *mut c_void,
    function: unsafe extern "C" fn(*mut c_void),
    data: *mut c_void,
) -> c_int {
    let at_exit = Box::into_raw(Box::new(AtExit { function, data }));
    let callable: Result<Ref> = bound(&AT_EXIT_DEF, at_exit.cast());
    status(
        callable
            .and_then(|callable| python::call_function("atexit", "register", &[callable.obj()]).map(drop)),
    )
}

/// All threads and the frames in which they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyThread_CurrentFrames() -> *mut PyObject {
    crate::convert::give(python::call_function("sys", "_current_frames", &[]))
}
