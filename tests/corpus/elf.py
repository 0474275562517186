"""Reads the undefined and the defined dynamic symbols of a 64-bit little-endian ELF file.
Independent of the tool on purpose: the recall figure must not rest on the code that it measures.
"""

import struct

SHT_DYNSYM = 11
SHN_UNDEF = 0


def dynamic_symbols(data):
    """(undefined names, defined names) of the .dynsym section; two empty sets for anything else."""
    if data[:6] != b"\x7fELF\x02\x01":
        return set(), set()
    offset, = struct.unpack_from("<Q", data, 0x28)
    size, count = struct.unpack_from("<HH", data, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", data, offset + size * at) for at in range(count)]
    undefined, defined = set(), set()
    for _, kind, _, _, start, length, link, _, _, entry in sections:
        if kind != SHT_DYNSYM:
            continue
        strings = sections[link][4]
        for at in range(start, start + length, entry or 24):
            name, _, _, section = struct.unpack_from("<IBBH", data, at)
            end = data.index(b"\0", strings + name)
            text = data[strings + name : end].decode("latin-1")
            (undefined if section == SHN_UNDEF else defined).add(text)
    return undefined - {""}, defined
