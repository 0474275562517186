#!/usr/bin/env python3
"""The shim against CPython and PyPy: operations.py, packages.py and start-up, interleaved, on one core; prints tables, `--write` puts them into docs/benchmarks.md.
`run.py --python NAME=PATH ... --shim PATH --ladder DIR`; the first one named is the base of the ratios. DIR is where tests/shims/ladder.py put the wheels.
"""

import argparse
import collections
import contextlib
import io
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import common  # noqa: E402

PAGE = common.ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- begin: benches/shim/run.py -->", "<!-- end: benches/shim/run.py -->"
PACKAGES = ["ujson", "simplejson", "msgpack", "orjson", "markupsafe", "multidict", "kiwisolver", "numpy"]

# What the limits of the project are stated for, by the names of operations.py.
GROUPS = {
    "crossing, argument seen before": ["x_noargs", "x_o_none", "x_o_obj", "x_fastcall2", "x_varargs_iO"],
    "crossing, fresh int, float, str, bytes, list": [
        "x_o_int", "x_o_newobj", "x_long_inc", "x_float_inc", "x_str_len_same", "x_bytes_len_same", "x_list_len_10", "x_list_len_newlist10", "x_tuple2"],
    "keywords": ["x_kwargs_pos", "x_kwargs_kw", "x_fastcall_kw"],
    "buffers": ["x_buffer_bytes", "x_buffer_bytearray", "c_buffer_bytes"],
    "exceptions": ["x_raise_catch", "c_err_set_clear"],
    "C types: made and freed from Python": ["t_heap_new", "t_static_new", "t_pysubclass_new", "c_heaptype_call"],
    "C types: methods and slots": ["t_method_noargs", "t_method_self", "t_getset", "t_member", "t_len", "t_getitem", "t_add"],
    "C loops: containers": [
        "c_list_build", "c_list_append", "c_list_sum_fresh", "c_list_sum_same", "c_seq_sum", "c_iter_sum", "c_tuple_pack3", "c_dict_set", "c_dict_get", "c_dict_getitemstring",
        "c_dict_next"],
    "C loops: numbers and texts": [
        "c_str_new", "c_str_new_utf8", "c_str_asutf8_fresh", "c_str_asutf8_same", "c_str_read_macro_same", "c_bytes_new", "c_long_roundtrip", "c_float_roundtrip",
        "c_number_add_int", "c_compare_str"],
    "C loops: attributes and calls": ["c_getattr", "c_getattrstring", "c_setattr", "c_call_pyfunc1", "c_callmethod"],
    "references, GIL, allocation": ["c_incdec", "c_gil_release", "c_heaptype_alloc", "c_statictype_alloc", "c_isinstance"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", default=[], metavar="NAME=PATH", help="an interpreter with headers of its own")
    parser.add_argument("--shim", help="the interpreter of the shim; it loads the module that CPython 3.14 loads")
    parser.add_argument("--ladder", type=Path, help="folder of tests/shims/ladder.py, for the packages")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, help="pin everything to this core")
    parser.add_argument("--quick", action="store_true", help="a fifth of the loops")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    args = parser.parse_args()
    if args.core is not None:
        os.sched_setaffinity(0, {args.core})
    hosts = dict(item.partition("=")[::2] for item in args.python)
    with tempfile.TemporaryDirectory() as temporary:
        folders = {name: build(path, Path(temporary) / name) for name, path in hosts.items()}
        like = next((name for name, path in hosts.items() if suffix(path).startswith(".cpython-314")), None)
        if args.shim:
            hosts["Pilotage"], folders["Pilotage"] = args.shim, folders[like] if like else sys.exit("error: the shim needs a CPython 3.14 for the module")
        figures = measure(args, hosts, folders)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1))
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        tables(figures, list(hosts), args.rounds, like)
    print(text.getvalue())
    if args.write:
        write(text.getvalue())
    return 0


