//! Processes that died: what they left, and the finding that comes of it. How they write it is in `last_words.rs` of the interposing
//! library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pilotage_finding::{Finding, Place, Step, StepKind};
use pilotage_ledger::{Frame, State};
use serde::{Deserialize, Serialize};

use super::convert::{begun, last_part, place};
use super::describe::{shown, signal};
use super::maps::Maps;
use super::rules;
use super::symbols::{Symbol, Symbols};

/// The last calls before a crash that are shown.
const SHOWN_CALLS: usize = 8;
/// Functions on the stack that are shown, those that repeat themselves once.
const SHOWN_CALLERS: usize = 12;

/// A process that did not end by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crash {
    /// Its number.
    pub(crate) process: String,
    /// What it left in its mapped file.
    pub(crate) state: State,
    /// Watched libraries, by the address where they lay.
    pub(crate) bases: BTreeMap<u64, String>,
    maps: Maps,
    /// The test that was running.
    test: String,
    /// Python lines, innermost first: file, line, function.
    lines: Vec<(String, u32, String)>,
    death: Death,
}

/// What others saw of the end of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Death {
    /// The test that was running.
    #[serde(default)]
    pub(crate) test: String,
    /// Signal; 0: none.
    #[serde(default)]
    pub(crate) signal: u64,
    /// Exit code of a process that ended in the middle of a test.
    #[serde(default)]
    pub(crate) code: Option<i32>,
    /// It was ended because it took longer than this.
    #[serde(default)]
    pub(crate) seconds: Option<u64>,
}

impl Death {
    /// For those who read the results.
    pub(crate) fn note(&self, results: &Path, process: u32) {
        self.write(&results.join(format!("{process}.died")));
    }

    /// The same for every process that the signal reached.
    pub(crate) fn note_group(&self, results: &Path) {
        self.write(&results.join(GROUP));
    }

    /// It has been noted already, by somebody who knew more.
    pub(crate) fn is_noted(results: &Path, process: u32) -> bool {
        results.join(format!("{process}.died")).exists()
    }

    fn write(&self, path: &Path) {
        let text = serde_json::to_string(self).unwrap_or_default();
        // Without it the finding says less.
        let _ = std::fs::write(path, text);
    }

    fn read(path: &Path) -> Option<Death> {
        serde_json::from_slice(&std::fs::read(path).ok()?).ok()
    }
}

/// What was seen of the end of a whole group of processes.
const GROUP: &str = "group.died";

impl Crash {
    /// What the process of this number left in a folder; `None` when it ended by itself.
    pub(crate) fn read(folder: &Path, process: &str, bases: &BTreeMap<u64, String>) -> Option<Crash> {
        let text = |kind: &str| std::fs::read(folder.join(format!("{process}.{kind}"))).ok();
        let state = text("state").and_then(|bytes| State::parse(&bytes));
        let own = Death::read(&folder.join(format!("{process}.died")));
        if own.is_none() && !state.as_ref().is_some_and(State::has_crashed) {
            return None;
        }
        let death = own.or_else(|| Death::read(&folder.join(GROUP)));
        let mut state = state.unwrap_or_default();
        let mut death = death.unwrap_or_default();
        if !state.has_crashed() {
            // It had no time to write: what stands there is older.
            (state.signal, state.depth, state.sender) = (death.signal, 0, 0);
        }
        if state.signal != ABORT || state.sender == 0 {
            death.seconds = death.seconds.filter(|_| state.signal == KILL);
        }
        let maps = text("maps").unwrap_or_default();
        let python = text("python").unwrap_or_default();
        let python = String::from_utf8_lossy(&python);
        let (test, lines) = python.split_once('\n').unwrap_or((&python, ""));
        let test = test.rsplit_once(" (").map_or(test, |(test, _)| test);
        Some(Crash {
            process: process.to_owned(),
            test: if death.test.is_empty() { test.to_owned() } else { death.test.clone() },
            lines: lines.lines().filter_map(python_line).collect(),
            maps: Maps::parse(&String::from_utf8_lossy(&maps)),
            bases: bases.clone(),
            state,
            death,
        })
    }

