//! Names of the C-API that a library can only be using through `dlsym` or `GetProcAddress`: whole strings in its data.
//! A string proves no call; rules say so by their confidence.

use std::collections::BTreeSet;

use pilotage_capi::{Kind, Tier};

use super::image::Image;

/// No name of the C-API is longer.
const LONGEST_NAME_BYTES: usize = 64;

/// All C strings of the constant data that are names of items of the C-API that make sense to look up, sorted.
pub(super) fn api_names(image: &Image<'_>) -> Vec<String> {
    let mut names = BTreeSet::new();
    for segment in image.segments.iter() {
        let bytes = image.segment_bytes(segment);
        for at in memchr::memmem::find_iter(bytes, b"Py") {
            if let Some(name) = whole_string(bytes, at).filter(|n| is_private_item(n)) {
                names.insert(name.to_owned());
            }
        }
    }
    names.into_iter().collect()
}

/// The C string that begins with the `Py` at `at`, or one underscore before it.
fn whole_string(bytes: &[u8], at: usize) -> Option<&str> {
    let start = if at > 0 && bytes.get(at - 1) == Some(&b'_') { at - 1 } else { at };
    // A zero ends the string before it; the first string of a section may have code before it, but never text.
    if start > 0 && bytes.get(start - 1).is_some_and(|b| b.is_ascii_graphic() || b.is_ascii_whitespace()) {
        return None;
    }
    let window = bytes.get(start..bytes.len().min(start + LONGEST_NAME_BYTES))?;
    let end = memchr::memchr(0, window)?;
    std::str::from_utf8(window.get(..end)?).ok()
}

fn is_private_item(name: &str) -> bool {
    super::is_python_like(name)
        && pilotage_capi::get(name).is_some_and(|item| {
            let is_symbol = match item.kind {
                Kind::Function | Kind::Data | Kind::TypeObject => true,
                // Some were exported once; the names of others are texts of assertions.
                Kind::StaticInline => item.exported != 0,
                _ => false,
            };
            matches!(item.tier, Tier::Private | Tier::Internal) && is_symbol && !item.abi_only
        })
}
