#!/bin/sh
# Judges the labelled pairs of names by vínculo, by string measures and by nomenklatura and prints the tables.
set -eu
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
python3 -m venv "$target/peers"
"$target/peers/bin/pip" install --quiet --requirement benches/peers/requirements.txt
"$target/peers/bin/python" benches/peers/names.py data-fixtures/names/pairs.csv "$target/peers/names.csv"
cargo run --release --locked -p vinculo-benches --bin names -- --scores "$target/peers/names.csv" "$@"
