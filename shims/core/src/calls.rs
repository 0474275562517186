//! The call protocol. Callables whose type C defined are called in C; all others by the VM.
//! Functions with `...` are in `c/calls.c`; they gather their arguments and come here.

use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTupleObject, PyTypeObject, PyVarObject, vectorcallfunc};

use crate::body::{decref, xdecref};
use crate::builtin as b;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::handled::Handling;
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::object_attributes::{PyObject_GetAttr, is_generic};
use crate::protocol::{bad_call, checked, has_flag, in_c, is_exact, null_argument, type_error, type_name};
use crate::tupleobject::from_array;
use crate::{dictobject, list_store, types};

/// `PY_VECTORCALL_ARGUMENTS_OFFSET`: the word in front of the arguments may be overwritten.
pub const ARGUMENTS_OFFSET: usize = 1 << (usize::BITS - 1);

/// How many positional arguments.
#[inline]
fn positional(nargsf: usize) -> usize {
    nargsf & !ARGUMENTS_OFFSET
}

/// The objects of a C array, without an allocation for a few.
///
/// # Safety
/// `args` points to `len` bodies.
#[inline]
pub(crate) unsafe fn with_objects<T>(
    args: *const *mut PyObject,
    len: usize,
    work: impl FnOnce(&[Obj]) -> T,
) -> T {
    const FEW: usize = 8;
    // SAFETY: the caller's promise.
    unsafe {
        if len == 0 {
            return work(&[]);
        }
        if len > FEW {
            return work(&crate::convert::array(args, len));
        }
        let mut objects = [from_c(*args); FEW];
        for (at, object) in objects.iter_mut().enumerate().take(len).skip(1) {
            *object = from_c(*args.add(at));
        }
        work(&objects[..len])
    }
}

/// Calls an object of the VM. Containers among the arguments are the same for C and the VM before and after.
///
/// # Safety
/// `args` points to `len` bodies, the last of them with the names of the tuple `kwnames`, which may be null.
unsafe fn call_vm(callable: Obj, args: *const *mut PyObject, len: usize, kwnames: *mut PyObject) -> Result {
    // SAFETY: the caller's promise.
    unsafe {
        let _handling = Handling::enter();
        let (names, count) = items_of(kwnames);
        let result = with_objects(args, len, |objects| {
            with_objects(names, count, |names| model().call(callable, objects, names))
        });
        (0..len).for_each(|at| list_store::after_call(*args.add(at)));
        list_store::after_any_call();
        result
    }
}

/// The items of a tuple.
///
/// # Safety
/// `tuple` is null or the body of a tuple.
#[inline]
unsafe fn items_of(tuple: *mut PyObject) -> (*const *mut PyObject, usize) {
    if tuple.is_null() {
        return (core::ptr::null(), 0);
    }
    // SAFETY: as many items as the size says.
    unsafe {
        let first: *const *mut PyObject = (&raw const (*tuple.cast::<PyTupleObject>()).ob_item).cast();
        (first, (*tuple.cast::<PyVarObject>()).ob_size.unsigned_abs())
    }
}

/// Is there any argument?
///
/// # Safety
/// `args` is null or a tuple, `kwargs` null or a dict.
pub unsafe fn has_arguments(args: *mut PyObject, kwargs: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { items_of(args).1 != 0 || (!kwargs.is_null() && dictobject::PyDict_Size(kwargs) != 0) }
}

