//! Second runs only: breakpoints where an extension calls through a pointer. Calls that leave the extensions are accounted for
//! like calls of the API that they stand for; all others go on as they would have.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, Once};

use crate::slot::Slot;
use crate::{extension, indirect, settings, thread, thunk};

/// An instruction with a breakpoint in its place.
#[derive(Clone, Copy, Debug)]
struct Site {
    /// Address behind the instruction.
    next: usize,
    /// The byte where the breakpoint is.
    first: u8,
    is_call: bool,
    target: Target,
}

/// Where an instruction goes to; registers by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Register(u8),
    Memory { base: Option<u8>, index: Option<(u8, u8)>, displacement: i64 },
}

type Sites = HashMap<usize, Site>;

/// All breakpoints. A table is replaced by a larger one and never freed: a handler may be reading it.
static SITES: AtomicPtr<Sites> = AtomicPtr::new(ptr::null_mut());
static CHANGE: Mutex<()> = Mutex::new(());

/// Entries that are to be looked at closely and have not come that far.
static LEFT: AtomicUsize = AtomicUsize::new(0);
/// Breakpoints that were hit since the last of them has.
static HITS: AtomicUsize = AtomicUsize::new(0);
/// All has been seen that there is to see: breakpoints slow everything down, and in a loop there are millions.
static OVER: AtomicBool = AtomicBool::new(false);

/// A close look begins, at so many entries.
pub(crate) fn begin(entries: usize) {
    LEFT.store(entries, Ordering::Relaxed);
    HITS.store(0, Ordering::Relaxed);
    OVER.store(false, Ordering::Relaxed);
}

/// The last call of an entry that a first run suspected has come.
pub(crate) fn reached() {
    let left = LEFT.load(Ordering::Relaxed);
    LEFT.store(left.saturating_sub(1), Ordering::Relaxed);
}

/// There is no more to look at closely. Calls may come at other times than in the first run, so it goes on for a while.
pub(crate) fn is_over() -> bool {
    const PATIENCE: usize = 100_000;
    if OVER.load(Ordering::Relaxed) {
        return true;
    }
    if LEFT.load(Ordering::Relaxed) > 0 || HITS.load(Ordering::Relaxed) < PATIENCE {
        return false;
    }
    OVER.store(true, Ordering::Relaxed);
    disarm();
    true
}

/// Puts breakpoints into a library that has just been loaded.
pub(crate) fn arm(path: &str, base: usize) {
    let list = settings::get().and_then(|it| it.sites.as_ref());
    let is_over = OVER.load(Ordering::Relaxed);
    if let Some(offsets) = list.and_then(|list| list.get(path)).filter(|_| !is_over) {
        arm_at(base, offsets);
    }
}

/// Puts breakpoints at these places of the library that lies at `base`.
pub(crate) fn arm_at(base: usize, offsets: &[usize]) {
    static ONCE: Once = Once::new();
    ONCE.call_once(listen);
    let Ok(_guard) = CHANGE.lock() else { return };
    let old = SITES.load(Ordering::Acquire);
    // SAFETY: made by this function and never freed.
    let mut sites = unsafe { old.as_ref() }.cloned().unwrap_or_default();
    let site = |address: usize| sites.get(&address).copied().or_else(|| read(address));
    let found: Vec<(usize, Site)> =
        offsets.iter().filter_map(|offset| Some((base + offset, site(base + offset)?))).collect();
    sites.extend(found.iter().copied());
    // The table first: the first hit may come while others are being written.
    SITES.store(Box::into_raw(Box::new(sites)), Ordering::Release);
    for (address, _) in found {
        extension::write_code(address, &[BREAKPOINT]);
    }
}

/// Takes all breakpoints away. The table stays: another thread may be on its way to the handler.
pub(crate) fn disarm() {
    let Ok(_guard) = CHANGE.lock() else { return };
    // SAFETY: tables are never freed.
    let sites = unsafe { SITES.load(Ordering::Acquire).as_ref() };
    for (address, site) in sites.into_iter().flatten() {
        extension::write_code(*address, &[site.first]);
    }
}

