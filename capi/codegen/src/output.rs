//! The set of made files: compared with or written over what is on disk.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// Folders that hold nothing but made files: what is there and not made is stale.
const MADE_FOLDERS: &[&str] = &["capi/headers/gen", "docs/api"];

/// Text by path below the root.
#[derive(Clone, Debug, Default)]
pub(crate) struct Files(BTreeMap<String, String>);

impl Files {
    /// Adds one file.
    pub(crate) fn add(&mut self, path: impl Into<String>, text: String) {
        self.0.insert(path.into(), text);
    }

    /// The paths that were added.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The text of one that was added.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Writes what differs, removes what is stale; returns how many files changed.
    pub(crate) fn write(&self, root: &Path) -> Result<usize> {
        let mut changed = 0;
        for (path, text) in &self.0 {
            let full = root.join(path);
            if std::fs::read_to_string(&full).is_ok_and(|old| old == *text) {
                continue;
            }
            if let Some(folder) = full.parent() {
                std::fs::create_dir_all(folder)?;
            }
            std::fs::write(&full, text).with_context(|| format!("cannot write {path}"))?;
            changed += 1;
        }
        for path in self.stale(root)? {
            std::fs::remove_file(root.join(&path)).with_context(|| format!("cannot remove {path}"))?;
            changed += 1;
        }
        Ok(changed)
    }

    /// Fails with the names of all files that differ.
    pub(crate) fn check(&self, root: &Path) -> Result<()> {
        let mut wrong: Vec<String> = Vec::new();
        for (path, text) in &self.0 {
            if !std::fs::read_to_string(root.join(path)).is_ok_and(|old| old == *text) {
                wrong.push(path.clone());
            }
        }
        wrong.extend(self.stale(root)?);
        if wrong.is_empty() {
            return Ok(());
        }
        bail!("not fresh, run `cargo codegen`: {}", wrong.join(", "))
    }

    fn stale(&self, root: &Path) -> Result<Vec<String>> {
        let mut stale = Vec::new();
        for folder in MADE_FOLDERS {
            collect(root, folder, &mut stale)?;
        }
        stale.retain(|path| !self.0.contains_key(path));
        stale.sort();
        Ok(stale)
    }
}

fn collect(root: &Path, folder: &str, out: &mut Vec<String>) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(root, &path, out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_and_changed_files_are_named() {
        let root = std::env::temp_dir().join(format!("pilotage-codegen-{}", std::process::id()));
        std::fs::create_dir_all(root.join("docs/api")).unwrap();
        std::fs::write(root.join("docs/api/old.md"), "x").unwrap();
        let mut files = Files::default();
        files.add("docs/api/new.md", "y".to_owned());
        let error = files.check(&root).unwrap_err().to_string();
        assert!(error.ends_with("docs/api/new.md, docs/api/old.md"), "{error}");
        assert_eq!(files.write(&root).unwrap(), 2);
        files.check(&root).unwrap();
        assert_eq!(files.write(&root).unwrap(), 0);
        std::fs::remove_dir_all(&root).unwrap();
    }
}
