#!/usr/bin/env python3
"""Draws findings at random from kept reports (run.py --reports) and prints each with its source, for reading by hand.
The draw depends on the seed and the findings only, so that two people read the same ones.
"""

import argparse
import hashlib
import json
import sys
import tarfile
from pathlib import Path

import manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("reports", type=Path, help="where run.py --reports put the reports")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--tech", default="hand", help="packages whose kind of bindings starts with this word")
    parser.add_argument("--lines", type=int, default=4, help="source lines around the finding")
    parser.add_argument("--rules", default="", metavar="CODE,..", help="findings of these rules")
    parser.add_argument("--min-confidence", default="low", choices=["low", "medium", "high"])
    args = parser.parse_args()
    levels = ["low", "medium", "high"]
    wanted = levels[levels.index(args.min_confidence) :]
    only = set(filter(None, args.rules.split(",")))
    drawn = []
    for package in manifest.load()["packages"]:
        if not package["tech"].startswith(args.tech):
            continue
        for kind in ("sdist", "wheel"):
            file = package[kind]["file"]
            report = args.reports / f"{file}.json"
            if not report.exists():
                continue
            for finding in json.loads(report.read_text("utf-8"))["findings"]:
                if finding["confidence"] in wanted and (not only or finding["rule"] in only):
                    drawn.append((rank(args.seed, finding), kind, file, finding))
    drawn.sort(key=lambda item: item[0])
    for number, (_, kind, file, finding) in enumerate(drawn[: args.count], 1):
        show(number, finding, source_of(args.folder / kind / file, finding["path"]), args.lines)
    print(f"{min(args.count, len(drawn))} of {len(drawn)} findings", file=sys.stderr)
    return 0


def rank(seed, finding):
    """A number that looks random and moves with nothing but the finding itself."""
    key = [seed, finding["rule"], finding["path"], finding["line"], finding["column"], finding["message"]]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()


def show(number, finding, lines, around):
    where = f"{finding['path']}:{finding['line']}:{finding['column']}"
    print(f"## {number}. {finding['rule']} {finding['name']} {where} in `{finding['function']}`")
    print(f"{finding['severity']}, {finding['confidence']}: {finding['message']}")
    if finding["targets"]:
        print(f"targets: {', '.join(finding['targets'])}")
    if finding["help"]:
        print(f"help: {finding['help']}")
    for step in finding["steps"]:
        print(f"  {step['kind']} {step['path']}:{step['line']}: {step['message']}")
    for at in range(max(0, finding["line"] - 1 - around), min(len(lines), finding["line"] + around)):
        print(f"{'>' if at + 1 == finding['line'] else ' '}{at + 1:6} {lines[at]}")
    print()


def source_of(archive, path):
    """The lines of a member of an sdist; none for a binary."""
    member = path.partition(archive.name + "/")[2]
    if not member or not archive.name.endswith(".tar.gz"):
        return []
    with tarfile.open(archive) as file:
        try:
            body = file.extractfile(member)
        except KeyError:
            return []
        return body.read().decode("utf-8", "replace").splitlines() if body else []


if __name__ == "__main__":
    sys.exit(main())
