//! From what processes told to findings: which function and line, which words, each cause once.

use std::collections::BTreeMap;

use pilotage_finding::{Confidence, Finding, Place, Problem, Step, StepKind};
use pilotage_ledger::{Fault, Frame};

use super::Failed;
use super::crash;
use super::describe::shown;
use super::results::{Results, Told};
use super::rules::{self, RuntimeRule};
use super::symbols::{Symbol, Symbols};

/// Findings with how often they were seen, by rule, path, line, function and item.
type Merged = BTreeMap<(String, String, u32, String, String), (Finding, u64)>;

/// Faults that a first run only suspects.
pub(crate) fn is_about_references(fault: Fault) -> bool {
    matches!(fault, Fault::LeakedReference | Fault::OverRelease | Fault::BufferNotReleased)
}

/// Findings of all runs, each cause once.
#[derive(Default)]
pub(crate) struct Collector {
    symbols: Symbols,
    merged: Merged,
}

impl Collector {
    /// Adds what one or two runs gave. Suspicions count only where no second run was made, and then as such.
    pub(crate) fn add(&mut self, first: &Results, second: Option<&Results>, failed: Option<&Failed>) {
        let is_plain = |told: &&Told| !told.candidate || second.is_none() && !first.has_parts;
        let plain = first.told.iter().filter(is_plain);
        let confirmed =
            second.into_iter().flat_map(|it| &it.told).filter(|told| is_about_references(told.fault));
        for told in plain.chain(confirmed) {
            let finding = finding(told, &mut self.symbols);
            self.merge(finding, told.count, failed);
        }
        for crash in &first.crashes {
            let finding = crash::finding(crash, &first.watched, &mut self.symbols);
            self.merge(finding, 1, failed);
        }
    }

    /// All findings, sorted.
    pub(crate) fn finish(self, first: &Results) -> (Vec<Finding>, Vec<Problem>) {
        let blind = first.watched.iter().filter(|_| !self.merged.is_empty()).find(|path| !has_lines(path));
        let message = "no debug information: build with `-g` to see source lines";
        let problems = blind.map(|path| Problem::new(shown(path), message)).into_iter().collect();
        let mut findings: Vec<Finding> =
            self.merged.into_values().map(|(finding, count)| counted(finding, count)).collect();
        findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        (findings, problems)
    }

    fn merge(&mut self, mut finding: Finding, count: u64, failed: Option<&Failed>) {
        let key = (
            finding.rule.clone(),
            finding.place.path.clone(),
            finding.place.line,
            finding.function.clone(),
            finding.item.clone(),
        );
        if let Some(known) = self.merged.get_mut(&key) {
            known.1 += count;
            return;
        }
        if let Some(failed) = failed {
            let place = place(&failed.at.path, &self.symbols.at(&failed.at.path, failed.at.offset));
            let again = match failed.test.as_str() {
                "" => format!("--replay {}", failed.number),
                test => format!("--pilotage-replay {test}#{}", failed.number),
            };
            let message = format!("`{}` was made to fail: `{again}`", failed.at.item);
            finding.steps.insert(0, Step { kind: StepKind::Branch, place, message });
        }
        self.merged.insert(key, (finding, count));
    }
}

fn counted(mut finding: Finding, count: u64) -> Finding {
    if count > 1
        && let Some(step) = finding.steps.last_mut()
    {
        step.message.push_str(&format!(", {count} times in all"));
    }
    finding
}

fn has_lines(path: &str) -> bool {
    let Ok(bytes) = std::fs::read(path) else { return true };
    let file = object::File::parse(&*bytes);
    file.is_ok_and(|file| object::Object::section_by_name(&file, ".debug_line").is_some())
}

fn finding(told: &Told, symbols: &mut Symbols) -> Finding {
    let rule = rules::of(told.fault);
    let entered = symbols.at(&told.entered.path, told.entered.offset);
    let culprit = culprit(told);
    let symbol = symbols.at(&culprit.path, culprit.offset);
    let function = [&symbol.function, &entered.function].into_iter().find(|name| !name.is_empty());
    let function = function.map_or_else(|| last_part(&told.entry), |name| name.clone());
    let mut finding = begun(
        rule,
        place(if culprit.path.is_empty() { &told.path } else { &culprit.path }, &symbol),
        message(told, &function),
    );
    finding.confidence = if told.candidate { Confidence::Low } else { Confidence::High };
    finding.function = function;
    finding.item = culprit.item.clone();
    finding.steps = steps(told, symbols);
    finding.help = help(told.fault).to_owned();
    finding
}

