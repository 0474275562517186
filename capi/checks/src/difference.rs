//! Collects differences by name and drops those that the manifest explains with `allow:`.

use crate::allowed::ALLOWED;

/// Differences found by one check.
#[derive(Debug, Default)]
pub struct Differences {
    check: &'static str,
    compared: usize,
    explained: usize,
    found: Vec<String>,
}

impl Differences {
    /// `check` is the first part of the keys below `allow:`, `signature` of `signature-3.12`.
    pub fn new(check: &'static str) -> Self {
        Differences { check, ..Differences::default() }
    }

    /// Counts a comparison that was made.
    pub fn compared(&mut self) {
        self.compared += 1;
    }

    /// Notes a difference of `name` in `version` (`3.12`), unless it is explained.
    pub fn note(&mut self, name: &str, version: &str, what: &str) {
        let with_version = format!("{}-{version}", self.check);
        let explains = |key: &str| key == self.check || key == with_version;
        if ALLOWED.iter().any(|(item, key, _)| *item == name && explains(key)) {
            self.explained += 1;
        } else {
            self.found.push(format!("{name} ({version}): {what}"));
        }
    }

    /// Fails with all differences, by name; also when fewer than `at_least` comparisons were made.
    pub fn finish(mut self, at_least: usize) {
        self.found.sort();
        self.found.dedup();
        let Differences { check, compared, explained, found } = self;
        let summary = format!("{check}: {compared} compared, {explained} explained, {} differ", found.len());
        assert!(compared >= at_least, "{summary}: at least {at_least} comparisons were expected");
        assert!(found.is_empty(), "{summary}\n{}", found.join("\n"));
    }
}
