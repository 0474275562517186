//! What the checked processes left in the folder for results. Damaged lines are left out: a process may die in the
//! middle of one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pilotage_ledger::{Event, Fault, Frame, SiteTable, State};

use super::crash::Crash;

/// A fault as one process told it last.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) fault: Fault,
    pub(crate) path: String,
    pub(crate) entry: String,
    pub(crate) entered: Frame,
    pub(crate) from: Frame,
    pub(crate) at: [Frame; 2],
    pub(crate) object: String,
    pub(crate) amount: i64,
    pub(crate) caller: String,
    pub(crate) count: u64,
    /// Numbers of calls of the entry in which it was seen.
    pub(crate) ordinals: BTreeSet<u64>,
    pub(crate) candidate: bool,
}

/// A place of a library that called the API.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    /// The library.
    pub(crate) path: String,
    /// Offset behind the call.
    pub(crate) next: u64,
    /// What was called.
    pub(crate) item: &'static str,
    pub(crate) calls: u64,
    pub(crate) failures: u64,
}

/// Everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Results {
    pub(crate) told: Vec<Told>,
    pub(crate) crashes: Vec<Crash>,
    pub(crate) watched: BTreeSet<String>,
    pub(crate) problems: BTreeSet<(String, String)>,
    /// Places whose calls can be made to fail, with the number of the first call.
    pub(crate) sites: Vec<(u64, Frame)>,
    /// The program had its parts looked at closely by itself: what is suspected has been confirmed or not.
    pub(crate) has_parts: bool,
    /// Places that called and were not seen to be entered.
    pub(crate) unseen: BTreeSet<Frame>,
    /// The call that was made to fail; 0: none.
    pub(crate) injected: u64,
    /// Calls by their places, for `--coverage`.
    pub(crate) counted: Vec<Counted>,
    /// What is alive and in cycles, for `--memory`.
    pub(crate) alive: Vec<Event>,
    /// Sums over all processes.
    pub(crate) counts: Counts,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) processes: u64,
    pub(crate) calls: u64,
    pub(crate) entries: u64,
    pub(crate) overflows: u64,
    pub(crate) unsure: u64,
    pub(crate) unseen: u64,
}

