//! The memory that extensions allocated: who takes each block back. It does not look into the blocks.
//! The allocators of the C library are replaced for watched extensions only.

use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use pilotage_ledger::Place;

use crate::special::Family;
use crate::{blocks, hooks};

/// One block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Its bytes.
    pub(crate) size: usize,
    /// Who takes it back.
    pub(crate) family: Family,
    /// Where it was asked for; unknown for blocks of the C library.
    pub(crate) place: Place,
}

static BLOCKS: Mutex<Option<HashMap<usize, Block, std::hash::BuildHasherDefault<Mixer>>>> = Mutex::new(None);

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
    if let Ok(mut blocks) = BLOCKS.lock() {
        blocks.get_or_insert_default().insert(address, block);
    }
}

/// A block goes back; what is known of it.
pub(crate) fn freed(address: usize) -> Option<Block> {
    BLOCKS.lock().ok()?.as_mut()?.remove(&address)
}

/// What is known of a block.
pub(crate) fn block(address: usize) -> Option<Block> {
    BLOCKS.lock().ok()?.as_ref()?.get(&address).copied()
}

/// The state of a module lies here.
pub(crate) fn state(address: usize, size: usize) {
    let Ok(mut states) = STATES.lock() else { return };
    if address != 0 && size > 0 && !states.contains(&(address, size)) {
        states.push((address, size));
    }
}

/// Address and size.
pub(crate) type Region = (usize, usize);

/// Blocks that are alive, and states of modules, each as address and size.
pub(crate) fn regions() -> (Vec<Region>, Vec<Region>) {
    let mut found = Vec::new();
    if let Ok(blocks) = BLOCKS.lock() {
        let blocks = blocks.iter().flat_map(HashMap::iter);
        found.extend(blocks.filter(|(_, block)| block.size >= 8).map(|(at, block)| (*at, block.size)));
    }
    (found, STATES.lock().map(|states| states.clone()).unwrap_or_default())
}

macro_rules! note {
    ($address:expr, $size:expr, $family:expr) => {{
        let address: *mut c_void = $address;
        allocated(address as usize, Block { size: $size, family: $family, place: Place::default() });
        address
    }};
}

unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::malloc(size) }, size, Family::C)
}

unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::calloc(count, size) }, count.saturating_mul(size), Family::C)
}

unsafe extern "C" fn realloc(old: *mut c_void, size: usize) -> *mut c_void {
    blocks::check_family(old as usize, Family::C);
    freed(old as usize);
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::realloc(old, size) }, size, Family::C)
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
    ($name:ident, $which:literal, $family:expr) => {
        unsafe extern "C-unwind" fn $name(size: usize) -> *mut c_void {
            // SAFETY: the address of that operator, whose exception may pass through this frame.
            let real = unsafe {
                std::mem::transmute::<usize, unsafe extern "C-unwind" fn(usize) -> *mut c_void>(operator(
                    $which,
                ))
            };
            // SAFETY: the call that we were asked for.
            note!(unsafe { real(size) }, size, $family)
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

operator_new!(new, 0, Family::New);
operator_new!(new_array, 1, Family::NewArray);
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
