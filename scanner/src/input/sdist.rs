//! Source archives: unpacked into a temporary directory of our own, file by file, never links and never devices.
//! Every member that is refused is a Problem; the others are audited.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use flate2::read::MultiGzDecoder;
use pilotage_finding::Problem;
use tar::EntryType;
use tempfile::TempDir;

use super::wheel::Archive;
use super::{Metadata, Package, PackageKind, SourceRoot, limits, links, tree};

/// Writes members below one directory and remembers what it wrote.
struct Unpacker<'a> {
    root: Utf8PathBuf,
    label: &'a str,
    problems: &'a mut Vec<Problem>,
    written: HashSet<String>,
    links: Vec<(String, String)>,
    total: u64,
}

/// Unpacks a source archive; `None` when nothing of it can be read.
pub(super) fn open(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Option<Package> {
    let temp = match TempDir::with_prefix("pilotage-") {
        Ok(temp) => temp,
        Err(error) => {
            problems.push(Problem::internal(
                label,
                limits::io_phrase("no temporary directory can be made", &error),
            ));
            return None;
        }
    };
    let Ok(root) = Utf8PathBuf::from_path_buf(temp.path().to_owned()) else {
        problems.push(Problem::internal(label, "the temporary directory has a name that is not UTF-8"));
        return None;
    };
    let mut unpacker = Unpacker {
        root: root.clone(),
        label,
        problems,
        written: HashSet::new(),
        links: Vec::new(),
        total: 0,
    };
    let lower = label.to_ascii_lowercase();
    let result = if lower.ends_with(".zip") {
        unpacker.zip(path)
    } else {
        unpacker.tar(path, !lower.ends_with(".tar"))
    };
    if let Err(reason) = result {
        unpacker.problems.push(Problem::new(label, reason));
    }
    unpacker.follow_links();
    if unpacker.written.is_empty() {
        unpacker.problems.push(Problem::new(label, "it holds no file that could be unpacked"));
        return None;
    }
    let mut package = Package::new(label, PackageKind::Sdist);
    package.adopt(metadata(&root));
    tree::add_libraries(&mut package, root.as_std_path(), label, problems);
    package.sources = Some(SourceRoot {
        dir: root,
        shown_prefix: label.to_owned(),
        only: None,
        _temp: Some(Arc::new(temp)),
    });
    Some(package)
}

/// `PKG-INFO` of the one directory at the top, or of the top itself.
fn metadata(root: &Utf8Path) -> Metadata {
    let mut metadata = Metadata::default();
    let directories = root.read_dir_utf8().into_iter().flatten().flatten().map(|e| e.path().to_owned());
    let mut places: Vec<_> = directories.filter(|p| p.is_dir()).collect();
    places.sort();
    places.insert(0, root.to_owned());
    for place in places {
        if let Ok(bytes) = limits::read_file(place.join("PKG-INFO").as_std_path(), limits::MAX_SOURCE_BYTES) {
            metadata.add_core(&bytes);
            break;
        }
    }
    metadata
}

impl Unpacker<'_> {
    fn problem(&mut self, name: &str, reason: impl Into<String>) {
        self.problems.push(Problem::new(format!("{}/{name}", self.label), reason));
    }

    fn tar(&mut self, path: &Path, compressed: bool) -> Result<(), String> {
        let file = File::open(path).map_err(|error| limits::io_phrase("it cannot be opened", &error))?;
        let packed = file.metadata().map_err(|error| limits::io_phrase("it cannot be opened", &error))?.len();
        if packed == 0 {
            return Err("it is empty".to_owned());
        }
        let file = BufReader::with_capacity(1 << 16, file);
        // A bomb may hide in headers and padding too, so the whole stream is counted, not only the files.
        let ceiling = limits::MAX_SDIST_BYTES
            .min(packed.saturating_mul(limits::MAX_RATIO).max(limits::RATIO_FREE_BYTES * 4));
        let stream: Box<dyn Read> =
            if compressed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut archive = tar::Archive::new(Ceiling { stream, left: ceiling });
        let unreadable = |error: io::Error| limits::io_phrase("it cannot be unpacked further", &error);
        for (count, entry) in archive.entries().map_err(unreadable)?.enumerate() {
            if count >= limits::MAX_MEMBERS {
                return Err(format!("it has more than the {} members that are read", limits::MAX_MEMBERS));
            }
            self.tar_entry(entry.map_err(unreadable)?).map_err(unreadable)?;
        }
        // What follows the last entry holds the checksum of the whole.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(unreadable)?;
        Ok(())
    }

    fn tar_entry(&mut self, mut entry: tar::Entry<'_, impl Read>) -> io::Result<()> {
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let link =
            entry.link_name_bytes().map(|l| String::from_utf8_lossy(&l).into_owned()).unwrap_or_default();
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let size = entry.size();
                self.file(&name, size, &mut entry)?;
            }
            EntryType::Directory | EntryType::XGlobalHeader | EntryType::XHeader => {}
            EntryType::Symlink => self.link(&name, links::target(&name, &link), &link),
            EntryType::Link => self.link(&name, links::target("", &link), &link),
            EntryType::Char | EntryType::Block => {
                self.problem(&name, "it is a device file, which no source archive may hold")
            }
            EntryType::Fifo => self.problem(&name, "it is a named pipe, which no source archive may hold"),
            _ => self.problem(&name, "it is neither a file nor a directory nor a link"),
        }
        Ok(())
    }

    fn zip(&mut self, path: &Path) -> Result<(), String> {
        let archive = Archive::open(path)?;
        let mut named = Vec::new();
        let members = archive.members(self.label, &mut named);
        // `file` says the same again, for those members that it refuses.
        self.problems.extend(named.into_iter().filter(|p| p.path == self.label));
        for member in members.iter().filter(|m| m.is_file) {
            if let Some(reason) = limits::refusal(member.packed, member.unpacked, limits::MAX_SOURCE_BYTES) {
                self.problem(&member.name, reason);
                continue;
            }
            match archive.read(member.index) {
                Ok(bytes) => self
                    .file(&member.name, bytes.len() as u64, &mut bytes.as_slice())
                    .map_err(|error| limits::io_phrase("it cannot be unpacked further", &error))?,
                Err(reason) => self.problem(&member.name, reason),
            }
        }
        Ok(())
    }

    /// Writes one file; an error concerns the archive as a whole.
    fn file(&mut self, name: &str, size: u64, stream: &mut dyn Read) -> io::Result<()> {
        let name = name.replace('\\', "/");
        let clean = clean(&name);
        if let Some(reason) = links::unsafe_name(&name) {
            self.problem(&name, reason);
            return Ok(());
        }
        if size > limits::MAX_SOURCE_BYTES {
            self.problem(&name, format!("it is {} MiB, more than the 64 MiB that are unpacked", size >> 20));
            return Ok(());
        }
        if !self.written.insert(clean.clone()) {
            self.problem(&name, "a member of the same name came before: the first one is looked at");
            return Ok(());
        }
        self.total = self.total.saturating_add(size);
        if self.total > limits::MAX_SDIST_BYTES {
            return Err(io::Error::other("its files are larger than the 2 GiB that are unpacked"));
        }
        let place = self.root.join(&clean);
        let bytes = limits::read_stream(stream, size, limits::MAX_SOURCE_BYTES)?;
        let written = place
            .parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&place, &bytes));
        if let Err(error) = written {
            self.written.remove(&clean);
            self.problem(&name, limits::io_phrase("it cannot be unpacked", &error));
        }
        Ok(())
    }

    fn link(&mut self, name: &str, target: Option<String>, shown_target: &str) {
        match (links::unsafe_name(name), target) {
            (Some(reason), _) => self.problem(name, reason),
            (None, None) => {
                self.problem(name, format!("it is a link to `{shown_target}`, out of the archive"))
            }
            (None, Some(target)) => self.links.push((clean(name), clean(&target))),
        }
    }

    /// Links inside the archive become copies, so that nothing on disk leads anywhere.
    fn follow_links(&mut self) {
        for (name, target) in std::mem::take(&mut self.links) {
            let from = self.root.join(&target);
            let is_file = from.symlink_metadata().is_ok_and(|m| m.is_file());
            if !self.written.contains(&target) || !is_file || !self.written.insert(name.clone()) {
                continue;
            }
            let place = self.root.join(&name);
            let copied = place
                .parent()
                .map_or(Ok(()), std::fs::create_dir_all)
                .and_then(|()| std::fs::copy(&from, &place));
            if let Err(error) = copied {
                self.problem(&name, limits::io_phrase("it cannot be unpacked", &error));
            }
        }
    }
}

/// Without empty and `.` components.
fn clean(name: &str) -> String {
    let parts: Vec<_> = name.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
    parts.join("/")
}

/// A stream that fails after so many bytes.
struct Ceiling<R> {
    stream: R,
    left: u64,
}

impl<R: Read> Read for Ceiling<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            io::Error::other("it unpacks to so much that it is taken for a decompression bomb")
        })?;
        Ok(count)
    }
}
