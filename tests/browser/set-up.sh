#!/usr/bin/env bash
# Sets up what the tests in a browser need, where it is missing: Chromium and its driver
# from Debian, and in target/browser what requirements.txt names. Quick where nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium chromium-driver fonts-dejavu-core
fi
venv="${CARGO_TARGET_DIR:-target}/browser"
if ! cmp -s tests/browser/requirements.txt "$venv/installed.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r tests/browser/requirements.txt
    cp tests/browser/requirements.txt "$venv/installed.txt"
fi
