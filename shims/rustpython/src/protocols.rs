//! What can be done with any object: attributes, calls, operators, iteration.
//! All of it may run Python code, so all of it runs outside of C's lock.

use pilotage_shim::model::{Binary, Compare, Obj, Ref, Result, Unary};
use rustpython_vm::builtins::PyType;
use rustpython_vm::function::PySetterValue;
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::types::{PyComparisonOp, PyTypeFlags};
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

use crate::gil;
use crate::objects::{answer, give, name, object, owned, payload, plain, raised, vm};

/// Runs an operation of the VM whose result is an object.
fn run(f: impl FnOnce(&VirtualMachine) -> PyResult) -> Result {
    gil::outside(|| vm(|vm| survive(vm, || answer(f(vm)))))
}

/// Runs an operation of the VM whose result is a plain value.
fn run_plain<T>(f: impl FnOnce(&VirtualMachine) -> PyResult<T>) -> Result<T> {
    gil::outside(|| vm(|vm| survive(vm, || plain(f(vm)))))
}

/// A panic of the VM must not unwind into C: it becomes an exception. The VM has told of it already.
fn survive<T>(vm: &VirtualMachine, f: impl FnOnce() -> Result<T>) -> Result<T> {
    std::panic::catch_unwind(core::panic::AssertUnwindSafe(f)).unwrap_or_else(|_| {
        Err(raised(vm.new_system_error("internal error of the VM, told on standard error")))
    })
}

pub(crate) fn getattr(obj: Obj, attribute: Obj) -> Result {
    run(|vm| object(obj).get_attr(name(attribute, vm)?, vm))
}

pub(crate) fn getattr_opt(obj: Obj, attribute: Obj) -> Result<Option<Ref>> {
    run_plain(|vm| vm.get_attribute_opt(object(obj), name(attribute, vm)?)).map(|found| found.map(give))
}

fn setter(value: Option<Obj>) -> PySetterValue {
    value.map_or(PySetterValue::Delete, |value| PySetterValue::Assign(owned(value)))
}

pub(crate) fn setattr(obj: Obj, attribute: Obj, value: Option<Obj>) -> Result<()> {
    run_plain(|vm| object(obj).call_set_attr(vm, name(attribute, vm)?, setter(value)))
}

pub(crate) fn generic_getattr(obj: Obj, attribute: Obj) -> Result<Option<Ref>> {
    run_plain(|vm| object(obj).generic_getattr_opt(name(attribute, vm)?, None, vm))
        .map(|found| found.map(give))
}

pub(crate) fn generic_setattr(obj: Obj, attribute: Obj, value: Option<Obj>) -> Result<()> {
    run_plain(|vm| object(obj).generic_setattr(name(attribute, vm)?, setter(value), vm))
}

/// Through the slot of `class`, past the check with which `type.__setattr__` refuses objects of other metaclasses.
pub(crate) fn setattr_as(class: Obj, obj: Obj, attribute: Obj, value: Option<Obj>) -> Result<()> {
    run_plain(|vm| match payload::<PyType>(class).slots.setattro.load() {
        Some(setattro) => setattro(object(obj), name(attribute, vm)?, setter(value), vm),
        None => object(obj).generic_setattr(name(attribute, vm)?, setter(value), vm),
    })
}

pub(crate) fn instance_dict(obj: Obj) -> Option<Ref> {
    let class = object(obj).class();
    // It is there, or it is made now.
    if !object(obj).has_instance_dict() && !class.slots().flags.has_feature(PyTypeFlags::HAS_DICT) {
        return None;
    }
    vm(|vm| rustpython_vm::builtins::object_get_dict(owned(obj), vm).ok().map(give))
}

pub(crate) fn call(callable: Obj, args: &[Obj], names: &[Obj]) -> Result {
    let positional = args.len().saturating_sub(names.len());
    let args = args.iter().copied().map(owned).collect();
    let names: Vec<_> = names.iter().copied().map(owned).collect();
    let names = (!names.is_empty()).then_some(names.as_slice());
    run(|vm| object(callable).vectorcall(args, positional, names, vm))
}

pub(crate) fn unary(op: Unary, a: Obj) -> Result {
    let a = object(a);
    run(|vm| match op {
        Unary::Negative => vm._neg(a),
        Unary::Positive => vm._pos(a),
        Unary::Invert => vm._invert(a),
        Unary::Absolute => vm._abs(a),
    })
}

type Operator = fn(&VirtualMachine, &PyObject, &PyObject) -> PyResult;

pub(crate) fn binary(op: Binary, a: Obj, b: Obj) -> Result {
    let function: Operator = match op {
        Binary::Add => VirtualMachine::_add,
        Binary::Subtract => VirtualMachine::_sub,
        Binary::Multiply => VirtualMachine::_mul,
        Binary::MatrixMultiply => VirtualMachine::_matmul,
        Binary::TrueDivide => VirtualMachine::_truediv,
        Binary::FloorDivide => VirtualMachine::_floordiv,
        Binary::Remainder => VirtualMachine::_mod,
        Binary::Divmod => VirtualMachine::_divmod,
        Binary::Lshift => VirtualMachine::_lshift,
        Binary::Rshift => VirtualMachine::_rshift,
        Binary::And => VirtualMachine::_and,
        Binary::Or => VirtualMachine::_or,
        Binary::Xor => VirtualMachine::_xor,
    };
    run(|vm| function(vm, object(a), object(b)))
}

