//! The analysis headers, embedded: what `#include` finds when the scanner parses.
//! hand/, libc/ and libcxx/ are written by hand, gen/ by `capi/codegen`.

use crate::headers_generated;

/// Path below capi/headers (`hand/Python.h`, `libc/stdio.h`) and text, sorted by path. What an `#include` names
/// is the path below one of [`INCLUDE_ROOTS`].
pub static FILES: &[(&str, &str)] = &headers_generated::FILES;

/// The include folders, in the order of search; `libcxx` is for C++ only.
pub const INCLUDE_ROOTS: &[&str] = &["libcxx", "libc", "hand", "gen"];

/// Names that other headers than [`FUNCTIONS`] need from it, sorted.
pub static NEEDED: &[&str] = &headers_generated::NEEDED;

/// The header that declares the functions and variables of the C-API, one a line.
pub const FUNCTIONS: &str = "gen/pil_functions.h";

/// Text of one header, by its path below capi/headers.
pub fn text(path: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by(|(found, _)| (*found).cmp(path)).ok()?;
    FILES.get(at).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_entry_and_every_made_header_are_there() {
        for path in ["hand/Python.h", "gen/pil_functions.h", "gen/pil_types.h"] {
            assert!(text(path).is_some(), "{path}");
        }
        assert!(text("hand/Nope.h").is_none());
        assert!(FILES.iter().all(|(path, _)| INCLUDE_ROOTS.iter().any(|root| path.starts_with(root))));
    }

    #[test]
    fn one_name_is_one_file_below_hand_and_gen() {
        let below = |root: &'static str| {
            FILES.iter().filter_map(move |(path, _)| path.strip_prefix(root)?.strip_prefix('/'))
        };
        let twice: Vec<&str> =
            below("hand").filter(|path| below("gen").any(|other| other == *path)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
