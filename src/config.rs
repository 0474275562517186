//! The configuration file: `[tool.pilotage]` of pyproject.toml, or pilotage.toml. Finds and reads it.
//! Says nothing of what the values mean: `settings.rs` does. It has no `libclang` key on purpose: an audited tree may
//! bring its own pyproject.toml, and must not be able to name a library that we load.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use camino::Utf8PathBuf;
use serde::Deserialize;

/// The options of the command line, by the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Config {
    pub(crate) targets: Vec<String>,
    pub(crate) python: Vec<String>,
    pub(crate) supports: Option<String>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) per_file_ignores: BTreeMap<String, Vec<String>>,
    pub(crate) min_severity: Option<String>,
    pub(crate) min_confidence: Option<String>,
    pub(crate) fail_on: Option<String>,
    pub(crate) output_format: Option<String>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) statistics: bool,
    pub(crate) exit_zero: bool,
    pub(crate) show_generated: bool,
    pub(crate) define: Vec<String>,
    pub(crate) include: Vec<Utf8PathBuf>,
    pub(crate) compile_commands: Option<Utf8PathBuf>,
    pub(crate) cache: Option<bool>,
    pub(crate) jobs: Option<usize>,
}

/// A configuration and the file that it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// `None`: there is no file.
    pub(crate) file: Option<PathBuf>,
    pub(crate) config: Config,
}

/// The part of pyproject.toml that concerns us; the rest is somebody else's.
#[derive(Deserialize)]
struct Pyproject {
    tool: Option<Tools>,
}

#[derive(Deserialize)]
struct Tools {
    pilotage: Option<Config>,
}

/// The configuration for `input`: the nearest file in its folder or above. Inputs that are no paths (`NAME==VERSION`)
/// take that of the current folder.
pub(crate) fn find(input: &str) -> Result<Loaded> {
    let path = Path::new(input);
    let start = if path.exists() { path } else { Path::new(".") };
    let start = start.canonicalize().with_context(|| format!("cannot look into `{}`", start.display()))?;
    for folder in start.ancestors().filter(|folder| folder.is_dir()) {
        for name in ["pilotage.toml", "pyproject.toml"] {
            let file = folder.join(name);
            if file.is_file()
                && let Some(config) = read(&file)?
            {
                return Ok(Loaded { file: Some(file), config });
            }
        }
    }
    Ok(Loaded::default())
}

/// A file that the user named: it must have a configuration.
pub(crate) fn load(file: &Path) -> Result<Loaded> {
    let config = read(file)?;
    let config = config.ok_or_else(|| anyhow!("`{}` has no table `[tool.pilotage]`", file.display()))?;
    Ok(Loaded { file: Some(file.to_owned()), config })
}

/// `None` for a pyproject.toml without a table of ours.
fn read(file: &Path) -> Result<Option<Config>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let is_pyproject = file.file_name().is_some_and(|name| name == "pyproject.toml");
    parse(&text, is_pyproject).map_err(|error| told(file, &text, &error))
}

fn parse(text: &str, is_pyproject: bool) -> Result<Option<Config>, toml::de::Error> {
    if is_pyproject {
        // A pyproject.toml that does not mention us may be as broken as it likes.
        if !text.contains("pilotage") {
            return Ok(None);
        }
        let pyproject: Pyproject = toml::from_str(text)?;
        return Ok(pyproject.tool.and_then(|tool| tool.pilotage));
    }
    toml::from_str(text).map(Some)
}

/// `pyproject.toml:12: unknown field ...`, in one line.
fn told(file: &Path, text: &str, error: &toml::de::Error) -> anyhow::Error {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.map_or(String::new(), |before| format!(":{}", before.matches('\n').count() + 1));
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    anyhow!("{}{line}: {message}", file.display())
}

impl Loaded {
    /// Paths in a configuration are relative to its file.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.file.as_deref().and_then(Path::parent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_an_error_with_its_name() {
        let text = "[tool.pilotage]\nselect = [\"API\"]\nselct = []\n";
        let error = parse(text, true).expect_err("no such key");
        let told = told(Path::new("pyproject.toml"), text, &error).to_string();
        assert!(told.starts_with("pyproject.toml:3: unknown field `selct`"), "{told}");
        assert!(!told.contains('\n'));
    }

    #[test]
    fn keys_are_written_with_dashes() {
        let text = "min-severity = \"error\"\n[per-file-ignores]\n\"vendor/**\" = [\"ALL\"]\n";
        let config = parse(text, false).expect("toml").expect("a configuration");
        assert_eq!(config.min_severity.as_deref(), Some("error"));
        assert_eq!(config.per_file_ignores["vendor/**"], ["ALL"]);
        assert!(parse("libclang = \"/tmp/evil.so\"", false).is_err(), "a tree must not choose what we load");
    }

    #[test]
    fn somebody_elses_pyproject_is_passed_over() {
        assert_eq!(parse("[tool.other]\nx = 1\n", true).expect("toml"), None);
        assert_eq!(parse("this is ] no toml", true).expect("not ours"), None);
        assert_eq!(parse("[project]\nname = \"pilotage\"\n", true).expect("toml"), None);
    }

    #[test]
    fn the_nearest_file_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("a/b");
        std::fs::create_dir_all(&inner).expect("folders");
        std::fs::write(folder.path().join("pilotage.toml"), "supports = \"3.9\"\n").expect("file");
        std::fs::write(inner.join("x.c"), "").expect("file");
        std::fs::write(inner.join("pyproject.toml"), "[project]\nname = \"x\"\n").expect("file");
        let loaded = find(inner.join("x.c").to_str().expect("text")).expect("a configuration");
        assert_eq!(loaded.config.supports.as_deref(), Some("3.9"));
        std::fs::write(inner.join("pyproject.toml"), "[tool.pilotage]\nsupports = \"3.12\"\n").expect("file");
        let loaded = find(inner.to_str().expect("text")).expect("a configuration");
        assert_eq!(loaded.config.supports.as_deref(), Some("3.12"));
    }
}
