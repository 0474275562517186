//! Which type names are known in front of a generated header: those of C, of the hand-made headers, of the items.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result};

use crate::cdecl::Type;
use crate::model::{Item, Kind};

/// Words that begin no name: C's own types and the libc types that the headers bring along.
const LIBC: &[&str] = &[
    "void",
    "char",
    "short",
    "int",
    "long",
    "float",
    "double",
    "signed",
    "unsigned",
    "_Bool",
    "bool",
    "const",
    "volatile",
    "size_t",
    "ssize_t",
    "wchar_t",
    "va_list",
    "FILE",
    "time_t",
    "clock_t",
    "off_t",
    "pid_t",
    "uid_t",
    "gid_t",
    "mode_t",
    "intptr_t",
    "uintptr_t",
    "ptrdiff_t",
    "int8_t",
    "int16_t",
    "int32_t",
    "int64_t",
    "uint8_t",
    "uint16_t",
    "uint32_t",
    "uint64_t",
    "pthread_t",
    "pthread_key_t",
    "pthread_mutex_t",
    "pthread_cond_t",
    "sigset_t",
    "dev_t",
    "struct",
    "union",
    "enum",
];

/// What the hand-made headers say, as text, and what is left to them.
pub(crate) struct Hand {
    /// What belongs to Python.h, comments and all.
    text: String,
    /// All of hand/.
    everything: String,
    /// Paths below hand/.
    pub(crate) files: Vec<String>,
    /// HAND_ITEMS.txt.
    pub(crate) items: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl Hand {
    /// Reads the folder.
    pub(crate) fn read(folder: &Path) -> Result<Hand> {
        let mut files = Vec::new();
        walk(folder, "", &mut files)?;
        let list =
            std::fs::read_to_string(folder.join("HAND_ITEMS.txt")).context("cannot read HAND_ITEMS.txt")?;
        let mut text = String::new();
        // Only these are part of Python.h; the others stand for headers that are included apart.
        for name in ["pil_basic.h", "pil_objects.h", "pil_structs_late.h"] {
            text.push_str(
                &std::fs::read_to_string(folder.join(name)).with_context(|| format!("cannot read {name}"))?,
            );
        }
        files.retain(|f| f.ends_with(".h"));
        let mut everything = String::new();
        for name in &files {
            everything.push_str(
                &std::fs::read_to_string(folder.join(name)).with_context(|| format!("cannot read {name}"))?,
            );
        }
        let defined = defined_types(&text);
        let names = list.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        let items = names.map(str::to_owned).collect();
        Ok(Hand { text, everything, files, items, defined })
    }

    /// Forgets listed items that no hand-made header mentions, by name or by tag: they would be lost, and are made
    /// after all.
    pub(crate) fn keep_mentioned(&mut self, items: &[Item]) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let words: BTreeSet<&str> =
            self.everything.split(|c| !is_word(c)).filter(|w| !w.is_empty()).collect();
        // Members come with their struct, functions and data with a header that is included apart.
        let apart = [Kind::Member, Kind::StaticInline, Kind::Data];
        let mentioned = |item: &&Item| {
            words.contains(item.name.as_str())
                || words.contains(item.tag.as_str())
                || apart.contains(&item.kind)
        };
        let kept: BTreeSet<String> = items.iter().filter(mentioned).map(|i| i.name.clone()).collect();
        self.items.retain(|name| kept.contains(name));
    }

    /// The hand-made headers define this typedef name.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// An item that is left to the hand-made headers, or a name that they make a macro of.
    pub(crate) fn owns(&self, name: &str) -> bool {
        self.items.contains(name) || self.text.contains(&format!("#define {name} "))
    }

    /// The hand-made headers hold the body `struct TAG {`.
    pub(crate) fn has_body(&self, keyword: &str, tag: &str) -> bool {
        self.everything.contains(&format!("{keyword} {tag} {{"))
    }
}

/// Every file below a folder, sorted, as paths below it.
pub(crate) fn walk(folder: &Path, prefix: &str, out: &mut Vec<String>) -> Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), out)?;
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Names at the end of `typedef ... NAME;`, `} NAME;` and in `typedef R (*NAME)(...);`.
fn defined_types(text: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        let Some(front) = line.strip_suffix(';') else { continue };
        if !(line.starts_with("typedef ") || line.starts_with('}')) {
            continue;
        }
        let name = match front.split_once("(*") {
            Some((_, rest)) if line.starts_with("typedef ") => rest.split(')').next(),
            _ => front.rsplit([' ', '*', '}']).next(),
        };
        out.extend(name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()));
    }
    out
}

/// Type names (without `struct`, `enum` tags) that a type mentions.
pub(crate) fn mentioned(ty: &Type, names: &mut BTreeSet<String>, tags: &mut BTreeSet<String>) {
    match ty {
        Type::Base(base) => {
            let mut words = base.split_whitespace();
            while let Some(word) = words.next() {
                if matches!(word, "struct" | "union" | "enum") {
                    if let Some(tag) = words.next() {
                        tags.insert(format!("{word} {tag}"));
                    }
                } else if !LIBC.contains(&word) {
                    names.insert(word.to_owned());
                }
            }
        }
        Type::Pointer(to, _) | Type::Array(to, _) => mentioned(to, names, tags),
        Type::Function(returns, signature) => {
            mentioned(returns, names, tags);
            for param in &signature.params {
                mentioned(&param.ty, names, tags);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typedef_names_are_found() {
        let text = "typedef ssize_t Py_ssize_t;\ntypedef void (*fp)(int);\ntypedef struct {\n} _PyOnceFlag;\n} state_value\n";
        let found = defined_types(text);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["Py_ssize_t", "_PyOnceFlag", "fp"]);
    }
}
