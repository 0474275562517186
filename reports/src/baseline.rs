//! Baselines: findings that are known already are left out and counted.
//! A baseline is a file that we wrote, or any former JSON report.

use std::collections::HashSet;
use std::io;

use pilotage_finding::Finding;
use serde::{Deserialize, Serialize};

/// The name and version of the baseline file.
pub const SCHEMA: &str = "pilotage-baseline/1";

/// Known fingerprints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    known: HashSet<String>,
}

/// What a baseline did to the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Findings that were left out.
    pub left_out: usize,
    /// Entries of the baseline that no finding matches any more.
    pub outdated: usize,
}

/// The text is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// Not JSON, or not of the right shape.
    #[error("not a baseline or JSON report: {0}")]
    Json(#[from] serde_json::Error),
    /// JSON of somebody else, or of another version.
    #[error("schema `{0}` is neither `{SCHEMA}` nor `{report}`", report = pilotage_finding::SCHEMA)]
    Schema(String),
}

#[derive(Deserialize)]
struct ReadFile {
    schema: String,
    findings: Vec<ReadEntry>,
}

#[derive(Deserialize)]
struct ReadEntry {
    fingerprint: String,
}

/// Only `fingerprint` is read back; the rest tells people what they agreed to.
#[derive(Serialize)]
struct WrittenEntry<'a> {
    fingerprint: &'a str,
    rule: &'a str,
    path: &'a str,
    message: &'a str,
}

impl Baseline {
    /// Reads a baseline file or a JSON report.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let file: ReadFile = serde_json::from_str(text)?;
        if file.schema != SCHEMA && file.schema != pilotage_finding::SCHEMA {
            return Err(BaselineError::Schema(file.schema));
        }
        Ok(Baseline { known: file.findings.into_iter().map(|entry| entry.fingerprint).collect() })
    }

    /// Takes the known findings out.
    pub fn apply(&self, findings: &mut Vec<Finding>) -> Applied {
        let before = findings.len();
        findings.retain(|finding| !self.known.contains(&finding.fingerprint));
        let left_out = before - findings.len();
        Applied { left_out, outdated: self.known.len().saturating_sub(left_out) }
    }
}

/// Writes the findings as a baseline, by fingerprint, one line each: made for small diffs.
pub fn write(findings: &[Finding], out: &mut dyn io::Write) -> io::Result<()> {
    let mut entries: Vec<WrittenEntry<'_>> = findings.iter().map(entry).collect();
    entries.sort_by_key(|entry| (entry.rule, entry.path, entry.fingerprint));
    writeln!(out, "{{\"schema\": \"{SCHEMA}\", \"findings\": [")?;
    let last = entries.len().saturating_sub(1);
    for (index, entry) in entries.iter().enumerate() {
        serde_json::to_writer(&mut *out, entry)?;
        writeln!(out, "{}", if index == last { "" } else { "," })?;
    }
    writeln!(out, "]}}")
}

fn entry(finding: &Finding) -> WrittenEntry<'_> {
    WrittenEntry {
        fingerprint: &finding.fingerprint,
        rule: &finding.rule,
        path: &finding.place.path,
        message: &finding.message,
    }
}
