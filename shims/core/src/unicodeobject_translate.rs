//! `PyUnicode_Translate`: characters through a table of Python, with the error handlers of codecs for what maps to nothing.

use core::ffi::c_char;

use pilotage_abi::PyObject;

use crate::chars::{MAX_CHARACTER, View, from_wtf8};
use crate::convert::from_c;
use crate::errors::{self, Exc};
use crate::model::{Obj, Raised, Result, Shape, Text, model};
use crate::python;
use crate::text::push_character;
use crate::unicodeobject_codecs::name;
use crate::values::{self, is_str, type_name};

/// What a table says of a character.
enum Entry {
    /// Not in the table: as it is.
    Same,
    /// None: it maps to nothing.
    Undefined,
    Text(Vec<u8>),
}

fn bytes_of(vm: Obj) -> Vec<u8> {
    match model().str_text(vm) {
        Text::Ascii(bytes) | Text::Wtf8(bytes) => bytes.to_vec(),
    }
}

fn is_lookup_error(raised: &Raised) -> bool {
    // SAFETY: exception classes are ready from the start.
    let class = unsafe { from_c(Exc::LookupError.class()) };
    model().is_subtype(model().class(raised.0.obj()), class)
}

fn entry(table: Obj, character: u32) -> Result<Entry> {
    let value = match model().getitem(table, model().int_from_i64(character.into()).obj()) {
        Ok(value) => value,
        Err(raised) if is_lookup_error(&raised) => return Ok(Entry::Same),
        Err(raised) => return Err(raised),
    };
    match model().shape(value.obj()) {
        Shape::None => Ok(Entry::Undefined),
        Shape::Str => Ok(Entry::Text(bytes_of(value.obj()))),
        Shape::Int | Shape::Bool => {
            let character = model().int_to_i64(value.obj()).and_then(|value| u32::try_from(value).ok());
            let Some(character) = character.filter(|&character| character <= MAX_CHARACTER) else {
                return errors::error(Exc::ValueError, "character mapping must be in range(0x110000)");
            };
            let mut text = Vec::new();
            push_character(&mut text, character);
            Ok(Entry::Text(text))
        }
        _ => errors::error(Exc::TypeError, "character mapping must return integer, None or str"),
    }
}

/// Asks a handler what stands for the characters from `start` to `end`, and where to go on.
fn handle(source: Obj, start: usize, end: usize, handler: &str) -> Result<(Vec<u8>, usize)> {
    let number = |value: usize| model().int_from_u64(value as u64);
    let (reason, start, end) = (python::text("character maps to <undefined>"), number(start), number(end));
    // SAFETY: exception classes are ready from the start.
    let class = unsafe { from_c(Exc::UnicodeTranslateError.class()) };
    let exception = python::call(class, &[source, start.obj(), end.obj(), reason.obj()])?;
    let handler = python::call_function("_codecs", "lookup_error", &[python::text(handler).obj()])?;
    let answer = python::call(handler.obj(), &[exception.obj()])?;
    let len = model().len(source)?;
    let parts = (model().shape(answer.obj()) == Shape::Tuple).then(|| values::pair_of(&answer)).flatten();
    if let Some((text, position)) = parts
        && model().shape(text) == Shape::Str
        && let Some(position) = model().int_to_i64(position)
    {
        let position = if position < 0 { position + len as i64 } else { position };
        return match usize::try_from(position).ok().filter(|&position| position <= len) {
            Some(position) => Ok((bytes_of(text), position)),
            None => errors::error(Exc::IndexError, "position from error handler out of bounds"),
        };
    }
    errors::error(Exc::TypeError, "translating error handler must return (str, int) tuple")
}

fn translated(source: Obj, view: View<'_>, table: Obj, handler: &str) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(view.len());
    let mut at = 0;
    while at < view.len() {
        let character = view.get(at);
        match entry(table, character)? {
            Entry::Same => push_character(&mut out, character),
            Entry::Text(text) => out.extend(text),
            Entry::Undefined if handler == "ignore" => {}
            Entry::Undefined => {
                let mut end = at + 1;
                while end < view.len() && matches!(entry(table, view.get(end))?, Entry::Undefined) {
                    end += 1;
                }
                let (text, position) = handle(source, at, end, handler)?;
                out.extend(text);
                at = position;
                continue;
            }
        }
        at += 1;
    }
    Ok(out)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnicode_Translate(
    p: *mut PyObject,
    table: *mut PyObject,
    errors: *const c_char,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        if p.is_null() || table.is_null() {
            values::bad_argument();
            return core::ptr::null_mut();
        }
        if !is_str(p) {
            return errors::fail(Exc::TypeError, &format!("must be str, not {}", type_name(p)));
        }
        match translated(from_c(p), View::of(p), from_c(table), &name(errors, "strict")) {
            Ok(text) => from_wtf8(&text),
            Err(raised) => {
                errors::raise(raised);
                core::ptr::null_mut()
            }
        }
    }
}
