#!/usr/bin/env python3
"""Compares what the interpreter exports with the names that an extension may import (shims/core/c/missing.c, made from the manifest).
Prints how many are implemented, by family with --families; fails when a name is missing or more than expected are not implemented."""

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Lower it when functions are added, never raise it.
MOST_MISSING = 19


def wanted():
    text = (ROOT / "shims/core/c/missing.c").read_text()
    return set(re.findall(r"^(?:FUNCTION|NUMBER|DATA)\((\w+)", text, re.MULTILINE))


def imported():
    lines = (ROOT / "capi/census/symbols.csv").read_text().splitlines()[1:]
    return {name for name, _, packages in (line.split(",") for line in lines) if int(packages)}


def exported(program):
    """{name: is it a stand-in?}"""
    lines = subprocess.run(["nm", "-D", "--defined-only", program], check=True, capture_output=True, text=True).stdout.splitlines()
    found = {}
    for line in lines:
        parts = line.split()
        found[parts[-1]] = parts[-2] in "WVwv"
    return found


def family(name):
    return re.match(r"_?(?:Py|PY)(?:Unstable_)?([A-Z][a-z]*|_)?", name).group(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--families", action="store_true", help="count by family")
    args = parser.parse_args()
    names, found, census = wanted(), exported(args.program), imported()
    absent = sorted(names - found.keys())
    stand_ins = sorted(name for name in names & found.keys() if found[name])
    used = sorted(set(stand_ins) & census)
    if args.families:
        total, done = Counter(map(family, names)), Counter(family(name) for name in names & found.keys() if not found[name])
        for key in sorted(total):
            print(f"{key:24} {done[key]:4} of {total[key]}")
    print(f"{len(names)} names: {len(names) - len(absent) - len(stand_ins)} implemented, {len(stand_ins)} raise an error, {len(absent)} absent")
    print(f"of {len(census)} names that published wheels import: {len(used)} raise an error{': ' if used else ''}{', '.join(used)}")
    for name in absent:
        print(f"absent: {name}")
    if absent or len(stand_ins) > MOST_MISSING:
        sys.exit(1)


if __name__ == "__main__":
    main()
