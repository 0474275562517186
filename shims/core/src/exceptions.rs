//! What an exception says: traceback, cause, context, arguments, and the fields of the Unicode errors.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{Py_ssize_t, PyBaseExceptionObject, PyObject, PyTypeObject};

use crate::body::xdecref;
use crate::builtin::Exc;
use crate::convert::{borrow_c, from_c, give, give_opt, status, to_c};
use crate::errors;
use crate::exception_bodies::{self, is_a, vm_traceback};
use crate::model::{Obj, Ref, Result, Shape, model};
use crate::python;

/// A new reference, or null without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_GetTraceback(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    vm_traceback(unsafe { from_c(exception) }).map_or(null_mut(), to_c)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_SetTraceback(
    exception: *mut PyObject,
    traceback: *mut PyObject,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let is_none = traceback.is_null() || traceback == &raw mut crate::builtin::_Py_NoneStruct;
        let value = if is_none { model().none() } else { from_c(traceback) };
        let result = python::set_attr(from_c(exception), "__traceback__", value);
        if result.is_ok() {
            errors::set_traceback(exception, (!is_none).then(|| value.to_ref()));
        }
        status(result)
    }
}

/// What lies under the name, `None` for None.
fn link(exception: Obj, name: &str) -> Option<Ref> {
    python::attr(exception, name).ok().filter(|value| value.obj() != model().none())
}

