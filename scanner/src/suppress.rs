//! Comments that silence findings: `// pilotage: ignore[REF001] reason` on the line or alone on the line above,
//! and `noqa: borrowed-ref` of the NumPy project for borrowed references. Unused ones are findings themselves.

use std::collections::BTreeMap;

use pilotage_finding::{Finding, Place};

/// What is left, and how much was silenced.
#[derive(Debug, Default)]
pub(crate) struct Silenced {
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: usize,
}

/// A comment that silences.
struct Comment {
    /// The line whose findings are silenced, 1-based.
    line: u32,
    /// Where the comment stands.
    place: Place,
    /// Codes, names or families; empty for all.
    rules: Vec<String>,
    used: bool,
}

const MARK: &str = "pilotage: ignore";
const NUMPY_MARK: &str = "noqa: borrowed-ref";
const BORROWED: [&str; 2] = ["borrowed-reference-api", "dict-iteration-without-critical-section"];

/// Code and name of the rule for comments that silence nothing.
pub(crate) const UNUSED: (&str, &str) = ("SUP001", "unused-suppression");

/// Takes out the silenced findings. `texts` are all files that were read, by path.
pub(crate) fn apply(findings: Vec<Finding>, texts: &BTreeMap<&str, Vec<u8>>) -> Silenced {
    let mut comments: BTreeMap<&str, Vec<Comment>> =
        texts.iter().map(|(path, text)| (*path, comments_in(path, text))).collect();
    let mut silenced = Silenced::default();
    for finding in findings {
        let of_file = comments.get_mut(finding.place.path.as_str());
        let by = of_file.and_then(|all| all.iter_mut().find(|comment| comment.silences(&finding)));
        match by {
            Some(comment) => {
                comment.used = true;
                silenced.suppressed += 1;
            }
            None => silenced.findings.push(finding),
        }
    }
    let unused = comments.into_values().flatten().filter(|comment| !comment.used && !comment.is_numpy());
    silenced.findings.extend(unused.map(unused_finding));
    silenced.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    silenced
}

/// Takes out the silenced findings of somebody else, who cannot tell which comments are of no use.
pub(crate) fn of_others(
    findings: Vec<Finding>,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> (Vec<Finding>, usize) {
    let mut comments: BTreeMap<String, Vec<Comment>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.place.line > 0) {
        let path = &finding.place.path;
        if !comments.contains_key(path) {
            let found = read(path).map_or_else(Vec::new, |text| comments_in(path, &text));
            comments.insert(path.clone(), found);
        }
    }
    let before = findings.len();
    let is_silenced = |finding: &Finding| {
        comments
            .get(&finding.place.path)
            .is_some_and(|all| all.iter().any(|comment| comment.silences(finding)))
    };
    let left: Vec<Finding> = findings.into_iter().filter(|finding| !is_silenced(finding)).collect();
    let suppressed = before - left.len();
    (left, suppressed)
}

impl Comment {
    fn silences(&self, finding: &Finding) -> bool {
        finding.place.line == self.line
            && (self.rules.is_empty()
                || self.rules.iter().any(|rule| {
                    *rule == finding.rule
                        || *rule == finding.name
                        || finding.rule.trim_end_matches(char::is_numeric) == rule
                }))
    }

    /// The project's own linter reads that mark too, so that ours may find nothing there.
    fn is_numpy(&self) -> bool {
        self.rules == BORROWED
    }
}

/// How many comments that silence a text has. For the fuzz target.
pub(crate) fn count(text: &[u8]) -> usize {
    comments_in("", text).len()
}

fn comments_in(path: &str, text: &[u8]) -> Vec<Comment> {
    if !contains(text, MARK.as_bytes()) && !contains(text, NUMPY_MARK.as_bytes()) {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(text);
    let mut comments = Vec::new();
    let mut offset = 0;
    for (at, line) in text.split('\n').enumerate() {
        let number = at as u32 + 1;
        if let Some((column, rules)) = marked(line) {
            let opening = line.find("//").or_else(|| line.find("/*")).unwrap_or(column);
            let is_alone = line[..opening.min(line.len())].trim().is_empty();
            comments.push(Comment {
                line: if is_alone { number + 1 } else { number },
                place: Place {
                    path: path.to_owned(),
                    line: number,
                    column: column as u32 + 1,
                    offset: (offset + column) as u32,
                    length: MARK.len() as u32,
                },
                rules,
                used: false,
            });
        }
        offset += line.len() + 1;
    }
    comments
}

/// The column of the mark in a comment of this line, and the rules it names.
fn marked(line: &str) -> Option<(usize, Vec<String>)> {
    if let Some(column) = line.find(NUMPY_MARK) {
        return Some((column, BORROWED.map(str::to_owned).to_vec()));
    }
    let column = line.find(MARK)?;
    let before = &line[..column];
    if !before.contains("//") && !before.contains("/*") && !before.trim_start().starts_with('*') {
        return None;
    }
    let rest = &line[column + MARK.len()..];
    let rules = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, _)) => {
            inside.split(',').map(|rule| rule.trim().to_owned()).filter(|r| !r.is_empty()).collect()
        }
        None => Vec::new(),
    };
    Some((column, rules))
}

fn unused_finding(comment: Comment) -> Finding {
    let named = if comment.rules.is_empty() {
        "anything".to_owned()
    } else {
        comment.rules.iter().map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ")
    };
    let message = format!("this comment silences {named}, and there is nothing to silence");
    Finding {
        rule: UNUSED.0.to_owned(),
        name: UNUSED.1.to_owned(),
        help: "remove the comment".to_owned(),
        ..Finding::at(comment.place, message)
    }
}

fn contains(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(line: u32) -> Finding {
        let place = Place { path: "a.c".to_owned(), line, ..Place::default() };
        let comment = Comment { line, place, rules: Vec::new(), used: false };
        Finding { rule: "API001".to_owned(), name: "private-api".to_owned(), ..unused_finding(comment) }
    }

    fn left(text: &str, lines: &[u32]) -> (Vec<(String, u32)>, usize) {
        let texts = BTreeMap::from([("a.c", text.as_bytes().to_vec())]);
        let silenced = apply(lines.iter().map(|line| finding(*line)).collect(), &texts);
        (silenced.findings.into_iter().map(|f| (f.rule, f.place.line)).collect(), silenced.suppressed)
    }

    #[test]
    fn same_line_and_line_above() {
        let text = "f(); // pilotage: ignore[API001] we know\n/* pilotage: ignore[private-api, REF] */\ng();\nh(); // pilotage: ignore\n";
        assert_eq!(left(text, &[1, 3, 4]), (vec![], 3));
    }

    #[test]
    fn others_stay_and_unused_ones_are_told() {
        let (left, suppressed) = left("f(); // pilotage: ignore[REF001]\n", &[1]);
        assert_eq!(left, [("API001".to_owned(), 1), ("SUP001".to_owned(), 1)]);
        assert_eq!(suppressed, 0);
    }

    #[test]
    fn text_that_is_no_comment_silences_nothing() {
        assert_eq!(left("puts(\"pilotage: ignore\");\n", &[1]).1, 0);
    }
}
