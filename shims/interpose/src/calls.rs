//! The extension calls the API: what is checked before the call, and what the call does to the account.

use pilotage_capi::{Effect, Fails, Returns};
use pilotage_ledger::{Fault, Origin, Place};

use crate::python::{Object, Python, word};
use crate::slot::{self, Role, Slot};
use crate::special::Special;
use crate::thread::{self, Buffer, Thread};
use crate::thunk::Frame;
use crate::{blocks, deaths, entries, extension, formats, inject, python, record, types};

/// The call is not accounted for.
const PASSED: u32 = 0;
/// Only the counts of arguments and result are read.
const LOCAL: u32 = 1;
/// All counts are read.
const FULL: u32 = 2;
/// References are not counted, the rest is.
const UNCOUNTED: u32 = 3;
/// Only memory is accounted for.
const MEMORY: u32 = 4;

/// What a finding about this call says of the place.
pub(crate) fn place(frame: &Frame, call: &slot::Call) -> Place {
    Place { pc: frame.pc, item: call.number }
}

/// Runs in front of a function of the API; what comes back is called, 0: nothing is called and the result stands.
#[unsafe(no_mangle)]
extern "C" fn pilotage_before_call(frame: &mut Frame) -> usize {
    let slot = frame.slot;
    frame.note = Default::default();
    let (Role::Call(call), Some(python)) = (&slot.role, python::get()) else { return slot.original };
    let thread = thread::current();
    frame.note.thread = thread.address();
    if !thread.inside {
        return stranger(frame, call, python, thread);
    }
    record::call(frame.pc, call.number);
    if thread.released {
        if call.needs_gil {
            return without_gil(frame, call, python);
        }
        return unlocked(frame, call, thread);
    }
    if let Some(skip) = forbidden(frame, call, python, thread) {
        return skip;
    }
    if let Some(target) = blocks::release_memory(frame, call) {
        return target;
    }
    if inject::wants(frame, call) {
        inject::fail(frame, call, python);
        return 0;
    }
    if call.prepares {
        prepare_entries(frame, call, python);
    }
    account_before(frame, call, python, thread);
    slot.original
}

/// Runs behind a function of the API.
#[unsafe(no_mangle)]
extern "C" fn pilotage_after_call(frame: &mut Frame) {
    let slot = frame.slot;
    let (Role::Call(call), Some(python)) = (&slot.role, python::get()) else { return };
    if frame.note.lock != 0 {
        // SAFETY: the state that `PyGILState_Ensure` gave before the call, plus one.
        unsafe { (python.functions.gil_release)(frame.note.lock - 1) };
    }
    if frame.note.mode == PASSED {
        return;
    }
    if frame.note.mode == MEMORY {
        return blocks::note_memory(frame, call);
    }
    let thread = thread::again(frame.note.thread);
    thread.inside = true;
    after_special(frame, call, python, thread);
    if frame.note.mode == UNCOUNTED {
        if call.item.returns == Returns::New {
            types::watch_if_ours(python, frame.result[0]);
        }
        return;
    }
    let Some(account) = thread.account() else { return };
    account.activation.here = place(frame, call);
    forget_replaced(frame, call, &mut account.activation);
    if frame.note.mode == FULL {
        account.activation.resume(python);
    }
    account_after(frame, call, python, thread);
    deaths::flush(false);
}

/// What was resized may lie elsewhere now, and its former memory need not even be readable.
fn forget_replaced(frame: &Frame, call: &slot::Call, activation: &mut pilotage_ledger::Activation) {
    for (nth, (at, effect)) in call.effects.iter().enumerate().take(4) {
        let (argument, old) = (frame.arguments[usize::from(*at)], frame.note.before[nth]);
        if *effect == Effect::Replaces && argument != 0 && word(argument) != old {
            activation.forget(old);
        }
    }
}

/// The code that calls was not entered where we see it: a callback, another thread, or the interpreter through a pointer.
fn stranger(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) -> usize {
    let original = frame.slot.original;
    if call.special == Special::Visit || extension::of_code(frame.pc).is_none() {
        return original;
    }
    record::unseen(place(frame, call));
    if let Some(account) = thread.account() {
        account.activation.unsure = true;
    }
    let touches_gil =
        matches!(call.special, Special::Take | Special::Ensure | Special::LetGo | Special::Release);
    if thread.is_outside() && call.needs_gil && !touches_gil {
        // SAFETY: may be called by any thread.
        let has_gil = unsafe { (python.functions.gil_check)() } != 0;
        if !has_gil {
            without_gil(frame, call, python);
        }
    }
    // What it allocates is the extension's memory all the same.
    match call.special {
        Special::Malloc(_) | Special::Calloc(_) | Special::Realloc(_) => frame.note.mode = MEMORY,
        Special::Free(_) => return blocks::release_memory(frame, call).unwrap_or(original),
        _ => {}
    }
    original
}

