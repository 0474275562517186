//! What Pilotage found, written down: one file per format, and what comes between a scan and its reports
//! (selection, baseline, folding, ratings, statistics). Knows findings, never rules, clang or Python.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::str::FromStr;

use pilotage_finding::{Problem, Report, Severity};

use crate::source::Sources;

pub mod baseline;
pub mod fingerprint;
pub mod fold;
pub mod inputs;
pub mod ratings;
pub mod select;
pub mod source;
pub mod statistics;
pub mod table;
pub mod targets;

mod concise;
mod github;
mod gitlab;
mod html;
pub mod json;
mod jsonl;
mod junit;
mod markdown;
mod sarif;
mod text;

/// What a report says about a rule. The caller owns the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// `API001`.
    pub code: &'static str,
    /// `private-api`.
    pub name: &'static str,
    /// One sentence, without its dot.
    pub summary: Cow<'static, str>,
    /// The whole page, in markdown.
    pub page: &'static str,
    /// How bad it usually is.
    pub severity: Severity,
}

/// Everything that a format needs; made once per run.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Version of the tool, `0.1.0`.
    pub tool_version: &'a str,
    /// The findings to show, rated.
    pub report: &'a Report,
    /// What kept us from looking.
    pub problems: &'a [Problem],
    /// Findings that a comment in the source suppressed.
    pub suppressed: usize,
    /// Every rule there is, by code.
    pub rules: &'a [RuleInfo],
    /// Where source lines come from.
    pub sources: &'a Sources<'a>,
    /// Findings at or above it fail the run.
    pub fail_on: Severity,
    /// Write terminal colours.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// The one list of formats: variant, module, word, whether generated code is folded, what it is for.
macro_rules! formats {
    ($($variant:ident, $module:ident, $word:literal, $folds:literal, $about:literal;)*) => {
        /// A form that a report can take.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// All, in the order of the help.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)*];

            /// The word used on the command line.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Format::$variant => $word,)*
                }
            }

            /// One line on what it is for.
            pub const fn about(self) -> &'static str {
                match self {
                    $(Format::$variant => $about,)*
                }
            }

            /// People (or a limit on the number of entries) are at the other end: generated code is folded.
            pub const fn folds(self) -> bool {
                match self {
                    $(Format::$variant => $folds,)*
                }
            }

            /// Writes the report.
            pub fn write(self, view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
                match self {
                    $(Format::$variant => $module::write(view, out),)*
                }
            }
        }
    };
}

formats! {
    Text,      text,      "text",      true,  "for people: the source, the steps, what to write instead";
    Concise,   concise,   "concise",   true,  "for people and editors: one line per finding";
    Json,      json,      "json",      false, "for programs: the whole report as one document";
    Jsonl,     jsonl,     "jsonl",     false, "for programs: one finding per line";
    Sarif,     sarif,     "sarif",     true,  "for code scanning: SARIF 2.1.0";
    Github,    github,    "github",    true,  "for GitHub Actions: annotations";
    Gitlab,    gitlab,    "gitlab",    true,  "for GitLab: code quality";
    Junit,     junit,     "junit",     true,  "for test viewers: JUnit XML";
    Markdown,  markdown,  "markdown",  true,  "for job summaries and comments";
    Html,      html,      "html",      true,  "for browsers: one page with filters";
}

/// The word names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format: write one of {list}", list = words())]
pub struct UnknownFormat(pub String);

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Format::ALL.iter().copied().find(|format| format.as_str() == word);
        found.ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}

/// `1 finding`, `2 findings`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn words() -> String {
    Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_reads_its_own_word() {
        for format in Format::ALL {
            assert_eq!(format.as_str().parse(), Ok(*format));
        }
        let error = "yaml".parse::<Format>().expect_err("no such format");
        assert!(error.to_string().starts_with("`yaml` is no format: write one of text, concise"));
    }
}
