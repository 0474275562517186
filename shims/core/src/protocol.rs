//! What the object protocols share: whose slots are called in C, names for messages, errors that are looked at.
//! No function of the C-API.

use core::ffi::c_char;
use core::ptr::null_mut;

use pilotage_abi::flags::tp;
use pilotage_abi::{
    PyLongObject, PyMappingMethods, PyNumberMethods, PyObject, PySequenceMethods, PyTypeObject,
};

use crate::body;
use crate::builtin as b;
use crate::convert::from_c;
use crate::errors::{self, Exc};
use crate::model::{Obj, Raised, Ref, Result, model};
use crate::{python, types};

/// An instance of a type that C defined, or of a class below one: its slots are called here, without the VM.
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn in_c(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*(*p).ob_type).tp_flags & tp::STATIC_BUILTIN == 0 && types::c_class(p).is_some() }
}

/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn has_flag(p: *mut PyObject, flag: u64) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*(*p).ob_type).tp_flags & flag != 0 }
}

/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn is_exact(p: *mut PyObject, t: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*p).ob_type == t }
}

/// An instance of the type or of one that inherits from it.
///
/// # Safety
/// `p` is a body, `t` a type.
pub(crate) unsafe fn is_instance(p: *mut PyObject, t: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { types::is_subtype((*p).ob_type, t) }
}

/// `tp_name` of the type, for messages.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn type_name(p: *mut PyObject) -> String {
    // SAFETY: types have names that end with a null byte.
    unsafe { python::c_text((*(*p).ob_type).tp_name) }
}

/// # Safety
/// `p` is a body.
pub(crate) unsafe fn number<'a>(p: *mut PyObject) -> Option<&'a PyNumberMethods> {
    // SAFETY: the tables of a type live as long as it.
    unsafe { (*(*p).ob_type).tp_as_number.as_ref() }
}

/// # Safety
/// `p` is a body.
pub(crate) unsafe fn sequence<'a>(p: *mut PyObject) -> Option<&'a PySequenceMethods> {
    // SAFETY: the tables of a type live as long as it.
    unsafe { (*(*p).ob_type).tp_as_sequence.as_ref() }
}

/// # Safety
/// `p` is a body.
pub(crate) unsafe fn mapping<'a>(p: *mut PyObject) -> Option<&'a PyMappingMethods> {
    // SAFETY: the tables of a type live as long as it.
    unsafe { (*(*p).ob_type).tp_as_mapping.as_ref() }
}

/// `NotImplemented`, as C sees it.
#[inline]
pub(crate) fn not_implemented() -> *mut PyObject {
    &raw mut b::_Py_NotImplementedStruct
}

/// `None`, as C sees it.
#[inline]
pub(crate) fn none() -> *mut PyObject {
    &raw mut b::_Py_NoneStruct
}

/// `True` or `False`, as C sees them.
#[inline]
pub(crate) fn boolean(truth: bool) -> *mut PyObject {
    if truth { (&raw mut b::_Py_TrueStruct).cast() } else { (&raw mut b::_Py_FalseStruct).cast() }
}

/// An argument that must not be NULL was: SystemError, unless the reason is known already.
pub(crate) fn null_argument<T>() -> *mut T {
    if !errors::is_set() {
        errors::raise_new(Exc::SystemError, "null argument to internal routine");
    }
    null_mut()
}

/// As [`null_argument`], for functions that return numbers.
pub(crate) fn null_argument_int() -> i32 {
    null_argument::<PyObject>();
    -1
}

/// As [`null_argument`], for functions that return sizes.
pub(crate) fn null_argument_size() -> isize {
    null_argument::<PyObject>();
    -1
}

/// TypeError, and NULL.
pub(crate) fn type_error<T>(message: &str) -> *mut T {
    errors::fail(Exc::TypeError, message)
}

/// Sets the indicator, and gives -1.
pub(crate) fn fail_int(kind: Exc, message: &str) -> i32 {
    errors::raise_new(kind, message);
    -1
}

/// Sets the indicator, and gives -1.
pub(crate) fn fail_size(kind: Exc, message: &str) -> isize {
    errors::raise_new(kind, message);
    -1
}

/// SystemError for an argument of a wrong type; NULL.
pub(crate) fn bad_call<T>() -> *mut T {
    errors::bad_internal_call();
    null_mut()
}

/// SystemError for an argument of a wrong type; -1.
pub(crate) fn bad_call_int() -> i32 {
    errors::bad_internal_call();
    -1
}

/// SystemError for an argument of a wrong type; -1.
pub(crate) fn bad_call_size() -> isize {
    errors::bad_internal_call();
    -1
}

/// The exception that is set is of this class.
pub(crate) fn is_raised(kind: Exc) -> bool {
    let p = errors::peek();
    // SAFETY: the indicator holds an instance; exception classes are ready.
    !p.is_null() && unsafe { is_instance(p, kind.class().cast()) }
}

/// The indicator is empty afterwards.
pub(crate) fn clear_raised() {
    // SAFETY: NULL is what an empty indicator holds.
    unsafe { errors::restore(null_mut()) }
}

/// Clears the indicator if it holds an exception of this class.
pub(crate) fn clear_if(kind: Exc) -> bool {
    let found = is_raised(kind);
    if found {
        clear_raised();
    }
    found
}

