//! A source file in, an owned tree out: arguments for libclang, the passes of the inference prelude, and
//! what the text says that the tree does not.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use clang_sys::{CXCursor_InclusionDirective, CXDiagnostic_Error};
use pilotage_capi::headers::FUNCTIONS;
use serde::{Deserialize, Serialize};

use super::build::{self, Classify};
use super::clang::{Diagnosed, Library, ParseError, Place, Unit};
use super::guess::{Clue, Guesses, PRELUDE, missed_python_name};
use super::lexical;
use super::options;
use super::subset::{Subset, Texts};
use super::tree::{Decl, DeclKind, FileId, Node, NodeKind, Origin, Tree};

/// The language of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) enum Language {
    /// C.
    C,
    /// C++.
    Cpp,
}

/// What to parse and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Command {
    /// The file.
    pub(crate) path: String,
    /// Files below this folder are the package's own.
    pub(crate) root: String,
    /// Language.
    pub(crate) language: Language,
    /// Folders for `-I`, in order.
    pub(crate) includes: Vec<String>,
    /// `NAME` or `NAME=VALUE`; `-NAME` undefines.
    pub(crate) defines: Vec<String>,
    /// Further arguments of a compile database that matter here (`-include x.h`, `-std=...`).
    pub(crate) arguments: Vec<String>,
}

/// Parses files, one after the other, on one thread.
pub(super) struct Parser {
    library: Library,
    /// Folder with the analysis headers, one subfolder per include root.
    headers: PathBuf,
    scratch: tempfile::TempDir,
    /// What its files name, read once.
    texts: Texts,
}

/// Rounds of guessing after the first parse.
const MAX_GUESSES: usize = 6;

/// Deeper nesting than this is refused by clang instead of overflowing its stack.
const BRACKET_DEPTH: u32 = 256;

impl Parser {
    pub(super) fn new(headers: &Path) -> io::Result<Self> {
        let library = Library::load().map_err(io::Error::other)?;
        Ok(Parser {
            library,
            headers: headers.to_owned(),
            scratch: tempfile::tempdir()?,
            texts: Texts::default(),
        })
    }

    /// Parses one file for the given settings (macros that say version, build and limited API).
    pub(super) fn parse(&self, command: &Command, settings: &[String]) -> Result<Tree, ParseError> {
        if let Some(subset) = Subset::of(command, &self.headers, &self.texts)
            && let Some(tree) = self.parse_with(command, settings, Some(&subset))?
        {
            return Ok(tree);
        }
        Ok(self.parse_with(command, settings, None)?.unwrap_or_default())
    }

    /// Parses with some of the declarations; `None` when one that is not among them is missed.
    fn parse_with(
        &self,
        command: &Command,
        settings: &[String],
        subset: Option<&Subset>,
    ) -> Result<Option<Tree>, ParseError> {
        let functions = self.headers.join(FUNCTIONS).display().to_string();
        let unsaved: Vec<(String, String)> =
            subset.iter().map(|subset| (functions.clone(), subset.text.clone())).collect();
        let guess_folder = self.scratch.path().join("guess");
        let _ = std::fs::remove_dir_all(&guess_folder);
        let arguments = self.arguments(command, settings);
        let index = self.library.index();
        let mut unit = index.parse(&command.path, &arguments, &unsaved)?;
        if let Some(subset) = subset
            && unit.diagnostics().iter().any(|found| subset.explains(&found.message))
        {
            return Ok(None);
        }
        let mut arguments = arguments;
        let options = self.options(&unit, command);
        if !options.is_empty() {
            arguments.extend(options.iter().map(|name| format!("-D{name}")));
            unit = index.parse(&command.path, &arguments, &unsaved)?;
        }
        if unit.diagnostics().iter().any(|found| is_old_call(&found.message)) {
            arguments.push("-DPIL_OLD_CALLS".to_owned());
            unit = index.parse(&command.path, &arguments, &unsaved)?;
        }
        let mut guesses = Guesses::default();
        let mut texts = HashMap::new();
        for _ in 0..MAX_GUESSES {
            if !self.learn(&unit, command, &mut guesses, &mut texts) {
                break;
            }
            if guesses.write(&guess_folder, command.language == Language::Cpp).is_err() {
                break;
            }
            let mut arguments = arguments.clone();
            arguments.push(format!("-idirafter{}", guess_folder.display()));
            arguments.push("-include".to_owned());
            arguments.push(guess_folder.join(PRELUDE).display().to_string());
            unit = index.parse(&command.path, &arguments, &unsaved)?;
        }
        let owner = Owner { root: &command.root, headers: &self.headers, guesses: &guess_folder };
        let mut tree = build::build(&unit, &owner);
        tree.guessed_macros = guesses.macros();
        // In C a call declares what it calls.
        let is_missed = |decl: &Decl| {
            decl.kind == DeclKind::Function
                && decl.origin != Origin::Api
                && subset.is_some_and(|subset| subset.lacks(&decl.name))
        };
        if tree.decls.iter().any(is_missed) {
            return Ok(None);
        }
        mark_unseen(&mut tree);
        Ok(Some(tree))
    }

