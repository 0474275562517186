//! Which extensions are watched when nobody says so: those below the current folder, and the installed modules of
//! the project that lies there.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// Folders of a project that are no modules of it.
const OTHERS: [&str; 8] = ["tests", "test", "docs", "doc", "examples", "benchmarks", "tools", "scripts"];

/// The patterns for the interposing library: `under:FOLDER/`, `name:MODULE`.
pub(crate) fn patterns(asked: &[String]) -> Result<Vec<String>> {
    if !asked.is_empty() {
        return Ok(asked.iter().map(|word| pattern(word)).collect());
    }
    let folder = std::env::current_dir().context("cannot tell the current folder")?;
    let folder = folder.canonicalize().unwrap_or(folder);
    let mut patterns = vec![format!("under:{}/", folder.display().to_string().trim_end_matches('/'))];
    patterns.extend(modules(&folder).into_iter().map(|name| format!("name:{name}")));
    Ok(patterns)
}

/// A word with a slash is a file or folder, others are names of modules.
fn pattern(word: &str) -> String {
    if !word.contains('/') {
        return format!("name:{}", word.split('.').next().unwrap_or(word));
    }
    let path =
        Path::new(word).canonicalize().map_or_else(|_| word.to_owned(), |path| path.display().to_string());
    let end = if Path::new(word).is_dir() { "/" } else { "" };
    format!("under:{}{end}", path.trim_end_matches('/'))
}

#[derive(Deserialize)]
struct Pyproject {
    project: Option<Project>,
}

#[derive(Deserialize)]
struct Project {
    name: Option<String>,
}

/// The modules of a project: packages in its folder or in `src`, and the one with its name.
fn modules(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for parent in [folder.to_owned(), folder.join("src")] {
        let Ok(entries) = std::fs::read_dir(&parent) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().join("__init__.py").is_file()) {
            names.extend(entry.file_name().into_string().ok());
        }
    }
    let text = std::fs::read_to_string(folder.join("pyproject.toml")).unwrap_or_default();
    let project = toml::from_str::<Pyproject>(&text).ok().and_then(|it| it.project).and_then(|it| it.name);
    if let Some(name) = project.map(|name| name.replace(['-', '.'], "_").to_lowercase()) {
        names.push(format!("_{name}"));
        names.push(name);
    }
    names.retain(|name| !OTHERS.contains(&name.as_str()));
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_modules_or_places() {
        assert_eq!(pattern("msgpack._cmsgpack"), "name:msgpack");
        assert_eq!(pattern("/no/such/file.so"), "under:/no/such/file.so");
        assert!(pattern("./src").starts_with("under:/") && pattern("./src").ends_with("/src/"));
    }

    #[test]
    fn a_project_names_its_modules() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write("pyproject.toml", "[project]\nname = \"Fast-Json\"\n");
        write("src/fastjson/__init__.py", "");
        write("tests/__init__.py", "");
        assert_eq!(modules(folder.path()), ["_fast_json", "fast_json", "fastjson"]);
    }
}
