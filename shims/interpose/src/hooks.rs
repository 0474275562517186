//! `dlopen` and `dlsym` as the process sees them: the real ones, and a look at what was loaded.
//! Calls whose meaning depends on the caller's own address jump to the real function, so that it sees that caller.

use std::arch::naked_asm;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{extension, settings};

static REAL_DLSYM: AtomicUsize = AtomicUsize::new(0);
static REAL_DLOPEN: AtomicUsize = AtomicUsize::new(0);

type Dlsym = unsafe extern "C" fn(*mut c_void, *const c_char) -> *mut c_void;
type Dlopen = unsafe extern "C" fn(*const c_char, c_int) -> *mut c_void;

unsafe extern "C" {
    fn dlvsym(handle: *mut c_void, name: *const c_char, version: *const c_char) -> *mut c_void;
}

/// `dlsym` of the C library. The versions are those of x86-64 since 2.2.5, and since it moved into libc.
extern "C" fn real_dlsym() -> usize {
    let known = REAL_DLSYM.load(Ordering::Relaxed);
    if known != 0 {
        return known;
    }
    for version in [c"GLIBC_2.34", c"GLIBC_2.2.5"] {
        // SAFETY: both strings end with a NUL, and RTLD_NEXT is allowed.
        let found = unsafe { dlvsym(libc::RTLD_NEXT, c"dlsym".as_ptr(), version.as_ptr()) } as usize;
        if found != 0 {
            REAL_DLSYM.store(found, Ordering::Relaxed);
            return found;
        }
    }
    0
}

extern "C" fn real_dlopen() -> usize {
    let known = REAL_DLOPEN.load(Ordering::Relaxed);
    if known != 0 {
        return known;
    }
    let found = look_up(libc::RTLD_NEXT, c"dlopen").unwrap_or(0);
    REAL_DLOPEN.store(found, Ordering::Relaxed);
    found
}

fn look_up(handle: *mut c_void, name: &CStr) -> Option<usize> {
    let real = real_dlsym();
    if real == 0 {
        return None;
    }
    // SAFETY: it is the address of the real `dlsym`.
    let real = unsafe { std::mem::transmute::<usize, Dlsym>(real) };
    // SAFETY: the name ends with a NUL; the handle is one of libc's or came from dlopen.
    let found = unsafe { real(handle, name.as_ptr()) } as usize;
    (found != 0).then_some(found)
}

/// Address of a symbol that any library of the process exports.
pub(crate) fn python_symbol(name: &CStr) -> Option<usize> {
    look_up(libc::RTLD_DEFAULT, name)
}

/// Address of a symbol of the libraries behind this one in the order of look-up.
pub(crate) fn next_symbol(name: &CStr) -> Option<usize> {
    look_up(libc::RTLD_NEXT, name)
}

/// The interpreter looks up init functions here: those of watched extensions are answered with a thunk.
///
/// # Safety
/// As `dlsym`.
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void {
    naked_asm!(
        "push rdi",
        "push rsi",
        "sub rsp, 8",
        "call {answer}",
        "test rax, rax",
        "jnz 2f",
        "call {real}",
        "add rsp, 8",
        "pop rsi",
        "pop rdi",
        "jmp rax",
        "2:",
        "add rsp, 24",
        "ret",
        answer = sym answer_dlsym,
        real = sym real_dlsym,
    )
}

/// Libraries are looked at when they are loaded.
///
/// # Safety
/// As `dlopen`.
#[unsafe(no_mangle)]
#[unsafe(naked)]
pub(crate) unsafe extern "C" fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void {
    naked_asm!(
        "push rdi",
        "push rsi",
        "sub rsp, 8",
        "call {wants}",
        "add rsp, 8",
        "pop rsi",
        "pop rdi",
        "test eax, eax",
        "jnz {watching}",
        "push rdi",
        "push rsi",
        "sub rsp, 8",
        "call {real}",
        "add rsp, 8",
        "pop rsi",
        "pop rdi",
        "jmp rax",
        wants = sym wants_dlopen,
        watching = sym watching_dlopen,
        real = sym real_dlopen,
    )
}

extern "C" fn answer_dlsym(handle: *mut c_void, name: *const c_char) -> usize {
    if name.is_null() || !settings::is_active() {
        return 0;
    }
    // SAFETY: dlsym's second argument ends with a NUL.
    let name = unsafe { CStr::from_ptr(name) };
    let bytes = name.to_bytes();
    if !bytes.starts_with(b"PyInit") && !bytes.starts_with(b"PyModExport_") {
        return 0;
    }
    look_up(handle, name).map_or(0, |original| extension::init_thunk(original, name))
}

/// A path with a slash means the same to every caller.
extern "C" fn wants_dlopen(path: *const c_char, _flags: c_int) -> c_int {
    if path.is_null() || !settings::is_active() {
        return 0;
    }
    // SAFETY: dlopen's first argument ends with a NUL when it is not NULL.
    let path = unsafe { CStr::from_ptr(path) };
    c_int::from(path.to_bytes().contains(&b'/'))
}

extern "C" fn watching_dlopen(path: *const c_char, flags: c_int) -> *mut c_void {
    let real = real_dlopen();
    if real == 0 {
        return std::ptr::null_mut();
    }
    // SAFETY: it is the address of the real `dlopen`.
    let real = unsafe { std::mem::transmute::<usize, Dlopen>(real) };
    // SAFETY: the caller's own arguments.
    let handle = unsafe { real(path, flags) };
    if !handle.is_null() {
        extension::look_at_loaded();
    }
    handle
}
