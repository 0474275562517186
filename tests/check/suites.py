#!/usr/bin/env python3
"""Runs the own tests of published packages plain and under `pilotage check`, and compares results and time.

    python3 tests/check/suites.py FOLDER --pilotage target/release/pilotage --python PATH/TO/python3.13

Packages, tests and hashes are pinned: suites.toml, suites.txt, ../corpus.toml. FOLDER keeps downloads and results (results.json).
Exit code 1 when a test has another result under `check`. Time is processor time of the command and its children.
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tomllib
import xml.etree.ElementTree as xml
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "corpus"))

import fetch  # noqa: E402
import index  # noqa: E402
import manifest  # noqa: E402

# Nothing that differs from run to run; no settings of the project that ask for plugins.
PYTEST = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:codspeed", "-o", "addopts=", "--continue-on-collection-errors"]
PYTEST += ["--hypothesis-seed=0"]
SECONDS = 1800


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pilotage", type=Path, required=True)
    parser.add_argument("--python", default="python3.13", help="a CPython 3.13: the wheels are pinned for it")
    parser.add_argument("--only", default="", metavar="NAME,..", help="these packages")
    parser.add_argument("--rounds", type=int, default=1, help="the fastest of so many runs counts (default 1)")
    args = parser.parse_args()
    folder = args.folder.resolve()
    python = environment(folder, args.python)
    suites = tomllib.loads((HERE / "suites.toml").read_text("utf-8"))["suite"]
    only = {name for name in args.only.split(",") if name}
    path = folder / "results.json"
    results = json.loads(path.read_text("utf-8")) if path.exists() else {}
    for suite in suites:
        if not only or suite["package"] in only:
            results[suite["package"]] = run(suite, folder, python, args.pilotage.resolve(), args.rounds)
            path.write_text(json.dumps(results, indent=1, sort_keys=True), "utf-8")
            print(line(suite["package"], results[suite["package"]]), flush=True)
    return summary(results)


def environment(folder, python):
    """A virtual environment with the pinned wheels."""
    venv = folder / "venv"
    program = venv / "bin" / "python"
    mark = venv / "installed"
    wanted = (HERE / "suites.txt").read_text("utf-8")
    if not mark.exists() or mark.read_text("utf-8") != wanted:
        subprocess.run([python, "-m", "venv", "--clear", venv], check=True)
        install = ["install", "-q", "--only-binary", ":all:", "--require-hashes", "--no-deps", "-r", HERE / "suites.txt"]
        subprocess.run([program, "-m", "pip", *install], check=True)
        mark.write_text(wanted, "utf-8")
    return program


def tests_of(suite, folder):
    """A folder with the tests from the package's sdist."""
    target = folder / "tests" / suite["package"]
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if not suite.get("tests"):
        return target
    sdist = suite.get("sdist") or next(it for it in manifest.load()["packages"] if it["name"] == suite["package"])["sdist"]
    archive = folder / "sdist" / sdist["file"]
    if not archive.exists() or index.sha256(archive.read_bytes()) != sdist["sha256"]:
        source = index.Index()
        fetch.fetch(source, source.files(suite["package"]), sdist, archive)
    with tarfile.open(archive) as file:
        members = file.getmembers()
        top = members[0].name.split("/")[0]
        wanted = tuple(f"{top}/{name}" for name in suite["tests"])
        for member in members:
            if any(member.name == name or member.name.startswith(name + "/") for name in wanted):
                member.name = member.name[len(top) + 1 :]
                file.extract(member, target, filter="data")
    # No settings of a folder further up.
    (target / "pytest.ini").write_text("[pytest]\nmarkers =\n    leaks\n    thread_unsafe\n    skip_leak_test\n    benchmark\n    c_extension\n", "utf-8")
    return target


def run(suite, folder, python, pilotage, rounds):
    tests = tests_of(suite, folder)
    out = folder / "out" / suite["package"]
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    command = [python, *PYTEST, *suite["arguments"]]
    check = [pilotage, "check", "--isolated", "--watch", suite["watch"], "--output", f"json={out / 'report.json'}"]
    check += ["--output", f"text={out / 'report.txt'}", "--exit-zero", "--timeout", str(SECONDS)]
    protocol = {"PILOTAGE_CHECK_LEDGER": "0"}
    best = lambda name, command, more=None: min(timed(name, command, tests, out, more) for _ in range(rounds))  # noqa: E731
    result = {"plain": best("plain", command), "protocol": best("protocol", [*check, "--no-confirm", "--", *command], protocol)}
    result["ledger"] = best("ledger", [*check, "--no-confirm", "--", *command])
    result["both runs"] = timed("both", [*check, "--", *command], tests, out)
    outcomes = {name: outcomes_of(out / f"{name}.xml") for name in ("plain", "protocol", "ledger", "both")}
    result["tests"] = len(outcomes["plain"])
    result["passed"] = sum(it == "passed" for it in outcomes["plain"].values())
    result["changed"] = sorted({t for it in outcomes.values() for t in differences(outcomes["plain"], it)})
    report = json.loads((out / "report.json").read_text("utf-8"))
    result["findings"] = [
        {key: finding[key] for key in ("rule", "function", "path", "line", "message", "confidence")} for finding in report["findings"]
    ]
    result["summary"] = [text for text in (out / "both.log").read_text("utf-8", "replace").splitlines() if text.startswith("watched ")]
    return result


def timed(name, command, folder, out, more=None):
    """Seconds of processor time; the outcome of each test goes to NAME.xml, what is written to NAME.log."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = {**os.environ, "PYTHONHASHSEED": "0", **(more or {})}
    env.pop("PYTHONPATH", None)
    with open(out / f"{name}.log", "w", encoding="utf-8") as log:
        command = [*command, f"--junit-xml={out / (name + '.xml')}"]
        subprocess.run(command, cwd=folder, env=env, stdout=log, stderr=log, timeout=3 * SECONDS, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def outcomes_of(path):
    """Each test and whether it passed, failed, was skipped."""
    if not path.exists():
        return {"the run": "no result"}
    outcomes = {}
    for case in xml.parse(path).iter("testcase"):
        kinds = {child.tag for child in case} & {"failure", "error", "skipped"}
        outcomes[f"{case.get('classname')}::{case.get('name')}"] = min(kinds, default="passed")
    return outcomes


def differences(one, other):
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


def line(name, it):
    ratio = [it[key] / it["plain"] for key in ("protocol", "ledger", "both runs")]
    words = "  ".join(f"{value:5.2f}" for value in ratio)
    return f"{name:16} {it['passed']:5}/{it['tests']:<5} {it['plain']:7.2f} s  {words}  changed {len(it['changed'])}  findings {len(it['findings'])}"


def summary(results):
    of = lambda key: statistics.median(it[key] / it["plain"] for it in results.values())  # noqa: E731
    changed = sum(len(it["changed"]) for it in results.values())
    findings = sum(len(it["findings"]) for it in results.values())
    print(f"{len(results)} suites, median slow-down: protocol {of('protocol'):.2f}, ledger {of('ledger'):.2f}, both runs {of('both runs'):.2f}")
    print(f"{changed} tests with another result, {findings} findings")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
