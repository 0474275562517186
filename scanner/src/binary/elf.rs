//! ELF: symbols through the dynamic section (section headers may be stripped or lie), pointers through the relocations.
//! Local symbols and `.symtab` are left alone: they bind to nothing outside.

use goblin::container::{Container, Ctx, Endian};
use goblin::elf::dynamic::{DT_NEEDED, DT_SONAME, Dynamic};
use goblin::elf::header::{self, Header};
use goblin::elf::program_header::{PF_X, PT_LOAD, ProgramHeader};
use goblin::elf::reloc::RelocSection;
use goblin::elf::section_header::{SHT_DYNSYM, SectionHeader};
use goblin::elf::sym::{STB_LOCAL, STB_WEAK, STT_OBJECT, Symtab};
use goblin::elf::{Elf, section_header};

use super::image::{Image, Segment, Word};
use super::{About, BadBinary, Binary, Format, Symbols};

/// Longer names are no names of the C-API; they may make reading slow.
const LONGEST_NAME_BYTES: usize = 1024;
/// Program headers beyond this number are lies.
const MAX_PROGRAM_HEADERS: u16 = 512;
const DT_RELR: u64 = 36;
const DT_RELRSZ: u64 = 35;

/// Reads one ELF shared library.
pub(super) fn parse(bytes: &[u8]) -> Result<Binary, BadBinary> {
    let bad = |what: &str| BadBinary(format!("its ELF {what} cannot be read"));
    let header = Elf::parse_header(bytes).map_err(|_| bad("header"))?;
    if header.e_type != header::ET_DYN && header.e_type != header::ET_EXEC {
        return Err(BadBinary("it is an object file, no shared library".to_owned()));
    }
    let ctx = context(&header).ok_or_else(|| bad("class or byte order"))?;
    let offset = usize::try_from(header.e_phoff).map_err(|_| bad("header"))?;
    if header.e_phnum > MAX_PROGRAM_HEADERS {
        return Err(bad("program header table"));
    }
    let program_headers = ProgramHeader::parse(bytes, offset, header.e_phnum.into(), ctx)
        .map_err(|_| bad("program header table"))?;
    let dynamic = Dynamic::parse(bytes, &program_headers, ctx)
        .map_err(|_| bad("dynamic section"))?
        .ok_or_else(|| BadBinary("it has no dynamic section: it is no shared library".to_owned()))?;
    let mut image = Image::new(bytes, segments(&program_headers), ctx.is_big(), ctx.le == Endian::Big);
    let file = File { bytes, header: &header, ctx, dynamic: &dynamic, strings: strings(bytes, &dynamic) };

    let symbols = file.symbol_table().ok_or_else(|| bad("symbol table"))?;
    let mut found = Symbols::default();
    for symbol in symbols.iter().skip(1) {
        if symbol.st_bind() == STB_LOCAL {
            continue;
        }
        let Some(name) = file.string(symbol.st_name) else { continue };
        if symbol.st_shndx == section_header::SHN_UNDEF as usize {
            found.import(name, None, symbol.st_bind() == STB_WEAK, symbol.st_type() == STT_OBJECT);
        } else {
            found.export(name);
        }
    }
    if found.exports.iter().any(|name| super::init_function(name).is_some()) {
        file.relocate(&mut image, &symbols);
    }
    let about = About {
        format: Format::Elf,
        arch: arch(&header, ctx.is_big()),
        needed: file.entries(DT_NEEDED),
        soname: file.entries(DT_SONAME).into_iter().next(),
    };
    Ok(found.finish(about, &image))
}

fn context(header: &Header) -> Option<Ctx> {
    Some(Ctx { container: header.container().ok()?, le: header.endianness().ok()? })
}

fn segments(program_headers: &[ProgramHeader]) -> Vec<Segment> {
    program_headers
        .iter()
        .filter(|p| p.p_type == PT_LOAD)
        .map(|p| Segment {
            address: p.p_vaddr,
            file_size: p.p_filesz,
            memory_size: p.p_memsz,
            offset: p.p_offset,
            executable: p.p_flags & PF_X != 0,
        })
        .collect()
}

fn strings<'a>(bytes: &'a [u8], dynamic: &Dynamic) -> &'a [u8] {
    let start = dynamic.info.strtab;
    bytes.get(start..start.saturating_add(dynamic.info.strsz).min(bytes.len())).unwrap_or(&[])
}

