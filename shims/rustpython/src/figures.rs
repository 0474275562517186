//! Documentation, signature and module of classes that C made, as Python code asks for them: what the C type says.
//! NumPy writes documentation into types that are ready. Flags and sizes are in `attributes.rs`.

use rustpython_vm::builtins::{PyStr, PyType, PyTypeRef};
use rustpython_vm::function::PySetterValue;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use pilotage_shim::types;

use crate::objects::lend;
use crate::types::is_made_by_c;

/// Takes the place of the VM's own attributes of `type`.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let name = "__text_signature__";
    let original = original(name, vm)?;
    let get = move |class: PyTypeRef, vm: &VirtualMachine| shown(&class, name, &original, vm);
    let attribute = vm.ctx.new_readonly_getset(name, vm.ctx.types.type_type, get);
    vm.ctx.types.type_type.set_attr(vm.ctx.intern_str(name), attribute.into());
    assignable("__doc__", vm)?;
    assignable("__module__", vm)
}

/// Attributes that can be assigned, too: the VM knows how.
fn assignable(name: &'static str, vm: &VirtualMachine) -> PyResult<()> {
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

/// A plain str: what lies in the class of a static type is one that refuses to be an attribute of instances.
fn module(class: &PyRef<PyType>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let found = class.get_direct_attr(vm.ctx.intern_str("__module__"))?;
    let text = found.downcast_ref::<PyStr>()?;
    let is_plain = found.class().is(vm.ctx.types.str_type);
    if is_plain {
        return Some(found);
    }
    Some(vm.ctx.new_str(text.as_wtf8()).into())
}

/// What the C type says.
fn of_c(class: &PyRef<PyType>, name: &str, vm: &VirtualMachine) -> Option<PyObjectRef> {
    if name == "__module__" {
        return module(class, vm);
    }
    let _gil = crate::gil::enter();
    let class = lend(class);
    let text = if name == "__doc__" { types::static_doc(class)? } else { types::text_signature(class)? };
    Some(vm.ctx.new_str(text).into())
}
