//! Statements in the text of a function: where they begin and end, how they are indented, and edits around them.
//! Knows nothing of the C-API.

use pilotage_finding::Edit;

use crate::source::lexical::{code_bytes, words};
use crate::source::shape::Parents;
use crate::source::tree::{Function, NodeId, NodeKind, Tree};

/// Writes into the text of one function.
pub(super) struct Writer<'t> {
    tree: &'t Tree,
    function: &'t Function,
    parents: &'t Parents,
    path: &'t str,
    text: &'t [u8],
    newline: &'static str,
}

/// A statement as it stands there.
struct Statement {
    start: usize,
    /// One past its `;`.
    end: usize,
    indent: String,
    /// Nothing stands before it in its line.
    is_first: bool,
}

/// What a statement stands in.
enum Around {
    /// Braces, or behind a label in them.
    Block,
    /// An `if` or a loop without braces: where its head ends, and its indentation.
    Head(usize, String),
}

impl<'t> Writer<'t> {
    pub(super) fn new(tree: &'t Tree, parents: &'t Parents, function: &'t Function) -> Option<Self> {
        let file = tree.files.get(usize::from(tree[function.body].loc.file.0))?;
        let newline = if file.text.windows(2).any(|two| two == b"\r\n") { "\r\n" } else { "\n" };
        Some(Writer { tree, function, parents, path: &file.path, text: &file.text, newline })
    }

    pub(super) fn has_word(&self, name: &str) -> bool {
        words(self.text, self.function.start as usize, self.function.end as usize)
            .any(|word| word.name == name)
    }

    /// Lines in front of a statement, in braces where it had none.
    pub(super) fn before(&self, node: NodeId, lines: &[String]) -> Option<Vec<Edit>> {
        let statement = self.statement(node)?;
        let newline = self.newline;
        match self.around(node, &statement)? {
            Around::Block if statement.is_first => {
                let gap = format!("{newline}{}", statement.indent);
                let text = format!("{}{gap}", lines.join(&gap));
                Some(vec![self.edit(statement.start, statement.start, text)])
            }
            Around::Block => {
                Some(vec![self.edit(statement.start, statement.start, format!("{} ", lines.join(" ")))])
            }
            Around::Head(end, indent) => {
                let inner = if statement.is_first {
                    statement.indent.clone()
                } else {
                    format!("{indent}{}", self.unit())
                };
                let gap = format!("{newline}{inner}");
                let lines = lines.join(&gap);
                let has_comment = !self.text.get(end..statement.start)?.trim_ascii().is_empty();
                let mut edits = match has_comment {
                    true => vec![
                        self.edit(end, end, " {".to_owned()),
                        self.edit(statement.start, statement.start, format!("{lines}{gap}")),
                    ],
                    false => vec![self.edit(end, statement.start, format!(" {{{gap}{lines}{gap}"))],
                };
                let tail = self.tail(statement.end)?;
                edits.push(self.edit(tail, tail, format!("{newline}{indent}}}")));
                Some(edits)
            }
        }
    }

    /// `if (condition) { lines }` behind a statement.
    pub(super) fn branch_behind(&self, node: NodeId, condition: &str, lines: &[String]) -> Option<Vec<Edit>> {
        let unit = self.unit();
        let mut all = vec![format!("if ({condition}) {{")];
        all.extend(lines.iter().map(|line| format!("{unit}{line}")));
        all.push("}".to_owned());
        self.behind(node, &all)
    }

    /// Lines behind a statement.
    pub(super) fn behind(&self, node: NodeId, lines: &[String]) -> Option<Vec<Edit>> {
        let statement = self.statement(node).filter(|statement| statement.is_first)?;
        let tail = self.tail(statement.end).filter(|tail| self.rest_is_comment(statement.end, *tail))?;
        if !matches!(self.around(node, &statement)?, Around::Block) {
            return None;
        }
        let gap = format!("{}{}", self.newline, statement.indent);
        Some(vec![self.edit(tail, tail, format!("{gap}{}", lines.join(&gap)))])
    }

