//! Where other auditors of wheels err: export hooks, siblings, lookups, Windows libraries, abi3t, nothing to audit.
//! Each wheel is made here; published ones are in `binary_corpus.rs`.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod binary_support;
#[path = "binary_support/pe.rs"]
mod pe;

use binary_support::{Workshop, audit};
use pilotage_scanner::binary::abi3audit::abi3audit_json;
use pilotage_scanner::binary::audit::{audit_read, read_packages};
use pilotage_scanner::binary::{Binary, InitStyle, SlotKind};

const LINUX: &str = "manylinux_2_17_x86_64.whl";
const INIT: &str =
    "extern void *PyModuleDef_Init(void *); void *PyInit__m(void) { return PyModuleDef_Init(0); }";

/// The name of a wheel of the project `name` with these tags.
fn named(name: &str, tags: &str) -> String {
    format!("{name}-1.0-{tags}-{LINUX}")
}

#[test]
fn an_export_hook_is_no_violation() {
    let shop = Workshop::new();
    let library = shop.library(
        "m.so",
        "extern void *PyType_FromSlots(void *); void *PyModExport__m(void) { return PyType_FromSlots(0); }",
        &[],
    );
    let wheel = shop.wheel(&named("hook", "cp315-abi3.abi3t"), &[("_m.abi3t.so", &library)], None);
    let audited = audit(&[&wheel], &["abi3t-3.15", "cp315", "cp315t"]);
    assert_eq!(audited.codes(), Vec::<String>::new());
    assert_eq!(audited.outcomes[0].modules, 1);
    assert_eq!(audited.outcomes[0].inits[0].1.symbol, "PyModExport__m");
}

#[test]
fn only_the_old_way_into_an_abi3t_module_is_a_note() {
    let shop = Workshop::new();
    let library = shop.library("m.so", INIT, &[]);
    let wheel = shop.wheel(&named("note", "cp315-abi3.abi3t"), &[("_m.abi3t.so", &library)], None);
    let audited = audit(&[&wheel], &[]);
    let found: Vec<_> = audited.findings().collect();
    assert_eq!(found.len(), 1, "{:?}", audited.codes());
    assert_eq!((found[0].rule.as_str(), found[0].severity.as_str()), ("BIN003", "note"));
}

#[test]
fn an_export_hook_alone_does_not_serve_older_versions() {
    let shop = Workshop::new();
    let library = shop.library("m.so", "void *PyModExport__m(void) { return 0; }", &[]);
    let wheel = shop.wheel(&named("old", "cp312-abi3"), &[("_m.abi3.so", &library)], None);
    let audited = audit(&[&wheel], &[]);
    assert_eq!(audited.codes(), ["BIN003"]);
    assert_eq!(audited.findings().next().unwrap().targets, ["cp312", "cp313", "cp314"]);
}

