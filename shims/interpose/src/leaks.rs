//! Memory that an outermost call allocated and that nothing points to when it is over. All writable memory of the process is
//! looked through, so a block that anybody may still free is not reported; a word that was left behind hides a leak.
//! In memory that is not the extensions' own, only pointers to the beginning of a block count: garbage points anywhere.

use std::collections::HashMap;
use std::ffi::c_void;
use std::hash::BuildHasherDefault;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use pilotage_ledger::Place;

use crate::gil::UnderGil;
use crate::memory::{self, Block, Mixer, Region};
use crate::python::Python;
use crate::thread::Account;
use crate::{picture, record};

/// No more of the time since the first look goes into looking than one part in so many, once the allowance is used up.
const PART: u32 = 12;
const ALLOWANCE: Duration = Duration::from_millis(1500);
/// With more blocks than this, those behind are not asked for.
const MOST_BLOCKS: usize = 1 << 16;
/// So many blocks are compared one by one.
const FEW_BLOCKS: usize = 16;
/// So many looks for the same place of allocation; afterwards they get rarer.
const AT_ONCE: u32 = 8;
/// The longest pause, as a power of two.
const LONGEST_PAUSE: u32 = 17;
/// Pointers so far behind the start of a block are still pointers to its beginning: behind a header, to a base class.
const BEGINNING: usize = 64;
/// Pointers in packed structs lie at multiples of 4.
const PACKED: usize = 4;
/// Memory is copied in pieces of this size.
const PIECE: usize = 1 << 20;

/// The first look, and nanoseconds that all looks took.
static FIRST: OnceLock<Instant> = OnceLock::new();
static SPENT: AtomicU64 = AtomicU64::new(0);

/// How often blocks of a place were asked for, and when to ask again.
#[derive(Clone, Copy, Debug, Default)]
struct Experience {
    seen: u64,
    looks: u32,
    next: u64,
}

/// By the place of allocation.
type Experiences = HashMap<usize, Experience, BuildHasherDefault<Mixer>>;

static KNOWN: Mutex<Option<Experiences>> = Mutex::new(None);

/// Room for blocks, kept from look to look.
static ROOM: UnderGil<Vec<(usize, Block)>> = UnderGil::new(Vec::new());

/// The outermost call is over, and no other thread was in watched code meanwhile.
pub(crate) fn look(account: &Account, python: &Python) {
    let mut blocks = ROOM.with(std::mem::take);
    memory::recent(&mut blocks);
    blocks.truncate(MOST_BLOCKS);
    if !blocks.is_empty() && is_due(&blocks) && is_affordable() {
        look_at(&blocks, account, python);
    }
    ROOM.with(|room| *room = blocks);
}

fn look_at(blocks: &[(usize, Block)], account: &Account, python: &Python) {
    let start = Instant::now();
    let held = look_for(blocks, account.stack, python);
    SPENT.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    let Some(held) = held else { return };
    let lost = blocks.iter().zip(held).filter(|(_, held)| !held);
    let exit = Place { pc: account.slot.original, item: Place::NO_ITEM };
    for ((key, block), _) in lost {
        record::lost_memory(account, [block.place, Place::default(), exit], *block);
        // It is told once.
        memory::forget(!key);
    }
}

/// Looking has not taken too much of the time.
fn is_affordable() -> bool {
    let spent = Duration::from_nanos(SPENT.load(Ordering::Relaxed));
    let since = FIRST.get_or_init(Instant::now).elapsed();
    spent < ALLOWANCE || spent < since / PART
}

/// Most blocks are in the extensions' own memory: the rest of the process is looked through only where they are not.
fn look_for(blocks: &[(usize, Block)], stack: usize, python: &Python) -> Option<Vec<bool>> {
    memory::hide(blocks, true);
    let own = picture::regions(python);
    memory::hide(blocks, false);
    let own = own?;
    let found = held(blocks, &own, None)?;
    if found.iter().all(|held| *held) { Some(found) } else { held(blocks, &own, Some(stack)) }
}

