//! Published wheels, pinned by hash, that other auditors judge wrongly or that show a platform's format.
//! They are looked for in the folder that PILOTAGE_CORPUS names, and fetched through pip when they are not there.

use std::path::{Path, PathBuf};
use std::process::Command;

use pilotage_scanner::binary::audit::{BinaryOutcome, audit_packages, read_packages};
use pilotage_scanner::binary::{Format, InitStyle, SlotKind};
use pilotage_scanner::input::{IndexOptions, InputSpec, Package, open};
use sha2::{Digest, Sha256};

/// A pinned wheel: requirement, tags for pip, file name, SHA-256.
struct Pinned {
    requirement: &'static str,
    platform: &'static str,
    python: &'static str,
    abi: &'static str,
    file: &'static str,
    sha256: &'static str,
}

const fn pinned(
    requirement: &'static str,
    [python, abi, platform]: [&'static str; 3],
    file: &'static str,
    sha256: &'static str,
) -> Pinned {
    Pinned { requirement, platform, python, abi, file, sha256 }
}

#[rustfmt::skip]
static WHEELS: &[Pinned] = &[
    pinned("cryptography==50.0.2", ["315", "abi3t", "manylinux_2_34_x86_64"], "cryptography-50.0.2-cp315-abi3.abi3t-manylinux_2_34_x86_64.whl", "e105ab60406787da31fccc883fc0f733af1efd78f0136a4599692c4083a73d0c"),
    pinned("openslide-python==1.4.7", ["315", "abi3t", "manylinux_2_5_x86_64"], "openslide_python-1.4.7-cp315-abi3.abi3t-manylinux1_x86_64.manylinux_2_5_x86_64.whl", "b294d259d6fb94f2bc7d575948977b22e11d1a3811aa0e31bf6bf9d0fc8501c8"),
    pinned("openslide-python==1.4.7", ["315", "abi3t", "macosx_10_15_universal2"], "openslide_python-1.4.7-cp315-abi3.abi3t-macosx_10_15_universal2.whl", "34f8f8fea57d001eb71a9e6662d85383d3952596d1ac522dec0eaddc2068f1de"),
    pinned("curl-cffi==0.17.0", ["315", "abi3t", "manylinux_2_17_x86_64"], "curl_cffi-0.17.0-cp315-abi3.abi3t-manylinux2014_x86_64.manylinux_2_17_x86_64.whl", "2dac9c915a0ee7d7cc4285203d210816bb187c8deb5c20ee21e0613639c2a8bf"),
    pinned("PySide6_Essentials==6.12.0", ["310", "abi3", "manylinux_2_34_x86_64"], "pyside6_essentials-6.12.0-cp310-abi3-manylinux_2_34_x86_64.whl", "16f4b5e41daf49235ae048458243da9efe5f3d8040f9cc5aa454ce69893d3bd9"),
    pinned("shiboken6==6.12.0", ["310", "abi3", "manylinux_2_34_x86_64"], "shiboken6-6.12.0-cp310-abi3-manylinux_2_34_x86_64.whl", "3bde565bb0890044b5c7f63808adddede5abc241e9395a2bfed61919884d6240"),
    pinned("cryptography==50.0.2", ["314", "cp314t", "win_amd64"], "cryptography-50.0.2-cp314-cp314t-win_amd64.whl", "78198641e5be9521beea5aa782bb551a58068d10e6eb04c9c680c1b69f2e7d45"),
    pinned("cryptography==50.0.2", ["315", "abi3t", "win_amd64"], "cryptography-50.0.2-cp315-abi3.abi3t-win_amd64.whl", "c423ab384a46c4dff7217b2ea5ba2e11cffdeab6441acd04cf65a369caf0366c"),
    pinned("psutil==7.2.2", ["314", "abi3", "win_amd64"], "psutil-7.2.2-cp37-abi3-win_amd64.whl", "eb7e81434c8d223ec4a219b5fc1c47d0417b12be7ea866e24fb5ad6e84b3d988"),
    pinned("multidict==7.2.1", ["314", "cp314", "macosx_10_15_universal2"], "multidict-7.2.1-cp314-cp314-macosx_10_15_universal2.whl", "02009b402129a73e1f3da68f48eb999afbacd29f25aef0d5052b84ff5c2786a2"),
    pinned("lxml==6.1.3", ["314", "cp314", "manylinux_2_28_x86_64"], "lxml-6.1.3-cp314-cp314-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl", "a7eb78ba28b187e1e9203a55c60fcf70df2d22cb205fe6d51b9383d6097419f0"),
    pinned("numpy==2.5.5", ["314", "cp314", "manylinux_2_28_x86_64"], "numpy-2.5.5-cp314-cp314-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "c48960d420e90cf305cb1fde0d4e6082cc90512cda87a9acf0b6e04e91cf4abe"),
    pinned("pymupdf==2.0", ["314", "abi3", "manylinux_2_28_x86_64"], "pymupdf-2.0-cp311-abi3-manylinux_2_28_x86_64.whl", "f92e8a7ae92c7b1cbffcbe8764166ab1234e0a37b07549f5951e7739241d34f0"),
    pinned("contourpy==1.4.0", ["314", "cp314", "manylinux_2_28_x86_64"], "contourpy-1.4.0-cp314-cp314-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "e439ab450c93455feb0218532ded3e946ec7a9b5f459069f122cfa44b89229f6"),
    pinned("soxr==1.1.0", ["314", "abi3", "manylinux_2_28_x86_64"], "soxr-1.1.0-cp312-abi3-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", "3b033078e86f3c4a658e5697fac8995764fad9e799563616b630136b613167f1"),
];

fn folder() -> PathBuf {
    std::env::var_os("PILOTAGE_CORPUS")
        .map(PathBuf::from)
        .expect("set PILOTAGE_CORPUS to a folder for the pinned wheels")
}

/// The pinned wheel whose file name starts with `start`, with the hash that it must have.
fn wheel(start: &str) -> PathBuf {
    let found: Vec<_> = WHEELS.iter().filter(|w| w.file.starts_with(start)).collect();
    assert_eq!(found.len(), 1, "{start} names {} pinned wheels", found.len());
    let path = folder().join(found[0].file);
    if !path.exists() {
        fetch(found[0], &folder());
    }
    let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(hash, found[0].sha256, "{}", path.display());
    path
}

fn fetch(wheel: &Pinned, folder: &Path) {
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder)
        .args(["--platform", wheel.platform, "--python-version", wheel.python, "--implementation", "cp"])
        .args(["--abi", wheel.abi, wheel.requirement])
        .status()
        .expect("python3 with pip is needed");
    assert!(status.success(), "pip cannot fetch {}", wheel.file);
}

/// Audits pinned wheels together; all must be readable as a whole.
fn audit(starts: &[&str]) -> (Vec<Package>, Vec<BinaryOutcome>) {
    let mut problems = Vec::new();
    let index = IndexOptions::default();
    let specs = starts.iter().map(|start| InputSpec::Path(wheel(start)));
    let packages: Vec<_> = specs.flat_map(|spec| open(&spec, &mut problems, &index)).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let outcomes = audit_packages(&packages, &[]);
    (packages, outcomes)
}

fn codes(outcomes: &[BinaryOutcome]) -> Vec<String> {
    outcomes
        .iter()
        .flat_map(|o| &o.findings)
        .map(|f| format!("{} {} {}", f.rule, f.severity, f.item))
        .collect()
}

#[test]
#[ignore = "needs published wheels"]
fn valid_abi3t_wheels_with_export_hooks() {
    let (_, outcomes) = audit(&[
        "cryptography-50.0.2-cp315-abi3.abi3t-manylinux",
        "openslide_python-1.4.7-cp315-abi3.abi3t-manylinux1",
    ]);
    assert_eq!(codes(&outcomes), Vec::<String>::new());
    assert_eq!(outcomes[0].inits.iter().filter(|(_, i)| i.export_hook).count(), 27);
    assert_eq!(outcomes[0].generators[0].to_string(), "PyO3 0.29.2");
}

#[test]
#[ignore = "needs published wheels"]
fn an_abi3t_wheel_made_by_cffi_has_a_note() {
    let (_, outcomes) = audit(&["curl_cffi-0.17.0-cp315"]);
    assert_eq!(codes(&outcomes), ["BIN003 note "]);
    assert_eq!(outcomes[0].generators[0].name, "cffi");
}

#[test]
#[ignore = "needs published wheels"]
fn symbols_of_sibling_projects() {
    let (_, together) = audit(&["pyside6_essentials", "shiboken6"]);
    assert_eq!(codes(&together), Vec::<String>::new());
    assert!(together.iter().all(|o| o.problems.is_empty()));
    let (_, alone) = audit(&["pyside6_essentials"]);
    assert_eq!(codes(&alone), Vec::<String>::new());
    assert!(alone[0].problems.iter().any(|p| p.message.contains("libshiboken6.abi3.so.6.12")));
}

#[test]
#[ignore = "needs published wheels"]
fn windows_wheels() {
    let starts = [
        "cryptography-50.0.2-cp314-cp314t-win",
        "cryptography-50.0.2-cp315-abi3.abi3t-win",
        "psutil-7.2.2-cp37-abi3-win",
    ];
    let (packages, outcomes) = audit(&starts);
    assert_eq!(codes(&outcomes), Vec::<String>::new());
    let read = read_packages(&packages);
    let binary = &read[0].files[0].binaries[0];
    assert_eq!((binary.format, binary.arch.as_str()), (Format::Pe, "amd64"));
    let def = binary.module_def("_rust").unwrap();
    assert!(def.free_threaded && def.style == InitStyle::MultiPhase);
    assert_eq!(def.slot(SlotKind::Gil).unwrap().value, Some(1));
    let single = &read[2].files[0].binaries[0];
    assert_eq!(single.module_def("_psutil_windows").map(|d| d.style), Some(InitStyle::SinglePhase));
}

#[test]
#[ignore = "needs published wheels"]
fn fat_macos_wheels() {
    let (packages, outcomes) =
        audit(&["openslide_python-1.4.7-cp315-abi3.abi3t-macosx", "multidict-7.2.1-cp314-cp314-macosx"]);
    assert_eq!(outcomes.iter().map(|o| o.modules).collect::<Vec<_>>(), [1, 2]);
    let read = read_packages(&packages);
    let slices = &read[0].files[0].binaries;
    assert_eq!(slices.iter().map(|b| b.arch.as_str()).collect::<Vec<_>>(), ["x86_64", "arm64"]);
    for slice in slices {
        let def = slice.module_def("_convert").unwrap();
        assert_eq!(
            (def.style, def.slot(SlotKind::Gil).unwrap().value),
            (InitStyle::ExportHook, Some(1)),
            "{}",
            slice.arch
        );
    }
}

#[test]
#[ignore = "needs published wheels"]
fn generators_and_private_symbols_of_large_wheels() {
    let (_, outcomes) =
        audit(&["lxml-6.1.3-cp314", "numpy-2.5.5-cp314-cp314-manylinux", "pymupdf-2.0", "contourpy", "soxr"]);
    let generators: Vec<String> =
        outcomes.iter().flat_map(|o| &o.generators).map(ToString::to_string).collect();
    for name in ["Cython 3.2.9", "Cython 3.3.1", "SWIG", "pybind11 internals 12", "nanobind"] {
        assert!(generators.iter().any(|g| g.starts_with(name)), "{name}: {generators:?}");
    }
    assert!(outcomes.iter().all(|o| o.problems.is_empty()));
    assert!(codes(&outcomes).contains(&"BIN004 warning _PyDict_NewPresized".to_owned()));
}
