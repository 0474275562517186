//! `object.__sizeof__` that knows of bodies in C: the VM sees a pointer.

use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::objects::lend;
use crate::pairs;

pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let object = vm.ctx.types.object_type;
    let name = vm.ctx.intern_str("__sizeof__");
    let Some(original) = object.get_direct_attr(name) else {
        return Err(vm.new_system_error("the VM's `object` has no `__sizeof__`"));
    };
    let size = move |instance: PyObjectRef, vm: &VirtualMachine| -> PyResult {
        let lent = lend(instance.as_object());
        if !pairs::is_foreign(lent) {
            return original.call((instance,), vm);
        }
        let _gil = crate::gil::enter();
        Ok(vm.ctx.new_int(pilotage_shim::object_size::size(lent)).into())
    };
    object.set_attr(name, vm.new_method("__sizeof__", object, size).into());
    Ok(())
}
