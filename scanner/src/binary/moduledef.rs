//! Module definitions read from the data of a library: `PyModuleDef` records with their methods and slots, and the slot
//! arrays that `PyModExport_` hooks return. Found by shape, not by disassembly: what is built at run time is not seen.

use super::InitFunction;
use super::image::{Image, Word};

const NAME_LIMIT_BYTES: usize = 250;
const MAX_SLOTS: u64 = 64;
const MAX_METHODS: u64 = 10_000;
const MAX_NESTED: u32 = 5;
/// Definitions of one file; PyO3's submodules are some dozens.
const MAX_DEFINITIONS: usize = 256;
/// `m_size` beyond this is no size of a module state.
const MAX_STATE_BYTES: i64 = 1 << 24;

/// Reference counts (their low halves) of objects that never die, in 3.12 to 3.15.
const IMMORTAL: &[u64] = &[0x3fff_ffff, 0x7fff_ffff, 0xffff_ffff, 0xc000_0000, 0x5000_0000, 0x7000_0000];

/// How a module is initialised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InitStyle {
    /// `PyModule_Create`: `m_slots` is NULL.
    SinglePhase,
    /// `PyModuleDef_Init` with slots (PEP 489).
    MultiPhase,
    /// A slot array returned by a `PyModExport_` hook (PEP 793).
    ExportHook,
}

/// What a module slot is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotKind {
    /// `Py_mod_create`.
    Create,
    /// `Py_mod_exec`.
    Exec,
    /// `Py_mod_multiple_interpreters`.
    MultipleInterpreters,
    /// `Py_mod_gil`.
    Gil,
    /// `Py_mod_abi`.
    Abi,
    /// `Py_mod_name`.
    Name,
    /// `Py_mod_state_size`.
    StateSize,
    /// `Py_mod_methods`.
    Methods,
    /// Any other, by its number.
    Other(u16),
}

/// One module slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// What it is about.
    pub kind: SlotKind,
    /// Its value: the number itself, or an address in the library; `None` for a symbol of another library.
    pub value: Option<u64>,
}

/// One entry of a method table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Method {
    /// `ml_name`.
    pub name: String,
    /// `ml_flags`.
    pub flags: u32,
}

/// A module definition found in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleDef {
    /// `m_name`, perhaps dotted.
    pub name: String,
    /// How the module is initialised.
    pub style: InitStyle,
    /// `m_size`; `None` where it is not said.
    pub state_bytes: Option<i64>,
    /// The method table; empty when there is none.
    pub methods: Vec<Method>,
    /// The slots; `None` when they are filled in at run time and so cannot be read.
    pub slots: Option<Vec<Slot>>,
    /// The object header is that of a free-threaded build.
    pub free_threaded: bool,
}

impl ModuleDef {
    /// The value of the slot of this kind; `None` when there is no such slot or the slots could not be read.
    pub fn slot(&self, kind: SlotKind) -> Option<&Slot> {
        self.slots.as_ref()?.iter().find(|s| s.kind == kind)
    }
}

impl SlotKind {
    /// From the numbers of CPython 3.5-3.14 and from those of 3.15's common slot list.
    fn from_id(id: u16) -> SlotKind {
        match id {
            1 | 84 => SlotKind::Create,
            2 | 85 => SlotKind::Exec,
            3 | 86 => SlotKind::MultipleInterpreters,
            4 | 87 => SlotKind::Gil,
            100 => SlotKind::Name,
            102 => SlotKind::StateSize,
            103 => SlotKind::Methods,
            109 => SlotKind::Abi,
            other => SlotKind::Other(other),
        }
    }
}

/// The definitions of `modules`; where none has such a name, complete `PyModuleDef` records of any name.
pub(super) fn find(image: &Image<'_>, modules: &[InitFunction]) -> Vec<ModuleDef> {
    let mut expected = Vec::new();
    let mut others = Vec::new();
    for_each_pointer(image, &mut |at, target| {
        let Some(name) = image.text(target, NAME_LIMIT_BYTES).filter(|n| is_module_name(n)) else { return };
        let mut own =
            modules.iter().filter(|m| name.rsplit('.').next() == Some(m.module.as_str())).peekable();
        let is_own = own.peek().is_some();
        let def = module_def(image, at, name, is_own)
            .or_else(|| own.any(|m| m.export_hook).then(|| slot_array(image, at, name)).flatten());
        let found = if is_own { &mut expected } else { &mut others };
        if found.len() < MAX_DEFINITIONS {
            found.extend(def.map(|def| (at, def)));
        }
    });
    let mut found = if expected.is_empty() { others } else { expected };
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, def)| def).collect()
}

