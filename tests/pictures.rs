//! `pilotage check --memory` and `--coverage` on an extension of which all is known: how much it keeps, what it calls.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

#[path = "check/pythons.rs"]
mod pythons;

use pythons::{Python, build, pythons};

#[test]
fn memory_tells_what_is_alive_and_who_made_it() {
    for python in newer() {
        let folder = built(&python);
        let script = "import picture\n\
            def most():\n    picture.keep(300)\n    picture.let_go()\n\
            most()\n\
            picture.keep(20)\n\
            picture.block()\n\
            text = picture.branch(0)\n";
        let output = run(&python, folder.path(), &["--memory=out"], script);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}: {said}", python.name);
        let memory = json(&folder.path().join("out/memory.json"));
        let sums = |kind: &str, when: &str, what: &str| -> u64 {
            let all = memory["made"].as_array().into_iter().flatten().filter(|it| it["type"] == kind);
            all.filter_map(|it| it[when][what].as_u64()).sum()
        };
        let name = &python.name;
        assert_eq!((sums("bytes", "end", "count"), sums("bytes", "end", "bytes")), (20, 20_000), "{name}");
        assert_eq!(
            (sums("bytes", "peak", "count"), sums("bytes", "peak", "bytes")),
            (300, 300_000),
            "{name}"
        );
        assert_eq!(sums("malloc", "end", "bytes"), 50_000, "{name}");
        // A tail call: the line is known all the same.
        let text = find(&memory["made"], |it| it["type"] == "str");
        let place = (text["item"].as_str(), text["function"].as_str());
        assert_eq!(place, (Some("PyUnicode_FromString"), Some("branch")), "{name}: {text}");
        let line = text["line"].as_u64().unwrap_or(0) as usize;
        assert_eq!(source_line(line), "return PyUnicode_FromString(\"another branch\");", "{name}");
        assert!(
            text["caller"].as_str().is_some_and(|it| it.ends_with("run.py:8 <module>")),
            "{name}: {text}"
        );
        let peak = find(&memory["made"], |it| it["type"] == "bytes" && it["peak"]["count"] == 300);
        assert!(peak["caller"].as_str().is_some_and(|it| it.ends_with("run.py:3 most")), "{name}: {peak}");
        assert_eq!(peak["stack"].as_array().map(Vec::len), Some(2), "{name}: {peak}");
        for (file, bytes) in [("end.svg", 20_000), ("peak.svg", 300_000)] {
            let svg = std::fs::read_to_string(folder.path().join("out").join(file)).expect("a picture");
            assert!(svg.contains(&format!("bytes ({bytes} bytes")), "{name}: {file}: {svg}");
        }
        assert!(said.contains("50.0 kB       1    "), "{name}: {said}");
    }
}

#[test]
fn memory_tells_cycles_and_which_of_them_stay_for_ever() {
    for python in newer() {
        let folder = built(&python);
        let script = "import picture\n\
            for _ in range(3):\n    node = picture.Node(); node.set([node])\n\
            alone = picture.Node(); alone.set([1, 2])\n";
        run(&python, folder.path(), &["--memory=out"], script);
        let memory = json(&folder.path().join("out/memory.json"));
        let expected = serde_json::json!(
            [{"types": ["list", "picture.Node"], "collectable": false, "count": 3, "objects": 6}]);
        assert_eq!(memory["cycles"], expected, "{}", python.name);
    }
}

#[test]
fn coverage_tells_calls_and_failures_also_of_calls_that_leave_no_address() {
    for python in newer() {
        let folder = built(&python);
        let script = "import picture\npicture.branch(1)\npicture.drop()\n\
            try: picture.fails(1)\nexcept AttributeError: pass\n";
        let output = run(&python, folder.path(), &["--coverage=cov.json"], script);
        let name = &python.name;
        let coverage = json(&folder.path().join("cov.json"));
        assert_eq!(totals(&coverage, "branch"), [3, 2, 3, 0], "{name}: {coverage}");
        assert_eq!(totals(&coverage, "fails"), [1, 1, 1, 1], "{name}: {coverage}");
        // The end of an object is no call.
        assert_eq!(totals(&coverage, "drop"), [1, 1, 1, 0], "{name}: {coverage}");
        assert_eq!(totals(&coverage, "let_go"), [1, 0, 1, 0], "{name}: {coverage}");
        assert_eq!(coverage["libraries"][0]["unplaced_calls"], 0, "{name}: {coverage}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("calls of the C-API took place"), "{name}: {said}");
        assert!(
            said.lines().any(|line| line.split_whitespace().eq(["branch", "2/3", "0/3"])),
            "{name}: {said}"
        );
    }
}

#[test]
fn calls_that_are_made_to_fail_count_as_failures() {
    let Some(python) = newer().pop() else { panic!("no CPython 3.11 or newer with headers") };
    let folder = built(&python);
    let script = "import picture\npicture.branch(1); picture.branch(0)\n";
    run(&python, folder.path(), &["--coverage=cov.json", "--inject"], script);
    let coverage = json(&folder.path().join("cov.json"));
    assert_eq!(totals(&coverage, "branch"), [3, 3, 3, 3], "{coverage}");
    assert_eq!(totals(&coverage, "let_go"), [1, 0, 1, 0], "{coverage}");
}

/// Calls, those that took place, those that can fail, those that did.
fn totals(coverage: &Value, function: &str) -> [u64; 4] {
    let function = find(&coverage["libraries"][0]["functions"], |it| it["name"] == function);
    ["sites", "exercised", "can_fail", "failed"]
        .map(|key| function["total"][key].as_u64().unwrap_or(u64::MAX))
}

fn find(list: &Value, is_wanted: impl Fn(&Value) -> bool) -> Value {
    list.as_array().into_iter().flatten().find(|it| is_wanted(it)).cloned().unwrap_or_default()
}

/// The newest and the oldest that the extension is written for.
fn newer() -> Vec<Python> {
    let mut all: Vec<Python> = pythons().into_iter().filter(|python| python.minor() >= 11).collect();
    all.sort_by_key(Python::minor);
    assert!(!all.is_empty(), "no CPython 3.11 or newer with headers: install python3-dev");
    all
}

fn built(python: &Python) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    build(python, folder.path(), "picture", false);
    folder
}

fn run(python: &Python, folder: &Path, options: &[&str], script: &str) -> Output {
    std::fs::write(folder.join("run.py"), script).expect("a script");
    Command::new(env!("CARGO_BIN_EXE_pilotage"))
        .current_dir(folder)
        .args(["check", "--isolated"])
        .args(options)
        .arg("--")
        .arg(&python.program)
        .arg("run.py")
        .output()
        .expect("pilotage runs")
}

fn json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("JSON")
}

fn source_line(line: usize) -> String {
    let source = std::fs::read_to_string(pythons::source("picture.c")).expect("the source");
    source.lines().nth(line.saturating_sub(1)).map(|line| line.trim().to_owned()).unwrap_or_default()
}
