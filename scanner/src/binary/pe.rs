//! PE, 32 and 64 bit: imports with their DLL, exports, sections. Pointers lie in place, as addresses above the image base.
//! Delay-loaded imports are read too: delvewheel makes them.

use goblin::pe::PE;
use goblin::pe::header::{COFF_MACHINE_ARM64, COFF_MACHINE_X86, COFF_MACHINE_X86_64};
use goblin::pe::options::{ParseMode, ParseOptions};
use goblin::pe::section_table::IMAGE_SCN_MEM_EXECUTE;

use super::image::{Image, Segment};
use super::{About, BadBinary, Binary, Format, Symbols};

/// A lying import directory must not make us read for ever.
const MAX_DELAYED: u64 = 4096;

/// Reads one DLL.
pub(super) fn parse(bytes: &[u8]) -> Result<Binary, BadBinary> {
    let mut options = ParseOptions::default();
    options.parse_attribute_certificates = false;
    options.parse_tls_data = false;
    options.parse_resources = false;
    options.parse_mode = ParseMode::Permissive;
    let file = PE::parse_with_opts(bytes, &options)
        .map_err(|_| BadBinary("its PE headers cannot be read".to_owned()))?;
    let mut found = Symbols::default();
    for import in &file.imports {
        if !import.name.starts_with("ORDINAL ") {
            found.import(&import.name, Some(import.dll), false, false);
        }
    }
    for export in &file.exports {
        if let Some(name) = export.name {
            found.export(name);
        }
    }
    let mut needed: Vec<String> = file.libraries.iter().map(|&l| l.to_owned()).collect();
    let image = image(bytes, &file);
    let delayed =
        file.header.optional_header.and_then(|o| o.data_directories.get_delay_import_descriptor().copied());
    if let Some(directory) = delayed {
        delayed_imports(&image, &file, directory.virtual_address.into(), &mut found, &mut needed);
    }
    needed.dedup();
    let about = About {
        format: Format::Pe,
        arch: arch(file.header.coff_header.machine),
        needed,
        soname: file.name.map(str::to_owned),
    };
    Ok(found.finish(about, &image))
}

fn image<'a>(bytes: &'a [u8], file: &PE<'_>) -> Image<'a> {
    let segments = file.sections.iter().map(|s| Segment {
        address: file.image_base.wrapping_add(s.virtual_address.into()),
        file_size: s.size_of_raw_data.min(s.virtual_size.max(1)).into(),
        memory_size: s.virtual_size.max(s.size_of_raw_data).into(),
        offset: s.pointer_to_raw_data.into(),
        executable: s.characteristics & IMAGE_SCN_MEM_EXECUTE != 0,
    });
    let mut image = Image::new(bytes, segments.collect(), file.is_64, false);
    image.in_place_from = Some(file.image_base);
    image
}

/// The delay import directory: 32-byte descriptors, of which the name and the name table matter here.
fn delayed_imports(
    image: &Image<'_>,
    file: &PE<'_>,
    directory: u64,
    found: &mut Symbols,
    needed: &mut Vec<String>,
) -> Option<()> {
    let base = file.image_base;
    let word = image.word_size();
    let by_ordinal = 1_u64 << (word * 8 - 1);
    for index in 0..MAX_DELAYED {
        let descriptor = base.wrapping_add(directory).wrapping_add(index * 32);
        let name = image.number::<4>(descriptor.wrapping_add(4))?;
        let names = image.number::<4>(descriptor.wrapping_add(16))?;
        if name == 0 || names == 0 {
            return None;
        }
        let dll = image.text(base.wrapping_add(name), 260)?;
        needed.push(dll.to_owned());
        for entry in 0..MAX_DELAYED {
            let hint = image.raw_word(base.wrapping_add(names).wrapping_add(entry * word))?;
            if hint == 0 {
                break;
            }
            if hint & by_ordinal == 0
                && let Some(symbol) = image.text(base.wrapping_add(hint).wrapping_add(2), 512)
            {
                found.import(symbol, Some(dll), false, false);
            }
        }
    }
    None
}

fn arch(machine: u16) -> String {
    match machine {
        COFF_MACHINE_X86_64 => "amd64".to_owned(),
        COFF_MACHINE_X86 => "win32".to_owned(),
        COFF_MACHINE_ARM64 => "arm64".to_owned(),
        other => format!("machine {other:#x}"),
    }
}
