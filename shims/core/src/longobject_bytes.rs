//! `longobject.h`, third part: ints as bytes. Text is in `longobject_text.rs`.

use core::ffi::{c_int, c_uchar, c_void};

use pilotage_abi::PyObject;

use crate::body::decref;
use crate::errors::{self, Exc};
use crate::longobject::{Int, SHIFT, new_int};
use crate::longobject_as::index;
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
        && int
            .digits
            .split_last()
            .is_some_and(|(last, rest)| last.is_power_of_two() && rest.iter().all(|&digit| digit == 0));
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
pub unsafe extern "C" fn PyLong_AsNativeBytes(
    p: *mut PyObject,
    buffer: *mut c_void,
    len: isize,
    flags: c_int,
) -> isize {
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
pub unsafe extern "C" fn PyLong_FromNativeBytes(
    buffer: *const c_void,
    len: usize,
    flags: c_int,
) -> *mut PyObject {
    let is_little = flags == DEFAULTS || flags & LITTLE_ENDIAN != 0;
    let is_signed = flags == DEFAULTS || flags & UNSIGNED_BUFFER == 0;
    if buffer.is_null() {
        return values::bad_call_null();
    }
    // SAFETY: arguments of the C-API.
    read(unsafe { values::slice(buffer.cast(), values::c_len(len)) }, is_little, is_signed)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUnsignedNativeBytes(
    buffer: *const c_void,
    len: usize,
    flags: c_int,
) -> *mut PyObject {
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

#[cfg(test)]
mod tests {
    use super::{Int, digits_of, needed, signed_size, twos_complement};

    const VALUES: [i128; 14] = [
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        255,
        256,
        (1 << 30) - 1,
        -(1 << 30),
        i64::MAX as i128,
        i64::MIN as i128,
        -(1 << 90),
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
        for (value, size) in
            [(0, 1), (127, 1), (128, 2), (255, 2), (-128, 1), (-129, 2), (-1, 1), (-256, 2), (-32768, 2)]
        {
            let digits = digits(value);
            assert_eq!(signed_size(Int { negative: value < 0, digits: &digits }), size, "{value}");
        }
    }

    #[test]
    fn sizes_are_those_of_cpython() {
        for (value, len, is_unsigned, size) in [
            (0, 0, true, 8),
            (0, 1, true, 1),
            (1, 20, true, 8),
            (128, 1, false, 2),
            (128, 1, true, 1),
            (-129, 1, true, 8),
            (1 << 31, 0, true, 5),
            (1 << 31, 8, true, 5),
            (1 << 63, 8, true, 8),
            (1 << 63, 8, false, 9),
            (1 << 63, 20, true, 9),
            (-(1 << 63), 8, false, 8),
            (-(1 << 63), 20, true, 9),
            (-(1 << 63), 0, true, 9),
            ((1 << 64) - 1, 1, true, 9),
        ] {
            let digits = digits(value);
            let found = needed(Int { negative: value < 0, digits: &digits }, len, is_unsigned);
            assert_eq!(found, size, "{value} in {len} bytes, unsigned: {is_unsigned}");
        }
    }
}
