//! From what the user names to packages: wheels, sdists, trees, single files, names in the package index.
//! The only part of the scanner that reads files and the network. Nothing of a package is executed, and bad input is a
//! [`Problem`] with its name.

mod download;
pub mod index;
mod limits;
mod links;
mod metadata;
mod pages;
pub mod pip_config;
mod sdist;
mod tree;
mod wheel;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use camino::Utf8PathBuf;
use pilotage_finding::Problem;
use tempfile::TempDir;

use crate::binary::tags::WheelTag;
pub use index::IndexOptions;
pub use metadata::Metadata;
pub(crate) use metadata::normalised;

/// Buffers up to this size are kept for the next member.
const LARGEST_KEPT_BYTES: usize = 64 << 20;

/// What a user can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputSpec {
    /// A file or directory.
    Path(PathBuf),
    /// A project in the package index.
    Index {
        /// Its name as typed.
        name: String,
        /// `==VERSION`; the newest release when absent.
        version: Option<String>,
    },
}

/// What kind of input a package came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PackageKind {
    /// `.whl`.
    Wheel,
    /// `.tar.gz` or `.zip` with sources.
    Sdist,
    /// A directory.
    Tree,
    /// One source file, or a `compile_commands.json`.
    File,
    /// One shared library.
    Binary,
}

/// One thing to audit.
#[derive(Debug)]
pub struct Package {
    /// As the user would name it; starts every path that is shown.
    pub label: String,
    /// What it came from.
    pub kind: PackageKind,
    /// Distribution name, when known.
    pub name: Option<String>,
    /// Version, when known.
    pub version: Option<String>,
    /// `Requires-Python`, when known.
    pub requires_python: Option<String>,
    /// The wheel's tags, all combinations; empty for everything else.
    pub tags: Vec<WheelTag>,
    /// Shared libraries, in the order of their paths.
    pub binaries: Vec<BinaryFile>,
    /// Where sources lie, when there are any.
    pub sources: Option<SourceRoot>,
    /// The core metadata and the `WHEEL` file.
    pub metadata: Metadata,
}

/// A directory with sources: the user's own, or one that an archive was unpacked into.
#[derive(Debug)]
pub struct SourceRoot {
    /// Where the files are.
    pub dir: Utf8PathBuf,
    /// What stands for `dir` in paths that are shown.
    pub shown_prefix: String,
    /// Only this file of `dir` was asked for.
    pub only: Option<Utf8PathBuf>,
    /// Deletes the directory when nobody needs it any more.
    pub _temp: Option<Arc<TempDir>>,
}

/// A shared library whose bytes are read when they are wanted.
#[derive(Debug)]
pub struct BinaryFile {
    /// `ARCHIVE/MEMBER`, or the path as given.
    pub path: String,
    contents: Contents,
}

#[derive(Debug)]
enum Contents {
    File(PathBuf),
    Member(Arc<wheel::Archive>, usize),
}

impl InputSpec {
    /// A path when there is such a file, else `NAME` or `NAME==VERSION`, else a path again (which will be a Problem).
    pub fn parse(text: &std::ffi::OsStr) -> InputSpec {
        let path = Path::new(text);
        if path.exists() || path.is_symlink() {
            return InputSpec::Path(path.to_owned());
        }
        let named = text.to_str().and_then(|text| {
            let (name, version) = match text.split_once("==") {
                Some((name, version)) => (name.trim(), Some(version.trim())),
                None => (text.trim(), None),
            };
            let good = |t: &str, more: &str| {
                t.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && t.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
            };
            let is_file = [".whl", ".gz", ".so", ".pyd", ".zip", ".c", ".dylib", ".cpp", ".json"]
                .iter()
                .any(|e| name.ends_with(e));
            (good(name, "-_.") && !is_file && version.is_none_or(|v| good(v, "-_.+!")))
                .then(|| InputSpec::Index { name: name.to_owned(), version: version.map(str::to_owned) })
        });
        named.unwrap_or_else(|| InputSpec::Path(path.to_owned()))
    }
}

impl Package {
    fn new(label: impl Into<String>, kind: PackageKind) -> Package {
        Package {
            label: label.into(),
            kind,
            name: None,
            version: None,
            requires_python: None,
            tags: Vec::new(),
            binaries: Vec::new(),
            sources: None,
            metadata: Metadata::default(),
        }
    }

    /// Takes name, version and `Requires-Python` from the metadata where they are not known yet.
    fn adopt(&mut self, metadata: Metadata) {
        self.name = self.name.take().or_else(|| metadata.name.clone());
        self.version = self.version.take().or_else(|| metadata.version.clone());
        self.requires_python = self.requires_python.take().or_else(|| metadata.requires_python.clone());
        self.metadata = metadata;
    }
}

impl BinaryFile {
    /// Calls `look` with all bytes, at most [`limits::MAX_BINARY_BYTES`]; the error is a phrase for a Problem.
    pub fn with_bytes<T>(&self, look: impl FnOnce(&[u8]) -> T) -> Result<T, String> {
        thread_local! {
            // Inflating is most of the work; a fresh buffer for each member would make it a tenth slower.
            static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
        }
        BUFFER.with_borrow_mut(|buffer| {
            let length = match &self.contents {
                Contents::File(path) => limits::read_file_into(path, limits::MAX_BINARY_BYTES, buffer)?,
                Contents::Member(archive, index) => archive.read_into(*index, buffer)?,
            };
            let seen = look(buffer.get(..length).unwrap_or_default());
            if buffer.len() > LARGEST_KEPT_BYTES {
                *buffer = Vec::new();
            }
            Ok(seen)
        })
    }

    /// The last component of the path.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Opens what the user named: usually one package, several for a directory of wheels or a project of the index.
/// Never fails; what could not be opened is in `problems`.
pub fn open(spec: &InputSpec, problems: &mut Vec<Problem>, index: &IndexOptions) -> Vec<Package> {
    match spec {
        InputSpec::Path(path) => open_path(path, &shown(path), problems),
        InputSpec::Index { name, version } => index::fetch(name, version.as_deref(), index, problems)
            .into_iter()
            .flat_map(|file| open_path(&file.path, &file.file_name, problems))
            .collect(),
    }
}

/// A path as it is shown: lossily where it is not UTF-8, with `/` everywhere.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

fn open_path(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Vec<Package> {
    let kind = match std::fs::metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) => {
            problems.push(Problem::new(label, limits::io_phrase("it cannot be opened", &error)));
            return Vec::new();
        }
    };
    if kind.is_dir() {
        return tree::open(path, label, problems);
    }
    if !kind.is_file() {
        problems.push(Problem::new(label, "it is neither a file nor a directory"));
        return Vec::new();
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".whl") {
        wheel::open(path, label, problems).into_iter().collect()
    } else if [".tar.gz", ".tgz", ".tar", ".zip"].iter().any(|e| lower.ends_with(e)) {
        sdist::open(path, label, problems).into_iter().collect()
    } else if tree::is_binary_name(&lower) || limits::starts_like_binary(path) {
        let mut package = Package::new(label, PackageKind::Binary);
        package
            .binaries
            .push(BinaryFile { path: label.to_owned(), contents: Contents::File(path.to_owned()) });
        vec![package]
    } else {
        tree::single_file(path, label, problems).into_iter().collect()
    }
}
