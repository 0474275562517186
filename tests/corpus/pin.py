#!/usr/bin/env python3
"""Adds published files to tests/corpus.toml: `pin.py package NAME==VERSION TECH` and `pin.py extra SET FILE...`.
A maintenance tool: it asks the index, records name, size and hash, and keeps everything else in the file.
"""

import argparse
import sys
from pathlib import Path

import index
import manifest

SDIST_ENDINGS = (".tar.gz", ".tar.bz2", ".tar.xz", ".zip")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    package = verbs.add_parser("package", help="pin the sdist and the linux x86-64 wheel of a release")
    package.add_argument("spec", metavar="NAME==VERSION")
    package.add_argument("tech", help="what made the bindings")
    extra = verbs.add_parser("extra", help="pin single wheels")
    extra.add_argument("set")
    extra.add_argument("files", nargs="+")
    for verb in (package, extra):
        verb.add_argument("--folder", type=Path, help="keep the downloaded files in this folder")
    args = parser.parse_args()
    data = manifest.load()
    source = index.Index()
    if args.verb == "package":
        name, _, version = args.spec.partition("==")
        pin_package(data, source, name, version, args.tech, args.folder)
    else:
        for file in args.files:
            pin_extra(data, source, args.set, file, args.folder)
    manifest.save(data)
    return 0


def pin_package(data, source, name, version, tech, folder):
    listing = source.files(name)
    entry = {"name": name, "version": version, "tech": tech}
    for kind, choose in (("sdist", choose_sdist), ("wheel", choose_wheel)):
        file = choose(listing, name, version)
        if file is None:
            raise index.IndexError_(f"{name} {version}: no {kind}")
        entry[kind] = record(source, listing, file, folder and folder / kind)
    data["packages"] = [item for item in data["packages"] if item["name"] != name] + [entry]


def pin_extra(data, source, set_name, file, folder):
    name, version = file.split("-")[:2]
    listing = source.files(name)
    entry = {"set": set_name, "name": index.normalize(name), "version": version}
    entry |= record(source, listing, file, folder and folder / "extra")
    data["extras"] = [
        item for item in data["extras"] if (item["set"], item["file"]) != (set_name, file)
    ] + [entry]


def record(source, listing, file, folder):
    if file not in listing:
        raise index.IndexError_(f"{file}: the index does not list it")
    url, expected = listing[file]
    kept = folder and folder / file
    body = kept.read_bytes() if kept and kept.exists() else source.download(url)
    digest = index.sha256(body)
    if expected and digest != expected:
        raise index.IndexError_(f"{file}: sha256 {digest}, the index says {expected}")
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(body)
    print(f"{file} {len(body)} {digest}", flush=True)
    return {"file": file, "bytes": len(body), "sha256": digest}


def choose_sdist(listing, name, version):
    for file in sorted(listing):
        for ending in SDIST_ENDINGS:
            stem = file.removesuffix(ending)
            if stem != file and stem.endswith("-" + version):
                if index.normalize(stem.removesuffix("-" + version)) == index.normalize(name):
                    return file
    return None


def choose_wheel(listing, name, version):
    """The manylinux x86-64 wheel that CPython 3.14 (GIL) would install: cp314 before abi3."""
    best = None
    for file in sorted(listing):
        parts = file.removesuffix(".whl").split("-")
        if not file.endswith(".whl") or len(parts) < 5 or parts[1] != version:
            continue
        python, abi, platform = parts[-3:]
        if "x86_64" not in platform or "manylinux" not in platform:
            continue
        if (python, abi) == ("cp314", "cp314"):
            rank = 0
        elif "abi3" in abi.split(".") and python.startswith("cp3") and int(python[3:].split(".")[0]) <= 14:
            rank = 100 - int(python[3:].split(".")[0])
        else:
            continue
        if best is None or rank < best[0]:
            best = (rank, file)
    return best and best[1]


if __name__ == "__main__":
    sys.exit(main())
