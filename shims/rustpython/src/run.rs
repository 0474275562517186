//! The command: options, what to run, and the exit code, as `python` has them.
//! Options are parsed by RustPython's own command line.

use std::io::IsTerminal;
use std::path::{Path, absolute};
use std::process::ExitCode;

use rustpython::{InterpreterBuilder, InterpreterBuilderExt, RunMode, parse_opts, run_shell};
use rustpython_vm::common::rc::PyRc;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use crate::{
    attributes, collector, counts, crash, figures, heirs, imports, model, pairs, posix, sizes, threads, types,
};

/// Runs as `python` would.
pub(crate) fn python() -> ExitCode {
    let (settings, mode) = match parse_opts() {
        Ok(parsed) => parsed,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let builder = InterpreterBuilder::new().settings(settings).init_stdlib().init_hook(own_library);
    let interpreter = builder.interpreter();
    let code = interpreter.run(|vm| {
        start(vm)?;
        let result = run(vm, mode);
        pilotage_shim::ledger::report();
        threads::stop();
        result
    });
    rustpython_vm::host_env::os::exit_code(code)
}

/// The standard library that was installed next to the program takes the place of the one it was built with.
fn own_library(vm: &mut VirtualMachine) {
    let program = std::env::current_exe().and_then(|program| program.canonicalize()).unwrap_or_default();
    let library = program.with_file_name("python3.14");
    if !library.join("os.py").is_file() {
        return;
    }
    let library = library.to_string_lossy().into_owned();
    let Some(state) = PyRc::get_mut(&mut vm.state) else { return };
    let paths = &mut state.config.paths;
    if let Some(built_with) = paths.stdlib_dir.replace(library.clone()) {
        paths.module_search_paths.retain(|path| *path != built_with);
    }
    paths.module_search_paths.insert(0, library);
}

/// Puts the C-API in place.
fn start(vm: &VirtualMachine) -> PyResult<()> {
    if let Err(problem) = pairs::check(vm) {
        return Err(vm.new_system_error(format!("this build cannot load extensions: {problem}")));
    }
    pilotage_shim::model::install(&model::RustPython);
    pilotage_shim::start::begin();
    crash::start();
    threads::start(vm);
    types::start(vm)?;
    heirs::start(vm)?;
    attributes::start(vm);
    collector::start(vm)?;
    figures::start(vm)?;
    counts::start(vm)?;
    sizes::start(vm)?;
    posix::start(vm)?;
    imports::start(vm)
}

fn run(vm: &VirtualMachine, mode: RunMode) -> PyResult<()> {
    let scope = vm.new_scope_with_main()?;
    // Reads `sys.warnoptions`.
    vm.import("warnings", 0)?;
    if vm.state.config.settings.import_site {
        vm.import("site", 0)?;
    }
    if vm.state.config.settings.faulthandler {
        vm.import("faulthandler", 0)?.get_attr("enable", vm)?.call((), vm)?;
    }
    add_first_path(vm, &mode)?;
    let result = match mode {
        RunMode::Command(source) => vm.run_string(scope.clone(), &source, "<string>").map(drop),
        RunMode::Module(name) => vm.run_module(&name),
        RunMode::Script(path) => run_script(vm, scope.clone(), &path),
        RunMode::InstallPip(_) => vm.run_module("ensurepip"),
        RunMode::Repl => return prompt(vm, scope),
    };
    if vm.state.config.settings.inspect {
        if let Err(exception) = result {
            vm.print_exception(&exception);
        }
        return prompt(vm, scope);
    }
    result
}

/// Where modules are looked for first; scripts do it themselves.
fn add_first_path(vm: &VirtualMachine, mode: &RunMode) -> PyResult<()> {
    if vm.state.config.settings.safe_path {
        return Ok(());
    }
    let first = match mode {
        RunMode::Command(_) | RunMode::Repl => String::new(),
        RunMode::Module(_) => match std::env::current_dir() {
            Ok(path) => path.to_string_lossy().into_owned(),
            Err(_) => return Ok(()),
        },
        RunMode::Script(_) | RunMode::InstallPip(_) => return Ok(()),
    };
    vm.insert_sys_path(vm.ctx.new_str(first).into())
}

/// The prompt, or a program that comes through a pipe.
fn prompt(vm: &VirtualMachine, scope: Scope) -> PyResult<()> {
    if !std::io::stdin().is_terminal() {
        return match std::io::read_to_string(std::io::stdin()) {
            Ok(source) => vm.run_string(scope, &source, "<stdin>").map(drop),
            Err(error) => Err(vm.new_os_error(error.to_string())),
        };
    }
    if !vm.state.config.settings.quiet {
        let version = vm.sys_module.get_attr("version", vm)?.str(vm)?;
        eprintln!("Python {} (Pilotage)", version.to_string_lossy());
    }
    run_shell(vm, scope)
}

/// A file, or a folder or an archive with a `__main__`.
fn run_script(vm: &VirtualMachine, scope: Scope, given: &str) -> PyResult<()> {
    let path = absolute(given).unwrap_or_else(|_| given.into());
    let text = path.to_string_lossy();
    if is_importable(vm, &text) {
        vm.insert_sys_path(vm.ctx.new_str(&*text).into())?;
        let run = vm.import("runpy", 0)?.get_attr("_run_module_as_main", vm)?;
        run.call(("__main__", false), vm)?;
        return Ok(());
    }
    if let Err(error) = std::fs::metadata(&path) {
        let number = error.raw_os_error().unwrap_or_default();
        eprintln!("{}: can't open file '{text}': [Errno {number}] {error}", vm.state.config.paths.executable);
        return Err(vm.new_system_exit(vec![vm.ctx.new_int(2).into()].into()));
    }
    if !vm.state.config.settings.safe_path {
        // Links are followed: a program finds its own modules next to its file.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let folder = real.parent().unwrap_or(Path::new("")).to_string_lossy().into_owned();
        vm.insert_sys_path(vm.ctx.new_str(folder).into())?;
    }
    vm.run_any_file(scope, &text)
}

/// Does one of the path hooks take the path? Plain files are refused by all of them.
fn is_importable(vm: &VirtualMachine, path: &str) -> bool {
    let importer = || {
        let get = vm.import("pkgutil", 0)?.get_attr("get_importer", vm)?;
        get.call((vm.ctx.new_str(path),), vm)
    };
    let is_file = Path::new(path).is_file();
    let ends_as_source = path.ends_with(".py");
    !(is_file && ends_as_source) && importer().is_ok_and(|importer| !vm.is_none(importer.as_object()))
}
