//! BIN001: a library that claims the stable ABI imports a symbol that is not in it.
//! The symbol's version is the business of BIN002.

use pilotage_capi::{Abi3t, Item, ReplacementKind};
use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::BinaryContext;
use crate::binary::tags::Abi;
use crate::binary::{Format, Import};
use super::binary_help;

pub(crate) const RULE: (&str, &str) = ("BIN001", "non-limited-symbol");

/// Reports each imported symbol outside of the stable ABI.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let abi3t = match cx.abi {
        Abi::Abi3(_) => false,
        Abi::Abi3t(_) => true,
        _ => return,
    };
    for import in &cx.imports {
        match pilotage_capi::get(&import.name) {
            Some(item) => known(cx, item, abi3t, out),
            None => unknown(cx, import, out),
        }
    }
}

fn known(cx: &BinaryContext<'_>, item: &'static Item, abi3t: bool, out: &mut Vec<Finding>) {
    let what = if item.limited.is_none() {
        format!("imports `{}`, which is not in the stable ABI", item.name)
    } else if abi3t && item.abi3t == Abi3t::No && !item.abi_only {
        format!("imports `{}`, which is in abi3 but not in abi3t", item.name)
    } else {
        return;
    };
    let mut finding = cx.finding(RULE, Severity::Error, cx.symbol_confidence(), what);
    let kind = if item.limited.is_none() { ReplacementKind::NonLimited } else { ReplacementKind::Abi3t };
    finding.help = match binary_help::replacement(item, kind) {
        help if !help.is_empty() => help,
        _ if item.free_threaded_only => "compile for abi3t instead of copying objects of a free-threaded build".to_owned(),
        _ => "build with `Py_LIMITED_API` defined for every source file, or tag the wheel for one version".to_owned(),
    };
    if cx.may_come_from_elsewhere() {
        finding.help = format!("name the package with {} too, which may define it", cx.missing_libraries_phrase());
    }
    finding.targets = vec![if abi3t { "abi3t".to_owned() } else { "abi3".to_owned() }];
    finding.item = item.name.to_owned();
    out.push(finding);
}

/// A name that no CPython ever had: of a library that was not given, or of nobody.
fn unknown(cx: &BinaryContext<'_>, import: &Import, out: &mut Vec<Finding>) {
    if cx.may_come_from_elsewhere() || import.weak || (cx.binary.format == Format::MachO && import.from.is_some()) {
        return;
    }
    let what = format!("imports `{}`, which neither Python nor another library of the package defines", import.name);
    let mut finding = cx.finding(RULE, Severity::Warning, Confidence::Medium, what);
    finding.help = "link with the library that defines it, or name its package too".to_owned();
    finding.item.clone_from(&import.name);
    out.push(finding);
}
