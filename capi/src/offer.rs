//! Whether a target offers an item: to source that is compiled for it, and to a binary that it loads.
//! Reasons are lower-case phrases that follow "`NAME`".

use crate::{Abi3t, Item, Kind, Offer, Support, Target, Tier, Version};

impl Target {
    /// Whether source compiled for this target may use the item.
    ///
    /// Tier, deprecation and thread safety are not asked: those are questions of the rules. 3.16 is 3.15 and
    /// what the manifest knows of 3.16.
    pub fn offers(self, item: &Item) -> Offer {
        match self {
            Target::CPython(version) => in_headers(item, version, false),
            Target::FreeThreaded(version) => in_headers(item, version, true),
            Target::SubInterpreters => in_headers(item, Version::NEWEST, false),
            Target::Abi3(version) => in_limited(item, version),
            Target::Abi3t(version) => in_abi3t(item, version),
            Target::PyPy(version) => in_pypy(item, version),
            Target::GraalPy => supported(item.graalpy, "GraalPy"),
            Target::RustPython => in_rustpython(item),
            Target::Hpy => in_hpy(item),
        }
    }

    /// Whether this target's interpreter defines the symbol, so that a binary which imports it loads.
    ///
    /// Unlike [`Target::offers`] it knows symbols that source must not name (`_Py_NoneStruct`), and it does not
    /// know macros and inline functions, which are no symbols.
    pub fn offers_symbol(self, item: &Item) -> Offer {
        match self {
            Target::CPython(version) => exported(item, version, false),
            Target::FreeThreaded(version) => exported(item, version, true),
            Target::SubInterpreters => exported(item, Version::NEWEST, false),
            Target::Abi3(version) => stable_symbol(item, version),
            Target::Abi3t(version) => match stable_symbol(item, version) {
                Offer::Yes if item.abi_only => Offer::Yes,
                Offer::Yes => in_abi3t(item, version),
                other => other,
            },
            Target::PyPy(version) if item.in_pypy(version) == Support::HeaderOnly => {
                no("is no symbol in PyPy")
            }
            Target::GraalPy if item.graalpy == Support::HeaderOnly => no("is no symbol in GraalPy"),
            Target::Hpy => no("is no symbol in HPy, whose modules are given a table of functions"),
            Target::PyPy(_) | Target::GraalPy | Target::RustPython => self.offers(item),
        }
    }
}

impl Target {
    /// The public functions, variables and types that the Python of this target has and the target has not, each
    /// with the reason; what is not recorded is left out.
    pub fn missing(self) -> Vec<(&'static Item, String)> {
        let level = self.level();
        let wanted = |item: &&Item| {
            matches!(item.tier, Tier::Limited | Tier::Public | Tier::Unstable)
                && !matches!(item.kind, Kind::Member | Kind::Macro | Kind::EnumConst)
                && item.only.is_empty()
                && item.exists_in(level)
        };
        let refused = |item: &'static Item| match self.offers(item) {
            Offer::No(reason) => Some((item, reason)),
            Offer::Yes | Offer::Unknown => None,
        };
        crate::all().iter().filter(wanted).filter_map(refused).collect()
    }

    /// The Python version whose API it aims at.
    fn level(self) -> Version {
        match self {
            Target::CPython(version) | Target::FreeThreaded(version) | Target::PyPy(version) => version,
            // Whatever newer names a stable ABI lacks is of interest: that is why one looks.
            Target::Abi3(_) | Target::Abi3t(_) | Target::SubInterpreters | Target::RustPython => {
                Version::NEWEST
            }
            Target::GraalPy => Version::new(3, 12),
            Target::Hpy => Version::OLDEST,
        }
    }
}

/// [`Item::only`] of what free-threaded builds lack: `PyObject.ob_refcnt`.
const WITH_GIL: &str = "builds with a GIL";

fn no(reason: impl Into<String>) -> Offer {
    Offer::No(reason.into())
}

fn in_headers(item: &Item, version: Version, free_threaded: bool) -> Offer {
    if item.free_threaded_only && !free_threaded {
        return no("exists only in free-threaded builds");
    }
    if item.only == WITH_GIL && free_threaded {
        return no("does not exist in free-threaded builds");
    }
    if version < item.since {
        return no(format!("exists from {} on", item.since));
    }
    if item.abi_only && item.tier == Tier::Internal {
        return no("is a symbol of the stable ABI that no header declares");
    }
    match (item.moved_internal, item.removed) {
        (Some(moved), _) if moved <= version => no(format!("is only in the internal headers since {moved}")),
        (_, Some(removed)) if removed <= version => no(format!("was removed in {removed}")),
        _ => Offer::Yes,
    }
}

