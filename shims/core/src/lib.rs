//! CPython's C-API over another object model. A host implements [`model::ObjectModel`], installs it, and calls [`start::start`];
//! extensions then find every function of the C-API in the process. Nothing here names a VM.
#![allow(non_snake_case, non_upper_case_globals, clippy::missing_safety_doc)]

pub mod body;
pub mod buildvalue;
pub mod builtin;
mod builtin_types;
pub mod ceval;
pub mod codeobject;
pub mod convert;
pub mod errors;
pub mod exception_bodies;
pub mod exceptions;
pub mod flags;
pub mod frameobject;
pub mod getargs;
pub mod getargs_keywords;
pub mod getargs_units;
pub mod lifetime;
pub mod list_store;
pub mod memoryobject;
pub mod mirror;
pub mod model;
mod own_type;
pub mod pybuffer;
pub mod pyerrors;
pub mod pyerrors_kinds;
pub mod pylifecycle;
pub mod pystate;
pub mod python;
pub mod realize;
pub mod text;
pub mod traceback;
pub mod types;
pub mod unraisable;
pub mod va;
pub mod warnings;
