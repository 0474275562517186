#!/usr/bin/env python3
"""Writes malformed inputs of every kind into a folder, with expected.json: what the audit of each must give.
Deterministic: the same bytes every time. The cases themselves are in broken/.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from broken import archives, binaries, sources
from broken.case import Folder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    print(f"{len(make(args.folder))} cases in {args.folder}")
    return 0


def make(root):
    """Writes everything into a new folder and returns the cases."""
    root.mkdir(parents=True)
    folder = Folder(root)
    for kind in (binaries, archives, sources):
        kind.write(folder)
    names = [case.name for case in folder.cases]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise ValueError(f"repeated cases: {sorted(repeated)}")
    records = [asdict(case) for case in folder.cases]
    (folder.root / "expected.json").write_text(json.dumps(records, indent=1) + "\n", "utf-8")
    return folder.cases


if __name__ == "__main__":
    sys.exit(main())
