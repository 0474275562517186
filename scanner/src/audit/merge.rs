//! What the units of one package say together: each finding once, with the shown path, minus what comments silence.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use std::path::Path;

use pilotage_finding::{Finding, Problem};

use super::plan::Planned;
use crate::input::Package;
use crate::source::UnitOutcome;
use crate::suppress;

/// The sources of a package, audited.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) findings: Vec<Finding>,
    pub(super) problems: Vec<Problem>,
    pub(super) suppressed: usize,
    pub(super) uses: BTreeMap<String, u32>,
    pub(super) texts: BTreeMap<String, Vec<u8>>,
}

/// The rule whose findings other units of the package can refute.
const UNKNOWN_NAME: &str = "unknown-api-name";

/// Merges the outcomes of the units of one package.
pub(super) fn merge(package: &Package, planned: &Planned, units: Vec<UnitOutcome>) -> Merged {
    let mut merged = Merged::default();
    let Some(sources) = &package.sources else { return merged };
    let defines: HashSet<&str> = units.iter().flat_map(|unit| &unit.defines).map(String::as_str).collect();
    let mut per_file: BTreeMap<&str, BTreeMap<&str, u32>> = BTreeMap::new();
    let mut files: BTreeSet<&str> = BTreeSet::new();
    for unit in &units {
        files.extend(unit.files.iter().map(String::as_str));
        for (file, uses) in &unit.uses {
            let of_file = per_file.entry(file).or_default();
            for (name, count) in uses {
                let known = of_file.entry(name).or_default();
                *known = (*known).max(*count);
            }
        }
        merged.problems.extend(unit.problems.iter().cloned());
    }
    for (name, count) in per_file.values().flatten() {
        *merged.uses.entry((*name).to_owned()).or_default() += count;
    }
    let mut findings = once(&units);
    findings.retain(|finding| finding.name != UNKNOWN_NAME || !defines.contains(finding.item.as_str()));
    let root = planned.root.as_deref().unwrap_or(sources.dir.as_std_path());
    let read = |path: &str| std::fs::read(root.join(path)).unwrap_or_default();
    let texts: BTreeMap<&str, Vec<u8>> = files.iter().map(|path| (*path, read(path))).collect();
    let silenced = suppress::apply(findings, &texts);
    merged.findings = silenced.findings;
    merged.suppressed = silenced.suppressed;
    let shown = |path: &mut String| {
        // What lies outside the root has its own whole path.
        if let Some(root) = planned.root.as_deref().filter(|_| !path.starts_with('/')) {
            *path = seen_from_here(&root.join(&*path));
        } else if !path.starts_with('/') && !sources.shown_prefix.is_empty() {
            *path = format!("{}/{path}", sources.shown_prefix.trim_end_matches('/'));
        }
    };
    let is_archive = sources._temp.is_some();
    for finding in &mut merged.findings {
        if is_archive && let Some(text) = texts.get(finding.place.path.as_str()) {
            let mut path = finding.place.path.clone();
            shown(&mut path);
            merged.texts.entry(path).or_insert_with(|| text.clone());
        }
        shown(&mut finding.place.path);
        finding.steps.iter_mut().for_each(|step| shown(&mut step.place.path));
        finding.edits.iter_mut().for_each(|edit| shown(&mut edit.path));
    }
    merged.problems.extend(planned.problems.iter().cloned());
    merged.problems.iter_mut().for_each(|problem| shown(&mut problem.path));
    merged.problems.sort();
    merged.problems.dedup();
    merged
}

/// Relative to the current folder where it lies below it.
fn seen_from_here(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let inside = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    inside.unwrap_or(path).to_string_lossy().into_owned()
}

/// Each finding once: headers are seen by several units, and under several versions. Targets add up.
fn once(units: &[UnitOutcome]) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::new();
    let mut known: HashMap<(String, String, u32, u32, String), usize> = HashMap::new();
    for finding in units.iter().flat_map(|unit| &unit.findings) {
        let key = (
            finding.rule.clone(),
            finding.place.path.clone(),
            finding.place.offset,
            finding.place.line,
            finding.item.clone() + &finding.message,
        );
        match known.get(&key) {
            Some(&at) => {
                let targets = &mut kept[at].targets;
                let fresh: Vec<String> =
                    finding.targets.iter().filter(|t| !targets.contains(t)).cloned().collect();
                targets.extend(fresh);
            }
            None => {
                known.insert(key, kept.len());
                kept.push(finding.clone());
            }
        }
    }
    kept.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    kept
}
