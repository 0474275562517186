//! Directories: wheels and libraries found on the way, sources left where they are. Honours `.gitignore` for sources;
//! symbolic links are not followed.

use std::path::Path;

use camino::Utf8Path;
use ignore::{DirEntry, WalkBuilder};
use pilotage_finding::Problem;

use super::{
    BinaryFile, Contents, Metadata, Package, PackageKind, SourceRoot, limits, metadata, sdist, shown, wheel,
};

const SOURCE_ENDINGS: &[&str] =
    &[".c", ".cc", ".cpp", ".cxx", ".c++", ".h", ".hh", ".hpp", ".hxx", ".pyx", ".inc", ".m", ".mm"];

/// Opens a directory: one package for its own libraries and sources, one for each wheel below it.
pub(super) fn open(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Vec<Package> {
    let mut package = Package::new(label, PackageKind::Tree);
    let mut packages = Vec::new();
    let mut has_sources = false;
    for found in walk(path, true, problems) {
        let lower = found.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        has_sources |= is_source_name(&lower);
    }
    // What builds leave behind is usually ignored by git, so libraries and wheels are looked for everywhere.
    let mut archives = Vec::new();
    for found in walk(path, false, problems) {
        let lower = found.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let shown_path = shown(&found);
        if lower.ends_with(".whl") {
            packages.extend(wheel::open(&found, &shown_path, problems));
        } else if is_binary_name(&lower) {
            package.binaries.push(BinaryFile { path: shown_path, contents: Contents::File(found) });
        } else if is_sdist_name(&lower) && found.parent() == Some(path) {
            archives.push(found);
        }
    }
    // A directory of downloads; in a source tree an archive is test data.
    if !has_sources {
        for found in archives {
            packages.extend(sdist::open(&found, &shown(&found), problems));
        }
    }
    package.adopt(tree_metadata(path));
    if has_sources {
        package.sources = source_root(path, label, problems);
    }
    if package.sources.is_some() || !package.binaries.is_empty() || packages.is_empty() {
        packages.insert(0, package);
    }
    packages
}

/// Adds the libraries below `dir` to a package; `prefix` stands for `dir` in shown paths.
pub(super) fn add_libraries(package: &mut Package, dir: &Path, prefix: &str, problems: &mut Vec<Problem>) {
    for found in walk(dir, false, problems) {
        let lower = found.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        let Ok(inside) = found.strip_prefix(dir) else { continue };
        if is_binary_name(&lower) && limits::starts_like_binary(&found) {
            let path = format!("{prefix}/{}", shown(inside));
            package.binaries.push(BinaryFile { path, contents: Contents::File(found) });
        }
    }
}

/// One source file (or a compile database): its directory is the root, and only it is looked at.
pub(super) fn single_file(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Option<Package> {
    let Some(path) = Utf8Path::from_path(path) else {
        problems.push(Problem::new(label, "its path is not UTF-8, which the C parser cannot open"));
        return None;
    };
    let lower = path.file_name().unwrap_or_default().to_ascii_lowercase();
    if !is_source_name(&lower) && lower != "compile_commands.json" {
        problems.push(Problem::new(label, "it is no wheel, source archive, library, C or C++ file"));
        return None;
    }
    let dir = path.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    let shown_prefix = label.rsplit_once('/').map(|(prefix, _)| prefix.to_owned()).unwrap_or_default();
    let mut package = Package::new(label, PackageKind::File);
    package.sources =
        Some(SourceRoot { dir: dir.to_owned(), shown_prefix, only: Some(path.to_owned()), _temp: None });
    Some(package)
}

/// The name of a shared library or extension module, in lower case.
pub(super) fn is_binary_name(lower: &str) -> bool {
    let versioned = || {
        lower.split_once(".so.").is_some_and(|(_, version)| {
            !version.is_empty() && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        })
    };
    [".so", ".pyd", ".dylib", ".dll"].iter().any(|e| lower.ends_with(e)) || versioned()
}

fn is_source_name(lower: &str) -> bool {
    SOURCE_ENDINGS.iter().any(|e| lower.ends_with(e))
}

fn is_sdist_name(lower: &str) -> bool {
    lower.ends_with(".tar.gz") || lower.ends_with(".tgz") || lower.ends_with(".zip")
}

/// Regular files below `path`, sorted.
fn walk(path: &Path, honour_ignores: bool, problems: &mut Vec<Problem>) -> Vec<std::path::PathBuf> {
    let mut builder = WalkBuilder::new(path);
    builder.standard_filters(false).follow_links(false).require_git(false);
    if honour_ignores {
        builder.git_ignore(true).git_exclude(true).ignore(true).parents(true);
    }
    builder.filter_entry(|entry| entry.depth() == 0 || !is_foreign(entry));
    builder.sort_by_file_name(std::ffi::OsStr::cmp);
    let mut files = Vec::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => files.push(entry.into_path()),
            Ok(entry) if honour_ignores => problems.extend(special(&entry, path)),
            Ok(_) => {}
            // The same directory is walked twice; say it once.
            Err(error) if honour_ignores => {
                problems.push(Problem::new(shown(path), format!("a part cannot be read: {error}")))
            }
            Err(_) => {}
        }
    }
    files
}

/// A directory that holds other people's packages: version control, environments, caches of tools.
fn is_foreign(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.file_type().is_some_and(|t| t.is_dir())
        && (name.starts_with('.')
            || matches!(name.as_ref(), "node_modules" | "site-packages" | "__pycache__")
            || entry.path().join("pyvenv.cfg").exists())
}

/// What is neither a file nor a directory, but is named like something that would be looked at.
fn special(entry: &DirEntry, root: &Path) -> Option<Problem> {
    let lower = entry.file_name().to_string_lossy().to_ascii_lowercase();
    let kind = entry.file_type().filter(|t| !t.is_dir())?;
    if !is_source_name(&lower) && !is_binary_name(&lower) {
        return None;
    }
    let reason = if !kind.is_symlink() {
        "it is a pipe, a device or a socket, which is not opened"
    } else {
        // A link to a file of the tree is that file's second name.
        let inside = root.canonicalize().ok().zip(entry.path().canonicalize().ok());
        if inside.is_some_and(|(root, target)| target.starts_with(root) && target.is_file()) {
            return None;
        }
        "it is a link that leads to no file of the tree"
    };
    Some(Problem::new(shown(entry.path()), reason))
}

fn source_root(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Option<SourceRoot> {
    let Some(dir) = Utf8Path::from_path(path) else {
        problems.push(Problem::new(label, "its path is not UTF-8, which the C parser cannot open"));
        return None;
    };
    let shown_prefix = label.trim_end_matches('/').to_owned();
    Some(SourceRoot { dir: dir.to_owned(), shown_prefix, only: None, _temp: None })
}

/// Name, version and supported versions as `PKG-INFO` or the `[project]` table say.
fn tree_metadata(path: &Path) -> Metadata {
    let mut found = Metadata::default();
    if let Ok(bytes) = limits::read_file(&path.join("PKG-INFO"), limits::MAX_SOURCE_BYTES) {
        found.add_core(&bytes);
    }
    if let Ok(bytes) = limits::read_file(&path.join("pyproject.toml"), limits::MAX_SOURCE_BYTES) {
        metadata::add_project_table(&mut found, &String::from_utf8_lossy(&bytes));
    }
    found
}
