//! What was seen, for `pilotage check`: lines of JSON for findings, and a mapped file for counts and the last calls,
//! which stays when the process dies.

use std::collections::{HashMap, HashSet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};
use std::{process, ptr};

use pilotage_ledger::{Activation, AddressTable, Event, Fault, Frame, Place, State};

use crate::callers::caller;
use crate::gil::UnderGil;
use crate::memory::Block;
use crate::python::{self, Object, Python};
use crate::slot::{Role, Slot};
use crate::special::Family;
use crate::thread::Account;
use crate::{alive, coverage, extension, last_words, settings};

pub(crate) static STATE: AtomicPtr<State> = AtomicPtr::new(ptr::null_mut());
static EXACT: AtomicBool = AtomicBool::new(false);
static LOG: Mutex<Log> = Mutex::new(Log { file: None, seen: None });
/// What each object was left with by the calls of a first run.
static KEPT: UnderGil<AddressTable> = UnderGil::new(AddressTable::new());

/// Where results go, when that is not where the settings say.
static FOLDER: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Where results go.
pub(crate) fn folder() -> Option<PathBuf> {
    let other = FOLDER.lock().ok().and_then(|folder| folder.clone());
    other.or_else(|| settings::get().map(|it| it.results.clone()))
}

/// The number of the call that is being judged.
static ORDINAL: AtomicU64 = AtomicU64::new(0);

/// One cause: fault, entry, places.
type Cause = (Fault, usize, usize, usize);

struct Log {
    file: Option<File>,
    seen: Option<HashMap<Cause, (u64, Event)>>,
}

/// Watching begins.
pub(crate) fn begin(python: &Python) {
    EXACT.store(settings::get().is_some_and(|it| it.confirm.is_some()), Ordering::Relaxed);
    open_state();
    coverage::begin();
    // SAFETY: the handler may be called in a forked child.
    unsafe { libc::pthread_atfork(None, None, Some(forked)) };
    // SAFETY: the handler may be called when the process ends.
    unsafe { libc::atexit(ended_well) };
    write(&Event::Process { pid: process::id(), python: python.version.clone() });
}

extern "C" fn forked() {
    STATE.store(ptr::null_mut(), Ordering::Relaxed);
    open_state();
    coverage::begin();
    alive::forget();
    if let Ok(mut log) = LOG.try_lock() {
        log.file = None;
        log.seen = None;
    }
}

/// The process ends by itself.
pub(crate) fn end() {
    ended_well();
}

extern "C" fn ended_well() {
    if let Some(state) = state() {
        state.ended = 1;
    }
    ended();
}

/// Tells the last counts of all that was seen.
fn ended() {
    let Ok(log) = LOG.try_lock() else { return };
    let events: Vec<Event> =
        log.seen.iter().flat_map(HashMap::values).map(|(_, event)| event.clone()).collect();
    drop(log);
    events.iter().for_each(write);
}

/// A new part of the program begins: what is seen from now on is told again, and all of it is counted when `exact`. Results of a
/// forked process may go to another folder.
pub(crate) fn begin_part(exact: bool, folder: Option<PathBuf>) {
    ended();
    EXACT.store(exact, Ordering::Relaxed);
    KEPT.with(AddressTable::clear);
    if let Ok(mut log) = LOG.lock() {
        log.seen = None;
    }
    if let Some(folder) = folder {
        if let Ok(mut log) = LOG.lock() {
            log.file = None;
        }
        if let Ok(mut results) = FOLDER.lock() {
            *results = Some(folder);
        }
        open_state();
        coverage::begin();
        extension::tell_watched();
    }
    write(&Event::Part {});
}

/// A second run, which counts everything.
pub(crate) fn is_exact() -> bool {
    EXACT.load(Ordering::Relaxed)
}

/// The counts; several threads may write at once, then some are lost.
pub(crate) fn state() -> Option<&'static mut State> {
    let state = STATE.load(Ordering::Relaxed);
    // SAFETY: mapped for ever; plain numbers, of which any value is valid.
    unsafe { state.as_mut() }
}

/// A call of the API by watched code.
pub(crate) fn call(pc: usize, item: u32) {
    if let Some(state) = state() {
        // Their number is a power of two.
        let at = state.calls as usize & (state.last.len() - 1);
        state.last[at] = [pc as u64, u64::from(item)];
        state.calls += 1;
    }
}

/// An outermost call.
pub(crate) fn entered() {
    if let Some(state) = state() {
        state.entries += 1;
    }
}

