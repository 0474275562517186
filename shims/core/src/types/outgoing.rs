//! Slots of the VM's own types, as C calls them: each finds the method in the class that it was filled for and calls it.
//! Classes that extensions inherit from have functions of their own (a subclass calls its base's slot by pointer);
//! all others share those that ask the class of the operand, as CPython's `slot_*` do.

use core::ffi::c_int;
use core::marker::PhantomData;
use core::ptr::null_mut;

use pilotage_abi::{
    PyAsyncMethods, PyBufferProcs, PyMappingMethods, PyNumberMethods, PyObject, PySequenceMethods,
    PyTypeObject,
};

use crate::builtin as b;
use crate::convert::{from_c, from_c_opt, give, give_opt, size, status, to_c, truth};
use crate::model::{Binary, Compare, Obj, Ref, Result, Shape, Unary, model};
use crate::{errors, python};

/// Whose methods a family of functions calls.
pub(super) trait Owner: 'static {
    /// The class, or `None`: the class of the operand.
    fn class() -> Option<Obj>;
}

/// The class of the operand decides.
pub(super) struct Operand;

impl Owner for Operand {
    fn class() -> Option<Obj> {
        None
    }
}

macro_rules! owners {
    ($($name:ident $symbol:ident;)*) => {
        $(pub(super) struct $name;
        impl Owner for $name {
            fn class() -> Option<Obj> {
                Some(b::class(&raw mut b::$symbol))
            }
        })*

        /// Has the type functions of its own?
        pub(super) fn is_owner(t: *mut PyTypeObject) -> bool {
            [$(&raw mut b::$symbol),*].contains(&t)
        }

        /// The functions for a type.
        pub(super) fn family(t: *mut PyTypeObject) -> Family {
            $(if t == &raw mut b::$symbol {
                return Slots::<$name>::family();
            })*
            Slots::<Operand>::family()
        }
    };
}

owners! {
    Object PyBaseObject_Type; Type PyType_Type; Int PyLong_Type; Float PyFloat_Type; Complex PyComplex_Type;
    Str PyUnicode_Type; Bytes PyBytes_Type; ByteArray PyByteArray_Type; Tuple PyTuple_Type; List PyList_Type;
    Dict PyDict_Type; Set PySet_Type; FrozenSet PyFrozenSet_Type; Module PyModule_Type; Property PyProperty_Type;
}

/// The functions that ask the class of the operand.
pub(super) fn shared_family() -> Family {
    Slots::<Operand>::family()
}

/// All functions for one owner.
pub(super) struct Family {
    pub(super) number: PyNumberMethods,
    pub(super) sequence: PySequenceMethods,
    pub(super) mapping: PyMappingMethods,
    pub(super) asynchronous: PyAsyncMethods,
    pub(super) buffer: PyBufferProcs,
    pub(super) basic: PyTypeObject,
}

struct Slots<O>(PhantomData<O>);

/// Calls a method of the owner on operands; NotImplemented passes.
unsafe fn method<O: Owner>(name: &str, operands: &[*mut PyObject]) -> Result {
    // SAFETY: operands of a slot are living bodies.
    let operands: Vec<Obj> = operands.iter().map(|&p| unsafe { from_c(p) }).collect();
    method_of::<O>(name, &operands)
}

/// The VM changed the operand: macros of C see it at once.
unsafe fn shown<T>(a: *mut PyObject, result: T) -> T {
    // SAFETY: the operand of a slot.
    unsafe { crate::list_store::after_call(a) };
    result
}

/// The operand's method may have changed lists that C is reading by macro.
unsafe fn ran<T>(a: *mut PyObject, result: T) -> T {
    // SAFETY: the operand of a slot.
    unsafe { crate::abstract_sequence::after_python(a) };
    result
}

