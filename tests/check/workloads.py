"""Short workloads of published packages, for `pilotage check --inject`: what comes out when calls of the C-API fail.

    pilotage check --inject --watch NAME -- FOLDER/venv/bin/python tests/check/workloads.py PACKAGE

Each is a handful of calls that touch many functions; exceptions are what is wanted, and are swallowed.
"""

import datetime
import io
import sys

VALUE = {"a": [1, 2.5, "text", None, True, b"raw"], "b": {"c": [[], {}, (1, "x")]}, "n": 2**63, "u": "\u00e9\u20ac"}
TEXT = {"a": [1, 2.5, "text", None, True], "b": {"c": [[], {}, "\u00e9"]}, "n": 123456789012345678}


def apsw():
    import apsw as a

    def use():
        c = a.Connection(":memory:")
        c.create_scalar_function("f", lambda *it: it[0], 1)
        c.execute("create table t(a, b)")
        c.executemany("insert into t values(?, ?)", [(1, "x"), (2.5, b"raw"), (None, "\u00e9")])
        return list(c.execute("select f(a), b, typeof(b) from t where a > ?", (0,))), c.total_changes(), c.filename, c.db_names()

    yield use
    yield lambda: (a.format_sql_value("x'y"), a.format_sql_value(2.5), a.format_sql_value(b"x"), a.complete("select 1;"), a.status(a.SQLITE_STATUS_MEMORY_USED))


def cvxopt():
    import cvxopt as c

    m = c.matrix([[1.0, 2.0], [3.0, 4.0]])
    yield lambda: (m * m, m + 1, m[0, :], m.T, repr(m), c.spmatrix([1.0, 2.0], [0, 1], [0, 1]) * m, c.sparse(m), list(m), m.__reduce__())
    yield lambda: (c.matrix("x"), c.matrix([[1, "a"]]), m["x"])
    yield lambda: (c.matrix([1j, 2]), c.matrix(range(4), (2, 2)), c.spmatrix([1], [0], [0]).V, memoryview(m).tobytes())


def gmpy2():
    import gmpy2 as g

    yield lambda: (g.mpz(10) ** 20, g.mpz("123456789012345678901"), g.mpq(1, 3) + 1, g.mpfr("1.5") * 2, g.mpc(1, 2) / 3, str(g.mpz(5)), hash(g.mpq(1, 2)), g.powmod(3, 5, 7))
    yield lambda: (g.to_binary(g.mpz(99)), g.from_binary(g.to_binary(g.mpz(99))), g.mpz(5).digits(16), g.gcdext(12, 18), g.isqrt_rem(10), g.get_context().copy(), format(g.mpz(9), "x"))


def lz4():
    import lz4.block
    import lz4.frame

    yield lambda: (lz4.block.decompress(lz4.block.compress(b"abc" * 99)), lz4.frame.decompress(lz4.frame.compress(b"abc" * 99)), lz4.frame.get_frame_info(lz4.frame.compress(b"x")))
    yield lambda: lz4.block.decompress(b"nonsense")


def pillow():
    from PIL import Image, ImageDraw, ImageFilter

    def use():
        i = Image.new("RGB", (8, 8), "red")
        ImageDraw.Draw(i).line((0, 0, 5, 5), fill="blue")
        for kind in ("PNG", "JPEG", "GIF", "TIFF"):
            data = io.BytesIO()
            i.save(data, kind)
            Image.open(io.BytesIO(data.getvalue())).load()
        return i.resize((3, 3)).convert("L").histogram(), i.filter(ImageFilter.BLUR).getcolors(), i.split(), i.getbbox(), i.quantize(4).getpalette(), i.rotate(9).tobytes()

    yield use


def psutil():
    import psutil as p

    one = p.Process()
    yield lambda: (one.cpu_affinity(), one.rlimit(p.RLIMIT_NOFILE), one.ionice(), p.disk_partitions(all=True), p.net_if_addrs(), p.net_if_stats(), p.users(), p.swap_memory())
    yield lambda: (one.cpu_affinity(["x"]), one.cpu_affinity([10**30]))


