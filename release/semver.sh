#!/usr/bin/env bash
# Whether the crate's version says how its API has changed, by cargo-semver-checks: bash release/semver.sh [REVISION]
#
# Compares with the last release (the newest tag v…), or with REVISION. Before the first release there is nothing to compare with.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
base=${1:-$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null || true)}
if [ -z "$base" ]; then
  echo "nothing is released yet: no tag v…"
  exit
fi
tools=$PWD/target/release-tools
[ -x "$tools/bin/cargo-semver-checks" ] || cargo install --locked --quiet --root "$tools" cargo-semver-checks
PATH="$tools/bin:$PATH" cargo semver-checks --baseline-rev "$base"
