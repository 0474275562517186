//! What is said on standard error after an audit: problems, and one line that sums up.

use pilotage_finding::Severity;
use pilotage_reports::baseline::Applied;
use pilotage_reports::count;
use pilotage_scanner::Outcome;

use crate::settings::Settings;
use crate::terminal;

/// Problems beyond these are counted, unless `--verbose`.
const LISTED_PROBLEMS: usize = 10;

pub(crate) fn write(outcome: &Outcome, settings: &Settings, applied: Applied) {
    if settings.quiet {
        return;
    }
    if outcome.nothing_to_audit {
        terminal::warning("there was nothing to audit: no C or C++ source, no extension module");
    }
    write_findings(outcome, settings, applied);
}

/// Problems and the line.
pub(crate) fn write_findings(outcome: &Outcome, settings: &Settings, applied: Applied) {
    if settings.quiet {
        return;
    }
    let listed = if settings.verbose { outcome.problems.len() } else { LISTED_PROBLEMS };
    for problem in outcome.problems.iter().take(listed) {
        terminal::warning(&format!("{}: {}", problem.path, problem.message));
    }
    let more = outcome.problems.len().saturating_sub(listed);
    if more > 0 {
        terminal::warning(&format!("{}: `--verbose` lists them", count(more, "more problem")));
    }
    terminal::note(&line(outcome, applied));
}

/// `12 findings (3 errors, 8 warnings, 1 note) in 2 inputs, 4 suppressed, 2 known`.
fn line(outcome: &Outcome, applied: Applied) -> String {
    let findings = &outcome.report.findings;
    let of = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let severities: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| count(of(severity), severity.as_str()))
        .collect();
    let mut line = count(findings.len(), "finding");
    if !severities.is_empty() {
        line.push_str(&format!(" ({})", severities.join(", ")));
    }
    line.push_str(&format!(" in {}", count(outcome.report.inputs.len(), "input")));
    if outcome.suppressed > 0 {
        line.push_str(&format!(", {} suppressed", outcome.suppressed));
    }
    if applied.left_out > 0 {
        line.push_str(&format!(", {} known from the baseline", applied.left_out));
    }
    if applied.outdated > 0 {
        let entries = if applied.outdated == 1 {
            "1 entry".to_owned()
        } else {
            format!("{} entries", applied.outdated)
        };
        line.push_str(&format!(", {entries} of the baseline occur no more"));
    }
    line
}
