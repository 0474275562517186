//! Where libclang is. Nothing is loaded here: workers do that.

use std::path::{Path, PathBuf};

/// libclang's major versions that Debian and others install side by side, best first.
const LLVM_VERSIONS: std::ops::RangeInclusive<u32> = 17..=24;
const FILE_NAMES: [&str; 3] = ["libclang.so", "libclang.so.1", "libclang.dylib"];

/// The libclang to load: the one given, else `LIBCLANG_PATH`, else the newest of the usual folders.
pub(crate) fn find(given: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(given) = given {
        return in_place(given).ok_or_else(|| format!("no libclang at `{}`", given.display()));
    }
    if let Some(path) = std::env::var_os("LIBCLANG_PATH") {
        let path = PathBuf::from(path);
        return in_place(&path)
            .ok_or_else(|| format!("`LIBCLANG_PATH` says `{}`, where no libclang is", path.display()));
    }
    let versions = LLVM_VERSIONS.rev().flat_map(|version| {
        let names = [format!("libclang-{version}.so.{version}"), format!("libclang-{version}.so.1")];
        let debian = PathBuf::from(format!("/usr/lib/llvm-{version}/lib"));
        let multiarch = PathBuf::from("/usr/lib/x86_64-linux-gnu");
        let mut candidates: Vec<PathBuf> = FILE_NAMES.iter().map(|name| debian.join(name)).collect();
        candidates.extend(names.iter().map(|name| multiarch.join(name)));
        candidates
    });
    let plain =
        ["/usr/lib64", "/usr/lib", "/usr/local/lib", "/opt/homebrew/opt/llvm/lib", "/usr/local/opt/llvm/lib"];
    let plain =
        plain.iter().flat_map(|folder| FILE_NAMES.iter().map(move |name| Path::new(folder).join(name)));
    versions.chain(plain).find(|path| path.exists()).ok_or_else(|| {
        "sources were not audited: libclang (17 or newer) was not found; \
         run `pip install libclang`, or set `LIBCLANG_PATH`"
            .to_owned()
    })
}

/// A file itself, or the libclang in a folder.
fn in_place(path: &Path) -> Option<PathBuf> {
    if path.is_file() {
        return Some(path.to_owned());
    }
    FILE_NAMES.iter().map(|name| path.join(name)).find(|file| file.exists())
}
