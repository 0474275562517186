"""Downloads and unpacks what the ladder needs. Wheels and sdists of the packages are pinned in tests/corpus.toml, pure-Python dependencies in ladder.toml.
Executes nothing of what it downloads.
"""

import sys
import tarfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "corpus"))

import fetch as corpus_fetch  # noqa: E402
import index  # noqa: E402
import manifest  # noqa: E402

__all__ = ["fetch", "pins"]


def pins():
    """{name: entry of tests/corpus.toml}."""
    return {entry["name"]: entry for entry in manifest.load()["packages"]}


def fetch(folder, packages, ladder):
    source, failed = index.Index(), 0
    pinned = pins()
    for package in packages:
        entry = pinned[package["name"]]
        for kind in ("wheel", "sdist"):
            failed += not download(source, package["name"], entry[kind], folder / kind / entry[kind]["file"])
        unpack_wheel(folder / "wheel" / entry["wheel"]["file"], folder / "site" / package["name"])
        unpack_sdist(folder / "sdist" / entry["sdist"]["file"], folder / "src" / package["name"])
    for entry in ladder["pure"]:
        place = folder / "pure" / entry["file"]
        failed += not download(source, entry["name"], entry, place)
        unpack_wheel(place, folder / "sitepure" / entry["name"])
    print(f"{failed} downloads failed")
    return 1 if failed else 0


def download(source, name, entry, place):
    if place.exists() and index.sha256(place.read_bytes()) == entry["sha256"]:
        return True
    try:
        corpus_fetch.fetch(source, source.files(name), entry, place)
        print(place, flush=True)
        return True
    except (index.IndexError_, OSError) as error:
        print(f"error: {entry['file']}: {error}", file=sys.stderr, flush=True)
        return False


def unpack_wheel(wheel, folder):
    """As an installer would, without scripts; a folder that is there is left."""
    if folder.exists() or not wheel.exists():
        return
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    for data in folder.glob("*.data"):
        for part in ("purelib", "platlib"):
            for path in (data / part).glob("*") if (data / part).exists() else ():
                path.rename(folder / path.name)


def unpack_sdist(sdist, folder):
    if folder.exists() or not sdist.exists():
        return
    with tarfile.open(sdist) as archive:
        members = archive.getmembers()
        top = members[0].name.split("/")[0]
        for member in members:
            member.name = member.name.partition("/")[2] if member.name.startswith(top + "/") else ""
        archive.extractall(folder, [member for member in members if member.name], filter="data")
