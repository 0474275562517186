//! The analysis headers, embedded: what `#include` finds when the scanner parses.

/// Path as included below one of [`INCLUDE_ROOTS`] (`hand/Python.h`), and text.
pub static FILES: &[(&str, &str)] = &[];
/// The include folders, in the order of search; `libcxx` is for C++ only.
pub const INCLUDE_ROOTS: &[&str] = &["libcxx", "libc", "hand", "gen"];
