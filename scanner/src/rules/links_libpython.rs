//! BIN006: an extension module for Linux or macOS links with libpython, which interpreters that contain it do not have.
//! The symbols come from the running interpreter; Windows is different and always links with a Python DLL.

use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::Format;
use crate::binary::audit::BinaryContext;
use crate::binary::siblings::is_python_library;

pub(crate) const RULE: (&str, &str) = ("BIN006", "links-libpython");

/// Reports each Python library among those that the loader must find.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if cx.binary.format == Format::Pe || !cx.binary.is_extension() {
        return;
    }
    for library in cx.binary.needed.iter().filter(|n| is_python_library(n)) {
        let what = format!("links with `{library}`, which statically linked interpreters do not have");
        let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
        finding.help = match cx.binary.format {
            Format::MachO => "link with `-undefined dynamic_lookup` and without `-lpython`".to_owned(),
            _ => "link without `-lpython`: the interpreter provides the symbols".to_owned(),
        };
        out.push(finding);
    }
}
