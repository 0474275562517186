//! The analysis headers on disk, where libclang reads them: laid out once per content in the cache folder, or in a
//! temporary one.

use std::io;
use std::path::{Path, PathBuf};

use super::cache::write_whole;

/// The analysis headers on disk.
pub(crate) struct Headers {
    folder: PathBuf,
    /// Hash of all of them.
    pub(crate) hash: String,
    _temp: Option<tempfile::TempDir>,
}

/// Written last: a folder without it is not complete.
const COMPLETE: &str = "complete";

impl Headers {
    /// Makes sure that they are there.
    pub(crate) fn lay_out(cache: Option<&Path>) -> io::Result<Self> {
        let hash = hash();
        if let Some(cache) = cache {
            let folder = cache.join(format!("headers-{}", &hash[..16]));
            // A cache that cannot be written is no reason to stop.
            if folder.join(COMPLETE).exists() || write(&folder).is_ok() {
                return Ok(Headers { folder: std::path::absolute(folder)?, hash, _temp: None });
            }
        }
        let temp = tempfile::tempdir()?;
        write(temp.path())?;
        Ok(Headers { folder: temp.path().to_owned(), hash, _temp: Some(temp) })
    }

    /// The folder that holds one folder for each include root.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

fn write(folder: &Path) -> io::Result<()> {
    for (path, text) in pilotage_capi::headers::FILES {
        write_whole(&folder.join(path), text.as_bytes())?;
    }
    write_whole(&folder.join(COMPLETE), b"")
}

fn hash() -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, text) in pilotage_capi::headers::FILES {
        hasher.update(path.as_bytes()).update(b"\0").update(text.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex().to_string()
}
