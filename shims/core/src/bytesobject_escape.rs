//! `bytesobject.h`: the bytes that a literal stands for. Not the literals of str.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::builtin::Exc;
use crate::convert::to_c;
use crate::errors;
use crate::model::model;
use crate::values;

/// Bytes of a literal without its quotes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyBytes_DecodeEscape(
    data: *const c_char,
    len: isize,
    handler: *const c_char,
    _unicode: isize,
    _recode_encoding: *const c_char,
) -> *mut PyObject {
    let header = size_of::<pilotage_abi::PyBytesObject>() as isize;
    if len > isize::MAX - header {
        return errors::fail(Exc::OverflowError, "byte string is too large");
    }
    // SAFETY: arguments of the C-API.
    let (source, handler) = unsafe { (values::slice(data, len), values::c_opt(handler)) };
    let mut reader =
        Reader { source, at: 0, handler: handler.map_or(b"strict", |name| name.to_bytes()), odd: None };
    let Ok(decoded) = reader.decode() else { return core::ptr::null_mut() };
    match reader.odd {
        Some(odd) if warn(&odd) < 0 => core::ptr::null_mut(),
        _ => to_c(model().bytes(&decoded)),
    }
}

fn warn(odd: &str) -> c_int {
    let text = format!("b\"\\{odd} sequence. Such sequences will not work in the future. ");
    let text = std::ffi::CString::new(text).unwrap_or_default();
    // SAFETY: a class and a C string.
    unsafe { crate::warnings::PyErr_WarnEx(Exc::DeprecationWarning.class(), text.as_ptr(), 1) }
}

struct Reader<'a> {
    source: &'a [u8],
    at: usize,
    handler: &'a [u8],
    /// The first sequence that has no meaning, for the warning.
    odd: Option<String>,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.source.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn decode(&mut self) -> core::result::Result<Vec<u8>, ()> {
        let mut out = Vec::with_capacity(self.source.len());
        while let Some(byte) = self.next() {
            if byte == b'\\' {
                self.escape(&mut out)?;
            } else {
                out.push(byte);
            }
        }
        Ok(out)
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> core::result::Result<(), ()> {
        let Some(byte) = self.next() else {
            errors::raise_new(Exc::ValueError, "Trailing \\ in string");
            return Err(());
        };
        match byte {
            b'\n' => {}
            b'\\' | b'\'' | b'"' => out.push(byte),
            b'b' => out.push(8),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b'f' => out.push(12),
            b'v' => out.push(11),
            b'a' => out.push(7),
            b'0'..=b'7' => out.push(self.octal(byte)),
            b'x' => self.hex(out)?,
            _ => {
                self.odd.get_or_insert_with(|| format!("{}\" is an invalid escape", char::from(byte)));
                out.extend([b'\\', byte]);
            }
        }
        Ok(())
    }

    /// Up to three digits; the lower eight bits count.
    fn octal(&mut self, first: u8) -> u8 {
        let mut value = u32::from(first - b'0');
        for _ in 0..2 {
            match self.source.get(self.at) {
                Some(digit @ b'0'..=b'7') => value = value << 3 | u32::from(digit - b'0'),
                _ => break,
            }
            self.at += 1;
        }
        if value > 0o377 {
            self.odd.get_or_insert_with(|| format!("{value:o}\" is an invalid octal escape"));
        }
        value as u8
    }

    /// Two digits, or what the error handler wants instead.
    fn hex(&mut self, out: &mut Vec<u8>) -> core::result::Result<(), ()> {
        let digit = |at: usize| self.source.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        let digits = (digit(self.at), digit(self.at + 1));
        if let (Some(high), Some(low)) = digits {
            out.push((high << 4 | low) as u8);
            self.at += 2;
            return Ok(());
        }
        match self.handler {
            b"replace" => out.push(b'?'),
            b"ignore" => {}
            b"strict" => {
                let at = self.at - 2;
                errors::raise_new(Exc::ValueError, &format!("invalid \\x escape at position {at}"));
                return Err(());
            }
            other => {
                let other = String::from_utf8_lossy(other);
                let text = format!("decoding error; unknown error handling code: {other}");
                errors::raise_new(Exc::ValueError, &text);
                return Err(());
            }
        }
        self.at += usize::from(digits.0.is_some());
        Ok(())
    }
}
