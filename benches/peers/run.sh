#!/bin/sh
# Links the same synthetic files by vínculo and by Splink and prints one table.
set -eu
cd "$(dirname "$0")/../.."
target="${CARGO_TARGET_DIR:-target}"
python3 -m venv "$target/peers"
"$target/peers/bin/pip" install --quiet --requirement benches/peers/requirements.txt
cargo build --release --locked -p vinculo-cli
"$target/peers/bin/python" benches/peers/splink_table.py --vinculo "$target/release/vinculo" "$@"