impl Results {
    /// Reads a folder; what cannot be read is as if it were not there.
    pub(crate) fn read(folder: &Path) -> Results {
        let mut results = Results::default();
        let mut bases: BTreeMap<String, BTreeMap<u64, String>> = BTreeMap::new();
        let mut processes: BTreeSet<String> = BTreeSet::new();
        let mut names: Vec<_> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        names.sort();
        for path in names {
            let process = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("jsonl") => results.read_events(&path, bases.entry(process).or_default()),
                Some("coverage") => results.counted.extend(counted(&path)),
                Some("state") => {
                    let state = std::fs::read(&path).ok().and_then(|bytes| State::parse(&bytes));
                    if let Some(state) = state {
                        results.counts.add(&state);
                        results.injected = results.injected.max(state.injected);
                    }
                    processes.insert(process);
                }
                Some("died") if process != "group" => {
                    processes.insert(process);
                }
                _ => {}
            }
        }
        // A forked process says nothing of libraries: they lie where they lay in its parent.
        let all: BTreeMap<u64, String> =
            bases.values().flatten().map(|(base, path)| (*base, path.clone())).collect();
        for process in processes {
            let own = bases.get(&process).filter(|own| !own.is_empty());
            results.crashes.extend(Crash::read(folder, &process, own.unwrap_or(&all)));
        }
        if results.crashes.iter().any(|crash| !crash.is_bystander()) {
            results.crashes.retain(|crash| !crash.is_bystander());
        }
        results
    }

    /// Takes out what was seen in tests whose marks allow it.
    pub(crate) fn forgive(&mut self, folder: &Path) {
        let list = std::fs::read_to_string(folder.join("allowed")).unwrap_or_default();
        let allowed: BTreeSet<&str> = list.lines().collect();
        let test = |told: &Told| {
            told.caller
                .split_once(" in ")
                .map(|(_, test)| test.rsplit_once(" (").map_or(test, |it| it.0).to_owned())
        };
        self.told.retain(|told| test(told).is_none_or(|test| !allowed.contains(test.as_str())));
    }

    /// The entries that are to be looked at closely, with the numbers of the calls that are suspected.
    pub(crate) fn suspects(&self) -> BTreeMap<&str, BTreeSet<u64>> {
        // What happens in every call need not be seen in the last.
        const ENOUGH: usize = 8;
        let mut suspects: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for told in self.told.iter().filter(|told| told.candidate) {
            suspects.entry(&told.entry).or_default().extend(told.ordinals.iter().take(ENOUGH));
        }
        suspects
    }

    /// How many causes are suspected.
    pub(crate) fn suspicions(&self) -> usize {
        self.told.iter().filter(|told| told.candidate).count()
    }

    fn read_events(&mut self, path: &Path, bases: &mut BTreeMap<u64, String>) {
        let text = std::fs::read(path).unwrap_or_default();
        let mut last: BTreeMap<(Fault, String, Frame, Frame), Told> = BTreeMap::new();
        for line in text.split(|byte| *byte == b'\n') {
            match serde_json::from_slice::<Event>(line) {
                Ok(Event::Watched { path, base, .. }) => {
                    bases.insert(base, path.clone());
                    self.watched.insert(path);
                }
                Ok(Event::Problem { path, message }) => {
                    self.problems.insert((path, message));
                }
                Ok(event @ Event::Fault { .. }) => {
                    if let Some(told) = Told::new(event) {
                        let key = (told.fault, told.entry.clone(), told.from.clone(), told.at[1].clone());
                        let mut told = told;
                        if let Some(before) = last.remove(&key) {
                            told.ordinals.extend(before.ordinals);
                        }
                        last.insert(key, told);
                    }
                }
                Ok(Event::Site { number, at }) => self.sites.push((number, at)),
                Ok(Event::Part {}) => {
                    self.has_parts = true;
                    // Counts begin at 1 again.
                    self.told.extend(std::mem::take(&mut last).into_values());
                }
                Ok(Event::Unseen { at }) => {
                    self.unseen.insert(at);
                }
                Ok(event @ (Event::Memory { .. } | Event::Alive { .. } | Event::Cycle { .. })) => {
                    self.alive.push(event);
                }
                Ok(Event::Process { .. }) | Err(_) => {}
            }
        }
        self.told.extend(last.into_values());
    }
}

/// What one process counted; places in libraries that are not watched are left out.
fn counted(path: &Path) -> Vec<Counted> {
    let (counts, _) = SiteTable::parse(&std::fs::read(path).unwrap_or_default());
    let libraries = std::fs::read_to_string(path.with_extension("libraries")).unwrap_or_default();
    let library = |line: &str| {
        let (base, path) = line.split_once(' ')?;
        Some((u64::from_str_radix(base, 16).ok()?, path.to_owned()))
    };
    let libraries: BTreeMap<u64, String> = libraries.lines().filter_map(library).collect();
    let counted = counts.into_iter().filter_map(|it| {
        let (base, path) = libraries.range(..=it.pc).next_back()?;
        let item = pilotage_capi::all().get(it.item as usize)?.name;
        let (calls, failures) = (it.calls, it.failures);
        Some(Counted { path: path.clone(), next: it.pc - base, item, calls, failures })
    });
    counted.collect()
}

impl Told {
    fn new(event: Event) -> Option<Told> {
        match event {
            Event::Fault {
                fault,
                path,
                entry,
                entered,
                from,
                at,
                object,
                amount,
                caller,
                count,
                ordinal,
                candidate,
            } => Some(Told {
                fault,
                path,
                entry,
                entered,
                from,
                at,
                object,
                amount,
                caller,
                count,
                ordinals: BTreeSet::from([ordinal]),
                candidate,
            }),
            _ => None,
        }
    }
}

impl Counts {
    fn add(&mut self, state: &State) {
        self.processes += 1;
        self.calls += state.calls;
        self.entries += state.entries;
        self.overflows += state.overflows;
        self.unsure += state.unsure;
        self.unseen += state.unseen;
    }
}
