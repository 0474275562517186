//! Worker processes: each parses and audits units, one JSON line in, one out. A worker that crashes, hangs or
//! grows too large costs its unit a Problem and is started anew; nothing else is lost.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command as Process, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use pilotage_finding::Problem;

use super::parse::{Language, Parser};
use super::unit::{self, Job, UnitOutcome, relative};

/// How workers are started.
#[derive(Clone, Debug)]
pub(crate) struct WorkerOptions {
    /// The executable, which calls [`worker_main`] when its first argument is [`SUBCOMMAND`].
    pub(crate) executable: PathBuf,
    /// libclang, when it is not where the loader looks by itself.
    pub(crate) libclang: Option<PathBuf>,
    /// The folder with the analysis headers.
    pub(crate) headers: PathBuf,
    /// One unit may take this long.
    pub(crate) timeout: Duration,
    /// A worker may grow to this many bytes of address space.
    pub(crate) memory_limit_bytes: u64,
}

/// The hidden subcommand that makes a process a worker.
pub const SUBCOMMAND: &str = "__worker";

/// Stack of the thread that walks the cursors: trees are as deep as the source nests.
const STACK_BYTES: usize = 256 << 20;

/// The main function of a worker process: serves jobs from stdin until it closes. Its arguments come after
/// [`SUBCOMMAND`].
pub fn worker_main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(2);
    let headers = arguments.next().map(PathBuf::from);
    let limit = arguments.next().and_then(|limit| limit.to_str().and_then(|limit| limit.parse().ok()));
    let (Some(headers), Some(memory_limit_bytes)) = (headers, limit) else { return ExitCode::from(2) };
    let limit =
        rustix::process::Rlimit { current: Some(memory_limit_bytes), maximum: Some(memory_limit_bytes) };
    // Where the limit cannot be set, the timeout still holds.
    let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
    let served = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || serve(&headers));
    match served.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        Ok(Ok(Err(error))) => {
            let outcome =
                UnitOutcome { problems: vec![Problem::new("", error.to_string())], ..Default::default() };
            let _ = writeln!(std::io::stdout(), "{}", serde_json::to_string(&outcome).unwrap_or_default());
            ExitCode::from(2)
        }
        _ => ExitCode::from(2),
    }
}

fn serve(headers: &Path) -> std::io::Result<()> {
    let parser = Parser::new(headers)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let job: Job = serde_json::from_str(&line?)?;
        let audited = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unit::audit(&parser, &job)));
        let outcome = audited.unwrap_or_else(|panic| {
            let what = panic.downcast_ref::<String>().map(String::as_str);
            let what = what.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
            failed(&job, format!("a rule panicked ({what}): please report this file"))
        });
        serde_json::to_writer(&mut out, &outcome)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}

fn failed(job: &Job, message: String) -> UnitOutcome {
    let path = relative(Path::new(&job.command.root), &job.command.path);
    UnitOutcome { problems: vec![Problem::internal(path, message)], ..UnitOutcome::default() }
}

