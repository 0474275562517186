//! The names of Python's own libraries, taken apart: which version, with or without a GIL, debug or not.
//! Shared by the rules on linking; no rule of its own.

use pilotage_capi::Version;

use crate::binary::tags::Abi;

/// `python314t_d.dll`, `libpython3.14t.so.1.0`, `libpython3.so`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PythonLibrary {
    /// `None` for the library of the stable ABI.
    pub version: Option<Version>,
    pub free_threaded: bool,
    pub debug: bool,
}

impl PythonLibrary {
    /// What a module of this ABI should be linked with; `None` when the ABI does not say.
    pub(crate) fn of(abi: Abi) -> Option<PythonLibrary> {
        let (version, free_threaded) = match abi {
            Abi::Abi3(_) => (None, false),
            Abi::Abi3t(_) => (None, true),
            Abi::CPython { version, free_threaded } => (Some(version), free_threaded),
            Abi::Other | Abi::Unknown => return None,
        };
        Some(PythonLibrary { version, free_threaded, debug: false })
    }

    /// From a file name or path of any platform.
    pub(crate) fn parse(library: &str) -> Option<PythonLibrary> {
        let lower = library.rsplit(['/', '\\']).next().unwrap_or(library).to_ascii_lowercase();
        if let Some(stem) = lower.strip_suffix(".dll") {
            return dll(stem.strip_prefix("lib").unwrap_or(stem).strip_prefix("python")?);
        }
        let rest = lower.strip_prefix("libpython")?;
        let stem = rest.split(".so").next().unwrap_or(rest).trim_end_matches(".dylib");
        let digits = stem.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let flags = stem.get(digits.len()..).unwrap_or("");
        let version = if digits == "3" { None } else { Some(digits.parse().ok()?) };
        Some(PythonLibrary { version, free_threaded: flags.contains('t'), debug: flags.contains('d') })
    }

    /// Its name on Windows.
    pub(crate) fn dll(self) -> String {
        let version = self.version.map_or_else(|| "3".to_owned(), |v| format!("{}{}", v.major, v.minor));
        format!(
            "python{version}{}{}.dll",
            if self.free_threaded { "t" } else { "" },
            if self.debug { "_d" } else { "" }
        )
    }
}

/// `314t_d`, `3`, or MinGW's `3.14`.
fn dll(stem: &str) -> Option<PythonLibrary> {
    let (stem, debug) = stem.strip_suffix("_d").map_or((stem, false), |s| (s, true));
    let (digits, free_threaded) = stem.strip_suffix('t').map_or((stem, false), |s| (s, true));
    let (major, minor) = digits.split_at_checked(1)?;
    let minor = minor.trim_start_matches('.');
    let version =
        if minor.is_empty() { None } else { Some(Version::new(major.parse().ok()?, minor.parse().ok()?)) };
    Some(PythonLibrary { version, free_threaded, debug })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn library(version: Option<u8>, free_threaded: bool, debug: bool) -> Option<PythonLibrary> {
        Some(PythonLibrary { version: version.map(|minor| Version::new(3, minor)), free_threaded, debug })
    }

    #[test]
    fn names_of_all_platforms() {
        assert_eq!(PythonLibrary::parse("python314t_d.dll"), library(Some(14), true, true));
        assert_eq!(PythonLibrary::parse("PYTHON3.DLL"), library(None, false, false));
        assert_eq!(PythonLibrary::parse("python3t.dll"), library(None, true, false));
        assert_eq!(PythonLibrary::parse("libpython3.14.dll"), library(Some(14), false, false));
        assert_eq!(PythonLibrary::parse("libpython3.13t.so.1.0"), library(Some(13), true, false));
        assert_eq!(PythonLibrary::parse("@rpath/libpython3.12.dylib"), library(Some(12), false, false));
        assert_eq!(PythonLibrary::parse("libpython3.so"), library(None, false, false));
        assert_eq!(PythonLibrary::parse("/Library/Frameworks/Python.framework/Versions/3.12/Python"), None);
        assert_eq!(PythonLibrary::parse("libpythonic.so.1"), None);
    }
}
