#!/usr/bin/env python3
"""Measures the ownership analysis on real bugs and on cpychecker's own cases, as fetch.py laid them out; prints every miss.
A bug is found when findings of a fitting family name places in its function of the faulty file, and that rule names fewer in the fixed one.
"""

import argparse
import concurrent.futures
import csv
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import measure

DEFECTS = ("REF", "ERR", "SIG", "TYP", "GIL")
OWNERSHIP = ("REF", "ERR")
# Families whose findings count for a class of bug; the classes of the known bugs.
FITTING = {
    "leak-on-error-path": ("REF",),
    "leak-always": ("REF",),
    "over-release": ("REF",),
    "borrowed-misuse": ("REF", "FT"),
    "stolen-mistake": ("REF",),
    "missing-null-check": ("ERR",),
    "missing-exception": ("ERR",),
    "wrong-return": ("ERR",),
    "dealloc": DEFECTS,
}
# Rules or families that say the same as cpychecker's messages of a class.
SAME = {
    "leak": ("REF001", "REF002", "REF010", "REF011", "REF014"),
    "over-release": ("REF003", "REF004", "REF005", "REF006", "REF007", "REF008", "REF009"),
    "use-after-release": ("REF003", "REF006", "REF007", "REF008"),
    "missing-null-check": ("ERR001", "ERR002"),
    "missing-exception": ("ERR003", "ERR008", "ERR009", "ERR010"),
    "format": ("SIG",),
    "argument-type": ("SIG",),
    "argument-count": ("SIG",),
    "table": ("SIG",),
    "uninitialised": ("ERR011",),
    "arithmetic": ("ERR012",),
}
FLAGS = ("REF", "ERR", "SIG")
KNOWN_FLOOR, MOST_SURVIVORS, MOST_PER_KLOC = 39, 6, 3.0
CASES_FLOOR, MOST_FLAGGED = 74, 8


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where fetch.py put the files")
    parser.add_argument("--pilotage", default="target/release/pilotage", type=Path)
    parser.add_argument("--cpychecker", action="store_true", help="cpychecker's cases instead of the known bugs")
    parser.add_argument("--only", default="", metavar="WORD", help="bugs or cases whose name contains this")
    parser.add_argument("-j", "--jobs", type=int, default=2, help="files at the same time")
    parser.add_argument("-v", "--verbose", action="store_true", help="each case with the findings in its function")
    args = parser.parse_args()
    if not args.pilotage.is_file():
        sys.exit(f"error: no program `{args.pilotage}`")
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        score = score_cases if args.cpychecker else score_bugs
        return score(args, Auditor(args.pilotage.resolve(), pool))


class Auditor:
    """Audits files on a pool; sums up what that cost."""

    def __init__(self, program, pool):
        self.program, self.pool = program, pool
        self.cpu, self.lines, self.slowest, self.silent = 0.0, 0, (0.0, None), []

    def audit(self, files):
        """The findings of each file; None where the tool gave no report."""
        reports = []
        for file, (findings, cpu) in zip(files, self.pool.map(self.one, files)):
            self.cpu += cpu
            self.lines += file.read_bytes().count(b"\n")
            self.slowest = max(self.slowest, (cpu, str(file)))
            if findings is None:
                self.silent.append(file)
            reports.append(findings)
        return reports

    def one(self, file):
        """The findings of one file and its CPU seconds."""
        arguments = ("-f", "json", "-q", "--exit-zero", "--no-cache", "--isolated")
        cost = measure.run([self.program, "audit", file, *arguments])
        try:
            return json.loads(cost.stdout)["findings"], cost.cpu
        except (ValueError, KeyError):
            print(f"no report: {file}: {cost.status}: {cost.stderr.decode(errors='replace')[-200:]}", file=sys.stderr)
            return None, cost.cpu

    def summary(self):
        """What the audits cost, in one line."""
        kloc = max(self.lines, 1) / 1000
        slowest = f"slowest {self.slowest[0]:.2f} s `{self.slowest[1]}`"
        return f"{self.lines} lines, {self.cpu / kloc:.3f} s CPU/kLOC, {slowest}, files without a report: {len(self.silent)}"


