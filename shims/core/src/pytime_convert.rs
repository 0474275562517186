//! `pycore_time.h`: times in nanoseconds from Python's numbers and into C's structs, with a way of rounding.

use core::ffi::{c_int, c_long, c_void};

use pilotage_abi::PyObject;

use crate::builtin::{Exc, PyFloat_Type};
use crate::errors;
use crate::floatobject::PyFloat_AsDouble;
use crate::longobject_as::PyLong_AsLongLong;
use crate::protocol::{fail_int, is_instance, is_raised};
use crate::pytime::{PyTime_MonotonicRaw, Timespec};

#[repr(C)]
pub struct Timeval {
    seconds: i64,
    microseconds: c_long,
}

unsafe extern "C" {
    fn gmtime_r(time: *const i64, parts: *mut c_void) -> *mut c_void;
    fn localtime_r(time: *const i64, parts: *mut c_void) -> *mut c_void;
}

const SECOND: i64 = 1_000_000_000;
/// `_PyTime_round_t`.
const FLOOR: c_int = 0;
const CEILING: c_int = 1;
const HALF_EVEN: c_int = 2;

/// `time / unit`, rounded; what is left over with any other way is away from zero.
fn divide(time: i64, unit: i64, round: c_int) -> i64 {
    let (down, rest) = (time.div_euclid(unit), time.rem_euclid(unit));
    let up = match round {
        FLOOR => false,
        CEILING => rest > 0,
        HALF_EVEN => rest * 2 > unit || (rest * 2 == unit && down % 2 != 0),
        _ => rest > 0 && time >= 0,
    };
    down + i64::from(up)
}

fn round_double(value: f64, round: c_int) -> f64 {
    match round {
        FLOOR => value.floor(),
        CEILING => value.ceil(),
        HALF_EVEN => value.round_ties_even(),
        _ if value >= 0.0 => value.ceil(),
        _ => value.floor(),
    }
}

/// Of a whole number that an `i64` can hold.
fn whole(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&value).then_some(value as i64)
}

/// A number of Python.
enum Number {
    Float(f64),
    Int(i64),
}

/// -1 with the exception set: not a number, or none that fits, for which the message is.
unsafe fn number(p: *mut PyObject, too_large: &str) -> Result<Number, c_int> {
    // SAFETY: the caller's promise: a living body.
    unsafe {
        if is_instance(p, &raw mut PyFloat_Type) {
            let value = PyFloat_AsDouble(p);
            if value.is_nan() {
                return Err(fail_int(Exc::ValueError, "Invalid value NaN (not a number)"));
            }
            return Ok(Number::Float(value));
        }
        let value = PyLong_AsLongLong(p);
        if value == -1 && errors::is_set() {
            if is_raised(Exc::OverflowError) {
                errors::raise_new(Exc::OverflowError, too_large);
            }
            return Err(-1);
        }
        Ok(Number::Int(value))
    }
}

const TOO_LARGE: &str = "timestamp too large to convert to C PyTime_t";
const OUT_OF_RANGE: &str = "timestamp out of range for platform time_t";

