#!/usr/bin/env bash
# Which lines of src/ no Rust test runs: bash tests/coverage.sh
#
# Instruments dafu alone (rustc's source-based coverage), runs all Rust tests in release, and writes to target/coverage/
#   lines.txt    every line with how often it ran
#   table.txt    file by file: lines that can run, those that did, and their share
# What the browser tests run of the program is not counted. Profiles are read by llvm_profparser, which cargo installs into
# target/coverage/tools; LLVM's own tools are not needed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$PWD/target/coverage
mkdir -p "$out/tools" "$out/raw"
[ -x "$out/tools/bin/cov" ] || cargo install --locked --quiet --root "$out/tools" llvm_profparser

# Only the packages of the workspace go through the wrapper: what dafu stands on is neither built again nor counted.
wrapper=$out/rustc.sh
printf '#!/bin/sh\nexec "$@" -Cinstrument-coverage\n' >"$wrapper"
chmod +x "$wrapper"
export RUSTC_WORKSPACE_WRAPPER=$wrapper
# One file for each program, which all runs of it add to.
export LLVM_PROFILE_FILE=$out/raw/%m.profraw
rm -f "$out"/raw/*

cargo test --release --no-run --message-format=json 2>/dev/null |
  sed -n 's/.*"executable":"\([^"]*\)".*/\1/p' | sort -u >"$out/programs.txt"
cargo test --release --no-fail-fast

arguments=()
for raw in "$out"/raw/*.profraw; do arguments+=(--instr-profile "$raw"); done
while read -r program; do arguments+=(--object "$program"); done <"$out/programs.txt"
"$out/tools/bin/cov" show "${arguments[@]}" >"$out/lines.txt"

# Test modules at a file's end are no part of the program.
awk -v root="$PWD/src/" '
  /^\// { if (index($0, root) == 1) { file = substr($0, length(root) + 1); live = 1; order[++files] = file } else live = 0; next }
  !live { next }
  /#\[cfg\(test\)\]/ { live = 0; next }
  { split($0, part, "|"); count = part[2]; gsub(/ /, "", count) }
  count != "" { can[file]++; all++; if (count != "0") { did[file]++; ran++ } }
  END {
    for (at = 1; at <= files; at++) {
      file = order[at]
      if (can[file]) printf "%6d %6d %5.1f %%  %s\n", can[file], did[file], 100 * did[file] / can[file], file | "sort -k3,3n -k1,1nr"
    }
    close("sort -k3,3n -k1,1nr")
    printf "%6d %6d %5.1f %%  all\n", all, ran, 100 * ran / all
  }' "$out/lines.txt" | tee "$out/table.txt"