pub(crate) fn inplace(op: Binary, a: Obj, b: Obj) -> Result {
    let function: Operator = match op {
        Binary::Add => VirtualMachine::_iadd,
        Binary::Subtract => VirtualMachine::_isub,
        Binary::Multiply => VirtualMachine::_imul,
        Binary::MatrixMultiply => VirtualMachine::_imatmul,
        Binary::TrueDivide => VirtualMachine::_itruediv,
        Binary::FloorDivide => VirtualMachine::_ifloordiv,
        Binary::Remainder => VirtualMachine::_imod,
        // There is no operator for it.
        Binary::Divmod => VirtualMachine::_divmod,
        Binary::Lshift => VirtualMachine::_ilshift,
        Binary::Rshift => VirtualMachine::_irshift,
        Binary::And => VirtualMachine::_iand,
        Binary::Or => VirtualMachine::_ior,
        Binary::Xor => VirtualMachine::_ixor,
    };
    run(|vm| function(vm, object(a), object(b)))
}

pub(crate) fn power(a: Obj, b: Obj, c: Obj) -> Result {
    run(|vm| vm._pow(object(a), object(b), object(c)))
}

pub(crate) fn inplace_power(a: Obj, b: Obj) -> Result {
    run(|vm| vm._ipow(object(a), object(b), vm.ctx.none.as_object()))
}

pub(crate) fn compare(a: Obj, b: Obj, op: Compare) -> Result {
    let op = match op {
        Compare::Lt => PyComparisonOp::Lt,
        Compare::Le => PyComparisonOp::Le,
        Compare::Eq => PyComparisonOp::Eq,
        Compare::Ne => PyComparisonOp::Ne,
        Compare::Gt => PyComparisonOp::Gt,
        Compare::Ge => PyComparisonOp::Ge,
    };
    run(|vm| object(a).rich_compare(object(b), op, vm))
}

pub(crate) fn truth(a: Obj) -> Result<bool> {
    run_plain(|vm| owned(a).is_true(vm))
}

pub(crate) fn hash(a: Obj) -> Result<i64> {
    run_plain(|vm| object(a).hash(vm))
}

pub(crate) fn len(a: Obj) -> Result<usize> {
    run_plain(|vm| object(a).length(vm))
}

pub(crate) fn getitem(a: Obj, key: Obj) -> Result {
    run(|vm| object(a).get_item(object(key), vm))
}

pub(crate) fn setitem(a: Obj, key: Obj, value: Obj) -> Result<()> {
    run_plain(|vm| object(a).set_item(object(key), owned(value), vm))
}

pub(crate) fn delitem(a: Obj, key: Obj) -> Result<()> {
    run_plain(|vm| object(a).del_item(object(key), vm))
}

pub(crate) fn contains(a: Obj, item: Obj) -> Result<bool> {
    run_plain(|vm| vm._contains(object(a), object(item)))
}

pub(crate) fn iter(a: Obj) -> Result {
    run(|vm| object(a).get_iter(vm).map(Into::into))
}

pub(crate) fn next(iterator: Obj) -> Result<Option<Ref>> {
    match run_plain(|vm| PyIter::new(object(iterator)).next(vm))? {
        PyIterReturn::Return(item) => Ok(Some(give(item))),
        PyIterReturn::StopIteration(None) => Ok(None),
        PyIterReturn::StopIteration(Some(value)) => {
            // A value at the end is seen by whoever delegates: it travels in the exception.
            Err(vm(|vm| crate::objects::raised(vm.new_stop_iteration(Some(value)))))
        }
    }
}

pub(crate) fn repr(a: Obj) -> Result {
    run(|vm| object(a).repr(vm).map(Into::into))
}

pub(crate) fn str(a: Obj) -> Result {
    run(|vm| object(a).str(vm).map(Into::into))
}

pub(crate) fn index(a: Obj) -> Result {
    run(|vm| object(a).try_index(vm).map(Into::into))
}

pub(crate) fn isinstance(a: Obj, class: Obj) -> Result<bool> {
    run_plain(|vm| object(a).is_instance(object(class), vm))
}

pub(crate) fn issubclass(a: Obj, class: Obj) -> Result<bool> {
    run_plain(|vm| object(a).is_subclass(object(class), vm))
}

pub(crate) fn is_callable(a: Obj) -> bool {
    object(a).is_callable()
}

pub(crate) fn is_subtype(class: Obj, base: Obj) -> bool {
    payload::<PyType>(class).fast_issubclass(object(base))
}

pub(crate) fn import(module: &str) -> Result {
    run(|vm| {
        let full = vm.ctx.new_str(module);
        vm.import(&full, 0)?;
        // `import a.b` gives `a`; the model wants what `importlib.import_module` gives.
        let modules = vm.sys_module.get_attr("modules", vm)?;
        modules.get_item(full.as_object(), vm)
    })
}
