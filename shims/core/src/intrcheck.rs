//! Interrupts and forks.

use core::ffi::c_int;

use crate::builtin::Exc;
use crate::convert::from_c;
use crate::errors;
use crate::model::model;
use crate::pystate;

unsafe extern "C" {
    fn getpid() -> c_int;
    fn gettid() -> c_int;
    fn pthread_self() -> core::ffi::c_ulong;
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyOS_IsMainThread() -> c_int {
    // SAFETY: no arguments.
    c_int::from(unsafe { getpid() == gettid() })
}

/// Did an interrupt come in? Its KeyboardInterrupt is not raised; what else a handler raises is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_InterruptOccurred() -> c_int {
    let Err(raised) = model().check_signals() else { return 0 };
    // SAFETY: classes and instances of the VM.
    let is_interrupt =
        unsafe { model().is_subtype(model().class(raised.0.obj()), from_c(Exc::KeyboardInterrupt.class())) };
    if !is_interrupt {
        errors::raise(raised);
    }
    c_int::from(is_interrupt)
}

/// The VM keeps no lock that a fork could leave held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_BeforeFork() {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_AfterFork_Parent() {}

/// The thread that forked is another one now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_AfterFork_Child() {
    let state = pystate::current();
    // SAFETY: the state of this thread.
    unsafe {
        (*state).thread_id = pthread_self();
        (*state).native_thread_id = core::ffi::c_ulong::from(gettid().unsigned_abs());
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyOS_AfterFork() {
    // SAFETY: no arguments.
    unsafe { PyOS_AfterFork_Child() }
}
