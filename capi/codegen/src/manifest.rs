//! Reads capi/manifest/*.yaml as written: keys, order and spelling are checked here, with file and line.
//! What the values mean together is `model.rs`.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

/// One entry, as the file says it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Entry {
    pub(crate) c: Option<String>,
    pub(crate) kind: Option<String>,
    pub(crate) tag: Option<String>,
    pub(crate) also_macro: Flag,
    pub(crate) header: Option<String>,
    pub(crate) tier: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) value: Option<String>,
    pub(crate) value_by: BTreeMap<String, Text>,
    #[serde(deserialize_with = "text")]
    pub(crate) returns: Option<String>,
    pub(crate) steals: BTreeMap<String, String>,
    pub(crate) keeps: Names,
    pub(crate) increfs: Names,
    pub(crate) decrefs: Names,
    pub(crate) consumes: Names,
    pub(crate) replaces: Names,
    pub(crate) clears: Names,
    pub(crate) unknown: Names,
    pub(crate) out: BTreeMap<String, String>,
    #[serde(deserialize_with = "text")]
    pub(crate) fails: Option<String>,
    pub(crate) reenters: Flag,
    pub(crate) gil: Option<Flag>,
    pub(crate) since: Option<Quoted>,
    pub(crate) removed: Option<Quoted>,
    pub(crate) deprecated: Option<Quoted>,
    pub(crate) soft_deprecated: Option<Quoted>,
    pub(crate) removal_planned: Option<Quoted>,
    pub(crate) limited: Option<Quoted>,
    pub(crate) limited_until: Option<Quoted>,
    pub(crate) abi_only: Flag,
    #[serde(deserialize_with = "text")]
    pub(crate) abi3t: Option<String>,
    pub(crate) exported: Option<Quoted>,
    pub(crate) moved_internal: Option<Quoted>,
    pub(crate) ft_only: Flag,
    pub(crate) only: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) pypy: Option<String>,
    pub(crate) pypy_since: Option<Quoted>,
    #[serde(deserialize_with = "text")]
    pub(crate) graalpy: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) rustpython: Option<String>,
    pub(crate) hpy: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) hazard: Option<String>,
    pub(crate) prefer: Vec<Prefer>,
    #[serde(deserialize_with = "text")]
    pub(crate) offsets: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) size: Option<String>,
    pub(crate) allow: BTreeMap<String, String>,
    pub(crate) note: Option<String>,
}

/// One `prefer:` item.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Prefer {
    pub(crate) r#for: String,
    pub(crate) r#use: Names,
    pub(crate) mechanical: Flag,
    pub(crate) since: Option<Quoted>,
    pub(crate) compat: Flag,
    pub(crate) note: Option<String>,
}

/// One name or a list of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(untagged)]
pub(crate) enum Names {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Names {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let slice: &[String] = match self {
            Names::None => &[],
            Names::One(name) => std::slice::from_ref(name),
            Names::Many(names) => names,
        };
        slice.iter().map(String::as_str)
    }
}

/// `yes`, `no`, `true` or `false`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flag(pub(crate) bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Text(text) = Text::deserialize(deserializer)?;
        match text.as_str() {
            "yes" | "true" => Ok(Flag(true)),
            "no" | "false" => Ok(Flag(false)),
            other => Err(de::Error::custom(format!("`{other}` is neither yes nor no"))),
        }
    }
}

/// A string that YAML must not take for a number: versions and version lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quoted(pub(crate) String);

impl<'de> Deserialize<'de> for Quoted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl Visitor<'_> for V {
            type Value = Quoted;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quoted version: 3.10 is not 3.1")
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Quoted, E> {
                Ok(Quoted(v.to_owned()))
            }
        }
        deserializer.deserialize_any(V)
    }
}

/// Any scalar as text; `null` is the word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct V;
        impl<'de> Visitor<'de> for V {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a scalar")
            }
            fn visit_bool<E: de::Error>(self, v: bool) -> Result<Text, E> {
                Ok(Text(v.to_string()))
            }
            fn visit_i64<E: de::Error>(self, v: i64) -> Result<Text, E> {
                Ok(Text(v.to_string()))
            }
            fn visit_u64<E: de::Error>(self, v: u64) -> Result<Text, E> {
                Ok(Text(v.to_string()))
            }
            fn visit_f64<E: de::Error>(self, v: f64) -> Result<Text, E> {
                Ok(Text(v.to_string()))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Text, E> {
                Ok(Text("null".to_owned()))
            }
            fn visit_str<E: de::Error>(self, v: &str) -> Result<Text, E> {
                Ok(Text(v.to_owned()))
            }
        }
        deserializer.deserialize_any(V)
    }
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Text::deserialize(deserializer).map(|t| Some(t.0))
}

