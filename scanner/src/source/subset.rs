//! The declarations of the C-API that a unit can name: the parser is not shown the others, which take it longer than all
//! the rest of our headers. Reads text only; what it misses is for the parser to notice.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::LazyLock;

use super::lexical;
use super::parse::Command;
use pilotage_capi::headers::{FUNCTIONS, NEEDED, text};

/// The header of functions with what a unit can name.
pub(super) struct Subset {
    /// Its text: lines that are left out are empty.
    pub(super) text: String,
    dropped: HashSet<&'static str>,
}

/// A line of the header.
struct Line {
    text: &'static str,
    /// What it declares; `None` for what is always kept.
    name: Option<&'static str>,
}

static LINES: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let lines = text(FUNCTIONS).unwrap_or_default().lines();
    lines.map(|text| Line { text, name: declared(text).filter(|name| !is_needed(name)) }).collect()
});

/// Files that a unit reaches; more is a loop or a monster.
const MAX_FILES: usize = 2000;
/// Shorter parts of pasted names may become anything.
const MIN_PART: usize = 4;

/// What is known of the files of a package: units share headers.
#[derive(Default)]
pub(super) struct Texts(RefCell<HashMap<PathBuf, Rc<Text>>>);

/// What a file names.
#[derive(Default)]
struct Text {
    /// Words that begin like names of the C-API.
    names: HashSet<String>,
    /// Those of them that are none, in a text that pastes names together.
    parts: Vec<String>,
    /// What it includes; `None` for a macro.
    includes: Vec<Option<String>>,
}

impl Text {
    fn read(text: &[u8]) -> Self {
        // Literals and comments do no harm here: a name too many.
        let names: HashSet<&str> = names_in(text).collect();
        let is_pasting = memchr::memmem::find(text, b"##").is_some();
        let is_part = |name: &&str| is_pasting && pilotage_capi::get(name).is_none();
        Text {
            parts: names.iter().copied().filter(is_part).map(str::to_owned).collect(),
            names: names.into_iter().map(str::to_owned).collect(),
            includes: lexical::included(text).map(|name| name.map(str::to_owned)).collect(),
        }
    }
}

impl Texts {
    fn get(&self, path: &Path) -> Option<Rc<Text>> {
        if let Some(known) = self.0.borrow().get(path) {
            return Some(Rc::clone(known));
        }
        let text = Rc::new(Text::read(&std::fs::read(path).ok()?));
        self.0.borrow_mut().insert(path.to_owned(), Rc::clone(&text));
        Some(text)
    }

    /// The file and what it includes, our own headers apart; `None` when an include is a macro.
    fn reached(&self, command: &Command, ours: &Path) -> Option<Vec<Rc<Text>>> {
        let mut open = vec![PathBuf::from(&command.path)];
        let mut arguments = command.arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "-include" => open.push(PathBuf::from(arguments.next()?)),
                other if other.starts_with("-std=") => {}
                _ => return None,
            }
        }
        // A macro of the command may stand for a name.
        let mut texts = vec![Rc::new(Text::read(command.defines.join("\n").as_bytes()))];
        let mut seen: HashSet<PathBuf> = HashSet::new();
        while let Some(path) = open.pop() {
            if seen.len() > MAX_FILES || path.starts_with(ours) || !seen.insert(path.clone()) {
                continue;
            }
            let Some(text) = self.get(&path) else { continue };
            let beside = path.parent().unwrap_or(Path::new(""));
            for name in &text.includes {
                let name = name.as_ref()?;
                let folders = std::iter::once(beside).chain(command.includes.iter().map(Path::new));
                open.extend(folders.map(|folder| folder.join(name)).find(|path| path.is_file()));
            }
            texts.push(text);
        }
        Some(texts)
    }
}

impl Subset {
    /// `None` when the text does not tell what the unit names.
    pub(super) fn of(command: &Command, ours: &Path, texts: &Texts) -> Option<Self> {
        let reached = texts.reached(command, ours)?;
        let parts: Vec<&str> = reached.iter().flat_map(|text| &text.parts).map(String::as_str).collect();
        if parts.iter().any(|part| part.len() < MIN_PART) {
            return None;
        }
        let words = reached.iter().flat_map(|text| &text.names).map(String::as_str).collect();
        Some(Self::with(&words, &parts))
    }

