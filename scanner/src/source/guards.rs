//! Preprocessor conditionals as conditions over the Python version: which code is for which target.
//! Reads the text only; what depends on anything else than the version is `None`, not known.

mod expression;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

pub(crate) use expression::{Expression, Macros, Setting};

/// One branch of a conditional: `#if` to `#elif`, `#else` to `#endif` ...
#[derive(Clone, Debug)]
pub(crate) struct Branch {
    /// Offset of the `#`.
    pub(crate) offset: usize,
    /// `if`, `ifdef`, `ifndef`, `elif` or `else`.
    pub(crate) directive: &'static str,
    /// The condition as written, continuation lines joined; empty for `else`.
    pub(crate) text: String,
    /// The condition of this branch alone; `None` for `else` or when it could not be read.
    pub(crate) condition: Option<Expression>,
    /// First byte of the guarded text.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
    /// The branches of the same conditional that come before.
    pub(crate) before: Vec<usize>,
    /// The branch around the conditional.
    pub(crate) parent: Option<usize>,
}

/// A `#define` of an object macro.
#[derive(Clone, Debug)]
struct Definition {
    name: String,
    /// `None` when it is no number or name.
    value: Option<Expression>,
    /// The branch it stands in.
    branch: Option<usize>,
}

/// The conditionals of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guards {
    /// Branches in the order of their directives.
    pub(crate) branches: Vec<Branch>,
    /// Object macros that conditions look through: those of all files, once [`share_macros`] has run.
    pub(crate) macros: Rc<Macros>,
    definitions: Vec<Definition>,
    /// Answers of `is_branch_reached`.
    reached_under: RefCell<HashMap<(usize, Setting), Option<bool>>>,
}

impl Guards {
    /// Reads the conditionals of a file.
    pub(crate) fn read(text: &[u8]) -> Self {
        let mut guards = Guards::default();
        // The open conditionals: branches so far, and the parent of all of them.
        let mut open: Vec<(Vec<usize>, Option<usize>)> = Vec::new();
        for directive in directives(text) {
            let keyword = match directive.name {
                "if" => "if",
                "ifdef" => "ifdef",
                "ifndef" => "ifndef",
                "elif" => "elif",
                "else" => "else",
                "endif" => {
                    if let Some((siblings, _)) = open.pop() {
                        guards.close(&siblings, directive.offset);
                    }
                    continue;
                }
                "define" => {
                    let branch = open.last().and_then(|(siblings, _)| siblings.last().copied());
                    guards.define(&directive.rest, branch);
                    continue;
                }
                _ => continue,
            };
            let is_first = !matches!(keyword, "elif" | "else");
            let parent = open.last().and_then(|(siblings, _)| siblings.last().copied());
            if is_first {
                open.push((Vec::new(), parent));
            }
            let Some((siblings, parent)) = open.last_mut() else { continue };
            let at = guards.branches.len();
            let branch = Branch {
                offset: directive.offset,
                directive: keyword,
                condition: condition(keyword, &directive.rest),
                text: directive.rest,
                start: directive.end,
                end: text.len(),
                before: siblings.clone(),
                parent: *parent,
            };
            siblings.push(at);
            let earlier = branch.before.last().copied();
            guards.branches.push(branch);
            if let Some(earlier) = earlier {
                guards.branches[earlier].end = directive.offset;
            }
        }
        share_macros(std::slice::from_mut(&mut guards));
        guards
    }

    fn close(&mut self, siblings: &[usize], end: usize) {
        if let Some(&last) = siblings.last() {
            self.branches[last].end = end;
        }
    }

    fn define(&mut self, rest: &str, branch: Option<usize>) {
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let (name, value) = rest.split_at(name_end);
        if value.starts_with('(') || name.is_empty() {
            return;
        }
        self.definitions.push(Definition {
            name: name.to_owned(),
            value: Expression::parse(value.trim()),
            branch,
        });
    }

    /// The branch is what keeps the file from being read twice, by this name.
    fn is_include_guard(&self, at: usize, name: &str) -> bool {
        let asks = |branch: &Branch| match &branch.condition {
            Some(Expression::Not(inner)) => matches!(&**inner, Expression::Defined(asked) if asked == name),
            _ => false,
        };
        let is_empty = |defined: &Definition| defined.name == name && defined.value.is_none();
        at == 0
            && self.branches.first().is_some_and(asks)
            && self.definitions.iter().find(|defined| defined.branch == Some(0)).is_some_and(is_empty)
    }

    /// When the text of a branch is compiled, as one expression.
    fn reached(&self, at: usize) -> Expression {
        let branch = &self.branches[at];
        if at == 0 && self.definitions.iter().any(|defined| self.is_include_guard(at, &defined.name)) {
            return Expression::Number(1);
        }
        let mut all = match &branch.condition {
            Some(condition) => condition.clone(),
            None if branch.directive == "else" => Expression::Number(1),
            None => Expression::unknown(),
        };
        for &earlier in &branch.before {
            let condition = self.branches[earlier].condition.clone().unwrap_or_else(Expression::unknown);
            all = all.and(Expression::Not(Box::new(condition)));
        }
        match branch.parent {
            Some(parent) => self.reached(parent).and(all),
            None => all,
        }
    }

