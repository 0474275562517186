//! Words: what a run counted, how paths are shown, what a signal is called.

use std::path::Path;

use pilotage_reports::count;

use super::results::Results;

/// A path as people would write it: relative where it lies below the current folder.
pub(crate) fn shown(path: &str) -> String {
    let folder = std::env::current_dir().ok();
    let folder = folder.map(|folder| folder.canonicalize().unwrap_or(folder));
    let rest = folder.and_then(|folder| Path::new(path).strip_prefix(folder).ok().map(Path::to_owned));
    match rest {
        Some(rest) if !rest.as_os_str().is_empty() => rest.display().to_string(),
        _ => path.to_owned(),
    }
}

/// `watched 1 extension: 138 calls into it, 575 calls of the API; no verdict on 2 calls`.
pub(crate) fn counts(first: &Results, second: Option<&Results>) -> String {
    let counts = first.counts;
    let mut words = format!(
        "watched {} in {}: entered {}, {} of the API",
        count(first.watched.len(), "extension"),
        if counts.processes == 1 {
            "1 process".to_owned()
        } else {
            format!("{} processes", counts.processes)
        },
        if counts.entries == 1 { "once".to_owned() } else { format!("{} times", counts.entries) },
        count(counts.calls as usize, "call"),
    );
    let skipped = counts.overflows + counts.unsure;
    if skipped > 0 {
        words.push_str(&format!("; no verdict on references in {skipped} of them"));
    }
    if counts.unseen > 0 {
        words.push_str(&format!(
            "; {} from code that was not seen to be entered",
            count(counts.unseen as usize, "call")
        ));
    }
    if let Some(second) = second {
        let confirmed =
            second.told.iter().filter(|told| super::convert::is_about_references(told.fault)).count();
        let suspected = first.suspicions();
        words.push_str(&format!("; {confirmed} of {suspected} suspicions confirmed"));
    }
    words
}

/// Name of a signal.
pub(crate) fn signal(number: u64) -> String {
    let name = match number {
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        11 => "SIGSEGV",
        _ => return format!("signal {number}"),
    };
    name.to_owned()
}
