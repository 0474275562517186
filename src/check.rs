//! `pilotage check`: runs a command with the interposing library, a second time where references seem to be wrong, and
//! reports what came out like an audit. It reads results; what is a fault is decided in the checked process.

mod convert;
mod coverage;
mod crash;
mod describe;
mod flame;
mod library;
mod listing;
mod maps;
mod memory;
mod results;
mod rules;
mod run;
mod session;
mod sites;
mod symbols;
mod watch;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use pilotage_finding::{Input, Problem};
use pilotage_ledger::Frame;
use pilotage_reports::source::{SourceText, Sources};
use pilotage_scanner::Outcome;
use serde::Deserialize;

use crate::cli::{CheckArgs, Host, Inject};
use crate::exit::Exit;
use crate::scan::Texts;
use crate::settings::Settings;
use crate::terminal::{self, Color};
use crate::{audit, summary};

use crash::Crash;
use results::Results;
use run::{Closely, Ended, LIST, Pass, Run};
use session::Limits;

pub(crate) use rules::{RuntimeRule, all as runtime_rules};

pub(crate) fn run(arguments: &CheckArgs, color: Color) -> Result<Exit> {
    let rules = crate::rules::all();
    let settings = Settings::new(&arguments.as_audit(), &rules)?;
    let baseline = settings.baseline.as_deref().map(audit::read_baseline).transpose()?;
    let library = library::find()?;
    let folder = tempfile::Builder::new().prefix("pilotage-check-").tempdir();
    let folder = folder.context("cannot make a folder for results")?;
    let patterns = watch::patterns(&arguments.watch)?;
    if settings.verbose {
        terminal::note(&format!("watching extensions by: {}", patterns.join(", ")));
    }
    let command = command(arguments)?;
    let run = Run {
        command: &command,
        library: &library,
        patterns: &patterns,
        timeout: arguments.timeout,
        memory_only: arguments.inject == Some(Inject::Memory),
        inline: arguments.inline,
        references: !arguments.no_references,
        coverage: arguments.coverage.is_some(),
        memory: arguments.memory.is_some(),
        limits: Limits {
            test_seconds: arguments.test_timeout,
            // Tests are run by CPython alone.
            crashes: if arguments.host == Host::Cpython { arguments.max_crashes } else { 0 },
            is_quiet: settings.quiet,
        },
    };
    let fail = if arguments.inject.is_some() { LIST } else { 0 };
    let checked = check(&run, &settings, arguments, folder.path(), fail, &[])?;
    let injected = match arguments.inject {
        Some(_) => inject(&run, &settings, arguments, folder.path(), &checked)?,
        None if arguments.inline => parts(&folder.path().join("first")),
        None => Vec::new(),
    };

    tell_pictures(arguments, &settings, &checked, &injected)?;
    let mut outcome = outcome(&checked, &injected);
    let texts = std::mem::take(&mut outcome.texts);
    let texts = Texts { kept: &texts };
    let sources = Sources::new(&texts);
    silence(&mut outcome, &texts);
    let applied = audit::prepare(&mut outcome, &settings, &sources, &[], baseline.as_ref());
    if let Some(path) = &settings.write_baseline {
        return audit::write_baseline(&outcome, path);
    }
    audit::write_reports(&outcome, &settings, &rules, &sources, &[], color)?;
    tell(&outcome, &checked, &settings);
    summary::write_findings(&outcome, &settings, applied);
    let exit = exit(&outcome, &checked, &settings);
    Ok(match checked.ended {
        // Other codes of pytest mean other things than ours.
        Ended::Code(code) if arguments.inline && code != 0 => Exit::Command(u8::try_from(code).unwrap_or(1)),
        _ => exit,
    })
}

/// What is run: the command itself, or the interpreter of `pilotage run` with it.
fn command(arguments: &CheckArgs) -> Result<Vec<String>> {
    let mut command = arguments.command.clone();
    if arguments.host == Host::Rustpython {
        let interpreter = crate::python::interpreter()?;
        command.insert(0, interpreter.to_string_lossy().into_owned());
    }
    Ok(command)
}

/// The first argument that asks for [`print_sites`].
pub(crate) const SITES: &str = "__sites";

/// The first argument that asks for [`print_tails`].
pub(crate) const TAILS: &str = "__tails";

/// Writes the jumps of a library to functions of the API, for the interposing library.
pub(crate) fn print_tails(paths: impl Iterator<Item = String>) -> Exit {
    let text: String = paths.map(|path| listing::tails(&path)).collect();
    let written = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
    if written.is_ok() { Exit::Clean } else { Exit::Error }
}

