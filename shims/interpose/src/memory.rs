//! The memory that extensions allocated: who takes each block back. It does not look into the blocks.
//! The allocators of the C library are replaced for watched extensions only.

use std::arch::naked_asm;
use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use pilotage_ledger::Place;

use crate::special::Family;
use crate::{alive, blocks, hooks};

/// One block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Its bytes.
    pub(crate) size: usize,
    /// Who takes it back.
    pub(crate) family: Family,
    /// Where it was asked for.
    pub(crate) place: Place,
    /// Which allocation it was, counted over the whole process.
    serial: u64,
}

impl Block {
    /// A block that has just been given out.
    pub(crate) fn new(size: usize, family: Family, place: Place) -> Block {
        Block { size, family, place, serial: 0 }
    }
}

/// All blocks that are alive. Keys are complements of addresses: who looks through memory for pointers shall not find ours.
#[derive(Default)]
struct Table {
    blocks: HashMap<usize, Block, std::hash::BuildHasherDefault<Mixer>>,
    /// The last allocations, by key and serial number, oldest first; some of them may have gone.
    recent: Vec<(usize, u64)>,
    serial: u64,
}

/// The list of recent allocations is cleared of those that have gone when it is longer than this, and half of them have.
const MANY_RECENT: usize = 4096;

impl Table {
    fn insert(&mut self, address: usize, block: Block) {
        self.serial += 1;
        self.blocks.insert(!address, Block { serial: self.serial, ..block });
        self.recent.push((!address, self.serial));
        HAS_RECENT.store(true, Ordering::Relaxed);
        if self.recent.len() > MANY_RECENT.max(2 * self.blocks.len()) {
            let blocks = &self.blocks;
            self.recent.retain(|(key, serial)| blocks.get(key).is_some_and(|it| it.serial == *serial));
        }
    }
}

static BLOCKS: Mutex<Option<Table>> = Mutex::new(None);
static HAS_RECENT: AtomicBool = AtomicBool::new(false);

/// Regions outside of data segments, instances and blocks: states of modules.
static STATES: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

/// Addresses are spread well enough by one multiplication.
#[derive(Default)]
pub(crate) struct Mixer(u64);

impl std::hash::Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_usize(usize::from(*byte));
        }
    }
    fn write_usize(&mut self, value: usize) {
        self.0 = (self.0 ^ (value as u64 >> 4)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
    }
}

/// A block was given out.
pub(crate) fn allocated(address: usize, block: Block) {
    if address == 0 {
        return;
    }
    alive::block_made(address, &block);
    if let Ok(mut blocks) = BLOCKS.lock() {
        blocks.get_or_insert_default().insert(address, block);
    }
}

/// Takes blocks out of the table, or puts them back.
pub(crate) fn hide(blocks: &[(usize, Block)], hidden: bool) {
    let Ok(mut table) = BLOCKS.lock() else { return };
    let Some(table) = table.as_mut() else { return };
    for (key, block) in blocks {
        if hidden {
            table.blocks.remove(key);
        } else {
            table.blocks.insert(*key, *block);
        }
    }
}

/// From now on allocations are recent ones.
pub(crate) fn forget_recent() {
    if !has_recent() {
        return;
    }
    HAS_RECENT.store(false, Ordering::Relaxed);
    if let Ok(mut blocks) = BLOCKS.lock()
        && let Some(table) = blocks.as_mut()
    {
        table.recent.clear();
    }
}

/// There may be recent allocations.
#[inline]
pub(crate) fn has_recent() -> bool {
    HAS_RECENT.load(Ordering::Relaxed)
}

/// Blocks of recent allocations that are alive, as complements of their addresses.
pub(crate) fn recent(found: &mut Vec<(usize, Block)>) {
    found.clear();
    let Ok(blocks) = BLOCKS.lock() else { return };
    let Some(table) = blocks.as_ref() else { return };
    let alive = |(key, serial): &(usize, u64)| {
        let block = table.blocks.get(key).filter(|block| block.serial == *serial)?;
        Some((*key, *block))
    };
    found.extend(table.recent.iter().filter_map(alive));
}

/// A block goes back; what is known of it.
pub(crate) fn freed(address: usize) -> Option<Block> {
    alive::gone(address);
    forget(address)
}

/// The block is of no interest any more.
pub(crate) fn forget(address: usize) -> Option<Block> {
    BLOCKS.lock().ok()?.as_mut()?.blocks.remove(&!address)
}

/// What is known of a block.
pub(crate) fn block(address: usize) -> Option<Block> {
    BLOCKS.lock().ok()?.as_ref()?.blocks.get(&!address).copied()
}

/// The state of a module lies here.
pub(crate) fn state(address: usize, size: usize) {
    let Ok(mut states) = STATES.lock() else { return };
    if address != 0 && size > 0 && !states.contains(&(address, size)) {
        states.push((address, size));
    }
}

/// Address, or its complement, and size.
pub(crate) type Region = (usize, usize);

/// Blocks that are alive, as the complement of the address, and size; states of modules, as address and size.
pub(crate) fn regions() -> (Vec<Region>, Vec<Region>) {
    let mut found = Vec::new();
    if let Ok(blocks) = BLOCKS.lock() {
        let blocks = blocks.iter().flat_map(|table| &table.blocks);
        found.extend(blocks.filter(|(_, block)| block.size >= 8).map(|(key, block)| (*key, block.size)));
    }
    (found, STATES.lock().map(|states| states.clone()).unwrap_or_default())
}

