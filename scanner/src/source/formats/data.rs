//! `formats.yaml` as the tables of the format languages.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use pilotage_capi::Version;
use serde::Deserialize;

use super::{Effect, Function, Grammar, Kind, Language, Out, Unit, Width};

const TEXT: &str = include_str!("../../../../capi/manifest/rules/formats.yaml");

#[derive(Default, Deserialize)]
struct FileData {
    languages: BTreeMap<String, LanguageData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct LanguageData {
    #[serde(default)]
    brackets: Vec<String>,
    #[serde(default)]
    ends: Vec<char>,
    #[serde(default)]
    marks: Vec<char>,
    #[serde(default)]
    ignored: Vec<char>,
    flags: Option<FlagData>,
    star: Option<String>,
    star_since: Option<String>,
    functions: BTreeMap<String, FunctionData>,
    units: BTreeMap<String, UnitData>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FlagData {
    /// Flags and the versions that brought them.
    Since(BTreeMap<char, String>),
    /// `any`: those of C.
    Any(serde::de::IgnoredAny),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct FunctionData {
    format: usize,
    first: Option<usize>,
    keywords: Option<usize>,
    null_format: Option<serde_yaml::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct UnitData {
    takes: Vec<String>,
    since: Option<String>,
    removed: Option<String>,
    #[serde(default)]
    may_be_null: Vec<usize>,
    effect: Option<String>,
}

/// The flags that C knows.
const C_FLAGS: [char; 5] = ['-', '+', ' ', '#', '0'];

fn file() -> &'static FileData {
    static FILE: OnceLock<FileData> = OnceLock::new();
    // The text is a part of the program, and a test reads it.
    FILE.get_or_init(|| serde_yaml::from_str(TEXT).unwrap_or_default())
}

/// Every language, by name.
pub(super) fn languages() -> &'static [Language] {
    static LANGUAGES: OnceLock<Vec<Language>> = OnceLock::new();
    LANGUAGES.get_or_init(|| file().languages.iter().map(|(name, data)| language(name, data)).collect())
}

/// Every function that takes a format.
pub(super) fn functions() -> HashMap<&'static str, Function> {
    let mut functions = HashMap::new();
    for (language, data) in languages().iter().zip(file().languages.values()) {
        for (name, data) in &data.functions {
            let function = Function {
                language,
                format: data.format,
                first: data.first,
                keywords: data.keywords,
                null_format: data.null_format.is_some(),
                is_clean: name.ends_with("_SizeT"),
            };
            functions.insert(name.as_str(), function);
        }
    }
    functions
}

fn language(name: &'static str, data: &LanguageData) -> Language {
    let grammar = match name {
        "arg" => Grammar::Arguments,
        "build" => Grammar::Values,
        _ => Grammar::Percent,
    };
    let pair = |text: &String| Some((text.chars().next()?, text.chars().nth(1)?));
    let flags = match &data.flags {
        Some(FlagData::Since(flags)) => {
            flags.iter().map(|(flag, since)| (*flag, version(Some(since)))).collect()
        }
        Some(FlagData::Any(_)) => C_FLAGS.iter().map(|flag| (*flag, None)).collect(),
        None => HashMap::new(),
    };
    let star = data.star.as_deref().and_then(kind).map(|kind| Unit {
        takes: vec![kind],
        since: version(data.star_since.as_ref()),
        ..Unit::default()
    });
    Language {
        name,
        grammar,
        brackets: data.brackets.iter().filter_map(pair).collect(),
        ends: data.ends.clone(),
        skipped: data.marks.iter().chain(&data.ignored).copied().collect(),
        flags,
        star,
        units: data.units.iter().filter_map(|(name, data)| Some((name.clone(), unit(data)?))).collect(),
    }
}

fn unit(data: &UnitData) -> Option<Unit> {
    Some(Unit {
        takes: data.takes.iter().map(|text| kind(text)).collect::<Option<_>>()?,
        since: version(data.since.as_ref()),
        removed: version(data.removed.as_ref()),
        may_be_null: data.may_be_null.clone(),
        effect: data.effect.as_deref().and_then(effect),
    })
}

fn version(text: Option<&String>) -> Option<Version> {
    text.and_then(|text| text.parse().ok())
}

fn effect(text: &str) -> Option<Effect> {
    Some(match text {
        "borrowed" => Effect::Borrowed,
        "borrows" => Effect::Borrows,
        "converter" => Effect::Converter,
        "free-memory" => Effect::FreeMemory,
        "keeps" => Effect::Keeps,
        "release-buffer" => Effect::ReleaseBuffer,
        "steals" => Effect::Steals,
        "text-of-argument" => Effect::TextOfArgument,
        _ => return None,
    })
}

fn kind(text: &str) -> Option<Kind> {
    if let Some(text) = text.strip_suffix(" out") {
        return out(text).map(Kind::Out);
    }
    Some(match text {
        "char*" => Kind::Text,
        "wchar*" => Kind::Wide,
        "object" => Kind::Object,
        "type" => Kind::Type,
        "void*" => Kind::Pointer,
        "Py_complex*" => Kind::Complex,
        "size" => Kind::Size,
        "converter" => Kind::Converter,
        "any" => Kind::Any,
        _ => match float(text) {
            Some(bits) => Kind::Float(bits),
            None => Kind::Int(width(text)?),
        },
    })
}

fn out(text: &str) -> Option<Out> {
    Some(match text {
        "Py_complex" => Out::Complex,
        "Py_buffer" => Out::Buffer,
        "char*" => Out::Text,
        "wchar*" => Out::Wide,
        "object" => Out::Object,
        "size" => Out::Size,
        _ => match float(text) {
            Some(bits) => Out::Float(bits),
            None => Out::Int(width(text)?),
        },
    })
}

fn float(text: &str) -> Option<u16> {
    match text {
        "float" => Some(32),
        "double" => Some(64),
        "long double" => Some(128),
        _ => None,
    }
}

/// The width of an integer type of the data files.
pub(in crate::source) fn width(text: &str) -> Option<Width> {
    let (linux, windows) = match text {
        "char" => (8, 8),
        "short" => (16, 16),
        "int" | "unsigned int" | "wint_t" | "PySendResult" => (32, 32),
        "long" | "unsigned long" => (64, 32),
        "long long" | "unsigned long long" | "Py_ssize_t" | "Py_hash_t" | "size_t" | "intmax_t"
        | "uintmax_t" | "ptrdiff_t" => (64, 64),
        _ => return None,
    };
    Some(Width { linux, windows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_file_is_understood() {
        let data: FileData = serde_yaml::from_str(TEXT).unwrap();
        for (name, language) in &data.languages {
            for (unit, data) in &language.units {
                assert!(data.takes.iter().all(|text| kind(text).is_some()), "{name} {unit}");
                assert!(data.effect.as_deref().is_none_or(|text| effect(text).is_some()), "{name} {unit}");
            }
            assert_eq!(language.star.is_some(), language.star.as_deref().and_then(kind).is_some(), "{name}");
        }
    }
}