/// One of the blocks comes from a place that has not been looked at often. Then all their places are looked at together.
fn is_due(blocks: &[(usize, Block)]) -> bool {
    let Ok(mut known) = KNOWN.lock() else { return false };
    let known = known.get_or_insert_default();
    let mut seen = |place: usize| {
        let experience = known.entry(place).or_default();
        experience.seen += 1;
        experience.seen >= experience.next
    };
    let mut due = false;
    if blocks.len() <= FEW_BLOCKS {
        for (at, (_, block)) in blocks.iter().enumerate() {
            let is_first = blocks[..at].iter().all(|(_, other)| other.place.pc != block.place.pc);
            due |= is_first && seen(block.place.pc);
        }
    } else {
        places(blocks).into_iter().for_each(|place| due |= seen(place));
    }
    if due {
        looked(known, blocks);
    }
    due
}

#[cold]
fn looked(known: &mut Experiences, blocks: &[(usize, Block)]) {
    for place in places(blocks) {
        let experience = known.entry(place).or_default();
        experience.looks += 1;
        let pause = experience.looks.saturating_sub(AT_ONCE).min(LONGEST_PAUSE);
        experience.next = experience.seen + (1 << pause);
    }
}

/// The places of allocation, each once.
fn places(blocks: &[(usize, Block)]) -> Vec<usize> {
    let mut places: Vec<usize> = blocks.iter().map(|(_, block)| block.place.pc).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// Whether each block can be reached: from memory outside of the blocks, or from a block that can. `own` is the memory of the
/// extensions, as complements of addresses. With a `stack`, all other memory counts, too, and the stack from there on: below it lie
/// the call that is over, and we.
fn held(blocks: &[(usize, Block)], own: &[Region], stack: Option<usize>) -> Option<Vec<bool>> {
    // Complements grow downwards: sorted by them, addresses fall.
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_unstable_by_key(|at| blocks[*at].0);
    let of = |word: usize, furthest: usize| -> Option<usize> {
        // The first block, from above, that begins at or below the word.
        let at = order.partition_point(|at| blocks[*at].0 < !word);
        let at = *order.get(at)?;
        let (key, block) = blocks[at];
        let distance = word - !key;
        let is_within = distance < block.size.max(1) && distance != next_chunk(block.size);
        (is_within && distance <= furthest).then_some(at)
    };
    let (first, last) = (order.last()?, order.first()?);
    let low = blocks[*first].0;
    let high = blocks[*last].0.wrapping_sub(blocks[*last].1.size.max(1));
    // Both are complements, too: the lowest address is the largest of them.
    let is_near = |word: usize| !word <= low && !word >= high;
    let mut marked = vec![false; blocks.len()];
    let mut todo = Vec::new();
    let mut copy = Copy::new()?;
    let others = stack.map(writable).unwrap_or_default();
    let others = others.into_iter().map(|(from, to)| (from, to, 8, BEGINNING));
    let own = own.iter().map(|(key, size)| (!key, !key + size, PACKED, usize::MAX));
    for (from, to, step, furthest) in own.chain(others) {
        copy.each_word(from, to, step, |address, word| {
            if is_near(word)
                && let Some(at) = of(word, furthest)
                && of(address, usize::MAX).is_none()
                && !std::mem::replace(&mut marked[at], true)
            {
                todo.push(at);
            }
        });
    }
    while let Some(at) = todo.pop() {
        let (key, block) = blocks[at];
        copy.each_word(!key, !key + block.size, PACKED, |_, word| {
            if is_near(word)
                && let Some(at) = of(word, usize::MAX)
                && !std::mem::replace(&mut marked[at], true)
            {
                todo.push(at);
            }
        });
    }
    Some(marked)
}

/// The C library begins the next chunk so far behind the start of a block, within its last word. Its lists of free chunks have
/// pointers to there.
fn next_chunk(size: usize) -> usize {
    (size + 8).next_multiple_of(16).max(32) - 16
}

/// Writable memory, without what lies below `here` on the stack.
fn writable(here: usize) -> Vec<(usize, usize)> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        let path = words.nth(3).unwrap_or_default();
        let Some((from, to)) = range.split_once('-') else { continue };
        let number = |text| usize::from_str_radix(text, 16).unwrap_or(0);
        let (mut from, to) = (number(from), number(to));
        // Devices may act when they are read.
        if !rights.starts_with("rw") || path.starts_with("/dev/") || Copy::owns(from) {
            continue;
        }
        if (from..to).contains(&here) {
            from = here;
        }
        found.push((from, to));
    }
    found
}

