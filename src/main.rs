//! The command line: reads arguments, starts one subcommand, turns its outcome into an exit code.
//! The work is done in the library crates.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::exit::Exit;

mod api;
mod audit;
mod check;
mod cli;
mod config;
mod exit;
mod explain;
mod libclang;
mod progress;
mod python;
mod rules;
mod scan;
mod settings;
mod summary;
mod targets;
mod terminal;

fn main() -> ExitCode {
    // A worker parses one file in a process of its own; it knows no other arguments.
    if std::env::args_os().nth(1).is_some_and(|word| word == pilotage_scanner::SUBCOMMAND) {
        return pilotage_scanner::worker_main();
    }
    // The pytest plugin asks for the instructions of libraries that it wants to have looked at closely.
    if std::env::args_os().nth(1).is_some_and(|word| word == check::TAILS) {
        return check::print_tails(std::env::args().skip(2)).into();
    }
    if std::env::args_os().nth(1).is_some_and(|word| word == check::SITES) {
        return check::print_sites(std::env::args().skip(2)).into();
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Nobody reads a closed stream: there is nothing to say about it.
            let _ = error.print();
            return if error.use_stderr() { Exit::Error } else { Exit::Clean }.into();
        }
    };
    terminal::set_color(cli.color);
    let outcome = match &cli.command {
        Command::Audit(arguments) => audit::run(arguments, cli.color),
        Command::Check(arguments) => check::run(arguments, cli.color),
        Command::Run(arguments) => python::run(arguments),
        Command::Pip(arguments) => python::pip(arguments),
        Command::Api(arguments) => api::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Targets => targets::run(),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(error) if exit::is_closed_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            terminal::error(&format!("{error:#}"));
            Exit::Error.into()
        }
    }
}
