#!/bin/sh
# Installs what the tests need and runs all of them. Wants what demo.sh wants. Arguments go to `cargo test`.
set -eu
cd "$(dirname "$0")/.."

# libclang, for everything that reads C; an existing LIBCLANG_PATH wins.
if [ -z "${LIBCLANG_PATH:-}" ]; then
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target target/python "libclang==18.1.1"
    LIBCLANG_PATH=$PWD/target/python/clang/native
    export LIBCLANG_PATH
fi
# A package that ships the SARIF schema; unpacked by cargo, never built, checked by hash in the test.
cargo info --quiet serde-sarif@0.8.0 >/dev/null

cargo test --workspace --locked --no-fail-fast "$@"
cargo test --package pilotage-reports --locked --test sarif_schema -- --ignored
