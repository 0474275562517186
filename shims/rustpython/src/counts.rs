//! `sys.getrefcount` that knows of C's references: the VM counts one for all of them.

use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::objects::lend;

pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let count = |object: PyObjectRef| -> usize {
        let own = object.strong_count();
        let _gil = crate::gil::enter();
        own.saturating_add_signed(pilotage_shim::lifetime::uncounted(lend(object.as_object())))
    };
    vm.sys_module.set_attr("getrefcount", vm.new_function("getrefcount", count), vm)
}