    /// Lines in front of the closing brace of the function.
    pub(super) fn at_end(&self, lines: &[String]) -> Option<Vec<Edit>> {
        let brace = (self.function.end as usize).checked_sub(1)?;
        let start = self.line_start(brace);
        let indent = String::from_utf8_lossy(self.text.get(start..brace)?).into_owned();
        if self.text.get(brace) != Some(&b'}') || !indent.trim().is_empty() {
            return None;
        }
        let lines: Vec<String> =
            lines.iter().map(|line| format!("{indent}{}{line}{}", self.unit(), self.newline)).collect();
        Some(vec![self.edit(start, start, lines.concat())])
    }

    /// The statement, with its line, goes.
    pub(super) fn without(&self, node: NodeId) -> Option<Vec<Edit>> {
        let statement = self.statement(node).filter(|statement| statement.is_first)?;
        let above = self.parents.get(node)?;
        let is_alone = self.tree.kids(above).len() < 2;
        let tail = self.tail(statement.end)?;
        let is_whole = self.rest_is_comment(statement.end, tail) && self.text.get(tail).is_some();
        if is_alone || !is_whole || !matches!(self.around(node, &statement)?, Around::Block) {
            return None;
        }
        let next = tail + self.text.get(tail..)?.iter().position(|byte| *byte == b'\n')? + 1;
        Some(vec![self.edit(self.line_start(statement.start), next, String::new())])
    }

    /// The statement in a call.
    pub(super) fn wrapped(&self, node: NodeId, open: &str, close: &str) -> Option<Vec<Edit>> {
        let statement = self.statement(node)?;
        self.around(node, &statement)?;
        Some(vec![
            self.edit(statement.start, statement.start, open.to_owned()),
            self.edit(statement.end - 1, statement.end - 1, close.to_owned()),
        ])
    }

    /// Another statement instead.
    pub(super) fn replaced(&self, node: NodeId, text: &str) -> Option<Vec<Edit>> {
        let statement = self.statement(node)?;
        Some(vec![self.edit(statement.start, statement.end - 1, text.to_owned())])
    }

    /// The expression of a `return`.
    pub(super) fn returned(&self, node: NodeId) -> Option<String> {
        let statement = self.statement(node)?;
        let inside = self.text.get(statement.start..statement.end - 1)?.strip_prefix(b"return")?;
        let text = std::str::from_utf8(inside).ok()?.trim();
        let text = text
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .filter(|rest| !rest.contains(['(', ')']))
            .unwrap_or(text);
        (!text.is_empty() && !text.contains("/*") && !text.contains('\n')).then(|| text.trim().to_owned())
    }

    fn edit(&self, start: usize, end: usize, text: String) -> Edit {
        let length = end.saturating_sub(start) as u32;
        Edit { path: self.path.to_owned(), offset: start as u32, length, text }
    }

    /// Where a statement stands; nothing when a macro stands for it.
    fn statement(&self, node: NodeId) -> Option<Statement> {
        let loc = self.tree[node].loc;
        if loc.file != self.tree[self.function.body].loc.file {
            return None;
        }
        let start = loc.offset as usize;
        let is_as_written = match self.tree[node].kind {
            NodeKind::Return => self.starts(start, "return") || self.starts(start, "Py_RETURN_"),
            NodeKind::Goto(_) => self.starts(start, "goto"),
            NodeKind::Call(Some(decl)) => self.starts(start, &self.tree[decl].name),
            NodeKind::If => self.starts(start, "if"),
            NodeKind::Call(None) | NodeKind::Assign(_) | NodeKind::DeclStmt => true,
            _ => false,
        };
        if !is_as_written {
            return None;
        }
        let end = self.end_of(start)?;
        let line = self.text.get(self.line_start(start)..start)?;
        let blanks = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let indent = String::from_utf8_lossy(&line[..blanks]).into_owned();
        Some(Statement { start, end, indent, is_first: blanks == line.len() })
    }

