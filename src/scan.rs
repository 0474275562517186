//! What the scanner is told, and where reports read source lines from afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use pilotage_capi::Target;
use pilotage_reports::source::SourceText;
use pilotage_scanner::Options;

use crate::libclang;
use crate::settings::Settings;

/// Files larger than this are not shown.
const LARGEST_BYTES: u64 = 64 << 20;

/// Texts that the scan kept (members of archives), else files of the disk.
#[derive(Debug)]
pub(crate) struct Texts<'a> {
    /// By the path that findings name.
    pub(crate) kept: &'a BTreeMap<String, Vec<u8>>,
}

impl SourceText for Texts<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        if let Some(kept) = self.kept.get(path) {
            return Some(kept.clone());
        }
        let path = Path::new(path);
        let metadata = path.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > LARGEST_BYTES {
            return None;
        }
        std::fs::read(path).ok()
    }
}

/// The settings in the scanner's words.
pub(crate) fn options(settings: &Settings, targets: &[Target]) -> Options {
    let is_free_threaded = |target: &Target| matches!(target, Target::FreeThreaded(_) | Target::Abi3t(_));
    Options {
        targets: targets.to_vec(),
        python: settings.python.clone(),
        supports: settings.supports,
        // The headers of such a build are simulated when nothing else is asked for.
        free_threaded: targets.iter().all(is_free_threaded),
        paths: pilotage_scanner::rules()
            .iter()
            .any(|rule| rule.follows_paths() && settings.selection.wants_rule(rule.code)),
        defines: settings.defines.clone(),
        includes: settings.includes.clone(),
        compile_commands: settings.compile_commands.clone(),
        jobs: settings.jobs,
        cache_dir: settings.cache.then(cache_folder).flatten(),
        // No results are kept there, so `--no-cache` is no reason to write 600 files anew.
        headers_dir: cache_folder(),
        libclang: settings.libclang.clone().or_else(libclang::find),
        ..Options::default()
    }
}

/// `PILOTAGE_CACHE_DIR`, else the folder that the system keeps for caches.
fn cache_folder() -> Option<Utf8PathBuf> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || std::env::home_dir().filter(|path| path.is_absolute());
    let system = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home().map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| home().map(|home| home.join(".cache")))
    };
    let folder = variable("PILOTAGE_CACHE_DIR").or_else(|| system.map(|folder| folder.join("pilotage")))?;
    Utf8PathBuf::from_path_buf(folder).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kept_texts_go_before_the_disk() {
        let kept = BTreeMap::from([("a.whl/a.c".to_owned(), b"int x;".to_vec())]);
        let texts = Texts { kept: &kept };
        assert_eq!(texts.read("a.whl/a.c"), Some(b"int x;".to_vec()));
        assert_eq!(texts.read("no/such/file.c"), None);
        assert!(texts.read("Cargo.toml").is_some());
    }
}
