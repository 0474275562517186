//! Compares the tables of `pilotage-capi` with reality: headers of installed CPythons, pyo3-ffi.
//! Only tests use it; it is kept apart so that the quick tests need neither bindgen nor libclang.
#![forbid(unsafe_code)]

mod allowed;
mod claim;
mod compare;
mod declared;
mod difference;
mod python;
mod shape;

pub use claim::{Claim, claims, prove};
pub use compare::differ;
pub use declared::{Declared, Signature, from_headers, from_source};
pub use difference::Differences;
pub use python::{Compiler, Python, pythons};
pub use shape::{of_c, of_rust};
