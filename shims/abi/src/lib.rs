//! C layouts of CPython 3.14 (GIL build, 64 bit) that extensions have compiled into themselves.
//! Only shapes and constants: no behaviour. `tests/layout.rs` proves each offset against the manifest.
#![forbid(unsafe_code)]
#![allow(non_camel_case_types, non_snake_case, missing_docs, clippy::struct_field_names)]

mod config;
mod defs;
mod exceptions;
pub mod flags;
mod numbers;
mod objects;
mod runtime;
mod threads;
mod types;

pub use config::*;
pub use defs::*;
pub use exceptions::*;
pub use numbers::*;
pub use objects::*;
pub use runtime::*;
pub use threads::*;
pub use types::*;

/// `Py_ssize_t`.
pub type Py_ssize_t = isize;
/// `Py_hash_t`.
pub type Py_hash_t = isize;
