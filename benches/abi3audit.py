#!/usr/bin/env python3
"""CPU time of `pilotage audit` against abi3audit on the same 20 wheels, one run of each over all of them.
Needs the wheels (tests/corpus/fetch.py FOLDER --kind extra --set abi3audit) and abi3audit 0.0.26.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from common import machine, manifest, median_run, must, table


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--abi3audit", default="abi3audit")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="also a row for each wheel, run alone")
    args = parser.parse_args()
    wheels = [
        args.folder / "extra" / entry["file"]
        for entry in sorted(manifest.load()["extras"], key=lambda entry: entry["bytes"])
        if entry["set"] == "abi3audit"
    ]
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        if args.each:
            rows = [row(args, [wheel], wheel.name.split("-")[0], scratch) for wheel in wheels]
        rows.append(row(args, wheels, f"all {len(wheels)} in one run", scratch))
        seen = scanned(args, wheels, scratch)
    print(f"\n{machine()}; median of {args.rounds} runs; abi3audit scanned {seen[0]} modules, we {seen[1]}\n")
    table(["wheels", "MB", "abi3audit CPU s", "ours CPU s", "share", "abi3audit wall s", "ours wall s", "ours peak MB"], rows)
    return 0


def row(args, wheels, label, scratch):
    theirs = median_run(their_command(args, wheels, scratch), args.rounds)
    ours = median_run(our_command(args, wheels), args.rounds, output=False)
    megabytes = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    return [
        label, f"{megabytes:.1f}", f"{theirs[0]:.2f}", f"{ours[0]:.3f}", f"{100 * ours[0] / theirs[0]:.1f} %",
        f"{theirs[1]:.2f}", f"{ours[1]:.3f}", f"{ours[2]:.0f}",
    ]


def their_command(args, wheels, scratch):
    return [args.abi3audit, "-R", "-o", str(Path(scratch) / "report.json"), *wheels]


def our_command(args, wheels):
    return [args.pilotage, "audit", "--isolated", "--no-cache", "-q", "--exit-zero", "--output-format", "json", *wheels]


def scanned(args, wheels, scratch):
    """How many modules each of the two looked at: a fast tool that skips work is not fast."""
    must(their_command(args, wheels, scratch))
    report = json.loads((Path(scratch) / "report.json").read_text("utf-8"))
    theirs = sum(len(spec.get("wheel", [])) for spec in report["specs"].values())
    ours = json.loads(must(our_command(args, wheels)).stdout)
    return theirs, sum(entry["binaries"] for entry in ours["inputs"])


if __name__ == "__main__":
    sys.exit(main())
