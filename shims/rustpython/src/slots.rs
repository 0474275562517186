//! What the VM calls for an operation on an instance of a C type: one static function per slot.
//! Each one only passes on to `dispatch`, which finds the C function; numbers are in `number.rs`.

use pilotage_shim::dispatch;
use pilotage_shim::model::{Compare, Obj, Slot, SlotSet};
use rustpython_vm::builtins::{PyStr, PyTypeRef};
use rustpython_vm::function::{Either, FuncArgs, KwArgs, PyComparisonValue, PySetterValue};
use rustpython_vm::protocol::{PyIterReturn, PyMapping, PySequence};
use rustpython_vm::types::{PyComparisonOp, PyTypeSlots};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::objects::{exception, lend, lend_all, take, vm_answer, vm_plain};
use crate::{buffers, gil, number};

/// Stores the functions of the set, and takes ours away where the set has them no more.
pub(crate) fn store(slots: &PyTypeSlots, set: SlotSet) {
    store_object(slots, set);
    store_protocols(slots, set);
    store_containers(slots, set);
    number::store(&slots.as_number, set);
}

fn store_object(slots: &PyTypeSlots, set: SlotSet) {
    macro_rules! store {
        ($($slot:ident => $field:ident = $function:expr;)*) => {
            $(if set.has(Slot::$slot) { slots.$field.store(Some($function)); })*
        };
    }
    store! {
        Repr => repr = repr;
        Str => str = str;
        Hash => hash = hash;
        Getattro => getattro = getattro;
        Setattro => setattro = setattro;
        Richcompare => richcompare = richcompare;
        Init => init = init;
        New => new = new;
        Finalize => del = finalize;
        Getbuffer => as_buffer = buffers::as_buffer;
    }
}

fn store_protocols(slots: &PyTypeSlots, set: SlotSet) {
    if set.has(Slot::Call) {
        slots.call.store(Some(call));
        // Of instances: for a class without `call` the VM would take it for its constructor.
        slots.vectorcall.store(Some(vectorcall));
    }
    if set.has(Slot::Iter) {
        slots.iter.store(Some(iter));
    }
    if set.has(Slot::Iternext) {
        slots.iternext.store(Some(iternext));
    }
    if set.has(Slot::DescrGet) {
        slots.descr_get.store(Some(descr_get));
    }
    if set.has(Slot::DescrSet) {
        slots.descr_set.store(Some(descr_set));
    }
}

fn store_containers(slots: &PyTypeSlots, set: SlotSet) {
    let (sequence, mapping) = (&slots.as_sequence, &slots.as_mapping);
    if set.has(Slot::Length) {
        sequence.length.store(Some(sequence_length));
        mapping.length.store(Some(mapping_length));
    }
    if set.has(Slot::Subscript) {
        mapping.subscript.store(Some(subscript));
    }
    if set.has(Slot::AssSubscript) {
        mapping.ass_subscript.store(Some(ass_subscript));
    }
    if set.has(Slot::SqItem) {
        sequence.item.store(Some(item));
        // The VM asks the mapping first, and makes an exception where there is none: `dispatch` knows both.
        mapping.subscript.store(Some(subscript));
    }
    if set.has(Slot::SqAssItem) {
        sequence.ass_item.store(Some(ass_item));
        mapping.ass_subscript.store(Some(ass_subscript));
    }
    if set.has(Slot::Contains) {
        sequence.contains.store(Some(contains));
    }
    if set.has(Slot::SqConcat) {
        sequence.concat.store(Some(concat));
    }
    if set.has(Slot::SqRepeat) {
        sequence.repeat.store(Some(repeat));
    }
    if set.has(Slot::SqInplaceConcat) {
        sequence.inplace_concat.store(Some(inplace_concat));
    }
    if set.has(Slot::SqInplaceRepeat) {
        sequence.inplace_repeat.store(Some(inplace_repeat));
    }
}

/// The positional arguments of a call, its keyword values behind them, and the keywords' names.
pub(crate) struct Arguments {
    values: Vec<PyObjectRef>,
    names: Vec<PyObjectRef>,
}

impl Arguments {
    pub(crate) fn new(args: FuncArgs, vm: &VirtualMachine) -> Arguments {
        let FuncArgs { args: mut values, kwargs } = args;
        let names = keywords(kwargs, &mut values, vm);
        Arguments { values, names }
    }

    pub(crate) fn values(&self) -> &[Obj] {
        lend_all(&self.values)
    }

    pub(crate) fn names(&self) -> &[Obj] {
        lend_all(&self.names)
    }
}

fn keywords(kwargs: KwArgs, values: &mut Vec<PyObjectRef>, vm: &VirtualMachine) -> Vec<PyObjectRef> {
    let mut names = Vec::with_capacity(kwargs.len());
    for (name, value) in kwargs {
        // Interned, as names of keywords are: C compares them by address first.
        let name: PyObjectRef = vm.ctx.intern_str(&*name).to_owned().into();
        names.push(name);
        values.push(value);
    }
    names
}

/// A str, as slots that must give one say it.
fn text(result: PyResult, what: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    result?.downcast::<PyStr>().map_err(|other| {
        let class = other.class().name().to_string();
        vm.new_type_error(format!("{what} returned non-string (type {class})"))
    })
}

fn repr(a: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let _gil = gil::enter();
    text(vm_answer(dispatch::unary(Slot::Repr, lend(a))), "__repr__", vm)
}

fn str(a: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let _gil = gil::enter();
    text(vm_answer(dispatch::unary(Slot::Str, lend(a))), "__str__", vm)
}

