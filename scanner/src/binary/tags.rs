//! Wheel tags and extension-module suffixes: what a file name promises about the interpreters that can load it.
//! Pure text; whether the binary keeps the promise is for the rules.

use std::fmt;

use pilotage_capi::Version;

/// One tag of a wheel: `cp39-abi3-manylinux_2_28_x86_64`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WheelTag {
    /// `cp39`, `py3`, `pp311`.
    pub python: String,
    /// `abi3`, `cp314t`, `none`.
    pub abi: String,
    /// `manylinux_2_28_x86_64`, `win_amd64`, `any`.
    pub platform: String,
}

/// A wheel's file name, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WheelName {
    /// Distribution name as written.
    pub name: String,
    /// Version as written.
    pub version: String,
    /// All combinations of the compressed tags.
    pub tags: Vec<WheelTag>,
}

/// What binary interface a module was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Abi {
    /// One CPython minor version.
    CPython {
        /// The version.
        version: Version,
        /// The build without a GIL.
        free_threaded: bool,
    },
    /// The stable ABI, from this version on; `None` when no tag says from which.
    Abi3(Option<Version>),
    /// The stable ABI that free-threaded builds load too.
    Abi3t(Option<Version>),
    /// PyPy's or GraalPy's own.
    Other,
    /// Nothing says.
    Unknown,
}

/// The suffix of a library's file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suffix {
    /// One that names an ABI: `.cpython-314-x86_64-linux-gnu.so`, `.abi3.so`, `.cp314-win_amd64.pyd`.
    Tagged(Abi),
    /// `.pyd`, which only extension modules have.
    Pyd,
    /// `.so`: a module or a plain library.
    So,
    /// `.dll`, `.dylib`, `.so.1` and anything else: no module.
    Library,
}

impl fmt::Display for WheelTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.python, self.abi, self.platform)
    }
}

impl fmt::Display for Abi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Abi::CPython { version, free_threaded } => {
                write!(f, "cp{}{}{}", version.major, version.minor, if *free_threaded { "t" } else { "" })
            }
            Abi::Abi3(Some(version)) => write!(f, "abi3-{version}"),
            Abi::Abi3(None) => f.write_str("abi3"),
            Abi::Abi3t(Some(version)) => write!(f, "abi3t-{version}"),
            Abi::Abi3t(None) => f.write_str("abi3t"),
            Abi::Other => f.write_str("another Python"),
            Abi::Unknown => f.write_str("an unknown ABI"),
        }
    }
}

impl WheelTag {
    /// Reads one tag or a compressed set of them (`py2.py3-none-any`); empty when it has not three parts.
    pub fn parse_set(text: &str) -> Vec<WheelTag> {
        let parts: Vec<_> = text.trim().split('-').collect();
        let [pythons, abis, platforms] = parts.as_slice() else { return Vec::new() };
        let mut tags = Vec::new();
        for python in pythons.split('.') {
            for abi in abis.split('.') {
                for platform in platforms.split('.') {
                    let own = str::to_owned;
                    tags.push(WheelTag { python: own(python), abi: own(abi), platform: own(platform) });
                }
            }
        }
        tags
    }

    /// The version of the interpreter tag: 3.9 for `cp39`.
    pub fn python_version(&self) -> Option<Version> {
        version_of(self.python.strip_prefix("cp").or_else(|| self.python.strip_prefix("pp"))?)
    }

    /// What the ABI tag promises.
    pub fn promised_abi(&self) -> Abi {
        match self.abi.as_str() {
            "abi3" => Abi::Abi3(self.python_version()),
            "abi3t" => Abi::Abi3t(self.python_version()),
            "none" => Abi::Unknown,
            other => match other.strip_prefix("cp") {
                Some(rest) => cpython(rest).unwrap_or(Abi::Unknown),
                None => Abi::Other,
            },
        }
    }
}

