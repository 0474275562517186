//! What the tests that audit rule pages have in common: one cache, the options that always hold, and how the trials are run.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use camino::Utf8PathBuf;
use libtest_mimic::{Arguments, Trial};
use pilotage_scanner::{Options, Progress};

/// One cache for all pages, so that the analysis headers are laid out once.
static CACHE: OnceLock<Utf8PathBuf> = OnceLock::new();

/// Runs the trials that are made for the folder of the pages, and ends the process.
pub(crate) fn run(trials: impl FnOnce(&Path) -> Vec<Trial>) -> ! {
    let arguments = Arguments::from_args();
    let cache = tempfile::tempdir().expect("a temporary folder");
    CACHE.get_or_init(|| Utf8PathBuf::from_path_buf(cache.path().to_owned()).expect("a UTF-8 path"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let conclusion = libtest_mimic::run(&arguments, trials(&folder));
    drop(cache);
    conclusion.exit()
}

/// Options without targets.
pub(crate) fn options() -> Options {
    Options {
        jobs: 1,
        worker: Some(PathBuf::from(env!("CARGO_BIN_EXE_pilotage"))),
        cache_dir: CACHE.get().cloned(),
        ..Options::default()
    }
}

/// Tells nobody how far the audit is.
pub(crate) struct Quiet;

impl Progress for Quiet {
    fn start(&self, _input: &str, _total: usize) {}
    fn step(&self, _path: &str) {}
    fn finish(&self) {}
}
