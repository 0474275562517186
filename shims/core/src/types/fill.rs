//! Which slots a type of the VM gets: those whose methods its class has. What the functions do is in `outgoing.rs`.

use pilotage_abi::{PyObject, PyTypeObject};

use super::outgoing::{Family, family, is_owner, shared_family, vm_slots};
use crate::builtin as b;
use crate::convert::from_c;
use crate::model::{Obj, model};
use crate::python;

/// Which method stands for a slot, and where the slot is.
struct Row {
    names: &'static [&'static str],
    set: unsafe fn(*mut PyTypeObject, &Family),
}

macro_rules! rows {
    ($($($name:literal)* => $table:ident $pointer:tt $field:ident;)*) => {
        const ROWS: &[Row] = &[$(Row {
            names: &[$($name),*],
            // SAFETY: tables of a type under construction.
            set: |t, family| unsafe { rows!(@set t, family, $table, $pointer, $field) },
        }),*];
    };
    (@set $t:ident, $family:ident, basic, -, $field:ident) => { (*$t).$field = $family.basic.$field };
    (@set $t:ident, $family:ident, $table:ident, $pointer:ident, $field:ident) => {
        (*(*$t).$pointer).$field = $family.$table.$field
    };
}

rows! {
    "__repr__" => basic - tp_repr; "__str__" => basic - tp_str; "__hash__" => basic - tp_hash; "__call__" => basic - tp_call;
    "__getattribute__" "__getattr__" => basic - tp_getattro; "__setattr__" "__delattr__" => basic - tp_setattro;
    "__lt__" "__le__" "__eq__" "__ne__" "__gt__" "__ge__" => basic - tp_richcompare;
    "__iter__" => basic - tp_iter; "__next__" => basic - tp_iternext;
    "__get__" => basic - tp_descr_get; "__set__" "__delete__" => basic - tp_descr_set;
    "__init__" => basic - tp_init; "__new__" => basic - tp_new;
    "__len__" => mapping tp_as_mapping mp_length; "__getitem__" => mapping tp_as_mapping mp_subscript;
    "__setitem__" "__delitem__" => mapping tp_as_mapping mp_ass_subscript;
    "__contains__" => sequence tp_as_sequence sq_contains;
    "__await__" => asynchronous tp_as_async am_await; "__aiter__" => asynchronous tp_as_async am_aiter;
    "__anext__" => asynchronous tp_as_async am_anext;
}

macro_rules! number_rows {
    ($($($name:literal)* => $field:ident;)*) => {
        const NUMBER_ROWS: &[Row] = &[$(Row {
            names: &[$($name),*],
            // SAFETY: tables of a type under construction.
            set: |t, family| unsafe { (*(*t).tp_as_number).$field = family.number.$field },
        }),*];
    };
}

number_rows! {
    "__add__" "__radd__" => nb_add; "__sub__" "__rsub__" => nb_subtract; "__mul__" "__rmul__" => nb_multiply;
    "__mod__" "__rmod__" => nb_remainder; "__divmod__" "__rdivmod__" => nb_divmod; "__pow__" "__rpow__" => nb_power;
    "__neg__" => nb_negative; "__pos__" => nb_positive; "__abs__" => nb_absolute; "__bool__" => nb_bool; "__invert__" => nb_invert;
    "__lshift__" "__rlshift__" => nb_lshift; "__rshift__" "__rrshift__" => nb_rshift; "__and__" "__rand__" => nb_and;
    "__xor__" "__rxor__" => nb_xor; "__or__" "__ror__" => nb_or; "__int__" => nb_int; "__float__" => nb_float;
    "__iadd__" => nb_inplace_add; "__isub__" => nb_inplace_subtract; "__imul__" => nb_inplace_multiply;
    "__imod__" => nb_inplace_remainder; "__ipow__" => nb_inplace_power; "__ilshift__" => nb_inplace_lshift;
    "__irshift__" => nb_inplace_rshift; "__iand__" => nb_inplace_and; "__ixor__" => nb_inplace_xor; "__ior__" => nb_inplace_or;
    "__floordiv__" "__rfloordiv__" => nb_floor_divide; "__truediv__" "__rtruediv__" => nb_true_divide;
    "__ifloordiv__" => nb_inplace_floor_divide; "__itruediv__" => nb_inplace_true_divide; "__index__" => nb_index;
    "__matmul__" "__rmatmul__" => nb_matrix_multiply; "__imatmul__" => nb_inplace_matrix_multiply;
}

/// Types of the VM whose `+`, `*` and `[i]` are those of a sequence, not of a number.
fn is_sequence(t: *mut PyTypeObject) -> bool {
    [
        &raw mut b::PyUnicode_Type,
        &raw mut b::PyBytes_Type,
        &raw mut b::PyByteArray_Type,
        &raw mut b::PyTuple_Type,
        &raw mut b::PyList_Type,
        &raw mut b::PyRange_Type,
        &raw mut b::PyMemoryView_Type,
    ]
    .contains(&t)
}