    fn arguments(&self, command: &Command, settings: &[String]) -> Vec<String> {
        let cplusplus = command.language == Language::Cpp;
        let mut all: Vec<String> = if cplusplus {
            ["-xc++", "-std=gnu++20", "-fexceptions", "-nostdinc++"].map(str::to_owned).to_vec()
        } else {
            ["-xc", "-std=gnu17"].map(str::to_owned).to_vec()
        };
        all.extend(FLAGS.map(str::to_owned));
        all.extend(crate::ownership::attributes().flat_map(attribute_macros));
        all.push(format!("-fbracket-depth={BRACKET_DEPTH}"));
        all.extend(settings.iter().map(|setting| format!("-D{setting}")));
        all.extend(command.defines.iter().map(|define| match define.strip_prefix('-') {
            Some(name) => format!("-U{name}"),
            None => format!("-D{define}"),
        }));
        all.extend(command.includes.iter().map(|folder| format!("-I{folder}")));
        for root in pilotage_capi::headers::INCLUDE_ROOTS {
            if cplusplus || *root != "libcxx" {
                all.push(format!("-isystem{}", self.headers.join(root).display()));
            }
        }
        all.extend(command.arguments.iter().cloned());
        all
    }

    /// Macros that the unit asks for, that nothing defines, and that hide functions of it.
    fn options(&self, unit: &Unit<'_>, command: &Command) -> Vec<String> {
        // The commands of a build say what they leave out.
        if !command.arguments.is_empty() {
            return Vec::new();
        }
        let is_main = |place: &Place| place.file.is_some_and(|file| unit.file_name(file) == command.path);
        let skipped = unit.skipped();
        let skipped = skipped.iter().filter(|(start, _)| is_main(start));
        let ranges: Vec<(usize, usize)> =
            skipped.map(|(start, end)| (start.offset as usize, end.offset as usize)).collect();
        if ranges.is_empty() {
            return Vec::new();
        }
        let is_said = |name: &String| {
            let said = command.defines.iter().map(|define| define.trim_start_matches('-'));
            said.filter_map(|define| define.split('=').next()).any(|said| said == name)
        };
        let names = options::of(&std::fs::read(&command.path).unwrap_or_default(), &ranges);
        names.into_iter().filter(|name| !is_said(name)).collect()
    }

    /// The unit reaches our `Python.h`.
    fn includes_python(&self, unit: &Unit<'_>) -> bool {
        let python = self.headers.join("hand").join("Python.h");
        let children = unit.root().children();
        let mut included = children.iter().filter(|cursor| cursor.kind() == CXCursor_InclusionDirective);
        included.any(|cursor| {
            cursor.included_file().is_some_and(|file| Path::new(&unit.file_name(file)) == python)
        })
    }

    /// Feeds the errors of a unit to the guesses; true when there is something new to try.
    fn learn(
        &self,
        unit: &Unit<'_>,
        command: &Command,
        guesses: &mut Guesses,
        texts: &mut HashMap<String, Vec<u8>>,
    ) -> bool {
        let mut fresh = false;
        let diagnostics = unit.diagnostics();
        let is_own = |file| unit.file_name(file).starts_with(&command.root);
        let misses_python = |found: &Diagnosed| {
            missed_python_name(&found.message).is_some() && found.place.file.is_some_and(is_own)
        };
        if diagnostics.iter().any(misses_python) && !self.includes_python(unit) && guesses.include_python() {
            return true;
        }
        for found in diagnostics {
            let is_clue = found.severity >= CXDiagnostic_Error || found.message.starts_with(UNDECLARED);
            let Some(file) = found.place.file.filter(|_| is_clue) else {
                continue;
            };
            let path = unit.file_name(file);
            if !path.starts_with(&command.root) && !path.ends_with(PRELUDE) {
                continue;
            }
            let text = texts.entry(path).or_insert_with_key(|path| std::fs::read(path).unwrap_or_default());
            let clue = Clue { message: &found.message, text, offset: found.place.offset as usize };
            fresh |= guesses.learn(&clue);
        }
        fresh
    }
}

