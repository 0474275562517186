//! `longobject.h`, first part: ints from C numbers, and the digits of a body. Reading is in `longobject_as.rs`,
//! bytes in `longobject_bytes.rs`, text in `longobject_text.rs`, arithmetic in `longobject_math.rs`.

use core::ffi::{c_double, c_int, c_long, c_longlong, c_ulong, c_ulonglong, c_void};
use core::ptr::null_mut;

use pilotage_abi::{PyLongObject, PyObject};

use crate::body::{self, World};
use crate::builtin::PyLong_Type;
use crate::convert::give;
use crate::errors::{self, Exc};
use crate::model::{Ref, model};
use crate::values::{self, is_long, new_counted};

/// Bits of a digit.
pub(crate) const SHIFT: u32 = 30;
const MASK: u64 = (1 << SHIFT) - 1;
const NON_SIZE_BITS: usize = 3;
/// Where digits begin.
const HEAD: usize = size_of::<PyObject>() + size_of::<usize>();

/// Ints that exist once: CPython's range.
const SMALL_FROM: i64 = -5;
const SMALL_COUNT: usize = 262;
static SMALL: World<[*mut PyObject; SMALL_COUNT]> = World::new([null_mut(); SMALL_COUNT]);

/// The body of a small int; it lives for ever.
#[inline]
fn small(value: i64) -> Option<*mut PyObject> {
    let at = usize::try_from(value.checked_sub(SMALL_FROM)?).ok().filter(|&at| at < SMALL_COUNT)?;
    let p = SMALL.with(|small| small[at]);
    Some(if p.is_null() { make_small(value, at) } else { p })
}

#[cold]
fn make_small(value: i64, at: usize) -> *mut PyObject {
    let p = values::immortal(model().int_from_i64(value));
    SMALL.with(|small| small[at] = p);
    p
}

/// A new reference to an int.
#[inline]
pub(crate) fn new_signed(value: i64) -> *mut PyObject {
    small(value).unwrap_or_else(|| born(value < 0, value.unsigned_abs()))
}

/// A new reference to an int.
#[inline]
pub(crate) fn new_unsigned(value: u64) -> *mut PyObject {
    match i64::try_from(value) {
        Ok(value) => new_signed(value),
        Err(_) => born(false, value),
    }
}

/// A body that only C knows, of up to three digits.
fn born(negative: bool, magnitude: u64) -> *mut PyObject {
    let digits =
        [(magnitude & MASK) as u32, (magnitude >> SHIFT & MASK) as u32, (magnitude >> (2 * SHIFT)) as u32];
    let count = digits.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1);
    new_digits(negative, &digits[..count])
}

/// A body that only C knows. The highest digit is not zero.
fn new_digits(negative: bool, digits: &[u32]) -> *mut PyObject {
    // SAFETY: the body has room for the digits.
    unsafe {
        let p = new_counted(HEAD + digits.len().max(1) * 4, &raw mut PyLong_Type);
        if !p.is_null() {
            crate::mirror::write_digits(p, negative, digits);
        }
        p
    }
}

/// A new reference to the int that these digits say; zeros in front are dropped.
pub(crate) fn new_int(negative: bool, digits: &[u32]) -> *mut PyObject {
    let count = digits.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1);
    let digits = &digits[..count];
    if let [] | [_] = digits {
        let value = i64::from(digits.first().copied().unwrap_or(0));
        return new_signed(if negative { -value } else { value });
    }
    new_digits(negative, digits)
}

/// The VM's int for digits of 30 bits, least significant first.
pub fn from_digits(negative: bool, digits: &[u32]) -> Ref {
    let limbs = limbs_of(digits);
    match limbs[..] {
        [] => model().int_from_i64(0),
        [limb] => match i64::try_from(limb) {
            Ok(value) => model().int_from_i64(if negative { -value } else { value }),
            Err(_) => model().int_from_limbs(negative, &limbs),
        },
        _ => model().int_from_limbs(negative, &limbs),
    }
}

/// Digits of 30 bits as limbs of 64.
fn limbs_of(digits: &[u32]) -> Vec<u64> {
    let mut limbs = Vec::with_capacity(digits.len() * 30 / 64 + 1);
    let (mut pending, mut bits) = (0u128, 0);
    for &digit in digits {
        pending |= u128::from(digit) << bits;
        bits += SHIFT;
        if bits >= 64 {
            limbs.push(pending as u64);
            pending >>= 64;
            bits -= 64;
        }
    }
    if pending != 0 {
        limbs.push(pending as u64);
    }
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
    limbs
}

/// What the body of an int says.
#[derive(Clone, Copy)]
pub(crate) struct Int<'a> {
    pub(crate) negative: bool,
    /// Least significant first; the last is not zero.
    pub(crate) digits: &'a [u32],
}

