//! `unicodeobject.h`, first part: strs from C, their characters, length and interning.
//! Codecs are in `unicodeobject_codecs.rs` and `unicodeobject_encode.rs`, searching in `unicodeobject_find.rs`, building in `unicodeobject_build.rs`,
//! comparing in `unicodeobject_compare.rs`, wide characters in `unicodeobject_wide.rs`, characters' properties in `unicodectype.rs`.

use core::ffi::{c_char, c_int, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyASCIIObject, PyObject};

use crate::body::{self, World, decref};
use crate::builtin::PyUnicode_Type;
use crate::chars::{self, MAX_CHARACTER, View, from_ascii, from_view, is_modifiable};
use crate::convert::{from_c, give, to_c};
use crate::errors::{self, Exc};
use crate::model::model;
use crate::text;
use crate::values::{self, c_len, is_str, type_name};

/// The bits of `state` that say whether the str is interned.
pub(crate) const INTERNED: u32 = 1;

/// A new reference to a str of bytes below 128.
pub(crate) fn new_ascii(bytes: &[u8]) -> *mut PyObject {
    from_ascii(bytes)
}

/// A str of `len` characters none of which is above `widest`, for the caller to fill.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_New(len: isize, widest: u32) -> *mut PyObject {
    if len == 0 {
        return chars::empty();
    }
    if widest > MAX_CHARACTER {
        return errors::fail(Exc::SystemError, "invalid maximum character passed to PyUnicode_New");
    }
    match usize::try_from(len) {
        Ok(len) => chars::new_uninit(len, widest),
        Err(_) => errors::fail(Exc::SystemError, "Negative size passed to PyUnicode_New"),
    }
}

/// Of UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromStringAndSize(data: *const c_char, len: isize) -> *mut PyObject {
    if len < 0 {
        return errors::fail(Exc::SystemError, "Negative size passed to PyUnicode_FromStringAndSize");
    }
    if data.is_null() && len > 0 {
        return errors::fail(
            Exc::SystemError,
            "NULL string with positive size with NULL passed to PyUnicode_FromStringAndSize",
        );
    }
    if len > isize::MAX - 64 {
        errors::raise_new_empty(Exc::MemoryError);
        return null_mut();
    }
    // SAFETY: arguments of the C-API.
    crate::unicodeobject_codecs::utf8(unsafe { values::slice(data, len) }, "strict")
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromString(data: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    crate::unicodeobject_codecs::utf8(unsafe { crate::python::c_str(data) }, "strict")
}

/// Characters of 1, 2 or 4 bytes; the str is as narrow as they allow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromKindAndData(
    kind: c_int,
    data: *const c_void,
    len: isize,
) -> *mut PyObject {
    let Ok(count) = usize::try_from(len) else {
        return errors::fail(Exc::ValueError, "size must be positive");
    };
    let kind @ (1 | 2 | 4) = kind else { return errors::fail(Exc::SystemError, "invalid kind") };
    // SAFETY: arguments of the C-API.
    let view = unsafe { View::at(kind.cast_unsigned(), data, count) };
    if refuses(view) { null_mut() } else { from_view(view) }
}

/// SystemError where four bytes are no character.
pub(crate) fn refuses(view: View<'_>) -> bool {
    let is_bad = matches!(view, View::Four(_)) && view.iter().any(|character| character > MAX_CHARACTER);
    if is_bad {
        errors::raise_new(Exc::SystemError, "invalid maximum character passed to PyUnicode_New");
    }
    is_bad
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromOrdinal(ordinal: c_int) -> *mut PyObject {
    match u32::try_from(ordinal) {
        Ok(character) if character <= MAX_CHARACTER => chars::from_character(character),
        _ => errors::fail(Exc::ValueError, "chr() arg not in range(0x110000)"),
    }
}

/// A str of exact type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromObject(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        if (*p).ob_type == &raw mut PyUnicode_Type {
            return values::new_ref(p);
        }
        if is_str(p) {
            return from_view(View::of(p));
        }
        errors::fail(Exc::TypeError, &format!("Can't convert '{}' object to str implicitly", type_name(p)))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_Copy(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) {
            return values::bad_call_null();
        }
        let view = View::of(p);
        let new = chars::new_uninit(view.len(), chars::max_character(p));
        if !new.is_null() {
            view.copy_to(text::kind(new), text::data(new), 0);
        }
        new
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_GetLength(p: *mut PyObject) -> isize {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) {
            values::bad_argument();
            return -1;
        }
        c_len(text::len(p))
    }
}

