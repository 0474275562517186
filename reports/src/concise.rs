//! One line per finding, in the shape that editors and `grep` know: `path:line:column: severity[CODE] message`.

use std::io;

use pilotage_finding::Place;

use crate::View;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &view.report.findings {
        let place = shown(&finding.place);
        let message = one_line(&finding.message);
        writeln!(out, "{place}: {}[{}] {message}", finding.severity, finding.rule)?;
    }
    Ok(())
}

/// `path:line:column`, as far as they are known.
pub(crate) fn shown(place: &Place) -> String {
    let path = one_line(&place.path);
    match (place.line, place.column) {
        (0, _) => path,
        (line, 0) => format!("{path}:{line}"),
        (line, column) => format!("{path}:{line}:{column}"),
    }
}

/// Names from hostile archives may hold control characters: none of them reaches a terminal or a line format.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
