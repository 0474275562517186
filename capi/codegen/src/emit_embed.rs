//! Prints capi/src/headers_generated.rs: the list of all analysis headers, so that nobody keeps it by hand.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use crate::ctypes::walk;
use crate::emit_rust::MARK;
use crate::output::Files;

/// Adds the list; the generated headers are those in `files`, the others those on disk.
pub(crate) fn embed(root: &Path, files: &mut Files) -> Result<()> {
    let mut paths: Vec<String> =
        files.paths().filter_map(|p| p.strip_prefix("capi/headers/")).map(str::to_owned).collect();
    for folder in ["hand", "libc", "libcxx"] {
        let mut found = Vec::new();
        walk(&root.join("capi/headers").join(folder), &format!("{folder}/"), &mut found)?;
        // libcxx holds headers without a suffix, `<vector>`.
        paths.extend(found.into_iter().filter(|p| !p.ends_with(".md") && !p.ends_with(".txt")));
    }
    paths.sort();
    let mut out = format!(
        "//! The list of analysis headers, {MARK}; `cargo codegen` remakes it.\n//! Sorted by path.\n\n"
    );
    out.push_str("#![cfg_attr(rustfmt, rustfmt::skip)]\n\n");
    let _ = writeln!(out, "pub(crate) static FILES: [(&str, &str); {}] = [", paths.len());
    for path in paths {
        let _ = writeln!(out, "    ({path:?}, include_str!(\"../headers/{path}\")),");
    }
    out.push_str("];\n");
    files.add("capi/src/headers_generated.rs", out);
    Ok(())
}
