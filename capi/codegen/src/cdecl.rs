//! Reads and writes single C declarations: `int (*f)(void *, const char *)`, `PyObject *x[3]`.
//! No preprocessor, no bodies, no initialisers: only what the manifest writes in `c:`.

use anyhow::{Result, anyhow, bail};

/// A C type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// A name with its qualifiers: `const char`, `struct _ts`, `unsigned long`.
    Base(String),
    /// `T *`, with the qualifiers that follow the star.
    Pointer(Box<Type>, String),
    /// `T [n]`; the size may be empty.
    Array(Box<Type>, String),
    /// `R (params)`.
    Function(Box<Type>, Signature),
}

/// Parameters of a function type.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Signature {
    /// In order; `(void)` is none.
    pub(crate) params: Vec<Declared>,
    /// Takes `...` after them.
    pub(crate) variadic: bool,
}

/// A declared name and its type; the name may be empty (abstract declarator).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    /// Empty in `int (*)(void *)`.
    pub(crate) name: String,
    /// Its type.
    pub(crate) ty: Type,
}

impl Type {
    /// The C declaration of `name` with this type; an empty name gives the type itself.
    pub(crate) fn declare(&self, name: &str) -> String {
        let (base, declarator) = self.around(name);
        if declarator.is_empty() {
            base
        } else if declarator.starts_with('[') {
            format!("{base}{declarator}")
        } else {
            format!("{base} {declarator}")
        }
    }

    /// The type as text, without a name.
    pub(crate) fn text(&self) -> String {
        self.declare("")
    }

    /// The base type, and the declarator around what stands inside it.
    fn around(&self, inner: &str) -> (String, String) {
        match self {
            Type::Base(name) => (name.clone(), inner.to_owned()),
            Type::Pointer(to, qualifiers) => {
                let star = match (qualifiers.as_str(), inner.is_empty() || inner.starts_with('*')) {
                    ("", _) => format!("*{inner}"),
                    (q, true) if inner.is_empty() => format!("*{q}"),
                    (q, _) => format!("*{q} {inner}"),
                };
                let wrapped = match **to {
                    Type::Array(..) | Type::Function(..) => format!("({star})"),
                    _ => star,
                };
                to.around(&wrapped)
            }
            Type::Array(of, size) => of.around(&format!("{inner}[{size}]")),
            Type::Function(returns, signature) => returns.around(&format!("{inner}({})", signature.text())),
        }
    }
}

impl Signature {
    /// What stands between the parentheses.
    pub(crate) fn text(&self) -> String {
        let mut parts: Vec<String> = self.params.iter().map(|p| p.ty.declare(&p.name)).collect();
        if self.variadic {
            parts.push("...".to_owned());
        }
        if parts.is_empty() { "void".to_owned() } else { parts.join(", ") }
    }
}

/// Reads one declaration; `typedef`, `extern`, `static`, `inline` and attributes in front are dropped.
pub(crate) fn parse(text: &str) -> Result<Declared> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let declared = parser.declaration()?;
    match parser.peek() {
        None => Ok(declared),
        Some(rest) => bail!("`{rest}` is not understood in `{text}`"),
    }
}

/// Reads the parameter list of a function-like macro, `NAME(a, b, ...)`; `None` for an object macro.
pub(crate) fn parse_macro(text: &str) -> Result<Option<(Vec<String>, bool)>> {
    let Some((_, rest)) = text.split_once('(') else { return Ok(None) };
    let inner = rest.trim_end().strip_suffix(')').ok_or_else(|| anyhow!("`)` missing in `{text}`"))?;
    let mut names = Vec::new();
    let mut variadic = false;
    for part in inner.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        match part.strip_suffix("...") {
            Some(_) => variadic = true,
            None if part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                names.push(part.to_owned())
            }
            None => bail!("`{part}` is no macro parameter in `{text}`"),
        }
    }
    Ok(Some((names, variadic)))
}

