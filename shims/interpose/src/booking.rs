//! What a call of the API does to the account: who owned what before it, and who owns what behind it. What may not be called, and when, is
//! for `calls.rs`.

use pilotage_capi::{Effect, Returns};
use pilotage_ledger::{Activation, Origin, Place};

use crate::calls::{FULL, LOCAL, QUIET, UNCOUNTED, counting, has_failed, place};
use crate::python::{Object, Python, word};
use crate::slot::{self};
use crate::special::{Passes, Special};
use crate::thread::{Buffer, Thread};
use crate::thunk::Frame;
use crate::{blocks, deaths, dying, formats, record, relocations, types};

/// What was resized may lie elsewhere now, and its former memory need not even be readable.
pub(crate) fn forget_replaced(frame: &Frame, call: &slot::Call, activation: &mut Activation) {
    for (nth, (at, effect)) in call.effects.iter().enumerate().take(4) {
        let (argument, old) = (frame.arguments[usize::from(*at)], frame.note.before[nth]);
        if *effect == Effect::Replaces && argument != 0 && word(argument) != old {
            activation.forget(old);
        }
    }
}

/// False: the call must not be made.
pub(crate) fn account_before(
    frame: &mut Frame,
    call: &slot::Call,
    python: &Python,
    thread: &mut Thread,
) -> bool {
    thread.inside = false;
    if call.special == Special::ReleaseBuffer && frame.arguments[0] != 0 {
        // Behind the call nobody knows whose it was.
        frame.note.before[0] = word(frame.arguments[0] + 8);
    }
    if !counting(thread) {
        frame.note.mode = UNCOUNTED;
        return true;
    }
    let until = place(frame, call);
    if call.quiet && !record::is_exact() {
        quiet_before(frame, call, python, thread, until);
        return true;
    }
    let full = record::is_exact() || !is_local(frame, call, python);
    let makes = matches!(call.special, Special::NewReference | Special::Init);
    let Some(account) = thread.account() else { return true };
    if full {
        frame.note.mode = FULL;
        account.settle_exceptions(python, until);
        account.activation.settle(python, until);
    } else {
        frame.note.mode = LOCAL;
        account.settle_exceptions(python, until);
        // Memory that becomes an object is none yet.
        if makes {
            let objects = call.objects.iter().map(|at| frame.arguments[usize::from(*at)]);
            objects.for_each(|object| account.activation.settle_one(python, object, until));
        } else {
            meet_arguments(frame, call, python, &mut account.activation, until);
        }
    }
    if call.special == Special::Dealloc && dying::shall_live(account, frame.arguments[0], python) {
        return false;
    }
    let activation = &mut account.activation;
    activation.here = until;
    for at in call.objects.iter().filter(|_| full && !makes) {
        activation.learn(python, frame.arguments[usize::from(*at)], Origin::Unknown);
    }
    // The extension may have taken references to them before anybody knew them, and the callee may be entered with them.
    for object in passed(frame, call, python) {
        activation.learn(python, object, Origin::Unknown);
    }
    for (nth, (at, effect)) in call.effects.iter().enumerate().take(4) {
        let pointer = frame.arguments[usize::from(*at)];
        if matches!(effect, Effect::Replaces | Effect::Clears) && pointer != 0 {
            frame.note.before[nth] = word(pointer);
        }
        if *effect == Effect::Unknown && call.special == Special::None {
            activation.unsure = true;
        }
        activation.unsure |= *effect == Effect::StealsItems;
    }
    match call.special {
        Special::Build(at) => match formats::given_away(frame, at) {
            Some(given) => given.iter().for_each(|object| activation.book(*object, -1)),
            None => activation.unsure = true,
        },
        Special::Unlisted => activation.unsure = true,
        Special::BuildList(at) => activation.unsure |= formats::gives_any(frame, at),
        _ => {}
    }
    true
}

/// Between the transitions before and behind a quiet call all counts stay as they are: it is one transition.
fn quiet_before(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread, until: Place) {
    frame.note.mode = QUIET;
    // Nothing comes back from it to watched code.
    thread.inside = true;
    let Some(account) = thread.account() else { return };
    account.settle_exceptions(python, until);
    meet_arguments(frame, call, python, &mut account.activation, until);
}

