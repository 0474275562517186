#!/bin/sh
# Installs Pilotage and all that it needs into ./build/demo, then audits a published package: its sources and its wheel.
# Wants cargo (Rust 1.95), gcc, and Python 3 with pip. Changes nothing outside this folder and the caches of cargo and pip.
set -eu
cd "$(dirname "$0")/.."
package=${1:-simplejson==4.3.0}

missing() {
    echo "demo.sh: $1 is missing: $2" >&2
    exit 2
}
command -v cargo >/dev/null || missing cargo "install Rust 1.95 or newer with rustup"
command -v gcc >/dev/null || command -v cc >/dev/null || missing gcc "Rust links with it: apt install gcc"
python3 -m pip --version >/dev/null 2>&1 || missing pip "apt install python3-pip"

# --target needs no virtual environment and is allowed where the system forbids plain pip.
python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --target build/demo .

echo "--- pilotage audit $package"
# Findings are what we want to see here: only a failure of the audit itself is a failure of the demo.
./build/demo/bin/pilotage audit --exit-zero "$package"
