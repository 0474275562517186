//! What the functions are called with that an extension puts into slots and method tables.
//! Facts come from `capi/manifest/rules/slots.yaml`; comparing a function with them is in `signature.rs`.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use super::formats::{Width, width};
use super::model::constant_of;

const TEXT: &str = include_str!("../../../capi/manifest/rules/slots.yaml");

/// A result or parameter of a slot's function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Nothing.
    Void,
    /// A pointer to an object or another struct.
    Object,
    /// `char *`.
    Text,
    /// `void *`.
    Pointer,
    /// `PyObject **`.
    Objects,
    /// A function.
    Function,
    /// An integer.
    Int(Width),
}

/// The function type of a slot.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) result: Part,
    pub(crate) params: Vec<Part>,
}

/// An array that a zero entry ends.
#[derive(Clone, Debug)]
pub(crate) struct TableInfo {
    /// The member whose zero ends it.
    pub(crate) end: String,
}

/// Which numbers the ids of a slot array are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotFamily {
    /// `PyType_Slot`.
    Type,
    /// `PyModuleDef_Slot`.
    Module,
    /// `PySlot`.
    Any,
}

#[derive(Default, Deserialize)]
struct FileData {
    flags: BTreeMap<String, SignatureData>,
    functions: BTreeMap<String, SignatureData>,
    members: BTreeMap<String, BTreeMap<String, MemberData>>,
    slots: BTreeMap<String, SlotData>,
    tables: BTreeMap<String, TableData>,
}

#[derive(Deserialize)]
struct SignatureData {
    parameters: Vec<String>,
    result: String,
}

#[derive(Deserialize)]
struct MemberData {
    #[serde(rename = "type")]
    ty: String,
}

#[derive(Deserialize)]
struct SlotData {
    number: i64,
    #[serde(rename = "number-3.15")]
    number_315: Option<i64>,
    value: String,
}

#[derive(Deserialize)]
struct TableData {
    end: String,
}

struct Slots {
    flags: HashMap<i64, Signature>,
    functions: HashMap<String, Signature>,
    members: HashMap<(String, String), String>,
    numbers: HashMap<(bool, i64), (String, String)>,
    tables: HashMap<String, TableInfo>,
}

fn slots() -> &'static Slots {
    static SLOTS: OnceLock<Slots> = OnceLock::new();
    // The text is a part of the program, and a test reads it.
    SLOTS.get_or_init(|| read(&serde_yaml::from_str(TEXT).unwrap_or_default()))
}

fn read(data: &FileData) -> Slots {
    let flags = data.flags.iter().filter_map(|(name, data)| Some((flags(name)?, signature(data)?)));
    let functions = data.functions.iter().filter_map(|(name, data)| Some((name.clone(), signature(data)?)));
    let members = data.members.iter().flat_map(|(record, members)| {
        members.iter().map(|(member, data)| ((record.clone(), member.clone()), data.ty.clone()))
    });
    let mut numbers = HashMap::new();
    for (name, slot) in &data.slots {
        let is_module = name.starts_with("Py_mod_");
        for number in [Some(slot.number), slot.number_315].into_iter().flatten() {
            numbers.insert((is_module, number), (name.clone(), slot.value.clone()));
        }
    }
    Slots {
        flags: flags.collect(),
        functions: functions.collect(),
        members: members.collect(),
        numbers,
        tables: data
            .tables
            .iter()
            .map(|(name, data)| (name.clone(), TableInfo { end: data.end.clone() }))
            .collect(),
    }
}

/// `METH_FASTCALL | METH_KEYWORDS` as a number.
fn flags(names: &str) -> Option<i64> {
    names.split('|').try_fold(0, |all, name| Some(all | constant_of(name.trim())?))
}

fn signature(data: &SignatureData) -> Option<Signature> {
    let params = data.parameters.iter().map(|text| part(text)).collect::<Option<_>>()?;
    Some(Signature { result: part(&data.result)?, params })
}

fn part(text: &str) -> Option<Part> {
    Some(match text {
        "void" => Part::Void,
        "void *" => Part::Pointer,
        "char *" => Part::Text,
        "visitproc" => Part::Function,
        "PyObject **" | "PyObject *const *" => Part::Objects,
        _ if text.ends_with(" *") => Part::Object,
        _ => Part::Int(width(text)?),
    })
}

/// What a method with these flags is called with; `None` when Python refuses the flags.
pub(crate) fn method(flags: i64) -> Option<&'static Signature> {
    let flag = |name| constant_of(name).unwrap_or(0);
    let (class, of_static) = (flag("METH_CLASS"), flag("METH_STATIC"));
    if flags & class != 0 && flags & of_static != 0 {
        return None;
    }
    slots().flags.get(&(flags & !(class | of_static | flag("METH_COEXIST"))))
}

/// What is called through a member of a struct of the C-API.
pub(crate) fn member(record: &str, member: &str) -> Option<&'static Signature> {
    let ty = slots().members.get(&(record.to_owned(), member.to_owned()))?;
    slots().functions.get(ty)
}

/// The name of a slot and what is called through it, when it holds a function.
pub(crate) fn slot(family: SlotFamily, number: i64) -> Option<(&'static str, Option<&'static Signature>)> {
    let of = |is_module| slots().numbers.get(&(is_module, number));
    let (name, value) = match family {
        SlotFamily::Type => of(false),
        SlotFamily::Module => of(true),
        // The numbers of 3.15 are unique; the old small ones mean types.
        SlotFamily::Any => of(true).filter(|_| number > 80).or_else(|| of(false)),
    }?;
    Some((name, slots().functions.get(value)))
}

/// The struct is an entry of a table that a zero entry ends.
pub(crate) fn table(record: &str) -> Option<&'static TableInfo> {
    slots().tables.get(record)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signature_is_understood() {
        let data: FileData = serde_yaml::from_str(TEXT).unwrap();
        let known = read(&data);
        assert_eq!(known.flags.len(), data.flags.len());
        assert_eq!(known.functions.len(), data.functions.len());
        assert!(known.tables.len() >= 8 && known.members.len() > 80);
    }

    #[test]
    fn flags_name_their_signature() {
        let of = |name| constant_of(name).unwrap();
        let (varargs, keywords, class) = (of("METH_VARARGS"), of("METH_KEYWORDS"), of("METH_CLASS"));
        assert_eq!(method(varargs | keywords | class).unwrap().params.len(), 3);
        assert_eq!(method(of("METH_FASTCALL")).unwrap().params[1], Part::Objects);
        assert!(method(0).is_none() && method(keywords).is_none());
        assert!(method(varargs | class | of("METH_STATIC")).is_none());
    }

    #[test]
    fn slots_by_number() {
        assert_eq!(slot(SlotFamily::Module, 2).unwrap().0, "Py_mod_exec");
        assert_eq!(slot(SlotFamily::Any, 85).unwrap().0, "Py_mod_exec");
        assert_eq!(slot(SlotFamily::Type, 2).unwrap().0, "Py_bf_releasebuffer");
        let (name, init) = slot(SlotFamily::Type, 60).unwrap();
        assert_eq!((name, init.unwrap().params.len()), ("Py_tp_init", 3));
        assert!(member("PyTypeObject", "tp_doc").is_none());
        assert_eq!(
            member("PyTypeObject", "tp_hash").unwrap().result,
            Part::Int(Width { linux: 64, windows: 64 })
        );
    }
}
