"""Object files that are cut off, empty, or state counts and offsets that are not true. ELF, Mach-O and PE, bare and in wheels."""

import struct

from .case import AUDITED, EITHER, IGNORED, PROBLEM, wheel, wheel_name
from .elf import Elf

HUGE = {"H": 0xFFFF, "I": 0xFFFF_FFF0, "Q": 0xFFFF_FFFF_FFFF_FFF0}
# Far outside of the file: the reader may fall back on another table and audit, or say that it cannot.
LIES = (
    "e_phoff", "e_shoff", "e_phnum", "e_shentsize", "e_shnum", "e_shstrndx", "load.p_filesz", "dynamic.p_offset",
    "dynamic.p_filesz", "symbol1.st_name", "hash.nbucket", "hash.nchain", "dynsym.sh_size", "dynsym.sh_link",
    "dynsym.sh_entsize", "dynstr.sh_offset", "DT_NEEDED", "DT_HASH", "DT_STRTAB", "DT_SYMTAB", "DT_STRSZ",
)


def write(folder):
    good = Elf()
    folder.file("elf/good.cpython-314-x86_64-linux-gnu.so", good.body, AUDITED, "the object file that the others are made of")
    folder.file("elf/empty.so", b"", PROBLEM, "0 bytes")
    folder.file("elf/text.so", b"#!/bin/sh\nexit 0\n", PROBLEM, "a script with the suffix of a library")
    folder.file("elf/linker-script.so", b"/* GNU ld script */\nINPUT(libfoo.so.1)\n", PROBLEM, "what some .so files of distributions are")
    folder.file("elf/magic-only.so", b"\x7fELF", PROBLEM, "cut off after the magic")
    for size in (16, 63, 64, 150, 300, 500):
        folder.file(f"elf/cut-{size}.so", good.body[:size], EITHER if size > 64 else PROBLEM, f"cut off after {size} bytes")
    for field in LIES:
        stem = field.replace(".", "-").lower()
        folder.file(f"elf/lie-{stem}.so", good.set(field, HUGE[good.at[field][1]]), EITHER, f"`{field}` is far too large")
    for field in ("hash.nchain", "dynsym.sh_entsize", "e_shentsize", "hash.nbucket"):
        stem = field.replace(".", "-").lower()
        folder.file(f"elf/zero-{stem}.so", good.set(field, 0), EITHER, f"`{field}` is 0")
    folder.file("elf/hash-count.so", good.set("hash.nchain", 0x7FFF_FFFF), EITHER, "two thousand million symbols")
    folder.file("elf/long-name.so", Elf(imports=("Py" + "x" * 1_000_000,)).body, EITHER, "a symbol name of a megabyte")
    folder.file("elf/needs-itself.so", Elf(needed=("needs-itself.so",)).body, AUDITED, "needs itself")
    folder.file("elf/many.so", Elf(imports=tuple(f"PyX{at}" for at in range(50_000))).body, AUDITED, "50,000 symbols")
    folder.file("elf/machine.so", good.set("e_machine", 0xFFF0), EITHER, "an unknown machine")
    write_others(folder)
    write_wheels(folder, good.body)


def write_others(folder):
    fat = struct.pack(">II", 0xCAFE_BABE, 0x7FFF_FFFF) + bytes(64)
    folder.file("macho/fat-count.so", fat, PROBLEM, "a fat file with two thousand million parts")
    member = struct.pack(">IIIII", 0x0100_0007, 3, 0xFFFF_FF00, 0xFFFF_FF00, 12)
    folder.file("macho/fat-outside.so", struct.pack(">II", 0xCAFE_BABE, 1) + member + bytes(64), PROBLEM, "a part outside of the file")
    itself = struct.pack(">IIIII", 0x0100_0007, 3, 0, 28, 0)
    folder.file("macho/fat-itself.so", struct.pack(">II", 0xCAFE_BABE, 1) + itself, PROBLEM, "a part that is the file itself")
    thin = struct.pack("<IIIIIIII", 0xFEED_FACF, 0x0100_0007, 3, 6, 0xFFFF_FFFF, 0xFFFF_FFFF, 0, 0)
    folder.file("macho/commands.so", thin + bytes(64), PROBLEM, "four thousand million load commands")
    zero = struct.pack("<IIIIIIII", 0xFEED_FACF, 0x0100_0007, 3, 6, 1000, 64, 0, 0)
    folder.file("macho/zero-size-command.so", zero + struct.pack("<II", 2, 0) * 8, PROBLEM, "load commands of size 0")
    symtab = struct.pack("<IIIIIIII", 0xFEED_FACF, 0x0100_0007, 3, 6, 1, 24, 0, 0)
    symtab += struct.pack("<IIIIII", 2, 24, 0xFFFF_0000, 0xFFFF_FFFF, 0xFFFF_0000, 0xFFFF_FFFF)
    folder.file("macho/symbols-outside.so", symtab + bytes(64), EITHER, "a symbol table outside of the file")
    folder.file("pe/empty.pyd", b"", PROBLEM, "0 bytes")
    folder.file("pe/dos-only.pyd", b"MZ" + bytes(58) + struct.pack("<I", 0xFFFF_FFF0), PROBLEM, "the PE header is outside of the file")
    folder.file("pe/sections.pyd", pe(sections=0xFFFF), EITHER, "65,535 sections in 600 bytes")
    folder.file("pe/imports-outside.pyd", pe(imports=(0xFFFF_FF00, 0xFFFF_FF00)), EITHER, "an import table outside of the file")
    folder.file("pe/exports-outside.pyd", pe(exports=(0x1000, 0xFFFF_FF00)), EITHER, "an export table outside of the file")
    folder.file("pe/directories.pyd", pe(directories=0xFFFF_FFFF), EITHER, "four thousand million data directories")


def pe(sections=0, imports=(0, 0), exports=(0, 0), directories=16):
    """A 64-bit DLL header without content."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, sections, 0, 0, 0, 240, 0x2022)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, 0, 0, 0, 0)
    optional += struct.pack("<QIIHHHHHHIIIIHHQQQQII", 0x1_8000_0000, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x4000, 0x400, 0, 2, 0, 0x100000, 0x1000, 0x100000, 0x1000, 0, directories)
    tables = [exports, imports] + [(0, 0)] * 14
    optional += b"".join(struct.pack("<II", *table) for table in tables)
    return dos + coff + optional + bytes(256)


def write_wheels(folder, good):
    inner = "good.cpython-314-x86_64-linux-gnu.so"
    folder.file("wheel/" + wheel_name("good"), wheel([(inner, good)], "good"), AUDITED, "the wheel that the others are made of")
    parts = [("bad.cpython-314-x86_64-linux-gnu.so", good[:100]), (inner, good)]
    folder.file("wheel/" + wheel_name("cut_member"), wheel(parts, "cut_member"), PROBLEM, "one member is cut off", "bad.cpython-314")
    parts = [("void.cpython-314-x86_64-linux-gnu.so", b""), (inner, good)]
    folder.file("wheel/" + wheel_name("empty_member"), wheel(parts, "empty_member"), PROBLEM, "one member has 0 bytes", "void.cpython-314")
    pure = wheel([("pure/__init__.py", b"")], "pure", "py3-none-any")
    folder.file("wheel/pure-1.0-py3-none-any.whl", pure, IGNORED, "nothing to audit in it: exit code 3")
