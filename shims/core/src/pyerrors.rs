//! The error indicator for C: setting, testing, taking and giving back exceptions. How exceptions are made is here
//! too; their fields are in `exception_bodies`, ready-made kinds in `pyerrors_kinds`, what is being
//! handled in `handled`.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyBaseExceptionObject, PyObject, PyThreadState, PyTypeObject};

use crate::body::{decref, incref, xdecref};
use crate::builtin::Exc;
use crate::convert::{from_c, from_c_opt, status, to_c};
use crate::exception_bodies::set_both;
pub(crate) use crate::exception_bodies::show_args;
pub use crate::exception_bodies::{fill_fields, free_fields, push_traceback, refresh_traceback};
use crate::getargs_units::tuple_items;
use crate::model::{Obj, Raised, Result, Shape, model};
pub use crate::unraisable::write_unraisable;
use crate::va::{VaList, VaListTag, formatted};
use crate::{errors, pystate, python, types};

/// An instance of an exception?
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn is_instance(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*(*p).ob_type).tp_flags & tp::BASE_EXC_SUBCLASS != 0 }
}

/// A class of exceptions?
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn is_class(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise; what is a type has flags.
    unsafe {
        (*(*p).ob_type).tp_flags & tp::TYPE_SUBCLASS != 0
            && (*p.cast::<pilotage_abi::PyTypeObject>()).tp_flags & tp::BASE_EXC_SUBCLASS != 0
    }
}

/// Is the class in the `mro` of the type? Asks the VM only where C has no `mro`.
///
/// # Safety
/// Both are types.
pub(crate) unsafe fn inherits(t: *mut PyTypeObject, class: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise; the items of an `mro` are types.
    unsafe {
        if t == class {
            return true;
        }
        let mro = (*t).tp_mro;
        if mro.is_null() || !is_tuple(mro) {
            return types::is_subtype(t, class);
        }
        tuple_items(mro).contains(&class.cast())
    }
}

unsafe fn is_tuple(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise: a body.
    unsafe { (*(*p).ob_type).tp_flags & tp::TUPLE_SUBCLASS != 0 }
}

/// What `raise class(value)` would make: no argument for nothing and None, several for a tuple.
fn make(class: Obj, value: *mut PyObject) -> Result {
    // SAFETY: null or a living body.
    let made = unsafe {
        if value.is_null() || value == &raw mut crate::builtin::_Py_NoneStruct {
            python::call(class, &[])
        } else if is_tuple(value) {
            let args = from_c(value);
            python::call(class, model().tuple_items(args))
        } else {
            python::call(class, &[from_c(value)])
        }
    }?;
    let base = crate::builtin::Exc::BaseException.class();
    // SAFETY: a class of the VM.
    if !model().is_subtype(model().class(made.obj()), unsafe { from_c(base) }) {
        return errors::error(
            Exc::TypeError,
            "calling a class of exceptions gave something else than an exception",
        );
    }
    Ok(made)
}

/// The exception that `PyErr_SetObject(class, value)` means: made now, unless `value` is one.
///
/// # Safety
/// `class` is a body, `value` null or one.
unsafe fn exception(class: *mut PyObject, value: *mut PyObject) -> Result {
    // SAFETY: the caller's promise.
    unsafe {
        if class.is_null() || !is_class(class) {
            let what = if class.is_null() { String::from("NULL") } else { repr(class) };
            return errors::error(
                Exc::SystemError,
                &format!("_PyErr_SetObject: exception {what} is not a BaseException subclass"),
            );
        }
        // A metaclass may have its own idea of subclasses.
        let is_plain = (*class).ob_type == &raw mut crate::builtin::PyType_Type;
        if is_plain && !value.is_null() && is_instance(value) && is_kind(value, class) {
            return Ok(from_c(value).to_ref());
        }
        if !value.is_null() && is_instance(value) {
            // The class itself may have its say, and fail.
            let (value_class, class) = (model().class(from_c(value)), from_c(class));
            if model().issubclass(value_class, class)? {
                return Ok(from_c(value).to_ref());
            }
        }
        make(from_c(class), value).inspect_err(|raised| note_failure(raised, class, value))
    }
}

/// An exception that could not be made tells what it was to be made of.
unsafe fn note_failure(raised: &Raised, class: *mut PyObject, value: *mut PyObject) {
    // SAFETY: a class, and null or a living body.
    let (name, args) = unsafe {
        let args = match from_c_opt(value) {
            Some(value) => model()
                .repr(value)
                .map_or_else(|_| String::from("<unknown>"), |text| python::to_string(text.obj())),
            None => String::from("<NULL>"),
        };
        (model().type_name(from_c(class)), args)
    };
    let note = python::text(&format!("Normalization failed: type={name} args={args}"));
    let _ = python::call_method(raised.0.obj(), "add_note", &[note.obj()]);
}

