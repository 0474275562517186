#!/usr/bin/env bash
# Unpacks a CPython 3.14 and its headers from Debian unstable into FOLDER and prints the path of its `python3.14`; nothing is installed.
# Not a pin: unstable has one 3.14 at a time, the newest. A folder that has one already is left as it is.
set -euo pipefail

if [ $# -ne 1 ]; then
  echo 'usage: cpython314.sh FOLDER' >&2
  exit 2
fi
mkdir -p "$1"
root=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/unpacked.sh"

program=usr/bin/python3.14
if [ ! -x "$root/$program.real" ]; then
  unpack "$root" \
    python3.14-minimal libpython3.14-minimal libpython3.14-stdlib libpython3.14-dev libpython3.14 \
    libc6 libgcc-s1 libstdc++6 libexpat1 zlib1g libssl3t64 libbz2-1.0 libdb5.3t64 libffi8 liblzma5 libncursesw6 libtinfo6 libreadline8t64 \
    libsqlite3-0 libuuid1 libzstd1 tzdata
  launcher "$root" "$program"
fi
"$root/$program" -c 'import sys, ssl, ctypes, sqlite3, zlib, lzma; assert sys.version_info[:2] == (3, 14), sys.version'
echo "$root/$program"
