//! What there is to parse below a folder, and how: units, include folders, macros.
//! Build files are read as text, never run; what they do not say is inferred from the includes themselves.

mod build_files;
mod includes;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use pilotage_capi::Version;
use pilotage_finding::Problem;

use super::generator;
use super::parse::{Command, Language};
use includes::Includes;

/// What the user says about how to compile.
#[derive(Clone, Debug, Default)]
pub(crate) struct LayoutOptions {
    /// Macros for every unit, `NAME` or `NAME=VALUE`.
    pub(crate) defines: Vec<String>,
    /// Include folders for every unit.
    pub(crate) includes: Vec<PathBuf>,
    /// A `compile_commands.json`.
    pub(crate) compile_commands: Option<PathBuf>,
}

/// What there is to parse below a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// Units in the order of their paths.
    pub(crate) units: Vec<Unit>,
    /// `Py_LIMITED_API` that the build files set.
    pub(crate) limited: Option<Version>,
    /// What makes the bindings according to the build files: `PyO3 0.29.2`.
    pub(crate) bindings: Vec<String>,
    /// The folder that the units share, when it is not the one that was planned for.
    pub(crate) root: Option<PathBuf>,
    /// Files that could not be looked at.
    pub(crate) problems: Vec<Problem>,
}

/// A file to parse.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// How.
    pub(crate) command: Command,
    /// What wrote it; empty for a person.
    pub(crate) generator: String,
    /// The library that its bindings use (`pybind11`), when one shows.
    pub(crate) library: Option<&'static str>,
    /// `Py_LIMITED_API` that the file itself defines.
    pub(crate) limited: Option<Version>,
    /// The file defines `Py_TARGET_ABI3T`.
    pub(crate) wants_abi3t: bool,
}

/// A source larger than this is refused: it would take minutes and gigabytes.
const MAX_SOURCE_BYTES: u64 = 48 << 20;

const C_SUFFIXES: [&str; 1] = ["c"];
const CPP_SUFFIXES: [&str; 5] = ["cc", "cpp", "cxx", "c++", "C"];
const HEADER_SUFFIXES: [&str; 7] = ["h", "hh", "hpp", "hxx", "inc", "inl", "tcc"];

/// Finds the units below `root`, or takes just the one file `only`.
pub(crate) fn plan(root: &Path, only: Option<&Path>, options: &LayoutOptions) -> Layout {
    let mut layout = Layout::default();
    let files = walk(root, &mut layout.problems);
    let build = build_files::read(root, &files);
    layout.limited = build.limited;
    layout.bindings = build.bindings.into_iter().collect();
    let database =
        options.compile_commands.clone().or_else(|| only.is_none().then(|| find_database(&files)).flatten());
    if let Some(database) = database {
        match build_files::compile_commands(&database, root) {
            Ok(commands) => {
                let shared = commands.first().map(|command| PathBuf::from(&command.root));
                layout.root = shared.filter(|shared| shared != root);
                layout.units = commands
                    .into_iter()
                    .filter_map(|command| unit(command, false, &mut layout.problems))
                    .collect();
                return layout;
            }
            Err(why) => layout.problems.push(Problem::new(database.display().to_string(), why)),
        }
    }
    let mut includes = Includes::new(root, &files);
    let mut defines = build.defines;
    for define in &options.defines {
        match define.strip_prefix("Py_LIMITED_API=") {
            Some(value) => layout.limited = build_files::limited_version(value).or(layout.limited),
            None => defines.push(define.clone()),
        }
    }
    let sources = files.iter().filter(|file| match only {
        Some(only) => only == *file,
        None => !is_test_case(root, file),
    });
    for (path, language) in sources.filter_map(|file| Some((file, language(file)?))) {
        let mut folders: Vec<String> =
            options.includes.iter().map(|folder| folder.display().to_string()).collect();
        folders.extend(includes.folders_for(path));
        let command = Command {
            path: path.display().to_string(),
            root: root.display().to_string(),
            language,
            includes: folders,
            defines: defines.clone(),
            arguments: Vec::new(),
        };
        layout.units.extend(unit(command, only.is_some(), &mut layout.problems));
    }
    drop_included(&mut layout.units, &mut includes);
    layout
}

/// meson, which sdists carry along, keeps its own tests as whole projects in such a folder.
fn is_test_case(root: &Path, file: &Path) -> bool {
    let inside = file.strip_prefix(root).unwrap_or(file);
    inside.components().any(|part| part.as_os_str() == "test cases")
}

