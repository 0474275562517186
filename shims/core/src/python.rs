//! Small steps of Python as core needs them: names, attributes, calls.

use crate::body::World;
use crate::model::{Obj, Ref, Result, Shape, model};

/// A str.
pub fn text(text: &str) -> Ref {
    model().str_from_wtf8(text.as_bytes())
}

/// A str that the VM keeps once.
pub fn name(text: &str) -> Ref {
    name_of(text.as_bytes())
}

/// Names that were asked for lately, by their hash: attributes and keys that extensions give as C strings come again
/// and again.
static NAMES: World<Vec<Option<(Box<[u8]>, Ref)>>> = World::new(Vec::new());

/// A str that the VM keeps once, of UTF-8 in which lone surrogates may stand.
pub fn name_of(text: &[u8]) -> Ref {
    const PLACES: usize = 2048;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in text {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    let place = (hash ^ hash >> 32) as usize % PLACES;
    let known = NAMES.with(|names| match names.get(place) {
        Some(Some((known, name))) if **known == *text => Some(name.clone()),
        _ => None,
    });
    if let Some(known) = known {
        return known;
    }
    let name = model().str_intern(model().str_from_wtf8(text).obj());
    let entry = Some((text.into(), name.clone()));
    let old = NAMES.with(|names| {
        names.resize_with(PLACES, || None);
        core::mem::replace(&mut names[place], entry)
    });
    drop(old);
    name
}

pub fn attr(obj: Obj, attribute: &str) -> Result {
    model().getattr(obj, name(attribute).obj())
}

pub fn attr_opt(obj: Obj, attribute: &str) -> Result<Option<Ref>> {
    model().getattr_opt(obj, name(attribute).obj())
}

pub fn set_attr(obj: Obj, attribute: &str, value: Obj) -> Result<()> {
    model().setattr(obj, name(attribute).obj(), Some(value))
}

pub fn call(callable: Obj, args: &[Obj]) -> Result {
    model().call(callable, args, &[])
}

pub fn call_method(obj: Obj, method: &str, args: &[Obj]) -> Result {
    call(attr(obj, method)?.obj(), args)
}

/// `module.function(*args)`.
pub fn call_function(module: &str, function: &str, args: &[Obj]) -> Result {
    let module = model().import(module)?;
    call(attr(module.obj(), function)?.obj(), args)
}

/// Something of `builtins`.
pub fn builtin(name: &str) -> Result {
    attr(model().import("builtins")?.obj(), name)
}

/// The text of a str object, lossy where it has lone surrogates; what `str` gives for others.
pub fn to_string(text: Obj) -> String {
    if model().shape(text) != Shape::Str {
        return match model().str(text) {
            Ok(text) if model().shape(text.obj()) == Shape::Str => to_string(text.obj()),
            _ => String::from("?"),
        };
    }
    match model().str_text(text) {
        crate::model::Text::Ascii(text) | crate::model::Text::Wtf8(text) => {
            String::from_utf8_lossy(text).into_owned()
        }
    }
}

/// A C string; empty for NULL.
///
/// # Safety
/// `text` is null or ends with a null byte.
pub unsafe fn c_str<'a>(text: *const core::ffi::c_char) -> &'a [u8] {
    // SAFETY: the caller's promise.
    if text.is_null() { b"" } else { unsafe { core::ffi::CStr::from_ptr(text) }.to_bytes() }
}

/// A C string as text; bytes that are no UTF-8 are replaced.
///
/// # Safety
/// As for [`c_str`].
pub unsafe fn c_text(text: *const core::ffi::c_char) -> String {
    // SAFETY: the caller's promise.
    String::from_utf8_lossy(unsafe { c_str(text) }).into_owned()
}

/// The str of a C string; UnicodeDecodeError where it is no UTF-8.
///
/// # Safety
/// As for [`c_str`].
pub unsafe fn c_decoded(text: *const core::ffi::c_char) -> Result {
    // SAFETY: the caller's promise.
    decoded(unsafe { c_str(text) })
}

/// The str of bytes; UnicodeDecodeError where they are no UTF-8.
pub fn decoded(bytes: &[u8]) -> Result {
    match core::str::from_utf8(bytes) {
        Ok(_) => Ok(model().str_from_wtf8(bytes)),
        Err(_) => not_utf8(bytes),
    }
}

/// As [`c_decoded`], a str that the VM keeps once.
///
/// # Safety
/// As for [`c_str`].
pub unsafe fn c_name(text: *const core::ffi::c_char) -> Result {
    // SAFETY: the caller's promise.
    let bytes = unsafe { c_str(text) };
    match core::str::from_utf8(bytes) {
        Ok(_) => Ok(name_of(bytes)),
        Err(_) => not_utf8(bytes),
    }
}

/// The codec of the VM knows the words of the exception.
#[cold]
fn not_utf8(bytes: &[u8]) -> Result {
    call_method(model().bytes(bytes).obj(), "decode", &[])
}

/// Runs a piece of Python code that defines something, and gives that.
pub fn defined(source: &str, what: &str) -> Result {
    let namespace = model().dict();
    let code = call_function(
        "builtins",
        "compile",
        &[text(source).obj(), text("<pilotage>").obj(), text("exec").obj()],
    )?;
    call_function("builtins", "exec", &[code.obj(), namespace.obj()])?;
    match model().dict_get(namespace.obj(), text(what).obj())? {
        Some(found) => Ok(found),
        None => crate::errors::error(crate::errors::Exc::SystemError, "a definition is missing"),
    }
}
