//! One audit from inputs to report: opens, plans, parses in workers, merges, suppresses, sorts.
//! The result does not depend on the number of threads.

mod merge;
mod plan;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use camino::Utf8PathBuf;
use pilotage_capi::{Target, Version};
use pilotage_finding::{Input, Problem, Report};
use rayon::prelude::*;

use crate::binary::abi3audit::abi3audit_json;
use crate::binary::audit::{BinaryOutcome, audit_read, read_packages};
use crate::binary::tags::{Abi, Suffix, WheelTag};
use crate::input::{self, IndexOptions, InputSpec, Package};
use crate::source::cache::Cache;
use crate::source::headers::Headers;
use crate::source::worker::{self, WorkerOptions};
use crate::source::{Job, UnitOutcome, locate};
use plan::Planned;

/// What to audit for, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Targets that findings are wanted for.
    pub targets: Vec<Target>,
    /// Versions whose headers are simulated, one parse each; empty: the default one.
    pub python: Vec<Version>,
    /// The oldest Python that is supported; else what the package's metadata say.
    pub supports: Option<Version>,
    /// Simulate a free-threaded build.
    pub free_threaded: bool,
    /// Follow paths through functions, for the rules on references, exceptions and the GIL.
    pub paths: bool,
    /// Macros for every unit.
    pub defines: Vec<String>,
    /// Include folders for every unit.
    pub includes: Vec<Utf8PathBuf>,
    /// A compile database.
    pub compile_commands: Option<Utf8PathBuf>,
    /// Number of workers; 0: one for each core.
    pub jobs: usize,
    /// Where outcomes, headers and downloads are kept; `None`: nowhere.
    pub cache_dir: Option<Utf8PathBuf>,
    /// Where the analysis headers lie between runs, when it is not the cache.
    pub headers_dir: Option<Utf8PathBuf>,
    /// libclang.
    pub libclang: Option<Utf8PathBuf>,
    /// The executable whose hidden subcommand is a worker.
    pub worker: Option<PathBuf>,
    /// Seconds that one unit may take.
    pub unit_timeout_seconds: u64,
    /// How the package index is asked.
    pub index: IndexOptions,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            targets: Vec::new(),
            python: Vec::new(),
            supports: None,
            free_threaded: false,
            paths: true,
            defines: Vec::new(),
            includes: Vec::new(),
            compile_commands: None,
            jobs: 0,
            cache_dir: None,
            headers_dir: None,
            libclang: None,
            worker: None,
            unit_timeout_seconds: 60,
            index: IndexOptions::default(),
        }
    }
}

/// Hears how far an audit is.
pub trait Progress: Sync {
    /// An input with so many units begins.
    fn start(&self, input: &str, total: usize);
    /// A unit is done.
    fn step(&self, path: &str);
    /// The last input is done.
    fn finish(&self);
}

/// What an audit gives.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Inputs and findings; ratings and fingerprints are made by those who report.
    pub report: Report,
    /// What kept us from looking.
    pub problems: Vec<Problem>,
    /// Findings that comments in the sources silence.
    pub suppressed: usize,
    /// No source with anything of the C-API in it, no extension module.
    pub nothing_to_audit: bool,
    /// Per input: how often each item of the C-API is named in its sources.
    pub api_uses: BTreeMap<String, BTreeMap<String, u32>>,
    /// Text of the files of archives that findings point into: they lie nowhere once the audit is over.
    pub texts: BTreeMap<String, Vec<u8>>,
    /// What `abi3audit` would print, for the binaries.
    pub abi3audit: serde_json::Value,
}

/// A worker may use this much address space. The largest real file that we know (25 MB from Cython) needs 300 MB; the
/// stack of the cursor walk and libclang's mapping are on top.
const WORKER_MEMORY_BYTES: u64 = 3 << 30;