/// A source that another one includes is a part of that: alone it lacks what stands before it there.
fn drop_included(units: &mut Vec<Unit>, includes: &mut Includes) {
    let paths: Vec<PathBuf> = units.iter().map(|unit| PathBuf::from(&unit.command.path)).collect();
    let parts: HashMap<&PathBuf, Vec<PathBuf>> =
        paths.iter().map(|path| (path, includes.sources_in(path))).collect();
    let includes_it = |outer: &PathBuf, inner: &PathBuf| {
        outer != inner && parts.get(outer).is_some_and(|parts| parts.contains(inner))
    };
    let is_part =
        |path: &PathBuf| paths.iter().any(|outer| includes_it(outer, path) && !includes_it(path, outer));
    let dropped: HashSet<String> =
        paths.iter().filter(|path| is_part(path)).map(|path| path.display().to_string()).collect();
    units.retain(|unit| !dropped.contains(&unit.command.path));
}

/// How many macros a text gives when it is read as a build file. For the fuzz target.
pub(crate) fn macros_in_build_file(text: &str) -> usize {
    build_files::macros_in(text)
}

/// The unit of a command, unless its file has nothing of the C-API in it and nobody named it.
fn unit(mut command: Command, is_named: bool, problems: &mut Vec<Problem>) -> Option<Unit> {
    let path = Path::new(&command.path);
    let text = match std::fs::metadata(path) {
        Ok(data) if data.len() > MAX_SOURCE_BYTES => {
            let why = format!("larger than {} MiB, not parsed", MAX_SOURCE_BYTES >> 20);
            problems.push(Problem::new(shown(&command), why));
            return None;
        }
        _ => match std::fs::read(path) {
            Ok(text) => text,
            Err(error) => {
                problems.push(Problem::new(shown(&command), format!("cannot be read: {error}")));
                return None;
            }
        },
    };
    let library = generator::library(&text);
    let is_wanted = is_named && is_readable(&text);
    if !is_wanted && !mentions_python(&text) && library.is_none() {
        return None;
    }
    // The file says that its assertions stand in releases, too.
    if memchr::memmem::find(&text, b"#undef NDEBUG").is_some() {
        command.defines.push("PIL_ASSERTS".to_owned());
    }
    let generator = generator::recognise(&text).unwrap_or_default();
    let limited =
        build_files::defined(&text, "Py_LIMITED_API").as_deref().and_then(build_files::limited_version);
    let wants_abi3t = build_files::defined(&text, "Py_TARGET_ABI3T").is_some();
    Some(Unit { command, generator, library, limited, wants_abi3t })
}

fn shown(command: &Command) -> String {
    super::unit::relative(Path::new(&command.root), &command.path)
}

/// Something stands in it, in an encoding that C is written in: UTF-16 has NUL bytes from the start.
fn is_readable(text: &[u8]) -> bool {
    const START: usize = 1024;
    let start = text.get(..START).unwrap_or(text);
    !text.trim_ascii().is_empty() && !start.contains(&0)
}

/// It says `Python.h`, or has a name that looks like the C-API's.
fn mentions_python(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = rest.windows(2).position(|pair| pair == b"Py") {
        let after = rest.get(at + 2);
        if after.is_some_and(|b| b.is_ascii_uppercase() || *b == b'_') || rest[at..].starts_with(b"Python.h")
        {
            return true;
        }
        rest = &rest[at + 2..];
    }
    false
}

fn language(path: &Path) -> Option<Language> {
    let suffix = path.extension()?.to_str()?;
    if C_SUFFIXES.contains(&suffix) {
        return Some(Language::C);
    }
    CPP_SUFFIXES.contains(&suffix).then_some(Language::Cpp)
}

fn is_header(path: &Path) -> bool {
    path.extension()
        .and_then(|suffix| suffix.to_str())
        .is_some_and(|suffix| HEADER_SUFFIXES.contains(&suffix))
}

/// Sources, headers and build files below `root`, sorted. Links are not followed.
fn walk(root: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let walker = ignore::WalkBuilder::new(root).require_git(false).parents(false).follow_links(false).build();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                let path = entry.into_path();
                if language(&path).is_some() || is_header(&path) || build_files::is_build_file(&path) {
                    files.push(path);
                }
            }
            Ok(_) => {}
            Err(error) => problems.push(Problem::new(root.display().to_string(), error.to_string())),
        }
    }
    files.sort_unstable();
    files
}

fn find_database(files: &[PathBuf]) -> Option<PathBuf> {
    files.iter().find(|file| file.ends_with("compile_commands.json")).cloned()
}
