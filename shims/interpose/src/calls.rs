//! The extension calls the API: what is checked before the call, and how a call fails. What it does to the account is in `booking.rs`.

use pilotage_capi::{Fails, Returns};
use pilotage_ledger::{Fault, Origin, Place};

use crate::booking::{account_after, account_before, after_special, forget_replaced};
use crate::python::{Object, Python};
use crate::slot::{self, Role, Slot};
use crate::special::Special;
use crate::thread::{self, Thread};
use crate::thunk::Frame;
use crate::{
    alive, blocks, coverage, deaths, entries, extension, formats, inject, memory, python, record, settings,
    types,
};

/// The call is not accounted for.
pub(crate) const PASSED: u32 = 0;
/// Only the counts of arguments and result are read.
pub(crate) const LOCAL: u32 = 1;
/// All counts are read.
pub(crate) const FULL: u32 = 2;
/// References are not counted, the rest is.
pub(crate) const UNCOUNTED: u32 = 3;
/// Only memory is accounted for.
pub(crate) const MEMORY: u32 = 4;
/// The call changes no count, and all is settled before it.
pub(crate) const QUIET: u32 = 5;

/// What a finding about this call says of the place.
pub(crate) fn place(frame: &Frame, call: &slot::Call) -> Place {
    Place { pc: frame.pc, item: call.number }
}

/// Runs in front of a function of the API; what comes back is called, 0: nothing is called and the result stands.
#[unsafe(no_mangle)]
extern "C" fn pilotage_before_call(frame: &mut Frame) -> usize {
    let slot = frame.slot;
    frame.note.mode = PASSED;
    frame.note.lock = 0;
    frame.note.before[0] = 0;
    let (Role::Call(call), Some(python)) = (&slot.role, python::get()) else { return slot.original };
    if slot.site != 0 {
        frame.pc = slot.site;
    }
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
    let is_release = matches!(call.special, Special::Free(_) | Special::Realloc(_));
    if is_release && let Some(target) = blocks::release_memory(frame, call) {
        return target;
    }
    if inject::wants(frame, call) {
        inject::fail(frame, call, python);
        coverage::failed(frame, call);
        return 0;
    }
    if call.hands_functions || call.kept.iter().any(|at| is_callable(frame, *at, python)) {
        prepare_entries(frame, call, python);
    }
    if !account_before(frame, call, python, thread) {
        thread.inside = true;
        return 0;
    }
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
    coverage::returned(frame, call, python);
    if frame.note.mode == PASSED {
        return;
    }
    if frame.note.mode == MEMORY {
        return blocks::note_memory(frame, call);
    }
    let thread = thread::again(frame.note.thread);
    thread.inside = true;
    if frame.note.mode == QUIET {
        if call.special != Special::None {
            after_special(frame, call, python, thread);
        }
        return;
    }
    if call.special != Special::None {
        after_special(frame, call, python, thread);
    }
    alive::made_by_call(frame.result[0], place(frame, call), call, python);
    if frame.note.mode == UNCOUNTED {
        if !settings::has_ledger() {
            return;
        }
        match call.special {
            // Memory that becomes an object, perhaps for the second time.
            Special::NewReference | Special::Init => types::watch_if_ours(python, frame.arguments[0]),
            _ if call.item.returns == Returns::New => types::watch_if_ours(python, frame.result[0]),
            _ => {}
        }
        return;
    }
    let Some(account) = thread.account() else { return };
    account.activation.here = place(frame, call);
    account.resume_exceptions(python);
    forget_replaced(frame, call, &mut account.activation);
    if frame.note.mode == FULL {
        account.activation.resume(python);
    }
    account_after(frame, call, python, thread);
    deaths::flush(false);
}

/// The code that calls was not entered where we see it: a callback, another thread, or the interpreter through a pointer.
#[cold]
#[inline(never)]
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
#[cold]
#[inline(never)]
fn without_gil(frame: &mut Frame, call: &slot::Call, python: &Python) -> usize {
    // SAFETY: may be called by any thread; undone after the call.
    let state = unsafe { (python.functions.gil_ensure)() };
    frame.note.lock = state + 1;
    let at = place(frame, call);
    record::fault(Fault::ApiWithoutGil, frame.slot.extension, entered(), [Place::default(), at, at], 0, 1);
    frame.slot.original
}

/// A call that needs no GIL while it is let go.
#[cold]
#[inline(never)]
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