/// Reports the call and takes the GIL for it, so that the process lives on.
fn without_gil(frame: &mut Frame, call: &slot::Call, python: &Python) -> usize {
    // SAFETY: may be called by any thread; undone after the call.
    let state = unsafe { (python.functions.gil_ensure)() };
    frame.note.lock = state + 1;
    let at = place(frame, call);
    record::fault(Fault::ApiWithoutGil, frame.slot.extension, entered(), [Place::default(), at, at], 0, 1);
    frame.slot.original
}

/// A call that needs no GIL while it is let go.
fn unlocked(frame: &mut Frame, call: &slot::Call, thread: &mut Thread) -> usize {
    match call.special {
        Special::Take => {
            thread.inside = false;
            frame.note.mode = if counting(thread) { FULL } else { UNCOUNTED };
        }
        Special::Ensure => {
            thread.ensured.push(true);
            thread.inside = false;
            frame.note.mode = if counting(thread) { FULL } else { UNCOUNTED };
        }
        _ => {
            if let Some(target) = blocks::release_memory(frame, call) {
                return target;
            }
            if let Special::Malloc(_) | Special::Calloc(_) | Special::Realloc(_) = call.special {
                frame.note.mode = MEMORY;
            }
        }
    }
    frame.slot.original
}

fn counting(thread: &mut Thread) -> bool {
    thread.account().is_some_and(|account| account.counting)
}

/// The entry that runs on this thread.
fn entered() -> Option<&'static Slot> {
    thread::current().entered.last().map(|entered| entered.slot)
}

/// Calls that must not be: with an object that is dead, or with an exception set. What comes back is the answer to the thunk.
fn forbidden(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) -> Option<usize> {
    let at = place(frame, call);
    for index in &call.objects {
        let object = frame.arguments[usize::from(*index)];
        let is_begun = matches!(call.special, Special::Dealloc | Special::NewReference | Special::Init);
        if object == 0 || is_begun || !is_stale(python, thread, object) {
            continue;
        }
        let account = thread.account()?;
        let track = account.activation.track(object).copied();
        let was_owner = track
            .is_some_and(|track| track.origin == Origin::Fresh || track.own != 0 || was_released(&track));
        let fault = if was_owner { Fault::UseAfterRelease } else { Fault::StaleBorrowedReference };
        let from =
            track.map_or_else(Place::default, |track| if was_owner { track.down[1] } else { track.created });
        record::fault(fault, frame.slot.extension, entered(), [from, at, at], object, 1);
        fail_with_system_error(frame, call, python);
        return Some(0);
    }
    if call.wants_no_exception && !thread.entered.last()?.had_exception && python.has_exception() {
        let from = thread.account().map_or_else(Place::default, |account| account.activation.here);
        record::fault(Fault::CallWithExceptionPending, frame.slot.extension, entered(), [from, at, at], 0, 1);
    }
    None
}

fn was_released(track: &pilotage_ledger::Track) -> bool {
    track.down[1] != track.created
}

/// The object is dead, and not in the middle of being taken down.
fn is_stale(python: &Python, thread: &mut Thread, object: Object) -> bool {
    if deaths::is_dead(object) {
        return true;
    }
    let Some(account) = thread.account() else { return false };
    let is_buried = account.activation.track(object).is_some_and(|track| track.dead);
    if !is_buried
        || !matches!(pilotage_ledger::Host::count(python, object), pilotage_ledger::Count::Live(..=0))
    {
        return false;
    }
    // Its memory is kept by a free list, or it is being deallocated: by the extension, or by the interpreter that calls us.
    let is_going = thread.entered.iter().any(|entered| entered.argument == object);
    !is_going && !types::is_ours(python, python.type_of(object))
}

/// The call does not take place; its caller is told so in the way of that function.
fn fail_with_system_error(frame: &mut Frame, call: &slot::Call, python: &Python) {
    fail(frame, call);
    let tells = !matches!(
        call.item.fails,
        Fails::Never | Fails::Unknown | Fails::NullWithoutException | Fails::MinusOneWithoutException
    );
    if tells && !python.has_exception() {
        python.set_system_error(c"use of a released object, stopped by pilotage");
    }
}

