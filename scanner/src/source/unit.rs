//! One unit audited: parse, collect, run the rules. Runs in a worker process; its outcome is plain data.

use std::collections::BTreeMap;
use std::path::Path;

use pilotage_finding::{Finding, Problem};
use serde::{Deserialize, Serialize};

use super::clang::ParseError;
use super::context::Context;
use super::model::Model;
use super::parse::{Command, Parser};
use super::settings::Settings;
use super::tree::{Origin, Tree};
use super::uses::Uses;

/// What to audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Job {
    /// How to parse it.
    pub(crate) command: Command,
    /// What for.
    pub(crate) settings: Settings,
    /// The generator that wrote the file (`Cython 3.1.2`); empty for hand-written ones.
    pub(crate) generator: String,
}

/// What an audit of one unit gives. Paths are relative to the job's root.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnitOutcome {
    /// Findings in own files.
    pub(crate) findings: Vec<Finding>,
    /// What kept us from looking.
    pub(crate) problems: Vec<Problem>,
    /// How often each item of the C-API is named in own files, by file: several units may see one header.
    pub(crate) uses: BTreeMap<String, BTreeMap<String, u32>>,
    /// Names of functions that own files define: calls of them are no unknown names elsewhere.
    pub(crate) defines: Vec<String>,
    /// Own files that were read, main file first.
    pub(crate) files: Vec<String>,
    /// Hardly anything of it could be read.
    pub(crate) not_understood: bool,
    /// libclang died of it.
    #[serde(default)]
    pub(crate) has_crashed: bool,
    /// The unit defines a `PyInit_` or `PyModExport_` function.
    pub(crate) has_init: bool,
}

/// More lost calls than this are summed up.
const MAX_NAMED: usize = 3;

/// Audits one unit.
pub(super) fn audit(parser: &Parser, job: &Job) -> UnitOutcome {
    let root = Path::new(&job.command.root);
    let shown = |path: &str| relative(root, path);
    let tree = match parser.parse(&job.command, &job.settings.macros()) {
        Ok(tree) => tree,
        Err(error) => {
            let problem = Problem::internal(shown(&job.command.path), error.to_string());
            let has_crashed = matches!(error, ParseError::Crashed);
            let problems = vec![problem];
            return UnitOutcome { problems, not_understood: true, has_crashed, ..UnitOutcome::default() };
        }
    };
    let model = Model::read(&tree);
    let uses = Uses::collect(&tree);
    let cx = Context::new(&tree, &model, &uses, &job.settings, &job.command);
    let mut outcome = UnitOutcome {
        findings: crate::rules::check_source(&cx),
        has_init: !model.inits.is_empty(),
        ..UnitOutcome::default()
    };
    outcome.findings.retain(|finding| finding.place.line > 0);
    for finding in &mut outcome.findings {
        finding.place.path = shown(&finding.place.path);
        finding.generator.clone_from(&job.generator);
        for step in &mut finding.steps {
            step.place.path = shown(&step.place.path);
        }
        // What is generated is not repaired by hand.
        finding.edits.retain(|_| job.generator.is_empty());
        for edit in &mut finding.edits {
            edit.path = shown(&edit.path);
        }
    }
    outcome.problems = problems(&tree, &shown);
    outcome.problems.extend(unfinished(&cx, &shown));
    if is_not_understood(&tree) {
        outcome.not_understood = true;
        let why =
            format!("it does not parse: {} errors, the first is: {}", tree.diagnostics.len(), cause(&tree));
        outcome.problems.push(Problem::new(shown(&job.command.path), why));
    }
    outcome.files = own_files(&tree, &shown(&job.command.path), &shown);
    for used in &uses.items {
        let file = shown(&tree[used.loc.file].path);
        *outcome.uses.entry(file).or_default().entry(used.item.name.to_owned()).or_default() += 1;
    }
    outcome.defines =
        tree.functions.iter().map(|f| tree[f.decl].name.clone()).filter(|n| n.contains("Py")).collect();
    outcome
}

/// `path` below `root`, `/`-separated; whole when it lies elsewhere.
pub(super) fn relative(root: &Path, path: &str) -> String {
    let clean = normalised(path);
    match Path::new(&clean).strip_prefix(root) {
        Ok(inside) => inside.to_string_lossy().into_owned(),
        Err(_) => clean,
    }
}

/// Without `.` and `..` where that can be told from the text.
fn normalised(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn own_files(tree: &Tree, main: &str, shown: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut files: Vec<String> =
        tree.files.iter().filter(|file| file.origin == Origin::Own).map(|file| shown(&file.path)).collect();
    files.sort_unstable();
    files.dedup();
    files.retain(|file| file != main);
    files.insert(0, main.to_owned());
    files
}

/// Functions that were seen only in part, one problem a file.
fn problems(tree: &Tree, shown: &dyn Fn(&str) -> String) -> Vec<Problem> {
    let mut by_file: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for function in tree.functions.iter().filter(|function| !function.unseen.is_empty()) {
        let decl = &tree[function.decl];
        by_file.entry(shown(&tree[decl.loc.file].path)).or_default().push(&decl.name);
    }
    by_file
        .into_iter()
        .map(|(path, mut functions)| {
            functions.dedup();
            let named = named(&functions);
            let cause = cause(tree);
            Problem::new(path, format!("seen only in part: {named} ({cause})"))
        })
        .collect()
}

/// Functions with more paths than the analysis follows, one problem a file.
fn unfinished(cx: &Context<'_>, shown: &dyn Fn(&str) -> String) -> Vec<Problem> {
    let mut by_file: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for function in &cx.ownership().partial {
        let decl = &cx.tree[*function];
        by_file.entry(shown(&cx.tree[decl.loc.file].path)).or_default().push(&decl.name);
    }
    by_file
        .into_iter()
        .map(|(path, functions)| {
            let message = format!("too many paths to follow all of them: {}", named(&functions));
            Problem::new(path, message)
        })
        .collect()
}

/// The first names of a list, and how many more there are.
fn named(functions: &[&str]) -> String {
    let first =
        functions.iter().take(MAX_NAMED).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match functions.len().saturating_sub(MAX_NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// Text that is no C at all still gives a tree: errors without declarations, or many more of them.
fn is_not_understood(tree: &Tree) -> bool {
    const ERRORS_PER_DECLARATION: usize = 5;
    const MANY: usize = 20;
    let declarations = tree.functions.len() + tree.statics.len() + tree.records.len() + tree.declared.len();
    let errors = tree.diagnostics.len();
    // A real unit has a function, a struct, a macro, or data without errors.
    let holds_nothing = tree.records.is_empty() && tree.macro_defs.is_empty() && tree.statics.len() <= errors;
    let is_bare = tree.functions.is_empty() && (tree.includes.is_empty() || holds_nothing);
    (errors > 0 && (declarations == 0 || is_bare))
        || (errors > MANY && errors > ERRORS_PER_DECLARATION * declarations)
}

/// The first error of the unit: it usually explains the rest.
fn cause(tree: &Tree) -> String {
    match tree.diagnostics.first() {
        Some(first) => {
            let line = first.loc.map_or(String::new(), |loc| format!(", line {}", loc.line));
            format!("{}{line}", first.message)
        }
        None => "a macro hides the calls".to_owned(),
    }
}
