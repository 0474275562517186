//! The C-API's own structures as a unit defines them: modules, types, method and member tables, init functions.
//! Facts only; what is wrong with them is for the rules to say.

use std::collections::HashMap;
use std::sync::OnceLock;

use pilotage_capi::Kind;

use super::lexical;
use super::tree::{BinaryOp, DeclId, DeclKind, Loc, NodeId, NodeKind, Origin, Tree, TypeKind};

/// What a unit defines.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// `PyModuleDef` variables, and `PySlot` arrays of export hooks.
    pub(crate) modules: Vec<ModuleDef>,
    /// Static types and type specs.
    pub(crate) types: Vec<TypeDef>,
    /// Arrays that end with a zero entry.
    pub(crate) tables: Vec<Table>,
    /// Entries of method tables.
    pub(crate) methods: Vec<Method>,
    /// `PyInit_x` and `PyModExport_x` functions, by function declaration.
    pub(crate) inits: Vec<DeclId>,
}

/// A `PyModuleDef`.
#[derive(Clone, Debug)]
pub(crate) struct ModuleDef {
    /// The variable.
    pub(crate) decl: DeclId,
    /// `m_name`.
    pub(crate) name: Option<String>,
    /// Fields that are given and not null, by name.
    pub(crate) fields: HashMap<&'static str, NodeId>,
    /// `m_size`.
    pub(crate) size: Option<i64>,
    /// `m_slots`: id and value of each; `None` when there are none.
    pub(crate) slots: Option<Vec<Slot>>,
    /// The slots are somewhere we cannot see.
    pub(crate) slots_unknown: bool,
}

/// An entry of a slot table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    /// `Py_tp_dealloc`, `Py_mod_gil` ...; `None` for an id that is no constant or not known.
    pub(crate) name: Option<&'static str>,
    /// Its value.
    pub(crate) value: NodeId,
}

/// How a type comes into being.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeSource {
    /// A `PyTypeObject` variable.
    Static,
    /// A `PyType_Spec`.
    Spec,
}

/// A type.
#[derive(Clone, Debug)]
pub(crate) struct TypeDef {
    /// The variable.
    pub(crate) decl: DeclId,
    /// Where.
    pub(crate) loc: Loc,
    /// How.
    pub(crate) source: TypeSource,
    /// `tp_name`.
    pub(crate) name: Option<String>,
    /// Slots that are given and not null, by field name (`tp_dealloc`, `nb_add`), the last assignment wins.
    pub(crate) slots: HashMap<String, NodeId>,
    /// `tp_flags`, when constant.
    pub(crate) flags: Option<i64>,
    /// The record of `sizeof(X)` in `tp_basicsize`.
    pub(crate) record: Option<String>,
    /// Everything about it is visible here.
    pub(crate) complete: bool,
    /// It is copied from elsewhere or written as a whole: nothing is known.
    pub(crate) opaque: bool,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TableKind {
    /// `PyMethodDef`.
    Methods,
    /// `PyMemberDef`.
    Members,
    /// `PyGetSetDef`.
    GetSets,
    /// `PyType_Slot`.
    TypeSlots,
    /// `PyModuleDef_Slot`.
    ModuleSlots,
    /// `PyStructSequence_Field`.
    StructFields,
}

/// An array of the C-API's structs.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// What it holds.
    pub(crate) kind: TableKind,
    /// The variable.
    pub(crate) decl: DeclId,
    /// The entries in order, one initialiser each.
    pub(crate) entries: Vec<NodeId>,
}

/// An entry of a method table.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// `ml_name`.
    pub(crate) name: String,
    /// The function, when the entry names one.
    pub(crate) function: Option<DeclId>,
    /// `ml_flags`, when constant.
    pub(crate) flags: Option<i64>,
    /// Where the entry stands.
    pub(crate) loc: Loc,
}

/// Fields of `PyModuleDef` in order.
pub(crate) const MODULE_FIELDS: [&str; 9] =
    ["m_base", "m_name", "m_doc", "m_size", "m_methods", "m_slots", "m_traverse", "m_clear", "m_free"];
