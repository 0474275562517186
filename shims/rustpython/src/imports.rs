//! Extension modules: the VM's import system calls the host, the host calls core.
//! What the VM must look like to pip and to packages is in `boot.py`, which runs from here.

use core::cell::Cell;
use core::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use pilotage_shim::importing;
use rustpython_vm::builtins::{PyTuple, PyUtf8Str};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use crate::objects::{lend, vm, vm_answer, vm_plain};
use crate::{gil, memory, pythonapi};

const BOOT: &str = include_str!("boot.py");

/// Hooks extension modules in; before `site`, so that nothing is imported past it.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let globals = vm.ctx.new_dict();
    globals.set_item("__name__", vm.ctx.new_str("_pilotage_boot").into(), vm)?;
    let code = vm
        .compile(BOOT, rustpython_vm::compiler::Mode::Exec, "<pilotage boot>")
        .map_err(|error| vm.new_system_error(format!("the boot script was not compiled: {error}")))?;
    vm.run_code_obj(code, Scope::with_builtins(None, globals.clone(), vm))?;
    let load = vm.new_function("create_dynamic", create_dynamic);
    let execute = vm.new_function("exec_dynamic", exec_dynamic);
    let after_fork = vm.new_function("after_fork", gil::after_fork);
    let patch_ctypes = vm.new_function("patch_ctypes", pythonapi::patch);
    let trace = vm.new_function("trace", memory::trace);
    let functions = (version_info(vm)?, load, execute, after_fork, patch_ctypes, trace);
    globals.get_item("boot", vm)?.call(functions, vm)?;
    Ok(())
}

/// `sys.version_info` of the release whose binary interface this is; the VM calls itself an alpha.
fn version_info(vm: &VirtualMachine) -> PyResult {
    let class = vm.sys_module.get_attr("version_info", vm)?.class().to_owned();
    let number = |number: i32| PyObjectRef::from(vm.ctx.new_int(number));
    let parts = [number(3), number(14), number(0), vm.ctx.new_str("final").into(), number(0)];
    PyTuple::new_unchecked(Box::new(parts)).into_ref_with_type(vm, class).map(Into::into)
}

fn attribute(spec: &PyObjectRef, name: &'static str, vm: &VirtualMachine) -> PyResult<String> {
    let value = spec.get_attr(name, vm)?;
    match value.downcast_ref::<PyUtf8Str>() {
        Some(text) => Ok(text.as_str().to_owned()),
        None => Err(vm.new_type_error(format!("`{name}` of a module's spec must be a str"))),
    }
}

fn create_dynamic(spec: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let name = attribute(&spec, "name", vm)?;
    let path = attribute(&spec, "origin", vm)?;
    if vm.state.interpreter_id != rustpython_vm::MAIN_INTERPRETER_ID {
        let message = format!("`{name}` is an extension module: sub-interpreters cannot import it");
        return Err(vm.new_import_error(message, vm.ctx.new_str(name)));
    }
    let _gil = gil::enter();
    c_api();
    vm_answer(importing::load(&path, &name, lend(spec.as_object())))
}

const IDLE: u8 = 0;
const STARTING: u8 = 1;
const STARTED: u8 = 2;

/// The C-API is made when something of C first asks for it: most programs that start never do. The caller is in C.
pub(crate) fn c_api() {
    static STATE: AtomicU8 = AtomicU8::new(IDLE);
    thread_local! {
        static IS_MINE: Cell<bool> = const { Cell::new(false) };
    }
    if STATE.compare_exchange(IDLE, STARTING, Ordering::AcqRel, Ordering::Acquire).is_ok() {
        IS_MINE.set(true);
        pilotage_shim::start::start();
        IS_MINE.set(false);
        STATE.store(STARTED, Ordering::Release);
    }
    // Another thread may have let this one in meanwhile.
    while STATE.load(Ordering::Acquire) != STARTED && !IS_MINE.get() {
        gil::outside(|| vm(|vm| vm.allow_threads(|| std::thread::sleep(Duration::from_millis(1)))));
    }
}

fn exec_dynamic(module: PyObjectRef) -> PyResult<i32> {
    let _gil = gil::enter();
    vm_plain(importing::exec(lend(module.as_object()))).map(|()| 0)
}
