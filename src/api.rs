//! `pilotage api`: one item's story, or lists of items by header and by target.

mod story;

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::{Result, anyhow, bail};
use pilotage_capi::{Item, Kind, Offer, Target, get, items_in_header, suggest};
use pilotage_reports::table::{self, Align};

use crate::cli::ApiArgs;
use crate::exit::Exit;

pub(crate) fn run(arguments: &ApiArgs) -> Result<Exit> {
    let mut out = io::stdout().lock();
    match (&arguments.target, &arguments.header) {
        (Some(target), _) if arguments.missing => write_missing(*target, &mut out)?,
        (Some(target), _) => write_offered(*target, &mut out)?,
        (None, Some(header)) => write_header(header, &mut out)?,
        (None, None) => write_stories(&arguments.names, &mut out)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn write_stories(names: &[String], out: &mut dyn Write) -> Result<()> {
    for (index, name) in names.iter().enumerate() {
        let item = get(name).ok_or_else(|| unknown(name))?;
        if index > 0 {
            writeln!(out)?;
        }
        story::write(item, out)?;
    }
    Ok(())
}

fn unknown(name: &str) -> anyhow::Error {
    let near: Vec<String> = suggest(name).iter().map(|item| format!("`{}`", item.name)).collect();
    if near.is_empty() {
        anyhow!("`{name}` is no item of the C-API of 3.9 to 3.15")
    } else {
        anyhow!("`{name}` is no item of the C-API: did you mean {}?", near.join(", "))
    }
}

fn write_header(header: &str, out: &mut dyn Write) -> Result<()> {
    let exact: Vec<&Item> = items_in_header(header).collect();
    let items =
        if exact.is_empty() { items_in_header(&format!("cpython/{header}")).collect() } else { exact };
    if items.is_empty() {
        let near = nearest_header(header).map_or(String::new(), |near| format!(": did you mean `{near}`?"));
        bail!("`{header}` is no header with items{near}");
    }
    let rows: Vec<Vec<String>> = items.iter().map(|item| header_row(item)).collect();
    let heading = [
        ("item", Align::Left),
        ("kind", Align::Left),
        ("tier", Align::Left),
        ("since", Align::Left),
        ("removed", Align::Left),
        ("limited", Align::Left),
    ];
    Ok(table::write(out, "", &heading, &rows)?)
}

fn header_row(item: &Item) -> Vec<String> {
    let or_dash = |version: Option<pilotage_capi::Version>| version.map_or("-".to_owned(), |v| v.to_string());
    vec![
        item.name.to_owned(),
        story::kind(item).to_owned(),
        story::tier(item.tier).to_owned(),
        story::since(item),
        or_dash(item.removed),
        or_dash(item.limited),
    ]
}

/// The header whose name is nearest to the word.
fn nearest_header(word: &str) -> Option<&'static str> {
    let headers: BTreeSet<&'static str> = pilotage_capi::all().iter().map(|item| item.header).collect();
    let likeness = |header: &str| {
        let name = header.rsplit('/').next().unwrap_or(header);
        strsim::jaro_winkler(word, name).max(strsim::jaro_winkler(word, header))
    };
    let best = headers.into_iter().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(best) > 0.85).then_some(best)
}

/// Lists are about names that source code writes: members and enumerators go with their types.
fn listed() -> impl Iterator<Item = &'static Item> {
    pilotage_capi::all().iter().filter(|item| !matches!(item.kind, Kind::Member | Kind::EnumConst))
}

fn write_missing(target: Target, out: &mut dyn Write) -> Result<()> {
    let mut rows = Vec::new();
    for item in listed() {
        if let Offer::No(reason) = target.offers(item) {
            rows.push(vec![item.name.to_owned(), story::kind(item).to_owned(), reason]);
        }
    }
    let heading = [("item", Align::Left), ("kind", Align::Left), ("why it is missing", Align::Left)];
    Ok(table::write(out, "", &heading, &rows)?)
}

fn write_offered(target: Target, out: &mut dyn Write) -> Result<()> {
    let offered = listed().filter(|item| target.offers(item) == Offer::Yes);
    let rows: Vec<Vec<String>> = offered
        .map(|item| vec![item.name.to_owned(), story::kind(item).to_owned(), item.header.to_owned()])
        .collect();
    let heading = [("item", Align::Left), ("kind", Align::Left), ("header", Align::Left)];
    Ok(table::write(out, "", &heading, &rows)?)
}
