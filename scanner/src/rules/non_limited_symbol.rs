//! BIN001: a library that claims the stable ABI imports a symbol that is not in it.
//! The symbol's version is the business of BIN002; names that no CPython ever had are somebody else's.

use pilotage_capi::{Abi3t, Item, ReplacementKind};
use pilotage_finding::{Confidence, Finding, Severity};

use super::binary_help;
use crate::binary::audit::BinaryContext;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("BIN001", "non-limited-symbol");

/// Reports each imported symbol outside of the stable ABI.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let abi3t = match cx.abi {
        Abi::Abi3(_) => false,
        Abi::Abi3t(_) => true,
        _ => return,
    };
    for (import, item) in cx.items() {
        // A weak symbol may be absent: the program asks before it calls.
        if !import.weak && !cx.may_come_from_elsewhere(item) {
            out.extend(report(cx, item, abi3t));
        }
    }
}

fn report(cx: &BinaryContext<'_>, item: &'static Item, abi3t: bool) -> Option<Finding> {
    let what = if item.limited.is_none() {
        format!("imports `{}`, which is not in the stable ABI", item.name)
    } else if abi3t && item.abi3t == Abi3t::No && !item.abi_only {
        format!("imports `{}`, which is in abi3 but not in abi3t", item.name)
    } else {
        return None;
    };
    let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
    let kind = if item.limited.is_none() { ReplacementKind::NonLimited } else { ReplacementKind::Abi3t };
    finding.help = match binary_help::replacement(item, kind) {
        help if !help.is_empty() => help,
        _ if item.free_threaded_only => {
            "compile for abi3t instead of including headers of a free-threaded build".to_owned()
        }
        _ => "build with `Py_LIMITED_API` defined for every source file, or tag the wheel for one version"
            .to_owned(),
    };
    finding.targets = vec![cx.abi.to_string()];
    finding.item = item.name.to_owned();
    Some(finding)
}