const BREAKPOINT: u8 = 0xcc;

fn byte(address: usize) -> u8 {
    // SAFETY: code of a library that is loaded.
    unsafe { *(address as *const u8) }
}

/// Decodes `call` and `jmp` with one operand in a register or in memory.
fn read(address: usize) -> Option<Site> {
    let mut at = address;
    // Prefixes of control-flow checks.
    while matches!(byte(at), 0x3e | 0xf2) {
        at += 1;
    }
    let rex = if byte(at) & 0xf0 == 0x40 { byte(at) } else { 0 };
    at += usize::from(rex != 0);
    if byte(at) != 0xff {
        return None;
    }
    let mode = byte(at + 1);
    let is_call = match mode >> 3 & 7 {
        2 => true,
        4 => false,
        _ => return None,
    };
    at += 2;
    let extended = |bit: u8| (rex >> bit & 1) << 3;
    let (kind, low) = (mode >> 6, mode & 7);
    if kind == 3 {
        let target = Target::Register(low | extended(0));
        return Some(Site { next: at, first: byte(address), is_call, target });
    }
    let mut base = Some(low | extended(0));
    let mut index = None;
    let mut is_relative = kind == 0 && low == 5;
    let mut has_wide = kind == 2 || is_relative;
    if low == 4 {
        let scaled = byte(at);
        at += 1;
        let number = scaled >> 3 & 7 | extended(1);
        index = (number != 4).then_some((number, scaled >> 6));
        base = Some(scaled & 7 | extended(0));
        is_relative = false;
        if kind == 0 && scaled & 7 == 5 {
            base = None;
            has_wide = true;
        }
    }
    let displacement = if has_wide {
        at += 4;
        i64::from(crate::python::int(at - 4))
    } else if kind == 1 {
        at += 1;
        i64::from(byte(at - 1) as i8)
    } else {
        0
    };
    let target = if is_relative {
        Target::Memory { base: None, index: None, displacement: at as i64 + displacement }
    } else {
        Target::Memory { base, index, displacement }
    };
    Some(Site { next: at, first: byte(address), is_call, target })
}

fn listen() {
    // SAFETY: all zero is a valid value of this struct.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    action.sa_sigaction = hit as *const () as usize;
    action.sa_flags = libc::SA_SIGINFO | libc::SA_NODEFER | libc::SA_RESTART;
    // SAFETY: a struct of ours, a handler of the right form.
    unsafe { libc::sigaction(libc::SIGTRAP, &raw const action, ptr::null_mut()) };
}

/// Registers in the order of their numbers in instructions.
const REGISTERS: [c_int; 16] = [
    libc::REG_RAX,
    libc::REG_RCX,
    libc::REG_RDX,
    libc::REG_RBX,
    libc::REG_RSP,
    libc::REG_RBP,
    libc::REG_RSI,
    libc::REG_RDI,
    libc::REG_R8,
    libc::REG_R9,
    libc::REG_R10,
    libc::REG_R11,
    libc::REG_R12,
    libc::REG_R13,
    libc::REG_R14,
    libc::REG_R15,
];

type Registers = [i64; 23];

fn register(registers: &Registers, number: u8) -> usize {
    registers[REGISTERS[usize::from(number & 15)] as usize] as usize
}

