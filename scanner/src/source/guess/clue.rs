//! What the text around an error says: a declaration, a cast, a macro without `;`.
//! Reads text only; what follows from it is in `guess.rs`.

use pilotage_capi::Item;

use crate::source::lexical::{self, next_code_byte, words};

/// An error and the text it points into.
pub(in crate::source) struct Clue<'t> {
    pub(in crate::source) message: &'t str,
    pub(in crate::source) text: &'t [u8],
    pub(in crate::source) offset: usize,
}

/// How far a construct may reach.
const WINDOW: usize = 400;

/// What a name that nobody declared seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usage {
    Type,
    Function,
    /// `name->`.
    Pointer,
    /// `name.`.
    Record,
    /// `name[`.
    Array,
    /// `name =`, or its address is taken.
    Variable,
    /// An argument where an object is expected.
    Object,
    /// Stands beside a string literal.
    Text,
    Constant,
}

impl<'t> Clue<'t> {
    /// The `n`-th text between single quotes.
    pub(super) fn quoted(&self, n: usize) -> Option<&'t str> {
        self.message.split('\'').nth(2 * n + 1)
    }

    /// The word at the place of the error.
    pub(super) fn word(&self) -> Option<&'t str> {
        words(self.text, self.offset, self.offset + 1)
            .next()
            .filter(|word| word.offset == self.offset)
            .map(|word| word.name)
    }

    /// What the text makes of a name at the place of the error.
    pub(super) fn usage(&self, name: &str) -> Usage {
        let after = self.offset + name.len();
        let next = next_code_byte(self.text, after);
        let (at, byte) = next.unwrap_or((self.text.len(), 0));
        let before = code_before(self.text, self.offset);
        if self.is_type(after, before) {
            return Usage::Type;
        }
        match byte {
            b'(' => Usage::Function,
            b'-' if self.text.get(at + 1) == Some(&b'>') => Usage::Pointer,
            b'.' => Usage::Record,
            b'[' => Usage::Array,
            b'=' if self.text.get(at + 1) != Some(&b'=') => Usage::Variable,
            b'"' => Usage::Text,
            _ if before.ends_with(b"\"") => Usage::Text,
            b',' | b')' if self.object_parameter().is_some() => Usage::Object,
            _ => Usage::Constant,
        }
    }

    fn is_type(&self, after: usize, before: &[u8]) -> bool {
        let text = self.text;
        let rest = text.get(after..).unwrap_or_default();
        let gap = rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'*').count();
        let stars = rest[..gap].iter().filter(|byte| **byte == b'*').count();
        let starts = starts_statement(before);
        if let Some(word) =
            words(text, after, after + gap + 1).next().filter(|word| word.offset == after + gap && gap > 0)
        {
            let next = next_code_byte(text, word.offset + word.name.len());
            let (at, byte) = next.unwrap_or((text.len(), 0));
            let assigns = byte == b'=' && text.get(at + 1) != Some(&b'=');
            let declares = matches!(byte, b';' | b',' | b'[' | b')') || assigns;
            // `X *name` may be a product where a statement does not begin.
            return declares && (stars == 0 || starts || assigns && before.ends_with(b"("));
        }
        if rest.get(gap) != Some(&b')') || !is_cast(before) {
            return false;
        }
        let operand = rest.get(gap + 1..).unwrap_or_default();
        let is_name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
        let operand_at = operand.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match operand.get(operand_at) {
            _ if stars > 0 => true,
            Some(b'&') => operand_at == 0 && operand.get(1).is_some_and(is_name),
            Some(b'(' | b'"') => true,
            Some(byte) => is_name(byte),
            None => false,
        }
    }

    /// The parameter of a function of the C-API that the name is given to, when that is an object.
    fn object_parameter(&self) -> Option<()> {
        let start = self.offset.saturating_sub(WINDOW);
        let (mut depth, mut commas) = (0, 0);
        let mut at = self.offset;
        while at > start {
            at -= 1;
            match self.text[at] {
                b')' | b']' => depth += 1,
                b'[' if depth == 0 => return None,
                b'[' => depth -= 1,
                b'(' if depth == 0 => break,
                b'(' => depth -= 1,
                b',' if depth == 0 => commas += 1,
                b';' | b'{' | b'}' => return None,
                _ => {}
            }
        }
        let (_, name) = word_before(self.text, at)?;
        let item: &Item = pilotage_capi::get(name)?;
        let param = item.params.get(commas)?;
        let is_object = param.c_type.contains("PyObject") && !param.c_type.contains("**");
        is_object.then_some(())
    }

    /// The identifier after the `.` or `->` nearest to the place of the error.
    pub(super) fn member(&self) -> Option<&'t str> {
        let (start, _) = self.access()?;
        words(self.text, start, start + 100).next().map(|word| word.name)
    }

    /// What stands before the `->`, `.`, `(` or `[` at the place of the error: a member or a called function.
    pub(super) fn accessed(&self) -> Option<(&'t str, Access)> {
        let at = match self.text.get(self.offset) {
            Some(b'-' | b'.' | b'(' | b'[') => self.offset,
            _ => {
                let (after, is_arrow) = self.access()?;
                after - if is_arrow { 2 } else { 1 }
            }
        };
        named_before(self.text, at)
    }

    /// Where the nearest `.` or `->` ends; it is the latter.
    fn access(&self) -> Option<(usize, bool)> {
        let rest = self.text.get(self.offset..)?;
        let window = &rest[..rest.len().min(200)];
        let dot = window.iter().position(|b| *b == b'.');
        let arrow = window.windows(2).position(|pair| pair == b"->");
        match (dot, arrow) {
            (Some(dot), Some(arrow)) if dot < arrow => Some((self.offset + dot + 1, false)),
            (Some(dot), None) => Some((self.offset + dot + 1, false)),
            (_, Some(arrow)) => Some((self.offset + arrow + 2, true)),
            (None, None) => None,
        }
    }

    /// The member or function that is called at the place of the error.
    pub(super) fn called(&self) -> Option<&'t str> {
        let end = (self.offset + WINDOW).min(self.text.len());
        let open = match self.text.get(self.offset) {
            Some(b'(') => self.offset,
            _ => self.offset + self.text.get(self.offset..end)?.iter().position(|byte| *byte == b'(')?,
        };
        word_before(self.text, open).map(|(_, name)| name)
    }

    /// `MACRO(...)` that stands alone, before the place where a `;` is missed.
    pub(super) fn statement_macro(&self) -> Option<&'t str> {
        let before = code_before(self.text, self.offset);
        let open = opening(self.text, before.strip_suffix(b")").map(<[u8]>::len)?)?;
        let (start, name) = word_before(self.text, open)?;
        let line = self.text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let is_alone = self.text[line..start].iter().all(u8::is_ascii_whitespace);
        (is_alone && is_capitals(name)).then_some(name)
    }

    /// `MACRO(a, b) "text"` in an initialiser: what opens the table of a type.
    pub(super) fn head_macro(&self) -> Option<&'t str> {
        if self.text.get(self.offset) != Some(&b'"') {
            return None;
        }
        let before = code_before(self.text, self.offset);
        let open = opening(self.text, before.strip_suffix(b")").map(<[u8]>::len)?)?;
        let (_, name) = word_before(self.text, open)?;
        let commas = self.text[open..before.len()].iter().filter(|byte| **byte == b',').count();
        (is_capitals(name) && name.contains("HEAD") && commas == 1).then_some(name)
    }

    /// An identifier directly behind a string literal.
    pub(super) fn text_macro(&self) -> Option<&'t str> {
        let name = self.word()?;
        code_before(self.text, self.offset).ends_with(b"\"").then_some(name)
    }

    /// `MARK int f(...)`: a name in capitals before something that is a type by itself.
    pub(super) fn is_attribute(&self, name: &str) -> bool {
        if !is_capitals(name) {
            return false;
        }
        let after = self.offset + name.len();
        let mut next = words(self.text, after, after + 200);
        let Some(first) =
            next.next().filter(|word| self.text[after..word.offset].iter().all(u8::is_ascii_whitespace))
        else {
            return false;
        };
        if TYPES.contains(&first.name) {
            return true;
        }
        // `MACRO type name`, `MACRO type *name`.
        let end = first.offset + first.name.len();
        next.next().is_some_and(|second| {
            self.text[end..second.offset].iter().all(|b| b.is_ascii_whitespace() || *b == b'*')
        })
    }

    /// `&NAME`: the name.
    pub(super) fn addressed(&self) -> Option<&'t str> {
        let start = self.offset + usize::from(self.text.get(self.offset) == Some(&b'&'));
        words(self.text, start, start + 100).next().map(|word| word.name)
    }
}

