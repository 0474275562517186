//! Monitoring of code in C: no tool ever listens, so events are inactive and firing them does nothing.

use core::ffi::c_int;

use pilotage_abi::{Py_ssize_t, PyObject};

/// `PyMonitoringState`.
#[repr(C)]
pub struct State {
    active: u8,
    opaque: u8,
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMonitoring_EnterScope(
    states: *mut State,
    version: *mut u64,
    _events: *const u8,
    len: Py_ssize_t,
) -> c_int {
    // SAFETY: the caller's promise: that many states.
    unsafe {
        for at in 0..len.max(0) as usize {
            states.add(at).write(State { active: 0, opaque: 0 });
        }
        *version = 1;
    }
    0
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyMonitoring_ExitScope() -> c_int {
    0
}

macro_rules! events {
    ($($name:ident($($arg:ident: $kind:ty),*);)*) => { $(
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(_state: *mut State, _code: *mut PyObject, _offset: i32, $($arg: $kind),*) -> c_int {
            0
        }
    )* };
}

events! {
    _PyMonitoring_FirePyStartEvent(); _PyMonitoring_FirePyResumeEvent();
    _PyMonitoring_FirePyReturnEvent(_value: *mut PyObject); _PyMonitoring_FirePyYieldEvent(_value: *mut PyObject);
    _PyMonitoring_FireCallEvent(_callable: *mut PyObject, _first: *mut PyObject);
    _PyMonitoring_FireLineEvent(_line: c_int); _PyMonitoring_FireJumpEvent(_target: *mut PyObject);
    _PyMonitoring_FireBranchEvent(_target: *mut PyObject); _PyMonitoring_FireBranchLeftEvent(_target: *mut PyObject);
    _PyMonitoring_FireBranchRightEvent(_target: *mut PyObject);
    _PyMonitoring_FireCReturnEvent(_value: *mut PyObject); _PyMonitoring_FirePyThrowEvent();
    _PyMonitoring_FireRaiseEvent(); _PyMonitoring_FireReraiseEvent(); _PyMonitoring_FireExceptionHandledEvent();
    _PyMonitoring_FireCRaiseEvent(); _PyMonitoring_FirePyUnwindEvent();
    _PyMonitoring_FireStopIterationEvent(_value: *mut PyObject);
}
