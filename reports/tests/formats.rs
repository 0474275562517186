//! Each format on one report that has everything, compared with a snapshot; and read back where there is a reader.

mod common;

use pilotage_reports::Format;
use pilotage_reports::json::Document;
use pilotage_reports::source::NoSource;
use quick_xml::Reader;
use quick_xml::events::Event;

use common::{OneFile, report, written};

#[test]
fn every_format_is_as_it_was() {
    for format in Format::ALL {
        insta::assert_snapshot!(format.as_str(), written(*format, &OneFile, false));
    }
}

#[test]
fn text_without_sources_and_with_colours() {
    insta::assert_snapshot!("text-without-source", written(Format::Text, &NoSource, false));
    let coloured = written(Format::Text, &OneFile, true);
    assert!(coloured.contains("\u{1b}["));
    assert!(!written(Format::Text, &OneFile, false).contains('\u{1b}'));
}

#[test]
fn json_reads_back_as_the_same_report() {
    let text = written(Format::Json, &OneFile, false);
    let document: Document<'_> = serde_json::from_str(&text).expect("our own JSON");
    assert_eq!(document.schema, "pilotage-report/1");
    assert_eq!(document.suppressed, 4);
    assert_eq!(document.findings.len(), report().findings.len());
    // Offsets do not travel: compare what is written, not what is kept.
    let again = serde_json::to_string_pretty(&document).expect("JSON");
    assert_eq!(again.trim_end(), text.trim_end());
}

#[test]
fn jsonl_has_a_finding_a_line() {
    let text = written(Format::Jsonl, &OneFile, false);
    let rules: Vec<String> = text
        .lines()
        .map(|line| {
            let finding: pilotage_finding::Finding = serde_json::from_str(line).expect("a finding");
            finding.rule
        })
        .collect();
    assert_eq!(rules, ["BIN001", "MOD004", "REF001", "API001", "API001"]);
}

#[test]
fn junit_counts_what_it_holds() {
    let text = written(Format::Junit, &OneFile, false);
    let mut reader = Reader::from_str(&text);
    let (mut cases, mut failures, mut errors, mut totals) = (0, 0, 0, String::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "testsuites" => {
                    let values =
                        tag.attributes().skip(1).map(|a| a.expect("an attribute").value.into_owned());
                    totals = values.collect::<Vec<_>>().join(" ");
                }
                "testcase" => cases += 1,
                "failure" => failures += 1,
                "error" => errors += 1,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((cases, failures, errors), (8, 4, 2), "5 findings, 2 problems, 1 clean input");
    assert_eq!(totals, "8 4 2");
}

#[test]
fn html_loads_nothing_and_escapes() {
    let page = written(Format::Html, &OneFile, false);
    for word in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(word), "the page mentions `{word}`");
    }
    assert!(page.contains("across &#60;interpreters&#62;"), "text is escaped");
}

#[test]
fn hostile_names_stay_in_their_place() {
    let mut report = report();
    let hostile = "a\u{1b}[2J\n::error::b</td>.c";
    for finding in &mut report.findings {
        finding.place.path = hostile.to_owned();
        finding.message = hostile.to_owned();
    }
    let (problems, rules) = (common::problems(), common::rules());
    let sources = pilotage_reports::source::Sources::new(&NoSource);
    let view = pilotage_reports::View {
        tool_version: "0.0.0",
        report: &report,
        problems: &problems,
        suppressed: 0,
        rules: &rules,
        sources: &sources,
        fail_on: pilotage_finding::Severity::Note,
        color: false,
        width: 100,
    };
    for format in Format::ALL {
        let mut out = Vec::new();
        format.write(&view, &mut out).expect("memory takes everything");
        let text = String::from_utf8(out).expect("UTF-8");
        if *format == Format::Html {
            continue;
        }
        let own = text.lines().filter(|line| line.starts_with("::error::b")).count();
        assert_eq!(own, 0, "{format}: a name began a line");
        assert!(!text.contains('\u{1b}'), "{format}: an escape sequence came through");
    }
}
