//! One finding a line, as JSON: for streams and for `grep`. Ratings and problems are in the `json` format only.

use std::io;

use crate::View;

pub(crate) fn write(view: &View<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for finding in &view.report.findings {
        serde_json::to_writer(&mut *out, finding)?;
        writeln!(out)?;
    }
    Ok(())
}
