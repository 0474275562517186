//! Classes: those that the VM makes for C types, and what C asks about any class.
//! Which slot functions they get is in `slots.rs`.

use pilotage_shim::model::{NewType, Obj, Ref, Result, Slot, SlotSet};
use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBytes, PyStrInterned, PyType, PyTypeRef};
use rustpython_vm::function::{Either, FuncArgs, ItemDoc, PyComparisonValue};
use rustpython_vm::types::{PyComparisonOp, PyTypeFlags, PyTypeSlots};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::objects::{answer, give, lend, object, owned, payload, raised, vm, vm_answer};
use crate::{foreign, gil, heirs, slots};

fn class<'a>(obj: Obj) -> &'a Py<PyType> {
    payload::<PyType>(obj)
}

/// The interned name: the VM keeps attributes of classes under these.
fn interned(name: Obj, vm: &VirtualMachine) -> &'static PyStrInterned {
    vm.ctx.intern_str(payload::<rustpython_vm::builtins::PyStr>(name).as_wtf8())
}

pub(crate) fn new_type(spec: &NewType<'_>) -> Result {
    vm(|vm| {
        let bases: Vec<PyTypeRef> = spec.bases.iter().map(|&base| class(base).to_owned()).collect();
        // The VM wants a name that lives for ever; so do types of extensions.
        let name: &'static str = Box::leak(spec.name.to_owned().into_boxed_str());
        let mut slots = PyTypeSlots::new(name, flags(spec));
        let is_foreign = bases.iter().all(|base| is_over_object(base));
        if is_foreign {
            // The size decides which base of a Python class is its solid one: it grows where C's does.
            slots.basicsize = bases[0].slots().basicsize + spec.extra_size;
        } else if let Some(builtin) = bases.iter().find(|base| !is_over_object(base)) {
            // The VM makes no value of a builtin for a class of another size.
            slots.basicsize = builtin.slots().basicsize;
        }
        if let Some(doc) = spec.signed_doc {
            // For `__text_signature__`; it, too, has to live for ever.
            slots.doc = ItemDoc::static_text(Box::leak(doc.to_owned().into_boxed_str()));
        }
        let metaclass = class(spec.metaclass).to_owned();
        // First the empty class, then its slots: the VM fills in what it inherits when it makes the class.
        let made = PyType::new_heap(name, bases, Default::default(), slots, metaclass, &vm.ctx)
            .map_err(|message| raised(vm.new_type_error(message)))?;
        if let Some(doc) = spec.doc {
            made.set_attr(vm.ctx.intern_str("__doc__"), vm.ctx.new_str(doc).into());
        }
        let _ = made.init_type_data(MadeByC { is_foreign });
        heirs::stay_sequence(&made, vm);
        store(&made, spec.slots, spec.no_instantiation, vm);
        Ok(give(made))
    })
}

/// Marks classes that C made.
struct MadeByC {
    /// Instances are bodies in C: so are all but those of classes over builtins with a value.
    is_foreign: bool,
}

/// Did C make the class itself?
pub(crate) fn is_made_by_c(class: &Py<PyType>) -> bool {
    class.heaptype_ext().is_some() && class.has_type_data::<MadeByC>()
}

/// Is `object` the only class of the VM itself below?
fn is_over_object(class: &Py<PyType>) -> bool {
    class.mro_collect().iter().all(|base| base.heaptype_ext().is_some() || base.base.load_owned().is_none())
}

/// Are instances of the class bodies in C?
pub(crate) fn is_foreign(class: &Py<PyType>) -> bool {
    class.heaptype_ext().is_some()
        && class
            .iter_base_chain()
            .any(|base| base.get_type_data::<MadeByC>().is_some_and(|mark| mark.is_foreign))
}

/// `object.__new__` for classes of both kinds: the VM's own knows only one.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let object = vm.ctx.types.object_type;
    let name = vm.ctx.intern_str("__new__");
    let Some(original) = object.get_direct_attr(name) else {
        return Err(vm.new_system_error("the VM's `object` has no `__new__`"));
    };
    let new = move |class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        if is_foreign(&class) {
            return new_plain(class, args, vm);
        }
        args.prepend_arg(class.into());
        original.call(args, vm)
    };
    object.set_attr(name, vm.new_function("__new__", new).into());
    let compare = &vm.ctx.types.bytes_type.slots().richcompare;
    if let Some(original) = compare.swap(Some(compare_bytes)) {
        let _ = COMPARE_BYTES.set(original);
    }
    make_reversed(vm)
}

