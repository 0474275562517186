//! The VM calls an operation of an instance whose type C defined: the C function is found in the type, called, and its
//! result brought back. Slots are read at the time of the call, since extensions change types after they are ready.

use core::ffi::c_int;
use core::ptr::null_mut;

use pilotage_abi::flags::{buf, tp};
use pilotage_abi::{Py_buffer, PyObject, PyTypeObject, vectorcallfunc};

use crate::body::xdecref;
use crate::convert::{self, borrow_c};
use crate::errors::{self, Exc};
use crate::model::{Compare, Obj, Raised, Ref, Result, Slot, model};
use crate::types;
use crate::{argv, list_store};

/// Arguments of a C call: references of ours, given back at the end. Whatever C wrote into lists reaches the VM then.
struct Call {
    mark: usize,
}

impl Call {
    fn begin() -> Call {
        Call { mark: list_store::mark() }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        list_store::flush_since(self.mark);
    }
}

/// A body that C counts once for the time of a call, during which the VM's caller keeps the object.
struct Lent(*mut PyObject);

impl Lent {
    #[inline]
    fn of(vm: Obj) -> Lent {
        Lent(convert::lend(vm))
    }

    fn of_opt(vm: Option<Obj>) -> Lent {
        Lent(vm.map_or(null_mut(), convert::lend))
    }
}

impl Drop for Lent {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: lent, and the object lives.
            unsafe { convert::unlend(self.0) }
        }
    }
}

/// A reference of C that is given back.
struct Owned(*mut PyObject);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: null, or a reference of ours.
        unsafe { xdecref(self.0) }
    }
}

/// The function that the nearest type of C has in a slot.
fn slot<F: Copy>(p: *mut PyObject, get: impl Fn(*mut PyTypeObject) -> Option<F>) -> Option<F> {
    // SAFETY: a living body; its types are ready.
    unsafe {
        let t = (*p).ob_type;
        if (*types::info(t)).in_c {
            return get(t);
        }
        if let Some(function) = get(t)
            && types::is_changed(t, core::mem::transmute_copy::<F, usize>(&function))
        {
            return Some(function);
        }
        types_of((*t).tp_mro).filter(|&t| (*types::info(t)).in_c).find_map(get)
    }
}

/// The types of a `tp_mro`.
unsafe fn types_of<'a>(line: *mut PyObject) -> impl Iterator<Item = *mut PyTypeObject> + 'a {
    // SAFETY: null, or a tuple body whose items are types; types live for ever.
    unsafe { argv::items(line) }.iter().map(|t| t.cast())
}

fn missing<T>(a: Obj, what: &str) -> Result<T> {
    let class = model().type_name(model().class(a));
    errors::error(Exc::TypeError, &format!("'{class}' object has no {what}"))
}

macro_rules! field {
    ($field:ident) => {
        // SAFETY: a ready type.
        #[allow(unused_unsafe)]
        |t: *mut PyTypeObject| unsafe { (*t).$field }
    };
    ($table:ident . $field:ident) => {
        // SAFETY: a ready type; tables are null or valid.
        |t: *mut PyTypeObject| unsafe { (*t).$table.as_ref().and_then(|table| table.$field) }
    };
}

