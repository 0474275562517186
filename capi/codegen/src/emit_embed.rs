//! Prints capi/src/headers_generated.rs: the list of all analysis headers, so that nobody keeps it by hand.

use std::collections::BTreeSet;
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
    for path in &paths {
        let _ = writeln!(out, "    ({path:?}, include_str!(\"../headers/{path}\")),");
    }
    out.push_str("];\n\n");
    let needed = needed(root, files, &paths)?;
    let _ = writeln!(out, "pub(crate) static NEEDED: [&str; {}] = [", needed.len());
    for name in needed {
        let _ = writeln!(out, "    {name:?},");
    }
    out.push_str("];\n");
    files.add("capi/src/headers_generated.rs", out);
    Ok(())
}

/// The header with one declaration a line.
const FUNCTIONS: &str = "gen/pil_functions.h";

/// What `FUNCTIONS` declares and another header names, but for the macro of the same name: it must be declared, whatever
/// a source names itself.
fn needed(root: &Path, files: &Files, paths: &[String]) -> Result<BTreeSet<String>> {
    let text = |path: &String| match files.text(&format!("capi/headers/{path}")) {
        Some(text) => Ok(text.to_owned()),
        None => std::fs::read_to_string(root.join("capi/headers").join(path)),
    };
    let declared = text(&FUNCTIONS.to_owned())?;
    let declared: BTreeSet<&str> = declared.lines().flat_map(words).map(written).collect();
    let mut needed = BTreeSet::new();
    for path in paths.iter().filter(|path| *path != FUNCTIONS) {
        for line in text(path)?.lines() {
            let defined = line.trim_start().strip_prefix("#define").and_then(|rest| words(rest).next());
            let named = words(line).map(written).filter(|name| Some(*name) != defined);
            needed.extend(named.filter(|name| declared.contains(name)).map(str::to_owned));
        }
    }
    Ok(needed)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The name behind the prefix of our headers.
fn written(name: &str) -> &str {
    name.strip_prefix("pil_").unwrap_or(name)
}
