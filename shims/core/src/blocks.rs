//! Memory that bodies are made of: blocks with a prefix, of Rust's allocator where they are small. Whoever asks for one
//! or gives one back holds the GIL. Extensions may use C's own memory for an object: such bodies are bare, and a table
//! has their prefixes.

use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicBool, Ordering};
use std::alloc::{alloc, alloc_zeroed, dealloc};

use pilotage_abi::PyObject;

use crate::body::{AddressMap, PREFIX, Prefix, World};

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn calloc(count: usize, size: usize) -> *mut c_void;
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
    fn malloc_usable_size(block: *mut c_void) -> usize;
}

/// Blocks of C's allocator are not seen by the program's: they are counted here while memory is traced.
#[inline]
unsafe fn traced(block: *mut c_void, comes: bool) {
    if crate::traced::is_on() && !block.is_null() {
        // SAFETY: a block of C's allocator.
        let size = unsafe { malloc_usable_size(block) }.cast_signed();
        crate::traced::count(if comes { size } else { -size });
    }
}

/// A bit of `ob_flags` that CPython leaves alone: the memory came from C's own allocator, with no prefix in front.
pub(crate) const BARE: u16 = 1 << 12;

/// Prefixes of bare bodies. Boxed: they must not move.
static BARE_PREFIXES: World<Option<AddressMap<Box<Prefix>>>> = World::new(None);

/// Were there ever bare bodies? The common case asks no more than this.
static HAS_BARE: AtomicBool = AtomicBool::new(false);

/// Sizes up to this many units come from Rust's allocator, which is quick at small ones and wants to know them again.
const MOST_UNITS: usize = u8::MAX as usize;
const UNIT: usize = 16;

/// How many units a block of this size takes, with its prefix; `None` when no block is that large.
#[inline]
fn units(size: usize) -> Option<usize> {
    let total = size.max(1).checked_add(PREFIX + UNIT - 1).filter(|&total| isize::try_from(total).is_ok())?;
    Some(total / UNIT)
}

/// The layout of a block of that many units.
#[inline]
fn layout(units: usize) -> Layout {
    // SAFETY: a power of two, and a size that `units` has found to be possible.
    unsafe { Layout::from_size_align_unchecked(units * UNIT, UNIT) }
}

/// A block with a zeroed prefix. Null when memory is out.
#[inline]
pub fn raw_alloc(size: usize, zeroed: bool) -> *mut c_void {
    let Some(units) = units(size) else {
        return null_mut();
    };
    if units > MOST_UNITS {
        return large_alloc(units * UNIT, zeroed);
    }
    // SAFETY: the size is not 0; the prefix is written inside the block.
    unsafe {
        let kept = take_kept(units);
        let block = if !kept.is_null() {
            if zeroed {
                kept.write_bytes(0, units * UNIT);
            }
            kept
        } else if zeroed {
            alloc_zeroed(layout(units))
        } else {
            alloc(layout(units))
        };
        if block.is_null() {
            return null_mut();
        }
        block.cast::<[u64; 2]>().write(fresh(units));
        block.byte_add(PREFIX).cast()
    }
}

/// Blocks of few units are kept for the next one of their size, as many as this.
const MOST_KEPT: usize = 200;
const KEPT_UNITS: usize = 12;

/// Blocks of one size, linked by their first word.
#[derive(Clone, Copy)]
struct Kept {
    first: *mut u8,
    /// How many more may come.
    room: usize,
}

static KEPT: World<[Kept; KEPT_UNITS]> = World::new([Kept { first: null_mut(), room: 0 }; KEPT_UNITS]);

/// From now on blocks are kept, unless C's allocator was asked for: then somebody watches it.
pub(crate) fn start() {
    let is_watched = std::env::var_os("PYTHONMALLOC").is_some_and(|wanted| wanted == "malloc");
    if !is_watched {
        KEPT.with(|kept| kept.iter_mut().for_each(|kept| kept.room = MOST_KEPT));
    }
}

/// A block of that many units, or null.
#[inline]
fn take_kept(units: usize) -> *mut u8 {
    if units >= KEPT_UNITS {
        return null_mut();
    }
    KEPT.with(|kept| {
        let kept = &mut kept[units];
        let block = kept.first;
        if !block.is_null() {
            // SAFETY: unused blocks are linked by their first word.
            kept.first = unsafe { *block.cast::<*mut u8>() };
            kept.room += 1;
        }
        block
    })
}

/// Gives a block of that many units back.
#[inline]
unsafe fn give_back(block: *mut u8, units: usize) {
    let is_kept = units < KEPT_UNITS
        && KEPT.with(|kept| {
            let kept = &mut kept[units];
            if kept.room == 0 {
                return false;
            }
            kept.room -= 1;
            // SAFETY: the caller gives the block away; its first word links it.
            unsafe { block.cast::<*mut u8>().write(kept.first) };
            kept.first = block;
            true
        });
    if !is_kept {
        // SAFETY: a block of Rust's allocator.
        unsafe { dealloc(block, layout(units)) }
    }
}

/// The prefix of a block that nothing was made of yet.
#[inline]
pub(crate) fn fresh(units: usize) -> [u64; 2] {
    const { assert!(core::mem::offset_of!(Prefix, units) == 15) };
    [0, (units as u64) << 56]
}

#[cold]
fn large_alloc(total: usize, zeroed: bool) -> *mut c_void {
    // SAFETY: plain C allocation; the prefix is written inside the block.
    unsafe {
        let block = if zeroed { calloc(1, total) } else { malloc(total) };
        if block.is_null() {
            return null_mut();
        }
        traced(block, true);
        block.cast::<[u64; 2]>().write(fresh(0));
        block.byte_add(PREFIX)
    }
}

