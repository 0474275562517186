//! The jobs of one package: its units under each simulated version.

use std::path::PathBuf;

use camino::{Utf8Path, Utf8PathBuf};
use pilotage_capi::{Target, Version};
use pilotage_finding::Problem;

use super::Options;
use crate::input::Package;
use crate::source::layout::{self, LayoutOptions};
use crate::source::{Job, Settings};

/// The jobs of one package.
#[derive(Clone, Debug, Default)]
pub(super) struct Planned {
    /// One for each unit and simulated version.
    pub(super) jobs: Vec<Job>,
    /// Number of units.
    pub(super) units: usize,
    /// What wrote the sources or what their bindings use.
    pub(super) generators: Vec<String>,
    /// The folder that paths are relative to, when it is not the package's: a compile database may lie elsewhere.
    pub(super) root: Option<PathBuf>,
    /// What kept us from planning.
    pub(super) problems: Vec<Problem>,
}

/// Plans the sources of a package.
pub(super) fn plan(package: &Package, options: &Options) -> Planned {
    let Some(sources) = &package.sources else { return Planned::default() };
    let absolute = |path: &Utf8PathBuf| path.canonicalize_utf8().unwrap_or_else(|_| path.clone());
    let root = absolute(&sources.dir);
    let mut only = sources.only.as_ref().map(absolute);
    let mut database = options.compile_commands.as_ref().map(absolute);
    // A compile database as the input names the files; it is none itself.
    if only.as_ref().is_some_and(|only| only.file_name() == Some("compile_commands.json")) {
        database = only.take();
    }
    let layout_options = LayoutOptions {
        defines: options.defines.clone(),
        includes: options.includes.iter().map(|folder| folder.clone().into_std_path_buf()).collect(),
        compile_commands: database.map(Utf8PathBuf::into_std_path_buf),
    };
    let layout =
        layout::plan(root.as_std_path(), only.as_deref().map(Utf8Path::as_std_path), &layout_options);
    let supports = supports(package, options);
    let mut planned = Planned { units: layout.units.len(), problems: layout.problems, ..Planned::default() };
    planned.generators.extend(layout.bindings);
    planned.root.clone_from(&layout.root);
    for unit in &layout.units {
        let library = unit.library.map(str::to_owned);
        planned.generators.push(match (unit.generator.as_str(), library) {
            ("", Some(library)) => library,
            ("", None) => "hand-written".to_owned(),
            (generator, _) => generator.to_owned(),
        });
    }
    planned.generators.sort_unstable();
    planned.generators.dedup();
    let default = [Settings::default().python];
    let versions = if options.python.is_empty() { &default[..] } else { &options.python };
    for &python in versions {
        planned.jobs.extend(layout.units.iter().map(|unit| Job {
            command: unit.command.clone(),
            settings: settings(python, unit.limited.or(layout.limited), unit.wants_abi3t, supports, options),
            generator: unit.generator.clone(),
        }));
    }
    planned
}

fn settings(
    python: Version,
    limited: Option<Version>,
    wants_abi3t: bool,
    supports: Option<Version>,
    options: &Options,
) -> Settings {
    let mut targets: Vec<Target> = options.targets.clone();
    if wants_abi3t && !targets.iter().any(|target| matches!(target, Target::Abi3t(_))) {
        targets.push(Target::Abi3t(Version::new(3, 15)));
    }
    // A package that declares the limited API is asked to keep its word.
    if let Some(version) = limited
        && !targets.iter().any(|target| matches!(target, Target::Abi3(_)))
    {
        targets.push(Target::Abi3(version));
    }
    if let Some(oldest) = supports {
        targets.retain(|target| is_supported(*target, oldest));
    }
    Settings {
        targets,
        python,
        supports,
        limited,
        free_threaded: options.free_threaded,
        paths: options.paths,
    }
}

/// The oldest Python that the sources are written for: what the user says, or `requires-python`.
pub(super) fn supports(package: &Package, options: &Options) -> Option<Version> {
    options.supports.or_else(|| package.requires_python.as_deref().and_then(oldest))
}

/// The target is no CPython older than that.
pub(super) fn is_supported(target: Target, oldest: Version) -> bool {
    !matches!(target, Target::CPython(version) | Target::FreeThreaded(version) if version < oldest)
}

/// The oldest version that `>=3.9,<4` allows.
fn oldest(requires: &str) -> Option<Version> {
    requires.split(',').find_map(|part| {
        let part = part.trim();
        let version = part
            .strip_prefix(">=")
            .or_else(|| part.strip_prefix("~="))
            .or_else(|| part.strip_prefix("=="))?;
        let version = version.trim().trim_end_matches(".*");
        if version == "3" { Some(Version::new(3, 0)) } else { version.parse().ok() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_for_no_older_python() {
        let oldest = Version::new(3, 11);
        let is_supported = |target: &str| is_supported(target.parse().unwrap(), oldest);
        assert!(!is_supported("cp310") && is_supported("cp311") && is_supported("cp313t"));
        assert!(is_supported("abi3-3.9") && is_supported("subinterpreters"));
    }

    #[test]
    fn requires_python_says_the_oldest() {
        assert_eq!(oldest(">=3.9"), Some(Version::new(3, 9)));
        assert_eq!(oldest("!=3.9.7, >= 3.10.1, <4"), Some(Version::new(3, 10)));
        assert_eq!(oldest("<4"), None);
    }
}