fn exported(item: &Item, version: Version, free_threaded: bool) -> Offer {
    if item.free_threaded_only {
        // Which versions export it was measured on builds with a GIL.
        return if free_threaded { Offer::Unknown } else { no("exists only in free-threaded builds") };
    }
    if item.only == "Windows" {
        // What was measured are Linux builds.
        return in_headers(item, version, free_threaded);
    }
    if item.exported == 0 {
        return no("is exported by no libpython");
    }
    if item.exported_by(version) && item.removed.is_none_or(|r| r <= Version::NEWEST || version < r) {
        return Offer::Yes;
    }
    let is_later = |v: &Version| *v > version && item.exported_by(*v);
    match Version::described().find(is_later) {
        Some(first) => no(format!("is exported from {first} on")),
        None => no(format!("is no longer exported by {version}")),
    }
}

fn in_limited(item: &Item, version: Version) -> Offer {
    if item.abi_only {
        return no("is a symbol of the stable ABI that source must not name");
    }
    match (item.limited, item.limited_until) {
        (None, _) => no("is not in the limited API"),
        (Some(since), _) if version < since => no(format!("is in the limited API from {since} on")),
        (_, Some(until)) if until <= version => no(format!("is hidden from the limited API since {until}")),
        _ => Offer::Yes,
    }
}

/// The stable ABI keeps the symbols of names that the limited API hides again.
fn stable_symbol(item: &Item, version: Version) -> Offer {
    match item.stable_symbol_since() {
        None => no("is not in the stable ABI"),
        // What headers define is limited API, not ABI, also where some old version exported it besides.
        Some(_) if !matches!(item.kind, Kind::Function | Kind::Data | Kind::TypeObject) => no("is no symbol"),
        Some(since) if version < since => no(format!("is in the stable ABI from {since} on")),
        Some(_) => Offer::Yes,
    }
}

fn in_abi3t(item: &Item, version: Version) -> Offer {
    match in_limited(item, version) {
        Offer::Yes => {}
        other => return other,
    }
    match item.abi3t {
        Abi3t::Yes => Offer::Yes,
        // As a name behind a pointer it is there.
        Abi3t::Opaque if item.kind == Kind::Struct => Offer::Yes,
        Abi3t::Opaque => no("is opaque in abi3t"),
        Abi3t::Impractical => no("needs a `PyModuleDef`, which nothing can define in abi3t"),
        Abi3t::No | Abi3t::NotLimited => no("is not in abi3t"),
    }
}

fn supported(support: Support, vm: &str) -> Offer {
    match support {
        Support::Yes | Support::HeaderOnly => Offer::Yes,
        Support::NotImplemented => no(format!("is declared but not implemented by {vm}")),
        Support::No => no(format!("is not offered by {vm}")),
        Support::Unknown => Offer::Unknown,
    }
}

/// The manifest tells of PyPy 3.11. What the library of a newer one took over since is known where the headers
/// have it only.
fn in_pypy(item: &Item, version: Version) -> Offer {
    let is_newer = item.since > PYPY && item.since <= version;
    if is_newer && item.is_symbol() && item.pypy == Support::No {
        return Offer::Unknown;
    }
    match item.pypy_since {
        Some(since) if version < since => no(format!("is in PyPy from {since} on")),
        _ => supported(item.pypy, "PyPy"),
    }
}

/// The PyPy whose library and headers were read.
const PYPY: Version = Version::new(3, 11);

/// Its own capi takes abi3t binaries only, so header items come from CPython's abi3t headers.
fn in_rustpython(item: &Item) -> Offer {
    if item.is_symbol() {
        return supported(item.rustpython, "RustPython");
    }
    in_abi3t(item, Version::NEWEST)
}

fn in_hpy(item: &Item) -> Offer {
    if !item.hpy.is_empty() {
        Offer::Yes
    } else if item.is_callable() {
        no("has no counterpart in HPy")
    } else {
        Offer::Unknown
    }
}

#[cfg(test)]
mod tests {
    use crate::{Offer, Target, get};

    fn offer(target: &str, name: &str) -> Offer {
        target.parse::<Target>().unwrap().offers(get(name).unwrap())
    }

    fn symbol(target: &str, name: &str) -> Offer {
        target.parse::<Target>().unwrap().offers_symbol(get(name).unwrap())
    }

