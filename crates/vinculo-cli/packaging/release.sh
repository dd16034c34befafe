#!/usr/bin/env bash
# Builds the release archive: binary, unit, configuration, documents and their digests.
#   crates/vinculo-cli/packaging/release.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/../../.."
out="$(mkdir -p "${1:-target/packages}" && cd "${1:-target/packages}" && pwd)"
cargo build --release --locked -p vinculo-cli
binary="${CARGO_TARGET_DIR:-target}/release/vinculo"
version="$("$binary" --version | cut -d' ' -f2)"
name="vinculo-$version-$(uname -m)-$(uname -s | tr '[:upper:]' '[:lower:]')"
staging="$(mktemp -d)"
trap 'rm -rf "$staging"' EXIT
install -Dm755 "$binary" "$staging/$name/vinculo"
packaging=crates/vinculo-cli/packaging
install -m644 README.md LICENSE "$packaging/vinculo.service" "$packaging/vinculo.toml" "$staging/$name/"
install -m644 "$packaging/README.md" "$staging/$name/ADMINISTRATION.md"
tar --sort=name --owner=0 --group=0 --numeric-owner -C "$staging" -czf "$out/$name.tar.gz" "$name"
(cd "$out" && sha256sum "$name.tar.gz" | tee "$name.tar.gz.sha256")