def ask(path, code):
    return subprocess.run([path, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def suffix(path):
    return ask(path, "import sysconfig; print(sysconfig.get_config_var('EXT_SUFFIX'))")


def build(path, folder):
    """Compiles operations.c against an interpreter's headers."""
    folder.mkdir(parents=True)
    include = Path(ask(path, "import sysconfig; print(sysconfig.get_paths()['include'])"))
    target = folder / f"operations{suffix(path)}"
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-w", f"-I{include}", f"-I{include.parent}", HERE / "operations.c", "-o", target], check=True)
    return folder


def measure(args, hosts, folders):
    """{"operations" | "packages" | "start": {host: {name: [figure of each round]}}}"""
    figures = {kind: {name: collections.defaultdict(list) for name in hosts} for kind in ("operations", "packages", "start")}
    paths = {}
    if args.ladder:
        paths["PYTHONPATH"] = os.pathsep.join(str(args.ladder / "site" / name) for name in PACKAGES)
    for number in range(args.rounds):
        for name, path in hosts.items():
            print(f"round {number + 1} of {args.rounds}: {name}", file=sys.stderr, flush=True)
            quick = ["--quick"] if args.quick else []
            add(figures["operations"][name], one([path, HERE / "operations.py", folders[name], "--cpu", *quick], {}, "res"))
            if args.ladder and folders[name] == folders.get("Pilotage"):
                add(figures["packages"][name], one([path, HERE / "packages.py", "--cpu"], paths, "results"))
                add(figures["start"][name], {"import numpy": cpu([path, "-c", "import numpy"], paths), "nothing": cpu([path, "-c", "pass"], paths)})
    return figures


def one(command, variables, key):
    done = subprocess.run([str(part) for part in command], env={**os.environ, **variables}, capture_output=True, text=True)
    if done.returncode:
        print(f"  {command[0]}: exit {done.returncode}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return {}
    return json.loads(done.stdout.splitlines()[-1])[key]


def cpu(command, variables):
    """CPU milliseconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return None if done.returncode else round(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime), 1)


def add(figures, round_):
    for name, figure in round_.items():
        if figure is not None:
            figures[name].append(figure)


def tables(figures, hosts, rounds, like):
    base = hosts[0]
    medians = {kind: {host: {name: statistics.median(values) for name, values in of.items()} for host, of in by.items()} for kind, by in figures.items()}
    operations = medians["operations"]
    print(f"`python3 benches/shim/run.py --write`: {common.machine()}; medians of {rounds} interleaved rounds, CPU time, the same machine code in CPython 3.14 and here.\n")
    print(f"Groups of operations, geometric means of the ratios to {base}:\n")
    every = {**GROUPS, "all C loops (c_*)": [name for name in operations[base] if name.startswith("c_")], "all": [name for name in operations[base] if not name.startswith("py_")]}
    rows, pairs = [], [(host, base) for host in hosts[1:]]
    if like not in (None, base, hosts[-1]):
        pairs.append((hosts[-1], like))
    for group, names in every.items():
        row = [f"{group} ({len(names)})"]
        for host, to in pairs:
            ratios = [operations[host][name] / operations[to][name] for name in names if operations[host].get(name) and operations[to].get(name)]
            row.append(f"{math.exp(sum(map(math.log, ratios)) / len(ratios)):.2f}" + ("" if len(ratios) == len(names) else f" ({len(ratios)})") if ratios else "-")
        rows.append(row)
    common.table(["group", *(host if to == base else f"{host} to {to}" for host, to in pairs)], rows)
    print("\nEach operation, nanoseconds:\n")
    common.table(["operation", *hosts], [[name, *(shown(operations[host].get(name)) for host in hosts)] for name in operations[base]])
    both = [host for host in hosts if medians["packages"][host]]
    if both:
        print("\nPackages (published wheels), milliseconds of CPU time:\n")
        names = list(dict.fromkeys(name for host in both for name in [*medians["packages"][host], *medians["start"][host]]))
        merged = {host: {**medians["packages"][host], **medians["start"][host]} for host in both}
        rows = [[name, *(shown(merged[host].get(name)) for host in both), ratio(merged, both, name)] for name in names]
        common.table(["workload", *both, "times"], rows)


def ratio(merged, both, name):
    first, last = merged[both[0]].get(name), merged[both[-1]].get(name)
    return f"{last / first:.2f}" if first and last else "-"


def shown(figure):
    return "-" if figure is None else f"{figure:.3f}" if figure < 0.1 else f"{figure:.1f}" if figure < 1000 else f"{figure:.0f}"


def write(text):
    """Replaces the section between the marks, or appends it."""
    page = PAGE.read_text()
    if BEGIN not in page:
        page = page.rstrip("\n") + f"\n\n## The shim against CPython and PyPy\n\n{BEGIN}\n{END}\n"
    head, rest = page.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n{text.strip()}\n{END}{rest.split(END)[1]}")


if __name__ == "__main__":
    sys.exit(main())
