//! size-format-without-macro: a `#` unit in a file that does not define `PY_SSIZE_T_CLEAN` before `Python.h`.

use pilotage_capi::{Target, Version};
use pilotage_finding::Severity;

use super::format_call;
use crate::source::context::{Context, Sink};
use crate::source::formats::Grammar;

/// The version from which on the macro means nothing.
const MEANINGLESS: Version = Version::new(3, 13);

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    let calls = format_call::calls(cx);
    if calls.is_empty() || format_call::is_clean(cx) != Some(false) {
        return;
    }
    for call in calls {
        if call.function.is_clean || call.function.language.grammar == Grammar::Percent {
            continue;
        }
        let Some(unit) = call.format.pieces.iter().find(|piece| piece.text.ends_with('#')) else { continue };
        let targets: Vec<_> =
            cx.targets_at(call.loc).into_iter().filter(|target| is_concerned(*target)).collect();
        if targets.is_empty() {
            continue;
        }
        let oldest = Target::CPython(Version::OLDEST);
        let severity =
            if targets.iter().all(|target| *target == oldest) { Severity::Warning } else { Severity::Error };
        let message = format!("`{}` in a format needs `PY_SSIZE_T_CLEAN` before Python 3.13", unit.text);
        let help =
            "define `PY_SSIZE_T_CLEAN` before `Python.h` is included, and make every size a `Py_ssize_t`";
        sink.add(
            cx.finding(call.loc, message).severity(severity).help(help).targets(targets).item(call.name),
        );
    }
}

fn is_concerned(target: Target) -> bool {
    matches!(target, Target::CPython(version) | Target::Abi3(version) if version < MEANINGLESS)
}
