//! What a dying process writes: the signal, the functions that were running, the Python lines, and where its libraries lie. It runs in a
//! signal handler: no memory is asked for, no lock of ours is taken. Names are found later, by `pilotage check`.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use pilotage_ledger::State;

use crate::python::{self, Object, Python};
use crate::slot::Role;
use crate::{hooks, record, thread};

/// The files of this process.
struct Files {
    /// Gets the test and the Python lines.
    python: CString,
    /// Gets a copy of `/proc/self/maps`.
    maps: CString,
}

static FILES: AtomicPtr<Files> = AtomicPtr::new(ptr::null_mut());
/// `_Py_DumpTraceback`, and what it wants; 0: this Python does not export it.
static DUMP: AtomicUsize = AtomicUsize::new(0);
static THREAD_STATE: AtomicUsize = AtomicUsize::new(0);
static BACK: AtomicUsize = AtomicUsize::new(0);

/// Looks up what the handler needs.
pub(crate) fn prepare() {
    for (place, name) in [
        (&DUMP, c"_Py_DumpTraceback"),
        (&THREAD_STATE, c"PyGILState_GetThisThreadState"),
        (&BACK, c"PyFrame_GetBack"),
    ] {
        place.store(hooks::python_symbol(name).unwrap_or(0), Ordering::Relaxed);
    }
    name_files();
    // What the unwinder does when it runs for the first time is done now.
    let mut nothing =
        Walk { wanted: 0, skip: usize::MAX, seen: 0, interrupted: None, state: ptr::null_mut() };
    nothing.run();
}

/// To be called again when the process has another number or folder than before.
pub(crate) fn name_files() {
    let Some(folder) = record::folder() else { return };
    let name = |kind: &str| {
        let path = folder.join(format!("{}.{kind}", std::process::id()));
        CString::new(path.into_os_string().into_encoded_bytes()).ok()
    };
    let (Some(python), Some(maps)) = (name("python"), name("maps")) else { return };
    // The former ones stay: a handler may be reading them.
    FILES.store(Box::into_raw(Box::new(Files { python, maps })), Ordering::Release);
}

/// Writes all, the safest first.
pub(crate) fn write(signal: c_int, info: &libc::siginfo_t, context: *mut c_void) {
    let Some(state) = record::state() else { return };
    // It is set again when the process goes on, and ends by itself.
    state.ended = 0;
    state.signal = signal as u64;
    if info.si_code > 0 {
        // SAFETY: the field is filled for faults; for other signals it is some number.
        state.address = unsafe { info.si_addr() } as u64;
    } else {
        // SAFETY: the field is filled for signals that were sent.
        state.sender = unsafe { info.si_pid() } as u64;
    }
    let context = context.cast::<libc::ucontext_t>();
    // SAFETY: the kernel passes a filled struct.
    let registers = unsafe { &(*context).uc_mcontext.gregs };
    state.pc = registers[libc::REG_RIP as usize] as u64;
    state.sp = registers[libc::REG_RSP as usize] as u64;
    state.frames[0] = state.pc;
    state.depth = 1;
    note_label(state);
    // SAFETY: made by `name_files` and never freed.
    let files = unsafe { FILES.load(Ordering::Acquire).as_ref() };
    if let Some(files) = files {
        copy(c"/proc/self/maps", &files.maps);
    }
    walk(state);
    if let Some(descriptor) = files.and_then(|files| create(&files.python)) {
        write_python(descriptor);
        close(descriptor);
    }
}

fn note_label(state: &mut State) {
    let entered = thread::known().and_then(|thread| thread.entered.last());
    let label = entered.and_then(|entered| match &entered.slot.role {
        Role::Entry(entry) => Some(entry.label.as_bytes()),
        Role::Call(_) => None,
    });
    let label = label.unwrap_or_default();
    let length = label.len().min(state.label.len());
    state.label[..length].copy_from_slice(&label[..length]);
    state.label_length = length as u64;
}

// -- functions that were running