fn hash(a: &PyObject, _: &VirtualMachine) -> PyResult<i64> {
    let _gil = gil::enter();
    vm_plain(dispatch::hash(lend(a)))
}

fn call(a: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::new(args, vm);
    let _gil = gil::enter();
    vm_answer(dispatch::call(lend(a), args.values(), args.names()))
}

fn vectorcall(
    a: &PyObject,
    args: Vec<PyObjectRef>,
    _: usize,
    names: Option<&[PyObjectRef]>,
    _: &VirtualMachine,
) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::call(lend(a), lend_all(&args), lend_all(names.unwrap_or_default())))
}

fn getattro(a: &PyObject, name: &Py<PyStr>, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::getattr(lend(a), lend(name)))
}

fn value(value: &PySetterValue) -> Option<Obj> {
    match value {
        PySetterValue::Assign(value) => Some(lend(value)),
        PySetterValue::Delete => None,
    }
}

fn setattro(a: &PyObject, name: &Py<PyStr>, new: PySetterValue, _: &VirtualMachine) -> PyResult<()> {
    let _gil = gil::enter();
    vm_plain(dispatch::setattr(lend(a), lend(name), value(&new)))
}

fn compare(op: PyComparisonOp) -> Compare {
    match op {
        PyComparisonOp::Lt => Compare::Lt,
        PyComparisonOp::Le => Compare::Le,
        PyComparisonOp::Eq => Compare::Eq,
        PyComparisonOp::Ne => Compare::Ne,
        PyComparisonOp::Gt => Compare::Gt,
        PyComparisonOp::Ge => Compare::Ge,
    }
}

fn richcompare(
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
    _: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    let _gil = gil::enter();
    vm_answer(dispatch::compare(lend(a), lend(b), compare(op))).map(Either::A)
}

fn iter(a: PyObjectRef, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::unary(Slot::Iter, lend(&a)))
}

fn iternext(a: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
    let _gil = gil::enter();
    match dispatch::next(lend(a)) {
        Ok(Some(item)) => Ok(PyIterReturn::Return(take(item))),
        Ok(None) => Ok(PyIterReturn::StopIteration(None)),
        Err(raised) => PyIterReturn::from_pyresult(Err(exception(raised)), vm),
    }
}

fn descr_get(
    descr: &PyObject,
    instance: Option<&PyObject>,
    class: Option<&PyObject>,
    _: &VirtualMachine,
) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::descr_get(lend(descr), instance.map(lend), class.map(lend)))
}

fn descr_set(
    descr: &PyObject,
    instance: PyObjectRef,
    new: PySetterValue,
    _: &VirtualMachine,
) -> PyResult<()> {
    let _gil = gil::enter();
    vm_plain(dispatch::descr_set(lend(descr), lend(&instance), value(&new)))
}

fn init(a: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let args = Arguments::new(args, vm);
    let _gil = gil::enter();
    vm_plain(dispatch::init(lend(a), args.values(), args.names()))
}

fn new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::new(args, vm);
    let _gil = gil::enter();
    vm_answer(dispatch::new(lend(&class), args.values(), args.names()))
}

fn finalize(a: &PyObject, _: &VirtualMachine) -> PyResult<()> {
    let _gil = gil::enter();
    dispatch::finalize(lend(a));
    Ok(())
}

fn sequence_length(a: PySequence<'_>, _: &VirtualMachine) -> PyResult<usize> {
    let _gil = gil::enter();
    vm_plain(dispatch::len(lend(a.obj)))
}

fn mapping_length(a: PyMapping<'_>, _: &VirtualMachine) -> PyResult<usize> {
    let _gil = gil::enter();
    vm_plain(dispatch::len(lend(a.obj)))
}

fn subscript(a: PyMapping<'_>, key: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::getitem(lend(a.obj), lend(key)))
}

fn ass_subscript(
    a: PyMapping<'_>,
    key: &PyObject,
    value: Option<PyObjectRef>,
    _: &VirtualMachine,
) -> PyResult<()> {
    let _gil = gil::enter();
    vm_plain(dispatch::setitem(lend(a.obj), lend(key), value.as_deref().map(lend)))
}

fn item(a: PySequence<'_>, index: isize, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::sq_item(lend(a.obj), index))
}

fn ass_item(a: PySequence<'_>, index: isize, value: Option<PyObjectRef>, _: &VirtualMachine) -> PyResult<()> {
    let _gil = gil::enter();
    vm_plain(dispatch::sq_ass_item(lend(a.obj), index, value.as_deref().map(lend)))
}

fn contains(a: PySequence<'_>, item: &PyObject, _: &VirtualMachine) -> PyResult<bool> {
    let _gil = gil::enter();
    vm_plain(dispatch::contains(lend(a.obj), lend(item)))
}

fn concat(a: PySequence<'_>, b: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::binary(Slot::SqConcat, lend(a.obj), lend(a.obj), lend(b)))
}

fn inplace_concat(a: PySequence<'_>, b: &PyObject, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::binary(Slot::SqInplaceConcat, lend(a.obj), lend(a.obj), lend(b)))
}

fn repeat(a: PySequence<'_>, count: isize, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::repeat(Slot::SqRepeat, lend(a.obj), count))
}

fn inplace_repeat(a: PySequence<'_>, count: isize, _: &VirtualMachine) -> PyResult {
    let _gil = gil::enter();
    vm_answer(dispatch::repeat(Slot::SqInplaceRepeat, lend(a.obj), count))
}
