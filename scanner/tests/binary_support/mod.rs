//! Builds small real libraries with gcc and puts them into wheels, for the tests of the binary half.
//! No test of its own.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use pilotage_finding::{Finding, Problem};
use pilotage_scanner::binary::audit::{BinaryOutcome, audit_packages};
use pilotage_scanner::input::{IndexOptions, InputSpec, Package, open};
use zip::write::SimpleFileOptions;

/// A folder that the test's files are made in; deleted afterwards.
pub(crate) struct Workshop {
    folder: tempfile::TempDir,
}

/// What the audit of some paths gave.
pub(crate) struct Audited {
    pub(crate) packages: Vec<Package>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) outcomes: Vec<BinaryOutcome>,
}

impl Workshop {
    pub(crate) fn new() -> Workshop {
        Workshop { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Compiles a library; `flags` may name a soname or libraries to link with. Returns its bytes.
    pub(crate) fn library(&self, name: &str, source: &str, flags: &[&str]) -> Vec<u8> {
        let place = self.path(name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let c_file = self.path("source.c");
        fs::write(&c_file, source).unwrap();
        let output = Command::new("gcc")
            .args(["-shared", "-fPIC", "-nostdlib", "-w", "-O1", "-o"])
            .arg(&place)
            .arg(&c_file)
            .args(flags)
            .output()
            .expect("gcc is needed for these tests");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        fs::read(place).unwrap()
    }

    /// Writes a wheel with metadata that fit its name; `tag` is another tag for the `WHEEL` file.
    pub(crate) fn wheel(&self, file_name: &str, members: &[(&str, &[u8])], tag: Option<&str>) -> PathBuf {
        let stem = file_name.strip_suffix(".whl").unwrap();
        let mut parts = stem.splitn(3, '-');
        let (name, version, own_tag) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let path = self.path(file_name);
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        let options = SimpleFileOptions::default();
        let info = format!("{name}-{version}.dist-info");
        let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n");
        let wheel = format!("Wheel-Version: 1.0\nTag: {}\n", tag.unwrap_or(own_tag));
        let own = [(format!("{info}/METADATA"), metadata), (format!("{info}/WHEEL"), wheel)];
        let own = own.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
        for (name, bytes) in members.iter().copied().chain(own) {
            zip.start_file(name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }
}

/// Opens and audits paths together.
pub(crate) fn audit(paths: &[&Path], targets: &[&str]) -> Audited {
    let mut problems = Vec::new();
    let index = IndexOptions { offline: true, ..IndexOptions::default() };
    let specs = paths.iter().map(|p| InputSpec::Path((*p).to_owned()));
    let packages: Vec<_> = specs.flat_map(|spec| open(&spec, &mut problems, &index)).collect();
    let targets: Vec<_> = targets.iter().map(|t| t.parse().unwrap()).collect();
    let outcomes = audit_packages(&packages, &targets);
    Audited { packages, problems, outcomes }
}

impl Audited {
    /// All findings of all packages.
    pub(crate) fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.outcomes.iter().flat_map(|o| &o.findings)
    }

    /// `CODE item` of each finding, in order.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.findings().map(|f| format!("{} {}", f.rule, f.item).trim_end().to_owned()).collect()
    }

    /// All problems, of opening and of reading.
    pub(crate) fn all_problems(&self) -> Vec<&Problem> {
        self.problems.iter().chain(self.outcomes.iter().flat_map(|o| &o.problems)).collect()
    }

    /// There is a problem whose path ends with `path` and whose message has `words`.
    pub(crate) fn has_problem(&self, path: &str, words: &str) -> bool {
        self.all_problems().iter().any(|p| p.path.ends_with(path) && p.message.contains(words))
    }
}
