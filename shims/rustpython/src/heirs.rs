//! Python classes that inherit from C types get the C types' slots where they do not override them.
//! Without this the VM would look up a method and call it for each operation: right, but slow.
//!
//! The VM knows its own slot methods and hands their functions down. Those of C types are objects of C, so it
//! stores a function that looks the method up. Here the C type's own function takes its place again, until somebody
//! assigns a method: the VM then replaces it as usual.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyStrInterned, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use crate::gil;
use crate::objects::lend;
use crate::types::is_made_by_c;

type New = fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult;

/// How the VM makes classes.
static ORIGINAL: OnceLock<New> = OnceLock::new();

/// Watches the making of classes: by `type(...)`, and by metaclasses that call `type.__new__`.
pub(crate) fn start(vm: &VirtualMachine) -> PyResult<()> {
    let metaclass = vm.ctx.types.type_type;
    let name = vm.ctx.intern_str("__new__");
    let (Some(slot), Some(method)) = (metaclass.slots().new.load(), metaclass.get_direct_attr(name)) else {
        return Err(vm.new_system_error("the VM's `type` has no `__new__`"));
    };
    let _ = ORIGINAL.set(slot);
    metaclass.slots().new.store(Some(new_class));
    let new = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult { adopted(method.call(args, vm), vm) };
    metaclass.set_attr(name, vm.new_function("__new__", new).into());
    Ok(())
}

fn new_class(metaclass: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    match ORIGINAL.get() {
        Some(original) => adopted(original(metaclass, args, vm), vm),
        None => Err(vm.new_system_error("classes cannot be made yet")),
    }
}

fn adopted(made: PyResult, vm: &VirtualMachine) -> PyResult {
    if let Ok(made) = &made
        && let Some(class) = made.downcast_ref::<PyType>()
        && !is_made_by_c(class)
    {
        stay_sequence(class, vm);
        adopt(class, vm);
    }
    made
}

/// Sequences of the VM add and multiply as sequences, after the other operand was asked. To classes below them the VM
/// gives the same method as a number's operation, which comes first and raises: it is taken away again. How bytes
/// compare is corrected in `types`, for classes below them here.
pub(crate) fn stay_sequence(class: &Py<PyType>, vm: &VirtualMachine) {
    if class.slots().as_sequence.concat.load().is_none() && class.slots().as_sequence.repeat.load().is_none()
    {
        return;
    }
    let line: Vec<PyTypeRef> = class.mro_collect();
    let giver = |name: &'static str| {
        let name = vm.ctx.intern_str(name);
        line.iter().find(|base| base.attributes().contains(name)).filter(|base| base.heaptype_ext().is_none())
    };
    macro_rules! stay {
        ($($name:literal => $field:ident;)*) => {
            $(if let Some(giver) = giver($name) {
                class.slots().as_number.$field.store(giver.slots().as_number.$field.load());
            })*
        };
    }
    stay! {
        "__add__" => add;
        "__mul__" => multiply;
        "__rmul__" => right_multiply;
    }
    if let Some(giver) = giver("__eq__")
        && giver.is(vm.ctx.types.bytes_type)
    {
        class.slots().richcompare.store(giver.slots().richcompare.load());
    }
}

/// Hands down the slots of the C types that the class inherits from.
fn adopt(class: &Py<PyType>, vm: &VirtualMachine) {
    let line: Vec<PyTypeRef> = class.mro_collect();
    let from_c: Vec<bool> = line.iter().map(|base| is_made_by_c(base)).collect();
    if from_c.contains(&true) {
        let heir = Heir { class, line, from_c, vm };
        heir.inherit_object();
        heir.inherit_containers();
        heir.inherit_numbers();
        if class.attributes().contains(vm.ctx.intern_str("__slots__")) {
            // C makes room for them before there are instances.
            let _gil = gil::enter();
            pilotage_shim::convert::borrow_c(lend(class));
        }
    }
}

struct Heir<'a> {
    class: &'a Py<PyType>,
    line: Vec<PyTypeRef>,
    from_c: Vec<bool>,
    vm: &'a VirtualMachine,
}

/// Takes over fields of the slots: for each list of methods those fields that they fill.
macro_rules! inherit {
    ($heir:ident: $($names:expr => $($field:ident).+ $(, $($more:ident).+)*;)*) => {
        $(if let Some(from) = $heir.giver(&$names) {
            let (to, from) = ($heir.class.slots(), from.slots());
            to.$($field).+.store(from.$($field).+.load());
            $(to.$($more).+.store(from.$($more).+.load());)*
        })*
    };
}

