#!/usr/bin/env bash
# Which changes of the code no test notices, by cargo-mutants: bash tests/mutants.sh FILE [K/N]
#
# FILE is one of src/, K/N one Nth of its mutants (0/8: every eighth). Works in a copy of the last commit, so that the tree stays as
# it is; a mutant takes half a minute on two cores. What is left over (missed.txt) is in target/mutants/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
file=${1:?which file? bash tests/mutants.sh src/text.rs}
shard=${2:-0/1}
tools=$PWD/target/release-tools
[ -x "$tools/bin/cargo-mutants" ] || cargo install --locked --quiet --root "$tools" cargo-mutants
PATH="$tools/bin:$PATH"

# The tests that a module's mistakes come to light in, besides its own.
case $file in
  src/text.rs | src/query.rs | src/bundle/* | src/index/*) tests=(--cargo-arg=--test=bundle) ;;
  src/privacy*) tests=(--cargo-arg=--test=privacy) ;;
  src/parse/*) tests=(--cargo-arg=--test=golden --cargo-arg=--test=parse) ;;
  src/ledger*) tests=(--cargo-arg=--test=ledger) ;;
  src/import*) tests=(--cargo-arg=--test=import) ;;
  *) tests=(--cargo-arg=--test=sites) ;;
esac

work=$PWD/target/mutants
mkdir -p "$work"
git worktree prune
[ -d "$work/tree" ] || git worktree add --quiet --detach "$work/tree"
git -C "$work/tree" checkout --quiet --detach "$(git rev-parse HEAD)"
cd "$work/tree"
cargo mutants --in-place --file "$file" --shard "$shard" --timeout 240 --output "$work" "--cargo-arg=--lib" "${tests[@]}"
