#!/usr/bin/env bash
# Installs the Debian package of dist/ in a system that has never seen dafu, and builds a portal there.
#
#   sudo bash release/test.sh [SUITE]      after release/build.sh; SUITE is bookworm unless another is named
#
# It needs root and debootstrap, which makes that system, of the smallest kind, below a temporary folder; the mirror is the one of this
# system. Nothing but the package and that system is used.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

suite=${1:-bookworm}
shopt -s nullglob
packages=(dist/*.deb)
[ ${#packages[@]} -eq 1 ] || {
  echo "error: dist/ holds ${#packages[@]} packages: run release/build.sh" >&2
  exit 1
}
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -1)
system=$(mktemp -d)
trap 'rm -rf --one-file-system "$system"' EXIT

debootstrap --variant=minbase "$suite" "$system" "$mirror" >"$system.log" 2>&1 || {
  tail "$system.log" >&2
  exit 1
}
cp "${packages[0]}" "$system/tmp/dafu.deb"
within() { chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
within dpkg -i /tmp/dafu.deb
within dafu --version
within dafu new /root/site
within dafu build /root/site
within test -s /root/site/public/index.html
within dafu search 答复 --site /root/site --json | grep -q '"id"'
within dpkg --remove dafu
! within test -e /usr/bin/dafu
echo "1 passed, 0 failed"
