//! BIN008: a file that is named like an extension module exports no init function of that name.
//! `PyInit_` or `PyModExport_`, either will do; which of them goes with the tag is BIN003's.

use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::BinaryContext;
use crate::binary::tags::Suffix;

pub(crate) const RULE: (&str, &str) = ("BIN008", "no-init-function");

/// Reports modules without a way in.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let inits = &cx.binary.init_functions;
    let is_module = match cx.suffix {
        Suffix::Tagged(_) | Suffix::Pyd => true,
        Suffix::So => !inits.is_empty(),
        Suffix::Library => false,
    };
    let (folder, file) = cx.path.rsplit_once('/').unwrap_or(("", cx.path));
    let module = file.split('.').next().unwrap_or(file);
    let is_plain = module.starts_with("lib") && inits.is_empty();
    if !is_module || is_plain || folder.ends_with(".libs") || folder.ends_with(".dylibs") {
        return;
    }
    // Other letters are written in punycode, which is not decoded here.
    let fits =
        |symbol: &str, own: &str| if module.is_ascii() { own == module } else { symbol.contains("U_") };
    if inits.iter().any(|init| fits(&init.symbol, &init.module)) {
        return;
    }
    let what = match inits.first() {
        None => format!(
            "is named like an extension module but exports neither `PyInit_{module}` nor `PyModExport_{module}`"
        ),
        Some(other) => format!(
            "exports `{}`, but the interpreter looks for `PyInit_{module}` in a file of this name",
            other.symbol
        ),
    };
    let mut finding = cx.finding(RULE, Severity::Warning, Confidence::Medium, what);
    finding.help = match inits.first() {
        None => {
            "export the init function (`PyMODINIT_FUNC`), or give a plain library a plain name".to_owned()
        }
        Some(_) => "name the file after its module".to_owned(),
    };
    out.push(finding);
}
