//! `PyDict_Next` on dicts of the VM. C asks for one entry after the other; the VM is asked once, as long as no code of
//! its own runs between two questions.

use core::sync::atomic::{AtomicUsize, Ordering};

use pilotage_abi::{PyDictObject, PyObject};

use crate::body::World;
use crate::model::{Obj, model};

/// Counts how often the VM may have run code since the start: what C was shown before may have changed.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// The host says that the VM ran: at each entry into C, and at each return to it.
#[inline]
pub fn vm_ran() {
    // Whoever holds the lock is alone here.
    RUNS.store(RUNS.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

/// What one dict showed.
struct Walk {
    dict: *mut PyObject,
    runs: usize,
    /// How often it was asked for an entry since.
    asked: usize,
    /// Keys and values, alternating; empty while it is not worth it.
    entries: Vec<Obj>,
}

const PLACES: usize = 8;
/// Dicts up to this length are looked at as a whole at once; others when as many of their entries were asked for.
const SHORT: usize = 32;

static WALKS: World<[Walk; PLACES]> = World::new(
    [const { Walk { dict: core::ptr::null_mut(), runs: 0, asked: 0, entries: Vec::new() } }; PLACES],
);

/// What is known about the entry at a position.
pub(crate) enum Entry {
    Is(Obj, Obj),
    End,
    /// The VM must be asked.
    Unknown,
}

/// The entry of the dict `vm`, whose body is `p`.
pub(crate) fn entry(p: *mut PyObject, vm: Obj, at: usize) -> Entry {
    let runs = RUNS.load(Ordering::Relaxed);
    let place = p as usize / 64 % PLACES;
    let known = WALKS.with(|walks| {
        let walk = &mut walks[place];
        if walk.dict != p || walk.runs != runs {
            walk.dict = p;
            walk.runs = runs;
            walk.asked = 0;
            walk.entries.clear();
        }
        if walk.entries.is_empty() {
            walk.asked += 1;
            return Err((walk.asked, core::mem::take(&mut walk.entries)));
        }
        Ok(entry_of(&walk.entries, at))
    });
    // The VM is not asked while the table is borrowed: another thread may come in.
    let (asked, mut entries) = match known {
        Ok(entry) => return entry,
        Err(unknown) => unknown,
    };
    // As many as there were when C got the dict.
    // SAFETY: the body of a dict.
    let len = unsafe { (*p.cast::<PyDictObject>()).ma_used }.unsigned_abs();
    let is_worth_it = if len <= SHORT { at == 0 || asked > 1 } else { asked > len / 16 };
    if !is_worth_it || !model().dict_walk(vm, &mut entries) {
        return Entry::Unknown;
    }
    let entry = entry_of(&entries, at);
    WALKS.with(|walks| {
        let walk = &mut walks[place];
        if walk.dict == p && walk.runs == runs && RUNS.load(Ordering::Relaxed) == runs {
            walk.entries = entries;
        }
    });
    entry
}

fn entry_of(entries: &[Obj], at: usize) -> Entry {
    match entries.get(2 * at..2 * at + 2) {
        Some(&[key, value]) => Entry::Is(key, value),
        _ => Entry::End,
    }
}
