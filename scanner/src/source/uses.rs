//! Every place where own code names an item of the C-API: functions, macros, types, constants and struct members.
//! From the text (so that types and macro names are seen), with the tree saying what is somebody else's.

use std::collections::{HashMap, HashSet};

use pilotage_capi::Item;

use super::lexical::{self, Word};
use super::tree::{Decl, DeclKind, FileId, Loc, NodeId, NodeKind, Origin, Tree};

/// A place where an item is named.
#[derive(Clone, Debug)]
pub(crate) struct Use {
    /// What is named.
    pub(crate) item: &'static Item,
    /// Where; for what an own macro names, where the macro is used.
    pub(crate) loc: Loc,
    /// The own macro that names it.
    pub(crate) through: Option<String>,
    /// Where the macros on the way are defined.
    pub(crate) macros: Vec<Loc>,
    /// For members: it is assigned, incremented or its address is taken.
    pub(crate) written: bool,
    /// For members of a structure that is a member itself (`state.kind`): that one.
    pub(crate) within: Option<&'static Item>,
}

/// A called name that looks like the C-API's and is no item of it.
#[derive(Clone, Debug)]
pub(crate) struct UnknownName {
    pub(crate) name: String,
    pub(crate) loc: Loc,
    /// It belongs to CPython's internal headers.
    pub(crate) is_internal: bool,
}

/// All uses of one unit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Uses {
    pub(crate) items: Vec<Use>,
    /// Called names that look like the C-API and are in no version of it, nor declared anywhere.
    pub(crate) unknown: Vec<UnknownName>,
    /// Items that own code defines in text that was skipped: stand-ins for versions that lack them.
    pub(crate) skipped_definitions: HashSet<&'static str>,
    /// The unit is a part that another file includes: it includes nothing of the C-API itself, so what its names
    /// are is said elsewhere.
    pub(crate) is_part: bool,
}

/// Macros expand into others at most this deep.
const MAX_EXPANSION: usize = 8;

impl Uses {
    /// Collects the uses of a unit.
    pub(crate) fn collect(tree: &Tree) -> Self {
        let collector = Collector::new(tree);
        let mut uses = Uses::default();
        for (at, file) in tree.files.iter().enumerate() {
            if file.origin == Origin::Own {
                collector.file(FileId(at as u16), &file.text, &mut uses);
            }
        }
        collector.members(&mut uses);
        collector.absent_members(&mut uses);
        uses.skipped_definitions = skipped_definitions(tree);
        uses.is_part = tree.includes.iter().all(|include| {
            // A header that was not found may be the one that includes `Python.h`.
            matches!(include.found, Some(Origin::Own | Origin::Library))
        });
        uses.items.sort_by_key(|used| (used.loc.file, used.loc.offset, used.item.name));
        uses.items.dedup_by_key(|used| (used.loc.file, used.loc.offset, used.item.name));
        uses
    }
}

/// The macros that an expansion goes through.
struct Way<'t> {
    outermost: &'t str,
    loc: Loc,
    macros: Vec<Loc>,
    seen: HashSet<&'t str>,
}

struct Collector<'t> {
    tree: &'t Tree,
    /// Names that the package gives a meaning of its own.
    own: HashSet<&'t str>,
    /// API names in the body of each own macro that is in force, and the own macros it uses.
    macros: HashMap<&'t str, (Loc, Vec<String>)>,
    /// Where the package declares functions without defining them, and fields: to declare is not to use.
    declarations: HashSet<(FileId, u32)>,
    /// The unit includes an internal header of CPython.
    includes_internal: bool,
}

