//! BIN007: an extension module names a Python library that does not go with its tag.
//! Stable-ABI modules must use `python3.dll` (abi3t: `python3t.dll`), others the DLL of their version; elsewhere none.

use pilotage_finding::{Confidence, Finding, Severity};

use super::python_library::PythonLibrary;
use crate::binary::Format;
use crate::binary::audit::BinaryContext;
use crate::binary::siblings::is_python_library;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("BIN007", "wrong-python-library");

/// Reports each Python library that the interpreters of the tag do not load or do not share.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if !cx.binary.is_extension() {
        return;
    }
    for library in cx.binary.needed.iter().filter(|library| is_wrong(cx, library)) {
        let debug = PythonLibrary::parse(library).is_some_and(|found| found.debug);
        let good = PythonLibrary::of(cx.abi).map(PythonLibrary::dll);
        let (what, help) = match good.filter(|_| cx.binary.format == Format::Pe) {
            Some(good) => (
                format!("imports from `{library}`, but {} needs `{good}`", cx.abi),
                format!("link with the import library of `{good}`"),
            ),
            None if debug => {
                (format!("imports from `{library}`, which only debug builds have"), String::new())
            }
            None => (
                format!("links with `{library}`, which is not the library of {}", cx.abi),
                "link without `-lpython`: the interpreter provides the symbols".to_owned(),
            ),
        };
        let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
        finding.help = if debug {
            "build without `_DEBUG` and `Py_DEBUG`: release interpreters lack the debug library".to_owned()
        } else {
            help
        };
        out.push(finding);
    }
}

/// The library is one of Python's, and not one that the module's interpreters have.
pub(super) fn is_wrong(cx: &BinaryContext<'_>, library: &str) -> bool {
    is_python_library(library)
        && PythonLibrary::parse(library)
            .is_some_and(|found| mismatch(cx.abi, cx.binary.format, library, found))
}

fn mismatch(abi: Abi, format: Format, library: &str, found: PythonLibrary) -> bool {
    if format == Format::Pe && found.debug {
        return true;
    }
    let Some(good) = PythonLibrary::of(abi) else { return false };
    // `python3.dll` forwards to the DLL of the running version: a build for one version may use it too. So does libpython3.so.
    let forwards =
        found.version.is_none() && (found.free_threaded == good.free_threaded || format != Format::Pe);
    // MinGW's own name, which no released interpreter has.
    let foreign = format == Format::Pe && library.to_ascii_lowercase().starts_with("lib");
    foreign || (found != good && !forwards)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pilotage_capi::Version;

    fn wrong(abi: Abi, format: Format, library: &str) -> bool {
        mismatch(abi, format, library, PythonLibrary::parse(library).unwrap())
    }

    #[test]
    fn each_abi_has_its_dll() {
        let abi3 = Abi::Abi3(Some(Version::new(3, 9)));
        let cp314 = |free_threaded| Abi::CPython { version: Version::new(3, 14), free_threaded };
        let right = [
            (abi3, "python3.dll"),
            (Abi::Abi3t(None), "python3t.dll"),
            (cp314(false), "python314.dll"),
            (cp314(false), "PYTHON3.DLL"),
            (cp314(true), "python314t.dll"),
            (cp314(true), "python3t.dll"),
            (Abi::Unknown, "python39.dll"),
        ];
        for (abi, library) in right {
            assert!(!wrong(abi, Format::Pe, library), "{abi} {library}");
        }
        let wrongs = [
            (abi3, "python314.dll"),
            (abi3, "python3t.dll"),
            (Abi::Abi3t(None), "python3.dll"),
            (Abi::Abi3t(None), "python315t.dll"),
            (cp314(false), "python313.dll"),
            (cp314(false), "python314t.dll"),
            (cp314(false), "python314_d.dll"),
            (cp314(false), "libpython3.14.dll"),
            (cp314(true), "python314.dll"),
            (Abi::Unknown, "python39_d.dll"),
        ];
        for (abi, library) in wrongs {
            assert!(wrong(abi, Format::Pe, library), "{abi} {library}");
        }
    }

    #[test]
    fn elsewhere_the_own_library_is_only_needless() {
        let cp314 = Abi::CPython { version: Version::new(3, 14), free_threaded: false };
        assert!(!wrong(cp314, Format::Elf, "libpython3.14.so.1.0"));
        assert!(wrong(cp314, Format::Elf, "libpython3.13.so.1.0"));
        assert!(wrong(cp314, Format::Elf, "libpython3.14t.so.1.0"));
        assert!(wrong(Abi::Abi3(None), Format::Elf, "libpython3.12.so.1.0"));
        assert!(!wrong(Abi::Abi3(None), Format::Elf, "libpython3.so"));
    }
}