    fn starts(&self, at: usize, word: &str) -> bool {
        self.text.get(at..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
    }

    /// One past the `;` that ends what begins here; of an `if`, what it begins with is enough.
    fn end_of(&self, start: usize) -> Option<usize> {
        let mut depth = 0_i32;
        for (at, byte) in code_bytes(self.text, start) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                b';' if depth == 0 => return Some(at + 1),
                b'#' => return None,
                _ => {}
            }
            if depth < 0 {
                return None;
            }
        }
        None
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at.min(self.text.len())].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
    }

    /// Behind what ends here: at the end of the line when nothing but a comment follows.
    fn tail(&self, end: usize) -> Option<usize> {
        let rest = self.text.get(end..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        Some(if self.rest_is_comment(end, end + length) { end + length } else { end })
    }

    fn rest_is_comment(&self, from: usize, to: usize) -> bool {
        let rest = self.text.get(from..to).unwrap_or_default().trim_ascii();
        let is_closed = || rest.ends_with(b"*/") && rest.windows(2).filter(|two| two == b"*/").count() == 1;
        rest.is_empty() || rest.starts_with(b"//") || (rest.starts_with(b"/*") && is_closed())
    }

    /// One level of indentation in this function.
    fn unit(&self) -> String {
        let first =
            self.tree.kids(self.function.body).first().map(|node| self.tree[*node].loc.offset as usize);
        let indent = first.map(|first| {
            let line = &self.text[self.line_start(first)..first.min(self.text.len())];
            String::from_utf8_lossy(line).into_owned()
        });
        indent
            .filter(|indent| !indent.is_empty() && indent.trim().is_empty())
            .unwrap_or_else(|| " ".repeat(4))
    }

    /// What a statement stands in, when the text agrees with the tree.
    fn around(&self, node: NodeId, statement: &Statement) -> Option<Around> {
        let above = self.parents.get(node)?;
        let at = self.tree[above].loc.offset as usize;
        match self.tree[above].kind {
            NodeKind::Compound => (self.text.get(at) == Some(&b'{')).then_some(Around::Block),
            NodeKind::Label(_) | NodeKind::Case | NodeKind::Default => {
                statement.is_first.then_some(Around::Block)
            }
            NodeKind::If if self.tree.kid(above, 2) == Some(node) => {
                let word = words(self.text, at, statement.start).last().filter(|word| word.name == "else")?;
                self.head(word.offset, word.offset + word.name.len(), statement)
            }
            NodeKind::If if self.starts(at, "if") => self.head(at, self.head_end(at)?, statement),
            NodeKind::While if self.starts(at, "while") => self.head(at, self.head_end(at)?, statement),
            NodeKind::For if self.starts(at, "for") => self.head(at, self.head_end(at)?, statement),
            _ => None,
        }
    }

    fn head(&self, start: usize, end: usize, statement: &Statement) -> Option<Around> {
        let between = self.text.get(end..statement.start)?;
        let next = self.text.get(statement.end..)?.trim_ascii_start();
        let line_end = between.iter().position(|byte| *byte == b'\n').unwrap_or(between.len());
        let is_comment = statement.is_first && self.rest_is_comment(end, end + line_end);
        let (comment, rest) = between.split_at(if is_comment { line_end } else { 0 });
        if !rest.trim_ascii().is_empty() || comment.contains(&b'\\') || next.starts_with(b"#") {
            return None;
        }
        let line = self.text.get(self.line_start(start)..start)?;
        let blanks = line.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        Some(Around::Head(end, String::from_utf8_lossy(&line[..blanks]).into_owned()))
    }

    /// One past the `)` of `if (...)`.
    fn head_end(&self, start: usize) -> Option<usize> {
        let mut depth = 0_i32;
        for (at, byte) in code_bytes(self.text, start) {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'#' => return None,
                _ => continue,
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    }
}
