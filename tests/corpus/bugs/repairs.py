#!/usr/bin/env python3
"""Measures the repairs that findings carry, on real code: the edits of one finding at a time are applied to a copy of its package,
which is audited again. Right: the finding is gone and no other of REF and ERR has come in its function. Where a file compiles with
the headers of this Python, it must compile with each repair, too.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections import Counter
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="unpacked packages")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--diff", action="store_true", help="print each repair as a patch")
    args = parser.parse_args()
    total, offered, right, compiled, wrong = Counter(), Counter(), Counter(), 0, []
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["XDG_CACHE_HOME"] = str(Path(scratch) / "cache")
        for folder in args.folders:
            copy = Path(scratch) / folder.name
            shutil.copytree(folder, copy, symlinks=True)
            before = audited(args.pilotage, copy)
            total.update(finding["rule"] for finding in before)
            for finding in before:
                if not finding.get("edits"):
                    continue
                offered[finding["rule"]] += 1
                why, has_compiled = repaired(args.pilotage, copy, before, finding, args.diff)
                right[finding["rule"]] += not why
                compiled += has_compiled
                if why:
                    wrong.append(f"{finding['rule']} {finding['path']}:{finding['line']} {finding['function']}: {why}")
            shutil.rmtree(copy)
    for rule in sorted(total):
        print(f"{rule}  {total[rule]:4} findings  {offered[rule]:4} with a repair  {right[rule]:4} right")
    for line in wrong:
        print("wrong", line)
    print(f"{sum(offered.values())} of {sum(total.values())} findings with a repair, {sum(right.values())} right; {compiled} compiled before and after")
    return 1 if wrong else 0


def audited(pilotage, folder):
    """The REF and ERR findings in a package that nobody generated."""
    command = [pilotage.resolve(), "audit", folder.name, "-f", "json", "-q", "--exit-zero", "--isolated", "--select", "REF,ERR"]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=True)
    return [finding for finding in json.loads(done.stdout)["findings"] if not finding.get("generator")]


def repaired(pilotage, copy, before, finding, with_diff):
    """What is wrong with the repair, or nothing; and whether a compiler took the file before and after."""
    file = copy.parent / finding["path"]
    original = file.read_bytes()
    text = original
    for edit in sorted(finding["edits"], key=lambda edit: -edit["offset"]):
        text = text[: edit["offset"]] + edit["text"].encode() + text[edit["offset"] + edit["length"] :]
    compiles = does_compile(file, copy)
    file.write_bytes(text)
    try:
        if with_diff:
            show(original, text, finding)
        if compiles and not does_compile(file, copy):
            return "it no longer compiles", False
        known, left = counts(before, finding), counts(audited(pilotage, copy), finding)
    finally:
        file.write_bytes(original)
    key = (finding["rule"], finding["message"])
    new = {name: count for name, count in left.items() if count > known[name]}
    if left[key] >= known[key]:
        return f"the finding is still there; new: {new}", compiles
    return (f"new: {new}" if new else ""), compiles


def counts(findings, about):
    """How often each mistake is found in the function of a finding."""
    same = (other for other in findings if other["path"] == about["path"] and other["function"] == about["function"])
    return Counter((other["rule"], other["message"]) for other in same)


def does_compile(file, copy):
    if file.suffix != ".c":
        return False
    folders = {str(header.parent) for header in copy.rglob("*.h")}
    includes = [f"-I{folder}" for folder in sorted(folders)]
    command = ["gcc", "-fsyntax-only", "-w", f"-I{sysconfig.get_path('include')}", *includes, str(file)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def show(before, after, finding):
    import difflib

    lines = [text.decode("utf-8", "replace").splitlines() for text in (before, after)]
    print(finding["rule"], finding["message"])
    print("\n".join(difflib.unified_diff(*lines, finding["path"], finding["path"], lineterm="", n=4)))


if __name__ == "__main__":
    sys.exit(main())