    fn with(words: &HashSet<&str>, parts: &[&str]) -> Self {
        let mut subset = Subset { text: String::new(), dropped: HashSet::new() };
        for line in LINES.iter() {
            let is_wanted =
                |name: &str| words.contains(name) || parts.iter().any(|part| name.starts_with(part));
            match line.name.filter(|name| !is_wanted(name)) {
                Some(name) => {
                    subset.dropped.insert(name);
                }
                None => subset.text.push_str(line.text),
            }
            subset.text.push('\n');
        }
        subset
    }

    /// The name was left out.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.dropped.contains(name.strip_prefix("pil_").unwrap_or(name))
    }

    /// A message of the parser is about a name that was left out.
    pub(super) fn explains(&self, message: &str) -> bool {
        message.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| self.lacks(word))
    }
}

fn is_needed(name: &str) -> bool {
    NEEDED.binary_search(&name).is_ok()
}

/// The name that a line declares, without our prefix; those that do not look like the C-API's are none.
fn declared(line: &'static str) -> Option<&'static str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let line = line.strip_suffix(';')?;
    let before = match line.find('(') {
        // `void (Py_INCREF)(PyObject *)`.
        Some(open) if line[open + 1..].starts_with(is_word) && line[..open].ends_with(' ') => {
            line[open + 1..].split_once(")(").map(|(name, _)| name)?
        }
        Some(open) => &line[..open],
        None => line.strip_prefix("extern ")?.split('[').next()?,
    };
    let name = before.rsplit(|c| !is_word(c)).next()?;
    let name = name.strip_prefix("pil_").unwrap_or(name);
    is_api(name.as_bytes()).then_some(name)
}

fn is_api(name: &[u8]) -> bool {
    let rest = name.strip_prefix(b"_").unwrap_or(name);
    rest.starts_with(b"Py") || rest.starts_with(b"PY")
}

/// The words of a text that begin like names of the C-API.
fn names_in(text: &[u8]) -> impl Iterator<Item = &str> {
    memchr::memchr_iter(b'P', text).filter_map(move |at| {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let start = match text[..at] {
            [.., b'_'] => at - 1,
            _ => at,
        };
        let is_start = !text[..start].last().is_some_and(is_word);
        let length = text[start..].iter().take_while(|byte| is_word(byte)).count();
        let name = text.get(start..start + length).filter(|name| is_start && is_api(name))?;
        std::str::from_utf8(name).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_declarations() {
        assert_eq!(declared("PyObject *PyList_New(Py_ssize_t);"), Some("PyList_New"));
        assert_eq!(declared("void (Py_INCREF)(PyObject *);"), Some("Py_INCREF"));
        assert_eq!(declared("int pil_PyDict_Check(PyObject *);"), Some("PyDict_Check"));
        assert_eq!(declared("extern PyTypeObject PyList_Type;"), Some("PyList_Type"));
        assert_eq!(declared("extern const unsigned char _Py_ctype_tolower[256];"), Some("_Py_ctype_tolower"));
        assert_eq!(declared("#if PIL_PYTHON >= 0x030A0000"), None);
        // Most lines must be ones that can be left out, or nothing is won.
        let droppable = LINES.iter().filter(|line| line.name.is_some()).count();
        assert!(droppable * 3 > LINES.len(), "{droppable} of {}", LINES.len());
    }

    #[test]
    fn what_is_not_named_is_left_out() {
        let words = HashSet::from(["PyList_Append"]);
        let subset = Subset::with(&words, &["PySet_A"]);
        assert!(subset.text.contains(" PyList_Append(") && subset.text.contains(" PySet_Add("));
        assert!(!subset.text.contains(" PyList_Insert(") && subset.lacks("PyList_Insert"));
        assert!(subset.explains("use of undeclared identifier 'PyList_Insert'"));
        assert!(!subset.explains("use of undeclared identifier 'PyList_Append'"));
        assert_eq!(subset.text.lines().count(), LINES.len());
    }

    #[test]
    fn names_are_found_in_text() {
        let text = b"xPyList_New _PyX(Py_y) PY_Z \"PyIn\" a_PyB P";
        assert_eq!(names_in(text).collect::<Vec<_>>(), ["_PyX", "Py_y", "PY_Z", "PyIn"]);
    }
}
