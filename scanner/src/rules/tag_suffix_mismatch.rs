//! BIN003: what the wheel's name promises, what its metadata say, what its files are named and what they are do not agree.
//! Says nothing about symbols; BIN001 and BIN002 do.

use std::collections::BTreeSet;

use pilotage_capi::Version;
use pilotage_finding::{Confidence, Finding, Severity};

use crate::binary::audit::{BinaryContext, finding};
use crate::binary::tags::{Abi, Suffix, WheelTag};
use crate::binary::{Binary, Format};
use crate::input::{Package, PackageKind, normalised};

pub(crate) const RULE: (&str, &str) = ("BIN003", "tag-suffix-mismatch");

/// The first version whose free-threaded build loads abi3t, and the first that knows `PyModExport_`.
const ABI3T_FIRST: Version = Version::new(3, 15);

/// Compares a wheel's name with its metadata.
pub(crate) fn check_package(package: &Package, out: &mut Vec<Finding>) {
    if package.kind != PackageKind::Wheel || package.tags.is_empty() {
        return;
    }
    let mut push = |severity, what: String, help: &str| {
        let mut found = finding(RULE, &package.label, severity, Confidence::High, what);
        found.help = help.to_owned();
        out.push(found);
    };
    let metadata = &package.metadata;
    if metadata.has_wheel_file {
        let named: BTreeSet<_> = package.tags.iter().map(ToString::to_string).collect();
        let written: BTreeSet<_> =
            metadata.wheel_tags.iter().flat_map(|t| WheelTag::parse_set(t)).map(|t| t.to_string()).collect();
        if named != written {
            let list =
                |tags: Vec<&String>| tags.iter().map(|t| format!("`{t}`")).collect::<Vec<_>>().join(", ");
            let only_named = list(named.difference(&written).collect());
            let only_written = list(written.difference(&named).collect());
            let what = match (only_named.is_empty(), only_written.is_empty()) {
                (false, true) => {
                    format!("the file name has the tags {only_named}, which the `WHEEL` file lacks")
                }
                (true, false) => {
                    format!("the `WHEEL` file has the tags {only_written}, which the file name lacks")
                }
                _ => format!(
                    "the file name has the tags {only_named} where the `WHEEL` file has {only_written}"
                ),
            };
            push(Severity::Warning, what, "rename wheels with `wheel tags`, which changes both");
        }
    }
    let differs = |a: &Option<String>, b: &Option<String>| {
        a.as_deref().zip(b.as_deref()).is_some_and(|(a, b)| normalised(a) != normalised(b))
    };
    if differs(&package.name, &metadata.name) {
        let what = format!(
            "the file is named for `{}`, its `METADATA` for `{}`",
            shown(&package.name),
            shown(&metadata.name)
        );
        push(Severity::Warning, what, "build the wheel again: installers refuse it");
    }
    let version = |v: &Option<String>| v.as_deref().map(|v| v.replace('_', "-").to_ascii_lowercase());
    if version(&package.version).zip(version(&metadata.version)).is_some_and(|(a, b)| !same_version(&a, &b)) {
        let what = format!(
            "the file is named for version {}, its `METADATA` for {}",
            shown(&package.version),
            shown(&metadata.version)
        );
        push(Severity::Warning, what, "build the wheel again: installers refuse it");
    }
    for tag in &package.tags {
        if tag.abi == "abi3t" && tag.python_version().is_some_and(|v| v < ABI3T_FIRST) {
            let what = format!("the tag `{tag}` promises abi3t before {ABI3T_FIRST}, where it begins");
            push(Severity::Error, what, "tag it `cp315-abi3.abi3t` or newer");
        }
    }
}

/// Compares one library with the wheel's tags; tells the first thing that is wrong.
pub(crate) fn check(cx: &BinaryContext<'_>, out: &mut Vec<Finding>) {
    if cx.binary.is_extension() {
        out.extend(suffix(cx).or_else(|| platform(cx)).or_else(|| init_kind(cx)));
    }
}