/// Calls an object of the VM with the arguments that C has as a tuple and a dict.
///
/// # Safety
/// `args` is null or a tuple, `kwargs` null or a dict.
pub unsafe fn call_tuple(
    callable: Obj,
    first: Option<Obj>,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> Result {
    // SAFETY: the caller's promise.
    unsafe {
        let (items, len) = items_of(args);
        if first.is_none() && (kwargs.is_null() || dictobject::PyDict_Size(kwargs) == 0) {
            return call_vm(callable, items, len, core::ptr::null_mut());
        }
        let _handling = Handling::enter();
        with_keywords(first, args, kwargs, |all, names| model().call(callable, all, names))
    }
}

/// `base.__new__(class, *args, **kwargs)` of a base that the VM defines.
///
/// # Safety
/// `args` is a tuple or null, `kwargs` a dict or null.
pub unsafe fn construct_tuple(base: Obj, class: Obj, args: *mut PyObject, kwargs: *mut PyObject) -> Result {
    // SAFETY: the caller's promise.
    unsafe { with_keywords(None, args, kwargs, |all, names| model().construct(base, class, all, names)) }
}

/// A tuple and a dict as the VM takes arguments.
unsafe fn with_keywords(
    first: Option<Obj>,
    args: *mut PyObject,
    kwargs: *mut PyObject,
    call: impl FnOnce(&[Obj], &[Obj]) -> Result,
) -> Result {
    // SAFETY: the caller's promise.
    unsafe {
        let (items, len) = items_of(args);
        let mut all: Vec<Obj> = Vec::with_capacity(len + 4);
        all.extend(first);
        all.extend((0..len).map(|at| from_c(*items.add(at))));
        let keywords = keywords(kwargs)?;
        let names: Vec<Obj> = keywords.iter().map(|(name, _)| name.obj()).collect();
        all.extend(keywords.iter().map(|(_, value)| value.obj()));
        call(&all, &names)
    }
}

/// Names and values of keyword arguments.
unsafe fn keywords(kwargs: *mut PyObject) -> Result<Vec<(Ref, Ref)>> {
    let mut found = Vec::new();
    if kwargs.is_null() {
        return Ok(found);
    }
    // SAFETY: a dict.
    let dict = unsafe { from_c(kwargs) };
    let (mut pos, text) = (0, b::class(&raw mut b::PyUnicode_Type));
    while let Some((name, value)) = model().dict_next(dict, &mut pos) {
        if !model().is_subtype(model().class(name.obj()), text) {
            return errors::error(Exc::TypeError, "keywords must be strings");
        }
        found.push((name, value));
    }
    Ok(found)
}

/// The function of a callable that takes its arguments as an array.
#[inline]
unsafe fn vectorcall_of(callable: *mut PyObject) -> Option<vectorcallfunc> {
    // SAFETY: a body; the flag says that the function is at the offset.
    unsafe {
        let t = (*callable).ob_type;
        if (*t).tp_flags & tp::HAVE_VECTORCALL == 0 || (*t).tp_vectorcall_offset <= 0 {
            return type_vectorcall(callable);
        }
        callable.byte_offset((*t).tp_vectorcall_offset).cast::<Option<vectorcallfunc>>().read()
    }
}

/// A type of C that makes its instances without a tuple of arguments.
#[inline]
unsafe fn type_vectorcall(callable: *mut PyObject) -> Option<vectorcallfunc> {
    // SAFETY: instances of `type` are types.
    unsafe {
        if !is_exact(callable, &raw mut b::PyType_Type) {
            return None;
        }
        (*callable.cast::<PyTypeObject>()).tp_vectorcall
    }
}

/// A type that C itself defined, with `type` as its metaclass: its instances are made here.
///
/// # Safety
/// `callable` is a body.
#[inline]
pub(crate) unsafe fn is_c_type(callable: *mut PyObject) -> bool {
    // SAFETY: instances of `type` are types.
    unsafe { is_exact(callable, &raw mut b::PyType_Type) && (*types::info(callable.cast())).in_c }
}

/// `type.__call__` for a type of C.
unsafe fn call_type(t: *mut PyTypeObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: a ready type; a tuple, and a dict or null.
    unsafe {
        let Some(new) = (*t).tp_new else {
            return type_error(&format!("cannot create '{}' instances", crate::python::c_text((*t).tp_name)));
        };
        let instance = checked(t.cast(), new(t, args, kwargs));
        if instance.is_null() || !types::is_subtype((*instance).ob_type, t) {
            return instance;
        }
        if let Some(init) = (*(*instance).ob_type).tp_init
            && init(instance, args, kwargs) < 0
        {
            decref(instance);
            if !errors::is_set() {
                return errors::fail(Exc::SystemError, "error return without exception set");
            }
            return null_mut();
        }
        // The VM's part of it may have items now.
        list_store::after_call(instance);
        instance
    }
}

/// `tp_call` of a type of C.
unsafe fn call_slot(callable: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject {
    // SAFETY: a body, a tuple, and a dict or null.
    unsafe {
        if is_c_type(callable) {
            return call_type(callable.cast(), args, kwargs);
        }
        let Some(call) = (*(*callable).ob_type).tp_call else {
            return type_error(&format!("'{}' object is not callable", type_name(callable)));
        };
        if let Err(raised) = model().enter_recursion(" while calling a Python object") {
            errors::raise(raised);
            return null_mut();
        }
        let result = call(callable, args, kwargs);
        model().leave_recursion();
        checked(callable, result)
    }
}

/// Calls with a tuple, and a dict or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Call(
    callable: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    if callable.is_null() || args.is_null() {
        return null_argument();
    }
    // SAFETY: arguments of C are living bodies.
    unsafe {
        if !has_flag(args, tp::TUPLE_SUBCLASS) || !(kwargs.is_null() || has_flag(kwargs, tp::DICT_SUBCLASS)) {
            return bad_call();
        }
        if let Some(function) = vectorcall_of(callable) {
            return call_unpacked(function, callable, args, kwargs);
        }
        if in_c(callable) || is_c_type(callable) {
            return call_slot(callable, args, kwargs);
        }
        give(call_tuple(from_c(callable), None, args, kwargs))
    }
}

/// Calls a vectorcall function with a tuple and a dict.
unsafe fn call_unpacked(
    function: vectorcallfunc,
    callable: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a tuple, and a dict or null.
    unsafe {
        let (items, len) = items_of(args);
        if kwargs.is_null() || dictobject::PyDict_Size(kwargs) == 0 {
            return checked(callable, function(callable, items, len, null_mut()));
        }
        call_with_dict(function, callable, items, len, kwargs)
    }
}

/// Calls a vectorcall function with the keywords of a dict.
unsafe fn call_with_dict(
    function: vectorcallfunc,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    len: usize,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: `len` arguments and a dict. The keywords are counted while the function runs.
    unsafe {
        let keywords = match keywords(kwargs) {
            Ok(keywords) => keywords,
            Err(raised) => {
                errors::raise(raised);
                return null_mut();
            }
        };
        let mut all: Vec<*mut PyObject> = Vec::with_capacity(len + keywords.len() + 1);
        all.push(null_mut());
        all.extend((0..len).map(|at| *args.add(at)));
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (name, value) in keywords {
            names.push(crate::convert::to_c(name));
            values.push(crate::convert::to_c(value));
        }
        all.extend(&values);
        let names = crate::tupleobject::from_array_steal(&names);
        let result = function(callable, all.as_ptr().add(1), len | ARGUMENTS_OFFSET, names);
        decref(names);
        values.into_iter().for_each(|value| decref(value));
        checked(callable, result)
    }
}

/// Calls with an array; the last arguments are keywords whose names the tuple `kwnames` has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_Vectorcall(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    if callable.is_null() {
        return null_argument();
    }
    // SAFETY: arguments of C are living bodies, as many as it says.
    unsafe {
        if callable == (&raw mut b::PyType_Type).cast() && positional(nargsf) == 1 && items_of(kwnames).1 == 0
        {
            return crate::object_misc::Py_NewRef((**args).ob_type.cast());
        }
        if let Some(function) = vectorcall_of(callable) {
            return checked(callable, function(callable, args, nargsf, kwnames));
        }
        if in_c(callable) || is_c_type(callable) {
            return call_packed(callable, args, positional(nargsf), kwnames);
        }
        let len = positional(nargsf) + items_of(kwnames).1;
        give(call_vm(from_c(callable), args, len, kwnames))
    }
}

