//! Makes a chosen call of the API fail, in the way in which that function tells of failure.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use pilotage_capi::Fails;
use pilotage_ledger::Place;

use crate::python::Python;
use crate::slot::Call;
use crate::special::Special;
use crate::thunk::Frame;
use crate::{calls, record, settings};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// The number that asks for a list of all places, and for no failure.
pub(crate) const LIST: u64 = u64::MAX;

/// This call is the one that shall fail.
pub(crate) fn wants(frame: &Frame, call: &Call) -> bool {
    static IS_ASKED: OnceLock<bool> = OnceLock::new();
    if !IS_ASKED.get_or_init(|| settings::get().is_some_and(|it| it.fail != 0)) {
        return false;
    }
    let Some(settings) = settings::get() else { return false };
    if !call.named || !can_fail(call, settings.fail_memory) {
        return false;
    }
    let number = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
    if settings.fail == LIST {
        record::site(number, Place { pc: frame.pc, item: call.number });
    }
    number == settings.fail
}

/// Calls of which callers must expect failure. Releasing, asking and making types never fail in good programs.
fn can_fail(call: &Call, memory_only: bool) -> bool {
    let allocates = matches!(call.special, Special::Malloc(_) | Special::Calloc(_) | Special::Realloc(_));
    if allocates || memory_only {
        return allocates;
    }
    let tells = matches!(
        call.item.fails,
        Fails::Null | Fails::MinusOne | Fails::MinusOneAndOccurred | Fails::Zero | Fails::NullOrAbsent
    );
    let is_checked = !call.item.name.starts_with("PyErr_") && !call.item.name.starts_with("PyGILState_");
    tells && is_checked && call.special != Special::ReleaseBuffer
}

/// Answers the call in place of the function.
pub(crate) fn fail(frame: &mut Frame, call: &Call, python: &Python) {
    calls::fail(frame, call);
    // Raw allocators set nothing; all others tell the reason.
    if call.item.fails != Fails::NullWithoutException && !python.has_exception() {
        python.set_memory_error();
    }
    record::injected(COUNT.load(Ordering::Relaxed));
}