/// A time of so many units.
unsafe fn from_object(place: *mut i64, p: *mut PyObject, round: c_int, unit: i64) -> c_int {
    // SAFETY: the caller's promise: a place and a living body.
    unsafe {
        let time = match number(p, TOO_LARGE) {
            Ok(Number::Float(value)) => whole(round_double(value * unit as f64, round)),
            Ok(Number::Int(value)) => value.checked_mul(unit),
            Err(failed) => return failed,
        };
        match time {
            Some(time) => {
                *place = time;
                0
            }
            None => fail_int(Exc::OverflowError, TOO_LARGE),
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyTime_FromSeconds(seconds: c_int) -> i64 {
    i64::from(seconds) * SECOND
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_FromSecondsObject(place: *mut i64, p: *mut PyObject, round: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { from_object(place, p, round, SECOND) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_FromMillisecondsObject(
    place: *mut i64,
    p: *mut PyObject,
    round: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { from_object(place, p, round, SECOND / 1000) }
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyTime_AsMilliseconds(time: i64, round: c_int) -> i64 {
    divide(time, 1_000_000, round)
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyTime_AsMicroseconds(time: i64, round: c_int) -> i64 {
    divide(time, 1000, round)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_AsTimespec(time: i64, place: *mut Timespec) -> c_int {
    let timespec = Timespec { seconds: time.div_euclid(SECOND), nanoseconds: time.rem_euclid(SECOND) };
    // SAFETY: the caller's promise. Every time fits.
    unsafe { place.write(timespec) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_AsTimespec_clamp(time: i64, place: *mut Timespec) {
    // SAFETY: the caller's promise.
    unsafe { _PyTime_AsTimespec(time, place) };
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_AsTimeval(time: i64, place: *mut Timeval, round: c_int) -> c_int {
    let all = divide(time, 1000, round);
    let (seconds, microseconds) = (all.div_euclid(1_000_000), all.rem_euclid(1_000_000));
    // SAFETY: the caller's promise. Every time fits.
    unsafe { place.write(Timeval { seconds, microseconds }) };
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_AsTimeval_clamp(time: i64, place: *mut Timeval, round: c_int) {
    // SAFETY: the caller's promise.
    unsafe { _PyTime_AsTimeval(time, place, round) };
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_AsTimevalTime_t(
    time: i64,
    seconds: *mut i64,
    microseconds: *mut c_int,
    round: c_int,
) -> c_int {
    let mut all = Timeval { seconds: 0, microseconds: 0 };
    // SAFETY: the caller's promise.
    unsafe {
        _PyTime_AsTimeval(time, &raw mut all, round);
        *seconds = all.seconds;
        *microseconds = all.microseconds as c_int;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_ObjectToTime_t(p: *mut PyObject, seconds: *mut i64, round: c_int) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        let found = match number(p, OUT_OF_RANGE) {
            Ok(Number::Float(value)) => whole(round_double(value, round)),
            Ok(Number::Int(value)) => Some(value),
            Err(failed) => return failed,
        };
        match found {
            Some(found) => {
                *seconds = found;
                0
            }
            None => fail_int(Exc::OverflowError, OUT_OF_RANGE),
        }
    }
}

/// Seconds, and what is left in parts of a second.
unsafe fn split(p: *mut PyObject, seconds: *mut i64, rest: *mut c_long, parts: f64, round: c_int) -> c_int {
    // SAFETY: the caller's promise: places and a living body.
    unsafe {
        let value = match number(p, OUT_OF_RANGE) {
            Ok(Number::Float(value)) => value,
            Ok(Number::Int(value)) => {
                (*seconds, *rest) = (value, 0);
                return 0;
            }
            Err(failed) => return failed,
        };
        let mut full = value.trunc();
        let mut left = round_double((value - full) * parts, round);
        if left >= parts {
            left -= parts;
            full += 1.0;
        } else if left < 0.0 {
            left += parts;
            full -= 1.0;
        }
        match whole(full) {
            Some(full) => {
                (*seconds, *rest) = (full, left as c_long);
                0
            }
            None => fail_int(Exc::OverflowError, OUT_OF_RANGE),
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_ObjectToTimespec(
    p: *mut PyObject,
    seconds: *mut i64,
    nanoseconds: *mut c_long,
    round: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { split(p, seconds, nanoseconds, 1e9, round) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_ObjectToTimeval(
    p: *mut PyObject,
    seconds: *mut i64,
    microseconds: *mut c_long,
    round: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { split(p, seconds, microseconds, 1e6, round) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyLong_AsTime_t(p: *mut PyObject) -> i64 {
    // SAFETY: the caller's promise.
    unsafe {
        let value = PyLong_AsLongLong(p);
        if value == -1 && is_raised(Exc::OverflowError) {
            errors::raise_new(Exc::OverflowError, OUT_OF_RANGE);
        }
        value
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn _PyLong_FromTime_t(seconds: i64) -> *mut PyObject {
    crate::longobject::new_signed(seconds)
}

/// The parts of a time by the system's rules; OSError where it has none.
unsafe fn parts(
    time: i64,
    place: *mut c_void,
    by: unsafe extern "C" fn(*const i64, *mut c_void) -> *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise: room for a `struct tm`.
    unsafe {
        if by(&raw const time, place).is_null() {
            crate::pyerrors_kinds::PyErr_SetFromErrno(Exc::OSError.class());
            return -1;
        }
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_gmtime(time: i64, place: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { parts(time, place, gmtime_r) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyTime_localtime(time: i64, place: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { parts(time, place, localtime_r) }
}

fn now() -> i64 {
    let mut now = 0;
    // SAFETY: a place for the answer; 0 where the clock cannot be read.
    unsafe { PyTime_MonotonicRaw(&raw mut now) };
    now
}

/// When a time from now is over.
#[unsafe(no_mangle)]
pub extern "C" fn _PyDeadline_Init(timeout: i64) -> i64 {
    now().saturating_add(timeout)
}

/// How much of it is left.
#[unsafe(no_mangle)]
pub extern "C" fn _PyDeadline_Get(deadline: i64) -> i64 {
    deadline.saturating_sub(now())
}