/// What was exercised, and what is alive: text to standard error, files where they were asked for.
fn tell_pictures(
    arguments: &CheckArgs,
    settings: &Settings,
    main: &Checked,
    injected: &[Checked],
) -> Result<()> {
    let runs = || std::iter::once(main).chain(injected).map(|checked| &checked.first);
    let mut text = String::new();
    if let Some(file) = &arguments.coverage {
        let watched = runs().flat_map(|results| results.watched.iter().cloned()).collect();
        let counted: Vec<_> = runs().flat_map(|results| results.counted.iter().cloned()).collect();
        let coverage = coverage::Coverage::new(&watched, &counted);
        text.push_str(&coverage.text(settings.verbose));
        if let Some(file) = file {
            write_json(file, &coverage)?;
        }
    }
    if let Some(folder) = &arguments.memory {
        let memory = memory::Memory::new(&main.first.alive);
        text.push_str(&memory.text(settings.verbose));
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
            write_json(&folder.join("memory.json"), &memory)?;
            for (name, svg) in memory.flames() {
                write_file(&folder.join(name), svg.as_bytes())?;
            }
        }
    }
    if !settings.quiet {
        anstream::eprint!("{text}");
    }
    Ok(())
}

fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<()> {
    let mut text = serde_json::to_string_pretty(value).context("cannot write JSON")?;
    text.push('\n');
    write_file(path, text.as_bytes())
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Writes the instructions of libraries that call through pointers, for a test runner.
pub(crate) fn print_sites(paths: impl Iterator<Item = String>) -> Exit {
    let paths: Vec<String> = paths.collect();
    let text = sites::list(paths.iter());
    let written = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
    if written.is_ok() { Exit::Clean } else { Exit::Error }
}

/// What forked processes gave in which a test runner let calls fail: a folder each.
fn parts(folder: &Path) -> Vec<Checked> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |path: std::path::PathBuf| {
        let first = Results::read(&path);
        let text = std::fs::read_to_string(path.join("failed.json")).unwrap_or_default();
        let failed = serde_json::from_str(&text).ok();
        Checked { first, second: None, ended: Ended::Code(0), again: None, failed }
    };
    folders.into_iter().map(read).collect()
}

/// What one or two runs gave.
struct Checked {
    first: Results,
    second: Option<Results>,
    ended: Ended,
    /// How the second run ended.
    again: Option<Ended>,
    /// The place whose call was made to fail.
    failed: Option<Failed>,
}

/// A call that was made to fail.
#[derive(Clone, Debug, Deserialize)]
struct Failed {
    /// Among those that can be made to fail.
    number: u64,
    at: Frame,
    /// The test in which it failed; empty for a whole command.
    #[serde(default)]
    test: String,
}

/// Runs the command once or twice, with `fail` as the call that shall fail.
fn check(
    run: &Run<'_>,
    settings: &Settings,
    arguments: &CheckArgs,
    folder: &Path,
    fail: u64,
    without: &[String],
) -> Result<Checked> {
    let is_main = matches!(fail, 0 | LIST);
    let first_folder = folder.join("first");
    let pass = Pass { fail, shown: is_main || settings.verbose, without, closely: None };
    let ended = run.start(&first_folder, pass)?;
    let mut first = Results::read(&first_folder);
    first.forgive(&first_folder);
    let suspects = first.suspects();
    if suspects.is_empty() || arguments.no_confirm || arguments.inline {
        return Ok(Checked { first, second: None, ended, again: None, failed: None });
    }
    if is_main && !settings.quiet {
        let many = pilotage_reports::count(suspects.len(), "function");
        terminal::note(&format!("running the command again to look at {many} closely"));
    }
    let second_folder = folder.join("second");
    let list = folder.join("suspects");
    let line = |(entry, ordinals): (&str, BTreeSet<u64>)| {
        let numbers: Vec<String> = ordinals.iter().map(u64::to_string).collect();
        format!("{entry}\t{}\n", numbers.join(","))
    };
    let text: String = suspects.into_iter().map(line).collect();
    std::fs::write(&list, text).context("cannot write the list of suspects")?;
    let sites = folder.join("sites");
    let text = sites::list(first.watched.iter());
    std::fs::write(&sites, text).context("cannot write the list of instructions")?;
    let closely = Some(Closely { suspects: &list, sites: &sites });
    let fail = if fail == LIST { 0 } else { fail };
    // The exit code of the command is that of the run that it was asked for.
    let pass = Pass { closely, fail, shown: settings.verbose, without };
    let again = Some(run.start(&second_folder, pass)?);
    Ok(Checked { first, second: Some(Results::read(&second_folder)), ended, again, failed: None })
}

