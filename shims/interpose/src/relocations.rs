//! The relocations of a library: what it imports, and thunks in the place of functions of the API. Which libraries these are says
//! `extension.rs`.

use std::collections::HashMap;
use std::ffi::{CStr, CString};
use std::sync::Mutex;

use pilotage_capi::Kind;

use crate::extension::{Extension, Loaded, number_of, write_pointer};
use crate::machine_code::places_read;
use crate::python::{self, text};
use crate::slot::Slot;
use crate::{hooks, indirect, memory};

/// Thunks of API functions, with what they stand for.
static CALLS: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);

/// The function of the API that a thunk stands for.
pub(crate) fn original_of_call(thunk: usize) -> Option<usize> {
    CALLS.lock().ok()?.as_ref()?.get(&thunk).copied()
}

/// Functions that stand in slots of types, where others look for them by comparing addresses.
const SLOT_FUNCTIONS: [&str; 11] = [
    "PyObject_Free",
    "PyObject_GC_Del",
    "PyObject_GenericGetAttr",
    "PyObject_GenericHash",
    "PyObject_GenericSetAttr",
    "PyObject_HashNotImplemented",
    "PyObject_SelfIter",
    "PyType_GenericAlloc",
    "PyType_GenericNew",
    "PyVectorcall_Call",
    "_PyObject_NextNotImplemented",
];

/// The tables of a library's dynamic section.
pub(crate) struct Tables {
    base: usize,
    symbols: usize,
    strings: usize,
    relocations: Vec<(usize, usize)>,
}

struct Relocation {
    place: usize,
    kind: u32,
    symbol: usize,
}

const GLOB_DAT: u32 = 6;
const JUMP_SLOT: u32 = 7;

impl Tables {
    /// Reads them; `None` when the library has none.
    pub(crate) fn read(loaded: &Loaded) -> Option<Tables> {
        let dynamic = loaded.headers.iter().find(|header| header.p_type == libc::PT_DYNAMIC)?;
        let mut at = loaded.base + dynamic.p_vaddr as usize;
        let mut entries: HashMap<usize, usize> = HashMap::new();
        while python::word(at) != 0 {
            entries.insert(python::word(at), python::word(at + 8));
            at += 16;
        }
        // glibc stores addresses here, other loaders offsets.
        let address = |tag: usize| {
            let value = *entries.get(&tag)?;
            Some(if value < loaded.base { value + loaded.base } else { value })
        };
        let size = |tag: usize| entries.get(&tag).copied().unwrap_or(0);
        let relocations = [(7, 8), (23, 2)];
        let relocations = relocations.iter().filter_map(|(at, bytes)| Some((address(*at)?, size(*bytes))));
        Some(Tables {
            base: loaded.base,
            symbols: address(6)?,
            strings: address(5)?,
            relocations: relocations.collect(),
        })
    }

    fn relocations(&self) -> impl Iterator<Item = Relocation> + '_ {
        self.relocations.iter().flat_map(|(start, size)| {
            (*start..start + size).step_by(24).map(|at| {
                let info = python::word(at + 8);
                Relocation { place: self.base + python::word(at), kind: info as u32, symbol: info >> 32 }
            })
        })
    }

    /// Name of a symbol that is defined elsewhere.
    fn import(&self, relocation: &Relocation) -> Option<String> {
        if !matches!(relocation.kind, GLOB_DAT | JUMP_SLOT) || relocation.symbol == 0 {
            return None;
        }
        let symbol = self.symbols + relocation.symbol * 24;
        let first = python::word(symbol);
        let section = first >> 48;
        (section == 0).then(|| text(self.strings + (first & 0xffff_ffff)))
    }

    /// Functions of the API are among its imports.
    pub(crate) fn imports_python(&self) -> bool {
        let mut names = self.relocations().filter_map(|relocation| self.import(&relocation));
        names.any(|name| name.starts_with("Py") || name.starts_with("_Py"))
    }

    /// Puts thunks in the place of functions of the API. What somebody else has put there stays.
    pub(crate) fn redirect(&self, extension: &Extension, number: u32) -> u32 {
        let mut made: HashMap<String, usize> = HashMap::new();
        let mut redirected = 0;
        let read = places_read(&extension.code);
        for relocation in self.relocations() {
            let Some(name) = self.import(&relocation) else { continue };
            if SLOT_FUNCTIONS.contains(&name.as_str()) && read.contains(&relocation.place) {
                // The code compares it with slots of the interpreter's types, or fills its own with it.
                continue;
            }
            let now = python::word(relocation.place);
            let is_lazy = extension.code.iter().any(|(from, to)| (*from..*to).contains(&now));
            let c_name = CString::new(name.as_str()).ok();
            let Some(real) = c_name.and_then(|name| real_address(&name, now, is_lazy)) else { continue };
            let thunk = *made.entry(name).or_insert_with_key(|name| replacement(name, real, number));
            if thunk != 0 {
                write_pointer(relocation.place, thunk);
                redirected += 1;
            }
        }
        redirected
    }
}

/// The function that a relocation stands for; `None` where somebody else has put another there. An executable that takes
/// the address of a function has an entry of its own for it, which calls of libraries go past.
fn real_address(name: &CStr, now: usize, is_lazy: bool) -> Option<usize> {
    let first = hooks::python_symbol(name)?;
    if is_lazy || now == first {
        return Some(first);
    }
    (hooks::next_symbol(name) == Some(now)).then_some(now)
}

/// What to call instead of `real`; 0 where the function is none of ours.
fn replacement(name: &str, real: usize, number: u32) -> usize {
    if let Some(ours) = memory::replacement(name) {
        return ours;
    }
    if !name.starts_with("Py") && !name.starts_with("_Py") {
        return 0;
    }
    let item = pilotage_capi::get(name);
    if item.is_some_and(|item| matches!(item.kind, Kind::Data | Kind::TypeObject))
        || !indirect::is_interpreter(real)
    {
        return 0;
    }
    let thunk = match item {
        Some(item) => Slot::call(item, number_of(item), real, number),
        None => Slot::unlisted(real, number),
    };
    if let Ok(mut calls) = CALLS.lock() {
        calls.get_or_insert_default().insert(thunk, real);
    }
    thunk
}