/// An old name that libraries may still look up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_GetSize(p: *mut PyObject) -> isize {
    // SAFETY: an argument of the C-API.
    unsafe { PyUnicode_GetLength(p) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_KIND(p: *mut PyObject) -> c_int {
    // SAFETY: a str, by contract.
    unsafe { text::kind(p).cast_signed() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DATA(p: *mut PyObject) -> *mut c_void {
    // SAFETY: a str, by contract.
    unsafe { text::data(p) }
}

/// All ones with an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_ReadChar(p: *mut PyObject, index: isize) -> u32 {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            values::bad_argument();
            return u32::MAX;
        }
        match usize::try_from(index) {
            Ok(at) if at < text::len(p) => text::get(text::kind(p), text::data(p), at),
            _ => {
                chars::out_of_range();
                u32::MAX
            }
        }
    }
}

/// SystemError where the str is no longer the caller's own.
unsafe fn check_modifiable(p: *mut PyObject) -> bool {
    // SAFETY: the caller's promise.
    let may = unsafe { is_modifiable(p) };
    if !may {
        errors::raise_new(Exc::SystemError, "Cannot modify a string currently used");
    }
    may
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_WriteChar(p: *mut PyObject, index: isize, character: u32) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            values::bad_argument();
            return -1;
        }
        let Some(at) = usize::try_from(index).ok().filter(|&at| at < text::len(p)) else {
            chars::out_of_range();
            return -1;
        };
        if !check_modifiable(p) {
            return -1;
        }
        if character > chars::max_character(p) {
            errors::raise_new(Exc::ValueError, "character out of range");
            return -1;
        }
        text::put(text::kind(p), text::data(p), at, character);
        0
    }
}

/// How many characters were written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Fill(p: *mut PyObject, start: isize, len: isize, character: u32) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            errors::bad_internal_call();
            return -1;
        }
        if !check_modifiable(p) {
            return -1;
        }
        let Ok(start) = usize::try_from(start) else {
            chars::out_of_range();
            return -1;
        };
        if character > chars::max_character(p) {
            errors::raise_new(Exc::ValueError, "fill character is bigger than the string maximum character");
            return -1;
        }
        let count = text::len(p).saturating_sub(start).min(len.max(0).unsigned_abs());
        let (kind, data) = (text::kind(p), text::data(p));
        for at in start..start + count {
            text::put(kind, data, at, character);
        }
        c_len(count)
    }
}

/// What messages call the width of a str.
unsafe fn kind_name(p: *mut PyObject) -> &'static str {
    // SAFETY: the caller's promise: a str.
    match unsafe { chars::max_character(p) } {
        0x7f => "ascii",
        0xff => "latin1",
        0xffff => "UCS2",
        _ => "UCS4",
    }
}

/// How many characters were copied.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_CopyCharacters(
    to: *mut PyObject,
    to_start: isize,
    from: *mut PyObject,
    from_start: isize,
    count: isize,
) -> isize {
    let fail = |kind: Exc, message: &str| {
        errors::raise_new(kind, message);
        -1
    };
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(from) || !is_str(to) {
            errors::bad_internal_call();
            return -1;
        }
        let (Ok(to_at), Ok(from_at)) = (usize::try_from(to_start), usize::try_from(from_start)) else {
            return fail(Exc::IndexError, "string index out of range");
        };
        if from_at > text::len(from) || to_at > text::len(to) {
            return fail(Exc::IndexError, "string index out of range");
        }
        let Ok(wanted) = usize::try_from(count) else {
            return fail(Exc::SystemError, "how_many cannot be negative");
        };
        let count = wanted.min(text::len(from) - from_at);
        if to_at + count > text::len(to) {
            let message = format!(
                "Cannot write {count} characters at {to_at} in a string of {} characters",
                text::len(to)
            );
            return fail(Exc::SystemError, &message);
        }
        if count == 0 {
            return 0;
        }
        if !check_modifiable(to) {
            return -1;
        }
        let part = View::of(from).part(from_at, from_at + count);
        if chars::max_character(from) > chars::max_character(to) && part.widest() > chars::max_character(to) {
            let (wide, narrow) = (kind_name(from), kind_name(to));
            let message = format!("Cannot copy {wide} characters into a string of {narrow} characters");
            return fail(Exc::SystemError, &message);
        }
        part.copy_to(text::kind(to), text::data(to), to_at);
        c_len(count)
    }
}

/// -1 with an exception; the caller's variable stays as it is then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Resize(place: *mut *mut PyObject, len: isize) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        let (true, Ok(len)) = (!place.is_null() && is_str(*place), usize::try_from(len)) else {
            errors::bad_internal_call();
            return -1;
        };
        let new = resized(*place, len);
        if new.is_null() {
            return -1;
        }
        place.write(new);
        0
    }
}

/// The reference is replaced by one to a str of another length.
///
/// # Safety
/// The caller owns a reference to the str `p`.
pub(crate) unsafe fn resized(p: *mut PyObject, len: usize) -> *mut PyObject {
    // SAFETY: the body of a str.
    unsafe {
        let old = text::len(p);
        if old == len {
            return p;
        }
        if len == 0 {
            decref(p);
            return chars::empty();
        }
        if is_modifiable(p) {
            return chars::moved(p, len);
        }
        let new = chars::new_uninit(len, chars::max_character(p));
        if !new.is_null() {
            View::of(p).part(0, old.min(len)).copy_to(text::kind(new), text::data(new), 0);
            decref(p);
        }
        new
    }
}

