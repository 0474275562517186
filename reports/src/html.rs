//! One page for a browser, with filters; it loads nothing from anywhere. The layout is in `templates/report.html`.

use std::io;

use askama::Template;
use pilotage_finding::{Finding, Input, Problem, Rating};

use crate::View;
use crate::concise::shown;
use crate::ratings::merged;
use crate::source::Sources;

/// Lines shown before and after a finding.
const CONTEXT_LINES: u32 = 2;
/// Lines longer than this are machine-made: cut.
const LONGEST_LINE_CHARS: usize = 200;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    version: &'a str,
    inputs: Vec<InputCard<'a>>,
    findings: Vec<Card<'a>>,
    families: Vec<String>,
    targets: Vec<&'a str>,
    problems: &'a [Problem],
    suppressed: usize,
}

struct InputCard<'a> {
    title: String,
    ratings: Vec<(String, &'a Rating)>,
}

struct Card<'a> {
    finding: &'a Finding,
    family: String,
    place: String,
    steps: Vec<StepCard<'a>>,
    targets: String,
    lines: Vec<Line>,
    summary: &'a str,
}

struct StepCard<'a> {
    kind: &'static str,
    place: String,
    message: &'a str,
}

struct Line {
    number: u32,
    text: String,
    marked: bool,
}

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let report = view.report;
    let mut families: Vec<String> = report.findings.iter().map(|finding| family(&finding.rule)).collect();
    families.sort();
    families.dedup();
    let mut targets: Vec<&str> = Vec::new();
    let rated = report.ratings.iter().map(|rating| &rating.target);
    for target in rated.chain(report.findings.iter().flat_map(|finding| &finding.targets)) {
        if !targets.contains(&target.as_str()) {
            targets.push(target);
        }
    }
    let page = Page {
        version: view.tool_version,
        inputs: report.inputs.iter().map(|input| input_card(input, &report.ratings)).collect(),
        findings: report.findings.iter().map(|finding| card(view, finding)).collect(),
        families,
        targets,
        problems: view.problems,
        suppressed: view.suppressed,
    };
    let html = page.render().map_err(io::Error::other)?;
    out.write_all(html.as_bytes())
}

/// `API` of `API001`.
fn family(code: &str) -> String {
    code.chars().take_while(|c| !c.is_ascii_digit()).collect()
}

fn input_card<'a>(input: &Input, ratings: &'a [Rating]) -> InputCard<'a> {
    InputCard { title: crate::inputs::described(input), ratings: merged(ratings, input) }
}

fn card<'a>(view: &View<'a>, finding: &'a Finding) -> Card<'a> {
    let steps = finding.steps.iter().map(|step| StepCard {
        kind: step.kind.as_str(),
        place: shown(&step.place),
        message: &step.message,
    });
    Card {
        finding,
        family: family(&finding.rule),
        place: shown(&finding.place),
        steps: steps.collect(),
        targets: finding.targets.join(" "),
        lines: lines(view.sources, finding),
        summary: view.rules.iter().find(|rule| rule.code == finding.rule).map_or("", |rule| &*rule.summary),
    }
}

fn lines(sources: &Sources<'_>, finding: &Finding) -> Vec<Line> {
    let line = finding.place.line;
    let file = if line == 0 { None } else { sources.file(&finding.place.path) };
    let Some(file) = file else { return Vec::new() };
    let around = line.saturating_sub(CONTEXT_LINES).max(1)..=line.saturating_add(CONTEXT_LINES);
    around
        .filter_map(|number| {
            let text = file.shown(number)?.chars().take(LONGEST_LINE_CHARS).collect();
            Some(Line { number, text, marked: number == line })
        })
        .collect()
}
