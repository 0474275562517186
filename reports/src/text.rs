//! The report for people at a terminal: each finding on its source, with numbered steps, help and a note.
//! Where a source cannot be read, paths and lines stand in for it.

use std::collections::BTreeMap;
use std::io;

use annotate_snippets::renderer::{AnsiColor, Style};
use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Patch, Renderer, Snippet,
    normalize_untrusted_str,
};
use pilotage_finding::{Finding, Place, Rating, Severity, Step, Verdict};

use crate::concise::one_line;
use crate::ratings::merged;
use crate::source::{Text, decode, decoded_offset};
use crate::table::{self, Align};
use crate::targets::shortened;
use crate::{View, count};

/// Marks further apart than this many lines get snippets of their own.
const NEAR_LINES: u32 = 40;
/// Lines longer than this are machine-made: no snippet.
const LONGEST_LINE_BYTES: usize = 600;
/// Reasons of a verdict beyond these are counted; the gravest come first.
const LISTED_REASONS: usize = 4;
/// Repairs over more lines than this are not shown.
const LONGEST_PATCH_LINES: u32 = 12;

/// A marked place in a file.
struct Mark {
    line: u32,
    column: u32,
    length: u32,
    kind: AnnotationKind,
    label: Option<String>,
}

/// Lines of a file, decoded, with the offset at which each begins.
struct Window {
    first: u32,
    text: String,
    starts: Vec<usize>,
}

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let renderer = if view.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(view.width);
    for finding in &view.report.findings {
        writeln!(out, "{}\n", renderer.render(&groups(view, finding)))?;
    }
    write_ratings(view, out)
}

/// The finding itself, and its repair when that can be shown.
fn groups<'a>(view: &View<'_>, finding: &'a Finding) -> Vec<Group<'a>> {
    let level = level(finding.severity);
    let mut group =
        Group::with_title(level.primary_title(one_line(&finding.message)).id(finding.rule.as_str()));
    group = match snippets(view, finding) {
        Some(elements) => group.elements(elements),
        None => group.elements(without_source(finding)),
    };
    let patch = patch(view, finding);
    if patch.is_none() && !finding.help.is_empty() {
        group = group.element(Level::HELP.message(one_line(&finding.help)));
    }
    group = group.element(Level::NOTE.message(one_line(&note(finding))));
    std::iter::once(group).chain(patch).collect()
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// `private-api in f, high confidence; concerns cp314, cp315`.
fn note(finding: &Finding) -> String {
    let place =
        if finding.function.is_empty() { String::new() } else { format!(" in `{}`", finding.function) };
    let concerned =
        if finding.targets.is_empty() { "every target".to_owned() } else { shortened(&finding.targets) };
    let name = &finding.name;
    format!("`{name}`{place}, confidence {}, concerns {concerned}", finding.confidence)
}

/// What is shown of step `index`: `1 created: ...`.
fn step_label(index: usize, step: &Step) -> String {
    format!("{} {}: {}", index + 1, step.kind.as_str(), one_line(&step.message))
}

/// The source with its marks; `None` when the place of the finding cannot be shown.
fn snippets<'a>(view: &View<'_>, finding: &Finding) -> Option<Vec<Element<'a>>> {
    if finding.place.line == 0 {
        return None;
    }
    let mut files: BTreeMap<&str, Vec<Mark>> = BTreeMap::new();
    let at_finding = finding.steps.iter().any(|step| same_point(&step.place, &finding.place));
    if !at_finding {
        let marks = files.entry(&finding.place.path).or_default();
        marks.push(Mark::new(&finding.place, AnnotationKind::Primary, None));
    }
    for (index, step) in finding.steps.iter().enumerate() {
        let primary = same_point(&step.place, &finding.place);
        let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let marks = files.entry(&step.place.path).or_default();
        marks.push(Mark::new(&step.place, kind, Some(step_label(index, step))));
    }
    let own = files.remove(finding.place.path.as_str())?;
    let mut elements = file_snippets(view, &finding.place.path, own)?;
    for (path, marks) in files {
        match file_snippets(view, path, marks) {
            Some(more) => elements.extend(more),
            None => elements.push(Origin::path(one_line(path)).into()),
        }
    }
    Some(elements)
}

