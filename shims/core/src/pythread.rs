//! Threads of the system for C: locks that any thread may release, keys, identities, starting. Nothing here waits
//! with other threads running: that is the caller's, as in CPython.

use core::ffi::{c_int, c_longlong, c_uint, c_ulong, c_void};
use core::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use pilotage_abi::PyObject;

use crate::convert::give;
use crate::model::model;
use crate::python;

unsafe extern "C" {
    fn pthread_self() -> c_ulong;
    fn gettid() -> c_int;
    fn pthread_key_create(key: *mut c_uint, destructor: Option<unsafe extern "C" fn(*mut c_void)>) -> c_int;
    fn pthread_key_delete(key: c_uint) -> c_int;
    fn pthread_getspecific(key: c_uint) -> *mut c_void;
    fn pthread_setspecific(key: c_uint, value: *const c_void) -> c_int;
    fn pthread_exit(value: *mut c_void) -> !;
    fn pthread_create(
        thread: *mut c_ulong,
        attributes: *const c_void,
        start: unsafe extern "C" fn(*mut c_void) -> *mut c_void,
        arg: *mut c_void,
    ) -> c_int;
    fn pthread_detach(thread: c_ulong) -> c_int;
    fn pthread_attr_init(attributes: *mut c_void) -> c_int;
    fn pthread_attr_setstacksize(attributes: *mut c_void, size: usize) -> c_int;
    fn pthread_attr_destroy(attributes: *mut c_void) -> c_int;
}

/// A lock without an owner.
pub struct Lock {
    held: Mutex<bool>,
    changed: Condvar,
}

