//! `pilotage targets`: what `--target` takes, and what each stands for. Also: which are on by default.

use std::io::{self, Write};

use anyhow::Result;
use pilotage_capi::Target;
use pilotage_reports::table::{self, Align};

use crate::exit::Exit;

pub(crate) fn run() -> Result<Exit> {
    let rows: Vec<Vec<String>> = Target::all()
        .into_iter()
        .map(|target| {
            let on = if is_default(target) { "by default" } else { "when named" };
            vec![target.to_string(), on.to_owned(), target.title()]
        })
        .collect();
    let mut out = io::stdout().lock();
    let heading = [("target", Align::Left), ("judged", Align::Left), ("what it is", Align::Left)];
    table::write(&mut out, "", &heading, &rows)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Judged by when no target is named: what an extension meets without having chosen it. A stable ABI, RustPython's
/// capi and HPy are choices that its author makes.
pub(crate) fn is_default(target: Target) -> bool {
    !matches!(target, Target::Abi3(_) | Target::Abi3t(_) | Target::RustPython | Target::Hpy)
}
