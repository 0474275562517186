//! What the functions for text, bytes and numbers share: tests of types, bodies born in C, the usual errors.
//! Nothing here is exported to C.

use core::ffi::{CStr, c_char, c_ulong, c_void};
use core::ptr::null_mut;
use std::collections::HashMap;

use pilotage_abi::flags::tp;
use pilotage_abi::{PyObject, PyTypeObject};

use crate::body::{self, World};
use crate::convert::{from_c, to_c};
use crate::errors::{self, Exc};
use crate::model::{Obj, Ref, Result, model};
use crate::python;

unsafe extern "C" {
    fn PyMem_Malloc(size: usize) -> *mut c_void;
}

/// Memory that a caller frees with `PyMem_Free`; NULL with MemoryError.
pub(crate) fn mem_alloc(size: usize) -> *mut c_void {
    // SAFETY: any size may be asked for.
    let block = unsafe { PyMem_Malloc(size) };
    if block.is_null() {
        return out_of_memory();
    }
    block
}

/// MemoryError, and NULL.
pub(crate) fn out_of_memory<T>() -> *mut T {
    errors::fail(Exc::MemoryError, "out of memory")
}

/// A TypeError for an argument of a type that the function does not take.
pub(crate) fn bad_argument() {
    errors::raise_new(Exc::TypeError, "bad argument type for built-in operation");
}

/// NULL after `bad_argument`.
pub(crate) fn bad_argument_null<T>() -> *mut T {
    bad_argument();
    null_mut()
}

/// NULL after `bad_internal_call`.
pub(crate) fn bad_call_null<T>() -> *mut T {
    errors::bad_internal_call();
    null_mut()
}

/// Does the type of `p` have the flag?
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn has(p: *mut PyObject, flag: c_ulong) -> bool {
    // SAFETY: a body has a type.
    unsafe { (*(*p).ob_type).tp_flags & flag != 0 }
}

/// # Safety
/// `p` is null or a body.
#[inline]
pub(crate) unsafe fn is_str(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    !p.is_null() && unsafe { has(p, tp::UNICODE_SUBCLASS) }
}

/// # Safety
/// `p` is null or a body.
#[inline]
pub(crate) unsafe fn is_bytes(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    !p.is_null() && unsafe { has(p, tp::BYTES_SUBCLASS) }
}

/// # Safety
/// `p` is null or a body.
#[inline]
pub(crate) unsafe fn is_long(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    !p.is_null() && unsafe { has(p, tp::LONG_SUBCLASS) }
}

/// An instance of the type or of one below it, for types without a flag.
///
/// # Safety
/// `p` is null or a body; `t` is a type.
#[inline]
pub(crate) unsafe fn is_instance(p: *mut PyObject, t: *mut PyTypeObject) -> bool {
    // SAFETY: the caller's promise.
    !p.is_null() && unsafe { (*p).ob_type == t || crate::types::is_subtype((*p).ob_type, t) }
}

/// The name of the type of `p`, for messages.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn type_name(p: *mut PyObject) -> String {
    // SAFETY: a type has a name.
    unsafe { python::c_text((*(*p).ob_type).tp_name) }
}

/// Has it a slot that `iter` would use?
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn is_iterable(p: *mut PyObject) -> bool {
    // SAFETY: a body has a type; its tables are null or tables.
    unsafe {
        let t = (*p).ob_type;
        let sequence = (*t).tp_as_sequence.as_ref().is_some_and(|slots| slots.sq_item.is_some());
        let mapping = (*t).tp_as_mapping.as_ref().is_some_and(|slots| slots.mp_subscript.is_some());
        (*t).tp_iter.is_some() || sequence || mapping
    }
}

