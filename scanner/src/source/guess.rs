//! The inference prelude: what a source needs and nobody gave is guessed, so that the rest of it can be read.
//! Guessed headers are empty, guessed types are `long`, and nothing guessed is ever reported on.

mod clue;
mod prelude;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use clue::Clue;
pub(super) use prelude::PRELUDE;

use clue::{Access, Usage, is_identifier, is_of_python, is_plain_path};

/// What a unit lacks, as its errors tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Guesses {
    headers: BTreeSet<String>,
    /// The unit uses the C-API and includes nothing of it: it is a part, or its own header includes `Python.h`.
    includes_python: bool,
    /// Types by name; those with members become structs.
    types: BTreeMap<String, BTreeSet<String>>,
    /// What the types are that are no numbers.
    shapes: BTreeMap<String, Shape>,
    /// `struct` tags and the members used.
    tags: BTreeMap<String, BTreeSet<String>>,
    /// Guessed members that are no numbers.
    fields: BTreeMap<String, Shape>,
    /// Members of what guessed pointers point to, and of guessed records within others.
    any: BTreeSet<String>,
    constants: BTreeSet<String>,
    variables: BTreeMap<String, Variable>,
    functions: BTreeSet<String>,
    /// Functions that give a pointer to something.
    pointer_functions: BTreeSet<String>,
    macros: BTreeMap<String, Macro>,
    /// Functions of older Pythons, which are described.
    old: BTreeSet<String>,
    /// What the unit itself declares in another way.
    wrong: BTreeSet<String>,
}

/// What a guessed type or member is, if not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Has members.
    Record,
    /// Points to something that has members.
    Pointer,
    /// Is called.
    Function,
    /// Is indexed.
    Array,
    /// A type whose values lie in a guessed record.
    Inner,
}

/// A guessed variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variable {
    Number,
    Pointer,
    Record,
    Array,
    /// `PyObject *`.
    Object,
    /// `PyTypeObject`.
    Type,
}

/// A guessed macro.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Macro {
    /// Nothing.
    Empty,
    /// `MACRO(...)` that is nothing.
    Statement,
    /// `STEALS(1)` before a function.
    Steals,
    /// A string.
    Text,
    /// `MACRO(a, b)` that opens a type object.
    Head,
}

/// The names of what any guessed pointer points to, and of any record within a guessed one.
const ANY: &str = "pil_any";

impl Guesses {
    /// Learns from one error; true when that was new.
    pub(super) fn learn(&mut self, clue: &Clue<'_>) -> bool {
        let message = clue.message;
        if message.starts_with("expected") {
            return self.learn_macro(clue);
        }
        if message.starts_with("called object type") {
            return self.learn_call(clue);
        }
        if message.starts_with("cannot take the address of an rvalue") {
            return clue.addressed().is_some_and(|name| self.make_variable(name));
        }
        if message.starts_with("expression is not assignable") {
            return clue.word().is_some_and(|name| self.make_variable(name));
        }
        if message.starts_with("subscripted value is not") {
            return clue.accessed().is_some_and(|(name, _)| self.shape_field(name, Shape::Array));
        }
        if message.contains("incompatible type") {
            return self.learn_inner(clue);
        }
        let Some(name) = clue.quoted(0) else { return false };
        if message.ends_with("file not found") {
            return is_plain_path(name) && self.headers.insert(name.to_owned());
        }
        if message.starts_with("member reference") {
            return self.learn_access(clue, name);
        }
        if message.starts_with("no member named") {
            return self.learn_member(clue, name);
        }
        if message.contains("incomplete") {
            return self.learn_tag(clue);
        }
        if !is_identifier(name) {
            return false;
        }
        let is_declared =
            message.starts_with("redefinition of") || message.starts_with("typedef redefinition");
        if is_declared {
            return self.forget(clue.word().unwrap_or(name));
        }
        if message.starts_with("unknown type name") {
            return if clue.is_attribute(name) {
                self.make_macro(name, Macro::Empty)
            } else {
                self.make_type(name)
            };
        }
        if message.starts_with("call to undeclared function") {
            return self.learn_old(name);
        }
        if message.starts_with("use of undeclared identifier") {
            return self.learn_name(clue, name);
        }
        false
    }

