"""What `pilotage check` costs on tight loops: round trips of installed packages, plain, with protocol checks only, with the ledger.

    python3 benches/check.py --python VENV/bin/python --library target/release/libpilotage_interpose.so

Packages that are not installed are left out. Each figure is the best of `--rounds` runs, in microseconds of processor time for one round trip.
"""

import argparse
import os
import subprocess
import tempfile

SETUP = {
    "ujson": "import ujson as j; f = lambda: j.loads(j.dumps(d))",
    "simplejson": "import simplejson as j; f = lambda: j.loads(j.dumps(d))",
    "msgpack": "import msgpack as j; f = lambda: j.unpackb(j.packb(d))",
    "markupsafe": "from markupsafe import escape; f = lambda: escape('<a & b> some text')",
    "multidict": (
        "from multidict import CIMultiDict as M\n"
        "def f():\n"
        "    m = M({'Key': 'v', 'other': 'x'}); m.add('KEY', '2'); m.getall('key'); list(m.items()); m.pop('other')"
    ),
}

LOOP = """
import time
d = {"a": [1, 2, 3, {"b": "text", "c": 1.5}], "k": list(range(50)), "n": None, "u": "\\u00e9\\u20ac", "neg": -5, "t": True}
%s
f()
# A first run looks for lost memory mostly at its beginning.
end = time.process_time() + 2
while time.process_time() < end:
    f()
count, spent = 100, 0.0
while spent < 0.3:
    count *= 2
    start = time.process_time()
    for _ in range(count):
        f()
    spent = time.process_time() - start
print(spent / count * 1e6)
"""


def measure(python, package, environment):
    """Microseconds for one round trip; None where the package is missing."""
    program = LOOP % SETUP[package]
    done = subprocess.run([python, "-c", program], env={**os.environ, **environment}, capture_output=True, text=True)
    return float(done.stdout) if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{'package':12}{'plain us':>10}{'checks':>9}{'ledger':>9}")
    with tempfile.TemporaryDirectory() as results:
        for package in SETUP:
            watched = {
                "LD_PRELOAD": os.path.abspath(arguments.library),
                "PILOTAGE_CHECK_RESULTS": results,
                "PILOTAGE_CHECK_WATCH": f"name:{package}",
            }
            modes = [{}, {**watched, "PILOTAGE_CHECK_LEDGER": "0"}, watched]
            # Rounds of all three by turns: what else the machine does meets each of them.
            rounds = [[measure(arguments.python, package, mode) for mode in modes] for _ in range(arguments.rounds)]
            best = [None if None in runs else min(runs) for runs in zip(*rounds)]
            if None not in best:
                plain, checks, ledger = best
                print(f"{package:12}{plain:10.2f}{checks / plain:8.2f}x{ledger / plain:8.2f}x")


main()
