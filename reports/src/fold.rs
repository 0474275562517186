//! Generated code: nobody mends it by hand, so its findings are folded to one per input, generator and rule.
//! What is folded still counts in ratings, and programs that read JSON get all of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use pilotage_finding::{Finding, Input};

use crate::count;
use crate::inputs::owner;

/// Findings of one rule in the code that one generator wrote.
struct Group {
    /// Stands for all: the place of the first, the worst severity.
    finding: Finding,
    findings: usize,
    /// Path of the last finding; they come sorted, so a change is a new file.
    last_path: String,
    files: usize,
}

/// Folds the findings in generated code; the others stay as they are, in order.
pub fn fold(findings: &[Finding], inputs: &[Input]) -> Vec<Finding> {
    let mut kept = Vec::new();
    let mut groups: BTreeMap<(Option<usize>, &str, &str), Group> = BTreeMap::new();
    for finding in findings {
        if finding.generator.is_empty() {
            kept.push(finding.clone());
            continue;
        }
        let key = (owner(inputs, &finding.place.path), finding.generator.as_str(), finding.rule.as_str());
        match groups.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(Group::new(finding));
            }
            Entry::Occupied(mut entry) => entry.get_mut().add(finding),
        }
    }
    kept.extend(groups.into_values().map(Group::finish));
    kept.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    kept
}

impl Group {
    fn new(finding: &Finding) -> Self {
        Group { finding: finding.clone(), findings: 1, last_path: finding.place.path.clone(), files: 1 }
    }

    fn add(&mut self, finding: &Finding) {
        self.findings += 1;
        if finding.place.path != self.last_path {
            self.last_path.clone_from(&finding.place.path);
            self.files += 1;
        }
        self.finding.severity = self.finding.severity.max(finding.severity);
        self.finding.confidence = self.finding.confidence.max(finding.confidence);
        self.finding.targets = match (self.finding.targets.is_empty(), finding.targets.is_empty()) {
            (false, false) => union(&self.finding.targets, &finding.targets),
            _ => Vec::new(),
        };
    }

    /// A lone finding stays itself.
    fn finish(self) -> Finding {
        if self.findings == 1 {
            return self.finding;
        }
        let example = if self.finding.item.is_empty() {
            String::new()
        } else {
            format!(", like `{}`", self.finding.item)
        };
        let message = format!(
            "{} of `{}` in {} written by {}{example}",
            count(self.findings, "finding"),
            self.finding.name,
            count(self.files, "file"),
            self.finding.generator,
        );
        Finding { message, steps: Vec::new(), edits: Vec::new(), function: String::new(), ..self.finding }
    }
}

/// Both lists, in the order of first appearance.
fn union(one: &[String], other: &[String]) -> Vec<String> {
    let new = other.iter().filter(|target| !one.contains(target));
    one.iter().chain(new).cloned().collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use pilotage_finding::{Confidence, Place, Severity};

    use super::*;

    pub(crate) fn finding(rule: &str, path: &str) -> Finding {
        Finding {
            rule: rule.to_owned(),
            name: "private-api".to_owned(),
            severity: Severity::Warning,
            confidence: Confidence::High,
            place: Place { path: path.to_owned(), line: 1, column: 1, ..Place::default() },
            function: "f".to_owned(),
            message: "m".to_owned(),
            steps: Vec::new(),
            help: "regenerate it".to_owned(),
            targets: vec!["cp313".to_owned()],
            edits: Vec::new(),
            generator: String::new(),
            item: "_PyFoo".to_owned(),
            fingerprint: String::new(),
        }
    }

    fn generated(rule: &str, path: &str) -> Finding {
        Finding { generator: "Cython 0.29.24".to_owned(), ..finding(rule, path) }
    }

    #[test]
    fn generated_findings_become_one_per_rule() {
        let findings = [
            finding("API001", "pkg/a.c"),
            generated("API001", "pkg/b.c"),
            Finding { targets: vec!["cp314".to_owned()], ..generated("API001", "pkg/b.c") },
            Finding { severity: Severity::Error, ..generated("API001", "pkg/c.c") },
            generated("API003", "pkg/c.c"),
        ];
        let folded = fold(&findings, &[Input { label: "pkg".to_owned(), ..Input::default() }]);
        let messages: Vec<&str> = folded.iter().map(|finding| finding.message.as_str()).collect();
        let one = "3 findings of `private-api` in 2 files written by Cython 0.29.24, like `_PyFoo`";
        assert_eq!(messages, ["m", one, "m"]);
        assert_eq!(folded[1].severity, Severity::Error);
        assert_eq!(folded[1].targets, ["cp313", "cp314"]);
    }
}
