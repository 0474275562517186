//! `longobject.h`, second part: C numbers from ints, and from what has `__index__`.

use core::ffi::{c_double, c_int, c_long, c_longlong, c_ulong, c_ulonglong, c_void};

use pilotage_abi::PyObject;

use crate::body::decref;
use crate::errors::{self, Exc};
use crate::longobject::Int;
use crate::values::{self, is_long};

/// A new reference to the int that `p` is or that its `__index__` gives; NULL with an exception.
///
/// # Safety
/// `p` is a body.
pub(crate) unsafe fn index(p: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise; slots of a type take its instances.
    unsafe {
        if is_long(p) {
            return values::new_ref(p);
        }
        let number = (*(*p).ob_type).tp_as_number;
        let Some(nb_index) = (!number.is_null()).then(|| (*number).nb_index).flatten() else {
            let message = format!("'{}' object cannot be interpreted as an integer", values::type_name(p));
            return errors::fail(Exc::TypeError, &message);
        };
        let result = nb_index(p);
        if result.is_null() || (*result).ob_type == &raw mut crate::builtin::PyLong_Type {
            return result;
        }
        if is_long(result) {
            let message = format!(
                "__index__ returned non-int (type {}).  The ability to return an instance of a strict subclass of int \
                 is deprecated, and may be removed in a future version of Python.",
                values::type_name(result)
            );
            if !values::deprecated(&message) {
                decref(result);
                return core::ptr::null_mut();
            }
            return result;
        }
        let message = format!("__index__ returned non-int (type {})", values::type_name(result));
        decref(result);
        errors::fail(Exc::TypeError, &message)
    }
}

/// What to do with an argument that is no int.
#[derive(Clone, Copy, PartialEq)]
enum Other {
    /// `__index__`.
    Index,
    /// A TypeError.
    Refuse,
}

/// Reads an int; `None` with an exception.
#[inline]
unsafe fn with_int<R>(p: *mut PyObject, other: Other, read: impl FnOnce(Int<'_>) -> Option<R>) -> Option<R> {
    // SAFETY: an argument of the C-API.
    unsafe {
        if p.is_null() {
            errors::bad_internal_call();
            return None;
        }
        if is_long(p) {
            return read(Int::read(p));
        }
        if other == Other::Refuse {
            errors::raise_new(Exc::TypeError, "an integer is required");
            return None;
        }
        let int = index(p);
        if int.is_null() {
            return None;
        }
        let value = read(Int::read(int));
        decref(int);
        value
    }
}

/// `None` with an OverflowError.
#[cold]
fn overflow<R>(message: &str) -> Option<R> {
    errors::raise_new(Exc::OverflowError, message);
    None
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsLong(p: *mut PyObject) -> c_long {
    let read = |int: Int<'_>| int.to_i64().or_else(|| overflow("Python int too large to convert to C long"));
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Index, read) }.unwrap_or(-1)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsInt(p: *mut PyObject) -> c_int {
    const MESSAGE: &str = "Python int too large to convert to C int";
    let read = |int: Int<'_>| {
        int.to_i64().and_then(|value| c_int::try_from(value).ok()).or_else(|| overflow(MESSAGE))
    };
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Index, read) }.unwrap_or(-1)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsLongLong(p: *mut PyObject) -> c_longlong {
    let read = |int: Int<'_>| int.to_i64().or_else(|| overflow("int too big to convert"));
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Index, read) }.unwrap_or(-1)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsSsize_t(p: *mut PyObject) -> isize {
    let read =
        |int: Int<'_>| int.to_i64().or_else(|| overflow("Python int too large to convert to C ssize_t"));
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Refuse, read) }.unwrap_or(-1) as isize
}