/// The result that means failure.
pub(crate) fn fail(frame: &mut Frame, call: &slot::Call) {
    let minus_one = matches!(
        call.item.fails,
        Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::MinusOneWithoutException
    );
    let value = match call.item.fails {
        Fails::NonZero => 1,
        _ if minus_one => usize::MAX,
        _ => 0,
    };
    frame.result = [value, value];
    frame.set_float_result(if minus_one { -1.0 } else { 0.0 });
}

/// The call has failed by its own convention.
fn has_failed(call: &slot::Call, result: usize) -> bool {
    match call.item.fails {
        Fails::Null | Fails::NullOrAbsent | Fails::NullWithoutException | Fails::Always => result == 0,
        Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::MinusOneWithoutException => {
            if call.item.c_returns == "int" { result as u32 == u32::MAX } else { result == usize::MAX }
        }
        Fails::Zero => result as u32 == 0,
        Fails::NonZero => result as u32 != 0,
        Fails::Never | Fails::Status | Fails::Unknown => false,
    }
}

/// Tables of functions that the call hands to the interpreter.
fn prepare_entries(frame: &mut Frame, call: &slot::Call, python: &Python) {
    let arguments = frame.arguments;
    let argument = |at: u8| arguments.get(usize::from(at)).copied().unwrap_or(0);
    match call.special {
        Special::TypeReady if argument(0) != 0 => {
            entries::static_type(argument(0), python.minor);
            types::add(argument(0));
        }
        Special::Parse { format, first } => formats::wrap_converters(frame, format, first),
        Special::TypeSpec(at) if argument(at) != 0 => entries::spec(argument(at)),
        Special::ModuleDef if argument(0) != 0 => entries::module(argument(0)),
        Special::MethodTable => entries::methods(argument(1), ""),
        Special::MethodDef(at) => entries::method(argument(at), ""),
        Special::GetSetDef(at) => entries::property(argument(at), ""),
        _ => {}
    }
    for at in &call.kept {
        let object = argument(*at);
        let calls = object != 0 && python.vectorcall_field(object).is_some();
        if calls && types::is_ours(python, python.type_of(object)) {
            entries::vectorcall(object);
        }
    }
}

fn account_before(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) {
    thread.inside = false;
    if !counting(thread) {
        frame.note.mode = UNCOUNTED;
        return;
    }
    let until = place(frame, call);
    let full = record::is_exact() || !is_local(frame, call, python);
    let Some(account) = thread.account() else { return };
    let activation = &mut account.activation;
    if full {
        frame.note.mode = FULL;
        activation.settle(python, until);
    } else {
        frame.note.mode = LOCAL;
        for at in &call.objects {
            activation.settle_one(python, frame.arguments[usize::from(*at)], until);
        }
    }
    activation.here = until;
    // Memory that becomes an object is none yet.
    let makes = matches!(call.special, Special::NewReference | Special::Init);
    for at in call.objects.iter().filter(|_| !makes) {
        activation.learn(python, frame.arguments[usize::from(*at)], Origin::Unknown);
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
        Special::ReleaseBuffer if frame.arguments[0] != 0 => {
            frame.note.before[0] = word(frame.arguments[0] + 8)
        }
        Special::BuildList(at) => activation.unsure |= formats::gives_any(frame, at),
        _ => {}
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

fn account_after(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) {
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
        Special::Dealloc => activation.bury(frame.arguments[0]),
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
fn gained(activation: &mut pilotage_ledger::Activation, python: &Python, object: Object, is_full: bool) {
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
    let is_only = matches!(pilotage_ledger::Host::count(python, object), pilotage_ledger::Count::Live(1));
    learn(activation, python, object, if is_only { Origin::Fresh } else { Origin::Owned });
    activation.book(object, 1);
    if is_only {
        types::watch_if_ours(python, object);
    }
}

fn learn(activation: &mut pilotage_ledger::Activation, python: &Python, object: Object, origin: Origin) {
    if object != 0 && python.is_container(object) {
        activation.learn_container(python, object, origin);
    } else {
        activation.learn(python, object, origin);
    }
}

fn after_special(frame: &Frame, call: &slot::Call, python: &Python, thread: &mut Thread) {
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
    let original = extension::original_of_call(converter).unwrap_or(converter);
    let Some(account) = thread.account() else { return };
    if types::makes_object(original) && variable != 0 {
        gained(&mut account.activation, python, word(variable), true);
    }
}
