//! Applies the edits of every finding on the rule pages, one finding at a time, and audits again: the finding must be
//! gone, and no other of the families REF and ERR may have come in its function.

#[path = "rules/page.rs"]
#[allow(dead_code, reason = "the test of the pages needs more of it")]
mod page;
#[path = "rules/setup.rs"]
mod setup;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use page::{Block, Page};
use pilotage_finding::{Edit, Finding};
use setup::Quiet;

/// Rules whose findings carry edits on their pages, and at least how many of them do.
const OFFERED: [(&str, usize); 11] = [
    ("leaked-reference", 14),
    ("extra-incref", 3),
    ("over-release", 10),
    ("missing-incref-on-return", 14),
    ("missing-incref-on-store", 7),
    ("stolen-then-released", 5),
    ("buffer-not-released", 6),
    ("memory-not-freed", 6),
    ("leaked-on-failed-steal", 1),
    ("unchecked-null", 3),
    ("ambiguous-minus-one-unchecked", 5),
];

fn main() {
    setup::run(|folder| {
        let rules = pilotage_scanner::rules();
        let mut trials = vec![Trial::test("wrong repairs are noticed", wrong_repairs_are_noticed)];
        trials.extend(rules.iter().filter(|rule| is_of_paths(rule.code)).map(|rule| {
            let path = folder.join(format!("{}.md", rule.name));
            Trial::test(rule.name, move || repair_page(rule.name, rule.code, &path))
        }));
        trials
    })
}

fn is_of_paths(code: &str) -> bool {
    code.starts_with("REF") || code.starts_with("ERR")
}

/// What tells findings of a function apart when lines have moved: rule, function, message; and how many there are.
type Counts = BTreeMap<(String, String, String), usize>;

fn repair_page(name: &str, code: &str, path: &Path) -> Result<(), Failed> {
    let page = Page::parse(&std::fs::read_to_string(path)?)?;
    let (mut wrong, mut repaired) = (Vec::new(), 0);
    for group in page.groups() {
        if let [block] = group[..]
            && block.option("build").is_none()
        {
            repaired += repair_block(code, block, &mut wrong)?;
        }
    }
    let wanted = OFFERED.iter().find(|(offered, _)| *offered == name).map_or(0, |(_, count)| *count);
    if repaired < wanted || (wanted == 0) != (repaired == 0) {
        wrong.push(format!("{repaired} findings carry edits, {wanted} are expected"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// How many findings of the block were repaired.
fn repair_block(code: &str, block: &Block, wrong: &mut Vec<String>) -> Result<usize, String> {
    let before = audit(&block.text, block)?;
    let mut repaired = 0;
    for finding in before.iter().filter(|finding| finding.rule == code && !finding.edits.is_empty()) {
        repaired += 1;
        let text = applied(&block.text, &finding.edits);
        if let Some(why) = mistake(&before, &audit(&text, block)?, finding) {
            let line = block.line + finding.place.line as usize - 1;
            wrong.push(format!("page line {line}: {why}\n{}", around(&text, &finding.edits)));
        }
    }
    Ok(repaired)
}

/// What is wrong with a repair.
fn mistake(before: &[Finding], after: &[Finding], finding: &Finding) -> Option<String> {
    let known = counts(before, &finding.function);
    let left = counts(after, &finding.function);
    let key = (finding.rule.clone(), finding.function.clone(), finding.message.clone());
    let is_gone = left.get(&key).copied().unwrap_or(0) < known.get(&key).copied().unwrap_or(0);
    let new: BTreeSet<_> =
        left.iter().filter(|(key, count)| known.get(key).is_none_or(|known| *count > known)).collect();
    (!is_gone || !new.is_empty()).then(|| format!("gone: {is_gone}, new: {new:?}"))
}

/// Repairs that do nothing, or that break something else, do not pass.
fn wrong_repairs_are_noticed() -> Result<(), Failed> {
    const TEXT: &str = "#include <Python.h>\n\nPyObject *\nf_bad(PyObject *self, PyObject *arg)\n{\n    \
                        PyObject *text = PyObject_Str(arg);\n    if (text == NULL)\n        return NULL;\n    \
                        return PyLong_FromLong(1);\n}\n";
    let page = Page::parse(&format!(
        "# x\n\ncode: REF001 · severity: error · confidence: medium\n\n```c\n{TEXT}```\n"
    ))?;
    let groups = page.groups();
    let block = groups.first().and_then(|group| group.first()).ok_or("no block")?;
    let before = audit(&block.text, block)?;
    let finding = before.iter().find(|finding| finding.rule == "REF001").ok_or("nothing is found")?;
    let twice =
        block.text.replace("return PyLong", "Py_DECREF(text);\n    Py_DECREF(text);\n    return PyLong");
    for text in [&block.text, &twice] {
        if mistake(&before, &audit(text, block)?, finding).is_none() {
            return Err(format!("this passes for a repair:\n{text}").into());
        }
    }
    match mistake(&before, &audit(&applied(&block.text, &finding.edits), block)?, finding) {
        None => Ok(()),
        Some(why) => Err(why.into()),
    }
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.offset));
    for edit in edits {
        let start = edit.offset as usize;
        text.replace_range(start..start + edit.length as usize, &edit.text);
    }
    text
}

/// The lines around the first edit.
fn around(text: &str, edits: &[Edit]) -> String {
    let first = edits.iter().map(|edit| edit.offset as usize).min().unwrap_or(0);
    let line = text[..first].matches('\n').count();
    text.lines().skip(line.saturating_sub(4)).take(12).map(|line| format!("    | {line}\n")).collect()
}

fn counts(findings: &[Finding], function: &str) -> Counts {
    let mut counts = Counts::new();
    for finding in
        findings.iter().filter(|finding| is_of_paths(&finding.rule) && finding.function == function)
    {
        *counts
            .entry((finding.rule.clone(), finding.function.clone(), finding.message.clone()))
            .or_default() += 1;
    }
    counts
}

fn audit(text: &str, block: &Block) -> Result<Vec<Finding>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let name = if block.is_cpp { "page.cpp" } else { "page.c" };
    std::fs::write(folder.path().join(name), text).map_err(|error| error.to_string())?;
    let mut options = setup::options();
    for name in block.option("targets").unwrap_or("cp39,cp314").split(',') {
        options.targets.push(name.parse().map_err(|_| format!("targets={name}"))?);
    }
    if let Some(supports) = block.option("supports") {
        options.supports = Some(supports.parse().map_err(|_| format!("supports={supports}"))?);
    }
    let input = folder.path().to_string_lossy().into_owned();
    let outcome = pilotage_scanner::audit(std::slice::from_ref(&input), &options, &Quiet);
    match outcome.problems.iter().find(|problem| problem.internal || problem.path == input) {
        Some(problem) => Err(format!("{}: {}", problem.path, problem.message)),
        None => Ok(outcome.report.findings),
    }
}
