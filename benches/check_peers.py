#!/usr/bin/env python3
"""`pilotage check` against other ways to find wrong references, in one run: faults of the seeded extension and of two published packages
that are found, right twins that are flagged, processor time on round trips.

    python3 benches/check_peers.py --python PATH/TO/python3.13 --pilotage target/release/pilotage --folder FOLDER [--output FILE.json]

Found means: the tool ends the process, or names the function (for a package: its library) in what it writes. Peers: `-X dev`; a debug
build of CPython that counts references and blocks, round after round; valgrind's memcheck; ASan with its leak check, everything built
with it; Cython's refnanny. FOLDER keeps what was built (default: a temporary one); peers that are missing are named.
"""

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path

from peers_tools import SOURCE, tools
from peers_work import FAULTS, ROUND_TRIPS, TWINS

LOOPS = 20000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="a CPython 3.13: the wheels are pinned for it")
    parser.add_argument("--pilotage", type=Path, required=True)
    parser.add_argument("--debug-python", help="a CPython that was configured --with-pydebug (default: searched)")
    parser.add_argument("--folder", type=Path, help="keep here what is built")
    parser.add_argument("--only", default="", metavar="TOOL,..", help="these tools")
    parser.add_argument("--without", default="", metavar="TOOL,..", help="leave these out")
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (args.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        results = {}
        print(f"{'tool':16}{'seeded':>11}{'twins':>8}{'packages':>10}{'twins':>7}" + "".join(f"{it + ' us':>13}" for it in ROUND_TRIPS))
        for tool in tools(args, folder):
            only = set(filter(None, args.only.split(",")))
            if (only and tool.name not in only) or tool.name in args.without.split(","):
                continue
            results[tool.name] = measure(tool, only_append=tool.name == "--inject")
            print(line(tool.name, results[tool.name], results.get("plain")), flush=True)
            if args.output:
                args.output.write_text(json.dumps(results, indent=1, sort_keys=True), "utf-8")


def seeded_faults(tool):
    """Functions with a fault that the driver can call."""
    source = SOURCE.read_text("utf-8") + SOURCE.with_name("seeded_found.c").read_text("utf-8")
    names = re.findall(r"^static [\w *]*?\*?(\w+_bad)\(", source, re.MULTILINE)
    known = {*tool.ask(SOURCE.parent / "drive.py", "list"), "convert_bad"}
    return [name for name in dict.fromkeys(names) if name in known and not name.startswith("FN_")]


def measure(tool, only_append):
    """What one tool finds and takes. Calls that fail are made by one tool only, for the one fault that needs them."""
    if only_append:
        found, flagged = [is_found(tool, "ujson:append")], [is_found(tool, "ok:ujson:append")]
        return {"packages": {"ujson:append": found[0]}, "package_twins": sum(flagged)}
    seeded = {name: is_found(tool, name) for name in seeded_faults(tool)}
    packages = {name: is_found(tool, name) for name in FAULTS}
    twins = tool.ask(Path(__file__).with_name("peers_work.py"), "--list-twins")
    blamed, ended, _ = tool.run(*tool.arguments, *twins)
    flagged = {name for name in blamed if name.endswith("_ok")} | ({"the process ended"} if ended else set())
    package_twins = [name for name in TWINS if is_found(tool, f"ok:{name}")]
    return {"seeded": seeded, "packages": packages, "seeded_twins": sorted(flagged), "package_twins": package_twins, "time": times(tool)}


def is_found(tool, name):
    blamed, ended, _ = tool.run(*tool.arguments, name, seconds=120)
    subject = name.removeprefix("ok:")
    return bool(ended or subject.split(":")[0] in blamed)


def times(tool):
    """Microseconds of processor time for one round trip; starting the process is left out."""
    result = {}
    for package in ROUND_TRIPS:
        seconds = [min(tool.run("--loop", package, count)[2] for _ in range(3 if count == 1 else 1)) for count in (1, LOOPS)]
        result[package] = round((seconds[1] - seconds[0]) / LOOPS * 1e6, 2)
    return result


def line(name, it, plain):
    if "seeded" not in it:
        return f"{name:16}{'':19}{it['packages']}, twins {it['package_twins']}"
    ratio = "".join(f"{value:7.1f}{value / plain['time'][key]:5.1f}x" if plain else f"{value:7.1f}      " for key, value in it["time"].items())
    seeded, packages = it["seeded"].values(), it["packages"].values()
    text = f"{name:16}{sum(seeded):4} of {len(seeded):3}{len(it['seeded_twins']):8}{sum(packages):5} of {len(packages):2}{len(it['package_twins']):7}"
    return f"{text} {ratio}"


if __name__ == "__main__":
    sys.exit(main())