/// One operand.
pub fn unary(which: Slot, a: Obj) -> Result {
    let me = Lent::of(a);
    let p = me.0;
    let function = match which {
        Slot::Repr => slot(p, field!(tp_repr)),
        Slot::Str => slot(p, field!(tp_str)),
        Slot::Iter => slot(p, field!(tp_iter)),
        Slot::Negative => slot(p, field!(tp_as_number.nb_negative)),
        Slot::Positive => slot(p, field!(tp_as_number.nb_positive)),
        Slot::Absolute => slot(p, field!(tp_as_number.nb_absolute)),
        Slot::Invert => slot(p, field!(tp_as_number.nb_invert)),
        Slot::Int => slot(p, field!(tp_as_number.nb_int)),
        Slot::Float => slot(p, field!(tp_as_number.nb_float)),
        Slot::Index => slot(p, field!(tp_as_number.nb_index)),
        Slot::Await => slot(p, field!(tp_as_async.am_await)),
        Slot::Aiter => slot(p, field!(tp_as_async.am_aiter)),
        Slot::Anext => slot(p, field!(tp_as_async.am_anext)),
        _ => None,
    };
    let Some(function) = function else { return missing(a, "such operation") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    unsafe { errors::result(function(p)) }
}

/// The function of a slot with two operands.
fn binary_function(p: *mut PyObject, which: Slot) -> Option<pilotage_abi::binaryfunc> {
    match which {
        Slot::Add => slot(p, field!(tp_as_number.nb_add)),
        Slot::Subtract => slot(p, field!(tp_as_number.nb_subtract)),
        Slot::Multiply => slot(p, field!(tp_as_number.nb_multiply)),
        Slot::Remainder => slot(p, field!(tp_as_number.nb_remainder)),
        Slot::Divmod => slot(p, field!(tp_as_number.nb_divmod)),
        Slot::Lshift => slot(p, field!(tp_as_number.nb_lshift)),
        Slot::Rshift => slot(p, field!(tp_as_number.nb_rshift)),
        Slot::And => slot(p, field!(tp_as_number.nb_and)),
        Slot::Xor => slot(p, field!(tp_as_number.nb_xor)),
        Slot::Or => slot(p, field!(tp_as_number.nb_or)),
        Slot::FloorDivide => slot(p, field!(tp_as_number.nb_floor_divide)),
        Slot::TrueDivide => slot(p, field!(tp_as_number.nb_true_divide)),
        Slot::MatrixMultiply => slot(p, field!(tp_as_number.nb_matrix_multiply)),
        Slot::InplaceAdd => slot(p, field!(tp_as_number.nb_inplace_add)),
        Slot::InplaceSubtract => slot(p, field!(tp_as_number.nb_inplace_subtract)),
        Slot::InplaceMultiply => slot(p, field!(tp_as_number.nb_inplace_multiply)),
        Slot::InplaceRemainder => slot(p, field!(tp_as_number.nb_inplace_remainder)),
        Slot::InplaceLshift => slot(p, field!(tp_as_number.nb_inplace_lshift)),
        Slot::InplaceRshift => slot(p, field!(tp_as_number.nb_inplace_rshift)),
        Slot::InplaceAnd => slot(p, field!(tp_as_number.nb_inplace_and)),
        Slot::InplaceXor => slot(p, field!(tp_as_number.nb_inplace_xor)),
        Slot::InplaceOr => slot(p, field!(tp_as_number.nb_inplace_or)),
        Slot::InplaceFloorDivide => slot(p, field!(tp_as_number.nb_inplace_floor_divide)),
        Slot::InplaceTrueDivide => slot(p, field!(tp_as_number.nb_inplace_true_divide)),
        Slot::InplaceMatrixMultiply => slot(p, field!(tp_as_number.nb_inplace_matrix_multiply)),
        Slot::SqConcat => slot(p, field!(tp_as_sequence.sq_concat)),
        Slot::SqInplaceConcat => slot(p, field!(tp_as_sequence.sq_inplace_concat)),
        _ => None,
    }
}

/// Two operands; the function is that of `owner`'s type. NotImplemented comes back as that object.
pub fn binary(which: Slot, owner: Obj, a: Obj, b: Obj) -> Result {
    let (left, right) = (Lent::of(a), Lent::of(b));
    let p = if owner == a { left.0 } else { right.0 };
    let Some(function) = binary_function(p, which) else { return Ok(model().not_implemented().to_ref()) };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe { errors::result(function(left.0, right.0)) }
}

/// `a ** b` and `pow(a, b, c)`.
pub fn power(which: Slot, owner: Obj, a: Obj, b: Obj, c: Obj) -> Result {
    let (first, second, third) = (Lent::of(a), Lent::of(b), Lent::of(c));
    let p = if owner == a {
        first.0
    } else if owner == b {
        second.0
    } else {
        third.0
    };
    let function = match which {
        Slot::InplacePower => slot(p, field!(tp_as_number.nb_inplace_power)),
        _ => slot(p, field!(tp_as_number.nb_power)),
    };
    let Some(function) = function else { return Ok(model().not_implemented().to_ref()) };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe { errors::result(function(first.0, second.0, third.0)) }
}

/// `sq_repeat`, `sq_inplace_repeat`.
pub fn repeat(which: Slot, a: Obj, count: isize) -> Result {
    let me = Lent::of(a);
    let function = match which {
        Slot::SqInplaceRepeat => slot(me.0, field!(tp_as_sequence.sq_inplace_repeat)),
        _ => slot(me.0, field!(tp_as_sequence.sq_repeat)),
    };
    let Some(function) = function else { return Ok(model().not_implemented().to_ref()) };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    unsafe { errors::result(function(me.0, count)) }
}

pub fn hash(a: Obj) -> Result<i64> {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_hash)) else { return missing(a, "hash") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    match unsafe { function(me.0) } {
        -1 => Err(errors::pending("a hash of -1 without an exception")),
        hash => Ok(hash as i64),
    }
}