impl Heir<'_> {
    /// The C type that the first of the methods comes from, unless a Python class is before it.
    fn giver(&self, names: &[&'static str]) -> Option<&Py<PyType>> {
        let names: Vec<&'static PyStrInterned> =
            names.iter().map(|name| self.vm.ctx.intern_str(*name)).collect();
        let at =
            self.line.iter().position(|base| names.iter().any(|name| base.attributes().contains(name)))?;
        self.from_c[at].then(|| &*self.line[at])
    }

    /// Does a Python class say what to do about missing attributes? The VM's function asks it.
    fn has_getattr(&self) -> bool {
        let name = self.vm.ctx.intern_str("__getattr__");
        self.line.iter().any(|base| base.attributes().contains(name))
    }

    fn inherit_object(&self) {
        inherit! { self:
            ["__repr__"] => repr;
            ["__str__"] => str;
            ["__hash__"] => hash;
            ["__call__"] => call, vectorcall;
            ["__setattr__", "__delattr__"] => setattro;
            ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"] => richcompare;
            ["__iter__"] => iter;
            ["__next__"] => iternext;
            ["__get__"] => descr_get;
            ["__set__", "__delete__"] => descr_set;
            ["__init__"] => init;
            ["__del__"] => del;
        }
        if !self.has_getattr() {
            inherit! { self: ["__getattribute__"] => getattro; }
        }
    }

    fn inherit_containers(&self) {
        inherit! { self:
            ["__len__"] => as_mapping.length, as_sequence.length;
            ["__getitem__"] => as_mapping.subscript, as_sequence.item;
            ["__setitem__", "__delitem__"] => as_mapping.ass_subscript, as_sequence.ass_item;
            ["__contains__"] => as_sequence.contains;
        }
    }

    fn inherit_numbers(&self) {
        self.inherit_unary();
        inherit! { self:
            ["__add__"] => as_number.add, as_sequence.concat;
            ["__radd__"] => as_number.right_add;
            ["__iadd__"] => as_number.inplace_add, as_sequence.inplace_concat;
            ["__sub__"] => as_number.subtract;
            ["__rsub__"] => as_number.right_subtract;
            ["__isub__"] => as_number.inplace_subtract;
            ["__mul__"] => as_number.multiply, as_sequence.repeat;
            ["__rmul__"] => as_number.right_multiply;
            ["__imul__"] => as_number.inplace_multiply, as_sequence.inplace_repeat;
            ["__mod__"] => as_number.remainder;
            ["__rmod__"] => as_number.right_remainder;
            ["__imod__"] => as_number.inplace_remainder;
            ["__divmod__"] => as_number.divmod;
            ["__rdivmod__"] => as_number.right_divmod;
            ["__pow__"] => as_number.power;
            ["__rpow__"] => as_number.right_power;
            ["__ipow__"] => as_number.inplace_power;
            ["__lshift__"] => as_number.lshift;
            ["__rlshift__"] => as_number.right_lshift;
            ["__ilshift__"] => as_number.inplace_lshift;
            ["__rshift__"] => as_number.rshift;
            ["__rrshift__"] => as_number.right_rshift;
            ["__irshift__"] => as_number.inplace_rshift;
            ["__and__"] => as_number.and;
            ["__rand__"] => as_number.right_and;
            ["__iand__"] => as_number.inplace_and;
            ["__xor__"] => as_number.xor;
            ["__rxor__"] => as_number.right_xor;
            ["__ixor__"] => as_number.inplace_xor;
            ["__or__"] => as_number.or;
            ["__ror__"] => as_number.right_or;
            ["__ior__"] => as_number.inplace_or;
        }
        self.inherit_divisions();
    }

    fn inherit_divisions(&self) {
        inherit! { self:
            ["__floordiv__"] => as_number.floor_divide;
            ["__rfloordiv__"] => as_number.right_floor_divide;
            ["__ifloordiv__"] => as_number.inplace_floor_divide;
            ["__truediv__"] => as_number.true_divide;
            ["__rtruediv__"] => as_number.right_true_divide;
            ["__itruediv__"] => as_number.inplace_true_divide;
            ["__matmul__"] => as_number.matrix_multiply;
            ["__rmatmul__"] => as_number.right_matrix_multiply;
            ["__imatmul__"] => as_number.inplace_matrix_multiply;
        }
    }

    fn inherit_unary(&self) {
        inherit! { self:
            ["__neg__"] => as_number.negative;
            ["__pos__"] => as_number.positive;
            ["__abs__"] => as_number.absolute;
            ["__bool__"] => as_number.boolean;
            ["__invert__"] => as_number.invert;
            ["__int__"] => as_number.int;
            ["__float__"] => as_number.float;
            ["__index__"] => as_number.index;
        }
    }
}
