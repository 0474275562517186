//! Mach-O, thin and fat: symbols through the symbol table, pointers in place or through chained fixups.
//! The export trie and the bind opcodes are not read: the symbol table says the same.

use goblin::mach::constants::cputype;
use goblin::mach::load_command::CommandVariant;
use goblin::mach::symbols::{N_EXT, N_PEXT, N_WEAK_REF};
use goblin::mach::{MachO, MultiArch, header};

use super::image::{Image, Segment};
use super::{About, BadBinary, Binary, Format, Symbols, chained};

/// A fat file has a handful of architectures; a lying header may claim four thousand million.
const MAX_ARCHITECTURES: usize = 16;
/// A symbol of a 32-bit file.
const MIN_SYMBOL_BYTES: usize = 12;
/// The Mach-O header itself; load commands follow it.
const MIN_HEADER_BYTES: u64 = 32;
const FAT_MAGIC: &[u8] = &[0xca, 0xfe, 0xba, 0xbe];

/// Reads one Mach-O library, or each architecture of a fat one.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Binary>, BadBinary> {
    if !bytes.starts_with(&[0xca, 0xfe, 0xba]) {
        return thin(bytes).map(|b| vec![b]);
    }
    if !bytes.starts_with(FAT_MAGIC) {
        return Err(BadBinary(
            "its fat header has 64-bit offsets, which no linker writes for libraries".to_owned(),
        ));
    }
    let bad = || BadBinary("its fat header cannot be read".to_owned());
    let fat = MultiArch::new(bytes).map_err(|_| bad())?;
    if fat.narches == 0 || fat.narches > MAX_ARCHITECTURES {
        return Err(bad());
    }
    let mut slices = Vec::new();
    for arch in fat.iter_arches() {
        let arch = arch.map_err(|_| bad())?;
        let start = usize::try_from(arch.offset).map_err(|_| bad())?;
        let size = usize::try_from(arch.size).map_err(|_| bad())?;
        let slice = start.checked_add(size).and_then(|end| bytes.get(start..end)).ok_or_else(bad)?;
        slices.push(thin(slice)?);
    }
    Ok(slices)
}

fn thin(bytes: &[u8]) -> Result<Binary, BadBinary> {
    let file = MachO::parse_lossy(bytes, 0)
        .map_err(|_| BadBinary("its Mach-O headers cannot be read".to_owned()))?;
    if file.header.filetype == header::MH_OBJECT {
        return Err(BadBinary("it is an object file, no shared library".to_owned()));
    }
    let mut found = Symbols::default();
    let mut names_left = bytes.len().saturating_mul(4);
    // The count in the header may be four thousand million; a file has no more symbols than room for them.
    for entry in file.symbols().take(bytes.len() / MIN_SYMBOL_BYTES) {
        let Ok((name, symbol)) = entry else { continue };
        // Names share bytes in a small way only; a liar's all have the same long end.
        names_left = names_left
            .checked_sub(name.len())
            .ok_or_else(|| BadBinary("its symbol names are longer than the file".to_owned()))?;
        if symbol.is_stab() || symbol.n_type & N_EXT == 0 || symbol.n_type & N_PEXT != 0 {
            continue;
        }
        let name = name.strip_prefix('_').unwrap_or(name);
        if !symbol.is_undefined() {
            found.export(name);
        } else if symbol.n_value == 0 {
            found.import(name, library(&file, symbol.n_desc), symbol.n_desc & N_WEAK_REF != 0, false);
        }
    }
    let image = image(bytes, &file);
    let about = About {
        format: Format::MachO,
        arch: arch(file.header.cputype),
        needed: file.libs.iter().skip(1).map(|&l| l.to_owned()).collect(),
        soname: file.name.map(str::to_owned),
    };
    Ok(found.finish(about, &image))
}

/// The library of a two-level name: its ordinal is in the high byte; 0xfe and 0xff mean "whoever has it".
fn library<'a>(file: &MachO<'a>, description: u16) -> Option<&'a str> {
    match description >> 8 {
        0 | 0xfe | 0xff => None,
        ordinal => file.libs.get(usize::from(ordinal)).copied(),
    }
}

fn image<'a>(bytes: &'a [u8], file: &MachO<'_>) -> Image<'a> {
    // The link editor's data are no part of the program, but look like strings and numbers.
    let loaded = file.segments.iter().filter(|s| s.name().is_ok_and(|name| name != "__LINKEDIT"));
    let segments = loaded.map(|s| Segment {
        address: s.vmaddr,
        file_size: s.filesize,
        memory_size: s.vmsize,
        offset: s.fileoff,
        executable: s.initprot & 4 != 0,
    });
    let mut image = Image::new(bytes, segments.collect(), file.is_64, !file.little_endian);
    let fixups = file.load_commands.iter().find_map(|c| match c.command {
        CommandVariant::DyldChainedFixups(data) => Some(data),
        _ => None,
    });
    match fixups {
        Some(data) => chained::apply(&mut image, bytes, data.dataoff, data.datasize),
        None => image.in_place_from = Some(u64::from(file.header.sizeofcmds).max(MIN_HEADER_BYTES)),
    }
    image
}

fn arch(cpu: u32) -> String {
    match cpu {
        cputype::CPU_TYPE_X86_64 => "x86_64".to_owned(),
        cputype::CPU_TYPE_ARM64 => "arm64".to_owned(),
        cputype::CPU_TYPE_X86 => "i386".to_owned(),
        cputype::CPU_TYPE_POWERPC => "ppc".to_owned(),
        cputype::CPU_TYPE_POWERPC64 => "ppc64".to_owned(),
        other => format!("cpu {other:#x}"),
    }
}
