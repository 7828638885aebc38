#!/usr/bin/env bash
# Which changes of the code no test notices: bash tests/mutants.sh [FILE…]
#
# Each FILE is the beginning of a path (src/privacy); none: all of src/. EVERY=4 before it tries a quarter of them, FROM=200 leaves out
# the first two hundred of those, AGAIN=FILE tries what a list of missed ones names, wherever it stands now. cargo-mutants says which
# changes there are; tests/mutants builds all of them at once and tries each on the tests that come by it. Works in a copy of the last
# commit, so that the tree stays as it is. What no test notices is in target/mutants/missed.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tools=$PWD/target/release-tools
[ -x "$tools/bin/cargo-mutants" ] || cargo install --locked --quiet --root "$tools" cargo-mutants
PATH="$tools/bin:$PATH"

work=$PWD/target/mutants
mkdir -p "$work"
if ! [ -d "$work/tree" ] || ! [ -d "$work/target" ]; then
  rm -rf "$work"/{head,tree}
  git worktree prune
  git worktree add --quiet --detach "$work/tree"
fi
head=$(git rev-parse HEAD)
again=false
# What was left before all tests had been looked at has half of its sources changed.
if [ "$(cat "$work/head" 2>/dev/null)" != "$head" ] || ! [ -f "$work/woven.json" ]; then
  rm -f "$work"/{head,list.json,woven.json,tests.json}
  git -C "$work/tree" reset --hard --quiet "$head"
  git -C "$work/tree" clean --quiet --force -d
  again=true
fi
# A place of its own: the tests start the dafu that was built with them.
export CARGO_TARGET_DIR=$work/target
cargo build --quiet --release --manifest-path tests/mutants/Cargo.toml --target-dir "$work/tool"
cd "$work/tree"
if $again; then
  cargo mutants --list --json >"$work/list.json"
  echo "$head" >"$work/head"
fi
exec "$work/tool/release/dafu-mutants" "$work/tree" "$work/list.json" "$work" "$@"
