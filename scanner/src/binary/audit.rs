//! Runs the binary rules over packages: reads each library once, finds out which of its imports Python must provide,
//! and hands that to the rules. Judges nothing itself.

use std::collections::BTreeSet;

use pilotage_capi::{Item, Target, Version};
use pilotage_finding::{Confidence, Finding, Place, Problem, Severity};
use rayon::prelude::*;

use super::rules;
use super::siblings::{Libraries, Providers};
use super::tags::{self, Abi, Suffix};
use super::{Binary, Format, Generator, Import, InitFunction};
use crate::input::{BinaryFile, Package};

/// A library that was read: one description per architecture.
#[derive(Debug)]
pub struct ReadFile<'a> {
    /// Where it came from.
    pub file: &'a BinaryFile,
    /// Its architectures; empty when it could not be read.
    pub binaries: Vec<Binary>,
}

/// A package whose libraries were read.
#[derive(Debug)]
pub struct ReadPackage<'a> {
    /// Where it came from.
    pub package: &'a Package,
    /// Its libraries, in the order of their paths.
    pub files: Vec<ReadFile<'a>>,
    /// Libraries that could not be read.
    pub problems: Vec<Problem>,
}

/// What the audit of one package's binaries gave.
#[derive(Debug, Default)]
pub struct BinaryOutcome {
    /// Findings, sorted.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Extension modules that were audited.
    pub modules: usize,
    /// All libraries that were read, modules among them.
    pub libraries: usize,
    /// What made the modules, each once, sorted.
    pub generators: Vec<Generator>,
    /// The init functions of all modules with the path of their file.
    pub inits: Vec<(String, InitFunction)>,
    /// Names of the C-API that the modules import from Python, each once, sorted.
    pub imported: BTreeSet<String>,
}

/// What a rule may know of one library.
#[derive(Debug)]
pub struct BinaryContext<'a> {
    /// The package it belongs to.
    pub package: &'a Package,
    /// Its path as shown.
    pub path: &'a str,
    /// One of its architectures.
    pub binary: &'a Binary,
    /// The suffix of its name.
    pub suffix: Suffix,
    /// What it must be able to run with.
    pub abi: Abi,
    /// Imports that the interpreter must provide: no other library of the packages does.
    pub imports: Vec<&'a Import>,
    /// Libraries for Python that it loads and that were not given: an import may come from them.
    pub missing_libraries: BTreeSet<String>,
    /// Libraries of the packages that it loads, directly or through others.
    pub siblings: Vec<&'a Binary>,
    /// The same module with other suffixes is in the package too, one per interpreter.
    pub has_variants: bool,
    /// What the user asks about.
    pub targets: &'a [Target],
}

/// Reads all libraries of the packages.
pub fn read_packages(packages: &[Package]) -> Vec<ReadPackage<'_>> {
    packages.iter().map(read_package).collect()
}

fn read_package(package: &Package) -> ReadPackage<'_> {
    // Each thread inflates one member at a time and keeps only what was read from it.
    let read: Vec<(ReadFile<'_>, Option<Problem>)> = package
        .binaries
        .par_iter()
        .map(|file| {
            let parsed =
                file.with_bytes(Binary::parse).and_then(|parsed| parsed.map_err(|error| error.to_string()));
            match parsed {
                Ok(binaries) => (ReadFile { file, binaries }, None),
                Err(reason) => {
                    (ReadFile { file, binaries: Vec::new() }, Some(Problem::new(&file.path, reason)))
                }
            }
        })
        .collect();
    let mut result = ReadPackage { package, files: Vec::new(), problems: Vec::new() };
    for (file, problem) in read {
        result.problems.extend(problem);
        result.files.push(file);
    }
    result
}

