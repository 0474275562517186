//! Which findings are wanted: by rule, by path, by severity, by confidence.
//! The more exact selector wins; between equals, ignoring wins.

use globset::{GlobBuilder, GlobMatcher};
use pilotage_finding::{Confidence, Finding, Input, Severity};

use crate::RuleInfo;
use crate::inputs::stable_path;

/// A word of `--select` or `--ignore` that names at least one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// `ALL`.
    All,
    /// `API`, `API00`.
    Prefix(String),
    /// `API001` or `private-api`, as a code.
    Rule(String),
}

/// A word that names no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` names no rule{hint}")]
pub struct UnknownRule {
    word: String,
    hint: String,
}

/// A pattern that is no glob.
#[derive(Debug, thiserror::Error)]
#[error("`{pattern}` is no path pattern: {reason}")]
pub struct BadPattern {
    pattern: String,
    reason: String,
}

/// Rules ignored below paths that match a pattern.
#[derive(Clone, Debug)]
pub struct PathIgnore {
    matcher: GlobMatcher,
    selectors: Vec<Selector>,
}

/// All that decides whether a finding is wanted.
#[derive(Clone, Debug)]
pub struct Selection {
    /// Rules to report; empty means all.
    pub select: Vec<Selector>,
    /// Rules not to report.
    pub ignore: Vec<Selector>,
    /// Rules not to report in some files.
    pub per_file: Vec<PathIgnore>,
    /// Mildest severity to report.
    pub min_severity: Severity,
    /// Least confidence to report.
    pub min_confidence: Confidence,
}

impl Selector {
    /// Reads a word: a code, the beginning of codes, a name, or `ALL`.
    pub fn parse(word: &str, rules: &[RuleInfo]) -> Result<Self, UnknownRule> {
        let upper = word.to_ascii_uppercase();
        if upper == "ALL" {
            return Ok(Selector::All);
        }
        if let Some(rule) = rules.iter().find(|rule| rule.code == upper || rule.name == word) {
            return Ok(Selector::Rule(rule.code.to_owned()));
        }
        if !upper.is_empty() && rules.iter().any(|rule| rule.code.starts_with(&upper)) {
            return Ok(Selector::Prefix(upper));
        }
        let hint =
            nearest_rule(word, rules).map_or_else(String::new, |rule| format!(": did you mean `{rule}`?"));
        Err(UnknownRule { word: word.to_owned(), hint })
    }

    /// How exactly it matches the code of a rule; `None` when it does not.
    fn exactness(&self, code: &str) -> Option<usize> {
        match self {
            Selector::All => Some(0),
            Selector::Prefix(prefix) => code.starts_with(prefix.as_str()).then_some(prefix.len()),
            Selector::Rule(rule) => (rule == code).then_some(usize::MAX),
        }
    }
}

/// The rule, by name or code, that is nearest to a mistyped word.
pub fn nearest_rule(word: &str, rules: &[RuleInfo]) -> Option<&'static str> {
    let upper = word.to_ascii_uppercase();
    let by_name = rules.iter().map(|rule| (strsim::jaro_winkler(word, rule.name), rule.name));
    let by_code = rules.iter().map(|rule| (strsim::jaro_winkler(&upper, rule.code), rule.code));
    let best = by_name.chain(by_code).max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.8).then_some(best.1)
}

impl PathIgnore {
    /// `pattern` is a glob over `/`-separated paths; without a slash it is one over file names.
    pub fn new(pattern: &str, selectors: Vec<Selector>) -> Result<Self, BadPattern> {
        let anywhere = if pattern.contains('/') { pattern.to_owned() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(&anywhere).literal_separator(true).build();
        let bad = |error: globset::Error| BadPattern {
            pattern: pattern.to_owned(),
            reason: error.kind().to_string().to_lowercase(),
        };
        Ok(PathIgnore { matcher: glob.map_err(bad)?.compile_matcher(), selectors })
    }
}

impl Selection {
    /// Everything is wanted.
    pub fn everything() -> Self {
        Selection {
            select: Vec::new(),
            ignore: Vec::new(),
            per_file: Vec::new(),
            min_severity: Severity::Note,
            min_confidence: Confidence::Low,
        }
    }