    /// The file and the address in its own numbering.
    fn locate(&self, symbols: &mut Symbols, pc: u64) -> Option<(String, u64)> {
        if let Some((path, offset)) = self.maps.file(pc) {
            return Some((path.to_owned(), symbols.address(path, offset)?));
        }
        let (base, path) = self.bases.range(..=pc).next_back()?;
        symbols.is_code(path, pc - base).then(|| (path.clone(), pc - base))
    }

    /// The test that ended its process and is left out from now on.
    pub(crate) fn ended_test(&self) -> Option<&str> {
        Some(self.death.test.as_str()).filter(|test| !test.is_empty())
    }

    /// It was ended, with others, while it did nothing that is watched.
    pub(crate) fn is_bystander(&self) -> bool {
        self.death.seconds.is_some() && self.death.test.is_empty() && self.state.label().is_empty()
    }

    fn words(&self) -> String {
        match (self.death.code, self.state.signal) {
            (Some(code), 0) => format!("exit code {code}"),
            (None, 0) => "no sign of why".to_owned(),
            (_, number) => signal(number),
        }
    }
}

const ABORT: u64 = 6;
const KILL: u64 = 9;

/// `  File "it.py", line 12 in function`, as faulthandler writes it.
fn python_line(line: &str) -> Option<(String, u32, String)> {
    let (file, rest) = line.trim_start().strip_prefix("File \"")?.rsplit_once("\", line ")?;
    let (number, function) = rest.split_once(" in ")?;
    Some((file.to_owned(), number.parse().ok()?, function.to_owned()))
}

/// A function that was running.
struct Running {
    symbol: Symbol,
    path: String,
    offset: u64,
    is_watched: bool,
}

impl Running {
    /// It is the library that stands between the extension and the interpreter.
    fn is_ours(&self) -> bool {
        self.path.ends_with(super::library::NAME)
    }

    fn name(&self) -> String {
        if !self.symbol.function.is_empty() {
            return self.symbol.function.clone();
        }
        format!("{}+{:#x}", self.path.rsplit('/').next().unwrap_or_default(), self.offset)
    }
}

/// The finding about a process that died.
pub(crate) fn finding(crash: &Crash, watched: &BTreeSet<String>, symbols: &mut Symbols) -> Finding {
    let calls = last_calls(crash, symbols);
    let running = running(crash, watched, symbols);
    let culprit = running.iter().position(|it| it.is_watched);
    let entry = crash.state.label();
    // Of a process that could not say where it was, the last call may be long ago.
    let last = calls.last().filter(|_| crash.state.depth > 0 || crash.test.is_empty());
    let (path, symbol) = match (culprit.and_then(|at| running.get(at)), last) {
        (Some(it), _) => (it.path.clone(), it.symbol.clone()),
        (None, Some((frame, symbol))) => (frame.path.clone(), symbol.clone()),
        (None, None) => (path_of(crash), Symbol::default()),
    };
    let function = match (symbol.function.as_str(), entry.as_str()) {
        ("", "") => crash.test.rsplit("::").next().unwrap_or_default().to_owned(),
        ("", entry) => last_part(entry),
        (function, _) => function.to_owned(),
    };
    let message = message(crash, &function, culprit, last.is_some());
    let mut finding = begun(rules::crash(), place(&path, &symbol), message);
    finding.function = function;
    finding.item = calls.last().map_or(String::new(), |(frame, _)| frame.item.clone());
    finding.steps = calls
        .iter()
        .map(|(frame, symbol)| Step {
            kind: StepKind::Callee,
            place: place(&frame.path, symbol),
            message: format!("called `{}`", frame.item),
        })
        .collect();
    let inner = running.get(..culprit.unwrap_or(running.len())).unwrap_or_default();
    finding.steps.push(Step {
        kind: StepKind::Lost,
        place: finding.place.clone(),
        message: end(crash, &entry, inner, &finding.item),
    });
    if let Some(at) = culprit {
        finding.steps.extend(callers(&running[at..]));
    }
    finding.steps.extend(called(crash, &entry));
    finding
}