/// Calls `visit(where, target)` for every pointer in writable data.
fn for_each_pointer(image: &Image<'_>, visit: &mut dyn FnMut(u64, u64)) {
    if image.in_place_from.is_none() {
        for (at, word) in &image.fixed {
            if let Word::Address(target) = word {
                visit(*at, *target);
            }
        }
        return;
    }
    let step = image.word_size();
    // Mach-O and PE put constant pointer tables into segments that are not writable after loading.
    for segment in image.segments.iter().filter(|s| !s.executable) {
        for index in 0..segment.file_size / step {
            let at = segment.address.wrapping_add(index * step);
            if let Some(Word::Address(target)) = image.word(at) {
                visit(at, target);
            }
        }
    }
}

fn is_module_name(name: &str) -> bool {
    !name.is_empty()
        && name.starts_with(|c: char| c == '_' || c.is_alphabetic())
        && name.chars().all(|c| c == '_' || c == '.' || c.is_alphanumeric())
}

/// A `PyModuleDef` whose `m_name` lies at `at`.
fn module_def(image: &Image<'_>, at: u64, name: &str, expected: bool) -> Option<ModuleDef> {
    let step = image.word_size();
    let free_threaded = object_header(image, at, expected)?;
    let field = |index: u64| image.word(at.wrapping_add(index * step));
    let pointer_or_null = |word: Option<Word>| match word {
        Some(Word::Zero) => Some(None),
        Some(Word::Address(address)) => Some(Some(address)),
        _ => None,
    };
    pointer_or_null(field(1))?;
    let size_at = at.wrapping_add(2 * step);
    let size = image
        .signed(size_at)
        .filter(|s| (-1..MAX_STATE_BYTES).contains(s) && !image.fixed.contains_key(&size_at))?;
    let methods = pointer_or_null(field(3))?;
    let slots = pointer_or_null(field(4))?;
    for function in 5..8 {
        if matches!(field(function), None | Some(Word::Number(_))) {
            return None;
        }
    }
    Some(ModuleDef {
        name: name.to_owned(),
        style: if slots.is_some() { InitStyle::MultiPhase } else { InitStyle::SinglePhase },
        state_bytes: Some(size),
        methods: methods.map(|m| method_table(image, m)).unwrap_or_default(),
        slots: match slots {
            Some(address) => definition_slots(image, address),
            None => Some(Vec::new()),
        },
        free_threaded,
    })
}

/// The object header and the three words of `PyModuleDef_Base` before `m_name`: all NULL but the reference count.
/// Returns whether it is the header of a free-threaded build.
fn object_header(image: &Image<'_>, name_at: u64, expected: bool) -> Option<bool> {
    let step = image.word_size();
    let before = |index: u64| image.word(name_at.checked_sub(index * step)?);
    for index in 1..=4 {
        if before(index)? != Word::Zero {
            return None;
        }
    }
    let plausible =
        |count: u64| count == 1 || if expected { count >= 0x3fff_ffff } else { IMMORTAL.contains(&count) };
    match before(5)? {
        Word::Number(count) if plausible(count & 0xffff_ffff) => Some(false),
        Word::Zero => {
            let local_at = name_at.checked_sub(6 * step)?.wrapping_add(if image.wide { 4 } else { 0 });
            let local = image.number::<4>(local_at)?;
            // `ob_tid`, which two words precede where words are small.
            if plausible(local) && before(if image.wide { 7 } else { 8 })? == Word::Zero {
                Some(true)
            } else {
                expected.then_some(false)
            }
        }
        _ => None,
    }
}