/// clang drops attributes that it does not know: an annotation stays in the tree. Headers ask whether a tool knows it.
fn attribute_macros((name, mark): (&str, String)) -> [String; 2] {
    let is_numbered = mark.ends_with('=');
    let (parameter, number) = if is_numbered { ("(n)", "#n") } else { ("", "") };
    let asked = format!("-DWITH_{}_ATTRIBUTE=1", name.to_ascii_uppercase());
    [asked, format!("-D{name}{parameter}=annotate(\"{}{mark}\"{number})", build::MARK)]
}

/// In C a call of what nobody declared is a warning.
const UNDECLARED: &str = "call to undeclared function";

/// Flags that hold for every unit: reproducible, tolerant, quiet.
const FLAGS: [&str; 14] = [
    "--target=x86_64-unknown-linux-gnu",
    "-nostdinc",
    "-ferror-limit=0",
    "-fno-spell-checking",
    "-Wno-everything",
    // Told, but no error.
    "-Wimplicit-function-declaration",
    "-Wno-error=implicit-function-declaration",
    // What rules say again.
    "-Wuninitialized",
    "-Wsometimes-uninitialized",
    "-Wdivision-by-zero",
    "-Wshift-count-negative",
    "-Wno-int-conversion",
    "-Wno-incompatible-pointer-types",
    "-D_GNU_SOURCE",
];

/// An error that a call with the parameters of an older version gives; the headers have a declaration for those.
fn is_old_call(message: &str) -> bool {
    [
        "too few arguments to function call",
        "too many arguments to function call",
        "conflicting types for '_Py",
    ]
    .iter()
    .any(|start| message.starts_with(start))
}

struct Owner<'p> {
    root: &'p str,
    headers: &'p Path,
    guesses: &'p Path,
}

impl Classify for Owner<'_> {
    fn origin(&self, path: &str) -> Origin {
        let path = Path::new(path);
        if let Ok(inside) = path.strip_prefix(self.headers) {
            return if inside.starts_with("libc") || inside.starts_with("libcxx") {
                Origin::Library
            } else {
                Origin::Api
            };
        }
        if path.starts_with(self.guesses) {
            return Origin::Guessed;
        }
        if path.starts_with(self.root) { Origin::Own } else { Origin::Other }
    }

    fn text(&self, path: &str) -> Vec<u8> {
        std::fs::read(path).unwrap_or_default()
    }
}

/// Notes in each function the API calls that its text shows and its tree lacks.
fn mark_unseen(tree: &mut Tree) {
    let mut seen: HashSet<(FileId, u32)> = HashSet::new();
    seen.extend(tree.macro_uses.iter().map(|used| (used.loc.file, used.loc.offset)));
    let is_named = |node: &&Node| matches!(node.kind, NodeKind::Call(_) | NodeKind::Name(_));
    seen.extend(tree.nodes.iter().filter(is_named).map(|node| (node.loc.file, node.loc.offset)));
    let mut uncompiled: HashMap<FileId, Vec<(usize, usize)>> = HashMap::new();
    let unseen: Vec<Vec<String>> = tree
        .functions
        .iter()
        .map(|function| {
            let file = tree[function.decl].loc.file;
            let text = &tree[file].text;
            let uncompiled = uncompiled.entry(file).or_insert_with(|| uncompiled_ranges(tree, file));
            // What stands before the body names the function itself.
            let (start, end) = (tree[function.body].loc.offset as usize, function.end as usize);
            let asserts = lexical::assert_ranges(text, start, end);
            let is_hidden = |offset: usize| {
                asserts.iter().chain(&*uncompiled).any(|(start, end)| (*start..*end).contains(&offset))
            };
            lexical::words(text, start, end)
                .filter(|word| lexical::looks_like_api(word.name))
                .filter(|word| !seen.contains(&(file, word.offset as u32)))
                .filter(|word| pilotage_capi::get(word.name).is_some_and(pilotage_capi::Item::is_callable))
                .filter(|word| lexical::is_called(text, *word) && !is_hidden(word.offset))
                .map(|word| word.name.to_owned())
                .collect()
        })
        .collect();
    for (function, missing) in tree.functions.iter_mut().zip(unseen) {
        function.unseen = missing;
    }
}

/// Text of a file that gives no code: directives and what the preprocessor skipped.
fn uncompiled_ranges(tree: &Tree, file: FileId) -> Vec<(usize, usize)> {
    let skipped = tree.skipped.iter().filter(|skipped| skipped.file == file);
    let skipped = skipped.map(|skipped| (skipped.start as usize, skipped.end as usize));
    skipped.chain(lexical::directive_ranges(&tree[file].text)).collect()
}
