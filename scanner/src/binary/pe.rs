//! PE, 32 and 64 bit: imports with their DLL, exports, sections. Pointers lie in place, as addresses above the image base.
//! Delay-loaded imports are read too: delvewheel makes them. goblin reads the headers; the directories are walked here,
//! because each of their counts may lie.

use goblin::pe::data_directories::DataDirectory;
use goblin::pe::header::{COFF_MACHINE_ARM64, COFF_MACHINE_X86, COFF_MACHINE_X86_64, Header};
use goblin::pe::optional_header::{MAGIC_64, OptionalHeader};
use goblin::pe::section_table::{IMAGE_SCN_MEM_EXECUTE, SIZEOF_SECTION_TABLE};

use super::image::{Image, Segment};
use super::{About, BadBinary, Binary, Format, Symbols};

/// Windows loads no file with more sections.
const MAX_SECTIONS: u16 = 96;
/// Ordinals have 16 bits, so a DLL exports no more.
const MAX_EXPORTS: u64 = 1 << 16;
/// Imported symbols of one file, and DLLs that they come from.
const MAX_IMPORTS: u64 = 1 << 16;
const MAX_LIBRARIES: u64 = 1 << 10;
const LONGEST_NAME_BYTES: usize = 1024;
/// Where the DOS header says where the PE header is.
const PE_POINTER_OFFSET: usize = 0x3c;

/// Reads one DLL.
pub(super) fn parse(bytes: &[u8]) -> Result<Binary, BadBinary> {
    let bad = || BadBinary("its PE headers cannot be read".to_owned());
    let pointer = bytes
        .get(PE_POINTER_OFFSET..PE_POINTER_OFFSET + 4)
        .and_then(|p| p.try_into().ok())
        .ok_or_else(bad)?;
    let start = usize::try_from(u32::from_le_bytes(pointer)).map_err(|_| bad())?;
    let from_signature = bytes.get(start..).filter(|b| b.starts_with(b"PE\0\0")).ok_or_else(bad)?;
    let header = Header::parse_without_dos(from_signature).map_err(|_| bad())?;
    let optional = header.optional_header.ok_or_else(bad)?;
    let coff = &header.coff_header;
    if coff.number_of_sections > MAX_SECTIONS {
        return Err(bad());
    }
    let table = 24 + usize::from(coff.size_of_optional_header);
    let file = File {
        image: image(
            bytes,
            from_signature.get(table..).unwrap_or_default(),
            coff.number_of_sections,
            &optional,
        ),
        base: optional.windows_fields.image_base,
    };

    let mut found = Symbols::default();
    let mut needed = Vec::new();
    let directories = &optional.data_directories;
    let mut soname = None;
    if let Some(directory) = directories.get_export_table() {
        soname = file.exports(directory, &mut found);
    }
    for (directory, layout) in
        [(directories.get_import_table(), &LOADED), (directories.get_delay_import_descriptor(), &DELAYED)]
    {
        if let Some(directory) = directory {
            file.imports(directory, layout, &mut found, &mut needed);
        }
    }
    let about = About { format: Format::Pe, arch: arch(coff.machine), needed, soname };
    Ok(found.finish(about, &file.image))
}

fn image<'a>(bytes: &'a [u8], table: &[u8], sections: u16, optional: &OptionalHeader) -> Image<'a> {
    let base = optional.windows_fields.image_base;
    let rows = table.chunks_exact(SIZEOF_SECTION_TABLE).take(sections.into());
    let segments = rows.map(|row| {
        let field = |at: usize| {
            let bytes = row.get(at..at + 4).and_then(|f| f.try_into().ok());
            bytes.map(u32::from_le_bytes).unwrap_or(0)
        };
        let (virtual_size, raw_size) = (field(8), field(16));
        Segment {
            address: base.wrapping_add(field(12).into()),
            file_size: raw_size.min(virtual_size.max(1)).into(),
            memory_size: virtual_size.max(raw_size).into(),
            offset: field(20).into(),
            executable: field(36) & IMAGE_SCN_MEM_EXECUTE != 0,
        }
    });
    let wide = optional.standard_fields.magic == MAGIC_64;
    let mut image = Image::new(bytes, segments.collect(), wide, false);
    image.in_place_from = Some(base);
    image
}

/// Where the fields of an import descriptor are: its size, the DLL's name, the table of names, what to take in its place.
struct Layout {
    size: u64,
    library: u64,
    names: u64,
    fallback: u64,
}

const LOADED: Layout = Layout { size: 20, library: 12, names: 0, fallback: 16 };
const DELAYED: Layout = Layout { size: 32, library: 4, names: 16, fallback: 16 };

struct File<'a> {
    image: Image<'a>,
    base: u64,
}

impl File<'_> {
    fn field(&self, address: u64, at: u64) -> Option<u64> {
        self.image.number::<4>(self.base.wrapping_add(address).wrapping_add(at))
    }

    fn text(&self, address: u64) -> Option<&str> {
        self.image.text(self.base.wrapping_add(address), LONGEST_NAME_BYTES)
    }

    /// Notes all exported names; returns the name that the DLL gives itself.
    fn exports(&self, directory: &DataDirectory, found: &mut Symbols) -> Option<String> {
        let table = u64::from(directory.virtual_address);
        let count = self.field(table, 24)?.min(MAX_EXPORTS);
        let names = self.field(table, 32)?;
        for index in 0..count {
            let Some(name) = self.field(names, index * 4) else { break };
            if let Some(name) = self.text(name) {
                found.export(name);
            }
        }
        self.text(self.field(table, 12)?).map(str::to_owned)
    }

    /// Notes all names that a directory imports, and the DLLs.
    fn imports(
        &self,
        directory: &DataDirectory,
        layout: &Layout,
        found: &mut Symbols,
        needed: &mut Vec<String>,
    ) -> Option<()> {
        let mut left = MAX_IMPORTS;
        for index in 0..MAX_LIBRARIES {
            let descriptor = u64::from(directory.virtual_address).wrapping_add(index * layout.size);
            let library = self.field(descriptor, layout.library)?;
            let names = self.field(descriptor, layout.names)?;
            let names = if names == 0 { self.field(descriptor, layout.fallback)? } else { names };
            if library == 0 || names == 0 {
                return None;
            }
            let library = self.text(library)?;
            if !needed.iter().any(|known| known == library) {
                needed.push(library.to_owned());
            }
            self.names(names, library, &mut left, found);
        }
        None
    }

    /// One table of names, which ends with a zero; entries with the highest bit set import by number.
    fn names(&self, table: u64, library: &str, left: &mut u64, found: &mut Symbols) -> Option<()> {
        let word = self.image.word_size();
        let by_number = 1_u64 << (word * 8 - 1);
        for index in 0.. {
            *left = left.checked_sub(1)?;
            let entry = self.image.raw_word(self.base.wrapping_add(table).wrapping_add(index * word))?;
            if entry == 0 {
                return Some(());
            }
            // Two bytes of a hint stand before the name.
            if entry & by_number == 0
                && let Some(name) = self.text(entry.wrapping_add(2))
            {
                found.import(name, Some(library), false, false);
            }
        }
        None
    }
}

fn arch(machine: u16) -> String {
    match machine {
        COFF_MACHINE_X86_64 => "amd64".to_owned(),
        COFF_MACHINE_X86 => "win32".to_owned(),
        COFF_MACHINE_ARM64 => "arm64".to_owned(),
        other => format!("machine {other:#x}"),
    }
}
