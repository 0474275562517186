//! The report for job summaries and comments: a verdict table per input, counts per rule, findings folded away.

use std::io;

use pilotage_finding::{Finding, Input, Rating, Verdict};

use crate::concise::shown;
use crate::ratings::merged;
use crate::statistics::Statistics;
use crate::{View, count};

/// More findings than this are left to the other formats: comments have a size limit.
const LISTED_FINDINGS: usize = 500;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let report = view.report;
    writeln!(out, "# Pilotage\n")?;
    writeln!(
        out,
        "{} in {}, {}, {} suppressed\n",
        count(report.findings.len(), "finding"),
        count(report.inputs.len(), "input"),
        count(view.problems.len(), "problem"),
        view.suppressed
    )?;
    for input in &report.inputs {
        write_input(input, &report.ratings, out)?;
    }
    write_rules(&report.findings, out)?;
    write_findings(&report.findings, out)?;
    if !view.problems.is_empty() {
        writeln!(out, "## Problems\n")?;
        for problem in view.problems {
            writeln!(out, "- {}: {}", code(&problem.path), escaped(&problem.message))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_input(input: &Input, ratings: &[Rating], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "## {}\n", escaped(&crate::inputs::described(input)))?;
    let own = merged(ratings, input);
    if own.is_empty() {
        return writeln!(out, "Nothing was rated.\n");
    }
    writeln!(out, "| target | verdict | findings | why |\n| --- | --- | ---: | --- |")?;
    for (targets, rating) in own {
        let verdict = match rating.verdict {
            Verdict::Ready => "ready",
            Verdict::NeedsWork => "needs work",
            Verdict::Blocked => "**blocked**",
        };
        let why = escaped(&rating.reasons.join(", "));
        writeln!(out, "| {} | {verdict} | {} | {why} |", escaped(&targets), rating.findings)?;
    }
    writeln!(out)
}

fn write_rules(findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "## Rules\n\n| rule | name | severity | findings |\n| --- | --- | --- | ---: |")?;
    for (rule, name, severity, number) in Statistics::new(findings, &[]).rules {
        writeln!(out, "| {rule} | {name} | {severity} | {number} |")?;
    }
    writeln!(out)
}

fn write_findings(findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "<details><summary>Findings</summary>\n")?;
    for finding in findings.iter().take(LISTED_FINDINGS) {
        let place = code(&shown(&finding.place));
        writeln!(out, "- {place} **{}** {}", finding.rule, escaped(&finding.message))?;
        for (index, step) in finding.steps.iter().enumerate() {
            let (number, place) = (index + 1, code(&shown(&step.place)));
            writeln!(out, "  {number}. {place} {}: {}", step.kind.as_str(), escaped(&step.message))?;
        }
        if !finding.help.is_empty() {
            writeln!(out, "  - help: {}", escaped(&finding.help))?;
        }
    }
    if findings.len() > LISTED_FINDINGS {
        writeln!(out, "- and {} more", findings.len() - LISTED_FINDINGS)?;
    }
    writeln!(out, "\n</details>\n")
}

/// Text within a line or a cell; backticks keep their meaning, everything else loses it.
fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut in_code = false;
    // An odd backtick would swallow the rest of the line.
    let pairs = text.matches('`').count().is_multiple_of(2);
    for c in text.chars() {
        match c {
            '`' if pairs => {
                in_code = !in_code;
                result.push('`');
            }
            '|' => result.push_str("\\|"),
            _ if c.is_control() => result.push(' '),
            '<' | '>' | '*' | '_' | '[' | ']' | '#' | '`' | '\\' | '&' | '@' if !in_code => {
                result.push('\\');
                result.push(c);
            }
            _ => result.push(c),
        }
    }
    result
}

/// A name as code.
fn code(text: &str) -> String {
    let shown: String = text.chars().map(|c| if c.is_control() || c == '`' { '?' } else { c }).collect();
    format!("`{}`", shown.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_markdown_is_escaped() {
        assert_eq!(escaped("`a_b` <b> a_b|c\n@you"), "`a_b` \\<b\\> a\\_b\\|c \\@you");
        assert_eq!(escaped("odd ` one_"), "odd \\` one\\_");
        assert_eq!(code("a|b`c"), "`a\\|b?c`");
    }
}