extern "C" fn hit(_signal: c_int, _info: *mut libc::siginfo_t, context: *mut c_void) {
    let context = context.cast::<libc::ucontext_t>();
    // SAFETY: the kernel passes a filled struct that is ours to change.
    let registers: &mut Registers = unsafe { &mut (*context).uc_mcontext.gregs };
    let address = registers[libc::REG_RIP as usize] as usize - 1;
    // SAFETY: tables are never freed.
    let sites = unsafe { SITES.load(Ordering::Acquire).as_ref() };
    let Some(site) = sites.and_then(|sites| sites.get(&address)) else {
        // SAFETY: a breakpoint of somebody else: what the system does with it.
        unsafe { libc::signal(libc::SIGTRAP, libc::SIG_DFL) };
        registers[libc::REG_RIP as usize] = address as i64;
        return;
    };
    if LEFT.load(Ordering::Relaxed) == 0 {
        HITS.fetch_add(1, Ordering::Relaxed);
    }
    let target = destination(site, registers);
    let is_inside = extension::of_code(target).is_some();
    if site.is_call {
        let stack = registers[libc::REG_RSP as usize] as usize - 8;
        crate::python::set_word(stack, site.next);
        registers[libc::REG_RSP as usize] = stack as i64;
    }
    let slot =
        if is_inside || !thread::current().inside { None } else { stand_in(address, target, registers) };
    match slot {
        Some(slot) => {
            registers[libc::REG_R11 as usize] = ptr::from_ref(slot) as i64;
            registers[libc::REG_RIP as usize] = thunk::call_code() as i64;
        }
        None => registers[libc::REG_RIP as usize] = target as i64,
    }
}

fn destination(site: &Site, registers: &Registers) -> usize {
    match site.target {
        Target::Register(number) => register(registers, number),
        Target::Memory { base, index, displacement } => {
            let base = base.map_or(0, |number| register(registers, number));
            let index = index.map_or(0, |(number, shift)| register(registers, number) << shift);
            crate::python::word(base.wrapping_add(index).wrapping_add(displacement as usize))
        }
    }
}

/// The call of the API that a call through a pointer stands for, made when it is first needed.
fn stand_in(address: usize, target: usize, registers: &Registers) -> Option<&'static Slot> {
    let first = registers[libc::REG_RDI as usize] as usize;
    let number = extension::of_code(address)?;
    match indirect::meaning(target, first) {
        indirect::Meaning::Call(item) => Some(indirect::slot(item, target, number)),
        indirect::Meaning::Unknown => {
            if let Some(account) = thread::current().account() {
                account.activation.unsure = true;
            }
            None
        }
        indirect::Meaning::Elsewhere => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(code: &[u8]) -> (Site, usize) {
        let start = code.as_ptr() as usize;
        (read(start).expect("a call or jump"), start)
    }

    #[test]
    fn operands_are_read_like_the_processor_does() {
        let memory = |base, index, displacement| Target::Memory { base, index, displacement };
        let cases: [(&[u8], bool, Target); 8] = [
            (&[0xff, 0xd0], true, Target::Register(0)),
            (&[0x41, 0xff, 0xe3], false, Target::Register(11)),
            (&[0x3e, 0xff, 0xe0], false, Target::Register(0)),
            (&[0xff, 0x50, 0x28], true, memory(Some(0), None, 0x28)),
            (&[0xff, 0x90, 0x30, 0x01, 0, 0], true, memory(Some(0), None, 0x130)),
            (&[0x41, 0xff, 0x54, 0x24, 0xf8], true, memory(Some(12), None, -8)),
            (&[0xff, 0x24, 0xc5, 0x10, 0, 0, 0], false, memory(None, Some((0, 3)), 0x10)),
            (&[0x42, 0xff, 0x14, 0xe0], true, memory(Some(0), Some((12, 3)), 0)),
        ];
        for (code, is_call, target) in cases {
            let (site, start) = decoded(code);
            assert_eq!(
                (site.is_call, site.target, site.next),
                (is_call, target, start + code.len()),
                "{code:x?}"
            );
        }
        let relative = [0xff, 0x15, 0x10, 0, 0, 0];
        let (site, start) = decoded(&relative);
        assert_eq!(site.target, memory(None, None, start as i64 + 6 + 0x10));
        assert!(read([0x48_u8, 0x89, 0xc0].as_ptr() as usize).is_none());
    }
}