    /// The innermost branch that holds `offset`.
    pub(crate) fn branch_at(&self, offset: usize) -> Option<usize> {
        // Branches begin in the order of the text, and one that has ended lies in the next open one outwards.
        let mut next = self.branches.partition_point(|branch| branch.start <= offset).checked_sub(1);
        while let Some(at) = next.filter(|at| self.branches[*at].end <= offset) {
            next = self.branches[at].parent;
        }
        next
    }

    /// Whether the text at `offset` is compiled under `setting`; `None` when that depends on something else.
    pub(crate) fn is_active(&self, offset: usize, setting: &Setting) -> Option<bool> {
        match self.branch_at(offset) {
            Some(branch) => self.is_branch_reached(branch, setting),
            None => Some(true),
        }
    }

    /// A branch and all around it are taken. Asked for every use and target, so answers are kept.
    fn is_branch_reached(&self, at: usize, setting: &Setting) -> Option<bool> {
        if let Some(known) = self.reached_under.borrow().get(&(at, *setting)) {
            return *known;
        }
        let outer =
            self.branches[at].parent.map_or(Some(true), |parent| self.is_branch_reached(parent, setting));
        let answer = match (outer, self.is_branch_taken(at, setting)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        self.reached_under.borrow_mut().insert((at, *setting), answer);
        answer
    }

    /// Whether a branch is taken when its conditional is reached.
    pub(crate) fn is_branch_taken(&self, at: usize, setting: &Setting) -> Option<bool> {
        let branch = &self.branches[at];
        let mut taken = match &branch.condition {
            Some(condition) => condition.truth(setting, &self.macros),
            None if branch.directive == "else" => Some(true),
            None => None,
        };
        for &earlier in &branch.before {
            let condition = self.branches[earlier].condition.as_ref();
            match condition.and_then(|condition| condition.truth(setting, &self.macros)) {
                Some(true) => return Some(false),
                Some(false) => {}
                None => taken = taken.filter(|taken| !taken),
            }
        }
        taken
    }
}

/// Makes the macros of all files known to each: headers say what sources ask for.
pub(crate) fn share_macros(files: &mut [Guards]) {
    let mut macros = Macros::default();
    let mut repeats: HashMap<&str, usize> = HashMap::new();
    for guards in files.iter() {
        for defined in guards.definitions.iter().take(MAX_DEFINITIONS) {
            if defined.branch.is_some_and(|branch| guards.is_include_guard(branch, &defined.name)) {
                continue;
            }
            let times = repeats.entry(defined.name.as_str()).or_insert(0_usize);
            *times += 1;
            if *times > MAX_REPEATS {
                macros.values.insert(defined.name.clone(), Expression::unknown());
                macros.conditions.insert(defined.name.clone(), Expression::unknown());
                continue;
            }
            let condition = defined.branch.map_or(Expression::Number(1), |branch| guards.reached(branch));
            let before = macros.conditions.remove(&defined.name);
            let value = defined.value.clone().unwrap_or_else(Expression::unknown);
            // A name that nothing defines is 0 in a condition.
            let other = macros.values.remove(&defined.name).unwrap_or(Expression::Number(0));
            let chosen = match &condition {
                Expression::Number(_) => value,
                _ => {
                    let so_far = before.clone().unwrap_or_else(|| undefined(&defined.name));
                    let test = condition.clone().with_defined(&defined.name, &so_far);
                    Expression::Conditional(Box::new([test, value, other]))
                }
            };
            macros.values.insert(defined.name.clone(), chosen);
            // Inside of `#ifndef NAME` that defines it, the name is both: not known.
            let condition = condition.with_defined(&defined.name, &Expression::unknown());
            let known = match before {
                Some(known) => Expression::Binary("||", Box::new(known), Box::new(condition)),
                None => condition,
            };
            macros.conditions.insert(defined.name.clone(), known);
        }
    }
    let macros = Rc::new(macros);
    for guards in files {
        guards.macros = Rc::clone(&macros);
        guards.reached_under.take();
    }
}

/// A name that is defined more often than this is no switch.
const MAX_REPEATS: usize = 16;

/// What `defined` says of a name that no file has defined so far.
fn undefined(name: &str) -> Expression {
    if pilotage_capi::get(name).is_some() { Expression::unknown() } else { Expression::Number(0) }
}

/// A file with more definitions than this is a table of constants, not a configuration.
const MAX_DEFINITIONS: usize = 5000;

fn condition(keyword: &str, rest: &str) -> Option<Expression> {
    let name =
        || rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("").to_owned();
    match keyword {
        "ifdef" => Some(Expression::Defined(name())),
        "ifndef" => Some(Expression::Not(Box::new(Expression::Defined(name())))),
        "if" | "elif" => Expression::parse(rest),
        _ => None,
    }
}

struct Directive<'t> {
    name: &'t str,
    rest: String,
    offset: usize,
    /// One past the directive's last line.
    end: usize,
}