fn method_of<O: Owner>(name: &str, operands: &[Obj]) -> Result {
    let Some(&first) = operands.first() else { return Ok(model().not_implemented().to_ref()) };
    let class = O::class().unwrap_or_else(|| model().class(first));
    match model().type_lookup(class, python::name(name).obj()) {
        // A function of the class, called with the operand as its first argument.
        // A type as the operand has attributes of its own under such names: those of its instances' methods.
        Some(found) if O::class().is_some() || model().shape(first) == Shape::Type => {
            python::call(found.obj(), operands)
        }
        Some(_) => python::call_method(first, name, operands.get(1..).unwrap_or_default()),
        None => errors::error(
            errors::Exc::TypeError,
            &format!("'{}' object has no {name}", model().type_name(class)),
        ),
    }
}

/// An operator: for an owner the method itself, else the whole operator of the VM.
unsafe fn operator<O: Owner>(
    op: Binary,
    names: (&str, &str),
    a: *mut PyObject,
    b: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: operands of a slot.
    unsafe {
        let (a, b) = (from_c(a), from_c(b));
        let Some(class) = O::class() else { return give(model().binary(op, a, b)) };
        if model().class(a) == class && model().class(b) == class {
            return give(model().binary(op, a, b));
        }
        if model().is_subtype(model().class(a), class) {
            return give(method_of::<O>(names.0, &[a, b]));
        }
        if model().is_subtype(model().class(b), class) {
            return give(method_of::<O>(names.1, &[b, a]));
        }
        to_c(model().not_implemented().to_ref())
    }
}

macro_rules! binary_slots {
    ($($slot:ident $op:ident $name:literal $reflected:literal;)*) => {
        impl<O: Owner> Slots<O> {
            $(unsafe extern "C" fn $slot(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
                // SAFETY: operands of a slot.
                unsafe { operator::<O>(Binary::$op, ($name, $reflected), a, b) }
            })*
        }
    };
}

binary_slots! {
    nb_add Add "__add__" "__radd__"; nb_subtract Subtract "__sub__" "__rsub__"; nb_multiply Multiply "__mul__" "__rmul__";
    nb_remainder Remainder "__mod__" "__rmod__"; nb_divmod Divmod "__divmod__" "__rdivmod__";
    nb_lshift Lshift "__lshift__" "__rlshift__"; nb_rshift Rshift "__rshift__" "__rrshift__"; nb_and And "__and__" "__rand__";
    nb_xor Xor "__xor__" "__rxor__"; nb_or Or "__or__" "__ror__"; nb_floor_divide FloorDivide "__floordiv__" "__rfloordiv__";
    nb_true_divide TrueDivide "__truediv__" "__rtruediv__"; nb_matrix_multiply MatrixMultiply "__matmul__" "__rmatmul__";
}

macro_rules! inplace_slots {
    ($($slot:ident $op:ident $name:literal;)*) => {
        impl<O: Owner> Slots<O> {
            $(unsafe extern "C" fn $slot(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
                // SAFETY: operands of a slot.
                unsafe {
                    let done = if O::class().is_some() {
                        method::<O>($name, &[a, b])
                    } else {
                        model().inplace(Binary::$op, from_c(a), from_c(b))
                    };
                    shown(a, give(done))
                }
            })*
        }
    };
}

inplace_slots! {
    nb_inplace_add Add "__iadd__"; nb_inplace_subtract Subtract "__isub__"; nb_inplace_multiply Multiply "__imul__";
    nb_inplace_remainder Remainder "__imod__"; nb_inplace_lshift Lshift "__ilshift__"; nb_inplace_rshift Rshift "__irshift__";
    nb_inplace_and And "__iand__"; nb_inplace_xor Xor "__ixor__"; nb_inplace_or Or "__ior__";
    nb_inplace_floor_divide FloorDivide "__ifloordiv__"; nb_inplace_true_divide TrueDivide "__itruediv__";
    nb_inplace_matrix_multiply MatrixMultiply "__imatmul__";
}

