#!/usr/bin/env python3
"""Writes the seed corpus: small libraries made by gcc, a hand-made DLL and Mach-O, and archives around them.
Needs gcc. The same bytes every time with the same gcc.
"""

import io
import struct
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = """
extern void *PyModuleDef_Init(void *), *PyRun_String(void *), *dlsym(void *, const char *);
struct method { const char *name; void *f; int flags; const char *doc; };
struct slot { int id; void *value; };
struct def { long count; void *type, *init; long index; void *copy; const char *name, *doc; long size;
    struct method *methods; struct slot *slots; void *traverse, *clear, *free; };
static void *f(void *s) { return PyRun_String(dlsym(s, "_PyObject_GetState")); }
static struct method methods[] = { {"one", f, 1, 0}, {0, 0, 0, 0} };
static struct slot slots[] = { {2, f}, {4, (void *)1}, {0, 0} };
static struct def def = { 1, 0, 0, 0, 0, "_m", 0, 16, methods, slots, 0, 0, 0 };
void *PyInit__m(void) { return PyModuleDef_Init(&def); }
"""


def library(*flags):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "m.so")
        command = ["gcc", "-x", "c", "-", "-shared", "-fPIC", "-nostdlib", "-w", "-Os", "-s", "-Wl,-z,max-page-size=512", "-Wl,-z,noseparate-code", "-Wl,--build-id=none", "-o", out, *flags]
        subprocess.run(command, input=SOURCE.encode(), check=True, capture_output=True)
        return out.read_bytes()


def libraries():
    yield "gnu", library("-Wl,--hash-style=gnu")
    yield "sysv", library("-Wl,--hash-style=sysv")
    for name, flag in (("relr", "-Wl,-z,pack-relative-relocs"), ("narrow", "-m32")):
        try:
            yield name, library(flag)
        except subprocess.CalledProcessError:
            print(f"gcc cannot make {name}")


def dll():
    """A PE32+ file with an import and an export directory."""
    base, at = 0x1000, 0x200
    body = bytearray()

    def put(data):
        body.extend(bytes(-len(body) % 8))
        place = base + len(body)
        body.extend(data)
        return place

    hint = put(b"\0\0PyModuleDef_Init\0")
    first, second = (put(struct.pack("<QQ", hint, 0)) for _ in range(2))
    name = put(b"python3.dll\0")
    imports = put(struct.pack("<10I", first, 0, 0, name, second, 0, 0, 0, 0, 0))
    symbol, own, functions = put(b"PyInit__m\0"), put(b"_m.pyd\0"), put(struct.pack("<I", base))
    names, ordinals = put(struct.pack("<I", symbol)), put(struct.pack("<H", 0))
    exports = put(struct.pack("<10I", 0, 0, 0, own, 1, 1, 1, functions, names, ordinals))
    out = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"
    out += struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    out += struct.pack("<HBBIIIIIQII", 0x20B, 14, 0, 0, 0, 0, 0, base, 0x180000000, 0x1000, 0x200)
    out += struct.pack("<QQIIIHHQQQQII", 6, 6, 0x10000, 0x200, 0, 2, 0, 0, 0, 0, 0, 0, 16)
    out += struct.pack("<IIII", exports, 40, imports, 40) + bytes(112)
    out += b".data\0\0\0" + struct.pack("<IIIIIIHHI", len(body), base, len(body), at, 0, 0, 0, 0, 0xC0000040)
    return out.ljust(at, b"\0") + bytes(body)


def macho():
    """A thin 64-bit Mach-O with two segments, chained fixups, a symbol table and a library."""
    strings = b"\0_PyInit__m\0_PyModuleDef_Init\0"
    commands = [
        struct.pack("<II16sQQQQIIII", 0x19, 72, b"__TEXT", 0, 0x1000, 0, 0x1000, 5, 5, 0, 0),
        struct.pack("<II16sQQQQIIII", 0x19, 72, b"__DATA", 0x1000, 0x1000, 0x1000, 0x100, 3, 3, 0, 0),
        struct.pack("<IIIIII", 0x2, 24, 0x1200, 2, 0x1240, len(strings)),
        struct.pack("<IIII", 0x80000034, 16, 0x1100, 0x60),
        struct.pack("<IIIIII", 0xC, 48, 24, 0, 0x10000, 0x10000) + b"/usr/lib/libSystem.B.dyl",
    ]
    body = b"".join(commands)
    out = bytearray(struct.pack("<8I", 0xFEEDFACF, 0x100000C, 0, 6, len(commands), len(body), 0x85, 0) + body)
    out.extend(bytes(0x800 - len(out)) + b"_m\0")
    out.extend(bytes(0x1000 - len(out)))
    data = struct.pack("<13Q", 1, 0, 0, 0, 0, 0x800, 0, 0, 0, 0, 0, 0, 0)
    out.extend(data + bytes(0x100 - len(data)))
    fixups = struct.pack("<7I", 0, 28, 0, 0, 0, 1, 0) + struct.pack("<III", 2, 0, 12)
    fixups += struct.pack("<IHHQIHH", 24, 0x1000, 6, 0x1000, 0, 1, 40)
    out.extend(fixups + bytes(0x100 - len(fixups)))
    out.extend(struct.pack("<IBBHQ", 1, 0xF, 1, 0, 0x700) + struct.pack("<IBBHQ", 12, 1, 0, 0x100, 0))
    out.extend(bytes(0x1240 - len(out)) + strings)
    return bytes(out)


def fat(thin):
    header = struct.pack(">7I", 0xCAFEBABE, 1, 0x100000C, 0, 64, len(thin), 0)
    return header.ljust(64, b"\0") + thin


def wheel(members):
    out = io.BytesIO()
    info = "x-1.0.dist-info"
    rest = [(f"{info}/METADATA", b"Name: x\nVersion: 1.0\n"), (f"{info}/WHEEL", b"Tag: cp39-abi3-linux_x86_64\n")]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [*members, *rest]:
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body)
    return out.getvalue()


def sdist():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, kind, link, body in (
            ("x-1.0/PKG-INFO", tarfile.REGTYPE, "", b"Name: x\n"),
            ("x-1.0/a.c", tarfile.REGTYPE, "", b"int a;\n"),
            ("x-1.0/b.c", tarfile.SYMTYPE, "a.c", b""),
            ("x-1.0/c.c", tarfile.LNKTYPE, "x-1.0/a.c", b""),
        ):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.size = kind, link, len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


def main():
    made = dict(libraries())
    thin = macho()
    made |= {"dll": dll(), "macho": thin, "fat": fat(thin)}
    archives = {
        "wheel": b"\0" + wheel([("_m.abi3.so", made["gnu"])]),
        "stored": b"\1" + wheel([("_m.pyd", made["dll"]), ("../e.so", b"\x7fELF")]),
        "tar": b"\2" + sdist(),
        "zip": b"\3" + wheel([("x-1.0/a.c", b"int a;"), ("/b.c", b"int b;")]),
    }
    for kind, seeds in (("object", made), ("wheel", archives)):
        folder = HERE / "seeds" / kind
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in seeds.items():
            (folder / name).write_bytes(body)
            print(f"{kind}/{name}: {len(body)} bytes")


if __name__ == "__main__":
    main()
