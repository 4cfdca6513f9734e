#!/bin/sh
# Makes dist/autotype-pack-NAME_VERSION_all.deb of an installed model pack.
#
#   packaging/linux/pack_deb.sh FOLDER
#
# The package puts it where every user's Autotype finds it.
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
. packaging/linux/maintainer.sh
folder=$1
[ -f "$folder/manifest.json" ] ||
    fail "There is no model pack in “$folder”; fetch one with: make pack-dev"
field() {
    "$python" -c \
        'import json, sys; print(json.load(open(sys.argv[1] + "/manifest.json"))[sys.argv[2]])' \
        "$folder" "$1"
}
name=$(field name)
package=autotype-pack-$name
root=$build/pack
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/share/autotype/packs" "$root/usr/share/doc/$package"
cp -r "$folder" "$root/usr/share/autotype/packs/$name"
find "$root/usr" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
cat >"$root/usr/share/doc/$package/copyright" <<EOF
$(field title), under the licence $(field licence).

Its weights: $(field source)

EOF
case $(field licence) in *CC-BY-SA-4.0*)
    echo "CC BY-SA 4.0: https://creativecommons.org/licenses/by-sa/4.0/legalcode" \
        >>"$root/usr/share/doc/$package/copyright"
    ;;
esac
case $(field licence) in Apache-2.0*)
    cat LICENSE >>"$root/usr/share/doc/$package/copyright"
    ;;
esac
cat >"$root/DEBIAN/control" <<EOF
Package: $package
Version: $version
Architecture: all
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Enhances: autotype
Section: editors
Priority: optional
Description: language model $(field title) for Autotype
 A small language model that runs on an ordinary processor. Autotype finds it
 by itself and uses it if it is fast enough on the machine.
EOF
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
set_times "$root"
mkdir -p "$dist"
dpkg-deb --root-owner-group -Zzstd -z19 --build "$root" "$dist/${package}_${version}_all.deb"