/// Sets the link and gives the borrowed body of what it is now.
fn set_link(exception: Obj, name: &str, value: *mut PyObject) -> *mut PyObject {
    // SAFETY: null or a body that the caller owns.
    let target = if value.is_null() { model().none() } else { unsafe { from_c(value) } };
    let _ = python::set_attr(exception, name, target);
    if value.is_null() { null_mut() } else { borrow_c(target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_GetCause(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    link(unsafe { from_c(exception) }, "__cause__").map_or(null_mut(), to_c)
}

/// Takes the reference to the cause over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_SetCause(exception: *mut PyObject, cause: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let body: *mut PyBaseExceptionObject = exception.cast();
        (*body).cause = set_link(from_c(exception), "__cause__", cause);
        (*body).suppress_context = 1;
        xdecref(cause);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_GetContext(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    link(unsafe { from_c(exception) }, "__context__").map_or(null_mut(), to_c)
}

/// Takes the reference to the context over.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_SetContext(exception: *mut PyObject, context: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let body: *mut PyBaseExceptionObject = exception.cast();
        (*body).context = set_link(from_c(exception), "__context__", context);
        xdecref(context);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_GetArgs(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(python::attr(unsafe { from_c(exception) }, "args"))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyException_SetArgs(exception: *mut PyObject, args: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let vm = from_c(exception);
        if python::set_attr(vm, "args", from_c(args)).is_ok() {
            exception_bodies::show_args(exception, vm);
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyExceptionClass_Name(class: *mut PyObject) -> *const c_char {
    // SAFETY: the caller's promise: a class.
    unsafe { (*class.cast::<PyTypeObject>()).tp_name }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeDecodeError_Create(
    encoding: *const c_char,
    object: *const c_char,
    length: Py_ssize_t,
    start: Py_ssize_t,
    end: Py_ssize_t,
    reason: *const c_char,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let data = if object.is_null() {
            &[][..]
        } else {
            core::slice::from_raw_parts(object.cast(), length.max(0) as usize)
        };
        let args = [
            python::text(&python::c_text(encoding)),
            model().bytes(data),
            model().int_from_i64(start as i64),
            model().int_from_i64(end as i64),
            python::text(&python::c_text(reason)),
        ];
        give(python::call(from_c(Exc::UnicodeDecodeError.class()), &args.each_ref().map(Ref::obj)))
    }
}

/// The part of a Unicode error under the name; a TypeError where it is of another kind than wanted.
fn part(exception: Obj, name: &str, wanted: &[Shape]) -> Result {
    let value = python::attr(exception, name)?;
    if wanted.contains(&model().shape(value.obj())) {
        return Ok(value);
    }
    let what = if wanted.contains(&Shape::Str) { "str" } else { "bytes" };
    errors::error(Exc::TypeError, &format!("UnicodeError '{name}' attribute must be a {what}"))
}

/// Is it the Unicode error that the function is for?
unsafe fn check(exception: *mut PyObject, kind: Exc) -> Result<Obj> {
    // SAFETY: the caller's promise.
    unsafe {
        if !exception.is_null() && is_a(exception, kind) {
            return Ok(from_c(exception));
        }
        let name = if exception.is_null() {
            String::from("NULL")
        } else {
            python::c_text((*(*exception).ob_type).tp_name)
        };
        errors::error(Exc::TypeError, &format!("expecting a {kind:?} object, got {name}"))
    }
}

fn object_len(exception: Obj, kind: Exc) -> Result<isize> {
    let wanted = if kind == Exc::UnicodeDecodeError { Shape::Bytes } else { Shape::Str };
    let object = part(exception, "object", &[wanted])?;
    model().len(object.obj()).map(|len| len as isize)
}

fn position(exception: Obj, name: &str) -> Result<isize> {
    let value = python::attr(exception, name)?;
    Ok(model().int_to_i64(value.obj()).unwrap_or(0) as isize)
}

/// The position, inside the object: a start is at most at its last item, an end at least behind its first.
unsafe fn bounded(exception: *mut PyObject, kind: Exc, name: &str, place: *mut Py_ssize_t) -> c_int {
    // SAFETY: the caller's promise.
    status(unsafe { check(exception, kind) }.and_then(|vm| {
        let len = object_len(vm, kind)?;
        let at = position(vm, name)?;
        let at = if name == "start" { at.max(0).min((len - 1).max(0)) } else { at.max(1).min(len) };
        // SAFETY: the caller's promise.
        unsafe { *place = at };
        Ok(())
    }))
}

unsafe fn set_position(exception: *mut PyObject, kind: Exc, name: &str, value: Py_ssize_t) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { set(exception, kind, name, Ok(model().int_from_i64(value as i64))) }
}

unsafe fn set(exception: *mut PyObject, kind: Exc, name: &str, value: Result) -> c_int {
    // SAFETY: the caller's promise; the body shows the change.
    unsafe {
        let result = check(exception, kind).and_then(|vm| python::set_attr(vm, name, value?.obj()));
        if result.is_ok() {
            exception_bodies::fill_fields(exception, from_c(exception));
        }
        status(result)
    }
}

unsafe fn get(exception: *mut PyObject, kind: Exc, name: &str, wanted: Shape) -> *mut PyObject {
    // SAFETY: the caller's promise.
    give(unsafe { check(exception, kind) }.and_then(|vm| part(vm, name, &[wanted])))
}

macro_rules! unicode_errors {
    ($($kind:ident: $get_start:ident $get_end:ident $set_start:ident $set_end:ident $get_object:ident ($object:ident)
        $get_reason:ident $set_reason:ident;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $get_start(exception: *mut PyObject, start: *mut Py_ssize_t) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { bounded(exception, Exc::$kind, "start", start) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $get_end(exception: *mut PyObject, end: *mut Py_ssize_t) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { bounded(exception, Exc::$kind, "end", end) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $set_start(exception: *mut PyObject, start: Py_ssize_t) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { set_position(exception, Exc::$kind, "start", start) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $set_end(exception: *mut PyObject, end: Py_ssize_t) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { set_position(exception, Exc::$kind, "end", end) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $get_object(exception: *mut PyObject) -> *mut PyObject {
            // SAFETY: the caller's promise.
            unsafe { get(exception, Exc::$kind, "object", Shape::$object) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $get_reason(exception: *mut PyObject) -> *mut PyObject {
            // SAFETY: the caller's promise.
            unsafe { get(exception, Exc::$kind, "reason", Shape::Str) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $set_reason(exception: *mut PyObject, reason: *const c_char) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { set(exception, Exc::$kind, "reason", python::c_decoded(reason)) }
        }
    )* };
}

unicode_errors! {
    UnicodeDecodeError: PyUnicodeDecodeError_GetStart PyUnicodeDecodeError_GetEnd PyUnicodeDecodeError_SetStart
        PyUnicodeDecodeError_SetEnd PyUnicodeDecodeError_GetObject (Bytes) PyUnicodeDecodeError_GetReason
        PyUnicodeDecodeError_SetReason;
    UnicodeEncodeError: PyUnicodeEncodeError_GetStart PyUnicodeEncodeError_GetEnd PyUnicodeEncodeError_SetStart
        PyUnicodeEncodeError_SetEnd PyUnicodeEncodeError_GetObject (Str) PyUnicodeEncodeError_GetReason
        PyUnicodeEncodeError_SetReason;
    UnicodeTranslateError: PyUnicodeTranslateError_GetStart PyUnicodeTranslateError_GetEnd
        PyUnicodeTranslateError_SetStart PyUnicodeTranslateError_SetEnd PyUnicodeTranslateError_GetObject (Str)
        PyUnicodeTranslateError_GetReason PyUnicodeTranslateError_SetReason;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeDecodeError_GetEncoding(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { get(exception, Exc::UnicodeDecodeError, "encoding", Shape::Str) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeEncodeError_GetEncoding(exception: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { get(exception, Exc::UnicodeEncodeError, "encoding", Shape::Str) }
}

/// The value that a StopIteration in the indicator carries; true without any exception, with None. Takes it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyGen_FetchStopIterationValue(value: *mut *mut PyObject) -> c_int {
    let set = errors::peek();
    // SAFETY: null or the exception of this thread.
    let is_stop = !set.is_null() && unsafe { is_a(set, Exc::StopIteration) };
    if !set.is_null() && !is_stop {
        return -1;
    }
    let found = errors::take_raised().map(|raised| python::attr(raised.0.obj(), "value"));
    let found = found.unwrap_or_else(|| Ok(model().none().to_ref()));
    let p = give_opt(found.map(Some));
    // SAFETY: the caller's promise.
    unsafe { *value = p };
    if p.is_null() { -1 } else { 0 }
}
