//! `longobject.h`, last part: arithmetic that CPython exports for its own modules. The VM calculates.

use core::ffi::c_double;

use pilotage_abi::PyObject;

use crate::convert::{from_c, give};
use crate::errors::{self, Exc};
use crate::longobject::Int;
use crate::model::{Binary, Compare, Obj, Result, model};
use crate::{python, values};

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

/// Quotient rounded to the nearest int (half to even), and what is left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_DivmodNear(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    // SAFETY: arguments of the C-API.
    unsafe { give(divmod_near(from_c(a), from_c(b))) }
}

fn divmod_near(a: Obj, b: Obj) -> Result {
    let pair = model().binary(Binary::Divmod, a, b)?;
    let Some((quotient, rest)) = values::pair_of(&pair) else {
        return errors::error(Exc::SystemError, "divmod gave no pair");
    };
    // The rest has the sign of the divisor: twice the rest beyond it says that the next quotient is nearer.
    let twice = model().binary(Binary::Add, rest, rest)?;
    let negative = model().truth(model().compare(b, model().int_from_i64(0).obj(), Compare::Lt)?.obj())?;
    let beyond = if negative { Compare::Lt } else { Compare::Gt };
    let one = model().int_from_i64(1);
    let is_beyond = model().truth(model().compare(twice.obj(), b, beyond)?.obj())?;
    let is_half = model().truth(model().compare(twice.obj(), b, Compare::Eq)?.obj())?;
    let is_odd = model().truth(model().binary(Binary::And, quotient, one.obj())?.obj())?;
    if !is_beyond && !(is_half && is_odd) {
        return Ok(pair);
    }
    let quotient = model().binary(Binary::Add, quotient, one.obj())?;
    let rest = model().binary(Binary::Subtract, rest, b)?;
    Ok(model().tuple(vec![quotient, rest]))
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
        let below =
            limbs.iter().take(skip).any(|&limb| limb != 0) || at(skip) as u64 & ((1u64 << low) - 1) != 0;
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