/// Audits packages that were read, each with the libraries of all others as possible siblings; one outcome per package.
pub fn audit_read(packages: &[ReadPackage<'_>], targets: &[Target]) -> Vec<BinaryOutcome> {
    let mut libraries = Libraries::default();
    for file in packages.iter().flat_map(|p| &p.files) {
        for binary in &file.binaries {
            libraries.add(file.file.file_name(), binary);
        }
    }
    packages.iter().map(|package| audit_one(package, &libraries, targets)).collect()
}

/// Reads and audits packages.
pub fn audit_packages(packages: &[Package], targets: &[Target]) -> Vec<BinaryOutcome> {
    audit_read(&read_packages(packages), targets)
}

/// Reads and audits one package; `all` are those whose libraries may provide symbols to it (itself may be among them).
pub fn audit_package(package: &Package, all: &[Package], targets: &[Target]) -> BinaryOutcome {
    let others = all.iter().filter(|p| !std::ptr::eq(*p, package));
    let read: Vec<_> = std::iter::once(package).chain(others).map(read_package).collect();
    audit_read(&read, targets).into_iter().next().unwrap_or_default()
}

fn audit_one<'a>(read: &'a ReadPackage<'a>, libraries: &Libraries<'a>, targets: &[Target]) -> BinaryOutcome {
    let mut outcome = BinaryOutcome { problems: read.problems.clone(), ..BinaryOutcome::default() };
    rules::tag_suffix_mismatch::check_package(read.package, &mut outcome.findings);
    let mut generators = BTreeSet::new();
    for file in &read.files {
        outcome.libraries += usize::from(!file.binaries.is_empty());
        outcome.modules += usize::from(file.binaries.iter().any(Binary::is_extension));
        let mut found = Vec::new();
        for binary in &file.binaries {
            let cx = context(read, file, binary, libraries, targets);
            run_rules(&cx, &mut found);
            outcome.problems.extend(cx.missing_problem());
            generators.extend(binary.generator.clone());
            if binary.is_extension() {
                outcome.imported.extend(cx.imports.iter().map(|i| i.name.clone()));
            }
        }
        if let Some(first) = file.binaries.first() {
            outcome
                .inits
                .extend(first.init_functions.iter().map(|init| (file.file.path.clone(), init.clone())));
        }
        outcome.findings.extend(found);
    }
    outcome.generators = generators.into_iter().collect();
    outcome.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    // The architectures of a fat file share most of what is wrong with them.
    outcome.findings.dedup();
    outcome.problems.dedup();
    outcome
}

fn context<'a>(
    read: &'a ReadPackage<'a>,
    file: &'a ReadFile<'a>,
    binary: &'a Binary,
    libraries: &Libraries<'a>,
    targets: &'a [Target],
) -> BinaryContext<'a> {
    let suffix = Suffix::of(file.file.file_name());
    let providers = libraries.providers(binary);
    let imports = binary.imports.iter().filter(|import| from_python(import, binary, &providers)).collect();
    let mut abi = tags::effective_abi(suffix, &read.package.tags);
    if read.package.tags.is_empty() {
        abi = assume_version(abi, targets);
    }
    BinaryContext {
        package: read.package,
        path: &file.file.path,
        binary,
        suffix,
        abi,
        imports,
        missing_libraries: providers.missing,
        siblings: providers.found,
        has_variants: has_variants(read, file.file),
        targets,
    }
}

/// A bare `.abi3.so` does not say from which version on; a target of the user may.
fn assume_version(abi: Abi, targets: &[Target]) -> Abi {
    let abi3 = || targets.iter().filter_map(|t| if let Target::Abi3(v) = t { Some(*v) } else { None }).min();
    let abi3t =
        || targets.iter().filter_map(|t| if let Target::Abi3t(v) = t { Some(*v) } else { None }).min();
    match abi {
        Abi::Abi3(None) => Abi::Abi3(abi3()),
        // Nothing older than 3.15 knows abi3t.
        Abi::Abi3t(None) => Abi::Abi3t(Some(abi3t().unwrap_or(Version::new(3, 15)))),
        other => other,
    }
}

