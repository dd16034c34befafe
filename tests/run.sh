#!/usr/bin/env bash
# Passes every test of the workspace: unit, property, documentation and end-to-end.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo test --workspace --locked --features vinculo-tests/faults
