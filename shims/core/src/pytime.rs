//! Clocks, in nanoseconds.

use core::ffi::c_int;
use core::ffi::c_long;

use crate::builtin::Exc;
use crate::errors;

#[repr(C)]
pub struct Timespec {
    pub(crate) seconds: i64,
    pub(crate) nanoseconds: c_long,
}

unsafe extern "C" {
    fn clock_gettime(clock: c_int, time: *mut Timespec) -> c_int;
}

const REALTIME: c_int = 0;
const MONOTONIC: c_int = if cfg!(target_os = "macos") { 6 } else { 1 };

fn read(clock: c_int) -> Option<i64> {
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    // SAFETY: room for the answer.
    let failed = unsafe { clock_gettime(clock, &raw mut time) } != 0;
    (!failed).then(|| time.seconds.saturating_mul(1_000_000_000).saturating_add(time.nanoseconds))
}

/// 0, or -1 and the time 0.
unsafe fn store(clock: c_int, place: *mut i64) -> c_int {
    let found = read(clock);
    // SAFETY: the caller's promise.
    unsafe { *place = found.unwrap_or(0) };
    if found.is_some() { 0 } else { -1 }
}

macro_rules! clocks {
    ($($name:ident $raw:ident $clock:ident;)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $raw(place: *mut i64) -> c_int {
            // SAFETY: the caller's promise.
            unsafe { store($clock, place) }
        }

        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(place: *mut i64) -> c_int {
            // SAFETY: the caller's promise.
            let result = unsafe { store($clock, place) };
            if result != 0 {
                errors::raise_new(Exc::OSError, "the clock cannot be read");
            }
            result
        }
    )* };
}

clocks! {
    PyTime_Time PyTime_TimeRaw REALTIME; PyTime_Monotonic PyTime_MonotonicRaw MONOTONIC;
    PyTime_PerfCounter PyTime_PerfCounterRaw MONOTONIC;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyTime_AsSecondsDouble(time: i64) -> f64 {
    time as f64 / 1e9
}
