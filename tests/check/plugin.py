#!/usr/bin/env python3
"""The pytest plugin on the seeded extension: tests that leak fail, allowed ones do not, with and without workers; calls that fail.

    python3 tests/check/plugin.py --pilotage target/release/pilotage [--python PYTHON]

PYTHON must have pytest and pytest-xdist. Exit code 1 when something is not as it should be.
"""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

from scratch import build, main

HERE = Path(__file__).resolve().parent

TESTS = '''
import pytest, seeded

def fresh():
    return "".join(["fre", "sh", str(id(pytest))])

def test_right(): seeded.leak_new_ok(1)
def test_leak(): seeded.leak_new_bad(1)
def test_leak_again(): seeded.leak_new_bad(1)
def test_release(): seeded.release_item_bad([[1, 2], [3]])
def test_held(): seeded.hold_in_static_ok(fresh())
def test_fails_anyway(): assert seeded.leak_new_ok(1) == 1

@pytest.mark.pilotage_allow_leaks(reason="known")
def test_allowed(): seeded.leak_new_bad(1)

def test_protocol():
    with pytest.raises(SystemError):
        seeded.null_bad(5)
'''

FAILING = '''
import seeded
def test_careful(): seeded.careful("x")
def test_unchecked(): seeded.unchecked("x")
def test_unreleased(): seeded.unreleased("x")
'''

EXPECTED = {"test_leak", "test_leak_again", "test_release", "test_protocol"}


def checks(run):
    yield from (*leaks(run), *leaks(run, "-n", "2"), *allowed(run), *calls_that_fail(run), *pictures(run))


class Run:
    def __init__(self, folder, python, pilotage):
        self.folder, self.python = folder, python
        # The installed plugin is left out: that of this source tree is tested.
        path = os.pathsep.join([str(HERE.parent.parent / "python"), str(folder), os.environ.get("PYTHONPATH", "")])
        self.env = {**os.environ, "PILOTAGE": str(pilotage), "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        build(folder, "seeded", python)

    def pytest(self, text, *options):
        """Exit code, outcome of each test, findings as rule and function, what was written."""
        (self.folder / "test_it.py").write_text(text, "utf-8")
        command = [self.python, "-m", "pytest", "-p", "pilotage.pytest_plugin", "-p", "xdist", "-q", "--junit-xml=junit.xml", *options]
        command += ["--pilotage-output", "json=report.json", "test_it.py"]
        done = subprocess.run(command, cwd=self.folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        failed = {case.get("name") for case in xml.parse(self.folder / "junit.xml").iter("testcase") if len(case)}
        report = json.loads((self.folder / "report.json").read_text("utf-8"))
        return done.returncode, failed, {(it["rule"], it["function"]) for it in report["findings"]}, done.stdout


def leaks(run, *options):
    code, failed, found, output = run.pytest(TESTS, "--pilotage", *options)
    if code != 1:
        yield f"{options}: exit code {code}\n{output}"
    if failed != EXPECTED | {"test_fails_anyway"}:
        yield f"{options}: failed are {sorted(failed)}\n{output}"
    expected = {("REF001", "leak_new_bad"), ("REF003", "release_item_bad"), ("ERR003", "null_bad")}
    if found != expected:
        yield f"{options}: found is {sorted(found)}\n{output}"
    if "tests with findings: 4, allowed: 1" not in output:
        yield f"{options}: no summary\n{output}"


def allowed(run):
    code, failed, found, output = run.pytest(TESTS, "--pilotage", "-k", "allowed or right or held")
    if code != 0 or failed or found:
        yield f"allowed: exit code {code}, failed {failed}, found {found}\n{output}"
    code, _, _, output = run.pytest(TESTS.replace('(reason="known")', ""), "--pilotage")
    if code != 4 or "wants a reason" not in output:
        yield f"a mark without a reason: exit code {code}\n{output}"


def calls_that_fail(run):
    code, failed, found, output = run.pytest(FAILING, "--pilotage-inject")
    expected = {("ERR006", "unchecked"), ("RUN001", "unchecked"), ("REF001", "unreleased")}
    if code != 1 or failed or found != expected:
        yield f"inject: exit code {code}, failed {failed}, found {sorted(found)}\n{output}"
    _, _, found, output = run.pytest(FAILING, "--pilotage-inject")
    if found:
        yield f"inject again: calls that failed once fail again: {sorted(found)}\n{output}"
    _, _, found, output = run.pytest(FAILING, "--pilotage-replay", "test_it.py::test_unreleased#2")
    if found != {("REF001", "unreleased")}:
        yield f"replay: found {sorted(found)}\n{output}"


def pictures(run):
    """What tests reach, alone and with calls that fail, in this process and in workers; what they leave alive."""
    for options in ([], ["-n", "2"], ["--pilotage-inject"]):
        run.pytest(FAILING, "--pilotage-coverage=cov.json", "--pilotage-memory=memory", "--cache-clear", *options)
        coverage = json.loads((run.folder / "cov.json").read_text("utf-8"))
        totals = {it["name"]: it["total"] for library in coverage["libraries"] for it in library["functions"]}
        careful = [totals["careful"][key] for key in ("sites", "exercised", "can_fail", "failed")]
        expected = [2, 2, 2, 2] if "--pilotage-inject" in options else [2, 2, 2, 0]
        if careful != expected or totals["leak_new_bad"]["exercised"] != 0:
            yield f"coverage {options}: {careful}, {totals['leak_new_bad']}"
    code, _, _, output = run.pytest("import seeded, gc\nclass Own: pass\ndef test_box():\n    global box\n    box = seeded.Box(Own())\n", "--pilotage-memory=memory")
    memory = json.loads((run.folder / "memory" / "memory.json").read_text("utf-8"))
    boxes = [it for it in memory["made"] if it["type"] == "seeded.Box" and it["end"]["count"] == 1]
    if code != 0 or len(boxes) != 1 or not boxes[0]["caller"].endswith("test_it.py:5 test_box"):
        yield f"memory: exit code {code}, {boxes}\n{output}"


if __name__ == "__main__":
    sys.exit(main("plugin", __doc__, Run, checks))