/// The VM keeps one str of each text; the reference is replaced by one to it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_InternInPlace(place: *mut *mut PyObject) {
    // SAFETY: an argument of the C-API.
    unsafe {
        let p = *place;
        if p.is_null() || (*p).ob_type != &raw mut PyUnicode_Type {
            return;
        }
        let ascii: *mut PyASCIIObject = p.cast();
        if (*ascii).state & 3 != 0 {
            return;
        }
        if let Some(new) = crate::interned::get(p) {
            place.write(new);
            decref(p);
        }
    }
}

/// Interned, and never freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_InternImmortal(place: *mut *mut PyObject) {
    // SAFETY: an argument of the C-API.
    unsafe {
        PyUnicode_InternInPlace(place);
        if !(*place).is_null() && !body::is_static(*place) {
            body::make_immortal(*place);
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_InternInPlace(_interp: *mut c_void, place: *mut *mut PyObject) {
    // SAFETY: an argument of the C-API.
    unsafe { PyUnicode_InternInPlace(place) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_InternMortal(_interp: *mut c_void, place: *mut *mut PyObject) {
    // SAFETY: an argument of the C-API.
    unsafe { PyUnicode_InternInPlace(place) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_InternImmortal(_interp: *mut c_void, place: *mut *mut PyObject) {
    // SAFETY: an argument of the C-API.
    unsafe { PyUnicode_InternImmortal(place) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_InternFromString(data: *const c_char) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        let bytes = crate::python::c_str(data);
        if core::str::from_utf8(bytes).is_err() {
            return crate::unicodeobject_codecs::utf8(bytes, "strict");
        }
        let p = to_c(model().str_intern(model().str_from_wtf8(bytes).obj()));
        (*p.cast::<PyASCIIObject>()).state |= INTERNED;
        p
    }
}

/// A name that C code keeps in a static struct.
#[repr(C)]
#[derive(Debug)]
pub struct _Py_Identifier {
    string: *const c_char,
    index: isize,
    mutex: u8,
}

static IDENTIFIERS: World<Option<body::AddressMap<usize>>> = World::new(None);

/// Borrowed: made once for each struct.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_FromId(id: *mut _Py_Identifier) -> *mut PyObject {
    let known = IDENTIFIERS.with(|known| known.get_or_insert_default().get(&(id as usize)).copied());
    if let Some(p) = known {
        return p as *mut PyObject;
    }
    // SAFETY: an argument of the C-API.
    let p = unsafe { PyUnicode_InternFromString((*id).string) };
    if !p.is_null() {
        IDENTIFIERS.with(|known| known.get_or_insert_default().insert(id as usize, p as usize));
    }
    p
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_IsIdentifier(p: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    let vm = unsafe { from_c(p) };
    let answer = values::type_method(&raw mut PyUnicode_Type, "isidentifier", &[vm]);
    crate::convert::truth(answer.and_then(|answer| model().truth(answer.obj())))
}

/// How many characters at the beginning are an identifier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ScanIdentifier(p: *mut PyObject) -> isize {
    let is_one = |text: &[u32]| {
        let mut bytes = Vec::new();
        text.iter().for_each(|&character| text::push_character(&mut bytes, character));
        let answer = values::type_method(
            &raw mut PyUnicode_Type,
            "isidentifier",
            &[model().str_from_wtf8(&bytes).obj()],
        );
        answer.and_then(|answer| model().truth(answer.obj())).unwrap_or(false)
    };
    // SAFETY: an argument of the C-API.
    let view = unsafe { View::of(p) };
    let starts = view.iter().next().is_some_and(|first| is_one(&[first]));
    if !starts {
        return 0;
    }
    c_len(1 + view.iter().skip(1).take_while(|&next| is_one(&[u32::from(b'a'), next])).count())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_GetDefaultEncoding() -> *const c_char {
    c"utf-8".as_ptr()
}

/// Bodies are what they say; only the type is looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_CheckConsistency(p: *mut PyObject, _check_content: c_int) -> c_int {
    // SAFETY: an argument of the C-API.
    c_int::from(unsafe { is_str(p) })
}

/// What the destructor of exact strs does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_ExactDealloc(p: *mut PyObject) {
    // SAFETY: called for a str whose count has reached 0.
    unsafe { crate::lifetime::_Py_Dealloc(p) }
}

/// What `give` gives, checked to be a str.
pub(crate) fn give_str(result: crate::model::Result) -> *mut PyObject {
    let p = give(result);
    // SAFETY: null or a new reference of ours.
    unsafe {
        if p.is_null() || is_str(p) {
            return p;
        }
        let name = type_name(p);
        decref(p);
        errors::raise_new(Exc::TypeError, &format!("expected str, got {name}"));
        null_mut()
    }
}
