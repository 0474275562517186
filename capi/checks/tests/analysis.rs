//! The analysis headers against the table, for all described versions: they parse, they name every item, and the
//! bodies that are made have the layout of the version.

use std::collections::BTreeSet;
use std::path::PathBuf;

use pilotage_capi::{Item, Kind, Tier, Version, all, headers, members};
use pilotage_capi_checks::{Compiler, Differences, claims, prove};

fn folder(root: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../headers").join(root)
}

/// The analysis headers, as folders.
fn analysis(version: Version, more: &[&str]) -> Compiler {
    let mut options: Vec<String> =
        ["hand", "gen"].iter().map(|f| format!("-isystem{}", folder(f).display())).collect();
    options.push(format!("-DPIL_PYTHON=0x{:08X}", version.to_hex()));
    options.extend(more.iter().map(|o| (*o).to_owned()));
    Compiler::plain().with(&options)
}

#[test]
fn analysis_headers_parse_for_every_version() {
    for version in Version::described() {
        for more in
            [&[][..], &["-DPy_GIL_DISABLED=1"], &["-DPy_LIMITED_API=0x03090000"], &["-xc++", "-std=c++17"]]
        {
            if version.minor < 13 && more.iter().any(|o| o.contains("GIL")) {
                continue;
            }
            let errors = analysis(version, more).errors("#include <Python.h>\n").unwrap();
            assert!(errors.is_empty(), "{version} {more:?}: {}", errors.join("\n"));
        }
    }
}

#[test]
fn libclang_parses_them_without_any_other_header() {
    for version in Version::described() {
        for (language, standard, roots) in
            [("c", "gnu17", &["libc", "hand", "gen"][..]), ("c++", "c++17", headers::INCLUDE_ROOTS)]
        {
            let mut arguments = vec![
                "-x".to_owned(),
                language.to_owned(),
                format!("-std={standard}"),
                "-nostdinc".to_owned(),
            ];
            arguments.push(format!("-DPIL_PYTHON=0x{:08X}", version.to_hex()));
            arguments.extend(roots.iter().map(|root| format!("-isystem{}", folder(root).display())));
            let outcome = bindgen::Builder::default()
                .header_contents(
                    "pilotage_check.h",
                    "#include <Python.h>\n#include <structmember.h>\n#include <datetime.h>\n",
                )
                .clang_args(arguments)
                .allowlist_function("PyList_New")
                .formatter(bindgen::Formatter::None)
                .generate();
            match outcome {
                Ok(code) => assert!(code.to_string().contains("PyList_New")),
                Err(error) => panic!("{language} {version}: {error}"),
            }
        }
    }
}

/// The version that has everything, and the oldest: what is gone is still declared, what is to come is not.
#[test]
fn every_item_can_be_named() {
    let mut differences = Differences::new("analysis");
    let includes: String = headers::FILES.iter().filter_map(|(path, _)| included(path)).collect();
    for version in [Version::OLDEST, Version::NEWEST] {
        let compiler = analysis(version, &[]);
        let preprocessed = compiler.run(&["-E", "-dD"], &includes).unwrap();
        let known = names(&preprocessed);
        // What only certain builds have stays unnamed: people ask for it with `#ifdef`.
        let asked = |i: &&Item| !is_internal(i) && i.kind != Kind::Member && i.only.is_empty();
        for item in all().iter().filter(asked) {
            differences.compared();
            let there = known.contains(item.name);
            if item.since <= version && !there {
                differences.note(
                    item.name,
                    &version.to_string(),
                    "cannot be named with the analysis headers",
                );
            }
        }
    }
    differences.finish(5000);
}

/// The line that includes a header which belongs to the API.
fn included(path: &str) -> Option<String> {
    let name = path.strip_prefix("hand/").or_else(|| path.strip_prefix("gen/"))?;
    // Stubs of other projects (NumPy, cppy) are no part of it.
    let belongs = name == "Python.h" || all().iter().any(|item| item.header == name);
    (belongs && !name.starts_with("internal/")).then(|| format!("#include <{name}>\n"))
}

fn is_internal(item: &Item) -> bool {
    item.tier == Tier::Internal || item.header.starts_with("internal/") || item.header.is_empty()
}

/// Every identifier outside comments: macros, functions, types, enumerators.
fn names(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect()
}

#[test]
fn analysis_headers_have_the_layouts_of_the_table() {
    let list = include_str!("../../headers/hand/HAND_ITEMS.txt");
    // Bodies written by hand name the members of all versions at once: they are for reading, not for measuring.
    let by_hand = |item: &Item| {
        let owner = item.name.split('.').next().unwrap_or_default();
        list.lines().any(|line| line.trim() == owner || line.trim() == item.tag && !item.tag.is_empty())
    };
    let mut differences = Differences::new("analysis");
    for version in Version::described() {
        let compiler = analysis(version, &["-DPIL_EXACT_LAYOUT"]);
        // A size without members is that of a struct that ours leaves opaque.
        let claims = claims(version, true, |i| {
            !by_hand(i) && (i.kind == Kind::Member || !members(i.name).is_empty() || !i.tag.is_empty())
        });
        prove(&compiler, "#include <Python.h>\n", &claims, version, &mut differences);
    }
    differences.finish(3000);
}
