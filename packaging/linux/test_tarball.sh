#!/bin/sh
# Proves the .tar.zst in an empty Debian: an ordinary user installs it into the home folder, uses
# it without a network, installs it once more and takes it away.
#
#   packaging/linux/test_tarball.sh      as root; works in build/chroot
set -eu

cd "$(dirname "$0")/../.."
. packaging/linux/chroot.sh
open_chroot

say "the .tar.zst"
archive=$dist/autotype-$version-linux-$(uname -m).tar.zst
[ -f "$archive" ] || fail "There is no $archive; make it with: make package"
cp "$archive" packaging/linux/session_tarball.sh "$chroot/packages/"
chmod 755 "$chroot/packages/session_tarball.sh"
# The model: a package without scripts and dependencies.
for pack in $packs; do
    cp "$pack" "$chroot/packages/"
    inside dpkg -i "/packages/$(basename "$pack")" >/dev/null </dev/null
done
as_tester /packages/session_tarball.sh
for pack in $packs; do
    inside dpkg --purge "$(basename "$pack" | cut -d_ -f1)" >/dev/null </dev/null
done
nothing_left
