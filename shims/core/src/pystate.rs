//! Thread states: one real struct for each thread of the system, in CPython's layout, because
//! extensions read and write `current_exception` and `exc_info` without calling us. Attaching is the host's.

use core::cell::Cell;
use core::ffi::{c_int, c_ulong, c_void};
use core::ptr::null_mut;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use pilotage_abi::{PyObject, PyThreadState};

use crate::body::xdecref;
use crate::convert::{steal_opt, to_c};
use crate::model::{Ref, Saved, model};

/// A thread state, and what only core knows about it.
#[repr(C)]
struct Thread {
    state: PyThreadState,
    /// What `PyEval_SaveThread` left, innermost last.
    saved: Vec<Saved>,
    /// The thread is attached, as far as C's calls tell.
    attached: bool,
    /// For each `PyGILState_Ensure` that had to attach: did it end what `PyEval_SaveThread` began?
    resumed: Vec<bool>,
}

thread_local! {
    static CURRENT: Cell<*mut Thread> = const { Cell::new(null_mut()) };
    static GUARD: Cell<Option<Guard>> = const { Cell::new(None) };
}

/// Gives the state of a thread that ends to the next one that begins.
struct Guard(*mut Thread);

struct Spare(*mut Thread);

// SAFETY: a spare state belongs to no thread.
unsafe impl Send for Spare {}

static SPARE: Mutex<Vec<Spare>> = Mutex::new(Vec::new());