impl<'t> Collector<'t> {
    fn new(tree: &'t Tree) -> Self {
        let mut own: HashSet<&str> = tree.macro_defs.iter().map(|defined| defined.name.as_str()).collect();
        own.extend(tree.functions.iter().map(|function| tree[function.decl].name.as_str()));
        own.extend(
            tree.decls
                .iter()
                .filter(|decl| decl.origin == Origin::Own)
                .filter(|decl| !matches!(decl.kind, DeclKind::Function | DeclKind::Field | DeclKind::Other))
                .map(|decl| decl.name.as_str()),
        );
        let mut macros = HashMap::new();
        for defined in &tree.macro_defs {
            let text = &tree[defined.loc.file].text;
            let start = defined.loc.offset as usize + defined.name.len();
            let end = lexical::directive_end(text, start);
            let names = lexical::words(text, start, end)
                .filter(|word| !is_pasted(text, *word))
                .map(|word| word.name.to_owned())
                .collect();
            macros.insert(defined.name.as_str(), (defined.loc, names));
        }
        // What a macro declares (`PyObject_HEAD`) does not bear the name that is written.
        let is_written = |d: &&Decl| {
            let file = tree.files.get(usize::from(d.loc.file.0));
            let text = file.and_then(|file| file.text.get(d.loc.offset as usize..));
            text.is_some_and(|text| text.starts_with(d.name.as_bytes()))
        };
        let fields = tree
            .decls
            .iter()
            .filter(|d| d.origin == Origin::Own && d.kind == DeclKind::Field && !d.name.is_empty())
            .filter(is_written);
        let declarations = tree
            .declared
            .iter()
            .map(|decl| &tree[*decl])
            .chain(fields)
            .map(|d| (d.loc.file, d.loc.offset))
            .collect();
        let includes_internal = tree.includes.iter().any(|include| include.name.contains("pycore_"));
        Collector { tree, own, macros, declarations, includes_internal }
    }

    fn file(&self, file: FileId, text: &[u8], uses: &mut Uses) {
        let mut skipped: Vec<(usize, usize)> = self
            .tree
            .skipped
            .iter()
            .filter(|s| s.file == file)
            .map(|s| (s.start as usize, s.end as usize))
            .chain(lexical::directive_ranges(text))
            .collect();
        skipped.sort_unstable();
        let mut lines = Lines { text, line: 1, start: 0, at: 0 };
        let mut next_skipped = 0;
        for word in lexical::words(text, 0, text.len()) {
            while skipped.get(next_skipped).is_some_and(|(_, end)| *end <= word.offset) {
                next_skipped += 1;
            }
            let is_skipped = skipped[next_skipped..]
                .iter()
                .take_while(|(start, _)| *start <= word.offset)
                .any(|(_, end)| word.offset < *end);
            if !is_skipped {
                self.word(file, text, word, &mut lines, uses);
            }
        }
    }

    fn word(&self, file: FileId, text: &[u8], word: Word<'_>, lines: &mut Lines<'_>, uses: &mut Uses) {
        if let Some(&own) = self.own.get(word.name) {
            if self.macros.contains_key(own) {
                let loc = lines.loc(file, word.offset);
                let mut way = Way { outermost: own, loc, macros: Vec::new(), seen: HashSet::new() };
                self.expand(&mut way, own, uses);
            }
            return;
        }
        if let Some(item) = pilotage_capi::get(word.name) {
            if is_member_access(text, word.offset)
                || self.declarations.contains(&(file, word.offset as u32))
                || lexical::ends_typedef(text, word)
            {
                return;
            }
            let loc = lines.loc(file, word.offset);
            uses.items.push(Use {
                item,
                loc,
                through: None,
                macros: Vec::new(),
                written: false,
                within: None,
            });
        } else if lexical::looks_like_api(word.name) {
            self.unknown(file, text, word, lines, uses);
        }
    }

    fn unknown(&self, file: FileId, text: &[u8], word: Word<'_>, lines: &mut Lines<'_>, uses: &mut Uses) {
        if !lexical::is_called(text, word) || is_member_access(text, word.offset) {
            return;
        }
        let mut named =
            self.tree.decls.iter().filter(|decl| decl.name == word.name && decl.origin != Origin::Guessed);
        let declared = named.find(|decl| decl.loc.line != 0 && !self.is_implicit(decl.loc, word));
        let is_internal = match declared {
            Some(decl) if decl.origin == Origin::Api && self.is_internal_header(decl.loc) => true,
            // Other projects' headers among ours declare their own names.
            Some(_) => return,
            None => word.name.starts_with("_Py") && self.includes_internal,
        };
        let loc = lines.loc(file, word.offset);
        uses.unknown.push(UnknownName { name: word.name.to_owned(), loc, is_internal });
    }

