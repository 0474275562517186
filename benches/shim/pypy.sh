#!/usr/bin/env bash
# Unpacks PyPy and its headers from Debian unstable into FOLDER and prints the path of its `pypy3`; nothing is installed.
# Only the benchmarks use it. A folder that has one already is left as it is.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo 'usage: pypy.sh FOLDER' >&2
  exit 2
fi
mkdir -p "$1"
root=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../../tests/shims/unpacked.sh"

found() { find "$root/usr/bin" -name 'pypy3.[0-9]*' -not -name '*.real' -type f 2>/dev/null | head -n 1; }
if [ -z "$(found)" ]; then
  unpack "$root" \
    pypy3 pypy3-lib pypy3-dev libc6 libgcc-s1 libstdc++6 libexpat1 zlib1g libssl3t64 libbz2-1.0 libffi8 libgdbm6t64 liblzma5 libncursesw6 libtinfo6 \
    libsqlite3-0 libzstd1
  program=$(found)
  launcher "$root" "${program#"$root"/}"
fi
program=$(found)
"$program" -c 'import sys, ssl; assert sys.implementation.name == "pypy", sys.version'
echo "$program"
