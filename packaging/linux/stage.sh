#!/bin/sh
# Lays the frozen program out as it lies on a Linux system, in build/root.
#
#   packaging/linux/stage.sh
set -eu

cd "$(dirname "$0")/../.."
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
date=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
root=build/root
here=packaging/linux

put() { # put MODE FILE TARGET: with the version and the date filled in
    mkdir -p "$root/$(dirname "$3")"
    sed "s/@VERSION@/$version/g; s/@DATE@/$date/g" "$2" >"$root/$3"
    chmod "$1" "$root/$3"
}

rm -rf "$root"
mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/usr/share/ibus/component"
cp -a build/frozen/autotype "$root/usr/lib/autotype"
find "$root/usr/lib/autotype" -type f -exec chmod 644 {} + -o -type d -exec chmod 755 {} +
chmod 755 "$root/usr/lib/autotype/autotype"
ln -s ../lib/autotype/autotype "$root/usr/bin/autotype"

put 644 $here/autotype.desktop usr/share/applications/autotype.desktop
put 644 $here/autotype-assistant.desktop usr/share/applications/autotype-assistant.desktop
put 644 $here/autotype.metainfo.xml usr/share/metainfo/autotype.metainfo.xml
put 644 resources/icons/autotype.svg usr/share/icons/hicolor/scalable/apps/autotype.svg
put 644 $here/autotype.1 usr/share/man/man1/autotype.1
gzip -9n "$root/usr/share/man/man1/autotype.1"
build/frozen/autotype/autotype ibus --xml |
    sed 's#<exec>.*</exec>#<exec>/usr/bin/autotype ibus</exec>#' \
        >"$root/usr/share/ibus/component/autotype.xml"

documents=$root/usr/share/doc/autotype
mkdir -p "$documents"
build/environment/bin/python packaging/licences.py "$documents/copyright"
cp build/sbom.json "$documents/sbom.json"
gzip -9n "$documents/sbom.json"
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
