//! Sources: from files to owned trees. Parsing happens in worker processes, so that no file can take us down.

pub(crate) mod assigned;
#[allow(non_upper_case_globals, reason = "libclang's own names of its constants, in patterns")]
mod build;
pub(crate) mod cache;
pub(crate) mod calls;
#[allow(non_upper_case_globals, reason = "libclang's own names of its constants, in patterns")]
#[allow(unsafe_code, reason = "libclang is a C library; this file is the only place that calls it")]
mod clang;
pub(crate) mod context;
pub(crate) mod defines;
pub(crate) mod filled;
pub(crate) mod formats;
pub(crate) mod fresh;
pub(crate) mod generator;
pub(crate) mod guards;
mod guess;
pub(crate) mod headers;
pub(crate) mod held;
mod indices;
pub(crate) mod layout;
pub(crate) mod lexical;
pub(crate) mod locate;
#[cfg(test)]
pub(crate) mod made;
pub(crate) mod members;
pub(crate) mod model;
pub(crate) mod module_slots;
mod options;
mod parse;
mod questions;
pub(crate) mod reach;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod shape;
pub(crate) mod signature;
pub(crate) mod slots;
mod subset;
pub(crate) mod tables;
pub(crate) mod tree;
pub(crate) mod types;
mod unit;
pub(crate) mod uses;
pub(crate) mod widths;
pub(crate) mod worker;
pub(crate) mod writes;

pub(crate) use settings::Settings;
pub(crate) use unit::{Job, UnitOutcome};
pub use worker::{SUBCOMMAND, worker_main};

/// See [`crate::read_as_text`].
pub(crate) fn read_as_text(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    let guards = guards::Guards::read(bytes);
    let setting = guards::Setting::release(pilotage_capi::Version::NEWEST);
    let active =
        (0..bytes.len()).step_by(7).filter(|at| guards.is_active(*at, &setting) == Some(true)).count();
    lexical::words(bytes, 0, bytes.len()).count()
        + lexical::directive_ranges(bytes).len()
        + lexical::assert_ranges(bytes, 0, bytes.len()).len()
        + formats::units_in_every_language(&text)
        + usize::from(generator::recognise(bytes).is_some())
        + layout::macros_in_build_file(&text)
        + active
}
