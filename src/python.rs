//! `pilotage run` and `pilotage pip`: the interpreter that loads CPython's wheels into RustPython. It is a program of its
//! own next to this one, as large as it is; here it is found, given its environment, and started.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::cli::{PipArgs, PythonArgs};
use crate::exit::Exit;
use crate::terminal;

const NAME: &str = "pilotage-rustpython";
/// Names another interpreter.
const VARIABLE: &str = "PILOTAGE_RUSTPYTHON";
/// Tells the interpreter to report what extensions own at the end.
const LEDGER: &str = "PILOTAGE_LEDGER";

/// Becomes the interpreter.
pub(crate) fn run(arguments: &PythonArgs) -> Result<Exit> {
    let python = interpreter()?;
    let mut command = Command::new(&python);
    command.args(&arguments.arguments);
    if arguments.ledger {
        command.env(LEDGER, "1");
    }
    become_it(command, &python)
}

/// Becomes pip of the environment, which is made when it is missing.
pub(crate) fn pip(arguments: &PipArgs) -> Result<Exit> {
    let interpreter = find()?;
    let environment = match active(&interpreter) {
        Some(folder) => folder,
        None => make_own(&interpreter)?,
    };
    let python = python_of(&environment);
    let mut command = Command::new(&python);
    command.args([OsString::from("-m"), OsString::from("pip")]).args(&arguments.arguments);
    become_it(command, &python)
}

/// The interpreter of the environment that is active or our own, else the bare one.
pub(crate) fn interpreter() -> Result<PathBuf> {
    let interpreter = find()?;
    let environment =
        active(&interpreter).or_else(|| own_environment().filter(|folder| python_of(folder).is_file()));
    Ok(environment.as_deref().map(python_of).unwrap_or(interpreter))
}

/// The interpreter: named by a variable, next to this program, or installed with a prefix.
fn find() -> Result<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        bail!("`run` works on Linux on x86-64 only");
    }
    if let Some(named) = std::env::var_os(VARIABLE).map(PathBuf::from) {
        let found = named.canonicalize();
        return found.map_err(|error| anyhow!("`{VARIABLE}` names `{}`: {error}", named.display()));
    }
    let program = std::env::current_exe()?;
    let program = program.canonicalize().unwrap_or(program);
    let folder = program.parent().map(PathBuf::from).unwrap_or_default();
    let places = [folder.join(NAME), folder.join("../lib/pilotage").join(NAME)];
    let found = places.into_iter().find(|place| place.is_file());
    found.ok_or_else(|| {
        anyhow!("`{NAME}` is missing next to the program: build it with `sh scripts/build-run.sh`, or name it with `{VARIABLE}`")
    })
}

fn python_of(environment: &Path) -> PathBuf {
    environment.join("bin/python")
}

/// The active virtual environment, when it belongs to this interpreter.
fn active(interpreter: &Path) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("VIRTUAL_ENV")?);
    let python = python_of(&folder).canonicalize().ok()?;
    (python == *interpreter || python.file_name() == interpreter.file_name()).then_some(folder)
}

/// Where packages go without an active environment.
fn own_environment() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let data = data.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")))?;
    Some(data.join("pilotage/env"))
}

fn make_own(interpreter: &Path) -> Result<PathBuf> {
    let folder = own_environment().context("there is no home folder for an environment: activate one")?;
    if python_of(&folder).is_file() {
        return Ok(folder);
    }
    terminal::note(&format!("making the environment `{}`", folder.display()));
    let made = Command::new(interpreter).args(["-m", "venv"]).arg(&folder).status();
    let made = made.with_context(|| format!("cannot start `{}`", interpreter.display()))?;
    if !made.success() {
        bail!("the environment `{}` was not made", folder.display());
    }
    Ok(folder)
}

/// Replaces this process, so that signals and exit codes are the program's own.
#[cfg(unix)]
fn become_it(mut command: Command, program: &Path) -> Result<Exit> {
    let error = std::os::unix::process::CommandExt::exec(&mut command);
    Err(anyhow!("cannot start `{}`: {error}", program.display()))
}

#[cfg(not(unix))]
fn become_it(_: Command, _: &Path) -> Result<Exit> {
    bail!("`run` works on Linux on x86-64 only")
}
