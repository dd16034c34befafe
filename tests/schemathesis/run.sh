#!/usr/bin/env bash
# Attacks every operation of the served OpenAPI document with generated requests
# (schemathesis, PyPI), as every role and as nobody, and fails on any fault of the server or
# answer that the document does not describe: tests/schemathesis/run.sh [EXAMPLES] [ROLE…]
set -euo pipefail
cd "$(dirname "$0")/../.."
examples="${1:-50}"
shift || true
roles=("$@")
[ "${#roles[@]}" -gt 0 ] || roles=(nobody search reviewer forensic authority consular intake
    publisher child-protection auditor admin)
venv="target/schemathesis"
if [ ! -x "$venv/bin/schemathesis" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r tests/schemathesis/requirements.txt
fi
work="$(mktemp -d)"
server=""
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
binary="${VINCULO_BIN:-target/debug/vinculo}"
[ -n "${VINCULO_BIN:-}" ] || cargo build --locked -p vinculo-cli
# Only the limits on how often a token may ask are lifted: they would answer everything else.
cat > "$work/vinculo.toml" <<'CONFIG'
store = "store"
listen = "127.0.0.1:0"
[limits]
requests_per_second = 100000
requests_at_once = 100000
case_files_per_day = 100000
records_shown_per_day = 10000000
CONFIG
status=0
for role in "${roles[@]}"; do
    echo "== $role"
    rm -rf "$work/store"
    "$binary" init --store "$work/store"
    for kind in notice:notices remains:remains shelter:shelter; do
        "$binary" import --store "$work/store" --kind "${kind%%:*}" \
            "data-fixtures/region/${kind##*:}.csv" > /dev/null
    done
    headers=(--header "Vinculo-Purpose: review")
    if [ "$role" != nobody ]; then
        # An organisation and a country that the records have.
        case "$role" in
            forensic) org=SEMEFO-NORESTE ;;
            intake) org=ALB-IXTEPEC ;;
            *) org=RED-SOLIDARIA ;;
        esac
        token="$("$binary" token create --store "$work/store" --role "$role" --org "$org" \
            --country GT --person attacker)"
        headers+=(--header "Authorization: Bearer $token")
    fi
    "$binary" serve --config "$work/vinculo.toml" 2> "$work/log" &
    server=$!
    address=""
    for _ in $(seq 300); do
        address="$(grep -o 'http://127.0.0.1:[0-9]*' "$work/log" | head -1 || true)"
        [ -z "$address" ] || break
        sleep 0.1
    done
    [ -n "$address" ] || { cat "$work/log"; exit 1; }
    "$venv/bin/schemathesis" run "$address/api/v1/openapi.json" "${headers[@]}" \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance \
        --phases examples,coverage,fuzzing --max-examples "$examples" --seed 1 --no-shrink --request-timeout 60 \
        --max-time "$((examples * 60))" --continue-on-failure || status=$?
    if grep -q "panicked\|a request failed" "$work/log"; then
        grep "panicked\|a request failed" "$work/log" | head
        status=1
    fi
    kill "$server" && wait "$server" || true
    server=""
done
exit "$status"
