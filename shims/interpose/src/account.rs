//! The interpreter enters an extension and gets its result: what is known at the entry, what is checked at the end.

use std::sync::atomic::{AtomicU64, Ordering};

use pilotage_ledger::{Activation, Fault, Host, Origin, Place, Track};

use crate::picture::{Held, Picture};
use crate::python::{self, Object, Python, word};
use crate::slot::{Entry, Gives, Role, Shape, Slot};
use crate::thread::{self, Account, Entered, Thread};
use crate::thunk::Frame;
use crate::{alive, deaths, leaks, memory, patience, picture, record, settings, traps, types};

/// Entries of all threads, and threads that are in watched code or in what it calls. Only who has the GIL changes them.
static ENTRIES: AtomicU64 = AtomicU64::new(0);
static ACTIVE: AtomicU64 = AtomicU64::new(0);

/// Adds under the GIL, which is cheaper than an atomic addition; the sum.
fn add(counter: &AtomicU64, change: i64) -> u64 {
    let sum = counter.load(Ordering::Relaxed).wrapping_add_signed(change);
    counter.store(sum, Ordering::Relaxed);
    sum
}

/// Runs in front of a function of the extension.
#[unsafe(no_mangle)]
extern "C" fn pilotage_before_entry(frame: &mut Frame) -> usize {
    let slot = frame.slot;
    frame.note = Default::default();
    let (Role::Entry(entry), Some(python)) = (&slot.role, python::get()) else { return slot.original };
    let thread = thread::current();
    if thread.inside {
        // The extension calls itself through a table.
        return slot.original;
    }
    frame.note.mode = 1;
    frame.note.thread = thread.address();
    if entry.gives == Gives::Dealloc && settings::has_ledger() {
        // Its memory may be kept for the next instance: what it holds then means nothing.
        deaths::forget_instance(frame.arguments[0]);
    }
    let (at, is_new) = thread.open(slot, frame.stack as usize);
    // The state of the thread stays the same as long as the outermost call lasts.
    let places = if is_new { python.exception_places() } else { thread.places };
    thread.places = places;
    let had_exception = python.has_exception_at(places);
    let released_outside = std::mem::replace(&mut thread.released, false);
    let argument = frame.arguments[0];
    thread.entered.push(Entered { slot, argument, account: at, had_exception, stack: 0, released_outside });
    let has_ledger = settings::has_ledger();
    thread.entries += 1;
    let others = add(&ENTRIES, 1) - thread.entries;
    let account = &mut thread.accounts[at];
    if is_new {
        record::entered();
        account.others = others;
        account.alone = add(&ACTIVE, 1) == 1;
        if account.alone && has_ledger {
            memory::forget_recent();
        }
        account.ordinal = add(&entry.times, 1);
        let is_wanted = !record::is_exact() || !traps::is_over() && entry.is_close(account.ordinal);
        account.counting = has_ledger && is_wanted;
    } else {
        account.activation.here = Place { pc: slot.original, item: Place::NO_ITEM };
        account.activation.resume(python);
    }
    if account.counting {
        if is_new {
            deaths::open();
            account.places = places;
            account.exceptions = python.exceptions_now(places);
            if python.has_no_exceptions(&account.exceptions) {
                account.activation.follow_empty_places(places);
            } else {
                account.activation.follow_places(python, places);
            }
        }
        account.resume_exceptions(python);
        learn_arguments(account, slot, &frame.arguments, is_new, python);
        if is_new && record::is_exact() {
            // Behind the arguments: instances among them hold references, too.
            account.baseline = Picture::take(python);
        }
    } else if has_ledger && record::is_exact() && !traps::is_over() {
        watch_arguments(entry, &frame.arguments, python);
    }
    thread.inside = true;
    slot.original
}

