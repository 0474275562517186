//! Findings, ratings and problems as plain data: what a scan returns and what every report reads.
//! Knows nothing of rules, clang or Python.
#![forbid(unsafe_code)]

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name and version of the JSON contract that [`Report`] follows.
pub const SCHEMA: &str = "pilotage-report/1";

/// How bad it is when the finding is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, nothing breaks.
    Note,
    /// Breaks under conditions, or soon.
    Warning,
    /// Breaks: wrong behaviour, a crash, a build or load failure on a target.
    Error,
}

/// How sure we are that the finding is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint; a person has to look.
    Low,
    /// Usually true.
    Medium,
    /// A fact of the source or of the binary.
    High,
}

/// A place in a file. `path` is shown as given, `/`-separated; inside an archive it is `ARCHIVE/MEMBER`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// File, as the user would name it.
    pub path: String,
    /// 1-based line; 0 where a file has no lines (a binary).
    pub line: u32,
    /// 1-based column in bytes; 0 where there is none.
    pub column: u32,
    /// 0-based byte offset of the start, for sorting and for patches.
    #[serde(skip)]
    pub offset: u32,
    /// Length in bytes of what is marked; 0 when only a point is known.
    #[serde(skip)]
    pub length: u32,
}

/// What happened at one step of a finding's story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The reference, memory or state came into being here.
    Created,
    /// A reference was borrowed here.
    Borrowed,
    /// A branch was taken.
    Branch,
    /// A callee did something that matters.
    Callee,
    /// The reference is lost, or the damage is done.
    Lost,
    /// A related declaration (the type, the table, the format string).
    Declared,
    /// The same mistake happens here, too: with the same value, or in the same way.
    Again,
}

/// One step of the path that leads to a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Step {
    /// What happened.
    pub kind: StepKind,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// One lower-case line, names in backticks.
    pub message: String,
}

/// A text edit that repairs the finding, all edits of one finding together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The file to change.
    pub path: String,
    /// First byte that is replaced, 0-based.
    pub offset: u32,
    /// Number of bytes that are replaced.
    pub length: u32,
    /// What stands there afterwards.
    pub text: String,
}

/// One true statement about the extension, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Code of the rule, `API001`.
    pub rule: String,
    /// Name of the rule, `private-api`: the name of the mistake.
    pub name: String,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// The bare C name of the function it lies in; empty at file level.
    #[serde(default)]
    pub function: String,
    /// One lower-case line without a final dot, names in backticks.
    pub message: String,
    /// The path that leads there, in order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Starts with a verb; what to write instead. Empty when there is nothing to say.
    #[serde(default)]
    pub help: String,
    /// Targets concerned (`cp315`, `abi3-3.9`, `pypy3.11`); empty means every one.
    #[serde(default)]
    pub targets: Vec<String>,
    /// Mechanical repair, when there is one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edits: Vec<Edit>,
    /// Generator that wrote the code (`Cython 3.1.2`), when it is not hand-written: such findings are folded.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub generator: String,
    /// The item of the C-API concerned (`PyList_GetItem`), when there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Stable over line shifts: made by the reports crate from rule, path, function, line text and ordinal.
    #[serde(default)]
    pub fingerprint: String,
}

/// Something that kept us from looking: the rest of the work went on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// The file or input that could not be looked at (wholly).
    pub path: String,
    /// Why, and the remedy when there is one.
    pub message: String,
    /// True when the input is to blame less than we are: a crash, a budget that ran out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub internal: bool,
}

/// How ready an input is for a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing known stands in the way.
    Ready,
    /// Findings to work through.
    NeedsWork,
    /// Cannot build, load or run there as it is.
    Blocked,
}

/// The verdict on one input for one target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The input as the user named it.
    pub input: String,
    /// The target, `cp315t`.
    pub target: String,
    /// The verdict.
    pub verdict: Verdict,
    /// How many findings concern this target.
    pub findings: usize,
    /// What decides it, most weighty first: `private-api: 12`.
    pub reasons: Vec<String>,
}

/// One input of a run and what was in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// As the user named it.
    pub label: String,
    /// Distribution name and version, when known.
    #[serde(default)]
    pub package: String,
    /// Source files that were analysed.
    pub sources: usize,
    /// Binaries that were analysed.
    pub binaries: usize,
    /// What made the bindings: `Cython 3.1.2`, `pybind11 2.13`, `hand-written`.
    #[serde(default)]
    pub generators: Vec<String>,
    /// The targets that can load what is built already, or that sources are written for; `None` where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loads_on: Option<Vec<String>>,
}

/// What a scan returns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What was looked at.
    pub inputs: Vec<Input>,
    /// Sorted by path, offset, code.
    pub findings: Vec<Finding>,
    /// One per input and target.
    pub ratings: Vec<Rating>,
}

impl Severity {
    /// All, mildest first.
    pub const ALL: [Severity; 3] = [Severity::Note, Severity::Warning, Severity::Error];

    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl Confidence {
    /// All, least sure first.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The word used in JSON and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

impl Verdict {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Ready => "ready",
            Verdict::NeedsWork => "needs-work",
            Verdict::Blocked => "blocked",
        }
    }
}

impl StepKind {
    /// The word used in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            StepKind::Created => "created",
            StepKind::Borrowed => "borrowed",
            StepKind::Branch => "branch",
            StepKind::Callee => "callee",
            StepKind::Lost => "lost",
            StepKind::Declared => "declared",
            StepKind::Again => "again",
        }
    }
}

/// The word is none of those that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word.
    pub word: String,
    /// Those that are known.
    pub known: [&'static str; 3],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, two, three] = self.known;
        write!(f, "`{}` is not `{one}`, `{two}` or `{three}`", self.word)
    }
}

impl std::error::Error for UnknownWord {}

impl FromStr for Severity {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Severity::ALL.into_iter().find(|severity| severity.as_str() == word);
        found.ok_or_else(|| UnknownWord { word: word.to_owned(), known: Severity::ALL.map(Severity::as_str) })
    }
}

impl FromStr for Confidence {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == word);
        found.ok_or_else(|| UnknownWord {
            word: word.to_owned(),
            known: Confidence::ALL.map(Confidence::as_str),
        })
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Problem {
    /// A problem of the input.
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { path: path.into(), message: message.into(), internal: false }
    }

    /// A problem of ours.
    pub fn internal(path: impl Into<String>, message: impl Into<String>) -> Self {
        Problem { path: path.into(), message: message.into(), internal: true }
    }
}

impl Finding {
    /// A statement about a place; everything else is empty, of note and of high confidence until it is set.
    pub fn at(place: Place, message: impl Into<String>) -> Self {
        Finding {
            rule: String::new(),
            name: String::new(),
            severity: Severity::Note,
            confidence: Confidence::High,
            place,
            function: String::new(),
            message: message.into(),
            steps: Vec::new(),
            help: String::new(),
            targets: Vec::new(),
            edits: Vec::new(),
            generator: String::new(),
            item: String::new(),
            fingerprint: String::new(),
        }
    }

    /// The order of every list of findings: path, offset, code, message.
    pub fn sort_key(&self) -> (&str, u32, u32, &str, &str, &str) {
        (&self.place.path, self.place.offset, self.place.line, &self.rule, &self.item, &self.message)
    }
}
