//! Build files as text: macros and the limited API in setup.py, pyproject.toml and meson.build, and compile
//! databases. Nothing is executed, so what is computed there is not seen.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pilotage_capi::Version;
use serde::Deserialize;

use crate::source::parse::{Command, Language};

/// What the build files say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct BuildFiles {
    pub(super) defines: Vec<String>,
    pub(super) limited: Option<Version>,
    pub(super) bindings: BTreeSet<String>,
}

const NAMES: [&str; 7] = [
    "setup.py",
    "setup.cfg",
    "pyproject.toml",
    "meson.build",
    "compile_commands.json",
    "Cargo.toml",
    "Cargo.lock",
];

pub(super) fn is_build_file(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return false };
    NAMES.contains(&name) || (name.starts_with("setup") && name.ends_with(".py"))
}

/// Reads the build files at most two levels below `root`: deeper ones are other projects'.
pub(super) fn read(root: &Path, files: &[PathBuf]) -> BuildFiles {
    let mut all = BuildFiles::default();
    for file in files.iter().filter(|file| is_build_file(file)) {
        let depth = file.strip_prefix(root).map_or(usize::MAX, |inside| inside.components().count());
        if depth > 3 || file.ends_with("compile_commands.json") {
            continue;
        }
        if let Ok(text) = std::fs::read(file) {
            let text = String::from_utf8_lossy(&text);
            match file.file_name().and_then(|name| name.to_str()) {
                Some("Cargo.toml" | "Cargo.lock") => all.bindings.extend(rust_bindings(&text)),
                _ => all.text(&text),
            }
        }
    }
    // The lock file knows the version; the manifest only what was asked for.
    let locked = all.bindings.iter().any(|name| name.starts_with("PyO3 "));
    all.bindings.retain(|name| name != "PyO3" || !locked);
    all.defines.sort_unstable();
    all.defines.dedup();
    all
}

impl BuildFiles {
    fn text(&mut self, text: &str) {
        for (name, value) in macro_pairs(text) {
            if name == "Py_LIMITED_API" {
                // One value for each platform: what holds for the newest holds for all.
                self.limited = self.limited.max(value.as_deref().and_then(limited_version));
            } else if is_safe(&name) {
                self.defines.push(value.map_or(name.clone(), |value| format!("{name}={value}")));
            }
        }
        self.limited = self.limited.or_else(|| limited_option(text));
        for (mark, name) in [("cffi_modules", "cffi"), ("mypycify", "mypyc"), ("swig_opts", "SWIG")] {
            if text.contains(mark) {
                self.bindings.insert(name.to_owned());
            }
        }
    }
}

/// `PyO3 0.29.2` from a lock file, `PyO3` from a manifest.
fn rust_bindings(text: &str) -> Option<String> {
    if let Some((_, rest)) = text.split_once("name = \"pyo3\"\nversion = \"") {
        return rest.split('"').next().map(|version| format!("PyO3 {version}"));
    }
    let is_dependency = text.lines().any(|line| line.trim_start().starts_with("pyo3"));
    is_dependency.then(|| "PyO3".to_owned())
}

/// The macros that a text sets.
pub(super) fn macros_in(text: &str) -> usize {
    let mut build = BuildFiles::default();
    build.text(text);
    build.defines.len()
}

/// Macros that must not leak into every unit: they choose a platform (another than the simulated one) or a build.
fn is_safe(name: &str) -> bool {
    const PLATFORMS: [&str; 10] =
        ["WINDOWS", "WIN32", "OSX", "MACOS", "DARWIN", "BSD", "SUNOS", "SOLARIS", "AIX", "CYGWIN"];
    if PLATFORMS.iter().any(|platform| name.contains(platform)) {
        return false;
    }
    let platform =
        ["WIN", "_WIN", "MS_", "__", "NDEBUG", "_GNU_SOURCE", "Py_GIL_DISABLED", "PY_", "_FILE_OFFSET"];
    // What only helps to debug Cython's own code is off unless somebody asks for it.
    let debugging = ["CYTHON_REFNANNY", "CYTHON_TRACE", "CYTHON_PROFILE"];
    !platform.iter().chain(&debugging).any(|prefix| name.starts_with(prefix))
}