/// `isinstance` for instances of exceptions, without running code where the class itself answers.
unsafe fn is_kind(value: *mut PyObject, class: *mut PyObject) -> bool {
    // SAFETY: the caller's promise: an instance and a class.
    unsafe { inherits((*value).ob_type, class.cast()) }
}

pub(crate) fn repr(p: *mut PyObject) -> String {
    // SAFETY: a living body.
    let text = model().repr(unsafe { from_c(p) });
    text.map_or_else(|_| String::from("?"), |text| python::to_string(text.obj()))
}

/// Sets the indicator to an exception that C makes now: what C is handling becomes its context.
fn raise_here(made: Result, is_new: bool) {
    let made = match made {
        Ok(made) => made,
        Err(raised) => return errors::raise(raised),
    };
    let raised = Raised(made);
    let handled = crate::handled::handled_in_c();
    // SAFETY: null or the exception that is being handled.
    if !handled.is_null() {
        let context = unsafe { from_c(handled) };
        if context != raised.0.obj() {
            leave_chain(context, raised.0.obj());
            let _ = python::set_attr(raised.0.obj(), "__context__", context);
        }
    }
    if is_new {
        // It has no traceback that its body would have to show.
        // SAFETY: a new reference.
        unsafe { errors::restore(to_c(raised.0)) }
    } else {
        errors::raise(raised);
    }
}

