//! What `type` tells of classes that C made, or that inherit from them: the numbers of their C types.
//! The VM's own numbers say how it keeps them: every class of C is a heap type there, and instances have its sizes.

use pilotage_abi::PyTypeObject;
use rustpython_vm::VirtualMachine;
use rustpython_vm::builtins::PyTypeRef;
use rustpython_vm::types::PyTypeFlags;

use crate::objects::lend;
use crate::{pairs, types};

/// The one flag that Python code changes: the VM has it.
const IS_ABSTRACT: u64 = 1 << 20;

/// CPython's offset of a weak reference list that it manages itself.
const MANAGED_WEAKREF: isize = -32;

/// Puts getters in the place of the VM's.
pub(crate) fn start(vm: &VirtualMachine) {
    let metaclass = vm.ctx.types.type_type;
    let getters = [
        ("__flags__", vm.ctx.new_readonly_getset("__flags__", metaclass, flags)),
        ("__basicsize__", vm.ctx.new_readonly_getset("__basicsize__", metaclass, basicsize)),
        ("__dictoffset__", vm.ctx.new_readonly_getset("__dictoffset__", metaclass, dictoffset)),
        ("__weakrefoffset__", vm.ctx.new_readonly_getset("__weakrefoffset__", metaclass, weakrefoffset)),
        ("__itemsize__", vm.ctx.new_readonly_getset("__itemsize__", metaclass, itemsize)),
    ];
    for (name, getter) in getters {
        metaclass.set_attr(vm.ctx.intern_str(name), getter.into());
    }
}

/// The C type of a class, if C made it or one of its bases.
fn c_type(class: &PyTypeRef) -> Option<&PyTypeObject> {
    if !types::is_foreign(class) && !types::is_made_by_c(class) {
        return None;
    }
    // SAFETY: null, or the body of a class, which is a type and lives as long.
    unsafe { pairs::body(lend(class)).cast::<PyTypeObject>().as_ref() }
}

fn flags(class: PyTypeRef) -> u64 {
    let own = class.slots().flags.load().bits();
    c_type(&class).map_or(own, |t| t.tp_flags & !IS_ABSTRACT | own & IS_ABSTRACT)
}

fn basicsize(class: PyTypeRef) -> usize {
    c_type(&class).map_or(class.slots().basicsize, |t| t.tp_basicsize.unsigned_abs())
}

fn itemsize(class: PyTypeRef) -> usize {
    c_type(&class).map_or(class.slots().itemsize, |t| t.tp_itemsize.unsigned_abs())
}

/// The VM's own instances have no offset: as in CPython where it manages the dictionary itself.
fn dictoffset(class: PyTypeRef) -> isize {
    let own = if class.slots().flags.has_feature(PyTypeFlags::HAS_DICT) { -1 } else { 0 };
    c_type(&class).map_or(own, |t| t.tp_dictoffset)
}

fn weakrefoffset(class: PyTypeRef) -> isize {
    let own = if class.slots().flags.has_feature(PyTypeFlags::HAS_WEAKREF) { MANAGED_WEAKREF } else { 0 };
    c_type(&class).map_or(own, |t| t.tp_weaklistoffset)
}