/// Fields of `PyType_Spec` in order.
pub(crate) const SPEC_FIELDS: [&str; 5] = ["name", "basicsize", "itemsize", "flags", "slots"];
/// Fields of `PyMethodDef` in order.
pub(crate) const METHOD_FIELDS: [&str; 4] = ["ml_name", "ml_meth", "ml_flags", "ml_doc"];
/// Fields of `PyType_Slot` and `PyModuleDef_Slot`.
const SLOT_FIELDS: [&str; 2] = ["slot", "pfunc"];
const MODULE_SLOT_FIELDS: [&str; 2] = ["slot", "value"];

/// The suites of a static type: field, record.
const SUITES: [(&str, &str); 5] = [
    ("tp_as_number", "PyNumberMethods"),
    ("tp_as_sequence", "PySequenceMethods"),
    ("tp_as_mapping", "PyMappingMethods"),
    ("tp_as_async", "PyAsyncMethods"),
    ("tp_as_buffer", "PyBufferProcs"),
];

impl Model {
    /// Reads the structures of a unit.
    pub(crate) fn read(tree: &Tree) -> Self {
        let mut model = Model::default();
        for &decl in &tree.statics {
            if tree[tree[decl].loc.file].origin == Origin::Own {
                model.variable(tree, decl);
            }
        }
        for (at, decl) in tree.decls.iter().enumerate() {
            if decl.kind == DeclKind::Var && !decl.static_storage && decl.origin == Origin::Own {
                model.local(tree, DeclId(at as u32));
            }
        }
        model.assignments(tree);
        for function in &tree.functions {
            let name = &tree[function.decl].name;
            if name.starts_with("PyInit_") || name.starts_with("PyInitU_") || name.starts_with("PyModExport_")
            {
                model.inits.push(function.decl);
            }
        }
        model
    }

    fn variable(&mut self, tree: &Tree, decl: DeclId) {
        let variable = &tree[decl];
        match &tree[variable.ty].kind {
            TypeKind::Record(name) => match name.as_str() {
                "PyModuleDef" => self.modules.extend(module(tree, decl)),
                "PyTypeObject" => self.types.push(static_type(tree, decl)),
                "PyType_Spec" => {
                    self.types.extend(init_list(tree, decl).map(|list| spec(tree, decl, list, variable.loc)));
                }
                _ => {}
            },
            TypeKind::Array(element, _) => {
                if tree.record_name(*element) == Some("PyType_Spec") {
                    self.specs(tree, decl);
                }
                if let TypeKind::Record(name) = &tree[*element].kind
                    && let Some(kind) = table_kind(name)
                    && let Some(table) = table(tree, decl, kind)
                {
                    if kind == TableKind::Methods {
                        self.methods.extend(table.entries.iter().filter_map(|entry| method(tree, *entry)));
                    }
                    self.tables.push(table);
                }
            }
            _ => {}
        }
    }

    /// An array of specs.
    fn specs(&mut self, tree: &Tree, decl: DeclId) {
        let Some(list) = init_list(tree, decl) else { return };
        let entries = tree.kids(list).iter().filter(|entry| tree[**entry].kind == NodeKind::InitList);
        self.types.extend(entries.map(|entry| spec(tree, decl, *entry, tree[*entry].loc)));
    }

    /// A variable without static storage: specs only, types live longer.
    fn local(&mut self, tree: &Tree, decl: DeclId) {
        let is_spec = matches!(&tree[tree[decl].ty].kind, TypeKind::Record(name) if name == "PyType_Spec");
        if is_spec && let Some(list) = init_list(tree, decl) {
            self.types.push(spec(tree, decl, list, tree[decl].loc));
        }
    }

    /// `X_Type.tp_new = f;` in a function.
    fn assignments(&mut self, tree: &Tree) {
        for at in 0..tree.nodes.len() as u32 {
            let node = NodeId(at);
            match tree[node].kind {
                NodeKind::Assign(op) => self.assignment(tree, node, op),
                NodeKind::Call(_)
                    if tree.callee(node).is_some_and(|c| COPIERS.contains(&c.name.as_str())) =>
                {
                    let target = tree.args(node).first().and_then(|target| tree.named_variable(*target));
                    self.overwritten(target);
                }
                _ => {}
            }
        }
    }

