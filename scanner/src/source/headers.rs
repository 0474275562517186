//! The analysis headers on disk, where libclang reads them: laid out once per content in the cache folder, or in a
//! temporary one.

use std::io;
use std::path::{Path, PathBuf};

/// The analysis headers on disk.
pub(crate) struct Headers {
    folder: PathBuf,
    /// Hash of all of them.
    pub(crate) hash: String,
    _temp: Option<tempfile::TempDir>,
}

impl Headers {
    /// Makes sure that they are there.
    pub(crate) fn lay_out(cache: Option<&Path>) -> io::Result<Self> {
        let hash = hash();
        if let Some(cache) = cache {
            let folder = std::path::absolute(cache.join(format!("headers-{}", &hash[..16])))?;
            // A cache that cannot be written is no reason to stop.
            if folder.is_dir() || publish(cache, &folder).is_ok() {
                return Ok(Headers { folder, hash, _temp: None });
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

/// Writes them beside and renames the whole, so that nobody sees half of them.
fn publish(cache: &Path, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(cache)?;
    let temp = tempfile::tempdir_in(cache)?;
    let whole = temp.path().join("headers");
    write(&whole)?;
    match std::fs::rename(&whole, folder) {
        // Another process was faster.
        Err(_) if folder.is_dir() => Ok(()),
        done => done,
    }
}

fn write(folder: &Path) -> io::Result<()> {
    for (path, text) in pilotage_capi::headers::FILES {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, text)?;
    }
    Ok(())
}

fn hash() -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, text) in pilotage_capi::headers::FILES {
        hasher.update(path.as_bytes()).update(b"\0").update(text.as_bytes()).update(b"\0");
    }
    hasher.finalize().to_hex().to_string()
}