    /// The unit names the C-API although nothing of it was included: everything else that was learnt may be a
    /// consequence of that. True when that was new.
    pub(super) fn include_python(&mut self) -> bool {
        if self.includes_python {
            return false;
        }
        let headers = std::mem::take(&mut self.headers);
        *self = Guesses { headers, includes_python: true, ..Guesses::default() };
        true
    }

    /// The guessed macros.
    pub(super) fn macros(&self) -> Vec<String> {
        self.macros.keys().cloned().collect()
    }

    fn learn_name(&mut self, clue: &Clue<'_>, name: &str) -> bool {
        if self.types.contains_key(name) || self.wrong.contains(name) {
            return false;
        }
        match clue.usage(name) {
            Usage::Type => self.make_type(name),
            Usage::Function => {
                self.learn_old(name) || (!self.old.contains(name) && self.functions.insert(name.to_owned()))
            }
            Usage::Text => self.make_macro(name, Macro::Text),
            Usage::Pointer => self.set_variable(name, Variable::Pointer),
            Usage::Record => self.set_variable(name, Variable::Record),
            Usage::Array => self.set_variable(name, Variable::Array),
            Usage::Variable => self.set_variable(name, Variable::Number),
            Usage::Object => self.set_variable(name, Variable::Object),
            Usage::Constant => !self.variables.contains_key(name) && self.constants.insert(name.to_owned()),
        }
    }

    /// A function of Python 2 and its like: what it takes and gives is known.
    fn learn_old(&mut self, name: &str) -> bool {
        prelude::old_prototype(name).is_some()
            && !self.wrong.contains(name)
            && self.old.insert(name.to_owned())
    }

    fn make_type(&mut self, name: &str) -> bool {
        if self.wrong.contains(name) || self.types.contains_key(name) {
            return false;
        }
        self.constants.remove(name);
        self.functions.remove(name);
        self.variables.remove(name);
        self.types.insert(name.to_owned(), BTreeSet::new());
        true
    }

    fn make_macro(&mut self, name: &str, what: Macro) -> bool {
        if self.wrong.contains(name) || self.macros.contains_key(name) {
            return false;
        }
        self.functions.remove(name);
        self.constants.remove(name);
        self.macros.insert(name.to_owned(), what);
        true
    }

    fn set_variable(&mut self, name: &str, what: Variable) -> bool {
        self.constants.remove(name);
        let known = self.variables.get(name).copied();
        // What was first seen as a number may turn out to be more; nothing else changes again.
        if known.is_some_and(|known| known != Variable::Number) || known == Some(what) {
            return false;
        }
        self.variables.insert(name.to_owned(), what);
        true
    }

    /// A constant whose address is taken, or that is assigned.
    fn make_variable(&mut self, name: &str) -> bool {
        if !self.constants.contains(name) {
            return false;
        }
        let is_type = name.ends_with("Type");
        self.set_variable(name, if is_type { Variable::Type } else { Variable::Number })
    }

    fn learn_macro(&mut self, clue: &Clue<'_>) -> bool {
        if let Some(name) = clue.head_macro() {
            return self.make_macro(name, Macro::Head);
        }
        if let Some(name) = clue.text_macro() {
            return self.make_macro(name, Macro::Text);
        }
        let is_statement = clue.message.starts_with("expected ';' after expression");
        let is_mark = clue.message.starts_with("expected ';' after top level declarator");
        if (is_statement || is_mark)
            && let Some(name) = clue.statement_macro()
        {
            let steals = is_mark && name == "STEALS";
            return self.make_macro(name, if steals { Macro::Steals } else { Macro::Statement });
        }
        false
    }

    fn learn_call(&mut self, clue: &Clue<'_>) -> bool {
        if let Some(name) = clue.quoted(0).filter(|name| self.types.contains_key(*name)) {
            return self.shape_type(name, Shape::Function);
        }
        clue.called().is_some_and(|name| self.shape_field(name, Shape::Function))
    }

    /// `a->b` or `a.b` where `a` was guessed to be a number.
    fn learn_access(&mut self, clue: &Clue<'_>, of: &str) -> bool {
        let shape = if clue.message.contains("is not a pointer") { Shape::Pointer } else { Shape::Record };
        if clue.message.contains("did you mean to use") {
            return false;
        }
        if self.types.contains_key(of) {
            let fresh = self.shape_type(of, shape);
            let member = clue.member().map(str::to_owned);
            return match (self.types.get_mut(of), member) {
                (Some(members), Some(member)) => members.insert(member) || fresh,
                _ => fresh,
            };
        }
        match clue.accessed() {
            Some((name, Access::Member)) => self.shape_field(name, shape),
            Some((name, Access::Result)) if self.functions.contains(name) && shape == Shape::Pointer => {
                self.pointer_functions.insert(name.to_owned())
            }
            _ => false,
        }
    }

