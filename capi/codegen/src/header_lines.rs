//! Single lines of the analysis headers: prototypes, wrappers, defines, and the gates around them.

use std::fmt::Write as _;

use crate::cdecl::{Declared, Signature, Type};
use crate::layout::since;
use crate::model::Item;

/// Functions that do not return: without the attribute, paths would go on behind them.
const NO_RETURN: &[&str] = &[
    "Py_FatalError",
    "_Py_FatalErrorFunc",
    "_Py_FatalErrorFormat",
    "Py_Exit",
    "Py_ExitStatusException",
    "PyThread_exit_thread",
    "_Py_FatalRefcountErrorFunc",
    "_PyObject_AssertFailed",
];

/// Lines with the version that opens them, printed with neighbours of one version under one `#if`.
#[derive(Default)]
pub(crate) struct Gated(Vec<(u8, String)>);

impl Gated {
    pub(crate) fn push(&mut self, minor: u8, line: String) {
        self.0.push((minor, line));
    }

    pub(crate) fn print(self) -> String {
        let mut out = String::new();
        let mut open = 9;
        for (minor, line) in self.0 {
            if minor != open {
                if open > 9 {
                    out.push_str("#endif\n");
                }
                if minor > 9 {
                    let _ = writeln!(out, "#if {}", since(minor));
                }
                open = minor;
            }
            out.push_str(&line);
            out.push('\n');
        }
        if open > 9 {
            out.push_str("#endif\n");
        }
        out
    }
}

impl Extend<(u8, String)> for Gated {
    fn extend<T: IntoIterator<Item = (u8, String)>>(&mut self, lines: T) {
        self.0.extend(lines);
    }
}

pub(crate) fn prototype(item: &Item, name: &str) -> Option<(u8, String)> {
    let declared = item.declared.as_ref()?;
    let attribute = if NO_RETURN.contains(&item.name.as_str()) { "__attribute__((noreturn)) " } else { "" };
    let unnamed = Declared { name: name.to_owned(), ty: declared.ty.clone() };
    let newest = format!("{attribute}{};", nameless(&unnamed));
    let Some(minor) = changed_in(item) else { return Some((item.since, newest)) };
    // A call with the arguments of its time is no mistake, and must not be lost as one. The scanner asks for old calls
    // when it meets some in a source that is read as one of a newer version.
    let Type::Function(returns, _) = &unnamed.ty else { return Some((item.since, newest)) };
    let older = strip(returns).declare(&format!("{name}(PIL_ANY_ARGUMENTS)"));
    Some((
        item.since,
        format!("#if {} && !defined(PIL_OLD_CALLS)\n{newest}\n#else\n{older};\n#endif", since(minor)),
    ))
}

/// The first version whose signature is the one described, where older versions had another: `allow` says so.
pub(crate) fn changed_in(item: &Item) -> Option<u8> {
    let versions = item.allow.keys().filter_map(|key| key.strip_prefix("signature-3.")?.parse::<u8>().ok());
    versions.max().map(|last| last + 1).filter(|minor| *minor > item.since)
}

/// The declaration without names of parameters: `new` or `class` would break C++.
fn nameless(declared: &Declared) -> String {
    strip(&declared.ty).declare(&declared.name)
}

pub(crate) fn strip(ty: &Type) -> Type {
    match ty {
        Type::Base(base) => Type::Base(base.clone()),
        Type::Pointer(to, qualifiers) => Type::Pointer(Box::new(strip(to)), qualifiers.clone()),
        Type::Array(of, size) => Type::Array(Box::new(strip(of)), size.clone()),
        Type::Function(returns, signature) => {
            let params = signature.params.iter();
            let params = params.map(|p| Declared { name: String::new(), ty: strip(&p.ty) }).collect();
            Type::Function(Box::new(strip(returns)), Signature { params, variadic: signature.variadic })
        }
    }
}

/// `#define F(a, b) F(_PyObject_CAST(a), (b))`: the casts that CPython's macro of that name makes.
pub(crate) fn wrapper(item: &Item) -> String {
    if item.variadic {
        return format!("#define {0} {0}", item.name);
    }
    let names: Vec<String> = (0..item.params.len()).map(|i| format!("a{i}")).collect();
    let arguments = item.params.iter().zip(&names).map(|(param, name)| match param.c_type.as_str() {
        "PyObject *" => format!("_PyObject_CAST({name})"),
        "PyVarObject *" => format!("_PyVarObject_CAST({name})"),
        "PyTypeObject *" => format!("_PyType_CAST({name})"),
        _ => format!("({name})"),
    });
    let arguments: Vec<String> = arguments.collect();
    format!("#define {0}({1}) {0}({2})", item.name, names.join(", "), arguments.join(", "))
}

pub(crate) fn define(name: &str, value: &str) -> String {
    let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match (value.is_empty(), plain || is_wrapped(value) || value.starts_with('"')) {
        (true, _) => format!("#define {name}"),
        (_, true) => format!("#define {name} {value}"),
        _ => format!("#define {name} ({value})"),
    }
}

/// One pair of parentheses holds everything: `(a | b)`, but not `(a) | (b)`.
fn is_wrapped(value: &str) -> bool {
    let Some(inner) = value.strip_prefix('(').and_then(|v| v.strip_suffix(')')) else { return false };
    let mut depth = 0_i32;
    inner.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_kept_together() {
        assert_eq!(define("A", ""), "#define A");
        assert_eq!(define("A", "0x10"), "#define A 0x10");
        assert_eq!(define("A", "-1"), "#define A (-1)");
        assert_eq!(define("A", "(a | b)"), "#define A (a | b)");
        assert_eq!(define("A", "(a) | (b)"), "#define A ((a) | (b))");
        assert_eq!(define("A", "\"x\""), "#define A \"x\"");
    }

    #[test]
    fn older_signatures_take_any_arguments() {
        let text = "f:\n  c: int *f(int a, int b)\n  header: x.h\n  allow: {signature-3.9: one parameter, signature-3.12: the same}\n";
        let (name, placed) = crate::manifest::read_one("x.yaml", text).unwrap().remove(0);
        let item = crate::model::resolve(&name, &placed).unwrap();
        let (minor, line) = prototype(&item, "f").unwrap();
        assert_eq!(minor, 9);
        assert_eq!(
            line,
            "#if PIL_PYTHON >= 0x030D0000 && !defined(PIL_OLD_CALLS)\nint *f(int, int);\n#else\nint *f(PIL_ANY_ARGUMENTS);\n#endif"
        );
    }

    #[test]
    fn neighbours_of_one_version_share_a_gate() {
        let mut gated = Gated::default();
        for (minor, line) in [(9, "a"), (13, "b"), (13, "c"), (15, "d"), (9, "e")] {
            gated.push(minor, line.to_owned());
        }
        let expected =
            "a\n#if PIL_PYTHON >= 0x030D0000\nb\nc\n#endif\n#if PIL_PYTHON >= 0x030F0000\nd\n#endif\ne\n";
        assert_eq!(gated.print(), expected);
    }
}
