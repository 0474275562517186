//! The JSON report: the contract that other tools read. Its shape is [`Document`]; docs/report-format.md explains it.

use std::borrow::Cow;
use std::io;

use pilotage_finding::{Finding, Input, Problem, Rating, SCHEMA};
use serde::{Deserialize, Serialize};

use crate::View;

/// A whole report as one JSON document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<'a> {
    /// [`SCHEMA`].
    pub schema: Cow<'a, str>,
    /// What wrote it.
    pub tool: Tool<'a>,
    /// What was looked at.
    pub inputs: Cow<'a, [Input]>,
    /// Sorted by path, offset, code.
    pub findings: Cow<'a, [Finding]>,
    /// One per input and target.
    pub ratings: Cow<'a, [Rating]>,
    /// What could not be looked at.
    pub problems: Cow<'a, [Problem]>,
    /// Findings that comments in the sources suppressed.
    pub suppressed: usize,
}

/// What wrote a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool<'a> {
    /// `pilotage`.
    pub name: Cow<'a, str>,
    /// `0.1.0`.
    pub version: Cow<'a, str>,
}

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document {
        schema: Cow::Borrowed(SCHEMA),
        tool: Tool { name: Cow::Borrowed("pilotage"), version: Cow::Borrowed(view.tool_version) },
        inputs: Cow::Borrowed(&view.report.inputs),
        findings: Cow::Borrowed(&view.report.findings),
        ratings: Cow::Borrowed(&view.report.ratings),
        problems: Cow::Borrowed(view.problems),
        suppressed: view.suppressed,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
