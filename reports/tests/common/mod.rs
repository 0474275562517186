//! One made-up report in which every feature of a finding occurs, for the tests of the formats.
//! Nothing here was found by a scan.

use std::borrow::Cow;

use pilotage_finding::{
    Confidence, Edit, Finding, Input, Place, Problem, Rating, Report, Severity, Step, StepKind, Verdict,
};
use pilotage_reports::source::{SourceText, Sources};
use pilotage_reports::{Format, RuleInfo, View, fingerprint};

/// The file that findings are in; its comment is latin-1 on purpose.
const SOURCE: &[u8] = b"#include <Python.h>\n\
/* caf\xe9 */ static PyObject *cache;\n\
static PyObject *\n\
pair(PyObject *self, PyObject *arg)\n\
{\n\
\tPyObject *list = PyList_New(2);\n\
\x20   if (list == NULL)\n\
\x20       return NULL;\n\
\x20   if (PyList_SetItem(list, 0, arg) < 0)\n\
\x20       return NULL;\n\
\x20   return _PyList_Extend(list, arg);\n\
}\n";

/// A provider with one file.
pub(crate) struct OneFile;

impl SourceText for OneFile {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        (path == "demo-1.0.tar.gz/demo-1.0/src/demo.c").then(|| SOURCE.to_vec())
    }
}

/// Made-up rules.
pub(crate) fn rules() -> Vec<RuleInfo> {
    let rule = |code, name, severity| RuleInfo {
        code,
        name,
        summary: Cow::Borrowed("reports what a test wants"),
        page: "# page\n\nWhat it does, <why> & how.\n",
        severity,
    };
    vec![
        rule("API001", "private-api", Severity::Warning),
        rule("BIN001", "non-limited-symbol", Severity::Error),
        rule("MOD004", "cached-object-in-static", Severity::Note),
        rule("REF001", "leaked-reference", Severity::Error),
    ]
}

const PATH: &str = "demo-1.0.tar.gz/demo-1.0/src/demo.c";

fn place(path: &str, line: u32, column: u32, length: u32) -> Place {
    Place { path: path.to_owned(), line, column, offset: offset_of(line, column), length }
}

fn offset_of(line: u32, column: u32) -> u32 {
    let lines = SOURCE.split_inclusive(|byte| *byte == b'\n').take((line as usize).saturating_sub(1));
    let before: usize = lines.map(<[u8]>::len).sum();
    u32::try_from(before).expect("small") + column.saturating_sub(1)
}

