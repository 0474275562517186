"""The part of the pytest plugin that works within `pilotage check`: a test that makes a suspicion runs again and is looked at
closely, what is certain fails the test; on wish, calls of the C-API fail in forked copies of it."""

import faulthandler
import json
import os
import signal
import time

import pytest
from _pytest.runner import runtestprotocol

from pilotage import library

DONE = "pilotage/failed-calls"


class Checker:
    def __init__(self, config):
        self.config = config
        self.library = library.Library()
        self.memory = config.getoption("pilotage_inject") == "memory"
        self.replay = config.getoption("pilotage_replay")
        self.injects = bool(config.getoption("pilotage_inject") or self.replay)
        self.budget = config.getoption("pilotage_budget")
        self.copies = 0
        self.told = []
        cache = getattr(config, "cache", None)
        self.done = {tuple(place) for place in (cache.get(DONE, []) if cache else [])}

    def pytest_collection_modifyitems(self, config, items):
        for item in items:
            marker = item.get_closest_marker("pilotage_allow_leaks")
            if marker is not None and not reason_of(marker):
                raise pytest.UsageError(f"{item.nodeid}: `pilotage_allow_leaks` wants a reason")
        if self.replay:
            wanted = self.replay.rpartition("#")[0]
            others = [item for item in items if item.nodeid != wanted]
            config.hook.pytest_deselected(items=others)
            items[:] = [item for item in items if item.nodeid == wanted]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in self.run(item, nextitem):
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def run(self, item, nextitem):
        self.library.begin()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        events = self.library.events()
        faults = library.faults(events)
        suspects = library.suspects(events)
        passed = not any(report.failed for report in reports)
        if suspects and passed:
            self.library.look_closely(suspects)
            self.begin(item)
            run_again(item, nextitem)
            faults += library.faults(self.library.events())
            self.library.begin()
        if faults and item.get_closest_marker("pilotage_allow_leaks") is not None:
            self.library.allow(item.nodeid)
        if faults or suspects:
            tell(item, reports, faults, bool(suspects))
        if self.injects and passed:
            self.inject(item, nextitem)
        return reports

    def begin(self, item):
        """The test may take its time again."""
        session = self.config.pluginmanager.get_plugin("pilotage-session")
        if session is not None:
            session.begin(item)

    # -- calls that fail

    def inject(self, item, nextitem):
        if self.replay:
            place = {"path": "", "offset": 0, "item": "the call"}
            self.let_fail(item, nextitem, int(self.replay.rpartition("#")[2]), place)
            return
        folder, _ = self.copy(item, nextitem, -1)
        places = [event for event in events_in(folder) if event["event"] == "site"]
        for place in sorted(places, key=lambda it: it["number"]):
            at = place["at"]
            key = (os.path.basename(at["path"]), at["offset"], self.memory)
            if key in self.done:
                continue
            if self.budget <= 0:
                return
            self.budget -= 1
            self.done.add(key)
            self.let_fail(item, nextitem, place["number"], at)

    def let_fail(self, item, nextitem, number, at):
        """Once; and once more where references are suspected."""
        folder, ended = self.copy(item, nextitem, number)
        suspects = library.suspects(events_in(folder))
        if ended and suspects:
            folder, _ = self.copy(item, nextitem, number, suspects)
        found = {"number": number, "at": at, "test": item.nodeid}
        with open(os.path.join(folder, "failed.json"), "w", encoding="utf-8") as file:
            json.dump(found, file)

    def copy(self, item, nextitem, number, suspects=None):
        """The test in a forked process; its results, and whether it ended by itself."""
        self.copies += 1
        self.begin(item)
        folder = os.path.join(self.library.results, f"copy-{os.getpid()}-{self.copies}")
        os.makedirs(folder)
        child = os.fork()
        if child == 0:
            try:
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, 1)
                os.dup2(nothing, 2)
                # Its handlers stay: with them would go those of the library.
                faulthandler.enable(file=nothing)
                self.library.fail(number, self.memory, folder)
                if suspects:
                    self.library.look_closely(suspects)
                run_again(item, nextitem)
            finally:
                self.library.end()
                os._exit(0)
        return folder, self.wait(child)

    def wait(self, child):
        end = time.monotonic() + self.config.getoption("pilotage_seconds")
        for number in (signal.SIGABRT, signal.SIGKILL):
            while time.monotonic() < end:
                found, status = os.waitpid(child, os.WNOHANG)
                if found:
                    return os.WIFEXITED(status)
                time.sleep(0.002)
            # SIGABRT lets the library say what was going on.
            os.kill(child, number)
            end = time.monotonic() + 2
        os.waitpid(child, 0)
        return False

    # -- what is told

    def pytest_runtest_logreport(self, report):
        found = getattr(report, "pilotage", None)
        if found:
            self.told.append((report.nodeid, found))

    def pytest_sessionfinish(self):
        cache = getattr(self.config, "cache", None)
        if self.injects and cache and not self.replay:
            cache.set(DONE, sorted(self.done))

    def pytest_terminal_summary(self, terminalreporter):
        write = terminalreporter.write_line
        terminalreporter.section("pilotage")
        bad = [it for it in self.told if it[1]["faults"] and not it[1]["allowed"]]
        allowed = [it for it in self.told if it[1]["faults"] and it[1]["allowed"]]
        for nodeid, found in bad:
            for fault in found["faults"]:
                write(f"{nodeid}: {fault}", red=True)
        for nodeid, found in allowed:
            write(f"{nodeid}: {len(found['faults'])} allowed: {found['allowed']}", yellow=True)
        closely = sum(it[1]["closely"] for it in self.told)
        write(f"tests with findings: {len(bad)}, allowed: {len(allowed)}, looked at closely: {closely}")
        if self.injects:
            write(f"copies of tests with a call that failed: {self.copies}")


def events_in(folder):
    names = sorted(name for name in os.listdir(folder) if name.endswith(".jsonl"))
    return [event for name in names for event in library.read_events(os.path.join(folder, name), 0)]


def run_again(item, nextitem):
    """The test once more; how it ends is of no concern."""
    item._initrequest()
    runtestprotocol(item, nextitem=nextitem, log=False)


def reason_of(marker):
    return marker.kwargs.get("reason") or (marker.args[0] if marker.args else "")


def tell(item, reports, faults, closely):
    """Puts findings into the report of the test, and fails it."""
    report = next((report for report in reports if report.when == "call"), reports[-1])
    marker = item.get_closest_marker("pilotage_allow_leaks")
    lines = [library.describe(fault) for fault in faults]
    report.pilotage = {"faults": lines, "allowed": reason_of(marker) if marker else "", "closely": closely}
    if not faults or marker is not None:
        return
    text = "\n".join(lines)
    if report.passed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = text
    else:
        report.sections.append(("pilotage", text))
