//! Finds CPython headers on the machine and asks gcc about them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use pilotage_capi::Version;

/// Headers of one CPython.
#[derive(Clone, Debug)]
pub struct Python {
    /// Its minor version.
    pub version: Version,
    /// `3.12.1`.
    pub full: String,
    /// The folder of `Python.h`.
    pub include: PathBuf,
    /// The folder of `pyconfig.h` where that is another one.
    pub platform: Option<PathBuf>,
}

/// One CPython for each described minor version that is found: pyenv's, the system's, and the folders in
/// `PILOTAGE_CPYTHON_HEADERS`; of several of one minor version the newest.
pub fn pythons() -> Vec<Python> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(home) = std::env::var_os("HOME") {
        folders.extend(
            children(&PathBuf::from(home).join(".pyenv/versions"))
                .into_iter()
                .flat_map(|v| children(&v.join("include"))),
        );
    }
    folders.extend(children(Path::new("/usr/include")));
    folders.extend(children(Path::new("/usr/local/include")));
    if let Some(more) = std::env::var_os("PILOTAGE_CPYTHON_HEADERS") {
        for folder in std::env::split_paths(&more) {
            // The folder of Python.h, or the root of an unpacked package.
            folders.extend(children(&folder.join("usr/include")));
            folders.extend(children(&folder.join("include")));
            folders.push(folder);
        }
    }
    let mut best: BTreeMap<Version, Python> = BTreeMap::new();
    for python in folders.iter().filter_map(|f| python(f)) {
        if !(Version::OLDEST..=Version::NEWEST).contains(&python.version) {
            continue;
        }
        let newer = |old: &Python| micro(&python.full) > micro(&old.full);
        if best.get(&python.version).is_none_or(newer) {
            best.insert(python.version, python);
        }
    }
    best.into_values().collect()
}

fn micro(full: &str) -> u32 {
    full.split('.')
        .nth(2)
        .map_or(0, |m| m.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0))
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    paths
}

fn python(include: &Path) -> Option<Python> {
    let text = std::fs::read_to_string(include.join("patchlevel.h")).ok()?;
    if !include.join("Python.h").exists() {
        return None;
    }
    let line = text
        .lines()
        .find(|l| l.trim_start().starts_with("#define PY_VERSION ") || l.contains("define PY_VERSION\t"))?;
    let full = line.split('"').nth(1)?.to_owned();
    let version = full.parse().ok()?;
    let name = include.file_name()?;
    // Debian keeps pyconfig.h apart, below the name of the machine.
    let platform = (!include.join("pyconfig.h").exists()).then(|| {
        let parent = include.parent().unwrap_or(include);
        parent.join("x86_64-linux-gnu").join(name)
    });
    Some(Python { version, full, include: include.to_owned(), platform })
}

impl Python {
    /// `-I` options for gcc and clang.
    pub fn options(&self) -> Vec<String> {
        let mut out = vec![format!("-I{}", self.include.display())];
        if let Some(platform) = &self.platform {
            out.push(format!("-I{}", platform.display()));
        }
        // Debian's pyconfig.h includes `<x86_64-linux-gnu/python3.11/pyconfig.h>`.
        if let Some(parent) = self.include.parent() {
            out.push(format!("-idirafter{}", parent.display()));
        }
        out
    }

