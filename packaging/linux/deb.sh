#!/bin/sh
# Makes dist/autotype_VERSION_ARCH.deb of build/root.
#
#   packaging/linux/deb.sh
#
# Its dependencies are those of the libraries in it: a library that was left out although it
# is needed makes this fail.
set -eu

cd "$(dirname "$0")/../.."
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
architecture=$(dpkg --print-architecture)
maintainer="The Autotype developers <autotype@localhost>"
root=build/deb
rm -rf "$root" build/shlibs
cp -a build/root "$root"

changelog=$root/usr/share/doc/autotype/changelog.Debian
{
    echo "autotype ($version) unstable; urgency=medium"
    echo
    # The wrapped points of the newest release.
    sed -n '/^## /,$p' CHANGELOG.md | sed '1d' | sed -n '/^## /q; s/^- /  * /p; s/^  \([^ ]\)/    \1/p'
    echo
    echo " -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")"
} >"$changelog"
gzip -9n "$changelog"

# What the libraries and programs in it need of the system.
mkdir -p build/shlibs/debian
echo "Source: autotype" >build/shlibs/debian/control
find "$root/usr/lib/autotype" -type f \( -name '*.so*' -o -name autotype \) >build/shlibs/files
private=$(find "$PWD/$root/usr/lib/autotype" -type f -name '*.so*' -printf '%h\n' | sort -u |
    sed 's/^/-l/')
(
    cd build/shlibs
    # shellcheck disable=SC2086,SC2046 # lists of words are meant
    dpkg-shlibdeps --ignore-missing-info -O $private $(sed 's#^#../../#' files) \
        >depends 2>warnings || {
        cat warnings >&2
        exit 1
    }
)
depends=$(sed -n 's/^shlibs:Depends=//p' build/shlibs/depends)

mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: autotype
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: $depends, fonts-dejavu-core | fonts-liberation | fonts-noto-core
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
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mkdir -p dist
dpkg-deb --root-owner-group -Zzstd -z19 --build "$root" "dist/autotype_${version}_$architecture.deb"
