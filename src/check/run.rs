//! Runs the command with the library preloaded, for at most a given time, and tells how it ended.

use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use super::crash::Death;
use super::session::{Limits, Session};

/// How to run it.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    /// Program and arguments.
    pub(crate) command: &'a [String],
    /// What is preloaded.
    pub(crate) library: &'a Path,
    /// What is watched.
    pub(crate) patterns: &'a [String],
    /// Seconds until the command is ended.
    pub(crate) timeout: Option<u64>,
    /// Only allocators can be made to fail.
    pub(crate) memory_only: bool,
    /// The account of references is kept.
    pub(crate) references: bool,
    /// Calls are counted by their places.
    pub(crate) coverage: bool,
    /// What is alive at the end and at the peak is told.
    pub(crate) memory: bool,
    /// The command itself has its parts looked at closely; what it writes stays where it is.
    pub(crate) inline: bool,
    /// How tests go on that end their process.
    pub(crate) limits: Limits,
}

/// One run of the command.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pass<'a> {
    /// What it looks at closely; `None` in a first run.
    pub(crate) closely: Option<Closely<'a>>,
    /// The call that shall fail; 0: none, `LIST`: none, but all places are told.
    pub(crate) fail: u64,
    /// What it writes is shown.
    pub(crate) shown: bool,
    /// Tests that end their process, which are left out.
    pub(crate) without: &'a [String],
}

/// Asks for the places whose calls can fail.
pub(crate) const LIST: u64 = u64::MAX;

/// What a second run looks at closely.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closely<'a> {
    /// File with the names of entries.
    pub(crate) suspects: &'a Path,
    /// File with the instructions that call through pointers.
    pub(crate) sites: &'a Path,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// By itself, with this code.
    Code(i32),
    /// By a signal.
    Signal(i32),
    /// It took too long.
    TimedOut,
}

impl Ended {
    /// What went wrong; `None` when nothing did.
    pub(crate) fn words(self) -> Option<String> {
        match self {
            Ended::Code(0) => None,
            Ended::Code(code) => Some(format!("ended with exit code {code}")),
            Ended::Signal(signal) => Some(format!("was ended by signal {signal}")),
            Ended::TimedOut => Some("took too long and was ended".to_owned()),
        }
    }
}

impl Run<'_> {
    /// Runs it; results go to a new folder. What the command writes to its standard output goes to our standard error: findings have
    /// standard output for themselves. Of tests that end their process the next goes on in a new one.
    pub(crate) fn start(&self, results: &Path, pass: Pass<'_>) -> Result<Ended> {
        std::fs::create_dir_all(results).context("cannot make a folder for results")?;
        match Session::new(self, results, pass)? {
            Some(session) => session.run(),
            None => self.once(results, pass, None),
        }
    }

    /// One process, which is watched by `session` when it runs tests.
    pub(crate) fn once(
        &self,
        results: &Path,
        pass: Pass<'_>,
        session: Option<&mut Session<'_>>,
    ) -> Result<Ended> {
        let mut command = self.command(results, pass)?;
        if let Some(session) = &session {
            session.prepare(&mut command);
        }
        let mut child =
            command.spawn().with_context(|| format!("cannot run `{}`", command.get_program().display()))?;
        let process = child.id();
        let ended = match (self.timeout, session) {
            (None, None) => ended(child.wait().context("cannot wait for the command")?),
            (limit, session) => wait(&mut child, results, limit.map(Duration::from_secs), session)?,
        };
        if let Ended::Signal(signal) = ended {
            note_death(results, process, signal);
        }
        Ok(ended)
    }

    fn command(&self, results: &Path, pass: Pass<'_>) -> Result<Command> {
        let (program, arguments) =
            self.command.split_first().ok_or_else(|| anyhow!("the command is missing"))?;
        let mut command = Command::new(program);
        command.args(arguments);
        command.env("LD_PRELOAD", preload(self.library));
        command.env("PILOTAGE_CHECK_RESULTS", results);
        command.env("PILOTAGE_CHECK_WATCH", self.patterns.join("\n"));
        if let Some(closely) = pass.closely {
            command.env("PILOTAGE_CHECK_CONFIRM", closely.suspects);
            command.env("PILOTAGE_CHECK_SITES", closely.sites);
        }
        if pass.fail != 0 {
            command.env("PILOTAGE_CHECK_FAIL", pass.fail.to_string());
        }
        if !self.references {
            command.env("PILOTAGE_CHECK_LEDGER", "0");
        }
        if self.memory_only {
            command.env("PILOTAGE_CHECK_FAIL_MEMORY", "1");
        }
        if self.coverage && pass.closely.is_none() {
            command.env("PILOTAGE_CHECK_COVERAGE", "1");
        }
        if self.memory && pass.closely.is_none() && matches!(pass.fail, 0 | LIST) {
            command.env("PILOTAGE_CHECK_MEMORY", "1");
        }
        if self.inline || self.coverage || self.memory {
            let program = std::env::current_exe().context("cannot find the program")?;
            command.env("PILOTAGE_CHECK_PROGRAM", program);
        }
        if self.inline {
            command.env("PILOTAGE_CHECK_INLINE", "1");
        } else if pass.shown {
            command.stdout(Stdio::from(std::io::stderr()));
        } else {
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        }
        if self.timeout.is_some() {
            // A group of its own can be ended with all that it started.
            own_group(&mut command);
        }
        Ok(command)
    }
}