/// Watched code calls that nobody was seen to enter. The first places are told.
pub(crate) fn unseen(place: Place) {
    const MOST: u64 = 1 << 16;
    static SEEN: Mutex<Option<HashSet<usize>>> = Mutex::new(None);
    let Some(state) = state() else { return };
    state.unseen += 1;
    if state.unseen > MOST {
        return;
    }
    let is_new = SEEN.try_lock().is_ok_and(|mut seen| seen.get_or_insert_default().insert(place.pc));
    if is_new {
        write(&Event::Unseen { at: frame(place) });
    }
}

/// No verdict on a call.
pub(crate) fn unsure() {
    if let Some(state) = state() {
        state.unsure += 1;
    }
}

/// A call was made to fail.
pub(crate) fn injected(number: u64) {
    if let Some(state) = state() {
        state.injected = number;
    }
}

/// An outermost call is over.
pub(crate) fn finished(activation: &Activation) {
    if let Some(state) = state() {
        state.overflows += u64::from(activation.overflow);
        state.unsure += u64::from(activation.unsure);
        state.unknown += activation.unknown;
    }
}

/// A place whose call can be made to fail, told once.
pub(crate) fn site(number: u64, place: Place) {
    static SEEN: Mutex<Option<HashSet<usize>>> = Mutex::new(None);
    let Ok(mut seen) = SEEN.lock() else { return };
    if seen.get_or_insert_default().insert(place.pc) {
        drop(seen);
        write(&Event::Site { number, at: frame(place) });
    }
}

/// A library is watched.
pub(crate) fn watched(path: &str, base: usize, redirected: u32) {
    write(&Event::Watched { path: path.to_owned(), base: base as u64, redirected });
}

/// Something is not watched.
pub(crate) fn problem(path: &str, message: &str) {
    write(&Event::Problem { path: path.to_owned(), message: message.to_owned() });
}

/// What is left of an object's references after this call and those before, as far as they were seen.
pub(crate) fn kept(object: Object, change: i64) -> i64 {
    const MIDDLE: i64 = 1 << 30;
    KEPT.with(|kept| {
        let sum = kept.get(object).map_or(0, |sum| i64::from(sum) - MIDDLE) + change;
        let stored = (sum.clamp(0, 1 << 20) + MIDDLE) as u32;
        kept.insert(object, stored);
        sum
    })
}

/// A fault that needs no second run. `places`: where it came from, the transition before it, where it happened. The
/// GIL is held.
pub(crate) fn fault(
    fault: Fault,
    extension: u32,
    entered: Option<&'static Slot>,
    places: [Place; 3],
    object: Object,
    amount: i64,
) {
    let object = if object == 0 { String::new() } else { type_name(object) };
    note(fault, extension, entered, places, amount, false, || Details { object, ..Details::here() });
}

/// A reference is one too many or too few.
pub(crate) fn reference_fault(
    fault: Fault,
    account: &Account,
    places: [Place; 3],
    object: Object,
    amount: i64,
    candidate: bool,
) {
    let name = || if object == 0 { String::new() } else { type_name(object) };
    ORDINAL.store(account.ordinal, Ordering::Relaxed);
    let details = || Details { object: name(), ..Details::here() };
    note(fault, account.slot.extension, Some(account.slot), places, amount, candidate, details);
}

/// Memory went back in the wrong way: to the family `taker`.
pub(crate) fn memory_fault(
    entered: &'static Slot,
    places: [Place; 3],
    block: Block,
    taker: Family,
    has_gil: bool,
) {
    let details = || Details {
        object: format!("{} to {}", block.family.name(), taker.release()),
        caller: if has_gil { caller() } else { String::new() },
        giver: block.family.name(),
    };
    note(Fault::MismatchedAllocator, entered.extension, Some(entered), places, 1, false, details);
}

/// Nothing points to a block any more. The GIL is held.
pub(crate) fn lost_memory(account: &Account, places: [Place; 3], block: Block) {
    let details = || Details { giver: block.family.name(), ..Details::here() };
    let amount = i64::try_from(block.size).unwrap_or(i64::MAX);
    let slot = account.slot;
    note(Fault::LeakedMemory, slot.extension, Some(slot), places, amount, false, details);
}

/// What is asked for when a cause is seen for the first time.
struct Details {
    /// Type of the object, or other words.
    object: String,
    /// The Python line.
    caller: String,
    /// The function that gave memory, which is no item of the manifest.
    giver: &'static str,
}