def bitarray():
    import bitarray as b
    from bitarray import util

    a = b.bitarray("1011001")
    yield lambda: (a + a, a * 2, a[1:5], a.tolist(), a.tobytes(), list(a.search(b.bitarray("1"))), a.decode({"x": b.bitarray("1"), "y": b.bitarray("0")}))
    yield lambda: (util.ba2int(a), util.int2ba(99), util.ba2hex(b.bitarray(8)), util.sc_decode(iter(util.sc_encode(a))), util.vl_encode(a))
    yield lambda: (a.__reduce__(), a.encode({"x": b.bitarray("1")}, "xx"), util.canonical_huffman({"a": 5, "b": 2, "c": 1}), b.frozenbitarray(a), hash(b.frozenbitarray(a)))
    yield lambda: list(util.canonical_decode(b.bitarray("0101"), [0, 2], "ab"))


def bitstruct():
    import bitstruct.c as c

    yield lambda: (c.pack("u8s5f32r16t16", 1, -2, 1.5, b"ab", "cd"), c.unpack("u8s5", b"ab"))
    yield lambda: (c.compile("u8u4", ["a", "b"]).pack({"a": 1, "b": 2}), c.compile("u8u4", ["a", "b"]).unpack(b"abcd"), c.calcsize("u7"))
    yield lambda: (c.pack_dict("u8", ["a"], {"a": 1}), c.unpack_dict("u8", ["a"], b"a"), c.unpack_from("u3", b"abc", 2), c.byteswap("22", b"abcd"))
    yield lambda: c.pack_into("u8", bytearray(4), 0, 7)


def ciso8601():
    import ciso8601 as c

    for text in ("2014-12-05T12:30:45.123456-05:30", "20141205", "2014-12-05T12:30Z", "nonsense", "2014-W01-1"):
        yield lambda text=text: (c.parse_datetime(text), c.parse_datetime_as_naive(text), c.parse_rfc3339(text))


def frozenlist():
    import frozenlist as f

    a = f.FrozenList([1, "x"])
    yield lambda: (a.append(2), a.insert(0, 3), a[0], a[0:1], list(a), a == [1], a.index("x"), a.count(1), a.pop(), repr(a))
    yield lambda: (a.freeze(), hash(a), a.append(1))


def hiredis():
    import hiredis as h

    def read():
        reader = h.Reader(encoding="utf-8", protocolError=ValueError, replyError=KeyError)
        reader.feed(b"*3\r\n$3\r\nfoo\r\n:5\r\n*1\r\n-ERR no\r\n%1\r\n+a\r\n,1.5\r\n~1\r\n#t\r\n(123\r\n")
        return [reader.gets() for _ in range(6)]

    yield read
    yield lambda: h.pack_command(("SET", "a", 1, 2.5, b"x"))


def immutables():
    import immutables as i

    a = i.Map({"a": 1, "b": 2})
    yield lambda: (a.set("c", 3), a.delete("a"), a.update({"x": 1}), list(a.items()), repr(a), hash(a), a == i.Map())
    yield lambda: [a.mutate().set(str(n), n) for n in range(40)]


def kiwisolver():
    import kiwisolver as k

    def solve():
        x, y, s = k.Variable("x"), k.Variable("y"), k.Solver()
        s.addConstraint((x + 2 * y <= 10) | "weak")
        s.addConstraint(x - y >= 1)
        s.addEditVariable(x, "strong")
        s.suggestValue(x, 5)
        s.updateVariables()
        return repr(x + y), x.value(), s.dumps(), (x * 2 + 1).terms(), str(x <= y)

    yield solve


def lmdb():
    import tempfile

    import lmdb as m

    with tempfile.TemporaryDirectory() as folder:
        env = m.open(folder, max_dbs=2)

        def use():
            with env.begin(write=True) as t:
                t.put(b"a", b"1"), t.get(b"a"), t.replace(b"a", b"2"), t.pop(b"a"), t.stat()
                with t.cursor() as c:
                    return c.put(b"k", b"v"), c.first(), c.item(), list(c), c.putmulti([(b"x", b"y")]), c.getmulti([b"x"])

        yield use
        yield lambda: (env.info(), env.stat(), env.path(), env.readers(), env.flags())
        env.close()


def markupsafe():
    import markupsafe as m

    yield lambda: (m.escape("<a & 'b'>\u20ac\U0001f600"), m.escape(5), m.escape(None), m.escape(object()))


def mmh3():
    import mmh3 as m

    yield lambda: (m.hash("a"), m.hash64("a"), m.hash128("a"), m.hash_bytes("a"), m.hash_from_buffer(b"a"), m.mmh3_32_digest(b"a"))
    yield lambda: (m.mmh3_x64_128(b"abc").digest(), m.mmh3_32(b"a").copy().sintdigest(), m.mmh3_x86_128(b"a").stupledigest())


