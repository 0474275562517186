"""`pytest --pilotage`: runs the tests under `pilotage check`, and fails a test whose C extensions do wrong.

The first pytest only starts `pilotage check` with a second one. There, each test is told apart; one that makes a suspicion runs
again at once and is looked at closely. What is wrong is decided in the preloaded library, not here.
"""

import os
import sys

import pytest

INSIDE = "PILOTAGE_CHECK_INLINE"


def pytest_addoption(parser):
    group = parser.getgroup("pilotage", "references of C extensions")
    add = group.addoption
    add("--pilotage", action="store_true", help="check the references, exceptions and memory of C extensions in every test")
    add("--pilotage-watch", action="append", default=[], metavar="MODULE|PATH", help="watch this module, file or folder")
    add("--pilotage-output", action="append", default=[], metavar="FORMAT=FILE", help="write findings: sarif=out.sarif, junit=out.xml")
    add("--pilotage-coverage", metavar="FILE", help="tell which calls of the C-API the tests reach, and which of their failures; JSON goes to FILE")
    add("--pilotage-memory", metavar="FOLDER", help="tell what the extensions made that is alive at the end and was at the peak; JSON and flame graphs go to FOLDER")
    add("--pilotage-timeout", type=int, default=600, metavar="SECONDS", help="end a test that takes longer, and go on with the next; 0: never")
    add("--pilotage-max-crashes", type=int, default=25, metavar="NUMBER", help="go on behind tests that end their process, at most so many")
    add("--pilotage-inject", nargs="?", const="api", choices=("api", "memory"), help="let calls of the C-API fail, one after the other, in copies of each test")
    add("--pilotage-budget", type=int, default=500, metavar="NUMBER", help="at most so many calls that fail; the next run goes on behind them")
    add("--pilotage-seconds", type=int, default=60, metavar="SECONDS", help="end a copy of a test after this time")
    add("--pilotage-replay", metavar="TEST#NUMBER", help="only this test, with this call failing")


def pytest_configure(config):
    config.addinivalue_line("markers", "pilotage_allow_leaks(reason): what `pytest --pilotage` finds in this test does not fail it")
    if is_wanted(config) and os.environ.get(INSIDE):
        from pilotage import resume
        from pilotage.checker import Checker

        config.pluginmanager.register(Checker(config), "pilotage-checker")
        # It is asked first, because it comes last.
        resume.pytest_configure(config)


def is_wanted(config):
    return any(config.getoption(name) for name in ("pilotage", "pilotage_coverage", "pilotage_inject", "pilotage_memory", "pilotage_replay"))


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config):
    """Starts over under `pilotage check`."""
    if not is_wanted(config) or os.environ.get(INSIDE) or hasattr(config, "workerinput"):
        return
    if config.option.help or config.option.version:
        return
    program = find_program()
    if program is None:
        raise pytest.UsageError("the program `pilotage` is not found: install the package `pilotage`, or name it with `PILOTAGE`")
    command = [program, "check", "--inline"]
    for option, values in (("--watch", config.getoption("pilotage_watch")), ("--output", config.getoption("pilotage_output"))):
        for value in values:
            command += [option, value]
    for option, value in (("--coverage", config.getoption("pilotage_coverage")), ("--memory", config.getoption("pilotage_memory"))):
        if value:
            command.append(f"{option}={value}")
    command += ["--test-timeout", str(config.getoption("pilotage_timeout")), "--max-crashes", str(config.getoption("pilotage_max_crashes"))]
    command += ["--", sys.executable, "-m", "pytest", *map(str, config.invocation_params.args)]
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        capture.suspend_global_capture(in_=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os.chdir(config.invocation_params.dir)
    os.execv(program, command)


def find_program():
    """The program of this environment, else one on the path."""
    import shutil

    named = os.environ.get("PILOTAGE")
    places = [named] if named else [os.path.join(os.path.dirname(sys.executable), "pilotage"), shutil.which("pilotage")]
    return next((place for place in places if place and os.access(place, os.X_OK)), None)