fn finding(rule: &str, name: &str, severity: Severity, place: Place, message: &str) -> Finding {
    Finding { rule: rule.to_owned(), name: name.to_owned(), severity, ..Finding::at(place, message) }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn leak() -> Finding {
    let step = |kind, line, column, message: &str| Step {
        kind,
        place: place(PATH, line, column, 0),
        message: message.to_owned(),
    };
    let mut leak = finding(
        "REF001",
        "leaked-reference",
        Severity::Error,
        place(PATH, 10, 9, 6),
        "the reference in `list` is never released",
    );
    leak.function = "pair".to_owned();
    leak.confidence = Confidence::Medium;
    leak.steps = vec![
        step(StepKind::Created, 6, 19, "new reference from `PyList_New`"),
        step(StepKind::Branch, 9, 5, "`PyList_SetItem` fails"),
        step(StepKind::Lost, 10, 9, "`list` goes out of scope"),
    ];
    leak.help = "release `list` before returning".to_owned();
    leak
}

fn private() -> Finding {
    let mut private = finding(
        "API001",
        "private-api",
        Severity::Warning,
        place(PATH, 11, 12, 14),
        "`_PyList_Extend` is private and was removed in 3.13",
    );
    private.function = "pair".to_owned();
    private.help = "use `PyList_Extend`".to_owned();
    private.targets = words(&["cp313", "cp314", "cp315"]);
    private.edits = vec![Edit {
        path: PATH.to_owned(),
        offset: private.place.offset,
        length: 14,
        text: "PyList_Extend".to_owned(),
    }];
    private.item = "_PyList_Extend".to_owned();
    private
}

/// In report order, and without fingerprints.
fn findings() -> Vec<Finding> {
    let cached = finding(
        "MOD004",
        "cached-object-in-static",
        Severity::Note,
        place(PATH, 2, 29, 5),
        "static `cache` keeps an object alive | across <interpreters>",
    );
    let mut generated = finding(
        "API001",
        "private-api",
        Severity::Warning,
        place("demo-1.0.tar.gz/demo-1.0/src/gen.c", 812, 3, 0),
        "`_PyDict_NewPresized` is private",
    );
    generated.generator = "Cython 0.29.24".to_owned();
    generated.help = "regenerate with Cython 3.1 or newer".to_owned();
    generated.item = "_PyDict_NewPresized".to_owned();
    let mut symbol = finding(
        "BIN001",
        "non-limited-symbol",
        Severity::Error,
        place("demo-1.0-cp39-abi3-linux_x86_64.whl/demo/_demo.abi3.so", 0, 0, 0),
        "imports `_PyLong_AsInt`, which is not in the stable ABI",
    );
    symbol.item = "_PyLong_AsInt".to_owned();
    symbol.targets = words(&["abi3-3.9", "pypy3.11"]);
    vec![symbol, cached, leak(), private(), generated]
}

/// The whole report, fingerprints and ratings included.
pub(crate) fn report() -> Report {
    let input = |label: &str, sources, binaries, generators: &[&str]| Input {
        label: label.to_owned(),
        package: "demo 1.0".to_owned(),
        sources,
        binaries,
        generators: words(generators),
        loads_on: None,
    };
    let rating = |input: &str, target: &str, verdict, reasons: &[&str]| Rating {
        input: input.to_owned(),
        target: target.to_owned(),
        verdict,
        findings: reasons.len(),
        reasons: words(reasons),
    };
    let sdist = "demo-1.0.tar.gz";
    let wheel = "demo-1.0-cp39-abi3-linux_x86_64.whl";
    let mut report = Report {
        inputs: vec![
            input(wheel, 0, 1, &[]),
            input(sdist, 2, 0, &["hand-written", "Cython 0.29.24"]),
            input("clean.c", 1, 0, &[]),
        ],
        findings: findings(),
        ratings: vec![
            rating(wheel, "abi3-3.9", Verdict::Blocked, &["non-limited-symbol: 1"]),
            rating(sdist, "cp312", Verdict::Ready, &[]),
            rating(sdist, "cp313", Verdict::NeedsWork, &["private-api: 2"]),
            rating(sdist, "cp314", Verdict::NeedsWork, &["private-api: 2"]),
            rating(sdist, "cp315", Verdict::NeedsWork, &["private-api: 2"]),
        ],
    };
    fingerprint::assign(&mut report.findings, &report.inputs, &Sources::new(&OneFile));
    report
}

/// One problem of the input, one of ours; names that mean something to XML and markdown.
pub(crate) fn problems() -> Vec<Problem> {
    vec![
        Problem::new(
            "demo-1.0.tar.gz/demo-1.0/src/<odd>|name&.c",
            "is not text: it begins with 3 zero bytes",
        ),
        Problem::internal("demo-1.0.tar.gz/demo-1.0/src/bomb.c", "libclang crashed while parsing it"),
    ]
}

/// The report in a format, as text.
pub(crate) fn written(format: Format, provider: &dyn SourceText, color: bool) -> String {
    let (report, problems, rules) = (report(), problems(), rules());
    let sources = Sources::new(provider);
    let view = View {
        tool_version: "0.0.0",
        report: &report,
        problems: &problems,
        suppressed: 4,
        rules: &rules,
        sources: &sources,
        fail_on: Severity::Warning,
        color,
        width: 120,
    };
    let mut out = Vec::new();
    format.write(&view, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("reports are UTF-8")
}
