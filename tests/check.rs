//! `pilotage check` on the seeded extension: every fault is found in its function and class, no right twin is flagged,
//! on every CPython that is installed with its headers.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

#[path = "check/pythons.rs"]
mod pythons;

use pythons::{Python, build, pythons, source};

#[test]
fn every_seeded_fault_is_found_and_no_twin_is_flagged() {
    let pythons = pythons();
    assert!(!pythons.is_empty(), "no CPython 3.9 to 3.14 with headers: install python3-dev");
    let expected = expected();
    assert!(expected.len() >= 40, "the headings of seeded.c are not read: {}", expected.len());
    let mut wrong = Vec::new();
    for (python, limited) in pythons.iter().flat_map(|python| [(python, false), (python, true)]) {
        if limited && python.minor() < 11 {
            // Buffers are in the stable ABI of 3.11 and later.
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder");
        build(python, folder.path(), "seeded", limited);
        let there = list(python, folder.path());
        assert!(there.len() > 80, "{}: {there:?}", python.name);
        for (function, rule) in expected.iter().filter(|(function, _)| there.contains(*function)) {
            let found = check(python, folder.path(), &[function]);
            if !found.contains(&(rule.clone(), function.clone())) {
                let name = &python.name;
                wrong.push(format!(
                    "{name}, stable ABI {limited}: {rule} in {function} is not found: {found:?}"
                ));
            }
        }
        let flagged = check(python, folder.path(), &["ok"]);
        if !flagged.is_empty() {
            wrong.push(format!("{}, stable ABI {limited}: twins are flagged: {flagged:?}", python.name));
        }
    }
    assert!(wrong.is_empty(), "{} on {} interpreters:\n{}", wrong.len(), pythons.len(), wrong.join("\n"));
}

#[test]
fn a_report_tells_line_steps_and_caller() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = tempfile::tempdir().expect("a folder");
    build(&python, folder.path(), "seeded", false);
    let output = run(&python, folder.path(), &["--output-format", "json"], &["leak_on_error_bad"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let finding = &report["findings"][0];
    let source = std::fs::read_to_string(seeded()).expect("the source");
    let line = source.lines().nth(finding["line"].as_u64().unwrap_or(0) as usize - 1);
    assert_eq!(line.map(str::trim), Some("PyObject *list = PyList_New(0);"), "{finding}");
    let steps: Vec<&str> =
        finding["steps"].as_array().into_iter().flatten().filter_map(|it| it["message"].as_str()).collect();
    assert_eq!(
        steps,
        ["`PyList_New` gives a reference", "called as `seeded.leak_on_error_bad`, 2 times in all"]
    );
    assert!(finding["steps"][1]["path"].as_str().is_some_and(|path| path.ends_with("drive.py")), "{finding}");
}

#[test]
fn calls_that_fail_show_what_is_not_checked() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = tempfile::tempdir().expect("a folder");
    build(&python, folder.path(), "seeded", false);
    let found = |name: &str| {
        let output = run(&python, folder.path(), &["--inject", "--output-format", "json"], &[name]);
        let all = findings(&output);
        // What happens when the import fails is another matter.
        all.into_iter().filter(|(_, function)| function == name).map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    assert_eq!(found("unchecked"), ["ERR006", "RUN001"]);
    assert_eq!(found("unreleased"), ["REF001"]);
    assert!(found("careful").is_empty());
}

/// A second run looks at some of many calls only: what it does not look at is not told either.
#[test]
fn calls_that_are_not_looked_at_are_not_told() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = tempfile::tempdir().expect("a folder");
    build(&python, folder.path(), "seeded", false);
    let script = "import seeded\nfor _ in range(100): seeded.buffer_copied_ok(bytearray(300))\n\
        for _ in range(100): seeded.leak_new_bad('text')\n";
    std::fs::write(folder.path().join("script.py"), script).expect("a script");
    let output = Command::new(env!("CARGO_BIN_EXE_pilotage"))
        .current_dir(folder.path())
        .args(["check", "--isolated", "--output-format", "json", "--"])
        .arg(&python.program)
        .arg("script.py")
        .output()
        .expect("pilotage runs");
    let expected = BTreeSet::from([("REF001".to_owned(), "leak_new_bad".to_owned())]);
    assert_eq!(findings(&output), expected, "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn exit_codes_tell_what_happened() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = tempfile::tempdir().expect("a folder");
    build(&python, folder.path(), "seeded", false);
    let code = |options: &[&str], names: &[&str]| run(&python, folder.path(), options, names).status.code();
    assert_eq!(code(&[], &["leak_new_ok"]), Some(0));
    assert_eq!(code(&[], &["leak_new_bad"]), Some(1));
    assert_eq!(code(&["--ignore", "REF"], &["leak_new_bad"]), Some(0));
    assert_eq!(code(&["--watch", "nothing_of_that_name"], &["leak_new_bad"]), Some(3));
    // The command fails, although nothing is wrong with the extension.
    assert_eq!(code(&[], &["no_such_function"]), Some(1));
    let output =
        Command::new(env!("CARGO_BIN_EXE_pilotage")).args(["check", "--", "/no/such/program"]).output();
    assert_eq!(output.expect("runs").status.code(), Some(2));
    // Protocol only: the leak is not seen, the missing exception is.
    assert_eq!(code(&["--no-references"], &["leak_new_bad"]), Some(0));
    assert_eq!(code(&["--no-references"], &["null_bad"]), Some(1));
    let host = Command::new(env!("CARGO_BIN_EXE_pilotage"))
        .env("PILOTAGE_RUSTPYTHON", "/no/such/interpreter")
        .args(["check", "--host", "rustpython", "--", "script.py"])
        .output()
        .expect("runs");
    assert_eq!(host.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&host.stderr).contains("PILOTAGE_RUSTPYTHON"), "{host:?}");
}

fn seeded() -> PathBuf {
    source("seeded.c")
}

/// Function and rule, from the headings of the source.
fn expected() -> BTreeMap<String, String> {
    let read = |path| std::fs::read_to_string(path).expect("the source");
    let source = read(seeded()) + &read(source("seeded_found.c"));
    let mut expected = BTreeMap::new();
    let mut rule = String::new();
    for line in source.lines() {
        if let Some(heading) = line.strip_prefix("/* ---- ") {
            rule = heading.split(' ').next().unwrap_or_default().to_owned();
        }
        let name = line.strip_prefix("static ").and_then(|line| line.split('(').next());
        let name = name.and_then(|line| line.rsplit([' ', '*']).next());
        if let Some(name) =
            name.filter(|name| name.ends_with("_bad") && !name.starts_with("FN_") && line.contains('('))
        {
            expected.insert(name.to_owned(), rule.clone());
        }
    }
    expected
}

/// Everything that the driver can call.
fn list(python: &Python, folder: &Path) -> BTreeSet<String> {
    let driver = source("drive.py");
    let output = Command::new(&python.program).env("PYTHONPATH", folder).arg(driver).arg("list").output();
    let output = output.expect("Python runs");
    let names = String::from_utf8(output.stdout).expect("text");
    // The body of a thread and a converter are not called by name.
    names.split_whitespace().map(str::to_owned).chain(["convert_bad".to_owned()]).collect()
}

fn run(python: &Python, folder: &Path, options: &[&str], names: &[&str]) -> Output {
    let driver = source("drive.py");
    Command::new(env!("CARGO_BIN_EXE_pilotage"))
        .current_dir(folder)
        .env("PYTHONPATH", folder)
        .args(["check", "--isolated", "--quiet"])
        .args(options)
        .arg("--")
        .arg(&python.program)
        .arg(driver)
        .args(names)
        .output()
        .expect("pilotage runs")
}

/// What is found, as rule and function.
fn check(python: &Python, folder: &Path, names: &[&str]) -> BTreeSet<(String, String)> {
    findings(&run(python, folder, &["--output-format", "json"], names))
}

fn findings(output: &Output) -> BTreeSet<(String, String)> {
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().into_iter().flatten();
    findings.map(|finding| (text(&finding["rule"]), text(&finding["function"]))).collect()
}
