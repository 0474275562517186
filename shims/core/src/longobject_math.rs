//! `longobject.h`, last part: arithmetic that CPython exports for its own modules. The VM calculates.

use core::ffi::c_double;

use pilotage_abi::PyObject;

use crate::convert::{from_c, give};
use crate::longobject::Int;
use crate::model::{Binary, model};
use crate::python;

unsafe fn binary(op: Binary, a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe { give(model().binary(op, from_c(a), from_c(b))) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Add(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { binary(Binary::Add, a, b) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Subtract(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { binary(Binary::Subtract, a, b) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Multiply(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { binary(Binary::Multiply, a, b) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Lshift(a: *mut PyObject, count: usize) -> *mut PyObject {
    let count = model().int_from_u64(count as u64);
    // SAFETY: an argument of the C-API.
    unsafe { give(model().binary(Binary::Lshift, from_c(a), count.obj())) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Rshift(a: *mut PyObject, count: usize) -> *mut PyObject {
    let count = model().int_from_u64(count as u64);
    // SAFETY: an argument of the C-API.
    unsafe { give(model().binary(Binary::Rshift, from_c(a), count.obj())) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_GCD(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { give(python::call_function("math", "gcd", &[from_c(a), from_c(b)])) }
}

/// A fraction of at least a half and below one, and the exponent of two to multiply it with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_Frexp(p: *mut PyObject, exponent: *mut isize) -> c_double {
    // SAFETY: an int, by contract.
    unsafe {
        let int = Int::read(p);
        let bits = int.bits();
        let limbs = int.limbs();
        let mut exp = bits;
        // The 64 highest bits; the lowest of them remembers what lies below, so that the rounding is right.
        let shift = bits.saturating_sub(64);
        let (skip, low) = (shift / 64, shift % 64);
        let at = |index: usize| u128::from(limbs.get(index).copied().unwrap_or(0));
        let below = limbs.iter().take(skip).any(|&limb| limb != 0) || at(skip) as u64 & ((1u64 << low) - 1) != 0;
        let top = ((at(skip + 1) << 64 | at(skip)) >> low) as u64;
        let mut fraction = (top | u64::from(below)) as f64 / 2f64.powi(bits.min(64) as i32);
        if fraction >= 1.0 {
            fraction /= 2.0;
            exp += 1;
        }
        exponent.write(exp.cast_signed());
        if int.negative { -fraction } else { fraction }
    }
}