/// An entry with its place.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// `listobject.yaml:12`.
    pub(crate) place: String,
    /// `listobject`.
    pub(crate) stem: String,
    pub(crate) entry: Entry,
}

/// Reads every file of the folder except `targets.yaml`; its subfolders are others' business.
pub(crate) fn read_all(folder: &Path) -> Result<BTreeMap<String, Placed>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|f| f.path())
        .filter(|p| p.extension().is_some_and(|e| e == "yaml") && !p.ends_with("targets.yaml"))
        .collect();
    files.sort();
    let mut all: BTreeMap<String, Placed> = BTreeMap::new();
    for path in files {
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let file = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        for (name, placed) in read_one(&file, &text)? {
            if let Some(first) = all.get(&name) {
                bail!("{}: `{name}` is already described at {}", placed.place, first.place)
            }
            all.insert(name, placed);
        }
    }
    Ok(all)
}

/// Reads the text of one file.
pub(crate) fn read_one(file: &str, text: &str) -> Result<Vec<(String, Placed)>> {
    let lines = scan_keys(file, text)?;
    let entries: BTreeMap<String, Entry> = if lines.is_empty() {
        BTreeMap::new()
    } else {
        serde_yaml::from_str(text).with_context(|| file.to_owned())?
    };
    let stem = file.trim_end_matches(".yaml").to_owned();
    let mut out = Vec::new();
    for (name, entry) in entries {
        let line =
            lines.get(&name).copied().with_context(|| format!("{file}: `{name}` was not found as a line"))?;
        out.push((name, Placed { place: format!("{file}:{line}"), stem: stem.clone(), entry }));
    }
    Ok(out)
}

/// Lines of the top-level keys; refuses repeated and unsorted ones and repeated keys inside an entry.
pub(crate) fn scan_keys(file: &str, text: &str) -> Result<BTreeMap<String, usize>> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    let mut last = String::new();
    let mut inner: Vec<&str> = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(i, l)| (i + 1, l)) {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if let Some(rest) = line.strip_prefix("  ") {
            if let Some((key, _)) = rest.split_once(':')
                && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && !key.is_empty()
            {
                if inner.contains(&key) {
                    bail!("{file}:{number}: `{key}` is written twice for `{last}`")
                }
                inner.push(key);
            }
            continue;
        }
        let Some((key, _)) = line.split_once(':') else { bail!("{file}:{number}: a key is expected") };
        let key = key.trim_matches(['"', '\'']);
        if line.starts_with([' ', '\t', '-']) || key.contains(char::is_whitespace) {
            bail!("{file}:{number}: entries begin at the margin, their keys after two spaces")
        }
        if let Some(first) = lines.insert(key.to_owned(), number) {
            bail!("{file}:{number}: `{key}` is already described in line {first}")
        }
        if key < last.as_str() {
            bail!("{file}:{number}: `{key}` stands behind `{last}`: keys are sorted by byte")
        }
        last = key.to_owned();
        inner.clear();
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        format!("{:#}", read_one("x.yaml", text).unwrap_err())
    }

    #[test]
    fn repeated_unsorted_and_unknown_keys_are_refused_with_their_line() {
        assert!(error("A:\n  c: int A\nA:\n  c: int A\n").starts_with("x.yaml:3: `A` is already"));
        assert!(error("B:\n  c: int B\nA:\n  c: int A\n").starts_with("x.yaml:3: `A` stands behind `B`"));
        assert!(error("A:\n  c: int A\n  c: int B\n").starts_with("x.yaml:3: `c` is written twice"));
        let unknown = error("A:\n  c: int A\n  colour: red\n");
        assert!(
            unknown.contains("colour") && unknown.contains("line 3") && unknown.starts_with("x.yaml"),
            "{unknown}"
        );
    }

    #[test]
    fn versions_are_quoted() {
        assert!(error("A:\n  since: 3.10\n").contains("quoted version"));
        assert!(read_one("x.yaml", "A:\n  since: \"3.10\"\n").is_ok());
    }

    #[test]
    fn scalars_that_yaml_takes_for_something_else() {
        let read = read_one("x.yaml", "A:\n  returns: null\n  value: 0x10\n  keeps: a\n  also-macro: yes\n")
            .unwrap();
        let entry = &read[0].1.entry;
        assert_eq!(entry.returns.as_deref(), Some("null"));
        assert!(entry.also_macro.0);
        assert_eq!(entry.keeps.iter().collect::<Vec<_>>(), ["a"]);
        assert_eq!(read[0].1.place, "x.yaml:1");
    }
}
