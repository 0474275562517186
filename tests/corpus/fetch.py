#!/usr/bin/env python3
"""Downloads the pinned files of tests/corpus.toml into FOLDER/sdist, FOLDER/wheel and FOLDER/extra, by name and hash.
Uses the index that pip is configured for. Executes nothing of what it downloads.
"""

import argparse
import sys
from pathlib import Path

import index
import manifest


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", metavar="NAME,..", help="these packages")
    parser.add_argument("--kind", default="sdist,wheel,extra", help="sdist, wheel, extra (default: all)")
    parser.add_argument("--set", default="", metavar="SET,..", help="these sets of extra wheels")
    parser.add_argument("--max-mb", type=float, default=0, help="leave out larger files")
    args = parser.parse_args()
    wanted = selected(args)
    source, known, failed = index.Index(), {}, 0
    for kind, name, entry in wanted:
        target = args.folder / kind / entry["file"]
        if target.exists() and index.sha256(target.read_bytes()) == entry["sha256"]:
            continue
        try:
            if name not in known:
                known[name] = source.files(name)
            fetch(source, known[name], entry, target)
            print(f"{target}", flush=True)
        except (index.IndexError_, OSError) as error:
            failed += 1
            print(f"error: {entry['file']}: {error}", file=sys.stderr, flush=True)
    print(f"{len(wanted) - failed} files there, {failed} failed")
    return 1 if failed else 0


def selected(args):
    only = {index.normalize(name) for name in args.only.split(",") if name}
    sets = {name for name in args.set.split(",") if name}
    out = []
    for kind, name, entry in manifest.files(manifest.load(), args.kind.split(",")):
        if only and index.normalize(name) not in only:
            continue
        if sets and kind == "extra" and entry["set"] not in sets:
            continue
        if args.max_mb and entry["bytes"] > args.max_mb * 1e6:
            continue
        out.append((kind, name, entry))
    return out


def fetch(source, listing, entry, target):
    """Downloads one file and puts it in place only when its hash is the pinned one."""
    if entry["file"] not in listing:
        raise index.IndexError_("the index does not list this file")
    data = source.download(listing[entry["file"]][0])
    digest = index.sha256(data)
    if digest != entry["sha256"]:
        raise index.IndexError_(f"sha256 is {digest}, pinned is {entry['sha256']}")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".part")
    partial.write_bytes(data)
    partial.replace(target)


if __name__ == "__main__":
    sys.exit(main())
