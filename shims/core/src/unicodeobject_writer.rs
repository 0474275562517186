//! `PyUnicodeWriter_*`, and the older `_PyUnicodeWriter_*` with a struct that callers see: a str that grows.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{_PyUnicodeWriter, PyObject};

use crate::body::{decref, xdecref};
use crate::chars::{self, View};
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::python;
use crate::text;
use crate::unicodeobject::resized;
use crate::unicodeobject_codecs;
use crate::values::{self, c_len, is_str, type_name};

unsafe extern "C" {
    fn PyMem_Free(block: *mut c_void);
}

type Writer = *mut _PyUnicodeWriter;

/// What the struct says of its buffer, so that macros can write into it.
unsafe fn update(writer: Writer) {
    // SAFETY: a writer with a buffer.
    unsafe {
        let buffer = (*writer).buffer;
        (*writer).maxchar = chars::max_character(buffer);
        (*writer).data = text::data(buffer);
        if (*writer).readonly == 0 {
            (*writer).kind = text::kind(buffer).cast_signed();
            (*writer).size = c_len(text::len(buffer));
        } else {
            // The next write makes a copy.
            (*writer).kind = 0;
            (*writer).size = 0;
        }
    }
}

/// Makes room for `len` more characters up to `widest`. False with an exception.
unsafe fn prepare(writer: Writer, len: usize, widest: u32) -> bool {
    // SAFETY: the caller's promise: a writer.
    unsafe {
        let w = &mut *writer;
        let pos = w.pos.max(0).unsigned_abs();
        let Some(needed) = pos.checked_add(len).filter(|&needed| isize::try_from(needed).is_ok()) else {
            values::out_of_memory::<u8>();
            return false;
        };
        let size = w.size.max(0).unsigned_abs();
        if !w.buffer.is_null() && w.readonly == 0 && needed <= size && widest <= w.maxchar {
            return true;
        }
        let widest = widest.max(w.min_char).max(if w.buffer.is_null() { 0 } else { w.maxchar });
        let mut room = needed;
        if needed > size && w.overallocate != 0 {
            room = room.saturating_add(room / 4);
        }
        let room = room.max(w.min_length.max(0).unsigned_abs()).max(size);
        if !w.buffer.is_null() && w.readonly == 0 && widest <= w.maxchar && chars::is_modifiable(w.buffer) {
            let moved = chars::moved(w.buffer, room);
            if moved.is_null() {
                return false;
            }
            w.buffer = moved;
        } else {
            let new = chars::new_uninit(room, widest);
            if new.is_null() {
                return false;
            }
            if !w.buffer.is_null() {
                View::of(w.buffer).part(0, pos.min(text::len(w.buffer))).copy_to(
                    text::kind(new),
                    text::data(new),
                    0,
                );
                decref(w.buffer);
            }
            w.buffer = new;
            w.readonly = 0;
        }
        update(writer);
        true
    }
}

/// Appends characters, none above `widest`. 0 or -1.
pub(crate) unsafe fn write_view(writer: Writer, view: View<'_>, widest: u32) -> c_int {
    // SAFETY: the caller's promise: a writer.
    unsafe {
        if view.len() == 0 {
            return 0;
        }
        if !prepare(writer, view.len(), widest) {
            return -1;
        }
        view.copy_to((*writer).kind.cast_unsigned(), (*writer).data, (*writer).pos.unsigned_abs());
        (*writer).pos += c_len(view.len());
        0
    }
}

unsafe fn write_str(writer: Writer, p: *mut PyObject) -> c_int {
    // SAFETY: the caller's promise: a writer and a str.
    unsafe { write_view(writer, View::of(p), chars::max_character(p)) }
}