impl Lock {
    /// No limit without a deadline.
    fn acquire(&self, deadline: Option<Instant>) -> bool {
        let Ok(mut held) = self.held.lock() else { return false };
        while *held {
            let Some(deadline) = deadline else {
                let Ok(next) = self.changed.wait(held) else { return false };
                held = next;
                continue;
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let Ok((next, _)) = self.changed.wait_timeout(held, left) else { return false };
            held = next;
        }
        *held = true;
        true
    }

    fn release(&self) {
        if let Ok(mut held) = self.held.lock() {
            *held = false;
            self.changed.notify_one();
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_init_thread() {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_allocate_lock() -> *mut Lock {
    Box::into_raw(Box::new(Lock { held: Mutex::new(false), changed: Condvar::new() }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_free_lock(lock: *mut Lock) {
    if !lock.is_null() {
        // SAFETY: the caller's promise: it came from `PyThread_allocate_lock`.
        drop(unsafe { Box::from_raw(lock) });
    }
}

/// 1 when the lock is ours now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_acquire_lock(lock: *mut Lock, wait: c_int) -> c_int {
    let deadline = (wait == 0).then(Instant::now);
    // SAFETY: the caller's promise.
    c_int::from(unsafe { (*lock).acquire(deadline) })
}

/// 0: not in time. 1: the lock is ours. Never 2: signals do not interrupt.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_acquire_lock_timed(
    lock: *mut Lock,
    microseconds: c_longlong,
    _interruptible: c_int,
) -> c_int {
    let wait = u64::try_from(microseconds).ok().map(Duration::from_micros);
    let deadline = wait.and_then(|wait| Instant::now().checked_add(wait));
    // SAFETY: the caller's promise.
    c_int::from(unsafe { (*lock).acquire(deadline) })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_release_lock(lock: *mut Lock) {
    // SAFETY: the caller's promise.
    unsafe { (*lock).release() }
}

/// The longest wait in microseconds.
#[unsafe(no_mangle)]
pub static PY_TIMEOUT_MAX: c_longlong = c_longlong::MAX / 1000;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_get_thread_ident() -> c_ulong {
    // SAFETY: no arguments.
    unsafe { pthread_self() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_get_thread_ident_ex() -> u64 {
    // SAFETY: no arguments.
    unsafe { pthread_self() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_get_thread_native_id() -> c_ulong {
    // SAFETY: no arguments.
    c_ulong::from(unsafe { gettid() }.unsigned_abs())
}

/// What a new thread runs.
struct Start {
    function: unsafe extern "C" fn(*mut c_void),
    arg: *mut c_void,
}

unsafe extern "C" fn run(start: *mut c_void) -> *mut c_void {
    // SAFETY: `PyThread_start_new_thread` gave it; the function is the caller's.
    unsafe {
        let start = Box::from_raw(start.cast::<Start>());
        (start.function)(start.arg);
    }
    null_mut()
}

static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);
const INVALID_THREAD: c_ulong = c_ulong::MAX;

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_start_new_thread(
    function: unsafe extern "C" fn(*mut c_void),
    arg: *mut c_void,
) -> c_ulong {
    let start = Box::into_raw(Box::new(Start { function, arg }));
    // No system's `pthread_attr_t` is larger than this.
    let mut attributes = [0u64; 32];
    let mut thread = 0;
    // SAFETY: initialised before use, destroyed after.
    unsafe {
        pthread_attr_init(attributes.as_mut_ptr().cast());
        let size = STACK_SIZE.load(Ordering::Relaxed);
        if size != 0 {
            pthread_attr_setstacksize(attributes.as_mut_ptr().cast(), size);
        }
        let failed = pthread_create(&raw mut thread, attributes.as_ptr().cast(), run, start.cast()) != 0;
        pthread_attr_destroy(attributes.as_mut_ptr().cast());
        if failed {
            drop(Box::from_raw(start));
            return INVALID_THREAD;
        }
        pthread_detach(thread);
    }
    thread
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_exit_thread() -> ! {
    // SAFETY: the caller's promise: nothing on its stack wants to be dropped.
    unsafe { pthread_exit(null_mut()) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_get_stacksize() -> usize {
    STACK_SIZE.load(Ordering::Relaxed)
}

/// 0 sets the default again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_set_stacksize(size: usize) -> c_int {
    const MIN: usize = 0x8000;
    if size != 0 && size < MIN {
        return -1;
    }
    STACK_SIZE.store(size, Ordering::Relaxed);
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_GetInfo() -> *mut PyObject {
    give(model().import("sys").and_then(|sys| python::attr(sys.obj(), "thread_info")))
}

/// `Py_tss_t`.
#[repr(C)]
pub struct Tss {
    is_initialized: c_int,
    key: c_uint,
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_alloc() -> *mut Tss {
    // SAFETY: the caller may have no lock: C's own allocator needs none.
    unsafe { crate::pymem::PyMem_RawCalloc(1, size_of::<Tss>()).cast() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_free(key: *mut Tss) {
    if !key.is_null() {
        // SAFETY: the caller's promise.
        unsafe {
            PyThread_tss_delete(key);
            crate::pymem::PyMem_RawFree(key.cast());
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_is_created(key: *mut Tss) -> c_int {
    // SAFETY: the caller's promise.
    unsafe { (*key).is_initialized }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_create(key: *mut Tss) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        if (*key).is_initialized == 0 {
            if pthread_key_create(&raw mut (*key).key, None) != 0 {
                return -1;
            }
            (*key).is_initialized = 1;
        }
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_delete(key: *mut Tss) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*key).is_initialized != 0 {
            pthread_key_delete((*key).key);
            (*key).is_initialized = 0;
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_set(key: *mut Tss, value: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    if unsafe { pthread_setspecific((*key).key, value) } == 0 { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_tss_get(key: *mut Tss) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { pthread_getspecific((*key).key) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_create_key() -> c_int {
    let mut key = 0;
    // SAFETY: room for the key.
    if unsafe { pthread_key_create(&raw mut key, None) } == 0 { key as c_int } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_delete_key(key: c_int) {
    // SAFETY: the caller's promise.
    unsafe { pthread_key_delete(key as c_uint) };
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_set_key_value(key: c_int, value: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    if unsafe { pthread_setspecific(key as c_uint, value) } == 0 { 0 } else { -1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_get_key_value(key: c_int) -> *mut c_void {
    // SAFETY: the caller's promise.
    unsafe { pthread_getspecific(key as c_uint) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_delete_key_value(key: c_int) {
    // SAFETY: the caller's promise.
    unsafe { pthread_setspecific(key as c_uint, core::ptr::null()) };
}

/// Keys survive a fork.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThread_ReInitTLS() {}