pub fn len(a: Obj) -> Result<usize> {
    let me = Lent::of(a);
    let function =
        slot(me.0, field!(tp_as_mapping.mp_length)).or_else(|| slot(me.0, field!(tp_as_sequence.sq_length)));
    let Some(function) = function else { return missing(a, "len()") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    usize::try_from(unsafe { function(me.0) })
        .map_err(|_| errors::pending("a negative length without an exception"))
}

fn yes_or_no(value: c_int) -> Result<bool> {
    if value < 0 { Err(errors::pending("error return without exception set")) } else { Ok(value != 0) }
}

pub fn truth(a: Obj) -> Result<bool> {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_as_number.nb_bool)) else { return missing(a, "truth value") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    yes_or_no(unsafe { function(me.0) })
}

pub fn contains(a: Obj, item: Obj) -> Result<bool> {
    let (me, item) = (Lent::of(a), Lent::of(item));
    let Some(function) = slot(me.0, field!(tp_as_sequence.sq_contains)) else { return missing(a, "`in`") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    yes_or_no(unsafe { function(me.0, item.0) })
}

pub fn getattr(a: Obj, name: Obj) -> Result {
    let (me, key) = (Lent::of(a), Lent::of(name));
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe {
        if let Some(function) = slot(me.0, field!(tp_getattro)) {
            return errors::result(function(me.0, key.0));
        }
        match (slot(me.0, field!(tp_getattr)), crate::text::utf8(key.0)) {
            (Some(function), Some((text, _))) => errors::result(function(me.0, text.cast_mut().cast())),
            _ => errors::result(crate::object::PyObject_GenericGetAttr(me.0, key.0)),
        }
    }
}

pub fn setattr(a: Obj, name: Obj, value: Option<Obj>) -> Result<()> {
    let (me, key, value) = (Lent::of(a), Lent::of(name), Lent::of_opt(value));
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe {
        if let Some(function) = slot(me.0, field!(tp_setattro)) {
            return errors::result_status(function(me.0, key.0, value.0));
        }
        match (slot(me.0, field!(tp_setattr)), crate::text::utf8(key.0)) {
            (Some(function), Some((text, _))) => {
                errors::result_status(function(me.0, text.cast_mut().cast(), value.0))
            }
            _ => errors::result_status(crate::object::PyObject_GenericSetAttr(me.0, key.0, value.0)),
        }
    }
}

/// The index that a key means for a sequence; negative ones count from the end.
fn sequence_index(a: Obj, p: *mut PyObject, key: Obj) -> Result<isize> {
    let index = model().index(key)?;
    let Some(index) = model().int_to_i64(index.obj()) else {
        return errors::error(Exc::IndexError, "cannot fit 'int' into an index-sized integer");
    };
    if index >= 0 || slot(p, field!(tp_as_sequence.sq_length)).is_none() {
        return Ok(index as isize);
    }
    Ok(index as isize + len(a)?.cast_signed())
}

pub fn getitem(a: Obj, key: Obj) -> Result {
    let me = Lent::of(a);
    if let Some(function) = slot(me.0, field!(tp_as_mapping.mp_subscript)) {
        let key = Lent::of(key);
        let _call = Call::begin();
        // SAFETY: a slot's function and its operands.
        return unsafe { errors::result(function(me.0, key.0)) };
    }
    sq_item(a, sequence_index(a, me.0, key)?)
}

pub fn setitem(a: Obj, key: Obj, value: Option<Obj>) -> Result<()> {
    let me = Lent::of(a);
    if let Some(function) = slot(me.0, field!(tp_as_mapping.mp_ass_subscript)) {
        let (key, value) = (Lent::of(key), Lent::of_opt(value));
        let _call = Call::begin();
        // SAFETY: a slot's function and its operands.
        return errors::result_status(unsafe { function(me.0, key.0, value.0) });
    }
    sq_ass_item(a, sequence_index(a, me.0, key)?, value)
}

pub fn sq_item(a: Obj, index: isize) -> Result {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_as_sequence.sq_item)) else { return missing(a, "items") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    unsafe { errors::result(function(me.0, index)) }
}

pub fn sq_ass_item(a: Obj, index: isize, value: Option<Obj>) -> Result<()> {
    let (me, value) = (Lent::of(a), Lent::of_opt(value));
    let Some(function) = slot(me.0, field!(tp_as_sequence.sq_ass_item)) else {
        return missing(a, "items to set");
    };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    errors::result_status(unsafe { function(me.0, index, value.0) })
}

