"""Shows faults that `pilotage check` told of published packages, on CPython alone, without the tool.

    FOLDER/venv/bin/python tests/check/proofs.py [NAME ..]

Each proof calls what is at fault many times and looks at what CPython itself counts: blocks of memory, references of one object, exports of
a buffer. Packages that are not installed are left out. Exit code 1 when a proof does not show its fault.
"""

import gc
import io
import itertools
import subprocess
import sys
import types

PROOFS = {}
TIMES = 500


def proof(package, version, fault):
    return lambda function: PROOFS.setdefault(f"{package}:{function.__name__}", (package, version, fault, function)) and function


def quietly(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception:  # Failing calls are what is looked at.
        return None


def blocks(function):
    """Blocks of memory for each call that are still there when all calls are over."""
    for _ in range(20):
        function()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in itertools.repeat(None, TIMES):
        function()
    gc.collect()
    return round((sys.getallocatedblocks() - before) / TIMES, 1)


def references(thing, function):
    """References of one object for each call."""
    function()
    before = sys.getrefcount(thing)
    for _ in itertools.repeat(None, TIMES):
        function()
    gc.collect()
    return round((sys.getrefcount(thing) - before) / TIMES, 1)


def exported(buffer):
    """1 when the array cannot be resized, for somebody still has its buffer."""
    gc.collect()
    try:
        buffer.append(1)
    except BufferError:
        return 1
    return 0


@proof("bitstruct", "8.24.0", "REF001 m_byteswap")
def byteswap():
    import bitstruct.c

    return blocks(lambda: quietly(bitstruct.c.byteswap, "8", bytes(5)))


@proof("orjson", "3.13.0", "REF001 dumps")
def class_dictionary():
    import dataclasses

    import orjson

    kind = dataclasses.make_dataclass("Kind", ["field"])
    dictionary = next(it for it in gc.get_referents(kind) if type(it) is dict)
    return references(dictionary, lambda: orjson.dumps(kind(1)))


@proof("msgspec", "0.22.0", "REF001 JSONEncoder_encode_lines")
def encode_lines():
    import msgspec

    items, encoder = iter([1]), msgspec.json.Encoder()
    return references(items, lambda: encoder.encode_lines(items))


@proof("zope.interface", "8.7", "REF001 getObjectSpecification")
def specification():
    from zope.interface import declarations

    class Other:
        __provides__ = object()

    thing = Other()
    return references(Other.__provides__, lambda: declarations.getObjectSpecification(thing))


def ends(program):
    """1 when a process of its own ends by a signal."""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return int(done.returncode < 0)


@proof("hiredis", "3.5.0", "RUN001 pack_command")
def pack_number():
    import hiredis

    return ends(f"import {hiredis.__name__} as h; h.pack_command(('SET', 10**5000))")


@proof("mmh3", "5.3.1", "RUN001 murmurhash3_x86_32")
def hash_surrogate():
    import mmh3

    return ends(f"import {mmh3.__name__} as m; m.hash('\\ud800')")


@proof("mmh3", "5.3.1", "REF013 mmh3_hash_from_buffer")
def hash_with_bad_seed():
    import mmh3

    data = bytearray(9)
    quietly(mmh3.hash_from_buffer, data, -1)
    return exported(data)


@proof("persistent", "6.9", "RUN001 pickle_copy_dict")
def state_surrogate():
    import persistent

    setup = f"import {persistent.__name__} as p; K = type('K', (p.Persistent,), {{}}); k = K()"
    return ends(setup + "; k.__dict__['\\ud800'] = 1; k.__getstate__()")


@proof("bitstruct", "8.24.0", "ERR004 m_unpack")
def truncated():
    import bitstruct.c

    class Undecided:
        def __bool__(self):
            raise KeyError("no")

    try:
        bitstruct.c.unpack("u8", b"a", Undecided())
    except SystemError:
        return 1
    return 0


@proof("kiwisolver", "1.5.1", "RUN001 convert_pystr_to_str")
def name_surrogate():
    import kiwisolver

    return ends(f"import {kiwisolver.__name__} as k; k.Variable('\\ud800')")


def keeps_what_is_written(codec):
    """Does a write to a closed stream keep the buffer of what it was given?"""
    writer, data = codec.stream_writer(io.BytesIO()), bytearray(9)
    writer.close()
    quietly(writer.write, data)
    return exported(data)


@proof("zstandard", "0.25.0", "REF013 ZstdCompressionWriter_write")
def compressor_write():
    import zstandard

    return keeps_what_is_written(zstandard.ZstdCompressor())


@proof("zstandard", "0.25.0", "REF013 ZstdDecompressionWriter_write")
def decompressor_write():
    import zstandard

    return keeps_what_is_written(zstandard.ZstdDecompressor())


@proof("zstandard", "0.25.0", "REF001 ZstdCompressionWriter_flush")
def compressor_close():
    import zstandard

    def close():
        writer = zstandard.ZstdCompressor().stream_writer(io.BytesIO(), closefd=False)
        writer.write(bytes(n * 7919 % 251 for n in range(2000)))
        writer.close()

    return blocks(close)


def automaton():
    import ahocorasick

    made = ahocorasick.Automaton()
    for word in ("he", "her", "hers", "she"):
        made.add_word(word, word)
    made.make_automaton()
    return made


@proof("pyahocorasick", "2.3.1", "REF001 dump_aux, automaton_dump (six)")
def dump():
    return blocks(automaton().dump)


@proof("pyahocorasick", "2.3.1", "REF001 pickle_data__init, pickle_data__add_next_buffer (three)")
def reduce():
    return blocks(automaton().__reduce__)


class Source:
    """An asynchronous file, as ijson wants it."""

    def __init__(self, chunks):
        self.chunks = list(chunks)

        # A generator function that is marked as a coroutine.
        def read(size):
            yield from ()
            return self.chunks.pop(0) if size and self.chunks else b""

        self.read = types.coroutine(read)


def drain(generator):
    async def use():
        async for _ in generator:
            pass

    task = use()
    try:
        while True:
            task.send(None)
    except StopIteration:
        pass


@proof("ijson", "3.6.0", "REF001 is_gen_coroutine")
def coroutine_code():
    from ijson.backends import yajl2_c

    source = Source([])

    def parse():
        source.chunks.append(b"[1]")
        drain(yajl2_c.basic_parse(source))

    return references(source.read.__code__, parse)


@proof("ijson", "3.6.0", "REF013 async_reading_generator_next")
def failing_parse():
    from ijson.backends import yajl2_c

    data = bytearray(b"[1, tru!]")
    quietly(drain, yajl2_c.basic_parse(Source([data])))
    return exported(data)


@proof("ijson", "3.6.0", "REF001 value_from_stopiteration")
def failing_parse_object():
    from ijson.backends import yajl2_c

    data = b"[1, tru!]"
    return references(data, lambda: quietly(drain, yajl2_c.basic_parse(Source([data]))))


@proof("ijson", "3.6.0", "REF001 ijson_unpack")
def unpack():
    import ijson
    from ijson.backends import yajl2_c

    extra = object()
    return references(extra, lambda: quietly(yajl2_c.items_basecoro(ijson.sendable_list(), "").send, (1, 2, 3, extra)))


def main():
    failed = 0
    for name, (package, version, fault, function) in PROOFS.items():
        if sys.argv[1:] and name.split(":")[0] not in sys.argv[1:]:
            continue
        try:
            shown = function()
        except ImportError as error:
            print(f"{package:14} left out: {error}")
            continue
        failed += shown < 0.9
        print(f"{package:14}{version:12}{fault:70}{shown:8} for each call{'' if shown >= 0.9 else '   NOT SHOWN'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
