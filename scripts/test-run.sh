#!/bin/sh
# Tests the interpreter of `pilotage run` (scripts/build-run.sh builds it): exported names, C cases and scripts beside a real CPython 3.14, which is unpacked
# from Debian's packages into the folder, and imports of published wheels. Wants gcc, Python 3.11 or newer with pip, and apt.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
shim=$target/release/pilotage-rustpython
folder=${1:-build/run}
mkdir -p "$folder"

python3 tests/shims/exports.py "$shim"
cpython=$(bash tests/shims/cpython314.sh "$folder/cpython314")
python3 tests/shims/run.py --python "$cpython" --shim "$shim"
python3 tests/shims/scripts.py --python "$cpython" --shim "$shim"
small=markupsafe,ciso8601,xxhash,ujson,simplejson,wrapt,multidict,frozenlist,propcache,yarl,bitarray,msgpack,regex,rpds-py,kiwisolver,zope-interface,pyyaml
python3 tests/shims/ladder.py --dir "$folder/ladder" --only $small fetch
python3 tests/shims/ladder.py --dir "$folder/ladder" --only $small import --python "$shim" --name shim
