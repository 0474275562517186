//! The calls of the C-API that stand in a library's code: instructions that go to an entry of its linkage table or through a word that
//! the loader fills by name. Reads the file. Calls through a register are not among them: nobody can tell where they go.

use std::collections::HashMap;
use std::fmt::Write as _;

use iced_x86::{Code, Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register};
use object::{Object, ObjectSection, ObjectSymbol, RelocationTarget, SectionKind};
use pilotage_capi::{Item, Kind};

/// One instruction that calls a function of the C-API, or jumps to it as the last thing that its function does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listed {
    /// Its offset in the library.
    pub(crate) at: u64,
    /// Offset behind it, which is the return address of a call.
    pub(crate) next: u64,
    /// What it calls.
    pub(crate) item: &'static Item,
    /// It leaves no return address.
    pub(crate) is_jump: bool,
}

/// All of them in a library, by offset; empty when it cannot be read.
pub(crate) fn calls(path: &str) -> Vec<Listed> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let Ok(file) = object::File::parse(&*bytes) else { return Vec::new() };
    let words = words(&file);
    let mut stubs = HashMap::new();
    each_instruction(&file, true, |before, instruction| {
        if let Some(item) = through_word(instruction, &words) {
            // With control-flow checks an entry begins with an instruction that marks it.
            let begin = if before.mnemonic() == Mnemonic::Endbr64 { before.ip() } else { instruction.ip() };
            stubs.insert(begin, item);
        }
    });
    let mut found = Vec::new();
    each_instruction(&file, false, |_, instruction| {
        let is_direct = instruction.op_count() == 1 && instruction.op0_kind() == OpKind::NearBranch64;
        let direct = is_direct.then(|| stubs.get(&instruction.near_branch64()).copied()).flatten();
        if let Some(item) = direct.or_else(|| through_word(instruction, &words)) {
            let is_jump = instruction.mnemonic() != Mnemonic::Call;
            found.push(Listed { at: instruction.ip(), next: instruction.next_ip(), item, is_jump });
        }
    });
    found
}

/// The words that the loader fills with addresses of functions of the API.
fn words(file: &object::File<'_>) -> HashMap<u64, &'static Item> {
    let Some(symbols) = file.dynamic_symbol_table() else { return HashMap::new() };
    let named = |target: RelocationTarget| {
        let RelocationTarget::Symbol(index) = target else { return None };
        let symbol = object::ObjectSymbolTable::symbol_by_index(&symbols, index).ok()?;
        let item = pilotage_capi::get(symbol.name().ok()?).filter(|_| symbol.is_undefined())?;
        let is_function = !matches!(item.kind, Kind::Data | Kind::TypeObject);
        (is_function && is_written(item.name)).then_some(item)
    };
    let relocations = file.dynamic_relocations().into_iter().flatten();
    relocations.filter_map(|(place, relocation)| Some((place, named(relocation.target())?))).collect()
}

/// What `Py_DECREF` leaves of itself is no call that anybody wrote.
pub(crate) fn is_written(name: &str) -> bool {
    name != "_Py_Dealloc"
}

/// `call` or `jmp` through one of these words.
fn through_word(instruction: &Instruction, words: &HashMap<u64, &'static Item>) -> Option<&'static Item> {
    let is_near = matches!(instruction.code(), Code::Call_rm64 | Code::Jmp_rm64)
        && instruction.op0_kind() == OpKind::Memory
        && instruction.memory_base() == Register::RIP;
    is_near.then(|| words.get(&instruction.ip_rel_memory_address()).copied()).flatten()
}

/// Every instruction with the one before it: those of the linkage table, or all others.
fn each_instruction(
    file: &object::File<'_>,
    of_stubs: bool,
    mut look: impl FnMut(&Instruction, &Instruction),
) {
    for section in file.sections().filter(|section| section.kind() == SectionKind::Text) {
        let is_stub = section.name().is_ok_and(|name| name.starts_with(".plt"));
        let Some(code) = section.data().ok().filter(|_| is_stub == of_stubs) else { continue };
        let mut decoder = Decoder::with_ip(64, code, section.address(), DecoderOptions::NONE);
        let (mut before, mut instruction) = (Instruction::default(), Instruction::default());
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            look(&before, &instruction);
            before = instruction;
        }
    }
}

/// The jumps among them for the interposing library: offset and length in hexadecimal, name.
pub(crate) fn tails(path: &str) -> String {
    let mut text = String::new();
    for call in calls(path).into_iter().filter(|call| call.is_jump) {
        let _ = writeln!(text, "{:x} {:x} {}", call.at, call.next - call.at, call.item.name);
    }
    text
}
