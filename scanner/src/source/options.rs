//! Optional parts of a source: functions under `#ifdef X` where nothing says what `X` is, but that the build asks for it.
//! Reads text only; the parser takes such an `X` as defined, so that its functions are seen.

use super::lexical::{self, words};

/// Parts of names of macros that tell of a platform, a compiler, another Python, or a build that nobody ships.
const TELLING: [&str; 63] = [
    "WIN",
    "MSC",
    "MSVC",
    "MS",
    "APPLE",
    "DARWIN",
    "MAC",
    "MACOS",
    "MACOSX",
    "OSX",
    "LINUX",
    "BSD",
    "SUN",
    "SUNOS",
    "SOLARIS",
    "AIX",
    "HPUX",
    "SGI",
    "IRIX",
    "CYGWIN",
    "MINGW",
    "ANDROID",
    "WASM",
    "EMSCRIPTEN",
    "WASI",
    "OS2",
    "RISCOS",
    "VMS",
    "QNX",
    "HAIKU",
    "BEOS",
    "AMIGA",
    "GNUC",
    "CLANG",
    "PYPY",
    "PY2",
    "JYTHON",
    "GRAALVM",
    "CYTHON",
    "DEBUG",
    "DEBUGGING",
    "TEST",
    "TESTS",
    "TESTING",
    "TRACE",
    "VERBOSE",
    "PROFILE",
    "PROFILING",
    "BENCH",
    "BENCHMARK",
    "STANDALONE",
    "MAIN",
    "DISABLE",
    "DISABLED",
    "NO",
    "NOT",
    "WITHOUT",
    "STATS",
    "FUZZ",
    "UNUSED",
    "OLD",
    "NPY",
    "REPORT",
];
/// Beginnings of such parts: `WIN32`, `SSE42`.
const FAMILIES: [&str; 14] = [
    "WIN", "BSD", "SSE", "AVX", "NEON", "VSX", "ASIMD", "SIMD", "ARM", "X86", "PY3", "PYTHON", "DEBUG", "LOG",
];

/// The macros to take as defined: each opens a range without `#else` that was skipped and that holds functions.
pub(super) fn of(text: &[u8], skipped: &[(usize, usize)]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for &(start, end) in skipped {
        let Some(name) = asked(text, start) else { continue };
        let inside = text.get(start..end).unwrap_or_default();
        let known = names.iter().any(|known| known == name);
        if known || is_telling(name) || !holds_function(inside) || !ends_alone(text, end) {
            continue;
        }
        if !is_of_system(name, inside) && !is_defined_somewhere(text, name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The one macro that the directive at the start of a skipped range asks for.
fn asked(text: &[u8], start: usize) -> Option<&str> {
    let line_start = text.get(..start)?.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = &text[line_start..lexical::directive_end(text, line_start)];
    let is_negated = line.contains(&b'!') || line.contains(&b'|') || line.contains(&b'&');
    let mut all = words(line, 0, line.len());
    let first = all.next()?.name;
    let name = match first {
        "ifdef" => all.next()?.name,
        "if" if !is_negated && all.next()?.name == "defined" => all.next()?.name,
        _ => return None,
    };
    (all.next().is_none() && !name.starts_with('_')).then_some(name)
}

fn is_telling(name: &str) -> bool {
    name.chars().any(|c| c.is_ascii_lowercase())
        || name
            .split('_')
            .any(|part| TELLING.contains(&part) || FAMILIES.iter().any(|family| part.starts_with(family)))
}

/// A function's body begins and ends in the first column.
fn holds_function(text: &[u8]) -> bool {
    let is_end = |pair: &[u8]| pair == b"\n}";
    let opens =
        memchr::memmem::find(text, b")\n{").is_some() || memchr::memmem::find(text, b") {\n").is_some();
    opens && text.windows(2).any(is_end)
}

/// The range ends with its `#endif`.
fn ends_alone(text: &[u8], end: usize) -> bool {
    let line_start =
        text[..end.min(text.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = &text[line_start..lexical::directive_end(text, line_start)];
    words(line, 0, line.len()).next().is_some_and(|word| word.name == "endif")
}

/// `HAVE_LCHFLAGS` about a call of `lchflags`: whether the system has it is known.
fn is_of_system(name: &str, inside: &[u8]) -> bool {
    let Some(wanted) = name.strip_prefix("HAVE_") else { return false };
    let wanted = wanted.to_ascii_lowercase();
    let is_header = wanted.ends_with("_h");
    is_header
        || words(inside, 0, inside.len()).any(|word| word.name == wanted && lexical::is_called(inside, word))
}

/// The source itself says when the macro is defined.
fn is_defined_somewhere(text: &[u8], name: &str) -> bool {
    memchr::memchr_iter(b'#', text).any(|at| {
        let mut all = words(text, at, (at + 200).min(text.len()));
        all.next().is_some_and(|word| matches!(word.name, "define" | "undef"))
            && all.next().is_some_and(|word| word.name == name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_source(text: &str) -> Vec<String> {
        let start = text.find("#if").unwrap();
        of(text.as_bytes(), &[(start, text.find("#e").unwrap() + 1)])
    }

    const BODY: &str = "\nint\nf(void)\n{\n  return g();\n}\n#endif\n";

    #[test]
    fn what_nothing_defines_is_an_option() {
        assert_eq!(of_source(&format!("#ifdef HAVE_LIBTIFF{BODY}")), ["HAVE_LIBTIFF"]);
        assert_eq!(of_source(&format!("#if defined(PSYCOPG_EXTENSIONS){BODY}")), ["PSYCOPG_EXTENSIONS"]);
    }

    #[test]
    fn platforms_builds_and_what_the_source_says_are_none() {
        for line in [
            "#ifdef MS_WINDOWS",
            "#ifdef WIN32",
            "#ifdef __APPLE__",
            "#ifdef Py_DEBUG",
            "#ifndef HAVE_X",
            "#ifdef HAVE_G",
            "#if defined(A) && defined(B)",
            "#ifdef NO_THREADS",
            "#ifdef MY_TESTING",
            "#if 0",
        ] {
            assert!(of_source(&format!("{line}{BODY}")).is_empty(), "{line}");
        }
        assert!(of_source(&format!("#ifdef A{BODY}#define A")).is_empty());
        assert!(of_source("#ifdef A\nint x;\n#endif").is_empty());
        assert!(of_source(&format!("#ifdef A{}", BODY.replace("#endif", "#else"))).is_empty());
    }
}
