//! Workflow commands of GitHub Actions: an annotation per finding, on its line of the change.

use std::io;

use pilotage_finding::{Finding, Severity};

use crate::View;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &view.report.findings {
        write_finding(finding, out)?;
    }
    for problem in view.problems {
        let title = property("pilotage could not look at this");
        writeln!(
            out,
            "::warning file={},title={title}::{}",
            property(&problem.path),
            data(&problem.message)
        )?;
    }
    Ok(())
}

fn write_finding(finding: &Finding, out: &mut dyn io::Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut place = format!("file={}", property(&finding.place.path));
    if finding.place.line > 0 {
        place.push_str(&format!(",line={}", finding.place.line));
        if finding.place.column > 0 {
            place.push_str(&format!(",col={}", finding.place.column));
        }
    }
    let title = property(&format!("{} {}", finding.rule, finding.name));
    let mut text = finding.message.clone();
    if !finding.help.is_empty() {
        text.push_str(&format!("\nhelp: {}", finding.help));
    }
    writeln!(out, "::{command} {place},title={title}::{}", data(&text))
}

/// The text after `::`.
fn data(text: &str) -> String {
    let shown: String =
        text.chars().map(|c| if is_hostile(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    shown.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Control characters of hostile names; line ends are escaped instead.
fn is_hostile(c: char) -> bool {
    c.is_control() && !matches!(c, '\r' | '\n')
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
