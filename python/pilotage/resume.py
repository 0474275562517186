"""A pytest plugin that lets the tests go on after one of them has ended the process: what each test gave is written down as it happens,
and the process that comes next reports it again and runs the rest. `pilotage check` starts these processes and says which test
ended one. It stands alone: `check` also loads it where this package is not installed.
"""

import json
import os
import sys

import pytest

# Where it is written; only the first pytest that sees it may use it, not those that tests start.
PLACE = "PILOTAGE_CHECK_TESTS"
# The folder from which `check` had this module loaded, and what the two variables were that did it.
FOLDER = "PILOTAGE_CHECK_PLUGIN"
FORMER = {"PYTHONPATH": "PILOTAGE_CHECK_PYTHONPATH", "PYTEST_PLUGINS": "PILOTAGE_CHECK_PLUGINS"}


def write(place, **fields):
    line = json.dumps({**fields, "pid": os.getpid()}, default=repr) + "\n"
    file = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, line.encode())
    os.close(file)


if FOLDER in os.environ and PLACE in os.environ:
    # Whatever the arguments of pytest come to.
    write(os.environ[PLACE], loaded=True)


def pytest_configure(config):
    has_workers = bool(getattr(config.option, "tx", None) or getattr(config.option, "numprocesses", None))
    worker = getattr(config, "workerinput", None)
    place = os.environ.get(PLACE) if worker is None else worker.get(PLACE)
    if not has_workers:
        # Workers of pytest-xdist, which run the tests then, find us in the same way.
        clean()
    if place:
        config.pluginmanager.register(Session(config, place, has_workers, worker is not None), "pilotage-session")


def clean():
    """Tests see the environment that they would see without us."""
    os.environ.pop(PLACE, None)
    folder = os.environ.pop(FOLDER, None)
    if folder is None:
        return
    for name, former in FORMER.items():
        value = os.environ.pop(former, "")
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
    if folder in sys.path:
        sys.path.remove(folder)


class Session:
    def __init__(self, config, place, has_workers, is_worker):
        self.config = config
        self.place = place
        self.process = os.getpid()
        # pytest-xdist has its own way when a worker dies.
        self.is_whole = not has_workers and not is_worker
        self.has_workers = has_workers
        self.decided = {}
        self.crashed = {}
        self.broken = {}
        self.crashes = None
        self.reports = []
        self.repeating = False
        if self.is_whole:
            self.read()
        if not is_worker:
            self.tell(session=not has_workers)
        if config.getoption("usepdb", False) or config.getoption("trace", False):
            self.tell(patient=True)

    def tell(self, **fields):
        if os.getpid() == self.process:
            write(self.place, **fields)

    def read(self):
        """What the processes before this one have left."""
        try:
            with open(self.place, encoding="utf-8", errors="replace") as file:
                lines = file.read().splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if "reports" in told:
                self.decided.setdefault(told["test"], []).append(told["reports"])
            elif "crashed" in told:
                self.crashed.setdefault(told["crashed"], []).append(told["text"])
            elif "broken" in told:
                self.broken[told["broken"]] = told["text"]
            elif "stop" in told:
                self.crashes = told["stop"]

    # -- collection

    @pytest.hookimpl(tryfirst=True)
    def pytest_make_collect_report(self, collector):
        if collector.nodeid in self.broken:
            return pytest.CollectReport(collector.nodeid, "failed", longrepr=self.broken[collector.nodeid], result=[])
        if self.is_whole and isinstance(collector, pytest.File):
            self.tell(collect=collector.nodeid)
        return None

    def pytest_collectreport(self, report):
        if self.is_whole:
            self.tell(collected=report.nodeid)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config, items):
        """What has been decided comes first: then no fixture is alive yet that one of the others shares."""
        if not self.decided and not self.crashed and self.crashes is None:
            return
        left = {name: len(self.decided.get(name, [])) + len(self.crashed.get(name, [])) for name in {*self.decided, *self.crashed}}
        first, rest = [], []
        for item in items:
            count = left.get(item.nodeid, 0)
            left[item.nodeid] = count - 1
            (first if count > 0 else rest).append(item)
        if self.crashes is not None:
            config.hook.pytest_deselected(items=rest)
            self.tell(left=len(rest))
            rest = []
        items[:] = first + rest

    # -- tests

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item, nextitem):
        reports = self.known(item)
        if reports is None:
            self.begin(item)
            return None
        self.repeating = True
        item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        self.repeating = False
        return True

    def begin(self, item):
        """The time that a test may take begins now; again for what is done with it besides."""
        self.tell(begin=item.nodeid)

    def known(self, item):
        """The reports of a test that an earlier process ran."""
        if self.decided.get(item.nodeid):
            reports = self.decided[item.nodeid].pop(0)
            make = self.config.hook.pytest_report_from_serializable
            return [make(config=self.config, data=with_tuples(data)) for data in reports]
        if self.crashed.get(item.nodeid):
            return reports_of_crash(item, self.crashed[item.nodeid].pop(0))
        return None

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report):
        if self.is_whole and not self.repeating:
            self.reports.append(report)

    def pytest_runtest_logfinish(self, nodeid):
        if self.repeating or self.has_workers:
            return
        pack = self.config.hook.pytest_report_to_serializable
        reports = [pack(config=self.config, report=report) for report in self.reports]
        self.reports = []
        self.tell(test=nodeid, **({"reports": reports} if self.is_whole else {}))

    # -- the end

    def pytest_unconfigure(self):
        self.tell(done=True)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        node.workerinput[PLACE] = self.place
        node.sendcommand = to_living(node.sendcommand)


def to_living(send):
    """A worker may die before pytest-xdist has learnt of it and sends it more tests. It takes an error there for its own, and ends all
    tests; without one it learns of the death next, and gives these tests to another worker."""

    def sendcommand(name, **arguments):
        try:
            send(name, **arguments)
        except OSError:
            pass

    return sendcommand


def with_tuples(data):
    """JSON has lists only."""
    properties = [tuple(it) for it in data.get("user_properties", [])]
    longrepr = data.get("longrepr")
    longrepr = tuple(longrepr) if isinstance(longrepr, list) else longrepr
    return {**data, "longrepr": longrepr, "location": tuple(data["location"]), "user_properties": properties}


def reports_of_crash(item, text):
    """As if the test had failed, with what `check` says of its end."""
    keywords = dict.fromkeys(item.keywords, 1)
    outcomes = (("setup", "passed", None), ("call", "failed", text), ("teardown", "passed", None))
    return [pytest.TestReport(item.nodeid, item.location, keywords, outcome, longrepr, when) for when, outcome, longrepr in outcomes]