    fn assignment(&mut self, tree: &Tree, assign: NodeId, op: Option<BinaryOp>) {
        let (Some(target), Some(value)) = (tree.kid(assign, 0), tree.kid(assign, 1)) else { return };
        let NodeKind::Member { field, .. } = tree[target].kind else {
            self.overwritten(tree.named_variable(target));
            return;
        };
        let Some(variable) = tree.kid(target, 0).and_then(|object| tree.named_variable(object)) else {
            return;
        };
        let name = tree[field].name.as_str();
        if let Some(ty) = self.types.iter_mut().find(|ty| ty.decl == variable) {
            match name {
                "tp_flags" | "flags" => ty.flags = flags_after(ty, op, tree.constant(value)),
                _ if op.is_some() => {}
                "slots" => ty.complete = false,
                "tp_basicsize" | "basicsize" => ty.record = sizeof_record(tree, value),
                _ if ty.source == TypeSource::Spec || tree.is_null(value) => {}
                _ => {
                    ty.slots.insert(name.to_owned(), value);
                }
            }
        } else if let Some(module) = self.modules.iter_mut().find(|module| module.decl == variable)
            && let Some(name) = MODULE_FIELDS.iter().find(|known| **known == name)
            && op.is_none()
        {
            module.fields.insert(name, value);
            module.slots_unknown |= *name == "m_slots";
        }
    }

    fn overwritten(&mut self, variable: Option<DeclId>) {
        for ty in self.types.iter_mut().filter(|ty| Some(ty.decl) == variable) {
            ty.opaque = true;
        }
    }
}

/// Functions that write a struct as a whole.
const COPIERS: [&str; 3] = ["memcpy", "memmove", "memset"];

/// The flags after `tp_flags op value`. `|=` adds; a type without initialiser may be given its flags once.
fn flags_after(ty: &TypeDef, op: Option<BinaryOp>, value: Option<i64>) -> Option<i64> {
    match op {
        Some(BinaryOp::BitOr) => Some(ty.flags? | value?),
        None if ty.source == TypeSource::Static && !ty.complete && ty.flags.is_none() => value,
        _ => None,
    }
}

impl TypeDef {
    /// A flag of `tp_flags`; `None` when the flags are not known.
    pub(crate) fn has_flag(&self, flag: &str) -> Option<bool> {
        let mask = constant_of(flag)?;
        self.flags.map(|flags| flags & mask != 0)
    }
}

/// The value of a constant of the C-API.
pub(crate) fn constant_of(name: &str) -> Option<i64> {
    value_of(pilotage_capi::get(name)?.value)
}

/// The number that the value of a constant stands for.
fn value_of(value: &str) -> Option<i64> {
    super::guards::Expression::parse(value)?.number(&|inner| constant_of(inner))
}

/// The name of a slot id: of `prefix` families `Py_mod_` for modules, all others for types.
pub(crate) fn slot_name(id: i64, is_module: bool) -> Option<&'static str> {
    static NAMES: OnceLock<HashMap<(bool, i64), &'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        const TYPE_PREFIXES: [&str; 6] = ["Py_tp_", "Py_nb_", "Py_sq_", "Py_mp_", "Py_bf_", "Py_am_"];
        pilotage_capi::all()
            .iter()
            .filter(|item| matches!(item.kind, Kind::Macro | Kind::EnumConst))
            .filter(|item| {
                let is_type = TYPE_PREFIXES.iter().any(|prefix| item.name.starts_with(prefix));
                is_type || item.name.starts_with("Py_mod_")
            })
            // 3.15 gave new numbers to the slots of modules.
            .flat_map(|item| {
                let values = item.values_by.iter().map(|(_, value)| *value).chain([item.value]);
                let is_module = item.name.starts_with("Py_mod_");
                values.filter_map(value_of).map(move |id| ((is_module, id), item.name))
            })
            .collect()
    });
    names.get(&(is_module, id)).copied()
}