/// What happened to the arguments until this call; those that nobody knew become known.
fn meet_arguments(
    frame: &Frame,
    call: &slot::Call,
    python: &Python,
    activation: &mut Activation,
    until: Place,
) {
    let slice = [std::mem::replace(&mut activation.here, until), until];
    for at in &call.objects {
        activation.meet(python, frame.arguments[usize::from(*at)], slice);
    }
}

/// The objects that a call hands on in an array, or behind its fixed arguments.
fn passed(frame: &Frame, call: &slot::Call, python: &Python) -> Vec<Object> {
    const MOST: usize = 64;
    match call.passes {
        Passes::Nothing => Vec::new(),
        Passes::Format(at) => formats::handed_on(frame, at),
        Passes::UpToNull(first) => formats::up_to_null(frame, first),
        Passes::Array => {
            let [_, array, length, names, ..] = frame.arguments;
            let has_names = names != 0 && python.is_container(names);
            // The upper bit says that the slot in front may be used.
            let length = (length & !(1 << 63)) + if has_names { python.length(names) } else { 0 };
            let words = (0..length.min(MOST)).filter(|_| array != 0).map(|at| word(array + at * 8));
            words.filter(|object| *object != 0).collect()
        }
    }
}

fn is_local(frame: &Frame, call: &slot::Call, python: &Python) -> bool {
    if call.special == Special::Dealloc {
        return types::is_plain(python, python.type_of(frame.arguments[0]));
    }
    if call.special == Special::Keyed {
        // A first run may be wrong about a value that is replaced: it only suspects.
        let [_, key, ..] = frame.arguments;
        return key != 0 && types::is_plain(python, python.type_of(key));
    }
    let is_plain = |at: &u8| {
        let object = frame.arguments[usize::from(*at)];
        object != 0 && types::is_plain(python, python.type_of(object))
    };
    call.local && call.special != Special::LetGo || call.local_if_plain && call.objects.iter().all(is_plain)
}

pub(crate) fn account_after(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) {
    let result = frame.result[0];
    let failed = has_failed(call, result);
    let is_full = frame.note.mode == FULL;
    let Some(account) = thread.account() else { return };
    let activation = &mut account.activation;
    if !is_full {
        for at in &call.objects {
            activation.resume_one(python, frame.arguments[usize::from(*at)]);
        }
    }
    for (nth, (at, effect)) in call.effects.iter().enumerate().take(4) {
        let argument = frame.arguments[usize::from(*at)];
        match effect {
            Effect::Increments => activation.book(argument, 1),
            Effect::Steals(_) | Effect::Decrements if slot::steals(*effect, failed) => {
                activation.book(argument, -1)
            }
            Effect::OutNew(condition) if argument != 0 => {
                let is_filled = condition.map_or(!failed, |wanted| result as i32 == i32::from(wanted));
                if is_filled {
                    gained(activation, python, word(argument), is_full);
                }
            }
            Effect::OutBorrowed if argument != 0 && !failed && result as u32 != 0 => {
                learn(activation, python, word(argument), Origin::Borrowed);
            }
            Effect::Replaces | Effect::Clears if argument != 0 => {
                let old = frame.note.before[nth];
                let new = if *effect == Effect::Clears { 0 } else { word(argument) };
                if old != new {
                    activation.book(old, -1);
                    activation.forget(old);
                    gained(activation, python, new, is_full);
                }
            }
            _ => {}
        }
    }
    match call.special {
        // The virtual machine may have it still.
        Special::Dealloc if !python.has_own_counts || deaths::is_dead(frame.arguments[0]) => {
            activation.bury(frame.arguments[0]);
        }
        Special::NewReference | Special::Init => {
            learn(activation, python, frame.arguments[0], Origin::Fresh);
            activation.book(frame.arguments[0], 1);
            types::watch_if_ours(python, frame.arguments[0]);
        }
        _ => {}
    }
    match call.item.returns {
        Returns::New if result != 0 => {
            // An argument that comes back (`str()` of a string) has been read before and after.
            let was_read = call.objects.iter().any(|at| frame.arguments[usize::from(*at)] == result);
            gained(activation, python, result, is_full || was_read);
        }
        Returns::Borrowed(_) if result != 0 => learn(activation, python, result, Origin::Borrowed),
        _ => {}
    }
}

