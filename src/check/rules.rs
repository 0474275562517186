//! The faults that a run can find, under the codes and names that sources are audited by, and crashes, which only
//! a run can find.

use pilotage_finding::Severity;
use pilotage_ledger::Fault;

/// A rule as a run reports it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuntimeRule {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    /// What it finds; used where no page of an audit's rule tells more.
    pub(crate) summary: &'static str,
}

impl RuntimeRule {
    /// Its page, for rules that only a run has: kept for ever, the list is short and made once.
    pub(crate) fn page(&self) -> &'static str {
        if self.code == CRASH.code {
            return include_str!("../../tests/check/crash.md");
        }
        let severity = self.severity;
        let text = format!(
            "# {}\n\ncode: {} · severity: {severity} · confidence: high · found by: `pilotage check`\n\n## What it does\n\n{}\n",
            self.name, self.code, self.summary
        );
        Box::leak(text.into_boxed_str())
    }
}

const fn rule(
    code: &'static str,
    name: &'static str,
    severity: Severity,
    summary: &'static str,
) -> RuntimeRule {
    RuntimeRule { code, name, severity, summary }
}

const CRASH: RuntimeRule = rule(
    "RUN001",
    "crash",
    Severity::Error,
    "Reports a checked process that a signal ended, or that took too long: a wrong address, an abort, a stack that ran out.",
);

/// Every one, by code.
pub(crate) fn all() -> impl Iterator<Item = RuntimeRule> {
    [
        Fault::NullWithoutException,
        Fault::ResultWithExceptionSet,
        Fault::CallWithExceptionPending,
        Fault::ApiWithoutGil,
        Fault::LeakedReference,
        Fault::OverRelease,
        Fault::UseAfterRelease,
        Fault::StaleBorrowedReference,
        Fault::BufferNotReleased,
        Fault::MismatchedAllocator,
        Fault::LeakedMemory,
    ]
    .into_iter()
    .map(of)
    .chain([CRASH])
}

/// The rule for crashes.
pub(crate) fn crash() -> RuntimeRule {
    CRASH
}

/// The rule for a fault.
pub(crate) fn of(fault: Fault) -> RuntimeRule {
    use Severity::{Error, Warning};
    match fault {
        Fault::LeakedReference => rule(
            "REF001",
            "leaked-reference",
            Error,
            "Reports a reference that a function owns and that nothing holds when it returns.",
        ),
        Fault::OverRelease => {
            rule("REF003", "over-release", Error, "Reports a reference that is released without being owned.")
        }
        Fault::UseAfterRelease => rule(
            "REF006",
            "use-after-release",
            Error,
            "Reports the use of an object after the function released its last reference.",
        ),
        Fault::StaleBorrowedReference => rule(
            "REF007",
            "stale-borrowed-reference",
            Error,
            "Reports the use of a borrowed reference after the object has died.",
        ),
        Fault::BufferNotReleased => rule(
            "REF013",
            "buffer-not-released",
            Error,
            "Reports a buffer that is acquired and never released.",
        ),
        Fault::LeakedMemory => rule(
            "REF014",
            "memory-not-freed",
            Error,
            "Reports memory that a call allocated and that nothing points to when it is over.",
        ),
        Fault::MismatchedAllocator => rule(
            "REF015",
            "mismatched-allocator",
            Error,
            "Reports memory that goes back to another family of allocators than it came from.",
        ),
        Fault::NullWithoutException => rule(
            "ERR003",
            "null-without-exception",
            Error,
            "Reports a function that tells of failure without an exception.",
        ),
        Fault::ResultWithExceptionSet => rule(
            "ERR004",
            "result-with-exception-set",
            Error,
            "Reports a function that returns a result while an exception is set.",
        ),
        Fault::CallWithExceptionPending => rule(
            "ERR006",
            "call-with-exception-pending",
            Warning,
            "Reports a call that runs Python code while an exception is set.",
        ),
        Fault::ApiWithoutGil => {
            rule("GIL001", "api-without-gil", Error, "Reports a call of the API by a thread without the GIL.")
        }
    }
}
