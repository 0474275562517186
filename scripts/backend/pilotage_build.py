"""Build backend: maturin, with the library that `pilotage check` preloads put into the wheel next to the program.
It builds no program itself; where the library does not exist (other systems) the wheel goes without."""

import json
import pathlib
import platform
import shutil
import subprocess
import sys

import maturin
from maturin import (  # noqa: F401 (hooks that pip calls)
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

ROOT = pathlib.Path(__file__).resolve().parents[2]
# `data` in pyproject.toml: what lies in its folder `data` is installed below the prefix, where the program looks for it.
DATA = ROOT / "build" / "wheel"
CARGO = ["cargo", "rustc", "--package", "pilotage-interpose", "--lib", "--crate-type", "cdylib", "--release", "--locked"]
OPTIONS = ["--message-format", "json-render-diagnostics", "--", "-C", "strip=symbols"]

# maturin wants the folder to be there, also where it asks for names only.
DATA.mkdir(parents=True, exist_ok=True)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    add_library()
    return maturin.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    add_library()
    return maturin.build_editable(wheel_directory, config_settings, metadata_directory)


def add_library():
    shutil.rmtree(DATA, ignore_errors=True)
    # Not in `lib`: with `--target`, pip leaves out what lies beside its own `lib`.
    folder = DATA / "data" / "libexec" / "pilotage"
    folder.mkdir(parents=True)
    if sys.platform == "linux" and platform.machine() == "x86_64":
        shutil.copy2(built_library(), folder)


def built_library():
    built = subprocess.run(CARGO + OPTIONS, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    for line in built.stdout.splitlines():
        message = json.loads(line)
        if message.get("reason") == "compiler-artifact" and message["target"]["name"] == "pilotage_interpose":
            return next(name for name in message["filenames"] if name.endswith(".so"))
    raise SystemExit("cargo did not say where it put the library")