/// Fields of `PyTypeObject` in order.
pub(crate) fn type_fields() -> &'static [&'static str] {
    static FIELDS: OnceLock<Vec<&'static str>> = OnceLock::new();
    FIELDS.get_or_init(|| fields_of("PyTypeObject"))
}

/// The fields of a struct of the C-API in the order of the newest version.
pub(crate) fn fields_of(record: &str) -> Vec<&'static str> {
    let mut fields: Vec<(u16, &'static str)> = pilotage_capi::members(record)
        .iter()
        .filter_map(|item| {
            let offset = item.member?.offsets.iter().rev().flatten().next().copied()?;
            let name = item.name.split_once('.')?.1;
            (!name.contains('.')).then_some((offset, name))
        })
        .collect();
    fields.sort_unstable();
    fields.into_iter().map(|(_, name)| name).collect()
}

/// The initialiser list of a variable.
pub(crate) fn init_list(tree: &Tree, decl: DeclId) -> Option<NodeId> {
    tree[decl].init.filter(|init| tree[*init].kind == NodeKind::InitList)
}

/// The record named in `sizeof(X)`.
pub(crate) fn sizeof_record(tree: &Tree, node: NodeId) -> Option<String> {
    let node = tree.strip_casts(node);
    if let NodeKind::Binary(BinaryOp::Add | BinaryOp::Mul) = tree[node].kind {
        return tree.kid(node, 0).and_then(|kid| sizeof_record(tree, kid));
    }
    let loc = tree[node].loc;
    let text = &tree[loc.file].text;
    let mut words = lexical::words(text, loc.offset as usize, (loc.offset as usize + 200).min(text.len()));
    if words.next()?.name != "sizeof" {
        return None;
    }
    let name = words.find(|word| !matches!(word.name, "struct" | "union" | "const"))?.name;
    // `sizeof(variable)` and `sizeof *pointer` say nothing about a name.
    let is_type = tree
        .decls
        .iter()
        .any(|decl| decl.name == name && matches!(decl.kind, DeclKind::Record | DeclKind::Typedef))
        || pilotage_capi::record(name).is_some()
        || tree.types.iter().any(|ty| ty.spelling == name);
    is_type.then(|| canonical_record(tree, name))
}

/// The tag behind a typedef name, as record types are named in the tree.
fn canonical_record(tree: &Tree, name: &str) -> String {
    let ty =
        tree.types.iter().find(|ty| ty.spelling == name || ty.spelling.strip_prefix("struct ") == Some(name));
    match ty.map(|ty| &ty.kind) {
        Some(TypeKind::Record(tag)) => tag.clone(),
        _ => name.to_owned(),
    }
}

fn module(tree: &Tree, decl: DeclId) -> Option<ModuleDef> {
    let mut module =
        ModuleDef { decl, name: None, fields: HashMap::new(), size: None, slots: None, slots_unknown: false };
    let list = init_list(tree, decl)?;
    for (name, value) in tree.init_fields(list, &MODULE_FIELDS) {
        let Some(name) = MODULE_FIELDS.iter().find(|known| **known == name) else { continue };
        match *name {
            "m_name" => module.name = tree.string(value).map(str::to_owned),
            "m_size" => module.size = tree.constant(value),
            "m_slots" if !tree.is_null(value) => {
                let slots = tree.named_variable(value).and_then(|variable| init_list(tree, variable));
                module.slots_unknown = slots.is_none();
                module.slots = slots.map(|list| slot_entries(tree, list, true));
            }
            _ => {}
        }
        if !tree.is_null(value) {
            module.fields.insert(name, value);
        }
    }
    Some(module)
}

/// The entries of a slot table, without the final zero.
pub(crate) fn slot_entries(tree: &Tree, list: NodeId, is_module: bool) -> Vec<Slot> {
    let fields = if is_module { &MODULE_SLOT_FIELDS } else { &SLOT_FIELDS };
    let mut slots = Vec::new();
    for &entry in tree.kids(list) {
        let mut id = None;
        let mut value = None;
        for (name, node) in tree.init_fields(entry, fields) {
            if name == "slot" { id = tree.constant(node) } else { value = Some(node) }
        }
        if id == Some(0) {
            continue;
        }
        if let Some(value) = value {
            let name = id.and_then(|id| slot_name(id, is_module));
            slots.push(Slot { name, value });
        }
    }
    slots
}

