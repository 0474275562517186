//! The instructions of a library that call or jump through a register or a pointer: there an extension can leave without
//! using a name. Reads the file; where code cannot be told from data, an instruction may be missed, never invented,
//! because only whole sections are swept that the compiler filled with code.

use std::fmt::Write as _;

use iced_x86::{Code, Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register};
use object::{Object, ObjectSection, SectionKind};

/// Offsets of all such instructions in a library; empty when it cannot be read.
fn sites(path: &str) -> Vec<u64> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let Ok(file) = object::File::parse(&*bytes) else { return Vec::new() };
    let tables: Vec<(u64, u64)> = file
        .sections()
        .filter(|section| section.name().is_ok_and(|name| name.starts_with(".got")))
        .map(|section| (section.address(), section.address() + section.size()))
        .collect();
    let mut sites = Vec::new();
    for section in file.sections().filter(|section| section.kind() == SectionKind::Text) {
        let is_stub = section.name().is_ok_and(|name| name.starts_with(".plt"));
        let Some(code) = section.data().ok().filter(|_| !is_stub) else { continue };
        let mut decoder = Decoder::with_ip(64, code, section.address(), DecoderOptions::NONE);
        let mut before = Instruction::default();
        let mut instruction = Instruction::default();
        while decoder.can_decode() {
            decoder.decode_out(&mut instruction);
            if leaves(&instruction, &tables) && !is_switch(&before, &instruction) {
                sites.push(instruction.ip());
            }
            before = instruction;
        }
    }
    sites
}

/// It calls or jumps through a 64-bit register or pointer, other than one that the loader filled by a name.
fn leaves(instruction: &Instruction, tables: &[(u64, u64)]) -> bool {
    if !matches!(instruction.code(), Code::Call_rm64 | Code::Jmp_rm64) {
        return false;
    }
    if instruction.op0_kind() == OpKind::Register {
        return true;
    }
    let is_named = instruction.memory_base() == Register::RIP
        && tables.iter().any(|(from, to)| (*from..*to).contains(&instruction.ip_rel_memory_address()));
    // Segments other than the usual one are for thread-local storage.
    !is_named && instruction.segment_prefix() == Register::None
}

/// A jump into a table of cases, which stays in its function: the address has just been added up, or is indexed.
fn is_switch(before: &Instruction, jump: &Instruction) -> bool {
    if jump.code() != Code::Jmp_rm64 {
        return false;
    }
    if jump.op0_kind() != OpKind::Register {
        return jump.memory_index() != Register::None;
    }
    before.mnemonic() == Mnemonic::Add && before.op0_register() == jump.op0_register()
}

/// The list for the interposing library: a line with a path, then lines with offsets in hexadecimal.
pub(crate) fn list<'a>(paths: impl Iterator<Item = &'a String>) -> String {
    let mut text = String::new();
    for path in paths {
        let _ = writeln!(text, "{path}");
        for site in sites(path) {
            let _ = writeln!(text, " {site:x}");
        }
    }
    text
}