macro_rules! unary_slots {
    ($($slot:ident $name:literal;)*) => {
        impl<O: Owner> Slots<O> {
            $(unsafe extern "C" fn $slot(a: *mut PyObject) -> *mut PyObject {
                // SAFETY: the operand of a slot.
                unsafe { give(method::<O>($name, &[a])) }
            })*
        }
    };
}

unary_slots! {
    nb_invert "__invert__"; nb_int "__int__"; nb_float "__float__"; nb_index "__index__"; tp_iter "__iter__";
    tp_repr "__repr__"; tp_str "__str__"; am_await "__await__"; am_aiter "__aiter__"; am_anext "__anext__";
}

impl<O: Owner> Slots<O> {
    unsafe extern "C" fn nb_negative(a: *mut PyObject) -> *mut PyObject {
        // SAFETY: the operand of a slot.
        unsafe { unary::<O>(Unary::Negative, "__neg__", a) }
    }

    unsafe extern "C" fn nb_positive(a: *mut PyObject) -> *mut PyObject {
        // SAFETY: the operand of a slot.
        unsafe { unary::<O>(Unary::Positive, "__pos__", a) }
    }

    unsafe extern "C" fn nb_absolute(a: *mut PyObject) -> *mut PyObject {
        // SAFETY: the operand of a slot.
        unsafe { unary::<O>(Unary::Absolute, "__abs__", a) }
    }

