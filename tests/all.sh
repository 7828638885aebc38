#!/usr/bin/env bash
# Passes every test of dafu: Rust, theme, browser. Run it from anywhere: bash tests/all.sh
#
# It needs cargo (https://rustup.rs). What else is missing it installs through apt and npm, and says so; on other
# systems install it yourself first: a C compiler, Node.js 20 or newer with npm, Chromium, and a font with Chinese
# characters; nginx and Apache to try a portal on. Nothing but package registries is asked for anything.
#
#   CHROMIUM          a Chromium of your own, where it is not found by itself
#   CARGO_TARGET_DIR  as always with cargo
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

NODE_WANTED=20
NODE_FETCHED=22.23.3 # where the system's own is too old
STARTED=$SECONDS

say() { printf '\n==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
  printf '\nerror: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# --- What the tests need -------------------------------------------------------------------------------------------

apt_updated=no
# install WHY PACKAGE...: with RUNLEVEL=1 no service is started.
install() {
  local why=$1
  shift
  have apt-get || fail "$why: please install what this system calls $*, then run this again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || fail "$why: please run as root: apt-get install $*"
    as_root=(sudo)
  fi
  note "$why: installing $* through apt (a minute or two)"
  if [ "$apt_updated" = no ]; then
    "${as_root[@]}" apt-get update -qq </dev/null >/dev/null || note "apt-get update failed; trying with the lists that are here"
    apt_updated=yes
  fi
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null ||
    fail "apt could not install $*."
}

node_major() {
  local version
  version=$(node --version 2>/dev/null) || version=v0
  version=${version#v}
  echo "${version%%.*}"
}

# Debian 12's Node.js is too old for the browser's driver: a newer one comes from the npm registry, for this run only.
fetch_node() {
  local cpu folder=$TARGET/node
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) cpu=linux-x64 ;;
    Linux-aarch64) cpu=linux-arm64 ;;
    *) fail "Node.js $(node --version) is too old: please install Node.js $NODE_WANTED or newer." ;;
  esac
  if [ ! -x "$folder/node_modules/node-$cpu/bin/node" ]; then
    note "Node.js $(node --version) is too old: fetching $NODE_FETCHED from the npm registry into $folder"
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-save --no-audit --no-fund --loglevel=error "node-$cpu@$NODE_FETCHED" </dev/null >/dev/null ||
      fail "npm could not fetch Node.js: please install Node.js $NODE_WANTED or newer."
  fi
  PATH="$folder/node_modules/node-$cpu/bin:$PATH"
}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
    if [ -n "$name" ] && have "$name"; then
      command -v "$name"
      return
    fi
  done
}

has_cjk_font() { have fc-list && [ -n "$(fc-list :lang=zh-cn file)" ]; }

say "Looking for what the tests need"
servers=()
have cargo || { [ -x "$HOME/.cargo/bin/cargo" ] && PATH="$HOME/.cargo/bin:$PATH"; } ||
  fail "cargo is missing: install Rust from https://rustup.rs, then run this again."
TARGET=${CARGO_TARGET_DIR:-target}
[[ $TARGET == /* ]] || TARGET=$PWD/$TARGET
have cc || install "no C compiler" gcc libc6-dev
have node || install "no Node.js" nodejs npm
have npm || install "no npm" npm
[ "$(node_major)" -ge "$NODE_WANTED" ] || fetch_node
[ -n "$(find_chromium)" ] || install "no Chromium" chromium
for server in nginx apache2; do
  [ -x "/usr/sbin/$server" ] || have "$server" || servers+=("$server")
done
if [ ${#servers[@]} -gt 0 ] && have apt-get; then
  # Apache's programs without its service.
  install "no ${servers[*]} to try the portal on" "${servers[@]/apache2/apache2-bin}" media-types
fi
has_cjk_font || install "no font with Chinese characters" fontconfig fonts-noto-cjk
CHROMIUM=$(find_chromium)
[ -n "$CHROMIUM" ] || fail "Chromium is not found: set CHROMIUM to its path."
export CHROMIUM
note "$(cargo --version)"
note "Node.js $(node --version), npm $(npm --version 2>/dev/null)"
note "$CHROMIUM"

# --- The tests -----------------------------------------------------------------------------------------------------

passed=()
failed=()
skipped=()

# step TITLE COMMAND...: runs it, and goes on if it fails, so that one run tells all.
step() {
  local title=$1 began=$SECONDS
  shift
  say "$title: $*"
  if "$@" </dev/null; then
    passed+=("$title")
    note "$title: passed, $((SECONDS - began)) s"
  else
    failed+=("$title")
    note "$title: FAILED"
  fi
}

skip() {
  skipped+=("$1")
  say "$1: skipped, $2"
}

# npm ci empties the folder and fills it anew; where it already holds what the lock file says, that is spared.
browser_packages() {
  local lock=package-lock.json
  if [ -e "node_modules/.package-lock.json" ] && [ "node_modules/.package-lock.json" -nt "$lock" ]; then
    return
  fi
  npm ci --no-audit --no-fund --loglevel=error
}

if cargo fmt --version >/dev/null 2>&1; then
  step "formatting" cargo fmt --check
else
  skip "formatting" "there is no rustfmt (rustup component add rustfmt)"
fi
if cargo clippy --version >/dev/null 2>&1; then
  step "lints" cargo clippy --all-targets -- -D warnings
else
  skip "lints" "there is no clippy (rustup component add clippy)"
fi
step "Rust tests" cargo test --release --no-fail-fast

# The tests have built it.
if [ -x "$TARGET/release/dafu" ]; then
  export DAFU="$TARGET/release/dafu"
  if [ -d tests/reader ]; then
    step "the reader's JavaScript" node --test tests/reader
  fi
  cd tests/browser
  step "packages for the browser tests" browser_packages
  step "types of the theme's JavaScript" node node_modules/typescript/bin/tsc --project tsconfig.json
  step "browser tests" node --test --test-concurrency=2 --test-reporter=spec
  for server in nginx apache; do
    step "search and the stories of readers on $server" env DAFU_SERVER=$server node --test --test-concurrency=2 --test-reporter=spec search.test.mjs stories.test.mjs
  done
  cd ../..
else
  failed+=("build")
fi

# --- The end -------------------------------------------------------------------------------------------------------

list() {
  local first=$1
  shift
  printf '%s' "$first"
  [ $# -eq 0 ] || printf ', %s' "$@"
}

printf '\n'
[ ${#skipped[@]} -eq 0 ] || echo "Skipped: $(list "${skipped[@]}")"
if [ ${#failed[@]} -gt 0 ]; then
  echo "FAILED: $(list "${failed[@]}"). Passed: $(list "${passed[@]:-nothing}"). $((SECONDS - STARTED)) s."
  exit 1
fi
echo "All tests passed: $(list "${passed[@]}"). $((SECONDS - STARTED)) s."
