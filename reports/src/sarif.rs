//! SARIF 2.1.0, for code scanning. This file fills the types of `sarif/types.rs`; tests validate against the schema.
//! Columns count characters, paths are relative URIs, as code scanning services want them.

mod types;

use std::collections::HashMap;
use std::io;

use pilotage_finding::{Edit, Finding, Place, Problem, Severity};

use crate::source::column_in_characters;
use crate::{RuleInfo, View};
use types::*;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let indices: HashMap<&str, usize> =
        view.rules.iter().enumerate().map(|(index, rule)| (rule.code, index)).collect();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "pilotage",
                semantic_version: view.tool_version,
                rules: view.rules.iter().map(rule).collect(),
            },
        },
        column_kind: "unicodeCodePoints",
        results: view.report.findings.iter().map(|finding| result(view, finding, &indices)).collect(),
        invocations: vec![invocation(view.problems)],
    };
    let log = Log { schema: SCHEMA_URI, version: "2.1.0", runs: vec![run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

fn rule(rule: &RuleInfo) -> Rule<'_> {
    Rule {
        id: rule.code,
        name: rule.name,
        short_description: Message { text: (&*rule.summary).into(), markdown: None },
        help: Message { text: rule.page.into(), markdown: Some(rule.page) },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn result<'a>(view: &'a View<'_>, finding: &'a Finding, indices: &HashMap<&str, usize>) -> ResultItem<'a> {
    let logical = LogicalLocation { name: &finding.function, kind: "function" };
    let mut location = location(view, &finding.place, None);
    if !finding.function.is_empty() {
        location.logical_locations = vec![logical];
    }
    let mut text = finding.message.clone();
    if !finding.help.is_empty() {
        text.push_str(&format!("; {}", finding.help));
    }
    ResultItem {
        rule_id: &finding.rule,
        rule_index: indices.get(finding.rule.as_str()).copied(),
        level: level(finding.severity),
        message: Message { text: text.into(), markdown: None },
        locations: vec![location],
        partial_fingerprints: Fingerprints { pilotage: &finding.fingerprint },
        code_flows: code_flows(view, finding),
        fixes: fixes(view, finding),
        properties: Properties {
            confidence: finding.confidence.as_str(),
            targets: &finding.targets,
            item: &finding.item,
            generator: &finding.generator,
        },
    }
}

fn location<'a>(view: &View<'_>, place: &Place, message: Option<&'a str>) -> Location<'a> {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(&place.path) },
            region: region(view, place),
        },
        logical_locations: Vec::new(),
        message: message.map(|text| Message { text: text.into(), markdown: None }),
    }
}

/// Binaries have no region.
fn region(view: &View<'_>, place: &Place) -> Option<Region> {
    if place.line == 0 {
        return None;
    }
    let file = view.sources.file(&place.path);
    let line = file.as_ref().and_then(|file| file.line(place.line));
    let column = |byte: u32| match line {
        Some(line) => u32::try_from(column_in_characters(line, byte as usize)).ok(),
        None => byte.checked_add(1),
    };
    let start = place.column.checked_sub(1);
    let end = start.filter(|_| place.length > 0).and_then(|start| start.checked_add(place.length));
    let end = end.filter(|end| line.is_some_and(|line| *end as usize <= line.len()));
    Some(Region {
        start_line: place.line,
        start_column: start.and_then(column),
        end_line: None,
        end_column: end.and_then(column),
    })
}

fn code_flows<'a>(view: &View<'_>, finding: &'a Finding) -> Vec<CodeFlow<'a>> {
    if finding.steps.is_empty() {
        return Vec::new();
    }
    let steps = finding.steps.iter().map(|step| ThreadFlowLocation {
        location: location(view, &step.place, Some(&step.message)),
        kinds: [step.kind.as_str()],
    });
    vec![CodeFlow { thread_flows: [ThreadFlow { locations: steps.collect() }] }]
}

/// All edits of a finding are one fix; without the source their lines are unknown, and there is none.
fn fixes<'a>(view: &View<'_>, finding: &'a Finding) -> Vec<Fix<'a>> {
    let mut changes: Vec<ArtifactChange<'a>> = Vec::new();
    for edit in &finding.edits {
        let Some(replacement) = replacement(view, edit) else { return Vec::new() };
        let uri = uri(&edit.path);
        match changes.iter_mut().find(|change| change.artifact_location.uri == uri) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(ArtifactChange {
                artifact_location: ArtifactLocation { uri },
                replacements: vec![replacement],
            }),
        }
    }
    if changes.is_empty() {
        return Vec::new();
    }
    let text = if finding.help.is_empty() { finding.message.as_str() } else { finding.help.as_str() };
    let description = Message { text: text.into(), markdown: None };
    vec![Fix { description, artifact_changes: changes }]
}

fn replacement<'a>(view: &View<'_>, edit: &'a Edit) -> Option<Replacement<'a>> {
    let file = view.sources.file(&edit.path)?;
    let point = |offset: u32| {
        let (line, byte) = file.position(offset)?;
        Some((line, u32::try_from(column_in_characters(file.line(line)?, byte)).ok()?))
    };
    let start = point(edit.offset)?;
    let end = point(edit.offset.checked_add(edit.length)?)?;
    Some(Replacement {
        deleted_region: Region {
            start_line: start.0,
            start_column: Some(start.1),
            end_line: Some(end.0),
            end_column: Some(end.1),
        },
        inserted_content: Content { text: &edit.text },
    })
}

fn invocation(problems: &[Problem]) -> Invocation<'_> {
    Invocation {
        execution_successful: true,
        tool_execution_notifications: problems.iter().map(notification).collect(),
    }
}

fn notification(problem: &Problem) -> Notification<'_> {
    Notification {
        level: if problem.internal { "error" } else { "warning" },
        message: Message { text: problem.message.as_str().into(), markdown: None },
        locations: [Location {
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation { uri: uri(&problem.path) },
                region: None,
            },
            logical_locations: Vec::new(),
            message: None,
        }],
    }
}

/// A path as a URI reference: relative as long as it is, everything unusual escaped.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).replace('\\', "/");
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'+' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("./src/a b.c"), "src/a%20b.c");
        assert_eq!(uri("/tmp/é:x"), "file:///tmp/%C3%A9%3Ax");
        assert_eq!(uri("../up.c"), "../up.c");
    }
}