/// The suffix decides which interpreters look at the file at all.
fn suffix(cx: &BinaryContext<'_>) -> Option<Finding> {
    let Suffix::Tagged(abi) = cx.suffix else { return None };
    let promised = cx.package.tags.iter().map(WheelTag::promised_abi);
    let lost: BTreeSet<Abi> = promised.filter(|p| !suffix_serves(abi, *p)).collect();
    if lost.is_empty() || cx.has_variants {
        return None;
    }
    let file = cx.path.rsplit('/').next().unwrap_or(cx.path);
    let names: Vec<_> = lost.iter().map(ToString::to_string).collect();
    let what = match lost.contains(&Abi::Unknown) {
        true => format!("`{file}` is for {abi} only, but the wheel's ABI tag is `none`"),
        false => {
            format!("the wheel is tagged for {}, whose interpreters do not import `{file}`", names.join(", "))
        }
    };
    let mut found = cx.finding(RULE, Severity::Error, Confidence::High, what);
    found.help = "give the module the suffix of the tag, or the wheel the tag of the module".to_owned();
    found.targets =
        lost.iter().filter(|a| !matches!(a, Abi::Unknown | Abi::Other)).map(ToString::to_string).collect();
    Some(found)
}

/// Interpreters that the tag `promised` lets in import files whose suffix says `suffix`.
fn suffix_serves(suffix: Abi, promised: Abi) -> bool {
    match (suffix, promised) {
        (Abi::CPython { .. }, Abi::CPython { .. }) => suffix == promised,
        // Free-threaded builds do not look for `.abi3.so`.
        (Abi::Abi3(_), Abi::CPython { free_threaded, .. }) => !free_threaded,
        (Abi::Abi3(_), Abi::Abi3(_)) => true,
        // Both builds look for `.abi3t.so`, from 3.15 on.
        (Abi::Abi3t(_), Abi::CPython { version, .. }) => version >= ABI3T_FIRST,
        (Abi::Abi3t(_), Abi::Abi3(from) | Abi::Abi3t(from)) => from.is_none_or(|from| from >= ABI3T_FIRST),
        // Another VM's wheel may carry its own builds of anything.
        (_, Abi::Other) => true,
        // A tag of `none` promises every interpreter, a module with a suffix keeps that for its own only.
        _ => false,
    }
}

/// `PyModExport_` alone serves 3.15 and newer only; for abi3t it is the usual way in, so that a `PyInit_` alone, as cffi
/// makes it, is worth a note.
fn init_kind(cx: &BinaryContext<'_>) -> Option<Finding> {
    let init = cx.binary.init_functions.first()?;
    let hooks = cx.binary.init_functions.iter().filter(|i| i.export_hook).count();
    if matches!(cx.abi, Abi::Abi3t(_)) && hooks == 0 {
        let what = format!(
            "exports `{}` but no `PyModExport_{}`, the usual way into an abi3t module",
            init.symbol, init.module
        );
        let mut found = cx.finding(RULE, Severity::Note, Confidence::High, what);
        found.help = "export a `PyModExport_` function that returns the module's slots".to_owned();
        found.targets = vec![cx.abi.to_string()];
        return Some(found);
    }
    let (Abi::Abi3(Some(oldest)) | Abi::CPython { version: oldest, .. }) = cx.abi else { return None };
    if hooks < cx.binary.init_functions.len() || oldest >= ABI3T_FIRST {
        return None;
    }
    let what = format!(
        "exports `{}` but no `PyInit_{}`, the only name that {oldest} looks for",
        init.symbol, init.module
    );
    let mut found = cx.finding(RULE, Severity::Error, Confidence::High, what);
    found.help = "export both, or tag the wheel for 3.15 and newer".to_owned();
    found.targets =
        (oldest.minor.max(Version::OLDEST.minor)..ABI3T_FIRST.minor).map(|m| format!("cp3{m}")).collect();
    Some(found)
}

/// The module is for the machine that the tag names: by its headers, and by its suffix.
fn platform(cx: &BinaryContext<'_>) -> Option<Finding> {
    let tags = &cx.package.tags;
    if tags.is_empty() {
        return None;
    }
    let platforms: BTreeSet<_> = tags.iter().map(|t| format!("`{}`", t.platform)).collect();
    let platforms = platforms.into_iter().collect::<Vec<_>>().join(", ");
    let what = if !tags.iter().any(|tag| fits_platform(cx.binary, &tag.platform)) {
        let format = match cx.binary.format {
            Format::Elf => "an ELF",
            Format::MachO => "a Mach-O",
            Format::Pe => "a PE",
        };
        format!("is {format} module for {}, but the wheel is for {platforms}", cx.binary.arch)
    } else {
        let machine =
            suffix_machine(cx.path).filter(|m| !tags.iter().any(|tag| fits_machine(&tag.platform, m)))?;
        format!("has the suffix of a module for {machine}, but the wheel is for {platforms}")
    };
    let mut found = cx.finding(RULE, Severity::Error, Confidence::High, what);
    found.help = "build the wheel on, or for, the platform of its tag".to_owned();
    Some(found)
}

