//! What wrote the bindings of an extension module, and its version where the file betrays it.
//! Reads marks that the generators leave in symbols and strings; makes no judgement.

use super::InitFunction;
use super::image::Image;

/// A binding generator or the language of hand-written bindings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generator {
    /// `Cython`, `pybind11`, `nanobind`, `SWIG`, `cffi`, `mypyc`, `PyO3`, `Shiboken`, `Boost.Python`, `hand-written`, `hand-written (Rust)`.
    pub name: String,
    /// Its version, `3.1.2`; for pybind11 and nanobind the version of their internals, `internals 11`.
    pub version: Option<String>,
}

impl std::fmt::Display for Generator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)?;
        self.version.iter().try_for_each(|version| write!(f, " {version}"))
    }
}

impl Generator {
    /// It writes code of its own, so that its user cannot change what is called.
    pub fn writes_code(&self) -> bool {
        !self.name.starts_with("hand-written")
    }
}

/// What symbol names alone betray.
#[derive(Debug, Default)]
pub(super) struct Hints {
    boost: bool,
    nanobind: bool,
}

impl Hints {
    pub(super) fn symbol(&mut self, name: &str) {
        // Asked of every symbol of every library: only prefixes of mangled names.
        self.boost |= name.starts_with("_ZN5boost6python") || name.starts_with("_ZTIN5boost6python");
        self.nanobind |= name.starts_with("_ZN8nanobind6detail");
    }
}

/// The mark that each generator leaves in the strings, most telling first.
const MARKS: &[(&str, &[u8])] = &[
    ("mypyc", b"__mypyc"),
    ("Cython", b"_cython_"),
    ("Cython", b"__pyx_capi__"),
    ("pybind11", b"__pybind11_internals_v"),
    ("pybind11", b"pybind11_module_local_v"),
    ("nanobind", b"__nb_internals_"),
    ("nanobind", b"nanobind::"),
    ("SWIG", b"swig_runtime_data"),
    ("PyO3", b"pyo3-"),
    ("PyO3", b"pyo3_runtime"),
    ("cffi", b"_init_cffi_1_0_external_module"),
    ("Shiboken", b"libshiboken"),
];

/// Names the generator; of several marks the first one wins, except that a PyO3 module may embed a cffi one.
pub(super) fn detect(image: &Image<'_>, hints: &Hints, modules: &[InitFunction]) -> Generator {
    let is_cffi_backend = modules.iter().any(|m| m.module == "_cffi_backend");
    for (name, mark) in MARKS {
        if *name == "cffi" && is_cffi_backend {
            continue;
        }
        if let Some(version) = find_mark(image, name, mark) {
            return Generator { name: (*name).to_owned(), version };
        }
    }
    let name = if hints.nanobind {
        "nanobind"
    } else if hints.boost {
        "Boost.Python"
    } else if contains(image, b"/rustc/") {
        "hand-written (Rust)"
    } else {
        "hand-written"
    };
    Generator { name: name.to_owned(), version: None }
}

fn contains(image: &Image<'_>, mark: &[u8]) -> bool {
    image.segments.iter().any(|s| memchr::memmem::find(image.segment_bytes(s), mark).is_some())
}

/// `Some(version)` when the mark is there. Goes on looking for an occurrence that tells the version.
fn find_mark(image: &Image<'_>, name: &str, mark: &[u8]) -> Option<Option<String>> {
    let mut seen = false;
    for segment in &image.segments {
        let bytes = image.segment_bytes(segment);
        for at in memchr::memmem::find_iter(bytes, mark).take(1000) {
            let tail = bytes.get(at + mark.len()..).unwrap_or(&[]);
            let tail = tail.get(..32).unwrap_or(tail);
            let version = version_after(name, mark, tail);
            // Bare prefixes prove nothing without a number behind them.
            seen |= version.is_some() || !matches!(mark, b"pyo3-" | b"_cython_");
            if version.is_some() {
                return Some(version);
            }
        }
    }
    seen.then_some(None)
}

fn version_after(name: &str, mark: &[u8], tail: &[u8]) -> Option<String> {
    let digits = |tail: &[u8]| {
        let end = tail.iter().position(|b| !b.is_ascii_digit()).unwrap_or(tail.len());
        std::str::from_utf8(tail.get(..end)?).ok().filter(|d| !d.is_empty()).map(str::to_owned)
    };
    match (name, mark) {
        ("Cython", b"_cython_") => dotted(tail, b'_'),
        ("PyO3", b"pyo3-") => dotted(tail, b'.'),
        ("pybind11", _) => digits(tail).map(|v| format!("internals {v}")),
        ("nanobind", b"__nb_internals_") => {
            digits(tail.strip_prefix(b"v")?).map(|v| format!("internals {v}"))
        }
        _ => None,
    }
}

/// `3_1_2...` or `0.29.2/...` as `3.1.2`, `0.29.2`; a pre-release mark stays (`3.3.0a0`). Three parts or nothing.
fn dotted(tail: &[u8], separator: u8) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = tail;
    while parts.len() < 3 {
        let end = rest.iter().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len());
        let number = std::str::from_utf8(rest.get(..end)?).ok().filter(|n| !n.is_empty())?;
        parts.push(number.to_owned());
        rest = rest.get(end..)?;
        if parts.len() < 3 {
            rest = rest.strip_prefix(&[separator])?;
        }
    }
    let mark = match rest {
        [letter @ (b'a' | b'b'), digit, ..] if digit.is_ascii_digit() => {
            format!("{}{}", char::from(*letter), char::from(*digit))
        }
        _ => String::new(),
    };
    Some(parts.join(".") + &mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_after_marks() {
        assert_eq!(version_after("Cython", b"_cython_", b"3_1_2\0"), Some("3.1.2".to_owned()));
        assert_eq!(version_after("Cython", b"_cython_", b"3_3_0a0limited\0"), Some("3.3.0a0".to_owned()));
        assert_eq!(version_after("Cython", b"_cython_", b"inline_"), None);
        assert_eq!(version_after("PyO3", b"pyo3-", b"0.29.2/src/lib.rs"), Some("0.29.2".to_owned()));
        assert_eq!(version_after("PyO3", b"pyo3-", b"ffi-0.29.2"), None);
        assert_eq!(
            version_after("pybind11", b"__pybind11_internals_v", b"11_system"),
            Some("internals 11".to_owned())
        );
        assert_eq!(
            version_after("nanobind", b"__nb_internals_", b"v16_gcc"),
            Some("internals 16".to_owned())
        );
    }
}