const DROPPED: &[&str] = &["typedef", "extern", "static", "inline", "Py_NO_RETURN", "register", "_Noreturn"];
const QUALIFIERS: &[&str] = &["const", "volatile", "restrict", "__restrict", "_Atomic"];
const WORDS: &[&str] =
    &["void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "__int128"];

fn tokens(text: &str) -> Result<Vec<String>> {
    let mut out = Vec::new();
    let mut rest = text.trim().trim_end_matches(';');
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_alphanumeric() || first == '_' {
            rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else if rest.starts_with("...") {
            3
        } else if "*()[],{}=-+<>|".contains(first) {
            1
        } else {
            bail!("`{first}` is not understood in `{text}`")
        };
        let (token, tail) = rest.split_at(length);
        out.push(token.to_owned());
        rest = tail.trim_start();
    }
    Ok(out)
}

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn next(&mut self) -> Result<String> {
        let token =
            self.tokens.get(self.at).cloned().ok_or_else(|| anyhow!("the declaration ends too early"))?;
        self.at += 1;
        Ok(token)
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, token: &str) -> Result<()> {
        if self.eat(token) {
            return Ok(());
        }
        bail!("`{token}` expected in front of `{}`", self.peek().unwrap_or("the end"))
    }

    fn declaration(&mut self) -> Result<Declared> {
        let base = self.specifiers()?;
        self.declarator(Type::Base(base))
    }

    /// `const unsigned long`, `struct _ts`, `PyObject`: everything in front of the declarator.
    fn specifiers(&mut self) -> Result<String> {
        let mut words: Vec<String> = Vec::new();
        let mut has_base = false;
        while let Some(token) = self.peek() {
            if DROPPED.contains(&token) {
                self.at += 1;
            } else if QUALIFIERS.contains(&token) {
                words.push(self.next()?);
            } else if matches!(token, "struct" | "union" | "enum") {
                let keyword = self.next()?;
                let tag = if self.peek() == Some("{") { self.braces()? } else { self.next()? };
                words.push(format!("{keyword} {tag}"));
                has_base = true;
            } else if WORDS.contains(&token) || (!has_base && is_name(token)) {
                words.push(self.next()?);
                has_base = true;
            } else {
                break;
            }
        }
        if !has_base {
            bail!("no type in front of `{}`", self.peek().unwrap_or("the end"))
        }
        // `char const` and `const char` are one type: qualifiers go first.
        let (mut first, rest): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word| QUALIFIERS.contains(&word.as_str()));
        first.dedup();
        first.extend(rest);
        Ok(first.join(" "))
    }

    fn braces(&mut self) -> Result<String> {
        self.expect("{")?;
        while !self.eat("}") {
            self.next()?;
        }
        Ok("{...}".to_owned())
    }

    fn declarator(&mut self, base: Type) -> Result<Declared> {
        let mut ty = base;
        while self.eat("*") {
            let mut qualifiers = Vec::new();
            while self.peek().is_some_and(|token| QUALIFIERS.contains(&token)) {
                qualifiers.push(self.next()?);
            }
            ty = Type::Pointer(Box::new(ty), qualifiers.join(" "));
        }
        if self.peek() == Some("(") && self.opens_declarator() {
            self.expect("(")?;
            let start = self.at;
            self.skip_group()?;
            ty = self.suffixes(ty)?;
            let end = self.at;
            self.at = start;
            let inner = self.declarator(ty)?;
            self.expect(")")?;
            self.at = end;
            return Ok(inner);
        }
        let name = if self.peek().is_some_and(is_name) { self.next()? } else { String::new() };
        let ty = self.suffixes(ty)?;
        Ok(Declared { name, ty })
    }

    /// `(` begins a nested declarator, not a parameter list: `(*name)`, `(name)(...)`.
    fn opens_declarator(&self) -> bool {
        match self.tokens.get(self.at + 1).map(String::as_str) {
            Some("*") => true,
            Some(token) if is_name(token) && !WORDS.contains(&token) && !QUALIFIERS.contains(&token) => {
                self.tokens.get(self.at + 2).map(String::as_str) == Some(")")
                    && matches!(self.tokens.get(self.at + 3).map(String::as_str), Some("(" | "["))
            }
            _ => false,
        }
    }

    /// Moves behind the `)` that closes the group just opened.
    fn skip_group(&mut self) -> Result<()> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()?.as_str() {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    fn suffixes(&mut self, ty: Type) -> Result<Type> {
        if self.eat("[") {
            let mut size = String::new();
            while !self.eat("]") {
                size.push_str(&self.next()?);
            }
            let element = self.suffixes(ty)?;
            return Ok(Type::Array(Box::new(element), size));
        }
        if self.eat("(") {
            let signature = self.parameters()?;
            let returns = self.suffixes(ty)?;
            return Ok(Type::Function(Box::new(returns), signature));
        }
        Ok(ty)
    }

    fn parameters(&mut self) -> Result<Signature> {
        let mut signature = Signature::default();
        if self.eat(")") {
            return Ok(signature);
        }
        loop {
            if self.eat("...") {
                signature.variadic = true;
            } else {
                signature.params.push(self.declaration()?);
            }
            if self.eat(")") {
                break;
            }
            self.expect(",")?;
        }
        if let [only] = signature.params.as_slice()
            && only.name.is_empty()
            && only.ty == Type::Base("void".to_owned())
        {
            signature.params.clear();
        }
        Ok(signature)
    }
}

