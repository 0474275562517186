//! Functions and source lines of code addresses, from the debug information or the symbol table of a library. Reads
//! files only; the checked process has ended.

use std::borrow::Cow;
use std::collections::HashMap;

use addr2line::Context;
use gimli::{EndianRcSlice, RunTimeEndian};
use object::{Object, ObjectSection, ObjectSegment, ObjectSymbol, SymbolKind};

type Reader = EndianRcSlice<RunTimeEndian>;

/// What an address belongs to; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// The C function.
    pub(crate) function: String,
    /// Source file.
    pub(crate) file: String,
    /// Its line; 0: not known.
    pub(crate) line: u32,
}

/// Symbols of several libraries, read when they are first asked for.
#[derive(Default)]
pub(crate) struct Symbols {
    libraries: HashMap<String, Option<Library>>,
}

struct Library {
    debug: Option<Context<Reader>>,
    /// Start, end, name, by start.
    functions: Vec<(u64, u64, String)>,
    /// First and last address of code.
    code: Vec<(u64, u64)>,
    /// What lies where in the file: offset, bytes, address.
    segments: Vec<(u64, u64, u64)>,
}

impl Symbols {
    /// What lies at `offset` of the library at `path`.
    pub(crate) fn at(&mut self, path: &str, offset: u64) -> Symbol {
        match self.library(path) {
            Some(library) => library.at(offset),
            None => Symbol::default(),
        }
    }

    /// Code of the library lies at `offset`.
    pub(crate) fn is_code(&mut self, path: &str, offset: u64) -> bool {
        let library = self.library(path);
        library.is_some_and(|it| it.code.iter().any(|(from, to)| (*from..*to).contains(&offset)))
    }

    /// The address, in the library's own numbering, of what lies at `offset` of its file.
    pub(crate) fn address(&mut self, path: &str, offset: u64) -> Option<u64> {
        let segments = &self.library(path)?.segments;
        let found = segments.iter().find(|(from, size, _)| (*from..from + size).contains(&offset))?;
        Some(offset - found.0 + found.2)
    }

    fn library(&mut self, path: &str) -> Option<&Library> {
        self.libraries.entry(path.to_owned()).or_insert_with(|| Library::read(path)).as_ref()
    }
}

impl Library {
    fn read(path: &str) -> Option<Library> {
        let bytes = std::fs::read(path).ok()?;
        let file = object::File::parse(&*bytes).ok()?;
        let mut functions: Vec<(u64, u64, String)> = file
            .symbols()
            .chain(file.dynamic_symbols())
            .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.address() != 0)
            .filter_map(|symbol| {
                Some((symbol.address(), symbol.address() + symbol.size(), symbol.name().ok()?.to_owned()))
            })
            .collect();
        functions.sort();
        functions.dedup();
        let segment = |it: object::Segment<'_, '_>| (it.file_range().0, it.file_range().1, it.address());
        let segments = file.segments().map(segment).collect();
        let code = file.segments().filter(|segment| is_executable(segment.flags()));
        let code = code.map(|segment| (segment.address(), segment.address() + segment.size()));
        Some(Library { code: code.collect(), debug: debug_information(&file), functions, segments })
    }

    fn at(&self, offset: u64) -> Symbol {
        let mut symbol = self.by_debug_information(offset).unwrap_or_default();
        if symbol.function.is_empty() {
            symbol.function = self.by_table(offset).unwrap_or_default();
        }
        symbol.function = readable(symbol.function);
        symbol
    }

    /// The innermost function, also where it was inlined into another; functions of CPython's own headers stand for the
    /// place that uses them.
    fn by_debug_information(&self, offset: u64) -> Option<Symbol> {
        let mut frames = self.debug.as_ref()?.find_frames(offset).skip_all_loads().ok()?;
        let mut found = None;
        while let Ok(Some(frame)) = frames.next() {
            let function = frame.function.as_ref().and_then(|name| name.raw_name().ok()).map(Cow::into_owned);
            let function = function.unwrap_or_default();
            let is_header = pilotage_capi::get(&function).is_some();
            let location = frame.location;
            found = Some(Symbol {
                function,
                file: location.as_ref().and_then(|it| it.file).unwrap_or_default().to_owned(),
                line: location.and_then(|it| it.line).unwrap_or(0),
            });
            if !is_header {
                break;
            }
        }
        found
    }

    fn by_table(&self, offset: u64) -> Option<String> {
        let behind = self.functions.partition_point(|(start, _, _)| *start <= offset);
        let before = self.functions.get(..behind)?.iter().rev();
        let found = before.take(8).find(|(_, end, _)| offset < *end)?;
        // Parts of functions that the compiler moved away are named `function.cold`.
        Some(found.2.split('.').next().unwrap_or(&found.2).to_owned())
    }
}

/// Names of C++ functions without their parameters, all others as they are.
fn readable(name: String) -> String {
    let options = cpp_demangle::DemangleOptions::new().no_params().no_return_type();
    let symbol = name.starts_with("_Z").then(|| cpp_demangle::Symbol::new(name.as_bytes()).ok()).flatten();
    symbol.and_then(|symbol| symbol.demangle_with_options(&options).ok()).unwrap_or(name)
}

fn is_executable(flags: object::SegmentFlags) -> bool {
    matches!(flags, object::SegmentFlags::Elf { p_flags, .. } if p_flags.0 & object::elf::PF_X.0 != 0)
}

fn debug_information(file: &object::File<'_>) -> Option<Context<Reader>> {
    file.section_by_name(".debug_info")?;
    let endian = if file.is_little_endian() { RunTimeEndian::Little } else { RunTimeEndian::Big };
    let load = |id: gimli::SectionId| -> Result<Reader, gimli::Error> {
        let section = file.section_by_name(id.name());
        let data = section.and_then(|section| section.uncompressed_data().ok()).unwrap_or_default();
        Ok(EndianRcSlice::new(data.into(), endian))
    };
    let dwarf = gimli::Dwarf::load(load).ok()?;
    Context::from_dwarf(dwarf).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_readable() {
        assert_eq!(
            readable("_ZN10kiwisolver20convert_pystr_to_strEP7_objectRSs".to_owned()),
            "kiwisolver::convert_pystr_to_str"
        );
        assert_eq!(readable("box_init".to_owned()), "box_init");
        assert_eq!(readable("_Zebra".to_owned()), "_Zebra");
    }

    #[test]
    fn what_is_no_library_has_no_symbols() {
        let mut symbols = Symbols::default();
        assert_eq!(symbols.at("/no/such/library.so", 10), Symbol::default());
        assert!(!symbols.is_code("Cargo.toml", 10));
    }
}
