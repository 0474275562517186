//! BIN002: a stable-ABI library imports a symbol that the oldest interpreter of its tag does not have.
//! Such a wheel installs and then fails to load.

use pilotage_capi::Version;
use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::BinaryContext;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("BIN002", "symbol-newer-than-tag");

/// Reports each imported stable symbol that is newer than the tag.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let (Abi::Abi3(Some(tagged)) | Abi::Abi3t(Some(tagged))) = cx.abi else { return };
    // A weak symbol may be absent: the program asks before it calls.
    let newer: Vec<_> = cx
        .items()
        .filter(|(import, _)| !import.weak)
        .filter_map(|(_, item)| Some((item, item.limited.filter(|since| *since > tagged)?)))
        .collect();
    let Some(fitting) = newer.iter().map(|(_, since)| *since).max() else { return };
    for (item, since) in newer {
        let what = format!(
            "imports `{}`, which is in the stable ABI from {since} on, but is tagged for {tagged}",
            item.name
        );
        let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
        finding.help = format!(
            "tag the wheel `cp{}{}-{}`, which fits all of its symbols, or build with `Py_LIMITED_API` as {:#010x}",
            fitting.major,
            fitting.minor,
            stable(cx.abi),
            tagged.to_hex()
        );
        finding.targets = lacking(cx.abi, tagged, since);
        finding.item = item.name.to_owned();
        out.push(finding);
    }
}

fn stable(abi: Abi) -> &'static str {
    if matches!(abi, Abi::Abi3t(_)) { "abi3.abi3t" } else { "abi3" }
}

/// The stable ABI of the tag, and the interpreters that promise it and lack the symbol.
fn lacking(abi: Abi, tagged: Version, since: Version) -> Vec<String> {
    let first = tagged.max(Version::OLDEST).minor;
    std::iter::once(abi.to_string()).chain((first..since.minor).map(|minor| format!("cp3{minor}"))).collect()
}
