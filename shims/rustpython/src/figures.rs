//! Flags and sizes of classes that C made, as Python code asks for them: what the C type says, not what the VM needs.
//! The VM cannot make a static class at run time, and NumPy looks at `__flags__` to tell its types from others.

use rustpython_vm::builtins::{PyType, PyTypeRef};
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::objects::lend;
use crate::types::is_made_by_c;

/// Takes the place of the VM's own attributes of `type`.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["__flags__", "__basicsize__", "__itemsize__"] {
        replace(name, vm)?;
    }
    Ok(())
}

fn replace(name: &'static str, vm: &VirtualMachine) -> PyResult<()> {
    let metaclass = vm.ctx.types.type_type;
    let key = vm.ctx.intern_str(name);
    let Some(original) = metaclass.get_direct_attr(key) else {
        return Err(vm.new_system_error(format!("the VM's `type` has no `{name}`")));
    };
    let get = move |class: PyTypeRef, vm: &VirtualMachine| -> PyResult<PyObjectRef> {
        match figure(&class, name) {
            Some(figure) => Ok(vm.ctx.new_int(figure).into()),
            None => vm.call_method(&original, "__get__", (class.clone(), class.class().to_owned())),
        }
    };
    metaclass.set_attr(key, vm.ctx.new_readonly_getset(name, metaclass, get).into());
    Ok(())
}

/// What the C type says, if C made the class.
fn figure(class: &PyRef<PyType>, name: &str) -> Option<i64> {
    if !is_made_by_c(class) {
        return None;
    }
    let _gil = crate::gil::enter();
    let figures = pilotage_shim::types::figures(lend(class))?;
    match name {
        "__flags__" => Some(figures.flags.cast_signed()),
        "__basicsize__" => Some(figures.basicsize as i64),
        _ => Some(figures.itemsize as i64),
    }
}