/// Two projects as PySide6 and shiboken6 are: the second one's library defines what the first one's modules import.
fn two_projects(shop: &Workshop) -> [std::path::PathBuf; 2] {
    let base = shop.library(
        "libbase_py.abi3.so.6.12",
        "void *PyRun_String(const char *s) { return (void *)s; } void *PyDate_FromDate(int y) { return 0; }",
        &["-Wl,-soname,libbase_py.abi3.so.6.12"],
    );
    let link = shop.path("libbase_py.abi3.so.6.12").display().to_string();
    let middle = shop.library(
        "libmiddle_py.so",
        "extern void *PyRun_String(const char *); void *middle(void) { return PyRun_String(0); }",
        &[&link, "-Wl,-soname,libmiddle_py.so"],
    );
    let link = shop.path("libmiddle_py.so").display().to_string();
    let source = format!("{INIT} extern void *middle(void); extern void *PyDate_FromDate(int); extern void *PyRun_String(const char *);
        void *use(void) {{ middle(); PyRun_String(0); return PyDate_FromDate(1); }}");
    let module = shop.library("m.so", &source, &[&link, "-Wl,--allow-shlib-undefined"]);
    [
        shop.wheel(
            &named("modules", "cp310-abi3"),
            &[("p/_m.abi3.so", &module), ("p/libmiddle_py.so", &middle)],
            None,
        ),
        shop.wheel(&named("base", "cp310-abi3"), &[("b/libbase_py.abi3.so.6.12", &base)], None),
    ]
}

#[test]
fn symbols_of_a_sibling_project_are_no_violations() {
    let shop = Workshop::new();
    let [modules, base] = two_projects(&shop);
    let together = audit(&[&modules, &base], &[]);
    assert_eq!(together.codes(), Vec::<String>::new());
    assert!(together.all_problems().is_empty(), "{:?}", together.all_problems());
}

#[test]
fn without_the_sibling_nothing_is_claimed_and_the_gap_is_named() {
    let shop = Workshop::new();
    let [modules, _] = two_projects(&shop);
    let alone = audit(&[&modules], &[]);
    assert_eq!(alone.codes(), Vec::<String>::new());
    assert!(alone.has_problem("p/_m.abi3.so", "libbase_py.abi3.so.6.12"), "{:?}", alone.all_problems());
}

#[test]
fn a_library_that_has_nothing_to_do_with_python_excuses_nothing() {
    let shop = Workshop::new();
    shop.library("libcuda.so.1", "", &["-Wl,-soname,libcuda.so.1"]);
    let link = shop.path("libcuda.so.1").display().to_string();
    let source = format!(
        "{INIT} extern void *PyRun_String(const char *); void *use(void) {{ return PyRun_String(0); }}"
    );
    let module = shop.library("m.so", &source, &["-Wl,--no-as-needed", &link]);
    let wheel = shop.wheel(&named("cuda", "cp310-abi3"), &[("_m.abi3.so", &module)], None);
    assert_eq!(audit(&[&wheel], &[]).codes(), ["BIN001 PyRun_String"]);
}

#[test]
fn names_that_are_only_looked_up() {
    let shop = Workshop::new();
    let source = format!(
        "{INIT} extern void *dlsym(void *, const char *); void *use(void) {{ return dlsym(0, \"_PyObject_GetState\"); }}"
    );
    let module = shop.library("m.so", &source, &[]);
    let wheel = shop.wheel(&named("look", "cp39-abi3"), &[("_m.abi3.so", &module)], None);
    assert_eq!(audit(&[&wheel], &[]).codes(), ["BIN005 _PyObject_GetState"]);
}

#[test]
fn the_library_that_a_windows_module_imports_from() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("cp39-abi3-win_amd64", "_m.pyd", "python3.dll", &[]),
        ("cp39-abi3-win_amd64", "_m.pyd", "python311.dll", &["BIN007"]),
        ("cp39-abi3-win_amd64", "_m.pyd", "python3t.dll", &["BIN007"]),
        ("cp315-abi3.abi3t-win_amd64", "_m.pyd", "python3t.dll", &["BIN003"]),
        ("cp315-abi3.abi3t-win_amd64", "_m.pyd", "python3.dll", &["BIN003", "BIN007"]),
        ("cp314-cp314t-win_amd64", "_m.cp314t-win_amd64.pyd", "python314.dll", &["BIN007"]),
        ("cp314-cp314t-win_amd64", "_m.cp314t-win_amd64.pyd", "PYTHON314t.DLL", &[]),
        ("cp314-cp314-win_amd64", "_m.cp313-win_amd64.pyd", "python313.dll", &["BIN003"]),
        ("cp314-cp314-win_amd64", "_m.cp314-win_amd64.pyd", "python314_d.dll", &["BIN007"]),
        ("cp314-cp314-win32", "_m.cp314-win32.pyd", "python314.dll", &["BIN003"]),
    ];
    let shop = Workshop::new();
    for (tags, member, library, expected) in cases {
        let module =
            pe::dll(&[(library, &["PyModuleDef_Init"]), ("KERNEL32.dll", &["Sleep"])], &["PyInit__m"]);
        let wheel = shop.wheel(&format!("win-1.0-{tags}.whl"), &[(member, &module)], None);
        let audited = audit(&[&wheel], &[]);
        assert_eq!(audited.codes(), *expected, "{tags} {library}: {:?}", audited.all_problems());
    }
}

