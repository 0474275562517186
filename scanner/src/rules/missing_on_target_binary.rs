//! API010 for binaries: a target lacks a symbol that the library imports, so it does not load there.
//! Only targets that the library's ABI lets in; for other VMs the same is said as a note on portability.

use std::collections::BTreeMap;

use pilotage_capi::{Item, Offer, ReplacementKind, Target, Tier};
use pilotage_finding::{Confidence, Finding, Severity};

use super::binary_help;
use crate::binary::audit::BinaryContext;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("API010", "missing-on-target");

/// An item, and the targets that lack it with the reason.
type Lacking = (&'static Item, Vec<(Target, String)>);

/// Reports each symbol once, with all targets that lack it.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let mut lacking: BTreeMap<&str, Lacking> = BTreeMap::new();
    for target in cx.targets.iter().filter(|t| loads(cx.abi, **t)) {
        for (import, item) in cx.items() {
            // Private names are BIN001's and BIN004's; a weak symbol may be absent.
            let private = matches!(item.tier, Tier::Private | Tier::Internal) && !item.abi_only;
            if private || import.weak || cx.may_come_from_elsewhere(item) {
                continue;
            }
            if let Offer::No(reason) = target.offers_symbol(item) {
                lacking.entry(item.name).or_insert((item, Vec::new())).1.push((*target, reason));
            }
        }
    }
    for (item, targets) in lacking.into_values() {
        let (breaks, elsewhere): (Vec<_>, Vec<_>) = targets.into_iter().partition(|(t, _)| is_cpython(*t));
        push(cx, item, &breaks, Severity::Error, out);
        push(cx, item, &elsewhere, Severity::Note, out);
    }
}

fn push(
    cx: &BinaryContext<'_>,
    item: &'static Item,
    lacking: &[(Target, String)],
    severity: Severity,
    out: &mut Vec<Finding>,
) {
    let Some((first, reason)) = lacking.first() else { return };
    let more = match lacking.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let what = format!("imports `{}`, which {reason}: missing on {first}{more}", item.name);
    let confidence = if severity == Severity::Note { Confidence::Medium } else { Confidence::High };
    let mut finding = cx.finding(RULE, severity, confidence, what);
    finding.help = binary_help::replacement(item, ReplacementKind::Removed);
    finding.targets = lacking.iter().map(|(target, _)| target.to_string()).collect();
    finding.item = item.name.to_owned();
    finding.generator =
        cx.binary.generator.as_ref().filter(|g| g.writes_code()).map(ToString::to_string).unwrap_or_default();
    out.push(finding);
}

fn is_cpython(target: Target) -> bool {
    matches!(target, Target::CPython(_) | Target::FreeThreaded(_))
}

/// The target's interpreter would try to load a library of this ABI. Other VMs load the stable ABI at most: what a build
/// for one version calls says nothing of its sources, which may ask for the VM first.
fn loads(abi: Abi, target: Target) -> bool {
    match (abi, target) {
        (Abi::CPython { version, free_threaded: false }, Target::CPython(t)) => t == version,
        (Abi::CPython { version, free_threaded: true }, Target::FreeThreaded(t)) => t == version,
        (Abi::Abi3(from), Target::CPython(t)) => from.is_none_or(|from| from <= t),
        (Abi::Abi3t(from), Target::CPython(t) | Target::FreeThreaded(t)) => {
            from.is_none_or(|from| from <= t) && t.minor >= 15
        }
        (Abi::Abi3(_) | Abi::Abi3t(_), Target::PyPy(_) | Target::GraalPy) => true,
        (Abi::Abi3t(_), Target::RustPython) => true,
        _ => false,
    }
}