/// How a member is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Member,
    Result,
}

/// What a return type or a declaration begins with.
const TYPES: [&str; 22] = [
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
    "PyAPI_FUNC",
    "PyAPI_DATA",
    "Py_LOCAL",
    "Py_LOCAL_INLINE",
];

fn is_capitals(name: &str) -> bool {
    !name.chars().any(|c| c.is_ascii_lowercase())
}

/// The text before an offset, without white space and comments at its end.
fn code_before(text: &[u8], offset: usize) -> &[u8] {
    let mut before = text.get(..offset).unwrap_or(text).trim_ascii_end();
    while before.ends_with(b"*/") {
        let Some(open) = memchr::memmem::rfind(before, b"/*") else { break };
        before = before[..open].trim_ascii_end();
    }
    before
}

fn starts_statement(before: &[u8]) -> bool {
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let line = before[line..].trim_ascii_start();
    match before.last() {
        None | Some(b';' | b'{' | b'}') => true,
        Some(b':') => !line.contains(&b'?'),
        _ if line.starts_with(b"#") => true,
        _ => {
            let last = last_word(before);
            matches!(last, "const" | "static" | "register" | "volatile" | "else" | "do")
        }
    }
}

/// A `(` that opens a cast: no call, no condition.
fn is_cast(before: &[u8]) -> bool {
    let Some(outside) = before.strip_suffix(b"(") else { return false };
    let outside = code_before(outside, outside.len());
    let last = last_word(outside);
    if !last.is_empty() {
        return matches!(last, "return" | "case" | "else" | "sizeof" | "goto");
    }
    !matches!(outside.last(), Some(b')' | b']'))
}

