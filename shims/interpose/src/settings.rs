//! What `pilotage check` asks of the processes that it starts, in environment variables.

use std::collections::HashMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

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
    pub(crate) confirm: Option<Suspects>,
    /// Instructions that a second run puts breakpoints on, by library.
    pub(crate) sites: Option<HashMap<String, Vec<usize>>>,
    /// The account of references is kept.
    pub(crate) ledger: bool,
    /// The program says itself what is looked at closely, and when: the tests of a test runner.
    pub(crate) inline: bool,
    /// Calls are counted by their places.
    pub(crate) coverage: bool,
    /// What is alive at the end and at the peak is told.
    pub(crate) memory: bool,
    /// `pilotage` itself, which reads code for us.
    pub(crate) program: Option<PathBuf>,
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
static LEDGER: AtomicBool = AtomicBool::new(false);

/// The settings; `None` when this process is not to be checked.
pub(crate) fn get() -> Option<&'static Settings> {
    SETTINGS.get_or_init(read).as_ref()
}

/// References are counted; false as long as nobody has asked for the settings.
#[inline]
pub(crate) fn has_ledger() -> bool {
    LEDGER.load(Ordering::Relaxed)
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
    let ledger = variable("PILOTAGE_CHECK_LEDGER").is_none_or(|text| text != "0");
    LEDGER.store(ledger, Ordering::Relaxed);
    Some(Settings {
        results,
        patterns: patterns.collect(),
        confirm: confirm.map(|text| Suspects::parse(&text)),
        sites: variable("PILOTAGE_CHECK_SITES")
            .and_then(|file| std::fs::read_to_string(file).ok())
            .map(|it| sites(&it)),
        ledger,
        inline: variable("PILOTAGE_CHECK_INLINE").is_some(),
        coverage: variable("PILOTAGE_CHECK_COVERAGE").is_some(),
        memory: variable("PILOTAGE_CHECK_MEMORY").is_some(),
        program: variable("PILOTAGE_CHECK_PROGRAM").map(PathBuf::from),
        fail,
        fail_memory: variable("PILOTAGE_CHECK_FAIL_MEMORY").is_some(),
    })
}

/// A line with a path, then lines with a space and an offset.
pub(crate) fn sites(text: &str) -> HashMap<String, Vec<usize>> {
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

/// Entries with the numbers of their calls that are to be looked at closely: the label, a tab, numbers with commas between.
#[derive(Debug, Default)]
pub(crate) struct Suspects(Vec<String>);

impl Suspects {
    /// One entry on each line.
    pub(crate) fn parse(text: &str) -> Suspects {
        Suspects(text.lines().map(str::to_owned).collect())
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.0.iter().filter(|line| line.contains('\t')).count()
    }

    /// The calls of the entry of this name.
    pub(crate) fn closely(&self, label: &str) -> Option<Close> {
        let lines = self.0.iter().filter_map(|line| line.split_once('\t'));
        let numbers = lines.filter(|(name, _)| *name == label).map(|(_, numbers)| numbers).next()?;
        Some(Close::new(numbers.split(',').filter_map(|number| number.parse().ok()).collect()))
    }
}

impl Settings {
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