/// Fills the slots of a type of the VM. Classes of Python code below a type of C keep its slots
/// but for those that they define themselves.
pub(super) unsafe fn fill(t: *mut PyTypeObject, class: Obj) {
    // SAFETY: a type under construction whose base is complete.
    unsafe {
        let base = (*t).tp_base;
        let below_c = !base.is_null() && super::is_defined_in_c(base);
        let family = family(t);
        for row in ROWS.iter().chain(NUMBER_ROWS) {
            let defines = row.names.iter().any(|name| {
                let name = python::name(name);
                if below_c {
                    defined_above_c(class, name.obj())
                } else {
                    model().type_lookup(class, name.obj()).is_some()
                }
            });
            if defines && !(is_sequence(t) && is_number_row(row)) {
                (row.set)(t, &family);
            }
        }
        if is_sequence(t) {
            sequence(t, &family);
        } else if !below_c && !model().type_is_heap(class) && is_indexed(class) {
            items(t, &family);
        } else if (*(*t).tp_as_mapping).mp_subscript.is_some() && !below_c {
            (*(*t).tp_as_sequence).sq_length = (*(*t).tp_as_mapping).mp_length;
        }
        if (*t).tp_flags & pilotage_abi::flags::tp::HEAPTYPE != 0 {
            python_sequence(t, class, below_c, &family);
        }
        if !below_c && !model().type_is_heap(class) && !is_owner(t) {
            vm_slots(t);
        }
        memory(t, below_c);
        buffer(t, below_c, &family);
        if below_c {
            super::inherit::inherit(t);
            if (*t).tp_new.is_none() {
                (*t).tp_new = (*base).tp_new;
            }
            crate::slot_places::make(t, class);
        }
    }
}

/// C gave a type of its own another attribute after it was ready: its dictionary has it, and its slot calls it.
/// (pybind11 writes constructors in this way.)
///
/// # Safety
/// `p` and `name` are bodies.
pub(crate) unsafe fn attribute_set(p: *mut PyObject, name: *mut PyObject, value: Option<Obj>) {
    // SAFETY: the caller's promise; an object whose class is a metaclass is a type.
    unsafe {
        if !super::is_type_class((*p).ob_type) {
            return;
        }
        let t: *mut PyTypeObject = p.cast();
        if super::info_if_ready(t).is_none_or(|info| !info.in_c) {
            return;
        }
        let name = from_c(name);
        if !(*t).tp_dict.is_null() {
            let dict = from_c((*t).tp_dict);
            let _ = match value {
                Some(value) => model().dict_set(dict, name, value),
                None => model().dict_del(dict, name).map(drop),
            };
        }
        let lacks_tables = (*t).tp_as_number.is_null()
            || (*t).tp_as_sequence.is_null()
            || (*t).tp_as_mapping.is_null()
            || (*t).tp_as_async.is_null();
        if value.is_none() || (*t).tp_flags & pilotage_abi::flags::tp::HEAPTYPE == 0 || lacks_tables {
            return;
        }
        let text = python::to_string(name);
        let family = shared_family();
        for row in ROWS.iter().chain(NUMBER_ROWS).filter(|row| row.names.contains(&text.as_str())) {
            (row.set)(t, &family);
        }
    }
}

/// Classes of Python code have `__len__` and items both ways: as mappings and as sequences.
unsafe fn python_sequence(t: *mut PyTypeObject, class: Obj, below_c: bool, family: &Family) {
    let defines = |name: &str| {
        let name = python::name(name);
        if below_c {
            defined_above_c(class, name.obj())
        } else {
            model().type_lookup(class, name.obj()).is_some()
        }
    };
    // SAFETY: tables of a type under construction.
    unsafe {
        let sequence = (*t).tp_as_sequence;
        if defines("__len__") {
            (*sequence).sq_length = family.sequence.sq_length;
        }
        if defines("__getitem__") {
            (*sequence).sq_item = family.sequence.sq_item;
        }
        if defines("__setitem__") || defines("__delitem__") {
            (*sequence).sq_ass_item = family.sequence.sq_ass_item;
        }
    }
}

/// Types of the VM that C does not know by symbol, such as `array.array`: what has both items and `index` is a
/// sequence.
fn is_indexed(class: Obj) -> bool {
    ["__len__", "__getitem__", "index"]
        .iter()
        .all(|name| model().type_lookup(class, python::name(name).obj()).is_some())
}

unsafe fn items(t: *mut PyTypeObject, family: &Family) {
    // SAFETY: tables of a type under construction.
    unsafe {
        let sequence = (*t).tp_as_sequence;
        (*sequence).sq_length = family.sequence.sq_length;
        (*sequence).sq_item = family.sequence.sq_item;
    }
}

/// Is it one of the functions that ask the VM, whatever the operand?
pub(super) fn asks_operand(function: usize) -> bool {
    static KNOWN: std::sync::OnceLock<Vec<usize>> = std::sync::OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let mut family = shared_family();
        let t = &raw mut family.basic;
        // SAFETY: a type of this function with tables of its own.
        unsafe {
            (*t).tp_as_number = &raw mut family.number;
            (*t).tp_as_sequence = &raw mut family.sequence;
            (*t).tp_as_mapping = &raw mut family.mapping;
            (*t).tp_as_async = &raw mut family.asynchronous;
            (*t).tp_as_buffer = &raw mut family.buffer;
            super::ready::functions(t).into_iter().map(|(_, function)| function).collect()
        }
    });
    known.contains(&function)
}