    /// A value of a guessed type goes into a member that was guessed to be a record, or comes out of it.
    fn learn_inner(&mut self, clue: &Clue<'_>) -> bool {
        let quoted: Vec<&str> = (0..3).filter_map(|n| clue.quoted(n)).collect();
        let is_inner = quoted.iter().any(|name| name.strip_prefix("struct ") == Some(prelude::INNER));
        let ours = quoted.iter().find(|name| self.types.contains_key(**name)).filter(|_| is_inner);
        ours.is_some_and(|name| self.shape_type(name, Shape::Inner))
    }

    fn shape_type(&mut self, name: &str, shape: Shape) -> bool {
        if self.shapes.contains_key(name) {
            return false;
        }
        self.shapes.insert(name.to_owned(), shape);
        true
    }

    fn shape_field(&mut self, name: &str, shape: Shape) -> bool {
        if self.fields.contains_key(name) {
            return false;
        }
        self.fields.insert(name.to_owned(), shape);
        true
    }

    fn learn_member(&mut self, clue: &Clue<'_>, name: &str) -> bool {
        let Some(record) = clue.quoted(1).filter(|_| is_identifier(name)) else { return false };
        let record = record.strip_prefix("struct ").unwrap_or(record);
        if record == ANY || record == prelude::INNER {
            return self.any.insert(name.to_owned());
        }
        let record = record.strip_suffix(prelude::POINTED).unwrap_or(record);
        match self.types.get_mut(record).or(self.tags.get_mut(record)) {
            Some(members) => members.insert(name.to_owned()),
            None => false,
        }
    }

    fn learn_tag(&mut self, clue: &Clue<'_>) -> bool {
        let tags = (0..2).filter_map(|n| clue.quoted(n)?.strip_prefix("struct "));
        let Some(tag) = tags.into_iter().find(|tag| is_identifier(tag) && !tag.starts_with("pil_")) else {
            return false;
        };
        let fresh = !self.tags.contains_key(tag);
        let member = clue.member().map(str::to_owned);
        let members = self.tags.entry(tag.to_owned()).or_default();
        member.is_some_and(|member| members.insert(member)) || fresh
    }

    /// Takes a guess back that the unit contradicts.
    fn forget(&mut self, name: &str) -> bool {
        let is_guess = self.types.remove(name).is_some()
            | self.constants.remove(name)
            | self.functions.remove(name)
            | self.old.remove(name)
            | self.variables.remove(name).is_some();
        if is_guess {
            self.wrong.insert(name.to_owned());
        }
        is_guess
    }
}