pub(crate) fn counting(thread: &mut Thread) -> bool {
    thread.account().is_some_and(|account| account.counting)
}

/// The entry that runs on this thread.
fn entered() -> Option<&'static Slot> {
    thread::current().entered.last().map(|entered| entered.slot)
}

/// Calls that must not be: with an object that is dead, or with an exception set. What comes back is the answer to the thunk.
#[inline]
fn forbidden(frame: &mut Frame, call: &slot::Call, python: &Python, thread: &mut Thread) -> Option<usize> {
    if settings::has_ledger() {
        for index in &call.objects {
            let object = frame.arguments[usize::from(*index)];
            let is_begun = matches!(call.special, Special::Dealloc | Special::NewReference | Special::Init);
            if object != 0 && !is_begun && is_stale(python, thread, object) {
                return stale(frame, call, python, thread, object);
            }
        }
    }
    if call.wants_no_exception && python.has_exception_at(thread.places) {
        pending(frame, call, thread);
    }
    None
}

#[cold]
#[inline(never)]
fn stale(
    frame: &mut Frame,
    call: &slot::Call,
    python: &Python,
    thread: &mut Thread,
    object: Object,
) -> Option<usize> {
    let at = place(frame, call);
    let account = thread.account()?;
    let track = account.activation.track(object).copied();
    let was_owner =
        track.is_some_and(|track| track.origin == Origin::Fresh || track.own != 0 || was_released(&track));
    let fault = if was_owner { Fault::UseAfterRelease } else { Fault::StaleBorrowedReference };
    let from =
        track.map_or_else(Place::default, |track| if was_owner { track.down[1] } else { track.created });
    record::fault(fault, frame.slot.extension, entered(), [from, at, at], object, 1);
    fail_with_system_error(frame, call, python);
    Some(0)
}

#[cold]
#[inline(never)]
fn pending(frame: &Frame, call: &slot::Call, thread: &mut Thread) {
    if thread.entered.last().is_none_or(|entered| entered.had_exception) {
        return;
    }
    let at = place(frame, call);
    let from = thread.account().map_or_else(Place::default, |account| account.activation.here);
    record::fault(Fault::CallWithExceptionPending, frame.slot.extension, entered(), [from, at, at], 0, 1);
}

fn was_released(track: &pilotage_ledger::Track) -> bool {
    track.down[1] != track.created
}

/// The object is dead, and not in the middle of being taken down.
#[inline]
fn is_stale(python: &Python, thread: &mut Thread, object: Object) -> bool {
    if deaths::is_dead(object) {
        return true;
    }
    // Hardly any is, and the count is read sooner than the account.
    if !python.is_gone(object) {
        return false;
    }
    let Some(account) = thread.account() else { return false };
    if account.activation.track(object).is_none_or(|track| !track.dead) {
        return false;
    }
    // Its memory is kept by a free list, or it is being deallocated: by the extension, or by the interpreter that calls us.
    let is_going = thread.entered.iter().any(|entered| entered.argument == object);
    !is_going && !types::is_ours(python, python.type_of(object))
}

/// The call does not take place; its caller is told so in the way of that function.
#[cold]
#[inline(never)]
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
pub(crate) fn has_failed(call: &slot::Call, result: usize) -> bool {
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

/// The interpreter may call it by a pointer in it.
#[inline]
fn is_callable(frame: &Frame, at: u8, python: &Python) -> bool {
    let object = frame.arguments[usize::from(at)];
    object != 0 && python.vectorcall_field(object).is_some()
}

/// Tables of functions that the call hands to the interpreter.
#[cold]
#[inline(never)]
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
        Special::ModuleDef if argument(0) != 0 => {
            entries::module(argument(0));
            // The interpreter keeps it for ever, wherever it lies.
            memory::forget(argument(0));
        }
        Special::MethodTable => entries::methods(argument(1), ""),
        Special::MethodDef(at) => entries::method(argument(at), ""),
        Special::GetSetDef(at) => entries::property(argument(at), ""),
        _ => {}
    }
    if let Some(kind) = call.makes.map(argument) {
        types::adopt(kind, python);
    }
    for at in &call.kept {
        let object = argument(*at);
        let calls = object != 0 && python.vectorcall_field(object).is_some();
        if calls && types::is_ours(python, python.type_of(object)) {
            entries::vectorcall(object);
        }
    }
}
