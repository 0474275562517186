//! Tests of pytest that go on when one of them ends the process, or takes too long: the next process repeats what has been decided, as
//! a plugin has written it down, and runs the rest. What the plugin does is in `python/pilotage/resume.py`; here processes are started.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;

use super::crash::{self, Death};
use super::results::Results;
use super::run::{self, Ended, LIST, Pass, Run};
use super::symbols::Symbols;
use crate::terminal;

/// How long tests may take, and how many may end their process.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Seconds for one test; 0: as long as it likes.
    pub(crate) test_seconds: u64,
    /// Tests that may end their process; 0: nothing goes on then.
    pub(crate) crashes: usize,
    /// Nothing is said about them.
    pub(crate) is_quiet: bool,
}

/// The plugin, under a name that no package has.
const PLUGIN: &str = "pilotage_resume";
const PLUGIN_SOURCE: &str = include_str!("../../python/pilotage/resume.py");

/// One command that runs tests.
pub(crate) struct Session<'a> {
    run: &'a Run<'a>,
    results: &'a Path,
    pass: Pass<'a>,
    /// What the plugin writes, and how much of it has been read.
    journal: PathBuf,
    read: u64,
    /// Tests that have begun, by process.
    running: BTreeMap<u32, Running>,
    /// What the process that runs now has told.
    told: Told,
    crashes: usize,
    looked: Instant,
}

struct Running {
    test: String,
    since: Instant,
    /// When the process began: its number may be given again.
    process_began: Option<u64>,
    /// It has been told to end.
    ending: Option<Instant>,
}

#[derive(Debug, Default)]
struct Told {
    has_loaded: bool,
    /// The process that runs the tests; workers of pytest-xdist go on by themselves.
    process: Option<u32>,
    is_patient: bool,
    collecting: Option<String>,
    is_done: bool,
}

/// A line of the journal.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Line {
    pid: u32,
    loaded: bool,
    session: bool,
    patient: bool,
    collect: Option<String>,
    collected: Option<String>,
    begin: Option<String>,
    test: Option<String>,
    left: usize,
    done: bool,
}

