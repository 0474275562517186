//! `abstract.h`, first part: items, sizes, iteration, formatting and type questions for any object.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTypeObject, PyVarObject};

use crate::body::{World, decref, incref};
use crate::builtin as b;
use crate::convert::{from_c, give, size, status, to_c, truth};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::object_attributes::is_generic;
use crate::protocol::{
    clear_if, fail_int, fail_size, has_flag, in_c, index_value, interned, is_exact, mapping, null_argument,
    null_argument_int, null_argument_size, number, sequence, type_error, type_name,
};
use crate::{python, types};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Type(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        let t: *mut PyObject = (*o).ob_type.cast();
        incref(t);
        t
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Size(o: *mut PyObject) -> isize {
    if o.is_null() {
        return null_argument_size();
    }
    // SAFETY: a living body.
    unsafe {
        if is_exact(o, &raw mut b::PyTuple_Type) {
            return (*o.cast::<PyVarObject>()).ob_size;
        }
        if is_exact(o, &raw mut b::PyList_Type) {
            return crate::listobject::PyList_Size(o);
        }
        if is_exact(o, &raw mut b::PyDict_Type) {
            return crate::dictobject::PyDict_Size(o);
        }
        if is_exact(o, &raw mut b::PyUnicode_Type) {
            return crate::text::len(o).cast_signed();
        }
        if !in_c(o) {
            return size(model().len(from_c(o)));
        }
        let length = sequence(o)
            .and_then(|table| table.sq_length)
            .or_else(|| mapping(o).and_then(|table| table.mp_length));
        match length {
            Some(length) => length(o),
            None => fail_size(Exc::TypeError, &format!("object of type '{}' has no len()", type_name(o))),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Length(o: *mut PyObject) -> isize {
    // SAFETY: as for PyObject_Size.
    unsafe { PyObject_Size(o) }
}

/// `operator.length_hint`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_LengthHint(o: *mut PyObject, default: isize) -> isize {
    // SAFETY: a living body.
    unsafe {
        let has_length = sequence(o).is_some_and(|table| table.sq_length.is_some())
            || mapping(o).is_some_and(|table| table.mp_length.is_some());
        if has_length {
            let len = PyObject_Size(o);
            if len >= 0 {
                return len;
            }
            if !clear_if(Exc::TypeError) {
                return -1;
            }
        }
        match hint(from_c(o)) {
            Ok(Some(hint)) => hint,
            Ok(None) => default,
            Err(raised) => {
                errors::raise(raised);
                -1
            }
        }
    }
}

/// What `__length_hint__` says.
fn hint(o: Obj) -> Result<Option<isize>> {
    let Some(method) = model().type_lookup(model().class(o), python::name("__length_hint__").obj()) else {
        return Ok(None);
    };
    let hint = match python::call(method.obj(), &[o]) {
        Ok(hint) => hint,
        Err(raised) if crate::protocol::is_kind(&raised, Exc::TypeError) => return Ok(None),
        Err(raised) => return Err(raised),
    };
    if hint.obj() == model().not_implemented() {
        return Ok(None);
    }
    let int = b::class(&raw mut b::PyLong_Type);
    if !model().is_subtype(model().class(hint.obj()), int) {
        let name = model().type_name(model().class(hint.obj()));
        return errors::error(Exc::TypeError, &format!("__length_hint__ must be an integer, not {name}"));
    }
    match model().int_to_i64(hint.obj()) {
        Some(hint) if hint < 0 => errors::error(Exc::ValueError, "__length_hint__() should return >= 0"),
        Some(hint) => Ok(Some(hint as isize)),
        None => errors::error(Exc::OverflowError, "Python int too large to convert to C ssize_t"),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetItem(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    if o.is_null() || key.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if let Some(index) = sequence_place(o, key) {
            return crate::abstract_sequence::PySequence_GetItem(o, index);
        }
        if !in_c(o) {
            let item = give(model().getitem(from_c(o), from_c(key)));
            crate::abstract_sequence::after_python(o);
            return item;
        }
        if let Some(subscript) = mapping(o).and_then(|table| table.mp_subscript) {
            return subscript(o, key);
        }
        if sequence(o).is_some_and(|table| table.sq_item.is_some()) {
            return match sequence_index(key) {
                Some(index) => crate::abstract_sequence::PySequence_GetItem(o, index),
                None => null_mut(),
            };
        }
        if has_flag(o, tp::TYPE_SUBCLASS) {
            return give(model().getitem(from_c(o), from_c(key)));
        }
        type_error(&format!("'{}' object is not subscriptable", type_name(o)))
    }
}

/// The index of a key, for lists and tuples themselves: they need not be shown to the VM.
unsafe fn sequence_place(o: *mut PyObject, key: *mut PyObject) -> Option<isize> {
    // SAFETY: living bodies.
    unsafe {
        let is_sequence = is_exact(o, &raw mut b::PyList_Type) || is_exact(o, &raw mut b::PyTuple_Type);
        if !is_sequence || !is_exact(key, &raw mut b::PyLong_Type) {
            return None;
        }
        crate::protocol::compact_int(key).map(|index| index as isize)
    }
}

/// The index of a sequence; an exception where the object is none.
unsafe fn sequence_index(key: *mut PyObject) -> Option<isize> {
    // SAFETY: a living body.
    unsafe {
        if number(key).is_none_or(|table| table.nb_index.is_none()) {
            errors::raise_new(
                Exc::TypeError,
                &format!("sequence index must be integer, not '{}'", type_name(key)),
            );
            return None;
        }
        index_value(key)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_SetItem(
    o: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    if o.is_null() || key.is_null() || value.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if is_exact(o, &raw mut b::PyList_Type)
            && let Some(index) = sequence_place(o, key)
        {
            let at = if index < 0 { index + crate::listobject::PyList_Size(o) } else { index };
            incref(value);
            return crate::listobject::PyList_SetItem(o, at, value);
        }
        if !in_c(o) {
            let vm = from_c(o);
            let done = model().setitem(vm, from_c(key), from_c(value));
            crate::mirror::refreshed(o, vm);
            return status(done);
        }
        assign(o, key, value, "does not support item assignment")
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_DelItem(o: *mut PyObject, key: *mut PyObject) -> c_int {
    if o.is_null() || key.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if !in_c(o) {
            let vm = from_c(o);
            let done = model().delitem(vm, from_c(key));
            crate::mirror::refreshed(o, vm);
            return status(done);
        }
        assign(o, key, null_mut(), "doesn't support item deletion")
    }
}

/// The slots of a type of C; NULL deletes.
unsafe fn assign(o: *mut PyObject, key: *mut PyObject, value: *mut PyObject, what: &str) -> c_int {
    // SAFETY: living bodies.
    unsafe {
        if let Some(assign) = mapping(o).and_then(|table| table.mp_ass_subscript) {
            return assign(o, key, value);
        }
        if sequence(o).is_some_and(|table| table.sq_ass_item.is_some()) {
            let Some(index) = sequence_index(key) else { return -1 };
            return crate::abstract_sequence::assign_item(o, index, value);
        }
        fail_int(Exc::TypeError, &format!("'{}' object {what}", type_name(o)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_DelItemString(o: *mut PyObject, key: *const c_char) -> c_int {
    if o.is_null() || key.is_null() {
        return null_argument_int();
    }
    // SAFETY: a living body and a C string.
    unsafe {
        let Some(key) = interned(key).map(to_c) else { return -1 };
        let result = PyObject_DelItem(o, key);
        decref(key);
        result
    }
}

/// `format(o, spec)`; NULL is the empty one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Format(o: *mut PyObject, spec: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: living bodies.
    unsafe {
        if spec.is_null() {
            if is_exact(o, &raw mut b::PyUnicode_Type) {
                incref(o);
                return o;
            }
            return give(format(from_c(o), None));
        }
        if !has_flag(spec, tp::UNICODE_SUBCLASS) {
            return errors::fail(
                Exc::SystemError,
                &format!("Format specifier must be a string, not {}", type_name(spec)),
            );
        }
        give(format(from_c(o), Some(from_c(spec))))
    }
}

fn format(o: Obj, spec: Option<Obj>) -> Result {
    let empty;
    let spec = match spec {
        Some(spec) => spec,
        None => {
            empty = python::text("");
            empty.obj()
        }
    };
    let Some(method) = model().type_lookup(model().class(o), python::name("__format__").obj()) else {
        let name = model().type_name(model().class(o));
        return errors::error(Exc::TypeError, &format!("Type {name} doesn't define __format__"));
    };
    let text: Ref = python::call(method.obj(), &[o, spec])?;
    let class = model().class(text.obj());
    if !model().is_subtype(class, b::class(&raw mut b::PyUnicode_Type)) {
        let name = model().type_name(class);
        return errors::error(Exc::TypeError, &format!("__format__ must return a str, not {name}"));
    }
    Ok(text)
}

/// `object.__class__` as it lies in the class.
static PLAIN_CLASS: World<Option<Ref>> = World::new(None);

/// The object does not say that it is of another class.
unsafe fn is_what_it_is(o: *mut PyObject) -> bool {
    // SAFETY: a living body.
    unsafe {
        if in_c(o) || !is_generic(o) {
            return false;
        }
        let name = python::name("__class__");
        let find = |class| model().type_lookup(class, name.obj());
        let Some(found) = find(model().class(from_c(o))) else { return false };
        if let Some(plain) = PLAIN_CLASS.with(|plain| plain.as_ref().map(Ref::obj)) {
            return plain == found.obj();
        }
        let plain = find(b::class(&raw mut b::PyBaseObject_Type));
        let is_plain = plain.as_ref().map(Ref::obj) == Some(found.obj());
        PLAIN_CLASS.with(|place| *place = plain);
        is_plain
    }
}

/// `isinstance`, with its tuples and `__instancecheck__`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_IsInstance(o: *mut PyObject, class: *mut PyObject) -> c_int {
    if o.is_null() || class.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if (*o).ob_type == class.cast() {
            return 1;
        }
        if is_exact(class, &raw mut b::PyType_Type)
            && types::is_subtype((*o).ob_type, class.cast::<PyTypeObject>())
        {
            return 1;
        }
        if is_exact(class, &raw mut b::PyType_Type) && (has_flag(o, tp::STATIC_BUILTIN) || is_what_it_is(o)) {
            return 0;
        }
        truth(model().isinstance(from_c(o), from_c(class)))
    }
}

/// `issubclass`, with its tuples and `__subclasscheck__`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_IsSubclass(derived: *mut PyObject, class: *mut PyObject) -> c_int {
    if derived.is_null() || class.is_null() {
        return null_argument_int();
    }
    // SAFETY: living bodies.
    unsafe {
        if is_exact(class, &raw mut b::PyType_Type) && derived == class {
            return 1;
        }
        truth(model().issubclass(from_c(derived), from_c(class)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetIter(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        if !in_c(o) {
            return give(model().iter(from_c(o)));
        }
        if let Some(iter) = (*(*o).ob_type).tp_iter {
            let iterator = iter(o);
            if !iterator.is_null() && crate::abstract_iter::PyIter_Check(iterator) == 0 {
                let message = format!("iter() returned non-iterator of type '{}'", type_name(iterator));
                decref(iterator);
                return type_error(&message);
            }
            return iterator;
        }
        if crate::abstract_sequence::PySequence_Check(o) != 0 {
            return crate::iterobject::PySeqIter_New(o);
        }
        type_error(&format!("'{}' object is not iterable", type_name(o)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_GetAIter(o: *mut PyObject) -> *mut PyObject {
    if o.is_null() {
        return null_argument();
    }
    // SAFETY: a living body.
    unsafe {
        let aiter = (*(*o).ob_type).tp_as_async.as_ref().and_then(|table| table.am_aiter);
        let Some(aiter) = aiter else {
            return type_error(&format!("'{}' object is not an async iterable", type_name(o)));
        };
        let iterator = aiter(o);
        if !iterator.is_null() && crate::abstract_iter::PyAIter_Check(iterator) == 0 {
            let message = format!("aiter() returned not an async iterator of type '{}'", type_name(iterator));
            decref(iterator);
            return type_error(&message);
        }
        iterator
    }
}