    /// The finding is wanted.
    pub fn wants(&self, finding: &Finding, inputs: &[Input]) -> bool {
        finding.severity >= self.min_severity
            && finding.confidence >= self.min_confidence
            && self.wants_rule(&finding.rule)
            && !self.ignored_here(finding, inputs)
    }

    /// The rule is wanted somewhere.
    pub fn wants_rule(&self, code: &str) -> bool {
        let best = |selectors: &[Selector]| selectors.iter().filter_map(|s| s.exactness(code)).max();
        let selected = if self.select.is_empty() { Some(0) } else { best(&self.select) };
        match (selected, best(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }

    fn ignored_here(&self, finding: &Finding, inputs: &[Input]) -> bool {
        self.per_file.iter().any(|ignore| {
            let path = &finding.place.path;
            let here = ignore.matcher.is_match(path) || ignore.matcher.is_match(stable_path(inputs, path));
            here && ignore.selectors.iter().any(|selector| selector.exactness(&finding.rule).is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    const fn rule(code: &'static str, name: &'static str) -> RuleInfo {
        RuleInfo { code, name, summary: Cow::Borrowed(""), page: "", severity: Severity::Warning }
    }

    const RULES: &[RuleInfo] =
        &[rule("API001", "private-api"), rule("API003", "removed-api"), rule("BIN001", "non-limited-symbol")];

    fn selection(select: &[&str], ignore: &[&str]) -> Selection {
        let parse = |words: &[&str]| {
            words.iter().map(|word| Selector::parse(word, RULES).expect("a rule")).collect::<Vec<_>>()
        };
        Selection { select: parse(select), ignore: parse(ignore), ..Selection::everything() }
    }

    fn wanted(select: &[&str], ignore: &[&str]) -> Vec<&'static str> {
        let selection = selection(select, ignore);
        RULES.iter().map(|rule| rule.code).filter(|code| selection.wants_rule(code)).collect()
    }

    #[test]
    fn the_more_exact_selector_wins() {
        assert_eq!(wanted(&[], &[]), ["API001", "API003", "BIN001"]);
        assert_eq!(wanted(&["API"], &["private-api"]), ["API003"]);
        assert_eq!(wanted(&["private-api"], &["API"]), ["API001"]);
        assert_eq!(wanted(&["api", "BIN001"], &["API00"]), ["BIN001"]);
        assert_eq!(wanted(&["API"], &["API"]), [""; 0], "ignoring wins between equals");
        assert_eq!(wanted(&[], &["ALL"]), [""; 0]);
    }

    #[test]
    fn unknown_words_are_told_with_the_nearest_rule() {
        let error = Selector::parse("privat-api", RULES).expect_err("no rule");
        assert_eq!(error.to_string(), "`privat-api` names no rule: did you mean `private-api`?");
        let error = Selector::parse("XYZ", RULES).expect_err("no rule");
        assert_eq!(error.to_string(), "`XYZ` names no rule");
        assert!(Selector::parse("", RULES).is_err());
    }

    #[test]
    fn patterns_match_within_the_input() {
        let inputs = [Input { label: "pkg".to_owned(), ..Input::default() }];
        let mut finding = crate::fold::tests::finding("API001", "pkg/vendor/deep/a.c");
        for (pattern, matches) in [
            ("vendor/**", true),
            ("a.c", true),
            ("*.h", false),
            ("pkg/*/deep/*.c", true),
            ("vendor/*", false),
        ] {
            let ignore = PathIgnore::new(pattern, vec![Selector::All]).expect("a glob");
            let selection = Selection { per_file: vec![ignore], ..Selection::everything() };
            assert_eq!(!selection.wants(&finding, &inputs), matches, "{pattern}");
        }
        finding.confidence = Confidence::Low;
        let sure = Selection { min_confidence: Confidence::Medium, ..Selection::everything() };
        assert!(!sure.wants(&finding, &inputs));
        assert!(PathIgnore::new("a[", Vec::new()).is_err());
    }
}