/// An exception of the VM is of this class.
pub(crate) fn is_kind(raised: &Raised, kind: Exc) -> bool {
    let class = model().class(raised.0.obj());
    // SAFETY: exception classes are ready from the start.
    model().is_subtype(class, unsafe { from_c(kind.class()) })
}

/// Runs something with an empty indicator; what was set is set again, what came is lost.
pub(crate) fn with_error_aside<T>(work: impl FnOnce() -> T) -> T {
    let saved = errors::peek();
    if saved.is_null() {
        let result = work();
        clear_raised();
        return result;
    }
    // SAFETY: the indicator's own reference is given up by `clear_raised`, ours goes back into it.
    unsafe {
        body::incref(saved);
        clear_raised();
        let result = work();
        errors::restore(saved);
        result
    }
}

/// An exception whose only argument is an object.
pub(crate) fn raised_with(kind: Exc, value: Obj) -> Raised {
    // SAFETY: exception classes are ready from the start.
    match python::call(unsafe { from_c(kind.class()) }, &[value]) {
        Ok(exception) => Raised(exception),
        Err(raised) => raised,
    }
}

/// A str that the VM keeps once, of a C string; `None` with UnicodeDecodeError set where it is no UTF-8.
///
/// # Safety
/// `text` is null or ends with a null byte.
pub(crate) unsafe fn interned(text: *const c_char) -> Option<Ref> {
    // SAFETY: the caller's promise.
    match unsafe { python::c_name(text) } {
        Ok(name) => Some(name),
        Err(raised) => {
            errors::raise(raised);
            None
        }
    }
}

/// Runs something with an empty indicator; what was set is set again, what came is told to `sys.unraisablehook`.
pub(crate) fn with_error_told<T>(place: &str, work: impl FnOnce() -> T) -> T {
    let saved = errors::peek();
    if !saved.is_null() {
        // SAFETY: the indicator's own reference is given up by `clear_raised`, ours goes back into it.
        unsafe { body::incref(saved) };
        clear_raised();
    }
    let result = work();
    if let Some(raised) = errors::take_raised() {
        errors::unraisable(raised, place);
    }
    if !saved.is_null() {
        // SAFETY: our reference of above.
        unsafe { errors::restore(saved) };
    }
    result
}

/// Calls a builtin class of the VM.
pub(crate) fn make(class: *mut PyTypeObject, args: &[Obj]) -> Result {
    model().call(b::class(class), args, &[])
}

/// An int that fits into two digits.
///
/// # Safety
/// `p` is the body of an int.
#[inline]
pub(crate) unsafe fn compact_int(p: *mut PyObject) -> Option<i64> {
    // SAFETY: the tag says how many digits there are; a body has room for one more than it uses.
    unsafe {
        let value = &raw const (*p.cast::<PyLongObject>()).long_value;
        let tag = (*value).lv_tag;
        let digits: *const u32 = (&raw const (*value).ob_digit).cast();
        let size = match tag >> 3 {
            0 => 0,
            1 => i64::from(*digits),
            2 => i64::from(*digits) | i64::from(*digits.add(1)) << 30,
            _ => return None,
        };
        Some(if tag & 3 == 2 { -size } else { size })
    }
}

/// The value of an index: an int, or something with `__index__`. IndexError where it does not fit.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn index_value(p: *mut PyObject) -> Option<isize> {
    // SAFETY: the caller's promise.
    unsafe {
        if has_flag(p, tp::LONG_SUBCLASS)
            && let Some(value) = compact_int(p)
        {
            return isize::try_from(value).ok();
        }
        let value = crate::abstract_convert::PyNumber_AsSsize_t(p, Exc::IndexError.class());
        (value != -1 || !errors::is_set()).then_some(value)
    }
}

/// Checks what a C function gave: NULL with an exception, or a result without one.
///
/// # Safety
/// `p` is null or a new reference; `callable` is null or a body.
#[inline]
pub(crate) unsafe fn checked(callable: *mut PyObject, p: *mut PyObject) -> *mut PyObject {
    if p.is_null() != errors::is_set() {
        // SAFETY: the caller's promise.
        return unsafe { unexpected(callable, p) };
    }
    p
}

#[cold]
unsafe fn unexpected(callable: *mut PyObject, p: *mut PyObject) -> *mut PyObject {
    // SAFETY: as for `checked`.
    unsafe {
        let name = || {
            if callable.is_null() {
                return String::from("a function");
            }
            model()
                .repr(from_c(callable))
                .map_or_else(|_| type_name(callable), |text| python::to_string(text.obj()))
        };
        if p.is_null() {
            return errors::fail(
                Exc::SystemError,
                &format!("{} returned NULL without setting an exception", name()),
            );
        }
        body::decref(p);
        let cause = errors::take_raised();
        let raised = errors::new_raised(
            Exc::SystemError,
            &format!("{} returned a result with an exception set", name()),
        );
        if let Some(cause) = cause {
            let _ = python::set_attr(raised.0.obj(), "__cause__", cause.0.obj());
            let _ = python::set_attr(raised.0.obj(), "__context__", cause.0.obj());
        }
        errors::raise(raised);
        null_mut()
    }
}
