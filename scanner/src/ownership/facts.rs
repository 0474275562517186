//! Facts about calls that the manifest's entries do not hold: `capi/manifest/rules/effects.yaml`, read.
//! What they mean for a path is in `contract.rs` and `effects.rs`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::value::Family;

const TEXT: &str = include_str!("../../../capi/manifest/rules/effects.yaml");

/// What a function does to the error indicator, besides failing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Exception {
    /// Surely set afterwards.
    Sets,
    /// Surely clear afterwards.
    Clears,
    /// Surely clear afterwards, and nobody was told.
    Drops,
    /// Hands it out and clears it.
    Takes,
    /// Sets it from its arguments.
    Gives,
    /// Not null exactly when it is set.
    Asks,
    /// True only when it is set.
    Matches,
}

/// What a function does to the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Attachment {
    /// `PyEval_SaveThread`.
    Releases,
    /// `PyEval_RestoreThread`.
    Acquires,
    /// `PyGILState_Ensure`.
    Ensures,
    /// `PyGILState_Release`.
    Undoes,
    /// Whatever `PyThreadState_Swap` does.
    Swaps,
}

/// What a function does to memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// It gives a block of this family.
    pub(crate) allocates: Option<Family>,
    /// It frees one.
    pub(crate) frees: Option<Family>,
    /// It changes the size of one.
    pub(crate) reallocates: Option<Family>,
    /// The parameter that is freed.
    pub(crate) parameter: usize,
    /// The parameter through which the block comes back.
    pub(crate) out: Option<usize>,
}

/// What the result points into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Interior {
    /// The parameter.
    pub(crate) parameter: String,
    /// The out parameter that receives the pointer, when it is not the result.
    pub(crate) out: Option<String>,
}

/// A function that leaves its result, or NULL, in a place of the caller.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Empties {
    /// The parameter that gives the place.
    pub(crate) empties: String,
    /// The parameter for which NULL makes it NULL, without an exception.
    pub(crate) when_null: String,
}

/// A function that the manifest does not describe, in the manifest's language.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Extra {
    pub(crate) c: String,
    pub(crate) returns: Option<String>,
    pub(crate) fails: Option<String>,
    pub(crate) steals: BTreeMap<String, String>,
    pub(crate) out: BTreeMap<String, String>,
    pub(crate) increfs: Vec<String>,
    pub(crate) decrefs: Vec<String>,
    pub(crate) clears: Vec<String>,
    pub(crate) replaces: Vec<String>,
    pub(crate) keeps: Vec<String>,
    pub(crate) consumes: Vec<String>,
    pub(crate) reenters: bool,
}

/// A function pointer that is called through a type. Parameters are given by position.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Slot {
    pub(crate) returns: Option<String>,
    pub(crate) fails: Option<String>,
    pub(crate) consumes: Option<usize>,
    pub(crate) fresh: Option<String>,
    pub(crate) keeps: Vec<usize>,
    pub(crate) nullable: Vec<usize>,
    pub(crate) out: BTreeMap<usize, String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct FileData {
    accessors: BTreeMap<String, String>,
    answers: Vec<String>,
    attributes: BTreeMap<String, BTreeMap<String, String>>,
    blocking: BTreeMap<String, String>,
    buffers: BTreeMap<String, BufferData>,
    container: BTreeMap<String, String>,
    converters: BTreeMap<String, String>,
    empties: BTreeMap<String, Empties>,
    empty: Vec<String>,
    exclusive: Vec<String>,
    exception: BTreeMap<String, Exception>,
    extra: BTreeMap<String, Extra>,
    fresh: BTreeMap<String, String>,
    gil: BTreeMap<String, Attachment>,
    gives_sequence: Vec<String>,
    gilless: BTreeMap<String, String>,
    interior: BTreeMap<String, InteriorData>,
    members: BTreeMap<String, Slot>,
    misuse: Vec<String>,
    leaving: Vec<String>,
    measures: Vec<String>,
    memory: BTreeMap<String, MemoryData>,
    names_only: Vec<String>,
    no_for_null: Vec<String>,
    noreturn: Vec<String>,
    nullable: BTreeMap<String, Vec<String>>,
    once: Vec<String>,
    counts: Vec<String>,
    pending: BTreeMap<String, String>,
    of_type: BTreeMap<String, String>,
    propagates: BTreeMap<String, Vec<String>>,
    same: BTreeMap<String, String>,
    shared: Vec<String>,
    sure: BTreeMap<String, Sure>,
    sure_after: BTreeMap<String, Vec<String>>,
    sure_always: Vec<String>,
    sure_of_tuple: Vec<String>,
    sure_of_type: BTreeMap<String, usize>,
    sure_when_fresh: Vec<String>,
    values: BTreeMap<String, i64>,
}

