//! `ctypes.pythonapi`: what `pythonapi.py` needs of the host to call the C-API with objects of the VM.

use pilotage_abi::PyObject as Body;
use pilotage_shim::{body, convert, errors};
use rustpython_vm::compiler::Mode;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::objects::{exception, lend, take};
use crate::{gil, imports};

const SOURCE: &str = include_str!("pythonapi.py");

/// Called with the module `ctypes` once it is there.
pub(crate) fn patch(ctypes: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    {
        // Libraries that `ctypes` opens may call the C-API, too.
        let _gil = gil::enter();
        imports::c_api();
    }
    let globals = vm.ctx.new_dict();
    let code = vm
        .compile(SOURCE, Mode::Exec, "<pilotage pythonapi>")
        .map_err(|error| vm.new_system_error(format!("a script of the host was not compiled: {error}")))?;
    vm.run_code_obj(code, Scope::with_builtins(None, globals.clone(), vm))?;
    let functions: Vec<PyObjectRef> = vec![
        ctypes,
        vm.new_function("lend", lend_object).into(),
        vm.new_function("give_back", give_back).into(),
        vm.new_function("take", take_object).into(),
        vm.new_function("locked", locked).into(),
        vm.new_function("check", check).into(),
    ];
    globals.get_item("patch", vm)?.call(FuncArgs::from(functions), vm)?;
    Ok(())
}

fn lend_object(object: PyObjectRef) -> usize {
    let _gil = gil::enter();
    convert::new_c(lend(object.as_object())).expose_provenance()
}

fn give_back(address: usize) {
    let _gil = gil::enter();
    // SAFETY: a reference that `lend` made, given back once.
    unsafe { body::decref(core::ptr::with_exposed_provenance_mut::<Body>(address)) };
}

fn take_object(address: usize) -> PyObjectRef {
    let _gil = gil::enter();
    // SAFETY: what a function of the C-API returned as a new reference, and not null.
    take(unsafe { convert::steal(core::ptr::with_exposed_provenance_mut::<Body>(address)) })
}

fn locked(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if args.args.is_empty() {
        return Err(vm.new_type_error("a function is missing"));
    }
    let function = args.args.remove(0);
    let _gil = gil::enter();
    function.call(args, vm)
}

fn check() -> PyResult<()> {
    let _gil = gil::enter();
    match errors::take_raised() {
        Some(raised) => Err(exception(raised)),
        None => Ok(()),
    }
}
