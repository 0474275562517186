"""What each tool of check_peers.py runs: a fault of the seeded extension or of a package, its right twins, or a loop of round trips.

    python benches/peers_work.py [--growth] NAME ..

Not a tool: it judges nothing, except with `--growth`, where it counts references and blocks as `regrtest -R` does (a debug build).
"""

import array
import gc
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "tests", "check"))

ROUNDS = 7
DATA = {"a": [1, 2, 3, {"b": "text", "c": 1.5}], "k": list(range(50)), "n": None, "u": "\u00e9", "t": True}


def refuse(value):
    raise KeyError("no")


def unpack(data, **options):
    import msgpack

    try:
        msgpack.unpackb(data, **options)
    except (TypeError, ValueError, KeyError):
        pass


def loads(text):
    import ujson

    try:
        ujson.loads(text)
    except (TypeError, ValueError, MemoryError):
        pass


def dumps(value, **options):
    import ujson

    try:
        ujson.dumps(value, **options)
    except (TypeError, ValueError, OverflowError):
        pass


# Faults that are known in msgpack 1.1.0 and ujson 5.10.0, each a call that shows it.
FAULTS = {
    "msgpack:utf8": lambda: unpack(b"\x92\xa5first\x91\xa2\xff\xff"),
    "msgpack:hook": lambda: unpack(b"\x92\xa5first\x81\xa1a\x01", object_hook=refuse),
    "msgpack:key": lambda: unpack(b"\x91\x81\x91\xa5first\x02", strict_map_key=False),
    "ujson:integer": lambda: loads("[1, 18446744073709551616]"),
    "ujson:indent": lambda: dumps({"a": [[[1]]]}, indent=2**31 - 1),
    "ujson:append": lambda: loads('[1, ["text"]]'),
}

# What is right and close to it.
TWINS = {
    "msgpack:utf8": lambda: unpack(b"\xa2\xff\xff"),
    "msgpack:hook": lambda: unpack(b"\x92\xa5first\x81\xa1a\x01", object_hook=list),
    "msgpack:key": lambda: unpack(b"\x91\x81\xa5first\x02", strict_map_key=False),
    "ujson:integer": lambda: loads("[1, 9223372036854775808, -5, 1e300, tru]"),
    "ujson:indent": lambda: dumps({"a": [[[1]], DATA]}, indent=200),
    "ujson:append": lambda: dumps([object()], default=str),
}

ROUND_TRIPS = {"msgpack": lambda m: m.unpackb(m.packb(DATA)), "ujson": lambda m: m.loads(m.dumps(DATA))}


def seeded_call(name):
    import drive

    # Only what CPython says by itself goes to the output.
    drive.call(name, lambda error: print(error, flush=True))


def work(name):
    """The function behind a name: `append_bad`, `ok:append_ok`, `msgpack:hook`, `ok:msgpack:hook`."""
    right, _, rest = name.rpartition("ok:") if name.startswith("ok:") else ("", "", name)
    if ":" in rest:
        return TWINS[rest] if name.startswith("ok:") else FAULTS[rest]
    return lambda: seeded_call(rest)


def seeded_twins():
    import drive
    import seeded

    methods = drive.METHODS if hasattr(seeded, "Pair") else [it for it in drive.METHODS if not it.startswith("pair_")]
    return sorted({f"ok:{it}" for it in [*dir(seeded), *methods] if it.endswith("_ok")})


def growth(function):
    """References and blocks that each of the last rounds left behind, when every one did."""
    # Arrays, for the counting must not leave objects behind itself.
    references, blocks = array.array("q", bytes(8 * ROUNDS)), array.array("q", bytes(8 * ROUNDS))
    for turn in range(ROUNDS):
        for _ in range(10):
            function()
        gc.collect()
        references[turn], blocks[turn] = sys.gettotalrefcount(), sys.getallocatedblocks()
    lost = [min(after - before for before, after in zip(it[2:], it[3:])) for it in (references, blocks)]
    return lost if max(lost) > 0 else None


def loop(package, count):
    module, trip = __import__(package), ROUND_TRIPS[package]
    for _ in range(count):
        trip(module)


def main():
    names = sys.argv[1:]
    if names[0] == "--loop":
        return loop(names[1], int(names[2]))
    if names[0] == "--list-twins":
        return print(*seeded_twins())
    counting = names[0] == "--growth"
    for name in names[counting:]:
        function = work(name)
        if counting:
            lost = growth(function)
            if lost:
                print(f"grows: {name} {lost}", flush=True)
        else:
            # Some tools look at the end only: more than one, or the last one is still held somewhere.
            for _ in range(12 if ":" in name else 1):
                function()
    return None


if __name__ == "__main__":
    sys.exit(main())
