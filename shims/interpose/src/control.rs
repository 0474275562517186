//! What a program may ask of the library while it runs: a test runner tells where tests begin, has a test looked at closely, makes
//! calls fail in a forked process. The functions are called with the GIL, when no watched code runs.

use std::ffi::{CStr, c_char, c_int};
use std::path::PathBuf;

use crate::settings::{self, Suspects};
use crate::{crash, entries, extension, inject, patience, record, traps};

/// A test begins: what it does is told apart from what others did.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn pilotage_begin() {
    if !settings::is_active() {
        return;
    }
    traps::disarm();
    entries::begin_part(Suspects::default());
    patience::begin_part();
    record::begin_part(false, None);
    crash::install_again();
}

/// The test runs again, and these calls are looked at closely: lines with the label of an entry, a tab and numbers of its calls.
/// `sites`: the instructions that call through pointers, as `pilotage __sites` writes them.
///
/// # Safety
/// Both are NULL or strings that end with a NUL.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn pilotage_look_closely(suspects: *const c_char, sites: *const c_char) {
    if !settings::is_active() {
        return;
    }
    // SAFETY: the caller's promise.
    let (suspects, sites) = (unsafe { text(suspects) }, unsafe { text(sites) });
    entries::begin_part(Suspects::parse(&suspects));
    record::begin_part(true, None);
    let sites = settings::sites(&sites);
    for (path, base) in extension::all() {
        if let Some(offsets) = sites.get(&path) {
            traps::arm_at(base, offsets);
        }
    }
}

/// From now on the call of this number fails, counted from here; 0: none, -1: none, and all places are told. Results of this
/// process go to `folder`.
///
/// # Safety
/// `folder` is NULL or a string that ends with a NUL.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "C" fn pilotage_fail(number: i64, memory_only: c_int, folder: *const c_char) {
    if !settings::is_active() {
        return;
    }
    // SAFETY: the caller's promise.
    let folder = unsafe { text(folder) };
    let folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    entries::begin_part(Suspects::default());
    patience::begin_part();
    record::begin_part(false, folder);
    inject::begin(u64::try_from(number).unwrap_or(inject::LIST), memory_only != 0);
}

/// A forked process is about to end without the usual ways.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn pilotage_end() {
    if settings::is_active() {
        record::end();
    }
}

/// # Safety
/// NULL or a string that ends with a NUL.
unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller's promise.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}
