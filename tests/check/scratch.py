"""What the checks of pytest under `pilotage check` have in common: their command line, and an extension built for the Python at hand.

The extension and its report lie in a folder of their own that is gone afterwards.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main(name, description, make, checks):
    """Runs `checks` on what `make(folder, python, pilotage)` gives; 1 when one of them tells of something wrong."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pilotage", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong = list(checks(make(Path(folder), args.python, args.pilotage.resolve())))
    for line in wrong:
        print(f"FAIL {line}")
    print(f"{name}: all as it should be" if not wrong else f"{name}: {len(wrong)} wrong")
    return 1 if wrong else 0


def build(folder, name, python):
    """Compiles `NAME.c` beside this file into an extension of `python`."""
    ask = "import sysconfig; print(sysconfig.get_path('include'), sysconfig.get_config_var('EXT_SUFFIX'))"
    include, suffix = subprocess.check_output([python, "-c", ask], text=True).split()
    source, library = HERE / f"{name}.c", folder / f"{name}{suffix}"
    subprocess.run(["cc", "-O2", "-g", "-shared", "-fPIC", "-w", f"-I{include}", "-o", library, source], check=True)
