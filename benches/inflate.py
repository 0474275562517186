#!/usr/bin/env python3
"""Time of `pilotage audit` for large wheels against inflating every member of them (zlib, nothing else done).
Needs the wheels (tests/corpus/fetch.py FOLDER); takes the largest ones that are there.
"""

import argparse
import sys
from pathlib import Path

from common import machine, manifest, median_run, table

INFLATE = """
import sys, zipfile
total = 0
with zipfile.ZipFile(sys.argv[1]) as archive:
    for member in archive.infolist():
        with archive.open(member) as file:
            while chunk := file.read(1 << 20):
                total += len(chunk)
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=5)
    args = parser.parse_args()
    files = {}
    for kind, _, entry in manifest.files(manifest.load(), ("wheel", "extra")):
        files.setdefault(entry["file"], args.folder / kind / entry["file"])
    wheels = sorted((path for path in files.values() if path.exists()), key=lambda path: -path.stat().st_size)
    rows = []
    for wheel in wheels[: args.largest]:
        plain = median_run([sys.executable, "-S", "-c", INFLATE, wheel], args.rounds)
        ours = median_run([args.pilotage, "audit", "--isolated", "--no-cache", "-q", "--exit-zero", "--output-format", "json", wheel], args.rounds, output=False)
        rows.append([
            wheel.name.split("-")[0], f"{wheel.stat().st_size / 1e6:.1f}", f"{plain[0]:.2f}", f"{ours[0]:.2f}",
            f"{ours[0] / plain[0]:.2f}", f"{plain[1]:.2f}", f"{ours[1]:.2f}", f"{ours[1] / plain[1]:.2f}", f"{ours[2]:.0f}",
        ])
    print(f"\n{machine()}; median of {args.rounds} runs\n")
    table(["wheel", "MB", "inflate CPU s", "ours CPU s", "times", "inflate wall s", "ours wall s", "times", "ours peak MB"], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