/// Takes an exception out of the chain of contexts that begins at another one: chains must end.
fn leave_chain(from: Obj, exception: Obj) {
    const LONGEST: usize = 1000;
    let mut at = from.to_ref();
    for _ in 0..LONGEST {
        let Ok(next) = python::attr(at.obj(), "__context__") else { return };
        if next.obj() == model().none() {
            return;
        }
        if next.obj() == exception {
            let _ = python::set_attr(at.obj(), "__context__", model().none());
            return;
        }
        at = next;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetObject(class: *mut PyObject, value: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let is_new = value.is_null() || !is_instance(value);
        raise_here(exception(class, value), is_new);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetNone(class: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetObject(class, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetString(class: *mut PyObject, message: *const c_char) {
    // SAFETY: the caller's promise.
    unsafe {
        match python::c_decoded(message) {
            Ok(message) => PyErr_SetObject(class, crate::convert::borrow_c(message.obj())),
            Err(raised) => errors::raise(raised),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetString(
    _state: *mut PyThreadState,
    class: *mut PyObject,
    message: *const c_char,
) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetString(class, message) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetObject(
    _state: *mut PyThreadState,
    class: *mut PyObject,
    value: *mut PyObject,
) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetObject(class, value) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetNone(_state: *mut PyThreadState, class: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe { PyErr_SetNone(class) }
}

/// A key that is a tuple is one argument all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetKeyError(key: *mut PyObject) {
    // SAFETY: the caller's promise.
    let key = unsafe { from_c(key) };
    // SAFETY: a class of the VM.
    raise_here(python::call(unsafe { from_c(Exc::KeyError.class()) }, &[key]), true);
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_FormatV(
    class: *mut PyObject,
    format: *const c_char,
    args: *mut VaListTag,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        // What was set before must not disturb the formatting.
        errors::restore(null_mut());
        match formatted(format, &mut VaList::new(args)) {
            Ok(message) => {
                let message = to_c(message);
                PyErr_SetObject(class, message);
                decref(message);
            }
            Err(raised) => errors::raise(raised),
        }
    }
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_FormatV(
    _state: *mut PyThreadState,
    class: *mut PyObject,
    format: *const c_char,
    args: *mut VaListTag,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { PyErr_FormatV(class, format, args) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Occurred() -> *mut PyObject {
    let set = errors::peek();
    // SAFETY: null or the exception of this thread.
    if set.is_null() { null_mut() } else { unsafe { (*set).ob_type.cast() } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Clear() {
    // SAFETY: nothing is set.
    unsafe { errors::restore(null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_Clear(_state: *mut PyThreadState) {
    // SAFETY: nothing is set.
    unsafe { errors::restore(null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_ExceptionMatches(kinds: *mut PyObject) -> c_int {
    let set = errors::peek();
    // SAFETY: null or the exception of this thread.
    unsafe { PyErr_GivenExceptionMatches(set, kinds) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_ExceptionMatches(_state: *mut PyThreadState, kinds: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { PyErr_ExceptionMatches(kinds) }
}

/// Does an exception, or a class of exceptions, belong to a class or to one of a tuple of them? Runs no code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_GivenExceptionMatches(given: *mut PyObject, kinds: *mut PyObject) -> c_int {
    if given.is_null() || kinds.is_null() {
        return 0;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if is_tuple(kinds) {
            let kinds = tuple_items(kinds);
            return c_int::from(kinds.iter().any(|&kind| PyErr_GivenExceptionMatches(given, kind) != 0));
        }
        let given = if is_instance(given) { (*given).ob_type.cast() } else { given };
        if is_class(given) && is_class(kinds) {
            return c_int::from(inherits(given.cast(), kinds.cast()));
        }
        c_int::from(given == kinds)
    }
}

/// The exception, its class and its traceback: three new references, or three nulls.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Fetch(
    class: *mut *mut PyObject,
    value: *mut *mut PyObject,
    traceback: *mut *mut PyObject,
) {
    // SAFETY: the caller's promise; the indicator's reference goes to the caller.
    unsafe {
        let set = PyErr_GetRaisedException();
        *value = set;
        if set.is_null() {
            *class = null_mut();
            *traceback = null_mut();
            return;
        }
        *class = (*set).ob_type.cast();
        incref(*class);
        *traceback = (*set.cast::<PyBaseExceptionObject>()).traceback;
        crate::body::xincref(*traceback);
    }
}

/// Takes three references over and sets the indicator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_Restore(class: *mut PyObject, value: *mut PyObject, traceback: *mut PyObject) {
    // SAFETY: the caller's promise: it owns what it gives.
    unsafe {
        if class.is_null() {
            errors::restore(null_mut());
            xdecref(value);
            xdecref(traceback);
            return;
        }
        let exception = if !value.is_null() && is_instance(value) {
            value
        } else {
            let made = exception(class, value);
            xdecref(value);
            match made {
                Ok(made) => to_c(made),
                Err(raised) => {
                    errors::raise(raised);
                    decref(class);
                    xdecref(traceback);
                    return;
                }
            }
        };
        let is_none = traceback == &raw mut crate::builtin::_Py_NoneStruct;
        if !traceback.is_null() && !is_none && model().shape(from_c(traceback)) != Shape::Traceback {
            decref(exception);
            decref(class);
            decref(traceback);
            errors::raise_new(Exc::TypeError, "traceback must be a Traceback or None");
            return;
        }
        set_both(exception, if is_none { null_mut() } else { traceback });
        errors::restore(exception);
        decref(class);
        xdecref(traceback);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_GetRaisedException() -> *mut PyObject {
    // SAFETY: the state of this thread; its reference goes to the caller.
    unsafe { core::mem::replace(&mut (*pystate::current()).current_exception, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_GetRaisedException(_state: *mut PyThreadState) -> *mut PyObject {
    // SAFETY: as above.
    unsafe { PyErr_GetRaisedException() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_SetRaisedException(exception: *mut PyObject) {
    // SAFETY: the caller gives its reference.
    unsafe { errors::restore(exception) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyErr_SetRaisedException(_state: *mut PyThreadState, exception: *mut PyObject) {
    // SAFETY: the caller gives its reference.
    unsafe { errors::restore(exception) }
}

/// Makes an instance of what `PyErr_Fetch` of old versions gave; nothing to do for what it gives now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_NormalizeException(
    class: *mut *mut PyObject,
    value: *mut *mut PyObject,
    traceback: *mut *mut PyObject,
) {
    // SAFETY: the caller's promise: places with references or nulls.
    unsafe {
        if (*class).is_null() || (!(*value).is_null() && is_instance(*value) && is_kind_of(*value, *class)) {
            return;
        }
        match exception(*class, *value) {
            Ok(made) => {
                let made = to_c(made);
                xdecref(core::mem::replace(&mut *value, made));
                let new_class: *mut PyObject = (*made).ob_type.cast();
                incref(new_class);
                xdecref(core::mem::replace(&mut *class, new_class));
            }
            Err(raised) => {
                xdecref(core::mem::replace(&mut *class, null_mut()));
                xdecref(core::mem::replace(&mut *value, null_mut()));
                let old = core::mem::replace(&mut *traceback, null_mut());
                errors::raise(raised);
                PyErr_Fetch(class, value, traceback);
                xdecref(old);
            }
        }
    }
}

unsafe fn is_kind_of(value: *mut PyObject, class: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { is_class(class) && is_kind(value, class) }
}

/// Runs what signals and other threads left for this one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyErr_CheckSignals() -> c_int {
    if let Some(exception) = pystate::take_async() {
        // SAFETY: a living class or instance.
        let p = to_c(exception);
        unsafe {
            if is_instance(p) {
                errors::restore(p);
            } else {
                PyErr_SetNone(p);
                decref(p);
            }
        }
        return -1;
    }
    status(model().check_signals())
}