/// A buffer outside of all that is looked through: memory is copied into it, because it may vanish while it is read.
struct Copy {
    buffer: *mut c_void,
}

static BUFFER: AtomicU64 = AtomicU64::new(0);

impl Copy {
    fn new() -> Option<Copy> {
        let access = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // The pages around it keep it from being joined with others in the list of mappings.
        // SAFETY: a new mapping.
        let memory = unsafe { libc::mmap(std::ptr::null_mut(), PIECE + 8192, libc::PROT_NONE, flags, -1, 0) };
        if memory == libc::MAP_FAILED {
            return None;
        }
        let buffer = memory.wrapping_byte_add(4096);
        // SAFETY: pages of the new mapping.
        if unsafe { libc::mprotect(buffer, PIECE, access) } != 0 {
            return None;
        }
        BUFFER.store(buffer as u64, Ordering::Relaxed);
        Some(Copy { buffer })
    }

    fn owns(address: usize) -> bool {
        BUFFER.load(Ordering::Relaxed) == address as u64
    }

    /// Words at multiples of `step`, which is 8, or 4 where structs may be packed.
    fn each_word(&mut self, from: usize, to: usize, step: usize, mut tell: impl FnMut(usize, usize)) {
        let mut at = from.next_multiple_of(step);
        while at < to {
            let length = (to - at).min(PIECE);
            let got = self.read(at, length);
            for distance in (0..(got + 1).saturating_sub(8)).step_by(step) {
                tell(at + distance, crate::python::word(self.buffer as usize + distance));
            }
            if got < length {
                // The rest of this piece cannot be read any more.
                return;
            }
            at += length;
        }
    }

    fn read(&self, from: usize, length: usize) -> usize {
        let local = libc::iovec { iov_base: self.buffer, iov_len: length };
        let remote = libc::iovec { iov_base: from as *mut c_void, iov_len: length };
        let own = std::process::id() as libc::pid_t;
        // SAFETY: one buffer of ours; the other side is only an address, and is checked by the kernel.
        let got = unsafe { libc::process_vm_readv(own, &raw const local, 1, &raw const remote, 1, 0) };
        usize::try_from(got).unwrap_or(0)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        BUFFER.store(0, Ordering::Relaxed);
        let start = self.buffer.wrapping_byte_sub(4096);
        // SAFETY: the mapping that `new` made.
        unsafe { libc::munmap(start, PIECE + 8192) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_chunk_begins_in_the_last_word() {
        // What malloc gives for these sizes are chunks of 32, 32, 48 and 3008 bytes, each with 16 in front of the block.
        assert_eq!([1, 24, 25, 3000].map(next_chunk), [16, 16, 32, 2992]);
    }

    #[test]
    fn blocks_are_held_by_memory_and_by_each_other() {
        // The table of the test has complements, as that of the library.
        let block = |address: usize| (!address, Block::new(64, crate::special::Family::C, Place::default()));
        let first = Box::leak(Box::new([0_usize; 8]));
        let second = Box::leak(Box::new([0_usize; 8]));
        let third = Box::leak(Box::new([0_usize; 8]));
        let address = |it: &[usize; 8]| it.as_ptr() as usize;
        let blocks = [block(address(first)), block(address(second)), block(address(third))];
        let here = Box::new(0_usize);
        // Only the stack above this word counts, and nothing of ours lies there.
        let keeper = Box::leak(Box::new([address(first) + 8, 0]));
        first[3] = address(second);
        let _ = third;
        let held =
            held(&blocks, &[], Some(here.as_ref() as *const usize as usize)).expect("memory can be read");
        assert!(held[0] && held[1], "{held:?} {keeper:?}");
    }
}