/// Appends a str that was made for this, or says that there is none.
unsafe fn write_owned(writer: Writer, p: *mut PyObject) -> c_int {
    if p.is_null() {
        return -1;
    }
    // SAFETY: the caller's promise: a reference of ours.
    unsafe {
        let status = write_str(writer, p);
        decref(p);
        status
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_Init(writer: Writer) {
    // SAFETY: an argument of the C-API.
    unsafe { writer.write_bytes(0, 1) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_PrepareInternal(writer: Writer, len: isize, widest: u32) -> c_int {
    // SAFETY: arguments of the C-API.
    if unsafe { prepare(writer, len.max(0).unsigned_abs(), widest) } { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_PrepareKindInternal(writer: Writer, kind: c_int) -> c_int {
    let widest = match kind {
        1 => 0xff,
        2 => 0xffff,
        _ => chars::MAX_CHARACTER,
    };
    // SAFETY: arguments of the C-API.
    if unsafe { prepare(writer, 0, widest) } { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_WriteChar(writer: Writer, character: u32) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !prepare(writer, 1, character) {
            return -1;
        }
        text::put((*writer).kind.cast_unsigned(), (*writer).data, (*writer).pos.unsigned_abs(), character);
        (*writer).pos += 1;
        0
    }
}

/// The first str is kept as it is, until something is written behind it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_WriteStr(writer: Writer, p: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let is_first = (*writer).buffer.is_null() && (*writer).overallocate == 0 && text::len(p) > 0;
        if is_first && (*p).ob_type == &raw mut crate::builtin::PyUnicode_Type {
            (*writer).buffer = values::new_ref(p);
            (*writer).readonly = 1;
            update(writer);
            (*writer).pos = c_len(text::len(p));
            return 0;
        }
        write_str(writer, p)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_WriteSubstring(
    writer: Writer,
    p: *mut PyObject,
    start: isize,
    end: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let (start, end) = (start.max(0).unsigned_abs(), end.max(0).unsigned_abs().min(text::len(p)));
        if start >= end {
            return 0;
        }
        let part = View::of(p).part(start, end);
        let widest = if text::is_ascii(p) { 0x7f } else { part.widest() };
        write_view(writer, part, widest)
    }
}

/// A length of -1: up to the null.
unsafe fn bytes<'a>(data: *const c_char, len: isize) -> &'a [u8] {
    // SAFETY: the caller's promise.
    unsafe { if len < 0 { python::c_str(data) } else { values::slice(data, len) } }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_WriteASCIIString(
    writer: Writer,
    data: *const c_char,
    len: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe { write_view(writer, View::One(bytes(data, len)), 0x7f) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_WriteLatin1String(
    writer: Writer,
    data: *const c_char,
    len: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let view = View::One(bytes(data, len));
        write_view(writer, view, view.widest())
    }
}

/// Gives the text, and the writer is empty again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_Finish(writer: Writer) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        let buffer = core::mem::replace(&mut (*writer).buffer, null_mut());
        let len = (*writer).pos.max(0).unsigned_abs();
        if len == 0 || buffer.is_null() {
            xdecref(buffer);
            return chars::empty();
        }
        if (*writer).readonly != 0 {
            return buffer;
        }
        if len == 1 {
            let character = View::of(buffer).get(0);
            decref(buffer);
            return chars::from_character(character);
        }
        let new = resized(buffer, len);
        if new.is_null() {
            decref(buffer);
        }
        new
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicodeWriter_Dealloc(writer: Writer) {
    // SAFETY: an argument of the C-API.
    unsafe { xdecref(core::mem::replace(&mut (*writer).buffer, null_mut())) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_Create(len: isize) -> Writer {
    if len < 0 {
        return errors::fail(Exc::ValueError, "length must be positive");
    }
    let writer: Writer = values::mem_alloc(size_of::<_PyUnicodeWriter>()).cast();
    if writer.is_null() {
        return writer;
    }
    // SAFETY: a fresh block of that size.
    unsafe {
        writer.write_bytes(0, 1);
        if len > 0 && !prepare(writer, len.unsigned_abs(), 0x7f) {
            PyUnicodeWriter_Discard(writer);
            return null_mut();
        }
        (*writer).overallocate = 1;
    }
    writer
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_Discard(writer: Writer) {
    if writer.is_null() {
        return;
    }
    // SAFETY: made by PyUnicodeWriter_Create.
    unsafe {
        _PyUnicodeWriter_Dealloc(writer);
        PyMem_Free(writer.cast());
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_Finish(writer: Writer) -> *mut PyObject {
    // SAFETY: made by PyUnicodeWriter_Create.
    unsafe {
        let text = _PyUnicodeWriter_Finish(writer);
        PyMem_Free(writer.cast());
        text
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteChar(writer: Writer, character: u32) -> c_int {
    if character > chars::MAX_CHARACTER {
        errors::raise_new(Exc::ValueError, "character must be in range(0x110000)");
        return -1;
    }
    // SAFETY: arguments of the C-API.
    unsafe { _PyUnicodeWriter_WriteChar(writer, character) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteUTF8(writer: Writer, data: *const c_char, len: isize) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let bytes = bytes(data, len);
        if bytes.is_ascii() {
            return write_view(writer, View::One(bytes), 0x7f);
        }
        write_owned(writer, unicodeobject_codecs::utf8(bytes, "strict"))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteASCII(
    writer: Writer,
    data: *const c_char,
    len: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe { _PyUnicodeWriter_WriteASCIIString(writer, data, len) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteUCS4(writer: Writer, data: *const u32, len: isize) -> c_int {
    if len < 0 {
        errors::raise_new(Exc::ValueError, "size must be positive");
        return -1;
    }
    // SAFETY: arguments of the C-API.
    unsafe {
        let view = View::at(4, data.cast(), len.unsigned_abs());
        if crate::unicodeobject::refuses(view) {
            return -1;
        }
        write_view(writer, view, view.widest())
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteWideChar(
    writer: Writer,
    data: *const c_int,
    len: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    // Every negative length is that up to the null.
    unsafe { write_owned(writer, crate::unicodeobject_wide::PyUnicode_FromWideChar(data, len.max(-1))) }
}

/// `str(object)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteStr(writer: Writer, p: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        if (*p).ob_type == &raw mut crate::builtin::PyUnicode_Type {
            return write_str(writer, p);
        }
        write_owned(writer, give(model().str(from_c(p))))
    }
}

/// `repr(object)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteRepr(writer: Writer, p: *mut PyObject) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() {
            return write_view(writer, View::One(b"<NULL>"), 0x7f);
        }
        write_owned(writer, give(model().repr(from_c(p))))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_WriteSubstring(
    writer: Writer,
    p: *mut PyObject,
    start: isize,
    end: isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            let name = if p.is_null() { "NULL".to_owned() } else { type_name(p) };
            errors::raise_new(Exc::TypeError, &format!("expect str, not {name}"));
            return -1;
        }
        let message = if start < 0 || start > end {
            "invalid start argument"
        } else if end.unsigned_abs() > text::len(p) {
            "invalid end argument"
        } else {
            return _PyUnicodeWriter_WriteSubstring(writer, p, start, end);
        };
        errors::raise_new(Exc::ValueError, message);
        -1
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicodeWriter_DecodeUTF8Stateful(
    writer: Writer,
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    consumed: *mut isize,
) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let len = if len < 0 { c_len(python::c_str(data).len()) } else { len };
        if !consumed.is_null() {
            *consumed = 0;
        }
        write_owned(writer, unicodeobject_codecs::PyUnicode_DecodeUTF8Stateful(data, len, errors, consumed))
    }
}
