//! BIN008: a file that is named like an extension module exports nothing that the interpreter could call.
//! For abi3t the export hook is the way in; a `PyInit_` alone, as cffi makes it, is worth a note.

use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::BinaryContext;
use crate::binary::tags::{Abi, Suffix};

pub(crate) const RULE: (&str, &str) = ("BIN008", "no-init-function");

/// Reports modules without a way in.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    let is_module = matches!(cx.suffix, Suffix::Tagged(_) | Suffix::Pyd);
    if !is_module {
        return;
    }
    let inits = &cx.binary.init_functions;
    let file = cx.path.rsplit('/').next().unwrap_or(cx.path);
    let module = file.split('.').next().unwrap_or(file);
    if inits.is_empty() {
        // Libraries of abi3 projects are named `libfoo.abi3.so` too; nobody imports those.
        if !module.starts_with("lib") {
            out.push(missing(cx, module));
        }
    } else if matches!(cx.abi, Abi::Abi3t(_)) && !inits.iter().any(|i| i.export_hook) {
        let what = format!("exports `{}` but no `PyModExport_{module}`, the way into an abi3t module", inits[0].symbol);
        let mut finding = cx.finding(RULE, Severity::Note, Confidence::High, what);
        finding.help = "export a `PyModExport_` function that returns the module's slots".to_owned();
        finding.targets = vec!["abi3t-3.15".to_owned()];
        out.push(finding);
    } else if module.is_ascii() && !inits.iter().any(|i| i.module == module) {
        out.push(other_name(cx, module, &inits[0].symbol));
    }
}

fn missing(cx: &BinaryContext<'_>, module: &str) -> Finding {
    let what = format!("is named like an extension module but exports neither `PyInit_{module}` nor `PyModExport_{module}`");
    let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
    finding.help = "export the init function (`PyMODINIT_FUNC`), or give a plain library a plain name".to_owned();
    finding
}

/// Several modules may live in one file behind links or a loader of their own, so this is a warning.
fn other_name(cx: &BinaryContext<'_>, module: &str, symbol: &str) -> Finding {
    let what = format!("exports `{symbol}`, but the interpreter looks for `PyInit_{module}` in a file of this name");
    let mut finding = cx.finding(RULE, Severity::Warning, Confidence::Medium, what);
    finding.help = "name the file after its module".to_owned();
    finding
}
