"""The tools that check_peers.py compares: how each is found, what is built for it, and how its output is read.

Not a measurement. A tool that is missing says so on standard error, with what would bring it.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "tests" / "check" / "seeded.c"
PACKAGES = {"msgpack": "msgpack/_cmsgpack*.so", "ujson": "ujson*.so"}
CYTHON = "cython==3.0.12"


class Tool:
    """A way to run peers_work.py. `blames` reads its output: names of seeded functions and packages."""

    def __init__(self, name, command, folder, blames, env=None, arguments=()):
        self.name, self.command, self.folder, self.blames = name, command, folder, blames
        self.arguments = arguments
        self.env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0", **(env or {})}

    def ask(self, *arguments):
        """What a script prints, without the tool around it."""
        python = next(it for it in reversed(self.command) if "python" in str(it))
        done = subprocess.run([python, *arguments], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return done.stdout.split()

    def run(self, *arguments, seconds=600):
        """(names that are blamed, a signal or the time ended the process, seconds of processor time)"""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        command = [str(it).replace("{report}", str(report)) for it in self.command]
        command += [str(HERE / "peers_work.py"), *map(str, arguments)]
        try:
            done = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, check=False)
            code, text = done.returncode, done.stdout.decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            code, text = -9, ""
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if "No module named" in text:
            raise SystemExit(f"{self.name}: {text.strip().splitlines()[-1]}")
        if report.exists():
            text = report.read_text("utf-8")
        return self.blames(text), code < 0 or code in (134, 139) or "ERROR: AddressSanitizer" in text, used


def tools(args, folder):
    """Every tool that is here; the others are named."""
    python, plain = args.python, site(args.python, folder / "plain", ["--only-binary", ":all:"])
    yield Tool("plain", [python], plain, blamed_by_python)
    yield Tool("-X dev", [python, "-X", "dev"], plain, blamed_by_python)
    yield from debug(args, folder)
    yield from valgrind(python, plain)
    yield from asan(python, folder)
    yield from refnanny(python, folder)
    check = [args.pilotage.resolve(), "check", "--isolated", "-q", "--exit-zero", "--output", "json={report}"]
    for name in ("seeded", *PACKAGES):
        check += ["--watch", name]
    yield Tool("pilotage check", [*check, "--", python], plain, blamed_by_check)
    yield Tool("--no-confirm", [*check, "--no-confirm", "--", python], plain, blamed_by_check)
    yield Tool("--inject", [*check, "--inject", "--budget", "60", "--", python], plain, blamed_by_check)


def missing(tool, what):
    print(f"left out: {tool}: {what}", file=sys.stderr, flush=True)


def debug(args, folder):
    """A debug build: named, or found on the path, among pyenv's versions, or taken from the system's packages."""
    python = args.debug_python or find_debug() or download_debug(folder)
    if not python:
        return missing("debug build", "name one with `--debug-python` (`./configure --with-pydebug`); no system package was found either")
    packages = site(python, folder / "debug", ["--no-binary", "msgpack,ujson"])
    yield Tool("debug build", [python], packages, blamed_by_growth, arguments=["--growth"])


def find_debug():
    pyenv = sorted(Path.home().glob(".pyenv/versions/*/bin/python3"))
    names = [f"python3.{n}{suffix}" for n in range(14, 8, -1) for suffix in ("-dbg", "d")]
    for python in [*filter(None, map(shutil.which, names)), *pyenv]:
        ask = [python, "-c", "import sys; sys.gettotalrefcount()"]
        if subprocess.run(ask, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return str(python)
    return None


def download_debug(folder):
    """Debian's and Ubuntu's debug build of the system's Python, unpacked below the folder."""
    root = folder / "debug-python"
    if shutil.which("apt-get") and not root.exists():
        root.mkdir()
        version = subprocess.run(["/usr/bin/python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], stdout=subprocess.PIPE, text=True)
        version = version.stdout.strip()
        names = [f"python{version}-dbg", *(f"libpython{version}-{part}" for part in ("dbg", "dev", "stdlib", "minimal"))]
        subprocess.run(["apt-get", "download", "-q", *names], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        for package in root.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, root], check=True)
    programs = sorted(root.glob("usr/bin/python3.*-dbg")) if root.exists() else []
    return str(programs[0]) if programs else None


def valgrind(python, plain):
    if not shutil.which("valgrind"):
        return missing("valgrind", "install the package `valgrind`")
    command = ["valgrind", "--leak-check=full", "--show-leak-kinds=definite", "--num-callers=40", python]
    yield Tool("valgrind", command, plain, blamed_by_valgrind, {"PYTHONMALLOC": "malloc"})


def asan(python, folder):
    library = subprocess.run(["cc", "-print-file-name=libasan.so"], stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    if not os.path.isabs(library):
        return missing("ASan", "install gcc with `libasan`")
    flags = ["-fsanitize=address", "-fno-omit-frame-pointer"]
    packages = site(python, folder / "asan", ["--no-binary", "msgpack,ujson"], flags)
    options = "detect_leaks=1:exitcode=23:fast_unwind_on_malloc=%d"
    for name, quick in (("ASan", 1), ("ASan, slow", 0)):
        env = {"PYTHONMALLOC": "malloc", "LD_PRELOAD": library, "ASAN_OPTIONS": options % quick}
        yield Tool(name, [python], packages, blamed_by_asan, env)


def refnanny(python, folder):
    """For code that Cython wrote: of the three extensions msgpack's only."""
    packages = site(python, folder / "refnanny", ["--no-binary", "msgpack,ujson"], ["-DCYTHON_REFNANNY=1"], [CYTHON])
    yield Tool("refnanny", [python], packages, lambda text: {"msgpack"} if re.search("refnanny", text, re.IGNORECASE) else blamed_by_python(text))


def site(python, folder, choice, flags=(), more=()):
    """A folder with the seeded extension and the pinned packages; kept from run to run."""
    mark = folder / "built"
    wanted = repr((python, choice, flags, more)) + SOURCE.read_text("utf-8") + (HERE / "check_peers.txt").read_text("utf-8")
    if mark.exists() and mark.read_text("utf-8") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    install = [sys.executable, "-m", "pip", "--python", python, "install", "-qq", "--no-cache-dir", "--no-deps", "--target", folder]
    env = {**os.environ, "CFLAGS": " ".join([*flags, "-g0", "-w"]), "LDFLAGS": " ".join(it for it in flags if it.startswith("-fsan"))}
    env["CXXFLAGS"] = env["CFLAGS"]
    ask = "import sysconfig as s; print(s.get_path('include'), s.get_config_var('EXT_SUFFIX'))"
    include, suffix = subprocess.check_output([python, "-c", ask], text=True).split()
    # An unpacked system package has a part of its headers beside.
    env["CPATH"] = os.pathsep.join([include, str(Path(include).parent)])
    subprocess.run([*install, "--require-hashes", *choice, "-r", HERE / "check_peers.txt"], env=env, check=True)
    if more:
        subprocess.run([*install, *more], check=True)
    for package, pattern in PACKAGES.items():
        if not list(folder.glob(pattern)):
            raise SystemExit(f"{folder}: {package} has no extension")
    build = ["cc", "-O2", "-g", "-shared", "-fPIC", "-w", *flags, "-o", folder / f"seeded{suffix}", SOURCE]
    subprocess.run(build, env=env, check=True)
    mark.write_text(wanted, "utf-8")
    return folder


def blamed_by_python(text):
    """What CPython says by itself: a SystemError with the function's name, or a fatal error (that ends the process)."""
    return set(re.findall(r"<(?:built-in function|built-in method|method '|class ')\W?(?:seeded\.)?(\w+)", text))


def blamed_by_growth(text):
    """What grows in every round, and what CPython says by itself."""
    grown = re.findall(r"^grows: (?:ok:)?(\w+)", text, re.MULTILINE)
    return {*grown, *blamed_by_python(text)}


def blamed_by_valgrind(text):
    """Functions in the stacks of errors and of memory that is definitely lost; the packages by their files."""
    seeded = re.findall(r"(?:at|by) 0x[0-9A-F]+: (\w+_(?:bad|ok)) \(seeded", text)
    return {*seeded, *by_file(text)}


def blamed_by_asan(text):
    return {*re.findall(r"in (\w+_(?:bad|ok)) ", text), *by_file(text)}


def by_file(text):
    return {package for package in PACKAGES if re.search(rf"\((?:in )?/\S*/(?:_c)?{package}\.cp\S*\.so", text)}


def blamed_by_check(text):
    """Functions and libraries of the findings of a JSON report."""
    names = set()
    for finding in json.loads(text or '{"findings": []}').get("findings", []) if text.startswith("{") else []:
        names |= set(re.findall(r"\w+_(?:bad|ok)\b", f"{finding['function']} {finding['message']}"))
        names |= {package for package in PACKAGES if package in json.dumps(finding)}
    return names