/// Most signals have been noted by the process itself, with more.
fn note_death(results: &Path, process: u32, signal: i32) {
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV: nobody sends them for another reason.
    let is_fault = matches!(signal, 4..=8 | 11);
    let is_watched = results.join(format!("{process}.state")).exists();
    if is_fault && is_watched && !Death::is_noted(results, process) {
        Death { signal: signal as u64, ..Death::default() }.note(results, process);
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

/// Other systems are refused before a command is run.
#[cfg(not(unix))]
fn own_group(_command: &mut Command) {}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

fn ended(status: ExitStatus) -> Ended {
    match (status.code(), signal(status)) {
        (Some(code), _) => Ended::Code(code),
        (None, Some(signal)) => Ended::Signal(signal),
        (None, None) => Ended::Code(-1),
    }
}

/// Waits for the end of the command, and ends it, or the test that it runs, when that takes too long.
fn wait(
    child: &mut Child,
    results: &Path,
    limit: Option<Duration>,
    mut session: Option<&mut Session<'_>>,
) -> Result<Ended> {
    const PAUSE: Duration = Duration::from_millis(20);
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for the command")? {
            return Ok(ended(status));
        }
        if let Some(limit) = limit.filter(|limit| start.elapsed() > *limit) {
            let seconds = Some(limit.as_secs());
            Death { seconds, ..Death::default() }.note(results, child.id());
            Death { seconds, ..Death::default() }.note_group(results);
            // SIGABRT lets the process say what it was doing.
            end(child.id(), true, true);
            let asked = Instant::now();
            while asked.elapsed() < PATIENCE && child.try_wait().is_ok_and(|status| status.is_none()) {
                std::thread::sleep(PAUSE);
            }
            end(child.id(), false, true);
            child.wait().context("cannot wait for the command")?;
            return Ok(Ended::TimedOut);
        }
        if let Some(session) = &mut session {
            session.end_overdue();
        }
        std::thread::sleep(PAUSE);
    }
}

/// How long a process may take to say what it was doing.
pub(crate) const PATIENCE: Duration = Duration::from_secs(4);

/// Ends a process, or its group: one that may say what it was doing, or at once.
#[cfg(unix)]
pub(crate) fn end(process: u32, is_patient: bool, is_group: bool) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) else { return };
    let signal = if is_patient { Signal::ABORT } else { Signal::KILL };
    // It may be gone already.
    let _ = if is_group { kill_process_group(process, signal) } else { kill_process(process, signal) };
}

#[cfg(not(unix))]
pub(crate) fn end(_process: u32, _is_patient: bool, _is_group: bool) {}

/// In front of what is preloaded anyhow.
fn preload(library: &Path) -> String {
    let library = library.display().to_string();
    match std::env::var("LD_PRELOAD") {
        Ok(others) if !others.is_empty() => format!("{library}:{others}"),
        _ => library,
    }
}
