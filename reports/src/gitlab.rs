//! GitLab's code quality report: the part of the Code Climate format that GitLab reads.

use std::io;

use pilotage_finding::{Finding, Severity};
use serde::Serialize;

use crate::View;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let issues: Vec<Issue<'_>> = view.report.findings.iter().map(issue).collect();
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(finding: &Finding) -> Issue<'_> {
    let path = &finding.place.path;
    Issue {
        description: format!("{}: {}", finding.rule, finding.message),
        check_name: &finding.name,
        fingerprint: &finding.fingerprint,
        severity: match finding.severity {
            Severity::Error => "critical",
            Severity::Warning => "major",
            Severity::Note => "info",
        },
        location: Location {
            path: path.strip_prefix("./").unwrap_or(path),
            lines: Lines { begin: finding.place.line.max(1) },
        },
    }
}
