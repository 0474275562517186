//! Wheels: the members that matter are inflated one at a time, when they are wanted; nothing is written to disk.
//! What a member's name may be does not matter here, because names are only shown; odd ones are Problems all the same.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use pilotage_finding::Problem;
use zip::ZipArchive;
use zip::read::ZipReadOptions;

use super::{BinaryFile, Contents, Package, PackageKind, limits, tree};
use crate::binary::tags::WheelName;

/// An opened zip file that several threads read from.
#[derive(Debug)]
pub(super) struct Archive {
    zip: ZipArchive<SharedFile>,
}

/// A file with a position of its own: clones read the same file without disturbing each other.
#[derive(Clone, Debug)]
struct SharedFile {
    file: Arc<File>,
    length: u64,
    position: u64,
}

/// What the central directory says of one member.
pub(super) struct Member {
    /// Its place in the central directory.
    pub index: usize,
    /// Its name, lossily where it is not UTF-8.
    pub name: String,
    /// Compressed size as claimed.
    pub packed: u64,
    /// Size as claimed.
    pub unpacked: u64,
    /// Neither a directory nor a symbolic link.
    pub is_file: bool,
}

/// Opens a wheel; `None` when it is no zip file at all.
pub(super) fn open(path: &Path, label: &str, problems: &mut Vec<Problem>) -> Option<Package> {
    let archive = match Archive::open(path) {
        Ok(archive) => Arc::new(archive),
        Err(reason) => {
            problems.push(Problem::new(label, reason));
            return None;
        }
    };
    let mut package = Package::new(label, PackageKind::Wheel);
    let file_name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    match WheelName::parse(&file_name) {
        Some(name) => {
            package.name = Some(name.name);
            package.version = Some(name.version);
            package.tags = name.tags;
        }
        None => problems.push(Problem::new(
            label,
            "its name is not NAME-VERSION-PYTHON-ABI-PLATFORM.whl, so its tags are unknown",
        )),
    }
    let members = archive.members(label, problems);
    read_metadata(&archive, &members, &mut package, problems);
    let mut total = 0_u64;
    for member in members.iter().filter(|m| is_library(&m.name)) {
        let shown = format!("{label}/{}", member.name);
        if !member.is_file {
            problems.push(Problem::new(shown, "it is a symbolic link, which installers do not make"));
            continue;
        }
        total = total.saturating_add(member.unpacked);
        let refusal =
            limits::refusal(member.packed, member.unpacked, limits::MAX_BINARY_BYTES).or_else(|| {
                (total > limits::MAX_TOTAL_BYTES)
                    .then(|| "the libraries before it fill the limit of 8 GiB".to_owned())
            });
        match refusal {
            Some(reason) => problems.push(Problem::new(shown, reason)),
            None => package.binaries.push(BinaryFile {
                path: shown,
                contents: Contents::Member(Arc::clone(&archive), member.index),
            }),
        }
    }
    package.binaries.sort_by(|a, b| a.path.cmp(&b.path));
    Some(package)
}

fn is_library(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    tree::is_binary_name(&file.to_ascii_lowercase()) || (name.contains(".framework/") && !file.contains('.'))
}

fn read_metadata(archive: &Archive, members: &[Member], package: &mut Package, problems: &mut Vec<Problem>) {
    let mut metadata = super::Metadata::default();
    for member in members.iter().filter(|m| m.is_file && m.name.matches('/').count() == 1) {
        let is_core = member.name.ends_with(".dist-info/METADATA");
        if !is_core && !member.name.ends_with(".dist-info/WHEEL") {
            continue;
        }
        let too_big = limits::refusal(member.packed, member.unpacked, limits::MAX_SOURCE_BYTES);
        match too_big.map_or_else(|| archive.read(member.index), Err) {
            Ok(bytes) if is_core => metadata.add_core(&bytes),
            Ok(bytes) => metadata.add_wheel(&bytes),
            Err(reason) => problems.push(Problem::new(format!("{}/{}", package.label, member.name), reason)),
        }
    }
    package.adopt(metadata);
}

impl Archive {
    /// Reads the central directory.
    pub(super) fn open(path: &Path) -> Result<Archive, String> {
        let file = File::open(path).map_err(|error| limits::io_phrase("it cannot be opened", &error))?;
        let length = file.metadata().map_err(|error| limits::io_phrase("it cannot be opened", &error))?.len();
        if length == 0 {
            return Err("it is empty".to_owned());
        }
        let shared = SharedFile { file: Arc::new(file), length, position: 0 };
        let zip = ZipArchive::new(shared).map_err(|error| phrase("it is no readable zip file", &error))?;
        if zip.is_empty() {
            return Err("it is an archive without members".to_owned());
        }
        if zip.len() > limits::MAX_MEMBERS {
            return Err(format!(
                "it has {} members, more than the {} that are read",
                zip.len(),
                limits::MAX_MEMBERS
            ));
        }
        Ok(Archive { zip })
    }

    /// All members in the order of the central directory; names that no archive should have are Problems.
    pub(super) fn members(&self, label: &str, problems: &mut Vec<Problem>) -> Vec<Member> {
        if self.zip.has_duplicate_names() {
            problems.push(Problem::new(
                label,
                "it has several members of the same name: the last one of each is looked at",
            ));
        }
        let mut members = Vec::with_capacity(self.zip.len());
        for index in 0..self.zip.len() {
            let Ok(entry) = self.zip.by_index_data(index) else {
                problems.push(Problem::new(label, format!("member {index} of its directory cannot be read")));
                continue;
            };
            let name = match std::str::from_utf8(entry.name_raw()) {
                Ok(name) => name.to_owned(),
                Err(_) => entry.name().map_or_else(
                    |_| String::from_utf8_lossy(entry.name_raw()).into_owned(),
                    |n| n.into_owned(),
                ),
            };
            let name = name.replace('\\', "/");
            if let Some(reason) = super::links::unsafe_name(&name) {
                problems.push(Problem::new(format!("{label}/{name}"), reason));
            }
            members.push(Member {
                index,
                name,
                packed: entry.compressed_size(),
                unpacked: entry.size(),
                is_file: entry.is_file() && !entry.is_symlink(),
            });
        }
        members
    }

    /// Inflates one member; the error is a phrase.
    pub(super) fn read(&self, index: usize) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let length = self.read_into(index, &mut bytes)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    /// Inflates one member to the front of a buffer and returns its length. Checks its checksum and that both of its headers say the same.
    pub(super) fn read_into(&self, index: usize, buffer: &mut Vec<u8>) -> Result<usize, String> {
        let mut zip = self.zip.clone();
        let strict = ZipReadOptions::new().enforce_header_consistency(true);
        let entry = zip
            .by_index_with_options(index, strict)
            .map_err(|error| phrase("it cannot be unpacked", &error))?;
        let hint = entry.size();
        limits::read_stream_into(entry, hint, limits::MAX_BINARY_BYTES, buffer)
            .map_err(|error| limits::io_phrase("it cannot be unpacked", &error))
    }
}

fn phrase(what: &str, error: &zip::result::ZipError) -> String {
    limits::io_phrase(what, &io::Error::other(error.to_string()))
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = read_at(&self.file, buffer, self.position)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, position)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, position)
}
