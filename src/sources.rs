//! Where reports read source lines from, and what the scanner is told.

use std::path::Path;

use pilotage_capi::Target;
use pilotage_reports::source::SourceText;
use pilotage_scanner::Options;

use crate::settings::Settings;

/// Files larger than this are not shown.
const LARGEST_BYTES: u64 = 64 << 20;

/// Reads files of the disk.
#[derive(Debug, Default)]
pub(crate) struct Finder {}

impl SourceText for Finder {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let path = Path::new(path);
        let metadata = path.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > LARGEST_BYTES {
            return None;
        }
        std::fs::read(path).ok()
    }
}
