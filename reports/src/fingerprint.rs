//! Fingerprints: the same finding has the same one after lines were added above it or a release was made.
//! Made of rule, stable path, function, the marked line without its white space, and the ordinal among equals.

use std::collections::HashMap;

use pilotage_finding::{Finding, Input};

use crate::inputs::stable_path;
use crate::source::{Sources, decode};

/// Bytes of the hash that are kept; 80 bits do not collide in one project's findings.
const KEPT_BYTES: usize = 10;

/// Gives every finding its fingerprint. The findings must be in report order: it decides ordinals.
pub fn assign(findings: &mut [Finding], inputs: &[Input], sources: &Sources<'_>) {
    let mut seen: HashMap<[String; 4], u32> = HashMap::new();
    for finding in findings {
        let key = key(finding, inputs, sources);
        let ordinal = seen.entry(key.clone()).or_default();
        finding.fingerprint = hash(&key, *ordinal);
        *ordinal += 1;
    }
}

fn key(finding: &Finding, inputs: &[Input], sources: &Sources<'_>) -> [String; 4] {
    // A binary has no lines: it is not read for one.
    let file = if finding.place.line == 0 { None } else { sources.file(&finding.place.path) };
    let line = file.as_ref().and_then(|file| file.line(finding.place.line));
    let text = match line {
        Some(line) => decode(line).split_whitespace().collect(),
        None if finding.item.is_empty() => finding.message.clone(),
        None => finding.item.clone(),
    };
    [
        finding.rule.clone(),
        stable_path(inputs, &finding.place.path).to_owned(),
        finding.function.clone(),
        text,
    ]
}

/// Each part is preceded by its length, so that parts cannot run into each other.
fn hash(key: &[String; 4], ordinal: u32) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in key {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.update(&ordinal.to_le_bytes());
    let hash = hasher.finalize();
    hash.as_bytes().iter().take(KEPT_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use pilotage_finding::{Place, Severity};

    use super::*;
    use crate::source::SourceText;

    struct One(&'static str);

    impl SourceText for One {
        fn read(&self, _path: &str) -> Option<Vec<u8>> {
            Some(self.0.as_bytes().to_vec())
        }
    }

    fn finding(line: u32) -> Finding {
        Finding {
            rule: "API001".to_owned(),
            name: "private-api".to_owned(),
            severity: Severity::Warning,
            function: "f".to_owned(),
            ..Finding::at(Place { path: "a.c".to_owned(), line, ..Place::default() }, "m")
        }
    }

    fn fingerprints(text: &'static str, lines: &[u32]) -> Vec<String> {
        let mut findings: Vec<Finding> = lines.iter().map(|line| finding(*line)).collect();
        let provider = One(text);
        assign(&mut findings, &[], &Sources::new(&provider));
        findings.into_iter().map(|finding| finding.fingerprint).collect()
    }

    #[test]
    fn a_shift_and_an_indent_change_nothing() {
        let before = fingerprints("_PyFoo(x);\n", &[1]);
        let after = fingerprints("int y;\n\n  _PyFoo( x );\n", &[3]);
        assert_eq!(before, after);
        assert_eq!(before[0].len(), 2 * KEPT_BYTES);
        assert_ne!(before, fingerprints("_PyFoo(y);\n", &[1]));
    }

    #[test]
    fn equal_lines_are_told_apart_by_ordinal() {
        let twice = fingerprints("_PyFoo(x);\n_PyFoo(x);\n", &[1, 2]);
        assert_ne!(twice[0], twice[1]);
        assert_eq!(twice[0], fingerprints("_PyFoo(x);\n", &[1])[0]);
    }
}