impl<'a> Int<'a> {
    /// # Safety
    /// `p` is the body of an int and outlives the result.
    #[inline]
    pub(crate) unsafe fn read(p: *mut PyObject) -> Int<'a> {
        // SAFETY: a body has as many digits as its tag says.
        unsafe {
            let value = &raw const (*p.cast::<PyLongObject>()).long_value;
            let tag = (*value).lv_tag;
            let first: *const u32 = (&raw const (*value).ob_digit).cast();
            Int { negative: tag & 3 == 2, digits: core::slice::from_raw_parts(first, tag >> NON_SIZE_BITS) }
        }
    }

    /// The absolute value, of up to 120 bits.
    #[inline]
    pub(crate) fn magnitude(self) -> Option<u128> {
        if self.digits.len() > 4 {
            return None;
        }
        Some(self.digits.iter().rev().fold(0, |value, &digit| value << SHIFT | u128::from(digit)))
    }

    #[inline]
    pub(crate) fn to_i64(self) -> Option<i64> {
        if let [digit] = self.digits {
            return Some(if self.negative { -i64::from(*digit) } else { i64::from(*digit) });
        }
        let magnitude = i128::try_from(self.magnitude()?).ok()?;
        i64::try_from(if self.negative { -magnitude } else { magnitude }).ok()
    }

    /// Without the sign.
    pub(crate) fn to_u64(self) -> Option<u64> {
        u64::try_from(self.magnitude()?).ok()
    }

    /// Modulo 2**64, as C converts.
    pub(crate) fn wrapped(self) -> u64 {
        let low =
            self.digits.iter().take(3).rev().fold(0u128, |value, &digit| value << SHIFT | u128::from(digit))
                as u64;
        if self.negative { low.wrapping_neg() } else { low }
    }

    /// Bits of the absolute value.
    pub(crate) fn bits(self) -> usize {
        self.digits
            .last()
            .map_or(0, |last| (self.digits.len() - 1) * SHIFT as usize + (32 - last.leading_zeros()) as usize)
    }

    pub(crate) fn sign(self) -> c_int {
        match (self.digits, self.negative) {
            ([], _) => 0,
            (_, true) => -1,
            _ => 1,
        }
    }

    /// 64-bit limbs of the absolute value.
    pub(crate) fn limbs(self) -> Vec<u64> {
        limbs_of(self.digits)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromLong(value: c_long) -> *mut PyObject {
    new_signed(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUnsignedLong(value: c_ulong) -> *mut PyObject {
    new_unsigned(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromLongLong(value: c_longlong) -> *mut PyObject {
    new_signed(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUnsignedLongLong(value: c_ulonglong) -> *mut PyObject {
    new_unsigned(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromSsize_t(value: isize) -> *mut PyObject {
    new_signed(value as i64)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromSize_t(value: usize) -> *mut PyObject {
    new_unsigned(value as u64)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromInt32(value: i32) -> *mut PyObject {
    new_signed(value.into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUInt32(value: u32) -> *mut PyObject {
    new_signed(value.into())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromInt64(value: i64) -> *mut PyObject {
    new_signed(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromUInt64(value: u64) -> *mut PyObject {
    new_unsigned(value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromVoidPtr(pointer: *mut c_void) -> *mut PyObject {
    new_unsigned(pointer as u64)
}

/// Rounds towards zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FromDouble(value: c_double) -> *mut PyObject {
    if value.is_nan() {
        return errors::fail(Exc::ValueError, "cannot convert float NaN to integer");
    }
    if value.is_infinite() {
        return errors::fail(Exc::OverflowError, "cannot convert float infinity to integer");
    }
    let whole = value.trunc();
    if whole.abs() < 9.2e18 {
        return new_signed(whole as i64);
    }
    // A float this large is a whole number: 53 bits, shifted.
    let bits = whole.abs().to_bits();
    let exponent = (bits >> 52) as usize - 1075;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let mut digits = vec![0u32; exponent / SHIFT as usize];
    let mut rest = u128::from(mantissa) << (exponent % SHIFT as usize);
    while rest != 0 {
        digits.push(rest as u32 & MASK as u32);
        rest >>= SHIFT;
    }
    new_int(whole < 0.0, &digits)
}

/// An int of exact type: itself, or a copy of the value of an instance of a class below `int`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Copy(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: an argument of the C-API.
    unsafe {
        if !is_long(p) {
            return values::bad_call_null();
        }
        let int = Int::read(p);
        new_int(int.negative, int.digits)
    }
}

/// Digits for the caller to fill.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_New(count: isize) -> *mut PyObject {
    let Ok(len) = usize::try_from(count) else { return values::bad_call_null() };
    if len > usize::MAX / 64 {
        return errors::fail(Exc::OverflowError, "too many digits in integer");
    }
    // SAFETY: the body has room for the digits.
    unsafe {
        let p = new_counted(HEAD + len.max(1) * 4, &raw mut PyLong_Type);
        if !p.is_null() {
            let value = &raw mut (*p.cast::<PyLongObject>()).long_value;
            (*value).lv_tag = len << NON_SIZE_BITS | usize::from(len == 0);
            core::ptr::write_bytes((&raw mut (*value).ob_digit).cast::<u32>(), 0, len.max(1));
        }
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_FromDigits(
    negative: c_int,
    count: isize,
    digits: *const u32,
) -> *mut PyObject {
    if count <= 0 || digits.is_null() {
        return new_signed(0);
    }
    // SAFETY: arguments of the C-API.
    new_int(negative != 0, unsafe { core::slice::from_raw_parts(digits, count.unsigned_abs()) })
}

/// `sys.int_info`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_GetInfo() -> *mut PyObject {
    give(values::module_attr("sys", "int_info"))
}

/// How digits lie in memory.
static LAYOUT: pilotage_abi::PyLongLayout =
    pilotage_abi::PyLongLayout { bits_per_digit: 30, digit_size: 4, digits_order: -1, digit_endianness: -1 };

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_GetNativeLayout() -> *const pilotage_abi::PyLongLayout {
    &raw const LAYOUT
}

/// A small value is told as such; the digits of a larger one are lent out, and the int with them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_Export(p: *mut PyObject, export: *mut pilotage_abi::PyLongExport) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        if !is_long(p) {
            export.write_bytes(0, 1);
            let message =
                format!("expect int, got {}", if p.is_null() { "NULL".into() } else { values::type_name(p) });
            errors::raise_new(Exc::TypeError, &message);
            return -1;
        }
        let int = Int::read(p);
        export.write_bytes(0, 1);
        match int.to_i64() {
            Some(value) => (*export).value = value,
            None => {
                (*export).negative = u8::from(int.negative);
                (*export).ndigits = values::c_len(int.digits.len());
                (*export).digits = int.digits.as_ptr().cast();
                (*export)._reserved = values::new_ref(p) as usize;
            }
        }
        0
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_FreeExport(export: *mut pilotage_abi::PyLongExport) {
    // SAFETY: filled by PyLong_Export.
    unsafe {
        let p = core::mem::replace(&mut (*export)._reserved, 0) as *mut PyObject;
        body::xdecref(p);
    }
}

/// The writer is the int itself, before anybody else sees it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLongWriter_Create(
    negative: c_int,
    count: isize,
    digits: *mut *mut c_void,
) -> *mut PyObject {
    if count <= 0 {
        return errors::fail(Exc::ValueError, "ndigits must be positive");
    }
    // SAFETY: a fresh int with room for that many digits.
    unsafe {
        let p = _PyLong_New(count);
        if p.is_null() {
            digits.write(null_mut());
            return p;
        }
        let value = &raw mut (*p.cast::<PyLongObject>()).long_value;
        if negative != 0 {
            (*value).lv_tag |= 2;
        }
        digits.write((&raw mut (*value).ob_digit).cast());
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLongWriter_Finish(writer: *mut PyObject) -> *mut PyObject {
    // SAFETY: made by PyLongWriter_Create.
    unsafe {
        let int = Int::read(writer);
        let count = int.digits.iter().rposition(|&digit| digit != 0).map_or(0, |last| last + 1);
        if count > 1 {
            let value = &raw mut (*writer.cast::<PyLongObject>()).long_value;
            (*value).lv_tag = count << NON_SIZE_BITS | if int.negative { 2 } else { 0 };
            return writer;
        }
        let p = new_int(int.negative, int.digits);
        body::decref(writer);
        p
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLongWriter_Discard(writer: *mut PyObject) {
    // SAFETY: null or made by PyLongWriter_Create.
    unsafe { body::xdecref(writer) }
}

/// Fits one digit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Long_IsCompact(p: *const PyLongObject) -> c_int {
    // SAFETY: the body of an int.
    c_int::from(unsafe { Int::read(p.cast_mut().cast()) }.digits.len() < 2)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_Long_CompactValue(p: *const PyLongObject) -> isize {
    // SAFETY: the body of an int.
    unsafe { Int::read(p.cast_mut().cast()) }.to_i64().unwrap_or(0) as isize
}

/// What the destructor of exact ints does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_ExactDealloc(p: *mut PyObject) {
    // SAFETY: called for an int whose count has reached 0.
    unsafe { crate::lifetime::_Py_Dealloc(p) }
}
