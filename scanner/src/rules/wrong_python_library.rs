//! BIN007: an extension module for Windows imports from a Python DLL that does not go with its tag.
//! Stable-ABI modules must use `python3.dll` (abi3t: `python3t.dll`), others the DLL of their version.

use pilotage_capi::Version;
use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::Format;
use crate::binary::audit::BinaryContext;
use crate::binary::siblings::is_python_library;
use crate::binary::tags::Abi;

pub(crate) const RULE: (&str, &str) = ("BIN007", "wrong-python-library");

/// A Python DLL by its name: `python314t_d.dll`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dll {
    /// `None` for `python3.dll`.
    version: Option<Version>,
    free_threaded: bool,
    debug: bool,
}

/// Reports each Python DLL that the interpreters of the tag do not load or do not share.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if cx.binary.format != Format::Pe {
        return;
    }
    for library in cx.binary.needed.iter().filter(|n| is_python_library(n)) {
        let Some(dll) = parse(library) else { continue };
        let Some(wanted) = mismatch(cx.abi, dll) else { continue };
        let what = format!("imports from `{library}`, but {} needs `{wanted}`", cx.abi);
        let mut finding = cx.finding(RULE, Severity::Error, Confidence::High, what);
        finding.help = if dll.debug {
            "build without `_DEBUG` and `Py_DEBUG`: release interpreters do not have the debug DLL".to_owned()
        } else {
            format!("link with the import library of `{wanted}`")
        };
        out.push(finding);
    }
}

/// The DLL that should have been used, when it is another one.
fn mismatch(abi: Abi, dll: Dll) -> Option<String> {
    let good = match abi {
        Abi::Abi3(_) => Dll { version: None, free_threaded: false, debug: false },
        Abi::Abi3t(_) => Dll { version: None, free_threaded: true, debug: false },
        Abi::CPython { version, free_threaded } => Dll { version: Some(version), free_threaded, debug: false },
        Abi::Other => return None,
        Abi::Unknown => Dll { debug: false, ..dll },
    };
    // `python3.dll` forwards to the DLL of the running version: a build for one version may use it too.
    let forwarded = dll.version.is_none() && dll.free_threaded == good.free_threaded && !dll.debug;
    (dll != good && !forwarded).then(|| name(good))
}

fn name(dll: Dll) -> String {
    let version = dll.version.map_or_else(|| "3".to_owned(), |v| format!("{}{}", v.major, v.minor));
    format!("python{version}{}{}.dll", if dll.free_threaded { "t" } else { "" }, if dll.debug { "_d" } else { "" })
}

fn parse(library: &str) -> Option<Dll> {
    let lower = library.to_ascii_lowercase();
    let stem = lower.strip_suffix(".dll")?.strip_prefix("python")?;
    let (stem, debug) = stem.strip_suffix("_d").map_or((stem, false), |s| (s, true));
    let (digits, free_threaded) = stem.strip_suffix('t').map_or((stem, false), |s| (s, true));
    let (major, minor) = digits.split_at_checked(1)?;
    let version = if minor.is_empty() { None } else { Some(Version::new(major.parse().ok()?, minor.parse().ok()?)) };
    Some(Dll { version, free_threaded, debug })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(abi: Abi, library: &str) -> Option<String> {
        mismatch(abi, parse(library).unwrap())
    }

    #[test]
    fn each_abi_has_its_dll() {
        let v314 = Version::new(3, 14);
        let abi3 = Abi::Abi3(Some(Version::new(3, 9)));
        assert_eq!(wanted(abi3, "python3.dll"), None);
        assert_eq!(wanted(abi3, "python314.dll").as_deref(), Some("python3.dll"));
        assert_eq!(wanted(Abi::Abi3t(None), "python3t.dll"), None);
        let free_threaded = Abi::CPython { version: v314, free_threaded: true };
        assert_eq!(wanted(free_threaded, "python314t.dll"), None);
        assert_eq!(wanted(free_threaded, "python314.dll").as_deref(), Some("python314t.dll"));
        let plain = Abi::CPython { version: v314, free_threaded: false };
        assert_eq!(wanted(plain, "python313.dll").as_deref(), Some("python314.dll"));
        assert_eq!(wanted(plain, "python314_d.dll").as_deref(), Some("python314.dll"));
        assert_eq!(wanted(plain, "PYTHON3.DLL"), None);
        assert_eq!(wanted(Abi::Unknown, "python39.dll"), None);
    }
}