fn is_name(token: &str) -> bool {
    token.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(text: &str) -> String {
        let declared = parse(text).unwrap();
        declared.ty.declare(&declared.name)
    }

    #[test]
    fn declarations_come_back_as_written() {
        for text in [
            "int PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item)",
            "PyObject *const *PySequence_Fast_ITEMS(PyObject *o)",
            "void (*PyOS_setsig(int i, void (*h)(int)))(int)",
            "unsigned char data[10]",
            "PyObject *(*m_init)(void)",
            "int PyArg_Parse(PyObject *, const char *, ...)",
            "Py_hash_t (*const hash)(const void *, Py_ssize_t)",
            "struct _PyExecutorObject *executors[1]",
            "int PyX(char **, PyObject *args[], wchar_t *const *argv)",
        ] {
            assert_eq!(round_trip(text), text);
        }
    }

    #[test]
    fn words_in_front_are_dropped_and_qualifiers_sorted() {
        assert_eq!(round_trip("static inline char const *f(void)"), "const char *f(void)");
        assert_eq!(
            round_trip("typedef PyObject *(*getter)(PyObject *, void *)"),
            "PyObject *(*getter)(PyObject *, void *)"
        );
        assert_eq!(round_trip("void (Py_INCREF)(PyObject *op)"), "void Py_INCREF(PyObject *op)");
    }

    #[test]
    fn types_without_a_name() {
        assert_eq!(parse("PyObject *").unwrap().ty.text(), "PyObject *");
        assert_eq!(parse("PyObject *[1]").unwrap().ty.text(), "PyObject *[1]");
        assert_eq!(parse("int (*)(void *)").unwrap().ty.text(), "int (*)(void *)");
        assert_eq!(parse("digit[1]").unwrap().ty.declare("ob_digit"), "digit ob_digit[1]");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "*", "int f(", "int f(int,,int)", "int f)(", "int x = $"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn macro_parameters() {
        assert_eq!(parse_macro("PY_X").unwrap(), None);
        assert_eq!(parse_macro("Py_MIN(x, y)").unwrap(), Some((vec!["x".into(), "y".into()], false)));
        assert_eq!(parse_macro("Py_BUILD_ASSERT(...)").unwrap(), Some((vec![], true)));
        assert!(parse_macro("PY_X(a b)").is_err());
    }
}
