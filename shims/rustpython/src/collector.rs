//! `gc.collect` of Python code: objects that only C knows are shown to the VM's collector first.
//! What a collection does is the VM's, which of C's objects there are is core's.

use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::gil;

/// Puts a function around the VM's own.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("gc", 0)?;
    let original = module.get_attr("collect", vm)?;
    let collect = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        {
            let _gil = gil::enter();
            pilotage_shim::tracking::before_collection();
        }
        original.call(args, vm)
    };
    let collect = vm.new_function("collect", collect);
    module.set_attr("collect", collect, vm)
}
