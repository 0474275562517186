#!/usr/bin/env python3
"""valgrind's memcheck on the shim: the C cases, and workloads of published packages (endurance.py). Prints what each had, exit 1 for an invalid access.
`valgrind.py --shim BINARY [--python CPYTHON314] [--dir LADDER] [--logs FOLDER]`; without --python no cases, without --dir no packages. What is uninitialized or never freed is not asked for.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = "markupsafe,ujson,msgpack,frozenlist,wrapt"
# Blocks that core keeps for the next body would hide an access after the end: with C's allocator it keeps none.
ENVIRONMENT = {**os.environ, "PYTHONMALLOC": "malloc"}
# The first line of an error behind valgrind's `==PID== `; what follows it is indented.
ERROR = re.compile(r"^==\d+== (Invalid \w+.*|Mismatched free.*|Jump to the invalid.*|Process terminating.*|Source and destination overlap.*|Argument '.*)", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shim", required=True, help="the interpreter under test")
    parser.add_argument("--python", help="a CPython 3.14, for the C cases")
    parser.add_argument("--dir", type=Path, help="folder of ladder.py, for the packages")
    parser.add_argument("--packages", default=PACKAGES, metavar="NAME,..", help=f"workloads of endurance.py (default: {PACKAGES})")
    parser.add_argument("--count", type=int, default=2000, help="loops of each workload, which run twice")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="C cases by pattern")
    parser.add_argument("--logs", type=Path, help="keep what valgrind says in this folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        logs = args.logs or Path(temporary)
        logs.mkdir(parents=True, exist_ok=True)
        good = [cases(args, logs)] if args.python else []
        good += [package(args, logs, name) for name in args.packages.split(",")] if args.dir else []
    return 0 if good and all(good) else 1


def under(logs, name):
    """The command; a log for each process."""
    for old in logs.glob(f"{name}.*.log"):
        old.unlink()
    return f"valgrind -q --undef-value-errors=no --num-callers=24 --log-file={logs}/{name}.%p.log"


def cases(args, logs):
    command = [sys.executable, HERE / "run.py", "--python", args.python, "--shim", args.shim, "--only", args.only, "--timeout", "900", "--under", under(logs, "cases")]
    done = subprocess.run([str(part) for part in command], env=ENVIRONMENT, capture_output=True, text=True)
    return judge(logs, "cases", done.stdout.strip().splitlines()[-1:], " 0 crashed" in done.stdout)


def package(args, logs, name):
    command = [sys.executable, HERE / "endurance.py", "--python", args.shim, "--dir", args.dir, "--under", under(logs, name), "--count", args.count, "--only", name, "growth"]
    done = subprocess.run([str(part) for part in command], env=ENVIRONMENT, capture_output=True, text=True)
    # How much memory it takes says nothing here.
    return judge(logs, name, [f"{2 * args.count} loops"], f"{name} " in done.stdout and "grew" in done.stdout)


def judge(logs, name, said, ended):
    """Prints a line; no error and an end that was reached?"""
    texts = [path.read_text(errors="replace") for path in sorted(logs.glob(f"{name}.*.log"))]
    errors = [error for text in texts for error in ERROR.findall(text)]
    print(f"{name:12} {len(errors)} errors, {' '.join(said)}{'' if ended else ', did not end well'}", flush=True)
    for error in dict.fromkeys(errors):
        print(f"    {errors.count(error)} x {error}")
    return ended and bool(texts) and not errors


if __name__ == "__main__":
    sys.exit(main())
