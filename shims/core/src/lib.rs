//! CPython's C-API over another object model. A host implements [`model::ObjectModel`], installs it, and calls [`start::start`];
//! extensions then find every function of the C-API in the process. Nothing here names a VM.
#![allow(non_snake_case, non_upper_case_globals, clippy::missing_safety_doc)]

pub mod argv;
pub mod body;
pub mod builtin;
mod builtin_types;
pub mod codeobject;
pub mod convert;
pub mod descrobject;
pub mod dispatch;
pub mod errors;
pub mod importing;
pub mod exception_bodies;
pub mod exceptions;
pub mod frameobject;
pub mod lifetime;
pub mod list_store;
pub mod methodobject;
pub mod mirror;
pub mod model;
pub mod moduleobject;
pub mod object;
pub mod objimpl;
pub mod pyerrors;
pub mod pyerrors_kinds;
pub mod pylifecycle;
pub mod pystate;
pub mod python;
pub mod realize;
pub mod start;
pub mod structmember;
pub mod text;
pub mod traceback;
pub mod types;
pub mod unraisable;
pub mod va;
pub mod warnings;