/// The place that the finding is about. A change between two transitions belongs to the function of the later one, unless
/// that is the exit, which stands for the function that was entered. A call that is the last thing that a function
/// does leaves no address in it.
fn culprit(told: &Told) -> &Frame {
    let [before, after] = &told.at;
    let made_by_call = told.fault == Fault::LeakedReference && told.from == *before && told.from == *after;
    if made_by_call || matches!(told.fault, Fault::BufferNotReleased | Fault::LeakedMemory) {
        return &told.from;
    }
    let is_exit = after.item.is_empty();
    let place = if is_exit && !before.item.is_empty() { before } else { after };
    let all = [place, before, &told.from];
    all.into_iter().find(|frame| !frame.path.is_empty()).unwrap_or(&told.entered)
}

/// A finding that is still to be filled.
pub(crate) fn begun(rule: RuntimeRule, place: Place, message: String) -> Finding {
    let mut finding = Finding::at(place, message);
    finding.rule = rule.code.to_owned();
    finding.name = rule.name.to_owned();
    finding.severity = rule.severity;
    finding
}

/// The source line where it is known, else the library.
pub(crate) fn place(path: &str, symbol: &Symbol) -> Place {
    if symbol.line == 0 || symbol.file.is_empty() {
        return Place { path: shown(path), ..Place::default() };
    }
    Place { path: shown(&symbol.file), line: symbol.line, ..Place::default() }
}

/// `function` of `module.function`.
pub(crate) fn last_part(entry: &str) -> String {
    entry.rsplit('.').next().unwrap_or(entry).to_owned()
}

fn message(told: &Told, function: &str) -> String {
    let object = if told.object.is_empty() {
        "an object".to_owned()
    } else {
        format!("an object of type `{}`", told.object)
    };
    let many = if told.amount > 1 { format!("{} references", told.amount) } else { "a reference".to_owned() };
    match told.fault {
        Fault::LeakedReference => match told.from.item.as_str() {
            "" => format!("`{function}` keeps {many} to {object} that nothing holds"),
            item => format!("`{function}` leaks {many} to {object} that `{item}` gave"),
        },
        Fault::OverRelease => format!("`{function}` releases {many} to {object} that it does not own"),
        Fault::UseAfterRelease => format!("`{function}` uses {object} after releasing it"),
        Fault::StaleBorrowedReference => {
            format!("`{function}` uses {object} that it had borrowed and that has died")
        }
        Fault::BufferNotReleased => {
            format!("`{function}` does not release a buffer that `{}` acquired", told.from.item)
        }
        Fault::LeakedMemory => match told.from.item.as_str() {
            "" => format!("`{function}` loses a block of {}", bytes(told.amount)),
            giver => format!("`{function}` loses a block of {} that `{giver}` gave", bytes(told.amount)),
        },
        Fault::MismatchedAllocator => {
            let (from, to) = told.object.split_once(" to ").unwrap_or((&told.object, "another function"));
            format!("`{function}` gives memory from `{from}` to `{to}`")
        }
        Fault::NullWithoutException => format!("`{function}` tells of failure and sets no exception"),
        Fault::ResultWithExceptionSet => format!("`{function}` returns a result while an exception is set"),
        Fault::CallWithExceptionPending => {
            format!("`{function}` calls `{}` while an exception is set", told.at[1].item)
        }
        Fault::ApiWithoutGil => format!("`{function}` calls `{}` without the GIL", told.at[1].item),
    }
}

fn bytes(amount: i64) -> String {
    if amount == 1 { "1 byte".to_owned() } else { format!("{amount} bytes") }
}