/// An unsigned number, or all ones with an exception.
unsafe fn unsigned(p: *mut PyObject, negative: &str, large: &str) -> u64 {
    let read = |int: Int<'_>| {
        if int.negative { overflow(negative) } else { int.to_u64().or_else(|| overflow(large)) }
    };
    // SAFETY: the caller's promise.
    unsafe { with_int(p, Other::Refuse, read) }.unwrap_or(u64::MAX)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUnsignedLong(p: *mut PyObject) -> c_ulong {
    const NEGATIVE: &str = "can't convert negative value to unsigned int";
    // SAFETY: an argument of the C-API.
    unsafe { unsigned(p, NEGATIVE, "Python int too large to convert to C unsigned long") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUnsignedLongLong(p: *mut PyObject) -> c_ulonglong {
    // SAFETY: an argument of the C-API.
    unsafe { unsigned(p, "can't convert negative int to unsigned", "int too big to convert") }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsSize_t(p: *mut PyObject) -> usize {
    const NEGATIVE: &str = "can't convert negative value to size_t";
    // SAFETY: an argument of the C-API.
    unsafe { unsigned(p, NEGATIVE, "Python int too large to convert to C size_t") as usize }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUnsignedLongMask(p: *mut PyObject) -> c_ulong {
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Index, |int| Some(int.wrapped())) }.unwrap_or(u64::MAX)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUnsignedLongLongMask(p: *mut PyObject) -> c_ulonglong {
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Index, |int| Some(int.wrapped())) }.unwrap_or(u64::MAX)
}

/// Values out of range are told by `overflow`, without an exception.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsLongLongAndOverflow(p: *mut PyObject, overflow: *mut c_int) -> c_longlong {
    // SAFETY: arguments of the C-API.
    unsafe {
        overflow.write(0);
        let read = |int: Int<'_>| {
            Some(int.to_i64().unwrap_or_else(|| {
                overflow.write(int.sign());
                -1
            }))
        };
        with_int(p, Other::Index, read).unwrap_or(-1)
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsLongAndOverflow(p: *mut PyObject, overflow: *mut c_int) -> c_long {
    // SAFETY: arguments of the C-API; long and long long are the same here.
    unsafe { PyLong_AsLongLongAndOverflow(p, overflow) }
}

/// The address that `PyLong_FromVoidPtr` made an int of; negative ints are taken too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsVoidPtr(p: *mut PyObject) -> *mut c_void {
    let read = |int: Int<'_>| match int.negative {
        true => int
            .to_i64()
            .map(i64::cast_unsigned)
            .or_else(|| overflow("Python int too large to convert to C long")),
        false => int.to_u64().or_else(|| overflow("Python int too large to convert to C unsigned long")),
    };
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Refuse, read) }.unwrap_or(0) as *mut c_void
}

/// Rounded to the nearest float, half to even.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsDouble(p: *mut PyObject) -> c_double {
    let read = |int: Int<'_>| double(int).or_else(|| overflow("int too large to convert to float"));
    // SAFETY: an argument of the C-API.
    unsafe { with_int(p, Other::Refuse, read) }.unwrap_or(-1.0)
}

/// `None` when no float is large enough.
pub(crate) fn double(int: Int<'_>) -> Option<f64> {
    let sign = if int.negative { -1.0 } else { 1.0 };
    if let Some(magnitude) = int.magnitude() {
        return Some(sign * magnitude as f64);
    }
    let bits = int.bits();
    if bits > 1024 {
        return None;
    }
    // The highest 64 bits; the lowest of them remembers whether anything lies below.
    let limbs = int.limbs();
    let shift = bits - 64;
    let (skip, low) = (shift / 64, shift % 64);
    let below = limbs[..skip].iter().any(|&limb| limb != 0) || limbs[skip] & ((1u64 << low) - 1) != 0;
    let at = |index: usize| u128::from(limbs.get(index).copied().unwrap_or(0));
    let top = ((at(skip + 1) << 64 | at(skip)) >> low) as u64;
    let value = (top | u64::from(below)) as f64 * 2f64.powi(i32::try_from(shift).ok()?);
    value.is_finite().then_some(sign * value)
}