/// `("NAME", "1")`, `("NAME", None)` pairs of `define_macros`, and `-DNAME=VALUE` in quotes.
fn macro_pairs(text: &str) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    for (at, _) in text.match_indices("define_macros").chain(text.match_indices("define-macros")) {
        let Some(open) = text[at..].find('[').filter(|open| *open < 80) else { continue };
        let list = &text[at + open..];
        let end = matching_bracket(list).unwrap_or(0);
        pairs.extend(tuples(&list[..end]));
    }
    // `macros.append(("NAME", value))`, whatever the list is called.
    for (at, found) in text.match_indices(".append((") {
        let rest = &text[at + found.len() - 1..];
        let end = rest.find(')').unwrap_or(0);
        pairs.extend(tuples(&format!("[{}", &rest[..end])));
    }
    for (at, _) in text.match_indices("-D") {
        let quoted = text[..at].chars().next_back().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quoted else { continue };
        let rest = &text[at + 2..];
        let Some(end) = rest.find(quote).filter(|end| *end < 120) else { continue };
        let (name, value) = match rest[..end].split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (&rest[..end], None),
        };
        if is_name(name) && value.as_deref().is_none_or(is_plain) {
            pairs.push((name.to_owned(), value));
        }
    }
    pairs
}

fn matching_bracket(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// `(name, value)` pairs of plain literals.
fn tuples(list: &str) -> Vec<(String, Option<String>)> {
    let mut pairs = Vec::new();
    for part in list.get(1..).unwrap_or("").split(['(', '[']).skip(1) {
        let Some(inside) = part.split([')', ']']).next() else { continue };
        let Some((name, value)) = inside.split_once(',') else { continue };
        let Some(name) = literal(name).filter(|name| is_name(name)) else { continue };
        let value = value.trim().trim_end_matches(',');
        if value == "None" {
            pairs.push((name, None));
        } else if !value.is_empty() && value.chars().all(|c| c.is_ascii_digit()) {
            pairs.push((name, Some(value.to_owned())));
        } else if let Some(value) = literal(value).filter(|value| is_plain(value)) {
            pairs.push((name, Some(value)));
        }
    }
    pairs
}

fn literal(text: &str) -> Option<String> {
    let text = text.trim();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inside = text[1..].strip_suffix(quote)?;
    (!inside.contains(quote)).then(|| inside.to_owned())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_plain(value: &str) -> bool {
    value.len() < 64 && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '(' | ')'))
}

/// The value of a macro that a source defines unconditionally or not; empty when it has none.
pub(super) fn defined(text: &[u8], name: &str) -> Option<String> {
    text.split(|b| *b == b'\n').find_map(|line| {
        let rest = line.trim_ascii().strip_prefix(b"#")?.trim_ascii_start().strip_prefix(b"define")?;
        let rest = rest.trim_ascii_start().strip_prefix(name.as_bytes())?;
        let is_whole = rest.first().is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_');
        let value = String::from_utf8_lossy(rest);
        is_whole.then(|| {
            value
                .split("/*")
                .next()
                .unwrap_or_default()
                .split("//")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned()
        })
    })
}

/// `0x03090000`, `3`, `PY_VERSION_HEX` (the newest).
pub(super) fn limited_version(value: &str) -> Option<Version> {
    let digits = value.strip_prefix("0x").or_else(|| value.strip_prefix("0X"));
    match digits {
        Some(hex) => u32::from_str_radix(hex, 16).ok().map(Version::from_hex),
        None if value == "3" => Some(Version::new(3, 2)),
        None if value == "PY_VERSION_HEX" => Some(Version::NEWEST),
        None => None,
    }
}

/// meson's `limited_api: '3.10'`, scikit-build's and setuptools' `py_limited_api = "cp310"`.
fn limited_option(text: &str) -> Option<Version> {
    for key in ["limited_api:", "py-api =", "py_limited_api =", "py-limited-api ="] {
        for (at, _) in text.match_indices(key) {
            let rest = text[at + key.len()..].trim_start();
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            let Some(value) = rest[1..].split(quote).next() else { continue };
            let version = match value.strip_prefix("cp3") {
                Some(minor) => format!("3.{minor}"),
                None => value.to_owned(),
            };
            if let Ok(version) = version.parse() {
                return Some(version);
            }
        }
    }
    None
}

#[derive(Deserialize)]
struct DatabaseEntry {
    directory: String,
    file: String,
    #[serde(default)]
    arguments: Vec<String>,
    #[serde(default)]
    command: String,
}

