//! The tables against the headers of every CPython on the machine: existence, signatures, limited API.
//! Layouts are in layout.rs. Run with `PILOTAGE_CPYTHON_HEADERS=/a:/b` to add more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use pilotage_capi::{Abi3t, Item, Kind, Tier, Version, all, get};
use pilotage_capi_checks::{Declared, Differences, Python, differ, from_headers, pythons};

/// What one CPython has.
struct Reality {
    python: Python,
    declared: Declared,
    functions: BTreeSet<String>,
    macros: BTreeMap<String, String>,
    headers: BTreeSet<String>,
}

fn realities() -> &'static [Reality] {
    static ALL: OnceLock<Vec<Reality>> = OnceLock::new();
    ALL.get_or_init(|| {
        let found: Vec<Reality> = pythons().into_iter().map(|python| reality(python).unwrap()).collect();
        assert!(!found.is_empty(), "no CPython headers found: install python3-dev");
        found
    })
}

fn reality(python: Python) -> anyhow::Result<Reality> {
    let text = python.everything()?;
    let declared = from_headers(&python, &text)?;
    let macros = python.macros(&text, &[])?;
    let functions = python.functions(&text, &[])?;
    let headers = python.headers()?.into_iter().collect();
    Ok(Reality { python, declared, functions, macros, headers })
}

impl Reality {
    fn has(&self, name: &str) -> bool {
        self.declared.has(name) || self.functions.contains(name) || self.macros.contains_key(name)
    }

    fn version(&self) -> Version {
        self.python.version
    }

    /// Items that the public headers of this version should declare.
    fn expected(&self) -> impl Iterator<Item = &'static Item> {
        let version = self.version();
        all().iter().filter(move |item| {
            item.exists_in(version)
                && item.moved_internal.is_none_or(|moved| version < moved)
                && !item.header.is_empty()
                && !item.header.starts_with("internal/")
                && item.tier != Tier::Internal
                && item.kind != Kind::Member
                && !item.free_threaded_only
                && (item.only.is_empty() || item.only == "builds with a GIL")
                && self.reads(item.header)
        })
    }

    /// The header, or the one in front of its `cpython/` part, can be included here (`pyexpat.h` wants expat).
    fn reads(&self, header: &str) -> bool {
        let front = header.strip_prefix("cpython/").unwrap_or(header);
        let exists = self.python.include.join(header).exists();
        !exists || header.starts_with("cpython/") || self.headers.contains(front) || front == "Python.h"
    }
}

#[test]
fn items_exist_where_the_table_says_so() {
    let mut differences = Differences::new("existence");
    for reality in realities() {
        let version = reality.version();
        for item in reality.expected() {
            differences.compared();
            if !reality.has(item.name) {
                differences.note(
                    item.name,
                    &version.to_string(),
                    &format!("not in the headers of {}", reality.python.full),
                );
            }
        }
    }
    differences.finish(2000);
}

#[test]
fn names_of_the_headers_are_in_the_table() {
    let mut differences = Differences::new("missing");
    for reality in realities() {
        let version = reality.version();
        let functions = reality.declared.functions.keys();
        let names = functions.chain(&reality.declared.statics).map(|name| (name.as_str(), "declared"));
        let macros = reality.macros.iter().filter(|(_, header)| !is_left_out(header));
        let macros = macros
            .filter(|(name, _)| !name.ends_with("_H"))
            .map(|(name, header)| (name.as_str(), header.as_str()));
        for (name, place) in names.chain(macros).filter(|(name, _)| is_api(name)) {
            differences.compared();
            match get(name) {
                None => differences.note(name, &version.to_string(), &format!("not in the table ({place})")),
                Some(item) if !item.exists_in(version) => {
                    let text =
                        format!("the table says {} to {:?}", item.since, item.removed.map(|v| v.to_string()));
                    differences.note(name, &version.to_string(), &text);
                }
                Some(_) => {}
            }
        }
    }
    differences.finish(2000);
}

/// Headers whose macros are no C-API: the build's configuration, opcode and token numbers, syntax trees, probes.
fn is_left_out(header: &str) -> bool {
    const LEFT_OUT: &[&str] = &[
        "pyconfig",
        "opcode",
        "token",
        "graminit",
        "Python-ast",
        "errcode",
        "pydtrace",
        "pyatomic",
        "dynamic_annotations",
        "grammar",
        "node",
        "symtable",
        "asdl",
        "ast",
        "parsetok",
        "bitset",
        "metagrammar",
        "pgenheaders",
        "osdefs",
        "patchlevel",
        "py_curses",
        "internal/",
        "mimalloc",
        "pylifecycle_internal",
    ];
    LEFT_OUT.iter().any(|part| header.starts_with(part) || header.contains(&format!("/{part}")))
}