def score_bugs(args, auditor):
    """The known bugs: 0 when the floors hold or only some were asked for."""
    bugs = [bug for bug in rows("known_bugs.csv") if args.only in bug["id"]]
    files = [versions(args.folder / "known" / bug["id"]) for bug in bugs]
    reports = auditor.audit([file for pair in files for file in pair])
    found, of_class, survivors, by_rule, ownership = Counter(), Counter(), [], Counter(), 0
    for at, bug in enumerate(bugs):
        before, after = reports[2 * at : 2 * at + 2]
        inside = [[f for f in report or [] if f["function"] == bug["function"]] for report in (before, after)]
        fewer = gone(inside, FITTING[bug["class"]]) if before is not None and after is not None else set()
        of_class[bug["class"]] += 1
        found[bug["class"]] += bool(fewer)
        if fewer:
            by_rule["as expected" if fewer & set(bug["rules"].split()) else "by another rule"] += 1
        left = [finding for finding in inside[1] if is_of(finding, DEFECTS)]
        survivors += [(bug["id"], finding) for finding in left]
        ownership += sum(is_of(finding, OWNERSHIP) for report in (before, after) for finding in report or [])
        if args.verbose or not fewer:
            print("found" if fewer else "missed", bug["id"], bug["class"], bug["function"], f"line {bug['line']}", bug["rules"])
        if args.verbose:
            show("before", inside[0])
            show("after", left)
    for bug_id, finding in survivors:
        print(f"survivor {bug_id} {said(finding)}")
    for name in filter(of_class.get, FITTING):
        print(f"{name:20} {found[name]}/{of_class[name]}")
    hits, kloc = found.total(), max(auditor.lines, 1) / 1000
    print(f"found {hits}/{len(bugs)} ({', '.join(f'{n} {how}' for how, n in sorted(by_rule.items())) or 'none'}); ", end="")
    print(f"survivors in fixed functions {len(survivors)} ({families(finding for _, finding in survivors)}); ", end="")
    print(f"{ownership / kloc:.2f} REF/ERR reports/kLOC")
    print(auditor.summary())
    holds = hits >= KNOWN_FLOOR and len(survivors) <= MOST_SURVIVORS and ownership / kloc <= MOST_PER_KLOC
    return 0 if args.only or (holds and not auditor.silent) else 1


def gone(inside, fitting):
    """Fitting rules that name fewer places in the fixed function than in the faulty one."""
    before, after = (places(findings, fitting) for findings in inside)
    return {rule for rule in before if before[rule] > after[rule]}


def places(findings, fitting):
    """How many places the fitting rules name: one finding can name several, by its steps of the kind `again`."""
    count = Counter()
    for finding in findings:
        if is_of(finding, fitting):
            count[finding["rule"]] += 1 + sum(step["kind"] == "again" for step in finding["steps"])
    return count


def score_cases(args, auditor):
    """The cases of cpychecker: 0 when the floors hold or only some were asked for."""
    cases = [case for case in rows("cpychecker.csv") if args.only in case["case"]]
    files = [source(args.folder / "cpychecker" / case["case"]) for case in cases]
    found, of_class, flagged, warned, clean = Counter(), Counter(), 0, 0, 0
    for case, file, report in zip(cases, files, auditor.audit(files)):
        findings = [finding for finding in report or [] if is_of(finding, DEFECTS)]
        if case["expected"] == "clean":
            clean += 1
            wrong = [finding for finding in findings if is_of(finding, FLAGS)]
            # Five cases of the list count as clean though the suite itself expects a warning in another file or without a line.
            flagged += bool(wrong) and case["suite_warns"] == "no"
            warned += bool(wrong) and case["suite_warns"] == "yes"
            if wrong:
                print(f"flagged {case['case']}{' (so does the suite)' * (case['suite_warns'] == 'yes')}")
                show("", wrong)
            continue
        first, last = block(file, int(case["line"]))
        inside = [finding for finding in findings if first <= finding["line"] <= last]
        hit = any(is_of(finding, SAME[case["class"]]) for finding in inside)
        of_class[case["class"]] += 1
        found[case["class"]] += hit
        if args.verbose or not hit:
            print("found" if hit else "missed", case["case"], case["class"], f"line {case['line']}")
            show("", findings)
    for name in filter(of_class.get, SAME):
        print(f"{name:20} {found[name]}/{of_class[name]}")
    print(f"found {found.total()}/{of_class.total()} buggy; ", end="")
    print(f"flagged {flagged}/{clean} clean, besides {warned} that the suite flags too")
    print(auditor.summary())
    holds = found.total() >= CASES_FLOOR and flagged <= MOST_FLAGGED
    return 0 if args.only or (holds and not auditor.silent) else 1


def block(file, line):
    """First and last line of the function or table around a line, told by braces in the first column."""
    ends = [at for at, text in enumerate(file.read_bytes().splitlines(), 1) if text.startswith(b"}")]
    return max((end + 1 for end in ends if end < line), default=1), min((end for end in ends if end >= line), default=line)


def rows(name):
    """The rows of a list beside this script, as dictionaries."""
    with (HERE / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def versions(folder):
    """The faulty and the fixed file of a bug."""
    return [only(folder, "before.*"), only(folder, "after.*")]


def source(folder):
    """The input of a case."""
    return only(folder, "input.c*")


def only(folder, pattern):
    """The one file of that name."""
    files = sorted(folder.glob(pattern))
    if len(files) != 1:
        sys.exit(f"error: `{folder}` has {len(files)} files `{pattern}`; run fetch.py first")
    return files[0]


def is_of(finding, names):
    """The finding's rule or its family is among the names."""
    rule = finding["rule"]
    return rule in names or rule.rstrip("0123456789") in names


def families(findings):
    """How many findings of which family."""
    counts = Counter(finding["rule"].rstrip("0123456789") for finding in findings)
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


def said(finding):
    """A finding in one line."""
    return f"{finding['rule']} line {finding['line']}: {finding['message']}"


def show(label, findings):
    """Findings, one a line, below the case they belong to."""
    for finding in findings:
        print(f"    {label:6} {said(finding)}")


if __name__ == "__main__":
    sys.exit(main())
