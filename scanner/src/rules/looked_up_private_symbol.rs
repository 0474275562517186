//! BIN005: the name of a private symbol stands alone in the data of a library that looks names up at run time.
//! Nothing fails at load time, and no import table shows it; a string proves no call, hence the medium confidence.

use pilotage_capi::ReplacementKind;
use pilotage_finding::{Confidence, Finding, Severity};

use super::binary_help;
use crate::binary::audit::BinaryContext;
use crate::binary::plumbing::is_plumbing;

pub(crate) const RULE: (&str, &str) = ("BIN005", "looked-up-private-symbol");

/// Reports each name that is probably given to `dlsym` or `GetProcAddress`.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let lookup = if cx.binary.format == crate::binary::Format::Pe { "GetProcAddress" } else { "dlsym" };
    for name in &cx.binary.looked_up {
        let Some(item) = pilotage_capi::get(name) else { continue };
        // Error messages name what is also called; and what the documentation describes may be used.
        let defined = cx.binary.exports.binary_search(name).is_ok();
        if cx.binary.imports_name(name) || defined || is_plumbing(name, None) {
            continue;
        }
        let what =
            format!("holds the name `{name}` and calls `{lookup}`: probably looks the private symbol up");
        let mut finding = cx.finding(RULE, Severity::Warning, Confidence::Medium, what);
        finding.help = match binary_help::replacement(item, ReplacementKind::Private) {
            help if help.is_empty() => "drop the lookup: private symbols change without notice".to_owned(),
            help => help,
        };
        finding.item.clone_from(name);
        out.push(finding);
    }
}
