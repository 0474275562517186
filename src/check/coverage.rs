//! `--coverage`: which calls of the C-API a run exercised, and which of their failures, by function of the extension. It joins the calls
//! that stand in the code with those that were counted; it judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use pilotage_capi::Fails;
use serde::Serialize;

use super::describe::shown;
use super::listing;
use super::results::Counted;
use super::symbols::Symbols;

/// All libraries; the JSON file.
#[derive(Debug, Serialize)]
pub(crate) struct Coverage {
    schema: &'static str,
    /// Sums over all libraries.
    total: Totals,
    libraries: Vec<Library>,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Totals {
    /// Calls of the API in the code.
    sites: usize,
    /// Those that took place.
    exercised: usize,
    /// Those of functions that can fail.
    can_fail: usize,
    /// Those that failed at least once.
    failed: usize,
}

#[derive(Debug, Serialize)]
struct Library {
    path: String,
    total: Totals,
    /// Calls that took place where the code shows none: through a register, or jumps that could not be marked.
    unplaced_calls: u64,
    functions: Vec<Function>,
}

#[derive(Debug, Serialize)]
struct Function {
    name: String,
    total: Totals,
    sites: Vec<Site>,
}

#[derive(Clone, Debug, Serialize)]
struct Site {
    path: String,
    line: u32,
    /// Of the instruction in the library.
    offset: u64,
    item: &'static str,
    calls: u64,
    failures: u64,
    can_fail: bool,
    #[serde(skip)]
    function: String,
}

impl Coverage {
    /// Of these libraries, with what was counted in all runs.
    pub(crate) fn new(watched: &BTreeSet<String>, counted: &[Counted]) -> Coverage {
        let mut symbols = Symbols::default();
        let libraries: Vec<Library> =
            watched.iter().map(|path| library(path, counted, &mut symbols)).collect();
        let mut total = Totals::default();
        libraries.iter().for_each(|library| total.add(library.total));
        Coverage { schema: "pilotage-coverage/1", total, libraries }
    }

    /// A table for people; with `verbose` also every call that was not exercised, or never failed.
    pub(crate) fn text(&self, verbose: bool) -> String {
        let mut text = String::new();
        for library in &self.libraries {
            let _ = writeln!(text, "coverage of {}: {}", library.path, library.total.words());
            let width = library.functions.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
            let width = width.clamp(8, 48);
            let _ = writeln!(text, "  {:width$} {:>9} {:>9}", "function", "calls", "failures");
            for function in &library.functions {
                let calls = format!("{}/{}", function.total.exercised, function.total.sites);
                let failures = match function.total.can_fail {
                    0 => "-".to_owned(),
                    can_fail => format!("{}/{can_fail}", function.total.failed),
                };
                let _ = writeln!(text, "  {:width$} {calls:>9} {failures:>9}", function.name);
                for line in function.sites.iter().filter(|_| verbose).filter_map(Site::missing) {
                    let _ = writeln!(text, "    {line}");
                }
            }
            if library.unplaced_calls > 0 {
                let _ = writeln!(
                    text,
                    "  {} came from places where the code shows no call of the function: through a register, or jumps that could not be marked",
                    pilotage_reports::count(library.unplaced_calls as usize, "call")
                );
            }
        }
        text
    }
}

impl Totals {
    fn of(sites: &[Site]) -> Totals {
        Totals {
            sites: sites.len(),
            exercised: sites.iter().filter(|site| site.calls > 0).count(),
            can_fail: sites.iter().filter(|site| site.can_fail).count(),
            failed: sites.iter().filter(|site| site.can_fail && site.failures > 0).count(),
        }
    }

    fn add(&mut self, other: Totals) {
        self.sites += other.sites;
        self.exercised += other.exercised;
        self.can_fail += other.can_fail;
        self.failed += other.failed;
    }

    fn words(self) -> String {
        let percent = |part: usize, whole: usize| (part * 100).checked_div(whole).unwrap_or(100);
        format!(
            "{} of {} calls of the C-API took place ({} %), {} of {} that can fail did fail ({} %)",
            self.exercised,
            self.sites,
            percent(self.exercised, self.sites),
            self.failed,
            self.can_fail,
            percent(self.failed, self.can_fail)
        )
    }
}

impl Site {
    /// What is still to be tested.
    fn missing(&self) -> Option<String> {
        let what = match (self.calls, self.failures) {
            (0, _) => "never called",
            (_, 0) if self.can_fail => "never failed",
            _ => return None,
        };
        let place = if self.line == 0 {
            format!("{:#x}", self.offset)
        } else {
            format!("{}:{}", self.path, self.line)
        };
        Some(format!("{what}: `{}` at {place}", self.item))
    }
}

fn library(path: &str, counted: &[Counted], symbols: &mut Symbols) -> Library {
    let mut counts: BTreeMap<(u64, &str), (u64, u64)> = BTreeMap::new();
    for it in counted.iter().filter(|it| it.path == path && listing::is_written(it.item)) {
        let sum = counts.entry((it.next, it.item)).or_default();
        *sum = (sum.0 + it.calls, sum.1 + it.failures);
    }
    let mut functions: BTreeMap<String, Vec<Site>> = BTreeMap::new();
    for call in listing::calls(path) {
        let (calls, failures) = counts.remove(&(call.next, call.item.name)).unwrap_or_default();
        let symbol = symbols.at(path, call.at);
        let site = Site {
            path: shown(&symbol.file),
            line: symbol.line,
            offset: call.at,
            item: call.item.name,
            calls,
            failures,
            can_fail: can_fail(call.item.fails),
            function: if symbol.function.is_empty() { "?".to_owned() } else { symbol.function },
        };
        functions.entry(site.function.clone()).or_default().push(site);
    }
    let functions: Vec<Function> = functions
        .into_iter()
        .map(|(name, sites)| Function { name, total: Totals::of(&sites), sites })
        .collect();
    let mut total = Totals::default();
    functions.iter().for_each(|function| total.add(function.total));
    let unplaced_calls = counts.values().map(|(calls, _)| calls).sum();
    Library { path: shown(path), total, unplaced_calls, functions }
}

/// The function has a value that tells of failure, and another.
fn can_fail(fails: Fails) -> bool {
    !matches!(fails, Fails::Never | Fails::Always | Fails::Status | Fails::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_words() {
        let site = |calls, failures, can_fail| Site {
            path: "a.c".to_owned(),
            line: 3,
            offset: 16,
            item: "PyList_New",
            calls,
            failures,
            can_fail,
            function: String::new(),
        };
        let sites = [site(2, 0, true), site(0, 0, true), site(1, 1, true), site(1, 0, false)];
        assert_eq!(
            Totals::of(&sites).words(),
            "3 of 4 calls of the C-API took place (75 %), 1 of 3 that can fail did fail (33 %)"
        );
        let missing: Vec<String> = sites.iter().filter_map(Site::missing).collect();
        assert_eq!(missing, ["never failed: `PyList_New` at a.c:3", "never called: `PyList_New` at a.c:3"]);
    }
}