    fn is_internal_header(&self, loc: Loc) -> bool {
        let file = self.tree.files.get(usize::from(loc.file.0));
        file.is_some_and(|file| file.path.split(['/', '\\']).any(|part| part == "internal"))
    }

    /// In C a call declares what it calls: such a declaration stands where the call stands.
    fn is_implicit(&self, loc: Loc, word: Word<'_>) -> bool {
        let text = self.tree.files.get(usize::from(loc.file.0)).map_or(&[][..], |file| &file.text);
        let at = loc.offset as usize;
        let is_here = text.get(at..).is_some_and(|rest| rest.starts_with(word.name.as_bytes()));
        is_here && self.tree.function_at(loc).is_some()
    }

    /// Uses that come out of an own macro stand where the outermost macro is written.
    fn expand(&self, way: &mut Way<'t>, name: &'t str, uses: &mut Uses) {
        if way.macros.len() > MAX_EXPANSION || !way.seen.insert(name) {
            return;
        }
        let Some((defined, names)) = self.macros.get(name) else { return };
        way.macros.push(*defined);
        for inner in names {
            if let Some((&own, _)) = self.macros.get_key_value(inner.as_str()) {
                self.expand(way, own, uses);
            } else if !self.own.contains(inner.as_str())
                && let Some(item) = pilotage_capi::get(inner)
            {
                let through = Some(way.outermost.to_owned());
                uses.items.push(Use {
                    item,
                    loc: way.loc,
                    through,
                    macros: way.macros.clone(),
                    written: false,
                    within: None,
                });
            }
        }
        way.macros.pop();
    }

    /// The member that holds the structure whose member `node` names. The head of an object does not count: it has
    /// rules of its own.
    fn outer_member(&self, node: NodeId) -> Option<&'static Item> {
        let tree = self.tree;
        let NodeKind::Member { arrow: false, .. } = tree[node].kind else { return None };
        let object = tree.strip_casts(tree.kid(node, 0)?);
        let NodeKind::Member { field, .. } = tree[object].kind else { return None };
        let decl = &tree[field];
        if decl.origin != Origin::Api || decl.name == "ob_base" {
            return None;
        }
        pilotage_capi::member(&tree[decl.parent?].name, &decl.name)
    }

    /// Members that the simulated version does not have, as the compiler says.
    fn absent_members(&self, uses: &mut Uses) {
        for said in &self.tree.diagnostics {
            if let Some(loc) = said.loc
                && self.tree[loc.file].origin == Origin::Own
                && let Some(item) = absent_member(&said.message)
            {
                uses.items.push(Use {
                    item,
                    loc,
                    through: None,
                    macros: Vec::new(),
                    written: false,
                    within: None,
                });
            }
        }
    }

    /// Members of structs that our headers declare.
    fn members(&self, uses: &mut Uses) {
        let tree = self.tree;
        let written = written_nodes(tree);
        for (at, node) in tree.nodes.iter().enumerate() {
            let NodeKind::Member { field, .. } = node.kind else { continue };
            let decl = &tree[field];
            if decl.origin != Origin::Api || tree[node.loc.file].origin != Origin::Own {
                continue;
            }
            let record = decl.parent.map_or("", |parent| tree[parent].name.as_str());
            if let Some(item) = pilotage_capi::member(record, &decl.name) {
                let through = macro_at(tree, node.loc, &decl.name);
                let macros =
                    through.iter().filter_map(|name| Some(self.macros.get(name.as_str())?.0)).collect();
                uses.items.push(Use {
                    item,
                    loc: node.loc,
                    through,
                    macros,
                    written: written.contains(&(at as u32)),
                    within: self.outer_member(NodeId(at as u32)),
                });
            }
        }
    }
}

/// The member and the struct of `no member named 'ob_digit' in 'struct _longobject'`.
fn absent_member(message: &str) -> Option<&'static Item> {
    let mut quoted = message.strip_prefix("no member named ")?.split('\'').skip(1).step_by(2);
    let (field, record) = (quoted.next()?, quoted.next()?);
    pilotage_capi::member(record.strip_prefix("struct ").unwrap_or(record), field)
}