impl<'a> Session<'a> {
    /// `None` when the command is not one of pytest, or shall not go on.
    pub(crate) fn new(run: &'a Run<'a>, results: &'a Path, pass: Pass<'a>) -> Result<Option<Session<'a>>> {
        if run.limits.crashes == 0 || !(run.inline || is_pytest(run.command)) {
            return Ok(None);
        }
        let journal = results.join("tests");
        let session = Session {
            run,
            results,
            pass,
            journal,
            read: 0,
            running: BTreeMap::new(),
            told: Told::default(),
            crashes: 0,
            looked: Instant::now(),
        };
        for test in pass.without {
            session.write(&json!({"crashed": test, "text": "left out: it ends the process"}))?;
        }
        if !run.inline {
            let folder = results.join("plugin");
            std::fs::create_dir_all(&folder).context("cannot make a folder for a plugin")?;
            let file = folder.join(PLUGIN).with_extension("py");
            std::fs::write(file, PLUGIN_SOURCE).context("cannot write a plugin")?;
        }
        Ok(Some(session))
    }

    /// Has pytest load the plugin.
    pub(crate) fn prepare(&self, command: &mut Command) {
        command.env("PILOTAGE_CHECK_TESTS", &self.journal);
        if self.run.inline {
            // There it is part of the plugin that asked for this run.
            return;
        }
        let folder = self.results.join("plugin");
        let folder = folder.display().to_string();
        let plugin = PLUGIN.to_owned();
        for (name, kept, own, between) in [
            ("PYTHONPATH", "PILOTAGE_CHECK_PYTHONPATH", &folder, ':'),
            ("PYTEST_PLUGINS", "PILOTAGE_CHECK_PLUGINS", &plugin, ','),
        ] {
            let value = match std::env::var(name) {
                Ok(former) if !former.is_empty() => {
                    command.env(kept, &former);
                    format!("{own}{between}{former}")
                }
                _ => own.clone(),
            };
            command.env(name, value);
        }
        command.env("PILOTAGE_CHECK_PLUGIN", folder);
    }

    /// Runs the command until all tests have been decided.
    pub(crate) fn run(mut self) -> Result<Ended> {
        let goes_on = matches!(self.pass.fail, 0 | LIST);
        loop {
            self.told = Told::default();
            self.running.clear();
            let (run, results, pass) = (self.run, self.results, self.pass);
            let ended = run.once(results, pass, Some(&mut self))?;
            self.look()?;
            self.note_workers();
            if ended == Ended::TimedOut || self.told.is_done {
                return Ok(ended);
            }
            if !self.told.has_loaded && !run.inline && ended != Ended::Code(0) {
                // This pytest does not find the plugin.
                return run.once(results, pass, None);
            }
            let Some(process) = self.told.process else { return Ok(ended) };
            let Some(text) = self.died(process, ended)? else { return Ok(ended) };
            if !goes_on || self.crashes > run.limits.crashes {
                return Ok(ended);
            }
            self.tell(&text, ended);
            if self.crashes == run.limits.crashes {
                self.write(&json!({"stop": self.crashes}))?;
                // One more process, which tells what is known.
                self.crashes += 1;
            }
        }
    }

    /// A process has ended too early: the test that did it is decided. `None` when no test can be named.
    fn died(&mut self, process: u32, ended: Ended) -> Result<Option<String>> {
        let test = self.running.remove(&process).map(|it| it.test);
        let (kind, name) = match (test, self.told.collecting.take()) {
            (Some(test), _) => ("crashed", test),
            (None, Some(file)) => ("broken", file),
            (None, None) => return Ok(None),
        };
        self.crashes += 1;
        let mut death = Death { test: name.clone(), ..Death::default() };
        match ended {
            Ended::Signal(signal) => death.signal = signal as u64,
            Ended::Code(code) => death.code = Some(code),
            Ended::TimedOut => {}
        }
        if !Death::is_noted(self.results, process) {
            death.note(self.results, process);
        }
        let results = Results::read(self.results);
        let found = results.crashes.iter().find(|crash| crash.process == process.to_string());
        let Some(found) = found else { return Ok(None) };
        let text = crash::text(&crash::finding(found, &results.watched, &mut Symbols::default()));
        self.write(&json!({kind: name, "text": text}))?;
        Ok(Some(name))
    }

    fn tell(&self, name: &str, ended: Ended) {
        if self.run.limits.is_quiet || !(self.pass.shown || self.run.inline) {
            return;
        }
        let words = ended.words().unwrap_or_else(|| "ended well".to_owned());
        if self.crashes < self.run.limits.crashes {
            terminal::note(&format!("the process {words} in `{name}`: going on behind it"));
        } else {
            terminal::warning(&format!(
                "the process {words} in `{name}`, the last of {} that may: the tests behind it are left out",
                self.crashes
            ));
        }
    }

    /// Ends processes whose test takes too long; a pause lies between two looks.
    pub(crate) fn end_overdue(&mut self) {
        const PAUSE: Duration = Duration::from_millis(200);
        if self.looked.elapsed() < PAUSE {
            return;
        }
        self.looked = Instant::now();
        let limit = self.run.limits.test_seconds;
        // What cannot be read now can be read the next time.
        let _ = self.look();
        self.note_workers();
        if limit == 0 || self.told.is_patient {
            return;
        }
        let overdue = |it: &Running| it.since.elapsed() > Duration::from_secs(limit);
        for (process, it) in self.running.iter_mut().filter(|(_, it)| overdue(it)) {
            let Some(ending) = it.ending else {
                let death = Death { test: it.test.clone(), seconds: Some(limit), ..Death::default() };
                death.note(self.results, *process);
                it.ending = Some(Instant::now());
                run::end(*process, true, false);
                continue;
            };
            if ending.elapsed() > run::PATIENCE {
                run::end(*process, false, false);
            }
        }
    }

    /// Workers of pytest-xdist that died in the middle of a test. Most have said why; others have just gone.
    fn note_workers(&mut self) {
        let main = self.told.process;
        let is_gone = |process: &u32, it: &mut Running| {
            let now = began(*process);
            Some(*process) != main && (now.is_none() || now != it.process_began)
        };
        let gone: Vec<(u32, Running)> = self.running.extract_if(.., is_gone).collect();
        for (process, it) in gone {
            if !Death::is_noted(self.results, process) {
                Death { test: it.test, ..Death::default() }.note(self.results, process);
            }
        }
    }

    fn write(&self, line: &serde_json::Value) -> Result<()> {
        let file = File::options().create(true).append(true).open(&self.journal);
        file.and_then(|mut file| writeln!(file, "{line}")).context("cannot write down what tests gave")
    }

    /// Reads what has been written since the last time.
    fn look(&mut self) -> Result<()> {
        let Ok(mut file) = File::open(&self.journal) else { return Ok(()) };
        file.seek(SeekFrom::Start(self.read)).context("cannot read what tests gave")?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).context("cannot read what tests gave")?;
        // The last line may still be under way.
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        self.read += whole as u64;
        bytes.truncate(whole);
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Ok(line) = serde_json::from_slice::<Line>(line) {
                self.note(line);
            }
        }
        Ok(())
    }

    fn note(&mut self, line: Line) {
        let told = &mut self.told;
        told.has_loaded |= line.loaded;
        told.is_patient |= line.patient;
        told.is_done |= line.done;
        if line.session {
            told.process = Some(line.pid);
        }
        if line.collect.is_some() {
            told.collecting = line.collect;
        }
        if line.collected.is_some() && line.collected == told.collecting {
            told.collecting = None;
        }
        if let Some(test) = line.begin {
            let running =
                Running { test, since: Instant::now(), process_began: began(line.pid), ending: None };
            self.running.insert(line.pid, running);
        }
        if line.test.is_some() {
            self.running.remove(&line.pid);
        }
        if line.left > 0 && !self.run.limits.is_quiet {
            let many = pilotage_reports::count(line.left, "test");
            terminal::warning(&format!("{many} did not run"));
        }
    }
}

