//! Sources: from files to owned trees. Parsing happens in worker processes, so that no file can take us down.

mod build;
pub(crate) mod cache;
#[allow(unsafe_code, reason = "libclang is a C library; this file is the only place that calls it")]
mod clang;
pub(crate) mod context;
pub(crate) mod guards;
mod generator;
mod guess;
pub(crate) mod headers;
pub(crate) mod lexical;
pub(crate) mod locate;
pub(crate) mod model;
pub(crate) mod layout;
mod parse;
pub(crate) mod settings;
pub mod tree;
mod unit;
pub(crate) mod uses;
pub(crate) mod worker;

pub use parse::{Command, Language};
pub use settings::Settings;
pub use unit::{Job, UnitOutcome};
pub use worker::{SUBCOMMAND, WorkerOptions, worker_main};
