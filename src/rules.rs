//! The scanner's rules in the shape that reports want.

use pilotage_reports::RuleInfo;

/// Every rule, by code.
pub(crate) fn all() -> Vec<RuleInfo> {
    let mut rules: Vec<RuleInfo> = pilotage_scanner::rules()
        .iter()
        .map(|rule| RuleInfo {
            code: rule.code,
            name: rule.name,
            summary: rule.summary().trim_end_matches('.').to_owned().into(),
            page: rule.page,
            severity: rule.severity,
        })
        .collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}