/// Audits the inputs. Never fails: what could not be looked at is in [`Outcome::problems`].
pub fn audit(inputs: &[String], options: &Options, progress: &dyn Progress) -> Outcome {
    let mut outcome = Outcome::default();
    let packages = open(inputs, options, &mut outcome.problems);
    let read = read_packages(&packages);
    let binaries = audit_read(&read, &options.targets);
    outcome.abi3audit = abi3audit_json(&read, &binaries);
    let planned: Vec<Planned> = packages.iter().map(|package| plan::plan(package, options)).collect();
    let sources = audit_sources(&packages, &planned, options, progress, &mut outcome.problems);
    for (((package, planned), binary), units) in packages.iter().zip(&planned).zip(binaries).zip(sources) {
        one_package(options, package, planned, binary, units, &mut outcome);
    }
    outcome.report.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    outcome.problems.sort();
    outcome.problems.dedup();
    outcome.nothing_to_audit = outcome.report.findings.is_empty()
        && outcome.report.inputs.iter().all(|input| input.sources + input.binaries == 0);
    outcome
}

fn open(inputs: &[String], options: &Options, problems: &mut Vec<Problem>) -> Vec<Package> {
    let mut index = options.index.clone();
    if index.cache_dir.is_none() {
        index.cache_dir = options.cache_dir.as_ref().map(|folder| folder.clone().into_std_path_buf());
    }
    let mut packages = Vec::new();
    for input in inputs {
        let spec = InputSpec::parse(std::ffi::OsStr::new(input));
        packages.extend(input::open(&spec, problems, &index));
    }
    packages
}

/// Audits the units of all packages; one list of outcomes per package.
fn audit_sources(
    packages: &[Package],
    planned: &[Planned],
    options: &Options,
    progress: &dyn Progress,
    problems: &mut Vec<Problem>,
) -> Vec<Vec<UnitOutcome>> {
    let empty = || planned.iter().map(|_| Vec::new()).collect();
    if planned.iter().all(|planned| planned.jobs.is_empty()) {
        return empty();
    }
    let setup = match Setup::new(options) {
        Ok(setup) => setup,
        Err(why) => {
            let skipped = packages.iter().zip(planned).filter(|(_, planned)| !planned.jobs.is_empty());
            problems.extend(skipped.map(|(package, _)| Problem::new(&package.label, why.clone())));
            return empty();
        }
    };
    let all = packages
        .iter()
        .zip(planned)
        .map(|(package, planned)| {
            progress.start(&package.label, planned.jobs.len());
            setup.run(&planned.jobs, progress)
        })
        .collect();
    progress.finish();
    all
}

/// Everything that parsing needs besides the jobs.
struct Setup {
    cache: Option<Cache>,
    workers: WorkerOptions,
    count: usize,
    _headers: Headers,
}

impl Setup {
    fn new(options: &Options) -> Result<Self, String> {
        let libclang = locate::find(options.libclang.as_deref().map(camino::Utf8Path::as_std_path))?;
        let executable = match &options.worker {
            Some(executable) => executable.clone(),
            None => {
                std::env::current_exe().map_err(|error| format!("cannot find our own executable: {error}"))?
            }
        };
        let folder = options.headers_dir.as_ref().or(options.cache_dir.as_ref());
        let headers = Headers::lay_out(folder.map(|folder| folder.as_std_path()))
            .map_err(|error| format!("cannot write the analysis headers: {error}"))?;
        let salt = format!("{} {} {}", identity(&executable), identity(&libclang), headers.hash);
        let count = match options.jobs {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            count => count,
        };
        Ok(Setup {
            cache: options.cache_dir.as_ref().map(|folder| Cache::new(folder.as_std_path(), &salt)),
            workers: WorkerOptions {
                executable,
                libclang: Some(libclang),
                headers: headers.folder().to_owned(),
                timeout: Duration::from_secs(options.unit_timeout_seconds),
                memory_limit_bytes: WORKER_MEMORY_BYTES,
            },
            count,
            _headers: headers,
        })
    }

    fn run(&self, jobs: &[Job], progress: &dyn Progress) -> Vec<UnitOutcome> {
        let known: Vec<Option<UnitOutcome>> =
            jobs.par_iter().map(|job| self.cache.as_ref().and_then(|cache| cache.get(job))).collect();
        let open: Vec<Job> = jobs
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(job, _)| job.clone())
            .collect();
        for (job, _) in jobs.iter().zip(&known).filter(|(_, known)| known.is_some()) {
            progress.step(&job.command.path);
        }
        let done = |job: &Job, outcome: &UnitOutcome| {
            if let Some(cache) = &self.cache {
                cache.put(job, outcome);
            }
            progress.step(&job.command.path);
        };
        let mut fresh = worker::run(&open, &self.workers, self.count, &done).into_iter();
        known.into_iter().map(|known| known.or_else(|| fresh.next()).unwrap_or_default()).collect()
    }
}

