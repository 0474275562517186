//! The arguments of variadic calls, by their format strings: which references `N` gives away, which variables receive
//! objects and buffers. Reads the arguments as the callee will, and changes none.

use std::ffi::CStr;

use crate::python::{set_word, word};
use crate::slot::{Gives, Shape};
use crate::thunk::Frame;
use crate::{entries, extension};

/// Reads the integer arguments of a variadic call one by one; vector registers are counted, not read.
struct Cursor<'a> {
    frame: &'a Frame,
    next: usize,
    floats: usize,
}

impl Cursor<'_> {
    fn take(&mut self) -> usize {
        let at = self.next;
        self.next += 1;
        match self.frame.arguments.get(at) {
            Some(value) => *value,
            None => word(self.frame.stack as usize + (at - 6) * 8),
        }
    }

    /// A double: beyond eight of them they share the stack with the other arguments.
    fn skip_double(&mut self) {
        self.floats += 1;
        if self.floats > 8 {
            // Those behind are not read right any more, unless they come from the stack, too.
            self.next = self.next.max(6) + 1;
        }
    }
}

fn format(frame: &Frame, at: u8) -> Option<&[u8]> {
    let address = *frame.arguments.get(usize::from(at))?;
    if address == 0 {
        return None;
    }
    // SAFETY: the call that is about to read it expects a C string there.
    let text = unsafe { CStr::from_ptr(address as *const std::ffi::c_char) };
    Some(text.to_bytes())
}

/// The references that a call with a value format takes over. `None`: it cannot be told.
pub(crate) fn given_away(frame: &Frame, at: u8) -> Option<Vec<usize>> {
    values(frame, at, b"N")
}

/// The objects that a call with a value format hands on, and of which it takes references of its own.
pub(crate) fn handed_on(frame: &Frame, at: u8) -> Vec<usize> {
    values(frame, at, b"OSU").unwrap_or_default()
}

/// What stands for these letters.
fn values(frame: &Frame, at: u8, wanted: &[u8]) -> Option<Vec<usize>> {
    let Some(format) = format(frame, at) else { return Some(Vec::new()) };
    let mut given = Vec::new();
    if !format.iter().any(|letter| wanted.contains(letter)) {
        return Some(given);
    }
    let mut cursor = Cursor { frame, next: usize::from(at) + 1, floats: 0 };
    let mut letters = format.iter().copied().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b':' | b' ' | b'\t' | b'#' => {}
            b'd' | b'f' => cursor.skip_double(),
            _ if wanted.contains(&letter) && letters.peek() != Some(&b'&') => given.push(cursor.take()),
            _ => {
                cursor.take();
                // A length, or the argument of a converter.
                if letters.next_if(|next| matches!(next, b'#' | b'&')).is_some() {
                    cursor.take();
                }
            }
        }
    }
    (cursor.floats <= 8).then_some(given)
}

/// The format of a `va_list` call gives references away.
pub(crate) fn gives_any(frame: &Frame, at: u8) -> bool {
    format(frame, at).is_some_and(|format| format.contains(&b'N'))
}

/// Objects behind the fixed arguments, up to a NULL.
pub(crate) fn up_to_null(frame: &Frame, first: u8) -> Vec<usize> {
    let mut cursor = Cursor { frame, next: usize::from(first), floats: 0 };
    std::iter::repeat_with(|| cursor.take()).take(MOST_VALUES).take_while(|object| *object != 0).collect()
}

/// More objects than this are not looked at.
const MOST_VALUES: usize = 64;

/// What a call with a format of variables fills.
#[derive(Debug, Default)]
pub(crate) struct Filled {
    /// Addresses of `Py_buffer`.
    pub(crate) buffers: Vec<usize>,
    /// Those that may be left as they were, with whatever was in them.
    pub(crate) optional_buffers: Vec<usize>,
    /// Converters, with the variables that they fill.
    pub(crate) converted: Vec<(usize, usize)>,
    /// Variables that receive borrowed objects.
    pub(crate) objects: Vec<usize>,
    /// Positions of the converters among the arguments.
    positions: Vec<usize>,
}

/// Buffers and converted variables of `PyArg_Parse*`.
pub(crate) fn filled(frame: &Frame, at: u8, first: u8) -> Filled {
    let mut filled = Filled::default();
    let Some(format) = format(frame, at) else { return filled };
    let mut cursor = Cursor { frame, next: usize::from(first), floats: 0 };
    let mut letters = format.iter().copied().peekable();
    let mut is_optional = false;
    while let Some(letter) = letters.next() {
        match letter {
            b':' | b';' => break,
            b'|' => is_optional = true,
            b'(' | b')' | b'$' | b' ' => {}
            b'e' => {
                // Encoding, then the variable, then perhaps its length.
                letters.next();
                cursor.take();
                cursor.take();
                if letters.next_if_eq(&b'#').is_some() {
                    cursor.take();
                }
            }
            b'O' if letters.next_if_eq(&b'&').is_some() => {
                filled.positions.push(cursor.next);
                let converter = cursor.take();
                let variable = cursor.take();
                filled.converted.extend((!is_optional).then_some((converter, variable)));
            }
            b'O' if letters.next_if_eq(&b'!').is_some() => {
                cursor.take();
                let variable = cursor.take();
                filled.objects.extend((!is_optional).then_some(variable));
            }
            _ => {
                let variable = cursor.take();
                if matches!(letter, b'O' | b'S' | b'U' | b'Y') && !is_optional {
                    filled.objects.push(variable);
                }
                if letters.next_if_eq(&b'*').is_some() {
                    let buffers =
                        if is_optional { &mut filled.optional_buffers } else { &mut filled.buffers };
                    buffers.push(variable);
                } else if letters.next_if_eq(&b'#').is_some() {
                    cursor.take();
                }
            }
        }
    }
    filled
}

/// Converters of watched extensions are entries: thunks take their place among the arguments, which belong to the callee.
pub(crate) fn wrap_converters(frame: &mut Frame, at: u8, first: u8) {
    for position in filled(frame, at, first).positions {
        let converter = match frame.arguments.get(position) {
            Some(converter) => *converter,
            None => word(frame.stack as usize + (position - 6) * 8),
        };
        let Some(number) = extension::of_code(converter) else { continue };
        let thunk = entries::thunk(converter, number, Shape::Objects(1), Gives::Flag, "converter");
        match frame.arguments.get_mut(position) {
            Some(argument) => *argument = thunk,
            None => set_word(frame.stack as usize + (position - 6) * 8, thunk),
        }
    }
}