type Comparison = fn(
    &PyObject,
    &PyObject,
    PyComparisonOp,
    &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>>;

/// How the VM compares bytes with anything.
static COMPARE_BYTES: OnceLock<Comparison> = OnceLock::new();

/// The VM's bytes compare themselves with whatever exports memory. CPython's leave that to the other side: an array
/// of NumPy compares item by item.
fn compare_bytes(
    left: &PyObject,
    right: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    match COMPARE_BYTES.get() {
        Some(original) if right.downcastable::<PyBytes>() => original(left, right, op, vm),
        _ => Ok(Either::B(PyComparisonValue::NotImplemented)),
    }
}

/// `reversed` is a function of this VM, which gives instances of a class of that name. C knows it as a type to call.
fn make_reversed(vm: &VirtualMachine) -> PyResult<()> {
    fn new(_: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        vm.builtins.get_attr("reversed", vm)?.call(args, vm)
    }
    let example = vm.builtins.get_attr("reversed", vm)?.call((vm.ctx.new_str(""),), vm)?;
    example.class().slots().new.store(Some(new));
    Ok(())
}

/// The constructor of a base that the VM defines, for one of its subclasses.
pub(crate) fn construct(base: Obj, made: Obj, args: &[Obj], names: &[Obj]) -> Result {
    let positional = args.len().saturating_sub(names.len());
    let values: Vec<_> = args.iter().copied().map(owned).collect();
    let names: Vec<_> = names.iter().copied().map(owned).collect();
    let args = FuncArgs::from_vectorcall_owned(values, positional, (!names.is_empty()).then_some(&names));
    let new = |vm: &VirtualMachine| -> PyResult {
        let made = class(made).to_owned();
        if class(base).is(vm.ctx.types.object_type) && is_foreign(&made) {
            return new_plain(made, args, vm);
        }
        match class(base).slots().new.load() {
            Some(new) => new(made, args, vm),
            None => Err(vm.new_type_error(format!("cannot create '{}' instances", made.name()))),
        }
    };
    gil::outside(|| vm(|vm| answer(new(vm))))
}

/// An instance whose body core makes when C first sees it.
fn new_plain(class: PyTypeRef, _: FuncArgs, _: &VirtualMachine) -> PyResult {
    vm_answer(foreign::instance(lend(&class)))
}

fn flags(spec: &NewType<'_>) -> PyTypeFlags {
    let mut flags = PyTypeFlags::empty();
    let wanted = [
        (spec.is_base, PyTypeFlags::BASETYPE),
        (spec.has_dict, PyTypeFlags::HAS_DICT),
        (spec.has_weakrefs, PyTypeFlags::HAS_WEAKREF),
        (spec.is_immutable, PyTypeFlags::IMMUTABLETYPE),
        (spec.is_sequence, PyTypeFlags::SEQUENCE),
        (spec.is_mapping, PyTypeFlags::MAPPING),
        (spec.is_method_descriptor, PyTypeFlags::METHOD_DESCRIPTOR),
        (spec.no_instantiation, PyTypeFlags::DISALLOW_INSTANTIATION),
    ];
    for (is_wanted, flag) in wanted {
        if is_wanted {
            flags.insert(flag);
        }
    }
    flags
}

fn store(class: &Py<PyType>, mut set: SlotSet, no_instantiation: bool, vm: &VirtualMachine) {
    if no_instantiation {
        set.0 &= !(1 << Slot::New as u32);
    }
    if set.has(Slot::Finalize) {
        // The VM names the finalizer in its messages and takes for granted that there is one.
        let name = vm.ctx.intern_str("__del__");
        if class.get_attr(name).is_none() {
            class.set_attr(name, vm.ctx.none());
        }
    }
    if !set.has(Slot::New) && !no_instantiation && is_made_by_c(class) && is_foreign(class) {
        class.slots().new.store(Some(new_plain));
    }
    slots::store(class.slots(), set);
}

pub(crate) fn type_slots_changed(obj: Obj, set: SlotSet) {
    let no_instantiation = class(obj).slots().flags.has_feature(PyTypeFlags::DISALLOW_INSTANTIATION);
    vm(|vm| store(class(obj), set, no_instantiation, vm));
    class(obj).modified();
}

pub(crate) fn type_freeze(obj: Obj) {
    let immutable = PyTypeFlags::from_slice(&[PyTypeFlags::IMMUTABLETYPE]);
    class(obj).slots().flags.replace_masked(immutable, immutable);
    class(obj).modified();
}

pub(crate) fn type_set(obj: Obj, name: Obj, value: Obj) {
    vm(|vm| class(obj).set_attr(interned(name, vm), owned(value)));
}

pub(crate) fn type_own(obj: Obj, name: Obj) -> Option<Ref> {
    vm(|vm| class(obj).get_direct_attr(interned(name, vm)).map(give))
}

pub(crate) fn type_lookup(obj: Obj, name: Obj) -> Option<Ref> {
    vm(|vm| class(obj).get_attr(interned(name, vm)).map(give))
}

pub(crate) fn type_names(obj: Obj) -> Vec<Ref> {
    class(obj).attributes().entries().into_iter().map(|(name, _)| give(name)).collect()
}

pub(crate) fn type_base(obj: Obj) -> Option<Ref> {
    class(obj).base.load_owned().map(give)
}

pub(crate) fn type_bases(obj: Obj) -> Ref {
    give(class(obj).bases.read().clone().into_untyped())
}

pub(crate) fn type_mro(obj: Obj) -> Vec<Ref> {
    class(obj).mro_collect().into_iter().map(give).collect()
}

pub(crate) fn type_name(obj: Obj) -> String {
    class(obj).name().to_string()
}

fn has(obj: Obj, flag: u8) -> bool {
    class(obj).slots().flags.has_feature(flag)
}

pub(crate) fn type_has_dict(obj: Obj) -> bool {
    has(obj, PyTypeFlags::HAS_DICT)
}

pub(crate) fn type_has_weakrefs(obj: Obj) -> bool {
    has(obj, PyTypeFlags::HAS_WEAKREF)
}

pub(crate) fn type_is_base(obj: Obj) -> bool {
    has(obj, PyTypeFlags::BASETYPE)
}

pub(crate) fn type_is_heap(obj: Obj) -> bool {
    class(obj).heaptype_ext().is_some()
}

pub(crate) fn class_of(obj: Obj) -> Obj {
    lend(object(obj).class())
}
