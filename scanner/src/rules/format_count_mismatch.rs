//! format-count-mismatch: a format asks for more or fewer arguments than the call passes, or its brackets do not match.

use pilotage_finding::Severity;

use super::format_call;
use crate::source::context::{Context, Sink};
use crate::source::formats::Fault;

pub(super) fn check(cx: &Context<'_>, sink: &mut Sink) {
    for call in format_call::calls(cx) {
        let text = call.text;
        let fault = match call.format.fault {
            // format-type-mismatch speaks about it; the rest cannot be counted.
            Some(Fault::Unknown(_)) => continue,
            Some(Fault::Open(bracket)) => {
                Some((format!("format `{text}` never closes `{bracket}`"), Severity::Error))
            }
            Some(Fault::Closing(bracket)) => {
                Some((format!("format `{text}` has a `{bracket}` that closes nothing"), Severity::Error))
            }
            None => call.described().and_then(|args| counted(text, call.format.arguments(), args.len())),
        };
        let Some((message, severity)) = fault else { continue };
        let targets = cx.targets_at(call.loc);
        if targets.is_empty() {
            continue;
        }
        let help = "pass exactly the arguments that the format names";
        sink.add(
            cx.finding(call.loc, message).severity(severity).help(help).targets(targets).item(call.name),
        );
    }
}

fn counted(text: &str, wanted: usize, passed: usize) -> Option<(String, Severity)> {
    if wanted == passed {
        return None;
    }
    let plural = if wanted == 1 { "" } else { "s" };
    let severity = if passed > wanted { Severity::Warning } else { Severity::Error };
    Some((format!("format `{text}` asks for {wanted} argument{plural} and is given {passed}"), severity))
}
