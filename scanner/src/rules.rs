//! The one list of rules: a line for each. What a rule does stands in its file, what it means on its page.

mod site;

use pilotage_finding::{Confidence, Finding, Severity};

use crate::source::context::{Context, Sink};

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// `API001`.
    pub code: &'static str,
    /// `private-api`: the mistake.
    pub name: &'static str,
    /// Severity of its findings unless they say otherwise.
    pub severity: Severity,
    /// Confidence of its findings unless they say otherwise.
    pub confidence: Confidence,
    /// Its page, markdown.
    pub page: &'static str,
    check: Option<fn(&Context<'_>, &mut Sink)>,
}

impl Rule {
    /// The first sentence of the page's "What it does".
    pub fn summary(&self) -> String {
        let text = self.page.split("## What it does").nth(1).unwrap_or("").trim_start();
        let paragraph = text.split("\n\n").next().unwrap_or("").replace('\n', " ");
        match paragraph.split_once(". ") {
            Some((first, _)) => format!("{first}."),
            None => paragraph,
        }
    }
}

/// Every rule, by family and code.
pub fn rules() -> &'static [Rule] {
    RULES
}

/// Runs the source rules on a unit.
pub(crate) fn check_source(cx: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES {
        if let Some(check) = rule.check {
            let mut sink = Sink::new(rule);
            check(cx, &mut sink);
            findings.extend(sink.into_findings());
        }
    }
    findings
}

/// `CODE "name" severity confidence module` for rules on sources; without a module for rules on binaries,
/// which `binary/audit.rs` runs.
macro_rules! rules {
    ($($code:ident $name:literal $severity:ident $confidence:ident $($module:ident)?;)*) => {
        $($(mod $module;)?)*
        static RULES: &[Rule] = &[$(Rule {
            code: stringify!($code),
            name: $name,
            severity: Severity::$severity,
            confidence: Confidence::$confidence,
            page: include_str!(concat!("../../tests/rules/", $name, ".md")),
            check: rules!(@check $($module)?),
        }),*];
    };
    (@check $module:ident) => { Some($module::check) };
    (@check) => { None };
}

rules! {
    API001 "private-api" Warning High private_api;
    API002 "internal-header" Warning High internal_header;
    API003 "removed-api" Error High removed_api;
    API004 "deprecated-api" Note High deprecated_api;
    API005 "non-limited-api" Error High non_limited_api;
    API006 "limited-api-too-new" Error High limited_api_too_new;
    API007 "struct-field-access" Warning High struct_field_access;
    API008 "assigned-refcount-type-or-size" Error High assigned_refcount_type_or_size;
    API009 "opaque-in-abi3t" Error High opaque_in_abi3t;
    API010 "missing-on-target" Error High missing_on_target;
    API011 "unknown-api-name" Error Medium unknown_api_name;
    BIN001 "non-limited-symbol" Error High;
    BIN002 "symbol-newer-than-tag" Error High;
    BIN003 "tag-suffix-mismatch" Error High;
    BIN004 "private-symbol" Warning High;
    BIN005 "looked-up-private-symbol" Warning Medium;
    BIN006 "links-libpython" Warning High;
    BIN007 "wrong-python-library" Error High;
    BIN008 "no-init-function" Warning Medium;
    BIN009 "gil-slot-missing" Warning Medium;
    SUP001 "unused-suppression" Note High;
}
