//! The scanner's rules in the shape that reports want.

use pilotage_reports::RuleInfo;

/// Room for a summary; the page has the whole sentence.
const LONGEST_CHARS: usize = 140;

/// Every rule, by code.
pub(crate) fn all() -> Vec<RuleInfo> {
    let mut rules: Vec<RuleInfo> = pilotage_scanner::rules()
        .iter()
        .map(|rule| RuleInfo {
            code: rule.code,
            name: rule.name,
            summary: shortened(rule.summary().trim_end_matches('.')).into(),
            page: rule.page,
            severity: rule.severity,
        })
        .collect();
    // What only a run can find, or what no rule on sources has a page for.
    for rule in crate::check::runtime_rules() {
        if !rules.iter().any(|known| known.code == rule.code) {
            rules.push(of_run(rule));
        }
    }
    rules.sort_by_key(|rule| rule.code);
    rules
}

fn of_run(rule: crate::check::RuntimeRule) -> RuleInfo {
    RuleInfo {
        code: rule.code,
        name: rule.name,
        summary: shortened(rule.summary.trim_end_matches('.')).into(),
        page: rule.page(),
        severity: rule.severity,
    }
}

/// The first words of a sentence, as many as fit a line.
fn shortened(sentence: &str) -> String {
    if sentence.chars().count() <= LONGEST_CHARS {
        return sentence.to_owned();
    }
    let fitting: String = sentence.chars().take(LONGEST_CHARS).collect();
    let words = fitting.rsplit_once(' ').map_or(fitting.as_str(), |(words, _)| words);
    // A lone backtick would look like a mistake.
    let words = if words.matches('`').count().is_multiple_of(2) {
        words
    } else {
        words.rsplit_once('`').map_or(words, |w| w.0)
    };
    format!("{} ...", words.trim_end_matches([' ', ',', ':', ';', '(']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_end_at_a_word() {
        assert_eq!(shortened("short"), "short");
        let long = format!("{} `{}`", "word ".repeat(30), "x".repeat(90));
        let short = shortened(&long);
        assert!(short.ends_with("word ...") && short.chars().count() < LONGEST_CHARS + 5, "{short}");
    }

    #[test]
    fn every_rule_has_a_page_and_a_summary() {
        for rule in all() {
            assert!(rule.page.starts_with(&format!("# {}", rule.name)), "{}", rule.code);
            assert!(!rule.summary.is_empty(), "{}", rule.code);
        }
    }
}
