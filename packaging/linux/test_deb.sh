#!/bin/sh
# Proves the .deb packages in an empty Debian: install, use as an ordinary user without a network,
# type through IBus, update, purge, and look whether anything is left.
#
#   packaging/linux/test_deb.sh      as root; works in build/chroot
set -eu

cd "$(dirname "$0")/../.."
. packaging/linux/chroot.sh
open_chroot fresh

# shellcheck disable=SC2086 # a list is meant
cp "$program" $packs packaging/linux/session.sh "$chroot/packages/"
chmod 755 "$chroot/packages/session.sh"

install() { # install OPTIONS PACKAGE
    inside apt-get install -y -qq --no-install-recommends "$@" \
        >"$build/install.log" 2>&1 </dev/null || {
        cat "$build/install.log" >&2
        exit 1
    }
}

say "install the .deb packages"
for package in "$program" $packs; do
    install "/packages/$(basename "$package")"
done
inside dpkg --audit
inside dpkg -V autotype

say "use, as an ordinary user and without a network"
as_tester /packages/session.sh

say "update: the same package over itself"
install --reinstall "/packages/$(basename "$program")"
inside autotype --version

say "purge"
# shellcheck disable=SC2046 # a list is meant
inside apt-get purge -y -qq autotype $(for pack in $packs; do basename "$pack" | cut -d_ -f1; done) \
    >"$build/purge.log" 2>&1 </dev/null
nothing_left