#[test]
fn windows_symbols_of_other_dlls_are_nobodys_business() {
    let imports: &[(&str, &[&str])] = &[
        ("python3.dll", &["PyLong_FromLong", "PyRun_String"]),
        ("pythoncom39.dll", &["PyCom_Thing", "PyDate_FromDate"]),
    ];
    let binaries = Binary::parse(&pe::dll(imports, &["PyInit__m"])).unwrap();
    assert_eq!(binaries[0].imports.len(), 4);
    let shop = Workshop::new();
    let wheel =
        shop.wheel("com-1.0-cp39-abi3-win_amd64.whl", &[("_m.pyd", &pe::dll(imports, &["PyInit__m"]))], None);
    assert_eq!(audit(&[&wheel], &[]).codes(), ["BIN001 PyRun_String"]);
}

#[test]
fn what_abi3_has_and_abi3t_has_not() {
    let source = "extern void Py_SET_TYPE(void *, void *); extern void _Py_DecRefShared(void *);
        void *PyModExport__m(void) { Py_SET_TYPE(0, 0); _Py_DecRefShared(0); return 0; }";
    let shop = Workshop::new();
    let module = shop.library("m.so", source, &[]);
    let wheel = shop.wheel(&named("t", "cp315-abi3.abi3t"), &[("_m.abi3t.so", &module)], None);
    let codes = audit(&[&wheel], &[]).codes();
    assert!(codes.contains(&"BIN001 _Py_DecRefShared".to_owned()), "{codes:?}");
}

#[test]
fn a_wheel_without_modules_has_none() {
    let shop = Workshop::new();
    let library = shop.library("libx.so", "int answer(void) { return 42; }", &[]);
    let pure = shop.wheel("pure-1.0-py3-none-any.whl", &[("pure.py", b"")], None);
    let plain = shop.wheel(&named("plain", "py3-none"), &[("libx.so", &library)], None);
    let audited = audit(&[&pure, &plain], &[]);
    assert_eq!(audited.codes(), Vec::<String>::new());
    assert_eq!(audited.outcomes.iter().map(|o| o.modules).sum::<usize>(), 0);
    assert_eq!(audited.outcomes[1].libraries, 1);
}

#[test]
fn symbols_of_later_versions_name_all_versions_that_lack_them() {
    let shop = Workshop::new();
    let source = format!(
        "{INIT} extern void *PyType_GetName(void *); void *use(void) {{ return PyType_GetName(0); }}"
    );
    let module = shop.library("m.so", &source, &[]);
    let wheel = shop.wheel(&named("newer", "cp39-abi3"), &[("_m.abi3.so", &module)], None);
    let audited = audit(&[&wheel], &[]);
    assert_eq!(audited.codes(), ["BIN002 PyType_GetName"]);
    assert_eq!(audited.findings().next().unwrap().targets, ["abi3-3.9", "cp39", "cp310"]);
}

#[test]
fn the_report_has_the_shape_of_abi3audits() {
    let shop = Workshop::new();
    let source = format!(
        "{INIT} extern void *PyType_GetName(void *), *PyRun_String(void *); void *use(void) {{ return PyRun_String(PyType_GetName(0)); }}"
    );
    let module = shop.library("m.so", &source, &[]);
    let name = named("shape", "cp39-abi3");
    let wheel = shop.wheel(
        &name,
        &[("p/_m.abi3.so", &module), ("p/_v.cpython-39-x86_64-linux-gnu.so", &module)],
        None,
    );
    let audited = audit(&[&wheel], &[]);
    let read = read_packages(&audited.packages);
    let json = abi3audit_json(&read, &audit_read(&read, &[]));
    let expected = serde_json::json!({"specs": {wheel.display().to_string(): {"kind": "wheel", "wheel": [{
        "name": "_m.abi3.so",
        "result": {
            "is_abi3": false,
            "is_abi3_baseline_compatible": false,
            "baseline": "3.9",
            "computed": "3.11",
            "non_abi3_symbols": ["PyRun_String"],
            "future_abi3_objects": {"PyType_GetName": "3.11"},
        },
    }]}}});
    assert_eq!(json, expected);
}