fn same_point(one: &Place, other: &Place) -> bool {
    one.line == other.line && one.column == other.column && one.path == other.path
}

/// The snippets of one file, the one with the finding first.
fn file_snippets<'a>(view: &View<'_>, path: &str, mut marks: Vec<Mark>) -> Option<Vec<Element<'a>>> {
    let text = view.sources.file(path)?;
    marks.sort_by_key(|mark| (mark.line, mark.column));
    let mut clusters: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        match clusters.last_mut() {
            Some(cluster) if cluster.last().is_some_and(|last| mark.line - last.line <= NEAR_LINES) => {
                cluster.push(mark);
            }
            _ => clusters.push(vec![mark]),
        }
    }
    clusters.sort_by_key(|cluster| !cluster.iter().any(|mark| mark.kind == AnnotationKind::Primary));
    clusters.into_iter().map(|cluster| cluster_snippet(&text, path, cluster)).collect()
}

fn cluster_snippet<'a>(text: &Text, path: &str, marks: Vec<Mark>) -> Option<Element<'a>> {
    let (first, last) = (marks.first()?.line, marks.last()?.line);
    let window = Window::new(text, first.saturating_sub(1).max(1), last.saturating_add(1))?;
    let annotations =
        marks.into_iter().map(|mark| mark.annotation(text, &window)).collect::<Option<Vec<_>>>()?;
    let line_start = usize::try_from(window.first).ok()?;
    let snippet =
        Snippet::source(window.text).line_start(line_start).path(one_line(path)).annotations(annotations);
    Some(snippet.into())
}

/// The finding and its steps as paths and lines.
fn without_source<'a>(finding: &Finding) -> Vec<Element<'a>> {
    let mut origin = Origin::path(one_line(&finding.place.path));
    if finding.place.line > 0 {
        origin = origin.line(finding.place.line as usize).char_column(finding.place.column.max(1) as usize);
    }
    let steps = finding.steps.iter().enumerate().map(|(index, step)| {
        let place = &step.place;
        let text = format!(
            "{} ({}:{}:{})",
            step_label(index, step),
            one_line(&place.path),
            place.line,
            place.column
        );
        Level::NOTE.message(text).into()
    });
    std::iter::once(origin.into()).chain(steps).collect()
}

/// `help:` with the repaired lines, when all edits are near each other in the file of the finding.
fn patch<'a>(view: &View<'_>, finding: &Finding) -> Option<Group<'a>> {
    let path = &finding.place.path;
    if finding.edits.is_empty() || finding.edits.iter().any(|edit| edit.path != *path) {
        return None;
    }
    let text = view.sources.file(path)?;
    let mut spans = Vec::new();
    for edit in &finding.edits {
        let start = text.position(edit.offset)?;
        let end = text.position(edit.offset.checked_add(edit.length)?)?;
        spans.push((start, end, edit.text.clone()));
    }
    let first = spans.iter().map(|span| span.0.0).min()?;
    let last = spans.iter().map(|span| span.1.0).max()?;
    if last - first > LONGEST_PATCH_LINES {
        return None;
    }
    let window = Window::new(&text, first, last)?;
    let patches = spans
        .into_iter()
        .map(|(start, end, new)| Some(Patch::new(window.at(&text, start)?..window.at(&text, end)?, new)))
        .collect::<Option<Vec<_>>>()?;
    let title = if finding.help.is_empty() { "write this instead" } else { &*one_line(&finding.help) };
    let line_start = usize::try_from(window.first).ok()?;
    let snippet = Snippet::source(window.text).line_start(line_start).path(one_line(path)).patches(patches);
    Some(Level::HELP.secondary_title(normalize_untrusted_str(title)).element(snippet))
}

