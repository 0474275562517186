//! The memory of the extensions: what they allocated, and where in it words lie that point to an object.
//! The allocators of the C library are replaced for watched extensions only.

use std::collections::HashMap;
use std::ffi::c_void;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use pilotage_ledger::Place;

use crate::python::Python;
use crate::special::Family;
use crate::{calls, deaths, extension, hooks, python};

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

static SCANNED: AtomicU64 = AtomicU64::new(0);

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

/// No more than this is looked through at once.
const LARGEST_BYTES: usize = 64 << 20;
/// No more than this is looked through in all.
const MOST_BYTES: u64 = 16 << 30;

/// Everything in which extensions keep references, as address and size; `None` when it is too much.
fn regions() -> Option<Vec<(usize, usize)>> {
    let mut regions = extension::data();
    if let Ok(blocks) = BLOCKS.lock() {
        let blocks = blocks.iter().flat_map(HashMap::iter);
        regions.extend(blocks.filter(|(_, block)| block.size >= 8).map(|(at, block)| (*at, block.size)));
    }
    if let Ok(states) = STATES.lock() {
        regions.extend(states.iter().copied());
    }
    let mut instances = Vec::new();
    deaths::instances(&mut instances);
    if let Some(python) = python::get() {
        regions
            .extend(instances.iter().map(|object| (*object + 16, python.size(*object).saturating_sub(16))));
    }
    // Exceptions that are set or handled belong to the thread; generated code stores them there by itself.
    regions.extend(python::get().and_then(Python::thread_state));
    keep_mapped(&mut regions);
    let total: usize = regions.iter().map(|(_, size)| size).sum();
    let before = SCANNED.fetch_add(total as u64, Ordering::Relaxed);
    (total <= LARGEST_BYTES && before < MOST_BYTES).then_some(regions)
}

/// Leaves out what is no longer there: blocks can go back through libraries that are not watched.
fn keep_mapped(regions: &mut Vec<(usize, usize)>) {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut mapped: Vec<(usize, usize)> = Vec::new();
    for line in maps.lines() {
        let Some((range, rest)) = line.split_once(' ') else { continue };
        let Some((from, to)) = range.split_once('-') else { continue };
        let number = |text| usize::from_str_radix(text, 16).unwrap_or(0);
        if rest.starts_with('r') {
            match mapped.last_mut().filter(|last| last.1 == number(from)) {
                Some(last) => last.1 = number(to),
                None => mapped.push((number(from), number(to))),
            }
        }
    }
    regions.retain(|(start, size)| {
        let behind = mapped.partition_point(|range| range.0 <= *start);
        behind.checked_sub(1).and_then(|at| mapped.get(at)).is_some_and(|range| start + size <= range.1)
    });
}

/// How many words of the extensions' memory are each of these objects; `None` when it cannot be told.
pub(crate) fn held(objects: &[usize]) -> Option<Vec<i64>> {
    Some(count(objects, regions()?.into_iter().flat_map(|(start, size)| words(start, size))))
}

/// A copy of all the words that may be references.
pub(crate) fn snapshot() -> Option<Vec<usize>> {
    let looks_like_object = |word: &usize| *word > 0xffff && word.is_multiple_of(8) && *word >> 47 == 0;
    Some(
        regions()?
            .into_iter()
            .flat_map(|(start, size)| words(start, size))
            .filter(looks_like_object)
            .collect(),
    )
}

/// How many words of a copy are each of these objects.
pub(crate) fn held_in(snapshot: &[usize], objects: &[usize]) -> Vec<i64> {
    count(objects, snapshot.iter().copied())
}

fn words(start: usize, size: usize) -> impl Iterator<Item = usize> {
    let first = start.next_multiple_of(8);
    (first..(start + size).saturating_sub(7)).step_by(8).map(python::word)
}

fn count(objects: &[usize], words: impl Iterator<Item = usize>) -> Vec<i64> {
    let mut counts = vec![0; objects.len()];
    let (low, high) = objects.iter().fold((usize::MAX, 0), |(low, high), at| (low.min(*at), high.max(*at)));
    for word in words.filter(|word| (low..=high).contains(word)) {
        for (object, count) in objects.iter().zip(&mut counts) {
            *count += i64::from(*object == word);
        }
    }
    counts
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
    calls::check_family(old as usize, Family::C);
    freed(old as usize);
    // SAFETY: the call that we were asked for.
    note!(unsafe { libc::realloc(old, size) }, size, Family::C)
}

unsafe extern "C" fn c_free(old: *mut c_void) {
    if calls::give_back(old as usize, Family::C) {
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
            if !calls::give_back(old as usize, $family) {
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