/// Tells one build of a file from another.
fn identity(path: &std::path::Path) -> String {
    let data = std::fs::metadata(path);
    let size = data.as_ref().map_or(0, std::fs::Metadata::len);
    let changed = data.and_then(|data| data.modified()).ok();
    let changed = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {size} {}", path.display(), changed.map_or(0, |since| since.as_nanos()))
}

/// The targets that can load a wheel or library as it is, or that sources are written for; `None` when that is not known.
fn loads_on(package: &Package, options: &Options) -> Option<Vec<String>> {
    let targets = &options.targets;
    if package.sources.is_some() {
        let supports = plan::supports(package, options)?;
        let wanted = targets.iter().filter(|target| plan::is_supported(**target, supports));
        return Some(wanted.map(ToString::to_string).collect());
    }
    let mut abis: Vec<Abi> = package.tags.iter().map(WheelTag::promised_abi).collect();
    if package.tags.is_empty() {
        abis.extend(package.binaries.iter().filter_map(|file| match Suffix::of(file.file_name()) {
            Suffix::Tagged(abi) => Some(abi),
            _ => None,
        }));
    }
    if abis.is_empty() || abis.contains(&Abi::Unknown) {
        return None;
    }
    let loads = |target: &Target| abis.iter().any(|abi| abi_loads_on(*abi, *target));
    Some(targets.iter().filter(|target| loads(target)).map(ToString::to_string).collect())
}

fn abi_loads_on(abi: Abi, target: Target) -> bool {
    let oldest = |from: Option<Version>| from.unwrap_or(Version::new(3, 2));
    match (abi, target) {
        (Abi::CPython { version, free_threaded }, Target::CPython(wanted)) => {
            version == wanted && !free_threaded
        }
        (Abi::CPython { version, free_threaded }, Target::FreeThreaded(wanted)) => {
            version == wanted && free_threaded
        }
        (Abi::Abi3(from), Target::CPython(wanted) | Target::Abi3(wanted)) => oldest(from) <= wanted,
        (
            Abi::Abi3t(from),
            Target::CPython(wanted) | Target::FreeThreaded(wanted) | Target::Abi3t(wanted),
        ) => oldest(from).max(Version::new(3, 15)) <= wanted,
        (Abi::Abi3t(_), Target::RustPython) | (_, Target::SubInterpreters) => true,
        _ => false,
    }
}

fn one_package(
    options: &Options,
    package: &Package,
    planned: &Planned,
    binary: BinaryOutcome,
    units: Vec<UnitOutcome>,
    outcome: &mut Outcome,
) {
    let not_understood = units.iter().filter(|unit| unit.not_understood).count();
    let merged = merge::merge(package, planned, units);
    let mut generators = planned.generators.clone();
    generators.extend(binary.generators.iter().map(ToString::to_string));
    generators.sort_unstable();
    generators.dedup();
    outcome.report.inputs.push(Input {
        label: package.label.clone(),
        package: match (&package.name, &package.version) {
            (Some(name), Some(version)) => format!("{name} {version}"),
            (Some(name), None) => name.clone(),
            _ => String::new(),
        },
        // Several simulated versions give several outcomes of one unit.
        sources: planned.units - not_understood.min(planned.units),
        loads_on: loads_on(package, options),
        binaries: binary.modules,
        generators,
    });
    outcome.suppressed += merged.suppressed;
    outcome.problems.extend(merged.problems);
    outcome.problems.extend(binary.problems);
    outcome.report.findings.extend(merged.findings);
    outcome.report.findings.extend(binary.findings);
    if !merged.uses.is_empty() {
        outcome.api_uses.insert(package.label.clone(), merged.uses);
    }
    outcome.texts.extend(merged.texts);
}
