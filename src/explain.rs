//! `pilotage explain`: the page of a rule, or the list of rules.

use std::io::{self, Write};

use anyhow::{Result, anyhow};
use pilotage_reports::RuleInfo;
use pilotage_reports::select::nearest_rule;
use pilotage_reports::table::{self, Align};

use crate::cli::ExplainArgs;
use crate::exit::Exit;

pub(crate) fn run(arguments: &ExplainArgs) -> Result<Exit> {
    let rules = crate::rules::all();
    let mut out = io::stdout().lock();
    match &arguments.rule {
        Some(word) => out.write_all(page(word, &rules)?.as_bytes())?,
        None => write_list(&rules, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// The page, without the marks that its tests read.
fn page(word: &str, rules: &[RuleInfo]) -> Result<String> {
    let upper = word.to_ascii_uppercase();
    let found = rules.iter().find(|rule| rule.code == upper || rule.name == word);
    let rule = found.ok_or_else(|| match nearest_rule(word, rules) {
        Some(nearest) => anyhow!("`{word}` is no rule: did you mean `{nearest}`?"),
        None => anyhow!("`{word}` is no rule: `pilotage explain --list` lists them"),
    })?;
    let mut page = String::with_capacity(rule.page.len());
    for line in rule.page.lines() {
        page.push_str(without_marks(line));
        page.push('\n');
    }
    Ok(page)
}

/// Options of a code block and `// expect:` marks are for the tests that read the page.
fn without_marks(line: &str) -> &str {
    if line.starts_with("```") {
        return line.split(' ').next().unwrap_or(line);
    }
    let mark = ["// expect: ", "// expect-file: "].iter().find_map(|mark| line.find(mark));
    mark.and_then(|at| line.get(..at)).unwrap_or(line).trim_end()
}

fn write_list(rules: &[RuleInfo], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = rules
        .iter()
        .map(|rule| {
            vec![rule.code.into(), rule.name.into(), rule.severity.to_string(), rule.summary.to_string()]
        })
        .collect();
    let heading =
        [("code", Align::Left), ("name", Align::Left), ("severity", Align::Left), ("summary", Align::Left)];
    table::write(out, "", &heading, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_for_tests_are_left_out() {
        assert_eq!(without_marks("```c python=3.12 targets=cp312"), "```c");
        assert_eq!(without_marks("    f(x);      // expect: API003"), "    f(x);");
        assert_eq!(without_marks("    f(x);      // why"), "    f(x);      // why");
    }
}
