"""What two runs of the ladder say together: the differences by cause, and the table of docs/compatibility.md.
Runs nothing.
"""

import collections
import json
import re
from pathlib import Path

import ladder_fetch
import ladder_run

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "compatibility.md"
HEAD = """# Published wheels on `pilotage run`

Made by `tests/shims/ladder.py table`; do not edit. The wheels are the published cp314 and abi3 ones for x86-64 Linux, unmodified, pinned by hash (`tests/corpus.toml`).
Their own tests come from the same release (sdist or wheel) and run under CPython 3.14 and under `pilotage run`; a test that crashes its process is counted and the rest goes on.
*Share* is how many of the tests that CPython passes pass here; a file that is not collected and a test that crashes count as not passed; a package that was not tested to its end says how many of its files were. A package marked * is sampled: every n-th test file.

"""


def compare(folder, packages, reference, name, each):
    for package in packages:
        causes, lost = collections.Counter(), {}
        for cause, test in differences(folder, package, reference, name):
            causes[cause] += 1
            lost.setdefault(cause, []).append(test)
        if not causes:
            continue
        print(f"{package['name']}: {sum(causes.values())} tests that {reference} passes")
        for cause, number in causes.most_common(None if each else 12):
            print(f"  {number:5} {cause}   e.g. {lost[cause][0]}")
            for test in lost[cause] if each else ():
                print(f"          {test}")
    return 0


def differences(folder, package, reference, name):
    """(cause, test) of each test that the reference passes and the other does not."""
    here = {file["file"]: file for file in ladder_run.results(folder, name, package)}
    for file in ladder_run.results(folder, reference, package):
        mine = here.get(file["file"])
        if mine is None:
            continue
        passed = collections.Counter(mine["passed"])
        for test, number in collections.Counter(file["passed"]).items():
            for _ in range(number - passed[test]):
                yield cause(mine, test), test


def cause(mine, test):
    if test in mine["failed"]:
        return short(mine["failed"][test])
    if test in mine["crashed"]:
        return "crash: " + short(mine["crashed"][test])
    if mine["collect"]:
        return "not collected: " + short(mine["collect"][-1])
    return f"not run: {mine['how']}"


def short(text):
    """A text without what differs from test to test."""
    text = re.sub(r"0x[0-9a-f]+", "0x", text)
    text = re.sub(r"\b\d+\b", "N", text)
    return text[:150]


def row(folder, package, reference, name, imported):
    """The figures of one package."""
    there = {file["file"]: file for file in ladder_run.results(folder, reference, package)}
    here = {file["file"]: file for file in ladder_run.results(folder, name, package)}
    both = [file for file in there if file in here]
    expected = sum(len(there[file]["passed"]) for file in both)
    lost = sum(1 for _ in differences(folder, package, reference, name))
    crashed = sum(len(here[file]["crashed"]) for file in both)
    share = 100 * (expected - lost) / expected if expected else None
    return {"imports": imported.get(package["name"], {}), "files": len(both), "of": len(there), "expected": expected, "passed": expected - lost, "share": share, "crashed": crashed}


def write(folder, packages, reference, name):
    place = folder / "results" / name / "import.json"
    imported = json.loads(place.read_text()) if place.exists() else {}
    pins = ladder_fetch.pins()
    lines, good, whole = [], 0, 0
    for package in packages:
        data = row(folder, package, reference, name, imported)
        pin = pins[package["name"]]
        good += bool(data["imports"].get("ok"))
        all_files = data["files"] == data["of"]
        whole += all_files and data["share"] is not None and data["share"] >= 97
        share = f"{data['share']:.1f} %" if data["share"] is not None else "-"
        if data["files"] and not all_files:
            share += f" of {data['files']} of {data['of']} files"
        cells = [
            package["name"] + ("*" if package.get("sample") else ""), pin["version"], pin["tech"], tag(pin["wheel"]["file"]), "yes" if data["imports"].get("ok") else "no",
            str(data["expected"]), str(data["passed"]), share, str(data["crashed"]), package.get("remark", ""),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    head = "| package | version | built with | wheel | imports | CPython passes | of these pass | share | crashes | remarks |\n| --- | --- | --- | --- | --- | ---: | ---: | ---: | ---: | --- |\n"
    total = f"\n{good} of {len(packages)} wheels import; {whole} pass at least 97 % of what CPython passes.\n"
    details = "".join(detail(folder, package, reference, name) for package in packages if package.get("detail"))
    PAGE.write_text(HEAD + head + "\n".join(lines) + "\n" + total + details)
    print(f"{PAGE}: {good} of {len(packages)} import, {whole} pass at least 97 %")
    return 0


def detail(folder, package, reference, name):
    """A section about one package: its folders of tests, and why tests fail."""
    here = {file["file"]: file for file in ladder_run.results(folder, name, package)}
    expected, crashed, left = collections.Counter(), collections.Counter(), collections.Counter()
    for file in ladder_run.results(folder, reference, package):
        place = str(Path(file["file"]).parent)
        if file["file"] in here:
            expected[place] += len(file["passed"])
            crashed[place] += len(here[file["file"]]["crashed"])
        else:
            left[place] += 1
    causes, lost = collections.Counter(), collections.Counter()
    for why, test in differences(folder, package, reference, name):
        causes[why] += 1
        lost[str(Path(test.partition("::")[0]).parent)] += 1
    text = f"\n## {package['name']}\n\n| tests | CPython passes | of these pass | share | crashes | files not run |\n| --- | ---: | ---: | ---: | ---: | ---: |\n"
    for place in sorted(expected.keys() | left.keys()):
        share = f"{100 * (expected[place] - lost[place]) / expected[place]:.2f} %" if expected[place] else "-"
        text += f"| `{place}` | {expected[place]} | {expected[place] - lost[place]} | {share} | {crashed[place]} | {left[place]} |\n"
    whole, gone = expected.total(), lost.total()
    share = f"{100 * (whole - gone) / whole:.2f} %" if whole else "-"
    text += f"| all | {whole} | {whole - gone} | {share} | {crashed.total()} | {left.total()} |\n\nWhy they do not pass:\n\n"
    for why, number in causes.most_common():
        text += f"- {number}: `{why.replace('`', chr(39)).replace('|', '/')}`\n"
    return text


def tag(file):
    return "-".join(file.rsplit("-", 3)[1:3])
