//! Bodies of str: characters of one, two or four bytes, inline for str itself, in a block of their own for subclasses.

use core::ffi::c_void;
use core::ptr::null_mut;

use pilotage_abi::{PyASCIIObject, PyCompactUnicodeObject, PyObject, PyTypeObject, PyUnicodeObject};

use crate::body;
use crate::mirror::{ASCII, COMPACT, UNICODE};
use crate::model::{Obj, Ref, Text, model};

pub(crate) const KIND_SHIFT: u32 = 2;
pub(crate) const COMPACT_BIT: u32 = 1 << 5;
pub(crate) const ASCII_BIT: u32 = 1 << 6;

/// The widest character of a text, and how many there are.
fn measure(text: &[u8]) -> (u32, usize) {
    let (mut widest, mut count) = (0, 0);
    for character in characters(text) {
        widest = widest.max(character);
        count += 1;
    }
    (widest, count)
}

/// The code points of WTF-8, surrogates among them.
pub fn characters(text: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut at = 0;
    core::iter::from_fn(move || {
        let first = u32::from(*text.get(at)?);
        let next = |offset: usize| u32::from(text.get(at + offset).copied().unwrap_or(0) & 0x3f);
        let (character, len) = match first {
            0..0x80 => (first, 1),
            0..0xe0 => ((first & 0x1f) << 6 | next(1), 2),
            0..0xf0 => ((first & 0x0f) << 12 | next(1) << 6 | next(2), 3),
            _ => ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
        };
        at += len;
        Some(character)
    })
}

/// Appends a code point as WTF-8. Pairs of surrogates that meet stay two characters, as in CPython.
pub fn push_character(text: &mut Vec<u8>, character: u32) {
    let byte = |shift: u32| (character >> shift & 0x3f) as u8 | 0x80;
    match character {
        0..0x80 => text.push(character as u8),
        0..0x800 => text.extend([(character >> 6) as u8 | 0xc0, byte(0)]),
        0..0x1_0000 => text.extend([(character >> 12) as u8 | 0xe0, byte(6), byte(0)]),
        _ => text.extend([(character >> 18) as u8 | 0xf0, byte(12), byte(6), byte(0)]),
    }
}

/// Bytes a character takes in a str whose widest one is this.
pub fn kind_for(widest: u32) -> u32 {
    match widest {
        0..0x100 => 1,
        0..0x1_0000 => 2,
        _ => 4,
    }
}

/// A body without an object, for `len` characters: what `PyUnicode_New` gives. Count 0.
///
/// # Safety
/// `class` is `PyUnicode_Type`.
pub unsafe fn new_compact(len: usize, widest: u32, class: *mut PyTypeObject) -> *mut PyObject {
    let (kind, is_ascii) = (kind_for(widest), widest < 0x80);
    let head = if is_ascii { ASCII } else { COMPACT };
    // SAFETY: room for the head, the characters and a null.
    unsafe {
        let p = body::new_body(head + (len + 1) * kind as usize, class);
        let ascii: *mut PyASCIIObject = p.cast();
        (*ascii).length = len.cast_signed();
        (*ascii).hash = -1;
        (*ascii).state = kind << KIND_SHIFT | COMPACT_BIT | if is_ascii { ASCII_BIT } else { 0 };
        p
    }
}

/// The body of a str of the VM.
///
/// # Safety
/// `class` is the type of `vm`.
pub unsafe fn mirror_str(vm: Obj, class: *mut PyTypeObject) -> *mut PyObject {
    let text = model().str_text(vm);
    let is_exact = class == &raw mut crate::builtin::PyUnicode_Type;
    // SAFETY: the bodies have room for the characters.
    unsafe {
        match text {
            Text::Ascii(text) if is_exact => {
                let p = new_compact(text.len(), 0, class);
                core::ptr::copy_nonoverlapping(text.as_ptr(), data(p).cast(), text.len());
                p
            }
            Text::Ascii(text) | Text::Wtf8(text) => {
                let (widest, count) = measure(text);
                let p = if is_exact {
                    new_compact(count, widest, class)
                } else {
                    new_legacy(count, widest, class)
                };
                write(p, characters(text));
                p
            }
        }
    }
}

unsafe fn new_legacy(len: usize, widest: u32, class: *mut PyTypeObject) -> *mut PyObject {
    let kind = kind_for(widest);
    // SAFETY: a subclass of str is at least as large as its layout.
    unsafe {
        let p = body::new_body(((*class).tp_basicsize.unsigned_abs()).max(UNICODE), class);
        let ascii: *mut PyASCIIObject = p.cast();
        (*ascii).length = len.cast_signed();
        (*ascii).hash = -1;
        (*ascii).state = kind << KIND_SHIFT | if widest < 0x80 { ASCII_BIT } else { 0 };
        (*p.cast::<PyUnicodeObject>()).data = body::raw_alloc((len + 1) * kind as usize, true);
        p
    }
}

unsafe fn write(p: *mut PyObject, characters: impl Iterator<Item = u32>) {
    // SAFETY: as many characters as the body has room for.
    unsafe {
        let (kind, data) = (kind(p), data(p));
        for (at, character) in characters.enumerate() {
            put(kind, data, at, character);
        }
    }
}