def msgpack():
    import msgpack as m

    yield lambda: m.unpackb(m.packb(VALUE), strict_map_key=False)
    yield lambda: m.unpackb(m.packb([datetime.datetime.now(datetime.timezone.utc), m.ExtType(5, b"x")], datetime=True), timestamp=3)
    yield lambda: [list(u) for u in [m.Unpacker(io.BytesIO(m.packb(VALUE) * 2), object_pairs_hook=list, strict_map_key=False)]]


def msgspec():
    import msgspec as m

    class Point(m.Struct):
        x: int
        y: list[int] = []

    yield lambda: m.json.decode(m.json.encode([Point(1, [2])]), type=list[Point])
    yield lambda: m.msgpack.decode(m.msgpack.encode(VALUE))
    yield lambda: m.convert({"x": 1, "y": (2, 3)}, Point)
    yield lambda: (repr(Point(1)), Point(1) == Point(2), m.structs.replace(Point(1), x=2), m.structs.asdict(Point(1)), m.to_builtins(Point(1)))
    yield lambda: m.defstruct("New", [("a", int), ("b", str, "x")])(1)


def multidict():
    import multidict as m

    d = m.CIMultiDict({"Key": "v", "other": "x"})
    yield lambda: (d.add("KEY", "2"), d.getall("key"), list(d.items()), d.pop("other"), d.copy(), repr(d), d.setdefault("z", "1"))
    yield lambda: (m.MultiDict([("a", 1)], b=2), m.MultiDictProxy(m.MultiDict(a=1)).copy(), d.extend({"q": "1"}), d.update(x="1"), d == {"a": 1})
    yield lambda: (d.keys() & {"key"}, d.keys() | {"x"}, d.items() - {("a", 1)}, d.popall("key"), d.popitem(), m.istr("x"))


def orjson():
    import orjson as o

    yield lambda: o.loads(o.dumps({"a": [1, 2.5, "x", None], "d": datetime.datetime(2020, 1, 1)}, option=o.OPT_INDENT_2 | o.OPT_SORT_KEYS))
    yield lambda: o.dumps({1: object()}, default=str, option=o.OPT_NON_STR_KEYS)
    yield lambda: o.loads(b'{"a": [1, tru')


def persistent():
    import persistent as p
    from persistent import TimeStamp

    class Kept(p.Persistent):
        pass

    one = Kept()
    yield lambda: (setattr(one, "a", 1), one.__getstate__(), one.__reduce__(), one.__setstate__({"b": 2}), repr(one), one._p_changed)
    yield lambda: (TimeStamp.TimeStamp(2020, 1, 1), TimeStamp.TimeStamp(b"abcdefgh").raw(), str(TimeStamp.TimeStamp(2020, 1, 1)))
    yield lambda: p.PickleCache(None, 10, 100).cache_data


def propcache():
    from propcache.api import cached_property, under_cached_property

    class Kept:
        def __init__(self):
            self._cache = {}

        one = cached_property(lambda self: 1)
        two = under_cached_property(lambda self: 2)

    yield lambda: (Kept().one, Kept().two, Kept.one, Kept.two)


def pyahocorasick():
    import pickle

    import ahocorasick as a

    def use():
        made = a.Automaton()
        for word in ("he", "her", "she"):
            made.add_word(word, word)
        made.make_automaton()
        pickle.loads(pickle.dumps(made))
        return list(made.iter("ushers")), list(made.items("he")), made.get("he"), made.get_stats(), made.dump(), list(made.iter_long("ushers")), made.find_all("she", lambda *it: None)

    yield use


def pymongo():
    import bson
    from bson.objectid import ObjectId

    yield lambda: bson.decode(bson.encode({"a": [1, 2.5, "x", None, b"raw"], "d": datetime.datetime(2020, 1, 1), "o": ObjectId(), "r": {"x": 2**40}}))
    yield lambda: bson.decode_all(bson.encode({"a": {"b": []}}) * 2)


def python_rapidjson():
    import rapidjson as r

    yield lambda: r.loads(r.dumps({"a": [1, 2.5, "x", None], "d": datetime.datetime(2020, 1, 1)}, datetime_mode=r.DM_ISO8601), datetime_mode=r.DM_ISO8601)
    yield lambda: (r.load(io.StringIO('{"a": [1, {"b": 2}]}'), object_hook=dict), r.dump(TEXT, io.BytesIO(), indent=2, sort_keys=True), r.Validator('{"type": "array"}')("[]"))
    yield lambda: (r.dumps({1: object()}, default=str, mapping_mode=r.MM_COERCE_KEYS_TO_STRINGS), r.loads('["', number_mode=r.NM_DECIMAL))


