//! Machine code that stands in front of a function: it tells us, calls the function, and tells us again.
//! Thunks call and return as compilers do, so debuggers and C++ exceptions see ordinary frames. x86-64 only.

use std::arch::global_asm;
use std::ffi::c_void;
use std::ptr;
use std::sync::Mutex;

use pilotage_ledger::State;

use crate::slot::Slot;

/// What a thunk saves on the stack; the offsets are used by the machine code below.
#[repr(C)]
pub(crate) struct Frame {
    /// What the thunk stands for.
    pub(crate) slot: &'static Slot,
    /// rdi, rsi, rdx, rcx, r8, r9: the first six arguments.
    pub(crate) arguments: [usize; 6],
    rax: usize,
    /// rax, rdx: the result.
    pub(crate) result: [usize; 2],
    /// xmm0, xmm1 as results.
    float_results: [u128; 2],
    float_arguments: [u128; 8],
    /// Return address in the caller.
    pub(crate) pc: usize,
    /// Arguments on the stack.
    pub(crate) stack: *const usize,
    /// What the first half leaves for the second.
    pub(crate) note: Note,
}

impl Frame {
    /// The result of functions that return a double.
    pub(crate) fn set_float_result(&mut self, value: f64) {
        self.float_results[0] = u128::from(value.to_bits());
    }
}

/// What is remembered during the call.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C)]
pub(crate) struct Note {
    /// How the call is accounted for; 0: not at all.
    pub(crate) mode: u32,
    /// State of the GIL lock to give back.
    pub(crate) lock: i32,
    /// Values of out parameters before the call.
    pub(crate) before: [usize; 4],
    /// What is known of this thread; 0 where the call is not accounted for.
    pub(crate) thread: usize,
}

const FRAME: usize = 320;
const _: () = assert!(size_of::<Frame>() <= FRAME);
const _: () = assert!(std::mem::offset_of!(Frame, arguments) == 8);
const _: () = assert!(std::mem::offset_of!(Frame, rax) == 56);
const _: () = assert!(std::mem::offset_of!(Frame, result) == 64);
const _: () = assert!(std::mem::offset_of!(Frame, float_results) == 80);
const _: () = assert!(std::mem::offset_of!(Frame, float_arguments) == 112);
const _: () = assert!(std::mem::offset_of!(Frame, pc) == 240);
const _: () = assert!(std::mem::offset_of!(Frame, stack) == 248);

/// Bit of [`Slot::flags`]: arguments come in vector registers, too.
pub(crate) const FLOATS: u32 = 1;

unsafe extern "C" {
    /// Runs `pilotage_before_call`, the function, `pilotage_after_call`; expects the slot in r11.
    fn pilotage_call_thunk();
    /// The same with `pilotage_before_entry` and `pilotage_after_entry`.
    fn pilotage_entry_thunk();
}

macro_rules! thunk {
    ($name:literal, $before:literal, $after:literal) => {
        global_asm!(
            concat!(".globl ", $name),
            concat!(".hidden ", $name),
            concat!(".type ", $name, ",@function"),
            concat!($name, ":"),
            ".cfi_startproc",
            "push rbp",
            ".cfi_def_cfa_offset 16",
            ".cfi_offset rbp, -16",
            "mov rbp, rsp",
            ".cfi_def_cfa_register rbp",
            "sub rsp, 320",
            "mov [rbp-320], r11",
            "mov [rbp-312], rdi",
            "mov [rbp-304], rsi",
            "mov [rbp-296], rdx",
            "mov [rbp-288], rcx",
            "mov [rbp-280], r8",
            "mov [rbp-272], r9",
            "mov [rbp-264], rax",
            "test dword ptr [r11+12], 1",
            "jz 2f",
            "movups [rbp-208], xmm0",
            "movups [rbp-192], xmm1",
            "movups [rbp-176], xmm2",
            "movups [rbp-160], xmm3",
            "movups [rbp-144], xmm4",
            "movups [rbp-128], xmm5",
            "movups [rbp-112], xmm6",
            "movups [rbp-96], xmm7",
            "2:",
            "mov rax, [rbp+8]",
            "mov [rbp-80], rax",
            "lea rax, [rbp+16]",
            "mov [rbp-72], rax",
            "lea rdi, [rbp-320]",
            concat!("call ", $before),
            "test rax, rax",
            "jz 5f",
            "mov r11, rax",
            "mov rax, [rbp-320]",
            "mov ecx, [rax+8]",
            "test ecx, ecx",
            "jz 3f",
            // Arguments on the stack follow; nobody knows how many a variadic call has.
            "lea rdx, [rcx*8]",
            "sub rsp, rdx",
            "mov rdi, rsp",
            "lea rsi, [rbp+16]",
            "rep movsq",
            "3:",
            "test dword ptr [rax+12], 1",
            "jz 4f",
            "movups xmm0, [rbp-208]",
            "movups xmm1, [rbp-192]",
            "movups xmm2, [rbp-176]",
            "movups xmm3, [rbp-160]",
            "movups xmm4, [rbp-144]",
            "movups xmm5, [rbp-128]",
            "movups xmm6, [rbp-112]",
            "movups xmm7, [rbp-96]",
            "4:",
            "mov rdi, [rbp-312]",
            "mov rsi, [rbp-304]",
            "mov rdx, [rbp-296]",
            "mov rcx, [rbp-288]",
            "mov r8, [rbp-280]",
            "mov r9, [rbp-272]",
            "mov rax, [rbp-264]",
            "call r11",
            "mov [rbp-256], rax",
            "mov [rbp-248], rdx",
            "movups [rbp-240], xmm0",
            "movups [rbp-224], xmm1",
            "lea rdi, [rbp-320]",
            concat!("call ", $after),
            "5:",
            "mov rax, [rbp-256]",
            "mov rdx, [rbp-248]",
            "movups xmm0, [rbp-240]",
            "movups xmm1, [rbp-224]",
            "leave",
            ".cfi_def_cfa rsp, 8",
            "ret",
            ".cfi_endproc",
            concat!(".size ", $name, ", .-", $name),
        );
    };
}