/// The preprocessor directives of a file, continuation lines joined, comments gone.
fn directives(text: &[u8]) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut in_comment = false;
    while at < text.len() {
        let start = at;
        let mut joined: Vec<u8> = Vec::new();
        loop {
            let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |n| at + n);
            let content = text[at..end].strip_suffix(b"\r").unwrap_or(&text[at..end]);
            at = (end + 1).min(text.len());
            match content.strip_suffix(b"\\") {
                Some(part) if at < text.len() => joined.extend_from_slice(part),
                _ => {
                    joined.extend_from_slice(content);
                    break;
                }
            }
        }
        let clean = without_comments(&joined, &mut in_comment);
        let trimmed = clean.trim_start();
        if let Some(after) = trimmed.strip_prefix('#') {
            let after = after.trim_start();
            let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let name = KEYWORDS.iter().find(|keyword| **keyword == &after[..end]);
            if let Some(name) = name {
                let rest = after[end..].trim().to_owned();
                found.push(Directive { name, rest, offset: start, end: at });
            }
        }
    }
    found
}

const KEYWORDS: [&str; 7] = ["if", "ifdef", "ifndef", "elif", "else", "endif", "define"];

fn without_comments(line: &[u8], in_comment: &mut bool) -> String {
    let mut clean = Vec::with_capacity(line.len());
    let mut at = 0;
    let mut quote = None;
    while at < line.len() {
        let rest = &line[at..];
        if *in_comment {
            match rest.windows(2).position(|pair| pair == b"*/") {
                Some(end) => {
                    *in_comment = false;
                    clean.push(b' ');
                    at += end + 2;
                }
                None => break,
            }
        } else if quote.is_none() && rest.starts_with(b"/*") {
            *in_comment = true;
            at += 2;
        } else if quote.is_none() && rest.starts_with(b"//") {
            break;
        } else {
            match (quote, rest[0]) {
                (_, b'\\') if quote.is_some() => {
                    clean.extend_from_slice(&rest[..rest.len().min(2)]);
                    at += 2;
                    continue;
                }
                (Some(open), byte) if open == byte => quote = None,
                (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
                _ => {}
            }
            clean.push(rest[0]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&clean).into_owned()
}

#[cfg(test)]
mod tests {
    use pilotage_capi::Version;

    use super::*;

    const TEXT: &[u8] = b"#define OLD (PY_VERSION_HEX < 0x030A0000) /* why */
#if OLD
a
#elif defined(Py_GIL_DISABLED) && \\
      PY_MINOR_VERSION >= 13
b
#else
c
# ifdef HAVE_X
d
# endif
#endif
e
";

    fn active(needle: &str, minor: u8, free_threaded: bool) -> Option<bool> {
        let guards = Guards::read(TEXT);
        let text = std::str::from_utf8(TEXT).unwrap();
        let offset = text.find(&format!("\n{needle}\n")).unwrap() + 1;
        guards.is_active(offset, &Setting { free_threaded, ..Setting::release(Version::new(3, minor)) })
    }

    #[test]
    fn branches_follow_the_version() {
        assert_eq!(active("a", 9, false), Some(true));
        assert_eq!(active("a", 10, false), Some(false));
        assert_eq!(active("b", 13, true), Some(true));
        assert_eq!(active("b", 13, false), Some(false));
        assert_eq!(active("c", 12, false), Some(true));
        assert_eq!(active("d", 12, false), None);
        assert_eq!(active("d", 9, false), Some(false));
        assert_eq!(active("e", 9, false), Some(true));
    }

    fn at_end(text: &str, minor: u8) -> Option<bool> {
        let guards = Guards::read(text.as_bytes());
        guards.is_active(text.find("x;").unwrap(), &Setting::release(Version::new(3, minor)))
    }

    #[test]
    fn flags_of_a_guarded_header() {
        let text = "#ifndef A_H\n#define A_H\n#if PY_VERSION_HEX >= 0x030C0000\n#define NEW 1\n#else\n#define NEW 0\n\
                    #endif\n#if NEW\nx;\n#endif\n#endif\n";
        assert_eq!(at_end(text, 11), Some(false));
        assert_ne!(at_end(text, 12), Some(false));
    }

    #[test]
    fn defaults_come_after_what_is_defined() {
        let text = "#if PY_VERSION_HEX >= 0x030C0000\n#define NEW 1\n#endif\n#ifndef NEW\n#define NEW 0\n#endif\n\
                    #if NEW\nx;\n#endif\n";
        assert_eq!(at_end(text, 11), Some(false));
        assert_eq!(at_end(text, 12), Some(true));
    }

    #[test]
    fn names_that_ask_for_themselves_end() {
        let text = format!(
            "{}#if A\nx;\n#endif\n",
            "#ifndef A\n#define A B\n#endif\n#ifndef B\n#define B A\n#endif\n".repeat(40)
        );
        assert_eq!(at_end(&text, 11), None);
    }

    #[test]
    fn broken_text_is_no_trouble() {
        for text in ["#endif\n#else\n#elif X", "#if (((", "#if 1 +\n", "#if \\", "#", "#define", "/* #if\n"] {
            Guards::read(text.as_bytes());
        }
    }
}
