//! What extensions still own at the end: `pilotage run --ledger`. The C count of a body is the extensions' own, since the VM keeps
//! its references to itself; so whatever has a count at the end, and was not there when imports were done, is owned by C.
//! Off, it costs one load for each body that is made.

use core::ffi::{CStr, c_char, c_int, c_void};
use core::sync::atomic::{AtomicBool, Ordering};
use std::collections::BTreeMap;

use pilotage_abi::PyObject;

use crate::body::{self, AddressMap, World};
use crate::python;

/// The variable that turns it on.
const VARIABLE: &str = "PILOTAGE_LEDGER";
/// Frames that are looked at for the extension's own.
const DEPTH: usize = 24;

static ON: AtomicBool = AtomicBool::new(false);
static BODIES: World<Option<AddressMap<Entry>>> = World::new(None);

/// A body that lives.
struct Entry {
    frames: [*mut c_void; DEPTH],
    count: usize,
    /// It was there when the last import was done.
    is_settled: bool,
}

#[repr(C)]
struct DlInfo {
    file: *const c_char,
    base: *mut c_void,
    symbol: *const c_char,
    address: *mut c_void,
}

unsafe extern "C" {
    fn backtrace(frames: *mut *mut c_void, size: c_int) -> c_int;
    fn dladdr(address: *const c_void, info: *mut DlInfo) -> c_int;
}

pub(crate) fn start() {
    let is_wanted = std::env::var_os(VARIABLE).is_some_and(|value| !value.is_empty() && value != "0");
    ON.store(is_wanted, Ordering::Relaxed);
}

/// A body was made.
#[inline]
pub(crate) fn born(p: *mut PyObject) {
    if ON.load(Ordering::Relaxed) {
        remember(p);
    }
}

#[cold]
fn remember(p: *mut PyObject) {
    let mut entry = Entry { frames: [core::ptr::null_mut(); DEPTH], count: 0, is_settled: false };
    // SAFETY: room for as many frames.
    let count = unsafe { backtrace(entry.frames.as_mut_ptr(), DEPTH as c_int) };
    entry.count = usize::try_from(count).unwrap_or(0);
    BODIES.with(|bodies| {
        bodies.get_or_insert_default().entry(p as usize).or_insert(entry);
    });
}

/// The memory of a body goes.
#[inline]
pub(crate) fn gone(p: *mut c_void) {
    if ON.load(Ordering::Relaxed) {
        BODIES.with(|bodies| {
            if let Some(bodies) = bodies {
                bodies.remove(&(p as usize));
            }
        });
    }
}

/// An extension is imported: what it owns now, it owns for good.
pub(crate) fn settle() {
    BODIES.with(|bodies| {
        for entry in bodies.iter_mut().flat_map(|bodies| bodies.values_mut()) {
            entry.is_settled = true;
        }
    });
}

/// Which library a return address is in, and where.
fn place(address: *mut c_void) -> Option<(String, String)> {
    // SAFETY: filled by the call where it succeeds.
    let info = unsafe {
        let mut info: DlInfo = core::mem::zeroed();
        if dladdr(address, &raw mut info) == 0 || info.file.is_null() {
            return None;
        }
        info
    };
    // SAFETY: strings of the loader.
    let text = |text: *const c_char| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
    let file = text(info.file);
    let place = if info.symbol.is_null() {
        format!("+{:#x}", address as usize - info.base as usize)
    } else {
        text(info.symbol)
    };
    Some((file, place))
}

/// An extension module or a library that came with one: not the program, not the system's.
fn is_extension(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.contains(".so") && !file.starts_with("/lib") && !file.starts_with("/usr/lib/x86_64")
}

/// The extension's function that made C see the object.
fn origin(entry: &Entry) -> (String, String) {
    let frames = entry.frames.iter().take(entry.count);
    let found = frames.filter_map(|&frame| place(frame)).find(|(file, _)| is_extension(file));
    found.unwrap_or_else(|| ("(no extension)".to_owned(), "(the interpreter)".to_owned()))
}

/// What is owned now, to standard error. Silent when it is off.
pub fn report() {
    if !ON.load(Ordering::Relaxed) {
        return;
    }
    let mut owned: BTreeMap<String, BTreeMap<(String, String), usize>> = BTreeMap::new();
    let mut total = 0usize;
    let living: Vec<(usize, (String, String))> = BODIES.with(|bodies| {
        let bodies = bodies.iter().flatten().filter(|(_, entry)| !entry.is_settled);
        bodies.map(|(&p, entry)| (p, origin(entry))).collect()
    });
    for (p, (file, place)) in living {
        let p = p as *mut PyObject;
        // SAFETY: bodies that are freed are taken out of the table.
        let class = unsafe {
            if body::is_immortal(p) || (*p).ob_refcnt == 0 || (*p).ob_type.is_null() {
                continue;
            }
            python::c_text((*(*p).ob_type).tp_name)
        };
        total += 1;
        *owned.entry(file).or_default().entry((class, place)).or_default() += 1;
    }
    eprintln!(
        "pilotage: ledger: {total} objects are still owned by extensions that were not when imports were done"
    );
    for (file, entries) in owned {
        eprintln!("  {file}");
        for ((class, place), count) in entries {
            eprintln!("    {count:6} {class}, first seen in {place}");
        }
    }
}
