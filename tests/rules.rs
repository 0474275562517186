//! Runs every rule page of `tests/rules`: each fenced C or C++ block is audited and must give exactly the findings
//! that its `// expect:` marks name. `tests/rules/README.md` says what a page looks like.

#[path = "rules/page.rs"]
mod page;
#[path = "rules/setup.rs"]
mod setup;
#[path = "rules/wheel.rs"]
mod wheel;

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use page::{Block, Page};
use pilotage_capi::Target;
use pilotage_finding::Finding;
use pilotage_scanner::Options;
use setup::Quiet;

/// Targets that are on unless a block names others.
const DEFAULT_TARGETS: &str = "cp39 cp310 cp311 cp312 cp313 cp314 cp315 cp316 cp313t cp314t cp315t cp316t \
                               subinterpreters pypy3.11 pypy3.12 graalpy25";

fn main() {
    setup::run(|folder| {
        let mut trials = Vec::new();
        for rule in pilotage_scanner::rules() {
            let path = folder.join(format!("{}.md", rule.name));
            trials.push(Trial::test(rule.name, move || run_page(&path)));
        }
        let folder = folder.to_owned();
        trials.push(Trial::test("every page is a rule, every rule has its page", move || {
            every_page_is_a_rule(&folder)
        }));
        trials
    })
}

fn every_page_is_a_rule(folder: &Path) -> Result<(), Failed> {
    let rules: Vec<&str> = pilotage_scanner::rules().iter().map(|rule| rule.name).collect();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if path.extension().is_some_and(|suffix| suffix == "md")
            && name != "README"
            && !rules.contains(&name.as_str())
        {
            return Err(format!("`{name}.md` is the page of no rule").into());
        }
    }
    for rule in pilotage_scanner::rules() {
        let page = Page::parse(rule.page)?;
        let said =
            (page.title.as_str(), page.code.as_str(), page.severity.as_str(), page.confidence.as_str());
        let is = (rule.name, rule.code, rule.severity.as_str(), rule.confidence.as_str());
        if said != is {
            return Err(format!("the page says {said:?}, the list of rules {is:?}").into());
        }
    }
    Ok(())
}

fn run_page(path: &Path) -> Result<(), Failed> {
    let page = Page::parse(&std::fs::read_to_string(path)?)?;
    let mut wrong = Vec::new();
    for group in page.groups() {
        let result = if group[0].option("build").is_some() {
            run_built(&page, &group)
        } else {
            run_sources(&page, &group)
        };
        if let Err(why) = result {
            wrong.push(format!("block at line {}:\n{why}", group[0].line));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Options of the first block of a group hold for all; further ones add to them.
fn options(group: &[&Block]) -> Result<Options, String> {
    let mut options = setup::options();
    let named = group.iter().find_map(|block| block.option("targets"));
    let limited = group.iter().find_map(|block| block.option("limited"));
    let names = named.map_or(DEFAULT_TARGETS.to_owned(), |names| names.replace(',', " "));
    for name in names.split_whitespace() {
        options.targets.push(name.parse::<Target>().map_err(|error| error.to_string())?);
    }
    if let Some(limited) = limited {
        let version: pilotage_capi::Version = limited.parse().map_err(|_| format!("limited={limited}"))?;
        options.defines.push(format!("Py_LIMITED_API={:#010X}", version.to_hex()));
        if !options.targets.contains(&Target::Abi3(version)) && named.is_none() {
            options.targets.push(Target::Abi3(version));
        }
    }
    if let Some(python) = group.iter().find_map(|block| block.option("python")) {
        options.python.push(python.parse().map_err(|_| format!("python={python}"))?);
    }
    if let Some(supports) = group.iter().find_map(|block| block.option("supports")) {
        options.supports = Some(supports.parse().map_err(|_| format!("supports={supports}"))?);
    }
    options.free_threaded = group.iter().any(|block| block.option("freethreaded").is_some());
    Ok(options)
}

fn run_sources(page: &Page, group: &[&Block]) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut files = BTreeMap::new();
    for block in group {
        let name = block.option("file").unwrap_or(if block.is_cpp { "page.cpp" } else { "page.c" });
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder.path())).map_err(|error| error.to_string())?;
        std::fs::write(path, &block.text).map_err(|error| error.to_string())?;
        files.insert(name.to_owned(), *block);
    }
    let input = folder.path().to_string_lossy().into_owned();
    let outcome = pilotage_scanner::audit(std::slice::from_ref(&input), &options(group)?, &Quiet);
    if let Some(problem) = outcome.problems.iter().find(|problem| problem.internal || problem.path == input) {
        return Err(format!("{}: {}", problem.path, problem.message));
    }
    let mut wrong = String::new();
    for (name, block) in &files {
        let found: Vec<&Finding> = outcome
            .report
            .findings
            .iter()
            .filter(|finding| finding.rule == page.code && finding.place.path.ends_with(&format!("/{name}")))
            .collect();
        wrong.push_str(&block.compare(name, &found));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn run_built(page: &Page, group: &[&Block]) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let path = wheel::build(folder.path(), group)?;
    let input = path.to_string_lossy().into_owned();
    let outcome = pilotage_scanner::audit(&[input], &options(group)?, &Quiet);
    let mut wrong = String::new();
    for block in group {
        let name = block.option("build").unwrap_or_default();
        let found: Vec<&Finding> = outcome
            .report
            .findings
            .iter()
            .filter(|finding| finding.rule == page.code)
            .filter(|finding| finding.place.path.ends_with(&format!("/{name}")) || group.len() == 1)
            .collect();
        wrong.push_str(&block.compare(name, &found));
    }
    if !wrong.is_empty() {
        for problem in &outcome.problems {
            wrong.push_str(&format!("  problem: {}: {}\n", problem.path, problem.message));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
