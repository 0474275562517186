//! What a shared library says of itself, in one shape for ELF, Mach-O and PE: the symbols that concern Python, the module
//! definitions in its data, what made it. Reads bytes only; what that means for a wheel is said in `rules/`.

pub mod abi3audit;
pub mod audit;
mod chained;
mod elf;
mod generator;
mod image;
mod lookups;
mod macho;
pub mod moduledef;
mod pe;
pub mod plumbing;
pub mod siblings;
pub mod tags;

/// The rules on binaries: they lie beside those on sources and are run by [`audit`].
#[path = "rules"]
mod rules {
    mod binary_help;
    pub(super) mod gil_slot_missing;
    pub(super) mod links_libpython;
    pub(super) mod looked_up_private_symbol;
    pub(super) mod missing_on_target_binary;
    pub(super) mod no_init_function;
    pub(super) mod non_limited_symbol;
    pub(super) mod private_symbol;
    mod python_library;
    pub(super) mod symbol_newer_than_tag;
    pub(super) mod tag_suffix_mismatch;
    pub(super) mod wrong_python_library;
}

use std::collections::BTreeSet;

pub use generator::Generator;
pub use moduledef::{InitStyle, Method, ModuleDef, Slot, SlotKind};

use image::Image;

/// The file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Linux, the BSDs and most others.
    Elf,
    /// macOS.
    MachO,
    /// Windows.
    Pe,
}

impl Format {
    /// What the first bytes of a file say.
    pub fn of(start: &[u8]) -> Option<Format> {
        match start {
            [0x7f, b'E', b'L', b'F', ..] => Some(Format::Elf),
            [b'M', b'Z', ..] => Some(Format::Pe),
            [0xfe, 0xed, 0xfa, 0xce | 0xcf, ..]
            | [0xce | 0xcf, 0xfa, 0xed, 0xfe, ..]
            | [0xca, 0xfe, 0xba, 0xbe | 0xbf, ..] => Some(Format::MachO),
            _ => None,
        }
    }
}

/// A symbol that another library must provide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// Its name, without the underscore that Mach-O puts before C names.
    pub name: String,
    /// The library it is bound to, where the format says so (PE, Mach-O with two-level names).
    pub from: Option<String>,
    /// May stay undefined.
    pub weak: bool,
    /// Recorded as a data symbol; ELF and Mach-O often do not say.
    pub data: bool,
}

/// How the interpreter enters a module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct InitFunction {
    /// The exported symbol, `PyInit__speedups`.
    pub symbol: String,
    /// The module's own name, `_speedups` (punycode is left as it is).
    pub module: String,
    /// `PyModExport_`: the hook of PEP 793, else `PyInit_`.
    pub export_hook: bool,
}

/// One shared library; of a fat file, one architecture of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binary {
    /// The file format.
    pub format: Format,
    /// `x86_64`, `aarch64`, `i686` ...; the number of the machine where it has no name here.
    pub arch: String,
    /// 64-bit pointers.
    pub wide: bool,
    /// Imported names that start like the C-API (`Py`, `_Py`), sorted.
    pub imports: Vec<Import>,
    /// Exported names that start like the C-API, sorted.
    pub exports: Vec<String>,
    /// Libraries that the loader must find: DT_NEEDED, LC_LOAD_DYLIB, DLL names.
    pub needed: Vec<String>,
    /// The name it gives itself: DT_SONAME, LC_ID_DYLIB, export directory name.
    pub soname: Option<String>,
    /// Entry points for the interpreter, sorted.
    pub init_functions: Vec<InitFunction>,
    /// Names of the C-API that stand alone as strings in a library that can look names up at run time.
    pub looked_up: Vec<String>,
    /// What wrote the bindings; `None` for libraries that are no extension module.
    pub generator: Option<Generator>,
    /// Module definitions found in the data; empty when there are none or they are made at run time.
    pub module_defs: Vec<ModuleDef>,
}

/// The bytes are no shared library that can be read, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadBinary(pub String);

impl Binary {
    /// Reads a shared library: one `Binary`, or one per architecture of a fat file.
    /// Anything may be in `bytes`; a parser that panics on it is reported as an error too.
    pub fn parse(bytes: &[u8]) -> Result<Vec<Binary>, BadBinary> {
        let parsed = std::panic::catch_unwind(|| Binary::parse_unguarded(bytes));
        parsed
            .unwrap_or_else(|_| Err(BadBinary("its headers lie so much that the reader gave up".to_owned())))
    }

    /// As [`Binary::parse`], but a panic is a panic: for tests that look for one.
    pub fn parse_unguarded(bytes: &[u8]) -> Result<Vec<Binary>, BadBinary> {
        match bytes {
            [] => Err(BadBinary("it is empty".to_owned())),
            [b'!', b'<', b'a', b'r', b'c', b'h', b'>', ..] => {
                Err(BadBinary("it is a static library".to_owned()))
            }
            _ => match Format::of(bytes) {
                Some(Format::Elf) => elf::parse(bytes).map(|b| vec![b]),
                Some(Format::Pe) => pe::parse(bytes).map(|b| vec![b]),
                Some(Format::MachO) => macho::parse(bytes),
                None => Err(BadBinary("it is no ELF, Mach-O or PE file".to_owned())),
            },
        }
    }

