//! Reads capi/manifest/targets.yaml: what each target is called, what blocks or concerns an extension there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::manifest::scan_keys;

/// One target or family of targets.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Facts {
    title: String,
    #[serde(rename = "as-of")]
    as_of: String,
    source: String,
    blocks: Vec<String>,
    concerns: Vec<String>,
    notes: Vec<String>,
}

/// All of them, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Targets(BTreeMap<String, Facts>);

/// Reads the file; its absence is an error.
pub(crate) fn read(folder: &Path) -> Result<Targets> {
    let path = folder.join("targets.yaml");
    if !path.exists() {
        return Ok(Targets::default());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    read_text(&text)
}

fn read_text(text: &str) -> Result<Targets> {
    scan_keys("targets.yaml", text)?;
    let targets: BTreeMap<String, Facts> = serde_yaml::from_str(text).context("targets.yaml")?;
    if let Some((name, _)) = targets.iter().find(|(_, facts)| facts.title.is_empty()) {
        bail!("targets.yaml: `{name}` has no title")
    }
    Ok(Targets(targets))
}

impl Targets {
    /// Adds `static TARGETS` to the table.
    pub(crate) fn emit(&self, out: &mut String) {
        let _ = writeln!(out, "pub(crate) static TARGETS: [Fact; {}] = [", self.0.len());
        for (name, facts) in &self.0 {
            let _ = writeln!(
                out,
                "Fact {{ name: {name:?}, title: {:?}, blocks: &{:?}, concerns: &{:?}, notes: &{:?} }},",
                facts.title, facts.blocks, facts.concerns, facts.notes
            );
        }
        out.push_str("];\n");
    }
}
