#!/usr/bin/env python3
"""The ladder: 40 published packages that the shim has to import and whose own tests it has to pass; pins and commands are in ladder.toml.
One run at a time under one --name. `fetch` downloads and unpacks, `import` and `test` run an interpreter, `compare` prints where two runs differ, `table` writes docs/compatibility.md.
"""

import argparse
import json
import os
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ladder_fetch
import ladder_run
import ladder_table

HERE = Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dir", type=Path, required=True, help="folder for downloads, unpacked packages and results")
    parser.add_argument("--only", default="", metavar="NAME,..", help="these packages")
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("fetch", help="download by name and hash, and unpack")
    for step in ("import", "test"):
        command = steps.add_parser(step, help=f"{step} under one interpreter")
        command.add_argument("--python", required=True, help="the interpreter")
        command.add_argument("--name", required=True, help="what to call it: results go to DIR/results/NAME")
        command.add_argument("--timeout", type=float, default=300, help="seconds a test file may take")
        command.add_argument("--group", type=int, default=1, help="test files in one process")
        command.add_argument("--jobs", type=int, default=1)
        command.add_argument("--file", default="", metavar="TEXT", help="test files whose path contains this")
        command.add_argument("--again", action="store_true", help="also files that have results")
        command.add_argument("--heavy", action="store_true", help="all files of the packages that ladder.toml samples")
    compare = steps.add_parser("compare", help="what CPython passes and the other does not, by cause")
    table = steps.add_parser("table", help="write docs/compatibility.md")
    for command in (compare, table):
        command.add_argument("--reference", default="cpython")
        command.add_argument("--name", default="shim")
    compare.add_argument("--tests", action="store_true", help="name each test")
    args = parser.parse_args()
    packages = chosen(args.only)
    if args.step == "fetch":
        return ladder_fetch.fetch(args.dir, packages, load())
    if args.step == "import":
        return imports(args, packages)
    if args.step == "test":
        return tests(args, packages)
    if args.step == "compare":
        return ladder_table.compare(args.dir, packages, args.reference, args.name, args.tests)
    return ladder_table.write(args.dir, packages, args.reference, args.name)


def load():
    return tomllib.loads((HERE / "ladder.toml").read_text())


def chosen(only):
    names = [name for name in only.split(",") if name]
    packages = load()["package"]
    unknown = set(names) - {package["name"] for package in packages}
    if unknown:
        sys.exit(f"error: not on the ladder: {', '.join(sorted(unknown))}")
    return [package for package in packages if not names or package["name"] in names]


def imports(args, packages):
    results = {}
    with ThreadPoolExecutor(args.jobs) as pool:
        for package, result in zip(packages, pool.map(lambda package: ladder_run.import_one(args, package), packages)):
            results[package["name"]] = result
            print(f"{package['name']:16} {'imports' if result['ok'] else result['why']}", flush=True)
    ladder_run.save(args.dir / "results" / args.name / "import.json", results, merge=True)
    good = sum(result["ok"] for result in results.values())
    print(f"{good} of {len(results)} import")
    return 0 if good == len(results) else 1


def tests(args, packages):
    work = []
    for package in packages:
        files = ladder_run.prepare(args.dir, args.name, package, args.heavy)
        work += [(package, group) for group in ladder_run.groups(args, package, [file for file in files if args.file in file])]
    with ThreadPoolExecutor(args.jobs) as pool:
        list(pool.map(lambda item: ladder_run.test_group(args, *item), work))
    for package in packages:
        summary = ladder_run.summary(args.dir, args.name, package)
        print(f"{package['name']:16} {summary['passed']:6} passed {summary['failed']:5} failed {summary['crashed']:4} crashed {summary['skipped']:5} skipped", flush=True)
    return 0


if __name__ == "__main__":
    os.environ.pop("PYTHONPATH", None)
    sys.exit(main())