/// Runs behind a function of the extension.
#[unsafe(no_mangle)]
extern "C" fn pilotage_after_entry(frame: &mut Frame) {
    let slot = frame.slot;
    let (Role::Entry(entry), Some(python)) = (&slot.role, python::get()) else { return };
    if frame.note.mode == 0 {
        return;
    }
    let thread = thread::again(frame.note.thread);
    thread.inside = false;
    let Some(entered) = thread.entered.pop() else { return };
    thread.released = entered.released_outside;
    let exit = Place { pc: slot.original, item: Place::NO_ITEM };
    check_protocol(frame, entry, &entered, thread, python);
    let Some(account) = thread.accounts.get_mut(entered.account) else { return };
    if account.counting {
        account.settle_exceptions(python, exit);
        account.activation.settle(python, exit);
        hand_over(frame, entry, account, python);
    } else if entry.gives == Gives::Object && settings::has_ledger() {
        types::watch_if_ours(python, frame.result[0]);
    }
    if matches!(entry.gives, Gives::Object | Gives::Next) {
        alive::seen_by_entry(frame.result[0], slot, python);
    }
    if entry.makes_types {
        types::look_again(python);
    }
    account.depth = account.depth.saturating_sub(1);
    if account.depth == 0 {
        let alone = add(&ACTIVE, -1) == 0;
        let others = ENTRIES.load(Ordering::Relaxed) - thread.entries;
        // What another thread did in the extension meanwhile may have moved references between the two.
        account.activation.unsure |= !alone || !account.alone || others != account.others;
        let failed = has_failed(entry, frame.result[0]) == Some(true);
        let is_quiet = alone && account.alone && others == account.others;
        if is_quiet && settings::has_ledger() && memory::has_recent() {
            look_for_lost_memory(account, python);
        }
        finish(account, failed, python);
        if thread.is_outside() {
            deaths::flush(true);
        }
    }
}

fn learn_arguments(
    account: &mut Account,
    slot: &Slot,
    arguments: &[usize; 6],
    is_new: bool,
    python: &Python,
) {
    let Role::Entry(entry) = &slot.role else { return };
    if entry.gives == Gives::Dealloc {
        return;
    }
    let activation = &mut account.activation;
    let mut objects = std::mem::take(&mut account.room);
    let mut fields = std::mem::take(&mut account.fields);
    objects.clear();
    objects_among(entry.shape, arguments, python, &mut objects);
    for object in objects.iter().copied() {
        learn(activation, object, Origin::Argument, python);
        if types::is_ours(python, python.type_of(object)) {
            deaths::watch_instance(python, object);
            alive::seen_by_entry(object, slot, python);
            // In the middle of a call, references in fields may have been taken when nobody knew the object.
            let origin = if is_new { Origin::Argument } else { Origin::Unknown };
            types::fields(python, object, &mut fields);
            for field in fields.iter().copied() {
                learn(activation, field, origin, python);
            }
        }
    }
    account.room = objects;
    account.fields = fields;
}

/// Instances are watched also where nothing is counted: other calls may be looked at closely.
fn watch_arguments(entry: &Entry, arguments: &[usize; 6], python: &Python) {
    if entry.gives == Gives::Dealloc {
        return;
    }
    let mut objects = Vec::with_capacity(8);
    objects_among(entry.shape, arguments, python, &mut objects);
    objects.retain(|object| types::is_ours(python, python.type_of(*object)));
    objects.into_iter().for_each(|object| deaths::watch_instance(python, object));
}

fn learn(activation: &mut Activation, object: Object, origin: Origin, python: &Python) {
    if python.is_container(object) {
        activation.learn_container(python, object, origin);
    } else {
        activation.learn(python, object, origin);
    }
}

/// More arguments than this are not looked at.
const MOST_ARGUMENTS: usize = 64;