/// A `PyModuleDef_Slot` array; `None` when it does not end as it should.
fn definition_slots(image: &Image<'_>, address: u64) -> Option<Vec<Slot>> {
    let step = image.word_size();
    // Zero-filled memory: the program fills it in before use.
    if image.tail(address)?.is_empty() {
        return None;
    }
    let mut slots = Vec::new();
    for index in 0..MAX_SLOTS {
        let at = address.checked_add(index * 2 * step)?;
        let id = image.number::<4>(at)?;
        if id == 0 {
            return Some(slots);
        }
        let kind = SlotKind::from_id(u16::try_from(id).ok()?);
        slots.push(Slot { kind, value: slot_value(image.word(at + step)?) });
    }
    None
}

fn slot_value(word: Word) -> Option<u64> {
    match word {
        Word::Zero => Some(0),
        Word::Address(value) | Word::Number(value) => Some(value),
        Word::Imported => None,
    }
}

/// A 3.15 slot array (16-byte `PySlot` entries) one of whose entries names the module; `name_at` is that entry's value.
fn slot_array(image: &Image<'_>, name_at: u64, name: &str) -> Option<ModuleDef> {
    let entry = name_at.checked_sub(8)?;
    if SlotKind::from_id(slot_id(image, entry)?) != SlotKind::Name {
        return None;
    }
    let mut first = entry;
    for _ in 0..MAX_SLOTS {
        match first.checked_sub(16).and_then(|before| slot_id(image, before)) {
            Some(id) if id != 0 => first -= 16,
            _ => break,
        }
    }
    let mut def = ModuleDef {
        name: name.to_owned(),
        style: InitStyle::ExportHook,
        state_bytes: None,
        methods: Vec::new(),
        slots: None,
        free_threaded: false,
    };
    let mut slots = Vec::new();
    if common_slots(image, first, MAX_NESTED, &mut slots).is_some() {
        def.state_bytes =
            slots.iter().find(|s| s.kind == SlotKind::StateSize).and_then(|s| i64::try_from(s.value?).ok());
        let methods = slots.iter().find(|s| s.kind == SlotKind::Methods).and_then(|s| s.value);
        def.methods = methods.map(|m| method_table(image, m)).unwrap_or_default();
        def.slots = Some(slots);
    }
    Some(def)
}

/// The number of the `PySlot` at `at`, when there can be one: small flags, nothing in the reserved field.
fn slot_id(image: &Image<'_>, at: u64) -> Option<u16> {
    let id = image.number::<2>(at)?;
    let flags = image.number::<2>(at + 2)?;
    let reserved = image.number::<4>(at + 4)?;
    (id < 256 && flags < 256 && reserved == 0 && !image.fixed.contains_key(&at)).then_some(id as u16)
}

/// Reads entries up to the end marker; follows the two kinds of entries that point to further arrays.
fn common_slots(image: &Image<'_>, address: u64, depth: u32, slots: &mut Vec<Slot>) -> Option<()> {
    const SUBSLOTS: u16 = 92;
    const MODULE_SLOTS: u16 = 94;
    for index in 0..MAX_SLOTS {
        let at = address.checked_add(index * 16)?;
        let id = slot_id(image, at)?;
        if id == 0 {
            return Some(());
        }
        let value = slot_value(image.word(at + 8)?);
        match (id, value) {
            // Arrays that hold each other would go on for ever.
            _ if slots.len() as u64 > MAX_SLOTS => return None,
            (SUBSLOTS, Some(nested)) if depth > 0 => {
                slots.push(Slot { kind: SlotKind::Other(id), value });
                common_slots(image, nested, depth - 1, slots)?;
            }
            (MODULE_SLOTS, Some(nested)) => slots.extend(definition_slots(image, nested)?),
            _ => slots.push(Slot { kind: SlotKind::from_id(id), value }),
        }
    }
    None
}

/// A `PyMethodDef` array, as far as it can be read.
fn method_table(image: &Image<'_>, address: u64) -> Vec<Method> {
    let step = image.word_size();
    let mut methods = Vec::new();
    for index in 0..MAX_METHODS {
        let at = address.wrapping_add(index * 4 * step);
        let Some(Word::Address(name)) = image.word(at) else { break };
        let Some(name) = image.text(name, NAME_LIMIT_BYTES) else { break };
        let Some(flags) = image.number::<4>(at.wrapping_add(2 * step)) else { break };
        methods.push(Method { name: name.to_owned(), flags: flags as u32 });
    }
    methods
}
