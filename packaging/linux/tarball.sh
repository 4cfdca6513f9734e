#!/bin/sh
# Makes dist/autotype-VERSION-linux-ARCH.tar.zst of build/root: for systems without packages of
# their own, and for users who may not install any.
#
#   packaging/linux/tarball.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
name=autotype-$version-linux-$(uname -m)
work=$build/tarball
rm -rf "$work"
mkdir -p "$work/$name" "$dist"
cp -a "$build/root/usr/." "$work/$name/"
cp packaging/linux/install.sh packaging/linux/uninstall.sh "$work/$name/"
chmod 755 "$work/$name/install.sh" "$work/$name/uninstall.sh"
set_times "$work/$name"
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --format=gnu -cf - "$name" | zstd -q -19 -T0 -f -o "$dist/$name.tar.zst"
