//! The inference prelude: what a source needs and nobody gave is guessed, so that the rest of it can be read.
//! Guessed headers are empty, guessed types are `long`, and nothing guessed is ever reported on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use super::lexical::{next_code_byte, words};

/// What a unit lacks, as its errors tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Guesses {
    headers: BTreeSet<String>,
    /// Types by name; those with members become structs.
    types: BTreeMap<String, BTreeSet<String>>,
    /// Types that are used like structs.
    structs: BTreeSet<String>,
    /// `struct` tags and the members used.
    tags: BTreeMap<String, BTreeSet<String>>,
    constants: BTreeSet<String>,
    functions: BTreeSet<String>,
    empty_macros: BTreeSet<String>,
}

/// An error and the text it points into.
pub(super) struct Clue<'t> {
    pub(super) message: &'t str,
    pub(super) text: &'t [u8],
    pub(super) offset: usize,
}

/// The file that is included before everything else.
pub(super) const PRELUDE: &str = "pilotage-prelude.h";

impl Guesses {
    /// Learns from one error; true when that was new.
    pub(super) fn learn(&mut self, clue: &Clue<'_>) -> bool {
        let message = clue.message;
        let Some(name) = quoted(message, 0) else { return false };
        if message.ends_with("file not found") {
            return is_plain_path(name) && self.headers.insert(name.to_owned());
        }
        if message.starts_with("member reference base type") {
            return is_identifier(name) && self.types.contains_key(name) && self.add_member(name, clue);
        }
        if message.starts_with("no member named") {
            let Some(record) = quoted(message, 1) else { return false };
            let record = record.strip_prefix("struct ").unwrap_or(record);
            return match self.types.get_mut(record).or(self.tags.get_mut(record)) {
                Some(members) if is_identifier(name) => members.insert(name.to_owned()),
                _ => false,
            };
        }
        if message.contains("incomplete") {
            let Some(tag) = name.strip_prefix("struct ").filter(|tag| is_identifier(tag)) else {
                return false;
            };
            let fresh = !self.tags.contains_key(tag);
            let members = self.tags.entry(tag.to_owned()).or_default();
            return member_at(clue).is_some_and(|member| members.insert(member)) || fresh;
        }
        if !is_identifier(name) {
            return false;
        }
        if message.starts_with("unknown type name") {
            return if is_attribute(name, clue) {
                self.empty_macros.insert(name.to_owned())
            } else {
                self.types.insert(name.to_owned(), BTreeSet::new()).is_none()
            };
        }
        if message.starts_with("use of undeclared identifier") {
            let after = clue.offset + name.len();
            return match next_code_byte(clue.text, after) {
                Some((_, b'(')) => self.functions.insert(name.to_owned()),
                Some((_, b'*')) if declares_after(clue.text, after) => {
                    self.types.insert(name.to_owned(), BTreeSet::new()).is_none()
                }
                _ => self.constants.insert(name.to_owned()),
            };
        }
        false
    }

    fn add_member(&mut self, name: &str, clue: &Clue<'_>) -> bool {
        let fresh = self.structs.insert(name.to_owned());
        let member = member_at(clue);
        match (self.types.get_mut(name), member) {
            (Some(members), Some(member)) => members.insert(member) || fresh,
            _ => fresh,
        }
    }

    /// Writes the prelude and the empty headers below `folder`.
    pub(super) fn write(&self, folder: &Path, cplusplus: bool) -> io::Result<()> {
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

    fn prelude(&self, cplusplus: bool) -> String {
        let mut text = String::new();
        for name in &self.empty_macros {
            let _ = writeln!(text, "#define {name}");
        }
        for (name, members) in &self.types {
            if self.empty_macros.contains(name) {
            } else if self.structs.contains(name) {
                let _ = writeln!(
                    text,
                    "typedef struct {name} {{ long pil_guessed; {}}} {name};",
                    fields(members)
                );
            } else {
                let _ = writeln!(text, "typedef long {name};");
            }
        }
        for (tag, members) in &self.tags {
            if !self.types.contains_key(tag) {
                let _ = writeln!(text, "struct {tag} {{ long pil_guessed; {}}};", fields(members));
            }
        }
        for name in &self.functions {
            let _ = if cplusplus {
                writeln!(text, "template <class... T> long {name}(T...);")
            } else {
                writeln!(text, "long {name}();")
            };
        }
        // Distinct values: several may be the cases of one switch.
        for (at, name) in self.constants.iter().enumerate() {
            let _ = writeln!(text, "enum {{ {name} = {} }};", 1_000_003 + at);
        }
        text
    }
}

fn fields(members: &BTreeSet<String>) -> String {
    members.iter().fold(String::new(), |mut all, member| {
        let _ = write!(all, "long {member}; ");
        all
    })
}

/// The `n`-th text between single quotes.
fn quoted(message: &str, n: usize) -> Option<&str> {
    message.split('\'').nth(2 * n + 1)
}

fn is_identifier(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A header name that stays below the folder we write to.
fn is_plain_path(name: &str) -> bool {
    !name.starts_with('/')
        && !name.contains('\\')
        && name.len() < 200
        && name.split('/').all(|part| !part.is_empty() && part != ".." && part != ".")
}

/// The identifier after the `.` or `->` nearest to the place of an error.
fn member_at(clue: &Clue<'_>) -> Option<String> {
    let rest = clue.text.get(clue.offset..)?;
    let window = &rest[..rest.len().min(200)];
    let dot = window.iter().position(|b| *b == b'.');
    let arrow = window.windows(2).position(|pair| pair == b"->");
    let start = match (dot, arrow) {
        (Some(dot), Some(arrow)) if dot < arrow => dot + 1,
        (Some(dot), None) => dot + 1,
        (_, Some(arrow)) => arrow + 2,
        (None, None) => return None,
    };
    let after = clue.offset + start;
    words(clue.text, after, after + 100).next().map(|word| word.name.to_owned())
}

/// `NPY_NO_EXPORT int f(...)`: a name in capitals before something that is a type by itself.
fn is_attribute(name: &str, clue: &Clue<'_>) -> bool {
    if name.chars().any(|c| c.is_ascii_lowercase()) {
        return false;
    }
    const TYPES: [&str; 18] = [
        "int",
        "void",
        "char",
        "long",
        "short",
        "unsigned",
        "signed",
        "float",
        "double",
        "static",
        "const",
        "struct",
        "enum",
        "inline",
        "extern",
        "PyObject",
        "PyTypeObject",
        "PyMODINIT_FUNC",
    ];
    let after = clue.offset + name.len();
    let mut next = words(clue.text, after, after + 200);
    let Some(first) =
        next.next().filter(|word| clue.text[after..word.offset].iter().all(u8::is_ascii_whitespace))
    else {
        return false;
    };
    if TYPES.contains(&first.name) {
        return true;
    }
    // `MACRO type name`, `MACRO type *name`.
    let end = first.offset + first.name.len();
    next.next().is_some_and(|second| {
        clue.text[end..second.offset].iter().all(|b| b.is_ascii_whitespace() || *b == b'*')
    })
}

/// `X *name` followed by `;`, `=`, `,` or `)`: a declaration, not a product.
fn declares_after(text: &[u8], after: usize) -> bool {
    let Some(word) = words(text, after, after + 100).next() else { return false };
    let between = &text[after..word.offset];
    let ends_declaration =
        matches!(next_code_byte(text, word.offset + word.name.len()), Some((_, b';' | b'=' | b')')));
    between.iter().all(|b| b.is_ascii_whitespace() || *b == b'*') && ends_declaration
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
}
