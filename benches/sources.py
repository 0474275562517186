#!/usr/bin/env python3
"""CPU time of `pilotage audit` on sources, without and with its cache, against `clang -fsyntax-only` with the real headers.
Same files, same include folders and macros, through a compile database. Self-contained C packages of the corpus.
"""

import argparse
import json
import os
import shutil
import sys
import sysconfig
import tarfile
import tempfile
from pathlib import Path

from common import machine, manifest, median_run, must, table

# The sources that use the C-API, and what the build passes for them (the macros are those of setup.py).
PACKAGES = {
    "bitarray": (["bitarray/*.c"], []),
    "bitstruct": (["src/bitstruct/c.c"], []),
    "ciso8601": (["*.c"], ["-DCISO8601_CACHING_ENABLED=1", '-DCISO8601_VERSION="2"']),
    "coverage": (["coverage/ctracer/*.c"], []),
    "lz4": (["lz4/*/*.c"], ["-Ilz4libs", '-DVERSION="4"']),
    "markupsafe": (["src/markupsafe/*.c"], []),
    "msgspec": (["src/msgspec/_core.c"], []),
    "multidict": (["multidict/*.c"], []),
    "regex": (["src/_regex.c"], []),
    "simplejson": (["simplejson/*.c"], []),
    "tornado": (["tornado/speedups.c"], []),
    "ujson": (["src/ujson/*.c"], ['-DUJSON_VERSION="6"']),
    "wrapt": (["src/wrapt/*.c"], []),
    "xxhash": (["src/_xxhash.c"], ["-Ideps/xxhash"]),
    "zope-interface": (["src/zope/interface/*.c"], []),
    "zstandard": (["c-ext/*.c"], ["-Izstd", "-Ic-ext"]),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--ignore", default="REF,ERR,GIL", help="families left out: those that follow paths have a measure of their own")
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--python-include", type=Path, action="append", help="folder of the real Python.h, repeatable")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", metavar="NAME,..")
    args = parser.parse_args()
    args.pilotage = args.pilotage.resolve()
    args.python_include = args.python_include or [Path(sysconfig.get_path("include"))]
    only = set(filter(None, args.only.split(",")))
    rows, every = [], []
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        for package in manifest.load()["packages"]:
            name = package["name"]
            if name not in PACKAGES or (only and name not in only):
                continue
            root = unpack(args.folder / "sdist" / package["sdist"]["file"], scratch / name)
            every += units(root, *PACKAGES[name])
            rows.append(row(args, name, units(root, *PACKAGES[name]), scratch))
        rows.append(row(args, "all in one run", every, scratch))
    print(f"\n{machine()}; median of {args.rounds} runs; CPU seconds; clang is one process a file, as a build runs it\n")
    head = ["package", "files", "lines", "clang", "ours", "share", "with cache", "share of ours", "findings", "clang peak MB", "ours peak MB"]
    table(head, rows)
    return 0


def unpack(sdist, target):
    with tarfile.open(sdist) as archive:
        archive.extractall(target, filter="data")
    return next(target.iterdir())


def units(root, patterns, flags):
    """(folder, file, flags) of each source, relative to the folder of the package."""
    out = []
    for pattern in patterns:
        files = sorted(root.glob(pattern))
        if not files:
            sys.exit(f"error: {root.name}: nothing matches {pattern}")
        out += [(root, file.relative_to(root), flags) for file in files]
    return out


def row(args, label, files, scratch):
    clang = clang_cost(args, files, scratch)
    database = scratch / "database" / "compile_commands.json"
    write_database(files, database)
    env = os.environ | {"PILOTAGE_CACHE_DIR": str(scratch / "cache"), "XDG_CACHE_HOME": str(scratch / "cache")}
    command = [args.pilotage, "audit", "--isolated", "-q", "--exit-zero", "--output-format", "json", "--ignore", args.ignore, database]
    cold = median_run([*command, "--no-cache"], args.rounds, env=env, output=False)
    report = json.loads(measured_output(command, env, scratch))
    analysed = sum(entry["sources"] for entry in report["inputs"])
    if analysed < len(files):
        print(f"warning: {label}: {analysed} of {len(files)} files analysed: {report['problems'][:3]}", file=sys.stderr)
    warm = median_run(command, args.rounds, env=env, output=False)
    lines = sum((root / file).read_bytes().count(b"\n") for root, file, _ in files)
    return [
        label, len(files), lines, f"{clang[0]:.3f}", f"{cold[0]:.3f}", f"{100 * cold[0] / clang[0]:.0f} %",
        f"{warm[0]:.3f}", f"{100 * warm[0] / cold[0]:.0f} %", len(report["findings"]), f"{clang[1]:.0f}", f"{cold[2]:.0f}",
    ]


def clang_cost(args, files, scratch):
    """(CPU seconds, peak MB) of checking every file with the real headers; clang must accept them all."""
    includes = [flag for folder in args.python_include for flag in ("-isystem", str(folder))]
    cpu, peak = 0.0, 0.0
    for root, file, flags in files:
        command = [args.clang, "-fsyntax-only", "-w", "-std=gnu17", *flags, *includes, file]
        cost = median_run(command, args.rounds, accept=(0,), cwd=root, output=False)
        cpu, peak = cpu + cost[0], max(peak, cost[2])
    return cpu, peak


def write_database(files, database):
    database.parent.mkdir(exist_ok=True)
    entries = [
        {"directory": str(root), "file": str(file), "arguments": ["cc", "-std=gnu17", *flags, "-c", str(file)]}
        for root, file, flags in files
    ]
    database.write_text(json.dumps(entries), "utf-8")


def measured_output(command, env, scratch):
    """Fills an empty cache and returns the report."""
    shutil.rmtree(scratch / "cache", ignore_errors=True)
    return must(command, env=env).stdout


if __name__ == "__main__":
    sys.exit(main())