fn from_python(import: &Import, binary: &Binary, providers: &Providers<'_>) -> bool {
    match (&import.from, binary.format) {
        // Windows binds each name to its DLL: what is not bound to Python's is none of its business.
        (Some(library), Format::Pe) => super::siblings::is_python_library(library),
        (Some(library), _) if super::siblings::is_python_library(library) => true,
        _ => !providers.define(&import.name),
    }
}

/// `a.cpython-39-...so` and `a.cpython-310-...so` lie side by side.
fn has_variants(read: &ReadPackage<'_>, file: &BinaryFile) -> bool {
    let stem = |f: &BinaryFile| {
        let directory = f.path.strip_suffix(f.file_name()).unwrap_or_default().to_owned();
        directory + f.file_name().split('.').next().unwrap_or_default()
    };
    let own = stem(file);
    let tagged = |f: &BinaryFile| matches!(Suffix::of(f.file_name()), Suffix::Tagged(_));
    read.package.binaries.iter().filter(|f| tagged(f) && stem(f) == own).count() > 1
}

fn run_rules(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if !cx.concerns_python() {
        return;
    }
    rules::non_limited_symbol::check(cx, out);
    rules::symbol_newer_than_tag::check(cx, out);
    rules::tag_suffix_mismatch::check(cx, out);
    rules::private_symbol::check(cx, out);
    rules::looked_up_private_symbol::check(cx, out);
    rules::links_libpython::check(cx, out);
    rules::wrong_python_library::check(cx, out);
    rules::no_init_function::check(cx, out);
    rules::gil_slot_missing::check(cx, out);
    rules::missing_on_target_binary::check(cx, out);
}

impl BinaryContext<'_> {
    /// A plain library that neither is a module nor calls Python is none of our business.
    fn concerns_python(&self) -> bool {
        self.binary.is_extension()
            || !self.imports.is_empty()
            || matches!(self.suffix, Suffix::Tagged(_) | Suffix::Pyd)
    }

    /// Imports that the manifest knows, with their items.
    pub fn items(&self) -> impl Iterator<Item = (&Import, &'static Item)> {
        self.imports.iter().filter_map(|import| Some((*import, pilotage_capi::get(&import.name)?)))
    }

    /// The import may come from a library that was not given: then nothing is said about it. What every Python exports
    /// comes from there; what is no API name was never asked about.
    pub fn may_come_from_elsewhere(&self, item: &Item) -> bool {
        !self.missing_libraries.is_empty() && item.limited.is_none()
    }

    /// Says once for each library which ones were not there to be asked, when that matters for a symbol.
    fn missing_problem(&self) -> Option<Problem> {
        let open = self.items().any(|(_, item)| self.may_come_from_elsewhere(item));
        let stable = matches!(self.abi, Abi::Abi3(_) | Abi::Abi3t(_));
        (open && stable).then(|| {
            let names = self.missing_libraries_phrase();
            Problem::new(self.path, format!("it needs {names}, which no input holds: symbols that may come from there are not judged; name its package too"))
        })
    }

    /// A finding about this library as a whole; it has no line.
    pub fn finding(
        &self,
        rule: (&str, &str),
        severity: Severity,
        confidence: Confidence,
        message: String,
    ) -> Finding {
        finding(rule, self.path, severity, confidence, message)
    }

    /// `libshiboken6.abi3.so.6.12`, or `a.so and 2 more`: what to name when libraries are missing.
    fn missing_libraries_phrase(&self) -> String {
        let mut names = self.missing_libraries.iter();
        match (names.next(), names.len()) {
            (Some(only), 0) => format!("`{only}`"),
            (Some(first), more) => format!("`{first}` and {more} more"),
            (None, _) => String::new(),
        }
    }
}

/// A finding about a file as a whole.
pub(crate) fn finding(
    (rule, name): (&str, &str),
    path: &str,
    severity: Severity,
    confidence: Confidence,
    message: String,
) -> Finding {
    Finding {
        rule: rule.to_owned(),
        name: name.to_owned(),
        severity,
        confidence,
        ..Finding::at(Place { path: path.to_owned(), ..Place::default() }, message)
    }
}
