//! The slot arrays of a unit's modules, in both forms: `PyModuleDef_Slot[]` of a definition, `PySlot[]` of an export
//! hook. What the compiler sees, and what the text of an array names besides.

use super::defines;
use super::lexical;
use super::model::{Model, Slot, init_list, slot_entries, slot_name};
use super::tree::{DeclId, NodeId, NodeKind, Tree, TypeKind};

/// A slot array of a module.
pub(crate) struct SlotArray {
    /// The array.
    pub(crate) decl: DeclId,
    /// Its entries.
    pub(crate) slots: Vec<Slot>,
    /// Every entry was understood.
    pub(crate) is_complete: bool,
}

/// The arrays that end up in a `PyModuleDef` or are returned by an export hook, each once.
pub(crate) fn of_modules(tree: &Tree, model: &Model) -> Vec<SlotArray> {
    let mut variables: Vec<DeclId> = model
        .modules
        .iter()
        .filter_map(|module| module.fields.get("m_slots"))
        .filter_map(|value| tree.named_variable(*value))
        .collect();
    for init in model.inits.iter().filter(|init| tree[**init].name.starts_with("PyModExport_")) {
        let Some(function) = tree.definition(*init) else { continue };
        tree.walk(function.body, &mut |node| {
            if tree[node].kind == NodeKind::Return {
                variables.extend(tree.kid(node, 0).and_then(|value| tree.named_variable(value)));
            }
        });
    }
    variables.sort_unstable();
    variables.dedup();
    variables.into_iter().filter_map(|variable| array(tree, variable)).collect()
}

fn array(tree: &Tree, decl: DeclId) -> Option<SlotArray> {
    let list = init_list(tree, decl)?;
    let TypeKind::Array(element, _) = tree[tree[decl].ty].kind else { return None };
    let slots = match &tree[element].kind {
        TypeKind::Record(name) if name == "PySlot" => {
            tree.kids(list).iter().filter_map(|entry| new_entry(tree, *entry)).collect()
        }
        _ => slot_entries(tree, list, true),
    };
    let is_understood = |entry: &NodeId| tree[*entry].kind == NodeKind::InitList;
    let is_complete =
        tree.kids(list).iter().all(is_understood) && slots.iter().all(|slot: &Slot| slot.name.is_some());
    Some(SlotArray { decl, slots, is_complete })
}

/// `{.sl_id = id, .sl_flags = flags, .sl_ptr = value}`; the final zero is none.
fn new_entry(tree: &Tree, entry: NodeId) -> Option<Slot> {
    let (mut id, mut value) = (None, None);
    for (at, item) in tree.kids(entry).iter().enumerate() {
        let (name, node) = match tree[*item].kind {
            NodeKind::Designated(Some(field)) => (tree[field].name.as_str(), tree.kid(*item, 0)?),
            _ => (["sl_id", "sl_flags"].get(at).copied().unwrap_or("sl_ptr"), *item),
        };
        match name {
            "sl_id" => id = Some(node),
            "sl_flags" | "sl_reserved" => {}
            _ => value = Some(node),
        }
    }
    let id = tree.constant(id?);
    if id == Some(0) {
        return None;
    }
    let name = id.and_then(|id| slot_name(id, true));
    Some(Slot { name, value: value.unwrap_or(entry) })
}

impl SlotArray {
    /// The slot of that name.
    pub(crate) fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.name == Some(name))
    }

    /// The text of the array names it, in a part that was not compiled or by way of a macro of the package.
    pub(crate) fn mentions(&self, tree: &Tree, name: &str) -> bool {
        let loc = tree[self.decl].loc;
        let text = &tree[loc.file].text;
        let end = initialiser_end(text, loc.offset as usize);
        let macros = defines::that_name(tree, &[name]);
        lexical::words(text, loc.offset as usize, end)
            .any(|word| word.name == name || macros.contains(word.name))
    }
}

/// The `;` after the braces of a declaration that begins at `start`.
fn initialiser_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0_u32;
    for (at, byte) in lexical::code_bytes(text, start) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initialiser_ends_after_its_braces() {
        let text = b"a[] = { {1, x}, /* ; */ {0} }; b;";
        assert_eq!(initialiser_end(text, 0), 29);
        assert_eq!(initialiser_end(b"a[] = {", 0), 7);
    }
}
