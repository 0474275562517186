//! `PyDict_Next` on dicts of the VM. C asks for one entry after the other; the VM is asked once, as long as no code of
//! its own runs between two questions.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicUsize, Ordering};

use pilotage_abi::{PyDictObject, PyObject};

use crate::body::{self, Refresh, World, prefix};
use crate::convert::borrow_c;
use crate::model::{Obj, model};

/// Counts how often the VM may have run code since the start: what C was shown before may have changed.
static RUNS: AtomicUsize = AtomicUsize::new(0);

/// The host says that the VM ran: at each entry into C, and at each return to it.
#[inline]
pub fn vm_ran() {
    // Whoever holds the lock is alone here.
    RUNS.store(RUNS.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

/// A key or a value.
#[derive(Clone, Copy)]
struct Item {
    object: Obj,
    /// Its body, where C can have it as it is; null where it must be made or brought up to date.
    body: *mut PyObject,
}

/// What one dict showed.
struct Walk {
    dict: *mut PyObject,
    runs: usize,
    /// How often it was asked for an entry since.
    asked: usize,
    /// Keys and values, alternating; empty while it is not worth it.
    items: Vec<Item>,
}

const PLACES: usize = 8;
/// Dicts up to this length are looked at as a whole at once; others when as many of their entries were asked for.
const SHORT: usize = 32;

static WALKS: World<[Walk; PLACES]> =
    World::new([const { Walk { dict: null_mut(), runs: 0, asked: 0, items: Vec::new() } }; PLACES]);
/// For what the VM answers.
static OBJECTS: World<Vec<Obj>> = World::new(Vec::new());

/// What is known about the entry at a position.
pub(crate) enum Entry {
    /// Key and value, borrowed.
    Is(*mut PyObject, *mut PyObject),
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
            walk.items.clear();
        }
        if walk.items.is_empty() {
            walk.asked += 1;
            return Err((walk.asked, core::mem::take(&mut walk.items)));
        }
        Ok(pair_of(&walk.items, at))
    });
    // The VM is not asked while the table is borrowed: another thread may come in.
    let (asked, mut items) = match known {
        Ok(pair) => return shown(pair),
        Err(unknown) => unknown,
    };
    // As many as there were when C got the dict.
    // SAFETY: the body of a dict.
    let len = unsafe { (*p.cast::<PyDictObject>()).ma_used }.unsigned_abs();
    let is_worth_it = if len <= SHORT { at == 0 || asked > 1 } else { asked > len / 16 };
    if !is_worth_it || !look(vm, &mut items) {
        return Entry::Unknown;
    }
    let pair = pair_of(&items, at);
    WALKS.with(|walks| {
        let walk = &mut walks[place];
        if walk.dict == p && walk.runs == runs && RUNS.load(Ordering::Relaxed) == runs {
            walk.items = items;
        }
    });
    shown(pair)
}

/// All keys and values of a dict. Their bodies are looked for one after the other, so that the memory of one is on its
/// way while the next one is asked for.
fn look(vm: Obj, items: &mut Vec<Item>) -> bool {
    let mut objects = OBJECTS.with(core::mem::take);
    let is_known = model().dict_walk(vm, &mut objects);
    if is_known {
        items.extend(objects.iter().map(|&object| Item { object, body: model().body(object) }));
        for item in items.iter_mut() {
            // SAFETY: null, or the body of an object that the dict keeps.
            if !item.body.is_null() && unsafe { changes(item.body) } {
                item.body = null_mut();
            }
        }
    }
    objects.clear();
    OBJECTS.with(|kept| *kept = objects);
    is_known
}

/// Must it be brought up to date each time?
unsafe fn changes(p: *mut PyObject) -> bool {
    // SAFETY: a body; those that are not static have a prefix.
    unsafe { !body::is_static(p) && (*prefix(p)).refresh != Refresh::Nothing }
}

fn pair_of(items: &[Item], at: usize) -> Option<[Item; 2]> {
    items.get(2 * at..2 * at + 2).and_then(|pair| pair.try_into().ok())
}

fn shown(pair: Option<[Item; 2]>) -> Entry {
    let body = |item: Item| if item.body.is_null() { borrow_c(item.object) } else { item.body };
    pair.map_or(Entry::End, |[key, value]| Entry::Is(body(key), body(value)))
}
