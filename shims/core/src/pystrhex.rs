//! `pystrhex.h`: bytes as hexadecimal digits.

use core::ffi::{c_char, c_int};

use pilotage_abi::PyObject;

use crate::bytesobject::{new_bytes, value};
use crate::chars::{View, from_ascii};
use crate::errors::{self, Exc};
use crate::text;
use crate::values::{self, is_bytes, is_str, type_name};

/// Digits, with a byte between groups of so many bytes: counted from the right, for negative numbers from the left.
fn digits(bytes: &[u8], separator: Option<u8>, group: c_int) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = Vec::with_capacity(bytes.len() * 3);
    let width = group.unsigned_abs() as usize;
    for (at, byte) in bytes.iter().enumerate() {
        let place = if group < 0 { at } else { bytes.len() - at };
        if let Some(separator) = separator
            && at > 0
            && width > 0
            && place.is_multiple_of(width)
        {
            out.push(separator);
        }
        out.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    out
}

/// `Ok(None)` without a separator; `Err` with the exception set.
unsafe fn separator(p: *mut PyObject) -> Result<Option<u8>, ()> {
    if p.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise: a body.
    let (first, len) = unsafe {
        if is_str(p) {
            (View::of(p).get(0), text::len(p))
        } else if is_bytes(p) {
            (value(p).first().map_or(0, |&byte| byte.into()), value(p).len())
        } else {
            errors::raise_new(Exc::TypeError, &format!("sep must be str or bytes, not {}", type_name(p)));
            return Err(());
        }
    };
    if len != 1 {
        errors::raise_new(Exc::ValueError, "sep must be length 1.");
        return Err(());
    }
    match u8::try_from(first).ok().filter(u8::is_ascii) {
        Some(byte) => Ok(Some(byte)),
        None => {
            errors::raise_new(Exc::ValueError, "sep must be ASCII.");
            Err(())
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_strhex(data: *const c_char, len: isize) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    from_ascii(&digits(unsafe { values::slice(data, len) }, None, 0))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _Py_strhex_bytes_with_sep(
    data: *const c_char,
    len: isize,
    sep: *mut PyObject,
    group: c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe {
        let Ok(separator) = separator(sep) else { return core::ptr::null_mut() };
        new_bytes(&digits(values::slice(data, len), separator, group))
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn groups_are_counted_from_their_end() {
        assert_eq!(digits(b"\x00\xab\xff", None, 0), b"00abff");
        assert_eq!(digits(b"\x00\xab\xff", Some(b':'), 1), b"00:ab:ff");
        assert_eq!(digits(b"\x00\xab\xff", Some(b':'), 2), b"00:abff");
        assert_eq!(digits(b"\x00\xab\xff", Some(b':'), -2), b"00ab:ff");
    }
}
