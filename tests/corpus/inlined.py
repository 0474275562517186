#!/usr/bin/env python3
"""Makes tests/corpus/inlined.json from installed CPython headers: which functions a macro or static inline function calls.
Names only, read as tokens with every `#if` branch taken together, since wheels are built with many settings.
"""

import argparse
import json
import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().with_name("inlined.json")
NAME = re.compile(r"\b_?Py\w+|\b_?PY_\w+")
FUNCTION = re.compile(r"PyAPI_FUNC\s*\([^)]*\)\s*(?:\w+\s+)*(\w+)\s*\(")
DATA = re.compile(r"PyAPI_DATA\s*\([^)]*\)\s*\**\s*(\w+)")
DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(.*)$", re.M)
INLINE = re.compile(r"static\s+inline\b[^;{}#]*?\b(\w+)\s*\([^;{}]*\)\s*\{")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("include", nargs="+", type=Path, help="folders that hold Python.h")
    args = parser.parse_args()
    uses, functions, data, versions = {}, set(), set(), []
    for folder in args.include:
        versions.append(version_of(folder))
        for path in headers(folder):
            scan(clean(path.read_text("utf-8", "replace")), uses, functions, data)
    # `#define PyArg_Parse _PyArg_Parse_SizeT` before the declaration: the header never spells the exported name.
    functions.update(only for name in set(functions) for only in uses.get(name, ()) if len(uses[name]) == 1)
    functions -= data
    calls = {}
    for name in sorted(uses):
        reached = reach(name, uses) & functions
        reached.discard(name)
        if reached:
            calls[name] = sorted(reached)
    body = {"versions": sorted(versions, key=lambda v: int(v.split(".")[1])), "calls": calls, "data": sorted(data)}
    OUT.write_text(dump(body), "utf-8")
    print(f"{len(calls)} macros and inline functions, {len(functions)} functions, {len(data)} data symbols")


def headers(folder):
    """Public and cpython/ headers; internal ones are compiled into extensions only by Py_BUILD_CORE users."""
    for path in sorted(folder.rglob("*.h")):
        if "internal" not in path.parts:
            yield path


def version_of(folder):
    text = (folder / "patchlevel.h").read_text("utf-8")
    parts = [re.search(rf"define\s+PY_{key}_VERSION\s+(\d+)", text)[1] for key in ("MAJOR", "MINOR")]
    return ".".join(parts)


def clean(text):
    text = re.sub(r"\\\r?\n", " ", text)
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    text = re.sub(r"//[^\n]*", " ", text)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def scan(text, uses, functions, data):
    functions.update(FUNCTION.findall(text))
    data.update(DATA.findall(text))
    for match in DEFINE.finditer(text):
        uses.setdefault(match[1], set()).update(NAME.findall(match[2]))
    code = re.sub(r"^[ \t]*#.*$", "", text, flags=re.M)
    for match in INLINE.finditer(code):
        uses.setdefault(match[1], set()).update(NAME.findall(body_of(code, match.end())))


def body_of(code, start):
    """The text up to the brace that closes the one before `start`."""
    depth = 1
    for at in range(start, len(code)):
        depth += (code[at] == "{") - (code[at] == "}")
        if depth == 0:
            return code[start:at]
    return code[start:]


def reach(name, uses):
    """Every name that the expansion of `name` may contain."""
    seen, todo = set(), [name]
    while todo:
        for used in uses.get(todo.pop(), ()):
            if used not in seen:
                seen.add(used)
                todo.append(used)
    return seen


def dump(body):
    """One line per macro, so that a new Python version gives a readable diff."""
    calls = ",\n".join(f"    {json.dumps(name)}: {json.dumps(called)}" for name, called in body["calls"].items())
    data = ",\n".join(f"    {json.dumps(name)}" for name in body["data"])
    versions = json.dumps(body["versions"])
    return f'{{\n  "versions": {versions},\n  "calls": {{\n{calls}\n  }},\n  "data": [\n{data}\n  ]\n}}\n'


if __name__ == "__main__":
    sys.exit(main())
