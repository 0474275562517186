//! Arrays of the C-API's structs as they are initialised: one entry each, however the braces stand.

use super::model::{self, fields_of};
use super::tree::{DeclId, DeclKind, NodeId, NodeKind, Origin, Tree, TypeKind};

/// An entry of an array of structs, or a single struct.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'t> {
    /// What its members are given; what is not named is zero, or unknown when it is a value from somewhere else.
    pub(crate) fields: Vec<(&'t str, NodeId)>,
}

impl Entry<'_> {
    /// The value that a member is given.
    pub(crate) fn field(&self, name: &str) -> Option<NodeId> {
        self.fields.iter().rev().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }
}

/// The C-API struct that a variable is, or is an array of.
pub(crate) fn record_of(tree: &Tree, decl: DeclId) -> Option<(&str, Option<u64>)> {
    match &tree[tree[decl].ty].kind {
        TypeKind::Record(name) => Some((name, None)),
        TypeKind::Array(element, length) => match &tree[*element].kind {
            TypeKind::Record(name) => Some((name, Some(length.unwrap_or(0)))),
            _ => None,
        },
        _ => None,
    }
}

/// The variables with a brace initialiser that own files define, locals included.
pub(crate) fn initialised(tree: &Tree) -> impl Iterator<Item = (DeclId, NodeId)> {
    tree.decls.iter().enumerate().filter_map(move |(at, decl)| {
        let id = DeclId(at as u32);
        let is_own = decl.kind == DeclKind::Var && decl.origin == Origin::Own;
        is_own.then(|| model::init_list(tree, id).map(|list| (id, list)))?
    })
}

/// Members of a struct in the order of its initialiser.
pub(crate) fn fields(record: &str) -> Vec<&'static str> {
    match record {
        "PyMethodDef" => model::METHOD_FIELDS.to_vec(),
        "PyModuleDef" => model::MODULE_FIELDS.to_vec(),
        "PyType_Slot" => vec!["slot", "pfunc"],
        "PyModuleDef_Slot" => vec!["slot", "value"],
        "PyGetSetDef" => vec!["name", "get", "set", "doc", "closure"],
        "PyMemberDef" => vec!["name", "type", "offset", "flags", "doc"],
        "PyStructSequence_Field" => vec!["name", "doc"],
        "_inittab" => vec!["name", "initfunc"],
        "PySlot" => vec!["sl_id", "sl_flags", "sl_reserved", "sl_ptr"],
        _ => fields_of(record),
    }
}

/// The entry that a brace initialiser of a single struct is.
pub(crate) fn entry<'t>(tree: &'t Tree, list: NodeId, fields: &[&'t str]) -> Entry<'t> {
    match tree[list].kind {
        NodeKind::InitList => Entry { fields: tree.init_fields(list, fields) },
        _ => Entry { fields: Vec::new() },
    }
}

/// The entries of a brace initialiser of an array.
pub(crate) fn entries<'t>(tree: &'t Tree, list: NodeId, fields: &[&'t str]) -> Vec<Entry<'t>> {
    let mut found = Vec::new();
    let mut flat: Vec<(&str, NodeId)> = Vec::new();
    for &item in tree.kids(list) {
        let item = match tree[item].kind {
            NodeKind::Designated(None) => tree.kid(item, 0).unwrap_or(item),
            _ => item,
        };
        let is_struct = matches!(tree[tree[item].ty].kind, TypeKind::Record(_));
        if tree[item].kind == NodeKind::InitList || is_struct || fields.is_empty() {
            found.push(entry(tree, item, fields));
            continue;
        }
        // Without inner braces the members follow one another.
        flat.push((fields[flat.len()], item));
        if flat.len() == fields.len() {
            found.push(Entry { fields: std::mem::take(&mut flat) });
        }
    }
    if !flat.is_empty() {
        found.push(Entry { fields: flat });
    }
    found
}
