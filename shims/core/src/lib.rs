//! CPython's C-API over another object model. A host implements [`model::ObjectModel`], installs it, and calls [`start::start`];
//! extensions then find every function of the C-API in the process. Nothing here names a VM.
#![allow(non_snake_case, non_upper_case_globals, clippy::missing_safety_doc)]

pub mod abstract_iter;
pub mod abstract_mapping;
pub mod abstract_number;
pub mod abstract_object;
pub mod abstract_sequence;
pub mod body;
pub mod builtin;
mod builtin_types;
pub mod calls;
pub mod convert;
pub mod dictobject;
pub mod errors;
pub mod genobject;
pub mod iterobject;
pub mod lifetime;
pub mod list_store;
pub mod listobject;
pub mod mirror;
pub mod model;
pub mod object_misc;
pub mod object_protocol;
mod protocol;
pub mod python;
pub mod realize;
pub mod setobject;
pub mod sliceobject;
pub mod text;
pub mod tupleobject;
pub mod types;
pub mod watchers;