unsafe extern "C" {
    fn _Unwind_Backtrace(visit: extern "C" fn(*mut c_void, *mut c_void) -> c_int, data: *mut c_void)
    -> c_int;
    fn _Unwind_GetIPInfo(context: *mut c_void, is_exact: *mut c_int) -> usize;
    fn _Unwind_GetCFA(context: *mut c_void) -> usize;
}

/// One way through the stack, innermost first.
struct Walk {
    /// Frames to look at.
    wanted: usize,
    /// Of these, so many are not noted.
    skip: usize,
    seen: usize,
    /// The outermost function that a signal interrupted: its number, place and stack.
    interrupted: Option<(usize, usize, usize)>,
    /// Where frames are noted.
    state: *mut State,
}

impl Walk {
    fn run(&mut self) {
        // SAFETY: `visit` gets this walk, which outlives the call.
        unsafe { _Unwind_Backtrace(visit, ptr::from_mut(self).cast()) };
    }
}

extern "C" fn visit(context: *mut c_void, data: *mut c_void) -> c_int {
    const GO_ON: c_int = 0;
    const STOP: c_int = 5;
    // SAFETY: what `run` passed.
    let walk = unsafe { &mut *data.cast::<Walk>() };
    let mut is_exact = 0;
    // SAFETY: the unwinder's own context, and a variable of ours.
    let place = unsafe { _Unwind_GetIPInfo(context, &raw mut is_exact) };
    if is_exact != 0 {
        // SAFETY: the unwinder's own context.
        walk.interrupted = Some((walk.seen, place, unsafe { _Unwind_GetCFA(context) }));
    }
    // SAFETY: null, or the state of this process.
    if let Some(state) = unsafe { walk.state.as_mut() }
        && walk.seen >= walk.skip
    {
        let at = walk.seen - walk.skip;
        state.frames[at] = place as u64;
        state.depth = at as u64 + 1;
    }
    walk.seen += 1;
    if walk.seen < walk.wanted { GO_ON } else { STOP }
}

/// Notes the functions from the one on that did wrong. Faulthandler raises the signal again when it is asked first: then
/// its own functions are on the stack, above that one.
fn walk(state: &mut State) {
    const FAR: usize = 256;
    let mut first = Walk { wanted: FAR, skip: 0, seen: 0, interrupted: None, state: ptr::null_mut() };
    first.run();
    let Some((skip, place, stack)) = first.interrupted else { return };
    if place as u64 != state.pc {
        state.pc = place as u64;
        state.sp = stack as u64;
    }
    let room = state.frames.len();
    let state = ptr::from_mut(state);
    Walk { wanted: skip + room, skip, seen: 0, interrupted: None, state }.run();
}

// -- Python lines

/// The test that runs, then the lines, innermost first, as faulthandler writes them.
fn write_python(descriptor: c_int) {
    // SAFETY: pytest writes it between tests.
    let test = unsafe { libc::getenv(c"PYTEST_CURRENT_TEST".as_ptr()) };
    if !test.is_null() {
        // SAFETY: a string that ends with a NUL.
        put(descriptor, unsafe { CStr::from_ptr(test) }.to_bytes());
    }
    put(descriptor, b"\n");
    let (dump, thread_state) = (DUMP.load(Ordering::Relaxed), THREAD_STATE.load(Ordering::Relaxed));
    if dump == 0 || thread_state == 0 {
        return write_lines(descriptor);
    }
    // SAFETY: `PyThreadState *PyGILState_GetThisThreadState(void)`, which reads thread-local storage only.
    let thread_state = unsafe { std::mem::transmute::<usize, extern "C" fn() -> usize>(thread_state) }();
    if thread_state != 0 {
        // SAFETY: `void _Py_DumpTraceback(int, PyThreadState *)` in 3.9 to 3.13; it is made for signal handlers.
        let dump = unsafe { std::mem::transmute::<usize, extern "C" fn(c_int, usize)>(dump) };
        dump(descriptor, thread_state);
    }
}

