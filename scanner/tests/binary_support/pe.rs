//! Writes small DLLs, byte by byte: one section with an import directory and an export directory.
//! Enough for a reader of headers, nothing that could run.

const SECTION_ADDRESS: u32 = 0x1000;
const SECTION_OFFSET: u32 = 0x200;

/// A 64-bit DLL that imports `(dll, names)` and exports `exports`.
pub(crate) fn dll(imports: &[(&str, &[&str])], exports: &[&str]) -> Vec<u8> {
    let mut section = Section::default();
    let import_directory = section.imports(imports);
    let export_directory = section.exports(exports);
    let mut bytes = headers(&section, import_directory, export_directory);
    bytes.resize(SECTION_OFFSET as usize, 0);
    bytes.extend(&section.bytes);
    bytes.resize(bytes.len().next_multiple_of(0x200), 0);
    bytes
}

#[derive(Default)]
struct Section {
    bytes: Vec<u8>,
}

impl Section {
    /// Address of what is appended next.
    fn here(&self) -> u32 {
        SECTION_ADDRESS + self.bytes.len() as u32
    }

    fn align(&mut self) {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
    }

    fn text(&mut self, text: &str) -> u32 {
        let at = self.here();
        self.bytes.extend(text.as_bytes());
        self.bytes.push(0);
        at
    }

    fn words(&mut self, words: &[u32]) {
        self.bytes.extend(words.iter().flat_map(|w| w.to_le_bytes()));
    }

    /// The directory's address and size.
    fn imports(&mut self, imports: &[(&str, &[&str])]) -> (u32, u32) {
        let mut descriptors = Vec::new();
        for (library, names) in imports {
            let hints: Vec<u32> = names
                .iter()
                .map(|name| {
                    self.align();
                    let at = self.here();
                    self.bytes.extend([0, 0]);
                    self.text(name);
                    at
                })
                .collect();
            let mut tables = [0; 2];
            for table in &mut tables {
                self.align();
                *table = self.here();
                for hint in hints.iter().copied().chain([0]) {
                    self.words(&[hint, 0]);
                }
            }
            let name = self.text(library);
            descriptors.extend([tables[0], 0, 0, name, tables[1]]);
        }
        descriptors.extend([0; 5]);
        self.align();
        let at = self.here();
        self.words(&descriptors);
        (at, descriptors.len() as u32 * 4)
    }

    fn exports(&mut self, exports: &[&str]) -> (u32, u32) {
        let count = exports.len() as u32;
        let library = self.text("made.pyd");
        let names: Vec<u32> = exports.iter().map(|name| self.text(name)).collect();
        self.align();
        let code = self.here();
        self.words(&[0xC3, 0]);
        let functions = self.here();
        self.words(&vec![code; exports.len()]);
        let name_table = self.here();
        self.words(&names);
        let ordinals = self.here();
        self.bytes.extend((0..count as u16).flat_map(u16::to_le_bytes));
        self.align();
        let at = self.here();
        self.words(&[0, 0, 0, library, 1, count, count, functions, name_table, ordinals]);
        (at, 40)
    }
}

fn headers(section: &Section, imports: (u32, u32), exports: (u32, u32)) -> Vec<u8> {
    let mut out = Vec::new();
    let mut put = |size: usize, value: u64| out.extend(&value.to_le_bytes()[..size]);
    // The DOS header: its mark, and where the PE header is.
    put(2, 0x5A4D);
    (0..29).for_each(|_| put(2, 0));
    put(4, 64);
    put(4, 0x4550);
    // COFF: x86-64, one section, the size of the optional header, a DLL.
    for (size, value) in [(2, 0x8664), (2, 1), (4, 0), (4, 0), (4, 0), (2, 240), (2, 0x2022)] {
        put(size, value);
    }
    // PE32+: magic, linker, sizes, entry, base of code, image base, alignments.
    for (size, value) in [
        (2, 0x20B),
        (2, 14),
        (4, 0),
        (4, 0),
        (4, 0),
        (4, 0),
        (4, 0x1000),
        (8, 0x1_8000_0000),
        (4, 0x1000),
        (4, 0x200),
    ] {
        put(size, value);
    }
    // Versions, image and header sizes, checksum, subsystem, characteristics.
    for (size, value) in [(8, 6), (8, 6), (4, 0x10000), (4, 0x200), (4, 0), (2, 2), (2, 0)] {
        put(size, value);
    }
    // Stack and heap, loader flags, sixteen directories of which the first two are used.
    for (size, value) in [(8, 0), (8, 0), (8, 0), (8, 0), (4, 0), (4, 16)] {
        put(size, value);
    }
    for value in [exports.0, exports.1, imports.0, imports.1] {
        put(4, value.into());
    }
    (0..28).for_each(|_| put(4, 0));
    // The section: name, memory, file, and that it is data that may be written.
    let size = section.bytes.len() as u64;
    put(8, u64::from_le_bytes(*b".data\0\0\0"));
    put(4, size);
    put(4, SECTION_ADDRESS.into());
    put(4, size.next_multiple_of(0x200));
    put(4, SECTION_OFFSET.into());
    (0..3).for_each(|_| put(4, 0));
    put(4, 0xC000_0040);
    out
}
