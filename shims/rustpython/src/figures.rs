//! Flags, sizes and documentation of classes that C made, as Python code asks for them: what the C type says, not what
//! the VM needs. The VM cannot make a static class at run time, and NumPy looks at `__flags__` to tell its types from
//! others; it also writes documentation into types that are ready.

use rustpython_vm::builtins::{PyType, PyTypeRef};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use pilotage_shim::types;

use crate::objects::lend;
use crate::types::is_made_by_c;

/// Takes the place of the VM's own attributes of `type`.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["__flags__", "__basicsize__", "__itemsize__", "__text_signature__"] {
        let original = original(name, vm)?;
        let get = move |class: PyTypeRef, vm: &VirtualMachine| shown(&class, name, &original, vm);
        let attribute = vm.ctx.new_readonly_getset(name, vm.ctx.types.type_type, get);
        vm.ctx.types.type_type.set_attr(vm.ctx.intern_str(name), attribute.into());
    }
    documentation(vm)
}

/// `__doc__` can be assigned, too: the VM knows how.
fn documentation(vm: &VirtualMachine) -> PyResult<()> {
    let name = "__doc__";
    let original = original(name, vm)?;
    let setter = original.clone();
    let get = move |class: PyTypeRef, vm: &VirtualMachine| shown(&class, name, &original, vm);
    let set = move |class: PyTypeRef, value: PySetterValue, vm: &VirtualMachine| -> PyResult<()> {
        match value {
            PySetterValue::Assign(value) => vm.call_method(&setter, "__set__", (class, value)).map(drop),
            PySetterValue::Delete => vm.call_method(&setter, "__delete__", (class,)).map(drop),
        }
    };
    let attribute = vm.ctx.new_getset(name, vm.ctx.types.type_type, get, set);
    vm.ctx.types.type_type.set_attr(vm.ctx.intern_str(name), attribute.into());
    Ok(())
}

fn original(name: &'static str, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    let own = vm.ctx.types.type_type.get_direct_attr(vm.ctx.intern_str(name));
    own.ok_or_else(|| vm.new_system_error(format!("the VM's `type` has no `{name}`")))
}

fn shown(class: &PyTypeRef, name: &str, original: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if is_made_by_c(class)
        && let Some(shown) = of_c(class, name, vm)
    {
        return Ok(shown);
    }
    vm.call_method(original, "__get__", (class.clone(), class.class().to_owned()))
}

/// What the C type says.
fn of_c(class: &PyRef<PyType>, name: &str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let _gil = crate::gil::enter();
    let class = lend(class);
    let figures = types::figures(class)?;
    Some(match name {
        "__flags__" => vm.ctx.new_int(figures.flags).into(),
        "__basicsize__" => vm.ctx.new_int(figures.basicsize).into(),
        "__itemsize__" => vm.ctx.new_int(figures.itemsize).into(),
        "__doc__" => vm.ctx.new_str(types::static_doc(class)?).into(),
        _ => vm.ctx.new_str(types::text_signature(class)?).into(),
    })
}