/// A body that C owns, count 1, with its head written and the rest not. NULL with MemoryError.
///
/// # Safety
/// `class` is a type.
#[inline]
pub(crate) unsafe fn new_counted(size: usize, class: *mut PyTypeObject) -> *mut PyObject {
    let p: *mut PyObject = body::raw_alloc(size, false).cast();
    if p.is_null() {
        return out_of_memory();
    }
    // SAFETY: a fresh block, large enough for a head.
    unsafe { p.write(PyObject { ob_refcnt: 1, ob_overflow: 0, ob_flags: 0, ob_type: class }) };
    p
}

/// A new reference to an object that lives for ever from now on.
pub(crate) fn immortal(vm: Ref) -> *mut PyObject {
    let p = to_c(vm);
    // SAFETY: a body.
    unsafe { body::make_immortal(p) };
    p
}

/// One more reference, handed out.
///
/// # Safety
/// `p` is a body.
#[inline]
pub(crate) unsafe fn new_ref(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { body::incref(p) };
    p
}

/// Bytes that may be NULL when there are none.
///
/// # Safety
/// `data` points to `len` bytes, or `len` is 0.
pub(crate) unsafe fn slice<'a>(data: *const c_char, len: isize) -> &'a [u8] {
    if data.is_null() || len <= 0 {
        return b"";
    }
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts(data.cast(), len.unsigned_abs()) }
}

/// A C string, `None` for NULL.
///
/// # Safety
/// `text` is null or ends with a null byte.
pub(crate) unsafe fn c_opt<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
}

/// A str of the VM for a C string, with a default for NULL.
///
/// # Safety
/// `text` is null or ends with a null byte.
pub(crate) unsafe fn name_or(text: *const c_char, default: &str) -> Ref {
    if text.is_null() {
        return python::text(default);
    }
    // SAFETY: the caller's promise.
    python::text(&unsafe { python::c_text(text) })
}

/// Methods of builtin types, by type and name: they never change, and are kept for ever.
static METHODS: World<Option<HashMap<(usize, &'static str), Obj>>> = World::new(None);

/// Calls the method that a builtin type has, past what classes below it define.
pub(crate) fn type_method(t: *mut PyTypeObject, method: &'static str, args: &[Obj]) -> Result {
    let key = (t as usize, method);
    let known = METHODS.with(|methods| methods.get_or_insert_default().get(&key).copied());
    let function = match known {
        Some(function) => function,
        None => {
            let function = python::attr(crate::builtin::class(t), method)?.into_owned();
            METHODS.with(|methods| methods.get_or_insert_default().insert(key, function));
            function
        }
    };
    model().call(function, args, &[])
}

/// `module.attribute`.
pub(crate) fn module_attr(module: &str, attribute: &str) -> Result {
    python::attr(model().import(module)?.obj(), attribute)
}

/// The items of a tuple that a function of the VM gave.
pub(crate) fn pair_of(tuple: &Ref) -> Option<(Obj, Obj)> {
    match model().tuple_items(tuple.obj()) {
        [first, second, ..] => Some((*first, *second)),
        _ => None,
    }
}

/// A C size of a VM's length.
pub(crate) fn c_len(len: usize) -> isize {
    isize::try_from(len).unwrap_or(isize::MAX)
}

/// The VM's object of an argument, or `None` with the error of a NULL argument.
///
/// # Safety
/// `p` is null or a body.
pub(crate) unsafe fn argument(p: *mut PyObject) -> Result<Obj> {
    if p.is_null() {
        return errors::error(Exc::SystemError, "null argument to internal routine");
    }
    // SAFETY: the caller's promise.
    Ok(unsafe { from_c(p) })
}

/// A DeprecationWarning; false when it became an exception, which is set then.
pub(crate) fn deprecated(message: &str) -> bool {
    // SAFETY: exception classes are ready from the start.
    let category = unsafe { from_c(Exc::DeprecationWarning.class()) };
    match python::call_function("warnings", "warn", &[python::text(message).obj(), category]) {
        Ok(_) => true,
        Err(raised) => {
            errors::raise(raised);
            false
        }
    }
}