/// For `PyLong_AsInt32` and its like: 0 or -1.
unsafe fn exact<T>(p: *mut PyObject, value: *mut T, read: impl FnOnce(Int<'_>) -> Option<T>) -> c_int {
    // SAFETY: the caller's promise.
    match unsafe { with_int(p, Other::Index, read) } {
        Some(number) => {
            // SAFETY: the caller's promise.
            unsafe { value.write(number) };
            0
        }
        None => -1,
    }
}

fn not_negative(int: Int<'_>) -> Option<Int<'_>> {
    if int.negative {
        errors::raise_new(Exc::ValueError, "Cannot convert negative int");
        return None;
    }
    Some(int)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsInt32(p: *mut PyObject, value: *mut i32) -> c_int {
    const LARGE: &str = "Python int too large to convert to C int32_t";
    let read =
        |int: Int<'_>| int.to_i64().and_then(|value| value.try_into().ok()).or_else(|| overflow(LARGE));
    // SAFETY: arguments of the C-API.
    unsafe { exact(p, value, read) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsInt64(p: *mut PyObject, value: *mut i64) -> c_int {
    const LARGE: &str = "Python int too large to convert to C int64_t";
    // SAFETY: arguments of the C-API.
    unsafe { exact(p, value, |int: Int<'_>| int.to_i64().or_else(|| overflow(LARGE))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUInt32(p: *mut PyObject, value: *mut u32) -> c_int {
    const LARGE: &str = "Python int too large to convert to C uint32_t";
    let read = |int: Int<'_>| {
        not_negative(int)?.to_u64().and_then(|value| value.try_into().ok()).or_else(|| overflow(LARGE))
    };
    // SAFETY: arguments of the C-API.
    unsafe { exact(p, value, read) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_AsUInt64(p: *mut PyObject, value: *mut u64) -> c_int {
    const LARGE: &str = "Python int too large to convert to C uint64_t";
    let read = |int: Int<'_>| not_negative(int)?.to_u64().or_else(|| overflow(LARGE));
    // SAFETY: arguments of the C-API.
    unsafe { exact(p, value, read) }
}

/// The sign of an int.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Sign(p: *mut PyObject) -> c_int {
    // SAFETY: an int, by contract.
    unsafe { Int::read(p) }.sign()
}

/// Reads the sign; -1 with a TypeError for other types.
unsafe fn sign_of(p: *mut PyObject, wanted: &str, test: impl FnOnce(c_int) -> c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if is_long(p) {
            return test(Int::read(p).sign());
        }
        let name = if p.is_null() { "NULL".into() } else { values::type_name(p) };
        errors::raise_new(Exc::TypeError, &format!("{wanted} int, got {name}"));
        -1
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_GetSign(p: *mut PyObject, sign: *mut c_int) -> c_int {
    // SAFETY: arguments of the C-API.
    unsafe {
        sign_of(p, "expect", |found| {
            sign.write(found);
            0
        })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_IsPositive(p: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    unsafe { sign_of(p, "expected", |sign| c_int::from(sign > 0)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_IsNegative(p: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    unsafe { sign_of(p, "expected", |sign| c_int::from(sign < 0)) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyLong_IsZero(p: *mut PyObject) -> c_int {
    // SAFETY: an argument of the C-API.
    unsafe { sign_of(p, "expected", |sign| c_int::from(sign == 0)) }
}

/// Bits of the absolute value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_NumBits(p: *mut PyObject) -> i64 {
    // SAFETY: an int, by contract.
    unsafe { Int::read(p) }.bits() as i64
}

/// Checks that the converters of `PyArg_Parse*` make: no negative value, and none above `max`.
unsafe fn convert(p: *mut PyObject, max: u64, kind: &str) -> Option<u64> {
    let read = |int: Int<'_>| {
        if int.negative {
            errors::raise_new(Exc::ValueError, "Cannot convert negative int");
            return None;
        }
        int.to_u64()
            .filter(|&value| value <= max)
            .or_else(|| overflow(&format!("Python int too large for C {kind}")))
    };
    // SAFETY: the caller's promise.
    unsafe { with_int(p, Other::Index, read) }
}

/// 1 with the number stored, 0 with an exception.
unsafe fn store<T>(number: Option<T>, target: *mut c_void) -> c_int {
    match number {
        Some(number) => {
            // SAFETY: the caller passes the place for a number of that size.
            unsafe { target.cast::<T>().write(number) };
            1
        }
        None => 0,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UnsignedShort_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u16::MAX.into(), "unsigned short").map(|value| value as u16), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UnsignedInt_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u32::MAX.into(), "unsigned int").map(|value| value as u32), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UnsignedLong_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u64::MAX, "unsigned long"), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UnsignedLongLong_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u64::MAX, "unsigned long long"), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Size_t_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u64::MAX, "size_t"), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UInt8_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u8::MAX.into(), "uint8_t").map(|value| value as u8), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UInt16_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u16::MAX.into(), "uint16_t").map(|value| value as u16), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UInt32_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u32::MAX.into(), "uint32_t").map(|value| value as u32), target) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_UInt64_Converter(p: *mut PyObject, target: *mut c_void) -> c_int {
    // SAFETY: arguments of a converter.
    unsafe { store(convert(p, u64::MAX, "uint64_t"), target) }
}