/// Makes a tuple and a dict of an array, for `tp_call`.
///
/// # Safety
/// As many arguments and names as it says; `callable` has a type of C or is one.
pub(crate) unsafe fn call_packed(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    len: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as many arguments as the caller says.
    unsafe {
        let kwargs =
            if items_of(kwnames).1 == 0 { null_mut() } else { _PyStack_AsDict(args.add(len), kwnames) };
        if kwargs.is_null() && items_of(kwnames).1 != 0 {
            return null_mut();
        }
        let tuple = from_array(args, len);
        let result = call_slot(callable, tuple, kwargs);
        decref(tuple);
        xdecref(kwargs);
        result
    }
}

/// A dict of values and their names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyStack_AsDict(
    values: *const *mut PyObject,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a tuple of names and as many values.
    unsafe {
        let (names, count) = items_of(kwnames);
        let dict = dictobject::PyDict_New();
        for at in 0..count {
            if dictobject::PyDict_SetItem(dict, *names.add(at), *values.add(at)) < 0 {
                decref(dict);
                return null_mut();
            }
        }
        dict
    }
}

/// As `PyObject_Vectorcall`, with the keywords in a dict or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_VectorcallDict(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies, as many as it says.
    unsafe {
        if kwargs.is_null() || dictobject::PyDict_Size(kwargs) == 0 {
            return PyObject_Vectorcall(callable, args, nargsf, null_mut());
        }
        if callable.is_null() {
            return null_argument();
        }
        if let Some(function) = vectorcall_of(callable) {
            return call_with_dict(function, callable, args, positional(nargsf), kwargs);
        }
        let tuple = from_array(args, positional(nargsf));
        let result = PyObject_Call(callable, tuple, kwargs);
        decref(tuple);
        result
    }
}