fn is_api(name: &str) -> bool {
    let plain = name.trim_start_matches('_');
    plain.starts_with("Py") || plain.starts_with("PY")
}

#[test]
fn signatures_are_those_of_the_headers() {
    let mut differences = Differences::new("signature");
    for reality in realities() {
        let version = reality.version();
        for item in reality.expected().filter(|i| matches!(i.kind, Kind::Function | Kind::StaticInline)) {
            let Some(theirs) = reality.declared.functions.get(item.name).and_then(|s| s.first()) else {
                continue;
            };
            if item.c_returns.is_empty() {
                continue;
            }
            differences.compared();
            if let Some(what) = differ(item, theirs) {
                differences.note(item.name, &version.to_string(), &what);
            }
        }
    }
    differences.finish(1000);
}

/// `Py_LIMITED_API` values to look at.
const LEVELS: &[u8] = &[2, 7, 9, 10, 11, 12, 13, 14, 15];

#[test]
fn the_limited_api_declares_what_the_table_says() {
    let mut differences = Differences::new("limited");
    for reality in realities() {
        let own = reality.version();
        for level in LEVELS.iter().map(|minor| Version::new(3, *minor)).filter(|level| *level <= own) {
            let options = [format!("-DPy_LIMITED_API=0x{:08x}", level.to_hex())];
            let functions = reality.python.functions("#include <Python.h>\n", &options).unwrap();
            let macros = reality.python.macros("#include <Python.h>\n", &options).unwrap();
            for item in reality.expected().filter(|i| i.is_callable() || i.kind == Kind::Macro) {
                // Other headers than Python.h have no gate of their own.
                let front = item.header.strip_prefix("cpython/").unwrap_or(item.header);
                if item.abi_only || is_apart(front) {
                    continue;
                }
                differences.compared();
                let there = functions.contains(item.name) || macros.contains_key(item.name);
                let hidden = item.limited_until.is_some_and(|until| until <= own);
                let text = format!("at {level} with the headers of {}", reality.python.full);
                match item.limited {
                    Some(since) if since <= level && !there && !hidden => {
                        differences.note(
                            item.name,
                            &own.to_string(),
                            &format!("not declared {text}, limited since {since}"),
                        );
                    }
                    // That headers show a name earlier than the stable ABI has it is common, and no fault of the table.
                    None if there && item.is_callable() && item.tier != Tier::Private => {
                        differences.note(
                            item.name,
                            &own.to_string(),
                            &format!("declared {text}, not limited"),
                        );
                    }
                    _ => {}
                }
            }
        }
    }
    differences.finish(2000);
}

/// Compiling for abi3t is possible from 3.15 on: without such headers there is nothing to compare.
#[test]
fn the_abi3t_api_declares_what_the_table_says() {
    let mut differences = Differences::new("abi3t");
    for reality in realities().iter().filter(|r| r.version() >= Version::new(3, 15)) {
        let own = reality.version();
        let options = [format!("-DPy_TARGET_ABI3T=0x{:08x}", own.to_hex())];
        let functions = reality.python.functions("#include <Python.h>\n", &options).unwrap();
        let macros = reality.python.macros("#include <Python.h>\n", &options).unwrap();
        for item in reality.expected().filter(|i| i.is_callable() && !i.abi_only) {
            if item.limited.is_none_or(|since| since > own)
                || item.limited_until.is_some_and(|until| until <= own)
            {
                continue;
            }
            differences.compared();
            let there = functions.contains(item.name) || macros.contains_key(item.name);
            match item.abi3t {
                Abi3t::Yes | Abi3t::Impractical if !there && !is_apart(item.header) => {
                    differences.note(item.name, &own.to_string(), "not declared for abi3t");
                }
                Abi3t::No | Abi3t::NotLimited if there => {
                    differences.note(item.name, &own.to_string(), "declared for abi3t");
                }
                _ => {}
            }
        }
    }
    differences.finish(0);
}

/// Headers that Python.h does not include.
fn is_apart(header: &str) -> bool {
    const APART: &[&str] = &[
        "structmember.h",
        "datetime.h",
        "frameobject.h",
        "marshal.h",
        "py_curses.h",
        "pyexpat.h",
        "osdefs.h",
        "node.h",
        "symtable.h",
        "ucnhash.h",
        "interpreteridobject.h",
        "pystrhex.h",
        "longintrepr.h",
        "opcode.h",
        "token.h",
        "errcode.h",
        "ast.h",
        "asdl.h",
        "Python-ast.h",
        "compile.h",
        "grammar.h",
        "pydtrace.h",
        "pyframe.h",
        "frameobject.h",
        "pymacconfig.h",
        "pyatomic.h",
        "pytime.h",
        "eval.h",
    ];
    APART.contains(&header)
}