/// The same by the interpreter's other functions, which are less careful: the process may die in them, then this is what is missing.
fn write_lines(descriptor: c_int) {
    const MOST: usize = 32;
    let back = BACK.load(Ordering::Relaxed);
    let Some(python) = python::get().filter(|_| back != 0) else { return };
    let functions = &python.functions;
    // SAFETY: asks only.
    if unsafe { (functions.gil_check)() } == 0 {
        return;
    }
    // SAFETY: `PyFrameObject *PyFrame_GetBack(PyFrameObject *)` since 3.9.
    let back = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(Object) -> Object>(back) };
    // SAFETY: the GIL is held.
    let mut frame = unsafe { (functions.get_frame)() };
    for _ in 0..MOST {
        if frame == 0 {
            return;
        }
        write_line(descriptor, python, frame);
        // SAFETY: a live frame. Its references are never given back: the process is about to end.
        frame = unsafe { back(frame) };
    }
}

fn write_line(descriptor: c_int, python: &Python, frame: Object) {
    let functions = &python.functions;
    // SAFETY: a live frame.
    let line = unsafe { (functions.frame_line)(frame) };
    // SAFETY: a live frame.
    let code = unsafe { (functions.frame_code)(frame) };
    let mut digits = [0_u8; 12];
    put(descriptor, b"  File \"");
    put_name(descriptor, python, code, "co_filename");
    put(descriptor, b"\", line ");
    put(descriptor, decimal(line.unsigned_abs(), &mut digits));
    put(descriptor, b" in ");
    put_name(descriptor, python, code, "co_name");
    put(descriptor, b"\n");
}

fn put_name(descriptor: c_int, python: &Python, code: Object, field: &str) {
    let Some(place) = python.field("PyCodeObject", field).filter(|_| code != 0) else { return };
    let name = python::word(code + place);
    // SAFETY: code objects have texts there.
    let text = unsafe { (python.functions.as_utf8)(name, ptr::null_mut()) };
    if !text.is_null() {
        // SAFETY: a string that ends with a NUL.
        put(descriptor, unsafe { CStr::from_ptr(text) }.to_bytes());
    }
}

fn decimal(mut number: u32, digits: &mut [u8; 12]) -> &[u8] {
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &digits[at..];
        }
    }
}

// -- files, by the calls of the system alone

fn create(path: &CStr) -> Option<c_int> {
    open(path, libc::O_WRONLY | libc::O_CREAT | libc::O_TRUNC)
}

fn open(path: &CStr, flags: c_int) -> Option<c_int> {
    let path: *const c_char = path.as_ptr();
    // SAFETY: a string that ends with a NUL.
    let descriptor = unsafe { libc::open(path, flags | libc::O_CLOEXEC, 0o600) };
    (descriptor >= 0).then_some(descriptor)
}

fn close(descriptor: c_int) {
    // SAFETY: opened here.
    unsafe { libc::close(descriptor) };
}

fn put(descriptor: c_int, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        // SAFETY: bytes of ours.
        let written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
        let Some(rest) = usize::try_from(written).ok().and_then(|written| bytes.get(written..)) else {
            return;
        };
        bytes = rest;
    }
}

fn copy(from: &CStr, to: &CStr) {
    let (Some(source), Some(target)) = (open(from, libc::O_RDONLY), create(to)) else { return };
    let mut room = [MaybeUninit::<u8>::uninit(); 4096];
    loop {
        // SAFETY: so many bytes of ours.
        let read = unsafe { libc::read(source, room.as_mut_ptr().cast(), room.len()) };
        let Some(length) = usize::try_from(read).ok().filter(|length| *length > 0) else { break };
        // SAFETY: as many have been written by the call above.
        put(target, unsafe { std::slice::from_raw_parts(room.as_ptr().cast(), length) });
    }
    close(source);
    close(target);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_full() {
        let mut digits = [0; 12];
        assert_eq!(decimal(0, &mut digits), b"0");
        assert_eq!(decimal(u32::MAX, &mut digits), b"4294967295");
    }

    #[test]
    fn the_stack_is_walked_to_its_end() {
        let mut walk = Walk { wanted: 256, skip: 0, seen: 0, interrupted: None, state: ptr::null_mut() };
        walk.run();
        assert!(walk.seen > 3 && walk.interrupted.is_none(), "{}", walk.seen);
    }
}
