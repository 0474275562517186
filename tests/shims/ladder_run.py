"""Runs packages of the ladder under one interpreter: imports, and test files, some together in one process.
After a crash they are run again without the tests that are decided, so that one crash costs one test.
"""

import fnmatch
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESTARTS = 12
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")

__all__ = ["groups", "import_one", "prepare", "results", "save", "summary", "test_group"]


def environment(folder, package, extra=()):
    """What a user of an environment with this package would have on the path."""
    site = [folder / "site" / name for name in [package["name"], *package.get("needs", [])]]
    pure = sorted((folder / "sitepure").iterdir())
    path = [*extra, *site, *pure, HERE]
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "PATH", "LANG", "TMPDIR", "RUSTPYTHONPATH")}
    return {**kept, "PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "LC_ALL": "C.UTF-8", **package.get("environment", {})}


def import_one(args, package):
    code = "; ".join(f"import {name}" for name in package["imports"]) + "; print('imported')"
    how, out, _ = run([args.python, "-c", code], environment(args.dir, package), args.dir, args.timeout)
    good = how == "exit 0" and "imported" in out
    last = [line for line in out.splitlines() if line.strip()]
    return {"ok": good, "why": "" if good else f"{how}: {last[-1][:300] if last else ''}"}


def prepare(folder, name, package, heavy):
    """Puts the tests of a package, as its sdist or wheel has them, into its working folder; the test files, relative to that folder."""
    work = folder / "run" / name / package["name"]
    work.mkdir(parents=True, exist_ok=True)
    base = folder / "src" / package["name"] if package.get("from", "sdist") == "sdist" else folder / "site" / package["name"]
    for part in package.get("copy", []):
        source, _, target = part.partition(" as ")
        place = work / (target or source)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if (base / source).is_dir() else shutil.copy)(base / source, place)
    root = work if package.get("copy") else base
    files = []
    for pattern in package["tests"]:
        found = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())
        files += [file for file in found if file not in files and not any(fnmatch.fnmatch(file, out) for out in package.get("leave_out", []))]
    if package.get("sample") and not heavy:
        files = files[:: package["sample"]]
    return files


def place_of(args, package, file):
    return args.dir / "results" / args.name / package["name"] / (re.sub(r"[^\w.-]", "_", file) + ".json")


def groups(args, package, files):
    """Files without results, those of one folder together, at most `--group` in a process."""
    wanted = [file for file in files if args.again or not place_of(args, package, file).exists()]
    made = []
    for file in wanted:
        same = made and Path(made[-1][-1]).parent == Path(file).parent
        if same and len(made[-1]) < args.group:
            made[-1].append(file)
        else:
            made.append([file])
    return made


def test_group(args, package, files):
    """Runs test files to their end, restarting after crashes; writes the results of each."""
    states = {file: {"file": file, "passed": [], "failed": {}, "crashed": {}, "skipped": 0, "collect": [], "how": ""} for file in files}
    decided, began = set(), time.monotonic()
    for _ in range(RESTARTS):
        left = args.timeout * (1 + len(files) / 4) - (time.monotonic() - began)
        if left <= 5:
            mark(states, "out of time")
            break
        how, events, out = one_process(args, package, files, decided, left)
        finished, running = read(events, states, decided)
        mark(states, how)
        if finished:
            break
        if running is None:
            if len(files) > 1:
                for file in files:
                    test_group(args, package, [file])
                return
            states[files[0]]["collect"].append(f"{how}: {last_line(out)}")
            break
        state_of(states, running)["crashed"][clean(running)] = f"{how}: {last_line(out)}"
        decided.add(running)
    seconds = round((time.monotonic() - began) / len(files), 2)
    for file, state in states.items():
        state["seconds"] = seconds
        save(place_of(args, package, file), state)
        told = f"{len(state['passed'])} passed {len(state['failed'])} failed {len(state['crashed'])} crashed {len(state['collect'])} not collected"
        print(f"{args.name} {package['name']} {file}: {told} ({seconds:.0f} s)", flush=True)


