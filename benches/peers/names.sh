#!/bin/sh
# Scores the labelled pairs of names by vínculo and its peers and prints one table.
set -eu
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
python3 -m venv "$target/peers"
"$target/peers/bin/pip" install --quiet --requirement benches/peers/requirements.txt
"$target/peers/bin/python" benches/peers/names.py > "$target/names-scores.csv"
cargo run --release --locked -p vinculo-benches --bin names -- --scores "$target/names-scores.csv"
