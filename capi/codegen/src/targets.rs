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
    /// When the facts were looked up; for readers of the file.
    #[allow(dead_code)]
    as_of: String,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_known_keys_are_asked_for() {
        assert!(read_text("cp39:\n  title: CPython 3.9\n  blocks: [removed-api]\n").is_ok());
        assert!(read_text("cp39:\n  blocks: []\n").unwrap_err().to_string().contains("no title"));
        assert!(
            format!("{:#}", read_text("cp39:\n  title: x\n  colour: red\n").unwrap_err()).contains("colour")
        );
        assert!(read_text("b:\n  title: x\na:\n  title: x\n").is_err());
    }
}