impl Details {
    fn here() -> Details {
        Details { object: String::new(), caller: caller(), giver: "" }
    }
}

fn note(
    fault: Fault,
    extension: u32,
    entered: Option<&'static Slot>,
    places: [Place; 3],
    amount: i64,
    candidate: bool,
    details: impl FnOnce() -> Details,
) {
    if is_exact() && settings::get().is_some_and(|it| it.inline) && !is_about_references(fault) {
        // It has been told when the part ran for the first time.
        return;
    }
    let [from, before, at] = places;
    let cause = (fault, entered.map_or(0, |slot| slot.original), from.pc, at.pc);
    let Ok(mut log) = LOG.lock() else { return };
    if let Some((count, event)) = log.seen.get_or_insert_default().get_mut(&cause) {
        *count += 1;
        if let Event::Fault { count: told, ordinal, .. } = event {
            *told = *count;
            *ordinal = ORDINAL.load(Ordering::Relaxed);
        }
        let line = count.is_power_of_two().then(|| event.clone());
        drop(log);
        return line.iter().for_each(write);
    }
    // Asking the interpreter may run code that comes back here.
    drop(log);
    let Details { object, caller, giver } = details();
    let label = entered.map_or(String::new(), |slot| match &slot.role {
        Role::Entry(entry) => entry.label.clone(),
        Role::Call(_) => String::new(),
    });
    let entry = entered.map_or(Place::default(), |slot| Place { pc: slot.original, item: Place::NO_ITEM });
    let event = Event::Fault {
        fault,
        path: extension::get(extension).map_or(String::new(), |it| it.path),
        entry: label,
        entered: frame(entry),
        from: given_by(frame(from), giver),
        at: [frame(before), frame(at)],
        object,
        amount,
        caller,
        count: 1,
        ordinal: ORDINAL.load(Ordering::Relaxed),
        candidate,
    };
    write(&event);
    if let Ok(mut log) = LOG.lock() {
        log.seen.get_or_insert_default().insert(cause, (1, event));
    }
}

fn is_about_references(fault: Fault) -> bool {
    matches!(fault, Fault::LeakedReference | Fault::OverRelease | Fault::BufferNotReleased)
}

/// A place as others read it.
pub(crate) fn frame(place: Place) -> Frame {
    let is_call = place.item != Place::NO_ITEM;
    let item = pilotage_capi::all().get(place.item as usize).filter(|_| is_call && place.pc != 0);
    // A return address belongs to what follows the call.
    let address = place.pc.saturating_sub(usize::from(is_call));
    let (path, offset) = extension::locate(address).unwrap_or_default();
    Frame { path, offset, item: item.map_or(String::new(), |item| item.name.to_owned()) }
}

fn given_by(mut frame: Frame, giver: &str) -> Frame {
    if frame.item.is_empty() && !frame.path.is_empty() {
        giver.clone_into(&mut frame.item);
    }
    frame
}

fn type_name(object: Object) -> String {
    python::get().map_or(String::new(), |python| python.type_name(object))
}

/// Writes a line.
pub(crate) fn write(event: &Event) {
    let Ok(mut line) = serde_json::to_vec(event) else { return };
    line.push(b'\n');
    let Ok(mut log) = LOG.lock() else { return };
    if log.file.is_none() {
        let path = folder().map(|folder| folder.join(format!("{}.jsonl", process::id())));
        log.file = path.and_then(|path| OpenOptions::new().create(true).append(true).open(path).ok());
    }
    if let Some(file) = &mut log.file {
        // There is nobody to tell that it failed.
        let _ = file.write_all(&line);
    }
}

fn open_state() {
    let Some(folder) = folder() else { return };
    let path = folder.join(format!("{}.state", process::id()));
    let file = OpenOptions::new().create(true).truncate(true).read(true).write(true).open(path);
    let Ok(file) = file.and_then(|file| file.set_len(size_of::<State>() as u64).map(|()| file)) else {
        return;
    };
    let descriptor = std::os::fd::AsRawFd::as_raw_fd(&file);
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: a new mapping of a file of that length, which is ours.
    let memory =
        unsafe { libc::mmap(ptr::null_mut(), size_of::<State>(), access, libc::MAP_SHARED, descriptor, 0) };
    if memory != libc::MAP_FAILED {
        STATE.store(memory.cast(), Ordering::Relaxed);
    }
    last_words::name_files();
}
