//! Contexts of `contextvars` that C enters and leaves by itself, where Python has `Context.run` around a call.
//! What a context holds is the VM's alone.

use pilotage_shim::model::{Obj, Result};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use crate::objects::{object, owned, plain, vm};

/// The context is the current one of this thread from now on.
pub(crate) fn enter(context: Obj) -> Result<()> {
    vm(|vm| plain(push(context, vm)))
}

fn push(context: Obj, vm: &VirtualMachine) -> PyResult<()> {
    // The mark of a context that is entered is private to the VM, but `run` looks at it. Calling `bool` does nothing.
    let nothing = vm.ctx.types.bool_type.to_owned().into();
    vm.call_method(object(context), "run", FuncArgs::from(vec![nothing]))?;
    if vm.context_stack.borrow().iter().any(|entered| entered.is(object(context))) {
        let shown = object(context).repr(vm)?;
        return Err(vm.new_runtime_error(format!("cannot enter context: {shown} is already entered")));
    }
    vm.context_stack.borrow_mut().push(owned(context));
    Ok(())
}

/// The context that was current before is so again.
pub(crate) fn exit(context: Obj) -> Result<()> {
    vm(|vm| plain(pop(context, vm)))
}

fn pop(context: Obj, vm: &VirtualMachine) -> PyResult<()> {
    let left = vm.context_stack.borrow_mut().pop_if(|entered| entered.is(object(context)));
    if left.is_some() {
        return Ok(());
    }
    let is_entered = vm.context_stack.borrow().iter().any(|entered| entered.is(object(context)));
    if is_entered {
        let text = "cannot exit context: thread state references a different context object";
        return Err(vm.new_runtime_error(text));
    }
    let shown = object(context).repr(vm)?;
    Err(vm.new_runtime_error(format!("cannot exit context: {shown} has not been entered")))
}