macro_rules! note {
    ($address:expr, $size:expr, $family:expr, $pc:expr) => {{
        let address: *mut c_void = $address;
        // A return address belongs to what follows the call.
        let place = Place { pc: $pc.saturating_sub(1), item: Place::NO_ITEM };
        allocated(address as usize, Block::new($size, $family, place));
        address
    }};
}

/// A function that hands its own return address to `$inner` as one argument more.
macro_rules! with_caller {
    ($name:ident, $inner:ident, $register:literal) => {
        #[unsafe(naked)]
        unsafe extern "C" fn $name() {
            naked_asm!(concat!("mov ", $register, ", [rsp]"), "jmp {inner}", inner = sym $inner)
        }
    };
}

with_caller!(malloc, malloc_from, "rsi");
with_caller!(calloc, calloc_from, "rdx");
with_caller!(realloc, realloc_from, "rdx");

unsafe extern "C" fn malloc_from(size: usize, pc: usize) -> *mut c_void {
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::malloc(size) }, size, Family::C, pc)
}

unsafe extern "C" fn calloc_from(count: usize, size: usize, pc: usize) -> *mut c_void {
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::calloc(count, size) }, count.saturating_mul(size), Family::C, pc)
}

unsafe extern "C" fn realloc_from(old: *mut c_void, size: usize, pc: usize) -> *mut c_void {
    blocks::check_family(old as usize, Family::C);
    let known = freed(old as usize);
    // SAFETY: the call that we were asked for.
    let new = unsafe { libc::realloc(old, size) };
    if new.is_null() && size != 0 {
        // The old block stays.
        if let Some(block) = known {
            allocated(old as usize, block);
        }
        return new;
    }
    note!(new, size, Family::C, pc)
}

unsafe extern "C" fn c_free(old: *mut c_void) {
    if blocks::give_back(old as usize, Family::C) {
        // SAFETY: the call that we were asked for.
        unsafe { libc::free(old) };
    }
}

/// The C++ functions of this process, found when they are first replaced.
static OPERATORS: [AtomicUsize; 6] = [const { AtomicUsize::new(0) }; 6];
const OPERATOR_NAMES: [&std::ffi::CStr; 6] =
    [c"_Znwm", c"_Znam", c"_ZdlPv", c"_ZdaPv", c"_ZdlPvm", c"_ZdaPvm"];

fn operator(which: usize) -> usize {
    OPERATORS.get(which).map_or(0, |it| it.load(Ordering::Relaxed))
}

macro_rules! operator_new {
    ($name:ident, $inner:ident, $which:literal, $family:expr) => {
        with_caller!($name, $inner, "rsi");

        unsafe extern "C-unwind" fn $inner(size: usize, pc: usize) -> *mut c_void {
            // SAFETY: the address of that operator, whose exception may pass through this frame.
            let real = unsafe {
                std::mem::transmute::<usize, unsafe extern "C-unwind" fn(usize) -> *mut c_void>(operator(
                    $which,
                ))
            };
            // SAFETY: the call that we were asked for.
            note!(unsafe { real(size) }, size, $family, pc)
        }
    };
}

macro_rules! operator_delete {
    ($name:ident, $which:literal, $family:expr) => {
        unsafe extern "C-unwind" fn $name(old: *mut c_void, size: usize) {
            if !blocks::give_back(old as usize, $family) {
                return;
            }
            // SAFETY: the address of that operator; where it takes no size, the second argument is ignored.
            let real = unsafe {
                std::mem::transmute::<usize, unsafe extern "C-unwind" fn(*mut c_void, usize)>(operator(
                    $which,
                ))
            };
            // SAFETY: the call that we were asked for.
            unsafe { real(old, size) };
        }
    };
}

operator_new!(new, new_from, 0, Family::New);
operator_new!(new_array, new_array_from, 1, Family::NewArray);
operator_delete!(delete, 2, Family::New);
operator_delete!(delete_array, 3, Family::NewArray);
operator_delete!(delete_sized, 4, Family::New);
operator_delete!(delete_array_sized, 5, Family::NewArray);

fn replaced_operator(name: &str) -> Option<usize> {
    let which = OPERATOR_NAMES.iter().position(|known| known.to_bytes() == name.as_bytes())?;
    let real = hooks::python_symbol(OPERATOR_NAMES[which])?;
    OPERATORS[which].store(real, Ordering::Relaxed);
    let functions = [
        new as *const () as usize,
        new_array as *const () as usize,
        delete as *const () as usize,
        delete_array as *const () as usize,
        delete_sized as *const () as usize,
        delete_array_sized as *const () as usize,
    ];
    functions.get(which).copied()
}

/// What stands in for a function of the C library in watched extensions.
pub(crate) fn replacement(name: &str) -> Option<usize> {
    Some(match name {
        "malloc" => malloc as *const () as usize,
        "calloc" => calloc as *const () as usize,
        "realloc" => realloc as *const () as usize,
        "free" => c_free as *const () as usize,
        _ => return replaced_operator(name),
    })
}