/// Of `a`'s type; NotImplemented comes back as that object.
pub fn compare(a: Obj, b: Obj, op: Compare) -> Result {
    let (left, right) = (Lent::of(a), Lent::of(b));
    let Some(function) = slot(left.0, field!(tp_richcompare)) else {
        return Ok(model().not_implemented().to_ref());
    };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe { errors::result(function(left.0, right.0, op as c_int)) }
}

/// The end of an iterator is NULL without an exception, or with StopIteration.
pub fn next(a: Obj) -> Result<Option<Ref>> {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_iternext)) else { return missing(a, "next item") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operand.
    unsafe {
        let item = function(me.0);
        if item.is_null() && !errors::is_set() {
            return Ok(None);
        }
        errors::result(item).map(Some)
    }
}

pub fn call(a: Obj, args: &[Obj], names: &[Obj]) -> Result {
    let me = Lent::of(a);
    let _call = Call::begin();
    if let Some(function) = vectorcall_of(me.0) {
        return call_array(function, me.0, args, names);
    }
    let Some(function) = slot(me.0, field!(tp_call)) else { return missing(a, "call") };
    let (tuple, dict) = argv::tuple_and_dict(args, names)?;
    let (tuple, dict) = (Owned(tuple), Owned(dict));
    // SAFETY: a slot's function and its operands.
    unsafe { errors::result(crate::protocol::checked(me.0, function(me.0, tuple.0, dict.0))) }
}

/// The function that an object keeps for vectorcall.
fn vectorcall_of(p: *mut PyObject) -> Option<vectorcallfunc> {
    // SAFETY: a living body; the offset of its type leads to the pointer.
    unsafe {
        let t = (*p).ob_type;
        if (*t).tp_flags & tp::HAVE_VECTORCALL == 0
            || (*t).tp_vectorcall_offset <= 0
            || !(*types::info(t)).in_c
        {
            return None;
        }
        *p.byte_offset((*t).tp_vectorcall_offset).cast::<Option<vectorcallfunc>>()
    }
}

fn call_array(function: vectorcallfunc, p: *mut PyObject, args: &[Obj], names: &[Obj]) -> Result {
    const FEW: usize = 8;
    let mut few = [null_mut(); FEW + 1];
    let mut many = Vec::new();
    // The callee may use the word before the first argument.
    let array: &mut [*mut PyObject] = if args.len() <= FEW {
        &mut few
    } else {
        many.resize(args.len() + 1, null_mut());
        &mut many
    };
    for (place, arg) in array.iter_mut().skip(1).zip(args) {
        *place = convert::lend(*arg);
    }
    let names_tuple = if names.is_empty() { null_mut() } else { argv::tuple_of(names) };
    let positional = args.len() - names.len();
    // SAFETY: the VM's caller keeps the arguments.
    unsafe {
        let first = array.as_mut_ptr().add(1);
        let result = function(p, first, positional | argv::ARGUMENTS_OFFSET, names_tuple);
        let result = errors::result(crate::protocol::checked(p, result));
        // C may have changed its array: what was lent is known by its object.
        for &arg in args {
            convert::unlend(model().body(arg));
        }
        xdecref(names_tuple);
        result
    }
}

pub fn descr_get(descr: Obj, instance: Option<Obj>, class: Option<Obj>) -> Result {
    let (me, instance, class) = (Lent::of(descr), Lent::of_opt(instance), Lent::of_opt(class));
    let Some(function) = slot(me.0, field!(tp_descr_get)) else { return Ok(descr.to_ref()) };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe { errors::result(function(me.0, instance.0, class.0)) }
}

pub fn descr_set(descr: Obj, instance: Obj, value: Option<Obj>) -> Result<()> {
    let (me, instance, value) = (Lent::of(descr), Lent::of(instance), Lent::of_opt(value));
    let Some(function) = slot(me.0, field!(tp_descr_set)) else { return missing(descr, "__set__") };
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    errors::result_status(unsafe { function(me.0, instance.0, value.0) })
}

pub fn init(a: Obj, args: &[Obj], names: &[Obj]) -> Result<()> {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_init)) else { return Ok(()) };
    let (tuple, dict) = argv::tuple_and_dict(args, names)?;
    let (tuple, dict) = (Owned(tuple), Owned(dict));
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    errors::result_status(unsafe { function(me.0, tuple.0, dict.0) })
}