/// A call cannot fail with such an argument.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) struct Sure {
    /// Index of the argument.
    pub(crate) argument: usize,
    /// Its smallest value.
    pub(crate) from: i64,
    /// Its greatest value.
    pub(crate) to: i64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct BufferData {
    fills: Option<usize>,
    releases: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum InteriorData {
    Parameter(String),
    Both { parameter: String, out: Option<String> },
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MemoryData {
    allocates: Option<String>,
    frees: Option<String>,
    reallocates: Option<String>,
    parameter: usize,
    out: Option<usize>,
}

/// All facts, by the name of the function.
#[derive(Default)]
pub(crate) struct Facts {
    /// Functions that read a field of their argument: the end of the name of the struct, and the field.
    pub(crate) accessors: HashMap<String, String>,
    /// Success may be another number than 0.
    pub(crate) answers: Vec<String>,
    /// GNU attributes, and what they say.
    pub(crate) attributes: BTreeMap<String, BTreeMap<String, String>>,
    pub(crate) blocking: HashMap<String, bool>,
    pub(crate) container: HashMap<String, String>,
    /// What a converter leaves behind its address.
    pub(crate) converters: HashMap<String, String>,
    /// Functions that put what they made into a place of the caller, or NULL.
    pub(crate) empties: BTreeMap<String, Empties>,
    /// New containers without items.
    pub(crate) empty: Vec<String>,
    pub(crate) exception: HashMap<String, Exception>,
    pub(crate) extra: HashMap<String, Extra>,
    pub(crate) fresh: HashMap<String, String>,
    pub(crate) gil: HashMap<String, Attachment>,
    /// They give a list or a tuple.
    pub(crate) gives_sequence: Vec<String>,
    pub(crate) gilless: Vec<String>,
    pub(crate) interior: HashMap<String, Interior>,
    pub(crate) members: HashMap<String, Slot>,
    /// Words in names of macros that may leave the function.
    pub(crate) leaving: Vec<String>,
    /// What they measure of an object does not change.
    pub(crate) measures: Vec<String>,
    pub(crate) memory: HashMap<String, Memory>,
    /// They fail only when they are called wrongly.
    pub(crate) misuse: Vec<String>,
    /// They take an object and do nothing to it.
    pub(crate) names_only: Vec<String>,
    /// Questions whose answer is no for NULL.
    pub(crate) no_for_null: Vec<String>,
    pub(crate) noreturn: Vec<String>,
    pub(crate) nullable: HashMap<String, Vec<String>>,
    /// The parameter through which a buffer is filled.
    pub(crate) fills_buffer: HashMap<String, usize>,
    /// The parameter through which a buffer is released.
    pub(crate) releases_buffer: HashMap<String, usize>,
    /// May be called while an exception is set.
    pub(crate) pending: HashMap<String, String>,
    /// Parameters for which NULL makes the call fail, the exception stays.
    pub(crate) propagates: HashMap<String, Vec<String>>,
    /// Built-in types of which an object can be one at most, as their checks are called.
    pub(crate) exclusive: Vec<String>,
    /// Functions whose result is a number from 0 on.
    pub(crate) counts: Vec<String>,
    /// Slots that are called once for an object: at its beginning or end.
    pub(crate) once: Vec<String>,
    /// Questions that the type of the argument answers with yes.
    pub(crate) of_type: HashMap<String, String>,
    /// The result is this argument, with a new reference.
    pub(crate) same: HashMap<String, String>,
    /// Others hold what these functions give.
    pub(crate) shared: Vec<String>,
    /// Calls that cannot fail with certain constants.
    pub(crate) sure: HashMap<String, Sure>,
    /// Calls that cannot fail when one of these questions about their first argument was answered with yes.
    pub(crate) sure_after: HashMap<String, Vec<String>>,
    /// Calls that cannot fail in an extension of types and modules.
    pub(crate) sure_always: Vec<String>,
    /// Calls that cannot fail when they are given a tuple.
    pub(crate) sure_of_tuple: Vec<String>,
    /// Calls that cannot fail when this argument is a static type.
    pub(crate) sure_of_type: HashMap<String, usize>,
    /// Calls that cannot fail on what nobody else knows.
    pub(crate) sure_when_fresh: Vec<String>,
    /// Constants that headers of other projects define.
    pub(crate) values: HashMap<String, i64>,
}

/// The facts.
pub(crate) fn facts() -> &'static Facts {
    static FACTS: OnceLock<Facts> = OnceLock::new();
    // The text is a part of the program, and a test reads it.
    FACTS.get_or_init(|| read(serde_yaml::from_str(TEXT).unwrap_or_default()))
}

fn read(data: FileData) -> Facts {
    Facts {
        accessors: data.accessors.into_iter().collect(),
        answers: data.answers,
        attributes: data.attributes,
        blocking: data.blocking.into_iter().map(|(name, how)| (name, how == "always")).collect(),
        fills_buffer: buffers(&data.buffers, |buffer| buffer.fills),
        releases_buffer: buffers(&data.buffers, |buffer| buffer.releases),
        container: data.container.into_iter().collect(),
        converters: data.converters.into_iter().collect(),
        empties: data.empties,
        empty: data.empty,
        exception: data.exception.into_iter().collect(),
        extra: data.extra.into_iter().collect(),
        fresh: data.fresh.into_iter().collect(),
        gil: data.gil.into_iter().collect(),
        gives_sequence: data.gives_sequence,
        gilless: data.gilless.into_keys().collect(),
        interior: data.interior.into_iter().map(|(name, found)| (name, interior(found))).collect(),
        members: data.members.into_iter().collect(),
        leaving: data.leaving,
        measures: data.measures,
        memory: data.memory.into_iter().map(|(name, found)| (name, memory(&found))).collect(),
        misuse: data.misuse,
        names_only: data.names_only,
        no_for_null: data.no_for_null,
        noreturn: data.noreturn,
        nullable: data.nullable.into_iter().collect(),
        counts: data.counts,
        exclusive: data.exclusive,
        once: data.once,
        of_type: data.of_type.into_iter().collect(),
        pending: data.pending.into_iter().collect(),
        propagates: data.propagates.into_iter().collect(),
        same: data.same.into_iter().collect(),
        shared: data.shared,
        sure: data.sure.into_iter().collect(),
        sure_after: data.sure_after.into_iter().collect(),
        sure_always: data.sure_always,
        sure_of_tuple: data.sure_of_tuple,
        sure_of_type: data.sure_of_type.into_iter().collect(),
        sure_when_fresh: data.sure_when_fresh,
        values: data.values.into_iter().collect(),
    }
}

fn buffers(
    data: &BTreeMap<String, BufferData>,
    which: impl Fn(&BufferData) -> Option<usize>,
) -> HashMap<String, usize> {
    data.iter().filter_map(|(name, buffer)| Some((name.clone(), which(buffer)?))).collect()
}

fn interior(data: InteriorData) -> Interior {
    match data {
        InteriorData::Parameter(parameter) => Interior { parameter, out: None },
        InteriorData::Both { parameter, out } => Interior { parameter, out },
    }
}

fn memory(data: &MemoryData) -> Memory {
    let family = |name: &Option<String>| name.as_deref().and_then(family);
    Memory {
        allocates: family(&data.allocates),
        frees: family(&data.frees),
        reallocates: family(&data.reallocates),
        parameter: data.parameter,
        out: data.out,
    }
}

fn family(name: &str) -> Option<Family> {
    match name {
        "raw" => Some(Family::Raw),
        "mem" => Some(Family::Mem),
        "object" => Some(Family::Object),
        "libc" => Some(Family::Libc),
        "new" => Some(Family::New),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_has_no_name_twice() {
        let mut seen = std::collections::HashSet::new();
        let mut section = "";
        for line in TEXT.lines().filter(|line| !line.trim_start().starts_with('#')) {
            if !line.starts_with(' ') {
                section = line;
            }
            let name = line.split(": ").next().unwrap_or(line);
            assert!(seen.insert((section, name)), "{section} {name}");
        }
    }

    #[test]
    fn the_data_is_read_whole() {
        let data: FileData = serde_yaml::from_str(TEXT).unwrap();
        assert!(data.memory.values().all(|m| {
            [&m.allocates, &m.frees, &m.reallocates].into_iter().flatten().all(|name| family(name).is_some())
        }));
        let facts = read(data);
        assert_eq!(facts.exception["PyErr_Clear"], Exception::Drops);
        assert_eq!(facts.memory["PyMem_Malloc"].allocates, Some(Family::Mem));
        assert_eq!(facts.gil["PyEval_SaveThread"], Attachment::Releases);
        assert!(facts.nullable["Py_XDECREF"].contains(&"op".to_owned()));
    }
}
