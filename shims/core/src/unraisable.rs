//! Exceptions that nobody can get, told through `sys.unraisablehook`; and exceptions that are printed.

use core::ffi::{c_char, c_int, c_long};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::body::{World, decref};
use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, to_c};
use crate::errors;
use crate::exception_bodies::{is_a, vm_traceback};
use crate::model::{CodePlace, Obj, Ref, Result, model};
use crate::python;
use crate::va::{VaList, VaListTag, formatted};

/// The argument of the hook: a sequence, for hooks of VMs, whose items have names, for hooks in Python.
const ARGS_SOURCE: &str = "
class UnraisableHookArgs(tuple):
 __slots__ = ()
 exc_type = property(lambda self: self[0])
 exc_value = property(lambda self: self[1])
 exc_traceback = property(lambda self: self[2])
 err_msg = property(lambda self: self[3])
 object = property(lambda self: self[4])
";

static ARGS_CLASS: World<Option<Ref>> = World::new(None);

fn args_class() -> Result {
    if let Some(class) = ARGS_CLASS.with(|class| class.clone()) {
        return Ok(class);
    }
    let namespace = model().dict();
    let name = python::text("__name__");
    model().dict_set(namespace.obj(), name.obj(), python::text("sys").obj())?;
    python::call_function("builtins", "exec", &[python::text(ARGS_SOURCE).obj(), namespace.obj()])?;
    let class = model().dict_get(namespace.obj(), python::text("UnraisableHookArgs").obj())?;
    let class = class.unwrap_or_else(|| model().none().to_ref());
    ARGS_CLASS.with(|place| *place = Some(class.clone()));
    Ok(class)
}

/// An exception that was never raised gets the place where it is lost.
fn here(exception: Obj) -> Option<Ref> {
    let frame = to_c(model().frame()?);
    // SAFETY: a reference of ours to a frame.
    let place = unsafe {
        let place = crate::frameobject::place(frame);
        decref(frame);
        place
    };
    let (filename, function, line) = place.ok()?;
    model().add_traceback(exception, CodePlace { filename: &filename, function: &function, line });
    vm_traceback(exception)
}

fn tell(exception: Obj, message: Option<Obj>, object: Option<Obj>) -> Result<()> {
    let none = model().none();
    let traceback = vm_traceback(exception).or_else(|| here(exception));
    let parts: Vec<Ref> = [
        model().class(exception),
        exception,
        traceback.as_ref().map_or(none, Ref::obj),
        message.unwrap_or(none),
        object.unwrap_or(none),
    ]
    .iter()
    .map(|part| part.to_ref())
    .collect();
    let args = python::call(args_class()?.obj(), &[model().tuple(parts).obj()])?;
    let sys = model().import("sys")?;
    let hook = python::attr_opt(sys.obj(), "unraisablehook")?.filter(|hook| hook.obj() != none);
    let hook = match hook {
        Some(hook) => hook,
        None => python::attr(sys.obj(), "__unraisablehook__")?,
    };
    python::call(hook.obj(), &[args.obj()])?;
    Ok(())
}

/// Tells of an exception that happened in `place` and that no caller can get.
///
/// # Safety
/// `p` is the body of an exception.
pub unsafe fn write_unraisable(p: *mut PyObject, place: &str) {
    let message = python::text(&format!("Exception ignored in {place}"));
    // SAFETY: the caller's promise.
    let exception = unsafe { from_c(p) };
    // A hook that fails has nobody to tell either.
    let _ = tell(exception, Some(message.obj()), None);
}

/// Takes the indicator's exception and tells of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_WriteUnraisable(object: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let Some(raised) = errors::take_raised() else { return };
        let _ = tell(raised.0.obj(), None, from_c_opt(object));
    }
}

/// `PyErr_FormatUnraisable` with its arguments as a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pilotage_format_unraisable(format: *const c_char, args: *mut VaListTag) {
    let Some(raised) = errors::take_raised() else { return };
    // SAFETY: the caller's promise.
    let message = (!format.is_null()).then(|| unsafe { formatted(format, &mut VaList::new(args)) });
    let message = message.and_then(core::result::Result::ok);
    let _ = tell(raised.0.obj(), message.as_ref().map(Ref::obj), None);
}