impl WheelName {
    /// Takes `NAME-VERSION(-BUILD)?-PYTHON-ABI-PLATFORM.whl` apart.
    pub fn parse(file_name: &str) -> Option<WheelName> {
        let stem = file_name.strip_suffix(".whl")?;
        let parts: Vec<_> = stem.split('-').collect();
        let (name, version, tag) = match parts.as_slice() {
            [name, version, python, abi, platform] => (name, version, [*python, *abi, *platform]),
            [name, version, build, python, abi, platform]
                if build.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                (name, version, [*python, *abi, *platform])
            }
            _ => return None,
        };
        let tags = WheelTag::parse_set(&tag.join("-"));
        Some(WheelName { name: (*name).to_owned(), version: (*version).to_owned(), tags })
    }
}

impl Suffix {
    /// From the name of a file, without directories.
    pub fn of(file_name: &str) -> Suffix {
        if let Some(stem) = file_name.strip_suffix(".so") {
            let tag = stem.rsplit('.').next().filter(|t| *t != stem).unwrap_or("");
            return match unix_tag(tag) {
                Some(abi) => Suffix::Tagged(abi),
                None => Suffix::So,
            };
        }
        let lower = file_name.to_ascii_lowercase();
        let Some(stem) = lower.strip_suffix(".pyd") else { return Suffix::Library };
        let tag = stem.rsplit('.').next().filter(|t| *t != stem).unwrap_or("");
        let digits = tag.strip_prefix("cp").and_then(|t| t.split('-').next());
        match digits.and_then(cpython) {
            Some(abi) => Suffix::Tagged(abi),
            None if tag.starts_with("pypy") || tag.starts_with("graalpy") => Suffix::Tagged(Abi::Other),
            None => Suffix::Pyd,
        }
    }
}

fn unix_tag(tag: &str) -> Option<Abi> {
    // 3.15 also looks for `.abi3t-x86_64-linux-gnu.so`.
    match tag.split('-').next() {
        Some("abi3") => return Some(Abi::Abi3(None)),
        Some("abi3t") => return Some(Abi::Abi3t(None)),
        _ => {}
    }
    if let Some(rest) = tag.strip_prefix("cpython-") {
        return cpython(rest.split('-').next()?);
    }
    (tag.starts_with("pypy") || tag.starts_with("graalpy")).then_some(Abi::Other)
}

/// `314`, `314t`, `37m`, `313td` as a CPython ABI.
fn cpython(text: &str) -> Option<Abi> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let flags = text.get(digits.len()..)?;
    Some(Abi::CPython { version: version_of(digits)?, free_threaded: flags.contains('t') })
}

/// `314` is 3.14, `39` is 3.9, `3` is nothing.
fn version_of(digits: &str) -> Option<Version> {
    let (major, minor) = digits.split_at_checked(1)?;
    Some(Version::new(major.parse().ok()?, minor.parse().ok()?))
}

/// What a module in a wheel with these tags must satisfy: the suffix first, the tags where it is silent.
pub fn effective_abi(suffix: Suffix, tags: &[WheelTag]) -> Abi {
    let oldest = |wanted: fn(&Abi) -> bool| {
        tags.iter().map(WheelTag::promised_abi).filter(wanted).filter_map(|abi| stable_version(&abi)).min()
    };
    let abi3 = || oldest(|a| matches!(a, Abi::Abi3(_)));
    let abi3t = || oldest(|a| matches!(a, Abi::Abi3t(_)));
    match suffix {
        Suffix::Tagged(Abi::Abi3(_)) => Abi::Abi3(abi3().or_else(|| oldest_cpython(tags))),
        Suffix::Tagged(Abi::Abi3t(_)) => Abi::Abi3t(abi3t().or_else(abi3).or_else(|| oldest_cpython(tags))),
        Suffix::Tagged(abi) => abi,
        Suffix::Library | Suffix::So | Suffix::Pyd => {
            let promised: Vec<_> = tags.iter().map(WheelTag::promised_abi).collect();
            if promised.iter().any(|a| matches!(a, Abi::Abi3t(_))) {
                Abi::Abi3t(abi3t())
            } else if promised.iter().any(|a| matches!(a, Abi::Abi3(_))) {
                Abi::Abi3(abi3())
            } else {
                promised.into_iter().find(|a| *a != Abi::Unknown).unwrap_or(Abi::Unknown)
            }
        }
    }
}

