#!/usr/bin/env python3
"""`pilotage check` against other ways to find wrong references, in one run: faults of the seeded extension that are found, twins that
are flagged, processor time on round trips of installed packages.

    python3 benches/check_peers.py --python VENV/bin/python --pilotage target/release/pilotage [--output FILE.json]

Found means: the tool ends the process, or names the function in what it writes. Peers: `-X dev`; valgrind's memcheck; ASan with its leak
check (the extension built with it, gcc); a debug build of CPython when `--debug-python` names one. Those that are not there are left out.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "check" / "seeded.c"
DRIVER = ROOT / "tests" / "check" / "drive.py"
LOOPS = {
    "ujson": "import ujson as j\nfor _ in range(%d): j.loads(j.dumps(d))",
    "simplejson": "import simplejson as j\nfor _ in range(%d): j.loads(j.dumps(d))",
}
DATA = 'd = {"a": [1, 2, 3, {"b": "text", "c": 1.5}], "k": list(range(50)), "n": None, "u": "\\u00e9", "t": True}\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True)
    parser.add_argument("--pilotage", type=Path, required=True)
    parser.add_argument("--debug-python", help="a CPython that was configured --with-pydebug")
    parser.add_argument("--without", default="", metavar="TOOL,..", help="leave these out")
    parser.add_argument("--loops", type=int, default=20000)
    parser.add_argument("--output", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = [tool for tool in tools(args, Path(folder)) if tool.name not in args.without.split(",")]
        names = faults(args.python, Path(folder) / "plain")
        results = {}
        for tool in found:
            results[tool.name] = result = measure(tool, names, args.loops)
            found_text = f"found {len(result['found']):3} of {result['faults']}"
            print(f"{tool.name:16} {found_text}  twins flagged {result['flagged']:2}  microseconds {result['time']}", flush=True)
    if args.output:
        args.output.write_text(json.dumps(results, indent=1, sort_keys=True), "utf-8")


class Tool:
    """A way to run a script that imports the seeded extension. `names` tells which functions its output blames."""

    def __init__(self, name, command, folder, env=None, names=None):
        self.name, self.command, self.folder = name, command, folder
        self.env = {**os.environ, "PYTHONPATH": str(folder), **(env or {})}
        self.names = names or (lambda text: set(re.findall(r"\w+_(?:bad|ok)\b", text)))

    def run(self, *arguments):
        """(functions that are blamed, the process was ended by a signal, seconds of processor time)"""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [*self.command, *arguments]
        try:
            done = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600, check=False)
            code, text = done.returncode, done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            code, text = 0, ""
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        ended = code < 0 or code in (134, 139) or "ERROR: AddressSanitizer" in text
        return self.names(text), ended, used


def tools(args, folder):
    python = args.python
    plain = build(python, folder / "plain")
    found = [Tool("plain", [python], plain, names=blamed_by_python), Tool("-X dev", [python, "-X", "dev"], plain, names=blamed_by_python)]
    found.append(Tool("pilotage check", [args.pilotage.resolve(), "check", "--isolated", "-q", "-f", "concise", "--watch", "seeded",
                                         "--watch", "ujson", "--watch", "simplejson", "--", python], plain))
    if shutil.which("valgrind"):
        command = ["valgrind", "--leak-check=full", "--show-leak-kinds=definite", "--num-callers=30", python]
        found.append(Tool("valgrind", command, plain, {"PYTHONMALLOC": "malloc"}, blamed_by_valgrind))
    asan = subprocess.run(["cc", "-print-file-name=libasan.so"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    if os.path.isabs(asan):
        env = {"PYTHONMALLOC": "malloc", "LD_PRELOAD": asan, "ASAN_OPTIONS": "detect_leaks=1:exitcode=23:fast_unwind_on_malloc=0"}
        instrumented = build(python, folder / "asan", "-fsanitize=address", "-fno-omit-frame-pointer")
        found.append(Tool("ASan", [python], instrumented, env, blamed_by_asan))
    if args.debug_python:
        found.append(Tool("debug build", [args.debug_python, "-X", "showrefcount"], build(args.debug_python, folder / "debug"), names=blamed_by_python))
    return found


def build(python, folder, *flags):
    folder.mkdir()
    ask = "import sysconfig; print(sysconfig.get_path('include'), sysconfig.get_config_var('EXT_SUFFIX'))"
    include, suffix = subprocess.check_output([python, "-c", ask], text=True).split()
    subprocess.run(["cc", "-O2", "-g", "-shared", "-fPIC", "-w", *flags, f"-I{include}", "-o", folder / f"seeded{suffix}", SOURCE], check=True)
    return folder


def blamed_by_python(text):
    """What CPython says by itself: a fatal error or a SystemError with the function's name."""
    return set(re.findall(r"<built-in function (\w+)>", text))


def blamed_by_valgrind(text):
    """Functions in the stacks of errors and of memory that is definitely lost."""
    return set(re.findall(r"(?:at|by) 0x[0-9A-F]+: (\w+_(?:bad|ok)) \(seeded", text))


def blamed_by_asan(text):
    return set(re.findall(r"in (\w+_(?:bad|ok)) ", text))


def faults(python, folder):
    """Functions with a fault that the driver can call."""
    source = SOURCE.read_text("utf-8")
    names = re.findall(r"^static [\w *]*?\*?(\w+_bad)\(", source, re.MULTILINE)
    env = {**os.environ, "PYTHONPATH": str(folder)}
    text = subprocess.check_output([python, DRIVER, "list"], env=env, text=True)
    callable_names = set(text.split()) | {"convert_bad"}
    return [name for name in dict.fromkeys(names) if name in callable_names and not name.startswith("FN_")]


def measure(tool, names, loops):
    found = []
    for name in names:
        blamed, ended, _ = tool.run(DRIVER, name)
        if ended or name in blamed:
            found.append(name)
    flagged, ended, _ = tool.run(DRIVER, "ok")
    times = {}
    for package, text in LOOPS.items():
        seconds = [tool.run("-c", DATA + text % count)[2] for count in (1, loops)]
        times[package] = round((seconds[1] - seconds[0]) / loops * 1e6, 1)
    return {"faults": len(names), "found": found, "flagged": len([name for name in flagged if name.endswith("_ok")]) + ended, "time": times}


if __name__ == "__main__":
    sys.exit(main())