/// Prints the indicator's exception through `sys.excepthook`, and forgets it. `SystemExit` ends the process.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_PrintEx(set_sys_last: c_int) {
    let Some(raised) = errors::take_raised() else { return };
    let exception = raised.0.obj();
    let p = to_c(raised.0.clone());
    // SAFETY: a living exception.
    let is_exit = unsafe { is_a(p, Exc::SystemExit) };
    // SAFETY: a reference of ours.
    unsafe { decref(p) };
    if is_exit {
        exit_with(exception);
    }
    let none = model().none();
    let traceback = vm_traceback(exception);
    let traceback = traceback.as_ref().map_or(none, Ref::obj);
    let class = model().class(exception);
    if set_sys_last != 0
        && let Ok(sys) = model().import("sys")
    {
        for (name, value) in [
            ("last_exc", exception),
            ("last_type", class),
            ("last_value", exception),
            ("last_traceback", traceback),
        ] {
            let _ = python::set_attr(sys.obj(), name, value);
        }
    }
    if let Err(raised) = python::call_function("sys", "excepthook", &[class, exception, traceback]) {
        let _ = tell(raised.0.obj(), Some(python::text("Exception ignored in sys.excepthook").obj()), None);
    }
}

/// What the interpreter does with a SystemExit that nobody catches.
fn exit_with(exception: Obj) -> ! {
    let code = python::attr(exception, "code").ok().filter(|code| code.obj() != model().none());
    let status = match &code {
        None => 0,
        Some(code) => {
            model().index(code.obj()).ok().and_then(|code| model().int_to_i64(code.obj())).unwrap_or_else(
                || {
                    if let Ok(text) = model().str(code.obj()) {
                        let _ = python::attr(exception, "code");
                        write_stderr(text.obj());
                    }
                    1
                },
            )
        }
    };
    crate::pylifecycle::exit(status as c_int)
}

fn write_stderr(text: Obj) {
    let line = python::text(&format!("{}\n", python::to_string(text)));
    if let Ok(stream) = model().import("sys").and_then(|sys| python::attr(sys.obj(), "stderr")) {
        let _ = python::call_method(stream.obj(), "write", &[line.obj()]);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Print() {
    // SAFETY: no arguments.
    unsafe { PyErr_PrintEx(1) }
}

/// Prints an exception as `sys.__excepthook__` does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_DisplayException(exception: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_Display(null_mut(), exception, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Display(
    _class: *mut PyObject,
    exception: *mut PyObject,
    traceback: *mut PyObject,
) {
    if exception.is_null() {
        return;
    }
    // SAFETY: the caller's promise.
    let (exception, traceback) = unsafe { (from_c(exception), from_c_opt(traceback)) };
    let own = vm_traceback(exception);
    let traceback = traceback.or_else(|| own.as_ref().map(Ref::obj)).unwrap_or_else(|| model().none());
    let class = model().class(exception);
    let _ = python::call_function("sys", "__excepthook__", &[class, exception, traceback]);
}

unsafe extern "C" {
    fn sigaction(signal: c_int, new: *const u8, old: *mut u8) -> c_int;
    fn raise(signal: c_int) -> c_int;
}

const SIGINT: c_int = 2;
/// `SIG_DFL` and `SIG_IGN`.
const NO_HANDLER: [c_long; 2] = [0, 1];

/// As if the signal came in: its Python handler runs at the next check. Nothing happens without a handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetInterruptEx(signal: c_int) -> c_int {
    // `struct sigaction` begins with the handler; no system's is larger than this.
    let mut old = [0 as c_long; 64];
    // SAFETY: room for the answer.
    unsafe {
        if sigaction(signal, core::ptr::null(), old.as_mut_ptr().cast()) != 0 {
            return -1;
        }
        if !NO_HANDLER.contains(&old[0]) {
            raise(signal);
        }
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetInterrupt() {
    // SAFETY: no pointers.
    unsafe { PyErr_SetInterruptEx(SIGINT) };
}
