//! BIN004: a build for one version imports private symbols, which change or vanish without notice.
//! Symbols that public macros need are nobody's choice and no findings.

use std::collections::BTreeMap;

use pilotage_capi::{Item, ReplacementKind, Tier, Version};
use pilotage_finding::{Confidence, Finding, Severity};

use super::binary_help;
use crate::binary::audit::BinaryContext;
use crate::binary::plumbing::is_plumbing;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("BIN004", "private-symbol");

/// Reports each imported private symbol that the public API does not bring with it.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    // For the stable ABI it is an error of its own: BIN001.
    let version = match cx.abi {
        Abi::CPython { version, .. } => Some(version),
        Abi::Unknown => None,
        _ => return,
    };
    let mut private: BTreeMap<&str, &'static Item> = BTreeMap::new();
    for (import, item) in cx.items() {
        let ours = !import.weak && !cx.may_come_from_elsewhere(item);
        if ours && is_private(item) && !is_plumbing(item.name, version) {
            private.insert(item.name, item);
        }
    }
    for item in private.into_values() {
        out.push(report(cx, item, version));
    }
}

fn is_private(item: &Item) -> bool {
    matches!(item.tier, Tier::Private | Tier::Internal) && !item.abi_only
}

/// The versions that a rebuild is for: those without the symbol, else all newer ones.
fn concerned(abi: Abi, gone: Option<Version>) -> Vec<String> {
    let Abi::CPython { version, free_threaded } = abi else { return Vec::new() };
    let first = gone.map_or(version.minor.saturating_add(1), |gone| gone.minor);
    let suffix = if free_threaded { "t" } else { "" };
    (first..=Version::NEWEST.minor + 1).map(|minor| format!("cp3{minor}{suffix}")).collect()
}

fn report(cx: &BinaryContext<'_>, item: &'static Item, version: Option<Version>) -> Finding {
    let gone = Version::described().find(|v| version.is_some_and(|own| *v > own) && !item.exported_by(*v));
    let fate = gone.map(|gone| format!("; {gone} no longer has it")).unwrap_or_default();
    let tier = if item.tier == Tier::Internal { "an internal" } else { "a private" };
    let what = format!("imports `{}`, {tier} symbol that may change in any version{fate}", item.name);
    let mut finding = cx.finding(RULE, Severity::Warning, Confidence::High, what);
    finding.help = binary_help::replacement(item, ReplacementKind::Private);
    finding.targets = concerned(cx.abi, gone);
    finding.generator =
        cx.binary.generator.as_ref().filter(|g| g.writes_code()).map(ToString::to_string).unwrap_or_default();
    finding.item = item.name.to_owned();
    finding
}
