"""A pytest plugin for ladder.py: writes each test's beginning and outcome to a file as it happens, so that a crash loses nothing and has a name.
Also leaves out the tests that an earlier run of the same file has decided. Not imported by anything else.
"""

import json
import os

PLACE = os.environ.get("PILOTAGE_OUTCOMES", "outcomes.jsonl")
DECIDED = os.environ.get("PILOTAGE_DECIDED", "")
# For tests whose parameters are random: they are told by number.
NUMBERED = os.environ.get("PILOTAGE_NUMBERED", "")


def tell(**fields):
    with open(PLACE, "a", encoding="utf-8") as file:
        file.write(json.dumps(fields) + "\n")


# What tests are called instead of their identifiers.
NUMBERS = {}


def name_of(nodeid):
    return NUMBERS.get(nodeid, nodeid)


def pytest_collection_modifyitems(config, items):
    if NUMBERED:
        number(items)
    if not DECIDED:
        return
    with open(DECIDED, encoding="utf-8") as file:
        decided = set(json.load(file))
    items[:] = [item for item in items if name_of(item.nodeid) not in decided]


def number(items):
    counts = {}
    for item in items:
        name, bracket, _ = item.nodeid.partition("[")
        if bracket:
            counts[name] = counts.get(name, 0) + 1
            NUMBERS[item.nodeid] = f"{name}[{counts[name]}]"


def pytest_runtest_logstart(nodeid, location):
    tell(begin=name_of(nodeid))


def pytest_runtest_logreport(report):
    if report.when == "call" or report.outcome != "passed":
        tell(test=name_of(report.nodeid), when=report.when, outcome=outcome(report), why=why(report))


def pytest_collectreport(report):
    if report.failed:
        tell(collect=report.nodeid, why=why(report))


def pytest_sessionfinish(session, exitstatus):
    tell(done=int(exitstatus))


def outcome(report):
    if hasattr(report, "wasxfail"):
        return "xfailed" if report.outcome == "skipped" else "xpassed"
    return report.outcome


def why(report):
    """The last line that says what went wrong."""
    if report.outcome != "failed":
        return ""
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash else str(report.longrepr)
    lines = [line for line in text.splitlines() if line.strip()]
    if crash:
        return lines[0][:300] if lines else ""
    errors = [line for line in lines if line.startswith("E ")]
    return (errors or lines or [""])[-1][:300]
