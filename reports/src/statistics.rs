//! Counts per rule, per file and per target.
//! Targets are counted as findings name them: a finding that concerns every target counts for each that is known.

use std::collections::BTreeMap;
use std::io;

use pilotage_finding::{Finding, Severity};

use crate::table::{self, Align};

/// How many files are listed; the rest is summed up.
const LISTED_FILES: usize = 20;

/// Findings counted three ways.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Code, name, worst severity, count; most first.
    pub rules: Vec<(String, String, Severity, usize)>,
    /// Path and count; most first.
    pub files: Vec<(String, usize)>,
    /// Target and count, in the order given.
    pub targets: Vec<(String, usize)>,
}

impl Statistics {
    /// Counts the findings; `targets` are those of the run.
    pub fn new(findings: &[Finding], targets: &[String]) -> Self {
        let mut rules: BTreeMap<(&str, &str), (Severity, usize)> = BTreeMap::new();
        let mut files: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings {
            let entry =
                rules.entry((finding.rule.as_str(), finding.name.as_str())).or_insert((finding.severity, 0));
            *entry = (entry.0.max(finding.severity), entry.1 + 1);
            *files.entry(&finding.place.path).or_default() += 1;
        }
        let mut rules: Vec<_> = rules
            .into_iter()
            .map(|((code, name), (severity, count))| (code.to_owned(), name.to_owned(), severity, count))
            .collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.3));
        let mut files: Vec<_> = files.into_iter().map(|(path, count)| (path.to_owned(), count)).collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.1));
        let concerned = |target: &String| {
            findings.iter().filter(|f| f.targets.is_empty() || f.targets.contains(target)).count()
        };
        let targets = targets.iter().map(|target| (target.clone(), concerned(target))).collect();
        Statistics { rules, files, targets }
    }

    /// Writes three tables.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        use Align::{Left, Right};
        let rules: Vec<_> = self
            .rules
            .iter()
            .map(|(code, name, severity, count)| {
                vec![count.to_string(), code.clone(), name.clone(), severity.to_string()]
            })
            .collect();
        table::write(
            out,
            "",
            &[("findings", Right), ("rule", Left), ("name", Left), ("severity", Left)],
            &rules,
        )?;
        writeln!(out)?;
        table::write(out, "", &[("findings", Right), ("file", Left)], &self.file_rows())?;
        writeln!(out)?;
        let targets: Vec<_> =
            self.targets.iter().map(|(target, count)| vec![count.to_string(), target.clone()]).collect();
        table::write(out, "", &[("findings", Right), ("target", Left)], &targets)
    }

    fn file_rows(&self) -> Vec<Vec<String>> {
        let listed = self.files.iter().take(LISTED_FILES);
        let mut rows: Vec<_> = listed.map(|(path, count)| vec![count.to_string(), path.clone()]).collect();
        let rest = self.files.get(LISTED_FILES..).unwrap_or_default();
        if !rest.is_empty() {
            let findings: usize = rest.iter().map(|(_, count)| count).sum();
            rows.push(vec![findings.to_string(), format!("in {}", crate::count(rest.len(), "more file"))]);
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::tests::finding;

    #[test]
    fn counts_per_rule_file_and_target() {
        let everywhere = Finding { targets: Vec::new(), ..finding("MOD001", "b.c") };
        let findings = [finding("API001", "a.c"), everywhere.clone(), everywhere];
        let targets = ["cp313".to_owned(), "cp314".to_owned()];
        let statistics = Statistics::new(&findings, &targets);
        assert_eq!(statistics.rules[0].0, "MOD001");
        assert_eq!(statistics.files, [("b.c".to_owned(), 2), ("a.c".to_owned(), 1)]);
        assert_eq!(statistics.targets, [("cp313".to_owned(), 3), ("cp314".to_owned(), 2)]);
    }

    #[test]
    fn many_files_are_summed_up() {
        let findings: Vec<Finding> = (0..25).map(|n| finding("API001", &format!("{n:02}.c"))).collect();
        let rows = Statistics::new(&findings, &[]).file_rows();
        assert_eq!(rows.len(), LISTED_FILES + 1);
        assert_eq!(rows[LISTED_FILES], ["5", "in 5 more files"]);
    }
}