def pyyaml():
    import yaml

    yield lambda: yaml.load(yaml.dump(TEXT, Dumper=yaml.CSafeDumper), Loader=yaml.CSafeLoader)


def regex():
    import regex as r

    yield lambda: (r.findall(r"(a+)(?<n>b)", "aab ab"), r.sub("a", lambda m: m[0], "banana"), r.split(",", "a,b"), r.compile("(?:ab){e<=1}").fullmatch("ac"))
    yield lambda: [m.groupdict() for m in r.finditer(r"(?P<x>\w)", "ab", overlapped=True)] + [r.match("(a)*", "aa").captures(1), r.match(r"\L<w>", "cat", w=["cat"])]
    yield lambda: (r.subf("(a)", "{1}x", "a"), r.match("(a)(b)?", "a").expandf("{1}"), r.compile("a").scanner("aa").search(), r.fullmatch("a", "a", partial=True).__copy__())


def simplejson():
    import simplejson as j

    yield lambda: j.loads(j.dumps(TEXT))
    yield lambda: (j.loads('{"a": [1, {"b": 2.5}]}', object_pairs_hook=list, use_decimal=True), j.dumps({1: {2: (3,)}}, sort_keys=True, indent=1))
    yield lambda: j.loads(r'["\u00e9\ud83d\ude00", "')


def ujson():
    import ujson as j

    yield lambda: j.loads(j.dumps(TEXT))
    yield lambda: (j.dumps([object()], default=str, indent=2, sort_keys=True), j.loads("[1, 2, 18446744073709551616]"), j.dumps({"k": 2**70}))


def wrapt():
    import wrapt as w

    @w.decorator
    def wrapper(wrapped, instance, arguments, options):
        return wrapped(*arguments, **options)

    class Kind:
        @wrapper
        def method(self, x):
            return x

        @wrapper
        @classmethod
        def other(cls):
            return 1

    yield lambda: (Kind().method(1), Kind.other(), w.ObjectProxy([1]) + [2], w.PartialCallableObjectProxy(max, 1)(2), w.ObjectProxy(5) ** 2, repr(w.ObjectProxy(1)))
    yield lambda: (w.FunctionWrapper(len, wrapper)([]), w.ObjectProxy(3) // 2, w.ObjectProxy([])[0:0], setattr(w.ObjectProxy(Kind), "x", 1))


def xxhash():
    import xxhash as x

    yield lambda: (x.xxh32(b"a").hexdigest(), x.xxh64(b"a", seed=1).copy().digest(), x.xxh3_128_intdigest(b"x"), x.xxh3_64(b"y").intdigest(), repr(x.xxh32()))


def yarl():
    import yarl as y

    yield lambda: (y.URL("http://user@example.com/p\u00e9th?q=1#f").with_query({"a": "b c"}), y.URL("http://h/%20").path)


def zope_interface():
    import zope.interface as z
    from zope.interface import adapter

    class IOne(z.Interface):
        pass

    @z.implementer(IOne)
    class One:
        pass

    registry = adapter.AdapterRegistry()
    yield lambda: (IOne.providedBy(One()), list(z.providedBy(One())), IOne(One(), None), z.implementedBy(One), IOne < z.Interface, hash(IOne))
    yield lambda: (registry.register([IOne], IOne, "", 5), registry.lookup([IOne], IOne), registry.queryAdapter(One(), IOne), registry.lookupAll([IOne], IOne), registry.subscriptions([IOne], IOne))


def zstandard():
    import zstandard as z

    data = bytes(2000)
    yield lambda: z.ZstdDecompressor().decompress(z.ZstdCompressor(level=1).compress(data))
    yield lambda: (list(z.ZstdCompressor().read_to_iter(io.BytesIO(data))), z.ZstdCompressor().multi_compress_to_buffer([data, data]), z.get_frame_parameters(z.compress(data)))
    yield lambda: (z.ZstdCompressor().stream_reader(data).readall(), z.train_dictionary(500, [bytes(range(n, n + 50)) * 9 for n in range(99)]), z.ZstdDecompressor().stream_reader(z.compress(data)).read(9))


def main():
    for work in globals()[sys.argv[1].replace("-", "_").replace(".", "_")]():
        try:
            work()
        except Exception:
            pass


if __name__ == "__main__":
    main()
