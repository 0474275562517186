//! The signals that end a process: what was going on is written to the mapped file, then the signal takes its course.

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::slot::Role;
use crate::{record, thread};

const SIGNALS: [c_int; 5] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGABRT];

/// What was to be done with each signal before.
static FORMER: [AtomicPtr<libc::sigaction>; 5] = [const { AtomicPtr::new(ptr::null_mut()) }; 5];

const STACK_BYTES: usize = 64 << 10;

/// Listens to the signals from now on; on a stack of its own, because the other may have run out.
pub(crate) fn install() {
    let stack = Box::leak(vec![0_u8; STACK_BYTES].into_boxed_slice());
    let stack = libc::stack_t { ss_sp: stack.as_mut_ptr().cast(), ss_flags: 0, ss_size: STACK_BYTES };
    // SAFETY: memory that stays, for this thread alone.
    unsafe { libc::sigaltstack(&raw const stack, ptr::null_mut()) };
    for (at, signal) in SIGNALS.iter().enumerate() {
        let mut former = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: all zero is a valid value of this struct.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        action.sa_sigaction = died as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
        // SAFETY: two structs of ours, a handler of the right form.
        let done = unsafe { libc::sigaction(*signal, &raw const action, former.as_mut_ptr()) };
        if done == 0 {
            // SAFETY: filled by the call above.
            let former = unsafe { former.assume_init() };
            FORMER[at].store(Box::into_raw(Box::new(former)), Ordering::Relaxed);
        }
    }
}

extern "C" fn died(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    if let Some(state) = record::state() {
        state.signal = signal as u64;
        // SAFETY: the kernel passes a filled struct.
        let info = unsafe { *info };
        // SAFETY: the field is filled for faults; for other signals it is some number.
        state.address = unsafe { info.si_addr() } as u64;
        let context = context.cast::<libc::ucontext_t>();
        // SAFETY: as above.
        state.pc = unsafe { (*context).uc_mcontext.gregs[libc::REG_RIP as usize] } as u64;
        let label = thread::current().entered.last().and_then(|entered| match &entered.slot.role {
            Role::Entry(entry) => Some(entry.label.as_bytes()),
            Role::Call(_) => None,
        });
        let label = label.unwrap_or_default();
        let length = label.len().min(state.label.len());
        state.label[..length].copy_from_slice(&label[..length]);
        state.label_length = length as u64;
    }
    restore(signal);
    if signal == libc::SIGABRT {
        // Nothing raises it again by itself.
        // SAFETY: the former action is back.
        unsafe { libc::raise(signal) };
    }
}

/// The instruction runs again, and the signal is what it would have been without us.
fn restore(signal: c_int) {
    let former = SIGNALS.iter().position(|it| *it == signal).and_then(|at| FORMER.get(at));
    let former = former.map_or(ptr::null_mut(), |former| former.load(Ordering::Relaxed));
    if former.is_null() {
        // SAFETY: back to what the system does.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    } else {
        // SAFETY: the struct that `install` kept.
        unsafe { libc::sigaction(signal, former, ptr::null_mut()) };
    }
}
