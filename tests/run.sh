#!/usr/bin/env bash
# Passes every test of the workspace: unit, property, documentation, end-to-end and in a browser.
set -euo pipefail
cd "$(dirname "$0")/.."
tests/browser/set-up.sh
exec cargo test --workspace --locked --features vinculo-tests/faults,vinculo-tests/browser