    fn refused(offer: Offer, word: &str) -> bool {
        matches!(&offer, Offer::No(reason) if reason.contains(word))
    }

    #[test]
    fn cpython_by_version() {
        assert!(refused(offer("cp312", "PyList_GetItemRef"), "from 3.13"));
        assert_eq!(offer("cp313", "PyList_GetItemRef"), Offer::Yes);
        assert_eq!(offer("cp39", "PyEval_CallObject"), Offer::Yes);
        assert!(refused(offer("cp313", "PyEval_CallObject"), "removed in 3.13"));
        assert_eq!(offer("cp316", "PyList_SetItem"), Offer::Yes);
        assert_eq!(offer("cp314t", "PyList_SetItem"), Offer::Yes);
    }

    #[test]
    fn stable_abi_in_source_and_binary() {
        assert_eq!(offer("abi3-3.9", "PyList_SetItem"), Offer::Yes);
        assert!(refused(offer("abi3-3.9", "PyType_GetModule"), "from 3.10"));
        assert!(refused(offer("abi3-3.15", "PyList_GET_SIZE"), "not in the limited API"));
        assert!(refused(offer("abi3-3.15", "PyTypeObject.tp_name"), "not in the limited API"));
        assert!(refused(offer("abi3-3.9", "_Py_NoneStruct"), "must not name"));
        assert_eq!(symbol("abi3-3.9", "_Py_NoneStruct"), Offer::Yes);
        assert_eq!(symbol("abi3t-3.15", "PyModuleDef_Init"), offer("abi3t-3.15", "PyModuleDef_Init"));
        assert!(refused(offer("abi3t-3.15", "PyModule_Create2"), "PyModuleDef"));
    }

    #[test]
    fn what_is_missing() {
        let missing = |target: &str| target.parse::<Target>().unwrap().missing();
        let names = |target: &str| missing(target).into_iter().map(|(item, _)| item.name).collect::<Vec<_>>();
        assert!(names("abi3-3.9").contains(&"PyType_GetModule"));
        assert!(!names("abi3-3.10").contains(&"PyType_GetModule"));
        assert!(!names("pypy3.11").contains(&"PyList_SetItem"));
        assert!(names("pypy3.11").len() > 50);
        assert!(missing("cp314").iter().all(|(_, reason)| reason.contains("free-threaded")));
    }

    #[test]
    fn symbols_of_versions() {
        assert_eq!(symbol("cp314", "PyList_SetItem"), Offer::Yes);
        assert!(refused(symbol("cp314", "PyList_GET_SIZE"), "no libpython"));
        assert!(refused(symbol("cp312", "PyList_GetItemRef"), "exported from 3.13"));
        assert_eq!(symbol("abi3-3.14", "Py_TYPE"), Offer::Yes);
        assert!(refused(symbol("abi3-3.9", "Py_TYPE"), "from 3.14"));
        assert_eq!(offer("abi3-3.9", "Py_TYPE"), Offer::Yes);
        assert!(refused(symbol("abi3-3.9", "PyParser_SimpleParseFile"), "no symbol"));
        assert!(refused(offer("cp314t", "PyObject.ob_refcnt"), "free-threaded"));
        assert_eq!(offer("cp314", "PyObject.ob_refcnt"), Offer::Yes);
        assert_eq!(symbol("cp316", "PyList_SetItem"), Offer::Yes);
    }

    #[test]
    fn other_interpreters() {
        assert_eq!(offer("pypy3.11", "PyList_SetItem"), Offer::Yes);
        // 3.11 has no slot for sub-interpreters, 3.12 has; none has one for the GIL.
        assert!(refused(offer("pypy3.11", "Py_mod_multiple_interpreters"), "from 3.12 on"));
        assert_eq!(offer("pypy3.12", "Py_mod_multiple_interpreters"), Offer::Yes);
        assert_eq!(offer("pypy3.12", "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED"), Offer::Yes);
        assert!(!matches!(offer("pypy3.12", "Py_mod_gil"), Offer::Yes));
        assert_eq!(offer("graalpy25", "PyList_SetItem"), Offer::Yes);
        assert_eq!(offer("hpy0.9", "PyList_Append"), Offer::Yes);
        assert!(refused(offer("hpy0.9", "PyErr_SetInterrupt"), "counterpart"));
        assert_eq!(offer("rustpython", "PyList_Append"), Offer::Yes);
    }
}
