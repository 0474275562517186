"""Wheels and sdists that lie about sizes, point out of themselves, or hold what is no file."""

import gzip
import io
import struct
import tarfile
import zlib

from .case import AUDITED, EITHER, PROBLEM, wheel, wheel_name
from .elf import Elf

C_FILE = b'#include <Python.h>\nPyObject *f(PyObject *o) { return PyList_GetItem(o, 0); }\n'
INNER = "good.cpython-314-x86_64-linux-gnu.so"
GIB = 1 << 30


def write(folder):
    good = Elf().body
    write_wheels(folder, good)
    write_lies(folder, good)
    write_bombs(folder, good)
    write_sdists(folder)
    write_tars(folder)


def write_wheels(folder, good):
    def add(stem, extra, expect, why, names):
        body = wheel([*extra, (INNER, good)], stem)
        folder.file("wheel/" + wheel_name(stem), body, expect, why, names)

    add("parent_name", [("../../evil_parent.so", good)], PROBLEM, "a member above the archive", "evil_parent.so")
    add("absolute_name", [("/tmp/evil_absolute.so", good)], PROBLEM, "a member with an absolute name", "evil_absolute.so")
    add("drive_name", [("C:\\evil_drive.so", good)], EITHER, "a member with a drive letter", "evil_drive.so")
    add("dots_inside", [("a/../../evil_dots.so", good)], PROBLEM, "a member that climbs out on the way", "evil_dots.so")
    add("duplicate", [("twice.so", good), ("twice.so", b"\x7fELF")], EITHER, "two members of one name", "twice.so")
    add("nested", [("inside/" + wheel_name("inner"), wheel([(INNER, good)], "inner"))], EITHER, "a wheel in a wheel", "inner-1.0")
    add("long_name", [("d/" * 2000 + "deep.so", good)], EITHER, "a member 2,000 folders deep", "deep.so")
    add("control_chars", [("a\nb\x1b[31m.so", good)], EITHER, "a name with a line break and an escape code", ".so")
    link = b"../../../../../../etc/passwd"
    body = symlink_member(wheel([("link_out.so", link), (INNER, good)], "symlink"), b"link_out.so")
    folder.file("wheel/" + wheel_name("symlink"), body, PROBLEM, "a member that is a symbolic link", "link_out.so")
    name = b"caf\xe9\xff.so"
    body = wheel([("caf??.so", good), (INNER, good)], "latin").replace(b"caf??.so", name)
    folder.file("wheel/" + wheel_name("latin"), body, EITHER, "a member name that is not UTF-8", ".so")
    folder.file("wheel/" + wheel_name("text"), b"this is not an archive\n" * 40, PROBLEM, "a text file with the name of a wheel")
    folder.file("wheel/" + wheel_name("empty"), b"", PROBLEM, "0 bytes")
    folder.file("wheel/" + wheel_name("no_members"), b"PK\x05\x06" + bytes(18), PROBLEM, "an archive without members")
    folder.file("wheel/strange.whl", wheel([(INNER, good)]), AUDITED, "a file name without tags")
    whole = wheel([(INNER, good)], "cut")
    folder.file("wheel/" + wheel_name("cut_end"), whole[:-30], PROBLEM, "the central directory is cut off")
    folder.file("wheel/" + wheel_name("cut_half"), whole[: len(whole) // 2], PROBLEM, "half of it is missing")
    folder.file("wheel/" + wheel_name("cut_start"), whole[200:], PROBLEM, "the first 200 bytes are missing")


def write_lies(folder, good):
    """Sizes, offsets, checksums and methods of the central directory that are not true."""
    whole = wheel([("target.so", good), (INNER, good)], "lies")
    entry = whole.index(b"PK\x01\x02")
    changes = {
        "lie_method": (entry + 10, "<H", 99, "an unknown compression method"),
        "lie_encrypted": (entry + 8, "<H", 1, "a member that claims to be encrypted"),
        "lie_crc": (entry + 16, "<I", 0xDEAD_BEEF, "a wrong checksum"),
        "lie_size": (entry + 24, "<I", 0x7FFF_FFFF, "a member of 2 GB that is not there"),
        "lie_compressed": (entry + 20, "<I", 0x7FFF_FFFF, "compressed data beyond the end"),
        "lie_offset": (entry + 42, "<I", 0x7FFF_FFFF, "a member that begins beyond the end"),
    }
    for stem, (offset, form, value, why) in changes.items():
        changed = bytearray(whole)
        struct.pack_into(form, changed, offset, value)
        folder.file("wheel/" + wheel_name(stem), bytes(changed), PROBLEM, why, "target.so")
    end = whole.index(b"PK\x05\x06")
    for stem, offset, why in (("lie_count", 10, "65,535 members in the closing record"), ("lie_directory", 16, "a directory beyond the end")):
        changed = bytearray(whole)
        struct.pack_into("<H" if offset == 10 else "<I", changed, end + offset, 0xFFFF if offset == 10 else 0x7FFF_FFF0)
        folder.file("wheel/" + wheel_name(stem), bytes(changed), EITHER, why)


def write_bombs(folder, good):
    body = bomb_wheel("bomb.so", 10 * GIB, good)
    folder.file("wheel/" + wheel_name("bomb"), body, PROBLEM, "10 MB that inflate to 10 GB", "bomb.so", seconds=120)
    body = bomb_wheel("bomb.c", 2 * GIB, good)
    folder.file("wheel/" + wheel_name("bomb_two"), body, EITHER, "2 MB that inflate to 2 GB, in a file that is not a binary", "bomb.c", seconds=120)
    body = bomb_wheel("liar.so", 4 * GIB, good, claim=4096)
    folder.file("wheel/" + wheel_name("bomb_liar"), body, PROBLEM, "4 MB that claim to inflate to 4 KB and give 4 GB", "liar.so", seconds=120)
    many = [(f"many/{at:05}.so", b"") for at in range(20_000)]
    folder.file("wheel/" + wheel_name("many"), wheel([*many, (INNER, good)], "many"), PROBLEM, "20,000 empty modules", "00000.so", seconds=120)
    tar = tar_bomb("bomb-1.0/big.c", 3 * GIB)
    folder.file("sdist/bomb-1.0.tar.gz", tar, PROBLEM, "3 MB that inflate to 3 GB of blanks", "big.c", seconds=120)


def zeros(size):
    """A raw deflate stream of `size` zero bytes and its CRC, without holding either in memory."""
    step = 1 << 20
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = block.compress(bytes(step)) + block.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    crc, chunk = 0, bytes(step)
    for _ in range(size // step):
        crc = zlib.crc32(chunk, crc)
    return piece * (size // step) + last, crc


def bomb_wheel(member, size, good, claim=None):
    """A wheel whose first member is a deflated run of zeros; it claims to have `claim` bytes, in the zip64 fields."""
    data, crc = zeros(size)
    name = member.encode()
    extra = struct.pack("<HHQQ", 1, 16, claim or size, len(data))
    big = struct.pack("<II", 0xFFFF_FFFF, 0xFFFF_FFFF)
    local = struct.pack("<IHHHHHI", 0x04034B50, 45, 0, 8, 0, 0x21, crc) + big
    local += struct.pack("<HH", len(name), len(extra)) + name + extra + data
    rest = wheel([(INNER, good)], "bomb")
    end = rest.index(b"PK\x05\x06")
    start = struct.unpack_from("<I", rest, end + 16)[0]
    directory = bytearray(rest[start:end])
    shift_offsets(directory, len(local))
    central = struct.pack("<IHHHHHHI", 0x02014B50, 45, 45, 0, 8, 0, 0x21, crc) + big
    central += struct.pack("<HHHHHII", len(name), len(extra), 0, 0, 0, 0, 0) + name + extra
    count = struct.unpack_from("<H", rest, end + 10)[0] + 1
    directory = central + bytes(directory)
    closing = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(local) + start, 0)
    return local + rest[:start] + directory + closing


def shift_offsets(directory, by):
    """Moves every member of a central directory `by` bytes on."""
    at = 0
    while at < len(directory):
        lengths = struct.unpack_from("<HHH", directory, at + 28)
        offset = struct.unpack_from("<I", directory, at + 42)[0]
        struct.pack_into("<I", directory, at + 42, offset + by)
        at += 46 + sum(lengths)


def symlink_member(archive, name):
    """The archive with one member marked as a symbolic link made on Unix."""
    changed = bytearray(archive)
    at = changed.index(b"PK\x01\x02")
    while changed[at + 46 : at + 46 + len(name)] != name:
        at = changed.index(b"PK\x01\x02", at + 4)
    changed[at + 5] = 3
    struct.pack_into("<I", changed, at + 38, 0o120777 << 16)
    return bytes(changed)


def write_sdists(folder):
    def add(stem, entries, expect, why, names):
        body = sdist([("x-1.0/good.c", C_FILE, {}), *entries])
        folder.file(f"sdist/{stem}-1.0.tar.gz", body, expect, why, names)

    add("good", [], AUDITED, "the sdist that the others are made of", "good.c")
    device = {"type": tarfile.CHRTYPE, "devmajor": 1, "devminor": 5}
    add("device", [("x-1.0/dev_zero.c", None, device)], PROBLEM, "a character device", "dev_zero.c")
    add("block", [("x-1.0/dev_disk.c", None, device | {"type": tarfile.BLKTYPE})], PROBLEM, "a block device", "dev_disk.c")
    add("fifo", [("x-1.0/pipe.c", None, {"type": tarfile.FIFOTYPE})], PROBLEM, "a FIFO", "pipe.c")
    add("hardlink", [("x-1.0/hard.c", None, {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"})], PROBLEM, "a hard link out of the archive", "hard.c")
    add("symlink", [("x-1.0/soft.c", None, {"type": tarfile.SYMTYPE, "linkname": "../../../etc/passwd"})], PROBLEM, "a symbolic link out of the archive", "soft.c")
    chain = [("x-1.0/dir", None, {"type": tarfile.SYMTYPE, "linkname": "/tmp"}), ("x-1.0/dir/through.c", C_FILE, {})]
    add("linkdir", chain, PROBLEM, "a file written through a link to a folder outside", "x-1.0/dir")
    add("parent", [("../evil_up.c", C_FILE, {})], PROBLEM, "a member above the archive", "evil_up.c")
    add("absolute", [("/tmp/evil_abs.c", C_FILE, {})], PROBLEM, "a member with an absolute name", "evil_abs.c")
    add("twice", [("x-1.0/good.c", C_FILE * 2, {})], EITHER, "two members of one name", "good.c")
    add("setuid", [("x-1.0/setuid.c", C_FILE, {"mode": 0o4000})], AUDITED, "no permission bits at all", "setuid.c")
    add("inner", [("x-1.0/inner-1.0.tar.gz", sdist([("y/z.c", C_FILE, {})]), {})], EITHER, "an sdist in an sdist", "inner-1.0")


def write_tars(folder):
    whole = sdist([("x-1.0/good.c", C_FILE, {}), ("x-1.0/later.c", C_FILE * 400, {})])
    raw = gzip.decompress(whole)
    folder.file("sdist/cut-1.0.tar.gz", whole[: len(whole) - 40], PROBLEM, "the end is missing")
    folder.file("sdist/text-1.0.tar.gz", b"no archive at all\n" * 10, PROBLEM, "a text file with the name of an sdist")
    folder.file("sdist/empty-1.0.tar.gz", b"", PROBLEM, "0 bytes")
    folder.file("sdist/plain-1.0.tar.gz", raw, EITHER, "a tar that is not compressed")
    checksum = bytearray(raw)
    checksum[148:156] = b"7777777\0"
    folder.file("sdist/checksum-1.0.tar.gz", pack(bytes(checksum)), PROBLEM, "a wrong header checksum")
    claim = header("x-1.0/claim.c", 0x7FFF_FFFF) + bytes(1024)
    folder.file("sdist/claim-1.0.tar.gz", pack(claim), PROBLEM, "a member of 2 GB that is not there", "claim")
    long = tarfile.TarInfo("x-1.0/" + "n" * 300_000 + ".c")
    long.size = len(C_FILE)
    folder.file("sdist/longname-1.0.tar.gz", sdist([(long.name, C_FILE, {})]), EITHER, "a name of 300,000 characters", "n" * 20)
    latin = raw.replace(b"later.c", b"lat\xe9r.c")
    folder.file("sdist/latin-1.0.tar.gz", pack(repair(latin)), AUDITED, "a member name that is not UTF-8")
    folder.file("sdist/nothing-1.0.tar.gz", pack(bytes(1024)), PROBLEM, "an archive without members")
    folder.file("sdist/zip-1.0.zip", b"PK\x03\x04" + bytes(100), PROBLEM, "a zip sdist that is cut off")


def sdist(entries):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, body, attributes in entries:
            info = tarfile.TarInfo(name)
            info.size = len(body or b"")
            info.mode = 0o644
            for key, value in attributes.items():
                setattr(info, key, value)
            archive.addfile(info, io.BytesIO(body) if body is not None else None)
    return pack(out.getvalue())


def pack(body):
    return gzip.compress(body, mtime=0)


def header(name, size):
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.USTAR_FORMAT)


def repair(raw):
    """The tar with the checksum of every header made right again."""
    out = bytearray(raw)
    at = 0
    while at + 512 <= len(out) and any(out[at : at + 512]):
        block = bytearray(out[at : at + 512])
        block[148:156] = b" " * 8
        out[at + 148 : at + 156] = f"{sum(block):06o}\0 ".encode()
        at += 512 + (int(block[124:135], 8) + 511) // 512 * 512
    return bytes(out)


def tar_bomb(name, size):
    """A gzip file of a tar with one member of blanks, made piece by piece."""
    step = 1 << 20
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = [squeeze.compress(header(name, size))]
    out += [squeeze.compress(b" " * step) for _ in range(size // step)]
    out += [squeeze.compress(bytes(1024)), squeeze.flush()]
    return b"".join(out)
