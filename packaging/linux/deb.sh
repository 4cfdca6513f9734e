#!/bin/sh
# Makes dist/autotype_VERSION_ARCH.deb of build/root; with AUTOTYPE_RUNTIME=cuda its name is
# autotype-cuda, and it takes the place of the other.
#
#   packaging/linux/deb.sh
#
# Its dependencies are those of the libraries in it: a library that was left out although it
# is needed makes this fail.
set -eu

cd "$(dirname "$0")/../.."
. packaging/common.sh
architecture=$(dpkg --print-architecture)
. packaging/linux/maintainer.sh
root=$build/deb
rm -rf "$root" "$build/shlibs"
cp -a "$build/root" "$root"
if [ "$runtime" = cuda ]; then
    package=autotype-cuda
    mv "$root/usr/share/doc/autotype" "$root/usr/share/doc/$package"
    relations="Provides: autotype
Conflicts: autotype
Replaces: autotype"
else
    package=autotype
    relations="Conflicts: autotype-cuda
Replaces: autotype-cuda"
fi

changelog=$root/usr/share/doc/$package/changelog.gz
{
    echo "$package ($version) unstable; urgency=medium"
    echo
    # The wrapped points of the newest release.
    sed -n '/^## /,$p' CHANGELOG.md | sed '1d' | sed -n '/^## /q; s/^- /  * /p; t; s/^  \([^ ]\)/    \1/p' |
        fmt --tagged-paragraph --width=78
    echo
    echo " -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$changelog"
mkdir -p "$root/usr/share/lintian/overrides"
sed "s/^autotype:/$package:/" packaging/linux/lintian-overrides \
    >"$root/usr/share/lintian/overrides/$package"

# What the libraries and programs in it need of the system.
mkdir -p "$build/shlibs/debian"
echo "Source: autotype" >"$build/shlibs/debian/control"
full=$(cd "$root" && pwd)
find "$full/usr/lib/autotype" -type f \( -name '*.so*' -o -name autotype \) |
    sort >"$build/shlibs/files"
private=$(find "$full/usr/lib/autotype" -type f -name '*.so*' -printf '%h\n' | sort -u |
    sed 's/^/-l/')
(
    cd "$build/shlibs"
    # shellcheck disable=SC2086,SC2046 # lists of words are meant
    dpkg-shlibdeps --ignore-missing-info -O $private $(cat files) \
        >depends 2>warnings || {
        cat warnings >&2
        exit 1
    }
)
depends=$(sed -n 's/^shlibs:Depends=//p' "$build/shlibs/depends")

mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: $package
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: $depends, fonts-dejavu-core | fonts-liberation | fonts-noto-core
$relations
Recommends: ibus, autotype-pack-smollm2-135m
Section: editors
Priority: optional
Description: private predictive text: the next words while you type
 Autotype suggests the next words in grey behind the caret; a key takes them.
 It works in its own editor, and as an input method of IBus in other
 applications. A small language model runs on this machine, on an ordinary
 processor; nothing that is typed leaves it.
EOF
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
set_times "$root"
mkdir -p "$dist"
dpkg-deb --root-owner-group -Zzstd -z19 --build "$root" "$dist/${package}_${version}_$architecture.deb"