/// The arguments that are objects; a tuple of arguments with its items.
fn objects_among(shape: Shape, arguments: &[usize; 6], python: &Python, objects: &mut Vec<Object>) {
    let array = |objects: &mut Vec<Object>, start: usize, length: usize| {
        // The upper bit says that the slot in front may be used.
        let length = (length & !(1 << 63)).min(MOST_ARGUMENTS);
        objects.extend((0..length).filter(|_| start != 0).map(|at| word(start + at * 8)));
    };
    match shape {
        Shape::Objects(mask) => {
            objects.extend((0..6).filter(|at| mask >> at & 1 == 1).map(|at| arguments[at]))
        }
        Shape::Tuple | Shape::TupleAndNames => {
            objects.extend(arguments.iter().take(if shape == Shape::Tuple { 2 } else { 3 }));
            if arguments[1] != 0 {
                python.items(arguments[1], MOST_ARGUMENTS, objects);
            }
            if shape == Shape::TupleAndNames && arguments[2] != 0 {
                types::values(arguments[2], MOST_ARGUMENTS, objects);
            }
        }
        Shape::Array => {
            objects.push(arguments[0]);
            array(objects, arguments[1], arguments[2]);
        }
        Shape::ArrayWithNames => {
            objects.push(arguments[0]);
            array(objects, arguments[1], arguments[2] + python.length(arguments[3]));
        }
        Shape::ArrayWithClass => {
            objects.push(arguments[0]);
            array(objects, arguments[2], arguments[3] + python.length(arguments[4]));
        }
    }
    objects.retain(|object| *object != 0);
}

/// The entry tells of failure; `None` where it cannot.
fn has_failed(entry: &Entry, result: usize) -> Option<bool> {
    Some(match entry.gives {
        Gives::Object | Gives::Next => result == 0,
        Gives::Int | Gives::Buffer | Gives::Send => result as i32 == -1,
        Gives::Word => result == usize::MAX,
        Gives::Flag => result as i32 == 0,
        Gives::Nothing | Gives::Dealloc => return None,
    })
}

/// NULL with an exception, a result without one.
fn check_protocol(frame: &mut Frame, entry: &Entry, entered: &Entered, thread: &mut Thread, python: &Python) {
    let result = frame.result[0];
    let Some(failed) = has_failed(entry, result) else { return };
    let has_exception = python.has_exception_at(thread.places);
    let here = thread.accounts.get(entered.account).map_or_else(Place::default, |it| it.activation.here);
    let exit = Place { pc: entered.slot.original, item: Place::NO_ITEM };
    let places = [Place::default(), here, exit];
    let extension = entered.slot.extension;
    if failed && !has_exception && entry.gives != Gives::Next {
        record::fault(Fault::NullWithoutException, extension, Some(entered.slot), places, 0, 1);
    } else if !failed && has_exception && !entered.had_exception {
        record::fault(Fault::ResultWithExceptionSet, extension, Some(entered.slot), places, 0, 1);
    }
    if matches!(entry.gives, Gives::Object | Gives::Next) && result != 0 && deaths::is_dead(result) {
        stale_result(frame, entered, thread, python);
    }
}

/// A dead object is returned: the caller gets an exception in its place.
fn stale_result(frame: &mut Frame, entered: &Entered, thread: &mut Thread, python: &Python) {
    let object = frame.result[0];
    let exit = Place { pc: entered.slot.original, item: Place::NO_ITEM };
    let activation = thread.accounts.get(entered.account).map(|account| &account.activation);
    let track = activation.and_then(|activation| activation.track(object)).copied();
    let here = activation.map_or_else(Place::default, |activation| activation.here);
    let from = track.map_or_else(Place::default, |track| track.down[1]);
    record::fault(
        Fault::UseAfterRelease,
        entered.slot.extension,
        Some(entered.slot),
        [from, here, exit],
        object,
        1,
    );
    frame.result[0] = 0;
    if !python.has_exception() {
        python.set_system_error(c"a released object was returned, stopped by pilotage");
    }
}

