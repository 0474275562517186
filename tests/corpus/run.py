#!/usr/bin/env python3
"""Audits the fetched corpus and compares counts per rule with the snapshot in tests/corpus.toml.
Fails on a crash, on an exit code that is no verdict, on a problem that is our fault, and on counts that changed.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import index
import manifest
import measure

VERDICTS = (0, 1, 3)  # none, findings, nothing to audit


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--part", default="1/1", metavar="N/M", help="the N-th of M parts of about the same size")
    parser.add_argument("--only", default="", metavar="NAME,..", help="these packages")
    parser.add_argument("--kind", default="sdist,wheel,extra")
    parser.add_argument("--max-mb", type=float, default=0, help="leave out larger files")
    parser.add_argument("--update", action="store_true", help="write the counts into the snapshot")
    parser.add_argument("--reports", type=Path, help="keep each JSON report in this folder")
    parser.add_argument("--seconds", type=float, default=900, help="time for one file")
    args = parser.parse_args()
    data = manifest.load()
    passed, failed, changed = 0, 0, 0
    for kind, name, entry in chosen(data, args):
        file = args.folder / kind / entry["file"]
        counts, wrong, cost = audit(args, file)
        pinned = data["snapshot"].get(entry["file"])
        difference = compare(pinned, counts) if counts is not None else []
        if args.update and counts is not None and not wrong:  # what depends on the clock is no snapshot
            data["snapshot"][entry["file"]] = counts
            manifest.save(data)
            changed += bool(difference)
            difference = []
        ok = not wrong and not difference
        passed, failed = passed + ok, failed + (not ok)
        row = f"{'ok' if ok else 'FAIL':4} {kind:5} {entry['name']:22} {cost.cpu:7.2f} s {cost.peak_mb:6.0f} MB"
        print(row, f"{sum(rules(counts).values()) if counts else 0:6} findings", flush=True)
        for line in [*wrong, *difference]:
            print(f"     {line}", flush=True)
    if args.update:
        print(f"{changed} snapshots changed")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def chosen(data, args):
    """The files of this part: sorted by size and dealt out, so that the parts cost about the same."""
    only = {index.normalize(name) for name in args.only.split(",") if name}
    files = {}
    for kind, name, entry in manifest.files(data, args.kind.split(",")):
        if only and index.normalize(name) not in only:
            continue
        if args.max_mb and entry["bytes"] > args.max_mb * 1e6:
            continue
        files.setdefault(entry["file"], (kind, name, entry))  # some wheels are in two sets
    part, _, parts = args.part.partition("/")
    ordered = sorted(files.values(), key=lambda item: (-item[2]["bytes"], item[2]["file"]))
    mine = ordered[int(part) - 1 :: int(parts)]
    return sorted(mine, key=lambda item: (index.normalize(item[1]), item[0], item[2]["file"]))


def audit(args, file):
    """(counts or None, what is wrong, cost)."""
    command = [args.pilotage.resolve(), "audit", "--isolated", "--no-cache", "-q", "--output-format", "json", file.name]
    if not file.exists():
        return None, ["not fetched: run tests/corpus/fetch.py"], measure.Cost(None, b"", b"", 0, 0, 0)
    cost = measure.run(command, seconds=args.seconds, cwd=file.parent)
    tail = cost.stderr[-500:].decode("utf-8", "replace").strip()
    if cost.status is None:
        return None, [f"not done after {args.seconds:.0f} s"], cost
    if cost.status not in VERDICTS:
        return None, [f"exit {cost.status}: {tail}"], cost
    try:
        report = json.loads(cost.stdout)
    except ValueError as error:
        return None, [f"stdout is not JSON: {error}: {tail}"], cost
    if args.reports:
        args.reports.mkdir(parents=True, exist_ok=True)
        (args.reports / f"{file.name}.json").write_bytes(cost.stdout)
    wrong = [f"our fault: {p['path']}: {p['message']}" for p in report["problems"] if p.get("internal")]
    if b"panicked" in cost.stderr:
        wrong.append(f"a panic: {tail}")
    return count(report, cost.status), wrong, cost


def count(report, status):
    """What the snapshot holds of a report."""
    counts = Counter(finding["rule"] for finding in report["findings"])
    counts["exit"] = status
    counts["problems"] = len(report["problems"])
    counts["sources"] = sum(entry["sources"] for entry in report["inputs"])
    counts["binaries"] = sum(entry["binaries"] for entry in report["inputs"])
    return dict(counts)


def rules(counts):
    return {key: value for key, value in counts.items() if key[:1].isupper()}


def compare(pinned, counts):
    if pinned is None:
        return ["no snapshot: run with --update"]
    keys = sorted(set(pinned) | set(counts))
    return [
        f"{key}: {pinned.get(key, 0)} -> {counts.get(key, 0)}"
        for key in keys
        if pinned.get(key, 0) != counts.get(key, 0)
    ]


if __name__ == "__main__":
    sys.exit(main())
