//! `pilotage check`: runs a command with the interposing library, a second time where references seem to be wrong, and
//! reports what came out like an audit. It reads results; what is a fault is decided in the checked process.

mod convert;
mod describe;
mod library;
mod results;
mod rules;
mod run;
mod sites;
mod symbols;
mod watch;

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};
use pilotage_finding::{Input, Problem};
use pilotage_reports::source::{SourceText, Sources};
use pilotage_scanner::Outcome;

use crate::cli::CheckArgs;
use crate::exit::Exit;
use crate::scan::Texts;
use crate::settings::Settings;
use crate::terminal::{self, Color};
use crate::{audit, summary};

use results::Results;
use run::{Closely, Ended, Run};

pub(crate) use rules::{RuntimeRule, all as runtime_rules};

/// At most so many places that may be wrong are looked at in a second run.
const MOST_SUSPECTS: usize = 4096;

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
    let checked = check(arguments, &settings, &library, folder.path(), &patterns)?;

    let mut outcome = outcome(&checked);
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
    Ok(exit(&outcome, &checked, &settings))
}

/// What one or two runs gave.
struct Checked {
    first: Results,
    second: Option<Results>,
    ended: Ended,
}

fn check(
    arguments: &CheckArgs,
    settings: &Settings,
    library: &Path,
    folder: &Path,
    patterns: &[String],
) -> Result<Checked> {
    let run = Run { command: &arguments.command, library, patterns, timeout: arguments.timeout };
    let first_folder = folder.join("first");
    let ended = run.start(&first_folder, None, true)?;
    let first = Results::read(&first_folder);
    let suspects: BTreeSet<&str> = first.suspects().take(MOST_SUSPECTS).collect();
    if suspects.is_empty() || arguments.no_confirm {
        return Ok(Checked { first, second: None, ended });
    }
    if !settings.quiet {
        let many = pilotage_reports::count(suspects.len(), "function");
        terminal::note(&format!("running the command again to look at {many} closely"));
    }
    let second_folder = folder.join("second");
    let list = folder.join("suspects");
    let words: Vec<&str> = suspects.into_iter().collect();
    std::fs::write(&list, words.join("\n")).context("cannot write the list of suspects")?;
    let sites = folder.join("sites");
    std::fs::write(&sites, sites::list(first.watched.iter()))
        .context("cannot write the list of instructions")?;
    let closely = Closely { suspects: &list, sites: &sites };
    // The exit code of the command is that of the run that it was asked for.
    run.start(&second_folder, Some(closely), settings.verbose)?;
    Ok(Checked { first, second: Some(Results::read(&second_folder)), ended })
}

fn outcome(checked: &Checked) -> Outcome {
    let mut outcome = Outcome::default();
    let (findings, mut problems) = convert::findings(&checked.first, checked.second.as_ref());
    outcome.report.findings = findings;
    problems.extend(checked.first.problems.iter().map(|(path, why)| Problem::new(path.clone(), why.clone())));
    problems.sort();
    problems.dedup();
    outcome.problems = problems;
    let label = |path: &String| describe::shown(path);
    let inputs =
        checked.first.watched.iter().map(label).map(|label| Input { label, binaries: 1, ..Input::default() });
    outcome.report.inputs = inputs.collect();
    outcome.nothing_to_audit = checked.first.watched.is_empty();
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
    if let Some(words) = checked.ended.words() {
        terminal::warning(&format!("the command {words}"));
    }
}

/// A command that fails without a finding fails the check, too: nobody wants a broken test suite to pass.
fn exit(outcome: &Outcome, checked: &Checked, settings: &Settings) -> Exit {
    match audit::exit_of(outcome, settings) {
        Exit::Clean if !settings.exit_zero && checked.ended.words().is_some() => Exit::Findings,
        exit => exit,
    }
}