/// An error says that nothing declares this name of the C-API.
pub(super) fn missed_python_name(message: &str) -> Option<&str> {
    let is_missed =
        message.starts_with("unknown type name") || message.starts_with("use of undeclared identifier");
    message.split('\'').nth(1).filter(|name| is_missed && is_of_python(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learnt(text: &str, steps: &[(&str, &str)]) -> Guesses {
        let mut guesses = Guesses::default();
        for (message, at) in steps {
            let offset = text.find(at).unwrap();
            guesses.learn(&Clue { message, text: text.as_bytes(), offset });
        }
        guesses
    }

    #[test]
    fn types_constants_functions_and_attributes() {
        let text = "NPY_NO_EXPORT int f(foo_t *p) { return p->len + LIMIT + work(1); }";
        let guesses = learnt(
            text,
            &[
                ("unknown type name 'NPY_NO_EXPORT'", "NPY_NO"),
                ("unknown type name 'foo_t'", "foo_t"),
                ("member reference base type 'foo_t' (aka 'long') is not a structure or union", "p->"),
                ("use of undeclared identifier 'LIMIT'", "LIMIT"),
                ("use of undeclared identifier 'work'", "work"),
                ("'sys/odd.h' file not found", "int"),
                ("'../../etc/x.h' file not found", "int"),
            ],
        );
        let prelude = guesses.prelude(false);
        assert!(prelude.contains("#define NPY_NO_EXPORT\n"), "{prelude}");
        assert!(prelude.contains("typedef struct foo_t { long pil_guessed; long len; } foo_t;"), "{prelude}");
        assert!(prelude.contains("enum { LIMIT ="), "{prelude}");
        assert!(prelude.contains("long work();"), "{prelude}");
        assert_eq!(guesses.headers.iter().collect::<Vec<_>>(), ["sys/odd.h"]);
    }

    #[test]
    fn a_name_is_a_type_or_a_constant() {
        let text = "{ int n = sizeof(X); X name; }";
        let undeclared = "use of undeclared identifier 'X'";
        let guesses = learnt(text, &[(undeclared, "X)"), (undeclared, "X name")]);
        let prelude = guesses.prelude(false);
        assert!(prelude.contains("typedef long X;") && !prelude.contains("enum { X"), "{prelude}");
    }

    #[test]
    fn pointers_functions_and_objects() {
        let text = "{ im->mode = self->conn->mutex; hook(1); f(&Bytes_Type, &LIMIT);\n LOCK(a)\n x(); }";
        let guesses = learnt(
            text,
            &[
                ("unknown type name 'Imaging'", "im"),
                ("member reference type 'Imaging' (aka 'long') is not a pointer", "im->"),
                ("member reference type 'long' is not a pointer", "->mutex"),
                ("no member named 'mutex' in 'struct pil_any'", "mutex"),
                ("unknown type name 'hook_t'", "hook"),
                ("called object type 'hook_t' (aka 'long') is not a function or function pointer", "hook"),
                ("use of undeclared identifier 'Bytes_Type'", "Bytes_Type"),
                ("use of undeclared identifier 'LIMIT'", "LIMIT"),
                ("cannot take the address of an rvalue of type 'int'", "&Bytes"),
                ("expected ';' after expression", "\n x"),
            ],
        );
        let prelude = guesses.prelude(false);
        for line in [
            "typedef struct Imaging_pointed { long pil_guessed; long mode; } *Imaging;",
            "typedef long (*hook_t)();",
            "struct pil_any { long pil_guessed; long mutex; };",
            "extern PyTypeObject Bytes_Type;",
            "enum { LIMIT =",
            "#define LOCK(...)",
        ] {
            assert!(prelude.contains(line), "{line}: {prelude}");
        }
        assert_eq!(guesses.fields.get("conn"), Some(&Shape::Pointer));
    }

    #[test]
    fn functions_of_python_2_have_their_prototypes() {
        let undeclared =
            |name: &str| format!("call to undeclared function '{name}'; ISO C99 and later do not");
        let text = "PyString_Concat(a, b); other(1);";
        let (old, other) = (undeclared("PyString_Concat"), undeclared("other"));
        let prelude = learnt(text, &[(&old, "PyString"), (&other, "other")]).prelude(false);
        assert!(
            prelude.contains("void PyString_Concat(PyObject **") && !prelude.contains("other"),
            "{prelude}"
        );
    }

    #[test]
    fn marks_of_ownership_are_kept() {
        let text = "\nSTEALS(1) static int f(PyObject *a);\nBORROWED PyObject *g(void);";
        let steps = [
            ("expected ';' after top level declarator", " static"),
            ("unknown type name 'BORROWED'", "BORROWED"),
        ];
        let prelude = learnt(text, &steps).prelude(false);
        assert!(
            prelude.contains("#define BORROWED __attribute__((cpychecker_returns_borrowed_ref))"),
            "{prelude}"
        );
        assert!(prelude.contains("#define STEALS(n) __attribute__((cpychecker_steals"), "{prelude}");
    }

    #[test]
    fn python_comes_alone() {
        let mut guesses = learnt("PyObject *f(foo_t *p)", &[("unknown type name 'PyObject'", "PyObject")]);
        assert_eq!(missed_python_name("unknown type name 'PyObject'"), Some("PyObject"));
        assert_eq!(missed_python_name("use of undeclared identifier 'PyIsland'"), None);
        assert!(guesses.include_python() && !guesses.include_python());
        let prelude = guesses.prelude(false);
        assert!(
            prelude.starts_with("#include <Python.h>\n") && !prelude.contains("typedef long"),
            "{prelude}"
        );
    }
}