impl Drop for Guard {
    fn drop(&mut self) {
        CURRENT.with(|current| current.set(null_mut()));
        if let Ok(mut spare) = SPARE.lock() {
            spare.push(Spare(self.0));
        }
    }
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

unsafe extern "C" {
    fn pthread_self() -> c_ulong;
    fn gettid() -> c_int;
}

const RECURSION_LIMIT: c_int = 1000;

/// A state that a thread left is used again only with the VM attached: what it owns goes then.
fn new_thread(is_attached: bool) -> *mut Thread {
    let spare = SPARE.lock().ok().filter(|_| is_attached).and_then(|mut spare| spare.pop());
    let thread = match spare {
        Some(Spare(thread)) => {
            // SAFETY: the state of a thread that is gone; what it owned goes now, with the VM attached.
            unsafe { clear(&raw mut (*thread).state) };
            thread
        }
        // SAFETY: zero bytes are a valid state: integers and null pointers.
        None => Box::into_raw(Box::new(Thread {
            state: unsafe { core::mem::zeroed() },
            saved: Vec::new(),
            attached: true,
            resumed: Vec::new(),
        })),
    };
    // SAFETY: nobody else has it.
    unsafe {
        (*thread).saved.clear();
        (*thread).resumed.clear();
        (*thread).attached = true;
        let state = &mut (*thread).state;
        state.interp = crate::interpreter::address();
        state._status = 1;
        state.holds_gil = 1;
        state.py_recursion_limit = RECURSION_LIMIT;
        state.py_recursion_remaining = RECURSION_LIMIT;
        state.what_event = -1;
        state.gilstate_counter = 1;
        state.exc_info = &raw mut state.exc_state;
        state.id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
        state.thread_id = pthread_self();
        state.native_thread_id = c_ulong::from(gettid().unsigned_abs());
    }
    thread
}

/// The state of this thread; it is made when it is first wanted.
#[inline]
pub fn current() -> *mut PyThreadState {
    let thread = CURRENT.with(Cell::get);
    if thread.is_null() { make_current().cast() } else { thread.cast() }
}

#[cold]
fn make_current() -> *mut Thread {
    let thread = new_thread(true);
    set_current(thread);
    // SAFETY: the state of this thread.
    unsafe { crate::runtime::thread_began(thread.cast()) };
    let _ = GUARD.try_with(|guard| guard.set(Some(Guard(thread))));
    thread
}

fn set_current(thread: *mut Thread) {
    CURRENT.with(|current| current.set(thread));
}

/// The state of this thread if the VM is attached to it, else null.
fn attached() -> *mut PyThreadState {
    let thread = CURRENT.with(Cell::get);
    // SAFETY: null or the state of this thread.
    unsafe {
        if !thread.is_null() && (*thread).attached {
            return thread.cast();
        }
        if !model().is_attached() {
            return null_mut();
        }
        let state = current();
        (*state.cast::<Thread>()).attached = true;
        state
    }
}

/// Gives back what a state owns.
unsafe fn clear(state: *mut PyThreadState) {
    // SAFETY: a state whose thread runs nothing else; each field is taken out before it is given back.
    unsafe {
        for field in [
            &raw mut (*state).current_exception,
            &raw mut (*state).exc_state.exc_value,
            &raw mut (*state).dict,
            &raw mut (*state).async_exc,
            &raw mut (*state).context,
            &raw mut (*state).c_profileobj,
            &raw mut (*state).c_traceobj,
        ] {
            xdecref(field.replace(null_mut()));
        }
        (*state).exc_info = &raw mut (*state).exc_state;
    }
}

/// Other threads may run; `resume` ends that.
pub fn suspend() -> *mut PyThreadState {
    let thread: *mut Thread = current().cast();
    let saved = model().save_thread();
    // SAFETY: the state of this thread.
    unsafe {
        (*thread).saved.push(saved);
        (*thread).attached = false;
        (*thread).state.holds_gil = 0;
    }
    thread.cast()
}

/// The state's thread runs Python again. A state that never ran attaches this thread to the VM.
///
/// # Safety
/// `state` came from here or from `PyThreadState_New`.
pub unsafe fn resume(state: *mut PyThreadState) {
    let thread: *mut Thread = state.cast();
    // SAFETY: the caller's promise.
    unsafe {
        match (*thread).saved.pop() {
            Some(saved) => model().restore_thread(saved),
            None => {
                model().ensure_thread();
            }
        }
        set_current(thread);
        (*thread).attached = true;
        (*thread).state.holds_gil = 1;
    }
}

/// Runs something slow that does not touch Python while other threads may run.
pub fn without_vm<R>(work: impl FnOnce() -> R) -> R {
    if attached().is_null() {
        return work();
    }
    let state = suspend();
    let result = work();
    // SAFETY: the state that was just suspended.
    unsafe { resume(state) };
    result
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_SaveThread() -> *mut PyThreadState {
    suspend()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_RestoreThread(state: *mut PyThreadState) {
    if !state.is_null() {
        // SAFETY: the caller's promise.
        unsafe { resume(state) }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_AcquireThread(state: *mut PyThreadState) {
    // SAFETY: the caller's promise.
    unsafe { PyEval_RestoreThread(state) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_ReleaseThread(_state: *mut PyThreadState) {
    suspend();
}

/// The lock that this and the next function were for does not exist any more; CPython keeps the symbols.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_InitThreads() {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_ThreadsInitialized() -> c_int {
    1
}

/// The lock without a thread state: that of this thread is meant.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_AcquireLock() {
    let thread = CURRENT.with(Cell::get);
    // SAFETY: the state of this thread, if it has one and gave the lock away.
    unsafe {
        if !thread.is_null() && !(*thread).attached {
            resume(thread.cast());
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyEval_ReleaseLock() {
    if !attached().is_null() {
        suspend();
    }
}

/// A state that no thread has yet.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyThreadState_Prealloc(
    interpreter: *mut pilotage_abi::PyInterpreterState,
) -> *mut PyThreadState {
    // SAFETY: the caller's promise.
    unsafe { PyThreadState_New(interpreter) }
}

/// Takes back what `PyEval_SaveThread` of this thread gave away, until `PyGILState_Release`.
unsafe fn resume_for_call(thread: *mut Thread) -> bool {
    // SAFETY: null or the state of this thread.
    unsafe {
        if thread.is_null() || (*thread).attached {
            return false;
        }
        let Some(saved) = (*thread).saved.pop() else { return false };
        model().restore_thread(saved);
        (*thread).resumed.push(true);
        (*thread).attached = true;
        (*thread).state.holds_gil = 1;
        (*thread).state.gilstate_counter += 1;
    }
    true
}

/// 0: it was attached before. 1: it was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyGILState_Ensure() -> c_int {
    // SAFETY: null or the state of this thread.
    if unsafe { resume_for_call(CURRENT.with(Cell::get)) } {
        return 1;
    }
    let was_attached = model().ensure_thread();
    let is_new = CURRENT.with(Cell::get).is_null();
    let state = current();
    // SAFETY: the state of this thread.
    unsafe {
        if is_new && !was_attached {
            (*state).gilstate_counter = 0;
        }
        (*state).gilstate_counter += 1;
        (*state.cast::<Thread>()).attached = true;
        (*state).holds_gil = 1;
        if !was_attached {
            (*state.cast::<Thread>()).resumed.push(false);
        }
    }
    c_int::from(!was_attached)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyGILState_Release(previous: c_int) {
    let state = current();
    // SAFETY: the state of this thread.
    unsafe {
        (*state).gilstate_counter -= 1;
        if (*state).gilstate_counter == 0 {
            clear(state);
        }
        if previous == 1 {
            let thread: *mut Thread = state.cast();
            (*thread).attached = false;
            (*state).holds_gil = 0;
            if (*thread).resumed.pop() == Some(true) {
                let saved = model().save_thread();
                (*thread).saved.push(saved);
            } else {
                model().release_thread();
            }
        }
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyGILState_Check() -> c_int {
    c_int::from(!attached().is_null())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyGILState_GetThisThreadState() -> *mut PyThreadState {
    let thread = CURRENT.with(Cell::get);
    if thread.is_null() { attached() } else { thread.cast() }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_Get() -> *mut PyThreadState {
    current()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetUnchecked() -> *mut PyThreadState {
    attached()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyThreadState_UncheckedGet() -> *mut PyThreadState {
    attached()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyThreadState_GetCurrent() -> *mut PyThreadState {
    attached()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_New(
    _interpreter: *mut pilotage_abi::PyInterpreterState,
) -> *mut PyThreadState {
    let thread = new_thread(model().is_attached());
    // SAFETY: nobody else has it.
    unsafe {
        (*thread).attached = false;
        (*thread).state.holds_gil = 0;
    }
    thread.cast()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_Clear(state: *mut PyThreadState) {
    if !state.is_null() {
        // SAFETY: the caller's promise.
        unsafe { clear(state) }
    }
}

/// The state can be of a thread that still has it in its guard: only states that no thread has are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_Delete(state: *mut PyThreadState) {
    if state.is_null() {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe { clear(state) };
    if state != current()
        && let Ok(mut spare) = SPARE.lock()
    {
        spare.push(Spare(state.cast()));
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_DeleteCurrent() {
    let thread: *mut Thread = current().cast();
    // SAFETY: the state of this thread, which gives it up.
    unsafe {
        clear(thread.cast());
        (*thread).attached = false;
    }
    let guarded = GUARD.with(|guard| {
        let held = guard.take();
        let owner = held.as_ref().map(|held| held.0);
        guard.set(held);
        owner
    });
    set_current(guarded.unwrap_or(null_mut()));
    if guarded != Some(thread)
        && let Ok(mut spare) = SPARE.lock()
    {
        spare.push(Spare(thread));
    }
    model().release_thread();
}

/// Only one interpreter: swapping detaches this thread, or runs it under another state.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_Swap(state: *mut PyThreadState) -> *mut PyThreadState {
    let old = attached();
    if state == old {
        return old;
    }
    // SAFETY: the caller's promise.
    unsafe {
        if state.is_null() {
            suspend();
        } else if old.is_null() {
            resume(state);
        } else {
            (*old.cast::<Thread>()).attached = false;
            set_current(state.cast());
            (*state.cast::<Thread>()).attached = true;
        }
    }
    old
}

/// A borrowed dict for things that a module keeps for each thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetDict() -> *mut PyObject {
    let state = attached();
    if state.is_null() {
        return null_mut();
    }
    // SAFETY: the state of this thread.
    unsafe { _PyThreadState_GetDict(state) }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn _PyThreadState_GetDict(state: *mut PyThreadState) -> *mut PyObject {
    // SAFETY: the caller's promise.
    unsafe {
        if (*state).dict.is_null() {
            (*state).dict = to_c(model().dict());
        }
        (*state).dict
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetID(state: *mut PyThreadState) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { (*state).id }
}

/// Only the frame of this thread can be told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_GetFrame(state: *mut PyThreadState) -> *mut PyObject {
    if state != current() {
        return null_mut();
    }
    model().frame().map_or(null_mut(), to_c)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_EnterTracing(state: *mut PyThreadState) {
    // SAFETY: the caller's promise.
    unsafe { (*state).tracing += 1 }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_LeaveTracing(state: *mut PyThreadState) {
    // SAFETY: the caller's promise.
    unsafe { (*state).tracing -= 1 }
}

/// States of other threads are not told: the list is this thread alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInterpreterState_ThreadHead(
    _interpreter: *mut pilotage_abi::PyInterpreterState,
) -> *mut PyThreadState {
    current()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_Next(_state: *mut PyThreadState) -> *mut PyThreadState {
    null_mut()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_ThreadState_ResetStackProtection(_state: *mut PyThreadState) {}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyUnstable_ThreadState_SetStackProtection(
    _state: *mut PyThreadState,
    _start: *mut c_void,
    _size: usize,
) -> c_int {
    0
}

/// Raises the exception in another thread: only in this one, where it is raised at the next check for signals.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyThreadState_SetAsyncExc(id: c_ulong, exception: *mut PyObject) -> c_int {
    let state = current();
    // SAFETY: the state of this thread; the exception is counted for it.
    unsafe {
        if (*state).thread_id != id {
            return 0;
        }
        crate::body::xincref(exception);
        xdecref(core::mem::replace(&mut (*state).async_exc, exception));
    }
    1
}

/// Takes what `PyThreadState_SetAsyncExc` left.
pub(crate) fn take_async() -> Option<Ref> {
    let state = current();
    // SAFETY: the state of this thread owns the exception.
    unsafe { steal_opt(core::mem::replace(&mut (*state).async_exc, null_mut())) }
}