/// The units of a compile database, one a file.
pub(super) fn compile_commands(path: &Path, root: &Path) -> Result<Vec<Command>, String> {
    let text = std::fs::read(path).map_err(|error| format!("cannot be read: {error}"))?;
    let entries: Vec<DatabaseEntry> =
        serde_json::from_slice(&text).map_err(|error| format!("no compile database: {error}"))?;
    let mut commands: Vec<Command> =
        entries.into_iter().filter_map(|entry| database_command(entry, path, root)).collect();
    let root = shared_root(root, &commands);
    commands.iter_mut().for_each(|command| command.root.clone_from(&root));
    commands.sort_by(|a, b| a.path.cmp(&b.path));
    commands.dedup_by(|a, b| a.path == b.path);
    Ok(commands)
}

/// The folder that holds `root` and all files: databases often lie in a build folder beside the sources.
fn shared_root(root: &Path, commands: &[Command]) -> String {
    let holds_all =
        |folder: &&Path| commands.iter().all(|command| Path::new(&command.path).starts_with(folder));
    let folder = root.ancestors().find(holds_all).filter(|folder| folder.parent().is_some()).unwrap_or(root);
    folder.display().to_string()
}

fn database_command(entry: DatabaseEntry, database: &Path, root: &Path) -> Option<Command> {
    let base = database.parent()?.join(&entry.directory);
    let absolute = |text: &str| {
        let path = base.join(text);
        path.canonicalize().unwrap_or(path).display().to_string()
    };
    let path = absolute(&entry.file);
    let is_cpp = super::CPP_SUFFIXES.iter().any(|suffix| path.ends_with(&format!(".{suffix}")));
    let arguments = if entry.arguments.is_empty() { shlex::split(&entry.command)? } else { entry.arguments };
    let mut command = Command {
        path,
        root: root.display().to_string(),
        language: if is_cpp { Language::Cpp } else { Language::C },
        includes: Vec::new(),
        defines: Vec::new(),
        arguments: Vec::new(),
    };
    let mut words = arguments.into_iter();
    while let Some(word) = words.next() {
        let mut value = |prefix: &str| match word.strip_prefix(prefix) {
            Some("") => words.next(),
            other => other.map(str::to_owned),
        };
        if word.starts_with("-I") {
            command.includes.extend(value("-I").map(|folder| absolute(&folder)));
        } else if word.starts_with("-iquote") {
            command.includes.extend(value("-iquote").map(|folder| absolute(&folder)));
        } else if word.starts_with("-D") {
            command.defines.extend(value("-D").filter(|define| define != "_GNU_SOURCE"));
        } else if word.starts_with("-U") {
            command.defines.extend(value("-U").map(|name| format!("-{name}")));
        } else if word == "-include" {
            let file = words.next()?;
            command.arguments.extend(["-include".to_owned(), absolute(&file)]);
        } else if word.starts_with("-std=") {
            command.arguments.push(word);
        }
    }
    // The real Python's headers would hide ours.
    command.includes.retain(|folder| !Path::new(folder).join("Python.h").exists());
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_of_setup_py() {
        let mut build = BuildFiles::default();
        build.text(
            r#"
            ext = Extension("m", define_macros=[("WITH_X", None), ('LEVEL', "2"), ("Py_LIMITED_API", "0x030A0000"),
                ("VERSION", compute())], extra_compile_args=["-DFAST=1", '-O3'])
            "#,
        );
        assert_eq!(build.defines, ["WITH_X", "LEVEL=2", "FAST=1"]);
        assert_eq!(build.limited, Some(Version::new(3, 10)));
    }

    #[test]
    fn limited_api_of_meson() {
        let mut build = BuildFiles::default();
        build.text("macros.append(('CYTHON_REFNANNY', None))\n");
        build.text("macros.append((\"PSUTIL_LINUX\", 1))\nmacros.append(('PSUTIL_WINDOWS', '1'))\nx.append((a, b))\n");
        assert_eq!(build.defines, ["PSUTIL_LINUX=1"]);
        build.text("py.extension_module('m', 'm.c', limited_api: '3.9', install: true)");
        assert_eq!(build.limited, Some(Version::new(3, 9)));
    }

    #[test]
    fn the_newest_limited_api_counts() {
        let mut build = BuildFiles::default();
        build
            .text("m.append(('Py_LIMITED_API', '0x03060000'))\nm.append(('Py_LIMITED_API', '0x03070000'))\n");
        assert_eq!(build.limited, Some(Version::new(3, 7)));
    }

    #[test]
    fn nonsense_is_no_trouble() {
        for text in [
            "define_macros=[",
            "define_macros=[(",
            "define_macros=[('a',)]",
            "'-D",
            "\"-D=\"",
            "limited_api:",
        ] {
            let mut build = BuildFiles::default();
            build.text(text);
            assert_eq!(build, BuildFiles::default(), "{text}");
        }
    }
}
