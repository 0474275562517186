//! What a run of `audit` is asked to do: the command line over the configuration file over the defaults.
//! Every value that names something unknown is refused here, before any work.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use camino::Utf8PathBuf;
use pilotage_capi::{Target, Version};
use pilotage_finding::{Confidence, Severity};
use pilotage_reports::select::{PathIgnore, Selection, Selector};
use pilotage_reports::{Format, RuleInfo};

use crate::cli::{AuditArgs, OutputFile};
use crate::config::{self, Config, Loaded};

/// Everything that decides what `audit` does.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The configuration file that was used.
    pub(crate) config_file: Option<PathBuf>,
    pub(crate) targets: Vec<Target>,
    pub(crate) python: Vec<Version>,
    pub(crate) supports: Option<Version>,
    pub(crate) selection: Selection,
    pub(crate) fail_on: Severity,
    pub(crate) exit_zero: bool,
    pub(crate) show_generated: bool,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) write_baseline: Option<PathBuf>,
    pub(crate) format: Format,
    pub(crate) outputs: Vec<OutputFile>,
    pub(crate) statistics: bool,
    pub(crate) abi3audit_json: bool,
    pub(crate) api_uses: Option<PathBuf>,
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    pub(crate) defines: Vec<String>,
    pub(crate) includes: Vec<Utf8PathBuf>,
    pub(crate) compile_commands: Option<Utf8PathBuf>,
    pub(crate) libclang: Option<Utf8PathBuf>,
    pub(crate) jobs: usize,
    pub(crate) cache: bool,
}

impl Settings {
    /// Reads the configuration file, if there is one, and lays the arguments over it.
    pub(crate) fn new(arguments: &AuditArgs, rules: &[RuleInfo]) -> Result<Self> {
        let run = &arguments.run;
        let loaded = match &run.config {
            _ if run.isolated => Loaded::default(),
            Some(file) => config::load(file)?,
            None => config::find(arguments.inputs.first().map_or(".", String::as_str))?,
        };
        let merged = merge(arguments, &loaded, rules);
        match &loaded.file {
            Some(file) => merged.with_context(|| format!("with the configuration of `{}`", file.display())),
            None => merged,
        }
    }
}

fn merge(arguments: &AuditArgs, loaded: &Loaded, rules: &[RuleInfo]) -> Result<Settings> {
    let AuditArgs { scope, filter, output, source, run, .. } = arguments;
    let config = &loaded.config;
    let folder = loaded.folder();
    Ok(Settings {
        config_file: loaded.file.clone(),
        targets: or_else_all("targets", &scope.targets, &config.targets)?,
        python: or_else_all("python", &scope.python, &config.python)?,
        supports: or_else("supports", scope.supports, config.supports.as_deref())?,
        selection: selection(arguments, config, rules)?,
        fail_on: or_else("fail-on", filter.fail_on, config.fail_on.as_deref())?.unwrap_or(Severity::Warning),
        exit_zero: filter.exit_zero || config.exit_zero,
        show_generated: filter.show_generated || config.show_generated,
        baseline: filter
            .baseline
            .clone()
            .or_else(|| config.baseline.as_deref().map(|path| below(folder, path))),
        write_baseline: filter.write_baseline.clone(),
        format: or_else("output-format", output.output_format, config.output_format.as_deref())?
            .unwrap_or(Format::Text),
        outputs: output.outputs.clone(),
        statistics: output.statistics || config.statistics,
        abi3audit_json: output.abi3audit_json,
        api_uses: output.api_uses.clone(),
        quiet: output.quiet,
        verbose: output.verbose,
        defines: config.define.iter().chain(&source.defines).cloned().collect(),
        includes: includes(&source.includes, config, folder),
        compile_commands: source
            .compile_commands
            .clone()
            .or_else(|| config.compile_commands.as_deref().map(|path| below_utf8(folder, path))),
        libclang: source.libclang.clone(),
        jobs: jobs(run.jobs.or(config.jobs))?,
        cache: !run.no_cache && config.cache.unwrap_or(true),
    })
}

/// The argument, else the configured word.
fn or_else<T>(key: &str, argument: Option<T>, configured: Option<&str>) -> Result<Option<T>>
where
    T: std::str::FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    match (argument, configured) {
        (Some(value), _) => Ok(Some(value)),
        (None, Some(word)) => Ok(Some(word.parse().with_context(|| format!("key `{key}`"))?)),
        (None, None) => Ok(None),
    }
}

/// The arguments, else the configured words.
fn or_else_all<T>(key: &str, arguments: &[T], configured: &[String]) -> Result<Vec<T>>
where
    T: std::str::FromStr + Clone,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    if !arguments.is_empty() {
        return Ok(arguments.to_vec());
    }
    configured.iter().map(|word| word.parse().with_context(|| format!("key `{key}`"))).collect()
}

