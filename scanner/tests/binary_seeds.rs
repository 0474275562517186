//! The seeds of the fuzz targets, and what fuzzing found, as plain tests: parsing ends soon and never panics, also when
//! bytes are missing or changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pilotage_scanner::binary::Binary;

/// Far above what the slowest machine needs for some kilobytes.
const PATIENCE: Duration = Duration::from_secs(5);

fn seeds() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/object");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 8);
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn every_seed_is_read_or_refused_soon() {
    for (path, bytes) in seeds() {
        let begin = Instant::now();
        let parsed = Binary::parse_unguarded(&bytes);
        assert!(begin.elapsed() < PATIENCE, "{}", path.display());
        let lies = path.to_string_lossy().contains("lying");
        assert!(lies || parsed.is_ok_and(|b| b[0].is_extension()), "{}", path.display());
    }
}

#[test]
fn truncated_anywhere() {
    for (path, bytes) in seeds() {
        let begin = Instant::now();
        for length in (0..bytes.len()).step_by(7) {
            let _ = Binary::parse_unguarded(&bytes[..length]);
        }
        assert!(begin.elapsed() < 4 * PATIENCE, "{}", path.display());
    }
}

#[test]
fn every_byte_set_to_extremes() {
    for (path, bytes) in seeds().into_iter().filter(|(_, bytes)| bytes.len() < 4000) {
        for at in 0..bytes.len().min(600) {
            for value in [0, 0x7f, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = value;
                let begin = Instant::now();
                let _ = Binary::parse_unguarded(&changed);
                assert!(begin.elapsed() < PATIENCE, "{} byte {at} = {value:#x}", path.display());
            }
        }
    }
}