/// Moves a block of `raw_alloc`.
///
/// # Safety
/// `block` is null or came from here and is not used elsewhere.
pub unsafe fn raw_realloc(block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        return raw_alloc(size, false);
    }
    if let Some(known) = take_bare(block) {
        // SAFETY: a block of C's allocator.
        return unsafe { move_bare(block, size, known) };
    }
    let Some(wanted) = units(size) else {
        return null_mut();
    };
    // SAFETY: the block begins PREFIX bytes before the pointer, and its prefix says whose it is.
    unsafe {
        let start = block.byte_sub(PREFIX);
        let prefix: *mut Prefix = start.cast();
        let known = usize::from((*prefix).units);
        let moved: *mut c_void = if known == 0 {
            traced(start, false);
            let moved = realloc(start, wanted * UNIT);
            traced(if moved.is_null() { start } else { moved }, true);
            moved
        } else if wanted == known {
            return block;
        } else if wanted <= MOST_UNITS {
            std::alloc::realloc(start.cast(), layout(known), wanted * UNIT).cast()
        } else {
            return grow_large(block, known, wanted);
        };
        if moved.is_null() {
            return null_mut();
        }
        if known != 0 {
            (*moved.cast::<Prefix>()).units = wanted as u8;
        }
        moved.byte_add(PREFIX)
    }
}

/// A block of Rust's allocator becomes one of C's.
unsafe fn grow_large(block: *mut c_void, known: usize, wanted: usize) -> *mut c_void {
    let moved = large_alloc(wanted * UNIT, false);
    if moved.is_null() {
        return null_mut();
    }
    // SAFETY: both blocks have a prefix, and the new one is larger.
    unsafe {
        let (from, to) = (block.byte_sub(PREFIX), moved.byte_sub(PREFIX));
        core::ptr::copy_nonoverlapping(from.cast::<u8>(), to.cast::<u8>(), known * UNIT);
        (*to.cast::<Prefix>()).units = 0;
        dealloc(from.cast(), layout(known));
    }
    moved
}

/// # Safety
/// `block` is null or came from `raw_alloc`.
#[inline]
pub unsafe fn raw_free(block: *mut c_void) {
    // SAFETY: the caller's promise.
    unsafe {
        if !block.is_null() && !crate::keeper::takes(block) {
            release(block);
        }
    }
}

/// To the allocator, whoever keeps blocks.
///
/// # Safety
/// As for [`raw_free`].
pub(crate) unsafe fn release(block: *mut c_void) {
    if !block.is_null() {
        crate::ledger::gone(block);
        if take_bare(block).is_some() {
            // SAFETY: C's allocator gave it as it is.
            return unsafe { free(block) };
        }
        // SAFETY: the block begins PREFIX bytes before the pointer, and its prefix says whose it is.
        unsafe {
            let start = block.byte_sub(PREFIX);
            match usize::from((*start.cast::<Prefix>()).units) {
                0 => {
                    traced(start, false);
                    free(start);
                }
                units => give_back(start.cast(), units),
            }
        }
    }
}

/// The prefix of a bare body that is being given back.
fn take_bare(block: *mut c_void) -> Option<Box<Prefix>> {
    if !HAS_BARE.load(Ordering::Relaxed) {
        return None;
    }
    BARE_PREFIXES.with(|bare| bare.as_mut()?.remove(&(block as usize)))
}

unsafe fn move_bare(block: *mut c_void, size: usize, known: Box<Prefix>) -> *mut c_void {
    // SAFETY: the caller's promise: a block of C's allocator.
    let moved = unsafe { realloc(block, size.max(1)) };
    let now = if moved.is_null() { block } else { moved };
    BARE_PREFIXES.with(|bare| bare.get_or_insert_default().insert(now as usize, known));
    moved
}

/// Did the memory of a new object come from C's own allocator? Extensions may use it before `PyObject_Init`.
/// Ours has a prefix in front whose origin is `Born` and which holds nothing; C's allocator keeps the size of its
/// block there, whose low bytes are not zero.
///
/// # Safety
/// `p` is the memory of a new object.
pub unsafe fn adopt_memory(p: *mut PyObject) {
    // SAFETY: both allocators have a word in front.
    let word = unsafe { *p.cast::<u64>().sub(1) };
    if word & 0xffff == 0 {
        // Another block may have been bare at this address, and freed behind our back.
        take_bare(p.cast());
        return;
    }
    HAS_BARE.store(true, Ordering::Relaxed);
    // SAFETY: an object has a header.
    unsafe { (*p).ob_flags |= BARE };
    BARE_PREFIXES.with(|bare| bare.get_or_insert_default().remove(&(p as usize)));
}

/// The destructor of a body has run. A bare one may have gone to C's `free` directly.
pub(crate) fn destroyed(p: *mut PyObject) {
    if HAS_BARE.load(Ordering::Relaxed) {
        BARE_PREFIXES.with(|bare| {
            let Some(bare) = bare.as_mut() else { return };
            if bare.get(&(p as usize)).is_some_and(|prefix| prefix.dying) {
                bare.remove(&(p as usize));
            }
        });
    }
}

/// Made when it is first asked for: memory that was kept and used again starts anew.
#[cold]
pub(crate) fn bare_prefix(p: *mut PyObject) -> *mut Prefix {
    BARE_PREFIXES.with(|bare| {
        let prefix = bare.get_or_insert_default().entry(p as usize).or_insert_with(|| {
            // SAFETY: zero bytes are a prefix: null, `Born`, `Nothing` and false.
            Box::new(unsafe { core::mem::zeroed() })
        });
        &raw mut **prefix
    })
}
