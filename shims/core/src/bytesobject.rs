//! `bytesobject.h`: bytes. Those born in C stay there until the VM must see them. `%` formats are in `bytesobject_format.rs`.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::{PyBytesObject, PyObject, PyTypeObject, PyVarObject};

use crate::body::{self, World, decref, prefix, xdecref};
use crate::builtin::{PyBytes_Type, PyTuple_Type};
use crate::convert::{from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::{Ref, model};
use crate::python;
use crate::values::{self, c_len, is_bytes, is_str, type_name};

/// Where the bytes begin.
const HEAD: usize = core::mem::offset_of!(PyBytesObject, ob_sval);

fn class() -> *mut PyTypeObject {
    &raw mut PyBytes_Type
}

/// Bytes that C owns and fills; a null stands behind them.
pub(crate) fn new_uninit(len: usize) -> *mut PyObject {
    if len > isize::MAX as usize - HEAD - 64 {
        return errors::fail(Exc::OverflowError, "byte string is too large");
    }
    // SAFETY: room for the head, the bytes and a null.
    unsafe {
        let p = values::new_counted((HEAD + len + 1).max(size_of::<PyBytesObject>()), class());
        if !p.is_null() {
            (*p.cast::<PyVarObject>()).ob_size = c_len(len);
            (*p.cast::<PyBytesObject>()).ob_shash = -1;
            first(p).add(len).write(0);
        }
        p
    }
}

/// Where the bytes of a body are.
///
/// # Safety
/// `p` is the body of a bytes object.
#[inline]
pub(crate) unsafe fn first(p: *mut PyObject) -> *mut u8 {
    // SAFETY: the caller's promise; the pointer may go beyond the field, to what follows it.
    unsafe { p.byte_add(HEAD).cast() }
}

/// # Safety
/// `p` is the body of a bytes object and outlives the result.
#[inline]
pub(crate) unsafe fn value<'a>(p: *mut PyObject) -> &'a [u8] {
    // SAFETY: the caller's promise.
    unsafe { core::slice::from_raw_parts(first(p), (*p.cast::<PyVarObject>()).ob_size.unsigned_abs()) }
}

static EMPTY: World<*mut PyObject> = World::new(null_mut());

/// The bytes without bytes: one for all.
fn empty() -> *mut PyObject {
    let p = EMPTY.with(|empty| *empty);
    if !p.is_null() {
        return p;
    }
    let p = values::immortal(model().bytes(b""));
    EMPTY.with(|empty| *empty = p);
    p
}

/// A new reference to bytes.
pub(crate) fn new_bytes(value: &[u8]) -> *mut PyObject {
    if value.is_empty() {
        return empty();
    }
    let p = new_uninit(value.len());
    if !p.is_null() {
        // SAFETY: a fresh body with room for the bytes.
        unsafe { core::ptr::copy_nonoverlapping(value.as_ptr(), first(p), value.len()) };
    }
    p
}

/// Without `data` the caller fills the bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_FromStringAndSize(data: *const c_char, len: isize) -> *mut PyObject {
    let Ok(count) = usize::try_from(len) else {
        return errors::fail(Exc::SystemError, "Negative size passed to PyBytes_FromStringAndSize");
    };
    if count == 0 {
        return empty();
    }
    if data.is_null() {
        return new_uninit(count);
    }
    // SAFETY: arguments of the C-API.
    new_bytes(unsafe { values::slice(data, len) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_FromString(text: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    new_bytes(unsafe { python::c_str(text) })
}

fn not_bytes(p: *mut PyObject) {
    // SAFETY: a body.
    let name = unsafe { type_name(p) };
    errors::raise_new(Exc::TypeError, &format!("expected bytes, {name} found"));
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_AsString(p: *mut PyObject) -> *mut c_char {
    // SAFETY: an argument of the C-API.
    unsafe {
        if is_bytes(p) {
            return first(p).cast();
        }
        if p.is_null() {
            return values::bad_call_null();
        }
        not_bytes(p);
        null_mut()
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_Size(p: *mut PyObject) -> isize {
    // SAFETY: an argument of the C-API.
    unsafe {
        if is_bytes(p) {
            return (*p.cast::<PyVarObject>()).ob_size;
        }
        if p.is_null() {
            errors::bad_internal_call();
        } else {
            not_bytes(p);
        }
        -1
    }
}

/// Without a place for the length, null bytes are refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_AsStringAndSize(
    p: *mut PyObject,
    data: *mut *mut c_char,
    len: *mut isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if data.is_null() || p.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        if !is_bytes(p) {
            not_bytes(p);
            return -1;
        }
        data.write(first(p).cast());
        if !len.is_null() {
            len.write((*p.cast::<PyVarObject>()).ob_size);
        } else if value(p).contains(&0) {
            errors::raise_new(Exc::ValueError, "embedded null byte");
            return -1;
        }
        0
    }
}

/// Bytes that nobody but the caller has: they may be moved.
unsafe fn is_private(p: *mut PyObject) -> bool {
    // SAFETY: a body.
    unsafe {
        !body::is_immortal(p)
            && !body::is_static(p)
            && (*p).ob_refcnt == 1
            && (*p).ob_type == class()
            && (*prefix(p)).vm.is_null()
    }
}

/// -1 with an exception and NULL in the caller's variable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytes_Resize(place: *mut *mut PyObject, len: isize) -> c_int {
    // SAFETY: an argument of the C-API.
    unsafe {
        let p = *place;
        let (true, Ok(len)) = (is_bytes(p), usize::try_from(len)) else {
            place.write(null_mut());
            xdecref(p);
            errors::bad_internal_call();
            return -1;
        };
        if value(p).len() == len {
            return 0;
        }
        // Where others have the bytes too, they keep theirs.
        let new = if len != 0 && is_private(p) {
            moved(p, len)
        } else {
            let new = if len == 0 { empty() } else { copied(p, len) };
            decref(p);
            new
        };
        place.write(new);
        if new.is_null() { -1 } else { 0 }
    }
}

/// A longer or shorter copy.
unsafe fn copied(p: *mut PyObject, len: usize) -> *mut PyObject {
    // SAFETY: the body of a bytes object.
    unsafe {
        let new = new_uninit(len);
        if !new.is_null() {
            let count = value(p).len().min(len);
            core::ptr::copy_nonoverlapping(first(p), first(new), count);
        }
        new
    }
}

/// The same bytes in a block of another size; the reference is given up where there is no memory.
unsafe fn moved(p: *mut PyObject, len: usize) -> *mut PyObject {
    // SAFETY: nobody else refers to the block.
    unsafe {
        let new: *mut PyObject =
            body::raw_realloc(p.cast(), (HEAD + len + 1).max(size_of::<PyBytesObject>())).cast();
        if new.is_null() {
            decref(p);
            return values::out_of_memory();
        }
        (*new.cast::<PyVarObject>()).ob_size = c_len(len);
        (*new.cast::<PyBytesObject>()).ob_shash = -1;
        first(new).add(len).write(0);
        new
    }
}

/// Joins what has memory; the result replaces the first, or NULL with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_Concat(place: *mut *mut PyObject, other: *mut PyObject) {
    // SAFETY: arguments of the C-API.
    unsafe {
        let p = *place;
        if p.is_null() {
            return;
        }
        let new = if other.is_null() { null_mut() } else { concat(p, other) };
        place.write(new);
        decref(p);
    }
}

unsafe fn concat(p: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    // SAFETY: bodies.
    unsafe {
        if is_bytes(p) && is_bytes(other) {
            let (left, right) = (value(p), value(other));
            if right.is_empty() && (*p).ob_type == class() {
                return values::new_ref(p);
            }
            let new = new_uninit(left.len() + right.len());
            if !new.is_null() {
                core::ptr::copy_nonoverlapping(left.as_ptr(), first(new), left.len());
                core::ptr::copy_nonoverlapping(right.as_ptr(), first(new).add(left.len()), right.len());
            }
            return new;
        }
        let sequence = model().list(vec![from_c(p).to_ref(), from_c(other).to_ref()]);
        let joined = values::type_method(class(), "join", &[model().bytes(b"").obj(), sequence.obj()]);
        match joined {
            Ok(joined) => to_c(joined),
            Err(_) => {
                let message = format!("can't concat {} to {}", type_name(other), type_name(p));
                errors::fail(Exc::TypeError, &message)
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_ConcatAndDel(place: *mut *mut PyObject, other: *mut PyObject) {
    // SAFETY: arguments of the C-API; the second reference is given up.
    unsafe {
        PyBytes_Concat(place, other);
        xdecref(other);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_Join(separator: *mut PyObject, iterable: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if separator.is_null() {
            return values::bad_call_null();
        }
        if !is_bytes(separator) {
            let message = format!("sep: expected bytes, got {}", type_name(separator));
            return errors::fail(Exc::TypeError, &message);
        }
        if iterable.is_null() {
            return values::bad_call_null();
        }
        if !values::is_iterable(iterable) {
            return errors::fail(Exc::TypeError, "can only join an iterable");
        }
        give(values::type_method(class(), "join", &[from_c(separator), from_c(iterable)]))
    }
}

/// Of memory, or of an iterable of small ints.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_FromObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        if (*p).ob_type == class() {
            return values::new_ref(p);
        }
        let buffer = (*(*p).ob_type).tp_as_buffer;
        let has_buffer = buffer.as_ref().is_some_and(|procs| procs.bf_getbuffer.is_some());
        let is_iterable = (*(*p).ob_type).tp_iter.is_some() || values::is_instance(p, &raw mut PyTuple_Type);
        let sequence = (*(*p).ob_type).tp_as_sequence;
        let is_sequence = sequence.as_ref().is_some_and(|slots| slots.sq_item.is_some());
        if is_str(p) || !(has_buffer || is_iterable || is_sequence) {
            return errors::fail(
                Exc::TypeError,
                &format!("cannot convert '{}' object to bytes", type_name(p)),
            );
        }
        // A list of its items: `bytes` would ask a subclass for `__bytes__`.
        let source = if has_buffer || is_bytes(p) { Ok(from_c(p).to_ref()) } else { list_of(p) };
        give(source.and_then(|source| python::call(crate::builtin::class(class()), &[source.obj()])))
    }
}

unsafe fn list_of(p: *mut PyObject) -> crate::model::Result<Ref> {
    // SAFETY: a body.
    python::call(python::builtin("list")?.obj(), &[unsafe { from_c(p) }])
}

/// The literal; double quotes are used where that saves escapes, if `smart` allows it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_Repr(p: *mut PyObject, smart: c_int) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_bytes(p) {
            return values::bad_call_null();
        }
        let value = value(p);
        let quote = if smart != 0 && value.contains(&b'\'') && !value.contains(&b'"') { b'"' } else { b'\'' };
        let mut text = vec![b'b', quote];
        for &byte in value {
            match byte {
                b'\\' => text.extend(b"\\\\"),
                b'\t' => text.extend(b"\\t"),
                b'\n' => text.extend(b"\\n"),
                b'\r' => text.extend(b"\\r"),
                _ if byte == quote => text.extend([b'\\', quote]),
                b' '..0x7f => text.push(byte),
                _ => text.extend(format!("\\x{byte:02x}").as_bytes()),
            }
        }
        text.push(quote);
        crate::unicodeobject::new_ascii(&text)
    }
}

/// Offset of the first occurrence, counted from `offset`'s zero; -1 without one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytes_Find(
    haystack: *const c_char,
    haystack_len: isize,
    needle: *const c_char,
    needle_len: isize,
    offset: isize,
) -> isize {
    // SAFETY: arguments of the C-API.
    let (haystack, needle) =
        unsafe { (values::slice(haystack, haystack_len), values::slice(needle, needle_len)) };
    crate::search::find(haystack, needle).map_or(-1, |at| c_len(at) + offset)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytes_ReverseFind(
    haystack: *const c_char,
    haystack_len: isize,
    needle: *const c_char,
    needle_len: isize,
    offset: isize,
) -> isize {
    // SAFETY: arguments of the C-API.
    let (haystack, needle) =
        unsafe { (values::slice(haystack, haystack_len), values::slice(needle, needle_len)) };
    crate::search::rfind(haystack, needle).map_or(-1, |at| c_len(at) + offset)
}

/// Fills `target` with copies of `source`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytes_Repeat(
    target: *mut c_char,
    target_len: isize,
    source: *const c_char,
    source_len: isize,
) {
    // SAFETY: arguments of the C-API.
    unsafe {
        let source = values::slice(source, source_len);
        if target.is_null() || source.is_empty() {
            return;
        }
        let target = core::slice::from_raw_parts_mut(target.cast::<u8>(), target_len.max(0).unsigned_abs());
        for chunk in target.chunks_mut(source.len()) {
            chunk.copy_from_slice(&source[..chunk.len()]);
        }
    }
}

/// `separator.join(iterable)`.
///
/// # Safety
/// Living objects; the first is bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyBytes_Join(separator: *mut PyObject, iterable: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        crate::convert::give(crate::python::call_method(
            crate::convert::from_c(separator),
            "join",
            &[crate::convert::from_c(iterable)],
        ))
    }
}
