//! JUnit XML: a suite per file, a case per finding. A finding below the failure threshold is a passing case with
//! output; an input without findings is one passing case, so that viewers do not call the run empty.

use std::io;

use pilotage_finding::{Finding, Problem};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::View;
use crate::concise::{one_line, shown};

type Xml = Writer<Vec<u8>>;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let findings = &view.report.findings;
    let failures = findings.iter().filter(|finding| fails(view, finding)).count();
    let clean = clean_inputs(view);
    xml.create_element("testsuites")
        .with_attribute(("name", "pilotage"))
        .with_attribute(("tests", number(findings.len() + view.problems.len() + clean.len()).as_str()))
        .with_attribute(("failures", number(failures).as_str()))
        .with_attribute(("errors", number(view.problems.len()).as_str()))
        .write_inner_content(|xml| {
            let mut suites = findings.chunk_by(|one, next| one.place.path == next.place.path);
            suites.try_for_each(|suite| write_suite(view, suite, xml))?;
            write_clean(&clean, xml)?;
            write_problems(view.problems, xml)
        })?;
    out.write_all(&xml.into_inner())?;
    writeln!(out)
}

fn fails(view: &View<'_>, finding: &Finding) -> bool {
    finding.severity >= view.fail_on
}

/// Labels of inputs that were looked at and have no finding.
fn clean_inputs<'a>(view: &View<'a>) -> Vec<&'a str> {
    let inputs = &view.report.inputs;
    let owners: Vec<_> = view
        .report
        .findings
        .iter()
        .map(|finding| crate::inputs::owner(inputs, &finding.place.path))
        .collect();
    let clean = inputs
        .iter()
        .enumerate()
        .filter(|(index, input)| input.sources + input.binaries > 0 && !owners.contains(&Some(*index)));
    clean.map(|(_, input)| input.label.as_str()).collect()
}

fn write_suite(view: &View<'_>, findings: &[Finding], xml: &mut Xml) -> io::Result<()> {
    let Some(first) = findings.first() else { return Ok(()) };
    let failures = findings.iter().filter(|finding| fails(view, finding)).count();
    xml.create_element("testsuite")
        .with_attribute(("name", clean_text(&first.place.path).as_str()))
        .with_attribute(("tests", number(findings.len()).as_str()))
        .with_attribute(("failures", number(failures).as_str()))
        .with_attribute(("errors", "0"))
        .write_inner_content(|xml| findings.iter().try_for_each(|finding| write_case(view, finding, xml)))?;
    Ok(())
}

fn write_case(view: &View<'_>, finding: &Finding, xml: &mut Xml) -> io::Result<()> {
    let name = match (finding.function.as_str(), finding.place.line) {
        ("", 0) => format!("{} {}", finding.rule, finding.name),
        ("", line) => format!("{} {} at line {line}", finding.rule, finding.name),
        (function, line) => format!("{} {} in {function}, line {line}", finding.rule, finding.name),
    };
    let line = Some(finding.place.line).filter(|line| *line > 0).map(|line| line.to_string());
    let details = clean_text(&details(finding));
    xml.create_element("testcase")
        .with_attribute(("classname", clean_text(&finding.place.path).as_str()))
        .with_attribute(("name", clean_text(&name).as_str()))
        .with_attribute(("file", clean_text(&finding.place.path).as_str()))
        .with_attributes(line.as_deref().map(|line| ("line", line)))
        .write_inner_content(|xml| {
            if fails(view, finding) {
                xml.create_element("failure")
                    .with_attribute(("type", finding.severity.as_str()))
                    .with_attribute(("message", clean_text(&finding.message).as_str()))
                    .write_text_content(BytesText::new(&details))?;
            } else {
                xml.create_element("system-out").write_text_content(BytesText::new(&details))?;
            }
            Ok(())
        })?;
    Ok(())
}

/// Message, steps, help and targets, a line each.
fn details(finding: &Finding) -> String {
    let mut lines =
        vec![format!("{}: {}: {}", shown(&finding.place), finding.severity, one_line(&finding.message))];
    for (index, step) in finding.steps.iter().enumerate() {
        let (number, kind, place) = (index + 1, step.kind.as_str(), shown(&step.place));
        lines.push(format!("{number} {kind}: {place}: {}", one_line(&step.message)));
    }
    if !finding.help.is_empty() {
        lines.push(format!("help: {}", one_line(&finding.help)));
    }
    lines.push(format!("confidence: {}", finding.confidence));
    if !finding.targets.is_empty() {
        lines.push(format!("targets: {}", finding.targets.join(", ")));
    }
    lines.join("\n")
}

fn write_clean(labels: &[&str], xml: &mut Xml) -> io::Result<()> {
    for label in labels {
        let label = clean_text(label);
        xml.create_element("testsuite")
            .with_attribute(("name", label.as_str()))
            .with_attribute(("tests", "1"))
            .with_attribute(("failures", "0"))
            .with_attribute(("errors", "0"))
            .write_inner_content(|xml| {
                xml.create_element("testcase")
                    .with_attribute(("classname", label.as_str()))
                    .with_attribute(("name", "no findings"))
                    .write_empty()?;
                Ok(())
            })?;
    }
    Ok(())
}

fn write_problems(problems: &[Problem], xml: &mut Xml) -> io::Result<()> {
    if problems.is_empty() {
        return Ok(());
    }
    let number = number(problems.len());
    xml.create_element("testsuite")
        .with_attribute(("name", "problems"))
        .with_attribute(("tests", number.as_str()))
        .with_attribute(("failures", "0"))
        .with_attribute(("errors", number.as_str()))
        .write_inner_content(|xml| {
            problems.iter().try_for_each(|problem| {
                let path = clean_text(&problem.path);
                xml.create_element("testcase")
                    .with_attribute(("classname", path.as_str()))
                    .with_attribute(("name", "could be looked at"))
                    .write_inner_content(|xml| {
                        xml.create_element("error")
                            .with_attribute(("message", clean_text(&problem.message).as_str()))
                            .write_empty()?;
                        Ok(())
                    })?;
                Ok(())
            })
        })?;
    Ok(())
}

fn number(number: usize) -> String {
    number.to_string()
}

/// XML 1.0 has no way to write most control characters, escaped or not.
fn clean_text(text: &str) -> String {
    let bad = |c: char| (c.is_control() && !matches!(c, '\t' | '\n')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