/// A function of Python code that the class has under the name, where looking it up in the instance would bind it:
/// such methods need not be bound to be called.
unsafe fn unbound(o: *mut PyObject, name: Obj) -> Option<Ref> {
    // SAFETY: a living body.
    unsafe {
        if !is_generic(o) {
            return None;
        }
        let vm = from_c(o);
        let class = model().class(vm);
        let function =
            model().type_lookup(class, name).filter(|found| model().shape(found.obj()) == Shape::Function)?;
        let dict = if model().type_has_dict(class) { model().instance_dict(vm) } else { None };
        match dict.map(|dict| model().dict_get(dict.obj(), name)) {
            None | Some(Ok(None)) => Some(function),
            _ => None,
        }
    }
}

/// Calls a method of an object of the VM, without a body for the bound method.
unsafe fn vm_method(name: Obj, args: *const *mut PyObject, len: usize, kwnames: *mut PyObject) -> Result {
    // SAFETY: at least one argument, and as many keywords as names.
    unsafe {
        if let Some(function) = unbound(*args, name) {
            return call_vm(function.obj(), args, len + items_of(kwnames).1, kwnames);
        }
        let method = model().getattr(from_c(*args), name)?;
        let result = call_vm(method.obj(), args.add(1), len - 1 + items_of(kwnames).1, kwnames);
        list_store::after_call(*args);
        result
    }
}

/// Calls the method `name` of the first argument with the others.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_VectorcallMethod(
    name: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    if name.is_null() || args.is_null() || positional(nargsf) == 0 {
        return null_argument();
    }
    // SAFETY: at least one argument.
    unsafe {
        if !in_c(*args) && has_flag(name, tp::UNICODE_SUBCLASS) {
            return give(vm_method(from_c(name), args, positional(nargsf), kwnames));
        }
        let method = PyObject_GetAttr(*args, name);
        if method.is_null() {
            return null_mut();
        }
        // The object itself stands in front of the others, which must not be overwritten without the flag.
        let count = positional(nargsf) - 1;
        let result = PyObject_Vectorcall(method, args.add(1), count | nargsf & ARGUMENTS_OFFSET, kwnames);
        decref(method);
        result
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CallNoArgs(callable: *mut PyObject) -> *mut PyObject {
    let args: [*mut PyObject; 1] = [null_mut()];
    // SAFETY: no arguments, and a free word in front of them.
    unsafe { PyObject_Vectorcall(callable, args.as_ptr().add(1), ARGUMENTS_OFFSET, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CallOneArg(callable: *mut PyObject, arg: *mut PyObject) -> *mut PyObject {
    if arg.is_null() {
        return null_argument();
    }
    let args = [null_mut(), arg];
    // SAFETY: one argument, and a free word in front of it.
    unsafe { PyObject_Vectorcall(callable, args.as_ptr().add(1), 1 | ARGUMENTS_OFFSET, null_mut()) }
}

/// Calls with a tuple or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyObject_CallObject(callable: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies.
    unsafe {
        if args.is_null() {
            return PyObject_CallNoArgs(callable);
        }
        if !has_flag(args, tp::TUPLE_SUBCLASS) {
            return type_error("argument list must be a tuple");
        }
        PyObject_Call(callable, args, null_mut())
    }
}

/// `tp_call` for types with vectorcall.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyVectorcall_Call(
    callable: *mut PyObject,
    tuple: *mut PyObject,
    dict: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of C are living bodies.
    unsafe {
        let t = (*callable).ob_type;
        let offset = (*t).tp_vectorcall_offset;
        // A subclass that lost the flag still has the function.
        let function = if offset > 0 && in_c(callable) {
            callable.byte_offset(offset).cast::<Option<vectorcallfunc>>().read()
        } else {
            vectorcall_of(callable)
        };
        match function {
            Some(function) => call_unpacked(function, callable, tuple, dict),
            None => type_error(&format!("'{}' object does not support vectorcall", type_name(callable))),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyVectorcall_Function(callable: *mut PyObject) -> Option<vectorcallfunc> {
    // SAFETY: a living body.
    unsafe { vectorcall_of(callable) }
}

#[unsafe(no_mangle)]
pub extern "C" fn PyVectorcall_NARGS(nargsf: usize) -> isize {
    positional(nargsf).cast_signed()
}
