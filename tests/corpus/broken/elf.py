"""Builds a small but valid x86-64 shared object, and tells where its fields are so that they can be made to lie.
No compiler needed: the bytes are the same everywhere.
"""

import struct

HEADER, SEGMENT, SECTION, SYMBOL = 64, 56, 64, 24
DT_NULL, DT_NEEDED, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT = 0, 1, 4, 5, 6, 10, 11


class Elf:
    """`body` is the file; `at` maps a field's name to its offset and struct format."""

    def __init__(self, imports=("PyLong_FromLong", "_PyUnicode_Ready"), exports=("PyInit_good",), needed=("libc.so.6",)):
        self.at = {}
        strings = bytearray(b"\0")
        self.imports = [intern(strings, name) for name in imports]
        self.exports = [intern(strings, name) for name in exports]
        self.needed = [intern(strings, name) for name in needed]
        self.strings = strings
        self.body = self._layout()

    def set(self, field, value):
        """A copy of the file with one field changed."""
        offset, form = self.at[field]
        changed = bytearray(self.body)
        struct.pack_into("<" + form, changed, offset, value)
        return bytes(changed)

    def _layout(self):
        symbols = self._symbols()
        count = len(symbols) // SYMBOL
        chain = [0] + [at + 1 for at in range(1, count - 1)] + [0]  # one bucket: every symbol leads to the next
        hashes = struct.pack(f"<II{1 + count}I", 1, count, 1, *chain)
        symbols_at = HEADER + 2 * SEGMENT
        strings_at = symbols_at + len(symbols)
        hash_at = align(strings_at + len(self.strings))
        dynamic_at = align(hash_at + len(hashes))
        dynamic = self._dynamic(symbols_at, strings_at, hash_at)
        names = b"\0.dynsym\0.dynstr\0.hash\0.dynamic\0.shstrtab\0"
        names_at = dynamic_at + len(dynamic)
        sections_at = align(names_at + len(names))
        sections = self._sections(
            [
                (1, 11, symbols_at, len(symbols), 2, SYMBOL),
                (9, 3, strings_at, len(self.strings), 0, 0),
                (17, 5, hash_at, len(hashes), 1, 4),
                (23, 6, dynamic_at, len(dynamic), 2, 16),
                (32, 3, names_at, len(names), 0, 0),
            ]
        )
        size = sections_at + len(sections)
        out = bytearray(size)
        out[0:HEADER] = self._header(sections_at)
        out[HEADER:symbols_at] = self._segments(size, dynamic_at, len(dynamic))
        for at, part in (
            (symbols_at, symbols), (strings_at, self.strings), (hash_at, hashes),
            (dynamic_at, dynamic), (names_at, names), (sections_at, sections),
        ):
            out[at : at + len(part)] = part
        self._remember(symbols_at, hash_at, dynamic_at, sections_at)
        return bytes(out)

    def _symbols(self):
        out = bytearray(SYMBOL)
        for name in self.imports:
            out += struct.pack("<IBBHQQ", name, 0x12, 0, 0, 0, 0)
        for name in self.exports:
            out += struct.pack("<IBBHQQ", name, 0x12, 0, 1, 0x40, 16)
        return bytes(out)

    def _dynamic(self, symbols_at, strings_at, hash_at):
        entries = [(DT_NEEDED, name) for name in self.needed]
        entries += [(DT_HASH, hash_at), (DT_STRTAB, strings_at), (DT_SYMTAB, symbols_at)]
        entries += [(DT_STRSZ, len(self.strings)), (DT_SYMENT, SYMBOL), (DT_NULL, 0)]
        self.dynamic_tags = [tag for tag, _ in entries]
        return b"".join(struct.pack("<QQ", tag, value) for tag, value in entries)

    def _sections(self, rows):
        out = bytearray(SECTION)
        for name, kind, at, size, link, entry in rows:
            out += struct.pack("<IIQQQQIIQQ", name, kind, 2, at, at, size, link, 1, 8, entry)
        return bytes(out)

    def _header(self, sections_at):
        ident = b"\x7fELF\x02\x01\x01" + bytes(9)
        return ident + struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, 0, HEADER, sections_at, 0, HEADER, SEGMENT, 2, SECTION, 6, 5)

    def _segments(self, size, dynamic_at, dynamic_size):
        load = struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, size, size, 0x1000)
        return load + struct.pack("<IIQQQQQQ", 2, 6, dynamic_at, dynamic_at, dynamic_at, dynamic_size, dynamic_size, 8)

    def _remember(self, symbols_at, hash_at, dynamic_at, sections_at):
        self.at |= {
            "e_phoff": (0x20, "Q"), "e_shoff": (0x28, "Q"), "e_phnum": (0x38, "H"), "e_shentsize": (0x3A, "H"),
            "e_shnum": (0x3C, "H"), "e_shstrndx": (0x3E, "H"), "e_machine": (0x12, "H"),
            "load.p_filesz": (HEADER + 32, "Q"), "dynamic.p_offset": (HEADER + SEGMENT + 8, "Q"),
            "dynamic.p_filesz": (HEADER + SEGMENT + 32, "Q"),
            "symbol1.st_name": (symbols_at + SYMBOL, "I"),
            "hash.nbucket": (hash_at, "I"), "hash.nchain": (hash_at + 4, "I"),
            "dynsym.sh_size": (sections_at + SECTION + 32, "Q"), "dynsym.sh_link": (sections_at + SECTION + 40, "I"),
            "dynsym.sh_entsize": (sections_at + SECTION + 56, "Q"), "dynstr.sh_offset": (sections_at + 2 * SECTION + 24, "Q"),
        }
        names = {DT_NEEDED: "DT_NEEDED", DT_HASH: "DT_HASH", DT_STRTAB: "DT_STRTAB", DT_SYMTAB: "DT_SYMTAB", DT_STRSZ: "DT_STRSZ"}
        for index, tag in enumerate(self.dynamic_tags):
            if tag in names:
                self.at[names[tag]] = (dynamic_at + 16 * index + 8, "Q")


def intern(strings, name):
    at = len(strings)
    strings += name.encode() + b"\0"
    return at


def align(offset):
    return (offset + 7) // 8 * 8
