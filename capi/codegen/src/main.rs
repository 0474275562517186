//! Remakes every generated file from capi/manifest, or with `--check` proves that they are fresh.
//! The only crate that reads YAML of the manifest; it never looks at CPython's own headers.

mod cdecl;
mod ctypes;
mod emit_docs;
mod emit_embed;
mod emit_headers;
mod emit_rust;
mod emit_shim;
mod header_lines;
mod layout;
mod manifest;
mod model;
mod output;
mod targets;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let root = root();
    match arguments {
        [] => {
            let written = make(&root)?.write(&root)?;
            eprintln!("{written} files changed");
            Ok(())
        }
        [only] if only == "--check" => make(&root)?.check(&root),
        _ => bail!("the only option is --check"),
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Everything that is made, in memory.
fn make(root: &Path) -> Result<output::Files> {
    let folder = root.join("capi/manifest");
    let entries = manifest::read_all(&folder)?;
    let items = model::resolve_all(&entries)?;
    let others = manifest::read_all(&folder.join("third_party"))?;
    let others = model::resolve_all(&others)?;
    let targets = targets::read(&folder)?;
    let mut files = output::Files::default();
    files.add("capi/src/generated.rs", emit_rust::table(&items, &others, &targets));
    files.add("capi/checks/src/allowed.rs", emit_rust::allowed(&items));
    let mut hand = ctypes::Hand::read(&root.join("capi/headers/hand"))?;
    hand.keep_mentioned(&items);
    emit_headers::headers(&items, &hand, &mut files)?;
    emit_docs::pages(&items, &others, &mut files);
    emit_shim::missing(root, &items, &mut files)?;
    emit_embed::embed(root, &mut files)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_files_are_fresh() {
        let root = root();
        make(&root).unwrap().check(&root).unwrap();
    }
}