fn stable_version(abi: &Abi) -> Option<Version> {
    match abi {
        Abi::Abi3(version) | Abi::Abi3t(version) => *version,
        _ => None,
    }
}

fn oldest_cpython(tags: &[WheelTag]) -> Option<Version> {
    let versions = tags.iter().map(WheelTag::promised_abi).filter_map(|abi| match abi {
        Abi::CPython { version, .. } => Some(version),
        _ => None,
    });
    versions.min()
}

#[cfg(test)]
mod tests {
    use super::*;

    const V39: Version = Version::new(3, 9);
    const V314: Version = Version::new(3, 14);

    fn cp(version: Version, free_threaded: bool) -> Suffix {
        Suffix::Tagged(Abi::CPython { version, free_threaded })
    }

    #[test]
    fn suffixes() {
        assert_eq!(Suffix::of("_x.cpython-314-x86_64-linux-gnu.so"), cp(V314, false));
        assert_eq!(Suffix::of("_x.cpython-314t-darwin.so"), cp(V314, true));
        assert_eq!(Suffix::of("_x.cp39-win_amd64.pyd"), cp(V39, false));
        assert_eq!(Suffix::of("_x.abi3.so"), Suffix::Tagged(Abi::Abi3(None)));
        assert_eq!(Suffix::of("_x.abi3t.so"), Suffix::Tagged(Abi::Abi3t(None)));
        assert_eq!(Suffix::of("_x.abi3t-x86_64-linux-gnu.so"), Suffix::Tagged(Abi::Abi3t(None)));
        assert_eq!(Suffix::of("_x.pypy311-pp73-x86_64-linux-gnu.so"), Suffix::Tagged(Abi::Other));
        assert_eq!(Suffix::of("_x.so"), Suffix::So);
        assert_eq!(Suffix::of("abi3.so"), Suffix::So);
        assert_eq!(Suffix::of("_x.pyd"), Suffix::Pyd);
        assert_eq!(Suffix::of("libshiboken6.abi3.so.6.12"), Suffix::Library);
        assert_eq!(Suffix::of("msvcp140.dll"), Suffix::Library);
    }

    #[test]
    fn wheel_names() {
        let name = WheelName::parse("a_b-1.0-2-cp315-abi3.abi3t-manylinux1_x86_64.manylinux_2_5_x86_64.whl")
            .unwrap();
        assert_eq!((name.name.as_str(), name.version.as_str(), name.tags.len()), ("a_b", "1.0", 4));
        assert!(WheelName::parse("a-1.0-cp39-abi3.whl").is_none());
        assert!(WheelName::parse("a-1.0.tar.gz").is_none());
    }

    #[test]
    fn the_tag_decides_where_the_suffix_is_silent() {
        let tags = WheelTag::parse_set("cp39-abi3-win_amd64");
        assert_eq!(effective_abi(Suffix::Pyd, &tags), Abi::Abi3(Some(V39)));
        assert_eq!(
            effective_abi(cp(V314, false), &tags),
            Abi::CPython { version: V314, free_threaded: false }
        );
        let both = WheelTag::parse_set("cp315-abi3.abi3t-linux_x86_64");
        assert_eq!(effective_abi(Suffix::of("m.abi3t.so"), &both), Abi::Abi3t(Some(Version::new(3, 15))));
        assert_eq!(effective_abi(Suffix::of("m.abi3.so"), &[]), Abi::Abi3(None));
        let free_threaded = WheelTag::parse_set("cp314-cp314t-linux_x86_64");
        assert_eq!(
            effective_abi(Suffix::So, &free_threaded),
            Abi::CPython { version: V314, free_threaded: true }
        );
    }
}