    unsafe extern "C" fn nb_power(a: *mut PyObject, b: *mut PyObject, c: *mut PyObject) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe {
            let (a, b, c) = (from_c(a), from_c(b), from_c(c));
            match O::class() {
                Some(class) if !model().is_subtype(model().class(a), class) => {
                    give(method_of::<O>("__rpow__", &[b, a]))
                }
                Some(_) if c == model().none() => give(method_of::<O>("__pow__", &[a, b])),
                Some(_) => give(method_of::<O>("__pow__", &[a, b, c])),
                None => give(model().power(a, b, c)),
            }
        }
    }

    unsafe extern "C" fn nb_inplace_power(
        a: *mut PyObject,
        b: *mut PyObject,
        _c: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe { give(model().inplace_power(from_c(a), from_c(b))) }
    }

    unsafe extern "C" fn nb_bool(a: *mut PyObject) -> c_int {
        // SAFETY: the operand of a slot.
        unsafe {
            match O::class() {
                Some(_) => truth(method::<O>("__bool__", &[a]).and_then(|found| model().truth(found.obj()))),
                None => truth(model().truth(from_c(a))),
            }
        }
    }

    unsafe extern "C" fn length(a: *mut PyObject) -> isize {
        // SAFETY: the operand of a slot.
        unsafe {
            match O::class() {
                Some(_) => size(method::<O>("__len__", &[a]).map(|len| {
                    model().int_to_i64(len.obj()).and_then(|len| usize::try_from(len).ok()).unwrap_or(0)
                })),
                None => ran(a, size(model().len(from_c(a)))),
            }
        }
    }

    unsafe extern "C" fn mp_subscript(a: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe {
            match O::class() {
                Some(_) => give(method::<O>("__getitem__", &[a, key])),
                None => ran(a, give(model().getitem(from_c(a), from_c(key)))),
            }
        }
    }

    unsafe extern "C" fn mp_ass_subscript(
        a: *mut PyObject,
        key: *mut PyObject,
        value: *mut PyObject,
    ) -> c_int {
        // SAFETY: operands of a slot.
        unsafe {
            let done = match (O::class(), value.is_null()) {
                (Some(_), true) => method::<O>("__delitem__", &[a, key]).map(drop),
                (Some(_), false) => method::<O>("__setitem__", &[a, key, value]).map(drop),
                (None, true) => model().delitem(from_c(a), from_c(key)),
                (None, false) => model().setitem(from_c(a), from_c(key), from_c(value)),
            };
            shown(a, status(done))
        }
    }

    unsafe extern "C" fn sq_item(a: *mut PyObject, index: isize) -> *mut PyObject {
        let key = model().int_from_i64(index as i64);
        // SAFETY: the operand of a slot.
        unsafe {
            match O::class() {
                Some(_) => give(method_of::<O>("__getitem__", &[from_c(a), key.obj()])),
                None => ran(a, give(model().getitem(from_c(a), key.obj()))),
            }
        }
    }

    unsafe extern "C" fn sq_ass_item(a: *mut PyObject, index: isize, value: *mut PyObject) -> c_int {
        let key = model().int_from_i64(index as i64);
        // SAFETY: operands of a slot.
        unsafe {
            let done = match from_c_opt(value) {
                Some(value) => method_of::<O>("__setitem__", &[from_c(a), key.obj(), value]),
                None => method_of::<O>("__delitem__", &[from_c(a), key.obj()]),
            };
            shown(a, status(done.map(drop)))
        }
    }

    unsafe extern "C" fn sq_contains(a: *mut PyObject, item: *mut PyObject) -> c_int {
        // SAFETY: operands of a slot.
        unsafe {
            match O::class() {
                Some(_) => truth(
                    method::<O>("__contains__", &[a, item]).and_then(|found| model().truth(found.obj())),
                ),
                None => truth(model().contains(from_c(a), from_c(item))),
            }
        }
    }

    unsafe extern "C" fn sq_repeat(a: *mut PyObject, count: isize) -> *mut PyObject {
        let count = model().int_from_i64(count as i64);
        // SAFETY: the operand of a slot.
        unsafe { give(method_of::<O>("__mul__", &[from_c(a), count.obj()])) }
    }

    unsafe extern "C" fn sq_inplace_repeat(a: *mut PyObject, count: isize) -> *mut PyObject {
        let count = model().int_from_i64(count as i64);
        // SAFETY: the operand of a slot.
        unsafe { shown(a, give(method_of::<O>("__imul__", &[from_c(a), count.obj()]))) }
    }

    unsafe extern "C" fn tp_hash(a: *mut PyObject) -> isize {
        // SAFETY: the operand of a slot.
        unsafe {
            let hash = match O::class() {
                Some(class) if model().class(from_c(a)) != class => {
                    method::<O>("__hash__", &[a]).map(|hash| model().int_to_i64(hash.obj()).unwrap_or(0))
                }
                _ => model().hash(from_c(a)),
            };
            match hash {
                Ok(hash) => {
                    let hash = if hash == -1 { -2 } else { hash as isize };
                    keep_hash::<O>(a, hash);
                    hash
                }
                Err(raised) => {
                    errors::raise(raised);
                    -1
                }
            }
        }
    }

    unsafe extern "C" fn tp_call(
        a: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: operands of a slot: a tuple, and a dict or null.
        unsafe {
            match O::class() {
                Some(class) => match model().type_lookup(class, python::name("__call__").obj()) {
                    Some(call) => give(crate::calls::call_tuple(call.obj(), Some(from_c(a)), args, kwargs)),
                    None => errors::fail(errors::Exc::TypeError, "object is not callable"),
                },
                None => give(crate::calls::call_tuple(from_c(a), None, args, kwargs)),
            }
        }
    }

    unsafe extern "C" fn tp_getattro(a: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe {
            match O::class() {
                Some(_) => give(method::<O>("__getattribute__", &[a, name])),
                None => ran(a, give(model().getattr(from_c(a), from_c(name)))),
            }
        }
    }

    unsafe extern "C" fn tp_setattro(a: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int {
        // SAFETY: operands of a slot.
        unsafe {
            let (vm, value_vm) = (from_c(a), from_c_opt(value));
            let done = match O::class() {
                Some(class) => model().setattr_as(class, vm, from_c(name), value_vm),
                None => model().setattr(vm, from_c(name), value_vm),
            };
            if done.is_ok() {
                super::attribute_set(a, name, value_vm);
            }
            status(done)
        }
    }

    unsafe extern "C" fn tp_richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
        let Some(op) = Compare::from_c(op) else {
            errors::bad_internal_call();
            return null_mut();
        };
        // SAFETY: operands of a slot.
        unsafe {
            let (a, b) = (from_c(a), from_c(b));
            let name = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"][op as usize];
            give(method_of::<O>(name, &[a, b]))
        }
    }

    unsafe extern "C" fn tp_iternext(a: *mut PyObject) -> *mut PyObject {
        // SAFETY: the operand of a slot.
        unsafe { ran(a, give_opt(model().next(from_c(a)))) }
    }

    unsafe extern "C" fn tp_descr_get(
        d: *mut PyObject,
        object: *mut PyObject,
        class: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe {
            let none = model().none();
            let object = from_c_opt(object).unwrap_or(none);
            let class = from_c_opt(class)
                .unwrap_or_else(|| if object == none { none } else { model().class(object) });
            give(method_of::<O>("__get__", &[from_c(d), object, class]))
        }
    }

    unsafe extern "C" fn tp_descr_set(
        d: *mut PyObject,
        object: *mut PyObject,
        value: *mut PyObject,
    ) -> c_int {
        // SAFETY: operands of a slot.
        unsafe {
            status(match from_c_opt(value) {
                Some(value) => method_of::<O>("__set__", &[from_c(d), from_c(object), value]).map(drop),
                None => method_of::<O>("__delete__", &[from_c(d), from_c(object)]).map(drop),
            })
        }
    }

    unsafe extern "C" fn tp_init(a: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> c_int {
        // SAFETY: operands of a slot.
        unsafe {
            let me = from_c(a);
            let class = O::class().unwrap_or_else(|| model().class(me));
            let Some(init) = model().type_lookup(class, python::name("__init__").obj()) else { return 0 };
            status(crate::calls::call_tuple(init.obj(), Some(me), args, kwargs).map(drop))
        }
    }

    unsafe extern "C" fn tp_new(
        t: *mut PyTypeObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject {
        // SAFETY: operands of a slot.
        unsafe {
            let class = from_c(t.cast());
            let owner = O::class();
            if owner.is_none() && super::is_defined_in_c(t) {
                return inherited_new(t, args, kwargs);
            }
            if owner == Some(b::class(&raw mut b::PyBaseObject_Type)) && super::is_defined_in_c(t) {
                return object_new(t, args, kwargs);
            }
            if let Some(owner) = owner {
                return give(crate::calls::construct_tuple(owner, class, args, kwargs));
            }
            let new = python::attr(class, "__new__");
            give(new.and_then(|new| crate::calls::call_tuple(new.obj(), Some(class), args, kwargs)))
        }
    }

    fn family() -> Family {
        let mut basic = b::EMPTY_TYPE;
        basic.tp_repr = Some(Self::tp_repr);
        basic.tp_str = Some(Self::tp_str);
        basic.tp_hash = Some(Self::tp_hash);
        basic.tp_call = Some(Self::tp_call);
        basic.tp_getattro = Some(Self::tp_getattro);
        basic.tp_setattro = Some(Self::tp_setattro);
        basic.tp_richcompare = Some(Self::tp_richcompare);
        basic.tp_iter = Some(Self::tp_iter);
        basic.tp_iternext = Some(Self::tp_iternext);
        basic.tp_descr_get = Some(Self::tp_descr_get);
        basic.tp_descr_set = Some(Self::tp_descr_set);
        basic.tp_init = Some(Self::tp_init);
        basic.tp_new = Some(Self::tp_new);
        Family {
            number: Self::number(),
            sequence: PySequenceMethods {
                sq_length: Some(Self::length),
                sq_concat: Some(Self::nb_add),
                sq_repeat: Some(Self::sq_repeat),
                sq_item: Some(Self::sq_item),
                was_sq_slice: 0,
                sq_ass_item: Some(Self::sq_ass_item),
                was_sq_ass_slice: 0,
                sq_contains: Some(Self::sq_contains),
                sq_inplace_concat: Some(Self::nb_inplace_add),
                sq_inplace_repeat: Some(Self::sq_inplace_repeat),
            },
            mapping: PyMappingMethods {
                mp_length: Some(Self::length),
                mp_subscript: Some(Self::mp_subscript),
                mp_ass_subscript: Some(Self::mp_ass_subscript),
            },
            asynchronous: PyAsyncMethods {
                am_await: Some(Self::am_await),
                am_aiter: Some(Self::am_aiter),
                am_anext: Some(Self::am_anext),
                am_send: None,
            },
            buffer: PyBufferProcs {
                bf_getbuffer: Some(crate::memoryobject::vm_getbuffer),
                bf_releasebuffer: Some(crate::memoryobject::vm_releasebuffer),
            },
            basic,
        }
    }

    fn number() -> PyNumberMethods {
        PyNumberMethods {
            nb_add: Some(Self::nb_add),
            nb_subtract: Some(Self::nb_subtract),
            nb_multiply: Some(Self::nb_multiply),
            nb_remainder: Some(Self::nb_remainder),
            nb_divmod: Some(Self::nb_divmod),
            nb_power: Some(Self::nb_power),
            nb_negative: Some(Self::nb_negative),
            nb_positive: Some(Self::nb_positive),
            nb_absolute: Some(Self::nb_absolute),
            nb_bool: Some(Self::nb_bool),
            nb_invert: Some(Self::nb_invert),
            nb_lshift: Some(Self::nb_lshift),
            nb_rshift: Some(Self::nb_rshift),
            nb_and: Some(Self::nb_and),
            nb_xor: Some(Self::nb_xor),
            nb_or: Some(Self::nb_or),
            nb_int: Some(Self::nb_int),
            nb_reserved: 0,
            nb_float: Some(Self::nb_float),
            nb_inplace_add: Some(Self::nb_inplace_add),
            nb_inplace_subtract: Some(Self::nb_inplace_subtract),
            nb_inplace_multiply: Some(Self::nb_inplace_multiply),
            nb_inplace_remainder: Some(Self::nb_inplace_remainder),
            nb_inplace_power: Some(Self::nb_inplace_power),
            nb_inplace_lshift: Some(Self::nb_inplace_lshift),
            nb_inplace_rshift: Some(Self::nb_inplace_rshift),
            nb_inplace_and: Some(Self::nb_inplace_and),
            nb_inplace_xor: Some(Self::nb_inplace_xor),
            nb_inplace_or: Some(Self::nb_inplace_or),
            nb_floor_divide: Some(Self::nb_floor_divide),
            nb_true_divide: Some(Self::nb_true_divide),
            nb_inplace_floor_divide: Some(Self::nb_inplace_floor_divide),
            nb_inplace_true_divide: Some(Self::nb_inplace_true_divide),
            nb_index: Some(Self::nb_index),
            nb_matrix_multiply: Some(Self::nb_matrix_multiply),
            nb_inplace_matrix_multiply: Some(Self::nb_inplace_matrix_multiply),
        }
    }
}

unsafe fn unary<O: Owner>(op: Unary, name: &str, a: *mut PyObject) -> *mut PyObject {
    // SAFETY: the operand of a slot.
    unsafe {
        match O::class() {
            Some(_) => give(method::<O>(name, &[a])),
            None => give(model().unary(op, from_c(a))),
        }
    }
}

/// A str keeps its hash where extensions read it, once its own function has computed it.
unsafe fn keep_hash<O: Owner>(a: *mut PyObject, hash: isize) {
    let text = &raw mut b::PyUnicode_Type;
    // SAFETY: the operand of a slot; all below str begin with its fields.
    unsafe {
        let is_own = (*a).ob_type == text || O::class() == Some(b::class(text));
        if is_own && (*(*a).ob_type).tp_flags & pilotage_abi::flags::tp::UNICODE_SUBCLASS != 0 {
            (*a.cast::<pilotage_abi::PyASCIIObject>()).hash = hash;
        }
    }
}

/// `object.__new__` for a type of C: a body, nothing more. Excess arguments are refused as `object` does.
unsafe fn object_new(t: *mut PyTypeObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: operands of tp_new.
    unsafe {
        let has_arguments = crate::calls::has_arguments(args, kwargs);
        let object = &raw const b::PyBaseObject_Type;
        let overrides_new = (*t).tp_new.map(|f| f as usize) != (*object).tp_new.map(|f| f as usize);
        let overrides_init = (*t).tp_init.map(|f| f as usize) != (*object).tp_init.map(|f| f as usize);
        if has_arguments && (overrides_new || !overrides_init) {
            let name = python::c_text((*t).tp_name);
            return errors::fail(errors::Exc::TypeError, &format!("{name}() takes no arguments"));
        }
        match (*t).tp_alloc {
            Some(alloc) => alloc(t, 0),
            None => errors::fail(errors::Exc::TypeError, "cannot create instances"),
        }
    }
}

/// A class of Python code below a type of C: the nearest `tp_new` that C wrote.
unsafe fn inherited_new(t: *mut PyTypeObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: operands of tp_new; bases are ready.
    unsafe {
        let mine = (*t).tp_new.map(|f| f as usize);
        let mut base = (*t).tp_base;
        while !base.is_null() {
            if let Some(new) = (*base).tp_new
                && Some(new as usize) != mine
            {
                return new(t, args, kwargs);
            }
            base = (*base).tp_base;
        }
        errors::fail(errors::Exc::TypeError, "cannot create instances")
    }
}

/// The nearest class that is the VM's own, in the order of the method resolution.
fn vm_class(class: Obj) -> Obj {
    let line = model().type_mro(class);
    line.iter().map(Ref::obj).find(|&base| !model().type_is_heap(base)).unwrap_or(class)
}

/// Types of C below a type of the VM call its slots by pointer, also from their own functions for these slots: the
/// class of the operand would lead back there. The types in `owners!` have functions for this; those of all others
/// ask the nearest class of the VM.
pub(super) unsafe fn vm_slots(t: *mut PyTypeObject) {
    // SAFETY: a type under construction.
    unsafe {
        (*t).tp_repr = (*t).tp_repr.map(|_| vm_repr as _);
        (*t).tp_str = (*t).tp_str.map(|_| vm_str as _);
        (*t).tp_init = (*t).tp_init.map(|_| vm_init as _);
        (*t).tp_new = (*t).tp_new.map(|_| vm_new as _);
    }
}

unsafe fn vm_text(a: *mut PyObject, name: &str) -> *mut PyObject {
    // SAFETY: the operand of a slot.
    let me = unsafe { from_c(a) };
    match model().type_lookup(vm_class(model().class(me)), python::name(name).obj()) {
        Some(method) => give(python::call(method.obj(), &[me])),
        None => give(model().repr(me)),
    }
}

unsafe extern "C" fn vm_repr(a: *mut PyObject) -> *mut PyObject {
    // SAFETY: the operand of a slot.
    unsafe { vm_text(a, "__repr__") }
}

unsafe extern "C" fn vm_str(a: *mut PyObject) -> *mut PyObject {
    // SAFETY: the operand of a slot.
    unsafe { vm_text(a, "__str__") }
}

unsafe extern "C" fn vm_init(a: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> c_int {
    // SAFETY: operands of a slot.
    unsafe {
        let me = from_c(a);
        let owner = vm_class(model().class(me));
        let Some(init) = model().type_lookup(owner, python::name("__init__").obj()) else { return 0 };
        let done = status(crate::calls::call_tuple(init.obj(), Some(me), args, kwargs).map(drop));
        if done == 0 && model().shape(me) == Shape::Exception {
            crate::pyerrors::show_args(a, me);
        }
        done
    }
}

unsafe extern "C" fn vm_new(
    t: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: operands of a slot.
    unsafe {
        let class = from_c(t.cast());
        give(crate::calls::construct_tuple(vm_class(class), class, args, kwargs))
    }
}
