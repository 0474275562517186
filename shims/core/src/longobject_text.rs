//! `longobject.h`, fourth part: ints of text, by the rules of `int`, and the C library's way of reading numbers.

use core::ffi::{c_char, c_int, c_long, c_uchar, c_ulong};

use pilotage_abi::PyObject;

use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::longobject::new_signed;
use crate::model::{Result, model};
use crate::python;
use crate::values::{self, is_long};

/// What a numeral in C text says, and how far it goes.
struct Numeral {
    negative: bool,
    base: u32,
    /// Without underscores.
    digits: Vec<u8>,
    /// Behind the digits and the blanks after them.
    end: usize,
    is_valid: bool,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Splits a numeral by the rules of `int(text, base)`.
fn numeral(text: &[u8], base: u32) -> Numeral {
    let byte = |at: usize| text.get(at).copied().unwrap_or(0);
    let mut at = text.iter().take_while(|&&byte| is_blank(byte)).count();
    let negative = byte(at) == b'-';
    if matches!(byte(at), b'-' | b'+') {
        at += 1;
    }
    let prefix = match (byte(at), byte(at + 1) | 0x20) {
        (b'0', b'x') => 16,
        (b'0', b'o') => 8,
        (b'0', b'b') => 2,
        _ => 0,
    };
    let mut only_zeros = false;
    let base = match base {
        0 if prefix != 0 => prefix,
        0 => {
            only_zeros = byte(at) == b'0';
            10
        }
        base => base,
    };
    if prefix == base {
        at += 2;
        if byte(at) == b'_' {
            at += 1;
        }
    }
    let mut digits = Vec::new();
    let mut is_valid = true;
    let mut after_underscore = true;
    loop {
        match char::from(byte(at)) {
            '_' if !after_underscore => after_underscore = true,
            digit if digit.is_digit(base) => {
                digits.push(byte(at));
                after_underscore = false;
            }
            _ => break,
        }
        at += 1;
    }
    // Also where there is no digit at all. An underscore that no digit follows does not belong to the number.
    is_valid &= !after_underscore;
    at -= usize::from(after_underscore && !digits.is_empty());
    is_valid &= !only_zeros || digits.iter().all(|&digit| digit == b'0');
    while is_valid && is_blank(byte(at)) {
        at += 1;
    }
    Numeral { negative, base, digits, end: at, is_valid }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromString(
    text: *const c_char,
    end: *mut *mut c_char,
    base: c_int,
) -> *mut PyObject {
    let Some(radix) = u32::try_from(base).ok().filter(|base| *base == 0 || (2..=36).contains(base)) else {
        return errors::fail(Exc::ValueError, "int() arg 2 must be >= 2 and <= 36");
    };
    // SAFETY: arguments of the C-API.
    unsafe {
        let bytes = python::c_str(text);
        let numeral = numeral(bytes, radix);
        if !end.is_null() {
            end.write(text.add(numeral.end).cast_mut());
        }
        if !numeral.is_valid || numeral.end != bytes.len() {
            let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
            let shown = model().repr(python::text(&shown).obj()).map(|shown| python::to_string(shown.obj()));
            let base = if radix == 0 && numeral.base != 10 { numeral.base } else { radix };
            let message =
                format!("invalid literal for int() with base {base}: {}", shown.unwrap_or_default());
            return errors::fail(Exc::ValueError, &message);
        }
        let digits = String::from_utf8_lossy(&numeral.digits);
        if let Ok(value) = i64::from_str_radix(&digits, numeral.base) {
            return new_signed(if numeral.negative { -value } else { value });
        }
        give(large(&digits, numeral.negative, numeral.base))
    }
}

fn large(digits: &str, negative: bool, base: u32) -> Result {
    let sign = if negative { "-" } else { "" };
    let class = crate::builtin::class(&raw mut crate::builtin::PyLong_Type);
    python::call(
        class,
        &[python::text(&format!("{sign}{digits}")).obj(), model().int_from_i64(base.into()).obj()],
    )
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUnicodeObject(text: *mut PyObject, base: c_int) -> *mut PyObject {
    let class = crate::builtin::class(&raw mut crate::builtin::PyLong_Type);
    // SAFETY: an argument of the C-API.
    unsafe {
        if !values::is_str(text) {
            return values::bad_argument_null();
        }
        give(python::call(class, &[from_c(text), model().int_from_i64(base.into()).obj()]))
    }
}

/// With the prefix of its base.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Format(p: *mut PyObject, base: c_int) -> *mut PyObject {
    let function = match base {
        2 => "bin",
        8 => "oct",
        16 => "hex",
        10 => "str",
        _ => return values::bad_call_null(),
    };
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_long(p) {
            return values::bad_call_null();
        }
        let value = model().index(from_c(p));
        give(value.and_then(|value| python::call(python::builtin(function)?.obj(), &[value.obj()])))
    }
}

/// As `strtoul` of C, with Python's prefixes for base 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_strtoul(text: *const c_char, end: *mut *mut c_char, base: c_int) -> c_ulong {
    // SAFETY: arguments of the C-API.
    unsafe {
        let (value, is_large, len) = leading(python::c_str(text), base);
        if !end.is_null() {
            end.write(text.add(len).cast_mut());
        }
        if is_large {
            set_range_error();
            return c_ulong::MAX;
        }
        value
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_strtol(text: *const c_char, end: *mut *mut c_char, base: c_int) -> c_long {
    // SAFETY: arguments of the C-API.
    unsafe {
        let bytes = python::c_str(text);
        let blanks = bytes.iter().take_while(|&&byte| is_blank(byte)).count();
        let sign = bytes.get(blanks).copied().filter(|byte| matches!(byte, b'+' | b'-'));
        let start = blanks + usize::from(sign.is_some());
        let (value, is_large, len) = leading(&bytes[start..], base);
        if !end.is_null() {
            end.write(text.add(if len == 0 { 0 } else { start + len }).cast_mut());
        }
        let negative = sign == Some(b'-');
        let value = if negative { 0i128 - i128::from(value) } else { i128::from(value) };
        match i64::try_from(value) {
            Ok(value) if !is_large => value,
            _ => {
                set_range_error();
                if negative { c_long::MIN } else { c_long::MAX }
            }
        }
    }
}

/// Value, whether it was too large, and how many bytes were used.
fn leading(bytes: &[u8], base: c_int) -> (u64, bool, usize) {
    let blanks = bytes.iter().take_while(|&&byte| is_blank(byte)).count();
    let rest = &bytes[blanks..];
    let second = rest.get(1).map_or(0, |byte| byte | 0x20);
    let (prefix, found) = match (rest.first(), second) {
        (Some(b'0'), b'x') => (2, 16),
        (Some(b'0'), b'o') => (2, 8),
        (Some(b'0'), b'b') => (2, 2),
        _ => (0, 10),
    };
    let wanted = u32::try_from(base).unwrap_or(0);
    let radix = if wanted == 0 { found } else { wanted };
    let is_digit = |byte: &u8| char::from(*byte).is_digit(radix.clamp(2, 36));
    let prefix = if radix == found && rest.get(prefix).is_some_and(is_digit) { prefix } else { 0 };
    let digits = rest[prefix..].iter().take_while(|byte| is_digit(byte)).count();
    if digits == 0 {
        return (0, false, 0);
    }
    let text = String::from_utf8_lossy(&rest[prefix..prefix + digits]);
    let value = u64::from_str_radix(&text, radix.clamp(2, 36));
    (value.clone().unwrap_or(u64::MAX), value.is_err(), blanks + prefix + digits)
}

unsafe extern "C" {
    fn __errno_location() -> *mut c_int;
}

fn set_range_error() {
    const ERANGE: c_int = 34;
    // SAFETY: the C library's place for this thread.
    unsafe { __errno_location().write(ERANGE) }
}

const fn digit_values() -> [c_uchar; 256] {
    let mut table = [37; 256];
    let mut at = 0;
    while at < 36 {
        let byte = if at < 10 { b'0' + at } else { b'a' + at - 10 };
        table[byte as usize] = at;
        table[byte.to_ascii_uppercase() as usize] = at;
        at += 1;
    }
    table
}

/// What each byte says as a digit; 37 where it says none.
#[unsafe(no_mangle)]
pub static _PyLong_DigitValue: [c_uchar; 256] = digit_values();

#[cfg(test)]
mod tests {
    use super::{leading, numeral};

    #[test]
    fn numerals_follow_the_rules_of_int() {
        for (text, base, digits) in [
            ("12", 10, Some("12")),
            (" -1_2 ", 10, Some("12")),
            ("0x1f", 0, Some("1f")),
            ("0x_1f", 16, Some("1f")),
            ("00", 0, Some("00")),
            ("012", 0, None),
            ("012", 10, Some("012")),
            ("1__2", 10, None),
            ("_1", 10, None),
            ("1_", 10, None),
            ("", 10, None),
            ("0x", 16, None),
            ("z", 36, Some("z")),
            ("8", 8, None),
            ("0b102", 0, None),
        ] {
            let found = numeral(text.as_bytes(), base);
            let found = (found.is_valid && found.end == text.len()).then_some(found.digits);
            assert_eq!(found.as_deref(), digits.map(str::as_bytes), "{text} in base {base}");
        }
    }

    #[test]
    fn leading_digits_are_taken() {
        assert_eq!(leading(b" 12x", 10), (12, false, 3));
        assert_eq!(leading(b"0x1g", 0), (1, false, 3));
        assert_eq!(leading(b"0o17", 0), (15, false, 4));
        assert_eq!(leading(b"x", 10), (0, false, 0));
        assert!(leading(b"99999999999999999999", 10).1);
    }
}