fn last_word(text: &[u8]) -> &str {
    let count = text.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    std::str::from_utf8(&text[text.len() - count..]).unwrap_or_default()
}

/// The `(` or `[` that belongs to the closing one at `close`.
fn opening(text: &[u8], close: usize) -> Option<usize> {
    let start = close.saturating_sub(WINDOW * 4);
    let mut depth = 0_usize;
    for at in (start..close).rev() {
        match text[at] {
            b')' | b']' => depth += 1,
            b'(' | b'[' if depth == 0 => return Some(at),
            b'(' | b'[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The identifier that ends before an offset, and where it begins.
fn word_before(text: &[u8], offset: usize) -> Option<(usize, &str)> {
    let before = code_before(text, offset);
    let name = last_word(before);
    let is_name = !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then_some((before.len() - name.len(), name))
}

/// The member or function whose value an access at `at` uses.
fn named_before(text: &[u8], at: usize) -> Option<(&str, Access)> {
    let before = code_before(text, at);
    match before.last()? {
        b')' => {
            let open = opening(text, before.len() - 1)?;
            word_before(text, open).map(|(_, name)| (name, Access::Result))
        }
        b']' => None,
        _ => {
            let (start, name) = word_before(text, at)?;
            let outside = code_before(text, start);
            (outside.ends_with(b"->") || outside.ends_with(b".")).then_some((name, Access::Member))
        }
    }
}

/// A name of C.
pub(super) fn is_identifier(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A header name that stays below the folder we write to.
pub(super) fn is_plain_path(name: &str) -> bool {
    !name.starts_with('/')
        && !name.contains('\\')
        && name.len() < 200
        && name.split('/').all(|part| !part.is_empty() && part != ".." && part != ".")
}

/// The name belongs to the C-API itself, as far as `Python.h` declares it.
pub(super) fn is_of_python(name: &str) -> bool {
    lexical::looks_like_api(name) && pilotage_capi::get(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(text: &str, name: &str) -> Usage {
        let offset = text.find(name).unwrap();
        Clue { message: "", text: text.as_bytes(), offset }.usage(name)
    }

    #[test]
    fn declarations_and_casts_are_types() {
        for text in [
            "{ X name; }",
            "{ X *a, b; }",
            "; X *a = f();",
            "{ p = (X *)q; }",
            "return (X)q;",
            "{ const X *p = q; }",
            "for (X *p = q; p; p++)",
            "{ X buffer[4]; }",
            "f((X)p)",
            "/* n */ ; /* m */ X *p;",
        ] {
            assert_eq!(usage(text, "X"), Usage::Type, "{text}");
        }
    }

    #[test]
    fn values_are_no_types() {
        for (text, expected) in [
            ("y = X * n;", Usage::Constant),
            ("if (X) y = 1;", Usage::Constant),
            ("y = (X) - 1;", Usage::Constant),
            ("f(a, X)", Usage::Constant),
            ("X(1)", Usage::Function),
            ("X->y", Usage::Pointer),
            ("X.y", Usage::Record),
            ("X[1] = 2;", Usage::Array),
            ("; X = 2;", Usage::Variable),
            ("X == 2", Usage::Constant),
            ("f(\"a\" X \"b\")", Usage::Text),
            ("PyModule_AddObject(m, \"x\", X);", Usage::Object),
            ("PyLong_FromLong(X)", Usage::Constant),
        ] {
            assert_eq!(usage(text, "X"), expected, "{text}");
        }
    }

    #[test]
    fn macros_by_their_place() {
        let at = |text: &'static str, before: &str| {
            let offset = text.find(before).unwrap();
            Clue { message: "", text: text.as_bytes(), offset }
        };
        assert_eq!(at("{\n  CHECK(self, 1)\n  return 0; }", "\n  return").statement_macro(), Some("CHECK"));
        assert_eq!(at("{\n  x = CHECK(self)\n  return 0; }", "\n  return").statement_macro(), None);
        assert_eq!(at("{ TYPE_HEAD(NULL, 0) \"name\" }", "\"name").head_macro(), Some("TYPE_HEAD"));
        assert_eq!(at("f(\"%\" FORMAT \"d\")", "FORMAT").text_macro(), Some("FORMAT"));
        assert_eq!(at("a->b->c", "->c").accessed(), Some(("b", Access::Member)));
        assert_eq!(at("f(a, b)->c", "->c").accessed(), Some(("f", Access::Result)));
        assert!(at("OWN Py_LOCAL_INLINE(PyObject *) f(void)", "OWN").is_attribute("OWN"));
    }
}