/// Runs the command again for each place whose call can fail, as often as the budget allows.
fn inject(
    run: &Run<'_>,
    settings: &Settings,
    arguments: &CheckArgs,
    folder: &Path,
    main: &Checked,
) -> Result<Vec<Checked>> {
    let tests = main.first.crashes.iter().filter_map(Crash::ended_test);
    let without: Vec<String> = tests.map(str::to_owned).collect();
    let mut sites = main.first.sites.clone();
    if !without.is_empty() {
        // Calls are numbered anew by every process: without the tests that end theirs one is enough.
        let list = folder.join("list");
        run.start(&list, Pass { fail: LIST, without: &without, ..Pass::default() })?;
        sites = Results::read(&list).sites;
    }
    sites.sort_by_key(|site| site.0);
    let found = sites.len();
    match arguments.replay {
        Some(number) => {
            let at =
                sites.into_iter().find(|site| site.0 == number).map_or_else(Frame::default, |site| site.1);
            sites = vec![(number, at)];
        }
        None => sites.truncate(arguments.budget),
    }
    if !settings.quiet {
        terminal::note(&format!("making calls fail at {} of {found} places", sites.len()));
    }
    let mut all = Vec::new();
    for (number, at) in sites {
        let folder = folder.join(format!("fail-{number}"));
        let mut checked = check(run, settings, arguments, &folder, number, &without)?;
        if settings.verbose {
            let how = checked.ended.words().unwrap_or_else(|| "went on".to_owned());
            terminal::note(&format!("call {number}, `{}`: the command {how}", at.item));
        }
        checked.failed = Some(Failed { number, at, test: String::new() });
        all.push(checked);
        // Results of hundreds of runs need not lie on the disk at the same time.
        let _ = std::fs::remove_dir_all(folder);
    }
    Ok(all)
}

fn outcome(main: &Checked, injected: &[Checked]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut collector = convert::Collector::default();
    for checked in std::iter::once(main).chain(injected) {
        let failed = checked.failed.as_ref().filter(|_| checked.first.injected != 0);
        if checked.failed.is_some() && failed.is_none() {
            // The call was not reached.
            continue;
        }
        collector.add(&checked.first, checked.second.as_ref(), failed);
    }
    let (findings, mut problems) = collector.finish(&main.first);
    outcome.report.findings = findings;
    problems.extend(main.first.problems.iter().map(|(path, why)| Problem::new(path.clone(), why.clone())));
    problems.sort();
    problems.dedup();
    outcome.problems = problems;
    let label = |path: &String| describe::shown(path);
    let inputs = main.first.watched.iter().map(label);
    outcome.report.inputs = inputs.map(|label| Input { label, binaries: 1, ..Input::default() }).collect();
    outcome.nothing_to_audit = main.first.watched.is_empty();
    outcome
}

/// Takes out what comments in the sources silence.
fn silence(outcome: &mut Outcome, texts: &Texts<'_>) {
    let findings = std::mem::take(&mut outcome.report.findings);
    let read = |path: &str| texts.read(path);
    let (left, suppressed) = pilotage_scanner::silence(findings, &read);
    outcome.report.findings = left;
    outcome.suppressed = suppressed;
}

fn tell(outcome: &Outcome, checked: &Checked, settings: &Settings) {
    if settings.quiet {
        return;
    }
    if outcome.nothing_to_audit {
        terminal::warning(
            "no extension was watched: name the module with `--watch NAME`, or run in the folder of the project",
        );
        return;
    }
    terminal::note(&describe::counts(&checked.first, checked.second.as_ref()));
    if settings.verbose {
        describe::unseen(&checked.first).iter().for_each(|line| terminal::note(line));
    }
    if let Some(words) = checked.ended.words() {
        terminal::warning(&format!("the command {words}"));
    }
    if let Some(again) = checked.again.filter(|again| *again != checked.ended) {
        let words = again.words().unwrap_or_else(|| "ended well".to_owned());
        terminal::warning(&format!("the second run {words}: suspicions that it did not reach are left out"));
    }
}

/// A command that fails without a finding fails the check, too: nobody wants a broken test suite to pass.
fn exit(outcome: &Outcome, checked: &Checked, settings: &Settings) -> Exit {
    match audit::exit_of(outcome, settings) {
        Exit::Clean if !settings.exit_zero && checked.ended.words().is_some() => Exit::Findings,
        exit => exit,
    }
}