fn arch(header: &Header, wide: bool) -> String {
    match header.e_machine {
        header::EM_X86_64 if !wide => "x32".to_owned(),
        header::EM_X86_64 => "x86_64".to_owned(),
        header::EM_386 => "i686".to_owned(),
        header::EM_AARCH64 => "aarch64".to_owned(),
        header::EM_ARM => "armv7l".to_owned(),
        header::EM_PPC64 => "ppc64le".to_owned(),
        header::EM_S390 => "s390x".to_owned(),
        header::EM_RISCV => "riscv64".to_owned(),
        258 => "loongarch64".to_owned(),
        other => format!("machine {other}"),
    }
}

/// The parts of the file that symbols and relocations are read from.
struct File<'a> {
    bytes: &'a [u8],
    header: &'a Header,
    ctx: Ctx,
    dynamic: &'a Dynamic,
    strings: &'a [u8],
}

impl<'a> File<'a> {
    fn string(&self, offset: usize) -> Option<&'a str> {
        let tail = self.strings.get(offset..)?;
        let tail = tail.get(..LONGEST_NAME_BYTES).unwrap_or(tail);
        let end = memchr::memchr(0, tail)?;
        std::str::from_utf8(tail.get(..end)?).ok().filter(|name| !name.is_empty())
    }

    fn entries(&self, tag: u64) -> Vec<String> {
        let entries = self.dynamic.dyns.iter().filter(|d| d.d_tag == tag);
        entries.filter_map(|d| self.string(usize::try_from(d.d_val).ok()?)).map(str::to_owned).collect()
    }

    fn number(&self, offset: usize, size: usize) -> Option<u64> {
        let bytes = self.bytes.get(offset..offset.checked_add(size)?)?;
        let fold = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(if self.ctx.le == Endian::Big {
            bytes.iter().fold(0, fold)
        } else {
            bytes.iter().rev().fold(0, fold)
        })
    }

    fn symbol_table(&self) -> Option<Symtab<'a>> {
        let start = self.dynamic.info.symtab;
        if start == 0 {
            return None;
        }
        let size = if self.ctx.container == Container::Big { 24 } else { 16 };
        let room = self.bytes.len().checked_sub(start)? / size;
        let count = self.symbol_count(start, size)?.min(room);
        Symtab::parse(self.bytes, start, count, self.ctx).ok()
    }

    /// Nothing in the dynamic section says how many symbols there are: ask the hash tables, then the section headers,
    /// then assume that the strings follow the symbols, as every linker lays them out.
    fn symbol_count(&self, start: usize, size: usize) -> Option<usize> {
        let info = &self.dynamic.info;
        let load = |address: u64| {
            let offset = self.dynamic_offset(address)?;
            usize::try_from(offset).ok()
        };
        let from_hash = info.hash.and_then(load).and_then(|at| self.number(at.checked_add(4)?, 4));
        from_hash
            .or_else(|| info.gnu_hash.and_then(load).and_then(|at| self.gnu_hash_count(at)))
            .and_then(|count| usize::try_from(count).ok())
            .or_else(|| self.section_count(start, size))
            .or_else(|| Some(info.strtab.checked_sub(start)? / size))
    }

    fn dynamic_offset(&self, address: u64) -> Option<u64> {
        let table = ProgramHeader::parse(
            self.bytes,
            usize::try_from(self.header.e_phoff).ok()?,
            self.header.e_phnum.into(),
            self.ctx,
        );
        segments(&table.ok()?).iter().find_map(|s| {
            let skip = address.checked_sub(s.address).filter(|skip| *skip < s.file_size)?;
            s.offset.checked_add(skip)
        })
    }

    /// One more than the highest index that a DT_GNU_HASH table names: the end of the longest chain.
    fn gnu_hash_count(&self, at: usize) -> Option<u64> {
        let buckets = usize::try_from(self.number(at, 4)?).ok()?;
        let first = self.number(at.checked_add(4)?, 4)?;
        let bloom = usize::try_from(self.number(at.checked_add(8)?, 4)?).ok()?;
        let word = if self.ctx.container == Container::Big { 8 } else { 4 };
        let table = at.checked_add(16)?.checked_add(bloom.checked_mul(word)?)?;
        let chains = table.checked_add(buckets.checked_mul(4)?)?;
        let bucket_bytes = self.bytes.get(table..chains)?;
        let mut last = 0;
        for index in 0..bucket_bytes.len() / 4 {
            last = last.max(self.number(table.checked_add(index * 4)?, 4)?);
        }
        if last < first {
            return Some(first);
        }
        loop {
            let skip = usize::try_from(last - first).ok()?.checked_mul(4)?;
            last += 1;
            if self.number(chains.checked_add(skip)?, 4)? & 1 == 1 {
                return Some(last);
            }
        }
    }

    fn section_count(&self, start: usize, size: usize) -> Option<usize> {
        let offset = usize::try_from(self.header.e_shoff).ok().filter(|o| *o != 0)?;
        let sections = SectionHeader::parse(self.bytes, offset, self.header.e_shnum.into(), self.ctx).ok()?;
        let table =
            sections.iter().find(|s| s.sh_type == SHT_DYNSYM && usize::try_from(s.sh_offset) == Ok(start))?;
        Some(usize::try_from(table.sh_size).ok()? / size)
    }

    /// Writes down what the loader will store where.
    fn relocate(&self, image: &mut Image<'_>, symbols: &Symtab<'_>) {
        let info = &self.dynamic.info;
        let tables = [(info.rela, info.relasz, true), (info.rel, info.relsz, false)];
        for (offset, size, with_addend) in tables {
            if offset == 0 || size == 0 {
                continue;
            }
            let Ok(table) = RelocSection::parse(self.bytes, offset, size, with_addend, self.ctx) else {
                continue;
            };
            for entry in table.iter() {
                let addend = || match entry.r_addend {
                    Some(addend) => addend.cast_unsigned(),
                    None => image.raw_word(entry.r_offset).unwrap_or(0),
                };
                let word = match pointer_kind(self.header.e_machine, entry.r_type) {
                    Some(PointerKind::Relative) => Word::Address(self.clip(addend())),
                    Some(PointerKind::Symbol) => match symbols.get(entry.r_sym) {
                        Some(symbol) if symbol.st_shndx != 0 => {
                            Word::Address(self.clip(symbol.st_value.wrapping_add(addend())))
                        }
                        _ => Word::Imported,
                    },
                    None => continue,
                };
                image.fixed.insert(entry.r_offset, word);
            }
        }
        self.relocate_packed(image);
    }

    fn clip(&self, address: u64) -> u64 {
        if self.ctx.container == Container::Big { address } else { address & 0xffff_ffff }
    }

    /// DT_RELR: an even word is an address to relocate, an odd word a bitmap of the words that follow it.
    fn relocate_packed(&self, image: &mut Image<'_>) {
        // Each word of the file can be relocated once.
        let mut left = self.bytes.len() / 4;
        let entry = |tag: u64| self.dynamic.dyns.iter().find(|d| d.d_tag == tag).map(|d| d.d_val);
        let (Some(address), Some(size)) = (entry(DT_RELR), entry(DT_RELRSZ)) else { return };
        let Some(start) = self.dynamic_offset(address).and_then(|o| usize::try_from(o).ok()) else { return };
        let step = image.word_size();
        let bits = step * 8 - 1;
        let count = usize::try_from(size / step).unwrap_or(usize::MAX).min(self.bytes.len());
        let step_bytes = if image.wide { 8 } else { 4 };
        let mut next = 0_u64;
        for index in 0..count {
            let Some(word) =
                index.checked_mul(step_bytes).and_then(|o| self.number(start.checked_add(o)?, step_bytes))
            else {
                return;
            };
            if word & 1 == 0 {
                fix_in_place(image, word);
                next = word.wrapping_add(step);
                continue;
            }
            for bit in 0..bits {
                if word >> (bit + 1) & 1 == 1 {
                    let Some(rest) = left.checked_sub(1) else { return };
                    left = rest;
                    fix_in_place(image, next.wrapping_add(bit * step));
                }
            }
            next = next.wrapping_add(bits * step);
        }
    }
}

fn fix_in_place(image: &mut Image<'_>, at: u64) {
    if let Some(target) = image.raw_word(at) {
        image.fixed.insert(at, Word::Address(target));
    }
}

enum PointerKind {
    Relative,
    Symbol,
}

/// The two relocations of each machine that store a whole pointer.
fn pointer_kind(machine: u16, kind: u32) -> Option<PointerKind> {
    let (relative, symbol): (u32, &[u32]) = match machine {
        header::EM_X86_64 => (8, &[1, 6]),
        header::EM_386 => (8, &[1, 6]),
        header::EM_AARCH64 => (1027, &[257, 1025]),
        header::EM_ARM => (23, &[2, 21]),
        header::EM_PPC64 => (22, &[38, 20]),
        header::EM_S390 => (12, &[22, 10]),
        header::EM_RISCV => (3, &[2]),
        258 => (3, &[2]),
        _ => return None,
    };
    if kind == relative {
        Some(PointerKind::Relative)
    } else if symbol.contains(&kind) {
        Some(PointerKind::Symbol)
    } else {
        None
    }
}
