//! When the process crashes inside an extension: which one, where in it, and what it last called of the C-API.
//! Only names from the symbol tables of the binaries; the crash itself goes on as it would have.

use core::ffi::{CStr, c_int, c_void};
use core::mem::MaybeUninit;
use std::sync::OnceLock;

use libc::{Dl_info, dladdr, sigaction, siginfo_t};

unsafe extern "C" {
    fn backtrace(frames: *mut *mut c_void, len: c_int) -> c_int;
}

const SIGNALS: [(c_int, &str); 4] = [
    (libc::SIGSEGV, "segmentation fault"),
    (libc::SIGBUS, "bus error"),
    (libc::SIGFPE, "arithmetic error"),
    (libc::SIGABRT, "abort"),
];

/// What was set before, to which the crash goes on.
static BEFORE: OnceLock<[sigaction; 4]> = OnceLock::new();

/// Watches for crashes from now on.
pub(crate) fn start() {
    // The first walk of the stack loads a library: not in a handler.
    let mut frame = core::ptr::null_mut();
    // SAFETY: room for one frame.
    unsafe { backtrace(&raw mut frame, 1) };
    let before = SIGNALS.map(|(signal, _)| watch(signal));
    let _ = BEFORE.set(before);
}

fn watch(signal: c_int) -> sigaction {
    // SAFETY: all zero is a valid `sigaction`.
    let mut action: sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    action.sa_sigaction = handler as *const () as usize;
    action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
    let mut before = action;
    // SAFETY: both are valid; the handler has the signature that SA_SIGINFO wants.
    unsafe { libc::sigaction(signal, &raw const action, &raw mut before) };
    before
}

extern "C" fn handler(signal: c_int, _: *mut siginfo_t, _: *mut c_void) {
    if let Some(at) = SIGNALS.iter().position(|&(number, _)| number == signal) {
        tell(SIGNALS[at].1);
        if let Some(before) = BEFORE.get() {
            // SAFETY: an action that was set before. The instruction that failed runs again and finds it.
            unsafe { libc::sigaction(signal, &raw const before[at], core::ptr::null_mut()) };
        }
    }
    if signal == libc::SIGABRT {
        // SAFETY: the process is to end.
        unsafe { libc::raise(signal) };
    }
}

/// A frame of the stack by name.
struct Place {
    binary: &'static CStr,
    function: Option<&'static CStr>,
}

fn place(address: *mut c_void) -> Option<Place> {
    let mut info = MaybeUninit::<Dl_info>::zeroed();
    // SAFETY: room for the answer.
    if unsafe { dladdr(address, info.as_mut_ptr()) } == 0 {
        return None;
    }
    // SAFETY: `dladdr` filled it in.
    let info = unsafe { info.assume_init() };
    let text = |text: *const libc::c_char| {
        // SAFETY: null, or a name in a binary that stays loaded.
        (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) })
    };
    Some(Place { binary: text(info.dli_fname)?, function: text(info.dli_sname) })
}

fn is_extension(place: &Place) -> bool {
    let name = place.binary.to_bytes();
    name.ends_with(b".so") && name.windows(6).all(|part| part != b"/libc." && part != b"/ld-li")
}

fn is_api(place: &Place) -> bool {
    place
        .function
        .is_some_and(|name| name.to_bytes().starts_with(b"Py") || name.to_bytes().starts_with(b"_Py"))
}

/// Walks from the crash outwards to the first frame of an extension.
fn tell(what: &str) {
    let mut frames = [core::ptr::null_mut(); 128];
    // SAFETY: room for 128 frames.
    let len = unsafe { backtrace(frames.as_mut_ptr(), 128) };
    let mut api: Option<Place> = None;
    for &frame in frames.iter().take(usize::try_from(len).unwrap_or_default()) {
        let Some(place) = place(frame) else { continue };
        if is_extension(&place) {
            return write(what, &place, api.as_ref());
        }
        if is_api(&place) {
            api = Some(place);
        }
    }
}

fn write(what: &str, place: &Place, api: Option<&Place>) {
    let parts: [&[u8]; 9] = [
        b"pilotage: ",
        what.as_bytes(),
        b" in `",
        place.binary.to_bytes(),
        b"`, function `",
        place.function.unwrap_or(c"(no name)").to_bytes(),
        if api.is_some() { b"`, in its call of `" } else { b"" },
        api.and_then(|api| api.function).unwrap_or_default().to_bytes(),
        b"`\n",
    ];
    for part in parts {
        // SAFETY: bytes of a living slice, to standard error.
        unsafe { libc::write(2, part.as_ptr().cast(), part.len()) };
    }
}
