#!/usr/bin/env bash
# Fuzzes each parser for some minutes (default 10): tests/fuzz/run.sh [MINUTES] [TARGET…]
# Needs cargo-fuzz (cargo install cargo-fuzz). The corpus is kept small: what adds no
# coverage is dropped at the end.
set -euo pipefail
cd "$(dirname "$0")/../.."
minutes="${1:-10}"
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(edtf sheet ndjson xlsx parquet pfif query body)
# Sanitizers are for nightly compilers; this lets a stable one use them, here alone.
export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
    case "$target" in
        edtf) features=() ;;
        query) features=(--features search) ;;
        body) features=(--features server) ;;
        *) features=(--features exchange) ;;
    esac
    corpus="tests/fuzz/corpus/$target"
    work="tests/fuzz/target/corpus/$target"
    mkdir -p "$corpus" "$work"
    echo "== $target, $minutes min"
    cargo fuzz run --fuzz-dir tests/fuzz "${features[@]}" "$target" "$work" "$corpus" -- \
        -max_total_time="$((minutes * 60))" -max_len=65536 -rss_limit_mb=2048 -timeout=20 -print_final_stats=1
done
