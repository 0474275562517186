"""tests/corpus.toml as plain data: which published files are audited, by hash, and what was found in them.
Reads and writes the file, nothing else. Python >= 3.11 (tomllib), no other need.
"""

import json
import tomllib
from pathlib import Path

PATH = Path(__file__).resolve().parent.parent / "corpus.toml"

HEAD = """\
# The published packages that `tests/corpus/` audits, pinned by hash, and the findings they gave (counts per rule).
# Made by tests/corpus/pin.py (files) and tests/corpus/run.py --update (snapshot); sorted, so that a diff shows what changed.
"""


def load(path=PATH):
    """{"packages": [...], "extras": [...], "snapshot": {file: {...}}}."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        text = ""
    data = tomllib.loads(text)
    return {
        "packages": data.get("package", []),
        "extras": data.get("extra", []),
        "snapshot": data.get("snapshot", {}),
    }


def save(data, path=PATH):
    """Writes everything back, sorted, one line per file."""
    out = [HEAD]
    for package in sorted(data["packages"], key=lambda item: item["name"]):
        out.append("[[package]]")
        out.append(f"name = {quote(package['name'])}")
        out.append(f"version = {quote(package['version'])}")
        out.append(f"tech = {quote(package['tech'])}")
        for kind in ("sdist", "wheel"):
            out.append(f"{kind} = {file_line(package[kind])}")
        out.append("")
    for extra in sorted(data["extras"], key=lambda item: (item["set"], item["file"])):
        out.append("[[extra]]")
        for key in ("set", "name", "version", "file", "sha256"):
            out.append(f"{key} = {quote(extra[key])}")
        out.append(f"bytes = {extra['bytes']}")
        out.append("")
    for file, counts in sorted(data["snapshot"].items()):
        out.append(f"[snapshot.{quote(file)}]")
        for key, value in sorted(counts.items()):
            out.append(f"{key} = {value}")
        out.append("")
    path.write_text("\n".join(out).rstrip("\n") + "\n", "utf-8")


def files(data, kinds=("sdist", "wheel", "extra")):
    """Every pinned file as (kind, package name, entry), in the order of the file."""
    for package in data["packages"]:
        for kind in ("sdist", "wheel"):
            if kind in kinds:
                yield kind, package["name"], package | package[kind]
    for extra in data["extras"]:
        if "extra" in kinds:
            yield "extra", extra["name"], extra


def file_line(entry):
    return f"{{ file = {quote(entry['file'])}, bytes = {entry['bytes']}, sha256 = {quote(entry['sha256'])} }}"


def quote(text):
    # A JSON string of printable text is a TOML basic string.
    return json.dumps(text)