impl Mark {
    fn new(place: &Place, kind: AnnotationKind, label: Option<String>) -> Self {
        Mark { line: place.line, column: place.column, length: place.length, kind, label }
    }

    fn annotation<'a>(self, text: &Text, window: &Window) -> Option<Annotation<'a>> {
        let bytes = text.line(self.line)?;
        let (start, end) = self.bytes(bytes);
        let span = window.at(text, (self.line, start))?..window.at(text, (self.line, end))?;
        Some(self.kind.span(span).label(self.label))
    }

    /// First and last byte within the line: what is marked, else the word there, else the line.
    fn bytes(&self, line: &[u8]) -> (usize, usize) {
        let Some(start) = (self.column as usize).checked_sub(1).map(|start| start.min(line.len())) else {
            let blanks = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            return (blanks, line.len());
        };
        let word = || {
            let rest = line.iter().skip(start);
            rest.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count().max(1)
        };
        let length = if self.length > 0 { self.length as usize } else { word() };
        (start, start.saturating_add(length).min(line.len()))
    }
}

impl Window {
    /// Lines `first` to `last`, both included; lines past the end are left out. `None` when a line is too long.
    fn new(text: &Text, first: u32, last: u32) -> Option<Self> {
        let mut window = Window { first, text: String::new(), starts: Vec::new() };
        for line in first..=last {
            let Some(bytes) = text.line(line) else { break };
            if bytes.len() > LONGEST_LINE_BYTES {
                return None;
            }
            window.starts.push(window.text.len());
            window.text.push_str(&decode(bytes));
            window.text.push('\n');
        }
        (!window.starts.is_empty()).then_some(window)
    }

    /// Offset in the window of a line and a byte within it.
    fn at(&self, text: &Text, (line, byte): (u32, usize)) -> Option<usize> {
        let index = usize::try_from(line.checked_sub(self.first)?).ok()?;
        Some(self.starts.get(index)? + decoded_offset(text.line(line)?, byte))
    }
}

fn write_ratings(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for input in &view.report.inputs {
        let ratings = merged(&view.report.ratings, input);
        if ratings.is_empty() {
            continue;
        }
        writeln!(out, "{}", crate::inputs::described(input))?;
        let rows: Vec<Vec<String>> = ratings.iter().map(rating_row).collect();
        let mut table = Vec::new();
        table::write(
            &mut table,
            "  ",
            &[
                ("target", Align::Left),
                ("verdict", Align::Left),
                ("findings", Align::Right),
                ("why", Align::Left),
            ],
            &rows,
        )?;
        write_coloured(view, &String::from_utf8_lossy(&table), &ratings, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn rating_row((targets, rating): &(String, &Rating)) -> Vec<String> {
    let mut why: Vec<&str> = rating.reasons.iter().take(LISTED_REASONS).map(String::as_str).collect();
    let more = rating.reasons.len().saturating_sub(LISTED_REASONS);
    let more = (more > 0).then(|| count(more, "more rule"));
    why.extend(more.as_deref());
    vec![targets.clone(), rating.verdict.to_string(), rating.findings.to_string(), why.join(", ")]
}

/// Colours whole rows, after they were aligned.
fn write_coloured(
    view: &View<'_>,
    table: &str,
    ratings: &[(String, &Rating)],
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut lines = table.lines();
    if let Some(heading) = lines.next() {
        writeln!(out, "{heading}")?;
    }
    for (line, (_, rating)) in lines.zip(ratings) {
        let style = match rating.verdict {
            _ if !view.color => Style::new(),
            Verdict::Ready => AnsiColor::Green.on_default(),
            Verdict::NeedsWork => AnsiColor::Yellow.on_default(),
            Verdict::Blocked => AnsiColor::Red.on_default(),
        };
        writeln!(out, "{style}{line}{style:#}")?;
    }
    Ok(())
}
