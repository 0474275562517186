#!/usr/bin/env python3
"""Runs the scripts of `scripts/` on CPython 3.14 and on the shim and compares what they print and how they end.
They are about the interpreter around the C-API; what C code sees is in the C cases (run.py)."""

import argparse
import difflib
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "scripts"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="a CPython 3.14")
    parser.add_argument("--shim", required=True, help="the interpreter under test")
    args = parser.parse_args()
    scripts = sorted(FOLDER.glob("*.py"))
    failed = [script.stem for script in scripts if not same(script, args.python, args.shim)]
    print(f"{len(scripts) - len(failed)} passed, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed or not scripts else 0


def same(script, python, shim):
    expected, found = run(python, script), run(shim, script)
    if expected != found:
        sys.stdout.writelines(difflib.unified_diff(expected, found, f"{script.name} on CPython", f"{script.name} on the shim"))
    return expected == found


def run(python, script):
    done = subprocess.run([python, "-B", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
    return [*done.stdout.splitlines(keepends=True), f"exit {done.returncode}\n"]


if __name__ == "__main__":
    sys.exit(main())
