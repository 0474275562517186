//! One lock around everything of C: who holds it may run code of extensions and touch their bodies.
//! Python threads of the VM run without it; they take it at each crossing.
//!
//! A thread that went from C into the VM keeps the lock, so that short operations (an item of a dict) cannot be
//! interrupted. Others may take it over while the thread is in there, once it blocks (the VM marks such threads
//! as detached) or, where Python code may run, after the switch interval, as CPython's interpreter would have let
//! them run. The thread takes the lock again before it returns to C.

use core::cell::Cell;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use pilotage_shim::dict_walk::vm_ran;
use rustpython_vm::vm::thread::{CurrentFrameSlot, ThreadState, current_thread_slot, current_vm_is_set};

use crate::objects::vm;
use crate::threads;

/// What the lock knows about a thread. Made once per thread and never freed: others may look at it at any time.
#[repr(align(8))]
struct Seat {
    slot: OnceLock<CurrentFrameSlot>,
}

/// The seat of the thread that holds the lock, plus one of the marks while it is inside the VM; null when it is free.
static HOLDER: AtomicPtr<Seat> = AtomicPtr::new(null_mut());
/// Python code may run there.
const IN_VM: usize = 1;
/// It does something short, which C counts on not to be interrupted: the lock is taken over only if it blocks.
const BRIEFLY: usize = 2;
const MARKS: usize = IN_VM | BRIEFLY;
/// How long a thread inside the VM is left alone.
const INTERVAL: Duration = Duration::from_millis(5);
/// How long a thread waits before the next release is made out to it: a thread that calls C in a loop releases
/// the lock often, but never for as long as it takes to wake another one up.
const PATIENCE: Duration = Duration::from_micros(100);

/// Somebody wants to hear of the next release.
static BELL: AtomicBool = AtomicBool::new(false);
/// The thread that has waited for long enough: the next release is for it.
static NEXT: AtomicPtr<Seat> = AtomicPtr::new(null_mut());
static LINE: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());

thread_local! {
    static SEAT: Cell<*mut Seat> = const { Cell::new(null_mut()) };
}

#[inline]
fn seat() -> *mut Seat {
    let seat = SEAT.get();
    if seat.is_null() { new_seat() } else { seat }
}

#[cold]
fn new_seat() -> *mut Seat {
    let seat: &'static Seat = Box::leak(Box::new(Seat { slot: OnceLock::new() }));
    note_slot(seat);
    let seat = core::ptr::from_ref(seat).cast_mut();
    SEAT.set(seat);
    seat
}

/// Remembers how the VM marks this thread as detached, once it does.
fn note_slot(seat: &Seat) {
    if seat.slot.get().is_none()
        && let Some(slot) = current_thread_slot()
    {
        let _ = seat.slot.set(slot);
    }
}

fn marked(seat: *mut Seat, mark: usize) -> *mut Seat {
    seat.map_addr(|address| address | mark)
}

fn unmarked(seat: *mut Seat) -> *mut Seat {
    seat.map_addr(|address| address & !MARKS)
}

/// Held until dropped; then the lock is as it was before.
#[must_use]
pub(crate) struct Held {
    /// `Some` when this guard took the lock: what to leave behind.
    after: Option<*mut Seat>,
}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        match self.after {
            Some(after) if after.is_null() => leave(),
            Some(after) => HOLDER.store(after, Ordering::Release),
            None => {}
        }
    }
}

/// Takes the lock for this thread, which may hold it already.
#[inline]
pub(crate) fn enter() -> Held {
    let me = seat();
    let holder = HOLDER.load(Ordering::Relaxed);
    if holder == me {
        return Held { after: None };
    }
    if unmarked(holder) == me && swap(holder, me) {
        vm_ran();
        return Held { after: Some(holder) };
    }
    if !swap(null_mut(), me) {
        wait(me);
    }
    vm_ran();
    Held { after: Some(null_mut()) }
}

/// Runs something of the VM for C: others may take the lock if that lasts.
#[inline]
pub(crate) fn outside<R>(f: impl FnOnce() -> R) -> R {
    inside(IN_VM, f)
}

/// Looks at something of the VM for C, which runs no code and changes nothing; otherwise as [`briefly`].
#[inline]
pub(crate) fn glance<R>(f: impl FnOnce() -> R) -> R {
    let me = seat();
    if !threads::are_others() || HOLDER.load(Ordering::Relaxed) != me {
        return f();
    }
    let away = marked(me, BRIEFLY);
    HOLDER.store(away, Ordering::Release);
    let _back = Back { me, away, has_run: false };
    f()
}

