//! The words and columns of an entry: failure, support, versions, offsets. Each function reads one key.

use anyhow::{Context, Result, anyhow, bail};

use crate::manifest::{Entry, Quoted};
use crate::model::{Item, Kind, MINORS, Offset, Replacement};

/// How a call fails; a macro or `void` function of which nothing is said cannot.
pub(crate) fn fails(entry: &Entry, kind: Kind, c_returns: &str) -> Result<&'static str> {
    Ok(match entry.fails.as_deref() {
        Some("NULL") => "Null",
        Some("NULL?") => "NullOrAbsent",
        Some("NULL without exception") => "NullWithoutException",
        Some("-1") => "MinusOne",
        Some("-1?") => "MinusOneAndOccurred",
        Some("-1 without exception") => "MinusOneWithoutException",
        Some("0") => "Zero",
        Some("nonzero") => "NonZero",
        Some("always") => "Always",
        Some("status") => "Status",
        Some("never") => "Never",
        Some("unknown") => "Unknown",
        Some(other) => bail!("`fails: {other}` is not understood"),
        None if c_returns == "void" || kind == Kind::FunctionMacro => "Never",
        None => "Unknown",
    })
}

pub(crate) fn abi3t(entry: &Entry) -> Result<&'static str> {
    Ok(match entry.abi3t.as_deref() {
        None => "NotLimited",
        Some(_) if entry.limited.is_none() => bail!("`abi3t` is for items of the limited API"),
        Some("yes" | "true") => "Yes",
        Some("no" | "false") => "No",
        Some("opaque") => "Opaque",
        Some("impractical") => "Impractical",
        Some(other) => bail!("`abi3t: {other}` is not understood"),
    })
}

pub(crate) fn support(text: Option<&str>) -> Result<&'static str> {
    Ok(match text {
        None => "Unknown",
        Some("yes" | "true") => "Yes",
        Some("no" | "false") => "No",
        Some("notimpl") => "NotImplemented",
        Some("header") => "HeaderOnly",
        Some(other) => bail!("support `{other}` is not understood"),
    })
}

pub(crate) fn hazard(entry: &Entry) -> Result<&'static str> {
    Ok(match entry.hazard.as_deref() {
        None | Some("no" | "false") => "None",
        Some("yes" | "true") => "Some(Hazard::Yes)",
        Some("maybe") => "Some(Hazard::Maybe)",
        Some(other) => bail!("`hazard: {other}` is not understood"),
    })
}

pub(crate) fn replacements(entry: &Entry) -> Result<Vec<Replacement>> {
    let mut out = Vec::new();
    for prefer in &entry.prefer {
        let kind = match prefer.r#for.as_str() {
            "removed" => "Removed",
            "private" => "Private",
            "deprecated" => "Deprecated",
            "soft-deprecated" => "SoftDeprecated",
            "nonlimited" => "NonLimited",
            "abi3t" => "Abi3t",
            "free-threading" => "FreeThreading",
            "alternative" => "Alternative",
            other => bail!("`for: {other}` is not understood"),
        };
        out.push(Replacement {
            kind,
            names: prefer.r#use.iter().map(str::to_owned).collect(),
            mechanical: prefer.mechanical.0,
            since: minor(&prefer.since)?,
            compat: prefer.compat.0,
            note: prefer.note.clone().unwrap_or_default(),
        });
    }
    Ok(out)
}

/// `3.10` gives 10.
pub(crate) fn version_minor(text: &str) -> Result<u8> {
    let minor = text.strip_prefix("3.").and_then(|m| m.parse::<u8>().ok());
    minor.filter(|m| *m <= 30).with_context(|| format!("`{text}` is no version"))
}

pub(crate) fn minor(text: &Option<Quoted>) -> Result<Option<u8>> {
    text.as_ref().map(|q| version_minor(&q.0)).transpose()
}

/// Which libpythons export it: `3.9-3.12 3.14-3.15`, `none`, or the default since..removed.
pub(crate) fn exported(item: &Item, entry: &Entry) -> Result<[bool; 7]> {
    let mut out = [false; 7];
    match entry.exported.as_ref().map(|q| q.0.as_str()) {
        Some("none") => {}
        Some(text) => {
            for range in text.split_whitespace() {
                let (from, to) = range.split_once('-').unwrap_or((range, range));
                let (from, to) = (version_minor(from)?, version_minor(to)?);
                if from > to {
                    bail!("`exported: {range}` ends before it begins")
                }
                for (slot, minor) in out.iter_mut().zip(MINORS) {
                    *slot |= (from..=to).contains(&minor);
                }
            }
        }
        // The column is about builds with a GIL.
        None if matches!(item.kind, Kind::Function | Kind::Data | Kind::TypeObject) && !item.ft_only => {
            for (slot, minor) in out.iter_mut().zip(MINORS) {
                *slot = item.since <= minor && item.removed.is_none_or(|r| minor < r);
            }
        }
        None => {}
    }
    Ok(out)
}

fn columns(text: &str) -> Result<[Option<&str>; 7]> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let words: [&str; 7] = words.try_into().map_err(|_| anyhow!("seven columns are expected in `{text}`"))?;
    Ok(words.map(|w| (w != "-").then_some(w)))
}

pub(crate) fn sizes(entry: &Entry) -> Result<Option<[Option<u16>; 7]>> {
    let Some(text) = &entry.size else { return Ok(None) };
    let mut out = [None; 7];
    for (slot, word) in out.iter_mut().zip(columns(text)?) {
        *slot = word.map(|w| w.parse().with_context(|| format!("`{w}` is no size"))).transpose()?;
    }
    Ok(Some(out))
}

pub(crate) fn offsets(entry: &Entry) -> Result<Option<[Option<Offset>; 7]>> {
    let Some(text) = &entry.offsets else { return Ok(None) };
    let mut out = [None; 7];
    for (slot, word) in out.iter_mut().zip(columns(text)?) {
        *slot = word.map(|w| offset(w).with_context(|| format!("`{w}` is no offset"))).transpose()?;
    }
    Ok(Some(out))
}

/// `24`, or `32:2+3` for a bit-field of three bits at bit 2 of byte 32.
fn offset(word: &str) -> Result<Offset> {
    let Some((byte, bits)) = word.split_once(':') else {
        return Ok(Offset { byte: word.parse()?, bits: None });
    };
    let (bit, width) = bits.split_once('+').context("`+` is missing")?;
    Ok(Offset { byte: byte.parse()?, bits: Some((bit.parse()?, width.parse()?)) })
}
