"""Workloads over real packages: `packages.py [--cpu]` prints JSON {workload: ms}; a package that is not there is left out.
The best of 7 repetitions after two to warm up; run.py runs it interleaved in several interpreters.
"""

import json
import random
import sys
from time import perf_counter_ns, thread_time_ns

now = thread_time_ns if "--cpu" in sys.argv else perf_counter_ns
REPEAT = 7
results = {}


def bench(name, function):
    try:
        function()
        function()
        best = None
        for _ in range(REPEAT):
            began = now()
            function()
            took = now() - began
            best = took if best is None or took < best else best
        results[name] = round(best / 1e6, 3)
    except Exception as error:
        results[name] = None
        print("failed", name, repr(error)[:200], file=sys.stderr)


def record(number, chance):
    return {
        "id": number,
        "name": "user%d" % number,
        "score": chance.random(),
        "tags": ["a", "bb", "tag%d" % (number % 7)],
        "nested": {"x": number, "y": -number, "ok": number % 2 == 0, "none": None},
        "text": "lorem ipsum dolor sit amet %d" % number,
    }


def with_package(name):
    """Runs a function with the imported package, or not at all."""

    def decorate(function):
        try:
            package = __import__(name, fromlist=["_"])
        except ImportError as error:
            print("no", name, error, file=sys.stderr)
            return function
        function(package)
        return function

    return decorate


chance = random.Random(42)
document = [record(number, chance) for number in range(6000)]  # about 1 MB as JSON
text = json.dumps(document)


@with_package("json")
def stdlib(package):
    bench("json dumps (stdlib)", lambda: package.dumps(document))
    bench("json loads (stdlib)", lambda: package.loads(text))


@with_package("ujson")
def ujson(package):
    bench("ujson dumps", lambda: package.dumps(document))
    bench("ujson loads", lambda: package.loads(text))


@with_package("simplejson._speedups")
def simplejson(package):
    import simplejson as whole

    bench("simplejson dumps", lambda: whole.dumps(document))
    bench("simplejson loads", lambda: whole.loads(text))


@with_package("msgpack._cmsgpack")
def msgpack(package):
    packed = package.Packer().pack(document)
    bench("msgpack pack", lambda: package.Packer().pack(document))
    bench("msgpack unpack", lambda: package.unpackb(packed))


@with_package("orjson")
def orjson(package):
    bench("orjson dumps", lambda: package.dumps(document))
    bench("orjson loads", lambda: package.loads(text))


@with_package("markupsafe._speedups")
def markupsafe(package):
    import markupsafe as whole

    texts = [one["text"] + ("<b>" if at % 3 == 0 else "") for at, one in enumerate(document)]

    def escape_all():
        for one in texts:
            whole.escape(one)

    bench("markupsafe escape, 6,000 texts", escape_all)


@with_package("multidict._multidict")
def multidict(package):
    def fill_and_read():
        made = package.MultiDict()
        for at in range(3000):
            made.add("k%d" % (at % 500), at)
        return sum(len(made.getall("k%d" % at)) for at in range(500))

    bench("multidict, 3,000 items", fill_and_read)


@with_package("kiwisolver")
def kiwisolver(package):
    def solve():
        solver, previous = package.Solver(), None
        for _ in range(60):
            left, right = package.Variable("l"), package.Variable("r")
            solver.addConstraint(right == left + 10)
            solver.addConstraint(left >= 0)
            if previous is not None:
                solver.addConstraint(left == previous + 1)
            previous = right
        solver.updateVariables()
        return previous.value()

    bench("kiwisolver, 60 boxes", solve)


@with_package("numpy")
def numpy(package):
    array = package.arange(100000.0)
    small = package.arange(3.0)

    def index_all():
        total = 0.0
        for at in range(100000):
            total += array[at]
        return total

    def add_small():
        for _ in range(10000):
            small + small

    bench("numpy, 100,000 elements one by one", index_all)
    bench("numpy, 10,000 sums of 3 elements", add_small)
    bench("numpy, a vector expression of 100,000", lambda: (array * 2 + 1).sum())
    bench("numpy, array of a list of 1,000", lambda: package.array(list(range(1000))))


print(json.dumps({"results": results}))