fn is_number_row(row: &Row) -> bool {
    ["__add__", "__mul__", "__iadd__", "__imul__"].iter().any(|name| row.names.contains(name))
}

/// A class of Python code defines the method before any type of C does.
fn defined_above_c(class: Obj, name: Obj) -> bool {
    for base in model().type_mro(class) {
        let t: *mut PyTypeObject = crate::model::model().body(base.obj()).cast();
        // SAFETY: null or a type body.
        let in_c = !t.is_null() && unsafe { super::info_if_ready(t).is_some_and(|info| info.in_c) };
        if in_c {
            return false;
        }
        if model().type_own(base.obj(), name).is_some() {
            return true;
        }
    }
    false
}

unsafe fn sequence(t: *mut PyTypeObject, family: &Family) {
    // SAFETY: tables of a type under construction.
    unsafe {
        let sequence = (*t).tp_as_sequence;
        let is_mutable = t == &raw mut b::PyList_Type || t == &raw mut b::PyByteArray_Type;
        (*sequence).sq_length = family.sequence.sq_length;
        (*sequence).sq_item = family.sequence.sq_item;
        (*sequence).sq_contains = family.sequence.sq_contains;
        if t != &raw mut b::PyRange_Type && t != &raw mut b::PyMemoryView_Type {
            (*sequence).sq_concat = family.sequence.sq_concat;
            (*sequence).sq_repeat = family.sequence.sq_repeat;
        }
        if is_mutable {
            (*sequence).sq_ass_item = family.sequence.sq_ass_item;
            (*sequence).sq_inplace_concat = family.sequence.sq_inplace_concat;
            (*sequence).sq_inplace_repeat = family.sequence.sq_inplace_repeat;
        }
    }
}

/// How instances come and go.
unsafe fn memory(t: *mut PyTypeObject, below_c: bool) {
    // SAFETY: a type under construction.
    unsafe {
        if below_c {
            return;
        }
        (*t).tp_alloc = Some(crate::object::PyType_GenericAlloc);
        (*t).tp_free = Some(crate::objimpl::PyObject_GC_Del);
        (*t).tp_dealloc = Some(super::wrappers::vm_dealloc);
        (*t).tp_traverse = Some(super::wrappers::vm_traverse);
        (*t).tp_clear = Some(super::wrappers::vm_clear);
        if (*t).tp_getattro.is_some() && (t == &raw mut b::PyBaseObject_Type || inherits_getattro(t)) {
            (*t).tp_getattro = Some(crate::object::PyObject_GenericGetAttr);
        }
        if (*t).tp_setattro.is_some() && (t == &raw mut b::PyBaseObject_Type || inherits_setattro(t)) {
            (*t).tp_setattro = Some(crate::object::PyObject_GenericSetAttr);
        }
    }
}

unsafe fn inherits_getattro(t: *mut PyTypeObject) -> bool {
    // SAFETY: a type under construction.
    unsafe {
        same_method(t, "__getattribute__")
            && super::body_class(t)
                .is_some_and(|class| model().type_lookup(class, python::name("__getattr__").obj()).is_none())
    }
}

unsafe fn inherits_setattro(t: *mut PyTypeObject) -> bool {
    // SAFETY: a type under construction.
    unsafe { same_method(t, "__setattr__") && same_method(t, "__delattr__") }
}

/// The class has the method of `object`.
unsafe fn same_method(t: *mut PyTypeObject, name: &str) -> bool {
    // SAFETY: a type under construction, paired with its class.
    let Some(class) = (unsafe { super::body_class(t) }) else { return false };
    let name = python::name(name);
    let root = model().type_mro(class).pop();
    let of = |class: Obj| model().type_lookup(class, name.obj()).map(|method| method.obj());
    match root {
        Some(root) => of(class) == of(root.obj()),
        None => false,
    }
}

/// Types of the VM that export memory.
unsafe fn buffer(t: *mut PyTypeObject, below_c: bool, family: &Family) {
    // SAFETY: a type under construction.
    unsafe {
        let name = python::name("__buffer__");
        let exports = super::body_class(t).is_some_and(|class| {
            if below_c {
                defined_above_c(class, name.obj())
            } else {
                model().type_lookup(class, name.obj()).is_some()
            }
        });
        let known = [&raw mut b::PyBytes_Type, &raw mut b::PyByteArray_Type, &raw mut b::PyMemoryView_Type]
            .contains(&t);
        if exports || known {
            *(*t).tp_as_buffer = family.buffer;
        }
        if t == &raw mut b::PyBytes_Type {
            // Nothing to release: NumPy takes such an exporter for an owner as it is, without a view.
            (*(*t).tp_as_buffer).bf_releasebuffer = None;
        }
    }
}