/// # Safety
/// `data` has room for a character at `at`.
pub unsafe fn put(kind: u32, data: *mut c_void, at: usize, character: u32) {
    // SAFETY: the caller's promise.
    unsafe {
        match kind {
            1 => data.cast::<u8>().add(at).write(character as u8),
            2 => data.cast::<u16>().add(at).write(character as u16),
            _ => data.cast::<u32>().add(at).write(character),
        }
    }
}

/// # Safety
/// `data` has a character at `at`.
pub unsafe fn get(kind: u32, data: *const c_void, at: usize) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        match kind {
            1 => u32::from(*data.cast::<u8>().add(at)),
            2 => u32::from(*data.cast::<u16>().add(at)),
            _ => *data.cast::<u32>().add(at),
        }
    }
}

/// Bytes a character takes.
///
/// # Safety
/// `p` is the body of a str.
pub unsafe fn kind(p: *mut PyObject) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { (*p.cast::<PyASCIIObject>()).state >> KIND_SHIFT & 7 }
}

/// # Safety
/// `p` is the body of a str.
pub unsafe fn len(p: *mut PyObject) -> usize {
    // SAFETY: the caller's promise.
    unsafe { (*p.cast::<PyASCIIObject>()).length.unsigned_abs() }
}

/// # Safety
/// `p` is the body of a str.
pub unsafe fn is_ascii(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*p.cast::<PyASCIIObject>()).state & ASCII_BIT != 0 }
}

/// Where the characters are.
///
/// # Safety
/// `p` is the body of a str.
pub unsafe fn data(p: *mut PyObject) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe {
        let state = (*p.cast::<PyASCIIObject>()).state;
        if state & COMPACT_BIT == 0 {
            (*p.cast::<PyUnicodeObject>()).data
        } else if state & ASCII_BIT != 0 {
            p.byte_add(ASCII).cast()
        } else {
            p.byte_add(COMPACT).cast()
        }
    }
}

/// The characters of a body as WTF-8.
///
/// # Safety
/// `p` is the body of a str.
pub unsafe fn wtf8(p: *mut PyObject) -> Vec<u8> {
    // SAFETY: the caller's promise.
    unsafe {
        let (kind, data, len) = (kind(p), data(p), len(p));
        if is_ascii(p) {
            return core::slice::from_raw_parts(data.cast::<u8>(), len).to_vec();
        }
        let mut text = Vec::with_capacity(len * 2);
        for at in 0..len {
            push_character(&mut text, get(kind, data, at));
        }
        text
    }
}

/// The VM's str of a body that C made.
///
/// # Safety
/// `p` is the body of a str.
pub unsafe fn realize(p: *mut PyObject) -> Ref {
    // SAFETY: the caller's promise.
    unsafe {
        if is_ascii(p) {
            return model().str_ascii(core::slice::from_raw_parts(data(p).cast(), len(p)));
        }
        model().str_from_wtf8(&wtf8(p))
    }
}

/// UTF-8 with a null behind it, kept with the body; `None` for lone surrogates.
///
/// # Safety
/// `p` is the body of a str.
pub unsafe fn utf8(p: *mut PyObject) -> Option<(*const u8, usize)> {
    // SAFETY: the caller's promise; ASCII is its own UTF-8, other bodies have room for a pointer to theirs.
    unsafe {
        let state = (*p.cast::<PyASCIIObject>()).state;
        if state & ASCII_BIT != 0 && state & COMPACT_BIT != 0 {
            return Some((data(p).cast(), len(p)));
        }
        let compact: *mut PyCompactUnicodeObject = p.cast();
        if (*compact).utf8.is_null() {
            let text = wtf8(p);
            core::str::from_utf8(&text).ok()?;
            let block: *mut u8 = body::raw_alloc(text.len() + 1, true).cast();
            if block.is_null() {
                return None;
            }
            core::ptr::copy_nonoverlapping(text.as_ptr(), block, text.len());
            (*compact).utf8 = block.cast();
            (*compact).utf8_length = text.len().cast_signed();
        }
        Some(((*compact).utf8.cast(), (*compact).utf8_length.unsigned_abs()))
    }
}

/// Blocks that hang on a body.
///
/// # Safety
/// `p` is the body of a str that is freed.
pub unsafe fn free(p: *mut PyObject) {
    // SAFETY: the caller's promise.
    unsafe {
        let state = (*p.cast::<PyASCIIObject>()).state;
        let (compact, unicode): (*mut PyCompactUnicodeObject, *mut PyUnicodeObject) = (p.cast(), p.cast());
        let is_compact = state & COMPACT_BIT != 0;
        // Extensions that build such a body themselves let both pointers lead to ASCII text, as CPython does.
        let is_shared = !is_compact && (*compact).utf8.cast() == (*unicode).data;
        if (!is_compact || state & ASCII_BIT == 0) && !is_shared {
            body::raw_free((*compact).utf8.cast());
            (*compact).utf8 = null_mut();
        }
        if !is_compact {
            body::raw_free((*unicode).data);
            (*unicode).data = null_mut();
        }
    }
}
