//! `unicodeobject.h`, bytes of strs: UTF-8, ASCII and Latin-1 are done here where nothing goes wrong, the rest by the VM.

use core::ffi::{c_char, c_int};
use core::ptr::null_mut;

use pilotage_abi::PyObject;

use crate::builtin::PyUnicode_Type;
use crate::bytesobject::{first, new_bytes, new_uninit};
use crate::chars::{self, View};
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::model::{Obj, Result};
use crate::python;
use crate::text;
use crate::unicodeobject::give_str;
use crate::unicodeobject_codecs::{Known, first_of, known, name, names};
use crate::values::{self, is_str};

/// `str.encode(text, encoding, errors)`, which also checks that the codec gave bytes.
fn encode_in_vm(text: Obj, encoding: &str, errors: &str) -> Result {
    values::type_method(
        &raw mut PyUnicode_Type,
        "encode",
        &[text, python::text(encoding).obj(), python::text(errors).obj()],
    )
}

/// A new reference to bytes of a str in a codec.
pub(crate) unsafe fn encode(p: *mut PyObject, encoding: &str, errors: &str) -> *mut PyObject {
    // SAFETY: the caller's promise: a str.
    unsafe {
        let codec = known(encoding);
        match (codec, View::of(p)) {
            (Some(_), View::One(bytes)) if text::is_ascii(p) => return new_bytes(bytes),
            (Some(Known::Latin1), View::One(bytes)) => return new_bytes(bytes),
            (Some(Known::Utf8), view) => {
                if let Some(len) = chars::utf8_len(view) {
                    let bytes = new_uninit(len);
                    if !bytes.is_null() {
                        chars::write_utf8(view, first(bytes));
                    }
                    return bytes;
                }
            }
            _ => {}
        }
        give(encode_in_vm(from_c(p), encoding, errors))
    }
}

/// The text is kept with the str; NULL with an exception for lone surrogates.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUTF8AndSize(p: *mut PyObject, len: *mut isize) -> *const c_char {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) {
            values::bad_argument();
            return refuse_utf8(len);
        }
        if let Some((data, count)) = text::utf8(p) {
            if !len.is_null() {
                len.write(values::c_len(count));
            }
            return data.cast();
        }
        match encode_in_vm(from_c(p), "utf-8", "strict") {
            Ok(_) => errors::raise_new(Exc::MemoryError, "out of memory"),
            Err(raised) => errors::raise(raised),
        }
        refuse_utf8(len)
    }
}

unsafe fn refuse_utf8(len: *mut isize) -> *const c_char {
    if !len.is_null() {
        // SAFETY: a place for the length.
        unsafe { len.write(-1) };
    }
    core::ptr::null()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUTF8(p: *mut PyObject) -> *const c_char {
    // SAFETY: an argument of the C-API.
    unsafe { PyUnicode_AsUTF8AndSize(p, null_mut()) }
}

/// Refuses null characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_AsUTF8NoNUL(p: *mut PyObject) -> *const c_char {
    let mut len = 0;
    // SAFETY: an argument of the C-API.
    unsafe {
        let data = PyUnicode_AsUTF8AndSize(p, &raw mut len);
        if !data.is_null() && values::slice(data, len).contains(&0) {
            errors::raise_new(Exc::ValueError, "embedded null character");
            return core::ptr::null();
        }
        data
    }
}

/// Bytes of a str, or NULL with a TypeError for another type.
unsafe fn encoded(p: *mut PyObject, encoding: &str, errors: &str) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if !is_str(p) {
            return values::bad_argument_null();
        }
        encode(p, encoding, errors)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsEncodedString(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let (encoding, errors) = names(encoding, errors);
        encoded(p, &encoding, &errors)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUTF8String(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "utf-8", "strict") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_AsUTF8String(p: *mut PyObject, errors: *const c_char) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { encoded(p, "utf-8", &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsASCIIString(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "ascii", "strict") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsLatin1String(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "latin-1", "strict") }
}

/// With a mark of the byte order.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUTF16String(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "utf-16", "strict") }
}

/// With a mark of the byte order.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUTF32String(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "utf-32", "strict") }
}

/// The name of a codec with an order: with a mark for 0.
fn with_order(codec: &str, byteorder: c_int) -> String {
    match byteorder.signum() {
        -1 => format!("{codec}-le"),
        1 => format!("{codec}-be"),
        _ => codec.to_owned(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_EncodeUTF16(
    p: *mut PyObject,
    errors: *const c_char,
    byteorder: c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { encoded(p, &with_order("utf-16", byteorder), &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyUnicode_EncodeUTF32(
    p: *mut PyObject,
    errors: *const c_char,
    byteorder: c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { encoded(p, &with_order("utf-32", byteorder), &name(errors, "strict")) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsUnicodeEscapeString(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "unicode-escape", "strict") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsRawUnicodeEscapeString(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe { encoded(p, "raw-unicode-escape", "strict") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsCharmapString(
    p: *mut PyObject,
    mapping: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_str(p) || mapping.is_null() {
            return values::bad_argument_null();
        }
        first_of("charmap_encode", &[from_c(p), python::text("strict").obj(), from_c(mapping)])
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_BuildEncodingMap(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_str(p) || text::len(p) == 0 {
            return values::bad_argument_null();
        }
        give(python::call_function("_codecs", "charmap_build", &[from_c(p)]))
    }
}

/// Any object of a codec, through `codecs.encode` or `codecs.decode`.
unsafe fn transformed(
    p: *mut PyObject,
    function: &str,
    encoding: *const c_char,
    errors: *const c_char,
    only_str: bool,
) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if !is_str(p) {
            return values::bad_argument_null();
        }
        let (encoding, errors) = (values::name_or(encoding, "utf-8"), values::name_or(errors, "strict"));
        let result = python::call_function("_codecs", function, &[from_c(p), encoding.obj(), errors.obj()]);
        if only_str { give_str(result) } else { give(result) }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsEncodedObject(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { transformed(p, "encode", encoding, errors, false) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsEncodedUnicode(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { transformed(p, "encode", encoding, errors, true) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsDecodedObject(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { transformed(p, "decode", encoding, errors, false) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_AsDecodedUnicode(
    p: *mut PyObject,
    encoding: *const c_char,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { transformed(p, "decode", encoding, errors, true) }
}