/// The finding in a few lines, for the report of the test.
pub(crate) fn text(finding: &Finding) -> String {
    let mut text = format!("error[{}]: {}", finding.rule, finding.message);
    for step in finding.steps.iter() {
        let line = if step.place.line == 0 { String::new() } else { format!(":{}", step.place.line) };
        text.push_str(&format!("\n  {}{line}: {}", step.place.path, step.message));
    }
    text
}

/// Where a process died of which nothing else is known.
fn path_of(crash: &Crash) -> String {
    let file = crash.test.split("::").next().unwrap_or_default();
    if file.is_empty() { crash.bases.values().next().cloned().unwrap_or_default() } else { file.to_owned() }
}

fn message(crash: &Crash, function: &str, culprit: Option<usize>, has_calls: bool) -> String {
    let cause = crash.words();
    if let Some(seconds) = crash.death.seconds {
        let end =
            format!("does not come to an end within {}", pilotage_reports::count(seconds as usize, "second"));
        return match culprit {
            Some(0) => format!("`{function}` {end}"),
            Some(_) => format!("a call from `{function}` {end}"),
            None if crash.test.is_empty() => format!("the process {end}"),
            None => format!("the test `{}` {end}", crash.test),
        };
    }
    let why = if has_overflowed(crash) { ": the stack ran out" } else { "" };
    match culprit {
        Some(0) => format!("`{function}` ends the process with {cause}{why}"),
        Some(_) => format!("the process ends with {cause} in a call from `{function}`{why}"),
        None if has_calls => format!("the process ends with {cause} after `{function}`{why}"),
        None if crash.test.is_empty() => format!("the process ends with {cause}{why}"),
        None => format!("the process ends with {cause} in the test `{}`{why}", crash.test),
    }
}

fn has_overflowed(crash: &Crash) -> bool {
    let state = &crash.state;
    matches!(state.signal, 7 | 11) && state.sender == 0 && crash.maps.is_below_stack(state.sp, state.address)
}

/// `SIGSEGV at address 0x10 in `PyObject_Repr`, entered as `it.function``
fn end(crash: &Crash, entry: &str, inner: &[Running], item: &str) -> String {
    let mut words = match crash.death.seconds {
        Some(_) => "running at the end of its time".to_owned(),
        None => crash.words(),
    };
    if matches!(crash.state.signal, 7 | 11) && crash.state.sender == 0 && crash.state.depth > 0 {
        words.push_str(&format!(" at address {:#x}", crash.state.address));
    }
    if inner.first().is_some_and(Running::is_ours) && !item.is_empty() {
        // We look at arguments before the interpreter does.
        words.push_str(&format!(" on the way to or from `{item}`"));
    }
    let has_name = |it: &&Running| !it.symbol.function.is_empty() && !it.is_ours();
    let mut names: Vec<String> = inner.iter().filter(has_name).map(Running::name).collect();
    names.dedup();
    if let Some(name) = names.first() {
        words.push_str(&format!(" in `{name}`"));
    }
    // Of what the interpreter did the first and the last function say most.
    if let Some(name) = names.last().filter(|_| names.len() > 1) {
        words.push_str(&format!(", called through `{name}`"));
    }
    if !entry.is_empty() {
        words.push_str(&format!(", within `{entry}`"));
    }
    words
}

