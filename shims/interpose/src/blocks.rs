//! Blocks of memory that an extension gets and gives back by calls of the API: who gave them, and whether the right function takes
//! them back. What is in the blocks is of no concern here.

use std::ptr;

use pilotage_ledger::Place;

use crate::calls::place;
use crate::memory::Block;
use crate::slot;
use crate::special::{Family, Special};
use crate::thunk::Frame;
use crate::{memory, record, thread};

/// A block was given out, or moved.
pub(crate) fn note_memory(frame: &Frame, call: &slot::Call) {
    let result = frame.result[0];
    let [first, second, ..] = frame.arguments;
    let place = place(frame, call);
    match call.special {
        Special::Malloc(family) => note_block(result, first, family, place),
        Special::Calloc(family) => note_block(result, first.saturating_mul(second), family, place),
        Special::Realloc(family) if result != 0 => {
            memory::freed(first);
            note_block(result, second, family, place);
        }
        _ => {}
    }
}

fn note_block(address: usize, size: usize, family: Family, place: Place) {
    memory::allocated(address, Block::new(size, family, place));
}

/// A block goes back: with the wrong function, that is told, and the right one is called.
pub(crate) fn release_memory(frame: &Frame, call: &slot::Call) -> Option<usize> {
    let (Special::Free(family) | Special::Realloc(family)) = call.special else { return None };
    let address = frame.arguments[0];
    let at = place(frame, call);
    if let Special::Realloc(_) = call.special {
        report_family(address, family, at);
        return None;
    }
    let known = memory::freed(address)?;
    if known.family == family {
        return None;
    }
    report_mismatch(known, family, at);
    python_release(known.family)
}

fn python_release(family: Family) -> Option<usize> {
    let name = std::ffi::CString::new(family.release()).ok()?;
    crate::hooks::python_symbol(&name)
}

fn report_family(address: usize, family: Family, at: Place) {
    if let Some(known) = memory::block(address).filter(|known| known.family != family) {
        report_mismatch(known, family, at);
    }
}

fn report_mismatch(known: Block, family: Family, at: Place) {
    let thread = thread::current();
    let Some(entered) = thread.entered.last().map(|entered| entered.slot) else { return };
    let from = known.place;
    record::memory_fault(entered, [from, at, at], known, family, !thread.released);
}

/// `free` and `delete` of the C library: false when the block was given back in the right way already.
pub(crate) fn give_back(address: usize, family: Family) -> bool {
    let Some(known) = memory::freed(address).filter(|known| known.family != family) else { return true };
    report_mismatch(known, family, Place::default());
    match python_release(known.family) {
        Some(release) if matches!(known.family, Family::Raw | Family::Mem | Family::Object | Family::C) => {
            // SAFETY: the function takes back what this family gave; the block was taken out of our table once.
            let release = unsafe { std::mem::transmute::<usize, unsafe extern "C" fn(*mut u8)>(release) };
            // SAFETY: as above.
            unsafe { release(ptr::with_exposed_provenance_mut(address)) };
            false
        }
        _ => true,
    }
}

/// `realloc` of the C library.
pub(crate) fn check_family(address: usize, family: Family) {
    report_family(address, family, Place::default());
}
