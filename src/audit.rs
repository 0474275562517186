//! `pilotage audit`: scan, then fingerprints, ratings, baseline, selection, folding, reports, exit code.
//! The order matters: ratings judge all that was found, reports show what was asked for.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use pilotage_capi::Target;
use pilotage_finding::{Finding, Rating, Report};
use pilotage_reports::baseline::{self, Applied, Baseline};
use pilotage_reports::ratings::{self, Judged, Weight};
use pilotage_reports::source::Sources;
use pilotage_reports::statistics::Statistics;
use pilotage_reports::{Format, RuleInfo, View, fingerprint, fold};
use pilotage_scanner::Outcome;

use crate::cli::AuditArgs;
use crate::exit::{self, Exit};
use crate::progress::Bar;
use crate::scan::{self, Texts};
use crate::settings::Settings;
use crate::summary;
use crate::targets::is_default;
use crate::terminal::{self, Color};

pub(crate) fn run(arguments: &AuditArgs, color: Color) -> Result<Exit> {
    let rules = crate::rules::all();
    let settings = Settings::new(arguments, &rules)?;
    let baseline = settings.baseline.as_deref().map(read_baseline).transpose()?;
    if settings.verbose {
        let file = settings.config_file.as_ref().map(|file| format!("configuration: {}", file.display()));
        terminal::note(&file.unwrap_or_else(|| "configuration: none".to_owned()));
    }
    let targets = targets(&settings);
    let bar = Bar::new(!settings.quiet && terminal::stderr_is_terminal());
    let options = scan::options(&settings, &targets);
    let mut outcome = pilotage_scanner::audit(&arguments.inputs, &options, &bar);

    if let Some(path) = &settings.api_uses {
        write_file(path, |out| write_api_uses(&outcome, out))?;
    }
    let kept = std::mem::take(&mut outcome.texts);
    let texts = Texts { kept: &kept };
    let sources = Sources::new(&texts);
    let applied = prepare(&mut outcome, &settings, &sources, &targets, baseline.as_ref());
    if let Some(path) = &settings.write_baseline {
        return write_baseline(&outcome, path);
    }
    write_reports(&outcome, &settings, &rules, &sources, &targets, color)?;
    summary::write(&outcome, &settings, applied);
    Ok(exit_of(&outcome, &settings))
}

/// Agrees to what was found.
pub(crate) fn write_baseline(outcome: &Outcome, path: &Path) -> Result<Exit> {
    write_file(path, |out| baseline::write(&outcome.report.findings, out))?;
    terminal::note(&format!("wrote {} known findings to {}", outcome.report.findings.len(), path.display()));
    Ok(Exit::Clean)
}

/// The targets to judge by: those named, else all that an extension meets without having chosen them.
fn targets(settings: &Settings) -> Vec<Target> {
    if !settings.targets.is_empty() {
        return settings.targets.clone();
    }
    let supported = |target: &Target| match (settings.supports, target) {
        (Some(oldest), Target::CPython(version) | Target::FreeThreaded(version)) => *version >= oldest,
        _ => true,
    };
    Target::all().into_iter().filter(|target| is_default(*target)).filter(supported).collect()
}

/// Everything between the scan and the reports.
pub(crate) fn prepare(
    outcome: &mut Outcome,
    settings: &Settings,
    sources: &Sources<'_>,
    targets: &[Target],
    baseline: Option<&Baseline>,
) -> Applied {
    let report = &mut outcome.report;
    fingerprint::assign(&mut report.findings, &report.inputs, sources);
    report.ratings = rate(report, targets);
    let applied = baseline.map_or_else(Applied::default, |baseline| baseline.apply(&mut report.findings));
    let inputs = &report.inputs;
    report.findings.retain(|finding| settings.selection.wants(finding, inputs));
    applied
}

