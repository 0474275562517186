//! BIN006: an extension module for Linux or macOS links with libpython, which interpreters that contain it do not have.
//! A libpython of another version is BIN007's; Windows is different and always links with a Python DLL.

use pilotage_finding::{Confidence, Finding, Severity};

use super::wrong_python_library;
use crate::binary::Format;
use crate::binary::audit::BinaryContext;
use crate::binary::siblings::is_python_library;

pub(crate) const RULE: (&str, &str) = ("BIN006", "links-libpython");

/// Reports the Python library among those that the loader must find for an extension module.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if cx.binary.format == Format::Pe || !cx.binary.is_extension() {
        return;
    }
    let own = cx.binary.needed.iter().map(|library| (library.as_str(), None));
    let of_siblings = cx
        .siblings
        .iter()
        .flat_map(|s| s.needed.iter().map(|library| (library.as_str(), s.soname.as_deref())));
    let linked = own
        .chain(of_siblings)
        .find(|(library, _)| is_python_library(library) && !wrong_python_library::is_wrong(cx, library));
    let Some((library, through)) = linked else { return };
    let through = through.map(|name| format!(" through `{name}`")).unwrap_or_default();
    let what = format!("links with `{library}`{through}, which statically linked interpreters do not have");
    let mut finding = cx.finding(RULE, Severity::Warning, Confidence::High, what);
    finding.help = match cx.binary.format {
        Format::MachO => "link with `-undefined dynamic_lookup` and without `-lpython`".to_owned(),
        _ => "link without `-lpython`: the interpreter provides the symbols".to_owned(),
    };
    out.push(finding);
}
