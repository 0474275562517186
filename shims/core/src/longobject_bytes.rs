//! `longobject.h`, third part: ints as bytes and as text.

use core::ffi::{c_char, c_int, c_long, c_uchar, c_ulong, c_void};

use pilotage_abi::PyObject;

use crate::body::decref;
use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::longobject::{Int, SHIFT, new_int, new_signed};
use crate::longobject_as::index;
use crate::model::{Result, model};
use crate::python;
use crate::values::{self, is_long};

/// `Py_ASNATIVEBYTES_*`.
const LITTLE_ENDIAN: c_int = 1;
const UNSIGNED_BUFFER: c_int = 4;
const REJECT_NEGATIVE: c_int = 8;
const ALLOW_INDEX: c_int = 16;
/// The number that stands for native order and an unsigned buffer.
const DEFAULTS: c_int = -1;

/// Two's complement, least significant first, as many bytes as are asked for.
fn twos_complement(int: Int<'_>, bytes: &mut [u8]) {
    let (mut pending, mut bits, mut digits, mut carry) = (0u64, 0, int.digits.iter(), true);
    for byte in bytes {
        if bits < 8
            && let Some(&digit) = digits.next()
        {
            pending |= u64::from(digit) << bits;
            bits += SHIFT;
        }
        let plain = pending as u8;
        pending >>= 8;
        bits = bits.saturating_sub(8);
        *byte = if int.negative {
            let (sum, overflowed) = (!plain).overflowing_add(u8::from(carry));
            carry = overflowed;
            sum
        } else {
            plain
        };
    }
}

/// Bytes of two's complement with a sign bit.
fn signed_size(int: Int<'_>) -> usize {
    // The lowest number of a size has one bit more than the highest.
    let is_power = int.negative
        && int.digits.split_last().is_some_and(|(last, rest)| last.is_power_of_two() && rest.iter().all(|&digit| digit == 0));
    (int.bits() - usize::from(is_power)) / 8 + 1
}

/// Writes the int into bytes of an order.
unsafe fn write(int: Int<'_>, bytes: *mut u8, len: usize, is_little: bool) {
    if len == 0 {
        return;
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { core::slice::from_raw_parts_mut(bytes, len) };
    twos_complement(int, bytes);
    if !is_little {
        bytes.reverse();
    }
}

/// Sign and digits of bytes in two's complement, or unsigned; zeros may be in front.
fn digits_of(bytes: &[u8], is_little: bool, is_signed: bool) -> (bool, Vec<u32>) {
    let top = if is_little { bytes.last() } else { bytes.first() };
    let negative = is_signed && top.is_some_and(|&byte| byte & 0x80 != 0);
    let mut digits = Vec::with_capacity(bytes.len() * 8 / SHIFT as usize + 2);
    let (mut pending, mut bits, mut carry) = (0u64, 0, negative);
    for at in 0..bytes.len() {
        let byte = if is_little { bytes[at] } else { bytes[bytes.len() - 1 - at] };
        let byte = if negative {
            let (sum, overflowed) = (!byte).overflowing_add(u8::from(carry));
            carry = overflowed;
            sum
        } else {
            byte
        };
        pending |= u64::from(byte) << bits;
        bits += 8;
        if bits >= SHIFT {
            digits.push((pending & ((1 << SHIFT) - 1)) as u32);
            pending >>= SHIFT;
            bits -= SHIFT;
        }
    }
    digits.push(pending as u32);
    (negative, digits)
}

/// A new reference to the int in bytes of an order.
fn read(bytes: &[u8], is_little: bool, is_signed: bool) -> *mut PyObject {
    let (negative, digits) = digits_of(bytes, is_little, is_signed);
    new_int(negative, &digits)
}

/// How many bytes the value needs; it is there when that is no more than `len`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsNativeBytes(p: *mut PyObject, buffer: *mut c_void, len: isize, flags: c_int) -> isize {
    // SAFETY: arguments of the C-API.
    unsafe {
        let Ok(len) = usize::try_from(len) else {
            errors::bad_internal_call();
            return -1;
        };
        if p.is_null() {
            errors::bad_internal_call();
            return -1;
        }
        if !is_long(p) && (flags == DEFAULTS || flags & ALLOW_INDEX == 0) {
            errors::raise_new(Exc::TypeError, &format!("expect int, got {}", values::type_name(p)));
            return -1;
        }
        let owner = index(p);
        if owner.is_null() {
            return -1;
        }
        let size = native_bytes(Int::read(owner), buffer.cast(), len, flags);
        decref(owner);
        size
    }
}

