#!/bin/sh
# Proves the .rpm: its digests and its list of files, that all it requires are libraries that
# Debian has too, and that the program runs where rpm has put it.
#
#   packaging/linux/test_rpm.sh      as root; works in build/chroot
set -eu

cd "$(dirname "$0")/../.."
. packaging/linux/chroot.sh
open_chroot

say "the .rpm"
package=$PWD/$dist/autotype-$version-1.$(uname -m).rpm
[ -f "$package" ] || fail "There is no $package; make it with: make package"
database=/var/cache/autotype-rpm
rpm() {
    HOME=$chroot/packages command rpm --root "$chroot" --dbpath "$database" "$@"
}
rpm -K --nosignature "$package"
rpm -qlp "$package" >"$build/rpm-files"
for file in /usr/bin/autotype /usr/lib/autotype/autotype /usr/share/ibus/component/autotype.xml \
    /usr/share/applications/autotype.desktop /usr/share/doc/autotype/copyright; do
    grep -qxF "$file" "$build/rpm-files" || fail "$file is not in the .rpm."
done
rpm -qp --recommends "$package" | grep -qx ibus || fail "The .rpm does not recommend ibus."

# Of what it requires, the libraries: NAME(VERSION)(64bit).
inside ldconfig -p | awk '{ print $1 }' | sort -u >"$build/libraries"
rpm -qp --requires "$package" | sed -n 's/^\([^ (]*\.so[^ (]*\)(.*/\1/p' | sort -u \
    >"$build/rpm-requires"
[ -s "$build/rpm-requires" ] || fail "The .rpm requires no library at all; that cannot be."
unknown=$(comm -13 "$build/libraries" "$build/rpm-requires" | grep -v '^ld-linux' || true)
[ -z "$unknown" ] || fail "The .rpm requires what is in no package, or in itself: $unknown"
echo "It requires $(wc -l <"$build/rpm-requires") libraries, all of them known."

# A Debian has no rpm of its own that could know what is installed.
rpm --nodeps --noscripts -i "$package"
rpm -V --nodeps autotype
for pack in $packs; do
    cp "$pack" "$chroot/packages/"
    inside dpkg -i "/packages/$(basename "$pack")" >/dev/null </dev/null
done
as_tester 'autotype --version && QT_QPA_PLATFORM=offscreen autotype smoke'
grep -q '"ok": true' "$build/session.log" || fail "The smoke run did not go well."
for pack in $packs; do
    inside dpkg --purge "$(basename "$pack" | cut -d_ -f1)" >/dev/null </dev/null
done
rpm --nodeps --noscripts -e autotype
rm -rf "${chroot:?}$database"
nothing_left
