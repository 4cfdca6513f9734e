#!/bin/sh
# Lays the frozen program out as it lies on a Linux system, in build/root.
#
#   packaging/linux/stage.sh
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
date=$(date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
root=$build/root
here=packaging/linux

put() { # put MODE FILE TARGET: with the version and the date filled in
    mkdir -p "$root/$(dirname "$3")"
    sed "s/@VERSION@/$version/g; s/@DATE@/$date/g" "$2" >"$root/$3"
    chmod "$1" "$root/$3"
}

rm -rf "$root"
mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/usr/share/ibus/component"
cp -a "$build/frozen/autotype" "$root/usr/lib/autotype"
find "$root/usr/lib/autotype" -type f -exec chmod 644 {} + -o -type d -exec chmod 755 {} +
chmod 755 "$root/usr/lib/autotype/autotype"
ln -s ../lib/autotype/autotype "$root/usr/bin/autotype"

put 644 $here/autotype.desktop usr/share/applications/autotype.desktop
put 644 $here/autotype-assistant.desktop usr/share/applications/autotype-assistant.desktop
put 644 $here/autotype.metainfo.xml usr/share/metainfo/autotype.metainfo.xml
put 644 resources/icons/autotype.svg usr/share/icons/hicolor/scalable/apps/autotype.svg
put 644 $here/autotype.1 usr/share/man/man1/autotype.1
gzip -9n "$root/usr/share/man/man1/autotype.1"
"$build/frozen/autotype/autotype" ibus --xml |
    sed 's#<exec>.*</exec>#<exec>/usr/bin/autotype ibus</exec>#' \
        >"$root/usr/share/ibus/component/autotype.xml"

documents=$root/usr/share/doc/autotype
mkdir -p "$documents"
"$environment/bin/python" packaging/licences.py "$documents/copyright"
cp "$build/sbom.json" "$documents/sbom.json"
gzip -9n "$documents/sbom.json"
chmod 644 "$documents"/*
set_times "$root"
