//! `unicodeobject.h`, strs of bytes: UTF-8, ASCII and Latin-1 are done here where nothing goes wrong; errors and all other
//! codecs go to the VM, which knows the error handlers. The way back is in `unicodeobject_encode.rs`.

use core::ffi::{CStr, c_char, c_int};
use core::ptr::null_mut;
use std::borrow::Cow;

use pilotage_abi::PyObject;

use crate::builtin::PyUnicode_Type;
use crate::chars::{View, from_ascii, from_view, from_wtf8};
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::model::{Obj, Result, model};
use crate::python;
use crate::unicodeobject::give_str;
use crate::values::{self, c_opt, is_bytes, is_str, type_name};

/// Codecs that are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    Utf8,
    Ascii,
    Latin1,
}

/// Names are compared without case, and `-`, `_` and blanks are the same.
pub(crate) fn known(encoding: &str) -> Option<Known> {
    match encoding {
        "utf-8" => return Some(Known::Utf8),
        "ascii" => return Some(Known::Ascii),
        "latin-1" => return Some(Known::Latin1),
        _ if encoding.len() > 16 => return None,
        _ => {}
    }
    let plain: String =
        encoding.chars().filter(|c| !matches!(c, '-' | '_' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    match plain.as_str() {
        "utf8" | "u8" => Some(Known::Utf8),
        "ascii" | "usascii" | "646" => Some(Known::Ascii),
        "latin1" | "iso88591" | "latin" | "l1" | "8859" => Some(Known::Latin1),
        _ => None,
    }
}

/// `str(bytes, encoding, errors)`.
fn decode_in_vm(bytes: &[u8], encoding: &str, errors: &str) -> Result {
    let arguments = [model().bytes(bytes), python::text(encoding), python::text(errors)];
    let arguments: Vec<Obj> = arguments.iter().map(|argument| argument.obj()).collect();
    python::call(crate::builtin::class(&raw mut PyUnicode_Type), &arguments)
}

/// A new reference to a str of UTF-8.
pub(crate) fn utf8(bytes: &[u8], errors: &str) -> *mut PyObject {
    if bytes.is_ascii() {
        return from_ascii(bytes);
    }
    if core::str::from_utf8(bytes).is_ok() {
        return from_wtf8(bytes);
    }
    give(decode_in_vm(bytes, "utf-8", errors))
}

/// A new reference to a str of bytes in a codec.
pub(crate) fn decode(bytes: &[u8], encoding: &str, errors: &str) -> *mut PyObject {
    match known(encoding) {
        Some(Known::Utf8) => utf8(bytes, errors),
        Some(Known::Ascii) if bytes.is_ascii() => from_ascii(bytes),
        Some(Known::Latin1) => from_view(View::One(bytes)),
        _ => give_str(decode_in_vm(bytes, encoding, errors)),
    }
}

/// Names of a codec and of an error handler, with the defaults for NULL.
pub(crate) unsafe fn names<'a>(
    encoding: *const c_char,
    errors: *const c_char,
) -> (Cow<'a, str>, Cow<'a, str>) {
    // SAFETY: arguments of the C-API.
    unsafe { (name(encoding, "utf-8"), name(errors, "strict")) }
}

/// # Safety
/// `text` is null or ends with a null byte.
pub(crate) unsafe fn name<'a>(text: *const c_char, default: &'a str) -> Cow<'a, str> {
    // SAFETY: the caller's promise.
    unsafe { c_opt(text) }.map_or(Cow::Borrowed(default), CStr::to_string_lossy)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Decode(
    data: *const c_char,
    len: isize,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let (encoding, errors) = names(encoding, errors);
        decode(values::slice(data, len), &encoding, &errors)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF8(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { utf8(values::slice(data, len), &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeASCII(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { decode(values::slice(data, len), "ascii", &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeLatin1(
    data: *const c_char,
    len: isize,
    _errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    from_view(View::One(unsafe { values::slice(data, len) }))
}

/// How many bytes at the end begin a character and do not end it.
fn incomplete_utf8(bytes: &[u8]) -> usize {
    for back in 1..=bytes.len().min(3) {
        let byte = bytes[bytes.len() - back];
        let wanted = match byte {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            0x80..=0xbf => continue,
            _ => return 0,
        };
        // A sequence that is wrong already is an error, not the start of something.
        let starts = core::str::from_utf8(&bytes[bytes.len() - back..])
            .is_err_and(|error| error.error_len().is_none());
        return if back < wanted && starts { back } else { 0 };
    }
    0
}

/// With `consumed`, bytes at the end that are no whole character are left for the next call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF8Stateful(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let bytes = values::slice(data, len);
        let end = if consumed.is_null() { bytes.len() } else { bytes.len() - incomplete_utf8(bytes) };
        stateful(&bytes[..end], "utf-8", errors, consumed, end)
    }
}

unsafe fn stateful(
    bytes: &[u8],
    codec: &str,
    errors: *const c_char,
    consumed: *mut isize,
    end: usize,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let text = decode(bytes, codec, &name(errors, "strict"));
        if !consumed.is_null() && !text.is_null() {
            consumed.write(values::c_len(end));
        }
        text
    }
}

/// The byte order that is wanted, or that a mark at the beginning says: its number, its name, and bytes of the mark.
unsafe fn order(bytes: &[u8], width: usize, byteorder: *mut c_int) -> (c_int, &'static str, usize) {
    // SAFETY: null or a place for the order.
    let wanted = unsafe { byteorder.as_ref() }.copied().unwrap_or(0);
    let mark = bytes.get(..width);
    let (little, big): (&[u8], &[u8]) =
        if width == 2 { (b"\xff\xfe", b"\xfe\xff") } else { (b"\xff\xfe\0\0", b"\0\0\xfe\xff") };
    let (found, skip) = match wanted {
        0 if mark == Some(little) => (-1, width),
        0 if mark == Some(big) => (1, width),
        0 => (0, 0),
        wanted => (wanted.signum(), 0),
    };
    (found, if found > 0 { "be" } else { "le" }, skip)
}

/// The order that was found is told, with a text and without.
unsafe fn ordered(text: *mut PyObject, found: c_int, byteorder: *mut c_int) -> *mut PyObject {
    if !byteorder.is_null() {
        // SAFETY: a place for the order.
        unsafe { byteorder.write(found) };
    }
    text
}

unsafe fn utf16(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let bytes = values::slice(data, len);
        let (found, order, skip) = order(bytes, 2, byteorder);
        let mut end = bytes.len();
        if !consumed.is_null() {
            end -= end % 2;
            // The first half of a pair waits for the second.
            let last = if order == "be" { end.checked_sub(2) } else { end.checked_sub(1) };
            if end > skip && last.is_some_and(|last| bytes[last] & 0xfc == 0xd8) {
                end -= 2;
            }
        }
        let codec = format!("utf-16-{order}");
        ordered(stateful(&bytes[skip..end.max(skip)], &codec, errors, consumed, end), found, byteorder)
    }
}

unsafe fn utf32(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        let bytes = values::slice(data, len);
        let (found, order, skip) = order(bytes, 4, byteorder);
        let end = if consumed.is_null() { bytes.len() } else { bytes.len() - bytes.len() % 4 };
        let codec = format!("utf-32-{order}");
        ordered(stateful(&bytes[skip..end.max(skip)], &codec, errors, consumed, end), found, byteorder)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF16(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { utf16(data, len, errors, byteorder, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF16Stateful(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { utf16(data, len, errors, byteorder, consumed) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF32(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { utf32(data, len, errors, byteorder, null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF32Stateful(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    byteorder: *mut c_int,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { utf32(data, len, errors, byteorder, consumed) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF7(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { decode(values::slice(data, len), "utf-7", &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUTF7Stateful(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
    consumed: *mut isize,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if consumed.is_null() {
            return PyUnicode_DecodeUTF7(data, len, errors);
        }
        let arguments = (model().bytes(values::slice(data, len)), values::name_or(errors, "strict"));
        let arguments = [arguments.0.obj(), arguments.1.obj(), model().boolean(false)];
        let decoded = python::call_function("_codecs", "utf_7_decode", &arguments);
        give(decoded.and_then(|pair| match values::pair_of(&pair) {
            Some((text, used)) => {
                consumed.write(model().int_to_i64(used).unwrap_or(0) as isize);
                Ok(text.to_ref())
            }
            None => errors::error(Exc::SystemError, "the decoder of utf-7 gave no pair"),
        }))
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeUnicodeEscape(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { decode(values::slice(data, len), "unicode-escape", &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeRawUnicodeEscape(
    data: *const c_char,
    len: isize,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { decode(values::slice(data, len), "raw-unicode-escape", &name(errors, "strict")) }
}

/// Without a mapping: Latin-1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_DecodeCharmap(
    data: *const c_char,
    len: isize,
    mapping: *mut PyObject,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if mapping.is_null() {
            return PyUnicode_DecodeLatin1(data, len, errors);
        }
        let (source, errors) = (model().bytes(values::slice(data, len)), values::name_or(errors, "strict"));
        first_of("charmap_decode", &[source.obj(), errors.obj(), from_c(mapping)])
    }
}

/// The first of the pair that a function of `_codecs` gives.
pub(crate) fn first_of(function: &str, arguments: &[Obj]) -> *mut PyObject {
    let result = python::call_function("_codecs", function, arguments);
    give(result.and_then(|pair| match values::pair_of(&pair) {
        Some((first, _)) => Ok(first.to_ref()),
        None => errors::error(Exc::SystemError, "a codec gave no pair"),
    }))
}

/// Of memory in a codec.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_FromEncodedObject(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() {
            return values::bad_call_null();
        }
        let (encoding, errors) = names(encoding, errors);
        if is_bytes(p) {
            return decode(crate::bytesobject::value(p), &encoding, &errors);
        }
        if is_str(p) {
            return errors::fail(Exc::TypeError, "decoding str is not supported");
        }
        let buffer = (*(*p).ob_type).tp_as_buffer;
        if buffer.as_ref().is_none_or(|procs| procs.bf_getbuffer.is_none()) {
            let message = format!("decoding to str: need a bytes-like object, {} found", type_name(p));
            return errors::fail(Exc::TypeError, &message);
        }
        let arguments = [python::text(&encoding), python::text(&errors)];
        let arguments = [from_c(p), arguments[0].obj(), arguments[1].obj()];
        give_str(python::call(crate::builtin::class(&raw mut PyUnicode_Type), &arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, incomplete_utf8, known};

    #[test]
    fn a_begun_character_is_left_over() {
        let cases: [(&[u8], usize); 10] = [
            (b"abc", 0),
            (b"ab\xc3", 1),
            (b"ab\xe2\x82", 2),
            (b"\xf0\x9f\x98", 3),
            (b"\xc3\xa9", 0),
            (b"\xff", 0),
            (b"\xe0\x80", 0),
            (b"\x80", 0),
            (b"\xed\xa0", 0),
            (b"", 0),
        ];
        for (bytes, left) in cases {
            assert_eq!(incomplete_utf8(bytes), left, "{bytes:?}");
        }
    }

    #[test]
    fn names_of_codecs_are_normalized() {
        assert_eq!(known("UTF-8"), Some(Known::Utf8));
        assert_eq!(known("iso_8859-1"), Some(Known::Latin1));
        assert_eq!(known("us-ascii"), Some(Known::Ascii));
        assert_eq!(known("utf-16"), None);
    }
}