/// The watched functions behind the first of these, which was called by them.
fn callers(running: &[Running]) -> Vec<Step> {
    let mut steps: Vec<(Step, usize)> = Vec::new();
    for it in running.iter().skip(1).filter(|it| it.is_watched) {
        let place = place(&it.path, &it.symbol);
        let message = format!("called by `{}`", it.name());
        if let Some((step, times)) = steps.last_mut()
            && step.message == message
        {
            *times += 1;
        } else if steps.len() == SHOWN_CALLERS {
            break;
        } else {
            steps.push((Step { kind: StepKind::Callee, place, message }, 1));
        }
    }
    let tell = |(mut step, times): (Step, usize)| {
        if times > 1 {
            step.message.push_str(&format!(", {times} times or more in a row"));
        }
        step
    };
    steps.into_iter().map(tell).collect()
}

/// The Python line that called in.
fn called(crash: &Crash, entry: &str) -> Option<Step> {
    let test = || (path_of(crash), 0);
    let (path, line) = crash.lines.first().map_or_else(test, |(file, line, _)| (shown(file), *line));
    let mut words = match (entry.is_empty(), crash.lines.first()) {
        (false, _) => format!("called as `{entry}`"),
        (true, Some((_, _, function))) => format!("called from `{function}`"),
        (true, None) if crash.test.is_empty() => return None,
        (true, None) => "called".to_owned(),
    };
    if !crash.test.is_empty() {
        words.push_str(&format!(" by the test `{}`", crash.test));
    }
    Some(Step { kind: StepKind::Callee, place: Place { path, line, ..Place::default() }, message: words })
}

fn last_calls(crash: &Crash, symbols: &mut Symbols) -> Vec<(Frame, Symbol)> {
    let calls = crash.state.last_calls();
    let shown = calls.get(calls.len().saturating_sub(SHOWN_CALLS)..).unwrap_or_default();
    let read = |(pc, item): &(u64, u64)| {
        let (path, offset) = crash.locate(symbols, pc.checked_sub(1)?)?;
        if path.ends_with(super::library::NAME) {
            // It was the last thing that a function did, and left no address there.
            return None;
        }
        let item = pilotage_capi::all().get(*item as usize).map_or("", |item| item.name).to_owned();
        let symbol = symbols.at(&path, offset);
        Some((Frame { path, offset, item }, symbol))
    };
    shown.iter().filter_map(read).collect()
}

fn running(crash: &Crash, watched: &BTreeSet<String>, symbols: &mut Symbols) -> Vec<Running> {
    let mut found = Vec::new();
    for (at, pc) in crash.state.frames().iter().enumerate() {
        // A return address belongs to what follows the call.
        let address = pc.saturating_sub(u64::from(at > 0));
        let Some((path, offset)) = crash.locate(symbols, address) else { continue };
        let symbol = symbols.at(&path, offset);
        found.push(Running { symbol, offset, is_watched: watched.contains(&path), path });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_faulthandler_are_read() {
        let line = python_line("  File \"/a \"b\"/it.py\", line 12 in <module>");
        assert_eq!(line, Some(("/a \"b\"/it.py".to_owned(), 12, "<module>".to_owned())));
        assert_eq!(python_line("Stack (most recent call first):"), None);
    }

    #[test]
    fn a_process_that_others_saw_dying_has_crashed() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        let read = |process: &str| Crash::read(folder.path(), process, &BTreeMap::new());
        write("7.died", r#"{"test":"test_it.py::test_one","code":3}"#);
        let crash = read("7").expect("a crash");
        let finding = finding(&crash, &BTreeSet::new(), &mut Symbols::default());
        assert_eq!(finding.message, "the process ends with exit code 3 in the test `test_it.py::test_one`");
        assert_eq!(finding.place.path, "test_it.py");
        write("8.died", r#"{"signal":9,"seconds":5}"#);
        let crash = read("8").expect("a crash");
        let finding = super::finding(&crash, &BTreeSet::new(), &mut Symbols::default());
        assert_eq!(finding.message, "the process does not come to an end within 5 seconds");
        assert!(read("9").is_none());
    }
}
