#!/bin/sh
# Builds the interpreter of `pilotage run` and puts it, and its standard library, next to `pilotage`. The first build takes a quarter of an hour on two cores
# and needs OpenSSL's and libffi's headers (Debian: libssl-dev libffi-dev pkg-config).
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-$PWD/target}
mkdir -p "$target"
# RustPython's lock file names a newer compiler than it needs.
(cd shims/rustpython && CARGO_TARGET_DIR="$target/rustpython" cargo build --release --locked --ignore-rust-version)
mkdir -p "$target/release"
cp "$target/rustpython/release/pilotage-rustpython" "$target/release/"
# The standard library comes with RustPython's sources; the copy makes the program independent of cargo's folders.
library=$("$target/rustpython/release/pilotage-rustpython" -I -S -c 'import sys; print(sys._stdlib_dir)')
rm -rf "$target/release/python3.14"
cp -r "$library" "$target/release/python3.14"
