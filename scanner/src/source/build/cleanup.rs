//! `__attribute__((cleanup(function)))`, also through macros: the call that is made when the variable goes out of scope.
//! libclang does not tell the function: its name is read from the text. When the call happens is in `ownership/cfg/scopes.rs`.

use clang_sys::*;

use super::{Builder, NO_TYPE};
use crate::source::clang::Place;
use crate::source::lexical::{code_bytes, directive_end, next_code_byte};
use crate::source::tree::*;

/// Macros in macros, at most.
const DEEPEST: usize = 6;

impl Builder<'_> {
    /// The call that cleans a variable up; of a function that nothing is known about where its name is not seen.
    pub(super) fn cleanup(
        &mut self,
        variable: DeclId,
        loc: Loc,
        attributes: &[(Place, Place)],
    ) -> Option<NodeId> {
        let name = attributes.iter().find_map(|(start, end)| {
            let start = self.loc(*start)?;
            let text = self.tree.files.get(usize::from(start.file.0))?.text.get(start.offset as usize..)?;
            let attribute = text.get(..end.offset.checked_sub(start.offset)? as usize)?;
            cleanup_of(&self.tree, &String::from_utf8_lossy(attribute), DEEPEST)
        })?;
        let function = self.function_named(&name);
        let ty = self.tree[variable].ty;
        let named = self.tree.push(NodeKind::Name(variable), loc, ty, &[]);
        let pointer = self.pointer_to(ty);
        let address = self.tree.push(NodeKind::Unary(UnaryOp::AddrOf), loc, pointer, &[named]);
        let callee = match function {
            Some(function) => {
                let ty = self.tree[function].ty;
                self.tree.push(NodeKind::Name(function), loc, ty, &[])
            }
            None => self.absent(),
        };
        Some(self.tree.push(NodeKind::Call(function), loc, NO_TYPE, &[callee, address]))
    }

    fn pointer_to(&mut self, ty: TypeId) -> TypeId {
        let spelling = format!("{} *", self.tree[ty].spelling);
        let kind = TypeKind::Pointer(ty);
        self.tree.types.push(Type { kind, spelling, typedefs: Vec::new(), is_const: false, size: Some(8) });
        TypeId(self.tree.types.len() as u32 - 1)
    }

    /// A function of the unit, also one of which only the declaration is seen.
    fn function_named(&mut self, name: &str) -> Option<DeclId> {
        let is_it = |decl: &Decl| decl.kind == DeclKind::Function && decl.name == name;
        if let Some(at) = self.tree.decls.iter().position(is_it) {
            return Some(DeclId(at as u32));
        }
        let all = self.unit.root().children();
        let is_it = |spelling: &str| spelling.strip_prefix("pil_").unwrap_or(spelling) == name;
        let found = all.into_iter().find(|c| c.kind() == CXCursor_FunctionDecl && is_it(&c.spelling()))?;
        Some(self.decl(found))
    }
}

/// The function that an attribute, or a macro that stands for one, names: empty when there are several.
fn cleanup_of(tree: &Tree, text: &str, depth: usize) -> Option<String> {
    let mut found = None;
    for (at, word) in words(text) {
        let rest = &text[at + word.len()..];
        let name = if matches!(word, "cleanup" | "__cleanup__") {
            arguments(rest).and_then(|given| given.first().cloned())
        } else if depth > 0
            && let Some((parameters, body)) = macro_named(tree, word)
        {
            let given = arguments(rest).unwrap_or_default();
            cleanup_of(tree, &filled_in(&body, &parameters, &given), depth - 1)
        } else {
            None
        };
        if let Some(name) = name {
            let is_other = found.as_ref().is_some_and(|known| *known != name);
            found = Some(if is_other { String::new() } else { name });
        }
    }
    found
}

/// The identifiers of a text.
fn words(text: &str) -> Vec<(usize, &str)> {
    crate::source::lexical::words(text.as_bytes(), 0, text.len())
        .map(|word| (word.offset, word.name))
        .collect()
}

/// What stands in the parentheses at the beginning of a text, by commas.
fn arguments(text: &str) -> Option<Vec<String>> {
    let (open, b'(') = next_code_byte(text.as_bytes(), 0)? else { return None };
    let (mut depth, mut from) = (0_i32, open + 1);
    let mut given = Vec::new();
    for (at, byte) in code_bytes(text.as_bytes(), open) {
        match byte {
            b'(' => depth += 1,
            b')' | b',' if depth == 1 => {
                given.push(text.get(from..at)?.trim().to_owned());
                from = at + 1;
                if byte == b')' {
                    return Some(given);
                }
            }
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Parameters and text of a macro that an own file defines.
fn macro_named(tree: &Tree, name: &str) -> Option<(Vec<String>, String)> {
    let defined = tree.macro_defs.iter().rev().find(|defined| defined.name == name)?;
    let text = &tree.files.get(usize::from(defined.loc.file.0))?.text;
    let from = defined.loc.offset as usize + name.len();
    let body = String::from_utf8_lossy(text.get(from..directive_end(text, from))?).replace("\\\n", " ");
    if !body.starts_with('(') {
        return Some((Vec::new(), body));
    }
    let parameters = arguments(&body)?;
    let end = body.find(')')?;
    Some((parameters, body[end + 1..].to_owned()))
}

/// The text of a macro with what it was given; `a##b` is one word.
fn filled_in(body: &str, parameters: &[String], given: &[String]) -> String {
    let mut filled = String::new();
    let mut from = 0;
    for (at, word) in words(body) {
        filled.push_str(&body[from..at]);
        let parameter = parameters.iter().position(|parameter| parameter == word);
        filled.push_str(parameter.and_then(|at| given.get(at)).map_or(word, String::as_str));
        from = at + word.len();
    }
    filled.push_str(&body[from..]);
    let parts: Vec<&str> = filled.split("##").map(str::trim).collect();
    parts.join("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_are_looked_through() {
        let text =
            "#define CLEANUP(f) __attribute__((__cleanup__(f##_clear)))\n#define AUTO CLEANUP(object)\n";
        let mut tree = Tree::default();
        tree.files.push(File { path: "m.c".into(), origin: Origin::Own, text: text.into() });
        for (name, line) in [("CLEANUP", 1), ("AUTO", 2)] {
            let offset = text.find(name).unwrap() as u32;
            let offset = if line == 2 { text.find("AUTO").unwrap() as u32 } else { offset };
            let loc = Loc { file: FileId(0), line, column: 9, offset };
            tree.macro_defs.push(MacroDef { name: name.into(), loc });
        }
        assert_eq!(cleanup_of(&tree, "AUTO", DEEPEST).as_deref(), Some("object_clear"));
        assert_eq!(cleanup_of(&tree, "CLEANUP(list)", DEEPEST).as_deref(), Some("list_clear"));
        assert_eq!(cleanup_of(&tree, "cleanup(drop)", DEEPEST).as_deref(), Some("drop"));
        assert_eq!(cleanup_of(&tree, "unused", DEEPEST), None);
    }
}