/// Runs something short of the VM for C: others may take the lock only if it blocks.
#[inline]
pub(crate) fn briefly<R>(f: impl FnOnce() -> R) -> R {
    inside(BRIEFLY, f)
}

#[inline]
fn inside<R>(mark: usize, f: impl FnOnce() -> R) -> R {
    let me = seat();
    if HOLDER.load(Ordering::Relaxed) != me {
        // C does not hold the lock here: a collection looks around, or the VM is already at work.
        return f();
    }
    let away = marked(me, mark);
    HOLDER.store(away, Ordering::Release);
    let _back = Back { me, away, has_run: true };
    f()
}

/// Takes the lock again on the way back to C.
struct Back {
    me: *mut Seat,
    away: *mut Seat,
    /// The VM may have run code.
    has_run: bool,
}

impl Drop for Back {
    #[inline]
    fn drop(&mut self) {
        let was_alone = swap(self.away, self.me);
        if !was_alone {
            retake(self.me);
        }
        if self.has_run || !was_alone {
            vm_ran();
        }
    }
}

#[cold]
fn retake(me: *mut Seat) {
    if HOLDER.load(Ordering::Relaxed) != me && !swap(null_mut(), me) {
        wait(me);
    }
}

/// Does this thread hold the lock?
pub(crate) fn is_mine() -> bool {
    unmarked(HOLDER.load(Ordering::Relaxed)) == seat()
}

/// Gives the lock away, whatever calls it is held for; [`reacquire`] is its end.
pub(crate) fn release() {
    if is_mine() {
        leave();
    }
}

/// Takes the lock after [`release`].
pub(crate) fn reacquire() {
    let me = seat();
    let holder = HOLDER.load(Ordering::Relaxed);
    let is_mine = holder == me || unmarked(holder) == me && swap(holder, me);
    if !is_mine && !swap(null_mut(), me) {
        wait(me);
    }
    vm_ran();
}

/// In a new process only the thread that forked is left.
pub(crate) fn after_fork() {
    if !is_mine() {
        HOLDER.store(null_mut(), Ordering::Release);
    }
    NEXT.store(null_mut(), Ordering::Release);
}

#[inline]
fn swap(from: *mut Seat, to: *mut Seat) -> bool {
    HOLDER.compare_exchange(from, to, Ordering::Acquire, Ordering::Relaxed).is_ok()
}

/// Gives the lock to nobody, or to who has waited for long.
#[inline]
fn leave() {
    let mut next = null_mut();
    if !NEXT.load(Ordering::Relaxed).is_null() {
        next = NEXT.swap(null_mut(), Ordering::AcqRel);
    }
    HOLDER.store(next, Ordering::Release);
    if BELL.load(Ordering::Relaxed) && BELL.swap(false, Ordering::Relaxed) {
        LINE.1.notify_all();
    }
}

/// Waits for the lock, detached from the VM: a collection may stop the world meanwhile.
#[cold]
fn wait(me: *mut Seat) {
    if !current_vm_is_set() {
        return stand_in_line(me);
    }
    // SAFETY: seats are never freed.
    note_slot(unsafe { &*me });
    vm(|vm| vm.allow_threads(|| stand_in_line(me)));
}

fn stand_in_line(me: *mut Seat) {
    let begun = Instant::now();
    let mut line = LINE.0.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        let waited = begun.elapsed();
        if try_take(me, waited >= INTERVAL) {
            // Whoever gave the lock away by name has taken the name off; else it is still there.
            let _ = NEXT.compare_exchange(me, null_mut(), Ordering::AcqRel, Ordering::Relaxed);
            return;
        }
        if waited >= PATIENCE {
            let _ = NEXT.compare_exchange(null_mut(), me, Ordering::AcqRel, Ordering::Relaxed);
        }
        BELL.store(true, Ordering::Relaxed);
        // Releases do not take the mutex, so one may go unheard: never wait for long.
        line = LINE
            .1
            .wait_timeout(line, if waited < INTERVAL { PATIENCE } else { INTERVAL / 10 })
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}

fn try_take(me: *mut Seat, is_late: bool) -> bool {
    let holder = HOLDER.load(Ordering::Acquire);
    if holder == me {
        return true;
    }
    if holder.is_null() {
        return swap(holder, me);
    }
    let marks = holder.addr() & MARKS;
    marks != 0 && (is_late && marks == IN_VM || is_blocked(holder)) && swap(holder, me)
}

/// Does the holder wait for something inside the VM?
fn is_blocked(holder: *mut Seat) -> bool {
    // SAFETY: seats are never freed.
    let seat = unsafe { &*unmarked(holder) };
    seat.slot.get().is_some_and(|slot| slot.state.load(Ordering::Acquire) == ThreadState::Detached as i32)
}