    /// Headers next to Python.h that can be included after it, in order.
    pub fn headers(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        let included = Compiler::new(self).run(&["-M"], "#include <Python.h>\n")?;
        let included: BTreeSet<&str> = included.split_whitespace().collect();
        for path in children(&self.include) {
            if path.to_str().is_some_and(|p| included.contains(p)) {
                out.extend(path.file_name().and_then(|n| n.to_str()).map(str::to_owned));
                continue;
            }
            let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| n.ends_with(".h")) else {
                continue;
            };
            let text = format!("#include <Python.h>\n#include <{name}>\n");
            if name != "Python.h" && Compiler::new(self).accepts(&text)? {
                out.push(name.to_owned());
            }
        }
        Ok(out)
    }

    /// The text that includes everything that can be included.
    pub fn everything(&self) -> Result<String> {
        let mut out = "#include <Python.h>\n".to_owned();
        for name in self.headers()? {
            out.push_str(&format!("#include <{name}>\n"));
        }
        Ok(out)
    }

    /// Macros that the headers of this CPython define for such a text, with the header that does; also those
    /// that they undefine again.
    pub fn macros(&self, text: &str, options: &[String]) -> Result<BTreeMap<String, String>> {
        let output = Compiler::new(self).with(options).run(&["-E", "-dD"], text)?;
        let mut out = BTreeMap::new();
        let mut file = String::new();
        for line in output.lines() {
            if let Some(rest) = line.strip_prefix("# ") {
                file = rest.split('"').nth(1).unwrap_or_default().to_owned();
            } else if let Some(rest) = line.strip_prefix("#define ")
                && let Some(header) = self.below(&file)
            {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                out.insert(rest.get(..end).unwrap_or_default().to_owned(), header);
            }
        }
        Ok(out)
    }

    /// Functions (static inline ones too) that are declared for such a text.
    pub fn functions(&self, text: &str, options: &[String]) -> Result<BTreeSet<String>> {
        let file = tempfile::NamedTempFile::new()?;
        let listing = format!("{}", file.path().display());
        Compiler::new(self).with(options).run(&["-fsyntax-only", "-aux-info", &listing], text)?;
        let text = std::fs::read_to_string(file.path())?;
        // `/* FILE:LINE:NC */ extern int f (int);`
        let name = |line: &str| {
            let (_, rest) = line.split_once("*/ ")?;
            let front = rest.split_once(" (").map(|(front, tail)| (front, tail.starts_with('*'), tail));
            let (front, nested, tail) = front?;
            let word = if nested {
                tail.trim_start_matches('*').split([' ', ')']).next()?
            } else {
                front.rsplit([' ', '*']).next()?
            };
            Some(word.to_owned())
        };
        Ok(text
            .lines()
            .filter(|l| l.contains("python3") || l.contains(&self.include.display().to_string()))
            .filter_map(name)
            .collect())
    }

    /// The path of a file below the include folder.
    fn below(&self, file: &str) -> Option<String> {
        let below =
            |folder: &Path| Path::new(file).strip_prefix(folder).ok().map(|p| p.display().to_string());
        below(&self.include).or_else(|| below(self.platform.as_deref()?))
    }
}

/// gcc with options, reading C17 from standard input.
#[derive(Clone, Debug)]
pub struct Compiler {
    options: Vec<String>,
}

impl Compiler {
    /// With the headers of a CPython.
    pub fn new(python: &Python) -> Self {
        Compiler { options: python.options() }
    }

    /// Without any.
    pub fn plain() -> Self {
        Compiler { options: Vec::new() }
    }

    /// With more options.
    #[must_use]
    pub fn with(mut self, options: &[String]) -> Self {
        self.options.extend_from_slice(options);
        self
    }

    /// The text parses.
    pub fn accepts(&self, text: &str) -> Result<bool> {
        Ok(self.call(&["-fsyntax-only"], text)?.status.success())
    }

    /// The text's errors, one a line; empty when it parses.
    pub fn errors(&self, text: &str) -> Result<Vec<String>> {
        let output = self.call(&["-fsyntax-only"], text)?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        Ok(stderr.lines().filter(|l| l.contains("error:")).map(str::to_owned).collect())
    }

    /// What gcc prints; an error when it fails.
    pub fn run(&self, arguments: &[&str], text: &str) -> Result<String> {
        let output = self.call(arguments, text)?;
        if !output.status.success() {
            bail!("gcc failed: {}", String::from_utf8_lossy(&output.stderr))
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn call(&self, arguments: &[&str], text: &str) -> Result<std::process::Output> {
        let file = tempfile::Builder::new().suffix(".c").tempfile()?;
        std::fs::write(file.path(), text)?;
        Command::new("gcc")
            .args(["-std=gnu17", "-w", "-x", "c"])
            .args(&self.options)
            .args(arguments)
            .arg(file.path())
            .stdin(Stdio::null())
            .output()
            .context("gcc is needed for these tests")
    }
}