def mark(states, how):
    for state in states.values():
        state["how"] = how


def state_of(states, test):
    """The state of the file that a test's identifier names."""
    file = test.partition("::")[0]
    return states.get(file) or next(iter(states.values()))


def one_process(args, package, files, decided, timeout):
    work = args.dir / "run" / args.name / package["name"]
    root = work if package.get("copy") else args.dir / "site" / package["name"]
    state = work / "state" / re.sub(r"[^\w.-]", "_", files[0])
    state.mkdir(parents=True, exist_ok=True)
    outcomes, skip = state / "outcomes.jsonl", state / "decided.json"
    outcomes.write_text("")
    skip.write_text(json.dumps(sorted(decided)))
    extra = {"PILOTAGE_OUTCOMES": str(outcomes), "PILOTAGE_DECIDED": str(skip)}
    options = ["-q", "-c", os.devnull, f"--rootdir={root}", "-p", "no:cacheprovider", "-p", "outcomes", "-o", "addopts=", "--assert=plain", "--tb=short", "-W", "ignore"]
    options += ["--continue-on-collection-errors", f"--basetemp={state / 'temporary'}", *package.get("options", [])]
    for plugin in package.get("plugins", []):
        options += ["-p", plugin]
    command = [args.python, "-m", "pytest", *options, *files]
    paths = [root / path for path in package.get("path", [])]
    how, out, _ = run(command, {**environment(args.dir, package, paths), **extra}, root, timeout)
    (state / "output.txt").write_text(out)
    return how, outcomes.read_text().splitlines(), out


def read(events, states, decided):
    """Adds the outcomes of one process; (did it finish, the test that was running)."""
    running, finished = None, False
    for line in events:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if "begin" in event:
            running = event["begin"]
        elif "collect" in event:
            collect = state_of(states, event["collect"])["collect"]
            if event["why"] not in collect:
                collect.append(event["why"])
        elif "done" in event:
            finished = True
        else:
            decided.add(event["test"])
            running = None if event["test"] == running and event["when"] != "teardown" else running
            count(event, state_of(states, event["test"]))
    return finished, running


def count(event, state):
    test = clean(event["test"])
    if event["outcome"] in ("passed", "xfailed", "xpassed"):
        state["passed"].append(test)
    elif event["outcome"] == "failed":
        state["failed"].setdefault(test, event["why"])
        if test in state["passed"]:
            state["passed"].remove(test)
    else:
        state["skipped"] += 1


def clean(test):
    """Identifiers of tests with parts that differ from run to run made equal."""
    return ADDRESS.sub("0x", test)


def last_line(out):
    lines = [line for line in out.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("pilotage:") or "panicked" in line]
    return (told or lines or [""])[-1][:300]


def run(command, variables, folder, timeout):
    """(how it ended, its output, seconds); a process that takes too long is killed with what it started."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], env=variables, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        out, _ = process.communicate(timeout=timeout)
        how = f"signal {-process.returncode}" if process.returncode < 0 else f"exit {process.returncode}"
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        how = "out of time"
    return how, out.decode("utf-8", "replace"), time.monotonic() - began


def save(place, data, merge=False):
    place.parent.mkdir(parents=True, exist_ok=True)
    if merge and place.exists():
        data = {**json.loads(place.read_text()), **data}
    place.write_text(json.dumps(data, indent=1, sort_keys=True))


def results(folder, name, package):
    """The results of a package's files under one interpreter."""
    place = folder / "results" / name / package["name"]
    return [json.loads(path.read_text()) for path in sorted(place.glob("*.json"))] if place.exists() else []


def summary(folder, name, package):
    files = results(folder, name, package)
    return {
        "files": len(files),
        "passed": sum(len(file["passed"]) for file in files),
        "failed": sum(len(file["failed"]) for file in files) + sum(bool(file["collect"]) for file in files),
        "crashed": sum(len(file["crashed"]) for file in files),
        "skipped": sum(file["skipped"] for file in files),
        "seconds": sum(file["seconds"] for file in files),
    }