pub fn new(class: Obj, args: &[Obj], names: &[Obj]) -> Result {
    let t: *mut PyTypeObject = borrow_c(class).cast();
    // SAFETY: the body of a class; its bases are ready.
    let (function, vectorcall) = unsafe {
        if (*types::info(t)).in_c {
            ((*t).tp_new, (*t).tp_vectorcall.filter(|_| (*t).tp_new.is_none()))
        } else {
            let new = types_of((*t).tp_mro).filter(|&t| (*types::info(t)).in_c).find_map(|t| (*t).tp_new);
            (new, (*t).tp_vectorcall)
        }
    };
    if let Some(vectorcall) = vectorcall {
        let _call = Call::begin();
        return call_array(vectorcall, t.cast(), args, names);
    }
    let Some(function) = function else {
        let name = model().type_name(class);
        return errors::error(Exc::TypeError, &format!("cannot create '{name}' instances"));
    };
    let (tuple, dict) = argv::tuple_and_dict(args, names)?;
    let (tuple, dict) = (Owned(tuple), Owned(dict));
    let _call = Call::begin();
    // SAFETY: a slot's function and its operands.
    unsafe {
        let made = function(t, tuple.0, dict.0);
        if !made.is_null() && types::is_type_class((*made).ob_type) {
            types::adopt_changes(made.cast());
        }
        errors::result(made)
    }
}

/// `tp_finalize`. The exception that is set stays.
pub fn finalize(a: Obj) {
    let me = Lent::of(a);
    // SAFETY: a living body.
    if unsafe { crate::object_misc::is_finalized(me.0) } {
        return;
    }
    if let Some(function) = slot(me.0, field!(tp_finalize)) {
        // SAFETY: a living body.
        unsafe { crate::object_misc::set_finalized(me.0) };
        let pending = errors::take_raised();
        // SAFETY: a slot's function and its operand.
        unsafe { function(me.0) };
        if let Some(Raised(pending)) = pending {
            errors::raise(Raised(pending));
        }
    }
}

/// The memory of an instance.
#[derive(Debug)]
pub struct View {
    pub ptr: *mut u8,
    pub len: usize,
    pub readonly: bool,
    pub itemsize: usize,
    /// Syntax of `struct`.
    pub format: String,
    pub shape: Vec<isize>,
    pub strides: Vec<isize>,
    /// Empty without suboffsets.
    pub suboffsets: Vec<isize>,
    /// For `releasebuffer`.
    pub token: usize,
}

pub fn getbuffer(a: Obj, writable: bool) -> Result<View> {
    let me = Lent::of(a);
    let Some(function) = slot(me.0, field!(tp_as_buffer.bf_getbuffer)) else {
        let class = model().type_name(model().class(a));
        return errors::error(Exc::TypeError, &format!("a bytes-like object is required, not '{class}'"));
    };
    let _call = Call::begin();
    // SAFETY: a buffer of zero bytes is a valid one to be filled.
    unsafe {
        let mut buffer: Box<Py_buffer> = Box::new(core::mem::zeroed());
        let flags = buf::FULL_RO | if writable { buf::WRITABLE } else { 0 };
        errors::result_status(function(me.0, &raw mut *buffer, flags))?;
        let view = view_of(&buffer);
        let token = Box::into_raw(buffer) as usize;
        Ok(View { token, ..view })
    }
}

unsafe fn view_of(buffer: &Py_buffer) -> View {
    let dimensions = usize::try_from(buffer.ndim).unwrap_or(0);
    let itemsize = buffer.itemsize.max(1);
    // SAFETY: arrays of a filled buffer have as many entries as it has dimensions.
    unsafe {
        let array = |first: *mut isize| -> Vec<isize> {
            if first.is_null() { Vec::new() } else { core::slice::from_raw_parts(first, dimensions).to_vec() }
        };
        let mut shape = array(buffer.shape);
        if shape.is_empty() && dimensions == 1 {
            shape.push(buffer.len / itemsize);
        }
        let mut strides = array(buffer.strides);
        if strides.is_empty() {
            let mut stride = itemsize;
            for &len in shape.iter().rev() {
                strides.insert(0, stride);
                stride *= len;
            }
        }
        let format =
            if buffer.format.is_null() { "B".to_owned() } else { crate::python::c_text(buffer.format) };
        View {
            ptr: buffer.buf.cast(),
            len: usize::try_from(buffer.len).unwrap_or(0),
            readonly: buffer.readonly != 0,
            itemsize: itemsize.unsigned_abs(),
            format,
            shape,
            strides,
            suboffsets: array(buffer.suboffsets),
            token: 0,
        }
    }
}

pub fn releasebuffer(token: usize) {
    // SAFETY: the token is a box that `getbuffer` made.
    unsafe {
        let mut buffer = Box::from_raw(token as *mut Py_buffer);
        crate::memoryobject::PyBuffer_Release(&raw mut *buffer);
    }
}
