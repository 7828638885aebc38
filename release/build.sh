#!/usr/bin/env bash
# Makes a release in dist/: one static program, an archive and a Debian package with it, the licences of all that is inside, a list of
# parts (SBOM), and checksums. Dates, order and the folder's path are taken out of all of it, so that the same commit can give the same
# bytes on the same compiler.
#
#   bash release/build.sh            what the working tree holds; refuses one with uncommitted changes
#   DIRTY=1 bash release/build.sh    the same for a trial
#
# It needs Linux with glibc's static libraries (Debian: libc6-dev), and three tools, which it asks cargo to install into
# target/release-tools: cargo-deb, cargo-about and cargo-cyclonedx.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\n==> %s\n' "$*"; }
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

[ -n "${DIRTY:-}" ] || [ -z "$(git status --porcelain)" ] || fail "there are uncommitted changes: a release is made of a commit"

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
target=$(rustc -vV | sed -n 's/^host: //p')
name=dafu-$version-$target
dist=$PWD/dist
work=$dist/work
tools=$PWD/target/release-tools
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC

grep -q "^## \(Unreleased\|\[\?$version\)" CHANGELOG.md || fail "CHANGELOG.md says nothing of $version"

say "What changed for those who build on the crate"
bash release/semver.sh

say "Tools"
for tool in cargo-deb cargo-about cargo-cyclonedx; do
  [ -x "$tools/bin/$tool" ] && continue
  features=()
  [ "$tool" = cargo-about ] && features=(--features cli)
  cargo install --locked --quiet --root "$tools" "${features[@]}" "$tool"
done
PATH="$tools/bin:$PATH"

say "The program, static"
# With --target, flags are for the program alone and not for what runs while it is built.
flags=(-C target-feature=+crt-static -C strip=symbols
  "--remap-path-prefix=$PWD=/dafu" "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo")
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f' && echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS
cargo build --release --locked --target "$target"
unset CARGO_ENCODED_RUSTFLAGS
program=target/$target/release/dafu
file -b "$program" 2>/dev/null | grep -q 'static' || ! ldd "$program" 2>/dev/null | grep -q '=>' ||
  fail "$program is not static"

say "What goes with it"
rm -rf "$dist"
mkdir -p "$work/$name"
export DAFU_LANG=en
"$program" man --output "$work/man"
mkdir -p "$work/completions"
for shell in bash zsh fish powershell elvish; do
  "$program" completions "$shell" >"$work/completions/dafu.$shell"
done
cargo about --color never generate --locked --target "$target" -c release/about.toml release/about.hbs -o "$work/THIRD-PARTY.md"
cargo cyclonedx --quiet --format json --spec-version 1.5 --describe binaries --target "$target"
mv dafu_bin.cdx.json "$dist/$name.cdx.json"

say "Archive"
cp "$program" README.md README.zh.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE "$work/THIRD-PARTY.md" "$work/$name/"
cp -r "$work/man" "$work/completions" hosting "$work/$name/"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu \
  -C "$work" -cf - "$name" | gzip -n9 >"$dist/$name.tar.gz"

say "Debian package"
cargo deb --quiet --no-build --no-strip --target "$target" --output "$dist/"

say "Checksums"
rm -rf "$work"
(cd "$dist" && sha256sum -- * >SHA256SUMS)
ls -l "$dist"
cat "$dist/SHA256SUMS"
