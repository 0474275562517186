//! `classobject.h`: bound methods, and instance methods, which only C has.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::{PyGetSetDef, PyInstanceMethodObject, PyMethodObject, PyObject, PyTypeObject, visitproc};

use crate::body::{incref, xdecref};
use crate::builtin as b;
use crate::convert::{from_c, give, to_c};
use crate::descrobject::{LAST_GETSET, Table, getset};
use crate::own_type::{new_instance, own_type};
use crate::protocol::{bad_call, is_exact, make, none, type_error};
use crate::{calls, lifetime, object_attributes, python};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMethod_New(function: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    if function.is_null() || object.is_null() {
        return bad_call();
    }
    // SAFETY: living bodies.
    unsafe { give(make(&raw mut b::PyMethod_Type, &[from_c(function), from_c(object)])) }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMethod_Function(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body; a method's body shows its parts.
    unsafe {
        if p.is_null() || !is_exact(p, &raw mut b::PyMethod_Type) {
            return bad_call();
        }
        (*p.cast::<PyMethodObject>()).im_func
    }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMethod_Self(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body; a method's body shows its parts.
    unsafe {
        if p.is_null() || !is_exact(p, &raw mut b::PyMethod_Type) {
            return bad_call();
        }
        (*p.cast::<PyMethodObject>()).im_self
    }
}

static GETSETS: Table<[PyGetSetDef; 2]> = Table([getset(c"__func__", instance_method_func), LAST_GETSET]);

/// A callable that binds like a function, for callables that do not.
#[unsafe(no_mangle)]
pub static mut PyInstanceMethod_Type: PyTypeObject = PyTypeObject {
    tp_flags: 0,
    tp_new: Some(instance_method_new),
    tp_getset: GETSETS.0.as_ptr().cast_mut(),
    tp_repr: Some(instance_method_repr),
    tp_call: Some(instance_method_call),
    tp_descr_get: Some(instance_method_get),
    tp_getattro: Some(instance_method_getattro),
    tp_traverse: Some(instance_method_traverse),
    ..own_type(c"instancemethod", size_of::<PyInstanceMethodObject>(), instance_method_dealloc)
};

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInstanceMethod_New(function: *mut PyObject) -> *mut PyObject {
    // SAFETY: a living body; the new instance owns a reference to it.
    unsafe {
        let p = new_instance(&raw mut PyInstanceMethod_Type);
        incref(function);
        (*p.cast::<PyInstanceMethodObject>()).func = function;
        p
    }
}

/// Borrowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInstanceMethod_Function(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: NULL or a living body.
    unsafe {
        if p.is_null() || !is_exact(p, &raw mut PyInstanceMethod_Type) {
            return bad_call();
        }
        (*p.cast::<PyInstanceMethodObject>()).func
    }
}

unsafe fn function_of(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance of this type.
    unsafe { (*p.cast::<PyInstanceMethodObject>()).func }
}

/// `instancemethod(callable)`.
unsafe extern "C" fn instance_method_new(
    _class: *mut PyTypeObject,
    args: *mut PyObject,
    keywords: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a tuple, and a dict or NULL; only the type itself has this constructor.
    unsafe {
        let given = crate::tupleobject::tuple_slice(args);
        let named = if keywords.is_null() { 0 } else { crate::dictobject::PyDict_Size(keywords) };
        let &[function] = given else {
            let count = given.len();
            return type_error(&format!("instancemethod expected 1 argument, got {count}"));
        };
        if named != 0 {
            return type_error("instancemethod() takes no keyword arguments");
        }
        if crate::object_protocol::PyCallable_Check(function) == 0 {
            return type_error("first argument must be callable");
        }
        PyInstanceMethod_New(function)
    }
}

unsafe extern "C" fn instance_method_func(p: *mut PyObject, _closure: *mut c_void) -> *mut PyObject {
    // SAFETY: an instance of this type, which owns what it wraps.
    unsafe {
        let function = function_of(p);
        incref(function);
        function
    }
}

unsafe extern "C" fn instance_method_dealloc(p: *mut PyObject) {
    // SAFETY: a dying instance of this type.
    unsafe {
        let function = function_of(p);
        (*p.cast::<PyInstanceMethodObject>()).func = null_mut();
        xdecref(function);
        lifetime::free_body(p);
    }
}

unsafe extern "C" fn instance_method_traverse(p: *mut PyObject, visit: visitproc, arg: *mut c_void) -> i32 {
    // SAFETY: an instance of this type.
    unsafe {
        let function = function_of(p);
        if function.is_null() { 0 } else { visit(function, arg) }
    }
}

unsafe extern "C" fn instance_method_repr(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance of this type.
    unsafe {
        let function = function_of(p);
        let name = python::attr_opt(from_c(function), "__name__").ok().flatten();
        let name = name.map_or_else(|| String::from("?"), |name| python::to_string(name.obj()));
        to_c(python::text(&format!("<instancemethod {name} at {function:p}>")))
    }
}

unsafe extern "C" fn instance_method_call(
    p: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: an instance of this type, a tuple, and a dict or NULL.
    unsafe { calls::PyObject_Call(function_of(p), args, kwargs) }
}

unsafe extern "C" fn instance_method_get(
    p: *mut PyObject,
    object: *mut PyObject,
    _class: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: an instance of this type; NULL, None or a living body.
    unsafe {
        let function = function_of(p);
        if object.is_null() || object == none() {
            incref(function);
            return function;
        }
        PyMethod_New(function, object)
    }
}

/// Its own attributes first, then those of what it wraps.
unsafe extern "C" fn instance_method_getattro(p: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: an instance of this type, and a str.
    unsafe {
        let t = from_c((*p).ob_type.cast());
        let model = crate::model::model();
        // The documentation is that of what it wraps.
        let is_doc = python::to_string(from_c(name)) == "__doc__";
        match model.type_lookup(t, from_c(name)) {
            Some(_) if !is_doc => crate::object::PyObject_GenericGetAttr(p, name),
            _ => object_attributes::PyObject_GetAttr(function_of(p), name),
        }
    }
}
