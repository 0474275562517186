#!/usr/bin/env python3
"""Recall of API use: is each function symbol that a wheel imports seen in the sources of its sdist?
Prints a table per package, the total and every miss. Needs `pilotage`, the fetched corpus and tests/corpus/inlined.json.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import elf
import manifest

INLINED = Path(__file__).resolve().with_name("inlined.json")
PUBLIC = re.compile(r"_?Py[A-Z_]\w*$")
GOAL_PERCENT = 99.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage")
    parser.add_argument("--only", default="", metavar="NAME,..")
    parser.add_argument("--tech", default="hand", help="packages whose kind of bindings starts with this word")
    args = parser.parse_args()
    inlined = json.loads(INLINED.read_text("utf-8"))
    data_names, reached = set(inlined["data"]), inlined["calls"]
    only = set(filter(None, args.only.split(",")))
    total, total_seen, misses = 0, 0, []
    print(f"{'package':18} {'imported':>8} {'seen':>6} {'direct':>7} {'recall':>7}")
    for package in manifest.load()["packages"]:
        if not package["tech"].startswith(args.tech) or (only and package["name"] not in only):
            continue
        imported = imported_functions(args.folder / "wheel" / package["wheel"]["file"], data_names)
        uses = api_uses(args.pilotage, args.folder / "sdist" / package["sdist"]["file"])
        through = {symbol for name in uses for symbol in reached.get(name, ())}
        direct, seen = imported & uses, imported & (uses | through)
        total, total_seen = total + len(imported), total_seen + len(seen)
        misses += [(package["name"], symbol) for symbol in sorted(imported - seen)]
        row = f"{package['name']:18} {len(imported):8} {len(seen):6} {len(direct):7}"
        print(row, f"{percent(len(seen), len(imported)):6.1f}%", flush=True)
    print(f"{'total':18} {total:8} {total_seen:6} {'':7} {percent(total_seen, total):6.2f}%")
    for name, symbol in misses:
        print(f"missed: {name}: {symbol}")
    return 0 if total and percent(total_seen, total) >= GOAL_PERCENT else 1


def imported_functions(wheel, data_names):
    """Function symbols of the C-API that the wheel's modules need and that no sibling defines."""
    undefined, defined = set(), set()
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if not re.search(r"\.so(\.\d+)*$", member):
                continue
            needs, gives = elf.dynamic_symbols(archive.read(member))
            defined |= gives
            if not re.search(r"(^|/)_cffi\.", member):  # made by cffi at build time, not in the sdist
                undefined |= needs
    return {name for name in undefined - defined - data_names if PUBLIC.match(name)}


def api_uses(pilotage, sdist):
    """Names of the C-API that the tool saw in the sources."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "uses.json"
        command = [pilotage, "audit", "--isolated", "--exit-zero", "-q", "--no-cache", "--api-uses", str(out), str(sdist)]
        run = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        if not out.exists():
            sys.exit(f"error: {' '.join(command)}: exit {run.returncode}: {run.stderr.decode()[-400:]}")
        records = json.loads(out.read_text("utf-8"))
    return {record["name"] for uses in records.values() for record in uses}


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


if __name__ == "__main__":
    sys.exit(main())
