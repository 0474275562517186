//! Small steps of Python, as core needs them: names, attributes, calls.

use crate::model::{Obj, Ref, Result, model};

/// A str.
pub fn text(text: &str) -> Ref {
    model().str_from_wtf8(text.as_bytes())
}

/// A str that the VM keeps once.
pub fn name(text_: &str) -> Ref {
    model().str_intern(text(text_).obj())
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

/// The text of a str object, lossy where it has lone surrogates.
pub fn to_string(text: Obj) -> String {
    match model().str_text(text) {
        crate::model::Text::Ascii(text) | crate::model::Text::Wtf8(text) => String::from_utf8_lossy(text).into_owned(),
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

/// Runs a piece of Python code that defines something, and gives that.
pub fn defined(source: &str, what: &str) -> Result {
    let namespace = model().dict();
    let code = call_function("builtins", "compile", &[text(source).obj(), text("<pilotage>").obj(), text("exec").obj()])?;
    call_function("builtins", "exec", &[code.obj(), namespace.obj()])?;
    match model().dict_get(namespace.obj(), text(what).obj())? {
        Some(found) => Ok(found),
        None => crate::errors::error(crate::errors::Exc::SystemError, "a definition is missing"),
    }
}
