//! What an extension may be built for, and whether an item is to be had there.

use std::fmt;
use std::str::FromStr;

use crate::Version;
use crate::generated::TARGETS;

/// Something an extension may be built for. Its text is what `--target` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// `cp314`: version-specific build, with a GIL.
    CPython(Version),
    /// `cp314t`: version-specific free-threaded build.
    FreeThreaded(Version),
    /// `abi3-3.9`: stable ABI.
    Abi3(Version),
    /// `abi3t-3.15`: stable ABI that free-threaded builds load too.
    Abi3t(Version),
    /// `subinterpreters`: isolated sub-interpreters, each with its own GIL.
    SubInterpreters,
    /// `pypy3.11`.
    PyPy(Version),
    /// `graalpy25`.
    GraalPy,
    /// `rustpython`: RustPython's own capi 0.6, abi3t only.
    RustPython,
    /// `hpy0.9`.
    Hpy,
}

/// Whether a target offers an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It does.
    Yes,
    /// It does not, and why: a lower-case phrase.
    No(String),
    /// Not recorded.
    Unknown,
}

/// The text names no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetParseError(pub String);

impl fmt::Display for TargetParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no target: write cp314, cp314t, abi3-3.9, abi3t-3.15, subinterpreters, pypy3.11, graalpy25, rustpython or hpy0.9",
            self.0
        )
    }
}

impl std::error::Error for TargetParseError {}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::CPython(v) => write!(f, "cp{}{}", v.major, v.minor),
            Target::FreeThreaded(v) => write!(f, "cp{}{}t", v.major, v.minor),
            Target::Abi3(v) => write!(f, "abi3-{v}"),
            Target::Abi3t(v) => write!(f, "abi3t-{v}"),
            Target::SubInterpreters => f.write_str("subinterpreters"),
            Target::PyPy(v) => write!(f, "pypy{v}"),
            Target::GraalPy => f.write_str("graalpy25"),
            Target::RustPython => f.write_str("rustpython"),
            Target::Hpy => f.write_str("hpy0.9"),
        }
    }
}

impl FromStr for Target {
    type Err = TargetParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || TargetParseError(text.to_owned());
        let version = |t: &str| t.parse::<Version>().map_err(|_| bad());
        match text {
            "subinterpreters" => return Ok(Target::SubInterpreters),
            "graalpy25" | "graalpy" => return Ok(Target::GraalPy),
            "rustpython" => return Ok(Target::RustPython),
            "hpy0.9" | "hpy" => return Ok(Target::Hpy),
            "abi3t" => return Ok(Target::Abi3t(Version::new(3, 15))),
            _ => {}
        }
        if let Some(rest) = text.strip_prefix("abi3t-") {
            return Ok(Target::Abi3t(version(rest)?));
        }
        if let Some(rest) = text.strip_prefix("abi3-") {
            return Ok(Target::Abi3(version(rest)?));
        }
        if let Some(rest) = text.strip_prefix("pypy") {
            return Ok(Target::PyPy(version(rest)?));
        }
        let rest = text.strip_prefix("cp3").ok_or_else(bad)?;
        let (digits, free_threaded) = match rest.strip_suffix('t') {
            Some(digits) => (digits, true),
            None => (rest, false),
        };
        let version = Version::new(3, digits.parse().map_err(|_| bad())?);
        if !(Version::OLDEST..=Version::new(3, 16)).contains(&version)
            || (free_threaded && version.minor < 13)
        {
            return Err(bad());
        }
        Ok(if free_threaded { Target::FreeThreaded(version) } else { Target::CPython(version) })
    }
}

impl Target {
    /// Every target that a report can be about, in the order in which reports name them.
    pub fn all() -> Vec<Target> {
        let next = Version::new(3, Version::NEWEST.minor + 1);
        let versions = || Version::described().chain([next]);
        let mut all: Vec<Target> = versions().map(Target::CPython).collect();
        all.extend(versions().filter(|v| v.minor >= 13).map(Target::FreeThreaded));
        all.extend(Version::described().map(Target::Abi3));
        all.push(Target::Abi3t(Version::new(3, 15)));
        all.push(Target::SubInterpreters);
        all.extend([11, 12].map(|minor| Target::PyPy(Version::new(3, minor))));
        all.extend([Target::GraalPy, Target::RustPython, Target::Hpy]);
        all
    }

    /// What people call it: `CPython 3.14, free-threaded build`.
    pub fn title(self) -> String {
        match self {
            Target::Abi3(v) => format!("stable ABI of CPython {v}"),
            _ => self.fact().map_or_else(|| self.to_string(), |fact| fact.title.to_owned()),
        }
    }

    /// Names of the rules whose findings keep an extension from running there at all: `removed-api`.
    pub fn blocks(self) -> &'static [&'static str] {
        self.fact().map_or(&[], |fact| fact.blocks)
    }

    /// Names of the rules whose findings concern it there without keeping it from running.
    pub fn concerns(self) -> &'static [&'static str] {
        self.fact().map_or(&[], |fact| fact.concerns)
    }

    /// What else is worth knowing of it: sentences for people.
    pub fn notes(self) -> &'static [&'static str] {
        self.fact().map_or(&[], |fact| fact.notes)
    }

    fn fact(self) -> Option<&'static Fact> {
        let name = self.to_string();
        // `abi3` stands for all its versions.
        let family = name.split('-').next().unwrap_or_default();
        TARGETS
            .iter()
            .find(|fact| fact.name == name)
            .or_else(|| TARGETS.iter().find(|fact| fact.name == family))
    }
}

/// What is known of a target, from `targets.yaml`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) blocks: &'static [&'static str],
    pub(crate) concerns: &'static [&'static str],
    pub(crate) notes: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_reads_back_and_is_described() {
        for target in Target::all() {
            assert_eq!(target.to_string().parse::<Target>().unwrap(), target);
            assert!(!target.title().is_empty());
            assert!(!target.notes().is_empty(), "{target}");
        }
        assert!(Target::CPython(Version::new(3, 14)).blocks().contains(&"removed-api"));
        assert!(Target::Abi3(Version::new(3, 9)).blocks().contains(&"non-limited-api"));
        assert!(Target::Abi3(Version::new(3, 9)).title().contains("3.9"));
    }

    #[test]
    fn texts_that_name_no_target() {
        for text in ["", "cp", "cp38", "cp312t", "cp3x", "abi3-", "abi3-x", "pypy", "jython", "cp317"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
