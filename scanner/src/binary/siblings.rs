//! Which imported names other libraries of the same package (or of packages given together) define.
//! Follows DT_NEEDED, LC_LOAD_DYLIB and DLL names by file name, as auditwheel, delocate and delvewheel leave them.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Binary, Format};

/// Exports of all libraries that were given, by the names that others load them by.
#[derive(Debug, Default)]
pub struct Libraries<'a> {
    by_name: HashMap<String, Vec<&'a Binary>>,
}

/// Where the imports of one library can come from.
#[derive(Debug, Default)]
pub struct Providers<'a> {
    /// Libraries that were given and that it loads.
    pub found: Vec<&'a Binary>,
    /// Libraries that were not given and may define names that start like the C-API.
    pub missing: BTreeSet<String>,
}

impl<'a> Libraries<'a> {
    /// Notes one library under its file name and the name it gives itself.
    pub fn add(&mut self, file_name: &str, binary: &'a Binary) {
        let mut names = vec![key(file_name)];
        names.extend(binary.soname.as_deref().map(key));
        names.dedup();
        for name in names {
            self.by_name.entry(name).or_default().push(binary);
        }
    }

    /// Everything that `binary` loads, directly or through what it loads.
    pub fn providers(&self, binary: &'a Binary) -> Providers<'a> {
        let mut providers = Providers::default();
        let mut seen = HashSet::new();
        let mut waiting: Vec<&str> = binary.needed.iter().map(String::as_str).collect();
        while let Some(name) = waiting.pop() {
            if !seen.insert(key(name)) {
                continue;
            }
            let all = self.by_name.get(&key(name)).map(Vec::as_slice).unwrap_or(&[]);
            // Wheels for several platforms may have been given at once.
            let fitting: Vec<_> =
                all.iter().filter(|b| b.format == binary.format && b.arch == binary.arch).collect();
            if fitting.is_empty() && may_define_api(name, binary.format) && !is_python_library(name) {
                providers.missing.insert(file_name(name).to_owned());
            }
            for library in fitting {
                waiting.extend(library.needed.iter().map(String::as_str));
                providers.found.push(library);
            }
        }
        providers
    }
}

impl Providers<'_> {
    /// One of the libraries exports `symbol`.
    pub fn define(&self, symbol: &str) -> bool {
        self.found.iter().any(|b| b.exports.binary_search_by(|e| e.as_str().cmp(symbol)).is_ok())
    }
}

/// The last component of a path of any platform.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn key(path: &str) -> String {
    file_name(path).to_ascii_lowercase()
}

/// The interpreter's own library: `libpython3.14.so.1.0`, `python314.dll`, `python3.dll`, `Python.framework/.../Python`.
pub fn is_python_library(name: &str) -> bool {
    let name = key(name);
    let is_dll = name.strip_prefix("python").is_some_and(|rest| {
        rest.strip_suffix(".dll").is_some_and(|stem| stem.starts_with('3') || stem.starts_with('2'))
    });
    let rest = name.strip_prefix("libpython");
    is_dll || rest.is_some_and(|r| r.starts_with(['2', '3'])) || name == "python"
}

/// The name tells of Python bindings: `libshiboken6.abi3.so.6.12`, `libboost_python314.so`, `libpyside6...`.
/// Any other library that was not given (`libcuda.so.1`) is taken to define no such names.
fn may_define_api(name: &str, format: Format) -> bool {
    let name = key(name);
    // A DLL import names its library; nothing is looked up in the others.
    format != Format::Pe && (name.contains("py") || name.contains(".abi3"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_libraries_of_all_platforms() {
        for name in ["libpython3.14.so.1.0", "python314.dll", "PYTHON3.dll", "python3t.dll", "libpython3.so"]
        {
            assert!(is_python_library(name), "{name}");
        }
        for name in [
            "libpyside6.abi3.so.6.12",
            "libpythonic.so.1",
            "pythoncom314.dll",
            "libpyrefs.so",
            "pywintypes314.dll",
        ] {
            assert!(!is_python_library(name), "{name}");
        }
    }
}
