#!/usr/bin/env python3
"""Runs the C cases on CPython 3.14 and on the shim and compares what they say; `N passed, M failed, K crashed`, exit 1 on a difference.
Builds the cases once, with gcc and CPython's headers; both interpreters load the same file.
"""

import argparse
import fnmatch
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUFFIX = ".cpython-314-x86_64-linux-gnu.so"
CASE = re.compile(r"^CASE\((\w+)\)", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", required=True, help="a CPython 3.14 with its headers (tests/shims/cpython314.sh unpacks one)")
    parser.add_argument("--shim", help="the interpreter under test; without it the cases run on CPython only")
    parser.add_argument("--only", default="*", metavar="PATTERN", help="cases or files by pattern: `listobject.*`, `*steals*`")
    parser.add_argument("--build", type=Path, help="folder for the built module (default: a temporary one)")
    parser.add_argument("--headers", action="append", default=[], metavar="FOLDER", help="header folders in place of CPython's own")
    parser.add_argument("--under", default="", metavar="COMMAND", help="a command in front of the shim, such as valgrind")
    parser.add_argument("--timeout", type=float, default=60, help="seconds without a word before a case counts as hung")
    parser.add_argument("--json", type=Path, help="write everything that was said to this file")
    parser.add_argument("--say", action="store_true", help="print what each case says")
    parser.add_argument("--texts", action="store_true", help="print where only the texts of exceptions differ")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.build or Path(temporary)
        cases = build(folder, args.python, args.headers)
        wanted = [case for case in cases if any(fnmatch.fnmatch(name, args.only) for name in (case, case.split(".")[1]))]
        reference = Runner([args.python], folder, args.timeout).run(wanted)
        shim = Runner([*args.under.split(), args.shim], folder, args.timeout).run(wanted) if args.shim else None
    if args.json:
        args.json.write_text(json.dumps({"cpython": reference, "shim": shim}, indent=1))
    if args.say:
        for case in wanted:
            print(f"{case}\n    {reference[case]['told']}")
    return report(wanted, reference, shim, args.texts)


def sources():
    return sorted(path for path in HERE.glob("*.c"))


def build(folder, python, headers):
    """Builds the module when a source is newer than it; the names of all cases, as `file.case`."""
    folder.mkdir(parents=True, exist_ok=True)
    cases, entries = [], []
    for path in sources():
        for name in CASE.findall(path.read_text()):
            cases.append(f"{path.stem}.{name}")
            entries.append(f"ENTRY({name})\n")
    twice = {name for name in entries if entries.count(name) > 1}
    if twice:
        sys.exit(f"error: two cases of one name: {', '.join(sorted(twice))}")
    target = folder / f"pilotage_cases{SUFFIX}"
    inputs = [*sources(), HERE / "cases.h"]
    if target.exists() and target.stat().st_mtime > max(path.stat().st_mtime for path in inputs):
        return cases
    (folder / "table.h").write_text("/* Made by run.py; do not edit. */\n" + "".join(entries))
    flags = [f"-I{folder}", *(f"-I{path}" for path in headers or include_folders(python))]
    objects = []
    for path in sources():
        objects.append(folder / f"{path.stem}.o")
        if objects[-1].exists() and path.stem != "cases" and objects[-1].stat().st_mtime > max(path.stat().st_mtime, (HERE / "cases.h").stat().st_mtime):
            continue
        compile_one(["gcc", "-c", "-O2", "-g", "-Wall", "-Wno-unused-function", "-Wno-deprecated-declarations", "-fPIC", *flags, path, "-o", objects[-1]])
    compile_one(["gcc", "-shared", *objects, "-o", target, "-lpthread"])
    return cases


def compile_one(command):
    if subprocess.run(command).returncode:
        sys.exit("error: the cases do not build")


def include_folders(python):
    """Where this CPython's headers are; an unpacked Debian package keeps pyconfig.h one folder up."""
    code = "import sysconfig; p = sysconfig.get_paths(); print(p['include']); print(p['platinclude'])"
    text = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout
    folders = list(dict.fromkeys(Path(line) for line in text.split("\n") if line))
    return [*folders, folders[0].parent]


class Runner:
    """One interpreter: runs cases in batches, one process for the cases of a file; a crash ends a batch and the rest goes on in a new process."""

    def __init__(self, command, folder, timeout):
        self.command, self.folder, self.timeout = command, folder, timeout

    def run(self, cases):
        results = {}
        by_file = {}
        for case in cases:
            by_file.setdefault(case.split(".")[0], []).append(case)
        for batch in by_file.values():
            while batch:
                batch = self.batch(batch, results)
        return results

    def batch(self, cases, results):
        """Runs until the end or the first crash; the cases that are left."""
        names = {case.split(".")[1]: case for case in cases}
        command = [*self.command, str(HERE / "inside.py"), str(self.folder), *names]
        try:
            done = subprocess.run(command, capture_output=True, timeout=self.timeout, stdin=subprocess.DEVNULL)
            how, out, err = status_text(done.returncode), done.stdout, done.stderr
        except subprocess.TimeoutExpired as hung:
            how, out, err = "hung", hung.stdout or b"", hung.stderr or b""
        running, finished = None, False
        for line in out.decode("utf-8", "replace").splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if "begin" in event:
                running = event["begin"]
            elif "end" in event:
                results[names[event["end"]]] = {"told": event["told"], "texts": event["texts"]}
                running = None
            finished = finished or "done" in event
        if running is None and finished:
            if how != "exit 0":
                results[cases[-1]]["told"] += f"; the process ended with {how}"
            return []
        # Nothing began, or the case that began did not end: the first one that has no result is to blame.
        left = [case for case in cases if case not in results]
        blamed = names[running] if running else (left or cases)[0]
        results[blamed] = {"told": f"crashed: {how}", "texts": err.decode("utf-8", "replace")[-2000:], "crashed": True}
        return [case for case in left if case != blamed]


def status_text(code):
    return f"signal {-code}" if code < 0 else f"exit {code}"


def known():
    """{pattern: reason} of known.toml."""
    path = HERE / "known.toml"
    entries = tomllib.loads(path.read_text()).get("difference", []) if path.exists() else []
    return {entry["case"]: entry["reason"] for entry in entries}


def report(cases, reference, shim, texts):
    broken = [case for case in cases if reference[case].get("crashed") or reference[case]["told"].startswith("gave up")]
    for case in broken:
        print(f"{case}: broken on CPython: {reference[case]['told']} {reference[case]['texts'][-300:]}")
    if shim is None:
        print(f"{len(cases)} cases ran on CPython, {len(broken)} broken")
        return 1 if broken else 0
    excused = known()
    passed = failed = crashed = allowed = differ = 0
    for case in cases:
        left, right = reference[case], shim[case]
        if left["told"] == right["told"]:
            passed += 1
            if left["texts"] != right["texts"]:
                differ += 1
                if texts:
                    print(f"{case}: texts\n  cpython: {left['texts'].strip()}\n  shim:    {right['texts'].strip()}")
            if case in excused:
                print(f"{case}: passes, though known.toml lists it")
            continue
        if case in excused:
            allowed += 1
            continue
        crashed += bool(right.get("crashed"))
        failed += not right.get("crashed")
        print(f"{case}\n{differences(left['told'], right['told'])}")
        if right.get("crashed") and right["texts"].strip():
            print("    " + right["texts"].strip().splitlines()[-1][:300])
    print(f"{passed} passed, {failed} failed, {crashed} crashed; {allowed} known differences, {differ} with other texts of exceptions")
    return 1 if failed or crashed or broken else 0


def differences(left, right):
    """The items that differ, one a line."""
    ours, theirs = left.split("; "), right.split("; ")
    lines = []
    for at in range(max(len(ours), len(theirs))):
        mine = ours[at] if at < len(ours) else "(nothing)"
        other = theirs[at] if at < len(theirs) else "(nothing)"
        if mine != other:
            lines.append(f"    cpython: {mine[:300]}\n    shim:    {other[:300]}")
    return "\n".join(lines[:6])


if __name__ == "__main__":
    sys.exit(main())