/// Beside `##` stands a part of a name only.
fn is_pasted(text: &[u8], word: Word<'_>) -> bool {
    text[..word.offset].trim_ascii_end().ends_with(b"##")
        || text[word.offset + word.name.len()..].trim_ascii_start().starts_with(b"##")
}

fn skipped_definitions(tree: &Tree) -> HashSet<&'static str> {
    let mut names = HashSet::new();
    for skipped in tree.skipped.iter().filter(|skipped| tree[skipped.file].origin == Origin::Own) {
        let text = &tree[skipped.file].text;
        for word in lexical::words(text, skipped.start as usize, skipped.end as usize) {
            if let Some(item) = pilotage_capi::get(word.name)
                && defines(text, word)
            {
                names.insert(item.name);
            }
        }
    }
    names
}

/// `#define NAME`, `type NAME(...) {`, or `typedef ... NAME;`.
fn defines(text: &[u8], word: Word<'_>) -> bool {
    let line_start = text[..word.offset].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let before = text[line_start..word.offset].trim_ascii();
    if before.strip_prefix(b"#").is_some_and(|rest| rest.trim_ascii_start() == b"define") {
        return true;
    }
    if lexical::ends_typedef(text, word) || is_enumerator(text, word) {
        return true;
    }
    let mut depth = 0_u32;
    for (_, byte) in lexical::code_bytes(text, word.offset + word.name.len()) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return false,
            b')' => depth -= 1,
            b'{' => return depth == 0,
            _ if depth > 0 || byte.is_ascii_whitespace() => {}
            _ => return false,
        }
    }
    false
}

/// `NAME =` behind `{` or `,`, in braces that `enum` or `enum tag` opens.
fn is_enumerator(text: &[u8], word: Word<'_>) -> bool {
    let before = text.get(..word.offset).unwrap_or_default();
    let is_item = before.trim_ascii_end().ends_with(b"{") || before.trim_ascii_end().ends_with(b",");
    let is_given =
        matches!(lexical::next_code_byte(text, word.offset + word.name.len()), Some((_, b'=' | b',' | b'}')));
    let Some(open) =
        before.iter().rposition(|byte| matches!(byte, b'{' | b';')).filter(|_| is_item && is_given)
    else {
        return false;
    };
    let head = before[..open].trim_ascii_end();
    let tag = head.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    let outer = head[..head.len() - tag].trim_ascii_end();
    before[open] == b'{' && (head.ends_with(b"enum") || outer.ends_with(b"enum"))
}

/// Nodes that are the target of an assignment or increment, or whose address is taken.
fn written_nodes(tree: &Tree) -> HashSet<u32> {
    let mut written = HashSet::new();
    for node in tree.nodes.iter().enumerate().filter_map(|(at, node)| match node.kind {
        NodeKind::Assign(_) => Some(at),
        NodeKind::Unary(op) if op.may_write() => Some(at),
        _ => None,
    }) {
        if let Some(target) = tree.kid(NodeId(node as u32), 0) {
            written.insert(tree.strip_casts(target).0);
        }
    }
    written
}

/// The macro whose use stands at `loc`, when the text there is not `name` itself.
fn macro_at(tree: &Tree, loc: Loc, name: &str) -> Option<String> {
    let text = tree[loc.file].text.get(loc.offset as usize..)?;
    if text.starts_with(name.as_bytes()) {
        return None;
    }
    tree.macro_uses.iter().find(|used| used.loc == loc).map(|used| used.name.clone())
}

/// `x.name` or `x->name`: a field, whatever it is called.
fn is_member_access(text: &[u8], offset: usize) -> bool {
    let before = text[..offset].trim_ascii_end();
    before.ends_with(b"->") || (before.ends_with(b".") && !before.ends_with(b".."))
}

/// Line numbers of ascending offsets.
struct Lines<'t> {
    text: &'t [u8],
    line: u32,
    start: usize,
    at: usize,
}

impl Lines<'_> {
    fn loc(&mut self, file: FileId, offset: usize) -> Loc {
        for (index, byte) in self.text[self.at..offset].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.start = self.at + index + 1;
            }
        }
        self.at = offset;
        Loc { file, line: self.line, column: (offset - self.start + 1) as u32, offset: offset as u32 }
    }
}