#[test]
fn a_definition_is_read_through_the_relocations() {
    let source = r#"
        extern void *PyModuleDef_Init(void *);
        struct method { const char *name; void *f; int flags; const char *doc; };
        struct slot { int id; void *value; };
        struct def { long count; void *type, *init; long index; void *copy;
            const char *name, *doc; long size; struct method *methods; struct slot *slots; void *traverse, *clear, *free; };
        static void *f(void *s, void *a) { return a; }
        static int run(void *m) { return 0; }
        static struct method methods[] = { {"one", f, 1, 0}, {"two", f, 0x80, 0}, {0, 0, 0, 0} };
        static struct slot slots[] = { {2, run}, {4, (void *)1}, {3, (void *)2}, {0, 0} };
        static struct def def = { 1, 0, 0, 0, 0, "pkg._m", 0, 16, methods, slots, 0, 0, 0 };
        void *PyInit__m(void) { return PyModuleDef_Init(&def); }"#;
    let shop = Workshop::new();
    let plain: &[&str] = &[];
    for flags in [
        plain,
        &["-m32"],
        &["-Wl,-z,pack-relative-relocs"],
        &["-Wl,--hash-style=sysv"],
        &["-Wl,--hash-style=gnu", "-s"],
    ] {
        let Some(bytes) = try_library(&shop, source, flags) else { continue };
        let binary = Binary::parse(&bytes).unwrap().remove(0);
        let def = binary.module_def("_m").unwrap_or_else(|| panic!("{flags:?}"));
        assert_eq!(
            (def.name.as_str(), def.style, def.state_bytes),
            ("pkg._m", InitStyle::MultiPhase, Some(16)),
            "{flags:?}"
        );
        assert_eq!(
            def.methods.iter().map(|m| (m.name.as_str(), m.flags)).collect::<Vec<_>>(),
            [("one", 1), ("two", 0x80)]
        );
        assert_eq!(def.slot(SlotKind::Gil).unwrap().value, Some(1));
        assert_eq!(def.slot(SlotKind::MultipleInterpreters).unwrap().value, Some(2));
        assert!(!def.free_threaded);
    }
}

/// Not every gcc can build for 32 bits, not every linker packs relocations.
fn try_library(shop: &Workshop, source: &str, flags: &[&str]) -> Option<Vec<u8>> {
    let works = |source: &str| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| shop.library("m.so", source, flags))).ok()
    };
    works("int x;").and_then(|_| works(source))
}

#[test]
fn what_the_interpreter_of_the_tag_lacks() {
    let shop = Workshop::new();
    let source = format!(
        "{INIT} extern void *PyList_GetItemRef(void *, long); void *use(void) {{ return PyList_GetItemRef(0, 0); }}"
    );
    let module = shop.library("m.so", &source, &[]);
    let member = "_m.cpython-39-x86_64-linux-gnu.so";
    let wheel = shop.wheel(&named("lacks", "cp39-cp39"), &[(member, &module)], None);
    let audited = audit(&[&wheel], &["cp39", "cp313", "pypy3.11", "graalpy25", "rustpython"]);
    let found: Vec<_> =
        audited.findings().map(|f| (f.rule.as_str(), f.severity.as_str(), f.targets.clone())).collect();
    assert_eq!(found, [("API010", "error", vec!["cp39".to_owned()])]);
}
