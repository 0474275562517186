#!/usr/bin/env python3
"""Audits every malformed input next to a healthy file: the bad one must be named in a Problem or be audited, the healthy
one must be audited all the same, nothing may crash, hang, eat the memory, leave the folder or show what lies outside of it.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import malformed
import measure
from broken import case as kinds

CONTROL = b'#include <Python.h>\nPyObject *control(PyObject *o) { return _PyObject_GetAttrId(o, 0); }\n'
QUIET = ("audit", "--isolated", "--no-cache", "-q", "--output-format", "json")
SILENT = "neither audited nor named in a problem"
MEMORY_LIMIT_MB = 3000
OUTSIDE = b"root:x:0"  # from /etc/passwd, to which several cases point


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--only", default="", metavar="WORD", help="cases whose name contains this")
    parser.add_argument("-v", "--verbose", action="store_true", help="a line for each case")
    args = parser.parse_args()
    binary = args.pilotage.resolve()
    failed, slowest, passed = [], (0.0, ""), 0
    with tempfile.TemporaryDirectory(prefix="pilotage-malformed-") as scratch:
        root = Path(scratch) / "cases"
        control = Path(scratch) / "control.c"
        control.write_bytes(CONTROL)
        cases = [case for case in malformed.make(root) if args.only in case.name]
        for case in cases:
            wrong, cost = check(binary, root, control, case)
            slowest = max(slowest, (cost.wall, case.name))
            if args.verbose:
                print(f"{'FAIL' if wrong else 'ok':4} {cost.wall:6.2f} s {cost.peak_mb:6.0f} MB {case.name}", flush=True)
            if wrong:
                failed.append(case.name)
                print(f"FAIL {case.name} ({case.why}): {wrong}", flush=True)
            else:
                passed += 1
        if args.only in "index":
            wrong = check_index(binary, control)
            passed += not wrong
            failed += ["index"] if wrong else []
            print(f"FAIL index: {wrong}" if wrong else "ok   index", flush=True)
    print(f"slowest: {slowest[1]} {slowest[0]:.1f} s")
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


def check(binary, root, control, case):
    """(what is wrong or an empty string, cost)."""
    inputs = [case.path] if case.expect == kinds.IGNORED else [case.path, str(control)]
    command = [binary, *QUIET, *inputs]
    cost = measure.run(command, seconds=case.seconds, cwd=root)
    wrong = judge(case, cost)
    if wrong.startswith(SILENT):  # nothing in it that concerns us: said aloud when there is nothing else
        alone = measure.run([binary, *QUIET, case.path], seconds=case.seconds, cwd=root)
        wrong = "" if alone.status == 3 else wrong
    return wrong, cost


def check_index(binary, control):
    """An index that nobody answers for: a Problem with the name, the healthy file is audited all the same."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    env |= {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0"}
    case = kinds.Case("index", "", kinds.PROBLEM, "nosuchthing", "an index that is unreachable")
    command = [binary, *QUIET, "nosuchthing==1.0", control]
    return judge(case, measure.run(command, seconds=case.seconds, env=env))


def judge(case, cost):
    if cost.status is None:
        return f"not done after {case.seconds} s"
    if cost.status not in (0, 1, 3):
        return f"exit {cost.status}: {cost.stderr[-300:].decode('utf-8', 'replace')}"
    if b"panicked" in cost.stderr:
        return f"a panic: {cost.stderr[-300:].decode('utf-8', 'replace')}"
    if cost.peak_mb > MEMORY_LIMIT_MB:
        return f"{cost.peak_mb:.0f} MB of memory"
    if OUTSIDE in cost.stdout + cost.stderr:
        return "shows what lies outside of the input"
    if list(Path("/tmp").glob("evil_*")):
        return "wrote outside of its folder"
    if case.expect == kinds.IGNORED:
        return "" if cost.status == 3 else f"exit {cost.status} instead of 3"
    try:
        report = json.loads(cost.stdout)
    except ValueError as error:
        return f"stdout is not JSON: {error}"
    return judge_report(case, report)


def judge_report(case, report):
    if not any(finding["path"].endswith("control.c") for finding in report["findings"]):
        return "the healthy file beside it was not audited"
    problems = [p for p in report["problems"] if case.names in p["path"] or case.names in p["message"]]
    mine = [entry for entry in report["inputs"] if not str(entry["label"]).endswith("control.c")]
    told = any(case.names in finding["path"] for finding in report["findings"])
    audited = told or any(entry["sources"] + entry["binaries"] for entry in mine)
    internal = [p for p in report["problems"] if p.get("internal")]
    if case.expect == kinds.PROBLEM and not problems:
        return f"no problem names `{case.names}`: {report['problems']}"
    if case.expect == kinds.AUDITED and (internal or not audited):
        return f"not audited: {report['problems']}"
    if case.expect == kinds.EITHER and not (problems or audited):
        return f"{SILENT}: {report['problems']}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
