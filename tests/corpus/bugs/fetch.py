#!/usr/bin/env python3
"""Lays out the files that score.py reads, from git directories that the user has; downloads nothing.
OUT/known/<id>/before.c and after.c, OUT/cpychecker/<case>/input.c. They belong to their projects: OUT lies outside of the repository.
"""

import argparse
import collections
import csv
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUITE = "davidmalcolm/gcc-python-plugin"
SUITE_COMMIT = "4deefc8"
SUITE_FOLDER = "tests/cpychecker"
SOURCES = (".c", ".cc", ".h", ".inc")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gits", type=Path, help="folder with a git directory per project, OWNER+NAME or OWNER+NAME/repo")
    parser.add_argument("out", type=Path, help="where to write")
    parser.add_argument("--only", default="", metavar="WORD", help="bugs whose id contains this")
    args = parser.parse_args()
    if (HERE.parents[2] / ".git").exists() and args.out.resolve().is_relative_to(HERE.parents[2]):
        sys.exit(f"error: `{args.out}` lies inside of the repository")
    bugs = [bug for bug in rows("known_bugs.csv") if args.only in bug["id"]]
    wrong, laid_out = collections.defaultdict(list), 0
    for bug in bugs:
        try:
            lay_out_bug(args.gits, bug, args.out / "known" / bug["id"])
        except LookupError as error:
            wrong[str(error)].append(bug["id"])
        else:
            laid_out += 1
    print(f"{laid_out} of {len(bugs)} bugs laid out in `{args.out / 'known'}`")
    if not args.only:
        try:
            count = lay_out_suite(args.gits, args.out / "cpychecker")
            print(f"{count} files of cpychecker's cases laid out in `{args.out / 'cpychecker'}`")
        except LookupError as error:
            wrong[str(error)].append("cpychecker")
    for reason, wanted_by in wrong.items():
        print(f"error: {reason}; wanted by {', '.join(wanted_by)}", file=sys.stderr)
    return 1 if wrong else 0


def rows(name):
    """The rows of a list beside this script, as dictionaries."""
    with (HERE / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def lay_out_bug(gits, bug, folder):
    """Writes the faulty and the fixed file of one bug."""
    git = git_folder(gits, bug["upstream"])
    suffix = Path(bug["file"]).suffix
    for name, commit in (("before", bug["parent_commit"]), ("after", bug["fix_commit"])):
        write(folder / f"{name}{suffix}", shown(git, commit, bug["file"]))


def lay_out_suite(gits, folder):
    """Writes the sources of cpychecker's cases and what they include; gives the number of files."""
    git = git_folder(gits, SUITE)
    listed = run(git, "ls-tree", "-r", "-z", "--name-only", SUITE_COMMIT, f"{SUITE_FOLDER}/").decode().split("\0")
    paths = [path for path in listed if Path(path).suffix in SOURCES]
    for path in paths:
        write(folder / Path(path).relative_to(SUITE_FOLDER), shown(git, SUITE_COMMIT, path))
    missing = [case["case"] for case in rows("cpychecker.csv") if not any((folder / case["case"]).glob("input.c*"))]
    if missing:
        raise LookupError(f"no input for {len(missing)} cases: {', '.join(missing[:5])}")
    return len(paths)


def git_folder(gits, upstream):
    """The git directory of a project."""
    base = gits / upstream.replace("/", "+")
    for folder in (base / "repo", base, base / ".git", base / "repo" / ".git"):
        if (folder / "objects").is_dir():
            return folder
    raise LookupError(f"no git directory `{base}` (a copy of `{upstream}`)")


def shown(git, commit, path):
    """The bytes of a file as of a commit."""
    return run(git, "show", f"{commit}:{path}")


def run(git, *arguments):
    """What a git command prints."""
    done = subprocess.run(["git", "--git-dir", str(git), *arguments], capture_output=True, check=False)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        raise LookupError(f"git {arguments[0]} in `{git}`: {reason[-1] if reason else done.returncode}")
    return done.stdout


def write(path, text):
    """Writes a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


if __name__ == "__main__":
    sys.exit(main())
