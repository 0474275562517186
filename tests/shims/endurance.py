#!/usr/bin/env python3
"""Runs published packages under one interpreter for long: memory that must not grow, and threads that must not fault.
`endurance.py --python BINARY --dir LADDER growth|threads`; exit 1 when something grows or a thread fails. A crash is the interpreter's exit status.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

PACKAGES = ["markupsafe", "ujson", "msgpack", "frozenlist", "wrapt", "multidict", "simplejson", "numpy"]

# Executed under the interpreter: each workload runs `count` times twice; the second time may not add memory.
GROWTH = r"""
import gc, sys
count = int(sys.argv[1])
only = sys.argv[2:]

def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4

def markupsafe():
    from markupsafe import _speedups, Markup, escape
    for number in range(count):
        escape('<a href="%d">' % number)
        Markup('<em>%s</em>') % number

def ujson():
    import ujson
    document = {'a': [1, 2.5, None, True, 'text'], 'b': {'c': 'd'}}
    for number in range(count // 4):
        ujson.loads(ujson.dumps(document))

def simplejson():
    import simplejson
    document = {'a': [1, 2.5, None, True, 'text'], 'b': {'c': 'd'}}
    for number in range(count // 4):
        simplejson.loads(simplejson.dumps(document))

def msgpack():
    import msgpack
    document = {'a': [1, 2.5, None, True, 'text'], 'b': {'c': b'd'}}
    for number in range(count // 4):
        msgpack.unpackb(msgpack.packb(document))

def frozenlist():
    from frozenlist import FrozenList
    for number in range(count):
        made = FrozenList([number, 'x'])
        made.append(made)
        made.freeze()
        made[2], hash
        if number % 1000 == 0:
            gc.collect()
    gc.collect()

def wrapt():
    import wrapt
    class Plain: pass
    for number in range(count):
        proxy = wrapt.ObjectProxy(Plain())
        proxy.attribute = proxy
        if number % 1000 == 0:
            gc.collect()
    gc.collect()

def multidict():
    from multidict import MultiDict
    for number in range(count // 10):
        made = MultiDict()
        for at in range(10):
            made.add('key%d' % at, number)
        made.getall('key5'), list(made.items())

def numpy():
    import numpy
    for number in range(count // 4):
        array = numpy.arange(10)
        (array + number).sum(), array[3], str(array[5])

failed = 0
for work in (markupsafe, ujson, simplejson, msgpack, frozenlist, wrapt, multidict, numpy):
    if only and work.__name__ not in only:
        continue
    try:
        work()
        gc.collect()
        before = resident()
        work()
        gc.collect()
        work()
        gc.collect()
        grown = resident() - before
    except Exception as error:
        print('%-12s failed: %r' % (work.__name__, error), flush=True)
        failed += 1
        continue
    # Allocators keep pages; a leak of 16 bytes a loop would be 2 * count * 16 / 1024 KiB.
    allowed = max(256, 2 * count * 8 // 1024)
    failed += grown > allowed
    print('%-12s grew by %6d KiB in %d loops%s' % (work.__name__, grown, 2 * count, '' if grown <= allowed else ': too much'), flush=True)
sys.exit(1 if failed else 0)
"""

THREADS = r"""
import sys, threading, time
seconds = float(sys.argv[1])
only = sys.argv[2:]
import json
document = {'a': [1, 2.5, None, True, 'text' * 5], 'b': {'c': 'd', 'e': list(range(20))}}
works, counts, errors = [], {}, []

def offer(name, function):
    if not only or name in only:
        works.append((name, function))

import ujson, msgpack
offer('ujson', lambda: ujson.loads(ujson.dumps(document)) == document or 1 / 0)
offer('msgpack', lambda: msgpack.unpackb(msgpack.packb(document)) == document or 1 / 0)
try:
    import numpy
    array = numpy.arange(1000)
    offer('numpy', lambda: int((array * 2).sum()) == 999000 or 1 / 0)
except ImportError as error:
    errors.append(repr(error))

def run(name, function):
    end, count = time.monotonic() + seconds, 0
    try:
        while time.monotonic() < end:
            for _ in range(20):
                function()
            count += 20
    except BaseException as error:
        errors.append('%s: %r' % (name, error))
    counts.setdefault(name, []).append(count)

threads = [threading.Thread(target=run, args=works[at % len(works)]) for at in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print({name: sum(all) for name, all in counts.items()}, errors or 'no errors')
sys.exit(1 if errors else 0)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="the interpreter")
    parser.add_argument("--dir", type=Path, required=True, help="folder of ladder.py")
    parser.add_argument("--under", default="", metavar="COMMAND", help="a command in front of it, such as valgrind")
    parser.add_argument("what", choices=["growth", "threads"])
    parser.add_argument("--count", type=int, default=50_000, help="loops of the growth test")
    parser.add_argument("--seconds", type=float, default=60, help="how long the threads run")
    parser.add_argument("--only", default="", metavar="NAME,..", help="these packages")
    args = parser.parse_args()
    path = os.pathsep.join(str(args.dir / "site" / name) for name in PACKAGES)
    code, number = (GROWTH, args.count) if args.what == "growth" else (THREADS, args.seconds)
    command = [*args.under.split(), args.python, "-W", "ignore", "-c", code, str(number), *[name for name in args.only.split(",") if name]]
    status = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}).returncode
    if status < 0:
        print(f"ended by signal {-status}")
    return 1 if status else 0


if __name__ == "__main__":
    sys.exit(main())
