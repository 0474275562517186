//! Outcomes of units kept between runs, by content: a unit is looked up by its job and its main file, and the
//! entry holds only while every own file that was read has the same content. Paths are relative to the root, so
//! that an sdist unpacked elsewhere finds its entries again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::unit::{Job, UnitOutcome, relative};

/// The cache folder and what all keys share.
pub(crate) struct Cache {
    folder: PathBuf,
    salt: blake3::Hash,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// Own files by relative path, with their hashes.
    files: Vec<(String, String)>,
    outcome: UnitOutcome,
}

impl Cache {
    /// `salt` says everything that outcomes depend on besides the job: the tool, libclang, the file names.
    pub(crate) fn new(folder: &Path, salt: &str) -> Self {
        Cache { folder: folder.to_owned(), salt: blake3::hash(salt.as_bytes()) }
    }

    /// The outcome of the same job on the same files.
    pub(crate) fn get(&self, job: &Job) -> Option<UnitOutcome> {
        let entry = std::fs::read(self.path(job)?).ok()?;
        let entry: Entry = serde_json::from_slice(&entry).ok()?;
        let root = Path::new(&job.command.root);
        let is_fresh = |(path, hash): &(String, String)| hash_file(&root.join(path)).as_ref() == Some(hash);
        entry.files.iter().all(is_fresh).then_some(entry.outcome)
    }

    /// Keeps an outcome; failure to do so costs only time later.
    pub(crate) fn put(&self, job: &Job, outcome: &UnitOutcome) {
        if outcome.problems.iter().any(|problem| problem.internal) || outcome.files.is_empty() {
            return;
        }
        let root = Path::new(&job.command.root);
        let files =
            outcome.files.iter().map(|path| Some((path.clone(), hash_file(&root.join(path))?))).collect();
        let (Some(files), Some(path)) = (files, self.path(job)) else { return };
        let entry = Entry { files, outcome: outcome.clone() };
        let Ok(text) = serde_json::to_vec(&entry) else { return };
        let _ = write_whole(&path, &text);
    }

    fn path(&self, job: &Job) -> Option<PathBuf> {
        let root = Path::new(&job.command.root);
        let mut portable = job.clone();
        portable.command.path = relative(root, &job.command.path);
        portable.command.includes =
            job.command.includes.iter().map(|folder| relative(root, folder)).collect();
        portable.command.root = String::new();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.salt.as_bytes());
        hasher.update(&serde_json::to_vec(&portable).ok()?);
        hasher.update(hash_file(Path::new(&job.command.path))?.as_bytes());
        let name = hasher.finalize().to_hex();
        Some(self.folder.join("units").join(&name[..2]).join(&name[2..]))
    }
}

/// Writes a file so that a reader sees all of it or nothing.
pub(crate) fn write_whole(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().ok_or_else(|| std::io::Error::other("no folder"))?;
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    std::io::Write::write_all(&mut file, text)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn hash_file(path: &Path) -> Option<String> {
    Some(blake3::hash(&std::fs::read(path).ok()?).to_hex().to_string())
}
