//! Every `#define` in the package's own files, also those that the preprocessor skipped.
//! Read from the text: libclang tells only of the definitions that are in force.

use std::collections::HashSet;

use super::lexical;
use super::tree::{FileId, Loc, Origin, Tree};

/// A definition of a macro.
#[derive(Clone, Debug)]
pub(crate) struct Define {
    /// Its name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) loc: Loc,
    /// Byte range of what follows the name: parameters and body.
    pub(crate) rest: (usize, usize),
}

/// The definitions in own files, in the order of the text.
pub(crate) fn all(tree: &Tree) -> Vec<Define> {
    let mut found = Vec::new();
    for (at, file) in tree.files.iter().enumerate().filter(|(_, file)| file.origin == Origin::Own) {
        // A directive in a comment is none.
        let code: HashSet<usize> =
            lexical::code_bytes(&file.text, 0).filter(|(_, byte)| *byte == b'#').map(|(at, _)| at).collect();
        let mut last = Loc { file: FileId(at as u16), line: 1, column: 1, offset: 0 };
        for (start, end) in lexical::directive_ranges(&file.text) {
            let hash = file.text[start..end].iter().position(|b| *b == b'#').map(|at| start + at);
            if !hash.is_some_and(|hash| code.contains(&hash)) {
                continue;
            }
            if let Some((name, offset)) = defined_name(&file.text, start, end) {
                let rest = (offset + name.len(), end);
                last = later(&file.text, last, offset);
                found.push(Define { name: name.to_owned(), loc: last, rest });
            }
        }
    }
    found
}

/// Macros whose body names one of `names`, directly or through other macros of the package.
pub(crate) fn that_name(tree: &Tree, names: &[&str]) -> HashSet<String> {
    let defines = all(tree);
    let mut found: HashSet<String> = HashSet::new();
    loop {
        let before = found.len();
        for define in &defines {
            let text = &tree[define.loc.file].text;
            let mut words = lexical::words(text, define.rest.0, define.rest.1);
            if !found.contains(&define.name)
                && words.any(|word| names.contains(&word.name) || found.contains(word.name))
            {
                found.insert(define.name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// The name that a directive defines, and where it stands.
fn defined_name(text: &[u8], start: usize, end: usize) -> Option<(&str, usize)> {
    let mut words = lexical::words(text, start, end);
    if words.next()?.name != "define" {
        return None;
    }
    words.next().map(|word| (word.name, word.offset))
}

/// The place of an offset.
pub(crate) fn loc_at(text: &[u8], file: FileId, offset: usize) -> Loc {
    later(text, Loc { file, line: 1, column: 1, offset: 0 }, offset)
}

/// The place of an offset behind that of `known`.
fn later(text: &[u8], known: Loc, offset: usize) -> Loc {
    let between = text.get(known.offset as usize..offset).unwrap_or_default();
    let lines = between.iter().filter(|b| **b == b'\n').count() as u32;
    let column = match between.iter().rposition(|b| *b == b'\n') {
        Some(newline) => between.len() - newline,
        None => known.column as usize + between.len(),
    };
    Loc { file: known.file, line: known.line + lines, column: column as u32, offset: offset as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_definitions() {
        assert_eq!(defined_name(b"# define A(x) B", 0, 15), Some(("A", 9)));
        assert_eq!(defined_name(b"#if A", 0, 5), None);
        assert_eq!(defined_name(b"#define", 0, 7), None);
    }

    #[test]
    fn places_count_lines() {
        let loc = loc_at(b"a\nbc\n", FileId(0), 3);
        assert_eq!((loc.line, loc.column, loc.offset), (2, 2, 3));
        let loc = later(b"a\nbc\n", loc, 4);
        assert_eq!((loc.line, loc.column, loc.offset), (2, 3, 4));
    }
}