/// `aarch64` of `.cpython-312-aarch64-linux-gnu.so`.
fn suffix_machine(path: &str) -> Option<&str> {
    let file = path.rsplit('/').next()?;
    let tag = file.strip_suffix(".so")?.rsplit('.').next()?;
    let (front, _) = tag.split_once("-linux-")?;
    front.rsplit('-').next()
}

/// The platform tag is for that machine, or one of them is unknown here.
fn fits_machine(platform: &str, machine: &str) -> bool {
    const MACHINES: &[&str] = &["x86_64", "aarch64", "riscv64", "s390x", "loongarch64"];
    let known = MACHINES.iter().find(|known| platform.ends_with(&format!("_{known}")));
    !MACHINES.contains(&machine) || known.is_none_or(|known| *known == machine)
}

/// Unknown platforms and machines fit everything: this rule knows what it knows.
fn fits_platform(binary: &Binary, platform: &str) -> bool {
    const MACHINES: &[(&str, &[&str])] = &[
        ("_x86_64", &["x86_64"]),
        ("_aarch64", &["aarch64"]),
        ("_i686", &["i686"]),
        ("_armv7l", &["armv7l"]),
        ("_ppc64le", &["ppc64le"]),
        ("_s390x", &["s390x"]),
        ("_riscv64", &["riscv64"]),
        ("_arm64", &["arm64"]),
        ("_universal2", &["x86_64", "arm64"]),
        ("_intel", &["x86_64", "i386"]),
    ];
    let (format, machines): (Format, &[&str]) = match platform {
        "win_amd64" => (Format::Pe, &["amd64"]),
        "win32" => (Format::Pe, &["win32"]),
        "win_arm64" => (Format::Pe, &["arm64"]),
        other => {
            let format = if other.starts_with("macosx_") {
                Format::MachO
            } else if other.contains("linux") {
                Format::Elf
            } else {
                return true;
            };
            match MACHINES.iter().find(|(ending, _)| other.ends_with(ending)) {
                Some((_, machines)) => (format, machines),
                None => return binary.format == format,
            }
        }
    };
    binary.format == format && machines.contains(&binary.arch.as_str())
}

fn shown(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("")
}

/// `1.0` and `1.0.0` are the same version, `1.0+local` and `1.0-local` as good as.
fn same_version(a: &str, b: &str) -> bool {
    let parts = |v: &str| {
        let mut parts: Vec<_> = v.split(['.', '-', '+', '_']).map(str::to_owned).collect();
        while parts.last().is_some_and(|p| p == "0") {
            parts.pop();
        }
        parts
    };
    parts(a) == parts(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_imports_what() {
        let cp = |minor, free_threaded| Abi::CPython { version: Version::new(3, minor), free_threaded };
        let v = |minor| Some(Version::new(3, minor));
        assert!(suffix_serves(Abi::Abi3(None), Abi::Abi3(v(9))));
        assert!(suffix_serves(Abi::Abi3(None), cp(13, false)));
        assert!(!suffix_serves(Abi::Abi3(None), cp(13, true)));
        assert!(!suffix_serves(Abi::Abi3(None), Abi::Abi3t(v(15))));
        assert!(suffix_serves(Abi::Abi3t(None), Abi::Abi3(v(15))));
        assert!(!suffix_serves(Abi::Abi3t(None), Abi::Abi3(v(14))));
        assert!(!suffix_serves(cp(13, false), cp(14, false)));
        assert!(!suffix_serves(cp(13, false), cp(13, true)));
        assert!(!suffix_serves(cp(9, false), Abi::Abi3(v(9))));
    }

    #[test]
    fn versions_that_are_the_same() {
        assert!(same_version("1.0", "1.0.0"));
        assert!(same_version("1.0+cpu", "1.0.cpu"));
        assert!(!same_version("1.0", "1.1"));
    }
}