thunk!("pilotage_call_thunk", "pilotage_before_call", "pilotage_after_call");
thunk!("pilotage_entry_thunk", "pilotage_before_entry", "pilotage_after_entry");

// For calls with which nothing can be wrong but the GIL: the thread is the one that asked last, is within watched code and has the GIL. Then
// the call is noted in the mapped file, as `record::call` does, and the function is jumped to. All others go the long way.
global_asm!(
    ".globl pilotage_light_thunk",
    ".hidden pilotage_light_thunk",
    ".type pilotage_light_thunk,@function",
    "pilotage_light_thunk:",
    ".cfi_startproc",
    "mov r10, [rip + {last}]",
    "test r10, r10",
    "jz 3f",
    "push rax",
    ".cfi_adjust_cfa_offset 8",
    "mov rax, fs:0",
    "cmp rax, [r10]",
    "jne 2f",
    "cmp word ptr [r10+8], 1",
    "jne 2f",
    "mov r10, [rip + {state}]",
    "test r10, r10",
    "jz 1f",
    "mov rax, [r10]",
    "inc qword ptr [r10]",
    "and eax, 63",
    "shl eax, 4",
    "lea r10, [r10+rax+{calls}]",
    "mov rax, [rsp+8]",
    "mov [r10], rax",
    "mov eax, [r11+20]",
    "mov [r10+8], rax",
    "1:",
    "pop rax",
    ".cfi_adjust_cfa_offset -8",
    "jmp [r11]",
    "2:",
    ".cfi_adjust_cfa_offset 8",
    "pop rax",
    ".cfi_adjust_cfa_offset -8",
    "3:",
    "jmp pilotage_call_thunk",
    ".cfi_endproc",
    ".size pilotage_light_thunk, .-pilotage_light_thunk",
    last = sym crate::thread::LAST,
    state = sym crate::record::STATE,
    calls = const std::mem::offset_of!(State, last),
);

const _: () = assert!(std::mem::offset_of!(State, calls) == 0);

unsafe extern "C" {
    fn pilotage_light_thunk();
}

/// Which of the three a thunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The extension calls out.
    Call,
    /// The same, and nothing is to be done behind the call.
    LightCall,
    /// The extension is called.
    Entry,
}

/// Address of the code that runs for calls, with the slot in r11.
pub(crate) fn call_code() -> usize {
    pilotage_call_thunk as *const () as usize
}

const PAGE: usize = 4096;
const CODE_BYTES: usize = 32;
const PER_PAGE: usize = PAGE / CODE_BYTES;

/// Addresses of code that is made and not given out yet, with the cells that they read.
static SPARE: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// Code that stands for `slot`; 0 when there is no memory.
pub(crate) fn make(slot: &'static Slot, side: Side) -> usize {
    let Ok(mut spare) = SPARE.lock() else { return 0 };
    if spare.is_empty() {
        fill(&mut spare);
    }
    let Some((code, cells)) = spare.pop() else { return 0 };
    let common = match side {
        Side::Call => pilotage_call_thunk as *const () as usize,
        Side::LightCall => pilotage_light_thunk as *const () as usize,
        Side::Entry => pilotage_entry_thunk as *const () as usize,
    };
    let cells = cells as *mut usize;
    // SAFETY: the two cells belong to this code alone and are writable for ever.
    unsafe { cells.write(ptr::from_ref(slot) as usize) };
    // SAFETY: the second of two cells.
    let second = unsafe { cells.add(1) };
    // SAFETY: as above.
    unsafe { second.write(common) };
    code
}

/// A page of code that reads its slot and target from the page behind it, so that code is never writable
/// once it can run.
fn fill(spare: &mut Vec<(usize, usize)>) {
    // SAFETY: a new mapping, nothing else is touched.
    let base = unsafe {
        libc::mmap(
            ptr::null_mut(),
            2 * PAGE,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
            -1,
            0,
        )
    };
    if base == libc::MAP_FAILED {
        return;
    }
    for at in 0..PER_PAGE {
        let code = base as usize + at * CODE_BYTES;
        let cells = base as usize + PAGE + at * 16;
        let bytes = encode(code, cells);
        // SAFETY: CODE_BYTES of the new mapping that nobody else has seen.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), code as *mut u8, bytes.len()) };
        spare.push((code, cells));
    }
    // SAFETY: the first page of our own mapping, whose code is complete.
    let done = unsafe { libc::mprotect(base.cast::<c_void>(), PAGE, libc::PROT_READ | libc::PROT_EXEC) };
    if done != 0 {
        spare.clear();
    }
}

/// `endbr64; mov r11, [cell 0]; jmp [cell 1]`, both relative to the instruction pointer.
fn encode(code: usize, cells: usize) -> [u8; 17] {
    let mut bytes = [0xf3, 0x0f, 0x1e, 0xfa, 0x4c, 0x8b, 0x1d, 0, 0, 0, 0, 0xff, 0x25, 0, 0, 0, 0];
    let first = (cells as i64 - (code as i64 + 11)) as i32;
    let second = (cells as i64 + 8 - (code as i64 + 17)) as i32;
    bytes[7..11].copy_from_slice(&first.to_le_bytes());
    bytes[13..17].copy_from_slice(&second.to_le_bytes());
    bytes
}