/// When a process that lives began, in ticks since the machine did; it tells processes of the same number apart.
fn began(process: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in parentheses, may have spaces.
    let (_, rest) = text.rsplit_once(')')?;
    let mut words = rest.split_whitespace();
    // One that has ended and that nobody has asked about.
    let is_alive = words.next().is_some_and(|state| !matches!(state, "Z" | "X"));
    words.nth(18).filter(|_| is_alive)?.parse().ok()
}

/// The command runs pytest by name, with a Python that looks at its environment.
fn is_pytest(command: &[String]) -> bool {
    let is_name = |word: &str| {
        let name = word.rsplit('/').next().unwrap_or(word);
        matches!(name, "pytest" | "py.test" | "-mpytest")
    };
    let Some(at) = command.iter().position(|word| is_name(word)) else { return false };
    let is_isolated = |word: &String| {
        let flags = word.strip_prefix('-').unwrap_or_default();
        !flags.starts_with('-') && !flags.starts_with(['X', 'W']) && flags.contains(['E', 'I'])
    };
    !command[..at].iter().any(is_isolated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_pytest() {
        let is = |line: &str| is_pytest(&line.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert!(is("python -m pytest -x"));
        assert!(is("/opt/bin/pytest tests"));
        assert!(is("coverage run -m pytest"));
        assert!(is("python -X dev -W error -mpytest"));
        assert!(!is("python -I -m pytest"));
        assert!(!is("python -sE -m pytest"));
        assert!(!is("python test_it.py"));
        assert!(!is("python -m unittest"));
    }

    #[test]
    fn processes_of_the_same_number_differ() {
        let own = std::process::id();
        assert!(began(own).is_some() && began(own) == began(own));
        assert_eq!(began(0), None);
    }
}