    /// The interpreter can import it (or it claims so by an init function).
    pub fn is_extension(&self) -> bool {
        !self.init_functions.is_empty()
    }

    /// It imports this name from anywhere.
    pub fn imports_name(&self, name: &str) -> bool {
        self.imports.binary_search_by(|i| i.name.as_str().cmp(name)).is_ok()
    }

    /// The definition that belongs to the init function of `module`, when it could be read.
    pub fn module_def(&self, module: &str) -> Option<&ModuleDef> {
        let named = |d: &&ModuleDef| d.name.rsplit('.').next() == Some(module);
        self.module_defs.iter().find(named).or(match self.module_defs.as_slice() {
            [only] if self.init_functions.len() == 1 => Some(only),
            _ => None,
        })
    }
}

/// Gathers symbols while a format is read; keeps those that matter.
#[derive(Debug, Default)]
struct Symbols {
    imports: Vec<Import>,
    exports: BTreeSet<String>,
    can_look_up: bool,
    hints: generator::Hints,
}

impl Symbols {
    fn import(&mut self, name: &str, from: Option<&str>, weak: bool, data: bool) {
        self.can_look_up |= matches!(name, "dlsym" | "dlvsym" | "GetProcAddress");
        self.hints.symbol(name);
        if is_python_like(name) {
            self.imports.push(Import { name: name.to_owned(), from: from.map(str::to_owned), weak, data });
        }
    }

    fn export(&mut self, name: &str) {
        self.hints.symbol(name);
        if is_python_like(name) {
            self.exports.insert(name.to_owned());
        }
    }

    /// The finished description; looks into the data only where an extension module or a lookup makes it worthwhile.
    fn finish(mut self, about: About, image: &Image<'_>) -> Binary {
        self.imports.sort();
        self.imports.dedup_by(|a, b| a.name == b.name && a.from == b.from);
        let init_functions: Vec<_> = self.exports.iter().filter_map(|name| init_function(name)).collect();
        let concerns_python = !init_functions.is_empty() || !self.imports.is_empty();
        let looked_up =
            if self.can_look_up && concerns_python { lookups::api_names(image) } else { Vec::new() };
        let (generator, module_defs) = if init_functions.is_empty() {
            (None, Vec::new())
        } else {
            (
                Some(generator::detect(image, &self.hints, &init_functions)),
                moduledef::find(image, &init_functions),
            )
        };
        Binary {
            format: about.format,
            arch: about.arch,
            wide: image.wide,
            imports: self.imports,
            exports: self.exports.into_iter().collect(),
            needed: about.needed,
            soname: about.soname,
            init_functions,
            looked_up,
            generator,
            module_defs,
        }
    }
}

/// What a format's reader knows besides symbols.
struct About {
    format: Format,
    arch: String,
    needed: Vec<String>,
    soname: Option<String>,
}

/// Names that the C-API could define: `PyList_New`, `_Py_Dealloc`, `_PyObject_New`, `Py_GetVersion`.
pub fn is_python_like(name: &str) -> bool {
    let rest = name.strip_prefix('_').unwrap_or(name);
    rest.strip_prefix("Py")
        .or_else(|| rest.strip_prefix("PY"))
        .is_some_and(|tail| tail.starts_with(|c: char| c.is_ascii_uppercase() || c == '_') || tail.is_empty())
}

fn init_function(symbol: &str) -> Option<InitFunction> {
    let (module, export_hook) = ["PyInit_", "PyInitU_"]
        .iter()
        .find_map(|p| symbol.strip_prefix(p))
        .map(|m| (m, false))
        .or_else(|| {
            ["PyModExport_", "PyModExportU_"].iter().find_map(|p| symbol.strip_prefix(p)).map(|m| (m, true))
        })?;
    Some(InitFunction { symbol: symbol.to_owned(), module: module.to_owned(), export_hook })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_c_api() {
        for name in ["PyList_New", "_Py_NoneStruct", "Py_IncRef", "_PyObject_New", "_PY_X"] {
            assert!(is_python_like(name), "{name}");
        }
        for name in ["pyo3", "Pylon_open", "_Pyxis", "__pyx_x", "malloc", ""] {
            assert!(!is_python_like(name), "{name}");
        }
    }

    #[test]
    fn init_functions_of_both_kinds() {
        assert!(!init_function("PyInit_a").unwrap().export_hook);
        let hook = init_function("PyModExport__rust").unwrap();
        assert_eq!((hook.module.as_str(), hook.export_hook), ("_rust", true));
        assert_eq!(init_function("PyInitialise"), None);
    }

    #[test]
    fn rubbish_is_an_error_not_a_panic() {
        for bytes in [
            &b""[..],
            b"\x7fELF",
            b"MZ",
            b"\xca\xfe\xba\xbe\xff\xff\xff\xff",
            b"\xcf\xfa\xed\xfe",
            b"#!/bin/sh",
        ] {
            assert!(Binary::parse(bytes).is_err());
        }
    }
}
