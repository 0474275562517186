//! What `pilotage check` asks of the processes that it starts, in environment variables.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::slot::Close;

/// The folder for results; without it nothing is done at all.
pub(crate) const RESULTS: &str = "PILOTAGE_CHECK_RESULTS";

/// The wishes.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// Where results go.
    pub(crate) results: PathBuf,
    /// Libraries to watch: `under:/folder/` or `name:msgpack`.
    patterns: Vec<Pattern>,
    /// Entries that a second run looks at closely; `None` in a first run.
    pub(crate) confirm: Option<Vec<String>>,
    /// Instructions that a second run puts breakpoints on, by library.
    pub(crate) sites: Option<HashMap<String, Vec<usize>>>,
    /// The account of references is kept.
    pub(crate) ledger: bool,
    /// The number of the API call that shall fail; 0: none.
    pub(crate) fail: u64,
    /// Only allocations fail.
    pub(crate) fail_memory: bool,
}

#[derive(Debug)]
enum Pattern {
    Under(String),
    Name(String),
}

static SETTINGS: OnceLock<Option<Settings>> = OnceLock::new();

/// The settings; `None` when this process is not to be checked.
pub(crate) fn get() -> Option<&'static Settings> {
    SETTINGS.get_or_init(read).as_ref()
}

/// This process is to be checked.
pub(crate) fn is_active() -> bool {
    get().is_some()
}

fn read() -> Option<Settings> {
    let variable = |name: &str| std::env::var_os(name);
    let lines = |value: OsString| -> Vec<String> {
        value.to_string_lossy().lines().map(str::to_owned).filter(|line| !line.is_empty()).collect()
    };
    let results = PathBuf::from(variable(RESULTS)?);
    let patterns = lines(variable("PILOTAGE_CHECK_WATCH").unwrap_or_default());
    let patterns = patterns.iter().filter_map(|line| {
        let (kind, text) = line.split_once(':')?;
        match kind {
            "under" => Some(Pattern::Under(text.to_owned())),
            "name" => Some(Pattern::Name(text.to_owned())),
            _ => None,
        }
    });
    let fail = variable("PILOTAGE_CHECK_FAIL").and_then(|text| text.to_str()?.parse().ok()).unwrap_or(0);
    let confirm = variable("PILOTAGE_CHECK_CONFIRM").and_then(|file| std::fs::read_to_string(file).ok());
    Some(Settings {
        results,
        patterns: patterns.collect(),
        confirm: confirm.map(|text| text.lines().map(str::to_owned).collect()),
        sites: variable("PILOTAGE_CHECK_SITES")
            .and_then(|file| std::fs::read_to_string(file).ok())
            .map(|it| sites(&it)),
        ledger: variable("PILOTAGE_CHECK_LEDGER").is_none_or(|text| text != "0"),
        fail,
        fail_memory: variable("PILOTAGE_CHECK_FAIL_MEMORY").is_some(),
    })
}

/// A line with a path, then lines with a space and an offset.
fn sites(text: &str) -> HashMap<String, Vec<usize>> {
    let mut sites: HashMap<String, Vec<usize>> = HashMap::new();
    let mut offsets = Vec::new();
    for line in text.lines().rev() {
        match line.strip_prefix(' ') {
            Some(number) => offsets.extend(usize::from_str_radix(number, 16)),
            None => {
                sites.insert(line.to_owned(), std::mem::take(&mut offsets));
            }
        }
    }
    sites
}

impl Settings {
    /// The calls of the entry of this name that a second run looks at closely.
    pub(crate) fn closely(&self, label: &str) -> Option<Close> {
        let lines = self.confirm.as_ref()?.iter();
        // The label, a tab, numbers with commas between.
        let mut found = lines.filter_map(|line| line.split_once('\t')).filter(|(name, _)| *name == label);
        let numbers = found.next()?.1;
        Some(Close { ordinals: numbers.split(',').filter_map(|number| number.parse().ok()).collect() })
    }

    /// The library of this path is one that the user asked for.
    pub(crate) fn wants(&self, path: &str) -> bool {
        self.patterns.iter().any(|pattern| match pattern {
            Pattern::Under(folder) => {
                let rest = path.strip_prefix(folder.as_str());
                // What is installed below a project's folder (`.venv`) is not the project.
                rest.is_some_and(|rest| {
                    !rest.contains("/site-packages/") && !rest.contains("/dist-packages/")
                })
            }
            Pattern::Name(name) => path.split('/').any(|part| part.split('.').next() == Some(name)),
        })
    }
}
