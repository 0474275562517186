//! The arguments, as types: names, values and the help text that teaches them. What they mean is in the subcommands.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use camino::Utf8PathBuf;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser, ValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use pilotage_capi::{Target, Version};
use pilotage_finding::{Confidence, Severity};
use pilotage_reports::Format;

use crate::terminal::Color;

const EXAMPLES: &str = "\
Examples:
  pilotage audit .                                   the extension in this folder
  pilotage audit dist/*.whl --target abi3-3.10       do the wheels keep to the stable ABI?
  pilotage audit ujson==6.1.0                        a published package, by source and wheel
  pilotage check -- python -m pytest tests/          which references do the tests leak?
  pilotage pip install ujson                         published wheels of CPython 3.14 ...
  pilotage run -c \"import ujson; print(ujson)\"       ... on RustPython
  pilotage api PyList_GetItem                        all about one item of the C-API
  pilotage api --target pypy3.11 --missing           what PyPy lacks
  pilotage explain borrowed-reference-api            what a rule means and what to write instead";

const AUDIT_EXAMPLES: &str = "\
Examples:
  pilotage audit src/                                sources: a folder, a file, an sdist
  pilotage audit build/compile_commands.json         sources, with the flags of the real build
  pilotage audit demo-1.0-cp314-cp314-linux_x86_64.whl
  pilotage audit ujson==6.1.0 msgpack                from the package index; nothing of it is run
  pilotage audit . --target cp315,cp315t             is it ready for 3.15 and free threading?
  pilotage audit . --select API,private-api --ignore API004
  pilotage audit . --output sarif=pilotage.sarif --output-format github
  pilotage audit . --write-baseline known.json       agree to what is there now
  pilotage audit . --baseline known.json             and hear of new findings only

Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 wrong use or internal error, 3 nothing to audit.";

const CHECK_EXAMPLES: &str = "\
Examples:
  pilotage check -- python -m pytest tests/          the extensions of the project in this folder
  pilotage check --watch msgpack -- python script.py an installed module
  pilotage check --inject -- python -m pytest -x     what happens when calls of the C-API fail?
  pilotage check --coverage -- python -m pytest      which calls of the C-API, and which failures, do the tests reach?
  pilotage check --coverage --inject -- python -m pytest -x
  pilotage check --memory=memory -- python run.py    what is alive, who made it; memory/peak.svg is a flame graph
  pilotage check --host rustpython -- script.py      the same on RustPython, as `pilotage run script.py`
  pilotage check --output junit=check.xml -- python -m unittest
  pilotage check --ignore ERR006 --write-baseline known.json -- python -m pytest

The command runs twice when a first run finds references that may be wrong. What it writes to standard output goes to
standard error. Exit codes: 0 no finding at or above --fail-on, 1 findings or a command that failed, 2 wrong use or
internal error, 3 no extension was watched.";

const RUN_EXAMPLES: &str = "\
Examples:
  pilotage run                                       a prompt
  pilotage run script.py ARGUMENTS
  pilotage run -m pytest tests/
  pilotage run -c \"import sys; print(sys.version)\"
  pilotage run --ledger script.py                    what do extensions still own at the end?

Options behind `run` are those of `python`. Modules come from the active virtual environment if `pilotage run -m venv`
made it, else from the one that `pilotage pip` fills. The exit code is that of the program.";

const PIP_EXAMPLES: &str = "\
Examples:
  pilotage pip install numpy                         the wheel for CPython 3.14 or the stable ABI
  pilotage pip list
  pilotage run -m venv .venv && . .venv/bin/activate && pilotage pip install -r requirements.txt

Without an active environment packages go into one of your own, in $XDG_DATA_HOME/pilotage/env.";

const API_EXAMPLES: &str = "\
Examples:
  pilotage api PyList_GetItem PyTypeObject.tp_name   functions, macros, types, struct members
  pilotage api --header listobject.h                 all items of a header
  pilotage api --target graalpy25 --missing          what a target lacks
  pilotage api --target abi3-3.11                    what a target offers";

/// Audits CPython C extensions: which C-API they use, where they will break, what to write instead
#[derive(Debug, Parser)]
#[command(name = "pilotage", version, after_help = EXAMPLES)]
pub(crate) struct Cli {
    /// When to write colours: auto, always, never
    #[arg(
        long,
        value_enum,
        default_value_t,
        global = true,
        value_name = "WHEN",
        hide_possible_values = true
    )]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Audit sources, wheels, shared libraries or published packages
    #[command(after_help = AUDIT_EXAMPLES)]
    Audit(Box<AuditArgs>),
    /// Run a command and check every reference that its extensions hold
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Box<CheckArgs>),
    /// Run Python on RustPython, with published wheels of CPython 3.14
    #[command(after_help = RUN_EXAMPLES)]
    Run(PythonArgs),
    /// Install packages for `pilotage run`
    #[command(after_help = PIP_EXAMPLES)]
    Pip(PipArgs),
    /// Tell all about an item of the C-API, or list items
    #[command(after_help = API_EXAMPLES)]
    Api(ApiArgs),
    /// Print the page of a rule: what it means, why it is bad, what to write instead
    Explain(ExplainArgs),
    /// List the targets that `--target` takes
    Targets,
}

/// `pilotage run`.
#[derive(Debug, Args)]
pub(crate) struct PythonArgs {
    /// Report at the end which objects each extension still owns, and where they were created
    #[arg(long)]
    pub(crate) ledger: bool,
    /// Script, `-m MODULE`, `-c COMMAND` or `-`, and its arguments; options of `python` may stand before
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    pub(crate) arguments: Vec<OsString>,
}

/// `pilotage pip`.
#[derive(Debug, Args)]
pub(crate) struct PipArgs {
    /// Arguments of pip
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true, value_name = "ARGUMENTS")]
    pub(crate) arguments: Vec<OsString>,
}

/// `pilotage audit`.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// Folder, file, sdist, wheel, shared library, compile_commands.json, or NAME[==VERSION] from the package index
    #[arg(required = true, value_name = "INPUT")]
    pub(crate) inputs: Vec<String>,

    #[command(flatten)]
    pub(crate) scope: ScopeArgs,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) source: SourceArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

/// What the extension is meant for.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Targets")]
pub(crate) struct ScopeArgs {
    /// Targets to judge by: cp315, cp315t, abi3-3.10, pypy3.11, ... (see `pilotage targets`)
    #[arg(short, long = "target", value_name = "TARGET", value_delimiter = ',')]
    pub(crate) targets: Vec<Target>,
    /// Python versions to read the sources as [default: 3.14]
    #[arg(long, value_name = "VERSION", value_delimiter = ',')]
    pub(crate) python: Vec<Version>,
    /// Oldest Python that the extension supports [default: what `requires-python` says]
    #[arg(long, value_name = "VERSION")]
    pub(crate) supports: Option<Version>,
}

/// Which findings are wanted.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Findings")]
pub(crate) struct FilterArgs {
    /// Report these rules only: codes (API001), families (API) or names (private-api)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Do not report these rules; the more exact of two selectors wins
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Report nothing milder
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub(crate) min_severity: Option<Severity>,
    /// Report nothing less sure; findings of low confidence are hints, and are shown with `low` only [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence())]
    pub(crate) min_confidence: Option<Confidence>,
    /// Leave out the findings of this baseline or former JSON report
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the findings as a baseline and exit with 0
    #[arg(long, value_name = "FILE")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Severity from which findings give exit code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub(crate) fail_on: Option<Severity>,
    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// List findings in generated code (Cython, SWIG, ...) one by one
    #[arg(long)]
    pub(crate) show_generated: bool,
}

/// What is written, and where to.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format on standard output [default: text]
    #[arg(short = 'f', long, value_name = "FORMAT", value_parser = format())]
    pub(crate) output_format: Option<Format>,
    /// Also write a report to a file; may be repeated: sarif=out.sarif
    #[arg(short, long = "output", value_name = "FORMAT=FILE")]
    pub(crate) outputs: Vec<OutputFile>,
    /// Count findings per rule, file and target
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Print what `abi3audit --report` prints, instead of a report
    #[arg(long, conflicts_with_all = ["output_format", "statistics"])]
    pub(crate) abi3audit_json: bool,
    /// Write how often each item of the C-API is named in the sources, as JSON, to a file
    #[arg(long, value_name = "FILE")]
    pub(crate) api_uses: Option<PathBuf>,
    /// Say nothing but findings
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: every problem, the configuration that was used
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// How the sources are read.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Sources")]
pub(crate) struct SourceArgs {
    /// Define a macro, as for a compiler
    #[arg(short = 'D', long = "define", value_name = "MACRO[=VALUE]")]
    pub(crate) defines: Vec<String>,
    /// Look for headers here, as for a compiler
    #[arg(short = 'I', long = "include", value_name = "FOLDER")]
    pub(crate) includes: Vec<Utf8PathBuf>,
    /// Take flags from this compile_commands.json
    #[arg(long, value_name = "FILE")]
    pub(crate) compile_commands: Option<Utf8PathBuf>,
    /// libclang to read sources with [default: looked up]
    #[arg(long, value_name = "FILE", env = "PILOTAGE_LIBCLANG")]
    pub(crate) libclang: Option<Utf8PathBuf>,
}

/// How it runs.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunArgs {
    /// Files to read at the same time [default: one per core]
    #[arg(short, long, value_name = "NUMBER")]
    pub(crate) jobs: Option<usize>,
    /// Read every file again
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    pub(crate) isolated: bool,
}

/// `pilotage check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Watch this module, file or folder; may be repeated [default: the project in this folder]
    #[arg(short, long, value_name = "MODULE|PATH")]
    pub(crate) watch: Vec<String>,
    /// What runs Python: with `rustpython` the command is what `pilotage run` takes, a script with its arguments for example
    #[arg(
        long,
        value_enum,
        value_name = "HOST",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) host: Host,
    /// Do not run the command again: report suspicions with low confidence
    #[arg(long)]
    pub(crate) no_confirm: bool,
    /// Check exceptions, the GIL, allocators and crashes only: one run, at a fraction of the cost
    #[arg(long, conflicts_with = "memory")]
    pub(crate) no_references: bool,
    /// End the command after this time
    #[arg(long, value_name = "SECONDS")]
    pub(crate) timeout: Option<u64>,
    /// End a test of pytest that takes longer than this, and go on with the next; 0: never
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    pub(crate) test_timeout: u64,
    /// Go on behind tests of pytest that end their process, at most so many
    #[arg(long, value_name = "NUMBER", default_value_t = 25)]
    pub(crate) max_crashes: usize,
    /// Run the command again and again, each time with another call of the C-API that fails
    #[arg(long, value_enum, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "api")]
    pub(crate) inject: Option<Inject>,
    /// At most so many of these runs
    #[arg(long, value_name = "NUMBER", default_value_t = 200, requires = "inject")]
    pub(crate) budget: usize,
    /// Only the run in which the call of this number fails
    #[arg(long, value_name = "NUMBER", requires = "inject", conflicts_with = "budget")]
    pub(crate) replay: Option<u64>,
    /// Tell which calls of the C-API took place and which of them failed; also as JSON to FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub(crate) coverage: Option<Option<PathBuf>>,
    /// Tell what the extensions made that is alive at the end and was at the peak; also as memory.json, end.svg and peak.svg in FOLDER
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, require_equals = true)]
    pub(crate) memory: Option<Option<PathBuf>>,

    /// The command says itself which of its parts are looked at closely: it is pytest with our plugin
    #[arg(long, hide = true, conflicts_with = "inject")]
    pub(crate) inline: bool,

    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    #[command(flatten)]
    pub(crate) output: CheckOutputArgs,
    /// Take the configuration from this file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(crate) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    pub(crate) isolated: bool,

    /// The command to run, with its arguments
    #[arg(required = true, last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

/// What runs Python.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Host {
    /// What the command names
    #[default]
    Cpython,
    /// The interpreter of `pilotage run`
    Rustpython,
}

/// Which calls are made to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Inject {
    /// Every function that can fail
    Api,
    /// Allocators only
    Memory,
}

/// What is written, and where to.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct CheckOutputArgs {
    /// Format on standard output [default: text]
    #[arg(short = 'f', long, value_name = "FORMAT", value_parser = format())]
    pub(crate) output_format: Option<Format>,
    /// Also write a report to a file; may be repeated: sarif=out.sarif
    #[arg(short, long = "output", value_name = "FORMAT=FILE")]
    pub(crate) outputs: Vec<OutputFile>,
    /// Count findings per rule and file
    #[arg(long)]
    pub(crate) statistics: bool,
    /// Say nothing but findings
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more: every problem, what the second run prints
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

impl CheckArgs {
    /// The arguments that an audit has, too, so that both mean the same.
    pub(crate) fn as_audit(&self) -> AuditArgs {
        let output = self.output.clone();
        AuditArgs {
            inputs: vec![".".to_owned()],
            scope: ScopeArgs::default(),
            filter: self.filter.clone(),
            output: OutputArgs {
                output_format: output.output_format,
                outputs: output.outputs,
                statistics: output.statistics,
                quiet: output.quiet,
                verbose: output.verbose,
                ..OutputArgs::default()
            },
            source: SourceArgs::default(),
            run: RunArgs { config: self.config.clone(), isolated: self.isolated, ..RunArgs::default() },
        }
    }
}

/// `pilotage api`.
#[derive(Debug, Args)]
pub(crate) struct ApiArgs {
    /// Names of items; members are written PyTypeObject.tp_name
    #[arg(value_name = "NAME", required_unless_present_any = ["target", "header"])]
    pub(crate) names: Vec<String>,
    /// List what this target offers
    #[arg(short, long, value_name = "TARGET", conflicts_with_all = ["names", "header"])]
    pub(crate) target: Option<Target>,
    /// List what the target lacks, and why
    #[arg(long, requires = "target")]
    pub(crate) missing: bool,
    /// List the items of this header
    #[arg(long, value_name = "HEADER", conflicts_with = "names")]
    pub(crate) header: Option<String>,
}

/// `pilotage explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Code or name of a rule: API001, private-api
    #[arg(value_name = "RULE", required_unless_present = "list", conflicts_with = "list")]
    pub(crate) rule: Option<String>,
    /// List all rules
    #[arg(long)]
    pub(crate) list: bool,
}

/// `FORMAT=FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputFile {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl FromStr for OutputFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (format, path) =
            text.split_once('=').ok_or_else(|| "write it as FORMAT=FILE: sarif=out.sarif".to_owned())?;
        if path.is_empty() {
            return Err("the file name is missing: write it as FORMAT=FILE".to_owned());
        }
        let format = format.parse::<Format>().map_err(|error| error.to_string())?;
        Ok(OutputFile { format, path: path.into() })
    }
}

fn severity() -> ValueParser {
    let words = Severity::ALL.map(Severity::as_str);
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Severity>()).into()
}

fn confidence() -> ValueParser {
    let words = Confidence::ALL.map(Confidence::as_str);
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Confidence>()).into()
}

fn format() -> ValueParser {
    let words = Format::ALL.iter().map(|format| PossibleValue::new(format.as_str()).help(format.about()));
    PossibleValuesParser::new(words).try_map(|word| word.parse::<Format>()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn outputs_name_format_and_file() {
        let output: OutputFile = "sarif=a=b.sarif".parse().expect("an output");
        assert_eq!((output.format, output.path), (Format::Sarif, PathBuf::from("a=b.sarif")));
        assert!("sarif".parse::<OutputFile>().is_err());
        assert!("sarif=".parse::<OutputFile>().is_err());
        assert!("pdf=x".parse::<OutputFile>().is_err_and(|error| error.contains("`pdf` is no format")));
    }
}
