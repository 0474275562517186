//! What the command line does with streams and files: closed pipes, reports to files, baselines that come back.
//! Each test runs the real program on a folder of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A function per number, each with a private call.
fn project(functions: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut source = String::from("#include <Python.h>\n");
    for number in 0..functions {
        source.push_str(&format!(
            "PyObject *f{number}(PyObject *o)\n{{\n    return _PyObject_CallNoArg(o);\n}}\n"
        ));
    }
    std::fs::write(folder.path().join("demo.c"), source).expect("a file");
    folder
}

fn pilotage(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pilotage"));
    command
        .current_dir(folder)
        .args(["audit", "demo.c", "--isolated", "--no-cache", "--target", "cp314"])
        .args(words);
    command
}

fn code(command: &mut Command) -> i32 {
    let output = command.output().expect("it runs");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
    output.status.code().expect("no signal")
}

#[test]
fn a_closed_pipe_is_no_panic_and_keeps_the_exit_code() {
    let project = project(2000);
    let mut child = pilotage(project.path(), &[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut line = String::new();
    {
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a line");
    }
    let output = child.wait_with_output().expect("it ends");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!line.is_empty() && !errors.contains("panicked"), "{errors}");
    assert_eq!(output.status.code(), Some(1), "{errors}");
}

#[test]
fn several_reports_in_one_run() {
    let project = project(1);
    let words = ["--output", "sarif=a.sarif", "--output", "junit=b.xml", "--output-format", "jsonl"];
    let output = pilotage(project.path(), &words).output().expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).lines().all(|line| line.starts_with("{\"rule\":")));
    let read = |name| std::fs::read_to_string(project.path().join(name)).expect("a report");
    assert!(read("a.sarif").contains("\"version\": \"2.1.0\""));
    assert!(read("b.xml").contains("<failure"));
}

#[test]
fn a_report_to_nowhere_is_an_error_with_its_name() {
    let project = project(1);
    let output =
        pilotage(project.path(), &["--output", "json=no/such/folder.json"]).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write `no/such/folder.json`"));
}

#[test]
fn a_baseline_hides_what_is_known_and_shows_what_is_new() {
    let project = project(3);
    assert_eq!(code(&mut pilotage(project.path(), &["--write-baseline", "known.json"])), 0);
    assert_eq!(code(&mut pilotage(project.path(), &["--baseline", "known.json"])), 0);
    let file = project.path().join("demo.c");
    let source = std::fs::read_to_string(&file).expect("the source");
    let moved = source.replace("#include <Python.h>\n", "#include <Python.h>\n\n/* moved */\n");
    std::fs::write(&file, &moved).expect("a file");
    assert_eq!(code(&mut pilotage(project.path(), &["--baseline", "known.json"])), 0, "lines moved");
    let added = format!("{moved}PyObject *g(PyObject *o)\n{{\n    return _PyObject_CallNoArg(o);\n}}\n");
    std::fs::write(&file, added).expect("a file");
    assert_eq!(code(&mut pilotage(project.path(), &["--baseline", "known.json"])), 1, "a new function");
}

#[test]
fn a_former_report_is_a_baseline() {
    let project = project(2);
    assert_eq!(code(&mut pilotage(project.path(), &["--output", "json=old.json"])), 1);
    assert_eq!(code(&mut pilotage(project.path(), &["--baseline", "old.json"])), 0);
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let project = project(1);
    assert_eq!(code(&mut pilotage(project.path(), &["--fail-on", "error", "--ignore", "API003"])), 0);
    assert_eq!(code(&mut pilotage(project.path(), &["--exit-zero"])), 0);
    assert_eq!(code(&mut pilotage(project.path(), &["--fail-on", "note"])), 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let project = project(40);
    let run = |jobs| {
        pilotage(project.path(), &["--output-format", "json", "-j", jobs]).output().expect("it runs").stdout
    };
    assert_eq!(run("1"), run("4"));
}
