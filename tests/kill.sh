#!/usr/bin/env bash
# Kills a server, of a release build, under a mixed load of writes 200 times (or as often as the
# first argument says), at named places and at random, and holds what is left against what was
# acknowledged.
set -euo pipefail
cd "$(dirname "$0")/.."
export VINCULO_KILLS="${1:-200}"
exec cargo test --release --locked -p vinculo-cli -p vinculo-benches -p vinculo-tests \
    --features vinculo-tests/faults --test e2e kill:: -- --nocapture
