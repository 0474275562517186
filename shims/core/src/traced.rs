//! How much memory is in use while somebody traces it (`tracemalloc`): the sum of all blocks that were made since, and
//! its peak. Single blocks are not remembered; memory that an extension itself reports is (`PyTraceMalloc_Track`).

use core::sync::atomic::{AtomicBool, AtomicIsize, Ordering};
use std::collections::HashMap;
use std::sync::Mutex;

static ON: AtomicBool = AtomicBool::new(false);
static NOW: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

/// What extensions reported: sizes by domain and address.
static REPORTED: Mutex<Option<HashMap<(u32, usize), usize>>> = Mutex::new(None);

/// Is memory traced? All that an allocation asks when it is not.
#[inline]
pub fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// Memory came, or went.
#[cold]
pub fn count(change: isize) {
    let now = NOW.fetch_add(change, Ordering::Relaxed) + change;
    PEAK.fetch_max(now, Ordering::Relaxed);
}

/// Begins to trace, or goes on.
pub fn start() {
    if !ON.swap(true, Ordering::Relaxed) {
        clear();
    }
}

pub fn stop() {
    ON.store(false, Ordering::Relaxed);
    clear();
}

/// Forgets what there was.
pub fn clear() {
    NOW.store(0, Ordering::Relaxed);
    PEAK.store(0, Ordering::Relaxed);
    if let Ok(mut reported) = REPORTED.lock() {
        *reported = None;
    }
}

/// The peak begins anew, from what there is.
pub fn reset_peak() {
    PEAK.store(NOW.load(Ordering::Relaxed), Ordering::Relaxed);
}

/// Bytes now and at the peak. Blocks that were made before go without having been counted: the sum is never below 0.
pub fn sums() -> (usize, usize) {
    let bytes = |sum: &AtomicIsize| usize::try_from(sum.load(Ordering::Relaxed)).unwrap_or(0);
    (bytes(&NOW), bytes(&PEAK))
}

/// An extension reports memory of its own; again, when its size has changed.
pub(crate) fn report(domain: u32, address: usize, size: usize) {
    let Ok(mut reported) = REPORTED.lock() else { return };
    let before = reported.get_or_insert_default().insert((domain, address), size).unwrap_or(0);
    drop(reported);
    count(size.cast_signed() - before.cast_signed());
}

/// That memory is gone.
pub(crate) fn withdraw(domain: u32, address: usize) {
    let Ok(mut reported) = REPORTED.lock() else { return };
    let size = reported.as_mut().and_then(|reported| reported.remove(&(domain, address))).unwrap_or(0);
    drop(reported);
    count(-size.cast_signed());
}