/// `--select` replaces the configured one, `--ignore` adds to it.
fn selection(arguments: &AuditArgs, config: &Config, rules: &[RuleInfo]) -> Result<Selection> {
    let filter = &arguments.filter;
    let select = if filter.select.is_empty() { &config.select } else { &filter.select };
    let ignore: Vec<String> = config.ignore.iter().chain(&filter.ignore).cloned().collect();
    let severity = or_else("min-severity", filter.min_severity, config.min_severity.as_deref())?;
    let confidence = or_else("min-confidence", filter.min_confidence, config.min_confidence.as_deref())?;
    let per_file = config.per_file_ignores.iter().map(|(pattern, words)| {
        let selectors = selectors("per-file-ignores", words, rules)?;
        PathIgnore::new(pattern, selectors).context("key `per-file-ignores`")
    });
    Ok(Selection {
        select: selectors("select", select, rules)?,
        ignore: selectors("ignore", &ignore, rules)?,
        per_file: per_file.collect::<Result<_>>()?,
        min_severity: severity.unwrap_or(Severity::Note),
        min_confidence: confidence.unwrap_or(Confidence::Medium),
    })
}

fn selectors(key: &str, words: &[String], rules: &[RuleInfo]) -> Result<Vec<Selector>> {
    words.iter().map(|word| Selector::parse(word, rules).with_context(|| format!("`{key}`"))).collect()
}

fn includes(arguments: &[Utf8PathBuf], config: &Config, folder: Option<&Path>) -> Vec<Utf8PathBuf> {
    let configured = config.include.iter().map(|path| below_utf8(folder, path));
    arguments.iter().cloned().chain(configured).collect()
}

fn below(folder: Option<&Path>, path: &Path) -> PathBuf {
    folder.map_or_else(|| path.to_owned(), |folder| folder.join(path))
}

/// A folder whose name is not UTF-8 leaves the path as it is.
fn below_utf8(folder: Option<&Path>, path: &camino::Utf8Path) -> Utf8PathBuf {
    Utf8PathBuf::from_path_buf(below(folder, path.as_std_path())).unwrap_or_else(|_| path.to_owned())
}

fn jobs(wanted: Option<usize>) -> Result<usize> {
    match wanted {
        Some(0) => Err(anyhow!("`jobs` is 0: write at least 1")),
        Some(jobs) => Ok(jobs),
        None => Ok(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, Command};

    fn rules() -> Vec<RuleInfo> {
        let rule =
            |code, name| RuleInfo { code, name, summary: "".into(), page: "", severity: Severity::Warning };
        vec![rule("API001", "private-api"), rule("BIN001", "non-limited-symbol")]
    }

    fn merged(words: &[&str], config: Config) -> Result<Settings> {
        let line = ["pilotage", "audit", "."].iter().chain(words);
        let Command::Audit(arguments) = Cli::try_parse_from(line)?.command else { unreachable!("audit") };
        merge(&arguments, &Loaded { file: Some("/p/pilotage.toml".into()), config }, &rules())
    }

    #[test]
    fn arguments_win_over_the_configuration() {
        let config = Config {
            targets: vec!["cp315".to_owned()],
            select: vec!["API".to_owned()],
            ignore: vec!["BIN".to_owned()],
            baseline: Some("known.json".into()),
            fail_on: Some("error".to_owned()),
            ..Config::default()
        };
        let settings =
            merged(&["--target", "cp314,abi3-3.9", "--ignore", "private-api"], config).expect("settings");
        assert_eq!(settings.targets.len(), 2);
        assert_eq!(settings.fail_on, Severity::Error);
        assert!(!settings.selection.wants_rule("API001"));
        assert_eq!(settings.baseline, Some("/p/known.json".into()));
    }

    #[test]
    fn bad_values_name_their_key() {
        let told = |config| format!("{:#}", merged(&[], config).expect_err("a bad value"));
        let bad_target = Config { targets: vec!["cp27".to_owned()], ..Config::default() };
        assert!(told(bad_target).starts_with("key `targets`: `cp27` is no target"));
        let bad_rule = Config { select: vec!["private-ap".to_owned()], ..Config::default() };
        assert!(told(bad_rule).contains("did you mean `private-api`?"));
        let bad_severity = Config { fail_on: Some("fatal".to_owned()), ..Config::default() };
        assert!(told(bad_severity).contains("key `fail-on`: `fatal` is not `note`, `warning` or `error`"));
        assert!(merged(&["-j", "0"], Config::default()).is_err());
    }
}
