//! Commands that die under `pilotage check`: the finding names the function, the last calls, what called it in C and in Python. How tests
//! of pytest go on behind such a one is in `check/dying.py`.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

#[path = "check/pythons.rs"]
mod pythons;

use pythons::{Python, build, pythons};

/// What is called, what the message says, and what the steps say, among other things, in this order.
const DEATHS: [(&str, &str, &[&str]); 10] = [
    (
        "segfault",
        "`read_nowhere` ends the process with SIGSEGV",
        &[
            "called `PyObject_Hash`",
            "SIGSEGV at address 0x10, within `dying.segfault`",
            "called by `segfault`",
        ],
    ),
    (
        "pass_garbage",
        "the process ends with SIGSEGV in a call from `pass_garbage`",
        &["called `PyObject_Repr`", "on the way to or from `PyObject_Repr`, within `dying.pass_garbage`"],
    ),
    (
        "pass_null",
        "the process ends with SIGSEGV in a call from `pass_null`",
        &[
            "called `PyUnicode_GetLength`",
            "SIGSEGV at address 0x8 in `PyUnicode_GetLength`, within `dying.pass_null`",
        ],
    ),
    ("abort_it", "the process ends with SIGABRT in a call from `abort_it`", &["called `PyObject_IsTrue`"]),
    ("illegal", "`illegal` ends the process with SIGILL", &["SIGILL, within `dying.illegal`"]),
    ("divide", "`divide` ends the process with SIGFPE", &["SIGFPE, within `dying.divide`"]),
    (
        "overflow",
        "`recurse` ends the process with SIGSEGV: the stack ran out",
        &["called `PyObject_IsTrue`", "SIGSEGV at address", "called by `recurse`"],
    ),
    (
        "thread_segfault",
        "`read_nowhere` ends the process with SIGSEGV",
        &["SIGSEGV at address 0x10", "called by `thread_main`"],
    ),
    (
        "thread_overflow",
        "`recurse` ends the process with SIGSEGV: the stack ran out",
        &["SIGSEGV at address", "called by `recurse`"],
    ),
    ("hang", "`hang` does not come to an end within 2 seconds", &["called `PyObject_IsTrue`"]),
];

#[test]
fn every_death_has_its_place_and_history() {
    let pythons = pythons();
    assert!(!pythons.is_empty(), "no CPython 3.9 to 3.14 with headers: install python3-dev");
    let mut wrong = Vec::new();
    for python in &pythons {
        let folder = folder(python);
        for (function, message, steps) in DEATHS {
            let options: &[&str] = if function == "hang" { &["--timeout", "2"] } else { &[] };
            let found = one(&run(python, folder.path(), options, &calling(function)));
            wrong.extend(differences(&found, message, steps).map(|it| format!("{}: {it}", python.name)));
        }
    }
    assert!(wrong.is_empty(), "{} on {} interpreters:\n{}", wrong.len(), pythons.len(), wrong.join("\n"));
}

/// Whatever handles signals besides: before us, after us, and no longer.
#[test]
fn faulthandler_has_its_say_too() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = folder(&python);
    let before = format!("import faulthandler; faulthandler.enable(); {}", calling("segfault"));
    let after = calling("segfault").replace("def go", "import faulthandler; faulthandler.enable()\ndef go");
    let message = "`read_nowhere` ends the process with SIGSEGV";
    for script in [before, after.clone()] {
        let output = run(&python, folder.path(), &[], &script);
        let wrong: Vec<_> = differences(&one(&output), message, &["called by `segfault`"]).collect();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            wrong.is_empty() && said.contains("Fatal Python error: Segmentation fault"),
            "{wrong:?} {said}"
        );
    }
    // It puts back what it found before us: then only the end is seen, and the last calls.
    let gone = after.replace("enable()", "enable(); faulthandler.disable()");
    let gone = format!("import faulthandler; faulthandler.enable(); {gone}");
    let found = one(&run(&python, folder.path(), &[], &gone));
    let message = "the process ends with SIGSEGV after `read_nowhere`";
    let wrong: Vec<_> = differences(&found, message, &["called `PyObject_Hash`"]).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_signal_that_is_survived_is_no_crash() {
    let Some(python) = pythons().pop() else { panic!("no CPython with headers") };
    let folder = folder(&python);
    let output = run(&python, folder.path(), &[], &calling("survive"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

fn folder(python: &Python) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    build(python, folder.path(), "dying", false);
    folder
}

fn calling(function: &str) -> String {
    format!("import dying\ndef go():\n    dying.{function}('text of one')\ngo()\n")
}

fn run(python: &Python, folder: &Path, options: &[&str], script: &str) -> Output {
    std::fs::write(folder.join("script.py"), script).expect("a script");
    Command::new(env!("CARGO_BIN_EXE_pilotage"))
        .current_dir(folder)
        .args(["check", "--isolated", "--output-format", "json"])
        .args(options)
        .arg("--")
        .arg(&python.program)
        .arg("script.py")
        .output()
        .expect("pilotage runs")
}

fn one(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).expect("a report");
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    assert!(findings.len() == 1 && findings[0]["rule"] == "RUN001", "{findings:?}");
    findings[0].clone()
}

fn differences(found: &Value, message: &str, steps: &[&str]) -> impl Iterator<Item = String> {
    let mut wrong = Vec::new();
    if found["message"] != message {
        wrong.push(format!("{} instead of {message:?}", found["message"]));
    }
    let all: Vec<&Value> = found["steps"].as_array().into_iter().flatten().collect();
    let mut left = all.iter().filter_map(|step| step["message"].as_str());
    for step in steps {
        if !left.any(|it| it.contains(step)) {
            let said: Vec<_> = all.iter().filter_map(|step| step["message"].as_str()).collect();
            wrong.push(format!("{message}: no step {step:?} in {said:?}"));
        }
    }
    // A thread of C's has no Python line.
    let is_called = |step: &&Value| step["path"] == "script.py" && step["line"] == 3;
    if !message.contains("nowhere") && !message.contains("recurse") && !all.last().is_some_and(is_called) {
        wrong.push(format!("{message}: no Python line in {:?}", all.last()));
    }
    wrong.into_iter()
}
