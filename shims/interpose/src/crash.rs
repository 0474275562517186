//! The signals that end a process: what was going on is written down, then the signal takes its course. Who handled them before
//! us handles them after us. What is written, and how, is in `last_words.rs`.

use std::ffi::{c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

use crate::last_words;

const SIGNALS: [c_int; 5] = [libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE, libc::SIGABRT];

/// What was to be done with each signal before.
static FORMER: [AtomicPtr<libc::sigaction>; 5] = [const { AtomicPtr::new(ptr::null_mut()) }; 5];
static INSTALLED: AtomicBool = AtomicBool::new(false);

/// The thread that is writing down what was going on, and the signal that it got; 0: none.
static WRITER: AtomicI32 = AtomicI32::new(0);
static SIGNAL: AtomicI32 = AtomicI32::new(0);

/// What is behind us may be faulthandler, which needs room, too.
const STACK_BYTES: usize = 128 << 10;
/// Seconds after which nothing more is written.
const PATIENCE: i64 = 3;

/// Listens to the signals from now on.
pub(crate) fn install() {
    last_words::prepare();
    INSTALLED.store(true, Ordering::Relaxed);
    give_stack(&mut 0);
    for (at, signal) in SIGNALS.iter().enumerate() {
        let action = action(died as *const () as usize);
        let mut former = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: two structs of ours, a handler of the right form.
        let done = unsafe { libc::sigaction(*signal, &raw const action, former.as_mut_ptr()) };
        // SAFETY: filled by the call above, else all zero, which is valid.
        let former = unsafe { former.assume_init() };
        if done == 0 && former.sa_sigaction != action.sa_sigaction {
            FORMER[at].store(Box::into_raw(Box::new(former)), Ordering::Relaxed);
        }
    }
}

/// Listens again where others, faulthandler for example, have put back what they found before us.
pub(crate) fn install_again() {
    if INSTALLED.load(Ordering::Relaxed) && SIGNALS.iter().any(|signal| is_default(*signal)) {
        install();
    }
}

fn is_default(signal: c_int) -> bool {
    let mut now = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: asks only; a struct of ours.
    let done = unsafe { libc::sigaction(signal, ptr::null(), now.as_mut_ptr()) };
    // SAFETY: filled by the call above, else all zero, which is valid.
    done == 0 && unsafe { now.assume_init() }.sa_sigaction == libc::SIG_DFL
}

fn action(handler: usize) -> libc::sigaction {
    // SAFETY: all zero is a valid value of this struct.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = handler;
    action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | libc::SA_NODEFER;
    action
}

/// Signals of this thread get a stack of their own, because the other may have run out. `kept`: the one that it has already, 0: none.
pub(crate) fn give_stack(kept: &mut usize) {
    if !INSTALLED.load(Ordering::Relaxed) {
        return;
    }
    let mut now = MaybeUninit::<libc::stack_t>::zeroed();
    // SAFETY: asks only; a struct of ours.
    unsafe { libc::sigaltstack(ptr::null(), now.as_mut_ptr()) };
    // SAFETY: filled by the call above, else all zero, which is valid.
    let now = unsafe { now.assume_init() };
    if now.ss_flags & libc::SS_DISABLE == 0 && now.ss_size >= STACK_BYTES {
        return;
    }
    if *kept == 0 {
        *kept = map_stack().unwrap_or(0);
    }
    let stack = libc::stack_t { ss_sp: *kept as *mut c_void, ss_flags: 0, ss_size: STACK_BYTES };
    if *kept != 0 {
        // SAFETY: memory that stays, for this thread alone.
        unsafe { libc::sigaltstack(&raw const stack, ptr::null_mut()) };
    }
}

/// A stack with a page below it that nobody may touch.
fn map_stack() -> Option<usize> {
    const PAGE: usize = 4096;
    let (access, kind) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
    // SAFETY: a new mapping, nothing else is touched.
    let memory = unsafe { libc::mmap(ptr::null_mut(), STACK_BYTES + PAGE, access, kind, -1, 0) };
    if memory == libc::MAP_FAILED {
        return None;
    }
    // SAFETY: the first page of the new mapping.
    unsafe { libc::mprotect(memory, PAGE, libc::PROT_NONE) };
    Some(memory as usize + PAGE)
}

extern "C" fn died(signal: c_int, info: *mut libc::siginfo_t, context: *mut c_void) {
    // SAFETY: asks the kernel for a number.
    let thread = unsafe { libc::syscall(libc::SYS_gettid) } as i32;
    match WRITER.compare_exchange(0, thread, Ordering::AcqRel, Ordering::Acquire) {
        Ok(_) => SIGNAL.store(signal, Ordering::Relaxed),
        Err(writer) if writer == thread => return leave(SIGNAL.load(Ordering::Relaxed), true),
        Err(_) => {
            wait_for_writer();
            return leave(signal, true);
        }
    }
    // SAFETY: the kernel passes a filled struct.
    let info = unsafe { *info };
    let was_sent = info.si_code <= 0;
    let alarm = Alarm::set();
    last_words::write(signal, &info, context);
    alarm.cancel();
    WRITER.store(0, Ordering::Release);
    // What was sent, or raised by `abort`, does not come again by itself.
    leave(signal, was_sent || signal == libc::SIGABRT);
}

/// The first thread that dies says why.
fn wait_for_writer() {
    for _ in 0..PATIENCE * 100 {
        if WRITER.load(Ordering::Acquire) == 0 {
            return;
        }
        let pause = libc::timespec { tv_sec: 0, tv_nsec: 10_000_000 };
        // SAFETY: a struct of ours.
        unsafe { libc::nanosleep(&raw const pause, ptr::null_mut()) };
    }
}

/// The signal is what it would have been without us: it comes again where the instruction runs again, or by our own doing.
fn leave(signal: c_int, raise: bool) {
    restore(signal);
    if raise {
        // SAFETY: the former action is back.
        unsafe { libc::raise(signal) };
    }
}

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

/// Ends the writing when it hangs: the process may have died with a lock in its hands that the writing needs.
struct Alarm {
    action: libc::sigaction,
    timer: libc::itimerval,
}

impl Alarm {
    fn set() -> Alarm {
        let action = action(gave_up as *const () as usize);
        let mut former = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: two structs of ours, a handler of the right form.
        unsafe { libc::sigaction(libc::SIGALRM, &raw const action, former.as_mut_ptr()) };
        let nothing = libc::timeval { tv_sec: 0, tv_usec: 0 };
        let soon = libc::timeval { tv_sec: PATIENCE, tv_usec: 0 };
        let timer = libc::itimerval { it_interval: nothing, it_value: soon };
        let mut before = libc::itimerval { it_interval: nothing, it_value: nothing };
        // SAFETY: two structs of ours.
        unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const timer, &raw mut before) };
        // SAFETY: filled by the call above, else all zero, which is valid.
        Alarm { action: unsafe { former.assume_init() }, timer: before }
    }

    fn cancel(self) {
        // SAFETY: what `set` was given.
        unsafe { libc::setitimer(libc::ITIMER_REAL, &raw const self.timer, ptr::null_mut()) };
        // SAFETY: as above.
        unsafe { libc::sigaction(libc::SIGALRM, &raw const self.action, ptr::null_mut()) };
    }
}

extern "C" fn gave_up(_signal: c_int, _info: *mut libc::siginfo_t, _context: *mut c_void) {
    leave(SIGNAL.load(Ordering::Relaxed), true);
}