fn help(fault: Fault) -> &'static str {
    match fault {
        Fault::LeakedReference => "release it on every path with `Py_DECREF`",
        Fault::OverRelease => "take a reference with `Py_INCREF` before giving it away, or do not release it",
        Fault::UseAfterRelease => "release the object after its last use",
        Fault::StaleBorrowedReference => {
            "take a reference with `Py_INCREF` before calling what may release it"
        }
        Fault::BufferNotReleased => "call `PyBuffer_Release` on every path",
        Fault::LeakedMemory => "free it on every path, or keep a pointer to it",
        Fault::MismatchedAllocator => "free memory with the function of the family that gave it",
        Fault::NullWithoutException => "set an exception before returning failure",
        Fault::ResultWithExceptionSet => "check for failure after each call, or clear the exception",
        Fault::CallWithExceptionPending => {
            "check for failure before the next call, or put the exception aside"
        }
        Fault::ApiWithoutGil => "call it outside of `Py_BEGIN_ALLOW_THREADS`, or take the GIL first",
    }
}

fn steps(told: &Told, symbols: &mut Symbols) -> Vec<Step> {
    let [before, after] = &told.at;
    let mut story: Vec<(&Frame, StepKind, String)> = Vec::new();
    let item = told.from.item.as_str();
    match told.fault {
        Fault::LeakedReference if before == after => {
            story.push((&told.from, StepKind::Created, format!("`{item}` gives a reference")));
        }
        Fault::LeakedReference | Fault::OverRelease => {
            if !item.is_empty() && told.from != *before {
                story.push((&told.from, StepKind::Borrowed, format!("known since `{item}`")));
            }
            story.push((before, StepKind::Callee, format!("still right at {}", named(before))));
            story.push((after, StepKind::Lost, format!("no longer at {}", named(after))));
            if before == after {
                story = vec![(after, StepKind::Lost, format!("the reference goes with {}", named(after)))];
            }
        }
        Fault::UseAfterRelease => {
            story.push((&told.from, StepKind::Callee, format!("the last reference goes with `{item}`")));
            story.push((after, StepKind::Lost, format!("used by {}", named(after))));
        }
        Fault::StaleBorrowedReference => {
            story.push((&told.from, StepKind::Borrowed, format!("lent by `{item}`")));
            story.push((after, StepKind::Lost, format!("used by {}", named(after))));
        }
        Fault::BufferNotReleased => {
            story.push((&told.from, StepKind::Created, format!("`{item}` acquires the buffer")));
        }
        Fault::LeakedMemory => {
            story.push((&told.from, StepKind::Created, format!("`{item}` gives the block")));
        }
        Fault::MismatchedAllocator => {
            story.push((&told.from, StepKind::Created, format!("`{item}` gives the memory")));
            story.push((after, StepKind::Lost, format!("{} takes it", named(after))));
        }
        Fault::NullWithoutException | Fault::ResultWithExceptionSet => {
            story.push((
                before,
                StepKind::Callee,
                format!("the last call before the return is {}", named(before)),
            ));
        }
        Fault::CallWithExceptionPending => {
            story.push((&told.from, StepKind::Callee, format!("the call before is {}", named(&told.from))));
            story.push((after, StepKind::Lost, format!("{} runs with the exception", named(after))));
        }
        Fault::ApiWithoutGil => {
            story.push((after, StepKind::Lost, format!("{} needs the GIL", named(after))))
        }
    }
    // What has no place has been told by the message.
    story.retain(|(frame, _, _)| !frame.path.is_empty() && !frame.item.is_empty());
    let mut steps: Vec<Step> = story
        .into_iter()
        .map(|(frame, kind, message)| Step {
            kind,
            place: place(&frame.path, &symbols.at(&frame.path, frame.offset)),
            message,
        })
        .collect();
    let (file, line) = python_place(&told.caller);
    let place = Place { path: shown(&file), line, ..Place::default() };
    steps.push(Step { kind: StepKind::Callee, place, message: called(told) });
    steps
}

fn named(frame: &Frame) -> String {
    if frame.item.is_empty() { "the return".to_owned() } else { format!("`{}`", frame.item) }
}

fn called(told: &Told) -> String {
    let test = told.caller.split_once(" in ").map(|(_, test)| test);
    match test {
        Some(test) => {
            format!("called as `{}` by the test `{}`", told.entry, test.trim_end_matches(" (call)"))
        }
        None => format!("called as `{}`", told.entry),
    }
}

/// `file.py:12 in test` as file and line.
fn python_place(caller: &str) -> (String, u32) {
    let place = caller.split(" in ").next().unwrap_or(caller);
    match place.rsplit_once(':') {
        Some((file, line)) => (file.to_owned(), line.parse().unwrap_or(0)),
        None => (place.to_owned(), 0),
    }
}
