//! The guesses as C: the header that is included before everything else, and the empty headers beside it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::{ANY, Guesses, Macro, Shape, Variable};

/// The file that is included before everything else.
pub(in crate::source) const PRELUDE: &str = "pilotage-prelude.h";

/// A record within a guessed one.
pub(super) const INNER: &str = "pil_inner";

/// Ends the tag of what a guessed pointer type points to.
pub(super) const POINTED: &str = "_pointed";

impl Guesses {
    /// Writes the prelude and the empty headers below `folder`.
    pub(in crate::source) fn write(&self, folder: &Path, cplusplus: bool) -> io::Result<()> {
        std::fs::create_dir_all(folder)?;
        for header in &self.headers {
            let path = folder.join(header);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, "")?;
        }
        std::fs::write(folder.join(PRELUDE), self.prelude(cplusplus))
    }

    pub(super) fn prelude(&self, cplusplus: bool) -> String {
        let mut text = String::new();
        if self.includes_python {
            text.push_str("#include <Python.h>\n");
        }
        self.macros_to(&mut text);
        self.types_to(&mut text);
        self.variables_to(&mut text);
        self.old_to(&mut text);
        for name in &self.functions {
            let result = if self.pointer_functions.contains(name) { "struct pil_any *" } else { "long " };
            let _ = if cplusplus {
                writeln!(text, "template <class... T> {result}{name}(T...);")
            } else {
                writeln!(text, "{result}{name}();")
            };
        }
        // Distinct values: several may be the cases of one switch.
        for (at, name) in self.constants.iter().enumerate() {
            let _ = writeln!(text, "enum {{ {name} = {} }};", 1_000_003 + at);
        }
        text
    }

    fn old_to(&self, text: &mut String) {
        if self.old.is_empty() {
            return;
        }
        text.push_str("#include <Python.h>\ntypedef void (*PyCObject_Destructor)(void *);\n");
        text.push_str("#ifdef __cplusplus\nextern \"C\" {\n#endif\n");
        for prototype in self.old.iter().filter_map(|name| old_prototype(name)) {
            let _ = writeln!(text, "{prototype};");
        }
        text.push_str("#ifdef __cplusplus\n}\n#endif\n");
    }

    fn macros_to(&self, text: &mut String) {
        for (name, what) in &self.macros {
            let _ = match what {
                // A mark of this name before a function says the same in every project.
                Macro::Empty if name == "BORROWED" => {
                    writeln!(text, "#define {name} __attribute__((cpychecker_returns_borrowed_ref))")
                }
                Macro::Empty => writeln!(text, "#define {name}"),
                Macro::Steals => {
                    writeln!(text, "#define {name}(n) __attribute__((cpychecker_steals_reference_to_arg(n)))")
                }
                Macro::Statement => writeln!(text, "#define {name}(...)"),
                Macro::Text => writeln!(text, "#define {name} \"\\1\""),
                Macro::Head => writeln!(text, "#define {name}(type, size) PyVarObject_HEAD_INIT(type, size)"),
            };
        }
    }

    fn types_to(&self, text: &mut String) {
        let is_used =
            !self.fields.is_empty() || !self.pointer_functions.is_empty() || !self.variables.is_empty();
        if is_used {
            let _ = writeln!(text, "struct {INNER} {{ long pil_guessed; {}}};", self.fields(&self.any, true));
            let _ = writeln!(text, "struct {ANY} {{ long pil_guessed; {}}};", self.fields(&self.any, false));
        }
        for (name, members) in self.types.iter().filter(|(name, _)| !self.macros.contains_key(*name)) {
            let fields = || self.fields(members, false);
            let _ = match self.shapes.get(name) {
                None => writeln!(text, "typedef long {name};"),
                Some(Shape::Array) => writeln!(text, "typedef long *{name};"),
                Some(Shape::Inner) => writeln!(text, "typedef struct {INNER} {name};"),
                Some(Shape::Function) => writeln!(text, "typedef long (*{name})();"),
                Some(Shape::Pointer) => {
                    writeln!(
                        text,
                        "typedef struct {name}{POINTED} {{ long pil_guessed; {}}} *{name};",
                        fields()
                    )
                }
                Some(Shape::Record) => {
                    writeln!(text, "typedef struct {name} {{ long pil_guessed; {}}} {name};", fields())
                }
            };
        }
        for (tag, members) in self.tags.iter().filter(|(tag, _)| !self.types.contains_key(*tag)) {
            let _ = writeln!(text, "struct {tag} {{ long pil_guessed; {}}};", self.fields(members, false));
        }
    }

    /// The members of a record; one that lies within another holds no further ones.
    fn fields(&self, members: &BTreeSet<String>, is_inner: bool) -> String {
        members.iter().fold(String::new(), |mut all, member| {
            let _ = match self.fields.get(member) {
                Some(Shape::Record) if !is_inner => write!(all, "struct {INNER} {member}; "),
                Some(Shape::Pointer) => write!(all, "struct {ANY} *{member}; "),
                Some(Shape::Function) => write!(all, "long (*{member})(); "),
                Some(Shape::Array) => write!(all, "long *{member}; "),
                _ => write!(all, "long {member}; "),
            };
            all
        })
    }

    fn variables_to(&self, text: &mut String) {
        for (name, what) in self.variables.iter().filter(|(name, _)| !self.types.contains_key(*name)) {
            let _ = match what {
                Variable::Number => writeln!(text, "extern long {name};"),
                Variable::Pointer => writeln!(text, "extern struct {ANY} *{name};"),
                Variable::Record => writeln!(text, "extern struct {ANY} {name};"),
                Variable::Array => writeln!(text, "extern long {name}[];"),
                Variable::Object => writeln!(text, "extern struct _object *{name};"),
                Variable::Type => writeln!(text, "#include <Python.h>\nextern PyTypeObject {name};"),
            };
        }
    }
}

/// Types that a prototype may name here: those of C and of `Python.h`.
const KNOWN: [&str; 14] = [
    "PyObject",
    "PyTypeObject",
    "PyMethodDef",
    "PyThreadState",
    "PyInterpreterState",
    "PyCObject_Destructor",
    "Py_ssize_t",
    "Py_UNICODE",
    "PyCodeObject",
    "PyFrameObject",
    "PyCapsule_Destructor",
    "FILE",
    "size_t",
    "va_list",
];

/// The prototype of a function of older Pythons, when its types are known without other headers.
pub(super) fn old_prototype(name: &str) -> Option<&'static str> {
    let prototype = crate::ownership::prototype(name)?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_type = |word: &str| KNOWN.contains(&word) || C_WORDS.contains(&word);
    let (head, params) = prototype.split_once('(')?;
    let known = |text: &str| {
        let mut all =
            text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty() && !QUALIFIERS.contains(word));
        all.next().is_none_or(is_type)
    };
    let is_known = known(head) && params.trim_end_matches(')').split(',').all(known);
    (is_known && name.starts_with(['P', '_'])).then_some(prototype)
}

const QUALIFIERS: [&str; 3] = ["const", "struct", "unsigned"];
const C_WORDS: [&str; 8] = ["void", "char", "int", "long", "short", "double", "float", "signed"];