/// The caller gets a reference with the result.
fn hand_over(frame: &Frame, entry: &Entry, account: &mut Account, python: &Python) {
    let [_, second, third, ..] = frame.arguments;
    let result = frame.result[0];
    let given = match entry.gives {
        Gives::Object | Gives::Next => result,
        Gives::Buffer if result as i32 == 0 && second != 0 => word(second + 8),
        Gives::Send if result as i32 != -1 && third != 0 => word(third),
        _ => 0,
    };
    if given == 0 {
        account.handed.clear();
        return;
    }
    // An init function may return a definition, which nobody counts.
    if python.is_module_definition(given) {
        account.activation.forget(given);
        return;
    }
    account.activation.book(given, -1);
    types::watch_if_ours(python, given);
    account.handed.clear();
    if python.is_container(given) && !account.activation.follows(given) {
        // It was kept from an earlier call, and filled in this one perhaps, without a call.
        python.items(given, LONGEST_RESULT, &mut account.handed);
        account.handed.sort_unstable();
    }
}

/// More items of a result than this are not looked at.
const LONGEST_RESULT: usize = 1 << 16;

/// What this call allocated must be in somebody's hands when it is over. A second run would only say the same.
fn look_for_lost_memory(account: &Account, python: &Python) {
    if !record::is_exact() {
        leaks::look(account, python);
    }
}

/// The outermost call is over.
fn finish(account: &mut Account, failed: bool, python: &Python) {
    if account.counting {
        for buffer in &account.buffers {
            // What was not released is told as a buffer, not as a reference besides.
            account.activation.book(buffer.owner, -1);
        }
        if account.activation.is_sure() {
            judge(account, failed, python);
        }
        record::finished(&account.activation);
        deaths::close();
    }
    judge_buffers(account, python);
    account.baseline = None;
}

fn judge(account: &mut Account, failed: bool, python: &Python) {
    touched_after_death(account);
    let mut suspects = std::mem::take(&mut account.suspects);
    suspects.clear();
    suspects.extend(account.activation.suspects());
    judge_suspects(account, &mut suspects, failed, python);
    account.suspects = suspects;
}

fn judge_suspects(account: &Account, suspects: &mut Vec<Track>, failed: bool, python: &Python) {
    let handed = &account.handed;
    suspects.retain(|track| !is_constant(account.slot, track));
    suspects.retain(|track| track.own < 0 || handed.binary_search(&track.object).is_err());
    if !record::is_exact() {
        suspects.retain(|track| patience::is_due(account.slot, track, failed));
    }
    if suspects.is_empty() {
        return;
    }
    let objects: Vec<usize> = suspects.iter().map(|track| track.object).collect();
    if !record::is_exact() {
        let held = picture::words(python, &objects);
        for (at, track) in suspects.iter().enumerate() {
            suspect(account, track, held.as_ref().map_or(0, |held| held[at]));
            patience::checked(account.slot, track, failed);
        }
        return;
    }
    let now = Picture::take(python);
    let (Some(before), Some(now)) = (&account.baseline, now) else { return record::unsure() };
    let is_known = |list| account.activation.follows(list);
    let (before, now) = (before.held(&objects, is_known), now.held(&objects, is_known));
    for (at, track) in suspects.iter().enumerate() {
        confirm(account, track, before[at], now[at], python);
    }
}

/// An interned string that the module keeps from its initialisation on: once per process. Where nobody reads the variable, compilers leave
/// the store out.
fn is_constant(slot: &Slot, track: &Track) -> bool {
    let is_beginning = matches!(&slot.role, Role::Entry(entry) if entry.makes_types);
    let item = pilotage_capi::all().get(track.created.item as usize);
    is_beginning && item.is_some_and(|item| item.name.starts_with("PyUnicode_Intern"))
}

