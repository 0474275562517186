//! Include folders without a compile database: an include is looked for below the root by the end of its path.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// The headers below a root.
pub(super) struct Includes {
    root: PathBuf,
    /// Headers (and sources, which are included too) by file name.
    by_name: HashMap<String, Vec<PathBuf>>,
    /// Includes of a file, read once.
    read: HashMap<PathBuf, Vec<String>>,
}

/// Files that one unit may reach this way; more is a loop or a monster.
const MAX_REACHED: usize = 4000;

impl Includes {
    pub(super) fn new(root: &Path, files: &[PathBuf]) -> Self {
        let mut by_name: HashMap<String, Vec<PathBuf>> = HashMap::new();
        for file in files {
            if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
                by_name.entry(name.to_owned()).or_default().push(file.clone());
            }
        }
        Includes { root: root.to_owned(), by_name, read: HashMap::new() }
    }

    /// The folders that the includes of `source`, and of what it includes, need.
    pub(super) fn folders_for(&mut self, source: &Path) -> Vec<String> {
        let mut folders = BTreeSet::new();
        let mut reached: HashSet<PathBuf> = HashSet::from([source.to_owned()]);
        let mut queue = vec![source.to_owned()];
        while let Some(file) = queue.pop() {
            for name in self.includes_of(&file) {
                let beside = file.parent().map(|folder| folder.join(&name)).filter(|path| path.is_file());
                let found = match beside {
                    Some(path) => Some(path),
                    None => self.look_up(&name, &file).map(|(path, folder)| {
                        folders.insert(folder);
                        path
                    }),
                };
                if let Some(path) = found
                    && reached.len() < MAX_REACHED
                    && reached.insert(path.clone())
                {
                    queue.push(path);
                }
            }
        }
        folders.into_iter().map(|folder| folder.display().to_string()).collect()
    }

    /// The sources below the root, no headers, that a source includes; what test cases include is for them alone.
    pub(super) fn sources_in(&mut self, source: &Path) -> Vec<PathBuf> {
        if self.is_in_tests(source) {
            return Vec::new();
        }
        let is_source = |name: &String| super::language(Path::new(name)).is_some();
        let names: Vec<String> = self.includes_of(source).into_iter().filter(is_source).collect();
        let beside = |name: &String| {
            let path = plain(&source.parent()?.join(name));
            path.is_file().then_some(path)
        };
        names
            .iter()
            .filter_map(|name| beside(name).or_else(|| self.look_up(name, source).map(|(path, _)| path)))
            .collect()
    }

    fn includes_of(&mut self, file: &Path) -> Vec<String> {
        if let Some(known) = self.read.get(file) {
            return known.clone();
        }
        let names = std::fs::read(file).map(|text| includes_in(&text)).unwrap_or_default();
        self.read.insert(file.to_owned(), names.clone());
        names
    }

    /// The header whose path ends with `name` and that lies nearest to `from`, and the folder to search for it.
    fn look_up(&self, name: &str, from: &Path) -> Option<(PathBuf, PathBuf)> {
        let wanted = Path::new(name);
        // What our own headers provide is never taken from the package.
        if is_ours(name) {
            return None;
        }
        let candidates = self.by_name.get(wanted.file_name()?.to_str()?)?;
        let depth = wanted.components().count();
        let nearness = |path: &Path| {
            path.components().zip(from.components()).take_while(|(a, b)| a == b).count() as isize
        };
        let best = candidates
            .iter()
            .filter(|path| path.ends_with(wanted))
            .filter(|path| !self.is_in_tests(path) || self.is_in_tests(from))
            .max_by_key(|path| nearness(path))?;
        let folder = best.ancestors().nth(depth)?;
        folder.starts_with(&self.root).then(|| (best.clone(), folder.to_owned()))
    }
}

impl Includes {
    /// Headers of test cases are made for them alone: a `config.h` there is nobody else's.
    fn is_in_tests(&self, path: &Path) -> bool {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        inside.components().any(|part| {
            part.as_os_str()
                .to_str()
                .is_some_and(|name| matches!(name, "test" | "tests" | "test cases" | "testing"))
        })
    }
}

/// Without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts
}

fn is_ours(name: &str) -> bool {
    const ROOTS: [&str; 4] = ["hand/", "gen/", "libc/", "libcxx/"];
    pilotage_capi::headers::FILES
        .iter()
        .any(|(path, _)| ROOTS.iter().any(|root| path.strip_prefix(root) == Some(name)))
}

/// The names in `#include "x"` and `#include <x>`.
fn includes_in(text: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.split(|b| *b == b'\n') {
        let line = line.trim_ascii();
        let Some(rest) = line.strip_prefix(b"#") else { continue };
        let Some(rest) = rest.trim_ascii_start().strip_prefix(b"include") else { continue };
        let rest = rest.trim_ascii_start();
        let close = match rest.first() {
            Some(b'"') => b'"',
            Some(b'<') => b'>',
            _ => continue,
        };
        let Some(end) = rest[1..].iter().position(|b| *b == close) else { continue };
        if let Ok(name) = std::str::from_utf8(&rest[1..=end])
            && !name.is_empty()
        {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_are_read_from_text() {
        let text = b"#include <Python.h>\n  #  include \"a/b.h\" // x\n#include MACRO\n#include \"open\n";
        assert_eq!(includes_in(text), ["Python.h", "a/b.h"]);
    }

    #[test]
    fn sources_that_a_source_includes() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            path
        };
        let part = file("c/part.c", "");
        let far = file("lib/far.c", "");
        let main = file("c/main.c", "#include \"../c/part.c\"\n#include <far.c>\n#include \"x.h\"\n");
        let test = file("tests/test.c", "#include \"../c/part.c\"\n");
        let files = [part.clone(), far.clone(), main.clone(), test.clone()];
        let mut includes = Includes::new(folder.path(), &files);
        assert_eq!(includes.sources_in(&main), [part, far]);
        assert!(includes.sources_in(&test).is_empty());
    }

    #[test]
    fn the_nearest_header_wins() {
        let files = ["/r/a/include/x.h", "/r/b/include/x.h", "/r/b/src/m.c"].map(PathBuf::from);
        let includes = Includes::new(Path::new("/r"), &files);
        let (path, folder) = includes.look_up("x.h", Path::new("/r/b/src/m.c")).unwrap();
        assert_eq!((path, folder), (PathBuf::from("/r/b/include/x.h"), PathBuf::from("/r/b/include")));
        assert!(includes.look_up("Python.h", Path::new("/r/b/src/m.c")).is_none());
    }
}