/// Audits all jobs in `count` workers; outcomes come in the order of the jobs.
pub(crate) fn run(
    jobs: &[Job],
    options: &WorkerOptions,
    count: usize,
    done: &(dyn Fn(&Job, &UnitOutcome) + Sync),
) -> Vec<UnitOutcome> {
    let next = AtomicUsize::new(0);
    let outcomes: Mutex<Vec<Option<UnitOutcome>>> = Mutex::new(vec![None; jobs.len()]);
    std::thread::scope(|scope| {
        for _ in 0..count.min(jobs.len()).max(1) {
            scope.spawn(|| {
                let mut worker = None;
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(job) = jobs.get(at) else { break };
                    let outcome = one(job, options, &mut worker);
                    done(job, &outcome);
                    if let Ok(mut outcomes) = outcomes.lock() {
                        outcomes[at] = Some(outcome);
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    outcomes.into_iter().map(Option::unwrap_or_default).collect()
}

/// Gives one job to the worker of this thread, starting it when there is none.
fn one(job: &Job, options: &WorkerOptions, worker: &mut Option<Worker>) -> UnitOutcome {
    if worker.is_none() {
        match Worker::start(options) {
            Ok(started) => *worker = Some(started),
            Err(error) => return failed(job, format!("cannot start a worker: {error}")),
        }
    }
    let Some(running) = worker else { return UnitOutcome::default() };
    let answer = running.ask(job, options.timeout);
    match answer {
        Ok(outcome) if outcome.has_crashed => {
            // What libclang held when it died is not given back.
            worker.take().map(Worker::end);
            match careful(job) {
                Some(job) => one(&job, options, worker),
                None => outcome,
            }
        }
        Ok(outcome) => outcome,
        Err(why) => {
            let why = match worker.take().map(Worker::end) {
                Some(status) if why == Silence::Died => {
                    let limit = options.memory_limit_bytes >> 30;
                    format!(
                        "the parser crashed on it or needed more than {limit} GiB ({status}): it was not audited"
                    )
                }
                _ => format!("not parsed within {} s, given up", options.timeout.as_secs()),
            };
            failed(job, why)
        }
    }
}

/// The same job for another try: templates that need each other without end fill the memory long before libclang's own
/// limit. `None` when there is no other way.
fn careful(job: &Job) -> Option<Job> {
    let mut job = job.clone();
    let arguments = &mut job.command.arguments;
    let is_new = job.command.language == Language::Cpp && !arguments.iter().any(|known| known == CAREFUL);
    is_new.then(|| arguments.push(CAREFUL.to_owned()))?;
    Some(job)
}

/// How deep templates may nest in a source that libclang has died of.
const CAREFUL: &str = "-ftemplate-depth=8";

struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

#[derive(PartialEq)]
enum Silence {
    Died,
    TimedOut,
}

impl Worker {
    fn start(options: &WorkerOptions) -> std::io::Result<Self> {
        let mut process = Process::new(&options.executable);
        process
            .arg(SUBCOMMAND)
            .arg(&options.headers)
            .arg(options.memory_limit_bytes.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        if let Some(libclang) = &options.libclang {
            process.env("LIBCLANG_PATH", libclang);
        }
        let mut child = process.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("no pipe to the worker"));
        };
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(line) = line else { break };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Worker { child, input, answers })
    }

    fn ask(&mut self, job: &Job, timeout: Duration) -> Result<UnitOutcome, Silence> {
        let line = serde_json::to_string(job).map_err(|_| Silence::Died)?;
        writeln!(self.input, "{line}").map_err(|_| Silence::Died)?;
        match self.answers.recv_timeout(timeout) {
            Ok(answer) => serde_json::from_str(&answer).map_err(|_| Silence::Died),
            Err(RecvTimeoutError::Timeout) => Err(Silence::TimedOut),
            Err(RecvTimeoutError::Disconnected) => Err(Silence::Died),
        }
    }

    /// Ends the process and says how it ended.
    fn end(mut self) -> String {
        // One that died by itself keeps its own status.
        std::thread::sleep(Duration::from_millis(20));
        if let Ok(Some(status)) = self.child.try_wait() {
            return status.to_string();
        }
        let _ = self.child.kill();
        self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse::Command;
    use super::*;

    #[test]
    fn a_source_is_tried_once_more_with_shallow_templates() {
        let job = |language| Job {
            command: Command {
                path: "a".to_owned(),
                root: String::new(),
                language,
                includes: Vec::new(),
                defines: Vec::new(),
                arguments: Vec::new(),
            },
            settings: Default::default(),
            generator: String::new(),
        };
        let again = careful(&job(Language::Cpp)).unwrap();
        assert_eq!(again.command.arguments, [CAREFUL]);
        assert!(careful(&again).is_none() && careful(&job(Language::C)).is_none());
    }
}
