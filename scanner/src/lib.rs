//! Extension in, findings out. Scanning never fails and never runs what it scans:
//! what could not be looked at is a [`Problem`](pilotage_finding::Problem) with its name, the rest goes on.
#![deny(unsafe_code)]

mod audit;
pub mod binary;
pub mod input;
mod ownership;
mod rules;
mod source;
mod suppress;

pub use audit::{Options, Outcome, Progress, audit};
pub use rules::{Rule, rules};
pub use source::{SUBCOMMAND, worker_main};

/// Takes out the findings that comments in the sources silence, for those who found them in another way; `read` gives the
/// text of a file. How many were taken out is the second result.
pub fn silence(
    findings: Vec<pilotage_finding::Finding>,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> (Vec<pilotage_finding::Finding>, usize) {
    suppress::of_others(findings, read)
}

/// Puts any bytes through everything that reads sources as text: format strings, conditionals, directives, words,
/// marks of generators, build files. For the fuzz target `text`; returns how much was understood.
#[doc(hidden)]
pub fn read_as_text(bytes: &[u8]) -> usize {
    source::read_as_text(bytes) + suppress::count(bytes)
}