/// Ratings for the targets of the run, and for those that an input chose itself: `Py_LIMITED_API`, a wheel's tag.
/// What a finding weighs is what the manifest says of the target.
fn rate(report: &Report, asked: &[Target]) -> Vec<Rating> {
    let facts: Vec<(String, Target)> =
        Target::all().into_iter().map(|target| (target.to_string(), target)).collect();
    let rules: BTreeMap<&str, (&[&str], &[&str])> =
        facts.iter().map(|(name, target)| (name.as_str(), (target.blocks(), target.concerns()))).collect();
    let judged: Vec<Judged<'_>> =
        facts.iter().map(|(name, target)| Judged { name, always: asked.contains(target) }).collect();
    ratings::rate(&report.inputs, &report.findings, &judged, &|target, finding| {
        let named = finding.targets.iter().any(|name| name == target);
        let (blocks, concerns) = rules.get(target).copied().unwrap_or_default();
        if !named && !finding.targets.is_empty() {
            Weight::None
        } else if blocks.contains(&finding.name.as_str()) {
            Weight::Blocks
        } else if named || concerns.contains(&finding.name.as_str()) {
            Weight::Concerns
        } else {
            Weight::None
        }
    })
}

pub(crate) fn write_reports(
    outcome: &Outcome,
    settings: &Settings,
    rules: &[RuleInfo],
    sources: &Sources<'_>,
    targets: &[Target],
    color: Color,
) -> Result<()> {
    let folded = Report {
        findings: fold::fold(&outcome.report.findings, &outcome.report.inputs),
        ..outcome.report.clone()
    };
    let view = |format: Format, color: bool| View {
        tool_version: env!("CARGO_PKG_VERSION"),
        report: if format.folds() && !settings.show_generated { &folded } else { &outcome.report },
        problems: &outcome.problems,
        suppressed: outcome.suppressed,
        rules,
        sources,
        fail_on: settings.fail_on,
        color,
        width: terminal::width(),
    };
    for output in &settings.outputs {
        let view = view(output.format, false);
        write_file(&output.path, |out| output.format.write(&view, out))?;
    }
    let has_color = color == Color::Always || terminal::stdout_has_color();
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write_stdout(outcome, settings, &view(settings.format, has_color), &mut out)
        .and_then(|()| write_statistics(outcome, settings, targets, &mut out))
        .and_then(|()| out.flush());
    match written.map_err(anyhow::Error::from) {
        // The exit code still tells what was found.
        Err(error) if exit::is_closed_pipe(&error) => Ok(()),
        other => other.context("cannot write to standard output"),
    }
}

fn write_stdout(
    outcome: &Outcome,
    settings: &Settings,
    view: &View<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if settings.abi3audit_json {
        writeln!(out, "{}", outcome.abi3audit)
    } else {
        settings.format.write(view, out)
    }
}

/// `{"INPUT": [{"name": "PyList_New", "count": 3}, ...]}`.
fn write_api_uses(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let of_input = |uses: &BTreeMap<String, u32>| {
        uses.iter().map(|(name, count)| serde_json::json!({"name": name, "count": count})).collect::<Vec<_>>()
    };
    let all: BTreeMap<&String, Vec<serde_json::Value>> =
        outcome.api_uses.iter().map(|(input, uses)| (input, of_input(uses))).collect();
    serde_json::to_writer(&mut *out, &all)?;
    writeln!(out)
}

/// Counts follow the findings; where programs read those, they go to standard error.
fn write_statistics(
    outcome: &Outcome,
    settings: &Settings,
    targets: &[Target],
    out: &mut dyn Write,
) -> io::Result<()> {
    if !settings.statistics {
        return Ok(());
    }
    let names: Vec<String> = targets.iter().map(Target::to_string).collect();
    let statistics = Statistics::new(&outcome.report.findings, &names);
    match settings.format {
        Format::Text | Format::Concise | Format::Markdown => statistics.write(out),
        _ => statistics.write(&mut io::stderr()),
    }
}

pub(crate) fn exit_of(outcome: &Outcome, settings: &Settings) -> Exit {
    let fails = |finding: &Finding| finding.severity >= settings.fail_on;
    if outcome.nothing_to_audit {
        Exit::NothingToAudit
    } else if !settings.exit_zero && outcome.report.findings.iter().any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

pub(crate) fn read_baseline(path: &Path) -> Result<Baseline> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Baseline::parse(&text).with_context(|| format!("cannot use `{}`", path.display()))
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let written = File::create(path).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    written.with_context(|| format!("cannot write `{}`", path.display()))
}
