//! Threads: leaving and entering the VM on behalf of C, for threads that the VM knows and for others.
//! The lock itself is in `gil.rs`.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use pilotage_shim::model::{Result, Saved};
use rustpython_vm::VirtualMachine;
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::vm::PyGlobalState;
use rustpython_vm::vm::thread::{
    CurrentVmAttachState, SavedThreadState, ThreadedVirtualMachine, attach_current_thread, current_vm_is_set,
    release_current_thread, restore_current_thread, save_current_thread,
};

use crate::gil;
use crate::objects::{plain, vm};

/// What the VM says about itself, for threads that left it, too.
static STATE: OnceLock<PyRc<PyGlobalState>> = OnceLock::new();

/// C has brought a thread of its own, at some time.
static HAS_FOREIGN: AtomicBool = AtomicBool::new(false);

/// From which the VMs of threads are made that the VM has not started.
static SEED: Mutex<Option<ThreadedVirtualMachine>> = Mutex::new(None);

/// Remembers the interpreter for threads of C.
pub(crate) fn start(vm: &VirtualMachine) {
    let _ = STATE.set(vm.state.clone());
    *SEED.lock().unwrap_or_else(PoisonError::into_inner) = Some(vm.new_thread());
}

/// The interpreter is going away: no thread of C can enter any more.
pub(crate) fn stop() {
    drop(SEED.lock().unwrap_or_else(PoisonError::into_inner).take());
}

pub(crate) fn save() -> Saved {
    if !current_vm_is_set() {
        return 0;
    }
    gil::release();
    Box::into_raw(Box::new(save_current_thread())).expose_provenance()
}

pub(crate) fn restore(saved: Saved) {
    if saved == 0 {
        return;
    }
    let state = core::ptr::with_exposed_provenance_mut::<SavedThreadState>(saved);
    // SAFETY: made by `save`, and given back once.
    restore_current_thread(*unsafe { Box::from_raw(state) });
    gil::reacquire();
}

/// Attaches this thread, and takes the lock; was it attached before?
pub(crate) fn ensure() -> bool {
    if current_vm_is_set() {
        gil::reacquire();
        return true;
    }
    let attached = {
        let seed = SEED.lock().unwrap_or_else(PoisonError::into_inner);
        match seed.as_ref() {
            Some(seed) => {
                HAS_FOREIGN.store(true, Ordering::Relaxed);
                attach_current_thread(|| seed.run(VirtualMachine::new_thread));
                true
            }
            None => false,
        }
    };
    if !attached {
        // The interpreter is gone: CPython, too, never lets such a thread return.
        loop {
            std::thread::park();
        }
    }
    gil::reacquire();
    false
}

/// Undoes the [`ensure`] that attached this thread.
pub(crate) fn release() {
    gil::release();
    release_current_thread(CurrentVmAttachState::Attached);
}

/// Are there threads besides this one that may be inside the VM?
#[inline]
pub(crate) fn are_others() -> bool {
    HAS_FOREIGN.load(Ordering::Relaxed) || STATE.get().is_none_or(|state| state.thread_count.load() > 0)
}

pub(crate) fn is_attached() -> bool {
    current_vm_is_set()
}

pub(crate) fn check_signals() -> Result<()> {
    gil::outside(|| vm(|vm| plain(vm.check_signals())))
}

pub(crate) fn is_finalizing() -> bool {
    STATE.get().is_none_or(|state| state.finalizing.load(Ordering::Acquire))
}

pub(crate) fn collect() -> usize {
    gil::outside(|| vm(|vm| vm.state.gc.collect_force(2).collected))
}
