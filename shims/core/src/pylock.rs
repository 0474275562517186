//! `PyMutex`: one byte that inline code of headers locks and unlocks while nobody waits (bit 0: locked, bit 1: somebody
//! waits); and critical sections, which do nothing where one thread at a time runs Python.

use core::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use pilotage_abi::PyObject;

use crate::pystate;

const LOCKED: u8 = 1;
const WAITED_FOR: u8 = 2;

/// All threads that wait for any mutex wait here.
static WAITING: Mutex<()> = Mutex::new(());
static CHANGED: Condvar = Condvar::new();

/// Once somebody has waited, the byte keeps saying so until it is unlocked: others may wait still.
fn wait_for(bits: &AtomicU8, deadline: Option<Instant>) -> bool {
    let Ok(mut guard) = WAITING.lock() else { return false };
    loop {
        let before = bits.swap(LOCKED | WAITED_FOR, Ordering::AcqRel);
        if before & LOCKED == 0 {
            return true;
        }
        let Some(deadline) = deadline else {
            let Ok(next) = CHANGED.wait(guard) else { return false };
            guard = next;
            continue;
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        let Ok((next, _)) = CHANGED.wait_timeout(guard, left) else { return false };
        guard = next;
    }
}

fn try_lock(bits: &AtomicU8) -> bool {
    bits.compare_exchange(0, LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMutex_Lock(mutex: *mut AtomicU8) {
    // SAFETY: the caller's promise.
    let bits = unsafe { &*mutex };
    if !try_lock(bits) {
        pystate::without_vm(|| wait_for(bits, None));
    }
}

/// The process ends when the mutex was not locked, as in CPython.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMutex_Unlock(mutex: *mut AtomicU8) {
    // SAFETY: the caller's promise.
    let bits = unsafe { &*mutex };
    let guard = WAITING.lock();
    let before = bits.swap(0, Ordering::AcqRel);
    if before & WAITED_FOR != 0 {
        CHANGED.notify_all();
    }
    drop(guard);
    if before & LOCKED == 0 {
        // SAFETY: texts that end with null.
        unsafe {
            let (function, message) =
                (c"PyMutex_Unlock".as_ptr(), c"unlocking mutex that is not locked".as_ptr());
            crate::pyerrors_kinds::_Py_FatalErrorFunc(function, message);
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMutex_IsLocked(mutex: *mut AtomicU8) -> c_int {
    // SAFETY: the caller's promise.
    c_int::from(unsafe { (*mutex).load(Ordering::Acquire) } & LOCKED != 0)
}

/// 0: not in time. 1: locked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyMutex_LockTimed(mutex: *mut AtomicU8, nanoseconds: i64, _flags: c_int) -> c_int {
    // SAFETY: the caller's promise.
    let bits = unsafe { &*mutex };
    if try_lock(bits) {
        return 1;
    }
    if nanoseconds == 0 {
        return 0;
    }
    let wait = u64::try_from(nanoseconds).ok().map(Duration::from_nanos);
    let deadline = wait.and_then(|wait| Instant::now().checked_add(wait));
    c_int::from(pystate::without_vm(|| wait_for(bits, deadline)))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection_Begin(_section: *mut c_void, _object: *mut PyObject) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection_BeginMutex(_section: *mut c_void, _mutex: *mut AtomicU8) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection_End(_section: *mut c_void) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection2_Begin(
    _section: *mut c_void,
    _a: *mut PyObject,
    _b: *mut PyObject,
) {
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection2_BeginMutex(
    _section: *mut c_void,
    _a: *mut AtomicU8,
    _b: *mut AtomicU8,
) {
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyCriticalSection2_End(_section: *mut c_void) {}

/// The byte of a `_PyOnceFlag` whose function has succeeded.
const ONCE_INITIALIZED: u8 = 4;

/// Calls `function` unless it has succeeded before; others wait meanwhile. What `_PyOnceFlag_CallOnce` does after its
/// first look.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyOnceFlag_CallOnceSlow(
    flag: *mut AtomicU8,
    function: unsafe extern "C" fn(*mut c_void) -> c_int,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    let bits = unsafe { &*flag };
    if !try_lock(bits) {
        pystate::without_vm(|| wait_for_turn(bits));
    }
    if is_initialized(bits) {
        return 0;
    }
    // SAFETY: the caller's promise.
    let result = unsafe { function(argument) };
    let guard = WAITING.lock();
    bits.store(if result == 0 { ONCE_INITIALIZED } else { 0 }, Ordering::Release);
    CHANGED.notify_all();
    drop(guard);
    result
}

fn is_initialized(bits: &AtomicU8) -> bool {
    bits.load(Ordering::Acquire) & ONCE_INITIALIZED != 0
}

/// Until the function has succeeded, or it is this thread that calls it.
fn wait_for_turn(bits: &AtomicU8) {
    let Ok(mut guard) = WAITING.lock() else { return };
    while !is_initialized(bits) && !try_lock(bits) {
        let Ok(next) = CHANGED.wait(guard) else { return };
        guard = next;
    }
}
