//! The allocator of the program: mimalloc. C's own is slow at what a VM does, to make and free many small objects.
//! `PYTHONMALLOC=malloc` takes C's after all, as in CPython: tools that watch memory (valgrind) know that one.

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_char, c_void};
use core::sync::atomic::{AtomicU8, Ordering};
use std::alloc::System;

use pilotage_shim::traced;
use rustpython_vm::builtins::PyStrRef;

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_realloc, mi_realloc_aligned, mi_zalloc, mi_zalloc_aligned,
};

/// mimalloc, or C's where the environment says so.
pub(crate) struct Memory;

/// Blocks are aligned to this without being asked, from this size on.
const ALIGNED: usize = 16;

const UNKNOWN: u8 = 0;
const FAST: u8 = 1;
const SYSTEM: u8 = 2;

/// Decided at the first allocation, and never again: blocks go back to where they came from.
static CHOICE: AtomicU8 = AtomicU8::new(UNKNOWN);

unsafe extern "C" {
    fn getenv(name: *const c_char) -> *const c_char;
    fn strcmp(a: *const c_char, b: *const c_char) -> i32;
}

#[inline]
fn is_system() -> bool {
    match CHOICE.load(Ordering::Relaxed) {
        FAST => false,
        SYSTEM => true,
        _ => choose(),
    }
}

#[cold]
fn choose() -> bool {
    // SAFETY: C strings; the first allocation comes before any thread and any change of the environment.
    let is_system = unsafe {
        let wanted = getenv(c"PYTHONMALLOC".as_ptr());
        !wanted.is_null() && strcmp(wanted, c"malloc".as_ptr()) == 0
    };
    CHOICE.store(if is_system { SYSTEM } else { FAST }, Ordering::Relaxed);
    is_system
}

/// For `tracemalloc`.
#[inline]
fn count(change: isize) {
    if traced::is_on() {
        traced::count(change);
    }
}

/// What Python code wants of the traced memory; the sums, now and at the peak.
pub(crate) fn trace(wish: PyStrRef) -> (usize, usize) {
    match wish.to_str() {
        Some("start") => traced::start(),
        Some("stop") => traced::stop(),
        Some("clear") => traced::clear(),
        Some("reset_peak") => traced::reset_peak(),
        _ => {}
    }
    traced::sums()
}

#[inline]
fn is_plain(align: usize, size: usize) -> bool {
    align <= ALIGNED && align <= size
}

// SAFETY: each block goes back to the allocator that gave it, which is the same one for the whole process.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller's promise: a size that is not 0.
        unsafe {
            if is_system() {
                System.alloc(layout)
            } else if is_plain(layout.align(), layout.size()) {
                mi_malloc(layout.size()).cast()
            } else {
                mi_malloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size().cast_signed());
        // SAFETY: the caller's promise: a size that is not 0.
        unsafe {
            if is_system() {
                System.alloc_zeroed(layout)
            } else if is_plain(layout.align(), layout.size()) {
                mi_zalloc(layout.size()).cast()
            } else {
                mi_zalloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: the caller's promise: a block of this allocator.
        unsafe {
            if is_system() {
                System.dealloc(block, layout);
            } else {
                mi_free(block.cast::<c_void>());
            }
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.cast_signed() - layout.size().cast_signed());
        // SAFETY: the caller's promise: a block of this allocator, and a size that is not 0.
        unsafe {
            if is_system() {
                System.realloc(block, layout, size)
            } else if is_plain(layout.align(), size) {
                mi_realloc(block.cast(), size).cast()
            } else {
                mi_realloc_aligned(block.cast(), size, layout.align()).cast()
            }
        }
    }
}