/// What the extensions' memory held at the entry, and holds now.
pub(crate) fn confirm(account: &Account, track: &Track, before: Held, now: Held, python: &Python) {
    // What was made since the entry cannot have been held before, whatever lies in memory.
    let before = if track.origin == Origin::Fresh { Held::default() } else { before };
    if !track.dead && python.is_singleton(track.object) && before != now {
        // Everybody holds it: what changed in memory need not be what this call did.
        return;
    }
    let leaked = track.own - (now.all() - before.sure());
    let taken = picture::gone(before, now) - track.own;
    if track.own > 0 && leaked > 0 && !track.dead {
        report_leak(account, track, leaked, false);
    } else if track.own < 0 && taken > 0 && is_released_wrongly(track, before, now, python) {
        report_over_release(account, track, taken, false);
        if !track.dead {
            // The process shall live on to tell about the rest.
            python.give_back(track.object, taken);
        }
    }
}

/// Where memory pointed to the object before, that reference may have been released rightly and the word left behind; unless
/// an instance says that it still refers to the object.
fn is_released_wrongly(track: &Track, before: Held, now: Held, python: &Python) -> bool {
    let is_common = !track.dead && python.is_singleton(track.object);
    // What became known late may have been taken from memory before that, unseen.
    let is_known_from_start = track.origin == Origin::Argument;
    before.all() == 0 || now.visits > 0 && is_known_from_start && !is_common
}

/// A first run does not know what was held before: it says what to look at closely. What former calls left adds up.
fn suspect(account: &Account, track: &Track, held: i64) {
    let kept = record::kept(track.object, track.own);
    if track.own > 0 && kept > held {
        report_leak(account, track, track.own, true);
    } else if track.own < 0 && (kept < 0 || kept < held) {
        report_over_release(account, track, -track.own, true);
    }
}

fn report_leak(account: &Account, track: &Track, amount: i64, candidate: bool) {
    let made = matches!(track.origin, Origin::Fresh | Origin::Owned);
    let from = if made { track.created } else { track.up[0] };
    let at = if made { [track.created; 2] } else { track.up };
    record::reference_fault(
        Fault::LeakedReference,
        account,
        [from, at[0], at[1]],
        track.object,
        amount,
        candidate,
    );
}

pub(crate) fn report_over_release(account: &Account, track: &Track, amount: i64, candidate: bool) {
    let places = [track.created, track.down[0], track.down[1]];
    let object = if track.dead { 0 } else { track.object };
    record::reference_fault(Fault::OverRelease, account, places, object, amount, candidate);
}

/// The count of a dead object has changed since its death, while its memory is kept.
fn touched_after_death(account: &Account) {
    for track in account.activation.tracks().iter().filter(|track| track.dead) {
        if deaths::was_touched(track.object) {
            let fault = if track.origin == Origin::Borrowed {
                Fault::StaleBorrowedReference
            } else {
                Fault::UseAfterRelease
            };
            let places = [track.down[1], account.activation.here, account.activation.here];
            record::fault(fault, account.extension, Some(account.slot), places, 0, 1);
        }
    }
}

/// Buffers whose struct was on the stack of the call that is over.
fn judge_buffers(account: &mut Account, python: &Python) {
    const DEEPEST: usize = 16 << 20;
    let stack = account.stack;
    let buffers = std::mem::take(&mut account.buffers);
    for buffer in buffers
        .iter()
        .filter(|buffer| buffer.owner != 0 && (stack.saturating_sub(DEEPEST)..stack).contains(&buffer.view))
    {
        // A copy of the struct may live on in the extension's memory.
        let is_held = picture::words(python, &[buffer.owner]).is_none_or(|held| held[0] > 0);
        if !is_held {
            let places = [buffer.place; 3];
            // Instances that were made through a pointer, which a first run does not see, may hold it.
            let candidate = !record::is_exact();
            record::reference_fault(Fault::BufferNotReleased, account, places, 0, 1, candidate);
        }
    }
    account.buffers = buffers;
    account.buffers.clear();
}
