#!/usr/bin/env python3
"""Tests that end their process under `pilotage check`: those behind them run, each test is decided once, and each death is a finding.

    python3 tests/check/dying.py --pilotage target/release/pilotage [--python PYTHON]

PYTHON must have pytest and pytest-xdist. Both ways are tried: `check -- python -m pytest` and `pytest --pilotage`. Exit code 1 when
something is not as it should be. How a single command dies is in `../dying.rs`.
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
import os, time
import dying, pytest

@pytest.fixture(scope="module")
def shared():
    yield "shared"

def test_before(shared): dying.fine(shared)
def test_segfault(shared): dying.segfault("x")
def test_between(shared): dying.fine(shared)
@pytest.mark.parametrize("text", ["a b", "ü"])
def test_abort(text): dying.abort_it(text)
@pytest.mark.xfail(reason="known")
def test_expected(): assert 0
@pytest.mark.skip(reason="not here")
def test_skipped(): pass
def test_fails(): assert dying.fine(1) == 1
def test_overflow(): dying.overflow("x")
class TestClass:
    def test_exit(self): dying.exit_at_once("x")
    def test_kill(self, shared): dying.kill_it("x")
def test_hang(): dying.hang("x")
def test_hang_without_gil(): dying.hang_without_gil("x")
def test_in_fixture(tmp_path): (tmp_path / "it").write_text("it")
def test_survive(): dying.survive("x")
def test_environment():
    assert not [name for name in os.environ if name in ("PYTEST_PLUGINS", "PILOTAGE_CHECK_TESTS", "PILOTAGE_CHECK_PLUGIN")]
def test_after(shared): dying.fine(shared)
'''

# Who dies of what, and what of it is told: the function of the finding.
DEATHS = {
    "test_segfault": ("SIGSEGV", "read_nowhere"),
    "test_abort[a b]": ("SIGABRT", "abort_it"),
    "test_abort[\\xfc]": ("SIGABRT", "abort_it"),
    "test_overflow": ("the stack ran out", "recurse"),
    "test_exit": ("exit code 3", "test_exit"),
    "test_kill": ("SIGKILL", "test_kill"),
    "test_hang": ("does not come to an end within 3 seconds", "hang"),
    "test_hang_without_gil": ("does not come to an end within 3 seconds", "hang_without_gil"),
}
ALIVE = {"test_before", "test_between", "test_in_fixture", "test_survive", "test_environment", "test_after"}
OTHER = {"test_expected": "skipped", "test_skipped": "skipped", "test_fails": "failure"}

# For pytest-xdist: a worker dies just before more tests are sent to it.
LATE = '''
import time
from xdist.workermanage import WorkerController

sent, send = 0, WorkerController.sendcommand

def sendcommand(self, name, **arguments):
    global sent
    sent += name == "runtests"
    if sent == 4:
        self.gateway._io.kill()
        time.sleep(0.5)
    send(self, name, **arguments)

WorkerController.sendcommand = sendcommand
'''
MANY = "import dying, pytest\n@pytest.mark.parametrize('number', range(16))\ndef test_it(number): dying.fine(number)\n"

# A module that cannot even be imported.
BROKEN = "import dying\ndying.segfault('x')\ndef test_never(): pass\n"


def checks(run):
    yield from (*decided(run, run.command), *decided(run, run.plugin), *decided(run, run.plugin, "-n", "2"), *decided(run, run.command, "-n", "2"))
    yield from (*raced(run, run.command), *raced(run, run.plugin), *bounded(run), *broken(run), *injected(run), *as_without(run))


class Run:
    def __init__(self, folder, python, pilotage):
        self.folder, self.python, self.pilotage = folder, python, pilotage
        build(folder, "dying", python)
        self.path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])

    def command(self, text, *options, check=("--test-timeout", "3")):
        """`pilotage check -- python -m pytest`, without the package `pilotage`."""
        (self.folder / "test_it.py").write_text(text, "utf-8")
        command = [self.pilotage, "check", "--isolated", *check, "--output", "json=report.json", "--", self.python, "-m", "pytest"]
        return self.run([*command, "-p", "xdist", "-q", "--junit-xml=junit.xml", *options, "test_it.py"], self.path)

    def plugin(self, text, *options):
        """`pytest --pilotage`; the plugin is that of this source tree."""
        (self.folder / "test_it.py").write_text(text, "utf-8")
        command = [self.python, "-m", "pytest", "-p", "pilotage.pytest_plugin", "--pilotage", "--pilotage-timeout", "3"]
        command += ["--pilotage-output", "json=report.json", "-p", "xdist", "-q", "--junit-xml=junit.xml", *options, "test_it.py"]
        return self.run(command, os.pathsep.join([str(HERE.parent.parent / "python"), self.path]))

    def run(self, command, path):
        """Exit code, outcomes of each test as they are told, findings, what was written."""
        env = {**os.environ, "PILOTAGE": str(self.pilotage), "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        for name in ("junit.xml", "report.json"):
            (self.folder / name).unlink(missing_ok=True)
        done = subprocess.run(command, cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        told = {}
        for case in xml.parse(self.folder / "junit.xml").iter("testcase"):
            kind = min((child.tag for child in case if child.tag in ("failure", "error", "skipped")), default="passed")
            told.setdefault(case.get("name"), []).append(kind)
        report = json.loads((self.folder / "report.json").read_text("utf-8"))
        return done.returncode, told, report["findings"], done.stdout.decode("utf-8", "replace")


def decided(run, way, *options):
    name = f"{way.__name__} {' '.join(options)}".strip()
    code, told, findings, output = way(TESTS, *options)
    # pytest-xdist does not know in which part of its test a worker died.
    dead = "error" if options else "failure"
    expected = {**dict.fromkeys(ALIVE, ["passed"]), **dict.fromkeys(DEATHS, [dead]), **{test: [kind] for test, kind in OTHER.items()}}
    if code != 1:
        yield f"{name}: exit code {code}\n{output}"
    if told != expected:
        differ = {test: told.get(test) for test in expected.keys() | told.keys() if told.get(test) != expected.get(test)}
        yield f"{name}: decided otherwise: {differ}\n{output}"
    if any(finding["rule"] != "RUN001" for finding in findings):
        yield f"{name}: other findings: {findings}"
    for test, (words, function) in DEATHS.items():
        if options and function == test:
            # Nobody but pytest-xdist learns how its workers end.
            words = "no sign of why"
        if not any(words in it["message"] and function == it["function"] for it in findings):
            yield f"{name}: no finding for {test}: {[it['message'] for it in findings]}\n{output}"
    if f"{len(DEATHS) + 1} failed, {len(ALIVE)} passed, 1 skipped, 1 xfailed" not in output:
        yield f"{name}: another summary\n{output}"


def raced(run, way):
    (run.folder / "late.py").write_text(LATE, "utf-8")
    code, told, _, output = way(MANY, "-p", "late", "-n", "2")
    kinds = sorted(kind for kinds in told.values() for kind in kinds)
    if code != 1 or kinds != ["error"] + ["passed"] * 15:
        yield f"raced {way.__name__}: exit code {code}, {told}\n{output}"


def bounded(run):
    """Three may die, and nothing runs behind the third; none may, and it is as ever."""
    code, told, findings, output = run.command(TESTS, check=("--max-crashes", "3"))
    if code != 1 or len(findings) != 2 or "the last of 3 that may" not in output or "12 tests did not run" not in output:
        yield f"bounded: exit code {code}, findings {[it['message'] for it in findings]}\n{output}"
    if [kind for kinds in told.values() for kind in kinds].count("failure") != 3 or len(told) != 5:
        yield f"bounded: decided are {told}"
    (run.folder / "junit.xml").write_text("<testsuites/>", "utf-8")
    command = [run.pilotage, "check", "--isolated", "--max-crashes", "0", "--", run.python, "-m", "pytest", "-q", "test_it.py"]
    env = {**os.environ, "PYTHONPATH": run.path}
    done = subprocess.run(command, cwd=run.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 1 or b"RUN001" not in done.stdout or b"was ended by signal 11" not in done.stdout:
        yield f"unbounded: exit code {done.returncode}\n{done.stdout.decode()}"


def broken(run):
    code, _, findings, output = run.command(BROKEN)
    if code != 1 or [it["function"] for it in findings] != ["read_nowhere"] or "1 error" not in output:
        yield f"broken: exit code {code}, findings {[it['message'] for it in findings]}\n{output}"


def injected(run):
    """The tests that die by themselves are left out where calls are made to fail."""
    text = "import dying\ndef test_dies(): dying.segfault('x')\ndef test_calls(): dying.careless('x')\n"
    code, _, findings, output = run.command(text, check=("--inject",))
    if code != 1 or {it["function"] for it in findings if it["rule"] == "RUN001"} != {"read_nowhere", "careless"}:
        yield f"injected: exit code {code}, findings {[it['message'] for it in findings]}\n{output}"


def as_without(run):
    """Where nothing dies nothing changes: outcomes, properties, what is written to the JUnit file."""
    text = '''
import pytest, dying, unittest
def test_property(record_property):
    record_property("key", "value")
    print("something")
@pytest.mark.parametrize("n", range(3))
def test_many(n): dying.fine(n)
@pytest.fixture
def broken():
    yield
    assert 0
def test_teardown(broken): pass
class Old(unittest.TestCase):
    def test_subtest(self):
        with self.subTest(1): self.fail()
'''
    _, told, _, _ = run.command(text)
    plain = run.command(text, check=("--max-crashes", "0"))[1]
    if told != plain or not told:
        yield f"as without: {told} and {plain}"


if __name__ == "__main__":
    sys.exit(main("dying", __doc__, Run, checks))