/// The extension owns one reference more, which the call has counted.
fn gained(activation: &mut Activation, python: &Python, object: Object, is_full: bool) {
    if object == 0 {
        return;
    }
    let is_known = activation.track(object).is_some_and(|track| !track.dead);
    if is_known && !is_full {
        // Nothing was read before the call: what the count has grown by includes the new reference.
        let here = activation.here;
        activation.settle_one(python, object, here);
        return;
    }
    let is_only = python.is_new(object);
    learn(activation, python, object, if is_only { Origin::Fresh } else { Origin::Owned });
    activation.book(object, 1);
    if is_only {
        types::watch_if_ours(python, object);
    }
}

fn learn(activation: &mut Activation, python: &Python, object: Object, origin: Origin) {
    if object != 0 && python.is_container(object) {
        activation.learn_container(python, object, origin);
    } else {
        activation.learn(python, object, origin);
    }
}

pub(crate) fn after_special(frame: &Frame, call: &slot::Call, python: &Python, thread: &mut Thread) {
    let result = frame.result[0];
    let [first, second, ..] = frame.arguments;
    match call.special {
        Special::LetGo => thread.released = true,
        Special::Take => thread.released = false,
        Special::Ensure => {
            if !thread.released {
                thread.ensured.push(false);
            }
            thread.released = false;
        }
        Special::Release => thread.released = thread.ensured.pop().unwrap_or(false),
        Special::Malloc(_) | Special::Calloc(_) | Special::Realloc(_) => blocks::note_memory(frame, call),
        Special::TypeSpec(_) if result != 0 => types::add(result),
        Special::ModuleState if call.item.name == "PyModule_GetState" => types::note_state(first, result),
        Special::GetBuffer if result as i32 == 0 => acquired(python, thread, second, place(frame, call)),
        Special::ReleaseBuffer => released(thread, first, frame.note.before[0]),
        Special::FillBuffer if result as i32 == 0 => filled(python, thread, first),
        Special::Parse { format, first } if result as i32 != 0 => {
            let filled = formats::filled(frame, format, first);
            for view in filled.buffers {
                acquired(python, thread, view, place(frame, call));
            }
            for view in filled.optional_buffers {
                if let Some(account) = thread.account() {
                    account.buffers.push(Buffer { view, owner: 0, place: place(frame, call) });
                }
            }
            for variable in filled.objects.into_iter().filter(|variable| *variable != 0) {
                if let Some(account) = thread.account().filter(|account| account.counting) {
                    learn(&mut account.activation, python, word(variable), Origin::Borrowed);
                }
            }
            for (converter, variable) in filled.converted {
                converted(python, thread, converter, variable);
            }
        }
        _ => {}
    }
}

fn acquired(python: &Python, thread: &mut Thread, view: usize, place: Place) {
    // `Py_buffer.obj` is NULL for what needs no release (strings in `s*`).
    let owner = if view == 0 { 0 } else { word(view + 8) };
    if let Some(account) = thread.account().filter(|_| owner != 0) {
        account.buffers.push(Buffer { view, owner, place });
        if account.counting {
            gained(&mut account.activation, python, owner, true);
        }
    }
}

/// A `Py_buffer` was filled with a new reference to its owner.
fn filled(python: &Python, thread: &mut Thread, view: usize) {
    let owner = if view == 0 { 0 } else { word(view + 8) };
    if let Some(account) = thread.account().filter(|account| account.counting) {
        gained(&mut account.activation, python, owner, true);
    }
}

fn released(thread: &mut Thread, view: usize, owner: usize) {
    let Some(account) = thread.account() else { return };
    let by_address = account.buffers.iter().rposition(|buffer| buffer.view == view);
    // The struct may have been copied; after the release its owner is NULL.
    let found = by_address.or_else(|| account.buffers.iter().rposition(|buffer| buffer.owner == owner));
    let is_counted = found.is_none_or(|at| account.buffers.swap_remove(at).owner != 0);
    if is_counted {
        account.activation.book(owner, -1);
    }
}

/// `O&`: what a converter of the API stores is the caller's. Those of the extension are entries.
fn converted(python: &Python, thread: &mut Thread, converter: usize, variable: usize) {
    let original = relocations::original_of_call(converter).unwrap_or(converter);
    let Some(account) = thread.account() else { return };
    if types::makes_object(original) && variable != 0 {
        gained(&mut account.activation, python, word(variable), true);
    }
}
