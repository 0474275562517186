//! Words: what a run counted, how paths are shown, what a signal is called.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pilotage_reports::count;

use super::results::Results;
use super::symbols::Symbols;

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

/// The functions that were not seen to be entered, a line each.
pub(crate) fn unseen(results: &Results) -> Vec<String> {
    let mut symbols = Symbols::default();
    let mut functions: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for frame in &results.unseen {
        let symbol = symbols.at(&frame.path, frame.offset);
        let function =
            if symbol.function.is_empty() { format!("{:#x}", frame.offset) } else { symbol.function };
        functions.entry((shown(&frame.path), function)).or_default().insert(&frame.item);
    }
    let line = |((path, function), items): ((String, String), BTreeSet<&str>)| {
        let items: Vec<&str> = items.into_iter().take(4).collect();
        format!("not seen to be entered: `{function}` in {path}, which calls {}", items.join(", "))
    };
    functions.into_iter().map(line).collect()
}

/// Name of a signal.
pub(crate) fn signal(number: u64) -> String {
    let name = match number {
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        _ => return format!("signal {number}"),
    };
    name.to_owned()
}
