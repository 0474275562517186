//! Where libclang is when pip installed it next to us. Other places (`LIBCLANG_PATH`, the system's folders) are the
//! scanner's business; nothing is loaded here.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;

/// Folders below an installation prefix that hold `pythonX.Y` folders or packages.
const LIBRARIES: [&str; 5] = ["", "lib", "lib64", "local/lib", "Lib"];
/// What Python calls the folder of installed packages; Debian has a name of its own.
const PACKAGES: [&str; 3] = ["", "site-packages", "dist-packages"];
/// What the `libclang` package installs.
const FILES: [&str; 3] =
    ["clang/native/libclang.so", "clang/native/libclang.dylib", "clang/native/libclang.dll"];

/// libclang as the `libclang` package installs it: in the environment that our executable lies in, else in the
/// active one. `LIBCLANG_PATH` goes before both.
pub(crate) fn find() -> Option<Utf8PathBuf> {
    if std::env::var_os("LIBCLANG_PATH").is_some() {
        return None;
    }
    let executable = std::env::current_exe().and_then(|path| path.canonicalize()).ok();
    let own_prefix = executable.as_deref().and_then(Path::parent).and_then(Path::parent).map(Path::to_owned);
    let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
    [own_prefix, active].into_iter().flatten().find_map(|prefix| below(&prefix))
}

/// libclang below an installation prefix.
fn below(prefix: &Path) -> Option<Utf8PathBuf> {
    let mut folders = Vec::new();
    for library in LIBRARIES {
        let library = prefix.join(library);
        folders.push(library.clone());
        folders.extend(python_folders(&library));
    }
    let candidates = folders.iter().flat_map(|folder| {
        PACKAGES
            .iter()
            .flat_map(move |packages| FILES.iter().map(move |file| folder.join(packages).join(file)))
    });
    let found = candidates.into_iter().find(|candidate| candidate.is_file())?;
    Utf8PathBuf::from_path_buf(found).ok()
}

/// `python3.14` and the like, in a stable order.
fn python_folders(library: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(library).into_iter().flatten().flatten();
    let is_python =
        |name: Option<&OsStr>| name.and_then(OsStr::to_str).is_some_and(|n| n.starts_with("python3"));
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| is_python(path.file_name())).collect();
    folders.sort();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_in_an_environment() {
        let prefix = tempfile::tempdir().expect("a folder");
        assert_eq!(below(prefix.path()), None);
        let folder = prefix.path().join("lib/python3.14/site-packages/clang/native");
        std::fs::create_dir_all(&folder).expect("folders");
        std::fs::write(folder.join("libclang.so"), "").expect("file");
        let found = below(prefix.path()).expect("libclang");
        assert!(found.ends_with("python3.14/site-packages/clang/native/libclang.so"));
    }
}
