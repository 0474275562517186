//! What runs now: frames, namespaces, recursion, calls left for later; and running code objects.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use pilotage_abi::{Py_ssize_t, PyObject, PyThreadState};

use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c, from_c_opt, give, give_borrowed, give_opt, status};
use crate::model::{Obj, Result, Shape, model};
use crate::{errors, python};

/// The builtins of the code that runs, borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetBuiltins() -> *mut PyObject {
    give_borrowed(model().import("builtins").map(|module| model().module_dict(module.obj())))
}

/// Borrowed, or null where no Python function runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetGlobals() -> *mut PyObject {
    model().frame_globals().map_or(null_mut(), |globals| borrow_c(globals.obj()))
}

/// Borrowed. A namespace that is made for the call is kept by the thread's dict until the next call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetLocals() -> *mut PyObject {
    let Some(locals) = model().frame_locals() else {
        return errors::fail(Exc::SystemError, "frame does not exist");
    };
    // SAFETY: the dict of this thread.
    unsafe {
        let dict = crate::pystate::PyThreadState_GetDict();
        if !dict.is_null() {
            let _ = model().dict_set(from_c(dict), python::name("__pilotage_locals__").obj(), locals.obj());
        }
    }
    borrow_c(locals.obj())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFrameBuiltins() -> *mut PyObject {
    give(model().import("builtins").map(|module| model().module_dict(module.obj())))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFrameGlobals() -> *mut PyObject {
    give_opt(Ok(model().frame_globals()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFrameLocals() -> *mut PyObject {
    match model().frame_locals() {
        Some(locals) => give(Ok(locals)),
        None => errors::fail(Exc::SystemError, "frame does not exist"),
    }
}

/// A name of `builtins`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_GetBuiltin(name: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    let name = unsafe { from_c(name) };
    give(model().import("builtins").and_then(|module| model().getattr(module.obj(), name)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_EnterRecursiveCall(place: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    status(model().enter_recursion(unsafe { python::c_text(place) }.trim_start()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_LeaveRecursiveCall() {
    model().leave_recursion();
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_GetRecursionLimit() -> c_int {
    let limit = python::call_function("sys", "getrecursionlimit", &[]);
    limit.ok().and_then(|limit| model().int_to_i64(limit.obj())).unwrap_or(1000) as c_int
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_SetRecursionLimit(limit: c_int) {
    let limit = model().int_from_i64(i64::from(limit));
    let _ = python::call_function("sys", "setrecursionlimit", &[limit.obj()]);
}

/// Runs a code object: `exec` for modules and statements, `eval` gives the value of expressions.
pub(crate) fn run(code: Obj, globals: Obj, locals: Option<Obj>) -> Result {
    let mut args = vec![code, globals];
    args.extend(locals);
    python::call_function("builtins", "eval", &args)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_EvalCode(
    code: *mut PyObject,
    globals: *mut PyObject,
    locals: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if globals.is_null() {
            return errors::fail(Exc::SystemError, "PyEval_EvalCodeEx: NULL globals");
        }
        if !crate::dictobject::is_dict(globals) {
            return crate::protocol::bad_call();
        }
        give(run(from_c(code), from_c(globals), from_c_opt(locals)))
    }
}

/// With arguments: a function is made of the code, and called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_EvalCodeEx(
    code: *mut PyObject,
    globals: *mut PyObject,
    locals: *mut PyObject,
    args: *const *mut PyObject,
    argcount: c_int,
    keywords: *const *mut PyObject,
    keyword_count: c_int,
    defaults: *const *mut PyObject,
    default_count: c_int,
    keyword_defaults: *mut PyObject,
    closure: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: the caller's promise: arrays of that many, pairs of keywords.
    unsafe {
        let array = |first: *const *mut PyObject, count: c_int| -> Vec<Obj> {
            crate::getargs::array(first, count as Py_ssize_t).iter().map(|&p| from_c(p)).collect()
        };
        let (args, defaults) = (array(args, argcount), array(defaults, default_count));
        if !keyword_defaults.is_null() && !crate::dictobject::is_dict(keyword_defaults) {
            return crate::protocol::bad_call();
        }
        let is_bare = args.is_empty() && keyword_count == 0 && defaults.is_empty();
        if is_bare && keyword_defaults.is_null() && closure.is_null() || !crate::dictobject::is_dict(globals)
        {
            return PyEval_EvalCode(code, globals, locals);
        }
        let pairs = array(keywords, keyword_count * 2);
        let function = || -> Result {
            let kind = model()
                .class(python::call_function("builtins", "eval", &[python::text("lambda: 0").obj()])?.obj())
                .to_ref();
            let none = model().none();
            let defaults = model().tuple(defaults.iter().map(|value| value.to_ref()).collect());
            let closure = from_c_opt(closure).unwrap_or(none);
            let name = python::attr(from_c(code), "co_name")?;
            let parts = [from_c(code), from_c(globals), name.obj(), defaults.obj(), closure];
            let function = python::call(kind.obj(), &parts)?;
            if let Some(keyword_defaults) = from_c_opt(keyword_defaults) {
                python::set_attr(function.obj(), "__kwdefaults__", keyword_defaults)?;
            }
            let mut all = args.clone();
            all.extend(pairs.chunks_exact(2).map(|pair| pair[1]));
            let names: Vec<Obj> = pairs.chunks_exact(2).map(|pair| pair[0]).collect();
            model().call(function.obj(), &all, &names)
        };
        give(function())
    }
}

/// The name of a callable, for messages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFuncName(callable: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise; the name lives as long as the callable, which keeps it.
    unsafe {
        let vm = from_c(callable);
        let has_name = matches!(model().shape(vm), Shape::Function | Shape::BoundMethod | Shape::Builtin);
        if has_name
            && let Ok(name) = python::attr(vm, "__name__")
            && let Some((text, _)) = crate::text::utf8(borrow_c(name.obj()))
        {
            return text.cast();
        }
        (*(*callable).ob_type).tp_name
    }
}

/// What follows the name of a callable in messages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_GetFuncDesc(callable: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise.
    match model().shape(unsafe { from_c(callable) }) {
        Shape::Function | Shape::BoundMethod | Shape::Builtin => c"()".as_ptr(),
        _ => c" object".as_ptr(),
    }
}

/// Flags of the running code that a compilation should inherit: none are known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_MergeCompilerFlags(_flags: *mut c_void) -> c_int {
    0
}

type PendingCall = unsafe extern "C" fn(*mut c_void) -> c_int;

/// Calls that wait for the main thread. Any thread may add one, with or without the VM.
static PENDING: Mutex<Vec<(PendingCall, usize)>> = Mutex::new(Vec::new());
static HAS_PENDING: AtomicBool = AtomicBool::new(false);
static RUNNING: AtomicI32 = AtomicI32::new(0);
/// As many as CPython keeps.
const MAX_PENDING: usize = 300;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_AddPendingCall(function: PendingCall, arg: *mut c_void) -> c_int {
    let Ok(mut pending) = PENDING.lock() else { return -1 };
    if pending.len() == MAX_PENDING {
        return -1;
    }
    pending.push((function, arg as usize));
    HAS_PENDING.store(true, Ordering::Release);
    0
}

/// Runs what waits; the host calls it where Python checks for signals.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn Py_MakePendingCalls() -> c_int {
    if model().check_signals().map_err(errors::raise).is_err() {
        return -1;
    }
    if !HAS_PENDING.load(Ordering::Acquire) || RUNNING.swap(1, Ordering::AcqRel) != 0 {
        return 0;
    }
    let calls = PENDING.lock().map(|mut pending| core::mem::take(&mut *pending)).unwrap_or_default();
    HAS_PENDING.store(false, Ordering::Release);
    let mut calls = calls.into_iter();
    let mut result = 0;
    for (function, arg) in calls.by_ref() {
        // SAFETY: the promise of whoever added the call.
        if unsafe { function(arg as *mut c_void) } != 0 {
            result = -1;
            break;
        }
    }
    let rest: Vec<_> = calls.collect();
    if !rest.is_empty()
        && let Ok(mut pending) = PENDING.lock()
    {
        pending.splice(0..0, rest);
        HAS_PENDING.store(true, Ordering::Release);
    }
    RUNNING.store(0, Ordering::Release);
    result
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_MakePendingCalls(_state: *mut PyThreadState) -> c_int {
    // SAFETY: no arguments.
    unsafe { Py_MakePendingCalls() }
}

/// Nothing but this process's one thread at a time runs Python: the world stands still by itself.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_StopTheWorld(_interpreter: *mut c_void) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyEval_StartTheWorld(_interpreter: *mut c_void) {}

/// Called by inline functions of CPython's own headers when their count is used up: -1 with a RecursionError.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_CheckRecursiveCall(_state: *mut PyThreadState, place: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    let place = unsafe { python::c_text(place) };
    crate::protocol::fail_int(Exc::RecursionError, &format!("maximum recursion depth exceeded{place}"))
}
