//! CPython's C-API over another object model. A host implements [`model::ObjectModel`], installs it, and calls [`start::start`];
//! extensions then find every function of the C-API in the process. Nothing here names a VM.
#![allow(non_snake_case, non_upper_case_globals, clippy::missing_safety_doc)]

pub mod body;
pub mod boolobject;
pub mod builtin;
mod builtin_types;
pub mod bytearrayobject;
pub mod bytesobject;
pub(crate) mod chars;
pub mod codecs;
pub mod complexobject;
pub mod convert;
pub mod errors;
pub mod floatobject;
pub mod floatobject_pack;
pub mod lifetime;
pub mod list_store;
pub mod longobject;
pub mod longobject_as;
pub mod longobject_bytes;
pub mod longobject_math;
pub mod mirror;
pub mod model;
pub mod python;
pub mod realize;
pub(crate) mod search;
pub mod text;
pub mod types;
pub mod unicodectype;
pub mod unicodeobject;
pub mod unicodeobject_build;
pub mod unicodeobject_codecs;
pub mod unicodeobject_compare;
pub mod unicodeobject_find;
pub mod unicodeobject_fs;
pub mod unicodeobject_wide;
pub(crate) mod values;