fn static_type(tree: &Tree, decl: DeclId) -> TypeDef {
    let mut ty = TypeDef {
        decl,
        loc: tree[decl].loc,
        source: TypeSource::Static,
        name: None,
        slots: HashMap::new(),
        flags: None,
        record: None,
        complete: true,
        opaque: false,
    };
    let Some(list) = init_list(tree, decl) else {
        ty.complete = false;
        return ty;
    };
    // A field that is not written is zero.
    ty.flags = Some(0);
    for (name, value) in tree.init_fields(list, type_fields()) {
        match name {
            "tp_name" => ty.name = tree.string(value).map(str::to_owned),
            "tp_flags" => ty.flags = tree.constant(value),
            "tp_basicsize" => ty.record = sizeof_record(tree, value),
            _ if tree.is_null(value) => {}
            _ => {
                suite(tree, name, value, &mut ty);
                ty.slots.insert(name.to_owned(), value);
            }
        }
    }
    ty
}

/// Adds the slots of `tp_as_number` and its siblings.
fn suite(tree: &Tree, field: &str, value: NodeId, ty: &mut TypeDef) {
    let Some((_, record)) = SUITES.iter().find(|(name, _)| *name == field) else { return };
    let Some(list) = tree.named_variable(value).and_then(|variable| init_list(tree, variable)) else {
        return;
    };
    for (name, value) in tree.init_fields(list, &fields_of(record)) {
        if !tree.is_null(value) {
            ty.slots.insert(name.to_owned(), value);
        }
    }
}

fn spec(tree: &Tree, decl: DeclId, list: NodeId, loc: Loc) -> TypeDef {
    let mut ty = TypeDef {
        decl,
        loc,
        source: TypeSource::Spec,
        name: None,
        slots: HashMap::new(),
        flags: Some(0),
        record: None,
        complete: false,
        opaque: false,
    };
    for (name, value) in tree.init_fields(list, &SPEC_FIELDS) {
        match name {
            "name" => ty.name = tree.string(value).map(str::to_owned),
            "flags" => ty.flags = tree.constant(value),
            "basicsize" => ty.record = sizeof_record(tree, value),
            "slots" => {
                let Some(list) = tree.named_variable(value).and_then(|variable| init_list(tree, variable))
                else {
                    continue;
                };
                ty.complete = true;
                for slot in slot_entries(tree, list, false) {
                    match slot.name.and_then(|name| name.strip_prefix("Py_")) {
                        Some(name) if !tree.is_null(slot.value) => {
                            ty.slots.insert(name.to_owned(), slot.value);
                        }
                        Some(_) => {}
                        None => ty.complete = false,
                    }
                }
            }
            _ => {}
        }
    }
    ty
}

fn table_kind(record: &str) -> Option<TableKind> {
    Some(match record {
        "PyMethodDef" => TableKind::Methods,
        "PyMemberDef" => TableKind::Members,
        "PyGetSetDef" => TableKind::GetSets,
        "PyType_Slot" => TableKind::TypeSlots,
        "PyModuleDef_Slot" => TableKind::ModuleSlots,
        "PyStructSequence_Field" => TableKind::StructFields,
        _ => return None,
    })
}

fn table(tree: &Tree, decl: DeclId, kind: TableKind) -> Option<Table> {
    let list = init_list(tree, decl)?;
    let entries = tree.kids(list).to_vec();
    Some(Table { kind, decl, entries })
}

fn method(tree: &Tree, entry: NodeId) -> Option<Method> {
    let mut method = Method { name: String::new(), function: None, flags: Some(0), loc: tree[entry].loc };
    for (name, value) in tree.init_fields(entry, &METHOD_FIELDS) {
        match name {
            "ml_name" => method.name = tree.string(value)?.to_owned(),
            "ml_meth" => method.function = tree.named_function(value),
            "ml_flags" => method.flags = tree.constant(value),
            _ => {}
        }
    }
    (!method.name.is_empty()).then_some(method)
}
