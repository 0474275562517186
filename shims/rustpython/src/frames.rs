//! Exceptions being handled, places in Python code, recursion.
//! Frames for C functions come from tiny code objects: the VM makes frames only by running code.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, OnceLock, PoisonError};

use pilotage_shim::model::{CodePlace, Obj, Ref, Result};
use rustpython_vm::builtins::{PyBaseException, PyCode, PyTraceback};
use rustpython_vm::compiler::Mode;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::frame::FrameObject;
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::scope::Scope;
use rustpython_vm::vm::thread::current_thread_slot;
use rustpython_vm::{AsObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use crate::objects::{give, payload, plain, take, vm};

/// What `except` blocks of this thread are handling.
pub(crate) fn handled() -> Option<Ref> {
    vm(|vm| {
        let innermost = vm.current_exception();
        let exception = innermost.or_else(|| current_thread_slot()?.exception.load_owned());
        exception.map(give)
    })
}

/// Replaces what the innermost `except` block handles.
pub(crate) fn set_handled(exception: Option<Ref>) {
    let exception = exception.and_then(|exception| take(exception).downcast::<PyBaseException>().ok());
    vm(|vm| vm.set_exception(exception));
}

/// Adds an entry to a traceback; without one if the VM cannot make a frame.
pub(crate) fn add_traceback(exception: Obj, place: CodePlace<'_>) {
    vm(|vm| {
        let exception = payload::<PyBaseException>(exception);
        let Ok(frame) = frame_at(place, vm) else { return };
        let line = usize::try_from(place.line).ok().and_then(Line::new).unwrap_or(Line::MIN);
        // Before the first instruction: its own line counts, not a position in the stub's code.
        let entry = PyTraceback::new(exception.__traceback__(), frame, -1, line).into_ref(&vm.ctx);
        exception.set_traceback(Some(entry));
    });
}

type Line = rustpython_vm::compiler::core::OneIndexed;

/// A code object without code.
pub(crate) fn code_stub(place: CodePlace<'_>) -> Ref {
    vm(|vm| {
        let code = stub(place, vm).and_then(|code| renamed(code, place, vm));
        match code {
            Ok(code) => give(code),
            // Only a lack of memory can stop this: the caller gets what it can hold.
            Err(_) => give(vm.ctx.none()),
        }
    })
}

/// The stubs by file and function.
static STUBS: LazyLock<Mutex<Stubs>> = LazyLock::new(Mutex::default);

type Stubs = HashMap<(String, String), PyRef<PyCode>>;

/// The code object of a place, whose code asks for its own frame.
fn stub(place: CodePlace<'_>, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let key = (place.filename.to_owned(), place.function.to_owned());
    let known = STUBS.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(code) = known {
        return Ok(code);
    }
    let code = vm
        .compile("frame()", Mode::Eval, place.filename)
        .map_err(|error| vm.new_system_error(format!("a stub was not compiled: {error}")))?;
    let code = renamed(code, place, vm)?;
    STUBS.lock().unwrap_or_else(PoisonError::into_inner).insert(key, code.clone());
    Ok(code)
}

fn renamed(code: PyRef<PyCode>, place: CodePlace<'_>, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let mut changes = KwArgs::default();
    for name in ["co_name", "co_qualname"] {
        changes.insert(name.into(), vm.ctx.new_str(place.function).into());
    }
    changes.insert("co_firstlineno".into(), vm.ctx.new_int(place.line.max(1)).into());
    let replace = code.as_object().get_attr("replace", vm)?;
    let changed = replace.call(FuncArgs { args: Vec::new(), kwargs: changes }, vm)?;
    changed
        .downcast::<PyCode>()
        .map_err(|_| vm.new_system_error("`replace` of a code object gave something else"))
}

/// A frame of the place's code object.
fn frame_at(place: CodePlace<'_>, vm: &VirtualMachine) -> PyResult<PyRef<FrameObject>> {
    let code = stub(place, vm)?;
    let globals = vm.ctx.new_dict();
    // Made once: the VM never gives back what it needs for a function of its own.
    static FUNCTION: OnceLock<PyObjectRef> = OnceLock::new();
    let function = FUNCTION.get_or_init(|| {
        vm.new_function("frame", |vm: &VirtualMachine| vm.current_frame().to_pyobject(vm)).into()
    });
    globals.set_item("frame", function.clone(), vm)?;
    let frame: PyObjectRef = vm.run_code_obj(code, Scope::with_builtins(None, globals, vm))?;
    frame.downcast::<FrameObject>().map_err(|_| vm.new_system_error("the VM has no frame"))
}

pub(crate) fn frame_globals() -> Option<Ref> {
    rustpython_vm::frame::current_globals().map(give)
}

pub(crate) fn frame_locals() -> Option<Ref> {
    vm(|vm| {
        vm.current_frame()?;
        vm.current_locals().ok().map(|locals| give(PyObjectRef::from(locals)))
    })
}

pub(crate) fn frame() -> Option<Ref> {
    vm(|vm| vm.current_frame().map(give))
}

/// RecursionError when the stack is nearly used up: the VM measures it, so nothing must be counted back.
pub(crate) fn enter_recursion(whence: &str) -> Result<()> {
    vm(|vm| plain(vm.with_recursion(whence, || Ok(()))))
}
