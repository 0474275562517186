//! Finds the interposing library: named by a variable, or next to the program.

use std::path::PathBuf;

use anyhow::{Result, anyhow};

/// Its file.
pub(crate) const NAME: &str = "libpilotage_interpose.so";
const VARIABLE: &str = "PILOTAGE_INTERPOSE";

/// The library to preload.
pub(crate) fn find() -> Result<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(anyhow!("`check` works on Linux on x86-64 only"));
    }
    if let Some(named) = std::env::var_os(VARIABLE).map(PathBuf::from) {
        let found = named.canonicalize();
        return found.map_err(|error| anyhow!("`{VARIABLE}` names `{}`: {error}", named.display()));
    }
    let program = std::env::current_exe()?;
    let program = program.canonicalize().unwrap_or(program);
    let folder = program.parent().map(PathBuf::from).unwrap_or_default();
    // Built by cargo (the copy next to the program may be an old one), installed together, by pip, with a prefix.
    let places = ["deps", ".", "../libexec/pilotage", "../lib/pilotage"].map(|it| folder.join(it).join(NAME));
    let found = places.iter().find(|place| place.is_file());
    let found = found.and_then(|place| place.canonicalize().ok());
    found.ok_or_else(|| anyhow!("`{NAME}` is missing next to the program: name it with `{VARIABLE}`"))
}
