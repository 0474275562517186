#!/usr/bin/env python3
"""Compares what the interpreter exports with the names that an extension may import (shims/core/c/missing.c, made from the manifest).
Prints how many are implemented; fails when a name is missing, when more than expected are not implemented, or when docs/c-api.md says something else (--write makes it)."""

import argparse
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/c-api.md"
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


def page(names, done, census):
    """docs/c-api.md: the names by family."""
    total, good = Counter(map(family, names)), Counter(map(family, done))
    lines = [
        "# The C-API of `pilotage run`",
        "",
        "Made by `tests/shims/exports.py --write`; do not edit. Every name that CPython 3.14 declares in headers that are not internal, or that a published wheel of the census (`capi/census`) imports, is exported.",
        "A name that is not implemented raises `SystemError` with itself in the message. A family is what follows `Py` up to the next capital letter.",
        "",
        f"{len(done)} of {len(names)} names are implemented, and {len(census & done)} of the {len(census)} that published wheels import.",
        "",
        "| family | names | implemented | raise an error |",
        "| --- | ---: | ---: | --- |",
    ]
    for key in sorted(total):
        left = ", ".join(f"`{name}`" for name in sorted(names - done) if family(name) == key)
        lines.append(f"| `{key}` | {total[key]} | {good[key]} | {left} |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--write", action="store_true", help="write docs/c-api.md")
    args = parser.parse_args()
    names, found, census = wanted(), exported(args.program), imported()
    absent = sorted(names - found.keys())
    stand_ins = sorted(name for name in names & found.keys() if found[name])
    used = sorted(set(stand_ins) & census)
    text = page(names, names - set(absent) - set(stand_ins), census)
    if args.write:
        PAGE.write_text(text)
    print(f"{len(names)} names: {len(names) - len(absent) - len(stand_ins)} implemented, {len(stand_ins)} raise an error, {len(absent)} absent")
    print(f"of {len(census)} names that published wheels import: {len(used)} raise an error{': ' if used else ''}{', '.join(used)}")
    for name in absent:
        print(f"absent: {name}")
    stale = not PAGE.is_file() or PAGE.read_text() != text
    if stale:
        print("docs/c-api.md is out of date: tests/shims/exports.py PROGRAM --write")
    if absent or stale or len(stand_ins) > MOST_MISSING:
        sys.exit(1)


if __name__ == "__main__":
    main()