unsafe fn native_bytes(int: Int<'_>, buffer: *mut u8, len: usize, flags: c_int) -> isize {
    if int.negative && flags != DEFAULTS && flags & REJECT_NEGATIVE != 0 {
        errors::raise_new(Exc::ValueError, "Cannot convert negative int");
        return -1;
    }
    let is_little = flags == DEFAULTS || flags & LITTLE_ENDIAN != 0;
    let is_unsigned = flags == DEFAULTS || flags & UNSIGNED_BUFFER != 0;
    // SAFETY: the caller's promise.
    unsafe { write(int, buffer, len, is_little) };
    values::c_len(needed(int, len, is_unsigned))
}

/// The answer of `PyLong_AsNativeBytes`: exact where that says whether the value fits, else as CPython has it,
/// a whole word for ints of one digit, and a byte for the sign of others.
fn needed(int: Int<'_>, len: usize, is_unsigned: bool) -> usize {
    const WORD: usize = size_of::<usize>();
    let size = signed_size(int);
    // A zero byte that only says the sign is not asked for.
    let fits = len >= size || (is_unsigned && !int.negative && int.bits() == len * 8 && len > 0);
    let is_small = int.digits.len() < 2;
    match (is_small, fits) {
        (true, true) => len.min(WORD),
        (true, false) if len > 0 && !int.negative && size == len + 1 => size,
        (true, false) => WORD,
        (false, true) => len.min(int.bits() / 8 + 1),
        (false, false) => int.bits() / 8 + 1,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromNativeBytes(buffer: *const c_void, len: usize, flags: c_int) -> *mut PyObject {
    let is_little = flags == DEFAULTS || flags & LITTLE_ENDIAN != 0;
    let is_signed = flags == DEFAULTS || flags & UNSIGNED_BUFFER == 0;
    if buffer.is_null() {
        return values::bad_call_null();
    }
    // SAFETY: arguments of the C-API.
    read(unsafe { values::slice(buffer.cast(), values::c_len(len)) }, is_little, is_signed)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUnsignedNativeBytes(buffer: *const c_void, len: usize, flags: c_int) -> *mut PyObject {
    let is_little = flags == DEFAULTS || flags & LITTLE_ENDIAN != 0;
    if buffer.is_null() {
        return values::bad_call_null();
    }
    // SAFETY: arguments of the C-API.
    read(unsafe { values::slice(buffer.cast(), values::c_len(len)) }, is_little, false)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_FromByteArray(
    bytes: *const c_uchar,
    len: usize,
    little_endian: c_int,
    is_signed: c_int,
) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    read(unsafe { values::slice(bytes.cast(), values::c_len(len)) }, little_endian != 0, is_signed != 0)
}

/// 0, or -1 when the value does not fit, with an exception if one is wanted; what fits is written all the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_AsByteArray(
    p: *mut PyObject,
    bytes: *mut c_uchar,
    len: usize,
    little_endian: c_int,
    is_signed: c_int,
    with_exceptions: c_int,
) -> c_int {
    let refuse = |message: &str| {
        if with_exceptions != 0 {
            errors::raise_new(Exc::OverflowError, message);
        }
        -1
    };
    // SAFETY: arguments of the C-API.
    let int = unsafe { Int::read(p) };
    if is_signed == 0 && int.negative {
        return refuse("can't convert negative int to unsigned");
    }
    // SAFETY: as before.
    unsafe { write(int, bytes, len, little_endian != 0) };
    let size = if is_signed != 0 && int.bits() != 0 { signed_size(int) } else { int.bits().div_ceil(8) };
    if size > len { refuse("int too big to convert") } else { 0 }
}

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
pub unsafe extern "C" fn PyLong_FromString(text: *const c_char, end: *mut *mut c_char, base: c_int) -> *mut PyObject {
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
            let message = format!("invalid literal for int() with base {base}: {}", shown.unwrap_or_default());
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
    python::call(class, &[python::text(&format!("{sign}{digits}")).obj(), model().int_from_i64(base.into()).obj()])
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
    use super::{Int, digits_of, leading, needed, numeral, signed_size, twos_complement};

    const VALUES: [i128; 14] = [
        0, 1, -1, 127, 128, -128, -129, 255, 256, (1 << 30) - 1, -(1 << 30), i64::MAX as i128, i64::MIN as i128, -(1 << 90),
    ];

    fn digits(value: i128) -> Vec<u32> {
        let mut rest = value.unsigned_abs();
        let mut digits = Vec::new();
        while rest != 0 {
            digits.push((rest & ((1 << 30) - 1)) as u32);
            rest >>= 30;
        }
        digits
    }

    #[test]
    fn bytes_are_those_of_rust() {
        for value in VALUES {
            let digits = digits(value);
            let mut bytes = [0; 16];
            twos_complement(Int { negative: value < 0, digits: &digits }, &mut bytes);
            assert_eq!(bytes, value.to_le_bytes(), "{value}");
        }
    }

    #[test]
    fn bytes_are_read_back() {
        for value in VALUES {
            for (bytes, is_little) in [(value.to_le_bytes(), true), (value.to_be_bytes(), false)] {
                let (negative, mut found) = digits_of(&bytes, is_little, true);
                while found.last() == Some(&0) {
                    found.pop();
                }
                assert_eq!((negative, found), (value < 0, digits(value)), "{value}");
            }
        }
    }

    #[test]
    fn a_byte_is_wanted_for_the_sign() {
        for (value, size) in [(0, 1), (127, 1), (128, 2), (255, 2), (-128, 1), (-129, 2), (-1, 1), (-256, 2), (-32768, 2)] {
            let digits = digits(value);
            assert_eq!(signed_size(Int { negative: value < 0, digits: &digits }), size, "{value}");
        }
    }

    #[test]
    fn sizes_are_those_of_cpython() {
        for (value, len, is_unsigned, size) in [
            (0, 0, true, 8), (0, 1, true, 1), (1, 20, true, 8), (128, 1, false, 2), (128, 1, true, 1), (-129, 1, true, 8),
            (1 << 31, 0, true, 5), (1 << 31, 8, true, 5), (1 << 63, 8, true, 8), (1 << 63, 8, false, 9), (1 << 63, 20, true, 9),
            (-(1 << 63), 8, false, 8), (-(1 << 63), 20, true, 9), (-(1 << 63), 0, true, 9), ((1 << 64) - 1, 1, true, 9),
        ] {
            let digits = digits(value);
            let found = needed(Int { negative: value < 0, digits: &digits }, len, is_unsigned);
            assert_eq!(found, size, "{value} in {len} bytes, unsigned: {is_unsigned}");
        }
    }

    #[test]
    fn numerals_follow_the_rules_of_int() {
        for (text, base, digits) in [
            ("12", 10, Some("12")), (" -1_2 ", 10, Some("12")), ("0x1f", 0, Some("1f")), ("0x_1f", 16, Some("1f")),
            ("00", 0, Some("00")), ("012", 0, None), ("012", 10, Some("012")), ("1__2", 10, None), ("_1", 10, None),
            ("1_", 10, None), ("", 10, None), ("0x", 16, None), ("z", 36, Some("z")), ("8", 8, None), ("0b102", 0, None),
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
