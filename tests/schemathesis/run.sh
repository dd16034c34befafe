#!/usr/bin/env bash
# Attacks every operation of the served OpenAPI document with generated requests
# (schemathesis, PyPI) and fails on any fault of the server or answer that the document
# does not describe: tests/schemathesis/run.sh [EXAMPLES]
set -euo pipefail
cd "$(dirname "$0")/../.."
examples="${1:-50}"
venv="target/schemathesis"
if [ ! -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/schemathesis/requirements.txt
fi
work="$(mktemp -d)"
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
binary="${VINCULO_BIN:-target/debug/vinculo}"
[ -x "$binary" ] || cargo build --locked -p vinculo-cli
"$binary" init --store "$work/store"
for kind in notice:notices remains:remains shelter:shelter; do
    "$binary" import --store "$work/store" --kind "${kind%%:*}" "data-fixtures/region/${kind##*:}.csv"
done
"$binary" serve --store "$work/store" --listen 127.0.0.1:0 2> "$work/log" &
server=$!
for _ in $(seq 300); do
    address="$(grep -o 'http://127.0.0.1:[0-9]*' "$work/log" | head -1 || true)"
    [ -z "$address" ] || break
    sleep 0.1
done
[ -n "$address" ] || { cat "$work/log"; exit 1; }
status=0
"$venv/bin/schemathesis" run "$address/api/v1/openapi.json" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance \
    --phases examples,coverage,fuzzing --max-examples "$examples" --seed 1 --no-shrink --request-timeout 60 \
    --max-time "$((examples * 60))" --continue-on-failure || status=$?
if grep -q "panicked\|a request failed" "$work/log"; then
    grep "panicked\|a request failed" "$work/log" | head
    status=1
fi
exit "$status"
